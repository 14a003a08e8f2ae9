"""Corrections: what a person decides about merged units, kept beside the facts and taken back exactly.

A correction says that a unit's mentions, all of them or those written one way, mean another unit: 综治办
stands apart again, 县教体局 and 县教育体育局 are one. It is a thing of its own in ``graph/corrections``
(who, when, why); the documents' graphs are changed as it says, and what was changed there is remembered
beside it. So every correction can be taken back in any order, and a document that is loaded again is
corrected again (see ``kg.library``). Nothing else is ever changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox

from kg import ids
from kg.errors import NotFoundError, QueryError
from kg.literals import string, zh
from kg.store import CORRECTIONS, Store
from kg.store_text import delete_data, insert_data
from ontology import terms as t

_A, _UNIT = ox.NamedNode(t.TYPE), ox.NamedNode(t.UNIT_OF)
_SURFACE, _ACTOR = ox.NamedNode(t.SURFACE), ox.NamedNode(t.ACTOR)
_MENTION, _BY = ox.NamedNode(t.MENTION_OF), ox.NamedNode(t.CORRECTED_BY)
_REMOVED, _ADDED = ox.NamedNode(t.CORRECTED_FROM), ox.NamedNode(t.CORRECTED_TO)
_SPELLINGS = (ox.NamedNode(t.ALT_LABEL), ox.NamedNode(t.HIDDEN_LABEL))
_NEEDED = frozenset({t.CORRECTS, t.BECOMES, t.BECOMES_NAME, t.BECOMES_LABEL})
_NEVER = datetime.min.replace(tzinfo=UTC)
_Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Triples = dict[ox.Triple, None]  # a set that keeps its order


@dataclass(frozen=True, slots=True)
class Correction:
    """``unit``'s mentions written ``spelling`` (None: all of them) mean ``becomes``.

    ``name`` and ``label`` are what ``becomes`` is called; ``at`` is an ISO date and time.
    """

    unit: str
    spelling: str | None
    becomes: str
    name: str
    label: str
    note: str = ""
    by: str = ""
    at: str = ""

    @property
    def id(self) -> str:
        """``correction/{digest}``: the same decision is the same thing."""
        return ids.correction(self.unit, self.spelling or "", self.becomes)


class Corrections:
    """The corrections of one store: each is decided and written while nobody else writes there."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Correction]:
        """Every correction in force, oldest first."""
        return listed(self._store.quads(CORRECTIONS), self._store.base)

    def make(self, correction: Correction) -> int:
        """Let it be so from now on; how many documents changed. It counts as later than all others.

        Raises QueryError ``correction`` for one that changes nothing or would go round in a circle.
        """
        with self._store.writing:
            return self._make(self.all(), correction)

    def _make(self, before: Sequence[Correction], correction: Correction) -> int:
        if any(c.id == correction.id for c in before):
            raise QueryError("这项更正已经有了", "见更正列表", code="correction")
        if correction.unit == correction.becomes:
            raise QueryError("更正前后是同一个单位", "请选另一个单位", code="correction")
        if correction.spelling is None and _leads_back(before, correction):
            raise QueryError("两个单位会互相并入对方", "先撤回相反的那一项更正", code="correction")
        latest = replace(correction, at=_after(before, correction.at))
        changed = self._settle(before, [*before, latest], self._naming(correction.unit))
        if not changed:
            raise QueryError("没有文件这样写，更正不改变什么", "核对单位和写法", code="correction")
        return changed

    def take_back(self, id_: str) -> int:
        """Undo one correction as if it had never been; how many documents changed. Raises NotFoundError."""
        with self._store.writing:
            before = self.all()
            gone = next((c for c in before if c.id == id_), None)
            if gone is None:
                raise NotFoundError(f"没有这项更正 {id_[:80]}", "见 /api/corrections")
            return self._settle(before, [c for c in before if c != gone], self._changed_by(gone))

    def _naming(self, unit: str) -> list[str]:
        """The documents whose graphs name the unit now: the latest correction changes no other."""
        rows = self._store.query(
            f"SELECT DISTINCT ?d WHERE {{ GRAPH ?g {{ <{self._iri(unit)}> <{t.NAMED_IN}> ?d }} }}"
        )
        return sorted({_id(row["d"], self._store.base) for row in rows})

    def _changed_by(self, correction: Correction) -> list[str]:
        """The documents where what was changed names one of the correction's units."""
        names = [f"<{self._iri(id_)}>" for id_ in (correction.unit, correction.becomes)]
        found = {
            quad.subject
            for quad in self._store.quads(CORRECTIONS)
            if quad.predicate in (_REMOVED, _ADDED)
            and any(name in _words(quad.object) for name in names)
        }
        return sorted(_id(subject, self._store.base) for subject in found)

    def _settle(
        self, before: Sequence[Correction], after: Sequence[Correction], documents: Sequence[str]
    ) -> int:
        """Write ``after`` instead of ``before`` in one atomic update; how many documents differ."""
        known = _by_subject(self._store.quads(CORRECTIONS))
        gone: list[ox.Quad] = []
        come: list[ox.Quad] = []
        changed = 0
        for document in documents:
            graph = ox.NamedNode(self._iri(ids.graph(document)))
            noted = known.get(ox.NamedNode(self._iri(document)), [])
            removed, added = remembered(noted)
            now = dict.fromkeys(q.triple for q in self._store.quads(ids.graph(document)))
            read = {**{x: None for x in now if x not in added}, **removed}
            off, on = delta(read, after, self._store.base)
            wanted = {**{x: None for x in read if x not in off}, **on}
            less = [x for x in now if x not in wanted]
            more = [x for x in wanted if x not in now]
            changed += bool(less or more)
            gone += [_quad(x, graph) for x in less]
            come += [_quad(x, graph) for x in more]
            gone += noted
            come += list(remembering(document, off, on, self._store.base))
        gone += list(_told([c for c in before if c not in after], self._store.base))
        come += list(_told([c for c in after if c not in before], self._store.base))
        if changed or len(after) < len(before):
            parts = [part for part in (delete_data(gone), insert_data(come)) if part]
            self._store.update(" ;\n".join(parts))
        return changed

    def _iri(self, id_: str) -> str:
        return ids.iri(id_, self._store.base)


def listed(quads: Iterable[ox.Quad], base: str) -> list[Correction]:
    """The corrections that quads of ``graph/corrections`` tell of, oldest first."""
    told: dict[ox.NamedNode, dict[str, str]] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if quad.predicate in (_REMOVED, _ADDED) or not isinstance(subject, ox.NamedNode):
            continue
        own = isinstance(value, ox.NamedNode) and value.value.startswith(base)
        told.setdefault(subject, {})[quad.predicate.value] = (
            _id(value, base) if own else _words(value)
        )
    found = [
        Correction(
            unit=said[t.CORRECTS],
            spelling=said.get(t.SPELLING),
            becomes=said[t.BECOMES],
            name=said[t.BECOMES_NAME],
            label=said[t.BECOMES_LABEL],
            note=said.get(t.NOTE, ""),
            by=said.get(t.CREATOR, ""),
            at=said.get(t.CREATED, ""),
        )
        for said in told.values()
        if said.keys() >= _NEEDED
    ]
    return sorted(found, key=lambda c: (_moment(c.at) or _NEVER, c.id))


def corrected(
    document: str, quads: Iterable[ox.Quad], corrections: Sequence[Correction], base: str
) -> Iterator[ox.Quad]:
    """A document's quads as the corrections have them, and what was changed, to be remembered."""
    graph = ox.NamedNode(ids.iri(ids.graph(document), base))
    own: _Triples = {}
    for quad in quads:
        if quad.graph_name == graph:
            own[quad.triple] = None
        else:
            yield quad  # its alignments
    off, on = delta(own, corrections, base)
    yield from (_quad(x, graph) for x in own if x not in off)
    yield from (_quad(x, graph) for x in on)
    yield from remembering(document, off, on, base)


def delta(
    read: _Triples, corrections: Sequence[Correction], base: str
) -> tuple[_Triples, _Triples]:
    """The triples of a document's graph as it was read that go, and those that come."""
    now = dict(read)
    for correction in corrections:
        _Applied(now, correction, base).work()
    return {x: None for x in read if x not in now}, {x: None for x in now if x not in read}


class _Applied:
    """One correction on the triples of one graph, changed in place."""

    def __init__(self, now: _Triples, correction: Correction, base: str) -> None:
        self._now = now
        self._what = correction
        self._old = ox.NamedNode(ids.iri(correction.unit, base))
        self._new = ox.NamedNode(ids.iri(correction.becomes, base))
        self._by = ox.NamedNode(ids.iri(correction.id, base))
        self._base = base

    def work(self) -> None:
        hits = self._mentions()
        described = ox.Triple(self._old, _A, ox.NamedNode(t.UNIT)) in self._now
        whole = self._what.spelling is None
        if not hits and not (whole and described):
            return
        self._describe()
        for hit in hits:
            self._swap(ox.Triple(hit, _UNIT, self._old), ox.Triple(hit, _UNIT, self._new))
            self._now[ox.Triple(hit, _BY, self._by)] = None
        self._actors(set(hits))
        if whole:
            self._join()
        else:
            self._part(set(hits))

    def _mentions(self) -> list[ox.NamedNode]:
        """The assignments and mentions the correction is about."""
        pointing = [x.subject for x in self._now if x.predicate == _UNIT and x.object == self._old]
        if self._what.spelling is not None:
            written = {
                x.subject
                for x in self._now
                if x.predicate == _SURFACE and _words(x.object) == self._what.spelling
            }
            pointing = [subject for subject in pointing if subject in written]
        return [subject for subject in pointing if isinstance(subject, ox.NamedNode)]

    def _describe(self) -> None:
        """The new unit as every graph that names a unit describes it."""
        if ox.Triple(self._new, _A, ox.NamedNode(t.UNIT)) in self._now:
            return
        said: list[tuple[str, _Object]] = [
            (t.TYPE, ox.NamedNode(t.UNIT)),
            (t.PREF_LABEL, zh(self._what.name)),
            (t.LABEL, zh(self._what.label)),
        ]
        place = ids.place_of_unit(self._what.becomes)
        if place is not None:
            said.append((t.PLACE_OF, ox.NamedNode(ids.iri(place, self._base))))
        said += [(t.NAMED_IN, x.object) for x in self._about(t.NAMED_IN)]
        for predicate, value in said:
            self._now[ox.Triple(self._new, ox.NamedNode(predicate), value)] = None

    def _about(self, predicate: str) -> list[ox.Triple]:
        wanted = ox.NamedNode(predicate)
        return [x for x in self._now if x.subject == self._old and x.predicate == wanted]

    def _actors(self, hits: set[ox.NamedNode]) -> None:
        """A statement's actors follow its mentions."""
        of = {x.object: x.subject for x in self._now if x.predicate == _MENTION}
        still = {
            of.get(x.subject) for x in self._now if x.predicate == _UNIT and x.object == self._old
        }
        for statement in dict.fromkeys(of[hit] for hit in hits if hit in of):
            before = ox.Triple(statement, _ACTOR, self._old)
            self._now[ox.Triple(statement, _ACTOR, self._new)] = None
            if statement not in still:
                self._now.pop(before, None)

    def _part(self, hits: set[ox.NamedNode]) -> None:
        """The old unit is no longer written so, and nothing was normalised."""
        spelling = self._what.spelling or ""
        for x in list(self._now):
            gone = x.subject == self._old and (
                (x.predicate in _SPELLINGS and _words(x.object) == spelling)
                or (x.predicate.value == t.MERGED_BECAUSE and _merges(_words(x.object), spelling))
            )
            if gone or (x.subject in hits and x.predicate.value == t.NORMALISED):
                del self._now[x]

    def _join(self) -> None:
        """The old unit is gone; its names are spellings of the new one, its place in others' words too."""
        names = {self._what.name, self._what.label}
        for predicate in (t.PREF_LABEL, t.LABEL, t.ALT_LABEL, t.HIDDEN_LABEL):
            for x in self._about(predicate):
                if _words(x.object) not in names:
                    kept = t.HIDDEN_LABEL if predicate == t.HIDDEN_LABEL else t.ALT_LABEL
                    self._now[ox.Triple(self._new, ox.NamedNode(kept), x.object)] = None
        old = next((_words(x.object) for x in self._about(t.LABEL)), self._what.unit)
        reason = string(f"correction:{old}→{self._what.label}")
        self._now[ox.Triple(self._new, ox.NamedNode(t.MERGED_BECAUSE), reason)] = None
        for x in list(self._now):
            if x.subject == self._old:
                del self._now[x]
            elif x.object == self._old:
                del self._now[x]
                if x.subject != self._new:  # a unit is no part of itself
                    self._now[ox.Triple(x.subject, x.predicate, self._new)] = None

    def _swap(self, old: ox.Triple, new: ox.Triple) -> None:
        del self._now[old]
        self._now[new] = None


def remembering(document: str, off: _Triples, on: _Triples, base: str) -> Iterator[ox.Quad]:
    """What was changed in a document's graph, as two texts of triples; nothing where nothing was."""
    if not off and not on:
        return
    subject, graph = ox.NamedNode(ids.iri(document, base)), ox.NamedNode(ids.iri(CORRECTIONS, base))
    for predicate, triples in ((_REMOVED, off), (_ADDED, on)):
        ordered = sorted(triples, key=str)
        written = (ox.serialize(ordered, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        yield ox.Quad(subject, predicate, ox.Literal(written), graph)


def remembered(quads: Iterable[ox.Quad]) -> tuple[_Triples, _Triples]:
    """The triples that were removed from and added to a document's graph; ``quads`` tell of it alone."""
    found: dict[ox.NamedNode, _Triples] = {_REMOVED: {}, _ADDED: {}}
    for quad in quads:
        if quad.predicate in found:
            read = ox.parse(_words(quad.object).encode(), format=ox.RdfFormat.N_TRIPLES)
            found[quad.predicate] |= {x.triple: None for x in read}
    return found[_REMOVED], found[_ADDED]


def _by_subject(quads: Iterable[ox.Quad]) -> dict[object, list[ox.Quad]]:
    found: dict[object, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(quad)
    return found


def _told(corrections: Iterable[Correction], base: str) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(ids.iri(CORRECTIONS, base))
    for c in corrections:
        node = ox.NamedNode(ids.iri(c.id, base))
        said: list[tuple[str, _Object | None]] = [
            (t.TYPE, ox.NamedNode(t.CORRECTION)),
            (t.CORRECTS, ox.NamedNode(ids.iri(c.unit, base))),
            (t.SPELLING, string(c.spelling) if c.spelling is not None else None),
            (t.BECOMES, ox.NamedNode(ids.iri(c.becomes, base))),
            # Not as its own labels: who looks for the unit's name is to find the unit.
            (t.BECOMES_NAME, string(c.name)),
            (t.BECOMES_LABEL, string(c.label)),
            (t.NOTE, zh(c.note) if c.note else None),
            (t.CREATOR, string(c.by) if c.by else None),
            (t.CREATED, ox.Literal(c.at, datatype=ox.NamedNode(t.XSD + "dateTime"))),
        ]
        for predicate, value in said:
            if value is not None:
                yield ox.Quad(node, ox.NamedNode(predicate), value, graph)


def _moment(at: str) -> datetime | None:
    """An ISO date and time, in UTC where it does not say; None for what is none."""
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _after(before: Sequence[Correction], at: str) -> str:
    """``at`` (now, where it says nothing), or just after the latest of ``before``: clocks are set back."""
    mine = _moment(at) or datetime.now(UTC)
    latest = max((_moment(c.at) or _NEVER for c in before), default=_NEVER)
    return max(mine, latest + timedelta(microseconds=1)).isoformat(timespec="microseconds")


def _leads_back(corrections: Sequence[Correction], new: Correction) -> bool:
    """Whether the unit that others are to become is itself one day the unit that goes."""
    into = {c.unit: c.becomes for c in corrections if c.spelling is None}
    at: str | None = new.becomes
    for _ in range(len(into) + 1):
        if at == new.unit:
            return True
        at = into.get(at or "")
    return False


def _merges(reason: str, spelling: str) -> bool:
    """Whether a reason for a merge (``typo:综和治理办→综合治理办``) is about this spelling."""
    return reason.rpartition(":")[2].partition("→")[0] == spelling


def _words(value: object) -> str:
    return value.value if isinstance(value, ox.Literal) else ""


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _id(node: object, base: str) -> str:
    return ids.path_of(node.value, base) if isinstance(node, ox.NamedNode) else ""
