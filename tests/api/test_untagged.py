"""A unit that only sentences have act: its picture says so instead of blaming a filter nobody set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.loading import load
from api.settings import Settings
from kg.store import open_store

RULES = (
    "泾县政务公开办法\n\n第一条 为了规范政务公开，制定本办法。\n"
    "第二条 县司法局应当每年向县政府报告执行情况。\n"
)
TAGGED = "泾县2025年工作要点\n\n一、加强监督\n\n1.开展案卷评查。（责任单位：县财政局）\n"


@pytest.fixture
def client(serve: Callable[..., Any], tmp_path: Path) -> Iterator[httpx.Client]:
    store = open_store(None)
    (tmp_path / "办法.txt").write_text(RULES, encoding="utf-8")
    (tmp_path / "要点.txt").write_text(TAGGED, encoding="utf-8")
    load([str(tmp_path)], store)
    with serve(Settings(), store) as client:
        yield client


def unit(client: httpx.Client, name: str) -> str:
    items = client.get("/api/units", params={"q": name}).json()["items"]
    return str(items[0]["id"])


def test_no_filter_is_blamed_where_none_is_set(client: httpx.Client) -> None:
    focus = {"focus": unit(client, "司法局")}
    page = client.get("/explore", params=focus).text
    assert "按现在的筛选" not in page
    assert "这里没有责任标注或表格分派的任务" in page and "见单位页面" in page
    english = client.get("/explore", params=focus | {"lang": "en"}).text
    assert "present filters" not in english and "What sentences have it do" in english


def test_a_filter_that_is_set_is_named(client: httpx.Client) -> None:
    asked = {"focus": unit(client, "财政局"), "year": "1999"}
    assert "按现在的筛选" in client.get("/explore", params=asked).text
