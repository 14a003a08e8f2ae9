"""Files worked on side by side, handed back in order, however a worker ends.

Worker processes are spawned, not forked: the engine and the readers hold threads and locks that do not
survive a fork. A file that kills its worker (a crafted PDF in a C library) is found by running the
files that were under way one by one; it is reported, and the others are not lost.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from api.sources import Sourced
from api.work import Outcome, Setup, calm_collector, work
from kg.errors import ReadError
from loaders.inputs import Input

_AHEAD = 3  # files given to each worker in advance; more of long ones would only hold more bytes in memory
_BYTES_AHEAD = 4_000_000  # of short ones: while one worker reads a long table the others go on

K = TypeVar("K")
R = TypeVar("R")


def run(items: Iterable[Sourced], setup: Setup, jobs: int) -> Iterator[tuple[Sourced, Outcome]]:
    """Each item with its outcome, in the order of ``items``; ``jobs`` < 2 works in this process."""
    if jobs < 2:
        for item in items:
            yield item, work(item.item, setup)
        return
    pairs = ((item, item.item) for item in items)
    yield from side_by_side(pairs, partial(work, setup=setup), jobs, _failed)


def side_by_side(
    items: Iterable[tuple[K, Input]],
    task: Callable[[Input], R],
    jobs: int,
    failed: Callable[[ReadError], R],
    first: Iterable[Input] = (),
) -> Iterator[tuple[K, R]]:
    """What ``task``, done by ``jobs`` processes, makes of each input, in order; ``failed`` of one that kills its worker.

    ``first``: those of the inputs that take longest. They are begun at once, so that none is left to the end, when it
    would keep one worker busy and the others waiting.
    """
    source = iter(items)
    pending: deque[tuple[K, Input, Future[R]]] = deque()
    ahead = 0  # bytes of the pending inputs
    pool = _pool(jobs)
    try:
        begun = {one.path: _submitted(pool, task, one) for one in first}
        while True:
            while len(pending) < jobs * _AHEAD or ahead < _BYTES_AHEAD:
                if (more := next(source, None)) is None:
                    break
                early = begun.pop(more[1].path, None)
                pending.append((*more, early or _submitted(pool, task, more[1])))
                ahead += _size(more[1])
            if not pending:
                return
            key, item, future = pending.popleft()
            ahead -= _size(item)
            try:
                made = future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                for one, file in [(key, item), *((k, i) for k, i, _ in pending)]:
                    yield one, _alone(file, task, failed)
                pending.clear()
                begun.clear()
                ahead = 0
                pool = _pool(jobs)
            else:
                del item, future
                yield key, made
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, task: Callable[[Input], R], item: Input) -> Future[R]:
    """The errand; of a pool whose worker has just died one that says so."""
    try:
        return pool.submit(task, item)
    except BrokenProcessPool as error:
        refused: Future[R] = Future()
        refused.set_exception(error)
        return refused


def _size(item: Input) -> int:
    return len(item.data or b"")


def alone(item: Sourced, setup: Setup) -> Outcome:
    """One file in a process of its own: the way to learn whether it is the one that kills."""
    return _alone(item.item, partial(work, setup=setup), _failed)


def _alone(item: Input, task: Callable[[Input], R], failed: Callable[[ReadError], R]) -> R:
    with _pool(1) as pool:
        try:
            return pool.submit(task, item).result()
        except BrokenProcessPool:
            return failed(
                ReadError(
                    "处理时进程崩溃（文件可能损坏或被恶意构造）",
                    "请另存为新文件再试",
                    code="crashed",
                )
            )


def _failed(error: ReadError) -> Outcome:
    return Outcome(error=error)


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)


def _start() -> None:
    """Ctrl-C is the parent's to handle."""
    calm_collector()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
