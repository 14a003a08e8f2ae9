"""Answers kept until the next write: the same bytes, never an old one, never too many."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api.app import create_app
from api.settings import Settings
from kg import ids
from kg.flow import Flow
from kg.store import Store, open_store

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
# Some tenths of a second of computing, one row.
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 0) }"
)


def thing(number: int) -> ox.Quad:
    subject = ox.NamedNode(ids.iri(f"doc/甲/task/{number}"))
    return ox.Quad(
        subject, ox.NamedNode(LABEL), ox.Literal("公示执法信息"), ox.NamedNode(ids.iri("graph/甲"))
    )


@pytest.fixture
def store() -> Store:
    opened = open_store(None)
    opened.load(thing(number) for number in range(500))
    return opened


@pytest.fixture
def client(serve: Callable[..., Any], store: Store) -> Iterator[httpx.Client]:
    with serve(Settings(query_seconds=5), store) as running:
        yield running


def was_kept(answer: httpx.Response) -> bool:
    assert answer.status_code in (200, 304)
    return answer.headers.get("cache-status") == "zhize; hit"


def kinds(client: httpx.Client) -> dict[str, int]:
    lines = client.get("/metrics").text.splitlines()
    found = (line.split('"') for line in lines if line.startswith("zhize_answers_kept_total"))
    return {name: int(float(rest[2:])) for _, name, rest in found}


def test_the_second_answer_is_the_first_one(client: httpx.Client) -> None:
    for accept in ("application/sparql-results+json", "text/csv"):
        for method, how in (("GET", {"params": COUNT}), ("POST", {"data": COUNT})):
            answers = [
                client.request(method, "/sparql", headers={"Accept": accept}, **how)  # type: ignore[arg-type]
                for _ in range(2)
            ]
            assert answers[0].content == answers[1].content
            assert answers[0].headers["content-type"] == answers[1].headers["content-type"]
            assert was_kept(answers[1])
            assert answers[0].headers["etag"] == answers[1].headers["etag"]
            assert answers[0].headers["content-type"].startswith(accept)


def test_a_client_that_has_it_gets_no_body(client: httpx.Client) -> None:
    tag = client.get("/sparql", params=COUNT).headers["etag"]
    again = client.get("/sparql", params=COUNT, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/sparql", params=COUNT).content == b""
    for said in ("*", tag.removeprefix("W/"), f'"x,y", {tag}'):
        asked = {"If-None-Match": said}
        assert client.get("/sparql", params=COUNT, headers=asked).status_code == 304, said
        assert client.head("/sparql", params=COUNT, headers=asked).status_code == 304, said
        assert client.post("/sparql", data=COUNT, headers=asked).status_code == 200, said
    for said in ('"x"', tag[:-2] + '"', tag.strip('W/"')):
        asked = {"If-None-Match": said}
        assert client.get("/sparql", params=COUNT, headers=asked).status_code == 200, said


def test_a_long_answer_depends_on_the_same_headers_whether_sent_or_not(
    client: httpx.Client,
) -> None:
    long = {"query": "SELECT * { ?s ?p ?o } LIMIT 50"}
    first = client.get("/sparql", params=long)
    again = client.get("/sparql", params=long, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and first.headers["vary"] == again.headers["vary"]


@pytest.mark.parametrize("refusal", ["gzip;q=0", "gzip; Q=0.0, br", "identity, gzip ;q=0.000"])
def test_who_does_not_take_gzip_gets_none(client: httpx.Client, refusal: str) -> None:
    long = {"query": "SELECT * { ?s ?p ?o } LIMIT 51"}
    for path, params in (("/sparql", long), ("/sparql", long), ("/context.jsonld", {})):
        plain = client.get(path, params=params, headers={"Accept-Encoding": refusal})
        assert "content-encoding" not in plain.headers
        packed = client.get(path, params=params, headers={"Accept-Encoding": "gzip;q=0.1"})
        assert packed.headers["content-encoding"] == "gzip" and packed.content == plain.content


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.replace([], [thing(1000)]),
        lambda store: store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }"),
        lambda store: store.write_graph(None, [thing(2000).triple]),
    ],
)
def test_after_a_write_nothing_old_is_said(
    client: httpx.Client, store: Store, write: Callable[[Store], None]
) -> None:
    for _ in range(2):
        assert '"500"' in client.get("/sparql", params=COUNT).text
    write(store)
    answer = client.get("/sparql", params=COUNT)
    assert not was_kept(answer)
    # An update by hand also renews its mark.
    assert '"500"' not in answer.text
    store.replace_graph("graph/甲", [])
    assert '"501"' not in client.get("/sparql", params=COUNT).text


def test_readers_never_go_back_in_time_while_somebody_writes(
    client: httpx.Client, store: Store
) -> None:
    done, wrong = threading.Event(), list[tuple[int, int]]()
    acknowledged = [500]

    def read() -> None:
        with httpx.Client(base_url=client.base_url, timeout=30) as own:
            while not done.is_set():
                known = acknowledged[0]
                said = own.get("/sparql", params={**COUNT, "format": "csv"}).text.split()[1]
                if int(said) < known:
                    wrong.append((known, int(said)))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(1000, 1030):
        store.replace([], [thing(number)])
        acknowledged[0] += 1
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (RAND() AS ?r) {}",
        "SELECT (struuid() AS ?r) {}",
        "SELECT (NOW() AS ?r) {}",
        "SELECT (BNODE() AS ?r) {}",
    ],
)
def test_what_differs_each_time_is_computed_each_time(client: httpx.Client, text: str) -> None:
    answers = [client.get("/sparql", params={"query": text}) for _ in range(2)]
    assert not any(map(was_kept, answers))
    assert answers[0].status_code == 200
    if "NOW" not in text and "BNODE" not in text:
        assert answers[0].text != answers[1].text


def test_datasets_formats_and_bases_are_kept_apart(client: httpx.Client) -> None:
    graph = ids.iri("graph/甲")
    relative = {"query": "SELECT ?s { BIND(<x> AS ?s) }"}
    said = {
        client.get("/sparql", params=params, headers={"Host": host}).text
        for params, host in (
            ({**COUNT, "default-graph-uri": graph}, "localhost"),
            ({**COUNT, "named-graph-uri": graph}, "localhost"),
            ({**COUNT, "format": "tsv"}, "localhost"),
            (relative, "localhost"),
            (relative, "127.0.0.1"),
        )
        for _ in range(2)
    }
    assert len(said) == 5


def test_errors_are_told_each_time(client: httpx.Client) -> None:
    for _ in range(2):
        answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p }"})
        assert (answer.status_code, answer.json()["code"]) == (400, "query_syntax")


def test_many_who_ask_the_same_wait_for_one(client: httpx.Client) -> None:
    before = kinds(client)

    def ask(_: int) -> str:
        return httpx.get(client.base_url.join("/sparql"), params={"query": SLOW}, timeout=30).text

    with ThreadPoolExecutor(8) as clients:
        said = set(clients.map(ask, range(8)))
    assert len(said) == 1 and '"250000"' in said.pop()
    after = kinds(client)
    assert after["miss"] - before["miss"] == 1
    joined = after["joined"] - before["joined"]
    assert joined >= 4 and joined + after["hit"] - before["hit"] == 7


def test_whoever_waits_for_one_who_leaves_is_answered_all_the_same(client: httpx.Client) -> None:
    slow = {"query": SLOW.replace("> 0", "> 1")}
    started = threading.Event()

    def leave() -> None:
        with httpx.Client(base_url=client.base_url) as own, pytest.raises(httpx.TimeoutException):
            started.set()
            own.get("/sparql", params=slow, timeout=0.15)

    leaver = threading.Thread(target=leave)
    leaver.start()
    started.wait()
    time.sleep(0.05)
    answer = client.get("/sparql", params=slow)
    leaver.join()
    assert answer.status_code == 200 and '"250000"' in answer.text


def test_long_answers_are_computed_once_for_all_who_ask_meanwhile(
    serve: Callable[..., Any], store: Store
) -> None:
    """Of some 6 MB: never kept, and one of its readers leaves in the middle of it."""
    long = {"query": f"SELECT ?n ?s ?t {{ {{ {SLOW} }} ?s ?p ?o . ?t ?q ?r }} LIMIT 20000"}
    plain = {"Accept-Encoding": "identity"}

    with serve(Settings(query_cache=0, query_workers=1, query_waiting=0), store) as client:

        def ask(number: int) -> tuple[int, str]:
            with (
                httpx.Client(base_url=client.base_url, timeout=60) as own,
                own.stream("GET", "/sparql", params=long, headers=plain) as answer,
            ):
                assert answer.status_code == 200
                pieces = answer.iter_bytes(100_000)
                if number == 0:
                    next(pieces)
                    return 0, ""
                body = b"".join(pieces)
            return body.count(b'}},{"') + 1, answer.headers.get("cache-status", "")

        with ThreadPoolExecutor(8) as clients:
            said = list(clients.map(ask, range(8)))
        assert [rows for rows, _ in said[1:]] == [20_000] * 7
        counted = kinds(client)
        assert counted["miss"] == 1 and counted["joined"] == 7
        assert {status for _, status in said} <= {"", "zhize; fwd=miss; collapsed"}


def test_what_went_wrong_is_told_to_all_who_waited(serve: Callable[..., Any], store: Store) -> None:
    endless = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}
    with serve(Settings(query_seconds=1), store) as client:

        def ask(_: int) -> str:
            address = client.base_url.join("/sparql")
            return str(httpx.get(address, params=endless, timeout=30).json()["code"])

        with ThreadPoolExecutor(4) as clients:
            assert list(clients.map(ask, range(4))) == ["query_timeout"] * 4
        assert kinds(client)["miss"] == 1


def test_they_take_no_more_room_than_allowed(serve: Callable[..., Any], store: Store) -> None:
    """Of answers of some 9 kB each, a store of 100 kB keeps ten; one of 60 kB is too long for it."""
    with serve(Settings(query_cache=100_000), store) as client:
        app = client  # the counters are read over HTTP
        for number in range(30):
            text = f"SELECT * {{ ?s ?p ?o }} OFFSET {number} LIMIT 40"
            client.get("/sparql", params={"query": text})
        held = next(
            float(line.split()[1])
            for line in app.get("/metrics").text.splitlines()
            if line.startswith("zhize_answers_kept_bytes ")
        )
        assert 50_000 < held <= 100_000
        assert was_kept(client.get("/sparql", params={"query": text}))
        first = "SELECT * { ?s ?p ?o } OFFSET 0 LIMIT 40"
        assert not was_kept(client.get("/sparql", params={"query": first}))
        long = {"query": "SELECT * { ?s ?p ?o }"}
        sizes = {len(client.get("/sparql", params=long).content) for _ in range(3)}
        assert len(sizes) == 1 and not was_kept(client.get("/sparql", params=long))


def held(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(x.split()[1]) for x in lines if x.startswith("zhize_answers_kept_bytes "))


def test_long_questions_short_answers_and_packed_ones_count_too(
    serve: Callable[..., Any], store: Store
) -> None:
    with serve(Settings(query_cache=40_000), store) as client:
        for number in range(3):
            long = {"query": f"ASK {{}} #{number}{'x' * 30_000}"}
            assert not any(was_kept(client.post("/sparql", data=long)) for _ in range(2))
        assert held(client) == 0
        for number in range(60):
            client.get("/sparql", params={"query": f"ASK {{}} #{number}"})
        assert 20_000 < held(client) <= 40_000
        assert not was_kept(client.get("/sparql", params={"query": "ASK {} #0"}))
        for number in range(20):
            text = f"SELECT * {{ ?s ?p ?o }} OFFSET {number} LIMIT 15"
            for _ in range(2):  # the second time it is packed
                client.get("/sparql", params={"query": text})
            assert held(client) <= 40_000


def test_a_client_that_reads_slowly_keeps_no_answer_in_memory() -> None:
    flow = Flow(hold=4_000_000)
    tracemalloc.start()
    for _ in range(16):
        flow.write(bytes(100_000))
    flow.end()
    assert tracemalloc.get_traced_memory()[0] > 1_600_000
    assert len(flow.let_go() or b"") == 1_600_000
    assert tracemalloc.get_traced_memory()[0] < 400_000
    tracemalloc.stop()
    assert flow.let_go() is None and len(flow.whole()) == 1_600_000
    flow.close()


def test_none_are_kept_where_they_cannot_be_exact(store: Store) -> None:
    assert create_app(Settings(query_cache=0), store).state.answers.largest == 0
