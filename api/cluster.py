"""The work on files spread over a Dask cluster, handed back in order, however a machine ends.

The cluster only turns bytes into quads: this process reads the files and writes the graph, so its
machines need neither the folder nor the store. What comes back is what this process would have made:
a worker with another version of the rules is an error, not another graph.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.sources import Sourced
from api.work import Outcome, Setup, rules_digest, work
from api.workers import alone
from kg.errors import ZhizeError
from loaders.inputs import Input

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 3  # files given to each thread in advance
_PATIENCE = 10.0  # seconds for the scheduler to answer and for the first worker to be there
_LONELY = 6  # so many times as long we wait for another worker when the last one is lost
# The C library behind PDF is not to be called from two threads: a worker works on one file at a time.
_ONE_FILE = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Errand:
    """One file for another machine: ``places`` and ``units`` are the user's own CSVs, as bytes."""

    item: Input
    setup: Setup
    rules: str
    places: bytes | None
    units: bytes | None


def run(
    items: Iterable[Sourced], setup: Setup, scheduler: str
) -> Iterator[tuple[Sourced, Outcome]]:
    """Each item with its outcome, in the order of ``items``; ``scheduler`` as ``tcp://host:8786``.

    A file whose worker is lost goes to another one; one that takes several workers with it is tried
    in a process of its own here. Raises ZhizeError ``cluster`` when there is no scheduler, no worker,
    or one that has another zhize.
    """
    with _connected(scheduler) as client:
        from distributed import KilledWorker

        source = iter(items)
        pending: deque[tuple[Sourced, Future]] = deque()
        rules, places, units = rules_digest(setup), _bytes(setup.places), _bytes(setup.units)
        while True:
            while len(pending) < _AHEAD * _threads(client) and (more := next(source, None)):
                errand = _Errand(more.item, setup, rules, places, units)
                pending.append((more, client.submit(carry_out, errand, pure=False)))
            if not pending:
                return
            item, future = pending.popleft()
            try:
                yield item, _awaited(client, future)
            except KilledWorker:
                yield item, alone(item, setup)


def carry_out(errand: _Errand) -> Outcome:
    """The work on one file, on a worker. Raises ZhizeError when its rules are not the sender's."""
    with _ONE_FILE:
        setup = replace(
            errand.setup, places=_laid_down(errand.places), units=_laid_down(errand.units)
        )
        if rules_digest(setup) != errand.rules:
            raise _error("工作节点上的 zhize 版本不同", "在所有机器上安装同一个版本")
        return work(errand.item, setup)


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler; what goes wrong between the machines is one ZhizeError."""
    try:
        from distributed import Client
    except ImportError:
        raise _error("没有安装 Dask", "pip install 'zhize[cluster]'") from None
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        hint = "检查地址（例如 tcp://主机:8786）和网络，或先运行 dask scheduler"
        raise _error(f"连不上 Dask 调度器 {scheduler}", hint) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            hint = f"先运行 dask worker {scheduler}"
            raise _error(f"调度器 {scheduler} 上没有工作进程", hint) from None
        with _explained():
            yield client
    finally:
        client.close(timeout=_PATIENCE)


@contextmanager
def _explained() -> Iterator[None]:
    from distributed import CancelledError
    from distributed.comm.core import CommClosedError

    try:
        yield
    except ModuleNotFoundError as error:
        hint = "在所有机器上安装同一个版本的 zhize"
        raise _error(f"工作节点缺少 {error.name}", hint) from error
    except (CommClosedError, CancelledError, TimeoutError) as error:
        raise _error("与 Dask 调度器的连接断了", "再运行一次：已入库的会跳过") from error


def _awaited(client: Client, future: Future) -> Outcome:
    """The outcome of one file, however long it takes while there is a worker at all."""
    lonely = 0
    while True:
        try:
            outcome: Outcome = future.result(timeout=_PATIENCE)
            return outcome
        except TimeoutError:
            lonely = 0 if client.nthreads() else lonely + 1
            if lonely == _LONELY:
                raise _error("所有工作进程都断开了", "重新启动 dask worker 后再运行一次") from None


def _threads(client: Client) -> int:
    """How many threads the cluster has now: machines come and go while a build runs."""
    counts: dict[str, int] = client.nthreads()
    return max(1, sum(counts.values()))


def _bytes(path: Path | None) -> bytes | None:
    return None if path is None else path.read_bytes()


@lru_cache(maxsize=4)
def _laid_down(data: bytes | None) -> Path | None:
    """The user's CSV as a file of this machine, until the process ends."""
    if data is None:
        return None
    path = Path(_folder().name) / f"{hashlib.sha256(data).hexdigest()}.csv"
    path.write_bytes(data)
    return path


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="zhize-")


def _error(message: str, hint: str) -> ZhizeError:
    return ZhizeError(message, hint, code="cluster")
