"""``/api/policies``: instruments, who cites and implements them, and how outlines are covered."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AskDep, Cursor, Item, Json, Limit, Place, ThisPolicy

router = APIRouter(prefix="/api/policies", tags=["policies"])


@router.get("", summary="政策法规列表")
def policies(ask: AskDep, limit: Limit = 500, cursor: Cursor = None) -> Json:
    """``{items, total, next}``, most cited first."""
    return ask.policies(limit=limit, cursor=cursor)


@router.get("/{id:path}/coverage", summary="规划、纲要逐项的落实")
def coverage(
    ask: AskDep,
    id: ThisPolicy,
    place: Place,
    item: Item,
) -> Json:
    """``{policy, items, rows, total}``; with ``item`` the rows from it to units and sentences."""
    return ask.coverage(id, place=place, item=item)


@router.get("/{id:path}", summary="一部政策法规")
def policy(ask: AskDep, id: ThisPolicy) -> Json:
    """The instrument with ``cited_by``, ``implemented_by`` and ``items``."""
    return ask.policy(id)
