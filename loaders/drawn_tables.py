"""Tables drawn with lines (┌─┬─┐ │ │ ├─┼─┤) in a plain text: a cell runs over several lines of its column, and what parts the rows is drawn.

A rule in the column of the tasks begins a row; a rule that leaves out the owners' column says that these are owners of the
next row as well. The words stay where they are: a cell is a list of pieces, as in ``loaders.flat_tables``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.model import Span
from loaders.flat_cells import DEADLINE, TASK, FlatRow
from loaders.flat_tables import FlatTable
from loaders.owner_words import COLUMN, role_of
from loaders.readers.tables import owner_columns

_EDGE: Final = re.compile("[│┃├┤┼┬┴┌┐└┘┠┨┣┫┏┓┗┛┳┻╋]")
_RULE: Final = re.compile("[─━┄┈]+")
_NUMBER: Final = re.compile("序号|编号")
_CORNERS: Final = ("┌", "┏")
_BOTTOMS: Final = ("└", "┗")
_MOST_COLUMNS: Final = 12


@dataclass(slots=True)
class _Cell:
    """What a column holds from one rule to the next: its pieces, and the lines it stands on."""

    first: int
    last: int = -1
    pieces: list[Span] = field(default_factory=list)

    def words(self, text: str) -> str:
        """What it says, without blanks."""
        return "".join("".join(text[slice(*piece)].split()) for piece in self.pieces)


def find_drawn_tables(text: str, lines: list[Span]) -> list[FlatTable]:
    """The drawn tables among the source lines that name a column of owners, in order."""
    if not any(corner in text for corner in _CORNERS):
        return []
    out: list[FlatTable] = []
    index = 0
    while index < len(lines):
        table = None
        if text[lines[index].start : lines[index].end].strip()[:1] in _CORNERS:
            table = _read(text, lines, index)
        if table is not None:
            out.append(table)
        index = table.last if table is not None else index + 1
    return out


def _read(text: str, lines: list[Span], first: int) -> FlatTable | None:
    """The table whose upper edge is the line ``first``."""
    columns: list[list[_Cell]] = []
    at = first + 1
    while at < len(lines):
        pieces = _pieces(text, lines[at])
        if not columns:
            columns = [[_Cell(at)] for _ in pieces]
        if pieces and all(_is_rule(text, piece) for piece in pieces):
            pieces = [pieces[0]] * len(columns)  # joined cells below or above it
        if not pieces or len(pieces) != len(columns):
            break
        for column, piece in zip(columns, pieces, strict=True):
            if _is_rule(text, piece):
                column.append(_Cell(at))
            elif piece.end > piece.start:
                column[-1].pieces.append(piece)
            column[-1].last = at
        at += 1
        if text[lines[at - 1].start : lines[at - 1].end].strip()[:1] in _BOTTOMS:
            break
    rows = _rows(text, columns) if 1 < len(columns) <= _MOST_COLUMNS else []
    headers = [piece for column in columns for piece in column[0].pieces]
    return FlatTable(first, at, sorted(headers), rows) if rows else None


def _pieces(text: str, line: Span) -> list[Span]:
    """What stands between the lines that part the columns, without the blanks round it."""
    edges = [found.span() for found in _EDGE.finditer(text, line.start, line.end)]
    out: list[Span] = []
    for (_, start), (end, _) in pairwise(edges):
        words = text[start:end]
        left = start + len(words) - len(words.lstrip()) if words.strip() else start
        out.append(Span(left, left + len(words.strip())))
    return out


def _is_rule(text: str, piece: Span) -> bool:
    return piece.end > piece.start and _RULE.fullmatch(text, piece.start, piece.end) is not None


def _rows(text: str, columns: list[list[_Cell]]) -> list[FlatRow]:
    """A row for each cell of the tasks, with the cells of the other columns that stand beside its first line."""
    names = [column[0].words(text) for column in columns]
    owners = owner_columns(names)
    dated = next((c for c, name in enumerate(names) if DEADLINE.search(name)), None)
    number = next((c for c, name in enumerate(names) if _NUMBER.match(name)), None)
    tasks = [c for c, n in enumerate(names) if c not in (*owners, dated, number) and TASK.search(n)]
    if not owners or not tasks:
        return []
    task = max(tasks, key=lambda c: sum(len(cell.words(text)) for cell in columns[c][1:]))
    starts = [[cell.first for cell in column] for column in columns]
    rows: list[FlatRow] = []
    taken: set[int] = set()
    for cell in columns[task][1:]:
        if not cell.pieces:
            continue
        row = FlatRow(str(len(rows) + 1), None, list(cell.pieces), drawn=True)
        for col, column in enumerate(columns):
            beside = _beside(column, starts[col], cell.first)
            if col == task or beside is None or not beside.pieces:
                continue
            found = COLUMN.match(names[col])
            role = role_of(found) if found else "responsible"
            own = id(beside) not in taken
            taken.add(id(beside))
            if col == number:
                row.number = beside.words(text)
            if col in owners:
                (row.owners if own else row.beside).append((role, beside.pieces))
            elif own and col == dated:
                row.deadline = beside.pieces
            elif own:
                row.other.append(beside.pieces)
        rows.append(row)
    return rows


def _beside(column: list[_Cell], starts: list[int], line: int) -> _Cell | None:
    """The cell of a column that stands on a line; the first one is its name."""
    at = bisect_right(starts, line) - 1
    return column[at] if at > 0 and line <= column[at].last else None
