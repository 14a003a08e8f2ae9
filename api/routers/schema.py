"""``/api/schema``: the words of the graph for editors that complete queries, and what each rule says."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request

from api.deps import Json
from kg.schema_terms import schema_terms
from kg.void import Void
from loaders.rules.catalog import LAYERS, catalog

router = APIRouter(prefix="/api/schema", tags=["sparql"])


@router.get("/terms", summary="类、属性与概念: 名称、条数、彼此的关系")
def terms(request: Request) -> Json:
    """``{prefixes, classes, properties, concepts}`` with Chinese and English labels and counts."""
    return schema_terms(cast(Void, request.app.state.void))


@router.get("/rules", summary="抽取规则: 每条一句话")
def rules() -> Json:
    """``{items: [{id, layer, says, example, counter_example}], total}``: what the ids of ``zhize:rule`` mean, in Chinese."""
    items = [
        {
            "id": rule.id,
            "layer": LAYERS[rule.layer],
            "says": rule.says,
            "example": rule.examples[0],
            "counter_example": rule.counter_examples[0],
        }
        for rule in catalog().values()
    ]
    return {"items": items, "total": len(items)}
