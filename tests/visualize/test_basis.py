"""What a document is based on (根据《…》,制定本方案) stands in none of its tasks, and is found all the same."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from kg.ask import Ask
from kg.build import quads, registry_quads
from kg.store import Store, open_store
from loaders.pipeline import extract
from loaders.readers import read
from visualize import pages, paths, quality
from visualize.i18n import Words

Get = Callable[..., httpx.Response]
POLICY = "policy/优化营商环境条例"
PLAN = """宣城市泾县优化营商环境实施方案

根据《优化营商环境条例》，制定本方案。

一、提升服务
（一）优化办事流程。压减办理时限。（责任单位：县司法局）
（二）加强监管执法。规范检查行为。（责任单位：县司法局、县住建局）
"""


@pytest.fixture(scope="module")
def plan() -> Store:
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in extract(read(PLAN.encode(), "方案.txt")):
        store.replace([record.id], quads(record))
    return store


def test_the_way_to_a_policy_goes_over_the_document_that_names_it(plan: Store) -> None:
    ask = Ask(plan)
    unit = ask.units(q="司法局")["items"][0]["id"]
    answer = ask.path(unit, POLICY)
    assert [step["type"] for step in answer["steps"]] == ["assignment", "document", "cites"]
    said = answer["steps"][-1]["evidence"]
    assert said["quote"] == "《优化营商环境条例》" and "制定本方案" in said["sentence"]
    back = ask.path(POLICY, unit)
    assert paths.sentence(back, Words("zh")).startswith("《优化营商环境条例》被《")
    assert paths.sentence(back, Words("en")).startswith("“优化营商环境条例” is cited by “")


def test_the_page_of_a_policy_shows_the_sentence_that_cites_it(
    plan: Store, served: Callable[[Store], Get]
) -> None:
    page = served(plan)(f"/{quote(POLICY)}").text
    assert "根据《优化营商环境条例》，制定本方案" in page
    (hit,) = Ask(plan).policy(POLICY)["cited_by"]
    unread = pages._cited(Ask(plan), {**hit, "sentence": None})
    assert unread == "根据《优化营商环境条例》，制定本方案。"


def test_every_pair_the_page_offers_is_connected(plan: Store) -> None:
    ask = Ask(plan)
    offered = paths.examples(ask)
    assert POLICY in {pair["to"]["id"] for pair in offered}
    for pair in offered:
        assert ask.path(pair["from"]["id"], pair["to"]["id"])["found"], pair


@pytest.mark.parametrize(
    ("focus", "told", "page"),
    [
        (POLICY, "没有哪项任务引用它。", "/policy/"),
        ("place/340000", "没有这一级的文件安排的任务。", "/p/340000"),
    ],
)
def test_an_empty_explorer_leads_on(
    plan: Store, served: Callable[[Store], Get], focus: str, told: str, page: str
) -> None:
    html = served(plan)(f"/explore?focus={quote(focus)}").text
    nothing = html[html.index('<div class="nothing">') :].partition("</div>")[0]
    assert told in nothing and f'href="{page}' in nothing


@pytest.mark.parametrize("path", ["/matrix?place=340000", "/timeline?place=place/340000"])
def test_a_place_without_documents_of_its_own_stays_chosen(
    plan: Store, served: Callable[[Store], Get], path: str
) -> None:
    assert '<option value="340000" selected>安徽省' in served(plan)(path).text


def test_a_place_without_documents_is_told_so(plan: Store, served: Callable[[Store], Get]) -> None:
    get = served(plan)
    page = get("/compare?a=place/340000&b=place/341823").text
    assert '<option value="place/340000" selected>安徽省' in page
    assert "安徽省没有这一级的文件" in page and "两边没有题目相近" not in page
    assert "/compare?" not in get("/p/340000").text
    assert "/compare?" in get("/p/341823").text
    assert "没有这一级的单位。" in get("/p/340000").text


def test_a_line_that_the_page_broke_shows_no_blank(served: Callable[[Store], Get]) -> None:
    store = open_store(None)
    text = "霁川县2025年工作要点\n\n一、优化服务\n（一）完善机制。健全与之相适应的准入机制、审批机\n制和监管机制，推动事项全部实现网上办理。\n"
    for record in extract(read(text.encode(), "要点.txt")):
        store.replace([record.id], quads(record))
    page = served(store)("/gaps").text
    assert "准入机制、审批机制和监管机制" in page


def test_words_that_nothing_holds_together_are_offered_one_by_one(
    plan: Store, served: Callable[[Store], Get]
) -> None:
    get = served(plan)
    page = get(f"/search?q={quote('司法局 优化办事流程 没有这个')}").text
    assert "可以分别找" in page and page.count('class="chip"') == 2
    assert f'href="/search?q={quote("司法局")}"' in page
    assert "可以分别找" not in get(f"/search?q={quote('没有这个')}").text
    assert "拼音 sfj" in get("/search?q=sfj").text


def test_a_spelling_is_shown_where_it_is_written(plan: Store) -> None:
    text = "泾县住房城乡建设局和县住建局、县住建 局"
    owner = {"type": "assignment", "label": "泾县住房城乡建设局", "start": 15, "end": 20}
    document = {"text": text, "facts": []}
    assert quality._written(document, "建设局", "泾县住房城乡建设局") == (6, 9)
    assert quality._written(document, "住建局", "泾县住房城乡建设局") == (11, 14)
    assert quality._written({**document, "facts": [owner]}, "县住建局", owner["label"]) == (15, 20)


def test_places_of_one_name_are_one_thing_to_look_at() -> None:
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    text = "人和镇2022年工作要点\n\n一、加强普法宣传。（责任单位：人和镇司法所）\n"
    for record in extract(read(text.encode(), "要点.txt")):
        store.replace([record.id], quads(record))
    (group,) = [g for g in quality.values(Ask(store), None)["groups"] if g["key"] == "places"]
    assert group["total"] == 1
    (row,) = group["rows"]
    assert len(row["candidates"]) > 1 and not any(c["taken"] for c in row["candidates"])
