"""``/api/units``: the units and their duties."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AskDep, Cursor, Document, Json, Limit, Place, ThisUnit, Words, Year
from kg.model import Role, UnitType

router = APIRouter(prefix="/api/units", tags=["units"])


@router.get("", summary="单位列表")
def units(
    ask: AskDep,
    place: Place,
    q: Words = None,
    type: UnitType | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """Units, most tasks first: ``{items, total, next, facets}``; ``q`` also finds other spellings."""
    return ask.units(q=q, place=place, type=type, limit=limit, cursor=cursor)


@router.get("/{id:path}/duties", summary="单位的职责清单")
def duties(
    ask: AskDep,
    id: ThisUnit,
    document: Document,
    role: Role | None = None,
    year: Year = None,
) -> Json:
    """``{unit, items, total, facets}``: each duty with role, date, partners and its sentence."""
    return ask.duties(id, role=role, year=year, document=document)


@router.get("/{id:path}", summary="一个单位")
def unit(ask: AskDep, id: ThisUnit) -> Json:
    """The unit with other spellings, partners, parent and documents."""
    return ask.unit(id)
