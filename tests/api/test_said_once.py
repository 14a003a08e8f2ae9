"""What a clerk reads is said once, and in words: titles that are beginnings, places that share a name, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api.settings import Settings
from api.work import Setup, build, extract_file
from kg.build import registry_quads
from kg.packed import Packed
from kg.store import open_store

TASK = (
    "2025年底前查一遍集贸市场和停车场的价格牌，逐处登记没有公示的项目，督促经营者十日内补齐并回头看"
)
LAW = "第三条 经营者应当在营业场所的显著位置公示收费的项目、标准和依据，并接受社会各方面的监督和检查。"
TEXT = f"人和镇2025年工作要点\n一、减轻企业负担\n1.{TASK}。（牵头单位：经济办）\n{LAW}\n"


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in extract_file(TEXT.encode(), "要点.txt", None, None):
        store.replace([record.id], Packed(build(record, Setup(validate=False)).quads))
    with serve(Settings(), store) as client:
        yield client


def test_a_task_called_by_its_beginning_stands_once_and_whole(client: httpx.Client) -> None:
    (unit,) = (u["id"] for u in client.get("/api/units").json()["items"] if "经济办" in u["label"])
    html = client.get(f"/u/{quote(unit[5:])}").text
    assert html.count(TASK[:12]) == 1 and TASK in html
    assert "tag.label" not in html, "no code is read"
    assert 'title="标注里写“牵头单位：”，后面的单位牵头"' in html and "依据 责任标注" in html


def test_home_says_how_much_the_texts_settle(client: httpx.Client) -> None:
    counts = client.get("/api/gaps").json()["counts"]
    tasks = client.get("/api/stats").json()["tasks"]
    html = client.get("/").text
    assert f"{100 * (tasks - counts['unowned']) // tasks}% 的任务写明了责任单位" in html


def test_candidates_of_a_place_say_where_they_lie(client: httpx.Client) -> None:
    html = client.get("/quality").text
    assert "白云区" in html and html.count("人和镇") > 3


def test_what_is_not_there_is_told_in_words(client: httpx.Client) -> None:
    answer = client.get("/u/没有", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert (
        "/api/" not in answer.text.split("<main")[1]
        and "unit/" not in answer.text.split("<main")[1]
    )
