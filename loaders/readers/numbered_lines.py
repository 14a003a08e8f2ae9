"""Numbered tables that a page gave up cell by cell, each on a line of its own: 序号 ⏎ 工作任务 ⏎ 责任单位 ⏎ 1 ⏎ ….

The header names the columns one a line, and the running number begins each row. Most rows must have one line for each column,
which shows that the line ends are those of the cells; the lines of the others are dealt out by what their columns are for, dates,
persons, units, words. Where one row does not come out even, nothing is a table here: ``loaders.flat_tables`` reads what a PDF wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Literal

from kg.model import Cell, Span, Table
from loaders.flat_cells import DEADLINE, is_blank, names_bodies
from loaders.owner_words import COLUMN
from loaders.readers.tables import SECTION, lines_from, owner_columns, said

Kind = Literal["words", "owners", "date", "person", "other"]

_HEAD: Final = re.compile(r"(?:^|\n)[^\S\n]*(?P<name>序\s?号)[^\S\n]*\r?\n")
_NUMBER: Final = re.compile(r"\d{1,3}")
_PERSON: Final = re.compile(r"领导|责任人|负责人|联系人|联络员")
_OTHER: Final = re.compile(r"备注|电话|分值|得分|进展|完成情况|类别|领域")
_DATED: Final = re.compile(
    r"\d{1,2}\s?月|\d{4}\s?年|年[底内末]|上半年|下半年|季度|持续|长期|全年|立行立改|立即|即时|常态"
)
_ITEM: Final = re.compile(r"\d{1,2}[.、．](?!\d)|[（(]\d")
_NOTED: Final = re.compile(r"[（(][^（()）]{1,12}[）)]")
_OF_PERSONS: Final = re.compile(r"(?:主要|主管|分管|相关)$")
_LONGEST_NAME, _WIDEST, _LONGEST_DATE, _LONGEST_PERSON, _MOST_LINES = 10, 9, 24, 20, 20_000
_FEWEST: Final = 2  # rows


def find(text: str) -> Iterator[Table]:
    """The numbered tables of one cell a line that name a column of owners."""
    behind = 0
    for head in _HEAD.finditer(text):
        if head.start("name") < behind:
            continue
        table, behind = _table(text, head.start("name"))
        if table is not None:
            yield table


def _table(text: str, start: int) -> tuple[Table | None, int]:
    """The table whose header begins at ``start``, and up to where the text was read for it."""
    header = _header(text, start)
    kinds = _kinds([said(text, name) for name in header])
    if not 3 <= len(header) <= _WIDEST or "owners" not in kinds or "words" not in kinds:
        return None, start + 1
    lines = _body(text, header)
    rows = _rows(text, lines, len(header))
    whole = sum(len(row) == len(header) for row in rows)
    dealt = [_dealt(text, row, kinds) for row in rows]
    read = lines[-1].end if lines else start + 1
    if whole < _FEWEST or whole * 2 < sum(len(row) > 1 for row in rows) or not all(dealt):
        return None, read
    return _of(header, dealt), dealt[-1][-1][-1].end


def _header(text: str, start: int) -> list[Span]:
    """The names of the columns from ``start`` on, one a line; [] where they are none."""
    header: list[Span] = []
    for line in islice(lines_from(text, start), _WIDEST + 2):
        words = said(text, line)
        if _NUMBER.fullmatch(words) or SECTION.match(words):
            return header
        if len(words) > _LONGEST_NAME or (header and words == "序号"):
            return []
        header.append(line)
    return []


def _body(text: str, header: list[Span]) -> list[Span]:
    """The lines below a header, without those that repeat it on later pages, up to where another one begins."""
    names = [said(text, name) for name in header]
    found: list[Span] = []
    repeated = 0  # lines of the header that were just repeated
    for line in islice(lines_from(text, header[-1].end), _MOST_LINES):
        words = said(text, line)
        if repeated and repeated < len(names):
            if words != names[repeated]:
                break
            repeated += 1
        elif words == names[0]:
            repeated = 1
        else:
            repeated = 0
            found.append(line)
    return found


def _kinds(names: Sequence[str]) -> list[Kind]:
    """What the columns behind that of the numbers are for."""
    owners = owner_columns(names)
    out: list[Kind] = []
    for col, name in enumerate(names[1:], 1):
        if _PERSON.search(name) and COLUMN.match(name) is None:
            out.append("person")
        elif col in owners:
            out.append("owners")
        elif DEADLINE.search(name):
            out.append("date")
        else:
            out.append("other" if _OTHER.search(name) else "words")
    return out


def _rows(text: str, lines: Sequence[Span], width: int) -> list[list[Span]]:
    """The lines of each row, its number first; of a section's line (一、信息公开) that alone."""
    rows: list[list[Span]] = []
    expected = 1
    for at, line in enumerate(lines):
        words = said(text, line)
        behind = said(text, lines[at + 1]) if at + 1 < len(lines) else ""
        if words == str(expected) or (words == "1" and rows and len(rows[-1]) == 1):
            rows.append([line])
            expected = int(words) + 1
        elif SECTION.match(words) and behind in (str(expected), "1"):
            rows.append([line])
        elif not rows or (len(rows[-1]) >= width and not _more(text, lines, at, expected)):
            break  # the line stands below a row that is whole and has no other behind it
        else:
            rows[-1].append(line)
    return rows


def _more(text: str, lines: Sequence[Span], at: int, expected: int) -> bool:
    """Whether the next row's number stands below."""
    return any(said(text, line) == str(expected) for line in lines[at : at + 4 * _WIDEST])


def _dealt(text: str, row: list[Span], kinds: Sequence[Kind]) -> list[list[Span]]:
    """The lines of each cell, [] where they do not come out even; of a section's line that one cell."""
    number, lines = row[:1], row[1:]
    if not lines:
        return [number]
    whole = len(lines) == len(kinds)
    cells = [[line] for line in lines] if whole else _spread(text, lines, kinds)
    fits = all(_fits(text, cell, kind) for cell, kind in zip(cells, kinds, strict=False))
    return [number, *cells] if cells and fits else []


def _spread(text: str, lines: list[Span], kinds: Sequence[Kind]) -> list[list[Span]]:
    """More lines than columns: those of dates, persons and units are told by what they say, the rest are words."""
    ahead: list[list[Span]] = []
    behind: list[list[Span]] = []
    left, right = 0, len(kinds)
    first, last = 0, len(lines)
    while right > left and kinds[right - 1] != "words":
        kind = kinds[right - 1]
        start = last
        while start > first and _is(text, lines[start - 1], kind):
            start -= 1
        if start == last or kind == kinds[right - 2]:
            return []  # nothing says where one column of owners ends and the next begins
        behind.insert(0, lines[start:last])
        last, right = start, right - 1
    while left < right and kinds[left] != "words":
        if first >= last or not _is(text, lines[first], kinds[left]):
            return []
        ahead.append(lines[first : first + 1])
        first, left = first + 1, left + 1
    words = kinds[left:right]
    if any(kind != "words" for kind in words) or last - first < len(words) or not words:
        return []
    single = [[line] for line in lines[first : first + len(words) - 1]]
    return [*ahead, *single, lines[first + len(words) - 1 : last], *behind]


def _is(text: str, line: Span, kind: Kind) -> bool:
    """Whether a line is what a column of this kind holds."""
    words = said(text, line)
    if kind == "owners":
        return is_blank(words) or (words[-1] != "。" and _bodies(words))
    if is_blank(words):
        return True
    if kind == "date":
        ends = words[-1] in "。；;" or _ITEM.match(words)  # 2.每季度开展一次学法。
        return not ends and _DATED.search(words) is not None and len(words) <= _LONGEST_DATE
    return not _bodies(words) and len(words) <= _LONGEST_PERSON and words[-1] != "。"


def _fits(text: str, cell: list[Span], kind: Kind) -> bool:
    if kind in ("words", "other"):
        return not all(_bodies(said(text, line)) for line in cell)
    return all(_is(text, line, kind) for line in cell)


def _bodies(words: str) -> bool:
    """县司法局(牵头), 各镇(街道): whether a line lists only units and classes of them; not 各单位主要 ⏎ 负责人."""
    bare = _NOTED.sub("", words)
    return bool(bare) and names_bodies(bare) and _OF_PERSONS.search(bare) is None


def _of(header: list[Span], rows: list[list[list[Span]]]) -> Table:
    cells = [Cell(0, col, span, header=True) for col, span in enumerate(header)]
    for number, row in enumerate(rows, 1):
        wide = len(header) if len(row) == 1 else 1
        for col, lines in enumerate(row):
            span = Span(lines[0].start, lines[-1].end)
            cells.append(Cell(number, col, span, colspan=wide))
    return Table(Span(cells[0].span.start, cells[-1].span.end), tuple(cells))
