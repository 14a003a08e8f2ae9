"""Who may compute now: a question that is answered at once always, a few long ones, the rest waits.

Nobody knows beforehand which query is long. So each starts at once; one that has used ``QUICK``
seconds of processor needs a place among the long ones, and is stopped (SIGSTOP: no processor, no
answer lost) until there is one. From then on it gives way to all others (nice). However many bad
queries run, ``ASK {}`` finds a free process and a processor.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from kg.errors import LimitError

QUICK = 0.1  # seconds of processor
_STUCK = (
    2.0  # seconds after which a query is long though it used no processor: it waits for the disk
)
_SLOWER = 3  # times the limit of processor a query may take in all
_TICK = 0.05
_NICE = 10  # how much a long query gives way


class Lanes:
    """Places for ``slow`` long queries at once and for ``room`` that wait for one of them, ``patience`` seconds."""

    def __init__(self, slow: int, room: int, patience: float) -> None:
        self._slow = slow
        self._room = room
        self._patience = patience
        self._changed = threading.Condition()
        self._running = 0
        self._waiting: deque[Turn] = deque()

    def enter(self, turn: Turn) -> bool:
        """A place, waited for if need be; False when there is none."""
        with self._changed:
            if self._running < self._slow and not self._waiting:
                self._running += 1
                return True
            if len(self._waiting) >= self._room:
                return False
            self._waiting.append(turn)
            turn.pause()
            mine = self._changed.wait_for(lambda: self._is_next(turn), self._patience)
            self._waiting.remove(turn)
            self._running += mine
            turn.resume()
            self._changed.notify_all()
            return mine

    def _is_next(self, turn: Turn) -> bool:
        return turn.done or (self._waiting[0] is turn and self._running < self._slow)

    def leave(self) -> None:
        """A place is free again."""
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    def tell(self) -> None:
        """A turn is done: whoever waits for it need not."""
        with self._changed:
            self._changed.notify_all()


class Few:
    """``most`` at once, ``room`` more wait; whoever comes then is sent away with LimitError ``busy``.

    For work in threads of this process, which nobody can stop from outside.
    """

    def __init__(self, most: int, room: int) -> None:
        self._free = threading.Semaphore(most)
        self._places = threading.Semaphore(most + room)

    def __enter__(self) -> None:
        if not self._places.acquire(blocking=False):
            raise LimitError("服务繁忙, 请稍后再试", code="busy")
        self._free.acquire()

    def __exit__(self, *raised: object) -> None:
        self._free.release()
        self._places.release()


class Turn:
    """One query of one process, watched from beside: quick, long, waiting, over its time."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        lanes: Lanes,
        seconds: float,
        on_slow: Callable[[], None],
    ) -> None:
        self.failed: str | None = None  # the error code, when we killed it
        self.gave_way = False
        self._process = process
        self._lanes = lanes
        self._seconds = seconds
        self._on_slow = on_slow
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._used = spent(process.pid) or 0.0  # for what it did before

    @property
    def done(self) -> bool:
        """Whether the query has been answered, or its process has ended."""
        return self._done.is_set()

    def __enter__(self) -> Turn:
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._done.set()
        self._lanes.tell()

    def _watch(self) -> None:
        if self._is_quick():
            return
        self._on_slow()
        if not self._lanes.enter(self):
            self._kill("busy")
            return
        try:
            self._give_way()
            if not self._in_time():
                self._kill("query_timeout")
        finally:
            self._lanes.leave()

    def _in_time(self) -> bool:
        """Whether it is answered before it has used up its seconds of processor: others who are served at
        the same time are not its fault. Not everything uses the processor: in ``_SLOWER`` times as long.
        """
        began, left = time.monotonic(), max(self._seconds - QUICK, 0.0)
        while not self._done.wait(left):
            used = spent(self._process.pid)
            over = time.monotonic() - began >= _SLOWER * self._seconds
            if used is None or over or (left := self._seconds - (used - self._used)) <= 0:
                return False
            left = max(left, _TICK)
        return True

    def _is_quick(self) -> bool:
        """Whether it is answered before it has used its share; a busy machine is not its fault."""
        first, start, look = self._used, time.monotonic(), min(QUICK, self._seconds)
        while not self._done.wait(look):
            waited, used = time.monotonic() - start, spent(self._process.pid)
            if used is None or used - first >= QUICK / 2:
                return False
            if waited >= min(_STUCK, self._seconds):
                return False
        return True

    def _give_way(self) -> None:
        if hasattr(os, "setpriority"):
            with self._lock:
                if not self.done:
                    self.gave_way = True
                    _renice(self._process.pid, _NICE)

    def take_back(self) -> bool:
        """Whether its process is as quick as before. An ordinary user may not take niceness back
        (unless ``LimitNICE`` allows it): such a process is of no use for a short query.
        """
        return not self.gave_way or _renice(self._process.pid, 0)

    def _kill(self, code: str) -> None:
        with self._lock:  # a process that has answered may be on the next query already
            if not self.done:
                self.failed = code
                self._process.kill()

    def pause(self) -> None:
        """Take the processor away; where a system cannot (Windows) the query runs on."""
        if hasattr(signal, "SIGSTOP"):
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Give it back."""
        if hasattr(signal, "SIGCONT"):
            self._process.send_signal(signal.SIGCONT)


def _renice(pid: int, more: int) -> bool:
    """Let a process give way to us by so much; whether the system let us."""
    try:
        os.setpriority(os.PRIO_PROCESS, pid, min(os.getpriority(os.PRIO_PROCESS, 0) + more, 19))
    except OSError:  # gone, or not allowed
        return False
    return True


def spent(pid: int) -> float | None:
    """Seconds of processor that a process has used; None where a system does not tell (not Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        user, system = fields.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return None
