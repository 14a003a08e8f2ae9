"""Killable workers for strangers' queries: a bad one never slows another user.

Each query runs in its own process over a snapshot of the store. At the deadline the process is
killed and a new one starts; the store, and everybody else's queries, never notice.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import QueryError, StoreError
from kg.store import Store, syntax_error
from kg.worker import receive, send


class LimitError(QueryError):
    """A query that ran out of its time, memory or bytes, or found no free worker."""

    status = 503


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds of wall time, bytes of answer, bytes of memory."""

    seconds: float = 10.0
    size: int = 64_000_000
    memory: int = 2_000_000_000
    workers: int = 4


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
                raise LimitError("查询已取消", code="cancelled")
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

    def run(
        self, job: dict[str, object], seconds: float, ticket: Ticket
    ) -> tuple[dict[str, object], bytes] | None:
        """The answer, or None when the process died; ``TimeoutError`` at the deadline."""
        process = self._alive()
        ticket.hold(process.kill)
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), job)
            answer = receive(cast(BinaryIO, process.stdout))
        except OSError:
            answer = None
        finally:
            timer.cancel()
            ticket.hold(None)
        if answer is None:
            self.close()
            if expired.is_set():
                raise TimeoutError
        return answer

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # -P: the folder we stand in may hold a stranger's kg/.
            self._process = subprocess.Popen(  # noqa: S603 our own module, no shell
                [sys.executable, "-P", "-m", "kg.worker", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def close(self) -> None:
        """Kill the process, if any, and reap it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        process.wait()


class Pool:
    """A fixed number of workers over the newest snapshot of one store."""

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._workers = [_Worker(self.limits.memory) for _ in range(self.limits.workers)]
        for worker in self._workers:
            self._idle.put(worker)
        self._snapshot_lock = threading.Lock()
        self._snapshot: tuple[int, Path] | None = None

    def run(
        self,
        query: str,
        *,
        base: str,
        results: str = "application/sparql-results+json",
        graph: str = "text/turtle",
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Evaluate ``query`` in a worker and serialise the answer in the given media types.

        ``default`` and ``named`` are the protocol's dataset ('' is the unnamed graph); without both
        the default graph is the union of all; ``ticket`` takes the question back. Raises QueryError (syntax), LimitError,
        StoreError.
        """
        job: dict[str, object] = {
            "path": str(self._current()),
            "query": query,
            "base": base,
            "default": None if default is None and named is None else list(default or ()),
            "named": None if default is None and named is None else list(named or ()),
            "results": results,
            "graph": graph,
            "bytes": self.limits.size,
        }
        ticket = ticket or Ticket()
        try:
            worker = self._idle.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise LimitError("服务繁忙, 请稍后再试", code="busy") from None
        try:
            answer = worker.run(job, self.limits.seconds, ticket)
        except TimeoutError:
            raise LimitError(
                f"查询超过 {self.limits.seconds:g} 秒, 已停止",
                "加上 LIMIT, 或减少没有连接的三元组模式",
                code="query_timeout",
            ) from None
        finally:
            self._idle.put(worker)
        if answer is None and ticket.cancelled:
            raise LimitError("查询已取消", code="cancelled")
        return self._read(answer)

    def _read(self, answer: tuple[dict[str, object], bytes] | None) -> Answer:
        if answer is None:
            raise LimitError("查询用尽内存, 已停止", "减少排序或分组的行数", code="query_memory")
        header, body = answer
        code, detail = header.get("error"), str(header.get("detail", ""))
        if code is None:
            return Answer(body, str(header["media_type"]))
        if code == "query_syntax":
            raise syntax_error(SyntaxError(detail))
        if code == "query_too_large":
            raise LimitError(f"结果超过 {self.limits.size} 字节", "加上 LIMIT", code=str(code))
        if code == "query_memory":
            raise LimitError("查询用尽内存, 已停止", "减少排序或分组的行数", code=str(code))
        if code == "store":
            raise StoreError(f"读取快照失败: {detail}")
        raise QueryError(f"查询失败: {detail}")

    def _current(self) -> Path:
        with self._snapshot_lock:
            revision = self._store.revision
            if self._snapshot is None or self._snapshot[0] != revision:
                self._snapshot = (revision, self._store.snapshot())
            return self._snapshot[1]

    @property
    def busy(self) -> int:
        """How many workers are on a query."""
        return len(self._workers) - self._idle.qsize()

    def refresh(self) -> None:
        """Let queries from now on, also those of other processes, see the present state."""
        self._current()

    def close(self) -> None:
        """Kill all workers."""
        for worker in self._workers:
            worker.close()
