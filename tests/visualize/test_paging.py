"""Long lists: one page at a time, the page in the address, nonsense harmless."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from kg.passage import unbroken
from loaders.rules import load_rules
from visualize.numbers import titled
from visualize.paging import cut
from visualize.quotes import quote

Get = Callable[..., httpx.Response]


def test_pages_follow_each_other_and_lose_nothing() -> None:
    rows, seen, start = list(range(45)), list[int](), 0
    while True:
        part = cut(rows, str(start), 20)
        seen += part.rows
        if part.next is None:
            break
        start = part.next
    assert seen == rows
    assert (part.first, part.last, part.total, part.previous) == (41, 45, 45, 20)


@pytest.mark.parametrize("start", ["-3", "x", "", None, "٣", "9" * 40])
def test_nonsense_is_the_first_page(start: str | None) -> None:
    assert cut(range(30), start, 20).start == 0


def test_all_is_one_page_of_all_that_may_be_shown() -> None:
    whole = cut(range(45), "all", 20)
    assert (len(whole.rows), whole.previous, whole.next) == (45, None, None)
    most = cut(range(2500), "all", 20)
    assert (len(most.rows), most.next) == (2000, 2000), "what is left out is said"


def test_too_far_is_the_last_page_and_nothing_is_a_page_too() -> None:
    assert cut(range(45), "1000", 20).start == 40
    empty = cut([], "20", 20)
    assert (empty.first, empty.last, empty.next, empty.previous) == (0, 0, None, None)


def test_the_gaps_page_has_two_lists_and_its_query(get: Get) -> None:
    unowned, undated = get("/gaps").text, get("/gaps?kind=undated").text
    assert "健全应急预案" in unowned and "unowned-tasks" in unowned
    assert "开展法治宣传教育" in undated and "undated-tasks" in undated
    assert "开展法治宣传教育" not in unowned
    for page in (unowned, undated):
        counts = dict(re.findall(r"(没有写明\w+) <b>(\d+)</b></a>", page))
        assert counts == {"没有写明责任单位": "1", "没有写明时限": "3"}
    one = get(
        "/gaps?kind=undated&document=doc/%E4%BA%BA%E5%92%8C%E9%95%872021%E5%B9%B4%E6%8A%A5%E5%91%8A"
    ).text
    assert "开展法治宣传教育" not in one
    assert get("/gaps?kind=x&start=x&place=440111103").status_code == 200


def test_a_quality_list_turns_by_its_own_name(get: Get) -> None:
    assert get("/quality?merged=20&doubt=x").status_code == 200


@pytest.mark.parametrize(
    ("title", "number", "bare"),
    [
        ("（1）按照清单管理", "(1)", "按照清单管理"),
        ("第三条市场主体应当登记", "第三条", "市场主体应当登记"),
        ("1.优化企业开办", "1", "优化企业开办"),
        ("三十项任务", "三", "三十项任务"),
        ("（一）", "(一)", "（一）"),
        ("宣传教育", "(一)", "宣传教育"),
        ("宣传教育", None, "宣传教育"),
        ("100件实事", "1", "100件实事"),
    ],
)
def test_a_title_beside_its_number_does_not_repeat_it(
    title: str, number: str | None, bare: str
) -> None:
    assert titled(title, number) == bare


def test_policies_are_found_by_their_other_names_and_search_by_kind(get: Get) -> None:
    page = get("/policies?q=%E6%9A%82%E8%A1%8C%E6%9D%A1%E4%BE%8B").text
    assert "重大行政决策程序暂行条例" in page and "法治政府建设实施纲要" not in page
    assert get("/policies?start=x&q=%3Cb%3E").status_code == 200
    units = get("/search?q=%E5%8F%B8%E6%B3%95&type=unit").text
    assert "人和镇司法所" in units and "g-task" not in units


def test_a_line_the_page_broke_reads_on() -> None:
    text = "（牵头单位：市发展改革委、市商务局、市行政审批局、\n市直相关单位）"
    made = quote({"id": "doc/x", "label": "x"}, text, 5, 5 + len(text), [])
    assert "".join(p.text for p in made["pieces"]) == text
    soft = [made["facts"][p.facts[0]]["type"] for p in made["pieces"] if p.facts]
    assert soft == ["soft"]


def test_a_page_mark_inside_a_quote_is_none_of_its_words() -> None:
    """市财政 ⏎ — 3 — ⏎ 局: the list said 市财政局, the page showed the mark; every mark that readers know goes."""
    for rule in load_rules("chrome")["mark"]:
        text = f"由市财政\n{rule['example']}\n局负责统筹"
        made = quote({"id": "doc/x", "label": "x"}, text, 5, 5 + len(text), [])
        shown = "".join(p.text for p in made["pieces"])
        assert shown == "由市财政\n局负责统筹" and unbroken(text) == "由市财政局负责统筹"
        kept = f"由市财政\n{rule['counter_example']}\n局负责统筹"
        made = quote({"id": "doc/x", "label": "x"}, kept, 5, 5 + len(kept), [])
        assert "".join(p.text for p in made["pieces"]) == kept


def test_two_blanks_part_and_one_before_a_label() -> None:
    """县司法局配合 read as one who cooperates; 市财政 局 is one name."""
    assert unbroken("（牵头：市财政 局  配合：县法院）") == "（牵头：市财政局  配合：县法院）"
    assert unbroken("牵头单位：市财政局 配合单位：县法院") == "牵头单位：市财政局 配合单位：县法院"
