"""Tables whose rows a page gave up as lines, the cells apart by blanks: 序号 任务 责任单位 目标 ⏎ 1 新增就业 县人社局 800人.

Blanks stand in cells too and empty cells leave none, so only the owners are sure: the first words of a row that are nothing
but names. What stands between the number and them is the task, and rows that have no such words are left as text.
"""

from __future__ import annotations

import re
from typing import Final

from kg.model import Span
from loaders.flat_cells import DEADLINE, FlatRow
from loaders.flat_tables import FlatTable
from loaders.owner_words import COLUMN, role_of
from loaders.tag_habits import certainly
from loaders.unit_lists import split_list
from loaders.widths import half_width
from ontology.unit_names import is_collective, looks_like_unit

_GATE: Final = re.compile("(?:序号|编号)[ \u3000\t]")
_WORDS: Final = re.compile("[^ \u3000\t\xa0\r\n]+")
_NUMBER: Final = re.compile(r"\d{1,3}[.、．]?$")
_NAME: Final = re.compile("[^。；，;!?！？]{1,20}$")
_TASK: Final = re.compile("[\u4e00-\u9fff]{4}")
_FEWEST, _MOST_NAMES, _MOST_LINES = 3, 12, 3
_DATED: Final = re.compile(r"\d{1,2}月|\d{4}年|年[底内末]|季度|全年|长期|持续|立即")
_LONGEST: Final = 60  # characters of a cell of owners


def find_spaced_rows(text: str, lines: list[Span]) -> list[FlatTable]:
    """The tables among the source lines, in order."""
    if ("序号" not in text and "编号" not in text) or _GATE.search(text) is None:
        return []
    out: list[FlatTable] = []
    behind = 0
    for index, line in enumerate(lines):
        header = _header(text, line) if index >= behind else []
        if not header:
            continue
        table = _read(text, lines, index, header)
        if len(table.rows) >= _FEWEST:
            out.append(table)
            behind = table.last
    return out


def _cells(text: str, line: Span) -> list[Span]:
    return [Span(*found.span()) for found in _WORDS.finditer(text, *line)]


def _header(text: str, line: Span) -> list[Span]:
    """The names of the columns that a line ends in, from 序号 on, where one is of owners and one stands in front of it."""
    if _GATE.search(text, *line) is None:
        return []
    cells = _cells(text, line)
    said = [text[slice(*cell)] for cell in cells]
    first = next((i for i, name in enumerate(said) if name in ("序号", "编号")), len(said))
    names = said[first:]
    owners = [i for i, name in enumerate(names) if COLUMN.match(name)]
    fits = 2 < len(names) <= _MOST_NAMES and all(map(_NAME.match, names))
    apart = not owners or owners[0] < 2 or owners[-1] - owners[0] >= len(owners)
    return [] if apart or not fits else cells[first:]


def _read(text: str, lines: list[Span], first: int, header: list[Span]) -> FlatTable:
    columns = [found for cell in header if (found := COLUMN.match(text[slice(*cell)]))]
    dated = DEADLINE.search(text, *header[-1]) is not None
    table = FlatTable(first, first + 1, [Span(header[0].start, header[-1].end)], [])
    for index in range(first + 1, len(lines)):
        cells = _cells(text, lines[index])
        number = table.rows[-1].number if table.rows else "1"
        new = _row(text, cells, columns, number) if cells else None
        if new is not None:
            table.rows.append(new)
        elif not cells or not table.rows or not _goes_on(text, table.rows[-1], cells, columns):
            if index - table.last >= _MOST_LINES:
                break
            continue
        row = table.rows[-1]
        if dated and row.other and _DATED.search(text, *row.other[-1][-1]):
            _date(text, row)
        table.last = index + 1
    return table


def _date(text: str, row: FlatRow) -> None:
    """2024年6月底 below 完成时限: the last words of what stands behind the owners."""
    *rest, date = [Span(*found.span()) for found in _WORDS.finditer(text, *row.other[-1][-1])]
    if _DATED.search(text, *date):
        row.deadline = [date]
        row.other = [[Span(rest[0].start, rest[-1].end)]] if rest else []


def _row(text: str, cells: list[Span], columns: list[re.Match[str]], above: str) -> FlatRow | None:
    """The row of a line: its number (or the one ``above``, whose cell is over both), its task, its owners and the rest."""
    numbered = _NUMBER.match(text[slice(*cells[0])]) is not None
    begin = 1 if numbered else 0
    at = _owners_from(text, cells, begin + 1, len(columns))
    if not at or not _TASK.search(text, cells[begin].start, cells[at - 1].end):
        return None
    number = text[slice(*cells[0])].rstrip(".、．") if numbered else above
    row = FlatRow(number, cells[0] if numbered else None, drawn=True)
    row.task = [Span(cells[begin].start, cells[at - 1].end)]
    _add(text, row, cells[at:], columns)
    return row


def _owners_from(text: str, cells: list[Span], first: int, columns: int) -> int:
    """Which cell the owners begin with, 0 for none; 活动中心 in front of 县文旅局 may be the task's last word."""
    named = [i for i in range(first, len(cells)) if _named(text, cells[i])]
    sure = [i for i in named if _named(text, cells[i], surely=True)]
    if not sure or sure[0] == named[0]:
        return named[0] if named else 0
    together = named[: named.index(sure[0]) + 1] == list(range(named[0], sure[0] + 1))
    return named[0] if together and sure[0] - named[0] < columns else sure[0]


def _add(text: str, row: FlatRow, cells: list[Span], columns: list[re.Match[str]]) -> None:
    """The owners that the cells begin with, each in the next column, and what stands behind them."""
    stop = 0
    while stop < len(cells) and len(row.owners) < len(columns) and _named(text, cells[stop]):
        row.owners.append((role_of(columns[len(row.owners)]), [cells[stop]]))
        stop += 1
    while stop < len(cells) and row.owners and _named(text, cells[stop], surely=True):
        row.owners[-1][1].append(cells[stop])  # 县财政局 县教育局: blanks part the names of a cell
        stop += 1
    if stop < len(cells):
        row.other = [[Span(cells[stop].start, cells[-1].end)]]


def _goes_on(text: str, row: FlatRow, cells: list[Span], columns: list[re.Match[str]]) -> bool:
    """县商务局 ⏎ 县教育局 ⏎ 各镇 12月底: a line of the last row, a name of its cell or the next cells."""
    if row.other or not _named(text, cells[0]):
        return False
    if len(cells) == 1:
        row.owners[-1][1].append(cells[0])
    else:
        _add(text, row, cells, columns)
    return True


def _named(text: str, cell: Span, *, surely: bool = False) -> bool:
    """Whether a cell is nothing but names; ``surely``: that say whose they are (县文旅局, 各镇)."""
    words = half_width(text[slice(*cell)]).rstrip("。;")
    if len(words) > _LONGEST or words[-1:] in ",、":
        return False
    items = split_list(words, 0, len(words))
    if surely:
        return bool(items) and all(map(certainly, items))
    return bool(items) and all(
        item.certain or looks_like_unit(item.name) or is_collective(item.name) for item in items
    )
