"""Tables that a PDF gave up as lines: 序号 ⏎ 重点任务 ⏎ 牵头部门 ⏎ 责任单位 ⏎ 1 ⏎ ….

The header names the columns and a running number starts each row. Inside a row the task ends with its last full stop; the
lines behind it are owners, and a new cell begins where a name is complete and the next line starts with a level word. What does not fit is
left as text: no owner is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.model import Role, Span
from loaders.flat_cells import (
    DATE,
    DEADLINE,
    OTHERS,
    SEPARATOR,
    STOP,
    FlatRow,
    are_names,
    cell_words,
    is_blank,
    is_cell,
    line_words,
    one_a_line,
    plain,
    tasks_of,
)
from loaders.owner_words import COLUMN, WORD, label_of, parted, role_of
from ontology.unit_names import is_collective, looks_like_unit

_NUMBER: Final = re.compile(r"^序\s?号$")
_HEADER_WORD: Final = re.compile(r"序(?<![^\s\x85]序)\s?号\s")  # a search skips all but 序
_LEVEL_START: Final = re.compile(r"^(?:[市省区县州镇各国]|自治|中国|人民银行|人行|有关[区县市])")
_CATEGORY: Final = re.compile(r"^\d{1,2}[.、．]")
_PAUSE: Final = re.compile("[，。；、]")
_ANY_PAUSE: Final = re.compile("[，。；、,;]")
_QUOTED: Final = re.compile(r"“[^”]*”")
_LEVEL_HEADS: Final = frozenset("市省区县州镇各国自中人有")
_LEADER: Final = re.compile("领导|责任人|负责人|联系人")
_PERSON: Final = re.compile("[一-鿿]{2,4}(?:[、,，][一-鿿]{2,4}){0,3}$")
_END_HEADS: Final = frozenset("附一二三四五六七八九十备注")
_END: Final = re.compile(r"^(?:附\s?件|附表|[一二三四五六七八九十]{1,3}、|备注[:：]|注[:：])")
# 滨海新区 | 人民政府: one name
_ENDINGS: Final = frozenset(("人民政府", "管委会", "办事处", "街道办事处", "管理委员会", "人民法院", "人民检察院"))  # fmt: skip
_NOUNS: Final = frozenset(("单位", "部门", "科室", "处室", "时限", "时间", "期限"))
_COLUMN_NAME: Final = re.compile(rf"(?:{label_of(WORD)}|完成(?:时限|时间|期限))$")
_SECTION: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；;，,:：]{2,40}$"
)
_SECTION_HEADS: Final = frozenset("一二三四五六七八九十（(")
_ROW_LIMIT: Final = 80
_NAME_AND_WORDS: Final = 2  # columns of a task
_FEWEST: Final = 2  # rows that show how a table is written


@dataclass(slots=True)
class FlatTable:
    """A flattened table: index of its first and behind its last line, header lines and rows."""

    first: int
    last: int
    headers: list[Span]
    rows: list[FlatRow]


def find_flat_tables(text: str, lines: list[Span]) -> list[FlatTable]:
    """The flattened tables among the source lines, in order."""
    if _HEADER_WORD.search(text) is None:
        return []
    out: list[FlatTable] = []
    index = 0
    while index < len(lines):
        header = _header(text, lines, index)
        table = _read(text, lines, index, header) if header is not None else None
        if table is None:
            index += 1
            continue
        out.append(table)
        index = max(table.last, index + 1)
    return out


def _header(text: str, lines: list[Span], index: int) -> list[str] | None:
    """The lines of a header of one name a line, without their blanks, where it stands here and a row's number follows."""
    words = line_words(text, lines[index])
    if words[:1] != "序" or not _NUMBER.match(words):
        return None
    names: list[str] = []
    for line in lines[index + 1 : index + 11]:
        words = plain(text, line)
        if words.isdecimal() and len(words) <= 3:
            break
        if _section(text, line):
            continue  # 一、依法决策 ⏎ 1
        if len(words) > 10:
            return None
        names.append(words)
    else:
        return None
    columns = _columns(names)
    owners = any(COLUMN.match(n) for n in columns)
    others = [n for n in columns if not COLUMN.match(n) and not DEADLINE.search(n)]
    return names if owners and any(not _LEADER.search(n) for n in others) else None


def _section(text: str, line: Span) -> bool:
    """一、依法决策: whether a line only says what the rows below it are part of."""
    words = line_words(text, line)
    return words[:1] in _SECTION_HEADS and _SECTION.match(words) is not None


def _begins_section(text: str, lines: list[Span], index: int, expected: int) -> int | None:
    """The number of the row that follows a section's line, None where the line is none."""
    if not _section(text, lines[index]):
        return None
    behind = next((x for x in lines[index + 1 : index + 3] if not _section(text, x)), None)
    number = plain(text, behind) if behind is not None else ""
    if not number.isdecimal() or len(number) > 3:
        return None
    return int(number) if number == "1" or int(number) >= expected else None


def _read(text: str, lines: list[Span], first: int, names: list[str]) -> FlatTable | None:
    index = first + 1 + len(names)
    above: list[Span] = []
    while index < len(lines) and _section(text, lines[index]):
        above.append(lines[index])
        index += 1
    if index == len(lines) or not plain(text, lines[index]).isdecimal():
        return None  # sections between the names of the columns
    table = FlatTable(first, first, list(lines[first : index - len(above)]), [])
    section = above[-1] if above else None
    columns = _columns(names)
    expected = int(plain(text, lines[index]))  # 1, or what the page before had counted to
    parts: list[tuple[FlatRow | None, list[Span]]] = []
    pending: list[Span] = []
    row: FlatRow | None = None
    while index < len(lines):
        words = line_words(text, lines[index])
        if (
            words[:1] == "序"
            and _NUMBER.match(words)
            and [plain(text, x) for x in lines[index + 1 : index + 1 + len(names)]] == names
        ):
            parts.append((row, pending))
            pending = []
            table.headers += lines[index : index + 1 + len(names)]
            index += 1 + len(names)
            continue
        if words == str(expected):
            parts.append((row, pending))
            row = FlatRow(words, lines[index], section=section, above=above)
            table.rows.append(row)
            expected, pending, above = expected + 1, [], []
        elif (begun := _begins_section(text, lines, index, expected)) is not None:
            parts.append((row, pending))
            row, pending, section, expected = None, [], lines[index], begun
            above.append(section)
        elif (
            row is None
            or len(pending) > _ROW_LIMIT
            or (words[:1] in _END_HEADS and _END.match(words))
        ):
            break
        else:
            pending += _parted(text, lines[index])
        index += 1
    parts.append((row, pending))
    table.last = index
    if one_a_line(text, parts, columns):
        return table
    for one, its in parts:
        _place(text, one, its, columns)
    if len(tasks_of(columns)) == _NAME_AND_WORDS and len(table.rows) >= _FEWEST:
        _name_apart(text, table.rows)
    return table


def _columns(names: list[str]) -> list[str]:
    """任务 ⏎ 责任单位 ⏎ 时限 ⏎ 牵头单位 ⏎ 配合单位: the last two are what the one stands over. 牵头 ⏎ 部门 is one name."""
    whole: list[str] = []
    for name in names:
        if whole and name in _NOUNS and _COLUMN_NAME.match(whole[-1] + name):
            whole[-1] += name
        else:
            whole.append(name)
    names, at = whole, len(whole)
    while at > 0 and COLUMN.match(names[at - 1]):
        at -= 1
        whole = parted(names[:at], names[at:])
        if whole:
            return whole
    return names


def _parted(text: str, line: Span) -> list[Span]:
    """…开放工作。市委网信办: the end of the task and the next cell on one line."""
    stop = text.rfind("。", line.start, line.end) + 1
    tail = text[stop : line.end].strip() if stop else ""
    names = [n for n in SEPARATOR.split(tail) if n] if _starts_with_level(tail) else []
    if names and all(map(looks_like_unit, names)):
        return [Span(line.start, stop), Span(stop, line.end)]
    return [line]


def _starts_with_level(words: str) -> bool:
    return words[:1] in _LEVEL_HEADS and _LEVEL_START.match(words) is not None


def _place(text: str, row: FlatRow | None, lines: list[Span], names: list[str]) -> None:
    """Sort the lines of a row (or of its rest on the next page) into cells."""
    if row is None or not lines:
        return
    if not row.task and not row.other and _line_by_line(text, row, lines, names):
        return
    if not row.task and len(tasks_of(names)) > 1 and _CATEGORY.match(line_words(text, lines[0])):
        cut = 1
        while (
            cut < len(lines)
            and len(line_words(text, lines[cut])) <= 8
            and not _ends(line_words(text, lines[cut - 1]))
            and not _PAUSE.search(line_words(text, lines[cut]))
        ):
            cut += 1
        row.other.append(lines[:cut])
        lines = lines[cut:]
    elif row.task and row.other and len(lines) > 2 and _category_tail(line_words(text, lines[0])):
        row.other.append(lines[:1])  # 招标投标 | 改革: the rest of the category on the next page
        lines = lines[1:]
    last = max((i for i, line in enumerate(lines) if _ends(line_words(text, line))), default=-1)
    if last >= 0 and any(_LEADER.search(n) for n in names):
        while last + 1 < len(lines) and _is_person(plain(text, lines[last + 1])):
            row.other.append([lines[last + 1]])
            lines = lines[: last + 1] + lines[last + 2 :]
    if not (COLUMN.match(names[-1]) or DEADLINE.search(names[-1])):
        # 参考文件 behind the owners: 《县十四五规划》; 推广范围: 科技部 ⏎ 全国
        at = next((i for i in range(last + 1, len(lines)) if _behind_owners(text, lines, i)), 0)
        if at:
            row.other.append(lines[at:])
            lines = lines[:at]
    roles = [role_of(found) for n in names if (found := COLUMN.match(n))]
    unfinished = bool(row.owners) and not _complete(cell_words(text, row.owners[-1][1]))
    dated = len(lines)
    if any(DEADLINE.search(n) for n in names):
        dated = _dates_from(text, lines, max(last + 1, int(not row.task)))
    cut = _owners_from(text, lines[:dated], last + 1, len(roles), unfinished=unfinished)
    row.task += lines[:cut]
    row.deadline += lines[dated:]
    rest = lines[cut:dated]
    _owners(text, row, rest, roles)


def _name_apart(text: str, rows: list[FlatRow]) -> None:
    """政务公开 ⏎ 公布办事指南,每月更新: a name and what is to be done, where every row has these two lines."""
    if any(len(row.task) != _NAME_AND_WORDS for row in rows):
        return
    named = [[plain(text, line) for line in row.task] for row in rows]
    if all(STOP.search(name) is None and len(name) < len(words) for name, words in named):
        for row in rows:
            row.said = [row.task.pop()]


def _line_by_line(text: str, row: FlatRow, lines: list[Span], names: list[str]) -> bool:
    """Whether each column behind the task has a line that holds what it is for: 教育局 ⏎⏎ 民政局、残联 ⏎⏎ 2010年.

    Only where a blank line parts them: else the line end may stand inside a name.
    """
    first = len(names)
    while first and (COLUMN.match(names[first - 1]) or DEADLINE.search(names[first - 1])):
        first -= 1
    columns, at = names[first:], len(lines) - len(names) + first
    if at < 1 or not columns or any(_LEADER.search(name) for name in names):
        return False
    if are_names(plain(text, lines[at - 1])):
        return False
    if any(text.count("\n", a.end, b.start) < 2 for a, b in pairwise(lines[at - 1 :])):
        return False
    for name, line in zip(columns, lines[at:], strict=True):
        owned = COLUMN.match(name) is not None
        if not is_cell(plain(text, line), owned=owned, dated=not owned):
            return False
    row.task += lines[:at]
    for name, line in zip(columns, lines[at:], strict=True):
        column = COLUMN.match(name)
        if column is None:
            row.deadline.append(line)
        elif not is_blank(plain(text, line)):
            row.owners.append((role_of(column), [line]))
    return True


def _behind_owners(text: str, lines: list[Span], at: int) -> bool:
    """Whether a line is no owner's, but of a column behind theirs."""
    words = plain(text, lines[at])
    ended = at > 0 and _all_names(plain(text, lines[at - 1]))
    return words[:1] == "《" or (ended and not any(map(looks_like_unit, SEPARATOR.split(words))))


def _is_person(words: str) -> bool:
    """The leader whose cell stands between the task and its owners."""
    return _PERSON.match(words) is not None and not looks_like_unit(words)


def _dates_from(text: str, lines: list[Span], start: int) -> int:
    """The first of the lines at the end, from ``start`` on, that are dates and no names."""
    at = len(lines)
    while (
        at > start
        and DATE.search(line_words(text, lines[at - 1]))
        and not looks_like_unit(line_words(text, lines[at - 1]))
    ):
        at -= 1
    return at


def _category_tail(words: str) -> bool:
    return len(words) <= 6 and _ANY_PAUSE.search(words) is None


def _owners_from(
    text: str, lines: list[Span], start: int, columns: int, *, unfinished: bool
) -> int:
    """The first line from which on there are only names; a page may cut the task before its full stop.

    ``start``: behind the task's last full stop, 0 when it has none. ``unfinished``: the names on the page before broke off.
    """
    for cut in range(start, len(lines)):
        words = plain(text, lines[cut])
        behind = bool(start) and cut == start
        bare = cut > 0 and _all_names(words)  # 司法局、妇联, where no name bears its level
        if behind or bare or _starts_with_level(words) or is_blank(words):
            cells = _cells(text, lines[cut:], columns)
            # the names of the only column of owners, or of the last one, may each have a line
            few = len(cells) <= columns or columns == 1
            # 县财政局 ⏎ 文件起草单位, not 设立综合窗口 ⏎ 县财政局
            few = few or (
                (_starts_with_level(words) or is_collective(words))
                and all(are_names(plain(text, line)) for line in lines[cut:])
            )
            if not (few and all(_only_names(text, cell) for cell in cells)):
                continue
            if not behind or unfinished or _begins_with_name(text, cells[0]):
                return cut
    return start if start else len(lines)


def _all_names(words: str) -> bool:
    return words[-1:] != "。" and all(map(looks_like_unit, SEPARATOR.split(words)))


def _begins_with_name(text: str, cell: list[Span]) -> bool:
    """天津证监局、…: a whole name, or a dash for none."""
    words = cell_words(text, cell)
    return is_blank(words) or looks_like_unit(SEPARATOR.split(words)[0])


def _complete(words: str) -> bool:
    """Whether a list of names ends with a whole one; 市 by itself is what the line cut off."""
    tail = SEPARATOR.split(words)[-1]
    return len(tail) > 1 and looks_like_unit(tail)


def _only_names(text: str, cell: list[Span]) -> bool:
    """Units in every place of the list but the last, which a page may have cut."""
    words = OTHERS.sub("", _QUOTED.sub("", cell_words(text, cell)))
    names = [n for n in SEPARATOR.split(words) if n]
    return is_blank(words) or (
        bool(names) and all(looks_like_unit(n) and len(n) <= 24 for n in names[:-1])
    )


def _ends(words: str) -> bool:
    return words.endswith(("。", "；", ";", "。”", "。）", "！"))


def _cells(text: str, lines: list[Span], columns: int) -> list[list[Span]]:
    """Owner lines as cells: a new one where a name is complete and the next line begins with another."""
    cells: list[list[Span]] = []
    for line in lines:
        words = line_words(text, line)
        so_far = "".join(line_words(text, x) for x in cells[-1]) if cells else ""
        complete = bool(so_far) and so_far[-1] not in "、，,;；" and _complete(so_far)
        first = SEPARATOR.split(words)[0]
        # 市商务局 ⏎ 天津海关、天津港集团: a whole name where a column is still empty
        # 应急管理局 ⏎ 工信局、住建局, but 县委 ⏎ 宣传部
        whole = len(cells) < columns and (len(first) >= 4 or so_far[-1:] == "局")
        whole = whole and looks_like_unit(first)
        whole = whole and first not in _ENDINGS
        if (
            not cells
            or (complete and (_starts_with_level(words) or whole))
            or is_blank(words)
            or is_blank(so_far)
        ):
            cells.append([line])
        else:
            cells[-1].append(line)
    return cells


def _owners(text: str, row: FlatRow, lines: list[Span], roles: list[Role]) -> None:
    cells = _cells(text, lines, len(roles))
    if row.owners:
        # the rest of a row on the next page goes on with its last cell: …市水 | 务局
        for cell in cells:
            row.owners[-1][1].extend(cell)
        return
    for position, cell in enumerate(cells):
        role = roles[min(position, len(roles) - 1)]
        if not is_blank("".join(line_words(text, x) for x in cell)):
            row.owners.append((role, cell))
