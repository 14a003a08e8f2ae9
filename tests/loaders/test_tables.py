"""Responsibility tables: cells from the reader, and tables a PDF flattened into lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
import pytest

from kg.model import Cell, Record, Span, Table, Task
from loaders.pipeline import extract
from loaders.readers import read as read_file

Read = Callable[..., list[Record]]
Grid = Sequence[Sequence[str | None]]
HEADER = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


def sheet(title: str, grid: Grid) -> tuple[str, tuple[Table, ...]]:
    """A text as the XLSX reader lays it out, and its table; None joins a cell to the one above, ``←`` to the left."""
    text = f"{title}\n"
    begin = len(text)
    cells: list[Cell] = []
    for row, words in enumerate(grid):
        for col, word in enumerate(words):
            if word is None or word == "←":
                continue
            down, right = 1, 1
            while row + down < len(grid) and grid[row + down][col] is None:
                down += 1
            while col + right < len(words) and words[col + right] == "←":
                right += 1
            cells.append(Cell(row, col, Span(len(text), len(text) + len(word)), down, right))
            text += word + "\n"
    return text, (Table(Span(begin, len(text)), tuple(cells)),)


def tasks(read: Read, grid: Grid, title: str = "泾县2024年普法任务分工表") -> tuple[Task, ...]:
    text, tables = sheet(title, grid)
    (record,) = read(text, tables=tables)
    for task in record.tasks:
        for found in task.assignments:
            assert text[found.span.start : found.span.end] == found.surface
    return record.tasks


def owners(task: Task) -> list[str]:
    return [f"{a.role} {a.unit}" for a in task.assignments]


def test_the_same_as_above_is_who_stands_there(read: Read) -> None:
    first, second, third = tasks(
        read,
        [
            HEADER,
            ["1", "开展宪法宣传。", "县司法局", "县教育局、县文旅局", "2024年12月底前"],
            ["2", "组织法律考试。", "县委组织部", "同上", "同上"],
            ["3", "评查案卷。", "同上", "县法院", "长期坚持"],
        ],
    )
    assert owners(second) == ["lead 县委组织部", "cooperate 县教育局", "cooperate 县文旅局"]
    assert second.deadline == first.deadline
    assert owners(third) == ["lead 县委组织部", "cooperate 县法院"]


def test_rows_become_tasks(read: Read) -> None:
    first, second = tasks(
        read,
        [
            HEADER,
            ["1", "开展宪法宣传。", "县司法局", "县教育局、县文旅局", "2024年12月底前"],
            ["2", "组织法律考试。", "县委组织部", "—", "长期坚持"],
        ],
    )
    assert (first.path, first.title) == (("1",), "开展宪法宣传。")
    assert owners(first) == ["lead 县司法局", "cooperate 县教育局", "cooperate 县文旅局"]
    assert str(first.deadline) == "2024-12-31"
    assert owners(second) == ["lead 县委组织部"] and second.deadline is None
    assert [a.rank for a in first.assignments] == [1, 2, 3]
    assert first.rule == "task.row" and first.heading is None


def test_a_short_problem_calls_its_row_and_the_measure_is_what_is_to_be_done(read: Read) -> None:
    text, tables = sheet(
        "霜桥县2024年督察反馈问题整改清单",
        [
            ["序号", "反馈问题", "整改措施", "责任单位", "整改时限"],
            ["1", "案卷评查流于形式", "制定评查标准，每季度开展评查。", "县司法局", "2024年6月底"],
            ["2", "普法经费未列入预算", "列入年度预算。", "县财政局", "9月底前"],
            [None, None, "开展经费使用自查。", "县审计局", "年底前"],
        ],
    )
    (record,) = read(text, tables=tables)
    assert [(t.title, owners(t)) for t in record.tasks] == [
        ("案卷评查流于形式", ["responsible 县司法局"]),
        ("列入年度预算。", ["responsible 县财政局"]),
        ("开展经费使用自查。", ["responsible 县审计局"]),
    ]
    assert "制定评查标准，每季度开展评查" in [s.text for s in record.statements]
    problems = [s.text for s in record.statements if s.kind == "problem"]
    assert problems == ["案卷评查流于形式", "普法经费未列入预算"]


def test_a_merged_owner_cell_owns_every_row_it_covers(read: Read) -> None:
    found = tasks(
        read,
        [
            ["序号", "工作内容", "责任单位"],
            ["1", "开展宪法宣传。", "县司法局"],
            ["2", "组织法律考试。", None],
            ["3", "举办法治讲座。", "县教育局"],
        ],
    )
    assert [owners(t) for t in found] == [["responsible 县司法局"]] * 2 + [["responsible 县教育局"]]  # fmt: skip


def test_section_rows_name_the_path(read: Read) -> None:
    found = tasks(
        read,
        [
            ["序号", "工作任务", "责任单位"],
            ["一、宣传教育方面", "←", "←"],
            ["1", "开展宪法宣传。", "县司法局"],
            ["二、依法治理方面", "←", "←"],
            ["1", "推进基层治理。", "县民政局"],
        ],
    )
    assert [t.path for t in found] == [("一", "1"), ("二", "1")]
    assert len({t.id for t in found}) == 2


def test_the_project_of_a_row_is_its_heading(read: Read) -> None:
    text, tables = sheet(
        "泾县2024年民生实事分工表",
        [
            ["序号", "实事项目", "具体措施", "责任单位"],
            ["一、改善出行", "←", "←", "←"],
            ["1", "农村公路提升", "改造公路20公里。", "县交通局"],
            [None, None, "新建候车亭15座。", "县公交公司"],
            ["2", "养老服务", "新建长者食堂3个。", "县民政局"],
        ],
    )
    (record,) = read(text, tables=tables)
    titles = {h.id: h.title for h in record.headings}
    assert [titles[t.heading or ""] for t in record.tasks] == [
        "农村公路提升",
        "农村公路提升",
        "养老服务",
    ]
    above, *groups = record.headings
    assert above.children == tuple(group.id for group in groups)
    assert {group.parent for group in groups} == {above.id}


@pytest.mark.parametrize("joined", ["←", ""])
def test_a_section_row_is_the_heading_of_its_rows(read: Read, joined: str) -> None:
    text, tables = sheet(
        "泾县2024年普法任务分工表",
        [
            ["序号", "工作任务", "责任单位"],
            ["一、加强宣传教育", joined, joined],
            ["1", "开展宪法宣传。", "县司法局"],
            ["2", "举办法治讲座。", None],
            ["二、推进依法治理", joined, joined],
            ["1", "调解邻里纠纷。", "县民政局"],
        ],
    )
    (record,) = read(text, tables=tables)
    assert [t.path for t in record.tasks] == [("一", "1"), ("一", "2"), ("二", "1")]
    titles = {h.id: h.title for h in record.headings}
    assert [titles[t.heading or ""] for t in record.tasks] == [
        "加强宣传教育",
        "加强宣传教育",
        "推进依法治理",
    ]


def test_the_header_of_the_next_page_is_no_task(read: Read) -> None:
    header = ["序号", "工作任务", "责任单位"]
    found = tasks(
        read,
        [header, ["1", "开展宪法宣传。", "县司法局"], header, ["2", "组织考试。", "县教育局"]],
    )
    assert [t.title for t in found] == ["开展宪法宣传。", "组织考试。"]


@pytest.mark.parametrize(
    ("due", "every"),
    [
        ("每月15日前", ["month"]),
        ("每季度末", ["quarter"]),
        ("按季度报送", ["quarter"]),
        ("已完成", []),
    ],
)
def test_what_recurs_or_is_done_stays_as_the_cell_says(
    read: Read, due: str, every: list[str]
) -> None:
    text, tables = sheet("泾县任务表", [HEADER, ["1", "报送普法信息。", "县司法局", "—", due]])
    (record,) = read(text, tables=tables)
    (task,) = record.tasks
    assert (task.deadline, task.timing) == (None, due)
    assert [(f.every, f.task) for f in record.frequencies] == [(one, task.id) for one in every]


def test_a_category_that_spans_rows_is_not_the_task(read: Read) -> None:
    found = tasks(
        read,
        [
            ["重点任务", "具体内容", "责任单位"],
            ["普法宣传", "开展宪法宣传。", "县司法局"],
            [None, "组织法律考试。", "县教育局"],
        ],
    )
    assert [t.title for t in found] == ["开展宪法宣传。", "组织法律考试。"]


def test_verbs_in_a_cell_say_more_than_its_column(read: Read) -> None:
    (found,) = tasks(
        read,
        [["任务", "责任单位"], ["开展宪法宣传。", "县司法局牵头，县教育局配合"]],
    )
    assert owners(found) == ["lead 县司法局", "cooperate 县教育局"]


@pytest.mark.parametrize(
    ("below", "roles"),
    [
        (["牵头", "配合"], ["lead 县司法局", "cooperate 县教育局"]),
        (["牵头单位", "协办单位"], ["lead 县司法局", "cooperate 县教育局"]),
        (["县直", "其他"], ["responsible 县司法局", "responsible 县教育局"]),
        (["县直部门", "责任人"], ["responsible 县司法局"]),
    ],
)
@pytest.mark.parametrize("joined", [None, ""])
def test_names_below_a_header_of_two_columns_say_the_roles(
    read: Read, below: list[str], roles: list[str], joined: str | None
) -> None:
    header = [["序号", "任务", "责任单位", "←"], [joined, joined, *below]]
    found = tasks(read, [*header, ["1", "开展宪法宣传。", "县司法局", "县教育局"]])
    assert [owners(task) for task in found] == [roles]


def test_names_joined_over_two_headers_are_no_sections(read: Read) -> None:
    text, tables = sheet(
        "泾县2025年重点任务分解表",
        [
            ["序号", "重点工作", "工作目标", "责任单位", "←", "完成时限"],
            [None, None, None, "牵头", "配合", None],
            ["1", "改造老旧小区8个", "惠及居民1200户", "县住建局", "县财政局", "2025年10月底"],
            ["2", "创建卫生乡镇2个", "", "县卫生健康局", "县财政局", "2025年年底"],
        ],
    )
    (record,) = read(text, tables=tables)
    assert [(t.title, owners(t)) for t in record.tasks] == [
        ("改造老旧小区8个", ["lead 县住建局", "cooperate 县财政局"]),
        ("创建卫生乡镇2个", ["lead 县卫生健康局", "cooperate 县财政局"]),
    ]
    assert not record.headings


def test_a_task_joined_over_rows_behind_a_header_with_a_column_less(
    read: Read,
) -> None:
    found = tasks(
        read,
        [
            ["序号", "责任单位", "工作任务"],
            ["牵头单位", "配合单位", "", ""],
            ["1", "县司法局", "县财政局", "开展普法宣传。"],
            ["2", "县教育局", "县财政局", None],
        ],
    )
    assert {owner for task in found for owner in owners(task)} >= {"lead 县司法局", "lead 县教育局"}


def test_a_unit_in_a_table_signs_nothing(read: Read) -> None:
    text, tables = sheet(
        "泾县食品安全责任清单（2025年）",
        [
            ["单位", "职责", "时限"],
            ["县市场监管局", "组织食品抽检。", "2025年11月底"],
            ["县教育局", "落实学校食堂陪餐制度。", ""],
        ],
    )
    (record,) = read(text, tables=tables)
    assert record.metadata.issuer is None
    assert [owners(t) for t in record.tasks] == [
        ["responsible 县市场监管局"],
        ["responsible 县教育局"],
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "单位", "职务"],
        ["序号", "任务", "牵头领导"],
        ["指标", "数值", "备注"],
        ["事项名称", "办理地点", "联系电话"],
    ],
)
def test_other_tables_own_nothing(read: Read, header: list[str]) -> None:
    found = tasks(read, [header, ["1", "县司法局", "县财政局"], ["2", "县教育局", "县公安局"]])
    assert not any(t.assignments for t in found)


@pytest.mark.parametrize(
    "header",
    [
        ["单位", "主要职责"],
        ["成员单位", "职责分工"],
        ["部门名称", "工作任务"],
        ["科室", "工作内容"],
    ],
)
def test_one_unit_a_row_owns_what_is_beside_it(read: Read, header: list[str]) -> None:
    found = tasks(
        read,
        [
            header,
            ["县司法局", "统筹协调普法工作。"],
            ["县教育局、团县委", "组织青少年学法。"],
            ["各乡镇", "开展法治宣传活动。"],
            [None, "调解邻里矛盾纠纷。"],
        ],
    )
    assert [owners(task) for task in found] == [
        ["responsible 县司法局"],
        ["responsible 县教育局", "responsible 团县委"],
        ["responsible 各乡镇"],
        ["responsible 各乡镇"],
    ]
    assert found[0].title == "统筹协调普法工作。"


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["单位", "任务数"], [["县司法局", "25件"], ["县教育局", "18件"]]),
        (["单位", "联系电话"], [["县司法局", "办公室电话"], ["县教育局", "办公室电话"]]),
        (["单位", "工作任务"], [["县司法局", "统筹协调普法。"], ["年度目标", "组织学法活动。"]]),
        (["单位", "工作任务"], [["县司法局", "统筹协调普法。"], ["县司法局", "组织学法活动。"]]),
    ],
)
def test_a_table_of_units_that_gives_no_duties(read: Read, header: list[str], rows: Grid) -> None:
    assert not [a for task in tasks(read, [header, *rows]) for a in task.assignments]


def test_words_of_rows_are_statements_of_their_task(read: Read) -> None:
    text, tables = sheet(
        "泾县2024年普法任务分工表", [["任务", "责任单位"], ["举办讲座12场。", "县司法局"]]
    )
    (record,) = read(text, tables=tables)
    (statement,) = [s for s in record.statements if "讲座" in s.text]
    assert statement.task == record.tasks[0].id
    assert [q.value for q in record.quantities] == [12]


@pytest.mark.parametrize(
    "cells",
    [
        (Cell(0, 0, Span(0, 0)),),
        (Cell(5, 3, Span(0, 2), rowspan=40, colspan=900),),
        (Cell(0, 0, Span(0, 2)), Cell(0, 0, Span(2, 4))),
        (),
    ],
    ids=["empty cell", "huge spans", "two cells in one place", "no cells"],
)
def test_odd_grids_do_no_harm(read: Read, cells: tuple[Cell, ...]) -> None:
    (record,) = read("责任单位\n任务\n县司法局\n", tables=(Table(Span(0, 4), cells),))
    assert not record.tasks or not any(t.assignments for t in record.tasks)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("主责部门", "lead"), ("牵头处（室）", "lead"), ("牵头（责任）单位", "lead"), ("市直牵头单位", "lead"), ("普法责任单位", "responsible"),
        ("责任县区", "responsible"), ("承担单位", "responsible"), ("责任单位及责任人", "responsible"), ("责任分工", "responsible"),
        ("整改责任单位", "responsible"), ("协作单位", "cooperate"), ("参加单位", "cooperate"), ("督查单位", "supervise"),
        ("起草单位", "responsible"), ("考核单位", "supervise"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("parting", ["\t", "|"])
def test_columns_of_owners_by_other_names(read: Read, name: str, role: str, parting: str) -> None:
    rows = (
        ("序号", "工作任务", name, "完成时限"),
        ("1", "修订办法。", "市司法局、市财政局", "6月底前"),
        ("2", "专项检查。", "市审计局", "年底前"),
    )
    text = "霁州市2024年任务分解表\n" + "\n".join(parting.join(row) for row in rows) + "\n"
    found = read_file(text.encode(), "表.txt")
    (record,) = extract(found)
    assert [owner for t in record.tasks for owner in owners(t)] == [
        f"{role} 市司法局", f"{role} 市财政局", f"{role} 市审计局",
    ]  # fmt: skip


def test_a_header_whose_names_are_spaced(read: Read) -> None:
    rows = "序号   工 作 任 务   牵头单位   完成时限\n1   修订办法。   市司法局   6月底前\n2   专项检查。   市审计局   年底前\n"
    (record,) = extract(read_file(f"霁州市2024年任务分解表\n{rows}".encode(), "表.txt"))
    assert [owners(task) for task in record.tasks] == [["lead 市司法局"], ["lead 市审计局"]]


GOALS = """霁州市2024年任务分解表

| 序号 | 重点工作 | 工作目标 | 主要措施 | 责任单位 | 完成时限 |
|---|---|---|---|---|---|
| 1 | 案卷评查 | 全年抽查案卷不少于100件。 | 建立评查员名录。 | 市司法局 | 11月底前 |
| 2 | 阵地建设 | 完成 | 新建普法驿站5个。 | 市民政局 | 全年 |
"""


def test_the_goal_beside_the_measure_is_said_too_and_the_names_of_columns_say_nothing() -> None:
    (record,) = extract(read_file(GOALS.encode(), "表.md"))
    first, second = record.tasks
    assert [(s.text, s.task) for s in record.statements] == [
        ("全年抽查案卷不少于100件", first.id),
        ("建立评查员名录", first.id),
        ("新建普法驿站5个", second.id),
    ]
    assert [(q.value, q.unit) for q in record.quantities] == [(100, "件"), (5, "个")]


def test_persons_in_a_column_of_owners_own_nothing(read: Read) -> None:
    grid = [["序号", "重点任务", "责任单位及责任人"], ["1", "修订办法。", "市司法局 张三丰"]]
    assert owners(tasks(read, grid)[0]) == ["responsible 市司法局"]


FLAT = """泾县2024年普法任务分工表
序号
重点任务
牵头部门
责任单位
1
开展宪法宣传，举办主题活
动，覆盖全县。
县司法局
县教育局、县文旅局、
各镇人民政府
2
组织法律考试。
县委组织部
县司法局
"""


def test_flattened_tables(read: Read) -> None:
    (record,) = read(FLAT, hard_wrapped=True)
    first, second = record.tasks
    assert first.title == "开展宪法宣传，举办主题活动，覆盖全县。"
    assert owners(first) == [
        "lead 县司法局", "responsible 县教育局", "responsible 县文旅局", "responsible 各镇人民政府",
    ]  # fmt: skip
    assert owners(second) == ["lead 县委组织部", "responsible 县司法局"]
    assert [t.path for t in record.tasks] == [("1",), ("2",)]


def test_a_flattened_page_with_bars_numbers_from_the_middle_and_leaders(read: Read) -> None:
    cells = "序号 重点任务 分管领导 牵头单位 责任单位 80 开展宪法宣传。 张三丰 县司法局 各镇人民政府 81 组织考试。 李四光 县教育局 县司法局"
    for end in (" |\n", "\n|\n"):
        (record,) = read("泾县2024年任务分工表\n" + "".join(cell + end for cell in cells.split()))
        assert [(t.path, t.title, owners(t)) for t in record.tasks] == [
            (("80",), "开展宪法宣传。", ["lead 县司法局", "responsible 各镇人民政府"]),
            (("81",), "组织考试。", ["lead 县教育局", "responsible 县司法局"]),
        ]


def test_a_flattened_row_goes_on_behind_the_next_pages_header(read: Read) -> None:
    header = "序号\n重点任务\n牵头部门\n责任单位\n"
    cut = FLAT.replace("2\n组织", f"— 2 —\n{header}2\n组织")
    mark = Span(cut.index("— 2 —"), cut.index("— 2 —") + 5)
    (record,) = read(cut, hard_wrapped=True, asides=(mark,))
    assert [t.path for t in record.tasks] == [("1",), ("2",)]
    assert [owners(t)[-1] for t in record.tasks] == ["responsible 各镇人民政府", "responsible 县司法局"]  # fmt: skip


def test_a_list_that_only_looks_like_a_table_guesses_no_owner(read: Read) -> None:
    (record,) = read(
        "序号\n重点任务\n责任单位\n甲\n乙\n丙\n丁\n戊\n己\n庚\n辛\n壬\n", hard_wrapped=True
    )
    assert not any(t.assignments for t in record.tasks)


def test_one_column_for_leading_and_responsible_units(read: Read) -> None:
    grid = [["序号", "工作任务", "牵头部门及责任单位"], ["1", "修订规则", "县司法局、县财政局"]]
    (task,) = tasks(read, grid)
    assert [(a.unit, a.role) for a in task.assignments] == [
        ("县司法局", "responsible"),
        ("县财政局", "responsible"),
    ]


def test_a_line_end_in_a_markdown_cell_parts_names() -> None:
    text = "# 泾县任务分工表\n\n| 序号 | 任务 | 责任单位 |\n|---|---|---|\n| 1 | 修订规则 | 县司法局<br>县财政局 |\n"
    (record,) = extract(read_file(text.encode(), "表.md"))
    assert [a.unit for a in record.tasks[0].assignments] == ["县司法局", "县财政局"]


def test_a_table_inside_a_frame_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("泾县2024年任务分工表")
    frame = document.add_table(rows=1, cols=2)
    inner = frame.cell(0, 1).add_table(rows=2, cols=3)
    for row, words in enumerate([["序号", "任务", "责任单位"], ["1", "修订规则", "县司法局"]]):
        for col, word in enumerate(words):
            inner.cell(row, col).text = word
    stream = io.BytesIO()
    document.save(stream)
    (record,) = extract(read_file(stream.getvalue(), "表.docx"))
    assert [(t.title, [a.unit for a in t.assignments]) for t in record.tasks] == [
        ("修订规则", ["县司法局"])
    ]


def test_flattened_cells_end_where_another_name_begins(read: Read) -> None:
    text = (
        "天山市2024年责任清单\n序号\n重点任务\n主要内容\n牵头部门\n责任单位\n"
        "1\n1.提升便利\n完善通关流程，\n提高效率。\n市商务局\n天山海关、天山港集\n团\n"
        "2\n推动登记业务进驻大厅。市规划局\n有关区人民政府\n"
        "3\n加强部门之间的联合抽\n市市场监管局\n市财政局、市水\n\n# Page 2:\n序号\n重点任务\n主要内容\n牵头部门\n责任单位\n"
        "查工作。\n务局\n4\n2.优化服务\n完善平台。\n市财政局\n市税务局\n"
    )
    mark = text.index("# Page 2:")
    (record,) = read(text, hard_wrapped=True, asides=(Span(mark, mark + 9),))
    found = [[f"{a.role} {a.unit}" for a in t.assignments] for t in record.tasks]
    assert found == [
        ["lead 市商务局", "responsible 天山海关", "responsible 天山港集团"],
        ["lead 市规划局", "responsible 有关区人民政府"],
        ["lead 市市场监管局", "responsible 市财政局", "responsible 市水务局"],
        ["lead 市财政局", "responsible 市税务局"],
    ]
    for task in record.tasks:
        for owner in task.assignments:
            words = text[owner.span.start : owner.span.end].replace("\n", "")
            assert words == owner.surface


FLAT_HEAD = "序号\n重点任务\n主要内容\n牵头部门\n责任单位\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # a name cut behind 市, and a first column that no level word begins
        ("市水务局、市\n城市管理委\n市公用局、霁州\n水务集团", "lead 市水务局,lead 市城市管理委,responsible 市公用局,responsible 霁州水务集团"),
        ("霁州证监局\n—", "lead 霁州证监局"),
        ("霁州证监局、\n市中级人民法\n院\n—", "lead 霁州证监局,lead 市中级人民法院"),
        # 新区 is a whole name, 人民政府 on the next line its end
        ("市发展改革\n委，云岭新区\n人民政府\n—", "lead 市发展改革委,lead 云岭新区人民政府"),
    ],
)  # fmt: skip
def test_cells_behind_the_full_stop(read: Read, cells: str, expected: str) -> None:
    text = f"霁州市责任清单\n{FLAT_HEAD}1\n1.优化服务\n完善投诉处理机制。\n{cells}\n2\n推行网上办理。\n市政务服务办\n—\n"
    (record,) = read(text, hard_wrapped=True)
    first = record.tasks[0]
    assert first.title == "完善投诉处理机制。"
    assert ",".join(owners(first)) == expected


def test_the_next_page_goes_on_with_every_cell(read: Read) -> None:
    text = (
        f"霁州市责任清单\n{FLAT_HEAD}1\n1.深化招标\n运用大数据技术，实现交易、金\n市政务服务办\n市财政局、市交通运\n\n# Page 8:\n"
        f"{FLAT_HEAD}投标\n融数据共享。\n输委、市水务局\n2\n推行网上办理。\n市政务服务办\n—\n"
    )
    (record,) = read(
        text, hard_wrapped=True, asides=(Span(text.index("# Page"), text.index("# Page") + 9),)
    )
    assert record.tasks[0].title == "运用大数据技术，实现交易、金融数据共享。"
    assert owners(record.tasks[0]) == [
        "lead 市政务服务办",
        "responsible 市财政局",
        "responsible 市交通运输委",
        "responsible 市水务局",
    ]


def test_a_single_column_of_owners_has_a_name_a_line(read: Read) -> None:
    text = (
        "霁州市2024年民生实事\n序号\n民生实事\n责任单位\n1\n建成公园5个。\n市园林局\n市财政局\n市水务局\n市公用局\n"
        "2\n改造校舍3处。\n市教育局\n3\n新建桥梁1座。\n市交通局\n"
    )
    (record,) = read(text, hard_wrapped=True)
    assert [len(owners(task)) for task in record.tasks] == [4, 1, 1]


def test_a_column_of_papers_behind_the_owners(read: Read) -> None:
    text = (
        "霁州市2024年任务分解表\n序号\n重点内容\n责任单位\n参考文件\n1\n建成公园5个。\n市园林局，\n各街镇\n《霁州市“十四五”\n规划》\n"
        "2\n改造校舍3处。\n市教育局\n《校舍建设方案》\n"
    )
    (record,) = read(text, hard_wrapped=True)
    assert [" ".join(owners(t)) for t in record.tasks] == [
        "responsible 市园林局 responsible 各街镇", "responsible 市教育局",
    ]  # fmt: skip
