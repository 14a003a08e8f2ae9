"""Which rows of a table are its header: by the file's own word, or by what header cells look like."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from loaders.readers.layout import GridCell
from loaders.rules import compile_rules

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
    rules = compile_rules("chrome", "column")
    known = sum(1 for name in names if any(rule.pattern.fullmatch(name) for rule in rules))
    return known >= 2 and known * 2 >= len(names)


def _key(line: Sequence[GridCell]) -> tuple[str, ...]:
    return tuple(_BLANKS.sub("", cell.text) for cell in line)
