"""``/api/tasks``, ``/api/statements``, ``/api/alignments``, ``/api/gaps``: what documents ask, as lists; one task in full."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import AskDep, Cursor, Document, Json, Limit, Place, Unit, Year, asked_for, prefixed
from kg.model import AlignmentStatus, Force, Kind, Role

router = APIRouter(prefix="/api", tags=["tasks"])
Policy = Annotated[str | None, Query(max_length=400, description="规划、纲要 · plan or outline")]
Item = Annotated[str | None, Query(max_length=400, description="纲要任务 · outline item")]


@router.get("/tasks", summary="任务清单")
def tasks(
    ask: AskDep,
    unit: Unit = None,
    role: Role | None = None,
    year: Year = None,
    document: Document = None,
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``, newest document first, each with owners, dates and citations."""
    return ask.tasks(
        unit=asked_for("unit/", unit), role=role, year=year, document=asked_for("doc/", document),
        place=place, limit=limit, cursor=cursor,
    )  # fmt: skip


@router.get("/tasks/{id:path}", summary="一项任务")
def task(ask: AskDep, id: str) -> Json:
    """Owners, date, statements, citations, figures and outline items of one task."""
    return ask.task(prefixed("doc/", id))


@router.get("/statements", summary="语句清单: 要求、成效、问题")
def statements(
    ask: AskDep,
    kind: Kind = "directive",
    force: Force | None = None,
    unit: Unit = None,
    document: Document = None,
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``; ``unit`` is who acts in the sentence. By words: ``/api/search``."""
    return ask.statements(
        kind=kind, force=force, unit=asked_for("unit/", unit), document=asked_for("doc/", document),
        place=place, limit=limit, cursor=cursor,
    )  # fmt: skip


@router.get("/alignments", summary="任务、语句与规划纲要的对应 (建议)")
def alignments(
    ask: AskDep,
    policy: Policy = None,
    item: Item = None,
    status: AlignmentStatus | None = None,
    document: Document = None,
    place: Place = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """``{items, total, next, facets, sparql}``, each with its score and the words both sides share."""
    return ask.alignments(
        policy=asked_for("policy/", policy), item=asked_for("policy/", item), status=status,
        document=asked_for("doc/", document), place=place, limit=limit, cursor=cursor,
    )  # fmt: skip


@router.get("/gaps", summary="缺口: 没有写明责任单位, 没有写明时限")
def gaps(ask: AskDep, place: Place = None, document: Document = None) -> Json:
    """``{unowned, undated, counts}``, each task with its words."""
    return ask.gaps(place=place, document=asked_for("doc/", document))
