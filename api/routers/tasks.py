"""``/api/tasks``, ``/api/statements``, ``/api/alignments``, ``/api/gaps``: what documents ask, as lists; one task in full."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AskDep, Cursor, Document, Item, Json, Limit, Place, Policy, Unit, Year
from kg.model import AlignmentStatus, Force, Kind, Role

router = APIRouter(prefix="/api", tags=["tasks"])


@router.get("/tasks", summary="任务清单")
def tasks(
    ask: AskDep,
    unit: Unit,
    document: Document,
    place: Place,
    role: Role | None = None,
    year: Year = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``, newest document first, each with owners, dates and citations."""
    return ask.tasks(
        unit=unit, role=role, year=year, document=document, place=place, limit=limit, cursor=cursor
    )


@router.get("/tasks/{id:path}", summary="一项任务")
def task(ask: AskDep, id: str) -> Json:
    """Owners, date, statements, citations, figures and outline items of one task."""
    return ask.task(id if id.startswith("doc/") else "doc/" + id)


@router.get("/statements", summary="语句清单: 要求、成效、问题")
def statements(
    ask: AskDep,
    unit: Unit,
    document: Document,
    place: Place,
    kind: Kind = "directive",
    force: Force | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``; ``unit`` is who acts in the sentence. By words: ``/api/search``."""
    return ask.statements(
        kind=kind,
        force=force,
        unit=unit,
        document=document,
        place=place,
        limit=limit,
        cursor=cursor,
    )


@router.get("/alignments", summary="任务、语句与规划纲要的对应 (建议)")
def alignments(
    ask: AskDep,
    policy: Policy,
    item: Item,
    document: Document,
    place: Place,
    status: AlignmentStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``, each with its score and the words both sides share."""
    return ask.alignments(
        policy=policy,
        item=item,
        status=status,
        document=document,
        place=place,
        limit=limit,
        cursor=cursor,
    )


@router.get("/gaps", summary="缺口: 没有写明责任单位, 没有写明时限")
def gaps(ask: AskDep, place: Place, document: Document) -> Json:
    """``{unowned, undated, counts}``, each task with its words."""
    return ask.gaps(place=place, document=document)
