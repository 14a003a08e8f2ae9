"""Tasks, statements and alignments as lists: narrowed, counted, a page at a time, with the query that says the same.

A graph holds 200,000 sentences. What is kept are counts by document; a page reads only the documents that it shows,
newest document first, each in the order of its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from kg import questions
from kg.ask_documents import Documents
from kg.ask_matrix import Matrix
from kg.ask_places import place_id
from kg.ask_tasks import acting, said
from kg.questions import Value
from kg.rows import Json, Reader, facet, paged, passes, start_of


class Lists:
    """Lists over all documents."""

    def __init__(self, reader: Reader, documents: Documents, matrix: Matrix) -> None:
        self._reader = reader
        self._documents = documents
        self._matrix = matrix

    def tasks(self, chosen: Json, where: Json, limit: int, cursor: str | None) -> Json:
        """``{items, total, next, facets: {role, year}, sparql}``; ``chosen``: unit, role and year.

        Raises QueryError ``parameter`` as all lists do.
        """
        owned = {key: chosen[key] for key in ("unit", "role")}
        duties = [d for d in self._matrix.duties() if passes(d, {"unit": chosen["unit"]})]
        wanted: dict[str, str] | None = None  # task → its document
        counts: Mapping[str, int]
        if any(owned.values()):
            wanted = {d["task"]: d["document"] for d in duties if passes(d, owned)}
            counts = Counter(wanted.values())
        else:
            counts = {id_: n["tasks"] for id_, n in self._documents.counts().items()}
        rows = [{"document": id_, "year": self._year(id_), "count": n} for id_, n in counts.items()]

        def of(document: str) -> list[Json]:
            ref = {"document": self._documents.ref(document)}
            tasks = self._documents.tasks(document)
            return [{**t, **ref} for t in tasks if wanted is None or t["id"] in wanted]

        inside = self._inside(where)
        roles = Counter(
            role
            for role, task, document in {(d["role"], d["task"], d["document"]) for d in duties}
            if document in inside and chosen["year"] in (None, self._year(document))
        )
        found = self._listed(
            "tasks", rows, {"year": chosen["year"]}, where, limit, cursor, of, owned
        )
        found["facets"] = {"role": dict(sorted(roles.items())), **found["facets"]}
        return found

    def statements(self, chosen: Json, where: Json, limit: int, cursor: str | None) -> Json:
        """``{items, total, next, facets: {kind, force}, sparql}``; ``chosen``: kind, force and unit."""
        unit = chosen["unit"]
        narrowed = {"unit": unit} if unit else {}
        facets = {key: chosen[key] for key in ("kind", "force")}
        rows = [
            {**row, "kind": row["kind"].lower()}
            for row in self._counted("statement-counts", **narrowed)
        ]

        def of(document: str) -> list[Json]:
            ref = {"document": self._documents.ref(document)}
            found = self._reader.rows("parts/statements", document=document, **narrowed)
            items = [{**said(row), "part": row["owner"], **ref} for row in found]
            return [item for item in items if passes(item, facets)]

        found = self._listed("statements", rows, facets, where, limit, cursor, of, narrowed)
        ids = [item["id"] for item in found["items"]]
        who = acting(self._reader.rows("parts/actors", statement=ids)) if ids else {}
        found["items"] = [{**item, "actors": who.get(item["id"], [])} for item in found["items"]]
        return found

    def alignments(self, chosen: Json, where: Json, limit: int, cursor: str | None) -> Json:
        """``{items, total, next, facets: {policy, status}, sparql}``; ``chosen``: policy, item and status."""
        narrowed = {"item": chosen["item"]} if chosen["item"] else {}
        facets = {key: chosen[key] for key in ("policy", "status")}

        def of(document: str) -> list[Json]:
            ref = {"document": self._documents.ref(document)}
            rows = self._reader.rows("parts/aligned", document=document, **narrowed)
            rows = [row for row in rows if passes(row, facets)]
            return [{**item, **ref} for item in _alignments(rows)]

        rows = self._counted("alignment-counts", **narrowed)
        return self._listed("alignments", rows, facets, where, limit, cursor, of, narrowed)

    def _counted(self, name: str, **narrowed: str) -> list[Json]:
        """``[{document, …, count}]``; of the whole graph it takes seconds, and is kept until the next write."""
        if narrowed:
            return self._reader.rows(f"parts/{name}", **narrowed)
        return self._reader.kept(name, lambda: self._reader.rows(f"parts/{name}"))

    def _year(self, document: str) -> int | None:
        known = self._documents.named().get(document)
        return known["year"] if known else None

    def _inside(self, where: Json) -> dict[str, Json]:
        """The documents of a place, or the one that is asked for, newest first."""
        return {
            id_: document
            for id_, document in self._documents.named().items()
            if where["document"] in (None, id_)
            and (not where["place"] or self._documents.lies_in(document, where["place"]))
        }

    def _listed(
        self,
        name: str,
        rows: Sequence[Json],
        facets: Json,
        where: Json,
        limit: int,
        cursor: str | None,
        of: Callable[[str], list[Json]],
        narrowed: Json,
    ) -> Json:
        inside = self._inside(where)
        rows = [row for row in rows if row["document"] in inside]
        counts = Counter[str]()
        for row in rows:
            if passes(row, facets):
                counts[row["document"]] += row["count"]
        start = start_of(limit, cursor)
        items = list(
            islice(_walk([id_ for id_ in inside if counts[id_]], counts, start, of), limit)
        )
        within = place_id(where["place"]) if where["place"] else None
        values: dict[str, Value | None] = {
            **narrowed, **facets, "document": where["document"], "within": within
        }  # fmt: skip
        return {
            **paged(items, counts.total(), start + limit),
            "facets": {key: facet(rows, key, facets) for key in facets},
            "sparql": questions.question(name).bind(values, self._reader.store.base),
        }


def _alignments(rows: Sequence[Json]) -> list[Json]:
    """Rows of ``parts/aligned``, one a shared word, as one item each."""
    found: dict[str, Json] = {}
    for row in rows:
        item = found.setdefault(
            row["alignment"],
            {
                "id": row["alignment"],
                "item": {"id": row["item"], "number": row["number"], "label": row["label"]},
                "policy": {"id": row["policy"], "label": row["policyLabel"]},
                **{key: row[key] for key in ("aligned", "text", "start", "end")},
                **{key: row[key] for key in ("score", "status", "method")},
                "shared_terms": [],
            },
        )
        if row["term"]:
            item["shared_terms"].append(row["term"])
    return list(found.values())


def _walk(
    documents: Sequence[str],
    counts: Counter[str],
    start: int,
    of: Callable[[str], list[Json]],
) -> Iterator[Json]:
    """The items from the ``start``-th on; documents before it are passed over unread."""
    for document in documents:
        if start >= counts[document]:
            start -= counts[document]
            continue
        yield from of(document)[start:]
        start = 0
