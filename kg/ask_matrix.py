"""The matrix: units in rows; themes, headings, documents, years or places in columns; tasks counted.

The cells are counted from two plain queries kept until the next write, so that turning the matrix
costs no query; the rows behind one cell are the question ``duty-matrix`` with the cell's values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, get_args

from kg.ask_documents import Documents
from kg.ask_units import ROLES, Units
from kg.errors import QueryError
from kg.rows import Json, Reader

Column = Literal["theme", "section", "document", "year", "place"]
COLUMNS: tuple[Column, ...] = get_args(Column)
NONE = "—"


class Matrix:
    """Counts of duties by unit and column."""

    def __init__(self, reader: Reader, documents: Documents, units: Units) -> None:
        self._reader = reader
        self._documents = documents
        self._units = units

    def duties(self) -> list[Json]:
        """``[{unit, role, rank, task, document, theme, section, year, place}]`` of the whole graph."""

        def make() -> list[Json]:
            above = {row["task"]: row for row in self._reader.rows("parts/themes")}
            documents = self._documents.named()
            found = []
            for row in self._reader.rows("parts/matrix"):
                heading = above.get(row["task"], {})
                document = documents.get(row["document"], {})
                place = document.get("place") or {}
                found.append(
                    {
                        **row,
                        "theme": heading.get("theme") or NONE,
                        "section": heading.get("section") or NONE,
                        "year": str(document.get("year") or NONE),
                        "place": place.get("id") or NONE,
                    }
                )
            return found

        return self._reader.kept("matrix", make)

    def counts(
        self,
        columns: str,
        *,
        role: str | None = None,
        year: int | None = None,
        place: str | None = None,
        document: str | None = None,
    ) -> Json:
        """``{columns: [{key, label, count}], rows: [{id, label, count, lead, first, roles, cells}], tasks}``.

        ``cells`` is column key → ``{tasks, first, roles}``: distinct tasks, how many of them the unit
        leads first, and assignments by role. Most tasks first, in both directions; years in order.
        Raises QueryError ``parameter`` for columns that do not exist.
        """
        if columns not in COLUMNS:
            raise QueryError(
                f"矩阵没有列 {columns[:40]}", "可用：" + "、".join(COLUMNS), code="parameter"
            )
        duties = [
            duty
            for duty in self.duties()
            if role in (None, duty["role"])
            and year in (None, int(duty["year"]) if duty["year"] != NONE else 0)
            and document in (None, duty["document"])
            and (not place or self._inside(duty["document"], place))
        ]
        cells: dict[str, dict[str, list[Json]]] = {}
        for duty in duties:
            cells.setdefault(duty["unit"], {}).setdefault(duty[columns], []).append(duty)
        tasks = {(duty[columns], duty["task"]) for duty in duties}
        return {
            "columns": self._heads(columns, Counter(key for key, _ in tasks)),
            "rows": sorted(
                (self._row(unit, found) for unit, found in cells.items()),
                key=lambda row: (-row["count"], row["label"], row["id"]),
            ),
            "tasks": len({task for _, task in tasks}),
        }

    def _inside(self, document: str, place: str) -> bool:
        known = self._documents.named().get(document)
        return known is not None and self._documents.lies_in(known, place)

    def _heads(self, columns: str, counts: Mapping[str, int]) -> list[Json]:
        """The columns with their labels; ``NONE`` comes last."""
        documents = self._documents.named()
        places = {
            d["place"]["id"]: " › ".join(d["place"]["path"])
            for d in documents.values()
            if d["place"]
        }

        def label(key: str) -> str:
            if columns == "document":
                return str(self._documents.ref(key)["label"])
            return places.get(key, key)

        heads = [{"key": key, "label": label(key), "count": n} for key, n in counts.items()]
        if columns == "year":
            return sorted(heads, key=lambda h: (h["key"] == NONE, h["key"]))
        return sorted(heads, key=lambda h: (h["key"] == NONE, -h["count"], h["label"], h["key"]))

    def _row(self, unit: str, found: Mapping[str, list[Json]]) -> Json:
        known = self._units.known().get(unit)
        cells = {key: _cell(duties) for key, duties in found.items()}
        whole = _cell([duty for duties in found.values() for duty in duties])
        return {
            "id": unit,
            "label": known["label"] if known else unit.rpartition("/")[2],
            "count": whole["tasks"],
            "first": whole["first"],
            "roles": whole["roles"],
            "cells": cells,
        }


def _cell(duties: list[Json]) -> Json:
    roles = Counter(duty["role"] for duty in duties)
    first = {d["task"] for d in duties if d["role"] == "lead" and d["rank"] == 1}
    return {
        "tasks": len({duty["task"] for duty in duties}),
        "first": len(first),
        "roles": {role: roles[role] for role in ROLES if roles[role]},
    }
