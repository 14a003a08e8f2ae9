"""Documents, their text, structure and facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kg import questions
from kg.ask_places import Places, place_id
from kg.errors import NotFoundError
from kg.rows import Json, Reader, contains, facet, page, passes

# Class in the graph → the name of its count; statements count once, not once a kind.
_COUNTED = {
    "Task": "tasks",
    "Statement": "statements",
    "Assignment": "assignments",
    "Warning": "warnings",
    "Quantity": "quantities",
    "Deadline": "deadlines",
    "Recurrence": "recurrences",
    "Citation": "citations",
}


def _nothing() -> dict[str, int]:
    return dict.fromkeys([*_COUNTED.values(), "units"], 0)


class Documents:
    """Questions about documents."""

    def __init__(self, reader: Reader, places: Places) -> None:
        self._reader = reader
        self._places = places

    def known(self) -> dict[str, Json]:
        """Document id → Document, newest first (shape: see ``docs``/API)."""

        def make() -> dict[str, Json]:
            counts = self.counts()
            return {
                id_: {**document, "counts": counts.get(id_) or _nothing()}
                for id_, document in self.named().items()
            }

        return self._reader.kept("documents", make)

    def named(self) -> dict[str, Json]:
        """Document id → Document without its counts, newest first: all that most pages need.

        Counting reads every fact of the store, half a second on 10^5 of them.
        """
        return self._reader.kept("named", self._all)

    def _all(self) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for row in self._reader.rows("documents"):
            id_ = row["document"]
            if id_ in found:
                continue
            start, end = row["start"], row["end"]
            found[id_] = {
                "id": id_,
                "label": row["label"],
                "title": row["title"],
                "issuer": row["issuer"],
                "document_number": row["documentNumber"],
                "issued": None if row["issued"] is None else str(row["issued"]),
                "genre": row["genre"],
                "status": row["status"],
                "period": None if start is None else [start, start if end is None else end],
                "year": row["year"],
                "place": self._places.ref(row["place"]),
                "source": row["source"],
            }
        return found

    def counts(self) -> dict[str, dict[str, int]]:
        """Document id → count by kind of fact."""

        return self._reader.kept("counts", self._counted)

    def _counted(self, **only: str) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for row in self._reader.rows("parts/counts", **only):
            if row["type"] in _COUNTED:
                counts = found.setdefault(row["document"], _nothing())
                counts[_COUNTED[row["type"]]] = row["count"]
        for row in self._reader.rows("parts/unit-counts", **only):
            found.setdefault(row["document"], _nothing())["units"] = row["count"]
        return found

    def latest(self, limit: int) -> list[Json]:
        """The newest Documents with their counts."""
        newest = list(self.named().values())[:limit]
        return [{**document, "counts": self._counts_of(document["id"])} for document in newest]

    def _counts_of(self, id_: str) -> dict[str, int]:
        """The counts of one document; counted alone while nobody has asked for all."""
        known = self.counts() if self._reader.has("counts") else self._counted(document=id_)
        return known.get(id_) or _nothing()

    def ref(self, id_: str) -> Json:
        """``{id, label, year}``."""
        document = self.named().get(id_)
        if document is None:
            return {"id": id_, "label": id_.removeprefix("doc/"), "year": None}
        return {key: document[key] for key in ("id", "label", "year")}

    def page(
        self,
        q: str | None,
        genre: str | None,
        year: int | None,
        place: str | None,
        limit: int,
        cursor: str | None,
    ) -> Json:
        """One page of the documents that pass all filters; ``place`` includes lower places."""
        fields = ("label", "title", "issuer", "document_number", "source")
        found = [
            document
            for document in self.known().values()
            if contains(q, *(document[field] for field in fields))
            and (not place or self.lies_in(document, place))
        ]
        chosen = {"genre": genre, "year": year}
        cut = page([document for document in found if passes(document, chosen)], limit, cursor)
        narrowed = {
            "within": place_id(place) if place else None,
            "contains": (q or "").strip() or None,
        }
        values = narrowed | {"genre": genre, "year": None if year is None else str(year)}
        return {
            **cut,
            "facets": {key: facet(found, key, chosen) for key in chosen},
            "sparql": questions.question("documents").bind(values, self._reader.store.base),
        }

    def lies_in(self, document: Json, place: str) -> bool:
        """Whether the document's place lies in ``place``."""
        own = document["place"]
        return own is not None and self._places.within(own["id"], place_id(place))

    def one(self, id_: str) -> Json:
        """The Document with its headings, tasks (and their owners) and warnings."""
        document = self.named().get(id_)
        if document is None:
            raise NotFoundError(f"图中没有文件 {id_}", "见 /api/documents")

        def make() -> Json:
            warnings = self._reader.shared("warnings", id_)
            return {
                "counts": self._counts_of(id_),
                "headings": self.headings(id_),
                "tasks": self.tasks(id_),
                "warnings": [_pick(w, "code", "message", "start", "end") for w in warnings],
            }

        return {**document, **self._reader.kept(("document", id_), make)}

    def text(self, id_: str) -> str:
        """The whole source text. Raises NotFoundError."""

        def make() -> str:
            rows = self._reader.rows("parts/text", document=id_)
            if not rows:
                raise NotFoundError(f"图中没有文件 {id_}", "见 /api/documents")
            return str(rows[0]["text"])

        return self._reader.kept(("text", id_), make)

    def headings(self, id_: str) -> list[Json]:
        """The headings in the document's order."""

        def make() -> list[Json]:
            return [
                {
                    "id": row["section"],
                    "level": row["level"],
                    "number": row["number"],
                    "title": row["label"],
                    "start": row["start"],
                    "end": row["end"],
                    "inferred": bool(row["inferred"]),
                    "parent": row["parent"],
                }
                for row in self._reader.shared("parts/sections", id_)
            ]

        return self._reader.kept(("headings", id_), make)

    def tasks(self, id_: str) -> list[Json]:
        """The tasks in the document's order, each with deadline, citations and assignments."""

        def make() -> list[Json]:
            owners = by_task(self._reader.shared("parts/assignments", id_))
            dates = by_task(self._reader.rows("parts/deadlines", document=id_))
            rows = self._reader.shared("parts/tasks", id_)
            cites = cited(self._reader, [row["task"] for row in rows])
            return [
                {
                    "id": row["task"],
                    "number": row["number"],
                    "path_label": row["path"],
                    "label": row["label"],
                    "section": row["sectionLabel"],
                    "start": row["start"],
                    "end": row["end"],
                    **with_due(dates_of(row["task"], dates.get(row["task"], []))),
                    "citations": cites.get(row["task"], []),
                    "assignments": [assignment(a) for a in owners.get(row["task"], [])],
                }
                for row in rows
            ]

        return self._reader.kept(("tasks", id_), make)

    def facts(self, id_: str) -> list[Json]:
        """Every fact of the document as ``{id, type, start, end, label, detail, …}``, by offset."""

        def make() -> list[Json]:
            found = [fact for kind in _FACTS for fact in self._facts_of(id_, kind)]
            found += [_measured(row) for row in self._reader.rows("parts/facts", document=id_)]
            return sorted(found, key=lambda f: (f["start"], -f["end"], f["type"], f["id"]))

        return self._reader.kept(("facts", id_), make)

    def _facts_of(self, id_: str, kind: str) -> list[Json]:
        question, key, label, detail = _FACTS[kind]
        name = question if question == "warnings" else f"parts/{question}"
        found: dict[tuple[Any, Any], Json] = {}
        for row in self._reader.shared(name, id_):
            if row.get("start") is None:
                continue
            found[row[key], row["start"]] = {
                "id": row[key],
                "type": kind,
                "start": row["start"],
                "end": row["end"],
                "label": str(row[label] or "").lower()
                if label == "kind"
                else str(row[label] or ""),
                "detail": "" if row[detail] is None else str(row[detail]),
                "rule": row.get("rule"),
                "confidence": row.get("confidence"),
            }
        return list(found.values())


# Type of fact → its question, and the columns for id, label and detail.
_FACTS = {
    "heading": ("sections", "section", "label", "level"),
    "task": ("tasks", "task", "label", "number"),
    "statement": ("statements", "statement", "kind", "force"),
    "assignment": ("assignments", "assignment", "unitLabel", "role"),
    "warning": ("warnings", "warning", "message", "code"),
}


# Class of the other facts → the column that says more than the wording.
_DETAILS = {"Quantity": "of", "Deadline": "date", "Recurrence": "every", "Citation": "policy"}


def _measured(row: Json) -> Json:
    """A figure, date, recurrence or citation as a fact."""
    detail = row[_DETAILS[row["kind"]]]
    return {
        "id": row["fact"],
        "type": row["kind"].lower(),
        "start": row["start"],
        "end": row["end"],
        "label": row["wording"] or row["title"] or "",
        "detail": "" if detail is None else str(detail),
        "rule": row["rule"],
        "confidence": row["confidence"],
    }


def assignment(row: Json) -> Json:
    """One row of ``parts/assignments`` as the API shows it."""
    return {
        "id": row["assignment"],
        "unit": {"id": row["unit"], "label": row["unitLabel"]},
        "role": row["role"],
        "rank": row["rank"],
        "surface": row["surface"],
        "normalised": row["normalised"],
        "start": row["start"],
        "end": row["end"],
        "rule": row["rule"],
        "confidence": row["confidence"],
        "inherited_from": row["inheritedFrom"],
    }


def covers_of(reader: Reader, tasks: list[str]) -> dict[str, list[str]]:
    """Assignment → the statements it covers, of those that do not own their whole task."""
    found: dict[str, list[str]] = {}
    for row in reader.rows("parts/covers", task=tasks):
        found.setdefault(row["assignment"], []).append(row["statement"])
    return found


def by_task(rows: list[Json], key: str = "task") -> dict[str, list[Json]]:
    """The rows under the task each belongs to."""
    found: dict[str, list[Json]] = {}
    for row in rows:
        if row.get(key):
            found.setdefault(row[key], []).append(row)
    return found


def dates_of(task: str, rows: list[Json], covered: Collection[str] = ()) -> list[Json]:
    """The dates by which a task is due, in order: its own, else all that its statements name (6月底前…，12月底前…).

    ``covered``: the statements that an owner does, where it has not the whole task; what the others say is not its own.
    """
    mine = rows
    if covered:
        owners: dict[str, set[str]] = {}
        for row in rows:
            owners.setdefault(row["deadline"], set()).add(row["owner"])
        of_own = {d for d, said in owners.items() if said == {task} or said & {*covered}}
        mine = [row for row in rows if row["deadline"] in of_own]
    # What its sentences say is the task's own as well where it is the last of several: only a tag's date is told apart.
    said = {row["deadline"] for row in mine if row["owner"] != task}
    mine = [row for row in mine if row["owner"] == task and row["deadline"] not in said] or mine
    found: dict[str, Json] = {}
    for row in sorted(mine, key=lambda r: (str(r["date"]), r["start"])):
        date = str(row["date"])
        found.setdefault(date, {"date": date, **_pick(row, "wording", "start", "end")})
    return list(found.values())


def with_due(dates: list[Json]) -> Json:
    """``{deadline, deadlines}``: the first of the dates, and all of them."""
    return {"deadline": dates[0] if dates else None, "deadlines": dates}


def cited(reader: Reader, tasks: list[str]) -> dict[str, list[Json]]:
    """Task → ``[{id, title, policy}]`` of what it cites, for the tasks given."""
    found: dict[str, list[Json]] = {}
    if not tasks:
        return found
    for row in reader.rows("parts/task-cites", task=tasks):
        label = row["label"] or row["policy"].removeprefix("policy/")
        policy = {"id": row["policy"], "label": label}
        known = found.setdefault(row["task"], [])
        # Documents may write a title differently; one instrument is one citation.
        if policy["id"] not in [c["id"] for c in known]:
            known.append({"id": policy["id"], "title": label, "policy": policy})
    return found


def _pick(row: Json, *keys: str) -> Json:
    return {key: row.get(key) for key in keys}
