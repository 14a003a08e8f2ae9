"""Comparing: every task of both sides is said once, the same is the same, and changes are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from kg.ask import Ask
from kg.build import quads
from kg.errors import NotFoundError
from kg.model import Record
from kg.store import open_store
from visualize import compare

Get = Callable[..., httpx.Response]
DOC, PLACE = "doc/人和镇2022年工作要点", "place/440111"


def titled(*titles: str) -> list[dict[str, Any]]:
    return [{"label": title} for title in titles]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("落实述法制度", "落实 述法、制度。", True),
        ("2021年普法工作", "2022年普法工作", True),
        ("健全重大行政决策程序", "健全重大行政决策合法性审查程序", True),
        ("健全应急预案", "加强队伍建设", False),
        ("一", "一", False),
        ("", "", False),
    ],
)
def test_titles_meet_by_their_words(one: str, other: str, meet: bool) -> None:
    assert bool(compare.pairs(titled(one), titled(other))) is meet
    assert compare.likeness(one, other) == compare.likeness(other, one)


def test_the_likest_meet_and_nobody_twice() -> None:
    left = titled("开展法治宣传教育", "开展法治宣传", "公示执法结果")
    right = titled("开展法治宣传", "公示执法结果", "开展法治宣传教育活动")
    found = compare.pairs(left, right)
    assert {(i, j) for i, j, _ in found} == {(0, 2), (1, 0), (2, 1)}
    assert [score for i, _, score in found if i] == [1.0, 1.0]


def test_a_task_that_is_called_by_its_beginning_leaves_its_number_behind() -> None:
    words = "清理规范环境检测、招标代理等中介服务收费项目…"
    owners: dict[str, Any] = {"assignments": [], "deadlines": []}
    one = {"label": f"49.{words}", "number": "49", **owners}
    other = {"label": f"（40）{words}", "number": "40", **owners}
    assert compare.pairs([one], [other]) == [(0, 0, 1.0)]
    assert compare.changes(one, other) == []


def said(shown: dict[str, Any]) -> tuple[int, int]:
    both = shown["counts"]["changed"] + shown["counts"]["same"]
    return both + shown["counts"]["a"], both + shown["counts"]["b"]


def test_every_task_is_said_once(ask: Ask) -> None:
    shown = compare.values(ask, DOC, PLACE)
    assert said(shown) == tuple(len(side["tasks"]) for side in shown["sides"])
    itself = compare.values(ask, DOC, DOC)
    assert itself["counts"]["changed"] == itself["counts"]["a"] == itself["counts"]["b"] == 0
    assert itself["counts"]["same"] == len(ask.document(DOC)["tasks"])


def test_changes_are_named(county: list[Record]) -> None:
    old = next(record for record in county if record.id == DOC)
    fewer = replace(old.tasks[0], assignments=old.tasks[0].assignments[:1])
    store = open_store(None)
    store.replace([old.id], quads(old))
    before = Ask(store).document(DOC)["tasks"]
    store.replace([old.id], quads(replace(old, tasks=(fewer, *old.tasks[1:]))))
    after = Ask(store).document(DOC)["tasks"]
    changes = [compare.changes(one, other) for one, other in zip(before, after, strict=True)]
    assert [bool(found) for found in changes] == [True] + [False] * (len(before) - 1)
    kind, gone, came = changes[0][0]
    assert (kind, came) == ("owners", [])
    assert len(gone) == len(old.tasks[0].assignments) - 1


def test_what_cannot_be_compared_is_said(ask: Ask, get: Get) -> None:
    with pytest.raises(NotFoundError):
        compare.values(ask, "unit/440111103/司法所", DOC)
    assert get("/compare").status_code == 200
    assert get(f"/compare?a={quote(DOC)}&b=doc/none").status_code == 404
    assert get("/compare?a=%3Cb%3E&b=place/1").status_code == 404


def test_the_page_shows_both_texts(get: Get) -> None:
    html = get(f"/compare?a={quote(DOC)}&b={quote(DOC)}").text
    assert html.count("<blockquote") == 2 * html.count("<details>") and "综和治理办" in html
    assert "question=units-changed" in html


def test_the_start_page_names_pairs_of_one_place_and_genre_in_two_years() -> None:
    def document(
        id_: str, place: str | None, genre: str, year: int | None, tasks: int, title: str = "要点"
    ) -> dict[str, Any]:
        where, named = place and {"id": place}, f"{year}年{title}"
        return {
            "id": id_,
            "place": where,
            "genre": genre,
            "year": year,
            "title": named,
            "counts": {"tasks": tasks},
        }

    rows = [
        document("a", "p", "work_points", 2021, 3),
        document("b", "p", "work_points", 2022, 4),
        document("c", "p", "annual_report", 2021, 9),
        document("d", "q", "work_points", 2021, 9),
        document("e", "p", "work_points", 2022, 0),
        document("f", None, "work_points", 2023, 9),
        document("g", "r", "regulation", 2021, 9, "老年人优待办法"),
        document("h", "r", "regulation", 2022, 9, "积分制入户管理办法"),
    ]
    assert [(x["id"], y["id"]) for x, y in compare.suggested(rows)] == [("a", "b")]
