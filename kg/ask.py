"""The questions the graph answers, one method each; rows come back as plain dicts."""

from __future__ import annotations

from kg.store import Store


class Ask:
    """Questions to one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
