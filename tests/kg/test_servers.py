"""Kinds of SPARQL servers: recognised, addressed, and asked for the union of all graphs."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.servers import FUSEKI, OTHER, OXIGRAPH, VIRTUOSO, endpoints, over, recognised

UNION = "urn:x-arq:UnionGraph"


@pytest.mark.parametrize(
    ("headers", "server"),
    [
        ({"server": "Oxigraph/0.5.13"}, OXIGRAPH),
        ({"fuseki-request-id": "1"}, FUSEKI),
        ({"server": "Virtuoso/07.20.3229 (Linux)"}, VIRTUOSO),
        ({"server": "nginx"}, OTHER),
        ({}, OTHER),
    ],
)
def test_a_server_is_known_by_its_words(headers: dict[str, str], server: object) -> None:
    assert recognised(headers) is server


@pytest.mark.parametrize(
    ("address", "server", "addresses"),
    [
        ("http://h:7878/", OXIGRAPH, ("/query", "/update", "/store")),
        ("http://h:7878/query", OXIGRAPH, ("/query", "/update", "/store")),
        ("http://h/ds", FUSEKI, ("/ds", "/ds/update", "/ds/data")),
        ("http://h/ds/sparql", FUSEKI, ("/ds/sparql", "/ds/update", "/ds/data")),
        ("http://h/sparql-auth", VIRTUOSO, ("/sparql-auth", "/sparql-auth", None)),
        ("http://h/repositories/x", OTHER, ("/repositories/x", "/repositories/x", None)),
        ("http://h/x/query", OTHER, ("/x/query", "/x/update", None)),
    ],
)
def test_addresses(address: str, server: object, addresses: tuple[str | None, ...]) -> None:
    at = endpoints(address, server)  # type: ignore[arg-type]
    host = address.partition("//")[2].partition("/")[0]
    wanted = tuple(path and f"http://{host}{path}" for path in addresses)
    assert (at.query, at.update, at.quads) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <a:p> ?o . GRAPH ?g { ?s ?p ?x } }",
        "PREFIX a: <a:>\nSELECT (EXISTS { ?s a:p 1 } AS ?e) ?s\nWHERE # { a comment\n{ ?s ?p '}' . GRAPH ?g { ?s ?p ?o } } ORDER BY ?s LIMIT 5 VALUES ?s { <a:s> }",
        "ASK WHERE { { SELECT ?s { GRAPH ?g { ?s ?p ?o } } } }",
        "CONSTRUCT { ?s <a:q> ?g } WHERE { ?s <a:p> 1 . GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT WHERE { ?s <a:p> ?o }",
    ],
)
def test_a_pattern_over_the_union_is_the_same_query(query: str) -> None:
    wrapped = over(query, UNION)
    assert wrapped is not None
    assert query.count("\n") == wrapped.count("\n"), "errors keep their lines"
    # One graph under the union's name, one more: what a server with a union graph would hold.
    engine, union = ox.Store(), ox.Store()
    for n in (1, 2):
        triple = (ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(n))
        union.add(ox.Quad(*triple, ox.NamedNode("a:g")))
        engine.add(ox.Quad(*triple, ox.NamedNode(UNION)))
        engine.add(ox.Quad(*triple, ox.NamedNode("a:g")))
    asked = engine.query(wrapped.replace("GRAPH ?g {", "GRAPH ?g { FILTER(?g = <a:g>)"))
    plain = union.query(query, use_default_graph_as_union=True)
    if isinstance(plain, ox.QueryBoolean):
        assert bool(asked) == bool(plain)
    else:
        assert sorted(map(str, asked)) == sorted(map(str, plain))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE ?s { GRAPH ?g { ?s ?p 1 } }",
        "PREFIX a: <a:>\nDESCRIBE a:s ?x\nWHERE { GRAPH ?g { ?s a:p ?o } BIND(a:t AS ?x) } LIMIT 1 # all",
        "DESCRIBE <a:t> ?s WHERE { ?s <a:p> ?o . GRAPH ?g { ?s ?p ?o } } ORDER BY ?s",
    ],
)
def test_a_description_by_what_stands_in_graphs(query: str) -> None:
    engine, union = ox.Store(), ox.Store()
    for name, n in (("a:s", 1), ("a:s", 2), ("a:t", 3), ("a:u", 4)):
        triple = (ox.NamedNode(name), ox.NamedNode("a:p" if n < 3 else "a:q"), ox.Literal(n))
        union.add(ox.Quad(*triple, ox.NamedNode("a:g")))
        engine.add(ox.Quad(*triple, ox.NamedNode(UNION)))
        engine.add(ox.Quad(*triple, ox.NamedNode("a:g")))
    wrapped = over(query, UNION)
    assert wrapped is not None
    asked = engine.query(wrapped.replace("GRAPH ?g {", "GRAPH ?g { FILTER(?g = <a:g>)"))
    plain = union.query(query, use_default_graph_as_union=True)
    assert isinstance(asked, ox.QueryTriples) and isinstance(plain, ox.QueryTriples)
    said = sorted(map(str, plain))
    assert sorted(map(str, asked)) == said and 2 <= len(said) <= 3


@pytest.mark.parametrize("query", ["DESCRIBE * { ?s ?p ?o }", "SELECT * FROM <a:g> { ?s ?p ?o }"])
def test_a_description_or_a_dataset_of_its_own_is_left_alone(query: str) -> None:
    assert over(query, UNION) is None


def test_only_queries_that_need_it_are_written_anew() -> None:
    at = endpoints("http://h/ds", FUSEKI)
    assert at.asked("SELECT * { ?s ?p 'GRAPH' }") == ("SELECT * { ?s ?p 'GRAPH' }", FUSEKI.union)
    query, parameters = at.asked("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert UNION in query and not parameters
