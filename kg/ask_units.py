"""Units: the list, one unit's passport, and its duties with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.ask_documents import Documents, by_task, cited, covers_of, dates_of, with_due
from kg.ask_places import Places
from kg.errors import NotFoundError
from kg.passage import asked, cells_around, cells_of_lines, found_below, passage
from kg.rows import Json, Reader, contains, facet, page, passes

_ROW = 1200
ROLES = ("lead", "responsible", "cooperate", "supervise")


class Units:
    """Questions about units."""

    def __init__(self, reader: Reader, places: Places, documents: Documents) -> None:
        self._reader = reader
        self._places = places
        self._documents = documents

    def known(self) -> dict[str, Json]:
        """Unit id → Unit, most tasks first."""
        return self._reader.kept("units", self._read)

    def some(self, wanted: Iterable[str]) -> dict[str, Json]:
        """The units of these ids that are there; asked for alone while nobody has asked for all."""
        if self._reader.has("units"):
            known = self.known()
            return {id_: known[id_] for id_ in wanted if id_ in known}
        units = sorted({id_ for id_ in wanted if id_.startswith("unit/")})
        return self._read(unit=units) if units else {}

    def _read(self, **only: list[str]) -> dict[str, Json]:
        loads = {row["unit"]: row for row in self._reader.rows("unit-load", **only)}
        found: dict[str, Json] = {}
        for row in self._reader.rows("parts/units", **only):
            unit = found.setdefault(
                row["unit"],
                {
                    "id": row["unit"],
                    "label": row["label"],
                    "name": row["name"],
                    "type": row["type"],
                    "place": self._places.ref(row["place"]),
                    "collective": False,
                    "parent": row["parent"],
                    "counts": _load(loads.get(row["unit"], {})),
                },
            )
            # Another document may know what the first one did not say.
            for key in ("type", "parent"):
                unit[key] = unit[key] or row[key]
            unit["place"] = unit["place"] or self._places.ref(row["place"])
            unit["collective"] = unit["collective"] or bool(row["collective"])
        ordered = sorted(found.values(), key=lambda u: (-u["counts"]["tasks"], u["label"], u["id"]))
        return {unit["id"]: unit for unit in ordered}

    def spellings(self) -> dict[str, list[Json]]:
        """Unit id → ``[{label, kind}]`` of all its other spellings."""

        def make() -> dict[str, list[Json]]:
            found: dict[str, list[Json]] = {}
            for row in self._reader.rows("parts/unit-spellings"):
                alias = {"label": row["spelling"], "kind": row["kind"]}
                found.setdefault(row["unit"], []).append(alias)
            return found

        return self._reader.kept("spellings", make)

    def page(
        self, q: str | None, place: str | None, type_: str | None, limit: int, cursor: str | None
    ) -> Json:
        """One page of the units that pass all filters; ``q`` also finds other spellings."""
        spellings = self.spellings()
        found = [
            unit
            for unit in self.known().values()
            if self._places.within((unit["place"] or {}).get("id"), place)
            and contains(
                q,
                unit["id"],
                unit["label"],
                unit["name"],
                *(alias["label"] for alias in spellings.get(unit["id"], ())),
            )
        ]
        chosen = {"type": type_}
        cut = page([_listed(unit) for unit in found if passes(unit, chosen)], limit, cursor)
        return {**cut, "facets": {"type": facet(found, "type", chosen)}}

    def one(self, id_: str) -> Json:
        """The Unit with aliases, reasons, parent, partners and documents. Raises NotFoundError."""
        unit = self._unit(id_)
        partners = self._reader.rows("unit-partners", unit=id_)
        others = self.some([unit["parent"] or "", *(row["partner"] for row in partners)])
        parent = others.get(unit["parent"] or "")
        documents = self._reader.rows("parts/unit-documents", unit=id_)
        reasons = self._reader.rows("parts/unit-reasons", unit=id_)
        return {
            **_listed(unit),
            "aliases": self._spellings_of(id_),
            "merged_because": [row["reason"] for row in reasons],
            "parent": {"id": parent["id"], "label": parent["label"]} if parent else None,
            "partners": [_partner(row, others) for row in partners],
            "documents": [self._documents.ref(row["document"]) for row in documents],
        }

    def _spellings_of(self, id_: str) -> list[Json]:
        if self._reader.has("spellings"):
            return self.spellings().get(id_, [])
        rows = self._reader.rows("parts/unit-spellings", unit=id_)
        return [{"label": row["spelling"], "kind": row["kind"]} for row in rows]

    def _unit(self, id_: str) -> Json:
        unit = self.some([id_]).get(id_)
        if unit is None:
            raise NotFoundError(f"图中没有单位 {id_}", "见 /api/units")
        return unit

    def duties(self, id_: str, role: str | None, year: int | None, document: str | None) -> Json:
        """``{unit, items, total, facets}``; a facet counts what a click on it would show."""
        unit = self._unit(id_)
        rows = self._owned(id_)
        chosen = {"role": role, "year": year, "document": document}
        kept = [row for row in rows if passes(row, chosen)]
        return {
            "unit": {"id": unit["id"], "label": unit["label"]},
            "items": self._duties(id_, kept),
            "total": len(kept),
            "facets": self._facets(rows, chosen),
        }

    def acts(self, id_: str) -> list[Json]:
        """The directives in whose sentences the unit acts, ``[{id, text, force, surface, document, start, end}]``.

        Not those that its duties were read in: 县司法局负责… is a duty already, and so is all that a row of a table says.
        """
        self._unit(id_)
        duties = self._owned(id_)
        rows = {duty["task"] for duty in duties if duty["rule"].startswith("table.")}
        return [
            {
                "id": row["statement"],
                "text": row["text"],
                "force": row["force"],
                "surface": row["surface"],
                "document": self._documents.ref(row["document"]),
                "start": row["start"],
                "end": row["end"],
            }
            for row in self._reader.rows("parts/unit-acts", unit=id_)
            if row["task"] not in rows and not any(_says(row, duty) for duty in duties)
        ]

    def _owned(self, id_: str) -> list[Json]:
        """All duties of the unit: its page is made of them twice, and asks for them once.

        Not to be changed by the caller.
        """
        return self._reader.kept(("owned", id_), lambda: self._reader.rows("unit-duties", unit=id_))

    def _facets(self, rows: Sequence[Json], chosen: Json) -> Json:
        counts = {key: facet(rows, key, chosen) for key in chosen}
        return {
            "role": {role: counts["role"][role] for role in ROLES if role in counts["role"]},
            "year": counts["year"],
            "document": [
                {"id": d, "label": self._documents.ref(d)["label"], "count": n}
                for d, n in counts["document"].items()
            ],
        }

    def _duties(self, unit: str, rows: Sequence[Json]) -> list[Json]:
        tasks = list(dict.fromkeys(row["task"] for row in rows))
        if not tasks:
            return []
        owners = by_task(self._reader.rows("task-owners", task=tasks))
        dates = by_task(self._reader.rows("parts/deadlines", task=tasks))
        cites = cited(self._reader, tasks)
        covers = covers_of(self._reader, tasks)
        timings = {
            row["task"]: row["wording"] for row in self._reader.rows("parts/timings", task=tasks)
        }
        found: list[Json] = []
        for row in rows:
            task, mine = row["task"], covers.get(row["assignment"], [])
            others = {
                (o["unit"], o["role"]): {
                    "id": o["unit"], "label": o["unitLabel"], "role": o["role"], "rank": o["rank"],
                }
                for o in owners.get(task, [])
                if o["unit"] != unit and _share(mine, covers.get(o["assignment"]))
            }  # fmt: skip
            found.append(
                {
                    **self._duty(row),
                    "of": len(owners.get(task, [])),
                    **_among(row, mine, owners.get(task, []), covers),
                    **with_due(dates_of(task, dates.get(task, []), mine)),
                    "timing": timings.get(task),
                    "cites": [c["policy"] for c in cites.get(task, [])],
                    "partners": list(others.values()),
                    "covers": mine,
                }
            )
        return found

    def _duty(self, row: Json) -> Json:
        start, end = row["start"], row["end"]
        text = self._documents.text(row["document"])
        first, last = passage(text, start, end)
        return {
            "id": row["assignment"],
            "task": {
                "id": row["task"],
                "label": row["label"],
                "number": row["number"],
                "text": asked(text, row["label"], start, (first, last)),
            },
            "section": row["sectionLabel"],
            "role": row["role"],
            "rank": row["rank"],
            "surface": row["surface"],
            "normalised": row["normalised"],
            "inherited_from": row["inheritedFrom"],
            "document": self._documents.ref(row["document"]),
            "place": self._places.ref(row["place"]),
            "quote": row["quote"],
            "sentence": text[first:last],
            "sentence_start": first,
            "sentence_end": last,
            "start": start,
            "end": end,
            "rule": row["rule"],
            "confidence": row["confidence"],
        }


def _says(act: Json, duty: Json) -> bool:
    """Whether the duty's owner was read in this sentence."""
    inside: bool = act["start"] <= duty["start"] and duty["end"] <= act["end"]
    return inside and bool(act["document"] == duty["document"])


def _among(row: Json, mine: list[str], owners: list[Json], covers: Mapping[str, list[str]]) -> Json:
    """``{nth, of_role}``: the owner's place among those who share its work in the same role."""
    same = [
        o["assignment"]
        for o in sorted(owners, key=lambda o: o["rank"])
        if o["role"] == row["role"] and _share(mine, covers.get(o["assignment"]))
    ]
    return {"nth": same.index(row["assignment"]) + 1, "of_role": len(same)}


def _share(mine: Sequence[str], theirs: Sequence[str] | None) -> bool:
    """Whether two owners of a task have a sentence of it in common; without any it is the whole task."""
    return not mine or not theirs or not set(mine).isdisjoint(theirs)


def row_of(text: str, duty: Json) -> str | None:
    """The whole row of a duty read off a table, its cells joined by |; None for other duties.

    A cell that several rows share stands in the first: the others' own cells come with it.
    """
    if not of_table(duty) or duty["rule"].startswith("table.flat."):
        return None
    start, end, label = duty["start"], duty["end"], duty["task"]["label"]
    cells = cells_around(text, start, end, label)
    if not cells and (below := found_below(text, end, label)) is not None:
        shared = "".join(text[start:end].split())
        cells = cells_around(text, *below, label)
        cells += [f"{shared}（合并单元格）"] if cells else []
    return " | ".join(cells) or None


def of_table(duty: Json) -> bool:
    """Whether a table says it."""
    return bool(duty["rule"].startswith("table."))


def row_of_lines(text: str, duty: Json, task: Sequence[int]) -> str | None:
    """The row of a table that has each cell on a line: all the characters of its task, where the owner is among them."""
    if not task or not task[0] <= duty["start"] < duty["end"] <= task[1]:
        return None
    cells = cells_of_lines(text[slice(*task)])
    return cells if len(cells) <= _ROW else None


def _partner(row: Json, known: Mapping[str, Json]) -> Json:
    total = known[row["partner"]]["counts"]["tasks"]
    ref = {"id": row["partner"], "label": row["partnerLabel"]}
    return {**ref, "shared": row["shared"], "tasks": total}


def _load(row: Json) -> dict[str, int]:
    return {key: row.get(key) or 0 for key in (*ROLES, "tasks")}


def _listed(unit: Json) -> Json:
    return {key: value for key, value in unit.items() if key != "parent"}
