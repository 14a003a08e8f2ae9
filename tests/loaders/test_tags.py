"""Responsibility tags, family by family: who is named, as what, and what is no owner."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from loaders.rules import load_rules
from loaders.tag_cues import Tag
from loaders.tags import find_tags
from loaders.widths import PLAIN

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
        ("（责任单位：县教育局；责任学校：霁川二中）", "responsible 县教育局|responsible 霁川二中"),
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
        ("（牵头：县司法局　配合：县法院、县财政局）", "lead 县司法局|cooperate 县法院|cooperate 县财政局"),
        ("（县水利局、县公安局（配合）、县检察院（监督））", "responsible 县水利局|cooperate 县公安局|supervise 县检察院"),
        ("（县司法局牵头；各乡镇按职责负责；县法院督促指导）", "lead 县司法局|responsible 各乡镇|supervise 县法院"),
        ("（县水利局、县公安局负责、县检察院监督\n", "responsible 县水利局|responsible 县公安局|supervise 县检察院"),
        ("\n责任部门：科教科（牵头）、各临床科室；即日起至2024年8月31日完成", "lead 科教科|responsible 各临床科室"),
        ("（责任部门：县司法局、县公安局、县财政局配合）", "responsible 县司法局|responsible 县公安局|cooperate 县财政局"),
        ("（责任部门：县司法局，县公安局、县财政局配合）", "responsible 县司法局|cooperate 县公安局|cooperate 县财政局"),
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


def test_a_house_that_ends_its_items_with_its_own_offices() -> None:
    items = "一、甲项。做好甲项。（宣传科、护理部、各党支部）\n二、乙项。做好乙项。（信息中心）\n"
    assert said(items) == []
    assert said(items + "三、丙项。做好丙项。（校团委；政治教研组）\n") == [
        "responsible 宣传科", "responsible 护理部", "responsible 各党支部", "responsible 信息中心",
        "responsible 校团委", "responsible 政治教研组",
    ]  # fmt: skip
    assert said(items + "三、丙项。做好丙项。（下同）\n四、丁项。做好丁项。（张三）\n") == []


def test_names_in_a_bracket_with_a_date() -> None:
    text = "做好甲项。（县司法局、县财政局，2024年6月底前完成）\n"
    assert said(text) == ["responsible 县司法局", "responsible 县财政局"]
    assert dates(text) == ["2024年6月底前"]
    text = "（县司法局牵头，2024.9.30前完成）\n"
    assert said(text) == ["lead 县司法局"] and dates(text) == ["2024.9.30前"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（县司法局牵头，县财政局配合）", "lead 县司法局|cooperate 县财政局"),
        ("（县司法局牵头，县财政局、县公安局配合，各镇人民政府落实）",
         "lead 县司法局|cooperate 县财政局|cooperate 县公安局|responsible 各镇人民政府"),
        ("（县司法局牵头，县财政局按职责分工负责）", "lead 县司法局|responsible 县财政局"),
        ("（县司法局牵头，县财政局负责）", "lead 县司法局|responsible 县财政局"),
        ("（县司法局主责，县财政局协同，二季度末完成）", "lead 县司法局|cooperate 县财政局"),
        ("做好甲项。\n责任领导：李某 责任单位：县司法局 完成时限：2025年11月底前\n", "responsible 县司法局"),
        ("（县司法局、县财政局分工负责）", "responsible 县司法局|responsible 县财政局"),
        ("（县司法局牵头负责）", "lead 县司法局"),
        ("（县司法局会同县财政局负责）", "responsible 县司法局|cooperate 县财政局"),
        (
            "（县司法局会同县财政局，各镇政府按职责分工负责）",
            "responsible 县司法局|cooperate 县财政局|responsible 各镇政府",
        ),
        ("（县司法局、县财政局按职责分别牵头）", "lead 县司法局|lead 县财政局"),
        ("（县司法局牵头，县财政局、县信息办及相关部门各负其责）", "lead 县司法局|responsible 县财政局|responsible 县信息办|responsible 相关部门"),
        ("（责任单位：县司法局，协同配合单位：县财政局）", "responsible 县司法局|cooperate 县财政局"),
        ("（责任单位：县司法局、县财政局按职责分工负责）", "responsible 县司法局|responsible 县财政局"),
        ("（由县司法局牵头，县财政局参与）", "lead 县司法局|cooperate 县财政局"),
        ("（县工信局牵头，发改委,县市监局配合）", "lead 县工信局|cooperate 发改委|cooperate 县市监局"),
        ("（县住建局、县资规局以及各镇人民政府负责）", "responsible 县住建局|responsible 县资规局|responsible 各镇人民政府"),
        ("（县委督查室督办）", "supervise 县委督查室"),
        ("（县审计局负责监督检查）", "supervise 县审计局"),
        ("（县水务局负责监督管理）", "responsible 县水务局"),
        ("（县司法局牵头，会同县财政局、县公安局落实）", "lead 县司法局|cooperate 县财政局|cooperate 县公安局"),
        ("（县司法局负责牵头，县财政局负责配合）", "lead 县司法局|cooperate 县财政局"),
        ("（县司法局牵头，县财政局按职责分工配合）", "lead 县司法局|cooperate 县财政局"),
        ("（县司法局牵头组织，县财政局协同推进）", "lead 县司法局|cooperate 县财政局"),
        ("（总牵头：县司法局；配合：县财政局）", "lead 县司法局|cooperate 县财政局"),
        ("（责任单位：县司法局（牵头），县财政局、县公安局（配合））", "lead 县司法局|cooperate 县财政局|cooperate 县公安局"),
        ("（责任单位（排名第一的为牵头单位）：县司法局、县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("（普法责任单位：县司法局）", "responsible 县司法局"),
        ("（责任镇街：各镇人民政府）", "responsible 各镇人民政府"),
        ("（各责任单位：县司法局、县财政局）", "responsible 县司法局|responsible 县财政局"),
        ("责任单位：（1）县司法局（2）县财政局", "responsible 县司法局|responsible 县财政局"),
        ("责任单位：1.县司法局;2.县财政局", "responsible 县司法局|responsible 县财政局"),
        ("做好甲项。\n牵头单位 县司法局 配合单位 县财政局\n", "lead 县司法局|cooperate 县财政局"),
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
        ("（县司法局牵头，县财政局配合，2024年9月底前完成）", ["2024年9月底前"]),
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


def test_breakdown_reads_on_behind_a_quoted_principle() -> None:
    text = "〔任务分解:县直各单位按照“谁起草,谁说明”原则,提高文件说明质量,各镇人民政府组织开展评选活动〕"
    assert said(text) == ["responsible 县直各单位", "responsible 各镇人民政府"]


def test_an_unclosed_tag_ends_with_its_line() -> None:
    (tag,) = find_tags("(牵头单位:县司法局\n下一段没有责任单位\n")
    assert isinstance(tag, Tag) and [m.item.name for m in tag.mentions] == ["县司法局"]
