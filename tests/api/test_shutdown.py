"""A server told to stop finishes what it is doing, then leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import open_store

ROOT = Path(__file__).resolve().parents[2]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_a_request_under_way_is_answered_before_the_end(
    county: list[Record], tmp_path: Path
) -> None:
    store = open_store(tmp_path / "store")
    for record in county:
        Library(store).put(record.source.name, record.source.sha256, {record.id: quads(record)})
    store.flush()
    del store
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIZE_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--store", str(tmp_path / "store")],
        env={**kept, "PYTHONPATH": str(ROOT), "ZHIZE_QUERY_SECONDS": "3", "XDG_DATA_HOME": str(tmp_path)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            assert server.poll() is None, server.communicate()[0].decode()
            try:
                httpx.get(address + "/healthz", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        answers: list[httpx.Response] = []
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
        output = server.communicate(timeout=60)[0].decode()
    finally:
        server.kill()
        server.wait()
    assert [answer.status_code for answer in answers] == [503]
    assert answers[0].json()["code"] == "query_timeout"
    assert "Traceback" not in output, output
    # The store is free again, and whole.
    assert len(Library(open_store(tmp_path / "store")).documents()) == len(county)
