"""What an operator sees: a request id on every answer, one JSON line a request, numbers for Prometheus.

A plain ASGI wrapper around everything else, so that refused and failed requests count as well. Routes
are counted by their template (``/api/units/{id}``): what visitors type never becomes a label.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_CALM = 1.0
"""Seconds without a request: a page asks for a dozen files within one."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = logging.getLogger("zhize.access")


class Metrics:
    """Counts and times of requests since the start; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[tuple[str, str, int], int] = defaultdict(int)
        self._times: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)
        self._cut: dict[str, int] = defaultdict(int)
        self._running = 0
        self._last = time.monotonic()

    def cut(self, code: str) -> None:
        """An answer that had begun was cut off, for the reason ``code``."""
        with self._lock:
            self._cut[code] += 1

    def started(self) -> None:
        """One request more is running."""
        with self._lock:
            self._running += 1

    def finished(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request that ``started`` is done."""
        with self._lock:
            self._running -= 1
            self._last = time.monotonic()
            self._requests[method if method in _METHODS else "other", route, status] += 1
            self._times[route][bisect_left(BUCKETS, seconds)] += 1
            self._seconds[route] += seconds

    def calm(self) -> bool:
        """Whether nobody is being answered, and nobody was a moment ago."""
        with self._lock:
            return not self._running and time.monotonic() - self._last > _CALM

    def lines(self) -> list[str]:
        """The counts in Prometheus's text format."""
        with self._lock:
            out = _head("zhize_http_requests_total", "counter", "Requests answered.")
            for (method, route, status), count in sorted(self._requests.items()):
                labels = _labels(method=method, route=route, status=status)
                out.append(f"zhize_http_requests_total{labels} {count}")
            name = "zhize_http_request_seconds"
            out += _head(name, "histogram", "Time from a request to the end of its answer.")
            for route, counts in sorted(self._times.items()):
                total = 0
                for bound, count in zip((*BUCKETS, "+Inf"), counts, strict=True):
                    total += count
                    out.append(f"{name}_bucket{_labels(route=route, le=bound)} {total}")
                out.append(f"{name}_sum{_labels(route=route)} {self._seconds[route]:.6f}")
                out.append(f"{name}_count{_labels(route=route)} {total}")
            cut = "zhize_answers_cut_total"
            what = "Answers cut off after they had begun."
            out += counter(cut, what, "code", dict(sorted(self._cut.items())))
            running = "zhize_http_requests_running"
            out += gauge(running, "Requests being answered now.", self._running)
        return out


def gauge(name: str, meaning: str, value: float, kind: str = "gauge", **labels: str) -> list[str]:
    """One number with its header lines."""
    return [*_head(name, kind, meaning), f"{name}{_labels(**labels)} {value}"]


def counter(name: str, meaning: str, label: str, counts: Mapping[str, int]) -> list[str]:
    """One count a value of ``label``, with its header lines."""
    values = [f"{name}{_labels(**{label: value})} {n}" for value, n in counts.items()]
    return [*_head(name, "counter", meaning), *values]


def _head(name: str, kind: str, meaning: str) -> list[str]:
    return [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]


def _labels(**labels: object) -> str:
    if not labels:
        return ""
    shown = (
        f'{name}="{str(value).replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
        for name, value in labels.items()
    )
    return "{" + ",".join(shown).replace("\n", "\\n") + "}"


class Observed:
    """Names, counts and, with ``log``, reports every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: bool = False) -> None:
        self.app = app
        self.metrics = metrics
        self.log = log
        if log:
            _log_to_stderr()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = _Seen(scope)
        self.metrics.started()
        try:
            await self.app(scope, receive, seen.sending(send))
        finally:
            route = getattr(scope.get("route"), "path", None) or "other"
            seconds = time.monotonic() - seen.start
            self.metrics.finished(scope["method"], route, seen.status, seconds)
            if self.log:
                _LOG.info(json.dumps(seen.told(route, seconds), ensure_ascii=False))


class _Seen:
    """One request under way; a status of 500 until an answer has begun."""

    def __init__(self, scope: Scope) -> None:
        given = Headers(scope=scope).get(HEADER, "")
        self.id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        self.start = time.monotonic()
        self.status, self.size = 500, 0
        self._scope = scope
        scope.setdefault("state", {})["request_id"] = self.id

    def sending(self, send: Send) -> Send:
        """``send`` that puts the id on the answer and counts what goes out."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                MutableHeaders(scope=message)[HEADER] = self.id
            elif message["type"] == "http.response.body":
                self.size += len(message.get("body", b""))
            await send(message)

        return counted

    def told(self, route: str, seconds: float) -> dict[str, Any]:
        """The log line: no query text, no tokens, nothing a visitor could break a line with."""
        client = self._scope.get("client")
        return {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": self.id,
            "client": client[0] if client else None,
            "method": self._scope["method"],
            "path": self._scope["path"],
            "route": route,
            "status": self.status,
            "ms": round(seconds * 1000, 1),
            "bytes": self.size,
        }


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
