"""Killable workers for strangers' queries: a bad one never slows another user.

Each query runs in its own process over a snapshot of the store. At the deadline the process is
killed and a new one starts; the store, and everybody else's queries, never notice.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg import child, guard
from kg.errors import LimitError, QueryError, StoreError, ZhizeError
from kg.flow import Flow, Spool
from kg.lanes import Lanes, Turn
from kg.store import Store, syntax_error
from kg.worker import frames, send

__all__ = ["Answer", "LimitError", "Limits", "Pool", "Ticket"]
_SPARE = 2  # short queries at once, at least
_SOON = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds of processor, bytes and rows of answer, bytes of memory.

    ``workers`` long queries compute at once, ``waiting`` more wait for their turn, ``patience`` seconds
    at most; ``spool`` bytes of answers that were computed but not yet fetched may stand in files.
    """

    seconds: float = 10.0
    size: int = 1_000_000_000
    rows: int = 10_000_000
    memory: int = 2_000_000_000
    workers: int = 4
    waiting: int = 16
    patience: float = 30.0
    spool: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The serialised answer of one query."""

    body: bytes
    media_type: str


class Ticket:
    """Lets whoever asked take the question back: ``cancel`` kills the worker that is on it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kill: Callable[[], None] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Stop the query now, or never start it."""
        with self._lock:
            self._cancelled = True
            if self._kill is not None:
                self._kill()

    def hold(self, kill: Callable[[], None] | None) -> None:
        """The pool's side: what to call while a worker is on it. Raises LimitError if taken back."""
        with self._lock:
            if self._cancelled and kill is not None:
                raise cancelled()
            self._kill = kill

    @property
    def cancelled(self) -> bool:
        """Whether the question was taken back."""
        return self._cancelled


class _Worker:
    """One child process; restarted on demand, killed from any thread."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def run(self, job: dict[str, object], flow: Flow, ticket: Ticket, turn: Turns) -> str | None:
        """Let the bytes of the answer flow; the code of what stopped the query, None for nothing.

        Raises what the query's text or the store are to blame for.
        """
        process = self.start()
        ticket.hold(process.kill)
        end: dict[str, str] | None = None
        watched: Turn | None = None
        try:
            if self._is_ready(process):
                with turn(process) as watched:
                    end = self._converse(process, job, flow)
        finally:
            ticket.hold(None)
            # Killed as it answered, it may still look alive to the next query.
            killed = ticket.cancelled or (watched is not None and watched.failed is not None)
            if end is None or killed or (watched is not None and not watched.take_back()):
                self.close()
        if end is not None:
            return _fault(end)
        if ticket.cancelled:
            return "cancelled"
        return (watched.failed if watched is not None else None) or "query_memory"

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Once its process has started, which is not the query's time."""
        if not self._ready:
            said = frames(cast(BinaryIO, process.stdout))
            self._ready = next(said, ("end", b""))[0] == "ready"
        return self._ready

    @property
    def alive(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.poll() is None

    @staticmethod
    def _converse(
        process: subprocess.Popen[bytes], job: dict[str, object], flow: Flow
    ) -> dict[str, str] | None:
        """The answer's last frame, None when the process died before it."""
        try:
            send(cast(BinaryIO, process.stdin), job)
        except OSError:
            return None
        for kind, payload in frames(cast(BinaryIO, process.stdout)):
            if kind == "media_type":
                flow.begin(payload.decode())
            elif kind == "bytes":
                flow.write(payload)
            else:
                return cast(dict[str, str], json.loads(payload))
        return None

    def start(self) -> subprocess.Popen[bytes]:
        """The process, a new one where the last has ended."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._ready = False
            # A group of its own: when the server dies, a worker that stands stopped is told.
            self._process = child.start("kg.worker", self._memory, alone=True)
        return self._process

    def close(self) -> None:
        """Kill the process, if any, and reap it."""
        process, self._process = self._process, None
        child.end(process)


Turns = Callable[[subprocess.Popen[bytes]], Turn]


class Pool:
    """Workers over the newest snapshot of one store: as many as the questions of the moment need."""

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.spool = Spool(self.limits.spool)
        self._store = store
        self._lanes = Lanes(self.limits.workers, self.limits.waiting, self.limits.patience)
        # So many are kept, and so many short queries run at once: more would start a process each, which
        # takes longer than they do. One that turns out long makes room for the next; until many that
        # come together have turned out so, one more process starts every ``_SOON``.
        self._kept = max(self.limits.workers, _SPARE)
        self._most = 2 * self._kept + self.limits.workers + self.limits.waiting
        self._free = threading.Condition()
        self._waiting = 0
        self._added = 0.0  # when the last one beyond them was started
        self._idle: list[_Worker] = []
        self._quick: set[_Worker] = set()
        self._all: set[_Worker] = set()
        self._closed = False
        self._snapshot_lock = threading.Lock()
        self._snapshot: tuple[int, Path] | None = None

    def stream(
        self,
        query: str,
        flow: Flow,
        *,
        base: str,
        results: str = "application/sparql-results+json",
        graph: str = "text/turtle",
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        ticket: Ticket | None = None,
        link: str = "",
    ) -> None:
        """Evaluate ``query`` in a worker, its answer going into ``flow`` in the given media types.

        ``default`` and ``named`` are the protocol's dataset ('' is the unnamed graph); without both and
        without FROM the default graph is the union of all; ``ticket`` takes the question back, ``link`` see Outgoing. What goes wrong
        (QueryError, LimitError, StoreError) ends the flow; nothing is raised.
        """
        both = default is None and named is None
        job: dict[str, object] = {
            "query": query,
            "base": base,
            "union": both
            and not guard.says(query, "FROM"),  # else the engine forgets what FROM says
            "default": None if both else list(default or ()),
            "named": None if both else list(named or ()),
            "results": results,
            "graph": graph,
            "bytes": self.limits.size,
            "rows": self.limits.rows,
            "link": link,
        }
        try:
            failed = self._evaluate({"path": str(self._current()), **job}, flow, ticket or Ticket())
        except ZhizeError as error:
            flow.end(error)
        else:
            flow.end(None if failed is None else limit_error(failed, self.limits))

    def _evaluate(self, job: dict[str, object], flow: Flow, ticket: Ticket) -> str | None:
        worker = self._take()
        try:
            return worker.run(job, flow, ticket, partial(self._turn, worker))
        finally:
            self._give(worker)

    def _turn(self, worker: _Worker, process: subprocess.Popen[bytes]) -> Turn:
        return Turn(process, self._lanes, self.limits.seconds, partial(self._prepare, worker))

    def run(self, query: str, **how: Any) -> Answer:
        """The whole answer of ``stream``. Raises QueryError (syntax), LimitError, StoreError."""
        return collected(self.stream, query, self.spool, **how)

    def _take(self) -> _Worker:
        with self._free:
            self._wait()
            if self._closed:
                raise limit_error("busy", self.limits)
            worker = self._idle.pop() if self._idle else _Worker(self.limits.memory)
            self._all.add(worker)
            self._quick.add(worker)
            return worker

    def _wait(self) -> None:
        """Until there is a place among the short ones, or room for one more."""
        end = time.monotonic() + self.limits.patience
        self._waiting += 1
        try:
            while not self._free.wait_for(
                lambda: self._closed or len(self._quick) < self._kept, _SOON
            ):
                now = time.monotonic()
                if len(self._all) < self._most and now - self._added >= _SOON:
                    self._added = now
                    return
                if now >= end:
                    raise limit_error("busy", self.limits)
        finally:
            self._waiting -= 1

    def _give(self, worker: _Worker) -> None:
        with self._free:
            self._quick.discard(worker)
            # While others wait for a process this one is for them.
            most = max(self._kept, self._waiting)
            kept = not self._closed and len(self._idle) < most
            if kept:
                # The last is taken first: one that need not start.
                self._idle.insert(len(self._idle) if worker.alive else 0, worker)
            else:
                self._all.discard(worker)
            self._free.notify()
        if not kept:
            worker.close()

    def _prepare(self, long: _Worker) -> None:
        """A query turned out to be long: have a process ready for the next short one."""
        with self._free:
            if self._closed:
                return
            self._quick.discard(long)
            self._free.notify()
            if not self._idle:
                worker = _Worker(self.limits.memory)
                self._all.add(worker)
                self._idle.append(worker)
            self._idle[-1].start()

    def _current(self) -> Path:
        with self._snapshot_lock:
            revision = self._store.revision
            if self._snapshot is None or self._snapshot[0] != revision:
                self._snapshot = (revision, self._store.snapshot())
            return self._snapshot[1]

    @property
    def busy(self) -> int:
        """How many workers are on a query."""
        with self._free:
            return len(self._all) - len(self._idle)

    def refresh(self) -> None:
        """Let queries from now on, also those of other processes, see the present state."""
        self._current()

    def close(self) -> None:
        """Kill all workers."""
        with self._free:
            self._closed = True
            workers = list(self._all)
            self._free.notify_all()
        for worker in workers:
            worker.close()


def collected(
    stream: Callable[..., None], query: str, spool: Spool | None = None, **how: Any
) -> Answer:
    """What ``stream`` lets flow, as one answer. Raises what ended it."""
    flow = Flow(spool)
    try:
        stream(query, flow, **how)
        return Answer(flow.whole(), flow.media_type)
    finally:
        flow.close()


def cancelled() -> LimitError:
    """The error of a question that was taken back."""
    return LimitError("查询已取消", code="cancelled")


def _fault(end: dict[str, str]) -> str | None:
    """The limit that a worker's last frame tells of. Raises QueryError, StoreError."""
    code, detail = end.get("error"), end.get("detail", "")
    if code == "query_syntax":
        raise syntax_error(SyntaxError(detail))
    if code == "store":
        raise StoreError(f"读取快照失败: {detail}")
    if code == "query":
        raise QueryError(f"查询失败: {detail}")
    return code


def limit_error(code: str, limits: Limits) -> LimitError:
    """What to say of a query that met a limit."""
    message, hint = {
        "query_timeout": (
            f"查询超过 {limits.seconds:g} 秒, 已停止",
            "加上 LIMIT, 或减少没有连接的三元组模式",
        ),
        "query_too_large": (f"结果超过 {limits.size} 字节", "加上 LIMIT, 分页取"),
        "query_too_many_rows": (f"结果超过 {limits.rows} 行", "加上 LIMIT, 分页取"),
        "query_memory": ("查询用尽内存, 已停止", "减少排序或分组的行数"),
        "busy": ("服务繁忙, 请稍后再试", ""),
        "cancelled": ("查询已取消", ""),
    }[code]
    return LimitError(message, hint, code=code)
