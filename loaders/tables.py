"""Responsibility tables: rows with task, owner and deadline columns.

HTML, DOCX, XLSX, CSV and Markdown tables come with their cells from the reader; tables that a PDF flattened cell by
cell into lines are rebuilt in ``loaders.flat_tables``. A table without a task and an owner column is left as text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.model import Cell, Role, SourceText, Span, Table
from loaders.flat_cells import DEADLINE, FlatRow, names_bodies
from loaders.flat_tables import FlatTable
from loaders.fold import Folded
from loaders.owner_words import COLUMN, parted, role_of
from loaders.tag_cues import Mention
from loaders.tags import owners_in
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]

_NUMBER: Final = re.compile(r"^(?:序号|编号|号|No\.?|项次)$", re.I)
_SECTION: Final = re.compile(r"类别|领域|分类|方面|一级|指标类|大类|板块|环节|项目类")
_TASK: Final = re.compile(r"任务|内容|事项|措施|举措|目标|要点|工作|项目|名称|清单|要求|指标|做法")
_BEST_TASK: Final = re.compile(
    r"主要内容|具体任务|任务内容|工作内容|具体内容|主要任务|工作任务|重点任务|重点工作|主要工作|具体措施|工作措施|主要措施|任务名称|改革举措|举措|事项名称|(?:任务|事项)$"
)
_FURTHER: Final = re.compile(r"目标|标准|要求|成果|成效|指标")
_PROBLEM: Final = re.compile("问题(?!来源)|短板|不足|差距")
_NAME: Final = re.compile(r"[^。；;，,]{2,30}")  # 案卷评查 beside 建立评查员名录。
_SAYS: Final = re.compile(r"[。；;，,]|[\u4e00-\u9fff].{6}")
# 成员单位 | 主要职责: no column of owners, and yet each row says whose its duties are
_UNITS: Final = re.compile(
    r"^(?:成员|组成|相关|有关|参加|市直|县直|区直)?(?:单位|部门|科室|处室|股室|机构)(?:\(?(?:单位|部门|科室)\)?)?(?:名称)?$"
)
_DUTIES: Final = re.compile(
    r"职责|职能|事权|任务|分工|措施|举措|(?:工作|主要|具体)(?:内容|要点|事项)"
)
_BLANK: Final = re.compile(r"^[\s\-—–/／无.。]*$")
_PERSON: Final = re.compile("责任人|负责人|联系人")
_NO_OWNER: Final = re.compile(r"领导|^责任人|^联系人")


@dataclass(slots=True)
class Row:
    """One task row: folded range, number, owners, deadline range; ``lines`` are its line starts.

    ``titles`` are the ranges of the task cell: two when a page break cut it. ``said``: further cells of words
    (工作目标 beside 具体措施), of which the task may be a mere name (``named``). ``heading``: where the section it stands in begins.
    ``group``: the cell at its left that says what it is part of.
    """

    start: int
    end: int
    number: str
    titles: list[Range]
    section: str
    mentions: list[Mention] = field(default_factory=list)
    deadline: Range | None = None
    lines: list[int] = field(default_factory=list)
    heading: int | None = None
    group: Range | None = None
    said: list[Range] = field(default_factory=list)
    named: bool = False
    fault: Range | None = None
    """The cell of 存在问题."""

    @property
    def words(self) -> list[Range]:
        """The cells that say what is to be done, behind the one that says what is wrong."""
        done = self.said if self.named else [*self.titles, *self.said]
        return done if self.fault is None else [self.fault, *done]

    @property
    def path(self) -> tuple[str, ...]:
        """Section number, if any, and the row's own."""
        return (self.section, self.number) if self.section else (self.number,)


@dataclass(slots=True)
class _Columns:
    owners: dict[int, Role]
    task: int
    number: int | None
    deadline: int | None
    section: int | None
    header_row: int
    problem: int | None = None
    """反馈问题 beside 整改措施: its short cells call the rows."""
    people: frozenset[int] = frozenset()
    """Columns of owners and persons (责任单位及责任人): what is no unit there is a person."""
    further: tuple[int, ...] = ()
    """Columns that say more of the task: 工作目标 beside 具体措施."""
    headed: bool = False
    """Whether the sections are numbered cells (一、信息公开), joined over the rows of some of them."""


def find_rows(
    source: SourceText, folded: Folded, lines: list[Range], flats: Sequence[FlatTable] = ()
) -> tuple[list[Row], frozenset[int]]:
    """The task rows of all tables that have a task and an owner column, in document order; where their column names begin."""
    rows: list[Row] = []
    names: set[int] = set()
    for table in source.tables:
        grid = _grid(table)
        # the first cell, not the table: the | of a pipe table in front of it is no content
        here = bool(table.cells) and folded.covers(table.cells[0].span.start)
        columns = _columns(source.text, grid) if here else None
        if columns is not None:
            found = _rows(source.text, folded, grid, columns)
            rows += found
            if found:
                names |= _named(source.text, folded, grid, columns)
    for flat in flats:
        rows += [r for r in (_flat_row(folded, row) for row in flat.rows) if r is not None]
    if not lines:
        return [], frozenset()
    rows = [r for r in rows if 0 <= r.start < len(folded.text) and r.end > r.start]
    starts = [line[0] for line in lines]
    for row in rows:
        row.lines = starts[bisect_left(starts, row.start) : bisect_left(starts, row.end)]
    return sorted(rows, key=lambda r: r.start), frozenset(names)


def headers(source: SourceText) -> Iterator[int]:
    """Where the cells that name columns begin: 工作要求 is no title."""
    for table in source.tables:
        named = [cell.span.start for cell in table.cells if cell.header]
        if len(named) > 1:
            yield from named


_JOINS: Final = re.compile("[、,;]")


def _flat_row(folded: Folded, flat: FlatRow) -> Row | None:
    def place(spans: list[Span]) -> Range:
        return folded.at(spans[0].start), folded.at(spans[-1].end)

    if not flat.task or not folded.covers(flat.task[0].start):
        return None
    ranges = [place(cell) for cell in flat.cells()]
    titles = [place(part) for part in flat.parts(flat.task)]
    row = Row(ranges[0][0], max(r[1] for r in ranges), flat.number, titles, "")
    if flat.section is not None:
        row.heading = folded.at(flat.section.start)
        row.section = _section_number(folded.text[row.heading : folded.at(flat.section.end)])
    for role, spans in (*flat.owners, *flat.beside):
        cut = ""  # 市水 | 务局: what the page cut off the last name
        for part in flat.parts(spans):
            found = owners_in(folded.text, *place(part), role, f"table.flat.{role}")
            if cut and found and looks_like_unit(cut + found[0].item.name):
                whole = found[0].item._replace(name=cut + found[0].item.name)
                found[0] = found[0]._replace(item=whole)
            last = folded.text[slice(*place(part))].rstrip("\n")
            tail = _JOINS.split(last)[-1].replace(" ", "")
            cut = "" if looks_like_unit(tail) else tail
            sure = flat.drawn and len(spans) == 1  # nothing is guessed of such a cell
            row.mentions += [
                m for m in found if sure or m.item.certain or looks_like_unit(m.item.name)
            ]
    row.deadline = place(flat.parts(flat.deadline)[0]) if flat.deadline else None
    row.said = [place(part) for part in flat.parts(flat.said)]
    row.named = bool(row.said)
    return row


def _grid(table: Table) -> list[dict[int, Cell]]:
    """Rows of the laid-out grid; a spanning cell stands in every place it covers."""
    height = max((c.row + c.rowspan for c in table.cells), default=0)
    grid: list[dict[int, Cell]] = [{} for _ in range(min(height, 20_000))]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.rowspan, len(grid))):
            for col in range(cell.col, cell.col + min(cell.colspan, 60)):
                grid[row].setdefault(col, cell)
    return grid


def _words(text: str, cell: Cell) -> str:
    words = "".join(text[cell.span.start : cell.span.end].split())
    return words.replace("（", "(").replace("）", ")")


def _columns(text: str, grid: list[dict[int, Cell]]) -> _Columns | None:
    """Find the header row: one with an owner column and a task column."""
    for index, row in enumerate(grid[:12]):
        names = {col: _words(text, cell) for col, cell in row.items()}
        names |= _below(text, row, grid[index + 1 : index + 3])
        owners = {
            col: role_of(found)
            for col, name in names.items()
            if (found := COLUMN.match(name)) and not _NO_OWNER.search(name)
        }
        tasks = [
            c
            for c, n in names.items()
            if c not in owners and _TASK.search(n) and not _NUMBER.match(n)
        ]
        tasks = [c for c in tasks if _says(text, grid[index + 1 :], c)] or tasks
        if not owners:
            owners, tasks = _by_unit(text, grid[index + 1 :], names)
        if not owners or not tasks or max(map(len, names.values())) > 40:
            continue
        best = [c for c in tasks if _BEST_TASK.search(names[c])] or tasks
        body = grid[index + 1 :]
        # a name over two rows of headers is joined too, and no task
        joined = {
            c for c in tasks if any(r[c].rowspan > 1 and r[c] != row.get(c) for r in body if c in r)
        }
        if joined.issuperset(best):  # 工作任务, joined over rows, | 具体要求
            best = [c for c in tasks if c not in joined] or best
        number = next((c for c, n in names.items() if _NUMBER.match(n)), None)
        deadline = next(
            (c for c, n in names.items() if DEADLINE.search(n) and c not in owners), None
        )
        if deadline is not None and deadline in best:
            best.remove(deadline)
        if not best:
            continue
        task = _most_varied(body, best)
        section = next((c for c, n in names.items() if _SECTION.search(n) and c != task), None)
        if section is None:
            section = next((c for c in tasks if c < task and c in joined), None)
        people = frozenset(c for c, n in names.items() if _PERSON.search(n))
        headed = section is not None and _headed(text, body, section)
        problem = next((c for c, n in names.items() if c < task and _PROBLEM.search(n)), None)
        problem = None if problem == section else problem
        taken = {task, number, deadline, section, problem, *owners, *people}
        further = tuple(
            c
            for c, n in names.items()
            if c not in taken
            and (_FURTHER.search(n) or (c > task and c in tasks))
            and not DEADLINE.search(n)
        )
        return _Columns(
            owners, task, number, deadline, section, index, problem, people, further, headed
        )
    return None


def _headed(text: str, body: list[dict[int, Cell]], section: int) -> bool:
    """Whether each cell of a column is a section of its own, and one at least is joined over rows."""
    cells = {row[section].span: row[section] for row in body if section in row}
    said = [_words(text, cell) for cell in cells.values()]
    numbered = all(map(_HAN.match, said)) and len(set(said)) == len(said)
    return numbered and any(cell.rowspan > 1 for cell in cells.values())


def _below(text: str, header: dict[int, Cell], rows: list[dict[int, Cell]]) -> dict[int, str]:
    """责任单位 over 牵头 | 配合: the names below a header of several columns say the role of each."""
    if not rows:
        return {}
    named = {col: _words(text, cell) for col, cell in header.items()}
    below = {
        col: _words(text, cell) for col, cell in rows[0].items() if cell is not header.get(col)
    }
    below = {col: name for col, name in below.items() if name}
    found = {
        col: name
        for col, name in below.items()
        if col in header
        and (COLUMN.match(name) or _NO_OWNER.search(name))
        and header[col].colspan > 1
        and COLUMN.match(named[col])
    }
    if found or len(below) < _FEWEST or not all(map(COLUMN.match, below.values())):
        return found
    if all(not named.get(col) or COLUMN.match(named[col]) for col in below):
        return below  # the cell beside 责任单位 is empty: no format tells that it was one with it
    whole = parted(list(named.values()), list(below.values()))
    body = rows[1] if len(rows) > 1 else {}
    return dict(enumerate(whole)) if len(body) == len(whole) else {}


def _by_unit(
    text: str, body: list[dict[int, Cell]], names: dict[int, str]
) -> tuple[dict[int, Role], list[int]]:
    """One unit a row: the column of units where it holds nothing else, and the columns of what is theirs to do."""
    first = next((c for c, n in names.items() if _UNITS.match(n)), None)
    if first is None:
        return {}, []
    units = [w for row in body if first in row and (w := _words(text, row[first]))]
    if len(set(units)) < _FEWEST or not all(
        looks_like_unit(name) for unit in units for name in _JOINS.split(unit)
    ):
        return {}, []
    duties = [c for c, n in names.items() if _DUTIES.search(n) and c != first]
    return {first: "responsible"}, [c for c in duties if _in_words(text, body, c)]


_FEWEST: Final = 2  # different units of a column
_SENTENCE: Final = re.compile(r"[\u4e00-\u9fff]{4}")


def _in_words(text: str, body: list[dict[int, Cell]], col: int) -> bool:
    """任务数: a column of figures holds no duties."""
    return all(_SENTENCE.search(_words(text, row[col])) for row in body if col in row)


def _says(text: str, body: list[dict[int, Cell]], col: int) -> bool:
    """对应任务: a column of references (第5、6项) calls nothing by its name."""
    return any(_SENTENCE.search(_words(text, row[col])) for row in body if col in row)


def _most_varied(body: list[dict[int, Cell]], columns: list[int]) -> int:
    """Of several task columns, the one with a cell of its own in most rows (重点任务 spans, 主要内容 does not)."""
    distinct = {
        c: len({row[c].span for row in body if c in row and row[c].span.end > row[c].span.start})
        for c in columns
    }
    return max(columns, key=lambda c: (distinct[c], -c))


def _rows(text: str, folded: Folded, grid: list[dict[int, Cell]], columns: _Columns) -> list[Row]:
    header = {c.span for c in grid[columns.header_row].values()}
    given = [*columns.owners, *([] if columns.deadline is None else [columns.deadline])]
    rows: list[Row] = []
    above: Cell | None = None
    said: dict[int, Cell] = {}  # the cells of owners and dates that 同上 of the next row means
    for count, cells in enumerate(grid[columns.header_row + 1 :], 1):
        spans = {c.span for c in cells.values()}
        if not cells or spans & header:
            continue
        alone = _alone(text, cells)
        if alone is not None and (len(spans) == 1 < len(cells) or _HAN.match(_words(text, alone))):
            above = alone  # 一、知识产权保护方面(共5项)
            continue
        if columns.task not in cells:
            continue
        task = cells[columns.task]
        if (
            _BLANK.match(_words(text, task))
            or COLUMN.match(_words(text, task))
            or _is_header(text, cells, columns)
        ):
            continue
        said = {col: _same(text, cells[col], said.get(col)) for col in given if col in cells}
        rows.append(_row(text, folded, cells, columns, above, count, said))
    return rows


def _same(text: str, cell: Cell, above: Cell | None) -> Cell:
    """同上: the cell above in its place."""
    return above if above is not None and _words(text, cell) == "同上" else cell


def _named(text: str, folded: Folded, grid: list[dict[int, Cell]], columns: _Columns) -> set[int]:
    """Where the cells of the header begin, on each page that repeats it: they say nothing of their own."""
    first = columns.header_row
    header = [row for row in grid[first + 1 :] if _is_header(text, row, columns)]
    cells = (cell for row in (grid[first], *header) for cell in row.values())
    return {folded.at(cell.span.start) for cell in cells if cell.span.end > cell.span.start}


_HAN: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])[\u4e00-\u9fff]"
)


def _alone(text: str, cells: dict[int, Cell]) -> Cell | None:
    """The only cell of a row that holds words, joined over the others or not."""
    filled = {c.span: c for c in cells.values() if not _BLANK.match(_words(text, c))}
    return next(iter(filled.values())) if len(filled) == 1 else None


def _is_header(text: str, cells: dict[int, Cell], columns: _Columns) -> bool:
    """The header repeated on the next page."""
    return all(
        c in cells and COLUMN.match(_words(text, cells[c])) is not None for c in columns.owners
    )


def _row(
    text: str,
    folded: Folded,
    cells: dict[int, Cell],
    columns: _Columns,
    above: Cell | None,
    count: int,
    said: dict[int, Cell],
) -> Row:
    def place(cell: Cell) -> Range:
        return folded.at(cell.span.start), folded.at(cell.span.end)

    number = (
        _words(text, cells[columns.number])
        if columns.number is not None and columns.number in cells
        else ""
    )
    apart = columns.section if columns.headed else None  # 一、信息公开, over one row
    own = [
        c for col, c in cells.items() if (col != apart and c.rowspan == 1) or col == columns.task
    ]
    ranges = [place(c) for c in (own or cells.values())]
    group = cells.get(columns.section) if columns.section is not None else None
    above = above or group
    if group is not None and (
        (group is above and _section_number(_words(text, group)))
        or _BLANK.match(_words(text, group))
    ):
        group = None
    row = Row(
        start=min(r[0] for r in ranges),
        end=max(r[1] for r in ranges),
        number=number.rstrip(".、") or str(count),
        titles=[place(cells[columns.task])],
        section=_section_number(_words(text, above)) if above is not None else "",
        heading=place(above)[0] if above is not None else None,
        group=place(group) if group is not None else None,
    )
    for col in columns.further:
        cell = cells.get(col)
        if cell is not None and cell.rowspan == 1 and _SAYS.search(_words(text, cell)):
            row.said.append(place(cell))
    row.named = bool(row.said) and _NAME.fullmatch(_words(text, cells[columns.task])) is not None
    problem = cells.get(columns.problem) if columns.problem is not None else None
    single = problem is not None and problem.rowspan == 1  # over several measures it names none
    if problem is not None and single and _NAME.fullmatch(_words(text, problem)):
        row.said, row.titles, row.named = [*row.titles, *row.said], [place(problem)], True
    if problem is not None and problem.row == cells[columns.task].row:
        row.fault = place(problem) if _SAYS.search(_words(text, problem)) else None
    for col, role in sorted(columns.owners.items()):
        if col in said and not _BLANK.match(_words(text, said[col])):
            found = [
                one
                for part in _parted(text, said[col].span)
                for one in owners_in(
                    folded.text, folded.at(part.start), folded.at(part.end), role, f"table.{role}"
                )
            ]
            if col in columns.people:
                found = [m for one in found if (m := _without_person(one)) is not None]
            row.mentions += [
                m
                for m in found
                if not any(m.item.name == o.item.name and m.role == o.role for o in row.mentions)
            ]
    if columns.deadline is not None and columns.deadline in said:
        where = place(said[columns.deadline])
        row.deadline = where if where[1] > where[0] else None
    return row


def _without_person(mention: Mention) -> Mention | None:
    """市司法局 张三丰 in a column of owners and persons: the unit; None for a person alone."""
    item = mention.item
    for tail in (0, 2, 3, 4):  # characters of the name, whose blank folding has dropped
        if looks_like_unit(item.name[: len(item.name) - tail]):
            name = item.name[: len(item.name) - tail]
            return mention._replace(item=item._replace(end=item.end - tail, name=name))
    return None


_LISTED: Final = re.compile(r"[^ \u3000\u00a0]+")
_LEVEL: Final = frozenset("省市县区州镇乡各国")


def _parted(text: str, cell: Span) -> list[Span]:
    """县司法局 县财政局: the parts of a cell of owners between blanks, where each is a list of names."""
    parts = [Span(*found.span()) for found in _LISTED.finditer(text, *cell)]
    for index, part in enumerate(parts):
        words = text[slice(*part)]
        # 县委 组织部: the blank is the page's
        if index and words[0] not in _LEVEL and text[cell.start] in _LEVEL:
            return [cell]
        if not names_bodies(words):
            return [cell]
    return parts


def _section_number(words: str) -> str:
    """一、知识产权保护方面 → 一; a section without numbering is not part of the path."""
    found = re.match(r"[(]?([一二三四五六七八九十]{1,3}|\d{1,2})[)]?[、.]", words)
    return (
        found.group(1)
        if found
        else (words if re.fullmatch(r"[一二三四五六七八九十]{1,3}|\d{1,2}", words) else "")
    )
