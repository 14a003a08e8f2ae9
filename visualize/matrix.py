"""The matrix page: units × themes, years, …, and the words behind one cell."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kg.ask_matrix import COLUMNS, NONE
from visualize import choices, links, quotes, views
from visualize.i18n import Words

Row = dict[str, Any]
_ROWS, _ALL_ROWS = 60, 300
_HEADS, _ALL_HEADS = 24, 40
_SHADES = 5


@dataclass(frozen=True)
class Choice:
    """What the matrix' address says; ``unit`` and ``col`` are the cell that is open."""

    cols: str | None = None
    place: str | None = None
    year: str | None = None
    role: str | None = None
    document: str | None = None
    all: str | None = None
    unit: str | None = None
    col: str | None = None

    @property
    def columns(self) -> str:
        """What stands in the columns; nonsense is themes."""
        return self.cols if self.cols in COLUMNS else "theme"

    @property
    def filters(self) -> dict[str, Any]:
        """The choices as ``Ask.matrix`` takes them."""
        year = int(self.year) if self.year and self.year.isascii() and self.year.isdigit() else None
        return {
            "role": self.role if self.role in views.ROLES else None,
            "year": year,
            "place": (self.place or "").removeprefix("place/") or None,
            "document": self.document or None,
        }

    def state(self, **changes: str | None) -> dict[str, str]:
        """The address of this choice with some parts changed (None or '' drops a part)."""
        parts: dict[str, str | None] = {
            "cols": None if self.columns == "theme" else self.columns,
            "place": self.place,
            "year": self.year,
            "role": self.role,
            "document": self.document,
            "all": "1" if self.all else None,
            "unit": self.unit,
            "col": self.col,
        }
        parts.update(changes)
        return {k: v for k, v in parts.items() if v}


def values(ask: Any, choice: Choice) -> Row:
    """The table cut to what can be read, and the open cell with its quotes and its query."""
    answer = ask.matrix(choice.columns, **choice.filters)
    mine = next((row for row in answer["rows"] if row["id"] == choice.unit), None)
    rows = _first(answer["rows"], _ALL_ROWS if choice.all else _ROWS, "id", {choice.unit})
    most = _ALL_HEADS if choice.all else _HEADS
    heads = _first(answer["columns"], most, "key", _wanted(answer["columns"][:most], rows, mine))
    peak = max((cell["tasks"] for row in rows for cell in row["cells"].values()), default=1)
    widest = max((row["count"] for row in rows), default=1)
    known = list(ask.holdings().values())
    return {
        "choice": choice,
        "columns": COLUMNS,
        "heads": heads,
        "rows": list(_rows(choice, rows, heads, peak, widest)),
        "elsewhere": answer["tasks"] - sum(head["count"] for head in heads),
        "tasks": answer["tasks"],
        "units": len(answer["rows"]),
        "more_rows": len(answer["rows"]) - len(rows),
        "more_heads": len(answer["columns"]) - len(heads),
        "can_show_all": not choice.all
        and (len(answer["rows"]) > _ROWS or len(answer["columns"]) > _HEADS),
        "peak": peak,
        "years": sorted({d["year"] for d in known if d["year"]}, reverse=True),
        "places": choices.places(ask, known, choice.place),
        "roles": views.ROLES,
        "cell": _cell(ask, choice, answer) if choice.unit else None,
    }


def _first(found: list[Row], most: int, key: str, wanted: Collection[str | None]) -> list[Row]:
    """The first ``most``, and after them those that are asked for: one's own unit is never cut off."""
    return found[:most] + [row for row in found[most:] if row[key] in wanted][:_HEADS]


def _wanted(heads: list[Row], rows: list[Row], mine: Row | None) -> Collection[str]:
    """One's own columns, and the fullest of each row that would else stand empty.

    Every document has headings of its own: of 60 units with most tasks, 13 have none below the 24 commonest.
    """
    shown = {head["key"] for head in heads}
    wanted = set(mine["cells"] if mine else ())
    for row in rows:
        if shown.isdisjoint(row["cells"]) and wanted.isdisjoint(row["cells"]):
            wanted.add(max(row["cells"], key=lambda key: (row["cells"][key]["tasks"], key)))
    return wanted


def _rows(
    choice: Choice, rows: list[Row], heads: list[Row], peak: int, widest: int
) -> Iterator[Row]:
    """The rows as drawn, one at a time.

    12,000 cells are read by a person in one page: addresses are put together from parts made once.
    """
    here = links.query("/matrix", choice.state(unit="", col=""))
    here += "&" if "?" in here else "?"
    columns = [(head["key"], "&" + urlencode({"col": head["key"]}) + "#cell") for head in heads]
    for row in rows:
        opens = here + urlencode({"unit": row["id"]})
        mine = choice.unit == row["id"]
        cells: list[Row | None] = []
        for key, column in columns:
            cell = row["cells"].get(key)
            if cell is None:
                cells.append(None)
                continue
            css = f"h{shade(cell['tasks'], peak)}" + (" f" if cell["first"] else "")
            on = mine and choice.col == key
            cells.append({**cell, "css": css + (" on" if on else ""), "href": opens + column})
        beyond = row["count"] - sum(cell["tasks"] for cell in cells if cell)
        yield _row(row, cells, widest) | {"href": opens + "#cell", "mine": mine, "beyond": beyond}


def _row(row: Row, cells: list[Row | None], widest: int) -> Row:
    # The bar counts as wide as the busiest unit's; lead-first is the dark part of it.
    return {
        **row,
        "cells": cells,
        "bar": round(80 * row["count"] / widest),
        "dark": round(80 * row["first"] / widest),
    }


def shade(tasks: int, peak: int) -> int:
    """1 … 5: how dark a cell is; by the root, so that one crowded cell does not bleach the rest."""
    return max(1, math.ceil(_SHADES * math.sqrt(tasks / peak)))


def question(choice: Choice) -> dict[str, str]:
    """The parameters of ``duty-matrix`` for the open cell."""
    found = {k: str(v) for k, v in choice.filters.items() if v is not None and k != "place"}
    if choice.filters["place"]:
        found["within"] = choice.filters["place"]
    if choice.unit:
        found["unit"] = choice.unit
    # A document without year or place has no value to ask for: the query then gives the whole row.
    if choice.col and (choice.col != NONE or choice.columns == "theme"):
        found[choice.columns] = choice.col  # each column is a parameter of the question
    return found


def _cell(ask: Any, choice: Choice, answer: Mapping[str, Any]) -> Row:
    """The duties behind a cell (or behind a whole row), each with its sentence."""
    asked = question(choice)
    rows = ask.answer("duty-matrix", {**asked})["rows"]
    if choice.col == NONE and choice.columns != "theme":
        rows = [row for row in rows if row[choice.columns] is None]
    wanted = {row["assignment"] for row in rows}
    duties = [d for d in ask.duties(choice.unit)["items"] if d["id"] in wanted]
    unit = next((r for r in answer["rows"] if r["id"] == choice.unit), None)
    numbers = quotes.numbers(ask)
    heads = {head["key"]: head["label"] for head in answer["columns"]}
    return {
        "unit": {"id": choice.unit, "label": (unit or ask.unit(choice.unit))["label"]},
        "column": heads.get(choice.col or "", choice.col),
        "duties": [
            {**d, "passage": quotes.of_duty(d, numbers.get(d["document"]["id"]))} for d in duties
        ],
        "tasks": len({d["task"]["id"] for d in duties}),
        "sparql": links.query("/sparql-ui", {"question": "duty-matrix", **asked}),
    }


def table(ask: Any, choice: Choice, words: Words) -> tuple[list[str], list[list[str | int]]]:
    """Header and rows of the whole matrix for a spreadsheet, nothing cut off, called as on the page."""
    answer = ask.matrix(choice.columns, **choice.filters)
    none = words(f"matrix.none.{choice.columns}")
    heads = [none if head["key"] == NONE else head["label"] for head in answer["columns"]]
    header = [words("type.unit"), *heads, words("matrix.sum")]
    body: list[list[str | int]] = []
    for row in answer["rows"]:
        counts = (row["cells"].get(head["key"]) for head in answer["columns"])
        body.append([row["label"], *(c["tasks"] if c else "" for c in counts), row["count"]])
    return header, body
