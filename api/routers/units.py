"""``/api/units``: the units and their duties."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AskDep, Cursor, Document, Json, Limit, Place, Words, Year, asked_for, prefixed
from kg.model import Role, UnitType

router = APIRouter(prefix="/api/units", tags=["units"])


@router.get("", summary="单位列表")
def units(
    ask: AskDep,
    q: Words = None,
    place: Place = None,
    type: UnitType | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """Units, most tasks first: ``{items, total, next, facets}``; ``q`` also finds other spellings."""
    return ask.units(q=q, place=place, type=type, limit=limit, cursor=cursor)


@router.get("/{id:path}/duties", summary="单位的职责清单")
def duties(
    ask: AskDep,
    id: str,
    role: Role | None = None,
    year: Year = None,
    document: Document = None,
) -> Json:
    """``{unit, items, total, facets}``: each duty with role, date, partners and its sentence."""
    wanted = asked_for("doc/", document)
    return ask.duties(prefixed("unit/", id), role=role, year=year, document=wanted)


@router.get("/{id:path}", summary="一个单位")
def unit(ask: AskDep, id: str) -> Json:
    """The unit with other spellings, partners, parent and documents."""
    return ask.unit(prefixed("unit/", id))
