"""The service over HTTP beside the bare engine: the same graph, the same queries, one run.

The server is a process of its own with its usual limits; the bare engine answers in ours, in the same
format. Both are asked in turns.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

from benchmarks.graph import UNIT, county
from benchmarks.measure import Result
from kg import questions
from kg.library import Library
from kg.store import open_store

JSON = "application/sparql-results+json"


def measure_serving(store: Path, *, requests: int) -> list[Result]:
    """Latencies of a unit's duties in milliseconds, cold start and memory."""
    query = questions.question("unit-duties").bind({"unit": UNIT})
    engine = ox.Store.read_only(str(store / "db"))
    # Every answer is computed: what is kept would be compared with nothing.
    with served(store, query_cache=0) as (client, pid, cold):
        bare, over_http, rest = _in_turns(
            requests,
            lambda: _bare(engine, query),
            lambda: _asked(client, query),
            lambda: client.get(f"/api/units/{UNIT}/duties").read(),
        )
        memory = _memory(pid)
    limit = 1.5 * bare[1] + 3
    return [
        Result("cold start", f"{cold:.2f} s", "<= 2.00", cold <= 2),
        Result("duties, bare engine", f"{bare[0]:.1f} / {bare[1]:.1f} ms"),
        Result("duties over HTTP p50/p95", f"{over_http[0]:.1f} / {over_http[1]:.1f} ms"),
        Result("p95 against the bare", f"{over_http[1]:.1f} ms", f"<= {limit:.1f}", over_http[1] <= limit),
        Result("duties as REST p50/p95", f"{rest[0]:.1f} / {rest[1]:.1f} ms"),
        Result("memory of the server", memory),
    ]  # fmt: skip


def measure_large(cache: Path, *, copies: int, requests: int) -> list[Result]:
    """The same on a graph ten times as large, made once and kept in ``cache``."""
    store = cache / f"store-{copies}"
    if not (store / "whole").exists():
        shipped = county()
        made = open_store(store)
        Library(made).load(shipped.deliveries(copies), shipped.shared)
        del made
        (store / "whole").touch()
    total = len(ox.Store.read_only(str(store / "db")))
    return [Result("large graph, quads", f"{total:,}"), *measure_serving(store, requests=requests)]


@contextmanager
def served(store: Path, **settings: object) -> Iterator[tuple[httpx.Client, int, float]]:
    """A server process over the store: a client, its process id, seconds until it answered.

    ``settings`` are its environment: ``query_cache=0`` is ``ZHIZE_QUERY_CACHE=0``.
    """
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIZE_")}
    chosen = {f"ZHIZE_{name.upper()}": str(value) for name, value in settings.items()}
    words = ("serve", "--port", str(port), "--store", str(store))
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        env={**kept, "XDG_DATA_HOME": str(store.parent), **chosen},
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


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _alive(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _bare(engine: ox.Store, query: str) -> None:
    answer = engine.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    answer.serialize(format=ox.QueryResultsFormat.JSON)


def _asked(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    answer.raise_for_status()


def _in_turns(requests: int, *asking: Callable[[], object]) -> list[tuple[float, float]]:
    """Median and 95th percentile of each in milliseconds; the first tenth only warms up."""
    taken: list[list[float]] = [[] for _ in asking]
    for _ in range(requests + requests // 10):
        for ask, times in zip(asking, taken, strict=True):
            started = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - started))
    kept = [sorted(times[requests // 10 :]) for times in taken]
    return [(times[len(times) // 2], times[int(0.95 * (len(times) - 1))]) for times in kept]


def _memory(pid: int) -> str:
    """Resident memory of the server and its query processes, where the system tells."""
    here = Path("/proc")
    if not (here / str(pid)).exists():
        return "unknown"
    threads = (here / str(pid) / "task").glob("*/children")
    children = [child for listed in threads for child in listed.read_text().split()]
    sizes = [_resident(here / process / "status") for process in (str(pid), *children)]
    return f"{sizes[0]} MB + {len(children)} × {max(sizes[1:], default=0)} MB"


def _resident(status: Path) -> int:
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
