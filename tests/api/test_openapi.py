"""The description of the API is the API: what is documented comes back, errors have one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.settings import Settings
from api.sparql import GRAPHS
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store

IDS = {
    "/api/documents/": "doc/人和镇2022年工作要点", "/api/units/": "unit/440111103/司法所",
    "/api/tasks/": "doc/人和镇2022年工作要点/task/1.1", "/api/places/": "440111103",
    "/api/policies/": "policy/法治政府建设实施纲要-2021-2025", "/api/questions/": "unit-load",
    "/id/": "place/440111103", "/vocab/": "role/lead", "/api/focus/": "unit/440111103/司法所",
}  # fmt: skip
QUERIES = {
    "/api/search": {"q": "执法"}, "/sparql": {"query": "ASK {}"}, "/store": {"default": ""},
    "/api/focus/{id}": {}, "/api/registry/places": {"q": "白云"},
}  # fmt: skip
GRAPH = {"query": "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c } LIMIT 1"}


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record]) -> Iterator[httpx.Client]:
    store = open_store(None)
    deliveries = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    Library(store).load(deliveries, registry_quads())
    with serve(Settings(), store) as running:
        yield running


@pytest.fixture(scope="module")
def schema(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def address(path: str) -> str:
    for prefix, value in IDS.items():
        if path.startswith(prefix + "{"):
            return prefix + value + path[path.index("}") + 1 :]
    return path


def test_every_documented_get_answers_as_documented(
    client: httpx.Client, schema: dict[str, Any]
) -> None:
    for path, operations in schema["paths"].items():
        if "get" not in operations:
            continue
        answers = operations["get"]["responses"]
        media = list(answers["200"].get("content", {}))
        for kind in media:
            params = GRAPH if path == "/sparql" and kind in GRAPHS else QUERIES.get(path)
            answer = client.get(address(path), params=params, headers={"Accept": kind})
            if (path, kind) == ("/sparql", "text/html"):
                continue  # the editor, without a query
            assert str(answer.status_code) in answers, (path, kind, answer.text[:200])
            if answer.status_code == 200:
                assert answer.headers["content-type"].split(";")[0] in media, path


def test_every_documented_path_has_the_one_shape_of_errors(
    client: httpx.Client, schema: dict[str, Any]
) -> None:
    required = schema["components"]["schemas"]["Problem"]["required"]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert "422" not in operation["responses"]
            assert list(operation["responses"]["default"]["content"]) == [
                "application/problem+json"
            ]
            assert operation["summary"], (method, path)
        answer = client.request("PATCH", address(path))
        assert answer.status_code in (403, 405), path
        assert answer.headers["content-type"] == "application/problem+json"
        assert sorted(answer.json()) == sorted(required)


def test_allow_names_every_method_of_an_address(
    client: httpx.Client, schema: dict[str, Any]
) -> None:
    for path, operations in schema["paths"].items():
        answer = client.request("PATCH", address(path))
        allowed = {word.strip() for word in answer.headers["allow"].split(",")}
        assert {method.upper() for method in operations} <= allowed, path


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/api/documents", {"year": "x"}),
        ("/api/documents", {"limit": "0"}),
        ("/api/units", {"cursor": "-1"}),
        ("/api/search", {"q": ""}),
        ("/api/search", {"q": "x", "type": "planet"}),
        ("/api/graph", {"depth": "99"}),
        ("/api/questions/overdue", {"date": "\x00"}),
        ("/id/place/440111103", {"format": "docx"}),
        ("/ns", {"format": ""}),
        ("/api/questions/unit-load", {"format": "xml"}),
    ],
)
def test_bad_values_are_refused_not_stumbled_over(
    client: httpx.Client, path: str, params: dict[str, str]
) -> None:
    answer = client.get(path, params=params)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"]
