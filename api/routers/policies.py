"""``/api/policies``: instruments, who cites and implements them, and how outlines are covered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AskDep, Cursor, Json, Limit, Place, prefixed

router = APIRouter(prefix="/api/policies", tags=["policies"])


@router.get("", summary="政策法规列表")
def policies(ask: AskDep, limit: Limit = 500, cursor: Cursor = None) -> Json:
    """``{items, total, next}``, most cited first."""
    return ask.policies(limit=limit, cursor=cursor)


@router.get("/{id:path}/coverage", summary="规划、纲要逐项的落实")
def coverage(
    ask: AskDep,
    id: str,
    place: Place = None,
    item: Annotated[
        str | None, Query(max_length=400, description="纲要任务 · outline item")
    ] = None,
) -> Json:
    """``{policy, items, rows, total}``; with ``item`` the rows from it to units and sentences."""
    return ask.coverage(prefixed("policy/", id), place=place, item=item)


@router.get("/{id:path}", summary="一部政策法规")
def policy(ask: AskDep, id: str) -> Json:
    """The instrument with ``cited_by``, ``implemented_by`` and ``items``."""
    return ask.policy(prefixed("policy/", id))
