"""Tables in plain text: a header line of column names parted by tabs, bars or wide gaps, and lines parted alike below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kg.model import Cell, Span, Table
from loaders.owner_words import COLUMN, WORD, label_of, parted
from loaders.readers.tables import SECTION, are_columns, reach_down

_LINE: Final = re.compile(r"[^\r\n]+")
# 序号⇥重点任务⇥责任单位 · 序号|重点任务|责任单位 · 序号  重点任务  责任单位 · 序号 任务 责任单位
_PARTINGS: Final = (
    re.compile(r"\t"),
    re.compile(r"[|｜│┃]"),
    re.compile(r"[ \u3000]{2,}"),
    re.compile(r"[ \u3000]+"),
)
# ├───┼───┤ between two rows
_RULE: Final = re.compile(r"[\s─━│┃┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋=+-]+$")
_DRAWN, _CORNERS = "─━┬┳┐┓ \u3000\t\r\n", ("┌", "┏")
_OWNER: Final = re.compile(label_of(WORD, gap="[ \u3000]?"))
_NUMBERED: Final = re.compile(r"\s*\d{1,3}[ \u3000]")
_PADDING: Final = re.compile(r"[|｜](?:\s*[|｜])+\s*$")
# 各科室 · 办公室牵头,各科室配合: what a column of owners holds
_OWNS: Final = re.compile(
    r"[^。；;|｜]{2,60}(?:[局委办厅室科股处队站所院会心校部府]|镇|乡|街道|单位|部门|牵头|负责|配合|落实)$"
)
_FEWEST, _LONGEST_HEADER, _MOST_ROWS = 3, 160, 2_000


def find(text: str) -> list[Table]:
    """The tables of a plain text.

    Only a table of tasks is looked for: its header names an owner column.
    """
    tables: list[Table] = []
    behind = 0
    for owner in _OWNER.finditer(text):
        if owner.start() < behind:
            continue
        start = max(text.rfind("\n", 0, owner.start()), text.rfind("\r", 0, owner.start())) + 1
        header = _LINE.match(text, start)
        drawn = text[:start].rstrip(_DRAWN)[-1:] in _CORNERS  # its cells may run over lines
        table = _table(text, header) if header is not None and not drawn else None
        # What is no header is none for its other owners: a text may be one line of a million characters.
        behind = table.span.end if table else header.end() if header else owner.end()
        if table is not None:
            tables.append(table)
    return tables


def _table(text: str, first: re.Match[str]) -> Table | None:
    """The table whose header line is ``first``."""
    if first.end() - first.start() > _LONGEST_HEADER:
        return None
    lines = _LINE.finditer(text, first.end())
    for parting in _PARTINGS:
        header = _unspaced(list(_cells(text, first, parting)))
        if len(header) >= _FEWEST and _names(text, header):
            rows, width, joined = [header], len(header), dict[int, int]()
            for line in lines:
                if _RULE.match(line[0]):
                    continue
                cells = list(_cells(text, line, parting))
                section = len(cells) == 1 and SECTION.match(text, *cells[0]) is not None
                if len(rows) == 1 and len(cells) < width:
                    # 牵头单位⇥配合单位 below 责任单位
                    width = len(parted(_said(text, header), _said(text, cells))) or width
                    section = section or width > len(header)
                lacking = width - len(cells)
                if lacking > 0 and _ends_padded(text, line, lacking, header, cells):
                    joined[len(rows)] = lacking
                elif not (section or not lacking) or len(rows) > _MOST_ROWS:
                    if parting is _PARTINGS[-1] and _NUMBERED.match(line[0]):
                        return None  # a row whose blanks stand in cells too: loaders.spaced_rows
                    break
                rows.append(cells)
            while len(rows[-1]) == 1:
                rows.pop()  # 二、工作要求: what follows the table
            return _of(rows, joined) if len(rows) > 1 else None
    return None


def _ends_padded(
    text: str, line: re.Match[str], lacking: int, header: list[Span], cells: list[Span]
) -> bool:
    """3.反馈意见 | 各科室 | |: whether the cells at the left are joined to those above, and bars at the end make up for them."""
    padding = _PADDING.search(text, line.start(), line.end())
    if padding is None or sum(padding[0].count(bar) for bar in "|｜") != lacking + 1:
        return False
    owners = [col for col, name in enumerate(_said(text, header)) if COLUMN.match(name)]
    return all(
        col >= lacking and _OWNS.match(text, *cells[col - lacking]) is not None for col in owners
    )


def _cells(text: str, line: re.Match[str], parting: re.Pattern[str]) -> Iterator[Span]:
    """The trimmed cells of a line; a bar at its edges encloses nothing."""
    start, end = _trimmed(text, line.start(), line.end(), " \u3000|｜│┃")
    edges = [(start, start), *(f.span() for f in parting.finditer(text, start, end)), (end, end)]
    for (_, left), (right, _) in pairwise(edges):
        yield Span(*_trimmed(text, left, right, " \u3000\t"))


def _unspaced(header: list[Span]) -> list[Span]:
    """序号 工 作 任 务 牵头单位: characters that stand alone are those of one name."""
    out: list[Span] = []
    spaced = False
    for cell in header:
        alone = bool(out) and cell.end - cell.start == 1
        if alone and (out[-1].end - out[-1].start == 1 or spaced):
            out[-1], spaced = Span(out[-1].start, cell.end), True
        else:
            out.append(cell)
            spaced = False
    return out


def _trimmed(text: str, start: int, end: int, blanks: str) -> tuple[int, int]:
    while start < end and text[start] in blanks:
        start += 1
    while end > start and text[end - 1] in blanks:
        end -= 1
    return start, end


def _names(text: str, header: list[Span]) -> bool:
    """Column names, most of them known ones."""
    return are_columns(_said(text, header))


def _said(text: str, cells: list[Span]) -> list[str]:
    return ["".join(text[start:end].split()) for start, end in cells]


def _of(rows: list[list[Span]], joined: dict[int, int]) -> Table:
    """The table; ``joined``: rows whose first cells are those of the row above → how many."""
    cells: list[Cell] = []
    above: dict[int, int] = {}  # column → its last cell
    for row, spans in enumerate(rows):
        lacking = joined.get(row, 0)
        reach_down(cells, above, row, lacking)
        width = len(rows[0]) if len(spans) == 1 and not lacking else 1
        for col, span in enumerate(spans, lacking):
            above[col] = len(cells)
            cells.append(Cell(row, col, span, colspan=width, header=row == 0))
    return Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells))
