"""loaders.line_joins: a sentence cut by the page, or around its quotes and brackets, is one statement."""

from collections.abc import Callable

import pytest

from kg.model import Record

Read = Callable[..., list[Record]]

# Lines of a page: what fills them does not matter, only how wide they are.
_FILL = "\n".join(
    f"{n}.整合基层服务窗口资源，统一事项办理标准，让群众在家门口就能办成事情。"
    for n in range(1, 13)
)


def _statements(read: Read, lines: str) -> list[str]:
    text = f"霁川县2023年工作要点\n一、重点工作\n{_FILL}\n二、其他工作\n{lines}\n三、工作要求\n"
    (record,) = read(text, hard_wrapped=True)
    return [
        statement.text.replace("\n", "")
        for statement in record.statements
        if statement.path[0] == "二"
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "为全面贯彻落实\n《霁川县便民服务管理办法》精神，结合实际开展试点",
        "坚持以上级关于法治建设的要求为\n指导，推动各项任务落到实处",
        "提高办事便利水平，推动公民出国\n（境）\n业务进驻县政务服务大厅",
        "各镇应当依照《\n霁川县窗口办法》第\n八条、第\n九条的规定公开办事指南",
        "加强统筹谋划，做好\n“法治文化长廊”\n运营，丰富群众生活",
        "加快制定《便民服务规则》\n《窗口考核细则》，督促窗口改进作风",
        "推动政务服务事项线上线下标准统\n一、服务同质，提升办事体验",
        "乡镇应当按照《霁川县便民服务办法》\n第十条规定公开办事指南",
        "优惠政策执行期限自2023年1月1日至2023年12\n月31日，期满另行研究",
        "严格落实《霁川县窗口考核细则》\n（霁政办〔2023〕5号）和《首问责任制度》",
        "健全部门和\n乡镇协同配合机制，及时处置风险隐患",
        "推进审批标准化，完成目录中与“办事免提\n交清单”对应的电子证照配置",
        "落实属地责任，市、县（区）\n人民政府统一组织实施",
        "深化“放管服”\n改革，优化办事流程",
        "打造共享窗口，通过“一次\n办成”\n平台，向全县企业开放服务资源",
        "推动修订办法，六月底前形\n成草案",
        "为规范窗口服务，根据《霁川县窗口办法》\n《霁川县服务条例》\n《霁川县便民规定》等制定本方案",
        "窗口人员违反《首问责任制度》\n规定受到通报的，应当离岗学习",
        "严格执行县政府办公室《基层窗口流程管理制度》，依法\n依规界定窗口服务事项，公开办事指南",
        "建立窗口服务评价\n的长效机制，促进作风转变",
        "完善企业办事档案及相\n关备案信息管理制度",
        "设置“办不成事”\n渠道，受理群众诉求",
        "乡镇便民中心，即基层窗口（含街道，\n下同）\n应当加强人员管理，公开办事指南",
    ],
)
def test_a_sentence_cut_in_pieces_is_one(read: Read, lines: str) -> None:
    assert _statements(read, lines) == [lines.replace("\n", "")]


def test_a_title_that_the_page_cut_in_its_years_ends_before_the_plan(read: Read) -> None:
    (record,) = read(
        f"霁川县法治交通建设行动实施方案（2023—2\n025 年）\n为推进法治交通建设，结合实际，制定本方案。\n一、重点工作\n{_FILL}\n",
        hard_wrapped=True,
    )
    head = record.metadata
    assert head.title == "霁川县法治交通建设行动实施方案（2023—2025年）"
    assert head.period == (2023, 2025)


def test_a_law_that_the_page_made_a_link_of_is_part_of_its_sentence(read: Read) -> None:
    (record,) = read(
        "二、规范许可行为\n各窗口应当按照\n行政许可法的规定，公开办事指南。\n严格执行\n优化窗口服务。\n"
    )
    assert [s.text.replace("\n", "") for s in record.statements][:2] == [
        "各窗口应当按照行政许可法的规定，公开办事指南",
        "严格执行",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # 行为, 参与 end in a word that often goes on, but not here
        "持续规范行政执法行为\n加大普法宣传力度，提高群众法治意识",
        "引导社会力量有序参与\n完善人民调解员队伍建设，提升调解质量",
    ],
)
def test_what_only_looks_cut_stays_two(read: Read, lines: str) -> None:
    assert _statements(read, lines) == lines.split("\n")


def test_a_case_of_a_list_is_an_item_of_its_own(read: Read) -> None:
    said = _statements(read, "（一）逾期十五日后重新申请的\n（二）隐瞒情况的\n由县司法局责令改正")
    assert not any("申请的由" in text or "情况的由" in text for text in said)


def test_a_list_behind_a_colon_begins_a_paragraph(read: Read) -> None:
    opening = "学习内容由县司法局会同有关部门结合年度普法重点研究确定，今年主要内容为："
    text = f"霁川县2023年工作要点\n一、重点工作\n{_FILL}\n二、其他工作\n{opening}\n（1）法治建设。\n（2）便民服务。\n"
    (record,) = read(text, hard_wrapped=True)
    assert [h.number for h in record.headings if h.path[0] == "二"] == ["二", "(1)", "(2)"]


@pytest.mark.parametrize("title", ["总则", "总\n则"], ids=["two lines", "three"])
def test_the_title_of_a_chapter_stands_on_the_next_line(read: Read, title: str) -> None:
    text = f"霁川县便民服务办法\n第一章\n{title}\n第一条\n为了便民，制定本办法。\n第二章\n附则\n第二条\n本办法自2024年1月1日起施行。\n"
    (record,) = read(text)
    assert [(h.number, h.title) for h in record.headings] == [
        ("第一章", "总则"), ("第一条", ""), ("第二章", "附则"), ("第二条", ""),
    ]  # fmt: skip


def test_a_month_at_a_lines_start_is_no_item(read: Read) -> None:
    (record,) = read("霁川县2023年工作要点\n一、便民服务\n12 月底前实现证照共享\n")
    assert [str(d.date) for d in record.deadlines] == ["2023-12-31"]


def test_an_address_is_not_part_of_the_first_sentence(read: Read) -> None:
    text = "霁川县关于做好普法工作的通知\n各镇人民政府，县直各科室、各有关单位：\n经县政府同意，各镇要制定普法计划。\n一、要求\n做好普法。\n"
    (record,) = read(text)
    assert record.statements[0].text == "经县政府同意，各镇要制定普法计划"


def test_an_item_cut_around_a_document_is_one_sentence(read: Read) -> None:
    said = _statements(read, "1.加强新修订\n《霁川县便民服务办法》\n宣传解读，组织窗口人员学习。")
    assert said == ["加强新修订《霁川县便民服务办法》宣传解读，组织窗口人员学习"]


def test_the_last_words_of_a_long_title_belong_to_it(read: Read) -> None:
    title = "二、加大对乡村便民工程和统筹城乡协调发展的服务支持，促进"
    text = f"霁川县2023年工作要点\n一、重点工作\n{_FILL}\n{title}\n强镇、富村\n（一）加强统筹。做好服务。\n"
    (record,) = read(text, hard_wrapped=True)
    assert next(h.title for h in record.headings if h.number == "二").endswith("促进强镇、富村")


@pytest.mark.parametrize(
    "title", ["霁川县便民服务责任清单", "霁川县便民服务合同", "霁川县政务信息系统"]
)
def test_a_heading_behind_a_title_is_no_cut_word(read: Read, title: str) -> None:
    (record,) = read(f"{title}\n一、总体要求\n{_FILL}\n二、主要任务\n{_FILL}\n", hard_wrapped=True)
    assert [h.title for h in record.headings if h.level == 1] == ["总体要求", "主要任务"]


def test_half_a_prohibition_is_no_duty(read: Read) -> None:
    said = _statements(read, "各窗口不得以材料复印件\n作为办理条件。")
    assert said == ["各窗口不得以材料复印件作为办理条件"]


def test_a_full_first_line_is_set_in(read: Read) -> None:
    articles = "\n".join(
        f"第{n}条乡镇应当公开办事指南，明确办理的时限，并向群众说明需要提交的各类材料，\n"
        "便民中心应当按月汇总群众的意见，改进窗口作风，不断提升服务水平，方便群众办理各类事项。"
        for n in "一二三四五六七八九十"
    )
    cut = "第十一条设立便民服务事项时，应当评估给群众办事带来的影响，公布服务事项清\n单并及时更新。"
    (record,) = read(f"霁川县便民服务办法\n{articles}\n{cut}\n", hard_wrapped=True)
    last = record.statements[-1].text.replace("\n", "")
    assert last == cut.replace("\n", "").removeprefix("第十一条").removesuffix("。")


def test_a_file_of_two_documents_has_two_widths(read: Read) -> None:
    wide = "健全基层窗口服务资源，统一事项办理标准，公开各项办事指南和办理时限，让群众在家门口就能办成事情。"
    narrow = "整合窗口资源，统一事项标准，让群众在家门口办成事情，\n提升服务水平。"
    said = "加快推进全县便民服务窗口标准化建设并清理各类不必要\n审批环节，压减时限"
    text = "\n".join([wide] * 260 + [narrow] * 210 + [said])
    (record,) = read(f"霁川县2023年工作要点\n一、重点工作\n{text}\n", hard_wrapped=True)
    assert record.statements[-1].text.replace("\n", "") == said.replace("\n", "")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("完善培育库，全县科技型企业评价入库105\n00 家，资源共享。", [(10500, "家")]),
        ("整合科研资源，纳入平台的大型仪器数量达到2\n500 台，面向企业开放。", [(2500, "台")]),
        ("压减各类办事材料，推动事项网上办理率达到9\n8 %，群众满意。", [(98, "%")]),
        # a year is no second half
        ("完善培育机制，全县企业总数比2022\n2023 年底增加30 家，资源共享。", [(30, "家")]),
    ],
)
def test_a_number_that_the_line_cuts_is_one_number(
    read: Read, lines: str, expected: list[tuple[float, str]]
) -> None:
    text = f"霁川县2023年工作要点\n一、重点工作\n{_FILL}\n二、其他工作\n{lines}\n三、工作要求\n"
    (record,) = read(text, hard_wrapped=True)
    assert [(q.value, q.unit) for q in record.quantities] == expected


def test_what_follows_a_run_in_title_has_no_end_before_its_stop(read: Read) -> None:
    assert (
        _statements(read, "（一）加强协同。各镇要重视窗口建设\n便利化改革，结合实际制定方案。")[-1]
        == "各镇要重视窗口建设便利化改革，结合实际制定方案"
    )
