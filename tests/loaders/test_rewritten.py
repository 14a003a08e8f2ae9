"""A plan printed another way has the same owners: one document, rewritten as pages, converters and clerks do it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from kg.record import to_json
from loaders.pipeline import extract
from loaders.readers import read

Rewrite = Callable[[str], str]

LABELS = """\
霁州市2024年便民服务工作要点
一、健全服务体系
（一）完善办事指南。逐项编制办事指南，方便群众查阅。
牵头单位：市政务服务管理局
责任单位：市人力资源和社会保障局、市住房和城乡建设局、市财政局
（二）规范窗口管理。推行窗口轮岗，接受群众评议。
牵头单位：市政务服务管理局、市市场监督管理局
责任单位：市委组织部、市公安局、各县（区）人民政府
二、强化数据共享
（一）归集基础数据。建立基础数据库，按月更新数据。
责任单位：市大数据发展管理局、国家税务总局霁州市税务局
（二）开放公共数据。编制开放目录，接受社会监督。
责任单位：市自然资源和规划局、市交通运输局
"""
TAGS = """\
霁州市2024年审批服务工作方案
一、压减审批环节
（一）清理前置条件。全面清理审批前置条件。（市行政审批局牵头，市司法局、市财政局按职责分工负责）
（二）推行告知承诺。制定告知承诺书样本。（牵头单位：市行政审批局；配合单位：市司法局）
二、优化审批流程
（三）推行并联审批。同步办理各项审批手续。（责任单位：市住房城乡建设局、市自然资源局、各县区政府）
（四）压缩办理时间。把办理时间压到五日以内。（市市场监管局负责）
"""


def owners(text: str) -> Counter[tuple[str, str, str]]:
    """(the task's number without signs, unit, role), counted."""
    return Counter(
        (re.sub(r"[()（）、.\s]", "", ".".join(task["path"])), owner["unit"], owner["role"])
        for record in map(to_json, extract(read(text.encode(), "样本.txt")))
        for task in record["tasks"]
        for owner in task["assignments"]
    )


def _broken(behind: str) -> Rewrite:
    """Every label line broken behind these words, inside a name."""
    return lambda text: re.sub(f"(：[^\n]*{behind})", r"\1\n", text)


BREAKS = {
    "市人力资源": "市人力资源\n和社会保障局、市住房和城乡建设局",
    "市政务服务": "市政务服务\n管理局",
    "国家税务总局霁州": "国家税务总局霁州\n市税务局",
    "市委": "市委\n组织部、市公安局",
    "各县（区）人民": "各县（区）人民\n政府",
    "各县": "各县\n（区）人民政府",
    "市自然资源和规": "市自然资源和规\n划局、市交通运输局",
}


@pytest.mark.parametrize("behind", BREAKS)
def test_label_line_broken_inside_a_name(behind: str) -> None:
    broken = _broken(behind)(LABELS)
    assert BREAKS[behind] in broken
    assert owners(broken) == owners(LABELS)


@pytest.mark.parametrize("mark", ["- 3 -\n", "— 12 —\n", "　　　　　　"])
def test_page_mark_or_margin_inside_a_name(mark: str) -> None:
    broken = LABELS.replace("市人力资源和", f"市人力资源\n{mark}和")
    assert owners(broken) == owners(LABELS)


@pytest.mark.parametrize(
    "below",
    [
        "各县区要加强组织领导。",
        "市政府办公室\n2024年3月5日",
        "加强督促检查，确保落实。",
        "（此件公开发布）",
        "工作专班定期会商。",
    ],
)
def test_label_line_that_has_ended(below: str) -> None:
    assert owners(LABELS + below + "\n") == owners(LABELS)


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"【\1】", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"【\1】：", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", "\\1\t", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"［\1］", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"\1 ", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：(.+)\n", r"\1为\2。\n", t)),
        (LABELS, lambda t: t.replace("。\n牵头单位", "牵头单位").replace("。\n责任单位", "责任单位")),
        (LABELS, lambda t: t.replace("、市", "\n市").replace("、各", "\n各").replace("、国", "\n国")),
        (LABELS.replace("单位：", "处室："), lambda t: re.sub("(牵头处室|责任处室)：", r"【\1】", t)),
        (LABELS, lambda t: re.sub(r"\n责任单位：", "　【责任单位】", t).replace("牵头单位：", "【牵头单位】")),
        (LABELS, lambda t: t.replace("（一）", "一）").replace("（二）", "二）")),
        (LABELS, lambda t: t.replace("、市", " 市").replace("、各", " 各")),
        (LABELS, lambda t: t.replace("：", "： ")),
        (TAGS, lambda t: t.replace("（市", "（（市").replace("（责任", "（[责任")),
        (TAGS, lambda t: t.replace("负责）\n", "负责\n", 1)),
        (TAGS, lambda t: t.replace("单位：", "单位为").replace("；配", "，配")),
        (TAGS.replace("审批局；", "海关；"), lambda t: t.replace("；", "")),
        (TAGS, lambda t: t.replace("（牵", "『牵").replace("司法局）", "司法局』")),
        (TAGS, lambda t: t.replace("（责", "⟨责").replace("政府）", "政府⟩")),
        (TAGS, lambda t: t.replace("、", "　").replace("一　", "一、").replace("二　", "二、")),
        (TAGS, lambda t: t.replace("）\n（", "）（")),
        (TAGS, lambda t: t.replace("）\n二", "）二").replace("\n（四）", "（四）")),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"\1——", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：(.+)\n", r"\1（\2）\n", t)),
        (LABELS, lambda t: re.sub("(牵头单位|责任单位)：", r"（\1）", t)),
        (LABELS, lambda t: re.sub("\n(牵头单位|责任单位)：(.+)", r"《\1：\2》", t)),
        (LABELS, lambda t: re.sub("\n(责任单位)：(.+)", r"——\1：\2", t)),
        (LABELS, lambda t: t.replace("、市", "+市").replace("、各", "+各")),
        (TAGS, lambda t: " ".join(t.split("\n"))),
        (LABELS, lambda t: " ".join(t.split("\n"))),
    ],
    ids=[
        "boxed label", "boxed label and colon", "tab behind the label", "square label", "blank behind the label", "said as a sentence", "label glued to the sentence", "one name a line", "boxed label of offices", "two boxed labels on a line", "lost bracket",
        "blanks between names", "blank behind colons", "two brackets", "bracket not closed", "said in the bracket", "labels without anything between", "other brackets", "brackets of formulas", "wide blanks between names", "inner items glued",
        "outer items glued", "dash for the colon", "brackets for the colon", "label in brackets", "title marks", "dash before the label", "plus signs", "one line", "label lines in one line",
    ],
)  # fmt: skip
def test_owners_stay(text: str, rewrite: Rewrite) -> None:
    assert rewrite(text) != text
    assert owners(rewrite(text)) == owners(text)


def _wrapped(text: str, width: int) -> str:
    """Every line broken at the page's width, paragraphs set in by two blanks."""
    return "".join(
        f"{line[at : at + width]}\n"
        for line in (f"　　{one}" for one in text.splitlines())
        for at in range(0, len(line), width)
    )


@pytest.mark.parametrize("width", [24, 25, 26, 27, 28, 30])
def test_a_label_fills_no_line_of_the_page(width: int) -> None:
    body = "认真梳理本地区本部门的办事流程，逐项明确受理条件和办理时限，及时向社会公布，并接受群众监督。"
    plan = "霁州市2024年便民服务工作方案\n" + "".join(
        f"{n}.办好事项{n}。{body}\n牵头单位：市政府办公室、市政务服务中心\n"
        "责任单位：县、区政府，经开区管委会，市直有关部门、单位\n"
        for n in range(1, 9)
    )
    assert owners(_wrapped(plan, width)) == owners(plan)
    assert len(owners(plan)) == 40


FULL = "市财政局、市司法局、市公安局、市民政局"
"""Names that fill, behind a label, a line of 24 characters."""


def _paged(label: str, width: int, sign: str = "：", *, close: str = "") -> str:
    """A plan on pages of this width whose lines of owners are as long as the page is wide."""
    body = "认真梳理本地区本部门的办事流程，逐项明确受理条件和办理时限，及时向社会公布，并接受群众监督。"
    items = "".join(
        f"{_wrapped(f'{n}.办好事项{n}。{body}', width)}{label}责任单位{sign}{FULL}{close}\n"
        for n in range(1, 9)
    )
    return f"霁州市2024年便民服务工作方案\n{items}"


@pytest.mark.parametrize("sign", ["\t", " ", "　"])
def test_label_without_a_colon_on_a_wrapped_page(sign: str) -> None:
    assert owners(_paged("", 24, sign)) == owners(_paged("", 24))
    assert len(owners(_paged("", 24))) == 32


@pytest.mark.parametrize(
    "label", ["责任主体：", "落实单位：", "负责部门：", "主要责任单位：", "责任：", "责 任 单 位："]
)
def test_label_in_other_words_on_a_wrapped_page(label: str) -> None:
    plan = _paged("", 24)
    assert owners(plan.replace("责任单位：", label)) == owners(plan)


def test_bracket_that_a_wrapped_page_never_closes() -> None:
    assert owners(_paged("（", 25)) == owners(_paged("（", 25, close="）"))
    assert len(owners(_paged("（", 25))) == 32


@pytest.mark.parametrize("margin", ["\t", "\t\t", "　"])
def test_margin_before_the_rest_of_a_name(margin: str) -> None:
    whole = TAGS.replace("各县区政府", "各县（区）政府、市民政局")
    broken = whole.replace("各县（", f"各县\n{margin}（").replace("民政局", "民政\n局")
    assert owners(broken) == owners(whole)


@pytest.mark.parametrize(
    "said", ["明确各责任单位：市财政局负责收集。", "落实主体责任单位：一律通报。"]
)
def test_label_that_is_part_of_a_sentence(said: str) -> None:
    text = f"霁州市方案\n一、任务\n（一）督查。开展督查，{said}\n（二）通报。按月通报。\n"
    assert not [o for o in owners(text) if o[0] == "一二"]
    statements = to_json(extract(read(text.encode(), "样本.txt"))[0])["statements"]
    assert said.rstrip("。") in statements[0]["text"]


def test_labels_of_items_that_run_together_are_nobodys() -> None:
    text = "霁州市方案\n一、任务\n（一）奖补。拨付奖金责任单位：市司法局（二）贴息。拨付息金责任单位：市财政局\n"
    assert not owners(text)
    assert owners(text.replace("市司法局（二）", "市司法局\n（二）"))


def test_a_term_said_in_a_sentence_before_the_label() -> None:
    text = "霁州市方案\n一、任务\n（一）奖补。责任单位为市司法局。\n（二）贴息。期限为2024年。\n责任单位：市财政局\n"
    assert [unit for _, unit, _ in owners(text)] == ["市司法局", "市财政局"]


def test_a_unit_that_prose_writes_short_has_its_longer_name() -> None:
    text = (
        "霁州市方案\n一、任务\n（一）征信。市地方金融监管局负责建设平台。\n"
        "（二）融资。市地方金融监督管理局负责贴息。\n"
    )
    assert {unit for _, unit, _ in owners(text)} == {"市地方金融监督管理局"}


def test_what_the_regions_take_up_themselves() -> None:
    text = "霁州市方案\n一、任务\n（一）攻坚。重点项目由各县（市、区）认领负责实施。\n"
    assert list(owners(text)) == [("一一", "各县(市、区)", "responsible")]


def test_blanks_inside_names_are_the_pages() -> None:
    text = TAGS.replace("市行政审批局牵头", "市行政审批局 牵头").replace(
        "市司法局、", "市司法 局、"
    )
    assert owners(text) == owners(TAGS)
    office = "霁州市方案\n一、任务\n（一）督查。开展督查。（责任单位：市政府 办公室）\n"
    assert [unit for _, unit, _ in owners(office)] == ["市政府办公室"]


def test_names_parted_by_blanks_without_a_level_word() -> None:
    text = "霁州市方案\n一、任务\n（一）督查。开展督查。（责任单位：省司法厅 发展改革委 教育厅）\n"
    assert [unit for _, unit, _ in owners(text)] == ["省司法厅", "发展改革委", "教育厅"]


def test_first_item_glued_to_its_heading() -> None:
    text = (
        "霁州市方案\n一、规范审批\n（一）编制清单。\n1.编制事项清单，按年公布。（市司法局负责）\n"
        "2.编制办事指南，按季更新。（市政务服务局负责）\n3.编制流程图，按月核对。（市财政局负责）\n"
    )
    assert owners(text.replace("清单。\n1.", "清单。1.")) == owners(text)
    assert [path for path, _, _ in owners(text)] == ["一一1", "一一2", "一一3"]


def test_items_that_count_on_through_parts() -> None:
    text = (
        "霁州市方案\n第一部分 产业\n1.办好园区。（市商务局负责）\n2.办好展会。（市贸促会负责）\n"
        "第二部分 交通\n3.修好公路。（市交通局负责）\n4.修好桥梁。（市公路局负责）\n"
    )
    assert [path for path, _, _ in owners(text)] == [
        "第一部分1",
        "第一部分2",
        "第二部分3",
        "第二部分4",
    ]


def test_list_inside_one_item_is_no_row_of_items() -> None:
    text = (
        "霁州市方案\n一、任务\n（一）开展培训。培训内容包括：（一）法律知识。（二）业务知识。（市司法局负责）\n"
        "（二）开展考试。组织年度考试。（市人社局负责）\n"
    )
    assert owners(text) == Counter(
        {("一一", "市司法局", "responsible"): 1, ("一二", "市人社局", "responsible"): 1}
    )


@pytest.mark.parametrize(
    ("item", "unit", "role"),
    [
        ("县政府办负责汇总。", "县政府办", "responsible"),
        ("县统计局牵头汇总数据。", "县统计局", "lead"),
        ("县水利局、县交通局负责现场。", "县水利局", "responsible"),
    ],
)
def test_short_item_that_says_who_does_what(item: str, unit: str, role: str) -> None:
    text = f"霁州县2024年迎检安排\n一、收集资料。\n认真收集历年资料。\n二、{item}\n"
    assert ("二", unit, role) in owners(text)
    assert not any(
        h["title"] for h in to_json(extract(read(text.encode(), "样本.txt"))[0])["headings"][1:]
    )


@pytest.mark.parametrize("item", ["加强负责人培训。", "部门负责制建设。"])
def test_short_title_stays_one(item: str) -> None:
    text = f"霁州县2024年工作安排\n一、完善制度。\n二、{item}\n"
    record = to_json(extract(read(text.encode(), "样本.txt"))[0])
    assert record["headings"][1]["title"] == item[:-1]
