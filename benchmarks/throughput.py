"""Sixteen clients, one shipped question after the other, here and at rdflib-endpoint.

Same N-Quads, same query texts, same machine, same run; ours once as shipped, which keeps answers until
the next write, and once with every answer computed. A side that answers nothing within the budget
counts as one answer in the budget, which flatters it. ``pip install 'zhize[bench]'`` brings the peer.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx

from benchmarks.graph import UNIT
from benchmarks.measure import Result
from benchmarks.serving import JSON, free_port, served
from kg import questions

CLIENTS = 16
_SECONDS = 1.0  # how long each client keeps asking


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers a second to one question; ``rows`` of the last one, None when none came in time."""

    a_second: float
    errors: int
    rows: int | None


def measure_throughput(folder: Path, *, budget: float, names: list[str]) -> list[Result]:
    """Rates of both sides over ``folder/graph.nq`` and ``folder/store``; their ratio's geometric mean."""
    texts = {name: _text(name) for name in names}
    computed, ours = (_ours(folder / "store", texts, budget, kept) for kept in (0, 64_000_000))
    results = [
        *_told("each computed", computed),
        *_told("as shipped", ours),
        Result("slowest question", min(computed, key=lambda name: computed[name].a_second)),
    ]
    if find_spec("rdflib_endpoint") is None:
        return [*results, Result("rdflib-endpoint", "not installed: zhize[bench]")]
    theirs: dict[str, Rate] = {}
    with _peer(folder / "graph.nq") as peer:
        for name, text in texts.items():
            theirs[name] = rate(peer.serve(), "/", text, budget)
    late = [name for name, r in theirs.items() if r.rows is None]
    both = [name for name in names if ours[name].rows is not None and theirs[name].rows is not None]
    same = sum(ours[name].rows == theirs[name].rows for name in both)
    alone = _mean([computed[name].a_second / theirs[name].a_second for name in names])
    ratio = _mean([ours[name].a_second / theirs[name].a_second for name in names])
    return [
        *results,
        Result("rdflib-endpoint", f"{_mean([r.a_second for r in theirs.values()]):,.2f} /s"),
        Result("its unanswered", f"{len(late)} of {len(names)} in {budget:.0f} s"),
        Result("same number of rows", f"{same} of {len(both)}"),
        Result("each computed / rdflib", f"{alone:,.0f} times"),
        Result("as shipped / rdflib", f"{ratio:,.0f} times", ">= 20", ratio >= 20),
    ]


def _ours(store: Path, texts: dict[str, str], budget: float, kept: int) -> dict[str, Rate]:
    """Our rates with so many bytes of kept answers; 0: every answer is computed."""
    with served(store, query_cache=kept) as (client, _, _):
        address = str(client.base_url)
        return {name: rate(address, "/sparql", text, budget) for name, text in texts.items()}


def _told(how: str, rates: dict[str, Rate]) -> list[Result]:
    errors = sum(r.errors for r in rates.values())
    mean = _mean([r.a_second for r in rates.values()])
    return [Result(f"{CLIENTS} clients, {how}", f"{mean:,.1f} /s, {errors} errors")]


def rate(address: str, path: str, query: str, budget: float) -> Rate:
    """All clients ask the same question for a second, and wait for their last answer till the budget."""
    started = time.perf_counter()
    limits = httpx.Limits(max_connections=CLIENTS)
    with httpx.Client(base_url=address, timeout=budget, limits=limits) as client:

        def ask(_: int) -> tuple[int, int, int | None]:
            done, errors, rows = 0, 0, None
            while time.perf_counter() - started < _SECONDS:
                try:
                    left = max(0.1, budget - (time.perf_counter() - started))
                    said = {"query": query}
                    answer = client.post(path, data=said, headers={"Accept": JSON}, timeout=left)
                except httpx.TransportError:
                    break
                if answer.status_code == 200:
                    done, rows = done + 1, len(answer.json()["results"]["bindings"])
                else:
                    errors += 1
            return done, errors, rows

        with ThreadPoolExecutor(CLIENTS) as clients:
            said = list(clients.map(ask, range(CLIENTS)))
    taken = time.perf_counter() - started
    done, errors = sum(s[0] for s in said), sum(s[1] for s in said)
    rows = next((s[2] for s in said if s[2] is not None), None)
    return Rate(done / taken if done else 1 / budget, errors, rows)


def _text(name: str) -> str:
    """The question with its required parameters, a unit of the graph, and no other narrowing."""
    question = questions.question(name)
    given = {p.name: p.example for p in question.parameters if p.required}
    if "unit" in given:
        given["unit"] = UNIT
    return question.bind(given)


def _mean(values: list[float]) -> float:
    """The geometric mean."""
    return math.exp(sum(map(math.log, values)) / len(values))


class _Peer:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def serve(self) -> str:
        """A fresh server over the loaded data; whatever the last one still does is gone."""
        port = free_port()
        assert self._process.stdin is not None and self._process.stdout is not None
        print(port, file=self._process.stdin, flush=True)
        self._process.stdout.readline()
        address = f"http://127.0.0.1:{port}"
        while True:
            try:
                httpx.get(address + "/docs")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return address


@contextmanager
def _peer(lines: Path) -> Iterator[_Peer]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peer", str(lines)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdout.readline()
        yield _Peer(process)
        print(0, file=process.stdin, flush=True)
        process.stdout.readline()
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()
