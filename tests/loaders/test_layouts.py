"""Layouts and manners of saying who owns what that few documents have, read through the door that files come in by."""

from __future__ import annotations

import pytest

from kg.record import to_json
from loaders.pipeline import extract
from loaders.readers import read

ROLES = {"lead": "牵头", "responsible": "责任", "cooperate": "配合", "supervise": "督办"}


def owners(text: str, name: str = "样本.txt") -> dict[str, str]:
    """``{"一.1": "牵头 市司法局,配合^ 市财政局"}``: the owners of each task, ^ where they are inherited."""
    record = to_json(extract(read(text.encode(), name))[0])
    return {
        ".".join(task["path"]): ",".join(
            f"{ROLES[a['role']]}{'^' if a['inherited_from'] else ''} {a['unit']}"
            for a in task["assignments"]
        )
        for task in record["tasks"]
    }


def titles(text: str) -> list[str]:
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    return [heading["title"] for heading in record["headings"]]


GRID = [
    ["序号", "改革任务", "牵头单位", "配合单位", "完成时限"],
    ["1", "深化一网通办", "市政务服务局", "市大数据局、各县（市、区）", "2024年9月底"],
    ["2", "推进信用监管", "市发展改革委", "市市场监管局", "持续推进"],
]


@pytest.mark.parametrize("parting", ["\t", "|", "   ", " "])
def test_columns_of_a_plain_text(parting: str) -> None:
    text = "霁州市2024年改革任务\n" + "\n".join(map(parting.join, GRID)) + "\n附：说明"
    assert owners(text) == {
        "1": "牵头 市政务服务局,配合 市大数据局,配合 各县(市、区)",
        "2": "牵头 市发展改革委,配合 市市场监管局",
    }


def test_columns_drawn_with_lines() -> None:
    drawn = "\n├──┼──┼──┤\n".join("│" + "│".join(row) + "│" for row in GRID)
    text = f"霁州市2024年改革任务\n┌──┬──┬──┐\n{drawn}\n└──┴──┴──┘\n附：说明"
    assert owners(text) == {
        "1": "牵头 市政务服务局,配合 市大数据局,配合 各县(市、区)",
        "2": "牵头 市发展改革委,配合 市市场监管局",
    }


@pytest.mark.parametrize("lines", [" |\n", " | ", "|\n"])
@pytest.mark.parametrize("numbers", [("1", "2"), ("17", "204")])
def test_cells_between_bars_whatever_the_lines_do(lines: str, numbers: tuple[str, str]) -> None:
    head, *rows = GRID
    cells = [*head, *(cell for n, row in zip(numbers, rows, strict=True) for cell in (n, *row[1:]))]
    text = "霁川市2024年改革任务\n" + lines.join(cells) + " |\n信息来源：霁川市"
    text = text.replace("市大数据局、", "市大数据局 \n")
    assert owners(text) == {
        numbers[0]: "牵头 市政务服务局,配合 市大数据局,配合 各县(市、区)",
        numbers[1]: "牵头 市发展改革委,配合 市市场监管局",
    }


def test_rows_that_end_with_two_bars_lack_joined_cells_at_their_left() -> None:
    text = (
        "霁川市任务分工表 | ||||\n类别 | 工作措施 | 责任科室 | 完成时限 | ||\n"
        "事前公开 | 1.编制事项清单 | 法规科 | 2024年 6月底前 |\n||\n2.公布投诉电话 | 法规科 各相关科室 | 2024年9月底 | |||\n"
        "结果运用 | 3.通报办理情况 | 督查科 |\n年底前 | ||\n"
    )
    assert owners(text) == {
        "1": "责任 法规科",
        "2": "责任 法规科,责任 各相关科室",
        "3": "责任 督查科",
    }


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("活动内容 责任单位", True),
        ("序号 | 责任处室 | 方式措施 | |||", True),
        ("责任单位 市司法局", False),
        ("活动 由市司法局安排", False),
    ],
)
def test_a_printed_table_that_was_not_read_is_told(header: str, told: bool) -> None:
    text = f"霁川市普法工作要点\n一、开展宪法宣传。\n附件\n{header}\n法律进社区集中宣传\n活动\n"
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert ("table_unread" in [w["code"] for w in record["warnings"]]) == told


def test_bars_that_part_no_names_are_no_table() -> None:
    text = "序号 | 责任单位 | 工作任务 | 1 | 已完成 | 县司法局修订规则 | 2 | 未完成 | 县财政局报送预算 |\n"
    assert not any(owners(text).values())


def test_an_empty_cell_and_a_date_among_cells_one_a_line() -> None:
    rows = [
        ["序号", "改革任务", "牵头单位", "责任单位", "配合单位", "完成时限"],
        ["1", "深化一网通办", "/", "市政务服务局、市大数据局", "/", "2024年9月底"],
        ["2", "推进信用监管", "市发展改革委", "/", "各县（市、区）", "2024年6月底"],
    ]
    text = "霁州市2024年改革任务清单\n" + "\n".join("\n".join(row) for row in rows)
    assert owners(text) == {
        "1": "责任 市政务服务局,责任 市大数据局",
        "2": "牵头 市发展改革委,配合 各县(市、区)",
    }


def test_columns_end_where_the_lines_part_otherwise() -> None:
    text = (
        "\n".join(map("\t".join, GRID))
        + "\n一、总体要求\n1.完善制度。由市司法局负责统筹，于10月底前完成。"
    )
    assert list(owners(text)) == ["1", "2", "一.1"]
    assert titles(text) == ["总体要求", "完善制度"]


def test_cells_one_a_line_need_no_pdf() -> None:
    head, *rows = [row[:4] for row in GRID]
    text = "霁州市2024年改革任务清单\n" + "\n".join("\n".join(row) for row in [head, *rows])
    assert owners(text)["1"] == "牵头 市政务服务局,配合 市大数据局,配合 各县(市、区)"


def test_owners_in_front_of_the_task() -> None:
    text = (
        "霁州市工作任务分解表\n（一）责任单位：市农业农村局；配合单位：市财政局、各乡镇\n抓好粮食生产。\n"
        "（二）责任单位：市水利局\n完成灌溉设施改造。\n"
    )
    assert owners(text) == {
        "(一)": "责任 市农业农村局,配合 市财政局,配合 各乡镇",
        "(二)": "责任 市水利局",
    }
    assert titles(text) == ["", ""]


def test_labels_of_offices_and_of_two_roles() -> None:
    text = (
        "盐池镇工作方案\n一、校园周边整治。牵头站所：派出所；责任站所：市场监管所、中心小学。\n"
        "二、完善制度。牵头、责任单位：镇财政所。\n三、强化监督。牵头部门和单位：镇纪委。\n"
    )
    assert owners(text) == {
        "一": "牵头 派出所,责任 市场监管所,责任 中心小学",
        "二": "责任 镇财政所",
        "三": "牵头 镇纪委",
    }


def test_a_blank_for_the_colon() -> None:
    text = (
        "云岭市2024年民生实事\n\n一、新建公办幼儿园10所\n　　责任单位　市教育局\n　　配合单位　市财政局　各区政府\n"
        "　　完成时间　2024年8月\n二、新增停车泊位5000个\n　　责任单位　市城管局\n"
    )
    assert owners(text) == {
        "一": "责任 市教育局,配合 市财政局,配合 各区政府",
        "二": "责任 市城管局",
    }
    assert owners("一、明确职责\n责任单位市教育局要做好统筹工作\n") == {"一": ""}


def test_a_sentence_says_whose_the_items_above_are() -> None:
    text = (
        "霁州市政务公开方案\n一、主要任务\n（一）完善公开目录。编制目录。\n（二）办好政府公报。及时刊登。\n"
        "以上任务由市政府办公室负责，各县（市、区）配合。\n二、平台建设\n1.整合政务新媒体账号。\n2.规范网站栏目设置。\n"
        "3.建立值班制度。\n第1—2项由市大数据局牵头，第3项由市政府办公室负责。\n"
    )
    assert owners(text) == {
        "一": "责任 市政府办公室,配合 各县(市、区)",
        "一.(一)": "责任^ 市政府办公室,配合^ 各县(市、区)",
        "一.(二)": "责任^ 市政府办公室,配合^ 各县(市、区)",
        "二.1": "牵头 市大数据局",
        "二.2": "牵头 市大数据局",
        "二.3": "责任 市政府办公室",
    }


@pytest.mark.parametrize(
    "note", ["各项任务逗号前为牵头单位，逗号后为配合单位。", "逗号前为牵头单位。"]
)
def test_a_sentence_says_what_the_comma_means(note: str) -> None:
    text = (
        f"云岭市若干措施\n{note}\n一、扩大消费。开展以旧换新。（市商务局，市财政局、市公安局）\n"
        "二、培育夜市。打造集聚区。（市商务局，各区政府）\n三、完善物流。建设中心。（市邮政管理局，各县政府）\n"
    )
    rest = "配合" if "逗号后" in note else "责任"
    assert owners(text)["一"] == f"牵头 市商务局,{rest} 市财政局,{rest} 市公安局"


def test_a_note_says_who_of_a_list_leads() -> None:
    text = (
        "云岭市若干措施\n一、扩大消费。（责任单位：市商务局、市财政局）\n二、培育夜市。（责任单位：市城管局、各区政府）\n"
        "注：列第一位的为牵头单位。\n"
    )
    assert owners(text) == {
        "一": "牵头 市商务局,责任 市财政局",
        "二": "牵头 市城管局,责任 各区政府",
    }


def test_names_alone_close_the_items_of_a_list() -> None:
    names = ["市司法局", "市工业和信息化局、市大数据局", "市税务局", "市教育局", "市市场监管局"]
    text = "霁州市专项行动清单\n" + "".join(
        f"{i}.专项行动{'甲乙丙丁戊'[i - 1]}（{name}）\n" for i, name in enumerate(names, 1)
    )
    assert owners(text)["2"] == "责任 市工业和信息化局,责任 市大数据局"
    assert titles(text)[0] == "专项行动甲"
    places = text + "6.在试点地区（云岭县、青川县）推广。\n7.完善市场主体（个体工商户）登记。\n"
    assert owners(places).get("6", "") == owners(places).get("7", "") == ""


def test_lines_behind_sub_items_close_the_item_as_they_do_elsewhere() -> None:
    text = (
        "霁州市工作计划\n1、推进政务公开。公开许可清单。\n责任单位：市政务局  完成时限：2024年10月底\n"
        "2、规范重大决策。\n（1）严格执行论证程序；\n（2）编制决策目录。\n责任单位：市司法局\n完成时间：2024年3月底前\n"
        "3、加强执法监督。开展案卷评查。\n责任单位：市审计局\n"
    )
    assert owners(text)["2"] == "责任 市司法局"
    assert owners(text)["2.(1)"] == owners(text)["2.(2)"] == "责任^ 市司法局"
    (record,) = extract(read(text.encode(), "计划.txt"))
    ends = {task.path[-1]: task.deadline for task in record.tasks}
    assert str(ends["2"]) == "2024-03-31"


@pytest.mark.parametrize("heading", ["三、2024年工作思路", "三、下一步打算"])
def test_the_outlook_of_a_report_has_the_coming_year(heading: str) -> None:
    text = (
        "霁州市2023年法治政府建设情况报告\n一、主要做法\n年内完成备案审查38件。\n二、存在的问题\n力量不足。\n"
        f"{heading}\n市司法局要健全裁量基准，6月底前完成调整。\n霁州市人民政府\n2024年1月25日\n"
    )
    (record,) = extract(read(text.encode(), "报告.txt"))
    assert [str(d.date) for d in record.deadlines if "6月" in d.text] == ["2024-06-30"]
    assert {str(task.deadline) for task in record.tasks if task.path == ("三",)} == {"2024-06-30"}


def test_a_label_inside_a_sentence() -> None:
    text = (
        "霁州市分工方案\n1.推行“三项制度”，开展专项整治，责任单位：市司法局、各执法部门，完成时限：2024年11月底。\n"
        "2.推进数字法治，夯实责任，责任单位：谁主管谁负责，做好整改。\n"
    )
    assert owners(text)["1"] == "责任 市司法局,责任 各执法部门"
    assert owners(text).get("2", "") == ""


@pytest.mark.parametrize(
    ("value", "names", "date"),
    [
        ("县政府办、县司法局等县直部门按职责分工负责，2025年4月30日前完成", ["县政府办", "县司法局"], "2025-04-30"),
        ("县司法局，6月底前", ["县司法局"], "2025-06-30"),
        ("县司法局 2025年9月底前完成", ["县司法局"], "2025-09-30"),
        ("县司法局，长期坚持", ["县司法局"], None),
    ],
)  # fmt: skip
def test_a_date_behind_the_names_of_a_label(value: str, names: list[str], date: str | None) -> None:
    text = f"霁川县2025年工作要点\n1.组织评查。抽查案卷。（责任单位：{value}）\n2.组织培训。举办讲座。（责任单位：县财政局）\n"
    (record,) = extract(read(text.encode(), "要点.txt"))
    task = record.tasks[0]
    assert [a.unit for a in task.assignments] == names
    assert (str(task.deadline) if task.deadline else None) == date


def test_a_short_sentence_with_a_unit_that_must_is_no_title() -> None:
    text = "霁川县通知\n一、请各单位于3月1日前报送目录。\n二、县财政局要保障经费。\n三、县司法局应组织评查。\n"
    text += "四、船东签订协议时应缴纳保证金。保证金按年结算。\n五、评查须满足以下要求。\n六、响应按程序启动。\n"
    assert titles(text) == ["", "", "", "", "评查须满足以下要求", "响应按程序启动"]


def test_first_sentences_are_titles_in_all_items_or_in_none() -> None:
    long = "落实全省统一的服务事项目录，实现同一事项在各镇同标准办理"
    items = [long, "完善制度", *(f"对照第{i}项指标；逐条整改" for i in range(4))]
    text = "霁川县工作要点\n" + "".join(f"{i}.{x}。按季调度。\n" for i, x in enumerate(items, 1))
    assert titles(text) == ["", "完善制度", "", "", "", ""]


def test_a_sentence_of_work_before_the_end_of_the_page_is_no_title() -> None:
    text = "霁川县任务分工\n1.县司法局负责统筹监督，每月听取情况。\n2.县法院、县检察院负责审慎适用强制措施。\n抄送：县委办公室。\n"
    assert titles(text) == ["", ""]


def test_square_brackets_end_an_item_too() -> None:
    wrapped = "".join(
        f"{i}.推进第{i}项改革，完善配套制度，优化工作流程，压缩办理时限，提高服务质量和群众满意度，\n持续巩固改革成果。[市司法局、市财政局负责]\n"
        for i in range(1, 12)
    )
    assert [owners("霁州市改革方案\n" + wrapped)[str(i)] for i in range(1, 12)] == [
        "责任 市司法局,责任 市财政局"
    ] * 11
    glued = "霁州市改革方案" + "".join(
        f"{han}、深化第{han}项改革。完善配套制度，优化工作流程，压缩办理时限。[市司法局负责]"
        for han in "一二三四五"
    )
    assert owners(glued)["三"] == "责任 市司法局"


def test_a_margin_is_no_blank_in_a_name() -> None:
    lines = [
        f"{i}.推进第{i}项改革，完善配套制度，优化工作流程，压缩办理时限，提高服务质量。（市发展改\n革委、市司法局按职责分工负责）"
        for i in range(1, 12)
    ]
    text = "霁州市改革方案\n" + "\n".join(lines) + "\n"
    margin = "\n".join("　　" + line for line in text.splitlines())
    assert owners(margin) == owners(text)
    assert owners(text)["3"] == "责任 市发展改革委,责任 市司法局"


@pytest.mark.parametrize(
    ("item", "date"),
    [
        ("（一）上报情况。各镇于6月15日、12月15日前分别报送总结。", "2024-12-15"),
        ("（一）推广做法。力争2024年实现全覆盖，2024年6月底前完成试点。", "2024"),
        ("（一）开展摸底。6月10日前报送名单，2024年6月前完成核对。", "2024-06"),
        ("（一）推行改革。6月底完成梳理，10月底前上线，11月底评估总结。", "2024-11-30"),
        ("（一）清理文件。6月底前摸清底数，年内废止一批。", "2024-12-31"),
        ("（一）公开权责。6月底前公布清单。（县政府办牵头；县司法局配合；按季通报）", "2024-06-30"),
    ],
)
def test_a_task_is_due_by_the_last_of_its_dates(item: str, date: str) -> None:
    text = f"霁川县2024年改革要点\n一、重点任务\n{item}\n（二）开展解读。做好宣传。\n"
    (record,) = extract(read(text.encode(), "要点.txt"))
    assert str(next(t for t in record.tasks if t.path[-1] == "(一)").deadline) == date


def test_by_when_a_stage_ends_and_that_a_goal_is_no_task() -> None:
    text = (
        "霁川县普法规划\n一、工作目标。到2025年，知晓率达到95%以上。\n二、重点任务\n（一）建设阵地。三季度末公布清单，做好维护。\n"
        "（二）组织评查。上半年由县司法局牵头开展评查。\n三、实施步骤\n（一）启动阶段。2021年下半年制定规划，动员部署。\n"
        "（二）实施阶段。2021年下半年至2025年上半年，按照规划，分解落实。\n"
    )
    (record,) = extract(read((text + "霁川县司法局\n2021年6月2日\n").encode(), "规划.txt"))
    assert {t.title: str(t.deadline) for t in record.tasks} == {
        "工作目标": "None",
        "建设阵地": "2021-09-30",
        "组织评查": "2021-06-30",
        "启动阶段": "2021-12-31",
        "实施阶段": "2025-06-30",
    }
    assert [str(d.date) for d in record.deadlines][:1] == [
        "2025"
    ]  # what the goal's sentence says stays


def test_labels_of_a_rectification_list_are_no_sentences() -> None:
    item = (
        "1.学法不经常。\n存在问题：3个镇未专题学法。\n整改措施：（1）制定学法计划；（2）每季度学法1次。\n"
        "牵头领导：县委副书记\n牵头单位：县司法局\n整改时限：2021年12月底前\n"
    )
    (record,) = extract(
        read(("霁川县督察反馈问题整改方案\n一、整改任务\n" + item).encode(), "方案.txt")
    )
    assert [(s.kind, s.text) for s in record.statements] == [
        ("problem", "存在问题：3个镇未专题学法"),
        ("directive", "制定学法计划"),
        ("directive", "每季度学法1次"),
    ]
    assert [a.unit for t in record.tasks for a in t.assignments] == ["县司法局"]


def test_numbers_that_run_through_glued_sections() -> None:
    text = (
        "霁州开发区2022年工作要点　　2022年要做好工作。　　一、完善决策机制。1.严格执行程序，附合法性审查意见。【牵头：党政办公室；配合：各部门】"
        "2.发挥顾问作用。【牵头：政策法规局】　　二、优化营商环境。3.深化许可改革，1个工作日内办结。【牵头：行政审批局】4.推行免申即享。【牵头：经济发展局】"
    )
    assert owners(text) == {
        "一.1": "牵头 党政办公室,配合 各部门",
        "一.2": "牵头 政策法规局",
        "二.3": "牵头 行政审批局",
        "二.4": "牵头 经济发展局",
    }


def test_a_page_in_one_line_counts_with_other_commas() -> None:
    text = (
        "霁川县2016年普法工作要点发布日期:2016-03-18 来源:县普法办 作者:张某 2016年要做好普法。一、编好普法规划1、总结表彰先进。县普法办负责。"
        "2、起草普法规划。五月底前报县委。县司法局牵头，县委宣传部配合。二、突出重点3、抓领导学法。县委组织部负责。4、抓学生学法。县教育局牵头，团县委协办。"
        "5、抓农民学法，利用农闲送法进村。县农业局负责。"
    )
    (record,) = extract(read(text.encode(), "要点.txt"))
    assert record.metadata.title == "霁川县2016年普法工作要点"
    assert [h.path for h in record.headings] == [
        ("一",), ("一", "1"), ("一", "2"), ("二",), ("二", "3"), ("二", "4"), ("二", "5"),
    ]  # fmt: skip
    assert owners(text)["二.4"] == "牵头 县教育局,配合 团县委"


def test_columns_of_a_department_or_a_unit() -> None:
    text = (
        "霁川城投集团任务清单\n\n| 序号 | 整治任务 | 责任部门/单位 | 协同部门/单位 |\n| --- | --- | --- | --- |\n"
        "| 1 | 压实主体责任 | 安全环保部 | 党群工作部、各子公司 |\n| 2 | 整治燃气管网 | 县天然气公司 | 工程管理部 |\n"
    )
    assert owners(text) == {
        "1": "责任 安全环保部,配合 党群工作部,配合 各子公司",
        "2": "责任 县天然气公司,配合 工程管理部",
    }


def test_departments_of_a_ministry() -> None:
    text = "一、立法\n起草办法。（政法司牵头，人事司参加）\n二、执法\n开展检查。（政法司、人事司按职责分工负责）\n三、复议\n办理案件。（政法司负责）\n"
    assert owners(text) == {
        "一": "牵头 政法司,配合 人事司",
        "二": "责任 政法司,责任 人事司",
        "三": "责任 政法司",
    }


@pytest.mark.parametrize("title", ["一、抓好贯彻落实", "（一）强化组织实施"])
def test_a_heading_is_not_carried_on_by_a_line_that_speaks_of_law(title: str) -> None:
    text = f"霁川县要点\n{title}\n县司法局牵头依法开展检查。\n"
    assert titles(text) == [title.split("、")[-1].split("）")[-1]]
    assert list(owners(text).values()) == ["牵头 县司法局"]


def test_a_goal_with_owners_keeps_its_date() -> None:
    text = "霁川县2025年要点\n一、工作目标任务。2025年6月底前完成整治，实现全覆盖。（责任单位：县交通局）\n"
    (record,) = extract(read(text.encode(), "要点.txt"))
    assert [str(t.deadline) for t in record.tasks] == ["2025-06-30"]


def test_words_that_end_like_a_department_own_nothing() -> None:
    assert owners("一、接待\n做好接待。（上司牵头，寿司参加）\n").get("一", "") == ""


def test_what_each_does_by_its_duty() -> None:
    text = "霁州市预案\n（一）交通保障。市交通运输局牵头组织运力，市公安局、市城管局按照职责做好交通疏导。\n"
    assert owners(text) == {"(一)": "牵头 市交通运输局,责任 市公安局,责任 市城管局"}


def test_levels_written_one_by_one_are_one_class() -> None:
    text = "方案\n一、优化服务。（责任单位：市财政局及各区、县（市）政府）\n二、强化监管。（责任单位：各县、市、区政府及功能区管委会）\n"
    assert owners(text) == {
        "一": "责任 市财政局,责任 各区、县(市)政府",
        "二": "责任 各县、市、区政府,责任 功能区管委会",
    }


def test_items_without_full_stops_are_not_a_page() -> None:
    text = "霁州市人才工作任务分工\n" + "".join(
        f"{i}．实施第{i}项引才计划，完善配套政策。责任单位：市人力资源社会保障局、市科技局，各县（市、区）人民政府\n"
        for i in range(1, 12)
    )
    assert (
        list(owners(text).values())
        == ["责任 市人力资源社会保障局,责任 市科技局,责任 各县(市、区)人民政府"] * 11
    )


def test_a_text_without_line_ends() -> None:
    text = (
        "关于印发《霁州市2024年消防安全整治方案》的通知 各县（市、区）人民政府： 现将《霁州市2024年消防安全整治方案》印发给你们，请认真落实。"
        " 霁州市人民政府办公室 2024年3月5日 霁州市2024年消防安全整治方案 一、目标任务。全年火灾起数下降10%以上。二、重点工作（一）整治高层建筑。"
        "6月底前完成排查。（责任单位：市消防救援支队、市住建局）（二）加强宣传。（责任单位：市委宣传部）三、工作要求。各单位要提高认识。"
    )
    assert titles(text) == ["目标任务", "重点工作", "整治高层建筑", "加强宣传", "工作要求"]
    assert owners(text)["二.(一)"] == "责任 市消防救援支队,责任 市住建局"
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert record["metadata"]["issuer"] == "霁州市人民政府办公室"
    assert record["metadata"]["issued"] == "2024-03-05"


def test_a_task_s_date_is_not_the_document_s() -> None:
    text = "霁州市2024年工作要点\n一、推进改革。【责任单位：市发改委】【完成时间：2024年11月】\n"
    assert to_json(extract(read(text.encode(), "样本.txt"))[0])["metadata"]["issued"] is None


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2024-06-30", "2024-06-30"),
        ("2024.6.30前", "2024-06-30"),
        ("2024/6", "2024-06"),
        ("2024.6底", "2024-06-30"),
        ("2024-02-30", None),
        ("2024年Q3", "2024-09-30"),
    ],
)
def test_dates_as_sheets_write_them(cell: str, date: str | None) -> None:
    rows = [*GRID[:2], ["2", "推进信用监管", "市发展改革委", "市市场监管局", cell]]
    text = "霁州市2024年改革任务\n" + "\n".join(map("\t".join, rows)) + "\n附：说明"
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert record["tasks"][1]["deadline"] == date


def test_a_notice_s_date_is_no_part_of_the_plan_s_title() -> None:
    text = (
        "霁州市人民政府办公室\n关于印发《霁州市政务服务提升行动实施方案和工作安排及\n重点任务举措清单若干措施》的通知\n各区人民政府：\n"
        "《霁州市政务服务提升行动实施方案和工作安排及重点任务举措清单若干措施》\n已经市政府同意，现印发给你们，请认真贯彻执行，确保落实到位。\n"
        "2023 年2 月22 日\n霁州市政务服务提升行动实施方案和工作安排及\n重点任务举措清单若干措施\n"
        + "为深入贯彻落实决策部署，着力打造市场化法治化国际化\n的一流环境，进一步激发活力，结合实际制定若干措施。\n"
        * 6
    )
    metadata = to_json(extract(read(text.encode(), "样本.txt"))[0])["metadata"]
    assert metadata["title"] == "霁州市政务服务提升行动实施方案和工作安排及重点任务举措清单若干措施"
    assert metadata["issued"] == "2023-02-22"
    assert metadata["period"] is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("信访条例\n\n第一章 总则\n第一条 为了保持联系，制定本条例。\n", "信访条例"),
        ("霁州市节约用水条例第一章总则\n第一条 为了节约用水，制定本条例。\n", "霁州市节约用水条例"),
    ],
)
def test_titles_that_are_short_or_glued(text: str, title: str) -> None:
    metadata = to_json(extract(read(text.encode(), "样本.txt"))[0])["metadata"]
    assert (metadata["title"], metadata["genre"]) == (title, "regulation")


def test_sections_of_a_plain_table_have_lines_of_their_own() -> None:
    text = (
        "霁州市法治政府建设2023年度任务分解\n序号 任务 责任单位 完成时间\n（一）健全机构职能体系\n"
        "1 完善权责清单，并向社会公布。 市委编办、市司法局 2023年9月\n（二）健全制度体系\n2 制定立法计划。 市司法局 2023年3月\n二、工作要求\n"
    )
    assert owners(text) == {"1": "责任 市委编办,责任 市司法局", "2": "责任 市司法局"}
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert record["metadata"]["title"] == "霁州市法治政府建设2023年度任务分解"
    assert [task["deadline"] for task in record["tasks"]] == ["2023-09", "2023-03"]


def test_measures_glued_behind_a_label_are_no_owners() -> None:
    text = "任务分工表\n（一）强化赋能。1.建设实验室。责任处室：科技处、规划处2.引进团队。责任处室：人事处。3.转化成果。责任处室：成果处\n"
    assert owners(text) == {"(一)": "责任 科技处,责任 规划处,责任 人事处,责任 成果处"}


def test_who_carries_out_stands_behind_who_leads() -> None:
    text = "霁州市若干措施\n一、稳定外贸。市商务局牵头，会同霁州海关制定方案，各县（市、区）抓好落实。\n"
    assert owners(text) == {"一": "牵头 市商务局,配合 霁州海关,责任 各县(市、区)"}


def test_verbs_without_a_comma_and_duties_before_them() -> None:
    text = (
        "云岭市重点任务\n1.完善评价机制。（市政务服务局牵头市直各部门配合）\n"
        "2.加强监督。（市纪委监委机关、市委巡察办按职责督导）\n3.优化服务。（市政务服务局牵头，市大数据局按职责配合）\n"
        "4.包保重点。（牵头市领导：张某）\n"
    )
    found = owners(text)
    assert found["1"] == "牵头 市政务服务局,配合 市直各部门"
    assert found["2"] == "督办 市纪委监委机关,督办 市委巡察办"
    assert found["3"] == "牵头 市政务服务局,配合 市大数据局"
    assert not found.get("4")


def test_a_rule_below_the_title_holds_for_all() -> None:
    text = (
        "2024年全市工作任务分工表\n（责任单位中排在首位的为牵头单位）\n一、公开政策\n1.公开惠企政策。（责任单位：市发展改革委、市税务局）\n"
        "2.公开项目。（责任单位：市住建局、各区政府）\n"
    )
    assert owners(text)["一.1"] == "牵头 市发展改革委,责任 市税务局"
    assert owners(text)["一.2"] == "牵头 市住建局,责任 各区政府"


def test_a_list_of_names_goes_on_behind_a_comma() -> None:
    text = "霁州市2024年重点改革事项\n1、推进执法改革\n协同单位：市司法局、市委编办，\n各区政府\n完成时限：2024年11月底\n"
    assert owners(text) == {"1": "配合 市司法局,配合 市委编办,配合 各区政府"}


def test_a_heading_that_says_who_does_it() -> None:
    text = "方案\n一、主要职责\n（一）县自然资源局负责用地保障。各地要加快办理手续，确保项目按期落地。\n"
    assert owners(text)["一.(一)"] == "责任 县自然资源局"


@pytest.mark.parametrize(
    "tail",
    [
        "\n\n霁川县司法局\n2024年5月6日\n（此件公开发布）\n",
        "\n国务院\n2024年5月6日\n",
        "\n霁川县普法工作领导小组办公室（代章）\n二〇二四年五月六日\n",
        "\n柳泊镇人民政府\n2024年5月6日\n抄送：县司法局。\n",
        "霁川县司法局2024年5月6日",
        "\n附件：任务分工表（略）\n霁川县司法局 霁川县教育局\n2024年5月\n",
    ],
    ids=["two lines", "short", "seal", "copies", "glued", "an annex and two"],
)
def test_the_last_item_ends_before_the_signature(tail: str) -> None:
    item = "（二）建设阵地。打造法治长廊。（责任单位：县住建局）"
    text = f"霁川县2024年普法工作方案\n一、加强宣传\n（一）开展宣传。普及法律知识。\n{item}{tail}"
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert text[slice(*record["tasks"][-1]["span"])] == item
    assert record["statements"][-1]["text"] == "打造法治长廊"


PARTED = [
    ["序号", "工作任务", "责任单位", "完成时限"],
    ["牵头单位", "配合单位"],
    ["1", "修订管理办法。", "市司法局", "市财政局", "6月底前"],
    ["2", "开展专项检查。", "市审计局", "市民政局", "年底前"],
]
WIDE = [["序号", "工作任务", "责任单位", "", "完成时限"], ["", "", "牵头单位", "配合单位", ""]]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("表.txt", "\n".join(map("\t".join, PARTED))),
        ("表.txt", "\n".join(map("\n".join, PARTED))),
        ("表.html", "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in PARTED) + "</table>"),
        ("表.csv", "\n".join(map(",".join, [*WIDE, *PARTED[2:]]))),
        ("表.md", "\n".join(f"| {' | '.join(row)} |" for row in [WIDE[0], ["---"] * 5, WIDE[1], *PARTED[2:]])),
    ],
    ids=["tabs", "one a line", "html", "csv", "markdown"],
)  # fmt: skip
def test_two_header_rows_whose_merged_cell_is_lost(name: str, table: str) -> None:
    assert owners(f"{'' if name == '表.csv' else '霁州市2024年任务分解表'}\n\n{table}\n", name) == {
        "1": "牵头 市司法局,配合 市财政局", "2": "牵头 市审计局,配合 市民政局",
    }  # fmt: skip
