"""The shipped questions served as example queries, and every question over its route."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api.settings import Settings
from kg import questions
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store

SH, ADDRESS = "http://www.w3.org/ns/shacl#", "/.well-known/sparql-examples"


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record]) -> Iterator[httpx.Client]:
    store = open_store(None)
    deliveries = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    Library(store).load(deliveries, registry_quads())
    with serve(Settings(), store) as running:
        yield running


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/ld+json", "application/n-triples"]
)
def test_the_examples_name_this_endpoint(client: httpx.Client, media_type: str) -> None:
    response = client.get(ADDRESS, headers={"Accept": media_type})
    assert response.headers["content-type"].split(";")[0] == media_type
    assert response.headers["vary"].startswith("Accept")
    graph = ox.Store()
    graph.load(response.content, ox.RdfFormat.from_media_type(media_type))
    rows = graph.query(
        f"SELECT ?q ?t {{ ?q a <{SH}SPARQLSelectExecutable> ; <{SH}select> ?t ; "
        f"<https://schema.org/target> <{client.base_url}/sparql> }}"
    )
    texts = [row["t"].value for row in rows]  # type: ignore[union-attr]
    assert len(texts) == len(questions.shipped())
    answers = {client.get("/sparql", params={"query": text}).status_code for text in texts}
    assert answers == {200}


def test_unacceptable_formats_and_head(client: httpx.Client) -> None:
    assert client.get(ADDRESS, headers={"Accept": "image/png"}).status_code == 406
    head = client.head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")


def test_an_example_has_an_address_of_its_own(client: httpx.Client) -> None:
    response = client.get("/id/question/unit-duties", headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert "SPARQLSelectExecutable" in response.text


@pytest.mark.parametrize("question", questions.shipped(), ids=lambda q: q.name)
def test_every_question_has_a_route(client: httpx.Client, question: questions.Question) -> None:
    values = {p.name: p.example for p in question.parameters if p.required}
    response = client.get(f"/api/questions/{question.name}", params=values)
    assert response.status_code == 200
    answer = response.json()
    assert answer["columns"] == list(question.columns)
    assert all(list(row) == answer["columns"] for row in answer["rows"])
    table = client.get(f"/api/questions/{question.name}", params={**values, "format": "csv"})
    assert table.text.lstrip("\ufeff").splitlines()[0] == ",".join(question.columns)


def test_a_question_has_the_limits_of_every_query(
    serve: Callable[..., Any], county: list[Record]
) -> None:
    store = open_store(None)
    for record in county:
        Library(store).put(record.source.name, record.source.sha256, {record.id: quads(record)})
    with serve(Settings(query_rows=2), store) as client:
        answer = client.get("/api/questions/duty-matrix")
        assert (answer.status_code, answer.json()["code"]) == (503, "query_too_many_rows")
        wrong = client.get("/api/questions/duty-matrix", params={"role": "boss"})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "parameter")
        assert client.get("/api/questions/nothing").status_code == 404
