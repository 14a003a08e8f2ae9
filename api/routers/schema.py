"""``/api/schema/terms``: the words of the graph, for editors that complete queries."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request

from api.deps import Json
from kg.schema_terms import schema_terms
from kg.void import Void

router = APIRouter(prefix="/api/schema", tags=["sparql"])


@router.get("/terms", summary="类、属性与概念: 名称、条数、彼此的关系")
def terms(request: Request) -> Json:
    """``{prefixes, classes, properties, concepts}`` with Chinese and English labels and counts."""
    return schema_terms(cast(Void, request.app.state.void))
