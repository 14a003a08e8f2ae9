"""Long lists: one page at a time, the page in the address, nonsense harmless."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from visualize.numbers import titled
from visualize.paging import cut

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
