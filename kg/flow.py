"""The bytes of one answer, between the thread that makes them and the client that reads them.

Short answers stay in memory; of longer ones all but the first bytes stand in a file. So the memory
of the server does not grow with an answer, and a client that reads slowly holds no worker.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable

from kg.errors import LimitError, StoreError, ZhizeError

MEMORY = 262_144  # bytes of an answer kept in memory
_PIECE = 262_144  # bytes handed over at once


class Spool:
    """How many bytes of answers may stand in files at once, over all clients."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._taken = 0

    @property
    def taken(self) -> int:
        """Bytes in files now."""
        return self._taken

    def take(self, size: int) -> None:
        """Raises LimitError when there is no room for ``size`` bytes more."""
        with self._lock:
            if self._taken + size > self._limit:
                raise LimitError(
                    "同时取走的长结果太多, 请稍后再试", "加上 LIMIT, 或稍后再试", code="busy"
                )
            self._taken += size

    def give(self, size: int) -> None:
        """Bytes that are needed no more."""
        with self._lock:
            self._taken -= size


class Flow:
    """One answer. One thread ``begin``s, ``write``s and ``end``s it, others read it until one ``close``s it.

    ``notify`` is called, in the writing thread, whenever there is something new to know. All bytes so far,
    whoever read them, are held until ``let_go`` while there are no more than ``hold``.
    """

    def __init__(
        self,
        spool: Spool | None = None,
        notify: Callable[[], None] = lambda: None,
        hold: int = -1,
    ) -> None:
        self._hold, self._parts = hold, list[bytes]()
        self.media_type = ""
        self.size = 0
        self.ended = False
        self.error: ZhizeError | None = None
        self._spool = spool
        self._notify = notify
        self._lock = threading.Lock()
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 see close
        self._charged = 0
        self._closed = False

    def begin(self, media_type: str) -> None:
        """Says what the bytes will be."""
        self.media_type = media_type

    def write(self, data: bytes) -> None:
        """More bytes. Raises LimitError (no room, nobody reads any more), StoreError (disk full)."""
        with self._lock:
            if self._closed:
                raise LimitError("查询已取消", code="cancelled")
            if self._spool is not None and self.size + len(data) > MEMORY:
                self._spool.take(len(data))
                self._charged += len(data)
            try:
                self._file.seek(0, 2)
                self._file.write(data)
            except OSError as error:
                raise StoreError(f"暂存结果失败: {error}", "检查临时文件夹的磁盘空间") from error
            self.size += len(data)
            if self.size <= self._hold:
                self._parts.append(data)
            else:
                self._parts.clear()
        self._notify()

    def let_go(self) -> bytes | None:
        """What is held, once: a client that reads slowly must not keep it in memory."""
        with self._lock:
            held = b"".join(self._parts) if self.size <= self._hold else None
            self._parts.clear()
            self._hold = -1
            return held

    def end(self, error: ZhizeError | None = None) -> None:
        """No more bytes; with ``error`` those so far are not the whole answer."""
        self.error, self.ended = error, True
        self._notify()

    def at(self, position: int) -> bytes:
        """The next bytes from ``position`` on, b'' when there are none (yet)."""
        with self._lock:
            if self._closed:
                return b""
            self._file.seek(position)
            return self._file.read(_PIECE)

    def whole(self) -> bytes:
        """All bytes of an answer that has ended. Raises its error."""
        if self.error is not None:
            raise self.error
        parts, read = list[bytes](), 0
        while data := self.at(read):
            parts.append(data)
            read += len(data)
        return b"".join(parts)

    def close(self) -> None:
        """Nobody reads any more."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._file.close()
            if self._spool is not None:
                self._spool.give(self._charged)
