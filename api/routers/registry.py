"""``/api/registry``: all places there are, also those no document names yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Json, Limit, SettingsDep
from ontology.places import load_places

router = APIRouter(prefix="/api/registry", tags=["places"])


@router.get("/places", summary="全国的辖区, 按名称找")
def places(
    settings: SettingsDep, q: Annotated[str, Query(min_length=1, max_length=40)], limit: Limit = 20
) -> Json:
    """``{items: [{code, name, path}]}``: places whose name holds ``q``, the user's own among them."""
    known = load_places(settings.places)
    rows = [
        {"code": p.code, "name": p.name, "path": [a.name for a in known.path(p.code)]}
        for p in known.containing(q.strip(), limit)
    ]
    return {"items": rows}
