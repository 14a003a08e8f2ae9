"""A server told to stop finishes what it is doing, then leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import open_store

ROOT = Path(__file__).resolve().parents[2]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def started(county: list[Record], tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server of its own over the county, and its address; it is killed at the end."""
    store = open_store(tmp_path / "store")
    for record in county:
        Library(store).put(record.source.name, record.source.sha256, {record.id: quads(record)})
    store.flush()
    del store
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIZE_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--store", str(tmp_path / "store")],
        env={**kept, "PYTHONPATH": str(ROOT), "ZHIZE_QUERY_SECONDS": "3", "XDG_DATA_HOME": str(tmp_path)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = server.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        for _ in range(300):
            assert server.poll() is None, server.communicate()[0].decode()
            try:
                httpx.get(found[0] + "/healthz", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield server, found[0]
    finally:
        server.kill()
        server.communicate()


def stopped(server: subprocess.Popen[bytes]) -> None:
    """It leaves by itself, without a word of complaint."""
    output = server.communicate(timeout=60)[0].decode()
    assert "Traceback" not in output, output
    assert server.returncode == 0 or server.returncode == -signal.SIGTERM


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_a_request_under_way_is_answered_before_the_end(
    county: list[Record], tmp_path: Path
) -> None:
    answers: list[httpx.Response] = []
    with started(county, tmp_path) as (server, address):
        asking = threading.Thread(
            target=lambda: answers.append(
                httpx.get(address + "/sparql", params={"query": SLOW}, timeout=60)
            )
        )
        asking.start()
        for _ in range(100):
            if "zhize_query_workers_busy 1" in httpx.get(address + "/metrics", timeout=30).text:
                break
            time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        asking.join(60)
        stopped(server)
    assert [answer.status_code for answer in answers] == [503]
    assert answers[0].json()["code"] == "query_timeout"
    # The store is free again, and whole.
    assert len(Library(open_store(tmp_path / "store")).documents()) == len(county)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_stopped_under_load_no_answer_is_cut(county: list[Record], tmp_path: Path) -> None:
    """Eight clients ask without a pause: until the end each gets whole answers, then no connection."""
    wrong: list[str] = []
    done = [0] * 8

    def ask(number: int, address: str) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while True:
                text = f"SELECT * {{ ?s ?p ?o }} LIMIT {300 + done[number]} # {number}"
                try:
                    answer = client.get("/sparql", params={"query": text})
                    rows = len(answer.json()["results"]["bindings"])
                except (httpx.ConnectError, httpx.RemoteProtocolError) as error:
                    # Hung up between two answers; in the middle of one would be a cut.
                    if "without sending a response" in str(error) or "refused" in str(error):
                        return
                    wrong.append(repr(error))
                    return
                except httpx.ReadError:  # the same, when the question was on its way already
                    return
                if (answer.status_code, rows) != (200, 300 + done[number]):
                    wrong.append(f"{answer.status_code} {rows}")
                done[number] += 1

    with started(county, tmp_path) as (server, address):
        clients = [threading.Thread(target=ask, args=(n, address)) for n in range(8)]
        for client in clients:
            client.start()
        while min(done) < 3:
            time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        for client in clients:
            client.join(60)
        stopped(server)
    assert wrong == []
