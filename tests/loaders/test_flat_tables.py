"""Tables flattened into lines: sections between the rows, tasks without full stops, names without levels, columns behind the owners."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Record
from loaders import readers
from loaders.pipeline import extract

Read = Callable[..., list[Record]]
ROW = tuple[tuple[str, ...], str, list[str]]


@pytest.mark.parametrize(
    ("lines", "rows", "headings"),
    [
        (
            "序号 工作任务 牵头单位 责任单位 完成时限 一、依法决策 1 编制目录 县政府办 县司法局、县财政局 6月底前 "
            "二、行业执法（略） 三、规范执法 2 评查案卷 县司法局 各执法单位 10月底前 3 举办培训 县司法局 县委党校 9月底前",
            [
                (("一", "1"), "编制目录", ["lead 县政府办", "responsible 县司法局", "responsible 县财政局"]),
                (("三", "2"), "评查案卷", ["lead 县司法局", "responsible 各执法单位"]),
                (("三", "3"), "举办培训", ["lead 县司法局", "responsible 县委党校"]),
            ],
            ["依法决策", "行业执法（略）", "规范执法"],
        ),
        (
            "序号 普法内容 责任单位 配合单位 时间安排 1 开展宪法宣传周活动 进校园、进社区 司法局 教育局、民政局 12月 "
            "2 民法典宣传月 司法局、妇联 各镇（街道） 5月底前 3 安全生产法宣传 应急管理局 工信局、交通 运输局 6月",
            [
                (("1",), "开展宪法宣传周活动进校园、进社区", ["responsible 司法局", "cooperate 教育局", "cooperate 民政局"]),
                (("2",), "民法典宣传月", ["responsible 司法局", "responsible 妇联", "cooperate 各镇(街道)"]),
                (("3",), "安全生产法宣传", ["responsible 应急管理局", "cooperate 工信局", "cooperate 交通运输局"]),
            ],
            [],
        ),
        (
            "序号 改革举措 指导部门 推广范围 一、审批 1 推行告知承诺。 科技部 全国 二、监管 21 推行容缺受理。 国家知识产权局、财政部 8个试验区域",
            [
                (("一", "1"), "推行告知承诺。", ["supervise 科技部"]),
                (("二", "21"), "推行容缺受理。", ["supervise 国家知识产权局", "supervise 财政部"]),
            ],
            ["审批", "监管"],
        ),
        (
            "序号 重点任务 工作内容 牵头单位 责任单位 落地时间 1 信息公开 公布惠企清单，每月更新 县司法局 县财政局 县税务局 7月底前 "
            "2 窗口建设 在12个镇设立综合窗口 县数据局 县民政局、各镇 全年",
            [
                (("1",), "信息公开", ["lead 县司法局", "responsible 县财政局", "responsible 县税务局"]),
                (("2",), "窗口建设", ["lead 县数据局", "responsible 县民政局", "responsible 各镇"]),
            ],
            [],
        ),
    ],
    ids=["sections", "no stops, no levels", "behind the owners", "a name and words, names one a line"],
)  # fmt: skip
def test_rows(read: Read, lines: str, rows: list[ROW], headings: list[str]) -> None:
    (record,) = read("霜桥县2024年任务分解表\n" + lines.replace(" ", "\n") + "\n")
    assert [
        (t.path, t.title, [f"{a.role} {a.unit}" for a in t.assignments]) for t in record.tasks
    ] == rows
    assert [h.title for h in record.headings] == headings


CELLS = """霜桥县2020年督察反馈意见整改清单
序号
整改任务
整改措施
整改时限
责任单位
责任人
一、依法决策
1
学法制度不健全
1.制定学法计划；
2.每季度开展一次学法。
2020年11月底
县司法局（牵头）
县财政局
赵某某
2
评查走过场
组织案卷评查2次，培训300人次
立行立改
县教育局、各镇（街道）
王 某
二、普法
3
阵地不足
新建普法驿站3个
2020年底前
各执法单位
各单位主要
负责人
4
案卷不规范
逐卷反馈并限期整改
全年
县司法局
李某某
"""


def test_one_cell_a_line_where_most_rows_are_whole(read: Read) -> None:
    (record,) = extract(readers.read(CELLS.encode(), "清单.txt"))
    assert [
        (t.path, t.title, str(t.deadline), [f"{a.role} {a.unit}" for a in t.assignments])
        for t in record.tasks
    ] == [
        (("一", "1"), "学法制度不健全", "2020-11-30", ["lead 县司法局", "responsible 县财政局"]),
        (("一", "2"), "评查走过场", "None", ["responsible 县教育局", "responsible 各镇(街道)"]),
        (("二", "3"), "阵地不足", "2020-12-31", ["responsible 各执法单位"]),
        (("二", "4"), "案卷不规范", "None", ["responsible 县司法局"]),
    ]
    assert [s.text for s in record.statements] == [
        "制定学法计划", "每季度开展一次学法", "组织案卷评查2次，培训300人次", "新建普法驿站3个", "逐卷反馈并限期整改",
    ]  # fmt: skip


def test_lines_that_do_not_come_out_even_are_no_such_table(read: Read) -> None:
    rows = "1\n评查案卷\n县司法局\n县财政局\n县教育局\n2\n举办培训\n县司法局\n县财政局\n3\n修订办法\n县司法局\n县民政局\n"
    text = f"霜桥县2024年任务分解表\n序号\n工作任务\n牵头单位\n配合单位\n{rows}"
    (record,) = extract(readers.read(text.encode(), "分解表.txt"))
    first, *others = record.tasks
    assert "lead 县教育局" not in [f"{a.role} {a.unit}" for a in first.assignments]
    assert [[a.role for a in t.assignments] for t in others] == [["lead", "cooperate"]] * 2


def test_a_header_of_two_rows_one_cell_a_line_without_numbers() -> None:
    lines = (
        "工作任务 责任单位 完成时限 牵头单位 配合单位 修订村规民约，纳入移风易俗内容 县民政局 县妇联、各乡镇（街道） 2025年8月底 "
        "每村建成1个法治文化阵地 县司法局 县文旅局 持续推进 规范村级权力清单和公开 县纪委监委 县委组织部 2025年9月底"
    )
    text = "霜桥县法治示范村任务分工表\n" + lines.replace(" ", "\n") + "\n"
    (record,) = extract(readers.read(text.encode(), "分工表.txt"))
    assert [
        (t.title, str(t.deadline), [f"{a.role} {a.unit}" for a in t.assignments]) for t in record.tasks
    ] == [
        ("修订村规民约，纳入移风易俗内容", "2025-08-31", ["lead 县民政局", "cooperate 县妇联", "cooperate 各乡镇(街道)"]),
        ("每村建成1个法治文化阵地", "None", ["lead 县司法局", "cooperate 县文旅局"]),
        ("规范村级权力清单和公开", "2025-09-30", ["lead 县纪委监委", "cooperate 县委组织部"]),
    ]  # fmt: skip


def test_one_row_of_names_that_all_are_of_owners_but_the_task() -> None:
    rows = "修订办法，公布实施 县司法局 县司法局 县财政局 开展执法案卷评查 县教育局 县教育局 县民政局 举办执法人员培训 县人社局 县人社局 县委党校"
    text = "霜桥县分工表\n任务\n责任单位\n牵头单位\n配合单位\n" + rows.replace(" ", "\n") + "\n"
    (record,) = extract(readers.read(text.encode(), "分工表.txt"))
    assert [f"{a.role} {a.unit}" for a in record.tasks[0].assignments] == [
        "responsible 县司法局", "lead 县司法局", "cooperate 县财政局",
    ]  # fmt: skip


def test_a_header_that_the_next_page_repeats_one_cell_a_line() -> None:
    head = "序号\n工作任务\n责任单位\n完成时限\n"
    text = f"霜桥县分工表\n{head}1\n评查案卷\n县司法局\n6月底前\n2\n举办培训\n县人社局\n全年\n{head}3\n修订办法\n县民政局\n9月底前\n"
    (record,) = extract(readers.read(text.encode(), "分工表.txt"))
    assert [(t.title, [a.unit for a in t.assignments]) for t in record.tasks] == [
        ("评查案卷", ["县司法局"]), ("举办培训", ["县人社局"]), ("修订办法", ["县民政局"]),
    ]  # fmt: skip


def test_blanks_part_the_owners_from_the_task_and_its_date() -> None:
    rows = "1 建设文化 活动中心 县文旅局 2024年6月底\n2 开展 执法评查 县司法局 9月底前\n3 举办 普法培训 县委党校 全年\n"
    text = f"霜桥县2024年分工表\n序号 工作任务 责任单位 完成时限\n{rows}"
    (record,) = extract(readers.read(text.encode(), "分工表.txt"))
    assert [(str(t.deadline), [a.unit for a in t.assignments]) for t in record.tasks] == [
        ("2024-06-30", ["县文旅局"]), ("2024-09-30", ["县司法局"]), ("None", ["县委党校"]),
    ]  # fmt: skip


def test_sections_between_the_names_of_columns_make_no_table() -> None:
    text = "序号\n责任单位\n（一）抓好落实\n（宣传科、护理部）\n2\n（一）抓好落实\n序号\n（一）抓好落实\n附件：1.方案"
    assert extract(readers.read(text.encode(), "残页.txt"))


@pytest.mark.parametrize(
    "lines",
    ["序号\n" * 20_000, "序号\n任务\n责任单位\n" * 7_000, "任务\n责任单位\n" * 10_000],
    ids=["numbers", "headers", "names"],
)
def test_headers_without_rows_are_read_once(lines: str) -> None:
    assert readers.read(lines.encode(), "表.txt").tables == ()


def test_how_to_reach_a_unit_is_no_duty() -> None:
    text = "县公安局：联系电话见附件所列号码。\n县卫生局：联系电话见附件所列号码。\n"
    (record,) = extract(readers.read(text.encode(), "名单.txt"))
    assert not [a for t in record.tasks for a in t.assignments]


def test_a_blank_line_between_the_cells_tells_them_apart(read: Read) -> None:
    table = (
        "序号 项目 具 体 内 容 牵头 部门 相关责任部门 完成 时间 31 办好3所小学 教育局 民政局、残联等相关部门 2025年 "
        "32 建成社区学院 教育局 相关部门 2026年"
    )
    (record,) = read(
        "桂河区任务分解\n\n"
        + table.replace(" ", "\n\n").replace("具\n\n体\n\n内\n\n容", "具 体 内 容")
    )
    assert [
        (t.path, t.title, str(t.deadline), [f"{a.role} {a.unit}" for a in t.assignments])
        for t in record.tasks
    ] == [
        (("31",), "办好3所小学", "2025", ["lead 教育局", "responsible 民政局", "responsible 残联"]),
        (("32",), "建成社区学院", "2026", ["lead 教育局", "responsible 相关部门"]),
    ]  # fmt: skip


DRAWN = """
┌──┬────────────┬─────┬────┐
│序号│    工作任务      │牵头单位 │完成时限│
├──┼────────────┼─────┼────┤
│ 1│新建社区食堂3家，    │县民政局、│6月底前 │
│  │改造养老院2家。      │县住建局  │        │
├──┼────────────┼─────┼────┤
│ 2│改造供水管网10公里。 │县人力资源│年底前  │
│  ├────────────┤社会保障局├────┤
│  │举办招聘会20场。     │          │9月底前 │
└──┴────────────┴─────┴────┘
"""


def test_a_drawn_table(read: Read) -> None:
    text = "霜桥县2024年任务分解表" + DRAWN + "附：说明\n"
    (record,) = read(text)
    assert [
        (t.path, t.title, str(t.deadline), [f"{a.role} {a.unit}" for a in t.assignments])
        for t in record.tasks
    ] == [
        (("1",), "新建社区食堂3家，改造养老院2家。", "2024-06-30", ["lead 县民政局", "lead 县住建局"]),
        (("2",), "改造供水管网10公里。", "2024-12-31", ["lead 县人力资源社会保障局"]),
        (("2",), "举办招聘会20场。", "2024-09-30", ["lead 县人力资源社会保障局"]),
    ]  # fmt: skip
    assert not any(set(s.text) & set("│├┤─") for s in record.statements)
    for task in record.tasks:
        for owner in task.assignments:
            assert text[slice(*owner.span)] == owner.surface


BY_UNIT = "职责分工 相关部门 职责分工 县卫生局 负责制定处理方案；指导救治 县教育局、各学校 组织师生演练 县财政局 保证演练经费 本页由办公室维护"
OWNED = "重点任务 责任单位 完成时限 建成社区食堂3家 县民政局 6月底前 改造供水管网 县住建局、县水利局 年底前 举办招聘会 县人社局 9月底前"


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            BY_UNIT,
            [
                (("1",), "负责制定处理方案；指导救治", ["responsible 县卫生局"]),
                (("2",), "组织师生演练", ["responsible 县教育局", "responsible 各学校"]),
                (("3",), "保证演练经费", ["responsible 县财政局"]),
            ],
        ),
        (
            OWNED,
            [
                (("1",), "建成社区食堂3家", ["responsible 县民政局"]),
                (("2",), "改造供水管网", ["responsible 县住建局", "responsible 县水利局"]),
                (("3",), "举办招聘会", ["responsible 县人社局"]),
            ],
        ),
        # a unit where a duty is due: no table
        ("相关部门 工作职责 县卫生局 县教育局 县财政局 县民政局 各乡镇要加强领导 县司法局", []),
    ],
    ids=["by unit", "with owners", "a list of names"],
)  # fmt: skip
def test_rows_without_numbers(lines: str, rows: list[ROW]) -> None:
    text = "霜桥县应急分工\n" + lines.replace(" ", "\n\n")
    record = extract(readers.read(text.encode(), "表.txt"))[0]
    assert [
        (t.path, t.title, [f"{a.role} {a.unit}" for a in t.assignments]) for t in record.tasks
    ] == rows


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            "县质监局 综合协调设备事故救援工作。\n县公安局 负责控制事故现场；参与人员疏散。\n县建设局、县城管局 制订救援制度。\n县气象局 参与现场监测，提供气象资料。\n县总工会　做好家属安抚工作。\n",
            [
                ["responsible 县质监局"], ["responsible 县公安局"], ["responsible 县建设局", "responsible 县城管局"],
                ["cooperate 县气象局"], ["responsible 县总工会"],
            ],
        ),
        (
            "乡镇政府：建立管理站。各村要配合管理站做好登记。\n交通部门：完善安全设施；发展农村客运。\n县农机局、县供电公司：摸排登记全部车辆\n桥口军分区负责组织民兵抢险。\n县武警中队协助公安机关维护秩序。\n",
            [
                ["responsible 乡镇政府"], ["responsible 交通部门"], ["responsible 县农机局", "responsible 县供电公司"],
                ["responsible 桥口军分区"], ["cooperate 县武警中队"],
            ],
        ),
        ("牵头单位：县农机局制定方案\n责任单位：县公安局组织检查\n配合单位：县教育局开展宣传\n督查单位：县政府办开展督查\n", []),
        ("县公安局 张三丰同志任副组长。\n县教育局 李四光同志任副组长。\n县民政局 王五德同志任副组长。\n县水利局 赵六安同志任副组长。\n", []),
    ],
    ids=["duties", "a colon or 负责", "labels", "persons"],
)  # fmt: skip
def test_lines_that_begin_with_a_unit_and_a_blank(read: Read, lines: str, rows: list[list[str]]) -> None:  # fmt: skip
    (record,) = read("霜桥县设备事故应急预案\n" + lines + "县政府办公室印发\n")
    assert [[f"{a.role} {a.unit}" for a in t.assignments] for t in record.tasks] == rows


def test_two_lines_are_a_list_where_a_text_begins_with_them() -> None:
    text = "县供电公司负责抢修损毁线路。\n县旅游局、县教育局负责人员转移。\n6.2 应急调查\n县水利局负责水情监测。\n6.3 医疗救护\n县卫生局负责组织救治。\n"
    record = extract(readers.read(text.encode(), "页.txt"))[0]
    assert [(t.path, [a.surface for a in t.assignments]) for t in record.tasks] == [
        (("1",), ["县供电公司"]),
        (("2",), ["县旅游局", "县教育局"]),
        (("6.2",), ["县水利局"]),
        (("6.3",), ["县卫生局"]),
    ]


JOINED = (
    "工作任务 | 具体要求 | 责任部门 |\n一、做好公开。 | 1.公开预算。 | 财务科 |\n二、更新专栏。 | 2.更新概况。 | 办公室 |\n"
    "3.反馈意见。 | 各科室 | |\n4.更新公众号。 | 办公室牵头,各科室配合 | |\n"
)
WIDE = (
    "序号 |\n主要任务 |\n全年目标 |\n分管 领导 |\n牵头 单位 |\n责任主体与协同单位 |\n是否达序 |\n说明 |\n"
    "24 |\n改造背街小巷50条。 |\n张三丰 |\n城管局 |\n市政局、相关街道 |\n是 |\n||\n"
    "25 |\n新增分类小区10个。 |\n李四光 |\n教育局 |\n环卫处、各街道 |\n否 |\n因招标滞后。 |\n|\n"
)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            JOINED,
            [
                (("一", "1"), "1.公开预算。", ["responsible 财务科"]),
                (("二", "2"), "2.更新概况。", ["responsible 办公室"]),
                (("二", "3"), "3.反馈意见。", ["responsible 各科室"]),
                (("二", "4"), "4.更新公众号。", ["lead 办公室", "cooperate 各科室"]),
            ],
        ),
        (
            WIDE,
            [
                (("24",), "改造背街小巷50条。", ["lead 城管局", "responsible 市政局", "responsible 相关街道"]),
                (("25",), "新增分类小区10个。", ["lead 教育局", "responsible 环卫处", "responsible 各街道"]),
            ],
        ),
        (
            "序号 |\n部门 |\n事权清单 |\n1 |\n县委宣传部 |\n指导宣传教育工作。 |\n2 |\n县教育局 |\n组织学校演练。 |\n",
            [
                (("1",), "指导宣传教育工作。", ["responsible 县委宣传部"]),
                (("2",), "组织学校演练。", ["responsible 县教育局"]),
            ],
        ),
        (  # rows of several lengths: what is joined is lost at the left, a date at the right
            "建设任务 | 工作事项 | 任务清单 | 责任清单 | 时限清单 |\n一、体系建设 |\n"
            "1.组织机构 | (1)成立专班 | 明确专班成员和职责分工; | 党政办 应急站 | 4月 |\n(2)明确联络员 | 确定专人联络; | 应急站 | 4月 |\n"
            "补充设置网格责任人; | 农村办 规划建设办 |\n2.工作机制 | (3)健全机制 | 制定指挥机制\n",
            [
                (("1", "1"), "明确专班成员和职责分工;", ["responsible 党政办", "responsible 应急站"]),
                (("1", "2"), "确定专人联络;", ["responsible 应急站"]),
                (("1", "3"), "补充设置网格责任人;", ["responsible 农村办", "responsible 规划建设办"]),
            ],
        ),
        (  # a cell of two lines, and a role for each column
            "任务 | 工作内容及要求 | 责任单位 或牵头单位 | 协助 单位 | 完成 期限 |\n"
            "生 态 | 加强绿化建设。 | 县规划局 | 县国土局\n县林业局 | 2010年9月底前 |\n缓解交通压力。 | 县规划局 县建设局 | 有关部门 | 2010年9月底前 |\n",
            [
                (("1",), "加强绿化建设。", ["responsible 县规划局", "cooperate 县国土局", "cooperate 县林业局"]),
                (("2",), "缓解交通压力。", ["responsible 县规划局", "responsible 县建设局", "cooperate 有关部门"]),
            ],
        ),
        (  # bars on lines of their own
            "|\n工作任务\n|\n具体内容\n|\n责任部门\n|\n|\n推进政策公开\n|\n公开就业信息。\n|\n财政所、便民中心等\n|\n|\n公开养老信息。\n|\n民政办公室\n|\n|\n完善平台",
            [
                (("1",), "公开就业信息。", ["responsible 财政所", "responsible 便民中心"]),
                (("2",), "公开养老信息。", ["responsible 民政办公室"]),
            ],
        ),
        (  # a cell of owners that runs over lines, and the next one behind it
            "序号 重点工作任务 主要责任单位 协同配合单位 完成期限\n33 培育科技型企业50家。 县科技局 县商务局（县药发中心）、县财政局等县政府有关部门。 2023年12月底\n"
            "34 推动园区 提档升级。 县科技局\n县商务局\n县教育局、各县（市、区）政府等。 2023年12月底\n35 研发费用突破6亿元。 县科技局 县财政局 12月底\n",
            [
                (("33",), "培育科技型企业50家。", ["responsible 县科技局", "cooperate 县商务局(县药发中心)", "cooperate 县财政局"]),
                (("34",), "推动园区提档升级。", ["responsible 县科技局", "responsible 县商务局", "cooperate 县教育局", "cooperate 各县(市、区)政府"]),
                (("35",), "研发费用突破6亿元。", ["responsible 县科技局", "cooperate 县财政局"]),
            ],
        ),
        (  # blanks for cells, of which some are empty and some hold blanks
            "序号 民生实事 项目名称 责任单位 目标任务 完成率\n1 新增城镇就业 人社局 8950 82%\n2 建设公办幼儿园（所） 县教育局、住建局 2所\n"
            "完成基金征缴 县人社局 70%\n3 文化惠民 送戏下乡20场 县文旅局 20 29\n送电影下乡1020场\n",
            [
                (("1",), "新增城镇就业", ["responsible 人社局"]),
                (("2",), "建设公办幼儿园（所）", ["responsible 县教育局", "responsible 住建局"]),
                (("2",), "完成基金征缴", ["responsible 县人社局"]),
                (("3",), "文化惠民送戏下乡20场", ["responsible 县文旅局"]),
            ],
        ),
    ],
    ids=["joined at the left", "one cell over two columns", "units and duties", "lines of several lengths", "two roles", "bars alone", "blanks and lines", "blanks"],
)  # fmt: skip
def test_what_bars_at_the_end_of_a_row_make_up_for(table: str, rows: list[ROW]) -> None:
    record = extract(readers.read(f"霜桥县任务分工\n{table}".encode(), "表.txt"))[0]
    assert [
        (t.path, t.title, [f"{a.role} {a.unit}" for a in t.assignments]) for t in record.tasks
    ] == rows


def test_a_line_for_each_column_needs_no_blank_lines(read: Read) -> None:
    head = "序号\n普法任务\n重点内容\n责任单位\n协同单位\n完成时间\n"
    rows = (
        "1\n民法典进工地\n《中华人民共和国民法典》物权编\n县法院、司法局\n县妇联\n各乡镇\n5月底前\n"
        "2\n安全月活动\n《中华人民共和国安全生产法》，培训不少于2场\n县应急管理局\n／\n上半年\n"
        "3\n节水宣传\n节约用水常识、取水许可\n县水利局\n县教育局、团县委\n3月底前\n"
        "4\n保密宣传\n《中华人民共和国保守国家秘密法》\n县委保密办\n县直各部门\n—\n"
        "5\n粮食宣传\n《粮食流通管理条例》\n县发改局\n县公安局 县直各部门\n秋粮收购前\n"
        "6\n市场宣传\n《中华人民共和国价格法》\n县市场监管局\n各执法部门\n常态化\n\n共1页 第1页\n"
    )
    (record,) = read(f"霜桥县2024年普法责任清单\n{head}{rows}")
    assert [
        (t.title, str(t.deadline), [f"{a.role} {a.surface}" for a in t.assignments])
        for t in record.tasks
    ] == [
        ("民法典进工地", "2024-05-31", ["responsible 县法院", "responsible 司法局", "cooperate 县妇联", "cooperate 各乡镇"]),
        ("安全月活动", "2024-06-30", ["responsible 县应急管理局"]),
        ("节水宣传", "2024-03-31", ["responsible 县水利局", "cooperate 县教育局", "cooperate 团县委"]),
        ("保密宣传", "None", ["responsible 县委保密办", "cooperate 县直各部门"]),
        ("粮食宣传", "None", ["responsible 县发改局", "cooperate 县公安局", "cooperate 县直各部门"]),
        ("市场宣传", "None", ["responsible 县市场监管局", "cooperate 各执法部门"]),
    ]  # fmt: skip
