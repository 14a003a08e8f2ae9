"""Updates as text: the protocol's dataset is written in, the network stays out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.guard import RefusedError, refuse_network
from kg.store import open_store
from kg.update_text import joined, with_dataset


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1/>",
        "load silent <http://127.0.0.1/> into graph <a:b>",
        "CLEAR ALL ; LOAD <http://127.0.0.1/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    ],
)
def test_the_network_is_out_of_reach(text: str) -> None:
    with pytest.raises(RefusedError):
        refuse_network(text)
    with pytest.raises(RefusedError):
        open_store(None).update(text)


def test_words_in_strings_and_names_are_no_keywords() -> None:
    refuse_network(
        "PREFIX load: <a:> INSERT DATA { load:service load:x 'LOAD <http://127.0.0.1/>' } # LOAD"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT DATA { <a:a> <a:b> 1 }"),
        (
            "INSERT { ?s ?p ?o } WHERE { { SELECT * WHERE { ?s ?p ?o } } }",
            "INSERT { ?s ?p ?o } USING <a:g> WHERE { { SELECT * WHERE { ?s ?p ?o } } }",
        ),
        ("DELETE WHERE { ?s ?p '}' }", "DELETE { ?s ?p '}' } USING <a:g> WHERE { ?s ?p '}' }"),
        (
            "delete{?s ?p ?o}where{?s ?p ?o};clear all",
            "delete{?s ?p ?o}USING <a:g> where{?s ?p ?o};clear all",
        ),
    ],
)
def test_using_stands_before_each_where_of_an_update(text: str, wanted: str) -> None:
    assert with_dataset(text, ["a:g"], []) == wanted
    assert with_dataset(text, [], []) == text


@pytest.mark.parametrize(
    "text",
    [
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING NAMED <a:g> WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_one_dataset_is_enough(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        with_dataset(text, ["a:g"], [])
    assert caught.value.code == "protocol"


def test_a_graph_must_be_an_iri_and_cannot_bring_more() -> None:
    with pytest.raises(QueryError):
        with_dataset("DELETE WHERE { ?s ?p ?o }", ["a:g> WHERE { } ; DROP ALL #"], [])


def test_the_dataset_decides_what_is_deleted() -> None:
    store = open_store(None)
    store.update("INSERT DATA { GRAPH <a:1> { <a:s> <a:p> 1 } GRAPH <a:2> { <a:s> <a:p> 2 } }")
    text = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    store.update(with_dataset(text, [], ["a:1"]))
    left = {q.object.value for q in store.quads() if q.predicate == ox.NamedNode("a:p")}
    assert left == {"2"}


@pytest.mark.parametrize(
    "text", ["", " ; ", "# nothing", "CLEAR ALL ;", "CLEAR ALL # x", "CLEAR ALL"]
)
def test_however_an_update_ends_another_can_follow(text: str) -> None:
    store = ox.Store()
    if text.strip(" ;"):
        store.update(joined(text, "INSERT DATA { <a:s> <a:p> 1 }"))
        assert len(store) == 1


@given(st.text(alphabet="<>\"'#?{}\\ \n;WHEREDLTUSING:a", max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    try:
        refuse_network(with_dataset(text, ["a:g"], ["a:h"]))
    except QueryError:
        return
