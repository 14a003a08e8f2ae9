"""From files to the graph: read → extract → build → validate → store, and a report of each file.

Files are worked on side by side (``jobs``) and stored in the order of their names, so that the graph
does not depend on who finished first. A file that fails is one line of the report: the others still load.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import pyoxigraph as ox
from loaders.inputs import Input, walk

from api import workers
from api.work import Document, Outcome, Setup, Violation, build, parse, registry, rules_digest
from kg.errors import ZhizeError
from kg.library import Delivery, Library
from kg.model import Record
from kg.store import Store

Status: TypeAlias = Literal["ok", "warnings", "failed", "quarantined", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``facts`` counts by kind, ``warnings`` by code.

    ``failed``: not read or not understood; ``quarantined``: understood, but a document's graph broke
    the shapes and stays out of the store (``violations``); ``unchanged``: in the graph already;
    ``duplicate``: the same bytes are there under the name ``copy_of``.
    """

    name: str
    status: Status
    documents: tuple[str, ...] = ()
    facts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    violations: tuple[Violation, ...] = ()
    error: ZhizeError | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all files, in the order of their names."""

    files: tuple[FileReport, ...]

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that are not in the graph as they should be."""
        return tuple(f for f in self.files if f.status in ("failed", "quarantined"))

    def count(self, *status: Status) -> int:
        """How many files have one of these."""
        return sum(f.status in status for f in self.files)

    @property
    def facts(self) -> Counter[str]:
        """All facts by kind."""
        return sum((f.facts for f in self.files), Counter[str]())

    @property
    def warnings(self) -> Counter[str]:
        """All warnings by code."""
        return sum((f.warnings for f in self.files), Counter[str]())


def load(
    paths: Sequence[str | Path],
    store: Store,
    *,
    setup: Setup | None = None,
    jobs: int = 1,
    on_file: Callable[[FileReport], None] = lambda report: None,
) -> Report:
    """Load files, folders, globs and ZIPs into ``store``. Raises StoreError when it cannot be written.

    ``on_file`` hears of each file as soon as it is done. An empty store is filled by one bulk load,
    all or nothing; later each file is replaced in one atomic update.
    """
    setup = setup or Setup(base=store.base)
    shared = registry(setup)  # first, so that a bad CSV is told before any work
    loading = _Loading(store, setup, on_file)
    loading.run(walk(paths), shared, jobs)
    store.flush()
    return Report(tuple(loading.files))


class _Loading:
    """One run: what is known, what was seen, what to report."""

    def __init__(self, store: Store, setup: Setup, on_file: Callable[[FileReport], None]) -> None:
        self.files: list[FileReport] = []
        self._store = store
        self._setup = setup
        self._on_file = on_file
        self._library = Library(store)
        self._rules = rules_digest(setup)
        self._seen: dict[str, str] = {}

    def run(self, items: Iterator[Input], shared: Sequence[ox.Quad], jobs: int) -> None:
        outcomes = workers.run(self._unknown(items), self._setup, jobs)
        if not len(self._store):
            self._library.load(self._deliveries(outcomes), shared)
            return
        self._library.put_registry(shared)
        for delivery in self._deliveries(outcomes):
            self._library.put(delivery.name, delivery.sha256, delivery.documents, delivery.rules)

    def _unknown(self, items: Iterator[Input]) -> Iterator[Input]:
        """The files to work on; the others are reported here and now."""
        for item in items:
            if item.data is None:
                yield item
                continue
            sha256 = hashlib.sha256(item.data).hexdigest()
            former = self._seen.setdefault(sha256, item.name)
            documents = self._library.documents_of(item.name)
            if former != item.name:
                self._report(FileReport(item.name, "duplicate", copy_of=former))
            elif self._library.known(item.name, sha256, self._rules):
                copy_of = None if documents else self._library.same_bytes(sha256, self._rules)
                status: Status = "duplicate" if copy_of else "unchanged"
                self._report(FileReport(item.name, status, documents, copy_of=copy_of))
            else:
                yield item

    def _deliveries(self, outcomes: Iterator[tuple[Input, Outcome]]) -> Iterator[Delivery]:
        for item, outcome in outcomes:
            if outcome.error is not None or item.data is None:
                self._report(FileReport(item.name, "failed", error=outcome.error))
                continue
            documents = self._settle(item, outcome)
            good = [d for d in documents if not d.violations]
            self._report(_understood(item.name, documents))
            if not good:
                continue
            # A file with a document in quarantine must not count as known next time.
            rules = self._rules if len(good) == len(documents) else ""
            quads: dict[str, Iterator[ox.Quad]] = {d.record.id: parse(d.quads) for d in good}
            yield Delivery(item.name, hashlib.sha256(item.data).hexdigest(), quads, rules)

    def _settle(self, item: Input, outcome: Outcome) -> list[Document]:
        """The documents under their final ids; those whose id was taken are built anew."""
        records = [d.record for d in outcome.documents]
        settled = self._library.settle(item.name, records)
        return [
            document if record is document.record else build(record, self._setup)
            for document, record in zip(outcome.documents, settled, strict=True)
        ]

    def _report(self, report: FileReport) -> None:
        self.files.append(report)
        self._on_file(report)


def _understood(name: str, documents: Sequence[Document]) -> FileReport:
    facts = sum((facts_of(d.record) for d in documents), Counter[str]())
    codes = Counter(w.code for d in documents for w in d.record.warnings)
    violations = tuple(v for d in documents for v in d.violations)
    status: Status = "quarantined" if violations else "warnings" if codes else "ok"
    stored = tuple(d.record.id for d in documents if not d.violations)
    return FileReport(name, status, stored, facts, codes, violations)


def facts_of(record: Record) -> Counter[str]:
    """How many facts of each kind a record holds; kinds in the order of RECORD.md."""
    counts = {
        "headings": len(record.headings),
        "tasks": len(record.tasks),
        "assignments": sum(len(t.assignments) for t in record.tasks),
        "statements": len(record.statements),
        "citations": len(record.citations),
        "quantities": len(record.quantities),
        "deadlines": len(record.deadlines),
        "frequencies": len(record.frequencies),
        "units": len(record.units),
    }
    return Counter(counts)
