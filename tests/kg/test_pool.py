"""Strangers' queries in killable processes: cut at the limit, nobody else notices."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.errors import QueryError, StoreError
from kg.flow import Flow
from kg.pool import LimitError, Limits, Pool, Ticket
from kg.store import Store, open_store

CROSS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
)
BASE = "http://x/"


def numbers(count: int) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(ids.iri("graph/甲"))
    for i in range(count):
        subject = ox.NamedNode(f"http://e/{i}")
        yield ox.Quad(subject, ox.NamedNode("http://e/p"), ox.Literal(i), graph)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    opened = open_store(None if request.param == "memory" else tmp_path / "s")
    opened.load(numbers(2000))
    return opened


@pytest.fixture
def pool(store: Store) -> Iterator[Pool]:
    made = Pool(store, Limits(seconds=1.0, size=1_000_000, memory=1_500_000_000, workers=2))
    yield made
    made.close()


def count(pool: Pool) -> int:
    answer = pool.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", base=BASE, results="text/csv")
    return int(answer.body.split()[1])


def test_a_cross_product_is_cut_while_others_are_answered(pool: Pool) -> None:
    count(pool)
    errors: list[LimitError] = []

    def bad() -> None:
        try:
            pool.run(CROSS, base=BASE)
        except LimitError as error:
            errors.append(error)

    started = time.monotonic()
    thread = threading.Thread(target=bad)
    thread.start()
    time.sleep(0.3)
    pool.run("ASK {}", base=BASE)
    before = time.monotonic()
    pool.run("ASK {}", base=BASE)
    assert time.monotonic() - before < 0.1
    thread.join()
    # A second of processor, on a busy machine three of time.
    assert time.monotonic() - started < 10
    assert [e.code for e in errors] == ["query_timeout"]
    assert count(pool) == 2000


def test_too_many_bytes_are_refused(pool: Pool) -> None:
    with pytest.raises(LimitError) as caught:
        pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f }", base=BASE)
    assert caught.value.code == "query_too_large"


def test_memory_is_bounded() -> None:
    store = open_store(None)
    store.load(numbers(3000))
    pool = Pool(store, Limits(seconds=20, size=10_000, memory=900_000_000, workers=1))
    try:
        with pytest.raises(LimitError) as caught:
            pool.run("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", base=BASE)
        assert caught.value.code == "query_memory"
        assert count(pool) == 3000
    finally:
        pool.close()


def test_a_write_is_seen_by_the_next_query(pool: Pool, store: Store) -> None:
    assert count(pool) == 2000
    store.replace([], list(numbers(2001))[-1:])
    assert count(pool) == 2001


def test_errors_keep_their_line_and_the_worker_lives(pool: Pool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run("SELECT * {\n ?s ?p }", base=BASE)
    assert caught.value.code == "query_syntax"
    assert "第 2 行" in caught.value.message
    assert count(pool) == 2000


def test_a_bad_graph_iri_is_one_clear_error(pool: Pool) -> None:
    with pytest.raises(QueryError):
        pool.run("ASK {}", base=BASE, default=["not an iri"])


def test_busy_is_told() -> None:
    store = open_store(None)
    store.load(numbers(2000))
    pool = Pool(store, Limits(seconds=0.8, workers=1))
    try:
        codes: list[str] = []

        def bad() -> None:
            try:
                pool.run(CROSS, base=BASE)
            except (LimitError, StoreError) as error:
                codes.append(error.code)

        threads = [threading.Thread(target=bad) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(codes) <= {"query_timeout", "busy"}
        assert len(codes) == 3
    finally:
        pool.close()


def test_rows_are_counted_in_every_format(store: Store) -> None:
    pool = Pool(store, Limits(rows=50, workers=1))
    try:
        for results in (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
            "text/tab-separated-values",
        ):
            pool.run("SELECT * { ?s ?p ?o } LIMIT 50", base=BASE, results=results)
            with pytest.raises(LimitError) as caught:
                pool.run("SELECT * { ?s ?p ?o } LIMIT 51", base=BASE, results=results)
            assert caught.value.code == "query_too_many_rows"
        pool.run("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 50", base=BASE)
        with pytest.raises(LimitError):
            pool.run("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 51", base=BASE)
    finally:
        pool.close()


def test_answers_that_nobody_fetches_take_only_so_much_disk(store: Store) -> None:
    pool = Pool(store, Limits(workers=1, spool=500_000))
    everything = "SELECT * { ?s ?p ?o . ?a ?b 1 }"  # a few hundred thousand bytes
    flows = [Flow(pool.spool) for _ in range(4)]
    try:
        for flow in flows:
            pool.stream(everything, flow, base=BASE)
        assert flows[0].error is None
        assert isinstance(flows[-1].error, LimitError) and flows[-1].error.code == "busy"
        assert pool.run("ASK {}", base=BASE).body, "short answers need no disk"
        for flow in flows:
            flow.close()
        assert pool.spool.taken == 0
        assert pool.run(everything, base=BASE).body
    finally:
        pool.close()


def test_a_query_taken_back_at_its_last_byte_spoils_no_other(pool: Pool) -> None:
    """Its process was killed as it answered, yet may still look alive to the next query."""
    count(pool)
    for _ in range(15):
        ticket = Ticket()
        flow = Flow(notify=ticket.cancel)
        pool.stream("ASK {}", flow, base=BASE, ticket=ticket)
        assert flow.size > 0
        flow.close()
        assert b"true" in pool.run("ASK {}", base=BASE).body


def niceness() -> list[int]:
    """How much each of our child processes gives way."""
    listed = Path("/proc/self/task").glob("*/children")
    pids = [int(pid) for file in listed for pid in file.read_text().split()]
    return [os.getpriority(os.PRIO_PROCESS, pid) for pid in pids]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_a_long_query_gives_way_and_the_next_one_does_not(pool: Pool) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    flow = Flow()
    long = threading.Thread(target=lambda: pool.stream(CROSS, flow, base=BASE))
    long.start()
    while not any(nice > own for nice in niceness()):
        assert long.is_alive(), "it never gave way"
        time.sleep(0.02)
    count(pool)
    long.join()
    flow.close()
    # Counted by whoever gave way before, or by a new process: never at a disadvantage.
    middling = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 400000 } }"
    for _ in range(2):
        assert pool.run(middling, base=BASE).body
        assert set(niceness()) <= {own}


ORPHANS = """
import os, signal, sys, threading, time
import pyoxigraph as ox
from kg.pool import Limits, Pool
from kg.store import open_store

store = open_store(sys.argv[1])
pool = Pool(store, Limits(seconds=60, workers=1, waiting=1))
for _ in range(2):
    threading.Thread(target=pool.run, args=(sys.argv[2],), kwargs={"base": "http://x/"}).start()
pids = set()
while len(pids) < 2:
    time.sleep(0.05)
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        pids |= set(file.read().split())
    for thread in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{thread}/children") as file:
            pids |= set(file.read().split())
time.sleep(1.5)
print(*[f"{pid}:{open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[0]}" for pid in pids], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_workers_end_with_their_server_whatever_they_do(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s")
    opened.load(numbers(2000))
    opened.flush()
    del opened
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS, str(tmp_path / "s"), CROSS],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    states = dict(word.split(":") for word in done.stdout.split())
    assert "T" in states.values(), f"one of the two stands stopped: {states} {done.stderr}"
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in states):
            return
        time.sleep(0.1)
    pytest.fail(f"still there: {states}")
