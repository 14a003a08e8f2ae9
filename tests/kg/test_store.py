"""Both stores through their public door: atomic replace, forget, errors, same bytes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.errors import QueryError, StoreError
from kg.store import ALIGNMENTS, EDITS, Store, open_store
from ontology import terms

IN_DOCUMENT = ox.NamedNode(terms.IN_DOCUMENT)
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
DOC, OTHER = "doc/人和镇2022", "doc/甲"


def node(id_: str) -> ox.NamedNode:
    return ox.NamedNode(ids.iri(id_))


def facts(document: str, count: int, mark: str) -> list[ox.Quad]:
    """``count`` labelled things in the document's graph and one alignment."""
    graph = node(ids.graph(document))
    quads = [
        ox.Quad(node(f"{document}/t/{i}"), LABEL, ox.Literal(mark), graph) for i in range(count)
    ]
    alignment = node(f"alignment/{mark}")
    quads.append(ox.Quad(alignment, IN_DOCUMENT, node(document), node(ALIGNMENTS)))
    quads.append(ox.Quad(alignment, LABEL, ox.Literal(mark), node(ALIGNMENTS)))
    return quads


@pytest.fixture(params=["memory", "disk", "oxigraph", "fuseki", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path, emptied: Callable[[str], str]) -> Store:
    if request.param in ("memory", "disk"):
        return open_store(None if request.param == "memory" else tmp_path / "图库")
    return open_store(emptied(request.param))


def test_replace_drops_the_former_self_and_nothing_else(store: Store) -> None:
    store.load([*facts(DOC, 3, "old"), *facts(OTHER, 2, "other")])
    before = set(map(str, store.quads(ids.graph(OTHER))))
    store.replace([DOC], facts(DOC, 1, "new"))
    assert {q.object.value for q in store.quads(ids.graph(DOC))} == {"new"}
    assert set(map(str, store.quads(ids.graph(OTHER)))) == before
    labels = {q.object.value for q in store.quads(ALIGNMENTS) if q.predicate == LABEL}
    assert labels == {"new", "other"}


def test_forget_leaves_what_was_there_before(store: Store) -> None:
    store.load(facts(OTHER, 2, "other"))
    before = store.dump()
    store.replace([], facts(DOC, 3, "x"))
    assert store.dump() != before
    store.forget(DOC)
    assert store.dump() == before


def test_the_same_quads_in_any_order_dump_to_the_same_bytes(store: Store) -> None:
    quads = [*facts(DOC, 5, "a"), *facts(OTHER, 5, "b")]
    store.load(quads)
    other = open_store(None)
    other.replace([], reversed(quads))
    assert store.dump() == other.dump()


def test_hostile_text_survives_an_update_unchanged(store: Store) -> None:
    text = 'a"} } ; DROP ALL ; \\u0041 \n\r\t "" 𠮷 </script> \x7f \x01'
    quad = ox.Quad(node(DOC), LABEL, ox.Literal(text), node(ids.graph(DOC)))
    store.replace([DOC], [quad])
    assert store.quads(ids.graph(DOC)) == [quad]


def test_queries_see_the_union_of_all_graphs(store: Store) -> None:
    store.load([*facts(DOC, 1, "a"), *facts(OTHER, 1, "b")])
    rows = store.query("SELECT ?s WHERE { ?s ?p 'b' }")
    assert {r["s"] for r in rows} == {node(f"{OTHER}/t/0"), node("alignment/b")}
    assert store.ask("ASK { ?s ?p 'a' }")
    one = ids.iri(ids.graph(DOC))
    assert not store.ask(f"ASK FROM <{one}> {{ ?s ?p 'b' }}"), "the query names its dataset"
    # Virtuoso's own graphs are in its union as well.
    ours = f"?s ?p ?o FILTER(STRSTARTS(STR(?s), '{ids.DEFAULT_BASE}'))"
    assert len(store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {ours} }}")) == 6


def test_a_wrong_query_is_one_clear_error(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("SELECT ?x WHERE {\n ?x ?y }")
    assert caught.value.code == "query_syntax"
    assert "第 2 行" in caught.value.message
    with pytest.raises(QueryError):
        store.query("ASK {}")


def test_an_update_by_hand_leaves_a_mark_that_never_comes_twice(store: Store) -> None:
    marks = []
    for text in ("CLEAR SILENT GRAPH <a:g>", "INSERT DATA { GRAPH <a:g> { <s> <a:p> 1 } }") * 2:
        before = store.revision
        store.update(text, "http://e.example/x")
        assert store.revision > before
        marks += [q.object.value for q in store.quads(EDITS)]
    assert len(set(marks)) == 4
    assert store.ask("ASK { GRAPH <a:g> { <http://e.example/s> <a:p> 1 } }")


@pytest.mark.parametrize("keep", [False, True])
def test_a_graph_is_written_whole_or_joined(store: Store, keep: bool) -> None:
    first, second = (
        ox.Triple(node("x"), LABEL, ox.Literal(f"{text}\n'\"}} ; DROP ALL #")) for text in "甲乙"
    )
    assert not store.has_graph("http://e.example/g")
    store.write_graph("http://e.example/g", [first])
    store.write_graph("http://e.example/g", [second], keep=keep)
    assert store.has_graph("http://e.example/g")
    found = store.construct("CONSTRUCT { ?s ?p ?o } { GRAPH <http://e.example/g> { ?s ?p ?o } }")
    assert set(found) == ({first, second} if keep else {second})


def test_bulk_load_wants_an_empty_store_and_leaves_one_after_a_failure(store: Store) -> None:
    def broken() -> object:
        yield facts(DOC, 1, "a")[0]
        raise RuntimeError("extraction broke")

    with pytest.raises(RuntimeError):
        store.load(broken())  # type: ignore[arg-type]
    assert len(store) == 0
    store.load(facts(DOC, 1, "a"))
    with pytest.raises(StoreError):
        store.load(facts(OTHER, 1, "b"))


def test_slices_of_a_first_build_are_one_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = [*facts(DOC, 25, "a"), *facts(OTHER, 9, "b")]
    whole, sliced = open_store(None), open_store(tmp_path)
    whole.load(quads)
    monkeypatch.setattr("kg.store._SLICE", 2_000)
    sliced.load(iter(quads))
    assert sliced.dump() == whole.dump()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db"]


def test_what_stands_in_a_graph_is_described(store: Store) -> None:
    store.load([*facts(DOC, 2, "a"), *facts(OTHER, 1, "b")])
    said = {quad.triple for quad in store.quads(ids.graph(DOC))}
    graph = ids.iri(ids.graph(DOC))
    for query in (
        f"DESCRIBE ?s {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE ?s {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g = <{graph}>) }}",
    ):
        found = set(store.construct(query))
        assert said <= found
        assert not any(t.object == ox.Literal("b") for t in found)


def test_no_reader_sees_a_mixture(store: Store, request: pytest.FixtureRequest) -> None:
    store.load(facts(DOC, 50, "0"))
    graph = ids.iri(ids.graph(DOC))
    torn: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            rows = store.query(f"SELECT ?v WHERE {{ GRAPH <{graph}> {{ ?s ?p ?v }} }}")
            # Virtuoso even shows a triple while it is being written: a row without its value.
            values = [row["v"] for row in rows if "v" in row]
            if len(values) != 50 or len(set(values)) != 1:
                torn.append(len(values))

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            for turn in range(1, 30):
                store.replace([DOC], facts(DOC, 50, str(turn)))
        finally:
            done.set()
        for reader in readers:
            reader.result()
    # An engine whose record of abilities says otherwise may show a mixture on the way, never at the end.
    assert torn == [] or not store.atomic
    assert store.atomic == ("virtuoso" not in request.node.callspec.id)
    left = store.query(f"SELECT ?v WHERE {{ GRAPH <{graph}> {{ ?s ?p ?v }} }}")
    assert [str(row["v"]) for row in left] == ['"29"'] * 50


def _hold(folder: str, ready: object, release: object) -> None:
    store = open_store(folder)
    store.load(facts(DOC, 2, "held"))
    store.snapshot()
    ready.set()  # type: ignore[attr-defined]
    release.wait(20)  # type: ignore[attr-defined]
    del store


def test_a_second_writer_is_refused_and_a_reader_gets_the_snapshot(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), ready, release))
    holder.start()
    try:
        assert ready.wait(20)
        with pytest.raises(StoreError) as caught:
            open_store(tmp_path)
        assert caught.value.code == "store_locked"
        assert len(open_store(tmp_path, read_only=True)) == 4
    finally:
        release.set()
        holder.join()


def test_reading_a_store_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "none", read_only=True)
    assert caught.value.code == "store_missing"
    assert "zhize build" in caught.value.hint


def test_a_folder_that_cannot_be_one_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "store")
    assert caught.value.code == "store_readonly"


def test_only_the_newest_snapshots_are_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for turn in range(4):
        store.replace([DOC], facts(DOC, 1, str(turn)))
        newest = store.snapshot()
    assert sorted(p.name for p in newest.parent.iterdir()) == ["3", "4"]
