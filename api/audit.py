"""The audit log of writes: one JSON line each; never the token, never the content, only its digest."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError

_LOG = logging.getLogger("zhize.audit")


@dataclass(frozen=True, slots=True)
class Content:
    """What a write brought, as the log tells it: its bytes' number and SHA-256 in hex."""

    size: int
    sha256: str

    @classmethod
    def of(cls, body: bytes) -> Content:
        """Of a request's body."""
        return cls(len(body), hashlib.sha256(body).hexdigest())


class Audit:
    """Appends to a file; without one the lines go to the log ``zhize.audit``."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(
        self, client: str, operation: str, target: str, content: Content, outcome: str
    ) -> None:
        """Note one write: who, what, on which graph, how many bytes, how it ended.

        Raises StoreError when the line cannot be written.
        """
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client,
            "operation": operation,
            "target": target,
            "bytes": content.size,
            "sha256": content.sha256,
            "outcome": outcome,
        }
        line = json.dumps(entry, ensure_ascii=False)
        if self._path is None:
            _LOG.info("%s", line)
            return
        try:
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise StoreError(
                f"图库已处理这次写入, 但写不了审计日志 {self._path}", "检查磁盘空间和权限"
            ) from error
