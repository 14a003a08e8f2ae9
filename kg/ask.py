"""The questions the graph answers, one method each, as the plain dicts the API serves.

Each is backed by a ``.rq`` file; nothing else in the project writes SPARQL. Ids are base-relative
paths. Unknown ids raise NotFoundError, bad values QueryError ``parameter``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from kg import ids, questions
from kg.ask_documents import Documents
from kg.ask_lists import Lists
from kg.ask_matrix import Matrix
from kg.ask_paths import Paths
from kg.ask_places import Places, place_id
from kg.ask_policies import Policies
from kg.ask_tasks import Tasks, unsaid
from kg.ask_units import Units, of_table, row_of, row_of_lines
from kg.corrections import listed
from kg.network import neighbourhood
from kg.paths import SECONDS
from kg.questions import Value
from kg.rows import Json, Reader, page
from kg.search import Search
from kg.store import CORRECTIONS, Store

_PAGE = 50
_TRIES = 4
_P = ParamSpec("_P")
_T = TypeVar("_T")


def _steady(method: Callable[Concatenate[Ask, _P], _T]) -> Callable[Concatenate[Ask, _P], _T]:
    """Asks again when a write came between: an answer of several queries is of one state."""

    @functools.wraps(method)
    def whole(self: Ask, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        for _ in range(_TRIES - 1):
            before = self.revision
            answer = method(self, *args, **kwargs)
            if self.revision == before:
                return answer
        return method(self, *args, **kwargs)

    return whole


class Ask:
    """Questions to one store. Safe to use from several threads; keeps answers until a write."""

    def __init__(self, store: Store) -> None:
        self._reader = Reader(store)
        self._places = Places(self._reader)
        self._documents = Documents(self._reader, self._places)
        self._units = Units(self._reader, self._places, self._documents)
        self._tasks = Tasks(self._reader, self._places, self._documents)
        self._policies = Policies(self._reader, self._places, self._documents)
        self._matrix = Matrix(self._reader, self._documents, self._units)
        self._lists = Lists(self._reader, self._documents, self._matrix)
        self._paths = Paths(self._reader, self._documents)
        self._search = Search(
            self._reader, self._documents, self._units, self._places, self._policies
        )

    @property
    def revision(self) -> int:
        """Changes with every write to the store."""
        return self._reader.store.revision

    @_steady
    def stats(self) -> Json:
        """How much of everything: documents, tasks, statements, assignments, units, …, triples."""
        counts = self._documents.counts().values()
        kinds = (
            *("tasks", "statements", "assignments", "quantities", "deadlines", "recurrences"),
            *("citations", "warnings"),
        )
        return {
            "documents": len(self._documents.known()),
            "units": len(self._units.known()),
            "places": len(self._places.known()),
            # The registry knows more; what counts is what the documents name.
            "policies": sum(
                policy["counts"]["documents"] > 0 for policy in self._policies.known().values()
            ),
            "triples": self._reader.kept("triples", lambda: len(self._reader.store)),
            **{kind: sum(count[kind] for count in counts) for kind in kinds},
        }

    @_steady
    def documents(
        self,
        *,
        q: str | None = None,
        genre: str | None = None,
        year: int | None = None,
        place: str | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> Json:
        """``{items: [Document], total, next, facets: {genre, year}, sparql}``, newest first."""
        return self._documents.page(q, genre, year, place, limit, cursor)

    def holdings(self) -> dict[str, Json]:
        """Document id → Document without its counts, newest first: at hand long before ``documents``.

        Not to be changed by the caller.
        """
        return self._documents.named()

    def latest(self, limit: int) -> list[Json]:
        """The newest Documents, each counted by itself: at hand while the whole store is still being counted."""
        return self._documents.latest(limit)

    @_steady
    def document(self, id_: str) -> Json:
        """One Document with headings, tasks and warnings."""
        return self._documents.one(id_)

    @_steady
    def document_text(self, id_: str) -> Json:
        """``{text, facts}``."""
        return {"text": self._documents.text(id_), "facts": self._documents.facts(id_)}

    def text(self, document: str) -> str:
        """The document's whole source text, without its facts."""
        return self._documents.text(document)

    @_steady
    def units(
        self,
        *,
        q: str | None = None,
        place: str | None = None,
        type: str | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> Json:
        """``{items: [Unit], total, next, facets: {type}}``, most tasks first."""
        return self._units.page(q, place, type, limit, cursor)

    @_steady
    def unit(self, id_: str) -> Json:
        """One Unit with aliases, partners, parent and documents."""
        return self._units.one(id_)

    @_steady
    def acts(self, unit: str) -> list[Json]:
        """``[{id, text, force, surface, document, start, end}]``: what sentences of the text have the unit do."""
        return self._units.acts(unit)

    @_steady
    def duties(
        self,
        unit: str,
        *,
        role: str | None = None,
        year: int | None = None,
        document: str | None = None,
    ) -> Json:
        """``{unit, items: [Duty], total, facets}``."""
        return self._units.duties(unit, role, year, document)

    @_steady
    def task(self, id_: str) -> Json:
        """One task with all that is said of it."""
        return self._tasks.one(id_)

    @_steady
    def tasks(
        self,
        *,
        unit: str | None = None,
        role: str | None = None,
        year: int | None = None,
        document: str | None = None,
        place: str | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> Json:
        """``{items: [Task], total, next, facets: {role, year}, sparql}``, newest document first."""
        chosen = {"unit": unit, "role": role, "year": year}
        where = {"document": document, "place": place}
        return self._lists.tasks(chosen, where, limit, cursor)

    @_steady
    def statements(
        self,
        *,
        kind: str = "directive",
        force: str | None = None,
        unit: str | None = None,
        document: str | None = None,
        place: str | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> Json:
        """``{items: [Statement], total, next, facets: {kind, force}, sparql}``; ``unit`` acts in it."""
        chosen = {"kind": kind, "force": force, "unit": unit}
        where = {"document": document, "place": place}
        return self._lists.statements(chosen, where, limit, cursor)

    @_steady
    def alignments(
        self,
        *,
        policy: str | None = None,
        item: str | None = None,
        status: str | None = None,
        document: str | None = None,
        place: str | None = None,
        limit: int = _PAGE,
        cursor: str | None = None,
    ) -> Json:
        """``{items: [Alignment], total, next, facets: {policy, status}, sparql}``: proposals, never facts."""
        chosen = {"policy": policy, "item": item, "status": status}
        where = {"document": document, "place": place}
        return self._lists.alignments(chosen, where, limit, cursor)

    @_steady
    def with_contents(self, duties: Sequence[Json]) -> list[Json]:
        """Duties, each with ``content``: what its task's sentences direct, bounded; "" where its words say that.

        ``row``: the cells of the table's row that it was read from, None outside tables.
        """
        contents = self._tasks.contents(duties)
        texts = [self._documents.text(duty["document"]["id"]) for duty in duties]
        rows = [row_of(text, duty) for text, duty in zip(texts, duties, strict=True)]
        open_ = [
            d["task"]["id"] for d, row in zip(duties, rows, strict=True) if of_table(d) and not row
        ]
        ranges = self._tasks.ranges(sorted(set(open_)))
        return [
            {
                **duty,
                "content": unsaid(duty["task"], content),
                "row": row or row_of_lines(text, duty, ranges.get(duty["task"]["id"], ())),
            }
            for duty, content, text, row in zip(duties, contents, texts, rows, strict=True)
        ]

    @_steady
    def gaps(self, *, place: str | None = None, document: str | None = None) -> Json:
        """``{unowned, undated, counts}``."""
        return self._tasks.gaps(place, document)

    @_steady
    def places(self) -> Json:
        """``{items: [Place], total}``."""
        items = self._places.listing()
        return {"items": items, "total": len(items)}

    @_steady
    def place(self, code: str) -> Json:
        """One place with its children, documents and units."""
        place = self._places.one(code)
        here = place_id(code)
        documents = [
            d for d in self._documents.known().values() if (d["place"] or {}).get("id") == here
        ]
        units = [u for u in self._units.known().values() if (u["place"] or {}).get("id") == here]
        refs = [{k: u[k] for k in ("id", "label", "name", "type", "counts")} for u in units]
        return {**place, "documents": documents, "units": refs}

    def corrections(self) -> list[Json]:
        """``[{id, unit, spelling, becomes, note, by, at}]``, the latest first; units are ``{id, label}``."""
        kept: list[Json] = self._reader.kept("corrections", self._corrections)
        return kept

    def _called(self, known: dict[str, Json], unit: str) -> str:
        """What a unit is called; one that became another is no more known by its label, but by its id."""
        if unit in known:
            return str(known[unit]["label"])
        name = unit.rpartition("/")[2]
        place = self._places.ref(ids.place_of_unit(unit))
        # 人和司法所 says its place already.
        return (
            name if place is None or name.startswith(place["name"][:-1]) else place["name"] + name
        )

    def _corrections(self) -> list[Json]:
        store = self._reader.store
        found = listed(store.quads(CORRECTIONS), store.base)
        known = self._units.some({c.unit for c in found} | {c.becomes for c in found})
        return [
            {
                "id": c.id,
                "unit": {"id": c.unit, "label": self._called(known, c.unit)},
                "spelling": c.spelling,
                "becomes": {"id": c.becomes, "label": c.label},
                "note": c.note,
                "by": c.by,
                "at": c.at,
            }
            for c in reversed(found)
        ]

    @_steady
    def policies(self, *, limit: int = 1000, cursor: str | None = None) -> Json:
        """``{items: [Policy], total, next}``, most cited first."""
        return page(list(self._policies.known().values()), limit, cursor)

    @_steady
    def policy(self, id_: str) -> Json:
        """One policy with those who cite and implement it."""
        return self._policies.one(id_)

    @_steady
    def matrix(
        self,
        columns: str = "theme",
        *,
        role: str | None = None,
        year: int | None = None,
        place: str | None = None,
        document: str | None = None,
    ) -> Json:
        """Units × ``columns`` (theme, section, document, year, place): ``{columns, rows, tasks}``."""
        return self._matrix.counts(columns, role=role, year=year, place=place, document=document)

    @_steady
    def coverage(self, policy: str, *, place: str | None = None, item: str | None = None) -> Json:
        """How an outline is covered, item by item; with ``item`` the rows behind its counts."""
        return self._policies.coverage(policy, place, item)

    def search(self, q: str, *, type: str | None = None, limit: int = 20) -> Json:
        """``{items: [hit], total, facets}``."""
        return self._search.find(q, type, limit)

    @_steady
    def graph(self, focus: str | None = None, *, depth: int = 1, budget: int = 150) -> Json:
        """``{nodes, links, total, truncated}`` around ``focus``, or an overview without one."""
        return neighbourhood(self._reader, focus, depth, budget)

    @_steady
    def path(self, start: str, end: str, *, links: str = "all", seconds: float = SECONDS) -> Json:
        """``{from, to, found, reason, nodes, steps, others, …}``: the shortest way from one to another.

        ``links`` is ``all`` or ``duties`` (assignments, citations and outlines only). Ends after
        ``seconds`` with ``reason`` ``limit``.
        """
        return self._paths.between(start, end, links, seconds)

    def questions(self) -> list[Json]:
        """The shipped questions (shape: ``Question.as_json``)."""
        return [question.as_json(self._reader.store.base) for question in questions.shipped()]

    def answer(self, name: str, values: dict[str, Value | None]) -> Json:
        """``{question, columns, rows, whole}`` of a shipped question with plain values.

        ``whole`` is False where a large graph may hold more than the question tells of.
        """
        asked = questions.question(name)
        rows: list[dict[str, Any]] = self._reader.rows(name, **values)
        whole = asked.most is None or len(rows) < asked.most
        return {
            "question": asked.name, "columns": list(asked.columns), "rows": rows, "whole": whole
        }  # fmt: skip

    def remembered(self, name: str, **values: str) -> list[Json]:
        """The rows of a shipped question, kept until the next write: for pages that show a part of
        many rows at a time. Not to be changed by the caller."""
        key = ("rows", name, *sorted(values.items()))
        return self._reader.kept(key, lambda: self._reader.rows(name, **values))
