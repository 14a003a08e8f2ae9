"""``/store`` beyond the W3C's tests: permission, formats, names of graphs, what is refused; and VoID."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from pydantic import SecretStr

from api.settings import Settings
from kg import ids
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import open_store

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle"}
GRAPH = "http://e.example/人和"
TRIPLES = "<a:s> <a:p> '人和镇'@zh , [] ."


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record]) -> Iterator[httpx.Client]:
    store = open_store(None)
    library = Library(store)
    for record in county:
        library.put(record.source.name, record.source.sha256, {record.id: quads(record)})
    with serve(Settings(token=SecretStr(TOKEN)), store) as running:
        yield running


def put(client: httpx.Client, body: str, **params: str) -> httpx.Response:
    return client.put("/store", params=params, content=body.encode(), headers={**TURTLE, **WRITER})


def test_readers_read_a_document_s_graph(client: httpx.Client, county: list[Record]) -> None:
    graph = ids.iri(ids.graph(county[0].id))
    response = client.get("/store", params={"graph": graph}, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    triples = set(ox.parse(response.content, format=ox.RdfFormat.TURTLE))
    assert len(triples) == len({q.triple for q in quads(county[0]) if q.graph_name.value == graph})


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/store?default", "/store?graph=a:g", "/store/x", "/store"])
def test_without_the_token_nothing_is_written(client: httpx.Client, method: str, path: str) -> None:
    before = client.get("/api/stats").json()
    response = client.request(method, path, content=TRIPLES.encode(), headers=TURTLE)
    assert (response.status_code, response.json()["code"]) == (401, "token_required")
    assert client.get("/api/stats").json() == before


def test_without_any_token_the_service_is_read_only(serve: Callable[..., Any]) -> None:
    with serve(Settings(), open_store(None)) as client:
        response = client.put("/store?default", content=b"", headers={**TURTLE, **WRITER})
        assert (response.status_code, response.json()["code"]) == (403, "read_only")
        assert client.get("/store?default").status_code == 200


def test_of_many_who_put_the_same_new_graph_one_made_it(client: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as clients:
        for number in range(10):
            where = {"graph": f"http://example.org/{number}"}
            said = clients.map(lambda _, where=where: put(client, TRIPLES, **where), range(8))
            assert sorted(answer.status_code for answer in said) == [201, *[204] * 7]
            gone = clients.map(
                lambda _, where=where: client.delete("/store", params=where, headers=WRITER),
                range(8),
            )
            assert sorted(answer.status_code for answer in gone) == [204, *[404] * 7]


def test_put_replaces_post_joins_delete_drops(client: httpx.Client) -> None:
    def size() -> int:
        answer = client.get("/store", params={"graph": GRAPH}, headers={"Accept": "text/turtle"})
        return len(list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE)))

    where = {"graph": GRAPH}
    assert put(client, TRIPLES, **where).status_code == 201
    assert size() == 2
    assert put(client, TRIPLES, **where).status_code == 204
    assert size() == 2
    headers = {**TURTLE, **WRITER}
    added = client.post("/store", params=where, content=TRIPLES.encode(), headers=headers)
    assert added.status_code == 204
    assert size() == 3, "a blank node of another request is another node"
    assert put(client, "", **where).status_code == 204
    assert size() == 0
    assert client.get("/store", params=where).status_code == 200, "empty, but there"
    assert client.delete("/store", params=where, headers=WRITER).status_code == 204
    assert client.get("/store", params=where).status_code == 404
    assert client.delete("/store", params=where, headers=WRITER).status_code == 404


def test_the_unnamed_graph_is_not_the_union(client: httpx.Client) -> None:
    assert put(client, TRIPLES, default="").status_code == 204
    response = client.get("/store?default", headers={"Accept": "application/n-triples"})
    assert len(response.content.splitlines()) == 2
    assert client.delete("/store?default", headers=WRITER).status_code == 204
    assert client.get("/store?default", headers={"Accept": "text/turtle"}).content == b""


def test_an_address_below_store_is_a_graph_also_in_chinese(client: httpx.Client) -> None:
    path = "/store/" + quote("人和/1")
    made = client.put(path, content=TRIPLES.encode(), headers={**TURTLE, **WRITER})
    assert made.status_code == 201
    iri = f"{str(client.base_url).rstrip('/')}{path}"
    assert client.get("/store", params={"graph": iri}).status_code == 200
    assert client.head(path).status_code == 200
    assert client.delete(path, headers=WRITER).status_code == 204
    assert client.head(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/store", TURTLE, TRIPLES, 400),
        ("/store?graph=a:g&graph=a:h", TURTLE, TRIPLES, 400),
        ("/store?graph=a:g&default", TURTLE, TRIPLES, 400),
        ("/store?graph=relative", TURTLE, TRIPLES, 400),
        ("/store?graph=a:g%3E%20%7B", TURTLE, TRIPLES, 400),
        ("/store/x?default", TURTLE, TRIPLES, 400),
        ("/store?graph=a:g", {}, TRIPLES, 415),
        ("/store?graph=a:g", {"Content-Type": "text/html"}, TRIPLES, 415),
        ("/store?graph=a:g", {"Content-Type": "text/turtle; charset=gbk"}, TRIPLES, 415),
        ("/store?graph=a:g", TURTLE, "<a:s> <a:p>", 400),
        ("/store?graph=a:g", {"Content-Type": "application/ld+json"}, "{", 400),
    ],
)
def test_what_is_no_graph_is_refused_whole(
    client: httpx.Client, path: str, headers: dict[str, str], body: str, status: int
) -> None:
    response = client.put(path, content=body.encode(), headers={**headers, **WRITER})
    assert response.status_code == status
    assert response.json()["status"] == status
    assert client.get("/store?graph=a:g").status_code == 404


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_graphs_go_out_and_come_in_in_every_format(client: httpx.Client, kind: str) -> None:
    put(client, TRIPLES, graph=GRAPH)
    out = client.get("/store", params={"graph": GRAPH}, headers={"Accept": kind})
    assert out.headers["content-type"].split(";")[0] == kind
    headers = {"Content-Type": kind, **WRITER}
    back = client.put("/store", params={"graph": GRAPH}, content=out.content, headers=headers)
    assert back.status_code == 204
    again = client.get("/store", params={"graph": GRAPH}, headers={"Accept": "text/turtle"})
    assert "人和镇" in again.text
    assert client.get("/store?default", headers={"Accept": "image/png"}).status_code == 406


def test_void_counts_what_is_there(client: httpx.Client) -> None:
    def described() -> dict[str, int]:
        response = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
        assert response.status_code == 200
        triples = list(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES))
        void = "http://rdfs.org/ns/void#"
        numbers = {
            t.subject.value: int(t.object.value)
            for t in triples
            if t.predicate.value in (void + "entities", void + "triples")
        }
        names = {
            t.subject.value: t.object.value for t in triples if t.predicate.value == void + "class"
        }
        return {names[s].rsplit("#", 1)[1]: n for s, n in numbers.items() if s in names}

    stats = client.get("/api/stats").json()
    before = described()
    assert before["Task"] == stats["tasks"]
    assert before["Assignment"] == stats["assignments"]
    put(client, "<a:t> a <https://w3id.org/zhize/ns#Task> .", graph="a:more")
    assert described()["Task"] == before["Task"] + 1
    client.delete("/store?graph=a:more", headers=WRITER)


def test_the_service_description_leads_to_void(client: httpx.Client) -> None:
    home = str(client.base_url).rstrip("/")
    text = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert f"<{home}/.well-known/void#dataset>" in text
    assert f"<{home}/.well-known/void>" in text
    turtle = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    assert f"<{home}/sparql>" in turtle.text and "职责图谱" in turtle.text
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406
