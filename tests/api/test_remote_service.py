"""The service over a remote store: the same routes, the same errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from api.settings import Settings
from kg import ids
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
UNIT = "unit/440111103/司法所"


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki"])
def test_everything_is_served(
    serve: Callable[..., Any], county: list[Record], emptied: Callable[[str], str], kind: str
) -> None:
    store = open_store(emptied(kind))
    library = Library(store)
    library.put_registry(list(registry_quads()))
    for record in county:
        library.put(record.source.name, record.source.sha256, {record.id: quads(record)})
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        assert client.get("/api/stats").json()["documents"] == 3
        assert client.get(f"/api/units/{UNIT}/duties").json()["total"] == 3
        assert client.get("/api/search", params={"q": "司法"}).json()["total"] > 0
        for path in ("/", "/healthz", "/metrics", f"/id/{UNIT}", "/.well-known/void", "/sparql"):
            assert client.get(path, headers={"Accept": "*/*"}).status_code in (200, 303), path
        wrong = client.get("/sparql", params={"query": "SELECT * {\n ?s"})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "query_syntax")
        graph = {"graph": ids.iri(ids.graph(county[0].id))}
        got = client.get("/store", params=graph, headers={"Accept": "application/n-triples"})
        assert len(got.text.splitlines()) > 10
        update = {"update": "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> '人' } }"}
        assert client.post("/sparql", data=update, headers=WRITER).status_code == 204
        asked = client.get("/sparql", params={"query": "ASK { <a:s> <a:p> '人' }"})
        assert asked.json()["boolean"] is True
        one = {"query": "ASK { <a:s> ?p ?o }", "default-graph-uri": "a:other"}
        assert client.get("/sparql", params=one).json()["boolean"] is False
        where = {"graph": "a:g"}
        headers = {**WRITER, "Content-Type": "text/turtle"}
        body = b"<a:s> <a:p> 2 ."
        assert client.put("/store", params=where, content=body, headers=headers).status_code == 204
        assert client.delete("/store", params=where, headers=WRITER).status_code == 204
        assert client.get("/store", params=where).status_code == 404


def test_a_store_that_is_gone_is_one_clear_error(serve: Callable[..., Any]) -> None:
    with serve(Settings(), open_store("http://127.0.0.1:1/query")) as client:
        for path in ("/api/stats", "/sparql?query=ASK%7B%7D", "/healthz"):
            response = client.get(path)
            assert response.status_code == 503, path
            assert response.json()["code"] == "store_unreachable"
        for page in ("/", "/units", "/gaps"):
            response = client.get(page)
            assert response.status_code == 503, page
            assert "没有回答" in response.text and "<html" in response.text
