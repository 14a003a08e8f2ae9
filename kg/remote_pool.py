"""Strangers' queries passed on to a remote store: the same limits, the same errors, whole answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import httpx

from kg import guard
from kg.errors import LimitError, ZhizeError
from kg.flow import Flow, Spool
from kg.outgoing import LimitReachedError, Outgoing
from kg.pool import Answer, Limits, Ticket, cancelled, collected, limit_error
from kg.remote import RemoteStore
from kg.wire import (
    JSON,
    N_TRIPLES,
    CutOffError,
    Reply,
    TooLongError,
    cut_off,
    rewrite,
    rewrite_graph,
)

_FACTOR = 4  # SPARQL JSON, which the server sends, is longer than what we send on


class RemotePool:
    """See Evaluator. A query that is cut off here ends there when its server notices that we left."""

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self.limits = limits
        self.spool = Spool(limits.spool)
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

    def stream(
        self,
        query: str,
        flow: Flow,
        *,
        base: str,
        results: str = JSON,
        graph: str = "text/turtle",
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        ticket: Ticket | None = None,
        link: str = "",
    ) -> None:
        """See Pool.stream; relative IRIs are resolved by the server."""
        ticket = ticket or Ticket()
        try:
            is_graph = guard.form_of(query) in ("construct", "describe")
            wanted = graph if is_graph else results
            reading = _Reading(flow, wanted, is_graph, self.limits, ticket, link)
            self._pass_on(*self._asked(query, default, named), reading, ticket)
        except ZhizeError as error:
            flow.end(self._told(error, ticket))
        else:
            flow.end()

    def _told(self, error: ZhizeError, ticket: Ticket) -> ZhizeError:
        if ticket.cancelled:
            return cancelled()
        if isinstance(error, CutOffError):
            return LimitError(error.message, error.hint, code="query_timeout")
        if isinstance(error, TooLongError):
            return limit_error("query_too_large", self.limits)
        return error

    def run(self, query: str, **how: Any) -> Answer:
        """See Pool.run."""
        return collected(self.stream, query, self.spool, **how)

    def _asked(
        self, query: str, default: Sequence[str] | None, named: Sequence[str] | None
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        if default is None and named is None:
            return self._store.at.asked(query)
        # '' is the unnamed graph, what a server answers from when nothing is said.
        chosen = [("default-graph-uri", name) for name in default or () if name]
        return query, (*chosen, *(("named-graph-uri", name) for name in named or ()))

    def _pass_on(
        self, query: str, dataset: Sequence[tuple[str, str]], reading: _Reading, ticket: Ticket
    ) -> None:
        if not self._free.acquire(timeout=self.limits.patience):
            raise limit_error("busy", self.limits)
        self._count(1)
        try:
            ticket.hold(lambda: None)
            self._store.wire.stream(
                self._store.at.query,
                query,
                dataset,
                reading,
                accept=reading.accept,
                seconds=self.limits.seconds,
                size=_FACTOR * self.limits.size,
            )
        finally:
            ticket.hold(None)
            self._count(-1)
            self._free.release()

    def refresh(self) -> None:
        """Nothing to do: the server's answers are always of its present state."""

    def close(self) -> None:
        """Nothing to do."""


class _Reading:
    """What is done with the reply: parsed to its end and written anew into the flow."""

    def __init__(
        self,
        flow: Flow,
        media_type: str,
        is_graph: bool,
        limits: Limits,
        ticket: Ticket,
        link: str,
    ) -> None:
        self._link = link
        self._flow, self._media_type, self._is_graph = flow, media_type, is_graph
        self._limits, self._ticket = limits, ticket
        self.accept = N_TRIPLES if is_graph else JSON

    def __call__(self, reply: Reply) -> None:
        self._ticket.hold(reply.abort)
        self._flow.begin(self._media_type)
        limits = self._limits
        write, media_type = self._flow.write, self._media_type
        output = Outgoing(write, media_type, limits.size, limits.rows, self._link)
        try:
            (rewrite_graph if self._is_graph else rewrite)(reply, output)
        except httpx.RequestError:
            # Not to be asked again: bytes may be on their way to the client.
            raise cut_off() from None
        except LimitReachedError as error:
            raise limit_error(str(error), limits) from None
