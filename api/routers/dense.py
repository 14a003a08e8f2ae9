"""``/api/matrix`` and ``/api/timeline``: what the dense pages show, whole, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter

from api.deps import AskDep, Cursor, Document, Json, Limit, Place, StoreDep, Today, Unit, Year
from kg.ask_matrix import Column
from kg.model import Role
from kg.questions import question
from kg.rows import page
from visualize import timeline

router = APIRouter(prefix="/api", tags=["overview"])
State = Literal["late", "coming", "recurring"]


@router.get("/matrix", summary="矩阵: 单位 × 领域、文件、年份、辖区")
def matrix(
    ask: AskDep,
    store: StoreDep,
    place: Place,
    document: Document,
    columns: Column = "theme",
    role: Role | None = None,
    year: Year = None,
) -> Json:
    """``{columns, rows, tasks, sparql}``; ``sparql`` gives the assignments behind the counts."""
    found = ask.matrix(columns, role=role, year=year, place=place, document=document)
    narrowed = {"role": role, "year": year and str(year), "within": place, "document": document}
    return {**found, "sparql": question("duty-matrix").bind(narrowed, store.base)}


@router.get("/timeline", summary="时限: 逾期的、将到期的、周期性的")
def due(
    ask: AskDep,
    store: StoreDep,
    unit: Unit,
    place: Place,
    document: Document,
    today: Today = None,
    state: State | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{today, items, total, next, facets: {state}, sparql}`` in order of days, overdue first.

    Recurring duties have no day: they are asked for with ``state=recurring``. ``sparql`` finds the same of all units.
    """
    choice = timeline.Choice(today or date.today(), place, unit, document)
    known = timeline.by_state(ask, choice)
    items = known[state] if state else known["late"] + known["coming"]
    cut = page(items, limit, cursor)
    name = "recurring" if state == "recurring" else "deadlines"
    return {
        "today": choice.today.isoformat(),
        **cut,
        "items": timeline.with_sentences(ask, cut["items"]),
        "facets": {"state": {name: len(rows) for name, rows in known.items()}},
        "sparql": question(name).bind(_asked(name, choice), store.base),
    }


def _asked(name: str, choice: timeline.Choice) -> dict[str, Any]:
    """What the question narrows by; recurring duties are asked for by document alone."""
    return {k: v for k, v in choice.narrowed.items() if name == "deadlines" or k == "document"}
