"""Sixteen clients, one shipped question after the other, here and at rdflib-endpoint.

Same N-Quads, same query texts, same machine, same run, every question at each side before the next one.
Ours three times: as shipped (answers are kept until the next write); with no answer kept, when who asks
what is just being computed waits for that; and with each of the sixteen questions made another one by a
comment, so that every answer is computed by itself. Each side is asked for half a second, and for at least
sixteen answers, one to each client. The peer is stopped after ``limit`` seconds: a question it has
answered by then counts with the answers it gave, one it has not answered as one answer in ``limit``
seconds, which flatters it. We are waited for. ``pip install 'zhize[bench]'`` brings the peer.
"""

from __future__ import annotations

import http.client
import itertools
import json
import math
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx

from benchmarks.graph import UNIT
from benchmarks.measure import Result
from benchmarks.serving import JSON, free_port, served
from kg import questions

CLIENTS = 16
_SECONDS = 0.5  # how long each client keeps asking
_LONGEST = 60.0  # seconds that we are waited for
HOW = ("as shipped", "none kept", "each computed")


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers a second to one question; ``body`` of the last one, None when none came in time."""

    a_second: float
    errors: int
    body: bytes | None


Rates = dict[str, Rate]


def measure_throughput(folder: Path, *, limit: float, names: list[str]) -> list[Result]:
    """Rates of both sides over ``folder/graph.nq`` and ``folder/store``; their ratios' geometric means."""
    ours: dict[str, Rates] = {how: {} for how in HOW}
    theirs: Rates = {}
    installed = find_spec("rdflib_endpoint") is not None
    with ExitStack() as stack:
        shutil.copytree(folder / "store", folder / "unkept")  # a store has one server that writes
        kept = _address(stack, folder / "store", 64_000_000)
        unkept = _address(stack, folder / "unkept", 0)
        peer = stack.enter_context(_peer(folder / "graph.nq")) if installed else None
        for name in names:
            text = _text(name)
            ours["as shipped"][name] = rate(kept, "/sparql", itertools.repeat(text), _LONGEST)
            ours["none kept"][name] = rate(unkept, "/sparql", itertools.repeat(text), _LONGEST)
            ours["each computed"][name] = rate(unkept, "/sparql", _each_another(text), _LONGEST)
            if peer is not None:
                twice = text.replace("%", "%25")  # it decodes what a form says twice
                theirs[name] = rate(peer.serve(), "/", itertools.repeat(twice), limit)
    results = [Result(f"{CLIENTS} clients", f"{len(names)} questions, the peer {limit:g} s each")]
    for how in HOW:
        errors = sum(r.errors for r in ours[how].values())
        mean = _mean([r.a_second for r in ours[how].values()])
        results.append(Result(f"{CLIENTS} clients, {how}", f"{mean:,.1f} /s, {errors} errors"))
    slow = min(ours["each computed"], key=lambda name: ours["each computed"][name].a_second)
    results.append(Result("slowest question", slow))
    if not installed:
        return [*results, Result("rdflib-endpoint", "not installed: zhize[bench]")]
    return [*results, *_compared(ours, theirs, limit)]


def _compared(ours: dict[str, Rates], theirs: Rates, limit: float) -> list[Result]:
    """What the peer did, and how often as fast ours was."""
    late = [name for name, r in theirs.items() if r.body is None]
    failed = sum(r.errors for r in theirs.values())
    both = [name for name in theirs if name not in late]
    other = [n for n in both if _rows(ours["as shipped"][n]) != _rows(theirs[n])]
    same = f"{len(both) - len(other)} of {len(both)}"
    results = [
        Result("rdflib-endpoint", f"{_mean([r.a_second for r in theirs.values()]):,.2f} /s"),
        Result("its unanswered", f"{len(late)} of {len(theirs)} in {limit:g} s, {failed} errors"),
        Result("same rows", same + "".join(f", not {name}" for name in other)),
    ]
    for how in HOW:
        ratio = _mean([ours[how][n].a_second / theirs[n].a_second for n in theirs])
        budget = (">= 20", ratio >= 20) if how == "as shipped" else ()
        results.append(Result(f"{how} / rdflib", f"{ratio:,.1f} times", *budget))
    return results


def _address(stack: ExitStack, store: Path, kept: int) -> str:
    """A server of ours with so many bytes of kept answers."""
    client, _, _ = stack.enter_context(served(store, query_cache=kept))
    return str(client.base_url)


def _each_another(text: str) -> Iterator[str]:
    # Not a generator: all clients take from it at once.
    return map((text + "\n# ").__add__, map(str, itertools.count()))


def rate(address: str, path: str, texts: Iterator[str], limit: float) -> Rate:
    """All clients ask for half a second, and wait for their last answer till the limit."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        ask = _Client(urlsplit(address).netloc, path, texts, started + limit)
        said = list(clients.map(lambda _: ask(started + _SECONDS), range(CLIENTS)))
    taken = min(time.perf_counter() - started, limit)
    done, errors = sum(s[0] for s in said), sum(s[1] for s in said)
    body = next((s[2] for s in said if s[2] is not None), None)
    return Rate(done / taken if done else 1 / limit, errors, body)


@dataclass(frozen=True, slots=True)
class _Client:
    """One connection each; as little of its own work as possible, for both sides share the processors."""

    host: str
    path: str
    texts: Iterator[str]
    end: float

    def __call__(self, until: float) -> tuple[int, int, bytes | None]:
        """Answers, errors, and the last answer."""
        done, errors, body = 0, 0, None
        connection = http.client.HTTPConnection(self.host)
        while done + errors == 0 or time.perf_counter() < until:
            try:
                status, said = self._asked(connection)
            except TimeoutError:
                break
            except (OSError, http.client.HTTPException):
                connection.close()
                status, said = 0, b""
            if status == 200:
                done, body = done + 1, said
            else:
                errors += 1
        connection.close()
        return done, errors, body

    def _asked(self, connection: http.client.HTTPConnection) -> tuple[int, bytes]:
        left = self.end - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        connection.timeout = left
        if connection.sock is not None:
            connection.sock.settimeout(left)
        form = {"Accept": JSON, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", self.path, urlencode({"query": next(self.texts)}), form)
        answer = connection.getresponse()
        return answer.status, answer.read()


def _rows(rate: Rate) -> Counter[frozenset[tuple[str, str]]]:
    """The rows of an answer in any order, terms by their values."""
    bindings = json.loads(rate.body or b"")["results"]["bindings"]
    return Counter(frozenset((k, v["value"]) for k, v in row.items()) for row in bindings)


def _text(name: str) -> str:
    """The question with its required parameters, a unit of the graph, and no other narrowing."""
    question = questions.question(name)
    given = {p.name: p.example for p in question.parameters if p.required}
    if "unit" in given:
        given["unit"] = UNIT
    return question.bind(given)


def _mean(values: Sequence[float]) -> float:
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
