"""What tables of every format share: which rows are the header, and what between the cells is no content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Cell, Span, Table
from loaders.owner_words import COLUMN
from loaders.readers.layout import GridCell
from loaders.rules import compile_rules

UNITS = re.compile(r"(?:成员|组成|相关|有关|参加)?(?:单位|部门|科室|处室)(?:名称)?$")
DUTIES = re.compile(r"(?:(?:主要|工作|具体)?职责(?:分工)?|(?:主要|工作|具体)任务|事权(?:清单)?)$")
"""部门 | 职责: columns of units and of what is theirs to do, which no word of owners names."""
SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;]{2,40}$"
)
"""一、信息公开: a line that says what the rows below it are part of."""
_LINE = re.compile(r"[^\r\n]+")
_BLANKS = re.compile(r"\s+")
_SEARCHED_ROWS = 8
_LONGEST_HEADER = 24


def with_headers(cells: Sequence[GridCell]) -> list[GridCell]:
    """``cells`` (in reading order) with ``header`` set on the header rows.

    A row the file marks itself stays marked. Otherwise the header is the first row of short cells
    of which at least two, and half of the filled ones, are column names such as 序号 or 责任单位;
    a title row over all columns comes before it. Rows repeating the header on later pages count too.
    """
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    marked = {row for row, line in rows.items() if any(cell.header for cell in line)}
    if not marked:
        marked = _guessed(rows)
    if not marked:
        return list(cells)
    names = {_key(rows[row]) for row in marked}
    marked |= {row for row, line in rows.items() if _key(line) in names}
    return [replace(cell, header=cell.row in marked) for cell in cells]


def reach_down(cells: list[Cell], above: dict[int, int], row: int, columns: int) -> None:
    """Let the first ``columns`` cells of a row be those above it; ``above``: column → index of its last cell."""
    for col in range(columns):
        cell = cells[above[col]]
        cells[above[col]] = replace(cell, rowspan=row + 1 - cell.row)


def _guessed(rows: dict[int, list[GridCell]]) -> set[int]:
    if len(rows) < 2:
        return set()
    for row in sorted(rows)[:_SEARCHED_ROWS]:
        filled = [cell for cell in rows[row] if cell.text.strip()]
        if len(filled) >= 2 and _looks_like_header(filled):
            below = max(cell.rowspan for cell in filled)
            return {r for r in rows if row <= r < row + below}
    return set()


def _looks_like_header(filled: Sequence[GridCell]) -> bool:
    names = [_BLANKS.sub("", cell.text) for cell in filled]
    if any(len(name) > _LONGEST_HEADER for name in names):
        return False
    return are_columns(names)


def are_columns(names: Sequence[str]) -> bool:
    """Column names without blanks: at least two, and half of them, are known ones such as 序号 or 责任单位."""
    known = sum(map(is_column, names))
    return known >= 2 and known * 2 >= len(names)


def is_column(name: str) -> bool:
    """Whether a name without blanks is a known one of a column."""
    rules = compile_rules("chrome", "column")
    return COLUMN.match(name) is not None or any(r.pattern.fullmatch(name) for r in rules)


def lines_from(text: str, start: int) -> Iterator[Span]:
    """The lines from ``start`` on that hold words, without the blanks round these."""
    for line in _LINE.finditer(text, start):
        words = line[0].strip()
        if words:
            at = line.start() + line[0].index(words[0])
            yield Span(at, at + len(words))


def said(text: str, span: Span) -> str:
    """The words of a span without any blank."""
    return "".join(text[slice(*span)].split())


def owner_columns(names: Sequence[str]) -> list[int]:
    """The columns that hold owners, or units beside their duties; names without blanks."""
    owners = [col for col, name in enumerate(names) if COLUMN.match(name)]
    if not owners and any(map(DUTIES.match, names)):
        owners = [col for col, name in enumerate(names) if UNITS.match(name)]
    return owners


def apart(tables: Sequence[Table]) -> list[Table]:
    """The tables in order; of two readings of the same lines the one that found more cells."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda t: -len(t.cells)):
        start, end = table.span
        if all(end <= other.span.start or other.span.end <= start for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda t: t.span)


def between(table: Table) -> Iterator[Span]:
    """What parts the cells: tabs, bars, dashes, line ends; a bar in front of a line's first cell too."""
    at = table.span.start
    for cell in table.cells:
        if at < cell.span.start:
            yield Span(at, cell.span.start)
        at = max(at, cell.span.end)
    if at < table.span.end:
        yield Span(at, table.span.end)


def _key(line: Sequence[GridCell]) -> tuple[str, ...]:
    return tuple(_BLANKS.sub("", cell.text) for cell in line)
