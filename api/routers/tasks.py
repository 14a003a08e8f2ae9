"""``/api/tasks`` and ``/api/gaps``: one task in full; tasks that miss an owner or a date."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AskDep, Json, Place, prefixed

router = APIRouter(prefix="/api", tags=["tasks"])


@router.get("/tasks/{id:path}", summary="一项任务")
def task(ask: AskDep, id: str) -> Json:
    """Owners, date, statements, citations, figures and outline items of one task."""
    return ask.task(prefixed("doc/", id))


@router.get("/gaps", summary="缺口: 没有写明责任单位, 没有写明时限")
def gaps(
    ask: AskDep, place: Place = None, document: Annotated[str | None, Query(max_length=400)] = None
) -> Json:
    """``{unowned, undated, counts}``, each task with its words."""
    return ask.gaps(place=place, document=prefixed("doc/", document) if document else None)
