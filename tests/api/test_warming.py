"""The service asks itself what every page needs; many readers wait for one answer."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from api.app import create_app
from api.settings import Settings
from api.warming import Warming
from kg.ask import Ask
from kg.build import quads, registry_quads
from kg.model import Record
from kg.rows import Reader
from kg.store import open_store


def test_a_service_over_a_folder_warms_itself_and_stops(
    tmp_path: Path, county: list[Record]
) -> None:
    store = open_store(tmp_path / "store")
    store.replace_graph("graph/registry", registry_quads())
    for record in county:
        store.replace([record.id], quads(record))
    app = create_app(Settings(), store)

    async def live() -> list[str]:
        async with app.router.lifespan_context(app):
            return [t.name for t in threading.enumerate()]

    assert "warming" in anyio.run(live)
    assert "warming" not in [t.name for t in threading.enumerate()]
    assert app.state.ask.stats()["documents"] == 3


def test_a_store_that_does_not_answer_is_said_once_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, logger="zhize.warming"):
        warming = Warming(Ask(open_store("http://127.0.0.1:9/query")))
        warming._thread.join(60)
        warming.stop()
    assert len(caplog.records) == 1


def test_long_questions_wait_until_nobody_is_answered(county: list[Record]) -> None:
    store = open_store(None)
    for record in county:
        store.replace([record.id], quads(record))
    asked, calm = Ask(store), threading.Event()
    warming = Warming(asked, calm.is_set)
    try:
        deadline = time.monotonic() + 10
        while not asked._reader.has("named") and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        assert asked._reader.has("named") and not asked._reader.has("units")
        calm.set()
        while not asked._reader.has("units") and time.monotonic() < deadline:
            time.sleep(0.01)
        assert asked._reader.has("units")
    finally:
        warming.stop()


def test_many_readers_at_once_are_one_question() -> None:
    reader, made = Reader(open_store(None)), list[int]()

    def slow() -> int:
        made.append(1)
        time.sleep(0.2)
        return 7

    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: reader.kept("key", slow), range(8)))
    assert answers == [7] * 8
    assert len(made) == 1


def test_a_failed_question_is_asked_again_by_the_next() -> None:
    reader, tries = Reader(open_store(None)), list[int]()

    def once() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise LookupError("first")
        return 7

    with pytest.raises(LookupError):
        reader.kept("key", once)
    assert reader.kept("key", once) == 7


def test_an_answer_may_need_another() -> None:
    reader = Reader(open_store(None))
    assert reader.kept("outer", lambda: reader.kept("inner", lambda: 3) + 1) == 4
