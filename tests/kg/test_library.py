"""The library: skip what is known, replace the former self, keep ids apart, forget exactly."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg import ids
from kg.errors import NotFoundError
from kg.library import Delivery, Library, rename
from kg.model import (
    Assignment,
    Block,
    Metadata,
    Record,
    SourceText,
    Span,
    Statement,
    Task,
    Unit,
)
from kg.store import REGISTRY, Store, open_store

LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
SPAN = Span(0, 1)


def record(id_: str = "doc/甲") -> Record:
    """A record that uses every field that holds an id, and a text that looks like one."""
    source = SourceText("doc/甲/task/1", "0" * 64, "text/plain", "甲.txt")
    task = ids.task(id_, ["一"])
    unit = ids.unit(None, "办公室", id_)
    section = ids.section(id_, ["一"])
    return Record(
        id=id_,
        source=source,
        metadata=Metadata(title="doc/甲/题目"),
        span=SPAN,
        headings=(Block(section, "section", 1, "一", "题", SPAN, ("一",), (section + "1",)),),
        tasks=(
            Task(
                task,
                ("一",),
                "doc/甲/x",
                SPAN,
                (Assignment("办公室", unit, "办公室", "lead", 1, "办公室", SPAN, "tag", 0.9, task),),
                heading=section,
            ),
        ),
        statements=(
            Statement(
                ids.statement(id_, ["一"], "x"), task, ("一",), "doc/甲/x", SPAN,
                "context", None, None, None, (), "r", 0.5,
            ),
        ),
        units=(Unit(unit, "办公室", "办公室", "other"),),
    )  # fmt: skip


def quads(document: str, mark: str) -> list[ox.Quad]:
    subject, graph = (ox.NamedNode(ids.iri(i)) for i in (document, ids.graph(document)))
    return [ox.Quad(subject, LABEL, ox.Literal(mark), graph)]


@pytest.fixture(params=["embedded", "remote"])
def fresh(request: pytest.FixtureRequest, oxigraph: Callable[[], str]) -> Callable[[], Store]:
    """Makes an empty store of one kind at each call."""
    return lambda: open_store(oxigraph() if request.param == "remote" else None)


def test_unchanged_is_known_and_edited_is_not(fresh: Callable[[], Store]) -> None:
    library = Library(fresh())
    assert not library.known("甲.txt", "aa")
    library.put("甲.txt", "aa", {"doc/甲": quads("doc/甲", "1")})
    assert library.known("甲.txt", "aa")
    assert library.known("copy.txt", "aa"), "the same bytes are the same document"
    assert library.same_bytes("aa") == "甲.txt"
    assert not library.known("甲.txt", "bb")
    assert not library.known("甲.txt", "aa", rules="newer"), "new rules read old files again"


def test_memory_survives_in_the_store(fresh: Callable[[], Store]) -> None:
    store = fresh()
    Library(store).put("甲.txt", "aa", {"doc/甲": quads("doc/甲", "1")}, rules="r1")
    again = Library(store)
    assert again.known("甲.txt", "aa", "r1")
    assert again.documents_of("甲.txt") == ("doc/甲",)


def test_an_edited_file_replaces_its_former_self_even_under_a_new_id(
    fresh: Callable[[], Store],
) -> None:
    store = fresh()
    library = Library(store)
    library.put("甲.txt", "aa", {"doc/甲": quads("doc/甲", "1"), "doc/丙": quads("doc/丙", "1")})
    library.put("甲.txt", "bb", {"doc/乙": quads("doc/乙", "2")})
    assert library.documents() == ["doc/乙"]
    assert Library(store).documents() == ["doc/乙"]
    assert {q.object.value for q in store.quads() if q.predicate == LABEL} == {"2"}


def test_a_second_source_with_the_same_id_gets_a_number_and_keeps_it(
    fresh: Callable[[], Store],
) -> None:
    library = Library(fresh())
    library.put("a.txt", "aa", {"doc/甲": quads("doc/甲", "1")})
    assert library.settle("b.txt", ["doc/甲"]) == ["doc/甲~2"]
    library.put("b.txt", "bb", {"doc/甲~2": quads("doc/甲~2", "2")})
    assert library.settle("b.txt", ["doc/甲"]) == ["doc/甲~2"]
    assert library.settle("a.txt", ["doc/甲"]) == ["doc/甲"]
    assert library.settle("c.txt", ["doc/甲", "doc/甲"]) == ["doc/甲~3", "doc/甲~4"]


def test_renaming_moves_ids_and_no_text() -> None:
    moved = rename(record(), "doc/甲~2")
    assert moved.tasks[0].id == "doc/甲~2/task/1"
    assert moved.tasks[0].heading == "doc/甲~2/section/1"
    assert moved.tasks[0].assignments[0].unit_id == "unit/doc-甲~2/办公室"
    assert moved.tasks[0].assignments[0].inherited_from == "doc/甲~2/task/1"
    assert moved.headings[0].children == ("doc/甲~2/section/11",)
    assert moved.statements[0].task == "doc/甲~2/task/1"
    assert moved.units[0].id == "unit/doc-甲~2/办公室"
    assert (moved.statements[0].text, moved.tasks[0].title) == ("doc/甲/x", "doc/甲/x")
    assert moved.source == record().source
    assert rename(moved, "doc/甲") == record()


def test_forget_removes_exactly_its_facts(fresh: Callable[[], Store]) -> None:
    store = fresh()
    library = Library(store)
    library.put("a.txt", "aa", {"doc/甲": quads("doc/甲", "1")})
    before = store.dump()
    library.put("b.txt", "bb", {"doc/乙": quads("doc/乙", "2")})
    library.forget("doc/乙")
    assert store.dump() == before
    assert not library.known("b.txt", "bb")
    with pytest.raises(NotFoundError):
        library.forget("doc/乙")


def test_bulk_load_and_single_puts_give_the_same_store(fresh: Callable[[], Store]) -> None:
    graph = ox.NamedNode(ids.iri(REGISTRY))
    plain = quads("place/1", "registry")
    shared = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in plain]
    one, two = fresh(), fresh()
    items = [Delivery(f"{d}.txt", d * 2, {f"doc/{d}": quads(f"doc/{d}", d)}) for d in "abc"]
    Library(one).load(items, shared)
    library = Library(two)
    assert library.put_registry(shared)
    assert not library.put_registry(shared)
    for item in items:
        library.put(item.name, item.sha256, item.documents)
    assert one.dump() == two.dump()
    assert not Library(one).put_registry(shared)
