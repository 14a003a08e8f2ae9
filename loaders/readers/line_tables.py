"""Tables that a page gave up cell by cell, each on a line of its own, without numbers: 相关部门 ⏎ 职责分工 ⏎ 市卫生局 ⏎ 负责….

The names of the columns stand one a line, and below them as many lines are a row. Every line must hold what its column is
for: a unit cannot be taken for a duty, so the table ends where the lines do not go on so. ``loaders.flat_tables`` has those
with row numbers, whose cells may run over several lines.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from kg.model import Cell, Span, Table
from loaders.flat_cells import DEADLINE, names_bodies
from loaders.owner_words import COLUMN, parted
from loaders.readers.tables import DUTIES, UNITS, is_column, lines_from, owner_columns, said

_HEAD: Final = re.compile("[位门室][ \t\u3000\xa0]*[\r\n]")
_LINE: Final = re.compile(r"[^\r\n]+")
_SENTENCE: Final = re.compile(r"[\u4e00-\u9fff]{4}")
_WIDEST, _LONGEST_NAME, _LONGEST_CELL, _MOST_ROWS = 8, 12, 60, 2_000
_FEWEST: Final = 3  # rows


def find(text: str) -> list[Table]:
    """The tables whose header names a column of owners, or of units and their duties."""
    out: list[Table] = []
    behind = 0
    for found in _HEAD.finditer(text):
        if found.start() < behind:
            continue
        table = _table(text, text.rfind("\n", 0, found.start()) + 1)
        if table is not None:
            out.append(table)
            behind = table.span.end
    return out


def _table(text: str, start: int) -> Table | None:
    """The table in whose header the line at ``start`` stands."""
    if not _named(text, start):
        return None
    first, names = start, set[str]()
    for line in islice(lines_from(text, start), _WIDEST):
        if not _named(text, line.start):
            break
        names.add(said(text, line))
    while len(names) < _WIDEST:
        above = first
        while above and text[above - 1].isspace():
            above -= 1
        above = text.rfind("\n", 0, above) + 1
        if above == first or not _named(text, above) or _words_at(text, above) in names:
            break  # a title of the section may be named like a column
        first = above
        names.add(_words_at(text, first))
    header = _names(text, first)
    upper, columns = _two_rows(text, header)
    return _below(text, header, [], header[-1].end) or (
        _below(text, columns, upper, header[-1].end) if upper else None
    )


def _names(text: str, first: int) -> list[Span]:
    """The lines of a header from ``first`` on."""
    header: list[Span] = []
    for line in islice(lines_from(text, first), _WIDEST + 1):
        if not _named(text, line.start):
            break
        header.append(line)
    return header


def _below(text: str, header: list[Span], upper: list[Span], start: int) -> Table | None:
    """The table of the rows from ``start`` on; ``upper``: the names of a first row of the header, where it has two."""
    owners = owner_columns([said(text, name) for name in header])
    if not owners or not 1 < len(header) <= _WIDEST:
        return None
    rows: list[list[Span]] = []
    row: list[Span] = []
    for line in islice(lines_from(text, start), _WIDEST * _MOST_ROWS):
        row.append(line)
        if len(row) == len(header):
            if not _fits(text, header, owners, row):
                break
            rows.append(row)
            row = []
    if len(rows) < _FEWEST:
        return None
    cells = (
        _over(header, upper)
        if upper
        else [Cell(0, col, span, header=True) for col, span in enumerate(header)]
    )
    cells.sort(key=lambda cell: cell.span)
    for number, spans in enumerate(rows, 2 if upper else 1):
        cells += [Cell(number, col, span) for col, span in enumerate(spans)]
    return Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells))


def _two_rows(text: str, header: list[Span]) -> tuple[list[Span], list[Span]]:
    """任务 ⏎ 责任单位 ⏎ 时限 ⏎ 牵头单位 ⏎ 配合单位: the names of the upper row, and those of the columns; [] where there is one row."""
    names = [said(text, span) for span in header]
    at = len(names)
    while at and COLUMN.match(names[at - 1]):
        at -= 1
        if parted(names[:at], names[at:]):
            over = next(col for col, name in enumerate(names[:at]) if COLUMN.match(name))
            return header[:at], [*header[:over], *header[at:], *header[over + 1 : at]]
    return [], header


def _over(columns: list[Span], above: list[Span]) -> list[Cell]:
    """The cells of a header of two rows: one of the upper row stands over those of the lower."""
    lower = [col for col, span in enumerate(columns) if span not in above]
    cells = [Cell(1, col, columns[col], header=True) for col in lower]
    for span in above:
        if span in columns:
            cells.append(Cell(0, columns.index(span), span, rowspan=2, header=True))
        else:
            cells.append(Cell(0, lower[0], span, colspan=len(lower), header=True))
    return cells


def _words_at(text: str, start: int) -> str:
    """The line at ``start`` without its blanks."""
    line = _LINE.match(text, start, start + _LONGEST_CELL)
    return "".join(line[0].split()) if line is not None else ""


def _named(text: str, start: int) -> bool:
    """Whether the line at ``start`` is the name of a column, and not of the one that counts the rows."""
    words = _words_at(text, start)
    return (
        1 < len(words) <= _LONGEST_NAME
        and words[0] not in "序编"
        and (is_column(words) or UNITS.match(words) is not None or DUTIES.match(words) is not None)
    )


def _fits(text: str, header: list[Span], owners: list[int], row: list[Span]) -> bool:
    """Whether each line of a row is what its column is for."""
    sentence = False
    for col, (name, cell) in enumerate(zip(header, row, strict=True)):
        words = said(text, cell)
        names = words[-1] != "。" and names_bodies(words)
        if names != (col in owners) or (names and len(words) > _LONGEST_CELL):
            return False
        if not names and not DEADLINE.search(said(text, name)):
            sentence = sentence or _SENTENCE.search(words) is not None
    return sentence
