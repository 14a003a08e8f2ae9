"""Tables that a web page gave up as words between bars: the cells follow one another whatever the lines do.

序号 | 任务 | ⏎ 责任单位 | 1 | …: the running or any other number in front of each row tells how many columns there are. A row without a number
ends with two bars (法规科 | 6月底前 | ||), and what it lacks at its left are cells joined to those above. A row with one whose last
cells are empty may have had a task cell over two columns: its owners stand one column too far to the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.model import Cell, Span, Table
from loaders.flat_cells import NAMES
from loaders.readers.tables import is_column, owner_columns, reach_down
from ontology.unit_names import looks_like_unit

_CELL: Final = re.compile(r"[^|｜]*")
_NUMBER_COLUMN: Final = re.compile(r"(?:^|\n)[^\S\n]*(?P<name>序\s?号|编号)\s*[|｜]")
_NUMBER: Final = re.compile(r"\d{1,4}$")
_LINE_END: Final = re.compile(r"(?<=[^|｜\s])[^\S\n]*+[|｜][^\S\n]*+(?=\n|$)")
_ROW_END: Final = re.compile(r"(?<=[^|｜\s])\s*+[|｜](?:\s*+[|｜])++[^\S\n]*+(?=\n|$)")
_BARS: Final = ("|", "｜")
_FEWEST, _MOST, _LONGEST_NAME, _LONGEST = 3, 12, 16, 3_000


def find(text: str) -> list[Table]:
    """The tables between bars that name a column of owners; one may be found twice."""
    if not any(bar in text for bar in ("|\n", "| ", "｜")):
        return []
    return [*_numbered(text), *_ended(text), *_lined(text)]


def _numbered(text: str) -> Iterator[Table]:
    """Tables whose rows begin with a number below 序号."""
    for head in _NUMBER_COLUMN.finditer(text):
        cells = _cells(text, head.start("name"))
        header = [next(cells)]
        for cell in cells:
            if _NUMBER.match(text[slice(*cell)]):
                break
            header.append(cell)
            if len(header) > _MOST or cell.end - cell.start > _LONGEST_NAME:
                break
        else:
            continue
        if len(header) > _MOST or not _owners(text, header):
            continue
        row, rows = [cell], [header]
        for below in cells:
            if len(row) == len(header):
                rows.append(row)
                row = []
            row.append(below)
            if len(row) == 1 and not _NUMBER.match(text[slice(*below)]):
                break
        if len(row) == len(header):
            rows.append(row)
        rows = [header, *(_unpadded(text, header, row) for row in rows[1:])]
        if len(rows) > 1 and _named(text, rows):
            yield _of(rows, wide=True)


def _unpadded(text: str, header: list[Span], row: list[Span]) -> list[Span]:
    """The row without the empty cells at its end, where its owners then stand below their columns."""
    blank = next((i for i, cell in enumerate(reversed(row)) if cell.end > cell.start), 0)
    columns = _owners(text, header)
    if all(_is_named(text, row[col]) for col in columns):
        return row
    for lacking in range(1, blank + 1):
        if all(col > lacking + 1 and _is_named(text, row[col - lacking]) for col in columns):
            return row[: len(row) - lacking]
    return row


def _is_named(text: str, cell: Span) -> bool:
    return looks_like_unit(NAMES.split(text[slice(*cell)])[0])


def _ended(text: str) -> Iterator[Table]:
    """Tables whose rows end with two bars."""
    at = 0
    while (found := _ROW_END.search(text, at)) is not None:
        at = found.end()
        header = _row(text, _head(text, found.start()), found.start())
        if len(header) < _FEWEST or not _owners(text, header):
            continue
        rows = [header]
        behind = at
        while (end := _ROW_END.search(text, behind)) is not None:
            row = _row(text, behind, end.start())
            # 信息公开 | 任务 | 责任科室: the cells at the left may be joined to those of the row above
            if not len(header) - min(_owners(text, header)) <= len(row) <= len(header):
                break
            rows.append(row)
            behind = end.end()
        if len(rows) > 1 and _named(text, rows):
            at = behind
            yield _of(rows)


def _lined(text: str) -> Iterator[Table]:
    """Tables whose rows end with a bar at a line's end: what a row lacks at its left is joined to the row above.

    The owners of a row are the cells of names in it; a row without any is left as text.
    """
    at = 0
    while (found := _LINE_END.search(text, at)) is not None:
        at = found.end()
        header = _row(text, text.rfind("\n", 0, found.start()) + 1, found.start())
        columns = _owners(text, header) if _FEWEST <= len(header) <= _MOST else []
        if not columns or columns[-1] - columns[0] >= len(columns):
            continue
        behind, table, lost = at, _Lined(text, header, columns), 0
        while (end := _LINE_END.search(text, behind)) is not None and lost < _FEWEST:
            row = _row(text, behind, end.start())
            if len(row) > len(header) or end.start() - behind > _LONGEST:
                break
            lost = 0 if table.add(row) else lost + 1
            behind = end.end()
        if table.rows > 1:
            at = max(at, table.cells[-1].span.end)
            yield Table(Span(header[0].start, table.cells[-1].span.end), tuple(table.cells))


class _Lined:
    """A table being read whose rows may lack cells."""

    def __init__(self, text: str, header: list[Span], columns: list[int]) -> None:
        self.text, self.columns, self.width, self.rows = text, columns, len(header), 0
        self.cells = [Cell(0, col, span, header=True) for col, span in enumerate(header)]
        self._above: dict[int, int] = {}  # column → its last cell

    def add(self, row: list[Span]) -> bool:
        """Add a row, where the place of its owners is sure."""
        named = [i for i, cell in enumerate(row) if i and _is_named(self.text, cell)]
        first = self.columns[0] - self.width + len(row)  # where nothing is lost at the right
        said = [i for i in named if not self.text[row[i].start].isdigit()]  # 1.组织机构 is no name
        if first not in named:
            first = said[0] if said and said[-1] - said[0] < len(said) else 0
        last = first + 1
        while last < len(row) and _is_named(self.text, row[last]):
            last += 1
        lacking, behind = self.columns[0] - first, self.columns[-1] + 1
        if (
            not first
            or last - first > len(self.columns)
            or lacking < 0
            or len(row) - last > self.width - behind
            or (lacking and not all(col in self._above for col in range(lacking)))
        ):
            return False
        self.rows += 1
        reach_down(self.cells, self._above, self.rows, lacking)
        placed = [*enumerate(row[:last], lacking), *enumerate(row[last:], behind)]
        for col, span in placed:
            self._above[col] = len(self.cells)
            self.cells.append(Cell(self.rows, col, span))
        return True


def _head(text: str, end: int) -> int:
    """Where the header begins that ends here: on this line, or with the names above it, a bar between each two of them."""
    start = text.rfind("\n", 0, end) + 1
    bar = any(mark in text[start:end] for mark in _BARS)
    while start and not bar:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text.rfind("\n", 0, above - 1) + 1 if above else 0
        name = text[line : above - 1].strip()
        if text[above : start - 1].strip() not in _BARS or not above:
            break
        if not is_column("".join(name.split())):
            break
        start = line
    return start


def _row(text: str, start: int, end: int) -> list[Span]:
    return [
        _trimmed(text, *cell.span()) for cell in _CELL.finditer(text, start, end) if cell[0].strip()
    ]


def _cells(text: str, start: int) -> Iterator[Span]:
    """The cells from ``start`` on that a bar closes."""
    while start < len(text):
        found = _CELL.match(text, start)
        if found is None or found.end() >= len(text) or found.end() - start > _LONGEST:
            return
        yield _trimmed(text, start, found.end())
        start = found.end() + 1


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(
        start + len(words) - len(words.lstrip()) if words.strip() else start,
        end - (len(words) - len(words.rstrip())) if words.strip() else start,
    )


def _owners(text: str, header: list[Span]) -> list[int]:
    return owner_columns(["".join(text[slice(*cell)].split()) for cell in header])


def _named(text: str, rows: list[list[Span]]) -> bool:
    """Whether the columns of owners hold names: bars part other things too."""
    said = [
        _is_named(text, row[col - len(rows[0])])
        for row in rows[1:]
        for col in _owners(text, rows[0])
        if len(row) > len(rows[0]) - col - 1
    ]
    return 2 * sum(said) > len(said)


def _of(rows: list[list[Span]], *, wide: bool = False) -> Table:
    """The table; what a row lacks is at its left, or (``wide``) taken by its second cell."""
    width = len(rows[0])
    placed: list[Cell] = []
    above: dict[int, int] = {}  # column → its last cell
    for row, spans in enumerate(rows):
        lacking = width - len(spans)
        if wide and lacking:
            second = Cell(row, 1, spans[1], colspan=lacking + 1)
            tail = [Cell(row, col, span) for col, span in enumerate(spans[2:], lacking + 2)]
            placed += [Cell(row, 0, spans[0]), second, *tail]
            continue
        reach_down(placed, above, row, lacking)
        for col, span in enumerate(spans, lacking):
            above[col] = len(placed)
            placed.append(Cell(row, col, span, header=row == 0))
    return Table(Span(placed[0].span.start, placed[-1].span.end), tuple(placed))
