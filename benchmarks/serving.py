"""The service over HTTP beside the bare engine: the same graph, the same queries, one run.

The graph is the shipped county, copied under other codes until it is large enough, so that it has our
own shape and the answer to one question stays as large as it was. The server is a process of its own
with its usual limits; the bare engine answers in ours, in the same format.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import httpx
import pyoxigraph as ox

from api.work import Document, Setup, build, extract_file, registry
from benchmarks.measure import Result
from kg import ids, questions
from kg.library import Delivery, Library
from kg.store import open_store

UNIT = "unit/100000/司法局"
_CODE, _FIRST, _CLIENTS = b"990121", 100000, 16
_JSON = "application/sparql-results+json"


def measure_serving(*, copies: int, requests: int) -> list[Result]:
    """Latencies in milliseconds, requests a second, cold start and memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # two processes share the machine
    with tempfile.TemporaryDirectory() as folder:
        total = _fill(Path(folder) / "store", copies)
        query = questions.question("unit-duties").bind({"unit": UNIT})
        bare = _bare(Path(folder) / "store" / "db", query, requests)
        with served(Path(folder)) as (client, pid, cold):
            over_http = _times(lambda: _asked(client, query), requests)
            rest = _times(lambda: client.get(f"/api/units/{UNIT}/duties").read(), requests)
            rate, errors = _rate(str(client.base_url), requests)
            memory = _memory(pid)
    limit = 1.5 * bare[1] + 3
    return [
        Result("served quads", f"{total:,}"),
        Result("cold start", f"{cold:.2f} s"),
        Result("duties, bare engine", f"{bare[0]:.1f} / {bare[1]:.1f} ms"),
        Result("duties over HTTP p50/p95", f"{over_http[0]:.1f} / {over_http[1]:.1f} ms"),
        Result("p95 against the bare", f"{over_http[1]:.1f} ms", f"<= {limit:.1f}", over_http[1] <= limit),
        Result("duties as REST p50/p95", f"{rest[0]:.1f} / {rest[1]:.1f} ms"),
        Result(f"questions, {_CLIENTS} clients", f"{rate:,.0f} /s, {errors} errors"),
        Result("memory of the server", memory),
    ]  # fmt: skip


def _fill(folder: Path, copies: int) -> int:
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv", validate=False)
        files = [(p.name, p.read_bytes()) for p in sorted((samples / "documents").iterdir())]
        records = [
            r for name, data in files for r in extract_file(data, name, setup.places, setup.units)
        ]
        documents = [build(record, setup) for record in records]
        shared = registry(setup)
    store = open_store(folder)
    Library(store).load(copies_of(documents, copies), shared)
    store.flush()
    return len(store)


def copies_of(documents: list[Document], copies: int) -> Iterator[Delivery]:
    """Every document under other ids and codes; the units of each copy are its own."""
    for number in range(copies):
        for document in documents:
            name = ids.iri(document.id, "").removeprefix("doc/").encode()
            moved = zlib.decompress(document.quads).replace(name, name + b"-c%d" % number)
            moved = moved.replace(_CODE, b"%06d" % (_FIRST + number))
            id_ = f"{document.id}-c{number}"
            yield Delivery(
                id_,
                f"{number:064x}",
                {id_: ox.parse(moved, format=ox.RdfFormat.N_QUADS)},
                "benchmark",
            )


def _bare(folder: Path, query: str, requests: int) -> tuple[float, float]:
    store = ox.Store.read_only(str(folder))

    def ask() -> None:
        answer = store.query(query, use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        answer.serialize(format=ox.QueryResultsFormat.JSON)

    return _times(ask, requests)


@contextmanager
def served(home: Path) -> Iterator[tuple[httpx.Client, int, float]]:
    """A server process over the store: a client, its process id, seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIZE_")}
    words = ("serve", "--port", str(port), "--store", str(home / "store"))
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        env={**kept, "XDG_DATA_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            while not _alive(client):
                if server.poll() is not None or time.perf_counter() - started > 60:
                    raise RuntimeError("the server did not start")
                time.sleep(0.02)
            yield client, server.pid, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(30)


def _alive(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _asked(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": _JSON})
    answer.raise_for_status()


def _times(ask: Callable[[], object], requests: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds; the first tenth only warms up."""
    taken = []
    for _ in range(requests + requests // 10):
        started = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - started))
    taken = sorted(taken[requests // 10 :])
    return taken[len(taken) // 2], taken[int(0.95 * (len(taken) - 1))]


def _rate(address: str, requests: int) -> tuple[float, int]:
    """The answered ones a second, all shipped questions in turn, and how many failed."""
    texts = [q.bind({p.name: p.example for p in q.parameters}) for q in questions.shipped()]
    with httpx.Client(
        base_url=address, timeout=60, limits=httpx.Limits(max_connections=_CLIENTS)
    ) as client:

        def ask(number: int) -> bool:
            query = {"query": texts[number % len(texts)]}
            return client.post("/sparql", data=query, headers={"Accept": _JSON}).status_code == 200

        started = time.perf_counter()
        with ThreadPoolExecutor(_CLIENTS) as clients:
            good = sum(clients.map(ask, range(max(requests, len(texts)))))
        taken = time.perf_counter() - started
    return good / taken, max(requests, len(texts)) - good


def _memory(pid: int) -> str:
    """Resident memory of the server process, where the system tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return f"{int(line.split()[1]) / 1024:.0f} MB"
