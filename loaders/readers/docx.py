"""DOCX: paragraphs with their automatic numbers made visible, tables, text boxes, headers and footers.

Read from the XML itself: tracked deletions and hidden text are left out, insertions are kept. Parts with a
DOCTYPE are refused (OOXML forbids them), so no entity can expand.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from kg.model import SourceText
from loaders.readers import chrome
from loaders.readers.docx_numbering import Numbering, W
from loaders.readers.layout import GridCell, Layout
from loaders.readers.refusals import refusal
from loaders.readers.tables import with_headers

_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RUNNING = re.compile(r"word/(header|footer)\d*\.xml")
_PASSED_OVER = frozenset(
    (
        f"{W}del",
        f"{W}moveFrom",
        f"{W}instrText",
        f"{W}delText",
        f"{W}rPr",
        f"{W}pPr",
        f"{_MC}Fallback",
    )
)
_MAX_PART = 60_000_000
_OFF = ("0", "false", "off", "none")
_MAX_SPAN = 500


def read(data: bytes, name: str) -> SourceText:
    """The text of a DOCX. Raises ReadError ``corrupt`` or ``zip_bomb``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = _part(archive, _main_part(archive))
        if document is None:
            raise refusal("corrupt", "缺少 word/document.xml")
        numbering = Numbering(
            _part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml")
        )
        running = _running(archive)
        notes = [_part(archive, f"word/{kind}notes.xml") for kind in ("foot", "end")]
    return _Writer(numbering).write(document, running, notes).source(data, name, _MEDIA)


def _main_part(archive: zipfile.ZipFile) -> str:
    relations = _part(archive, "_rels/.rels")
    for one in relations.iter(_REL) if relations is not None else ():
        if one.get("Type", "").endswith("/officeDocument"):
            return one.get("Target", "").lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    """One XML part, None when the package has none of that name."""
    try:
        with archive.open(name) as stream:
            data = stream.read(_MAX_PART + 1)
    except KeyError:
        return None
    except RuntimeError as error:  # zipfile says so for members under a password
        raise refusal("encrypted") from error
    if len(data) > _MAX_PART:
        raise refusal("zip_bomb")
    if b"<!DOCTYPE" in data:
        raise refusal("corrupt", "XML 部件带有 DOCTYPE")
    try:
        return ET.fromstring(data)  # noqa: S314 - no DOCTYPE, no entities
    except ET.ParseError as error:
        raise refusal("corrupt", str(error)) from error


def _running(archive: zipfile.ZipFile) -> list[tuple[str, ET.Element]]:
    """Headers and footers: (``header`` or ``footer``, root), in part order."""
    found: list[tuple[str, ET.Element]] = []
    for part in sorted(archive.namelist()):
        kind = _RUNNING.fullmatch(part)
        root = _part(archive, part) if kind else None
        if kind and root is not None:
            found.append((kind[1], root))
    return found


class _Writer:
    """Writes the body between its running headers and footers."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._layout = Layout()

    def write(
        self,
        document: ET.Element,
        running: list[tuple[str, ET.Element]],
        notes: list[ET.Element | None],
    ) -> Layout:
        self._asides(running, "header")
        body = document.find(f"{W}body")
        self._write_blocks(body if body is not None else document)
        for root in notes:
            self._notes(root)
        self._asides(running, "footer")
        blocked = sorted([*self._layout.asides, *(t.span for t in self._layout.tables)])
        furniture = chrome.find(self._layout.text(), taken=blocked)
        self._layout.asides += furniture.asides
        self._layout.boxes += furniture.boxes
        return self._layout

    def _write_blocks(self, container: ET.Element) -> None:
        for block in _blocks(container):
            if block.tag == f"{W}tbl":
                self._table(block)
            else:
                self._paragraph(block)

    def _asides(self, running: list[tuple[str, ET.Element]], kind: str) -> None:
        lines = [line for one, root in running if one == kind for line in self._lines(root)]
        for line in dict.fromkeys(lines):
            self._layout.line(line, aside=True)

    def _notes(self, root: ET.Element | None) -> None:
        if root is None:
            return
        for note in root:
            if note.get(f"{W}type") in (None, "normal"):
                for line in self._lines(note):
                    self._layout.line(line)

    def _paragraph(self, paragraph: ET.Element) -> None:
        for line in self._paragraph_lines(paragraph):
            self._layout.line(line)

    def _paragraph_lines(self, paragraph: ET.Element) -> Iterator[str]:
        boxes: list[ET.Element] = []
        text = "".join(_runs(paragraph, boxes))
        words = text.strip(" \t\r\n")
        if words or boxes:
            # an empty numbered paragraph draws its number too, but nobody wrote it
            mark = self._numbering.mark(paragraph) if words else ""
            for line in (mark + text.lstrip(" \t") if mark else text).split("\n"):
                if line.strip():
                    yield line.rstrip()
        for box in boxes:
            yield from self._lines(box)

    def _lines(self, root: ET.Element) -> list[str]:
        """The lines of a container; its tables are flattened cell by cell."""
        found: list[str] = []
        for block in _blocks(root):
            if block.tag == f"{W}p":
                found += self._paragraph_lines(block)
            else:
                for row in _inside(block, "tr"):
                    for cell in _inside(row, "tc"):
                        found += self._lines(cell)
        return found

    def _table(self, table: ET.Element) -> None:
        rows = [list(_inside(row, "tc")) for row in _inside(table, "tr")]
        if len(rows) < 2 or max(map(len, rows)) < 2:
            for cell in (cell for row in rows for cell in row):
                self._write_blocks(cell)  # a frame drawn round paragraphs or round the real table
            return
        self._layout.table(with_headers(self._grid(table)))

    def _grid(self, table: ET.Element) -> list[GridCell]:
        found: list[GridCell] = []
        above: dict[int, int] = {}
        for row_index, row in enumerate(_inside(table, "tr")):
            properties = row.find(f"{W}trPr")
            col = _value(properties, "gridBefore")
            header = properties is not None and _on(properties.find(f"{W}tblHeader"))
            for cell in _inside(row, "tc"):
                shape = cell.find(f"{W}tcPr")
                across = min(max(_value(shape, "gridSpan"), 1), _MAX_SPAN)
                merge = shape.find(f"{W}vMerge") if shape is not None else None
                if (
                    merge is not None
                    and merge.get(f"{W}val", "continue") == "continue"
                    and col in above
                ):
                    found[above[col]] = _taller(found[above[col]], row_index)
                else:
                    above[col] = len(found)
                    text = "\n".join(self._lines(cell))
                    found.append(GridCell(row_index, col, text, 1, across, header))
                col += across
        return found


def _taller(cell: GridCell, row: int) -> GridCell:
    return GridCell(cell.row, cell.col, cell.text, row - cell.row + 1, cell.colspan, cell.header)


def _blocks(root: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables of a container, also inside content controls and insertions."""
    stack = [iter(root)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in _PASSED_OVER:
            stack.append(iter(child))


def _inside(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """Rows of a table or cells of a row, not those of tables nested in them."""
    wanted = f"{W}{name}"
    for child in root:
        if child.tag == wanted:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            yield from _inside(child, name)


def _runs(paragraph: ET.Element, boxes: list[ET.Element]) -> Iterator[str]:
    """The visible characters of a paragraph; text boxes anchored in it are added to ``boxes``."""
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        tag = node.tag
        if tag in _PASSED_OVER:
            continue
        if tag in (f"{W}t", f"{_MATH}t"):
            yield (node.text or "").replace("\n", " ").replace("\r", "")
        elif tag == f"{W}tab":
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}txbxContent":
            boxes.append(node)
        elif tag == f"{W}r" and _is_hidden(node):
            continue
        else:
            stack.append(iter(node))


def _is_hidden(run: ET.Element) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and _on(properties.find(f"{W}vanish"))


def _on(flag: ET.Element | None) -> bool:
    return flag is not None and flag.get(f"{W}val", "1") not in _OFF


def _value(properties: ET.Element | None, name: str) -> int:
    node = properties.find(f"{W}{name}") if properties is not None else None
    value = node.get(f"{W}val", "0") if node is not None else "0"
    return min(int(value), _MAX_SPAN) if value.isascii() and value.isdigit() else 0
