"""``/.well-known/void``: what the graph holds, in VoID, with counts."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep
from api.negotiation import agreed, content_type
from kg.describe import MEDIA_TYPES, serialize
from kg.void import PATH, SD, VOID, Void

router = APIRouter(tags=["linked data"])


@router.head(f"/{PATH}", include_in_schema=False, response_model=None)
@router.get(f"/{PATH}", summary="数据集描述 (VoID)", response_model=None)
def void(request: Request, store: StoreDep) -> Response:
    """Counts of triples, classes and properties, vocabularies, the endpoint; in four formats."""
    wanted = agreed(request, MEDIA_TYPES)
    triples = cast(Void, request.app.state.void).triples(str(request.base_url))
    prefixes = {"void": VOID, "sd": SD, "foaf": "http://xmlns.com/foaf/0.1/"}
    body = serialize(triples, wanted, store.base, prefixes)
    return Response(body, headers={"Content-Type": content_type(wanted), "Vary": "Accept"})
