"""zhize build --scheduler: a Dask cluster in processes of its own gives the same bytes as one process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api import cluster, workers
from api.sources import Sourced, SourceNames
from api.work import Setup
from kg.errors import ZhizeError
from kg.record import to_json
from kg.store import open_store

Zhize = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
_CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", scheduler_port=0, dashboard_address=None
    )
    pids = [str(w.process.process.pid) for w in cluster.workers.values()]
    print(cluster.scheduler_address, *pids, flush=True)
    sys.stdin.read()
    cluster.close()
"""


@dataclass(frozen=True)
class Cluster:
    """A running cluster: the scheduler's address, the process ids of its workers."""

    address: str
    workers: tuple[int, ...]


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers in their own processes, in an empty folder."""
    folder = tmp_path_factory.mktemp("cluster")
    script = folder / "cluster.py"
    script.write_text(_CLUSTER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    address, *pids = process.stdout.readline().split()
    yield Cluster(address, tuple(map(int, pids)))
    process.stdin.close()
    process.stdout.close()
    process.wait(30)


def dump(store: Path) -> bytes:
    return open_store(store, read_only=True).dump()


def test_a_cluster_gives_the_same_bytes_as_one_process(
    dask: Cluster, documents: Path, own: tuple[str, ...], tmp_path: Path, zhize: Zhize
) -> None:
    alone, spread = tmp_path / "alone", tmp_path / "spread"
    one = zhize("build", documents, *own, "--jobs", 1, store=alone)
    many = zhize("build", documents, *own, "--scheduler", dask.address, store=spread)
    assert one.exit_code == many.exit_code == 0, many.output
    assert dump(alone) == dump(spread)
    again = zhize("build", documents, *own, "--scheduler", dask.address, store=spread)
    assert "6 未变" in again.output


def test_records_from_a_cluster_are_the_same_json(dask: Cluster, folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a document")
    sources = list(SourceNames(None).walk([folder]))

    def said(outcomes: Iterator[tuple[Sourced, Any]]) -> list[str]:
        return [
            source.name
            + (o.error.message if o.error else "")
            + json.dumps([to_json(d.record) for d in o.documents], ensure_ascii=False)
            for source, o in outcomes
        ]

    setup = Setup()
    assert said(cluster.run(sources, setup, dask.address)) == said(workers.run(sources, setup, 1))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_lost_worker_loses_no_file(dask: Cluster, folder: Path) -> None:
    sources = list(SourceNames(None).walk([folder])) * 4

    def deadly() -> Iterator[Sourced]:
        for number, source in enumerate(sources):
            if number == 7:
                os.kill(dask.workers[0], signal.SIGKILL)
            yield source

    outcomes = list(cluster.run(deadly(), Setup(validate=False), dask.address))
    assert [s.name for s, _ in outcomes] == [s.name for s in sources]
    assert [o.error for _, o in outcomes] == [None] * len(sources)


def test_another_version_of_the_rules_is_refused(
    dask: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "rules_digest", lambda setup: "an older zhize")
    sources = SourceNames(None).walk([folder])
    with pytest.raises(ZhizeError) as caught:
        list(cluster.run(sources, Setup(), dask.address))
    assert (caught.value.code, "版本不同" in caught.value.message) == ("cluster", True)


def test_a_scheduler_that_is_not_there_is_one_clear_error(
    folder: Path, tmp_path: Path, zhize: Zhize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = tmp_path / "store"
    for address in (f"tcp://127.0.0.1:{port}", "nonsense://x", "tcp://"):
        done = zhize("build", folder, "--scheduler", address, store=store)
        assert done.exit_code == 1
        assert "[cluster] 连不上 Dask 调度器" in done.output
        assert "Traceback" not in done.output
    assert len(open_store(store)) == 0


def test_without_dask_the_error_says_what_to_install(
    folder: Path, tmp_path: Path, zhize: Zhize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = zhize("build", folder, "--scheduler", "tcp://127.0.0.1:1", store=tmp_path / "store")
    assert done.exit_code == 1
    assert "zhize[cluster]" in done.output
