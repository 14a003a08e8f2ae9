"""From files to the graph: read → extract → build → validate → store, and a report of each file.

Files are worked on side by side (``jobs``, or a cluster) and stored in the order of their names, so that the graph
does not depend on who finished first. A file that fails is one line of the report: the others still load.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pyoxigraph as ox

from api import cluster, workers
from api.sources import Sourced, SourceNames
from api.work import Document, Outcome, Setup, Violation, build, registry, rules_digest
from kg.errors import ZhizeError
from kg.library import Delivery, Library, rename
from kg.packed import Packed
from kg.store import Store

Status: TypeAlias = Literal["ok", "warnings", "failed", "quarantined", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``facts`` counts by kind, ``warnings`` by code.

    ``failed``: not read or not understood; ``quarantined``: understood, but a document's graph broke
    the shapes and stays out of the store (``violations``); ``unchanged``: in the graph already;
    ``duplicate``: the same bytes, or the same words in another encoding, are there under the name ``copy_of``. ``beside`` tells of documents
    whose id another file's document bears already: (this one's id, that one's id, that one's file).
    """

    name: str
    status: Status
    documents: tuple[str, ...] = ()
    facts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    violations: tuple[Violation, ...] = ()
    error: ZhizeError | None = None
    copy_of: str | None = None
    beside: tuple[tuple[str, str, str], ...] = ()


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
    scheduler: str | None = None,
    on_file: Callable[[FileReport], None] = lambda report: None,
) -> Report:
    """Load files, folders, globs and ZIPs into ``store``. Raises StoreError when it cannot be written.

    The work on files is done by ``jobs`` processes here or by the cluster of a Dask ``scheduler``
    (``tcp://host:8786``), with the same result; ZhizeError ``cluster`` when that cannot be had.
    ``on_file`` hears of each file as soon as it is done. An empty store is filled by one bulk load,
    all or nothing; later each file is replaced in one atomic update.
    """
    setup = setup or Setup(base=store.base)
    shared = registry(setup)  # first, so that a bad CSV is told before any work
    names = SourceNames(store.location)
    loading = _Loading(store, setup, on_file)
    sources = loading.unknown(names.walk(paths))
    if scheduler is None:
        outcomes = workers.run(sources, setup, jobs)
    else:
        outcomes = cluster.run(sources, setup, scheduler)
    loading.run(outcomes, shared)
    store.flush()
    names.save()
    return Report(loading.in_order())


class _Loading:
    """One run: what is known, what was seen, what to report."""

    def __init__(self, store: Store, setup: Setup, on_file: Callable[[FileReport], None]) -> None:
        self.files: list[FileReport] = []
        self._store = store
        self._setup = setup
        self._on_file = on_file
        self._library = Library(store)
        self._rules = rules_digest(setup)
        self._seen: dict[str, str] = {}  # digest of the bytes → the first path with them
        self._order: dict[str, int] = {}
        self._given: dict[str, str] = {}  # document → the source that gave it, in this run
        self._texts: dict[str, str] = {}  # document → the digest of its text, in this run

    def run(self, outcomes: Iterator[tuple[Sourced, Outcome]], shared: Sequence[ox.Quad]) -> None:
        """Store what the workers give, in the order it comes."""
        if not len(self._store):
            self._library.load(self._deliveries(outcomes), shared)
            return
        self._library.put_registry(shared)
        for delivery in self._deliveries(outcomes):
            self._library.put(delivery.name, delivery.sha256, delivery.documents, delivery.rules)

    def unknown(self, sources: Iterator[Sourced]) -> Iterator[Sourced]:
        """The files to work on; the others are reported here and now."""
        for source in sources:
            self._order[source.item.path] = len(self._order)
            data = source.item.data
            if data is None:
                yield source
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            twice = sha256 in self._seen
            former = self._seen.setdefault(sha256, source.item.path)
            documents = self._library.documents_of(source.name)
            if twice:
                self._report(source, "duplicate", copy_of=former)
            elif self._library.known(source.name, sha256, self._rules):
                twin = None if documents else self._library.same_bytes(sha256, self._rules)
                status: Status = "duplicate" if twin else "unchanged"
                self._report(source, status, documents=documents, copy_of=twin)
            else:
                yield source

    def _deliveries(self, outcomes: Iterator[tuple[Sourced, Outcome]]) -> Iterator[Delivery]:
        for source, outcome in outcomes:
            data = source.item.data
            if outcome.error is not None or data is None:
                self._report(source, "failed", error=outcome.error)
                continue
            twin = self._twin(source, outcome.documents)
            if twin is not None:
                self._report(source, "duplicate", copy_of=twin)
                continue
            documents = self._settle(source, outcome)
            self._texts.update((d.id, d.text) for d in documents)
            good = [d for d in documents if not d.violations]
            wanted = [d.id for d in outcome.documents]
            self._understood(source, documents, self._beside(source, wanted, documents))
            if not good:
                continue
            # A file with a document in quarantine must not count as known next time.
            rules = self._rules if len(good) == len(documents) else ""
            quads: dict[str, Iterable[ox.Quad]] = {d.id: Packed(d.quads) for d in good}
            yield Delivery(source.name, hashlib.sha256(data).hexdigest(), quads, rules)

    def _twin(self, source: Sourced, documents: Sequence[Document]) -> str | None:
        """The file whose documents say the same: one text in UTF-8 and in GB18030, or with other line ends."""
        if not documents or self._library.documents_of(source.name):
            return None
        files = {self._file_of(d.id) for d in documents}
        if len(files) != 1 or "" in files:
            return None
        alike = self._library.holds({d.id: d.text for d in documents}, self._texts)
        return files.pop() if alike else None

    def _settle(self, source: Sourced, outcome: Outcome) -> list[Document]:
        """The documents under their final ids; those whose id was taken are built anew."""
        settled = self._library.settle(source.name, [d.id for d in outcome.documents])
        return [
            document if id_ == document.id else build(rename(document.record, id_), self._setup)
            for document, id_ in zip(outcome.documents, settled, strict=True)
        ]

    def _beside(
        self, source: Sourced, wanted: Sequence[str], documents: Sequence[Document]
    ) -> tuple[tuple[str, str, str], ...]:
        """See ``FileReport.beside``; the second of two in the same file is no surprise."""
        mine = {d.id for d in documents}
        self._given.update(dict.fromkeys(mine, source.name))
        return tuple(
            (document.id, id_, self._file_of(id_))
            for id_, document in zip(wanted, documents, strict=True)
            if id_ not in mine
        )

    def _file_of(self, document: str) -> str:
        return self._given.get(document) or self._library.owner_of(document) or ""

    def _understood(
        self,
        source: Sourced,
        documents: Sequence[Document],
        beside: tuple[tuple[str, str, str], ...],
    ) -> None:
        violations = tuple(v for d in documents for v in d.violations)
        codes = sum((d.warnings for d in documents), Counter[str]())
        self._report(
            source,
            "quarantined" if violations else "warnings" if codes else "ok",
            documents=tuple(d.id for d in documents if not d.violations),
            facts=sum((d.facts for d in documents), Counter[str]()),
            warnings=codes,
            violations=violations,
            beside=beside,
        )

    def _report(self, source: Sourced, status: Status, **details: Any) -> None:
        report = FileReport(source.item.path, status, **details)
        self.files.append(report)
        self._on_file(report)

    def in_order(self) -> tuple[FileReport, ...]:
        """The reports in the order of the inputs: workers run ahead of what is already known."""
        return tuple(sorted(self.files, key=lambda f: self._order[f.name]))
