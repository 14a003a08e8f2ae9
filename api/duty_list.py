"""A unit's duties to take away: DOCX 责任清单, XLSX, calendar, Turtle; equal duties give equal bytes.

The DOCX is what goes round an office: landscape A4, one table by role, each duty with the sentence
that says so and where it stands.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli_console import one_line
from api.cli_tables import Sheet, write_xlsx
from api.duty_words import evidence, numbered, partners
from api.explain import ROLES
from kg.describe import describe, serialize
from kg.passage import unbroken
from kg.store import Store
from visualize import ics, timeline

if TYPE_CHECKING:
    from kg.ask import Ask

Json = dict[str, Any]
DUTY_HEADS = ("序号", "任务", "内容", "时限", "共同承担", "依据原句", "出处")
_WIDTHS = (1.3, 4.2, 6.4, 2.2, 3.6, 5.4, 3.2)  # cm on landscape A4
_FIXED = (1980, 1, 1, 0, 0, 0)
_FONT, _HEAD_FONT = "仿宋", "黑体"


def docx_bytes(unit: Json, duties: Iterable[Json], acts: Sequence[Json] = ()) -> bytes:
    """The list as a Word file: a title, one table a role, then the sentences that have the unit act."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(
        1.7
    )
    _font(document.styles["Normal"], _FONT, Pt(11))
    for level in ("Title", "Heading 1"):
        _font(document.styles[level], _HEAD_FONT, None)
    properties = document.core_properties
    properties.title = one_line(f"{unit['label']}责任清单")
    properties.author, properties.language = "zhize", "zh-CN"
    properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
    document.add_heading(properties.title, 0)
    _pages(section.footer.paragraphs[0])
    listed = list(duties)
    if not listed:
        document.add_paragraph("没有责任标注里的职责。" if acts else "没有职责。")
    for role, label in ROLES.items():
        rows = [duty for duty in listed if duty["role"] == role]
        if rows:
            document.add_heading(f"{label}（{len(rows)} 项）", 1)
            _table(document, rows)
    if acts:
        document.add_heading(f"正文要求它做的事（{len(acts)} 句）", 1)
        for act in acts:
            said = f"{unbroken(act['text'])}（{act['document']['label']}）"
            document.add_paragraph(one_line(said), style="List Number")
    return _settled(document)


def _pages(paragraph: Any) -> None:
    """第 1 页，共 3 页, in the middle: printed lists get out of order."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(words)
        if field:
            counted = OxmlElement("w:fldSimple")
            counted.set(qn("w:instr"), field)
            paragraph._p.append(counted)


def _font(style: Any, name: str, size: Any) -> None:
    """Sets the font for Latin and, what python-docx leaves out, for Chinese."""
    from docx.oxml.ns import qn

    style.font.name = name
    if size is not None:
        style.font.size = size
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _table(document: Any, duties: list[Json]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    # Titles that say all leave the column 内容 empty, 6 cm wide: they take its place.
    said = any(duty.get("content") for duty in duties)
    kept = [i for i, head in enumerate(DUTY_HEADS) if said or head != "内容"]
    widths = [_WIDTHS[i] for i in kept]
    widths[DUTY_HEADS.index("任务")] += sum(_WIDTHS) - sum(widths)
    table = document.add_table(rows=1, cols=len(kept))
    table.style, table.autofit = "Table Grid", False
    for cell, i in zip(table.rows[0].cells, kept, strict=True):
        cell.paragraphs[0].add_run(DUTY_HEADS[i]).bold = True
    # The heads stand again on every page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, duty in enumerate(duties, 1):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = _cells(number, duty)
        for cell, i in zip(row.cells, kept, strict=True):
            cell.text = one_line(cells[i])
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _cells(number: int, duty: Json) -> tuple[str, ...]:
    where = f"{duty['document']['label']}，第 {duty['start']}–{duty['end']} 字"
    title = numbered(duty["task"]["number"], duty["task"]["text"])
    dates = [d["wording"] or d["date"] for d in duty["deadlines"]]
    dated = "、".join(dates) or duty.get("timing") or ""
    said = evidence(duty)
    return str(number), title, duty.get("content", ""), dated, partners(duty), said, where


def _settled(document: Any) -> bytes:
    """The file with every member at one fixed time: python-docx writes the time of day."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()


def write_docx(path: Path, unit: Json, duties: Iterable[Json], acts: Sequence[Json] = ()) -> None:
    """Write ``docx_bytes`` to ``path``, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(docx_bytes(unit, duties, acts))


def ics_bytes(ask: Ask, unit: Json, today: date, base: str = "") -> bytes:
    """The unit's deadlines as a calendar, stamped with ``today``."""
    found = timeline.told(ask, timeline.Choice(today, unit=unit["id"]))
    return ics.calendar(found, today, f"{unit['label']} 时限", base)


def xlsx_bytes(
    title: str,
    header: Iterable[str],
    rows: Iterable[Iterable[Any]],
    more: Iterable[Sheet] = (),
) -> bytes:
    """``write_xlsx`` into memory."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_xlsx(path, title, list(header), [list(row) for row in rows], more)
        return path.read_bytes()


def turtle_bytes(store: Store, unit: Json, duties: Iterable[Json]) -> bytes:
    """What the graph says of the unit and of each of its duties and tasks."""
    things = [unit["id"]]
    for duty in duties:
        things += [duty["id"], duty["task"]["id"]]
    return described(store, things)


def described(store: Store, things: Iterable[str]) -> bytes:
    """What the graph says of each of these ids, as Turtle; equal graphs give equal bytes."""
    triples = {triple for thing in dict.fromkeys(things) for triple in describe(store, thing)}
    return serialize(sorted(triples, key=str), "text/turtle", store.base)
