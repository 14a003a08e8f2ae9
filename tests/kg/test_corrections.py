"""A person's decision about merged units: kept apart, applied again on reload, taken back exactly."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.ask import Ask
from kg.build import quads, registry_quads
from kg.corrections import Correction, Corrections, remembered
from kg.errors import NotFoundError, QueryError
from kg.library import Delivery, Library
from kg.model import Record
from kg.store import CORRECTIONS, EDITS, Store, open_store
from ontology.terms import CORRECTED_FROM, NAMED_IN, SUB_ORGANIZATION_OF, TYPE, UNIT, UNIT_OF

TOWN = "unit/440111103/"
OFFICE, TYPO, COURT = TOWN + "综合治理办", "综和治理办", TOWN + "司法所"


def split(at: str = "2026-01-01T00:00:00Z") -> Correction:
    return Correction(
        OFFICE, TYPO, TOWN + TYPO, TYPO, "人和镇" + TYPO, "镇里确有两个办", "王某", at
    )


def merge(at: str = "2026-01-02T00:00:00Z") -> Correction:
    return Correction(OFFICE, None, COURT, "司法所", "人和镇司法所", at=at)


@pytest.fixture
def store(county: list[Record]) -> Store:
    made = open_store(None)
    Library(made).load(deliveries(county), registry_quads())
    return made


def deliveries(county: list[Record]) -> list[Delivery]:
    return [Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county]


def state(store: Store) -> set[str]:
    """All quads but the mark of the last edit."""
    return {str(q) for q in store.quads() if EDITS not in q.graph_name.value}  # type: ignore[union-attr]


def owners(store: Store) -> dict[str, int]:
    return {u["label"]: u["counts"]["tasks"] for u in Ask(store).units()["items"]}


def test_a_spelling_is_a_unit_of_its_own_again_and_merges_again(store: Store) -> None:
    before, counts = state(store), owners(store)
    assert "人和镇" + TYPO not in counts
    assert Corrections(store).make(split()) == 1
    after = owners(store)
    assert after["人和镇" + TYPO] == 1
    assert after["人和镇综合治理办"] == counts["人和镇综合治理办"] - 1
    ask = Ask(store)
    duty = ask.duties(TOWN + TYPO)["items"][0]
    assert (duty["quote"], duty["normalised"]) == (TYPO, None), "it is what the text says"
    assert TYPO not in [a["label"] for a in ask.unit(OFFICE)["aliases"]]
    told = ask.corrections()
    assert [(c["spelling"], c["note"], c["by"]) for c in told] == [(TYPO, "镇里确有两个办", "王某")]
    assert Corrections(store).take_back(split().id) == 1
    assert state(store) == before, "as if it had never been"
    assert ask.corrections() == []


def test_one_unit_becomes_another_and_its_names_lead_there(store: Store) -> None:
    before, counts = state(store), owners(store)
    Corrections(store).make(merge())
    after = owners(store)
    assert "人和镇综合治理办" not in after and after["人和镇司法所"] >= counts["人和镇司法所"]
    ask = Ask(store)
    with pytest.raises(NotFoundError):
        ask.unit(OFFICE)
    found = ask.unit(COURT)
    assert {"综合治理办", TYPO} <= {a["label"] for a in found["aliases"]}
    assert "correction:人和镇综合治理办→人和镇司法所" in found["merged_because"]
    Corrections(store).take_back(merge().id)
    assert state(store) == before


def test_corrections_are_taken_back_in_any_order(store: Store) -> None:
    before = state(store)
    made = (split(), merge())
    for order in itertools.permutations(made):
        for correction in made:
            Corrections(store).make(correction)
        for correction in order:
            Corrections(store).take_back(correction.id)
        assert state(store) == before


def test_a_document_loaded_again_is_corrected_again(store: Store, county: list[Record]) -> None:
    Corrections(store).make(split())
    after = state(store)
    for delivery in deliveries(county):
        Library(store).put(delivery.name, delivery.sha256, delivery.documents)
    assert state(store) == after
    Corrections(store).take_back(split().id)
    fresh = open_store(None)
    Library(fresh).load(deliveries(county), registry_quads())
    assert state(store) == state(fresh)


def test_a_forgotten_document_leaves_only_the_decision(store: Store, county: list[Record]) -> None:
    Corrections(store).make(split())
    for record in county:
        Library(store).forget(record.id)
    subjects = {str(q.subject) for q in store.quads(CORRECTIONS)}
    assert subjects == {f"<{ids.iri(split().id)}>"}
    Library(store).put("again", "0" * 64, {county[0].id: quads(county[0])})
    Corrections(store).take_back(split().id)
    assert store.quads(CORRECTIONS) == []


def test_what_changes_nothing_or_goes_round_is_refused(store: Store) -> None:
    kept = Corrections(store)
    before = state(store)
    none = Correction(OFFICE, "无此写法", TOWN + "无此写法", "无此写法", "人和镇无此写法", at="1")
    for wrong in (none, Correction(OFFICE, None, OFFICE, "综合治理办", "人和镇综合治理办")):
        with pytest.raises(QueryError):
            kept.make(wrong)
    assert state(store) == before
    kept.make(merge())
    with pytest.raises(QueryError):
        kept.make(merge())
    back = Correction(COURT, None, OFFICE, "综合治理办", "人和镇综合治理办", at="2")
    with pytest.raises(QueryError):
        kept.make(back)
    with pytest.raises(NotFoundError):
        kept.take_back("correction/none")


def test_statements_follow_their_mentions(store: Store) -> None:
    """zhize:actor is what the mentions of a statement say, before, during and after."""

    def actors() -> set[tuple[str, str]]:
        said = "SELECT ?s ?u { GRAPH ?g { ?s <https://w3id.org/zhize/ns#actor> ?u } }"
        return {(str(r["s"]), str(r["u"])) for r in store.query(said)}

    def mentioned() -> set[tuple[str, str]]:
        said = "SELECT ?s ?u { GRAPH ?g { ?s <https://w3id.org/zhize/ns#mention>/<https://w3id.org/zhize/ns#unit> ?u } }"
        return {(str(r["s"]), str(r["u"])) for r in store.query(said)}

    assert actors() == mentioned()
    for correction in (split(), merge()):
        Corrections(store).make(correction)
        assert actors() == mentioned()


@pytest.mark.parametrize("engine", ["disk", "oxigraph", "fuseki"])
def test_every_engine_corrects_and_takes_back(
    engine: str, county: list[Record], tmp_path: Path, emptied: Callable[[str], str]
) -> None:
    store = open_store(tmp_path / "图库" if engine == "disk" else emptied(engine))
    Library(store).load(deliveries(county), registry_quads())
    before = state(store)
    for correction in (split(), merge()):
        assert Corrections(store).make(correction) > 0
    assert len(Corrections(store).all()) == 2 and state(store) != before
    Library(store).put(county[0].source.name, "1" * 64, {county[0].id: quads(county[0])})
    Library(store).put(
        county[0].source.name, county[0].source.sha256, {county[0].id: quads(county[0])}
    )
    for correction in (split(), merge()):
        Corrections(store).take_back(correction.id)
    assert state(store) == before


def test_two_who_correct_at_once_both_are_taken_back(store: Store) -> None:
    """Each computes what the documents are to say: the second must see what the first wrote."""
    before = state(store)
    for _ in range(5):
        gate = threading.Barrier(2)

        def make(correction: Correction, gate: threading.Barrier = gate) -> None:
            gate.wait()
            with suppress(QueryError):  # split after merge: no document says so any more
                Corrections(store).make(correction)

        makers = [threading.Thread(target=make, args=[c]) for c in (split(), merge())]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join()
        noted = [(q.subject, q.predicate) for q in store.quads(CORRECTIONS)]
        assert 0 < len(noted) == len(set(noted)), "one memory of each document"
        for correction in Corrections(store).all():
            Corrections(store).take_back(correction.id)
        assert state(store) == before


def test_a_correction_made_while_a_file_is_put_holds_there_too(
    store: Store, county: list[Record]
) -> None:
    corrector = threading.Thread(target=lambda: Corrections(store).make(split()))
    library, (first, *_) = Library(store), deliveries(county)

    def slowly() -> Iterator[ox.Quad]:
        corrector.start()
        corrector.join(0.3)  # would be done by now, were it let in between
        yield from quads(county[0])

    library.put(first.name, first.sha256, {county[0].id: slowly()})
    corrector.join()
    after = state(store)
    assert owners(store)["人和镇" + TYPO] == 1
    library.put(first.name, first.sha256, first.documents)
    assert state(store) == after, "a library that was there before knows of it"
    Corrections(store).take_back(split().id)
    assert "人和镇" + TYPO not in owners(store)


def test_two_memories_of_one_document_are_both_taken_back() -> None:
    """As older versions could leave them."""
    subject, graph = ox.NamedNode("a:document"), ox.NamedNode("a:graph")
    lines = [f'<a:s{n}> <a:p> "{n}" .\n' for n in (1, 2)]
    found, _ = remembered(
        ox.Quad(subject, ox.NamedNode(CORRECTED_FROM), ox.Literal(line), graph) for line in lines
    )
    assert len(found) == 2


def test_a_unit_that_swallows_its_part_is_no_part_of_itself() -> None:
    whole, part = TOWN + "甲办", TOWN + "乙科"
    nodes = {
        name: ox.NamedNode(ids.iri(name)) for name in (whole, part, "graph/甲", "doc/甲/task/1")
    }
    said = [
        (part, SUB_ORGANIZATION_OF, nodes[whole]),
        (part, TYPE, ox.NamedNode(UNIT)),
        (whole, TYPE, ox.NamedNode(UNIT)),
        ("doc/甲/task/1", UNIT_OF, nodes[part]),
        *((unit, NAMED_IN, ox.NamedNode(ids.iri("doc/甲"))) for unit in (part, whole)),
    ]
    store = open_store(None)
    store.replace(
        [], [ox.Quad(nodes[s], ox.NamedNode(p), o, nodes["graph/甲"]) for s, p, o in said]
    )
    before = state(store)
    for old, new in ((whole, part), (part, whole)):
        taken = Correction(old, None, new, new.rpartition("/")[2], new)
        Corrections(store).make(taken)
        left = [q for q in store.quads("graph/甲") if q.predicate.value == SUB_ORGANIZATION_OF]
        assert not [q for q in left if q.subject == q.object]
        Corrections(store).take_back(taken.id)
        assert state(store) == before


def test_the_latest_is_the_last_also_when_the_clock_was_set_back(store: Store) -> None:
    Corrections(store).make(merge("2026-01-02T00:00:00.5Z"))
    Corrections(store).make(
        Correction(COURT, None, TOWN + "甲办", "甲办", "人和镇甲办", at="2026-01-01T00:00:00+00:00")
    )
    assert [c.unit for c in Corrections(store).all()] == [OFFICE, COURT]
