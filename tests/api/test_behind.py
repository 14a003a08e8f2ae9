"""What takes seconds on a large store is made behind the reader's back, once until the next write."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from api.behind import Behind
from kg.ask import Ask
from kg.build import quads
from kg.errors import StoreError
from kg.model import Record
from kg.store import open_store
from visualize import pages
from visualize.render import render


def settled(behind: Behind) -> dict[str, Any]:
    deadline = time.monotonic() + 10
    while (values := behind.values(wait=False))["counting"] and time.monotonic() < deadline:
        time.sleep(0.01)
    return values


def test_the_first_reader_gets_a_glimpse_and_the_next_ones_the_whole() -> None:
    go, made, revision = threading.Event(), list[int](), [1]

    def make() -> dict[str, Any]:
        go.wait(10)
        made.append(revision[0])
        return {"n": revision[0]}

    behind = Behind(make, lambda: {"n": 0}, lambda: revision[0])
    assert behind.values(wait=False) == {"n": 0, "counting": True}
    assert behind.values(wait=False)["counting"], "still at it, and not begun twice"
    go.set()
    assert settled(behind) == {"n": 1, "counting": False}
    assert made == [1]
    revision[0] = 2  # a write: what was known is shown until the new is
    assert behind.values(wait=False) == {"n": 1, "counting": True}
    assert settled(behind) == {"n": 2, "counting": False}
    assert behind.values(wait=True) == {"n": 2, "counting": False} and made == [1, 2]


def test_a_store_that_does_not_answer_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = list[int]()

    def make() -> dict[str, Any]:
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("不答")
        return {}

    behind = Behind(make, dict, lambda: 1)
    assert settled(behind) == {"counting": False}
    assert len(tries) == 2 and "不答" in caplog.text


def test_a_glimpse_is_a_whole_page(county: list[Record]) -> None:
    store = open_store(None)
    for record in county:
        store.replace([record.id], quads(record))
    ask = Ask(store)
    frame = {"name": "home", "nav": (), "more": (), "here": "", "other_lang": "", "state": {}, "q": ""}  # fmt: skip
    frame |= {"data_of": {"documents": 3, "latest": ""}}
    html = render("home.html", "zh", {**frame, **pages.glimpse(ask), "counting": True})
    assert "data-again" in html and "正在统计" in html and "人和镇" in html
    assert not ask._reader.has("counts"), "nothing was counted for it"
    whole = render("home.html", "zh", {**frame, **pages.home(ask), "counting": False})
    assert "data-again" not in whole
    glimpsed = {d["id"]: d["counts"] for d in ask.latest(9)}
    assert glimpsed == {d["id"]: d["counts"] for d in ask.documents()["items"]}
