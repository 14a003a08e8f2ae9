"""What the store knows of an uploaded file, and how a kept one gets into it: as ``zhize build`` would.

An upload has no place on disk, so its name says little (every town sends a ``要点.docx``). A document is
recognised by its own id, made of 文号 or place, title and year: an edited one replaces its former self
under the source it came from. Whoever wants both says so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox

from api.uploads.staging import Item, State, UploadError
from api.work import Setup, build, registry, rules_digest
from kg import ids
from kg.ids import graph
from kg.library import Library, Source, rename
from kg.packed import Packed
from kg.record import from_json
from kg.store import REGISTRY, Store
from ontology.terms import CODE, MESSAGE, TASK

Json: TypeAlias = dict[str, Any]
_TOLD = """SELECT DISTINCT ?m WHERE { GRAPH <%s> { ?w <%s> ?code ; <%s> ?m
  FILTER (?code IN ("place_given", "metadata_given", "unit_given")) } } ORDER BY ?m"""
_COUNT = "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { GRAPH <%s> { ?t a <%s> } }"


@dataclass(frozen=True, slots=True)
class Kept:
    """What one kept file became: its name in the graph, its documents, whether a former self went."""

    name: str
    documents: tuple[str, ...]
    replaced: bool


class Keeper:
    """The one writer of uploads into one store."""

    def __init__(self, store: Store, setup: Setup) -> None:
        self._store = store
        self._setup = setup
        self._library = Library(store)
        self._rules = ""
        self._lock = threading.Lock()

    def judge(self, sha256: str, documents: Sequence[Json]) -> tuple[State | None, Json]:
        """Before reading (no documents): ``known`` when these bytes are there. After: what keeping would do;
        ``known`` again when their words are there in another encoding.

        The verdict: ``{does: "add"}``, ``{does: "replace", source, told, documents: [{id, tasks}]}`` or
        ``{does: "reread", source, told}``: the same bytes, read by other rules than these. ``told`` is what
        people said of the former self.
        """
        with self._lock:
            if not documents:
                return self._known(sha256)
            former = self._former([_named(d) for d in documents])
            if former is None:
                return None, {"does": "add"}
            told = {"source": former.name, "told": self._told(former)}
            if former.sha256 == sha256:
                return None, {"does": "reread", **told}
            if self._library.holds({str(d["id"]): str(d["text"]) for d in documents}):
                return "known", {"source": former.name, "documents": list(former.documents)}
            old = [{"id": id_, "tasks": self._tasks(id_)} for id_ in former.documents]
            return None, {"does": "replace", **told, "documents": old}

    def _known(self, sha256: str) -> tuple[State | None, Json]:
        name = self._library.same_bytes(sha256, self._digest())
        if name is None:
            return None, {}
        return "known", {"source": name, "documents": list(self._library.documents_of(name))}

    def _digest(self) -> str:
        self._rules = self._rules or rules_digest(self._setup)
        return self._rules

    def _former(self, documents: Sequence[tuple[str, bool]]) -> Source | None:
        """The source these documents are a new version of: all that it holds is among them.

        Given as (id, whether title or number made it): two files called 附件 are not one document.
        """
        if not all(named for _, named in documents):
            return None
        new = {id_ for id_, _ in documents}
        for source in self._library.sources():
            if source.documents and set(source.documents) <= new:
                return source
        return None

    def _told(self, former: Source) -> list[str]:
        """What people said of the former self's documents when it was kept: it is not said of the new ones."""
        found: dict[str, None] = {}
        for document in former.documents:
            graph_ = ids.iri(graph(document), self._store.base)
            for row in self._store.query(_TOLD % (graph_, CODE, MESSAGE)):
                message = row["m"]
                found[message.value if isinstance(message, ox.Literal) else ""] = None
        return list(found)

    def _tasks(self, document: str) -> int:
        base = self._store.base
        rows = self._store.query(_COUNT % (ids.iri(graph(document), base), TASK))
        count = rows[0]["n"] if rows else None
        return int(count.value) if isinstance(count, ox.Literal) else 0

    def keep(
        self, item: Item, *, beside: bool = False, just_kept: frozenset[str] = frozenset()
    ) -> Kept:
        """Put one understood file into the store, in one atomic update; ``beside``: replace nothing.

        Sources in ``just_kept`` are never replaced: two versions handed over together are both wanted.

        Raises UploadError when there is nothing that may be kept, StoreError.
        """
        file = allowed(item)
        with self._lock, self._store.writing:
            former = None if beside else self._former([_named(d) for d in item.documents])
            if former is not None and former.name in just_kept:
                former = None
            return self._put(item, file.with_suffix(""), former)

    def _put(self, item: Item, out: Path, former: Source | None) -> Kept:
        name = former.name if former else self._free_name(item.name)
        settled = self._library.settle(name, [str(d["id"]) for d in item.documents])
        documents = {
            final: Packed(self._quads(out, n, final, str(document["id"])))
            for n, (document, final) in enumerate(zip(item.documents, settled, strict=True))
        }
        # The registry of a store that has one stays: it may hold places and units given to `zhize build`.
        if not self._store.has_graph(ids.iri(REGISTRY, self._store.base)):
            self._library.put_registry(registry(self._setup))
        self._library.put(name, item.sha256, documents, self._digest())
        return Kept(name, tuple(documents), former is not None)

    def _quads(self, out: Path, number: int, final: str, read: str) -> bytes:
        """What the reader wrote, or, when the id it read under is taken, the record built anew."""
        if final == read:
            return Path(f"{out}.{number}.quads").read_bytes()
        said = json.loads(Path(f"{out}.{number}.json").read_text(encoding="utf-8"))
        return build(rename(from_json(said), final), self._setup).quads

    def _free_name(self, wanted: str) -> str:
        taken = {source.name for source in self._library.sources()}
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}~{number}"
        return name


def _named(document: Json) -> tuple[str, bool]:
    return str(document["id"]), bool(document["title"] or document["number"])


def allowed(item: Item) -> Path:
    """The file of an item that may be kept. Raises UploadError for any other."""
    if item.state != "understood" or item.file is None:
        raise UploadError(
            409, "not_understood", f"「{item.name}」没有可保留的内容", "见它的状态和说明"
        )
    if any(d["violations"] for d in item.documents):
        raise UploadError(
            409, "quarantined", f"「{item.name}」抽取结果未通过形状检查，不能入库", "请把文件附给维护者"
        )  # fmt: skip
    return item.file
