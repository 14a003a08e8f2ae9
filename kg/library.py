"""Which source gave which documents: what lets a build skip, replace and forget exactly.

A source is known by the name its caller gives (a path relative to the folder that was loaded). The
memory is quads in ``graph/sources`` about each document, written in the same atomic update as the
document's own facts: the store can never hold one without the other. What people corrected (see
``kg.corrections``) is corrected again in every document that is put.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyoxigraph as ox

from kg import ids
from kg.corrections import Correction, corrected, listed
from kg.errors import NotFoundError
from kg.model import Record
from kg.packed import Said, quads_of, said
from kg.store import CORRECTIONS, REGISTRY, SOURCES, Store
from ontology import terms

_NAME = ox.NamedNode(terms.SOURCE_NAME)
_SHA256 = ox.NamedNode(terms.SHA256)
_RULES = ox.NamedNode(terms.VERSION)
# The only fields of a record that hold ids; text fields are hostile and stay as they are.
_ID_FIELDS = frozenset(
    {
        "id",
        "unit_id",
        "children",
        "parent",
        "task",
        "heading",
        "statement",
        "inherited_from",
        "covers",
    }
)
_Node = TypeVar("_Node")


@dataclass(frozen=True, slots=True)
class Source:
    """One file and the ids of the documents it gave, sorted. ``rules`` is the extractor's digest."""

    name: str
    sha256: str
    rules: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One source ready to store: the quads of each of its documents, by settled document id."""

    name: str
    sha256: str
    documents: Mapping[str, Iterable[ox.Quad]]
    rules: str = ""


class Library:
    """The memory of one store. One writer at a time; not for use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = -1
        self._sources: dict[str, Source] = {}
        self._owner: dict[str, str] = {}
        self._reserved: dict[str, str] = {}
        self._corrections: list[Correction] = []

    def sources(self) -> list[Source]:
        """All sources, by name."""
        self._refresh()
        return [self._sources[name] for name in sorted(self._sources)]

    def documents(self) -> list[str]:
        """The ids of all documents, sorted."""
        self._refresh()
        return sorted(self._owner)

    def documents_of(self, name: str) -> tuple[str, ...]:
        """The ids of the documents that source ``name`` gave, () when it is not known."""
        self._refresh()
        source = self._sources.get(name)
        return source.documents if source else ()

    def known(self, name: str, sha256: str, rules: str = "") -> bool:
        """Whether these bytes are in the store already, read by the same ``rules``.

        The same bytes under a second name count as known: they are the same document.
        """
        self._refresh()
        source = self._sources.get(name)
        if source is not None:
            return source.sha256 == sha256 and source.rules == rules
        return self.same_bytes(sha256, rules) is not None

    def same_bytes(self, sha256: str, rules: str = "") -> str | None:
        """The name of the first source with these bytes, for the report of a skipped copy."""
        self._refresh()
        return next(
            (s.name for s in self.sources() if s.sha256 == sha256 and s.rules == rules), None
        )

    def owner_of(self, document: str) -> str | None:
        """The name of the source that gave a document."""
        self._refresh()
        return self._owner.get(document)

    def text_of(self, document: str) -> str | None:
        """The ``text_digest`` of a document in the store."""
        quads = self._store.quads(ids.graph(document))
        texts = [q.object.value for q in quads if q.predicate.value == terms.SOURCE_TEXT
                 and isinstance(q.object, ox.Literal)]  # fmt: skip
        return text_digest(texts[0]) if texts else None

    def holds(self, texts: Mapping[str, str], fresh: Mapping[str, str] | None = None) -> bool:
        """Whether these documents are there and say the same; texts are ``text_digest``s by id.

        ``fresh``: those of documents that are on their way into the store.
        """
        return bool(texts) and all(
            ((fresh or {}).get(id_) or self.text_of(id_)) == text for id_, text in texts.items()
        )

    def settle(self, name: str, wanted: Sequence[str]) -> list[str]:
        """The ids of one source's documents so that no other source holds them (``~2`` for the second).

        A source keeps the ids it had: an edited file replaces its former self.
        """
        self._refresh()
        self._reserved = {d: n for d, n in self._reserved.items() if n != name}
        settled: list[str] = []
        for id_ in wanted:
            final = self._free_id(name, id_)
            self._reserved[final] = name
            settled.append(final)
        return settled

    def put(
        self,
        name: str,
        sha256: str,
        documents: Mapping[str, Iterable[ox.Quad]],
        rules: str = "",
    ) -> None:
        """Replace all that source ``name`` gave before by ``documents``, in one atomic update."""
        delivery = Delivery(name, sha256, documents, rules)
        with self._store.writing:  # a correction made meanwhile would be lost in these documents
            former = set(self.documents_of(name)) | set(documents)
            known = self._revision
            self._store.replace(sorted(former), quads_of(self._said(delivery)))
            # Kept in step by hand: reading everything back after each file would be quadratic.
            for document in former:
                self._owner.pop(document, None)
                self._reserved.pop(document, None)
            self._owner.update(dict.fromkeys(documents, name))
            self._sources[name] = Source(name, sha256, rules, tuple(sorted(documents)))
            # Somebody else's write came between (on a server): that one is read back.
            self._revision = known + 1 if self._store.revision == known + 1 else -1

    def load(self, deliveries: Iterable[Delivery], registry: Iterable[ox.Quad] = ()) -> None:
        """First build of an empty store: everything in one streamed bulk load."""
        self._store.load(self._stream(deliveries, registry))
        self._reserved.clear()

    def put_registry(self, quads: Iterable[ox.Quad]) -> bool:
        """Let the registry graph hold ``quads``; False when it does already and nothing happens."""
        wanted = list(quads)
        digest = _digest(wanted)
        with self._store.writing:
            if self._registry_digest() == digest:
                return False
            self._store.replace_graph(REGISTRY, wanted)
            self._store.replace_graph(REGISTRY + "-source", [self._registry_mark(digest)])
        return True

    def forget(self, document: str) -> None:
        """Remove exactly the facts, alignments and bookkeeping of one document."""
        with self._store.writing:
            self._refresh()
            if document not in self._owner:
                raise NotFoundError(f"图库中没有文件 {document}", "zhize stats 列出所有文件")
            self._store.forget(document)

    def _free_id(self, name: str, wanted: str) -> str:
        occurrence = 1
        while True:
            candidate = wanted + ids.again(occurrence)
            owner = self._reserved.get(candidate, self._owner.get(candidate))
            mine_now = self._reserved.get(candidate) == name
            if owner is None or (owner == name and not mine_now):
                return candidate
            occurrence += 1

    def _stream(
        self, deliveries: Iterable[Delivery], registry: Iterable[ox.Quad]
    ) -> Iterator[Said]:
        shared = list(registry)
        if shared:
            yield from shared
            yield self._registry_mark(_digest(shared))
        for delivery in deliveries:
            yield from self._said(delivery)

    def _said(self, delivery: Delivery) -> Iterator[Said]:
        graph = self._node(SOURCES)
        for document, quads in delivery.documents.items():
            if self._corrections:
                yield from corrected(document, quads, self._corrections, self._store.base)
            else:
                yield from said(quads)
            subject = self._node(document)
            yield ox.Quad(subject, _NAME, ox.Literal(delivery.name), graph)
            yield ox.Quad(subject, _SHA256, ox.Literal(delivery.sha256), graph)
            yield ox.Quad(subject, _RULES, ox.Literal(delivery.rules), graph)

    def _node(self, id_: str) -> ox.NamedNode:
        return ox.NamedNode(ids.iri(id_, self._store.base))

    def _registry_mark(self, digest: str) -> ox.Quad:
        graph = self._node(REGISTRY + "-source")
        return ox.Quad(self._node(REGISTRY), _SHA256, ox.Literal(digest), graph)

    def _registry_digest(self) -> str | None:
        marks = self._store.quads(REGISTRY + "-source")
        return marks[0].object.value if marks and isinstance(marks[0].object, ox.Literal) else None

    def _refresh(self) -> None:
        revision = (
            self._store.revision
        )  # before the look: what is written during it is looked at again
        if self._revision == revision:
            return
        self._corrections = listed(self._store.quads(CORRECTIONS), self._store.base)
        facts: dict[str, dict[str, str]] = {}
        for quad in self._store.quads(SOURCES):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                document = ids.path_of(quad.subject.value, self._store.base)
                facts.setdefault(document, {})[quad.predicate.value] = quad.object.value
        self._owner = {document: known[_NAME.value] for document, known in facts.items()}
        by_name: dict[str, list[str]] = {}
        for document in sorted(facts):
            by_name.setdefault(self._owner[document], []).append(document)
        self._sources = {
            name: Source(
                name,
                facts[documents[0]][_SHA256.value],
                facts[documents[0]].get(_RULES.value, ""),
                tuple(documents),
            )
            for name, documents in by_name.items()
        }
        self._revision = revision


def rename(record: Record, document: str) -> Record:
    """The record with every id of its own moved from ``record.id`` to ``document``."""
    scopes = (
        (record.id, document),
        (ids.unit(None, "", record.id), ids.unit(None, "", document)),
    )

    def moved(id_: Any) -> Any:
        if isinstance(id_, tuple):
            return tuple(moved(part) for part in id_)
        if not isinstance(id_, str):
            return id_
        for old, new in scopes:
            if id_ == old or id_.startswith(old if old.endswith("/") else old + "/"):
                return new + id_[len(old) :]
        return id_

    return _rewrite(record, moved)


def _rewrite(node: _Node, moved: Any) -> _Node:
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    changes: dict[str, Any] = {}
    for item in dataclasses.fields(node):
        value = getattr(node, item.name)
        if item.name in _ID_FIELDS:
            changes[item.name] = moved(value)
        elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
            changes[item.name] = tuple(_rewrite(part, moved) for part in value)
    return dataclasses.replace(node, **changes) if changes else node


def _digest(quads: Sequence[ox.Quad]) -> str:
    lines = sorted(str(quad) for quad in quads)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def text_digest(text: str) -> str:
    """The same for a text in any encoding and with any line ends."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
