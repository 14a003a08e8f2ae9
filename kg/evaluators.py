"""What answers strangers' queries, for a store of either kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, cast

from kg.flow import Flow, Spool
from kg.pool import Answer, Limits, Pool, Ticket
from kg.store import Store


class Evaluator(Protocol):
    """What answers strangers' queries: workers over snapshots, or a remote server."""

    limits: Limits
    spool: Spool

    @property
    def busy(self) -> int:
        """How many queries are under way."""

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
        """See Pool.stream."""

    def run(self, query: str, **how: Any) -> Answer:
        """See Pool.run."""

    def refresh(self) -> None:
        """See Pool.refresh."""

    def close(self) -> None:
        """Give back what it holds."""


def open_evaluator(store: Store, limits: Limits) -> Evaluator:
    """The evaluator for a store of either kind."""
    if not store.remote:
        return Pool(store, limits)
    from kg.remote import RemoteStore
    from kg.remote_pool import RemotePool

    return RemotePool(cast(RemoteStore, store), limits)
