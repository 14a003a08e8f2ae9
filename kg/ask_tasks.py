"""Tasks: one in full, and those with something missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask_documents import Documents, assignment, covers_of, dates_of
from kg.ask_places import Places, place_id
from kg.errors import NotFoundError
from kg.rows import Json, Reader

GAPS = ("unowned", "undated")
"""What a task may lack; each is the question ``{kind}-tasks``."""
_CONTENT = 400  # characters of a task's sentences in a cell
_STOPS = re.compile(r"[\s。；;.…]+")  # 分类签约。由区政府… is 分类签约；由区政府…


class Tasks:
    """Questions about tasks."""

    def __init__(self, reader: Reader, places: Places, documents: Documents) -> None:
        self._reader = reader
        self._places = places
        self._documents = documents

    def one(self, id_: str) -> Json:
        """Everything said of one task (shape: the API's). Raises NotFoundError."""
        rows = self._reader.rows("parts/tasks", task=id_)
        if not rows:
            raise NotFoundError(f"图中没有任务 {id_}", "从 /api/documents 找到文件的任务")
        row = rows[0]
        document, start, end = row["document"], row["start"], row["end"]
        owners = self._reader.rows("parts/assignments", task=id_)
        dates = self._dates("deadlines", "date", id_)
        timings = self._reader.rows("parts/timings", task=id_)
        covers = covers_of(self._reader, [id_])
        return {
            "id": id_,
            "label": row["label"],
            "number": row["number"],
            "path_label": row["path"],
            "section": row["sectionLabel"],
            "path": self._path(document, row["section"]),
            "document": self._documents.ref(document),
            "place": self._places.ref(row["place"]),
            "deadline": next(iter(dates_of(id_, dates)), None),
            "timing": timings[0]["wording"] if timings else None,
            "text": self._documents.text(document)[start:end],
            "start": start,
            "end": end,
            "rule": row["rule"],
            "confidence": row["confidence"],
            "assignments": [
                {**assignment(a), "covers": covers.get(a["assignment"], [])} for a in owners
            ],
            "statements": self._statements(id_),
            "citations": self._citations(id_),
            "quantities": self._quantities(id_),
            "deadlines": [_dated(d, "deadline", "date") for d in dates],
            "recurrences": [
                _dated(d, "recurrence", "every") for d in self._dates("recurrences", "every", id_)
            ],
            "outline": self._outline(id_),
        }

    def _path(self, document: str, section: str) -> list[Json]:
        known = {heading["id"]: heading for heading in self._documents.headings(document)}
        path: list[Json] = []
        current: str | None = section
        while current in known:
            heading = known[current]
            label = f"{heading['number'] or ''} {heading['title']}".strip()
            path.insert(0, {"id": current, "label": label})
            current = heading["parent"]
        return path

    def contents(self, duties: Sequence[Json]) -> list[str]:
        """What the sentences of each duty's task direct, one behind the other, at most ``_CONTENT`` characters.

        Of a duty whose tag covers a part of the task only the sentences of that part; "" without any.
        """
        if not duties:
            return []
        tasks = list(dict.fromkeys(duty["task"]["id"] for duty in duties))
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._reader.rows("parts/statements", task=tasks):
            if row["kind"] == "Directive":
                said = (row["statement"], "".join(row["text"].split()))
                found.setdefault(row["owner"], []).append(said)
        return [_content(found.get(duty["task"]["id"], ()), duty["covers"]) for duty in duties]

    def ranges(self, tasks: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Task id → where its characters begin and end."""
        found = self._reader.rows("parts/tasks", task=list(tasks)) if tasks else []
        return {row["task"]: (row["start"], row["end"]) for row in found}

    def _statements(self, id_: str) -> list[Json]:
        actors = acting(self._reader.rows("parts/actors", task=id_))
        return [
            {**said(row), "actors": actors.get(row["statement"], [])}
            for row in self._reader.rows("parts/statements", task=id_)
        ]

    def _citations(self, id_: str) -> list[Json]:
        found: dict[str, Json] = {}
        for row in self._reader.rows("parts/citations", task=id_):
            label = row["policyLabel"] or row["title"]
            found.setdefault(
                row["citation"],
                {
                    "id": row["citation"],
                    "title": row["title"],
                    "policy": {"id": row["policy"], "label": label},
                    "surface": row["surface"],
                    "start": row["start"],
                    "end": row["end"],
                },
            )
        return list(found.values())

    def _quantities(self, id_: str) -> list[Json]:
        return [
            {
                "id": row["quantity"],
                "text": row["wording"],
                "value": row["value"],
                "unit": row["unitText"],
                "comparator": row["comparator"],
                "of": row["of"],
                "statement": row["statement"],
                "start": row["start"],
                "end": row["end"],
            }
            for row in self._reader.rows("parts/quantities", task=id_)
        ]

    def _dates(self, name: str, key: str, id_: str) -> list[Json]:
        """Deadlines or recurrences of the task and its statements, each once, in the text's order."""
        found: dict[str, Json] = {}
        for row in self._reader.rows(f"parts/{name}", task=id_):
            fact = row[name.removesuffix("s")]
            # Named by the task and by its sentence: the task's own claim decides.
            if fact not in found or row["owner"] == id_:
                found[fact] = row
        return list(found.values())

    def _outline(self, id_: str) -> list[Json]:
        found: dict[str, Json] = {}
        for row in self._reader.rows("parts/alignments", task=id_):
            item = found.setdefault(
                row["item"],
                {
                    "id": row["item"],
                    "label": row["label"],
                    "number": row["number"],
                    "policy": {"id": row["policy"], "label": row["policyLabel"]},
                    "score": row["score"],
                    "status": row["status"],
                    "method": row["method"],
                    "aligned": row["aligned"],
                    "shared_terms": [],
                },
            )
            if row["term"] and row["term"] not in item["shared_terms"]:
                item["shared_terms"].append(row["term"])
        return list(found.values())

    def gaps(self, place: str | None, document: str | None) -> Json:
        """``{unowned, undated, counts}``; an item is ``{id, label, number, document, …, quote}``.

        ``counts`` also has ``tasks``: those that may be asked for owners, without goals and conditions; and
        ``datable``: those of them that may be asked for a date, without what regulations ask for good.
        """
        return self._reader.kept(("gaps", place, document), lambda: self._gaps(place, document))

    def _gaps(self, place: str | None, document: str | None) -> Json:
        values = {"within": place_id(place) if place else None, "document": document}
        found: Json = {}
        for kind in GAPS:
            rows = self._reader.rows(f"{kind}-tasks", **values)
            found[kind] = [
                {
                    "id": row["task"],
                    "label": row["label"],
                    "number": row["number"],
                    "document": self._documents.ref(row["document"]),
                    "place": row.get("placeLabel"),
                    "quote": row["quote"],
                    "start": row["start"],
                    "end": row["end"],
                }
                for row in rows
            ]
        work = self._reader.rows("parts/work", **values)[0]
        lacks = {kind: len(found[kind]) for kind in GAPS}
        found["counts"] = {**lacks, "tasks": work["count"], "datable": work["datable"]}
        return found


def said(row: Json) -> Json:
    """One row of ``parts/statements`` as the API shows it, without who acts."""
    keys = ("text", "kind", "force", "action", "object", "start", "end", "rule", "confidence")
    return {"id": row["statement"], **{key: row[key] for key in keys}, "kind": row["kind"].lower()}


def acting(rows: Sequence[Json]) -> dict[str, list[Json]]:
    """Statement → who acts in it, each once, from rows of ``parts/actors``."""
    actors: dict[str, list[Json]] = {}
    for row in rows:
        label = row["unitLabel"] or row["surface"]
        ref = {"id": row["unit"], "label": label, "surface": row["surface"]}
        ref |= {key: row[key] for key in ("action", "object", "start", "end")}
        known = actors.setdefault(row["statement"], [])
        if ref not in known:
            known.append(ref)
    return actors


def _dated(row: Json, kind: str, key: str) -> Json:
    keys = ("wording", "start", "end")
    return {"id": row[kind], key: str(row[key]), **{k: row[k] for k in keys}, "of": row["owner"]}


def _content(said: Sequence[tuple[str, str]], covers: Sequence[str]) -> str:
    texts = [text for statement, text in said if not covers or statement in covers]
    whole = "；".join(dict.fromkeys(texts))
    return whole if len(whole) <= _CONTENT else whole[:_CONTENT] + "…"


def unsaid(task: Json, found: str) -> str:
    """The content of a task, "" where its label or its words in full (``text``) say it already."""
    words = _STOPS.sub("", task["text"] or task["label"])
    return "" if _STOPS.sub("", found) in words else found
