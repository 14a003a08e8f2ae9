"""Is the service alive, and over what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.deps import get_store
from kg.store import Store

router = APIRouter(tags=["service"])


@router.get("/healthz")
def health(store: Annotated[Store, Depends(get_store)]) -> dict[str, str]:
    """``{"status": "ok"}`` once the store answers."""
    store.ask("ASK {}")
    return {"status": "ok"}
