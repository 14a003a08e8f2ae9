"""Files worked on side by side, handed back in order, however a worker ends.

Worker processes are spawned, not forked: the engine and the readers hold threads and locks that do not
survive a fork. A file that kills its worker (a crafted PDF in a C library) is found by running the
files that were under way one by one; it is reported, and the others are not lost.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from api.sources import Sourced
from api.work import Outcome, Setup, calm_collector, work
from kg.errors import ReadError

_AHEAD = 3  # files given to each worker in advance; more would only hold more bytes in memory


def run(items: Iterable[Sourced], setup: Setup, jobs: int) -> Iterator[tuple[Sourced, Outcome]]:
    """Each item with its outcome, in the order of ``items``; ``jobs`` < 2 works in this process."""
    if jobs < 2:
        for item in items:
            yield item, work(item.item, setup)
        return
    source = iter(items)
    pending: deque[tuple[Sourced, Future[Outcome]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            while len(pending) < jobs * _AHEAD and (more := next(source, None)) is not None:
                pending.append((more, pool.submit(work, more.item, setup)))
            if not pending:
                return
            item, future = pending.popleft()
            try:
                outcome = future.result()
            except BrokenProcessPool:
                interrupted = [item, *(waiting for waiting, _ in pending)]
                pending.clear()
                pool.shutdown(cancel_futures=True)
                for each in interrupted:
                    yield each, alone(each, setup)
                pool = _pool(jobs)
            else:
                yield item, outcome
    finally:
        pool.shutdown(cancel_futures=True)


def alone(item: Sourced, setup: Setup) -> Outcome:
    """One file in a process of its own: the way to learn whether it is the one that kills."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, item.item, setup).result()
        except BrokenProcessPool:
            return Outcome(
                error=ReadError(
                    "处理时进程崩溃（文件可能损坏或被恶意构造）",
                    "请另存为新文件再试",
                    code="crashed",
                )
            )


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)


def _start() -> None:
    """Ctrl-C is the parent's to handle."""
    calm_collector()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
