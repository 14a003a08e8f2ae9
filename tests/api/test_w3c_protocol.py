"""The W3C's own protocol tests, read from its manifest and run against a real server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from pydantic import SecretStr
from rdflib.collection import Collection

from api.settings import Settings
from kg.store import Store, open_store

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "protocol"
MANIFEST = SUITE / "manifest.ttl"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")


class Exchange(NamedTuple):
    """One request of a test and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: set[str]
    boolean: bool | None
    format: str | None


def _one(graph: rdflib.Graph, subject: Any, predicate: Any) -> Any:
    return graph.value(subject, predicate)


def _exchange(graph: rdflib.Graph, request: Any) -> Exchange:
    headers: dict[str, str] = {}
    for item in (
        Collection(graph, _one(graph, request, HT.headers))
        if _one(graph, request, HT.headers)
        else []
    ):
        headers[str(_one(graph, item, HT.fieldName))] = str(_one(graph, item, HT.fieldValue))
    body, node = b"", _one(graph, request, HT.body)
    if node is not None:
        encoding = str(_one(graph, node, CNT.characterEncoding) or "UTF-8")
        body = str(_one(graph, node, CNT.chars)).encode(encoding)
    response = _one(graph, request, HT.resp)
    statuses = {
        str(s).rsplit("StatusCode", 1)[1][0] for s in graph.objects(response, MF.expectedStatus)
    }
    boolean = _one(graph, response, MF.expectedBoolean)
    return Exchange(
        str(_one(graph, request, HT.methodName)),
        str(_one(graph, request, HT.absolutePath)),
        headers,
        body,
        statuses,
        None if boolean is None else bool(boolean.toPython()),
        None if (f := _one(graph, response, MF.expectedFormat)) is None else str(f),
    )


def _tests() -> dict[str, list[Exchange]]:
    if not MANIFEST.exists():
        return {}
    graph = rdflib.Graph().parse(MANIFEST)
    found = {}
    for test in graph.subjects(rdflib.RDF.type, MF.ProtocolTest):
        requests = _one(graph, _one(graph, test, MF.action), HT.requests)
        found[str(test).rsplit("#", 1)[1]] = [
            _exchange(graph, r) for r in Collection(graph, requests)
        ]
    return found


TESTS = _tests()
UPDATES = sorted(name for name in TESTS if name.startswith("update_"))
QUERIES = sorted(set(TESTS) - set(UPDATES))


TOKEN = "a token of the test"


def _store() -> Store:
    if not TESTS:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the W3C suite is not at {SUITE}")
        pytest.skip(f"the W3C suite is not at {SUITE}")
    store = open_store(None)
    quads = []
    for name in ("data1", "data2", "data3"):
        graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/{name}.rdf")
        for quad in ox.parse(path=SUITE / f"{name}.nt", format=ox.RdfFormat.N_TRIPLES):
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    store.load(quads)
    return store


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    """Reading only, as it comes."""
    with serve(Settings(), _store()) as running:
        yield running


@pytest.fixture(scope="module")
def writable(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    """With a write token, which this client sends."""
    with serve(Settings(token=SecretStr(TOKEN)), _store()) as running:
        running.headers["Authorization"] = f"Bearer {TOKEN}"
        yield running


def _send(client: httpx.Client, exchange: Exchange) -> httpx.Response:
    return client.request(
        exchange.method,
        exchange.path,
        headers=exchange.headers,
        content=exchange.body or None,
        follow_redirects=True,
    )


def _passes(response: httpx.Response, exchange: Exchange) -> None:
    assert str(response.status_code)[0] in exchange.statuses, response.text
    media_type = response.headers.get("content-type", "").split(";")[0]
    if exchange.boolean is not None:
        assert response.json()["boolean"] is exchange.boolean
    if exchange.format == "boolean":
        assert media_type in ("application/sparql-results+json", "application/sparql-results+xml")
    if exchange.format == "tabular":
        assert media_type.endswith(("+json", "+xml", "csv", "tab-separated-values"))
    if exchange.format == "RDF":
        assert media_type in ("text/turtle", "application/n-triples", "application/rdf+xml")
    if response.status_code >= 400:
        assert response.json()["status"] == response.status_code


def test_the_manifest_holds_the_34_tests(client: httpx.Client) -> None:
    assert len(TESTS) == 34


@pytest.mark.parametrize("name", QUERIES)
def test_reading_only(client: httpx.Client, name: str) -> None:
    for exchange in TESTS[name]:
        _passes(_send(client, exchange), exchange)


@pytest.mark.parametrize("name", UPDATES)
def test_each_update_is_refused_clearly(client: httpx.Client, name: str) -> None:
    response = _send(client, TESTS[name][0])
    assert response.status_code == 403
    assert response.json()["code"] == "read_only"


# The updates clear the store, so the queries come first.
@pytest.mark.parametrize("name", [*QUERIES, *UPDATES])
def test_with_the_write_token(writable: httpx.Client, name: str) -> None:
    for exchange in TESTS[name]:
        _passes(_send(writable, exchange), exchange)
