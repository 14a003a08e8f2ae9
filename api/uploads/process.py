"""The other end of ``api.uploads.reader``: one child process, killed at its deadline, started when needed."""

from __future__ import annotations

import subprocess
import threading
from typing import Any, BinaryIO, cast

from kg import child
from kg.errors import ReadError
from kg.worker import receive, send


class ReadingProcess:
    """One reader. ``ask`` from one thread at a time; ``close`` from any."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """The answer. Raises ReadError ``timeout`` or ``crashed``; the next job finds a fresh process."""
        process = self._alive()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(self._seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), job)
            answer = receive(cast(BinaryIO, process.stdout))
        except (OSError, ValueError):  # ValueError: closed meanwhile
            answer = None
        finally:
            timer.cancel()
        if answer is not None:
            return answer
        self.close()
        if expired.is_set():
            raise ReadError(
                f"读了 {self._seconds:g} 秒还没有读完，已停止。",
                "请拆成较小的文件，或用 zhize build 在命令行里读。",
                code="timeout",
            )
        raise ReadError(
            "读取时内存不够或进程崩溃，文件可能过大、损坏或被恶意构造。",
            "请用原软件打开后另存为新文件再试。",
            code="crashed",
        )

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = child.start("api.uploads.reader", self._memory)
        return self._process

    def close(self) -> None:
        """Kill the process, if any, and reap it."""
        process, self._process = self._process, None
        child.end(process)
