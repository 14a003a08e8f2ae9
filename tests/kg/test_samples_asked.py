"""The five sample documents through the whole path, asked what people ask."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kg.align import align
from kg.align import quads as alignment_quads
from kg.ask import Ask
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.network import network
from kg.registry import registry_quads
from kg.store import Store, open_store
from loaders import pipeline, readers

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
UNIT = "unit/440111103/人和司法所"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    files = sorted(CORPUS.glob("00*.txt"))
    if not files:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the sample documents are not at {CORPUS}")
        pytest.skip(f"the sample documents are not at {CORPUS}")
    read = (readers.read(path.read_bytes(), path.name) for path in files)
    return [record for source in read for record in pipeline.extract(source)]


@pytest.fixture(scope="module")
def store(records: list[Record]) -> Store:
    opened = open_store(None)
    Library(opened).load(
        (
            Delivery(
                r.source.name,
                r.source.sha256,
                {r.id: [*quads(r), *alignment_quads(align(r), r)]},
            )
            for r in records
        ),
        registry_quads(),
    )
    return opened


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    return Ask(store)


def rows_of(ask: Ask, **values: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask.answer("outline-to-units", values)["rows"]
    return found


def test_the_eight_lead_duties_each_with_its_sentence(ask: Ask, records: list[Record]) -> None:
    texts = {r.id: r.source.text for r in records}
    answer = ask.duties(UNIT)
    assert answer["facets"]["role"] == {"lead": 8}
    for duty in answer["items"]:
        text = texts[duty["document"]["id"]]
        assert text[duty["start"] : duty["end"]] == duty["quote"] == "人和司法所"
        assert text[duty["sentence_start"] : duty["sentence_end"]] == duty["sentence"]
        assert "牵头单位" in duty["sentence"]
        assert duty["sentence"].startswith(("(", "（"))


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_from_an_outline_item_to_units_places_and_sentences(
    ask: Ask, records: list[Record], number: str
) -> None:
    record = next(r for r in records if r.source.name.startswith(number))
    rows = [row for row in rows_of(ask) if row["document"] == record.id]
    assert rows, f"no row from an outline item to {record.id}"
    text = record.source.text
    for row in rows:
        assert text[row["sentenceStart"] : row["sentenceEnd"]] == row["sentence"]
        assert text[row["start"] : row["end"]]
        assert row["item"] and row["task"] and row["unit"] and row["placeLabel"]


def test_one_item_gives_the_rows_of_the_whole_answer(ask: Ask) -> None:
    every = rows_of(ask)
    item = every[0]["item"]
    assert rows_of(ask, item=item) == [row for row in every if row["item"] == item]
    within = rows_of(ask, within="440111")
    assert within == [row for row in every if row["placeLabel"] == "人和镇"]


def test_coverage_counts_what_the_rows_show(ask: Ask) -> None:
    policy = "policy/法治政府建设实施纲要-2021-2025"
    covered = ask.coverage(policy)
    assert len(covered["items"]) >= 35
    busiest = max(covered["items"], key=lambda item: item["tasks"])
    detail = ask.coverage(policy, item=busiest["id"])
    assert 0 < len({row["task"]["id"] for row in detail["rows"]}) <= busiest["tasks"]
    assert busiest["places"] == len(busiest["by_place"])
    assert {i["id"] for i in ask.policy(policy)["items"]} == {i["id"] for i in covered["items"]}


def test_every_fact_of_every_document_lies_in_its_text(ask: Ask, records: list[Record]) -> None:
    for record in records:
        answer = ask.document_text(record.id)
        assert answer["text"] == record.source.text
        assert len(answer["facts"]) >= len(record.statements) + len(record.headings)
        for fact in answer["facts"]:
            assert 0 <= fact["start"] <= fact["end"] <= len(answer["text"])


def test_every_task_of_every_document_answers(ask: Ask, records: list[Record]) -> None:
    for record in records:
        for task in record.tasks:
            found = ask.task(task.id)
            assert found["text"] == record.source.text[task.span.start : task.span.end]
            assert len(found["assignments"]) == len(task.assignments)


def test_stats_are_the_records(ask: Ask, records: list[Record]) -> None:
    stats = ask.stats()
    assert stats["tasks"] == sum(len(r.tasks) for r in records)
    assert stats["statements"] == sum(len(r.statements) for r in records)
    assert stats["assignments"] == sum(len(t.assignments) for r in records for t in r.tasks)
    assert stats["quantities"] == sum(len(r.quantities) for r in records)


@pytest.mark.parametrize("words", ["人和司法所", "rhsfs", "综和治理办", "述法", "执法"])
def test_search(ask: Ask, words: str) -> None:
    found = ask.search(words)
    assert found["items"]
    if words in ("人和司法所", "rhsfs"):
        assert found["items"][0]["id"] == UNIT


def test_the_whole_network_can_be_exported(store: Store) -> None:
    graph = network(store)
    kinds = {data["type"] for _, data in graph.nodes(data=True)}
    assert {"unit", "task", "document", "place", "policy", "item"} <= kinds
    assert all(isinstance(d["label"], str) for _, d in graph.nodes(data=True))


def test_forgetting_one_document_leaves_the_store_of_the_others(records: list[Record]) -> None:
    def delivery(record: Record) -> Delivery:
        facts = [*quads(record), *alignment_quads(align(record), record)]
        return Delivery(record.source.name, record.source.sha256, {record.id: facts})

    gone, others = records[-1], records[:-1]
    whole, rest = open_store(None), open_store(None)
    library = Library(whole)
    library.load(map(delivery, records), registry_quads())
    Library(rest).load(map(delivery, others), registry_quads())
    before = whole.dump()
    library.forget(gone.id)
    assert whole.dump() == rest.dump()
    back = delivery(gone)
    library.put(back.name, back.sha256, back.documents)
    assert whole.dump() == before
