"""Answers of the store as plain Python values, and what is worth keeping until the next write.

IRIs below the base come back as ids, concepts of our vocabularies as their names, literals as
numbers, booleans or strings (dates stay ISO strings of their own precision, years become numbers).
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import pyoxigraph as ox

from kg import ids, questions
from kg.errors import QueryError
from kg.questions import Value
from kg.store import Store, Term
from ontology import terms

Json = dict[str, Any]
T = TypeVar("T")
_KEPT = 256
_INTEGERS = frozenset(terms.XSD + kind for kind in ("integer", "int", "long", "nonNegativeInteger"))
_DECIMALS = frozenset(terms.XSD + kind for kind in ("decimal", "double", "float"))


def plain(term: Term, base: str = ids.DEFAULT_BASE) -> Any:
    """One term as a plain value."""
    if isinstance(term, ox.NamedNode):
        iri = term.value
        if iri.startswith(base):
            return ids.path_of(iri, base)
        for namespace in (terms.VOCAB, terms.ZHIZE):
            if iri.startswith(namespace):
                return iri.rsplit("/", 1)[1].rpartition("#")[2]
        return iri
    if isinstance(term, ox.Literal):
        return _value(term)
    return str(term)


def _value(literal: ox.Literal) -> Any:
    datatype, text = literal.datatype.value, literal.value
    if datatype in _INTEGERS:
        return int(text)
    if datatype in _DECIMALS:
        number = float(text)
        return int(number) if number.is_integer() else number
    if datatype == terms.XSD + "boolean":
        return text == "true"
    if datatype == terms.XSD + "gYear":
        return int(text)
    return text


class Reader:
    """Asks shipped questions of one store. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.RLock] = {}

    def rows(self, name: str, **values: Value | None) -> list[Json]:
        """The rows of question ``name``; every column is there, None where unbound."""
        asked = questions.question(name)
        base = self.store.base
        # A column repeats few terms (a role, a unit, a document) many times: each is read once.
        seen: dict[Term, Any] = {}

        def read(term: Term) -> Any:
            if term not in seen:
                seen[term] = plain(term, base)
            return seen[term]

        return [
            {name: read(row[name]) if name in row else None for name in asked.columns}
            for row in self.store.query(asked.bind(values, base))
        ]

    def shared(self, name: str, document: str) -> list[Json]:
        """The rows of a question about one document, kept: several answers are made of them.

        Not to be changed by the caller.
        """
        return self.kept(("rows", name, document), lambda: self.rows(name, document=document))

    def has(self, key: Hashable) -> bool:
        """Whether an answer is remembered now: then a part of it costs nothing."""
        with self._lock:
            return self._revision == self.store.revision and key in self._kept

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """``make()``, remembered until the store changes (the oldest goes first).

        Many readers at once wait for the one who asks: the first page after a start or a write takes
        seconds on a large store, and each of them would take them again.
        """
        with self._lock:
            if self._revision != self.store.revision:
                self._kept.clear()
                self._revision = self.store.revision
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
            gate = self._making.setdefault(key, threading.RLock())
        with gate:
            with self._lock:
                revision = self.store.revision
                if key in self._kept and revision == self._revision:
                    made: T = self._kept[key]
                    return made
            try:
                value = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                # A write may have come between: an old answer must not outlive it.
                if revision == self.store.revision == self._revision:
                    self._kept[key] = value
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
            return value


def page(items: list[Json], limit: int, cursor: str | None) -> Json:
    """``{items, total, next}``: one page of a stable list; ``cursor`` is a former ``next``."""
    start = start_of(limit, cursor)
    return paged(items[start : start + limit], len(items), start + limit)


def start_of(limit: int, cursor: str | None) -> int:
    """How many items stand before a page. Raises QueryError ``parameter``."""
    if cursor and not (cursor.isascii() and cursor.removeprefix("-").isdigit()):
        raise QueryError(f"cursor 无效: {cursor[:40]}", code="parameter")
    start = int(cursor or 0)
    if start < 0 or limit < 1:
        raise QueryError("limit 和 cursor 必须是正数", code="parameter")
    return start


def paged(items: list[Json], total: int, end: int) -> Json:
    """``{items, total, next}`` of a page that ends before the ``end``-th of all items."""
    return {"items": items, "total": total, "next": str(end) if end < total else None}


def contains(words: str | None, *texts: str | None) -> bool:
    """Whether any text holds ``words``, whatever the case; no words are in everything."""
    wanted = (words or "").strip().casefold()
    return not wanted or any(wanted in text.casefold() for text in texts if text)


def passes(row: Json, chosen: Json) -> bool:
    """Whether a row has the values that are chosen; None chooses nothing."""
    return all(value is None or row[key] == value for key, value in chosen.items())


def facet(rows: Iterable[Json], key: str, chosen: Json) -> dict[str, int]:
    """Value → how many a click on it would show; a row counts its ``count``, or once."""
    counts = Counter[str]()
    for row in rows:
        if row[key] is not None and passes(row, {**chosen, key: None}):
            counts[str(row[key])] += row.get("count", 1)
    return dict(sorted(counts.items()))
