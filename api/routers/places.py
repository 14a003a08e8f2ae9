"""``/api/places``: the places the documents name, with what is known of each."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AskDep, Json

router = APIRouter(prefix="/api/places", tags=["places"])


@router.get("", summary="辖区列表")
def places(ask: AskDep) -> Json:
    """``{items, total}``, outermost first."""
    return ask.places()


@router.get("/{code:path}", summary="一个辖区")
def place(ask: AskDep, code: str) -> Json:
    """The place with its documents, units and lower places."""
    return ask.place(code)
