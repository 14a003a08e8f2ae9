"""Policies: who cites and implements an instrument, and how an outline is covered."""

from __future__ import annotations

from kg.ask_documents import Documents
from kg.ask_places import Places, place_id
from kg.errors import NotFoundError
from kg.rows import Json, Reader


class Policies:
    """Questions about policies, laws and outlines."""

    def __init__(self, reader: Reader, places: Places, documents: Documents) -> None:
        self._reader = reader
        self._places = places
        self._documents = documents

    def known(self) -> dict[str, Json]:
        """Policy id → ``{id, label, title, registered, issuer, issued, aliases, counts}``.

        The registered name wins over how a document writes it.
        """

        def make() -> dict[str, Json]:
            counts = {row["policy"]: row for row in self._reader.rows("parts/policy-counts")}
            aliases: dict[str, list[str]] = {}
            for row in self._reader.rows("parts/policy-aliases"):
                aliases.setdefault(row["policy"], []).append(row["alias"])
            found: dict[str, Json] = {}
            rows = self._reader.rows("parts/policies")
            for row in sorted(rows, key=lambda r: (not r["registered"], r["label"])):
                count = counts.get(row["policy"], {})
                found.setdefault(
                    row["policy"],
                    {
                        "id": row["policy"],
                        "label": row["label"],
                        "title": row["label"],
                        "registered": bool(row["registered"]),
                        "issuer": row["issuer"],
                        "issued": None if row["issued"] is None else str(row["issued"]),
                        "aliases": aliases.get(row["policy"], []),
                        "counts": {
                            "documents": count.get("documents", 0),
                            "citations": count.get("citations", 0),
                        },
                    },
                )
            ordered = sorted(
                found.values(), key=lambda p: (-p["counts"]["documents"], p["label"], p["id"])
            )
            return {policy["id"]: policy for policy in ordered}

        return self._reader.kept("policies", make)

    def one(self, id_: str) -> Json:
        """The policy with ``cited_by``, ``implemented_by``, ``items`` and ``texts``."""
        policy = self.known().get(id_)
        if policy is None:
            raise NotFoundError(f"图中没有政策法规 {id_}", "见 /api/policies")
        implementing = self._reader.rows("parts/implementing", policy=id_)
        return {
            **policy,
            "cited_by": self._cited_by(id_),
            "implemented_by": _implementing(implementing, self._documents),
            "items": self._items(id_, None),
            "texts": [
                self._documents.ref(row["document"])
                for row in self._reader.rows("parts/policy-texts", policy=id_)
            ],
        }

    def _cited_by(self, id_: str) -> list[Json]:
        found: dict[str, Json] = {}
        for row in self._reader.rows("policy-citations", policy=id_):
            part = {"id": row["part"], "label": row["partLabel"]}
            task = part if "/task/" in (row["part"] or "") else None
            hit = {
                "id": row["citation"],
                "document": self._documents.ref(row["document"]),
                "place": row["placeLabel"],
                "statement": row["statement"],
                "sentence": row["sentence"],
                "surface": row["surface"],
                "start": row["start"],
                "end": row["end"],
            }
            found.setdefault(row["citation"], hit | ({"task": task} if task else {}))
        return list(found.values())

    def coverage(self, id_: str, place: str | None, item: str | None) -> Json:
        """``{policy, items, rows, total}``: each item with its counts by place.

        With ``item`` also the rows behind its counts, each from the item over document and task to
        unit and place, with its sentence.
        """
        policy = self.known().get(id_)
        if policy is None:
            raise NotFoundError(f"图中没有政策法规 {id_}", "见 /api/policies")
        within = place_id(place) if place else None
        rows: list[Json] = []
        if item is not None:
            rows = self._reader.rows("outline-to-units", policy=id_, item=item, within=within)
        return {
            "policy": {"id": policy["id"], "label": policy["label"]},
            "items": self._items(id_, within),
            "rows": [self._row(row) for row in rows],
            "total": len(rows),
        }

    def _row(self, row: Json) -> Json:
        return {
            "item": {"id": row["item"], "number": row["itemNumber"], "label": row["itemLabel"]},
            "score": row["score"],
            "status": row["status"],
            "task": {"id": row["task"], "label": row["taskLabel"]},
            "unit": {"id": row["unit"], "label": row["unitLabel"]},
            "role": row["role"],
            "basis": row["basis"],
            "surface": row["surface"],
            "place": self._places.ref(row["place"]),
            "document": self._documents.ref(row["document"]),
            "sentence": row["sentence"],
            "sentence_start": row["sentenceStart"],
            "sentence_end": row["sentenceEnd"],
            "start": row["start"],
            "end": row["end"],
        }

    def _items(self, id_: str, within: str | None) -> list[Json]:
        """All numbered items of the outline, also those nothing implements."""

        def make() -> list[Json]:
            found: dict[str, Json] = {}
            for row in self._reader.rows("parts/outline", policy=id_):
                keys = ("number", "label", "level", "verification", "order")
                item = {"id": row["item"], **{key: row[key] for key in keys}}
                found[row["item"]] = {
                    **item,
                    "tasks": 0,
                    "documents": 0,
                    "places": 0,
                    "by_place": [],
                }
            # A task stands in one document, a document in one place: the sums are exact.
            for row in self._reader.rows("outline-coverage", policy=id_, within=within):
                item, place = found[row["item"]], self._places.ref(row["place"])
                item["tasks"] += row["tasks"]
                item["documents"] += row["documents"]
                item["places"] += place is not None
                item["by_place"].append(
                    {"place": place, "tasks": row["tasks"], "documents": row["documents"]}
                )
            return list(found.values())

        return self._reader.kept(("outline", id_, within), make)


def _implementing(rows: list[Json], documents: Documents) -> list[Json]:
    found: dict[tuple[str, str], Json] = {}
    for row in rows:
        found.setdefault(
            (row["task"], row["item"]),
            {
                "id": row["task"],
                "label": row["taskLabel"],
                "task": {"id": row["task"], "label": row["taskLabel"]},
                "document": documents.ref(row["document"]),
                "item": {"id": row["item"], "label": row["itemLabel"]},
                "score": row["score"],
                "status": row["status"],
                "start": row["start"],
                "end": row["end"],
            },
        )
    return list(found.values())
