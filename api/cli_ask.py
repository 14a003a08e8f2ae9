"""Commands that answer: duties, gaps, stats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer
from rich.table import Table

from api.called import document_called, find_unit, place_code, place_name
from api.cli_console import console, notes, one_line, safe
from api.cli_options import (
    BaseOption,
    CsvOption,
    PlaceOption,
    StoreOption,
    XlsxOption,
    YearOption,
    reading,
    shown_store,
)
from api.cli_tables import Sheet, Value, write_csv, write_xlsx
from api.duty_words import (
    GAP_COLUMNS,
    act_sheet,
    acts_of,
    by_role,
    evidence,
    gap_rows,
    numbered,
    partners,
    read_from,
)
from api.explain import ROLES
from kg.errors import NotFoundError
from kg.ids import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.ask import Ask

Json: TypeAlias = dict[str, Any]
DUTY_COLUMNS = (
    "角色",
    "位次",
    "任务",
    "内容",
    "章节",
    "时限",
    "依据原句",
    "原文写法",
    "文件",
    "年份",
    "共同承担",
    "读自",
    "可信度",
    "标识",
)
_ACTS = 20


def duties(
    unit: Annotated[
        str, typer.Argument(metavar="单位", help="单位名称（全称、简称或标识）。A unit's name.")
    ],
    place: PlaceOption = None,
    year: YearOption = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="角色", help="牵头、责任、配合或督导。Only this role."),
    ] = None,
    csv: CsvOption = None,
    xlsx: XlsxOption = None,
    docx: Annotated[
        Path | None,
        typer.Option("--docx", metavar="文件", help="另存为 Word 责任清单。Write a DOCX."),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics", metavar="文件", help="时限另存为日历。Write the deadlines as iCalendar."
        ),
    ] = None,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    ask = asking(store, base)
    found = find_unit(ask, unit, place)
    answer = ask.duties(found["id"], role=_role(role), year=year)
    acts = [] if role else acts_of(ask, found["id"], year)
    duties = by_role(ask.with_contents(answer["items"]))
    if csv or xlsx or docx or ics:
        rows = [duty_row(duty) for duty in duties]
        _save(rows, DUTY_COLUMNS, found["label"], csv, xlsx, act_sheet(acts))
        _save_list(ask, found, duties, acts, docx, ics)
        _tell_of_acts(acts, csv, xlsx or docx)
    else:
        _show_duties(found, answer, duties)
        _show_acts(acts)


def _tell_of_acts(acts: Sequence[Json], csv: Path | None, whole: Path | None) -> None:
    """A CSV is one table: what sentences have the unit do goes into workbooks and Word lists."""
    if acts and whole is not None:
        notes().print(safe(f"正文要求它做事的 {len(acts)} 句在“正文要求”一节"), soft_wrap=True)
    elif acts and csv is not None:
        text = f"正文另有 {len(acts)} 句要求它做事，CSV 里没有；--xlsx 和 --docx 里有"
        notes().print(safe(text), soft_wrap=True)


def _save_list(
    ask: Ask,
    unit: Json,
    duties: Sequence[Json],
    acts: Sequence[Json],
    docx: Path | None,
    ics: Path | None,
) -> None:
    """The duties as a Word file, the unit's deadlines as a calendar stamped with this day."""
    from api import duty_list

    if docx is not None:
        duty_list.write_docx(docx, unit, duties, acts)
        notes().print(safe(f"已写入 {docx}（{len(duties)} 项）"), soft_wrap=True)
    if ics is not None:
        body = duty_list.ics_bytes(ask, unit, date.today())
        ics.parent.mkdir(parents=True, exist_ok=True)
        ics.write_bytes(body)
        dates = body.count(b"BEGIN:VEVENT")
        notes().print(safe(f"已写入 {ics}（{dates} 个时限）"), soft_wrap=True)


def _role(name: str | None) -> str | None:
    if name is None:
        return None
    for role, label in ROLES.items():
        if name in (role, label):
            return role
    raise NotFoundError(f"没有角色 {name}", "可用：" + "、".join(ROLES.values()), code="role")


def asking(store: str | None, base: str) -> Ask:
    """The questions to a graph. Imported late: what they need takes a quarter of a second to load."""
    from kg.ask import Ask

    return Ask(reading(store, base))


def duty_row(duty: Json) -> list[Value]:
    """One duty as the cells of ``DUTY_COLUMNS``."""
    return [
        ROLES.get(duty["role"], duty["role"]),
        duty["rank"],
        numbered(duty["task"]["number"], duty["task"]["text"]),
        duty.get("content"),
        duty.get("section"),
        "、".join(d["date"] for d in duty["deadlines"]) or duty.get("timing"),
        evidence(duty),
        duty["surface"],
        duty["document"]["label"],
        duty["document"].get("year"),
        partners(duty),
        read_from(duty["rule"]),
        duty["confidence"],
        duty["id"],
    ]


def _save(
    rows: Sequence[Sequence[Value]],
    header: Sequence[str],
    title: str,
    csv: Path | None,
    xlsx: Path | None,
    more: Sequence[Sheet] = (),
) -> None:
    if csv is not None:
        write_csv(csv, header, rows)
    if xlsx is not None:
        write_xlsx(xlsx, title, header, rows, more)
    for path in (csv, xlsx):
        if path is not None:
            notes().print(safe(f"已写入 {path}（{len(rows)} 行）"), soft_wrap=True)


def _show_duties(unit: Json, answer: Json, duties: Sequence[Json]) -> None:
    out = console()
    counts = answer["facets"]["role"]
    shown = "，".join(
        f"{label} {counts[role]}" for role, label in ROLES.items() if counts.get(role)
    )
    out.print(safe(f"{unit['label']}（{place_name(unit)}）", "bold"))
    out.print(safe(f"共 {answer['total']} 项：{shown}" if shown else "没有职责"))
    table = Table(show_edge=False, pad_edge=False, header_style="bold", show_lines=True)
    for name in ("角色", "任务", "依据原句", "时限", "文件"):
        table.add_column(name, overflow="fold", ratio=None if name != "依据原句" else 1)
    for duty in duties:
        cells = dict(zip(DUTY_COLUMNS, duty_row(duty), strict=True))
        role = f"{cells['角色']} {duty['rank']}/{duty['of']}"
        mark = "（承自上级标题）" if duty.get("inherited_from") else ""
        table.add_row(
            safe(role),
            safe(f"{cells['任务']}{mark}"),
            safe(str(cells["依据原句"])),
            safe(str(cells["时限"] or "")),
            safe(str(cells["文件"])),
        )
    if answer["items"]:
        out.print(table)


def _show_acts(acts: Sequence[Json]) -> None:
    """What sentences have the unit do: 县级以上人民政府司法行政部门应当… is a duty that no tag assigns."""
    if not acts:
        return
    out = console()
    out.print(safe(f"正文另有 {len(acts)} 句要求它做事", "bold"))
    for act in acts[:_ACTS]:
        out.print(safe(f"· {one_line(act['text'])}（{act['document']['label']}）"), soft_wrap=True)
    if len(acts) > _ACTS:
        out.print(safe(f"另有 {len(acts) - _ACTS} 句，见单位页面", "dim"))


def gaps(
    place: PlaceOption = None,
    document: Annotated[
        str | None,
        typer.Option(
            "--document", metavar="文件", help="只看这个文件（标题或标识）。Only this document."
        ),
    ] = None,
    csv: CsvOption = None,
    xlsx: XlsxOption = None,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    from kg.ask import Ask

    source = reading(store, base)
    ask = Ask(source)
    code = place_code(ask, place) if place else None
    chosen = document_called(document, source, base) if document else None
    answer = ask.gaps(place=code, document=chosen)
    rows = gap_rows(answer)
    _save(rows, GAP_COLUMNS, "缺口", csv, xlsx)
    if csv is not None or xlsx is not None:
        return
    out = console()
    counts = answer["counts"]
    out.print(
        safe(
            f"没有写明责任单位 {counts.get('unowned', 0):,} 项，"
            f"没有写明时限 {counts.get('undated', 0):,} 项",
            "bold",
        )
    )
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in GAP_COLUMNS[:-1]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(safe(cell or "") for cell in row[:-1]))
    out.print(table)


STATS = {
    "documents": "文件",
    "tasks": "任务",
    "statements": "语句",
    "assignments": "责任",
    "units": "单位",
    "places": "辖区",
    "policies": "政策法规",
    "quantities": "数量",
    "deadlines": "时限",
    "citations": "引用",
    "warnings": "提示",
    "triples": "三元组",
}


def stats(store: StoreOption = None, base: BaseOption = DEFAULT_BASE) -> None:
    ask = asking(store, base)
    out = console()
    out.print(safe(f"图库：{shown_store(store)}", "bold"), soft_wrap=True)
    counted = ask.stats()
    table = Table(show_edge=False, pad_edge=False, show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    for kind, label in STATS.items():
        if kind in counted:
            table.add_row(label, f"{counted[kind]:,}")
    out.print(table)
    documents = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("文件", "年份", "辖区", "任务", "责任", "标识"):
        documents.add_column(name, overflow="fold")
    for item in _all_documents(ask):
        year = (item.get("period") or [(item.get("issued") or "")[:4]])[0]
        counts = item["counts"]
        cells = (
            item["label"],
            year,
            (item.get("place") or {}).get("name", ""),
            counts.get("tasks", 0),
            counts.get("assignments", 0),
            item["id"],
        )
        documents.add_row(*(safe(cell or "") for cell in cells))
    out.print(documents)


def _all_documents(ask: Ask) -> list[Json]:
    items: list[Json] = []
    cursor = None
    while True:
        page = ask.documents(limit=200, cursor=cursor)
        items += page["items"]
        cursor = page.get("next")
        if not cursor:
            return items


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_DUTIES)(duties)
    app.command(help=_GAPS)(gaps)
    app.command(help=_STATS_HELP)(stats)


_DUTIES = """一个单位的全部职责：角色、任务、时限，以及写明它的那一句话。

A unit's duties, each with the sentence that says so.

\b
例：zhize duties 人和司法所
    zhize duties 党政综合办 --place 人和镇 --year 2022 --xlsx 责任清单.xlsx
    zhize duties 党政综合办 --docx 责任清单.docx --ics 时限.ics
"""
_GAPS = """没有写明责任单位的任务、没有写明时限的任务，附原文。

Tasks nobody owns, and tasks without a date.

\b
例：zhize gaps --place 人和镇 --csv 缺口.csv
"""
_STATS_HELP = """图库里有什么：各类事实的数量和文件清单。

What the graph holds.

\b
例：zhize stats
"""
