"""Long answers: streamed in little memory, never half an answer that looks whole."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from starlette.requests import Request

from api.answering import BEGIN, answered
from api.app import create_app
from api.settings import Settings
from kg import ids
from kg.flow import Flow
from kg.pool import Ticket
from kg.store import Store, open_store

ROWS = 20_000
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALL = {"query": "SELECT ?s ?o { ?s ?p ?o }"}
PLAIN = {"Accept-Encoding": "identity"}
# Goes on for ever, row by row, and computes nothing that would need memory.
ENDLESS = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}


def filled(rows: int = ROWS) -> Store:
    store = open_store(None)
    graph, label = ox.NamedNode(ids.iri("graph/甲")), ox.NamedNode(LABEL)
    things = (ox.NamedNode(ids.iri(f"doc/甲/task/{n}")) for n in range(rows))
    store.load(ox.Quad(thing, label, ox.Literal("公示执法信息"), graph) for thing in things)
    return store


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serve(Settings(query_seconds=2, query_cache=0), filled()) as running:
        yield running


@pytest.mark.parametrize(
    ("format", "rows"), [("json", b'}},{"'), ("xml", b"<result>"), ("csv", b"\r\n"), ("tsv", b"\n")]
)
def test_a_long_answer_is_whole(client: httpx.Client, format: str, rows: bytes) -> None:
    for encoding in ("identity", "gzip"):
        params, headers = {**ALL, "format": format}, {"Accept-Encoding": encoding}
        answer = client.get("/sparql", params=params, headers=headers)
        assert "content-length" not in answer.headers
        assert len(answer.content) > BEGIN
        assert answer.content.count(rows) in (ROWS - 1, ROWS, ROWS + 1)


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/n-quads", "application/trig",
     "application/ld+json", "application/rdf+xml"],
)  # fmt: skip
def test_a_long_graph_is_whole(client: httpx.Client, media_type: str) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}
    answer = client.get("/sparql", params=query, headers={"Accept": media_type})
    assert answer.headers["content-type"].split(";")[0] == media_type
    found = ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media_type))
    assert len(set(found)) == ROWS


def test_a_cut_off_answer_looks_cut_off(client: httpx.Client) -> None:
    for format in ("json", "csv"):
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/sparql", params={**ENDLESS, "format": format})
    url = str(client.base_url.join("/sparql"))
    query = f"query={ENDLESS['query']}"
    done = subprocess.run(
        ["curl", "-sS", "-o", "/dev/null", "-G", url, "--data-urlencode", query, "--compressed"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 18, "curl: transfer closed with outstanding read data remaining"
    metrics = client.get("/metrics").text
    assert 'zhize_answers_cut_total{code="query_timeout"} 3' in metrics


def _http_1_0(client: httpx.Client, **params: str) -> tuple[str, dict[str, str], bytes]:
    """Status line, headers and body as a client of HTTP/1.0 gets them, nginx as it comes for one."""
    target = client.build_request("GET", "/sparql", params=params).url.raw_path.decode()
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), 30) as line:
        line.sendall(f"GET {target} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        said = b"".join(iter(partial(line.recv, 65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, {k.lower(): v for k, v in (x.split(": ", 1) for x in lines)}, body


def test_a_client_that_cannot_see_a_cut_gets_none(client: httpx.Client) -> None:
    status, _, body = _http_1_0(client, **ENDLESS, format="csv")
    assert " 503 " in status and b"query_t" in body
    status, headers, body = _http_1_0(client, **ALL, format="csv")
    assert " 200 " in status and int(headers["content-length"]) == len(body)
    assert body.count(b"\r\n") == ROWS + 1


def test_too_many_rows_or_bytes_are_refused_or_cut(serve: Callable[..., Any]) -> None:
    with serve(Settings(query_rows=100), filled(200)) as client:
        for format in ("json", "csv", "tsv", "xml"):
            few = {"query": ALL["query"] + " LIMIT 100", "format": format}
            assert client.get("/sparql", params=few).status_code == 200
            more = client.get("/sparql", params={**ALL, "format": format})
            assert (more.status_code, more.json()["code"]) == (503, "query_too_many_rows")
        graph = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
        assert graph.json()["code"] == "query_too_many_rows"
    with serve(Settings(query_bytes=3 * BEGIN), filled()) as client:
        # Refused when the limit was met before the first bytes went out, cut off when behind them.
        with suppress(httpx.RemoteProtocolError):
            assert client.get("/sparql", params=ALL).status_code == 503
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def _wait(client: httpx.Client, gauge: str) -> None:
    """Until ``/metrics`` shows ``gauge``; the machine may be busy with other tests."""
    for _ in range(200):
        if f"\n{gauge}\n" in (shown := client.get("/metrics").text):
            return
        time.sleep(0.05)
    pytest.fail(f"no {gauge} in\n{shown}")


def test_a_reader_who_leaves_frees_its_worker(serve: Callable[..., Any]) -> None:
    with serve(Settings(query_seconds=60), filled()) as client:
        # Its first bytes are here long before its last can be computed.
        with client.stream("GET", "/sparql", params=ENDLESS, headers=PLAIN, timeout=30) as answer:
            rows = answer.iter_bytes()  # held: an iterator that is let go closes the connection
            next(rows)
            _wait(client, "zhize_query_workers_busy 1")
        _wait(client, "zhize_query_workers_busy 0")


def test_a_slow_reader_holds_no_worker(serve: Callable[..., Any]) -> None:
    with (
        serve(Settings(query_seconds=30), filled()) as client,
        client.stream("GET", "/sparql", params=ALL, headers=PLAIN) as slow,
    ):
        parts = slow.iter_raw(1000)
        read = [next(parts)]
        _wait(client, "zhize_query_workers_busy 0")  # it does not wait for its reader
        read += parts
        assert b"".join(read).count(b'}},{"') == ROWS - 1


def test_head_of_a_long_answer_has_no_body(client: httpx.Client) -> None:
    head = client.head("/sparql", params=ENDLESS)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "application/sparql-results+json"
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_short_questions_are_answered_however_many_bad_ones_run(
    serve: Callable[..., Any],
) -> None:
    bad = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } #"
    settings = Settings(query_seconds=2, query_workers=1, query_waiting=2, query_cache=0)
    with serve(settings, filled()) as client:
        codes: list[str] = []

        def ask_badly(number: int) -> None:
            params = {"query": f"{bad}{number}"}  # the same ones would be computed once
            answer = httpx.get(client.base_url.join("/sparql"), params=params, timeout=60)
            codes.append(answer.json()["code"])

        threads = [threading.Thread(target=ask_badly, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        for _ in range(10):
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert len(codes) < 4, "the bad ones run, or wait, for two seconds each"
        for thread in threads:
            thread.join()
    # One computed, two waited (the second perhaps in vain), one had no place.
    assert set(codes) == {"busy", "query_timeout"}


def test_a_bug_in_the_middle_of_an_answer_ends_it() -> None:
    app = create_app(Settings(), open_store(None))
    scope = {"type": "http", "app": app, "method": "GET", "path": "/", "headers": [], "state": {}}
    sent: list[Any] = []

    def broken(flow: Flow, ticket: Ticket) -> None:
        flow.begin("text/csv")
        flow.write(b"x" * 100_000)
        while not sent:  # until the answer has begun
            time.sleep(0.001)
        raise RuntimeError("a bug")

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        response = await answered(Request(scope, receive), broken, {})
        await response(scope, receive, send)

    with pytest.raises(RuntimeError, match="a bug"):
        asyncio.run(asyncio.wait_for(ask(), 10))
    assert len(sent[1]["body"]) == 100_000
    assert all(message.get("more_body", True) for message in sent), "no proper end"
    cut = 'zhize_answers_cut_total{code="query_broken"} 1'
    assert cut in app.state.metrics.lines(), "cut at once, not when the reader gave up"
