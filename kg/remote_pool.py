"""Strangers' queries passed on to a remote store: the same limits, the same errors, whole answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import cast

import pyoxigraph as ox

from kg import guard
from kg.pool import Answer, LimitError, Limits, Ticket
from kg.remote import RemoteStore
from kg.wire import CutOffError, TooLongError, rewritten

_JSON = "application/sparql-results+json"


class RemotePool:
    """See Evaluator. A query that was cut off here may still run there: its own time-out ends it."""

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._free = threading.BoundedSemaphore(limits.workers)
        self._lock = threading.Lock()
        self._busy = 0

    @property
    def busy(self) -> int:
        """How many queries are under way."""
        return self._busy

    def _count(self, change: int) -> None:
        with self._lock:
            self._busy += change

    def run(
        self,
        query: str,
        *,
        base: str,
        results: str = _JSON,
        graph: str = "text/turtle",
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """See Pool.run; relative IRIs are resolved by the server."""
        ticket = ticket or Ticket()
        if not self._free.acquire(timeout=self.limits.seconds):
            raise LimitError("服务繁忙, 请稍后再试", code="busy")
        self._count(1)
        try:
            ticket.hold(lambda: None)
            return self._answer(query, results, graph, self._dataset(default, named))
        except CutOffError as error:
            raise LimitError(error.message, error.hint, code="query_timeout") from None
        except TooLongError as error:
            raise LimitError(error.message, error.hint, code=error.code) from None
        finally:
            self._count(-1)
            self._free.release()

    def _dataset(
        self, default: Sequence[str] | None, named: Sequence[str] | None
    ) -> tuple[tuple[str, str], ...]:
        if default is None and named is None:
            return self._store.at.union
        # '' is the unnamed graph, what a server answers from when nothing is said.
        chosen = [("default-graph-uri", name) for name in default or () if name]
        return (*chosen, *(("named-graph-uri", name) for name in named or ()))

    def _answer(
        self, query: str, results: str, graph: str, dataset: Sequence[tuple[str, str]]
    ) -> Answer:
        wire, url = self._store.wire, self._store.at.query
        seconds, size = self.limits.seconds, self.limits.size
        if guard.check(query) in ("construct", "describe"):
            triples = wire.triples(url, query, dataset, seconds=seconds, size=size)
            format_ = cast(ox.RdfFormat, ox.RdfFormat.from_media_type(graph))
            return Answer(ox.serialize(triples, format=format_) or b"", graph)
        body = wire.results(url, query, dataset, seconds=seconds, size=size)
        return Answer(rewritten(body, results), results)

    def refresh(self) -> None:
        """Nothing to do: the server's answers are always of its present state."""

    def close(self) -> None:
        """Nothing to do."""
