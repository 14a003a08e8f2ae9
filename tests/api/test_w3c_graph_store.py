"""The W3C's Graph Store Protocol tests, read from its manifests, and its service description tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import rdflib
from pydantic import SecretStr
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from api.settings import Settings
from kg.store import open_store

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c"
FILES = ("manifest-indirect.ttl", "manifest-direct.ttl")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
FORMATS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}
TOKEN = "a token of the test"


class Exchange(NamedTuple):
    """One request and what must come back; ``$LOCATION$`` stands for the last Location header."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: set[int]
    location: bool
    graph: tuple[str, str] | None  # content type and text of the answer


def _headers(graph: rdflib.Graph, node: Any) -> dict[str, str]:
    items = graph.value(node, HT.headers)
    return {
        str(graph.value(i, HT.fieldName)).lower(): str(graph.value(i, HT.fieldValue))
        for i in (Collection(graph, items) if items else [])
    }


def _text(graph: rdflib.Graph, node: Any) -> str:
    body = graph.value(node, HT.body)
    return "" if body is None else str(graph.value(body, CNT.chars))


def _exchange(graph: rdflib.Graph, request: Any) -> Exchange:
    response = graph.value(request, HT.resp)
    wanted = _text(graph, response)
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)).replace("/gsp", "/store", 1),
        _headers(graph, request),
        _text(graph, request).encode(),
        {STATUS[str(s).rsplit("#", 1)[1]] for s in graph.objects(response, MF.expectedStatus)},
        graph.value(response, MF.expectedLocation) is not None,
        (_headers(graph, response)["content-type"].split(";")[0], wanted) if wanted else None,
    )


def _tests() -> dict[str, list[Exchange]]:
    found = {}
    for file in FILES:
        path = SUITE / "graph-store-protocol" / file
        if not path.exists():
            return {}
        graph = rdflib.Graph().parse(path)
        (entries,) = graph.objects(None, MF.entries)
        for test in Collection(graph, entries):
            requests = graph.value(graph.value(test, MF.action), HT.requests)
            found[str(test).rsplit("#", 1)[1]] = [
                _exchange(graph, r) for r in Collection(graph, requests)
            ]
    return found


TESTS = _tests()


def _suite() -> None:
    if not TESTS:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the W3C suite is not at {SUITE}")
        pytest.skip(f"the W3C suite is not at {SUITE}")


def _passes(response: httpx.Response, exchange: Exchange) -> None:
    assert response.status_code in exchange.statuses, response.text
    if exchange.graph is not None:
        kind, text = exchange.graph
        assert response.headers["content-type"].split(";")[0] == kind
        base = str(response.request.url)
        got = rdflib.Graph().parse(data=response.text, format=kind, publicID=base)
        assert isomorphic(got, rdflib.Graph().parse(data=text, format=kind, publicID=base))
    if exchange.method == "HEAD":
        assert response.content == b""


def test_the_manifests_hold_the_13_tests() -> None:
    _suite()
    assert len(TESTS) == 13


@pytest.mark.parametrize("name", sorted(TESTS))
def test_graph_store(serve: Callable[..., Any], name: str) -> None:
    location = ""
    with serve(Settings(token=SecretStr(TOKEN)), open_store(None)) as client:
        for exchange in TESTS[name]:
            response = client.request(
                exchange.method,
                exchange.path.replace("$LOCATION$", location),
                headers={**exchange.headers, "Authorization": f"Bearer {TOKEN}"},
                content=exchange.body.replace(b"$LOCATION$", location.encode()) or None,
            )
            _passes(response, exchange)
            if exchange.location:
                location = response.headers["location"]


@pytest.mark.parametrize("token", [None, SecretStr(TOKEN)])
def test_service_description(serve: Callable[..., Any], token: SecretStr | None) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema."""
    with serve(Settings(token=token), open_store(None)) as client:
        endpoint = f"{str(client.base_url).rstrip('/')}/sparql"
        for accept in ("text/turtle", "application/rdf+xml", "application/n-triples", "*/*"):
            response = client.get("/sparql", headers={"Accept": accept})
            assert response.status_code == 200
            kind = response.headers["content-type"].split(";")[0]
            graph = rdflib.Graph().parse(data=response.text, format=FORMATS[kind])
            (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
            assert list(graph.objects(service, SD.endpoint)) == [rdflib.URIRef(endpoint)]
            languages = set(graph.objects(service, SD.supportedLanguage))
            assert SD.SPARQL11Query in languages
            assert (SD.SPARQL11Update in languages) is (token is not None)
            _conforms(graph)


def _conforms(graph: rdflib.Graph) -> None:
    """Only words of the vocabulary, each on a thing of its domain, pointing at one of its range."""
    domains = {
        "endpoint": "Service", "feature": "Service", "supportedLanguage": "Service",
        "resultFormat": "Service", "inputFormat": "Service", "defaultDataset": "Service",
        "defaultGraph": "Dataset",
    }  # fmt: skip
    ranges = {"defaultDataset": "Dataset", "defaultGraph": "Graph"}
    for subject, predicate, value in graph:
        if not str(predicate).startswith(str(SD)):
            continue
        name = str(predicate).removeprefix(str(SD))
        assert (subject, rdflib.RDF.type, SD[domains[name]]) in graph
        assert isinstance(value, rdflib.URIRef)
        if name in ranges:
            assert (value, rdflib.RDF.type, SD[ranges[name]]) in graph
