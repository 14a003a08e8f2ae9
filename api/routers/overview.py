"""``/api/search``, ``/api/graph``, ``/api/stats``: finding things and seeing what is around them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.deps import AskDep, Json
from kg.network import MAX_BUDGET, MAX_DEPTH

router = APIRouter(prefix="/api", tags=["overview"])
Kind = Literal["unit", "task", "document", "policy", "place", "item", "statement"]


@router.get("/search", summary="搜索: 名称、别名、拼音首字母、原句")
def search(
    ask: AskDep,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    type: Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Json:
    """``{items: [{id, type, label, detail, matched, score}], total, facets}``."""
    return ask.search(q, type=type, limit=limit)


@router.get("/graph", summary="一个事物周围的关系")
def graph(
    ask: AskDep,
    focus: Annotated[str | None, Query(max_length=400)] = None,
    depth: Annotated[int, Query(ge=1, le=MAX_DEPTH)] = 1,
    budget: Annotated[int, Query(ge=1, le=MAX_BUDGET)] = 150,
) -> Json:
    """``{nodes, links, total, truncated}``; an overview without ``focus``."""
    return ask.graph(focus or None, depth=depth, budget=budget)


@router.get("/stats", summary="图中有多少")
def stats(ask: AskDep) -> Json:
    """Counts of everything."""
    return ask.stats()
