"""Responsibility tags, family by family: who is named, as what, and what is no owner."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from kg.model import Record, Span, Task
from loaders.rules import load_rules
from loaders.tag_cues import Tag
from loaders.tags import find_tags
from loaders.widths import PLAIN

Read = Callable[..., list[Record]]
RULES = load_rules("tags")["rule"]


def said(text: str) -> list[str]:
    """What the tags of a text say: ``lead 县司法局``, in order."""
    tags = find_tags(text.translate(PLAIN))
    return [f"{m.role} {m.item.name}" for tag in tags for m in tag.mentions]


def dates(text: str) -> list[str]:
    plain = text.translate(PLAIN)
    return [plain[slice(*tag.deadline)] for tag in find_tags(plain) if tag.deadline]


def fired(rule: dict[str, Any], words: str) -> bool:
    """Does the rule fire for these words inside a bracket?"""
    bracket = f"({words})"
    tags = find_tags(bracket)
    if rule["role"] == "marked":
        tags = find_tags(f"(注:{words})\n(责任单位:县司法局★、县财政局)")
        return [m.role for tag in tags for m in tag.mentions] == ["lead", "responsible"]
    if rule["role"] == "comma":
        tags = find_tags(f"(责任单位:县司法局,县财政局。{words})")
        return [m.role for tag in tags for m in tag.mentions][:2] == ["lead", "responsible"]
    if rule["kind"] == "standing":
        # said at the end of a tag: 〔责任单位:A,列第一位者为牵头单位〕
        tags = find_tags(f"(责任单位:县司法局;{words})")
        return any(tag.first_leads if rule["role"] == "lead" else tag.standing for tag in tags)
    if rule["role"] == "deadline":
        return any(tag.deadline for tag in tags)
    if rule["role"] == "ignored":
        return not any(tag.mentions for tag in tags)
    if rule["role"] == "breakdown":
        return any(m.rule == "tag.breakdown" for tag in tags for m in tag.mentions)
    return any(
        (m.rule, m.role) == (f"tag.{rule['id']}", rule["role"])
        for tag in tags
        for m in tag.mentions
    )


@pytest.mark.parametrize("rule", RULES, ids=[rule["id"] for rule in RULES])
def test_rule_fires_in_its_example_only(rule: dict[str, Any]) -> None:
    assert fired(rule, rule["example"])
    assert not fired(rule, rule["counter_example"])


def test_rule_ids_are_unique() -> None:
    assert len({rule["id"] for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（牵头单位：县司法局、县财政局；配合单位：县公安局）", "lead 县司法局|lead 县财政局|cooperate 县公安局"),
        ("(牵头单位:县司法局,责任单位:县财政局,配合单位:县公安局)", "lead 县司法局|responsible 县财政局|cooperate 县公安局"),
        ("（牵头单位：县司法局　责任单位：县财政局）", "lead 县司法局|responsible 县财政局"),
        ("（主办单位：县司法局|协办单位：县财政局）", "lead 县司法局|cooperate 县财政局"),
        ("〔责任单位：县司法局〕", "responsible 县司法局"),
        ("【责任部门：县司法局、县医保局】", "responsible 县司法局|responsible 县医保局"),
        ("[责任处室:登记指导处、法规处]", "responsible 登记指导处|responsible 法规处"),
        ("（责任单位：县司法局〕", "responsible 县司法局"),
        ("【牵头单位：县司法局）", "lead 县司法局"),
        ("（责任单位：各县（市、区）政府、县司法局）", "responsible 各县(市、区)政府|responsible 县司法局"),
        ("〔责任单位：各县〈市〉区政府，县司法局〕", "responsible 各县〈市〉区政府|responsible 县司法局"),
        ("（参与单位：县文旅局；督导单位：县委督查室）", "cooperate 县文旅局|supervise 县委督查室"),
        ("（指标牵头单位：县统计局）", "lead 县统计局"),
        ("（责任单位：国网霁川县供电公司、县燃气集团）", "responsible 国网霁川县供电公司|responsible 县燃气集团"),
        ("（责任单位：县委依法治县办、县法院，县检察院）", "responsible 县委依法治县办|responsible 县法院|responsible 县检察院"),
        ("（省级分工）（市分工方案：市司法局负责）", "responsible 市司法局"),
        ("（省级分工：省司法厅）（市分工方案：市司法局负责）", "responsible 省司法厅|responsible 市司法局"),
        ("（责任：县司法局、县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("（承办：县司法局；协办：县财政局）", "responsible 县司法局|cooperate 县财政局"),
        ("（主管部门：县司法局）", "responsible 县司法局"),
        ("（办理单位：县司法局）", "responsible 县司法局"),
        ("（责任单位及责任人：县司法局、张某某）", "responsible 县司法局"),
        ("（责任单位：①县司法局②县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("（责任单位：县司法局\\县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("（分工：县司法局牵头，县财政局配合）", "lead 县司法局|cooperate 县财政局"),
    ],
)  # fmt: skip
def test_labels(text: str, expected: str) -> None:
    assert said(text) == expected.split("|")


@pytest.mark.parametrize(
    "tag",
    [
        "〖牵头单位：县司法局；配合单位：县财政局〗",
        "｛牵头单位：县司法局；配合单位：县财政局｝",
        "「牵头单位：县司法局；配合单位：县财政局」",
        "＜牵头单位：县司法局；配合单位：县财政局＞",
        "（牵头单位：县司法局配合单位：县财政局）",
        "（牵头单位：县司法局 配合单位：县财政局）",
        "（牵头：县司法局；配合：县财政局）",
        "（牵头单位为县司法局，配合单位为县财政局）",
        "（牵头单位县司法局，配合单位县财政局）",
        "（县司法局为牵头单位，县财政局为配合单位）",
        "【责任单位：县司法局（牵头）、县财政局（配合）】",
        "（责任单位：县司法局（牵头单位）、县财政局（配合单位））",
        "（县司法局(牵头)、县财政局(配合)）",
        "（牵头领导：张某某；牵头单位：县司法局；配合单位：县财政局；责任人：李某某）",
        "\n——牵头单位：县司法局；配合单位：县财政局",
        "\n牵头部门：县司法局　配合部门：县财政局　完成时限：全年",
    ],
)
def test_one_duty_in_many_spellings(tag: str) -> None:
    assert said(f"开展评查。{tag}\n") == ["lead 县司法局", "cooperate 县财政局"]


def test_names_alone_in_a_bracket_are_owners_where_the_document_has_the_habit() -> None:
    items = "（一）甲项。做好甲项。（县司法局，县财政局）\n（二）乙项。做好乙项。（县教育局）\n"
    assert said(items) == []
    more = items + "（三）丙项。做好丙项。（县民政局、各镇人民政府）\n"
    assert len(said(more)) == 5
    beside = (
        "（一）甲项。做好甲项。（县司法局牵头）\n（二）乙项。做好乙项。（县教育局、县民政局）\n"
    )
    assert said(beside) == ["lead 县司法局", "responsible 县教育局", "responsible 县民政局"]
    assert said(more + "（四）丁项。做好丁项（含县直部门）。\n") == said(more)
    leads = items + "（三）丙项。做好丙项。（县民政局，各镇人民政府。逗号前为牵头单位，下同）\n（四）丁项。做好丁项。（县公安局，县医保局）\n"  # fmt: skip
    assert said(leads)[3:] == [
        "lead 县民政局",
        "responsible 各镇人民政府",
        "lead 县公安局",
        "responsible 县医保局",
    ]


def test_names_alone_in_a_bracket_may_hold_one_without_a_level() -> None:
    text = (
        "一、办税\n优化流程。(市商务局、市贸促会、青川海关、市税务局)\n二、审批\n压减材料。(市司法局负责)\n"
        "三、监管\n规范检查。(市市场监管局负责)\n四、热线\n及时答复。(市信访局负责)\n"
    )
    assert [m.item.name for m in find_tags(text)[0].mentions] == [
        "市商务局", "市贸促会", "青川海关", "市税务局",
    ]  # fmt: skip


def test_offices_alone_in_a_bracket_where_the_document_names_its_offices_so() -> None:
    items = "".join(f"{n}.做好事项。（法规处牵头，秘书处配合）\n" for n in range(1, 6))
    assert said(items + "6.做好交流。（国际合作处）\n")[-1] == "responsible 国际合作处"
    assert said("6.做好交流。（国际合作处）\n") == []


def test_names_in_a_bracket_with_a_date() -> None:
    text = "做好甲项。（县司法局、县财政局，2024年6月底前完成）\n"
    assert said(text) == ["responsible 县司法局", "responsible 县财政局"]
    assert dates(text) == ["2024年6月底前完成"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（县司法局牵头，县财政局配合）", "lead 县司法局|cooperate 县财政局"),
        ("（县司法局牵头，县财政局、县公安局配合，各镇人民政府落实）",
         "lead 县司法局|cooperate 县财政局|cooperate 县公安局|responsible 各镇人民政府"),
        ("（县司法局牵头，县财政局按职责分工负责）", "lead 县司法局|responsible 县财政局"),
        ("（县司法局牵头，县财政局负责）", "lead 县司法局|responsible 县财政局"),
        ("（县司法局、县财政局分工负责）", "responsible 县司法局|responsible 县财政局"),
        ("（县司法局牵头负责）", "lead 县司法局"),
        ("（县司法局会同县财政局负责）", "responsible 县司法局|cooperate 县财政局"),
        ("（县司法局、县财政局按职责分别牵头）", "lead 县司法局|lead 县财政局"),
        ("（责任单位：县司法局、县财政局按职责分工负责）", "responsible 县司法局|responsible 县财政局"),
        ("（由县司法局牵头，县财政局参与）", "lead 县司法局|cooperate 县财政局"),
        ("（县工信局牵头，发改委,县市监局配合）", "lead 县工信局|cooperate 发改委|cooperate 县市监局"),
        ("（县住建局、县资规局以及各镇人民政府负责）", "responsible 县住建局|responsible 县资规局|responsible 各镇人民政府"),
        ("（县委督查室督办）", "supervise 县委督查室"),
        ("（校内评价由教育行政部门负责）", "responsible 教育行政部门"),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: str) -> None:
    assert said(text) == expected.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（县教育局、县人社局等有关部门按职责分工负责）", "responsible 县教育局|responsible 县人社局"),
        ("（责任单位：市教育局等市有关部门及各县（市、区）政府）", "responsible 市教育局|responsible 各县(市、区)政府"),
        ("（责任单位：县教育局等3个部门）", "responsible 县教育局"),
        ("（责任单位：县教育局等县委人才工作领导小组有关成员单位）", "responsible 县教育局"),
        ("（责任单位：霜桥海关等县政府有关部门，高等学校）", "responsible 霜桥海关|responsible 高等学校"),
        ("（责任单位：县直部门按照县委工作部署）", "responsible 县直部门"),
        ("（县公路局、县海事局、等县直单位按职责分工负责）", "responsible 县公路局|responsible 县海事局"),
        ("（责任单位：各市、县〔区〕市场监管局，县审批局）", "responsible 各市、县〔区〕市场监管局|responsible 县审批局"),
        ("（责任单位：各区、市财政局）", "responsible 各区|responsible 市财政局"),
        ("（甲山、乙河、丙江等市人民政府负责）",
         "responsible 甲山市人民政府|responsible 乙河市人民政府|responsible 丙江市人民政府"),
        ("（责任单位：省发展改革委、财政厅）", "responsible 省发展改革委|responsible 财政厅"),
        ("（各市、州、县人民政府，省司法厅按职责分工负责）", "responsible 各市、州、县人民政府|responsible 省司法厅"),
        ("（责任单位：各市〔州〕、县〔市、区、特区〕人民政府）", "responsible 各市〔州〕、县〔市、区、特区〕人民政府"),
        ("（责任单位：省发展和改革委和省交通厅）", "responsible 省发展和改革委|responsible 省交通厅"),
        ("（省商务厅、贸促会和甲山市、乙河市、丙江市政府负责）",
         "responsible 省商务厅|responsible 贸促会|responsible 甲山市政府|responsible 乙河市政府|responsible 丙江市政府"),
        ("（责任单位：县城管局及其他监管部门）", "responsible 县城管局|responsible 其他监管部门"),
        ("（牵头单位：、县司法局；配合单位：）", "lead 县司法局"),
        ("（县政府办公室〔县大数据局〕牵头，12345热线各成员单位负责）",
         "lead 县政府办公室〔县大数据局〕|responsible 12345热线各成员单位"),
        ("（责任单位：县司法局县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("（县司法局，各市、县（市、区）人民政府结合实际贯彻落实）",
         "responsible 县司法局|responsible 各市、县(市、区)人民政府"),
    ],
)  # fmt: skip
def test_lists(text: str, expected: str) -> None:
    assert said(text) == expected.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：县市场监督管理局、人和教育指导中心、县委督查室）",
         "responsible 县市场监督管理局|responsible 人和教育指导中心|responsible 县委督查室"),
        ("（县教育指导中心牵头，县监督检查室配合）", "lead 县教育指导中心|cooperate 县监督检查室"),
        ("（县融媒体推进中心牵头）", "lead 县融媒体推进中心"),
        ("（牵头市领导：李四；牵头单位：市司法局）", "lead 市司法局"),
    ],
)  # fmt: skip
def test_names_that_hold_role_words(text: str, expected: str) -> None:
    assert said(text) == expected.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "（县市场监督管理局、县委督查室）",
        "（责任人：张三）",
        "（联系人：李四，联系电话：12345）",
        "（适用范围：全县各单位）",
        "（目标位置：全县前三）",
        "（县司法局是负责普法的部门）",
        "（详见附件责任清单）",
        "（以下简称责任书）",
        "（括号中为牵头部门、人员、电话，按职责分工负责）",
        "县司法局牵头的事项已经完成",
        "责任单位的同志要到场",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（牵头单位：县司法局；完成时限：2024年6月底前）", ["2024年6月底前"]),
        ("（县司法局牵头，县财政局配合，2024年9月底前完成）", ["2024年9月底前完成"]),
        ("（牵头单位：县司法局；时限要求：长期坚持）", ["长期坚持"]),
        ("牵头单位：县司法局。责任单位：县财政局。（完成时限：2024年6月。）", ["2024年6月"]),
        ("（牵头单位：县司法局）", []),
    ],
)
def test_dates_in_tags(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


def test_two_tags_in_a_row_and_running_labels_do_not_overlap() -> None:
    text = (
        "牵头单位:县司法局。责任单位:县财政局。(完成时限:2024年6月。)\n(县司法局牵头)(县财政局配合)"
    )
    tags = find_tags(text)
    assert [(tag.start, tag.end) for tag in tags] == sorted((tag.start, tag.end) for tag in tags)
    assert all(a.end <= b.start for a, b in pairwise(tags))
    assert said(text) == ["lead 县司法局", "responsible 县财政局", "lead 县司法局", "cooperate 县财政局"]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "standing"),
    [
        ("(责任单位:县司法局、县财政局,列第一位者为牵头单位,下同)", True, []),
        ("(责任单位:县司法局;排名第一位的为牵头责任单位,下同)", True, []),
        ("(牵头单位:县司法局。以下任务均需各乡镇落实)", False, ["各乡镇"]),
        ("(责任单位:县司法局,以下政策均需各镇人民政府落实,不再单独列出)", False, ["各镇人民政府"]),
        ("(责任单位:县司法局。以下责任单位均包含各镇人民政府,不再列出)", False, ["各镇人民政府"]),
        ("(各乡镇人民政府均为责任单位,以下不再列出)", False, ["各乡镇人民政府"]),
        ("(县司法局负责,以下工作均涉及各乡镇人民政府,不再一一列出)", False, ["各乡镇人民政府"]),
    ],
)
def test_standing_rules(text: str, first: bool, standing: list[str]) -> None:
    (tag,) = find_tags(text)
    assert tag.first_leads is first
    assert [m.item.name for m in tag.standing] == standing
    assert all("以下" not in m.item.name and "不再" not in m.item.name for m in tag.mentions)


def test_breakdown_takes_the_units_that_begin_each_clause() -> None:
    text = "〔任务分解:县教育局、县人社局等做好宣传工作;各镇人民政府做好落实工作。〕"
    assert said(text) == [
        "responsible 县教育局",
        "responsible 县人社局",
        "responsible 各镇人民政府",
    ]


def test_an_unclosed_tag_ends_with_its_line() -> None:
    (tag,) = find_tags("(牵头单位:县司法局\n下一段没有责任单位\n")
    assert isinstance(tag, Tag) and [m.item.name for m in tag.mentions] == ["县司法局"]


# --- whose tag it is -------------------------------------------------------------------------


def owners(task: Task) -> list[str]:
    return [f"{a.role} {a.unit}" for a in task.assignments]


def one(records: list[Record]) -> Record:
    assert len(records) == 1
    return records[0]


@pytest.mark.parametrize(
    "tag",
    [
        "（牵头单位：\n县司法局；配合单位：县财政局）",
        "（牵头单位：县司法局；配合\n单位：县财政局）",
        "（牵头单位：县司法局；配合单位：县财\n政局）",
        "（牵头单位：县司法局；配合单位：\n— 3 —\n县财政局）",
    ],
    ids=["after the label", "in a label", "in a name", "by a page mark"],
)
def test_a_tag_broken_by_layout_is_one_tag(read: Read, tag: str) -> None:
    text = f"一、总体任务\n（一）健全制度。健全有关制度。{tag}\n（二）加强培训。举办培训班。\n"
    mark = text.find("— 3 —")
    asides = (Span(mark, mark + 5),) if mark >= 0 else ()
    record = one(read(text, asides=asides))
    assert owners(record.tasks[0]) == ["lead 县司法局", "cooperate 县财政局"]
    assert record.tasks[0].path == ("一", "(一)")


def test_label_lines_of_their_own(read: Read) -> None:
    text = (
        "一、推进普法\n完善制度。\n牵头单位：县司法局\n责任单位：县财政局、\n县教育局\n"
        "配合单位：各镇人民政府\n完成时限：2024年12月\n二、其他\n做好保障。\n"
    )
    first = one(read(text)).tasks[0]
    assert owners(first) == ["lead 县司法局", "responsible 县财政局", "responsible 县教育局", "cooperate 各镇人民政府"]  # fmt: skip
    assert str(first.deadline) == "2024-12"


def test_a_headings_tag_is_inherited_and_says_from_where(read: Read) -> None:
    text = (
        "一、推进依法行政（牵头单位：县政府办）\n1.优化流程。压减材料。\n"
        "2.规范执法。开展评查。（责任单位：县司法局）\n二、其他\n做好保障。\n"
    )
    tasks = {task.path: task for task in one(read(text)).tasks}
    section, first, second = tasks[("一",)], tasks[("一", "1")], tasks[("一", "2")]
    assert owners(section) == ["lead 县政府办"] and section.assignments[0].inherited_from is None
    assert owners(first) == ["lead 县政府办"] and first.assignments[0].inherited_from == section.id
    assert owners(second) == ["responsible 县司法局"]
    assert tasks[("二",)].assignments == ()


def test_a_standing_rule_reaches_later_tasks_only(read: Read) -> None:
    text = (
        "一、任务\n（一）甲项。做好甲项。（责任单位：县司法局、县财政局）\n"
        "（二）乙项。做好乙项。（责任单位：县教育局、县公安局，列第一位者为牵头单位，下同）\n"
        "（三）丙项。做好丙项。（责任单位：县民政局、县公安局）\n"
    )
    tasks = one(read(text)).tasks
    assert [owners(task) for task in tasks] == [
        ["responsible 县司法局", "responsible 县财政局"],
        ["lead 县教育局", "responsible 县公安局"],
        ["lead 县民政局", "responsible 县公安局"],
    ]
    assert tasks[2].assignments[0].rule == "tag.standing.first-leads"


def test_empty_items_and_strange_words_are_warned_about(read: Read) -> None:
    strange = "切合实际把各项年度工作任务细化分解到每一名具体工作同志身上去"
    text = f"一、任务\n（一）甲项。做好甲项。（牵头单位：、县司法局；配合单位：{strange}）\n"
    record = one(read(text))
    assert owners(record.tasks[0]) == ["lead 县司法局"]
    codes = {w.code: text[w.span.start : w.span.end] for w in record.warnings if w.span}
    assert codes["empty_item"] == "、"
    assert codes["unknown_unit"] == strange


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由县司法局牵头，县财政局配合，做好统筹。", ["lead 县司法局", "cooperate 县财政局"]),
        ("县司法局负责统筹普法工作。", ["responsible 县司法局"]),
        ("普法规划由普法主管部门负责编制。", ["responsible 普法主管部门"]),
        ("县司法局会同县财政局负责统筹。", ["responsible 县司法局", "cooperate 县财政局"]),
        (
            "县财政局负责安排预算，县审计局负责审计监督。",
            ["responsible 县财政局", "responsible 县审计局"],
        ),
        ("县工信局是专项资金的主管部门，负责组织申报。", ["responsible 县工信局"]),
        ("县教育局作为普法的牵头单位，要加强统筹协调。", ["lead 县教育局"]),
        ("县财政局：负责安排预算。", ["responsible 县财政局"]),
        (
            "县委依法治县办、县经信局负责统筹协调。",
            ["responsible 县委依法治县办", "responsible 县经信局"],
        ),
        ("县法律援助中心在县司法局领导下，具体负责组织援助。", ["responsible 县法律援助中心"]),
        ("领导小组办公室设在县司法局，负责日常工作。", []),
        ("各镇人民政府配合县工信局做好申报工作。", ["cooperate 各镇人民政府"]),
        ("专家评审会的组织工作由县工信局负责。", ["responsible 县工信局"]),
        ("县政务服务局负责制发综合凭证。", ["responsible 县政务服务局"]),
        ("各项任务牵头、责任单位要研究推进措施。", []),
        ("市、县（区）财政部门负责监督。", ["responsible 市、县(区)财政部门"]),
        ("由采购人委托采购代理机构负责组织。", []),
        ("国务院有关部门负责制发的电子证照，按其规定使用。", []),
        ("行政复议机关负责法制工作的机构应当审查申请。", []),
        ("各领域牵头单位要主动作为。", []),
        ("多个部门的检查，明确由一个部门组织实施。", []),
        ("取消的事项不得转由行业协会组织实施。", []),
        ("治理工程由各部门分工协作组织实施。", []),
        ("完善政府负责、部门配合的机制。", []),
        ("各市政府应当指定专门机构负责管理。", []),
        ("信访工作机构代表本机关负责信访工作。", []),
        ("支持企业牵头组建创新联合体。", []),
        ("本县建立健全县人民政府牵头的协调机制。", []),
        ("制作该信息的行政机关负责公开。", []),
        ("由牵头部门负责统筹推进。", []),
        ("充分发挥领导小组作用，牵头抓总。", []),
        ("各单位主要负责人要亲自抓。", []),
    ],
)
def test_owners_in_prose(read: Read, sentence: str, expected: list[str]) -> None:
    record = one(read(f"一、总体任务\n{sentence}\n二、其他任务\n做好保障。\n"))
    found = [owners(task) for task in record.tasks if task.path == ("一",)]
    assert found == [expected] or (not found and not expected)


def test_a_list_of_duties_names_its_owner_before_the_colon(read: Read) -> None:
    text = "第一条 县财政局负责以下事项：\n（一）安排预算；\n（二）拨付资金。\n第二条 县工信局履行下列职责：\n（一）组织申报；\n（二）组织评审。\n"
    tasks = {task.path: owners(task) for task in one(read("霜桥县专项资金管理办法\n" + text)).tasks}
    assert tasks[("第一条",)] == ["responsible 县财政局"]
    assert tasks[("第二条",)] == ["responsible 县工信局"]
    assert tasks[("第一条", "(一)")] == []


@pytest.mark.parametrize(
    ("opening", "owner"),
    [
        ("县政务服务局是热线工作的行政主管部门，主要职责是：", "县政务服务局"),
        ("县信访局是开展信访工作的专门机构，履行下列职责：", "县信访局"),
        ("县热线中心，具体实施热线工作，主要职责包括：", "县热线中心"),
    ],
)
def test_the_body_that_opens_a_list_of_duties_owns_it(read: Read, opening: str, owner: str) -> None:
    text = f"霜桥县热线管理办法\n第一条 {opening}\n（一）受理诉求；\n（二）转办诉求。\n"
    tasks = {task.path: owners(task) for task in one(read(text)).tasks}
    assert tasks[("第一条",)] == [f"responsible {owner}"]


def test_a_unit_as_heading_owns_what_it_is_said_to_do(read: Read) -> None:
    text = (
        "一、职责分工\n（一）县财政局：负责安排预算。\n（二）县审计局。负责审计监督。\n"
        "（三）县公安局、县交通局：配合做好检查。\n（四）县司法局：加强监督。\n"
    )
    tasks = {task.path[-1]: owners(task) for task in one(read("霜桥县工作方案\n" + text)).tasks}
    assert tasks["(一)"] == ["responsible 县财政局"] and tasks["(二)"] == ["responsible 县审计局"]
    assert tasks["(三)"] == ["cooperate 县公安局", "cooperate 县交通局"]
    assert tasks["(四)"] == []


def test_a_label_line_behind_several_items_closes_their_section(read: Read) -> None:
    text = "霜桥县学习制度\n一、学习内容\n（1）法律法规。\n（2）政策文件。\n责任科室：法规科牵头，各科室配合\n"
    record = one(read(text))
    tasks = {task.path: task for task in record.tasks}
    assert owners(tasks[("一",)]) == ["lead 法规科", "cooperate 各科室"]
    assert all(a.inherited_from for p, t in tasks.items() if len(p) == 2 for a in t.assignments)


def test_a_clause_in_brackets_names_nobody(read: Read) -> None:
    text = "霜桥县方案\n一、排查整治\n各镇（小散工程排查由各镇主管部门组织各村实施），严格检查。\n"
    assert not [a for task in one(read(text)).tasks for a in task.assignments]


def test_a_list_before_its_rule_may_hold_a_name_we_do_not_know(read: Read) -> None:
    tag = "〔县政府办公室，县发展改革委、县财政局、县司法局、县产业园区。逗号前为牵头单位，下同〕"
    task = one(read(f"霜桥县工作要点\n（一）激发活力。优化服务。{tag}\n")).tasks[0]
    assert owners(task)[0] == "lead 县政府办公室" and len(task.assignments) == 5


def test_a_label_line_is_its_items_where_each_item_has_one(read: Read) -> None:
    text = (
        "霜桥县工作要点\n一、宣传\n（一）开展宣讲。\n责任单位：县司法局\n（二）编印读本。\n责任单位：县教育局\n"
        "二、检查\n（一）开展自查。\n（二）开展抽查。\n责任单位：县财政局\n"
    )
    tasks = {task.path: owners(task) for task in one(read(text)).tasks}
    assert tasks[("二", "(二)")] == ["responsible 县财政局"]
    assert not tasks.get(("二", "(一)")) and not tasks.get(("二",))
