"""Rows of a table that a page gave up as lines, and what a line of one may be: a name of owners, a date, a blank.

Where nearly every row has one line for each column, each line is the cell of its column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kg.model import Span
from loaders.owner_words import COLUMN, role_of
from ontology.unit_names import is_collective, looks_like_unit

NAMES: Final = re.compile(r"[、,，;；\s]+")  # what parts the names in a cell
DEADLINE: Final = re.compile(
    r"时限|期限|(?:完成|办结|落地|上线|整改|落实)时间|时间(?:节点|安排|要求)|完成日期|进度安排"
)
TASK: Final = re.compile(r"任务|内容|事项|措施|举措|目标|要点|工作|项目|指标")
SEPARATOR: Final = re.compile("[、，,;；]")
DATE: Final = re.compile(r"\d{1,2}\s?月|年底|半年|季度|持续|长期|常态|全年|\d{4}\s?年|[^、，,]前$")
_BLANK: Final = re.compile(r"^[—\-–/／无]+$")
_BLANK_HEADS: Final = frozenset("—-–/／无")
OTHERS: Final = re.compile(r"等[^、，]{0,8}(?:部门|单位)")
STOP: Final = re.compile("[，。；,;]")
_GAP: Final = 12
_ROWS: Final = 3  # that show that each column has its line


@dataclass(slots=True)
class FlatRow:
    """One row: its number, the spans of its task lines, of its owner cells (role, lines) and of its date."""

    number: str
    number_line: Span | None
    task: list[Span] = field(default_factory=list)
    owners: list[tuple[str, list[Span]]] = field(default_factory=list)
    deadline: list[Span] = field(default_factory=list)
    said: list[Span] = field(default_factory=list)  # what is to be done, where the task is its name
    other: list[list[Span]] = field(default_factory=list)
    beside: list[tuple[str, list[Span]]] = field(default_factory=list)  # owners of rows above too
    section: Span | None = None  # the line above that says what it is part of, no cell of it
    above: list[Span] = field(default_factory=list)  # such lines between it and the row before
    drawn: bool = False  # other columns stand between the lines of a cell

    def parts(self, lines: list[Span]) -> list[list[Span]]:
        """The lines of a cell that stand together."""
        return [[line] for line in lines] if self.drawn else runs(lines)

    def cells(self) -> list[list[Span]]:
        """The lines of each cell, in source order; a cell that a page break cut gives two groups."""
        groups = [
            [self.number_line] if self.number_line else [],
            self.task,
            self.said,
            *(c for _, c in self.owners),
            self.deadline,
            *self.other,
        ]
        return sorted(
            (part for group in groups for part in self.parts(group)), key=lambda part: part[0].start
        )


def runs(lines: list[Span]) -> list[list[Span]]:
    """Lines that stand together; a page mark and a repeated header between two lines part them."""
    out: list[list[Span]] = []
    for line in lines:
        if out and line.start - out[-1][-1].end <= _GAP:
            out[-1].append(line)
        else:
            out.append([line])
    return out


def line_words(text: str, line: Span) -> str:
    return text[line.start : line.end].strip()


def plain(text: str, line: Span) -> str:
    return "".join(line_words(text, line).split())


def cell_words(text: str, cell: list[Span]) -> str:
    return "".join(plain(text, line) for line in cell)


def is_blank(words: str) -> bool:
    """A dash in place of a name."""
    return words[:1] in _BLANK_HEADS and _BLANK.match(words) is not None


def names_bodies(words: str) -> bool:
    """民政局、残联、各街道: whether all that a cell lists are units or classes of them."""
    return all(looks_like_unit(n) or is_collective(n) for n in NAMES.split(words) if n)


def are_names(words: str) -> bool:
    """民政局、残联等相关部门,各街道: whether a line is names, and the last of them no half of one."""
    names = [n for n in NAMES.split(OTHERS.sub("", words)) if n]
    return bool(names) and words[-1] not in "。、，,;；" and all(map(_is_name, names))


def _is_name(words: str) -> bool:
    return len(words) <= 24 and (looks_like_unit(words) or is_collective(words))


def tasks_of(names: list[str]) -> list[str]:
    """The columns that say what is to be done."""
    return [n for n in names if TASK.search(n) and not COLUMN.match(n) and not DEADLINE.search(n)]


def one_a_line(text: str, parts: list[tuple[FlatRow | None, list[Span]]], names: list[str]) -> bool:
    """任务 ⏎ 内容 ⏎ 县司法局 ⏎ 县财政局 ⏎ 6月底前: place the lines where nearly every row has one for each column, that fits it."""
    tasks = [at for at, name in enumerate(names) if name in tasks_of(names)]
    rows = [(row, lines) for row, lines in parts if row is not None and lines]
    if not tasks or len(rows) < _ROWS or len({id(row) for row, _ in rows}) < len(rows):
        return False
    whole = [len(lines) == len(names) and _fits(text, lines, names) for _, lines in rows]
    units = sum(
        are_names(plain(text, lines[tasks[0]])) for _, lines in rows if tasks[0] < len(lines)
    )
    if sum(whole) * 2 < len(rows) or units * 3 > len(rows):
        return False
    placed: list[list[list[Span]]] = []
    for (_, lines), fits in zip(rows, whole, strict=True):
        cells = [[line] for line in lines] if fits else _longer(text, lines, names)
        if not cells:
            return False
        placed.append(cells)
    called, said = (
        "".join(cell_words(text, cells[at]) for cells in placed) for at in (tasks[0], tasks[-1])
    )
    apart = STOP.search(called) is None and len(called) < len(said)
    for (row, _), cells in zip(rows, placed, strict=True):
        row.drawn = True  # no line of it is half a name
        for at, (name, cell) in enumerate(zip(names, cells, strict=True)):
            column = COLUMN.match(name)
            if at in tasks:
                (row.said if apart and at != tasks[0] else row.task).extend(cell)
            elif column is None:
                if DEADLINE.search(name):
                    row.deadline += cell
                else:
                    row.other.append(cell)
            elif not is_blank(cell_words(text, cell)):
                row.owners.append((role_of(column), cell))
    return True


def _fits(text: str, lines: list[Span], names: list[str]) -> bool:
    """Whether each line may be the cell of its column."""
    for name, line in zip(names, lines, strict=True):
        owned = COLUMN.match(name) is not None
        if not is_cell(plain(text, line), owned=owned, dated=DEADLINE.search(name) is not None):
            return False
    return True


def is_cell(words: str, *, owned: bool, dated: bool) -> bool:
    """Whether a line may be the cell of a column of owners, of one of dates, or of another."""
    if is_blank(words) or not (owned or dated):
        return True
    if owned and dated:
        return False  # 责任单位(完成时限): which of both is not said
    return are_names(words) if owned else DATE.search(words) is not None and not are_names(words)


def _longer(text: str, lines: list[Span], names: list[str]) -> list[list[Span]]:
    """The cells of a row with more lines than columns: a further one is of the last owners; [] where that is not said.

    县司法局、县财政局 ⏎ 县妇联 ⏎ 各乡镇: what lists its names on one line has no second one.
    """
    owners = [at for at, name in enumerate(names) if COLUMN.match(name)]
    first, last = owners[0], owners[-1]
    further = len(lines) - len(names)
    if owners != list(range(first, last + 1)) or further < 0:
        return []
    listed = lines[first : last + further + 1]
    while len(listed) > len(owners) and not all(are_names(plain(text, x)) for x in listed):
        listed.pop()  # 第1页 behind the last row
    if len(listed) > len(owners) and any(
        SEPARATOR.search(plain(text, line)) is None for line in lines[first:last]
    ):
        return []
    behind = lines[first + len(listed) :][: len(names) - last - 1]
    cells = [*([line] for line in lines[:last]), listed[last - first :], *([x] for x in behind)]
    fits = len(cells) == len(names) and _fits(text, [cell[0] for cell in cells], names)
    return cells if fits else []
