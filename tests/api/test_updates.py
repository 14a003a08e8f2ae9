"""Updates over a real server: only with the write token, seen by everybody, noted in the audit log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.settings import Settings
from kg import ids
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import open_store

TOKEN, READER = "write-0123456789", "read-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
GRAPH = "http://e.example/g"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
UNIT = ids.iri("unit/440111103/司法所")
INSERT = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:s> <a:p> '人和' }} }}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record], folder: Path) -> Iterator[httpx.Client]:
    store = open_store(folder)
    library = Library(store)
    for record in county:
        library.put(record.source.name, record.source.sha256, {record.id: quads(record)})
    settings = Settings(token=SecretStr(TOKEN), read_token=SecretStr(READER))
    with serve(settings, store) as running:
        yield running


def found(client: httpx.Client, pattern: str) -> bool:
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()
    return bool(answer["boolean"])


@pytest.mark.parametrize("path", ["/sparql", "/sparql/update"])
@pytest.mark.parametrize("form", [True, False])
def test_an_acknowledged_update_is_seen_by_the_next_query(
    client: httpx.Client, path: str, form: bool
) -> None:
    client.post(path, data={"update": f"DROP SILENT GRAPH <{GRAPH}>"}, headers=WRITER)
    assert not found(client, f"GRAPH <{GRAPH}> {{ ?s ?p '人和' }}")
    if form:
        response = client.post(path, data={"update": INSERT}, headers=WRITER)
    else:
        headers = {**WRITER, "Content-Type": "application/sparql-update"}
        response = client.post(path, content=INSERT.encode(), headers=headers)
    assert response.status_code == 204, response.text
    assert found(client, f"GRAPH <{GRAPH}> {{ ?s ?p '人和' }}")


def test_pages_and_search_follow(client: httpx.Client) -> None:
    def labels() -> list[str]:
        return [
            i["label"] for i in client.get("/api/search", params={"q": "法律服务"}).json()["items"]
        ]

    assert labels() == []
    renamed = (
        f"DELETE {{ GRAPH ?g {{ <{UNIT}> <{LABEL}> ?l }} }} "
        f"INSERT {{ GRAPH ?g {{ <{UNIT}> <{LABEL}> '人和镇法律服务所'@zh }} }} "
        f"WHERE {{ GRAPH ?g {{ <{UNIT}> <{LABEL}> ?l }} }}"
    )
    assert client.post("/sparql", data={"update": renamed}, headers=WRITER).status_code == 204
    assert "人和镇法律服务所" in labels()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "token_required"),
        ({"Authorization": f"Bearer {READER}"}, "token_required"),
        ({"Authorization": "Bearer nonsense"}, "token_wrong"),
        ({"Authorization": httpx.BasicAuth("x", TOKEN)._auth_header}, "token_required"),
    ],
    ids=["none", "read token", "wrong", "what a browser sends by itself"],
)
def test_without_the_write_token_nothing_changes(
    client: httpx.Client, headers: dict[str, str], code: str
) -> None:
    before = client.get("/api/stats").json()
    response = client.post("/sparql", data={"update": "DROP ALL"}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (401, code)
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["content-type"] == "application/problem+json"
    assert client.get("/api/stats").json() == before


@pytest.mark.parametrize(
    ("update", "status", "code"),
    [
        ("INSERT DATA {", 400, "query_syntax"),
        ("LOAD <http://127.0.0.1:1/>", 403, "query_refused"),
        ("CLEAR ALL ; SELECT", 400, "query_syntax"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    client: httpx.Client, update: str, status: int, code: str
) -> None:
    before = client.get("/api/stats").json()
    response = client.post("/sparql", data={"update": update}, headers=WRITER)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert client.get("/api/stats").json() == before


def test_update_in_the_address_is_refused(client: httpx.Client) -> None:
    for method in ("GET", "POST"):
        response = client.request(method, "/sparql", params={"update": "DROP ALL"}, headers=WRITER)
        assert 400 <= response.status_code < 500


def test_every_write_is_one_line_without_secrets(client: httpx.Client, folder: Path) -> None:
    log = folder / "audit.jsonl"
    before = len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0
    client.post("/sparql", data={"update": INSERT}, headers=WRITER)
    client.post("/sparql", data={"update": "INSERT"}, headers=WRITER)
    client.post("/sparql", data={"update": INSERT})
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()][before:]
    assert [line["outcome"] for line in lines] == ["ok", "query_syntax"]
    assert lines[0]["operation"] == "update" and lines[0]["bytes"] == len(INSERT.encode())
    assert TOKEN not in text and "人和" not in text


def test_a_long_update_is_taken_only_from_a_writer(client: httpx.Client) -> None:
    text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:s> <a:long> '{'x' * 1_200_000}' }} }}"
    headers = {"Content-Type": "application/sparql-update"}
    refused = client.post("/sparql", content=text.encode(), headers=headers)
    assert refused.status_code == 401
    taken = client.post("/sparql", content=text.encode(), headers={**headers, **WRITER})
    assert taken.status_code == 204
