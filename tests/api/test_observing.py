"""What an operator sees: ids on answers, numbers for Prometheus, one JSON line a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.settings import Settings
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import Store, open_store


@pytest.fixture(scope="module")
def store(county: list[Record]) -> Store:
    opened = open_store(None)
    for record in county:
        Library(opened).put(record.source.name, record.source.sha256, {record.id: quads(record)})
    return opened


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], store: Store) -> Iterator[httpx.Client]:
    with serve(Settings(), store) as running:
        yield running


def numbers(client: httpx.Client) -> dict[str, float]:
    """Every sample as Prometheus's own parser reads it: ``name{label="value"}`` → number."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(answer.text))
    assert len({family.name for family in families}) == len(families)
    found: dict[str, float] = {}
    for family in families:
        assert family.type != "unknown", family.name
        for sample in family.samples:
            labels = ",".join(f'{name}="{value}"' for name, value in sample.labels.items())
            found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def test_every_answer_has_an_id_and_keeps_a_sound_one(client: httpx.Client) -> None:
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second
    for given, kept in (("abc-1.2", True), ("a b", False), ("x" * 65, False), ('"}\\', False)):
        answered = client.get("/nowhere", headers={"X-Request-ID": given}).headers["x-request-id"]
        assert (answered == given) is kept


def test_requests_are_counted_by_route_and_never_by_what_was_typed(client: httpx.Client) -> None:
    before = numbers(client)
    for name in ("unit/440111103/司法所", "unit/none", "unit/nothing"):
        client.get(f"/api/units/{name}")
    client.get("/nowhere/at-all")
    client.request("BREW", "/healthz")
    after = numbers(client)
    route = 'route="/api/units/{id}"' if any("/api/units/{id}" in k for k in after) else ""
    if not route:
        route = next(k for k in after if "/api/units/" in k).split("route=")[1].split(",")[0]
        route = "route=" + route.rstrip("}")
    got = {k: after[k] - before.get(k, 0) for k in after if "requests_total" in k and route in k}
    assert sorted(got.values()) == [1, 2]
    assert not any(word in key for key in after for word in ("440111103", "nowhere", "BREW"))
    count = next(
        k for k in after if k.startswith("zhize_http_request_seconds_count") and route in k
    )
    full = next(k for k in after if route in k and 'le="+Inf"' in k)
    assert after[count] == after[full] == 3


def test_the_store_and_the_workers_in_numbers(client: httpx.Client, store: Store) -> None:
    found = numbers(client)
    stats = client.get("/api/stats").json()
    for kind in ("documents", "tasks", "units", "triples"):
        assert found[f"zhize_store_{kind}{{}}"] == stats[kind]
    assert found["zhize_query_workers{}"] == Settings().query_workers
    assert found["zhize_query_workers_busy{}"] == 0
    assert found["zhize_http_requests_running{}"] == 1  # the one that asks


def test_one_line_a_request_when_wanted(
    serve: Callable[..., Any], store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve(Settings(access_log=True), store) as client:
        client.get("/api/search", params={"q": "秘密"}, headers={"X-Request-ID": "mine"})
        client.get("/%0a%22%7d?token=secret")
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line[:1] == "{"]
    first, second = lines
    assert first["id"] == "mine"
    assert (first["method"], first["route"], first["status"]) == ("GET", "/api/search", 200)
    assert first["ms"] > 0 and first["bytes"] > 0 and first["client"] == "127.0.0.1"
    assert (second["status"], second["path"]) == (404, '/\n"}')
    assert "秘密" not in str(lines) and "secret" not in str(lines)


def test_no_lines_unless_wanted(
    serve: Callable[..., Any], store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve(Settings(), store) as client:
        client.get("/healthz")
    assert capfd.readouterr().err == ""
