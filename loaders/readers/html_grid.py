"""HTML tables: which of them hold data, and where their cells lie once spans are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from loaders.readers.layout import GridCell

_SECTIONS = ("thead", "tbody", "tfoot")
_MAX_COLSPAN = 200
_MAX_ROWSPAN = 5000
_MAX_COLUMNS = 1000
_PROSE_CELL = 2000


def rows(table: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """The table's own rows, and whether each stands in its head."""
    for part in _elements(table):
        if part.tag == "tr":
            yield part, False
        elif part.tag in _SECTIONS:
            for row in _elements(part):
                if row.tag == "tr":
                    yield row, part.tag == "thead"


def cells(row: LexborNode) -> Iterator[LexborNode]:
    """The cells of one row."""
    return (cell for cell in _elements(row) if cell.tag in ("td", "th"))


def is_data_table(table: LexborNode) -> bool:
    """Does the table hold data? Pages also use tables to place their columns.

    A data table holds no other table, has two rows of two cells or more, and no single cell that
    holds nearly all of its text.
    """
    if len(table.css("table")) > 1:
        return False
    wide = 0
    total = largest = 0
    for row, _ in rows(table):
        sizes = [len(cell.text() or "") for cell in cells(row)]
        wide += len(sizes) >= 2
        total += sum(sizes)
        largest = max(largest, *sizes, 0)
    return wide >= 2 and not (largest > _PROSE_CELL and largest > 0.6 * total)


def laid_out(table: LexborNode, cell_text: Callable[[LexborNode], str]) -> list[GridCell]:
    """The cells at their grid positions, in reading order."""
    found: list[GridCell] = []
    busy: dict[int, int] = {}
    for index, (row, in_head) in enumerate(rows(table)):
        line = list(cells(row))
        all_heads = bool(line) and all(cell.tag == "th" for cell in line)
        col = 0
        for cell in line:
            while busy.get(col, 0) > index:
                col += 1
            if col >= _MAX_COLUMNS:
                break  # nobody reads that far; a page that does so means harm
            down = _number(cell, "rowspan", _MAX_ROWSPAN)
            across = _number(cell, "colspan", _MAX_COLSPAN)
            header = in_head or all_heads
            found.append(GridCell(index, col, cell_text(cell), down, across, header))
            for taken in range(col, col + across):
                busy[taken] = index + down
            col += across
    return _clipped(found)


def _clipped(found: list[GridCell]) -> list[GridCell]:
    """Rowspans end with the table: rowspan=65535 means “to the end”."""
    height = 1 + max((cell.row for cell in found), default=0)
    return [
        cell
        if cell.row + cell.rowspan <= height
        else GridCell(cell.row, cell.col, cell.text, height - cell.row, cell.colspan, cell.header)
        for cell in found
    ]


def _number(cell: LexborNode, name: str, most: int) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    if not value.isascii() or not value.isdigit():
        return 1
    number = int(value[:6])
    if number == 0 and name == "rowspan":
        return most  # HTML: 0 spans to the end of the section
    return min(max(number, 1), most)


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next
