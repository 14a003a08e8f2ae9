"""``/.well-known/sparql-examples``: the shipped questions as RDF, for editors of other makers."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep
from api.negotiation import agreed, content_type
from kg import examples
from kg.describe import MEDIA_TYPES, serialize

router = APIRouter(tags=["linked data"])
_NAMES = {"sh": examples.SH}


@router.head("/.well-known/sparql-examples", include_in_schema=False, response_model=None)
@router.get(
    "/.well-known/sparql-examples", summary="示例查询 (sh:SPARQLExecutable)", response_model=None
)
def sparql_examples(request: Request, store: StoreDep) -> Response:
    """Every shipped question as ``sh:SPARQLExecutable`` in Turtle, JSON-LD, N-Triples or RDF/XML."""
    wanted = agreed(request, MEDIA_TYPES)
    endpoint = str(request.base_url) + "sparql"
    body = serialize(list(examples.triples(store.base, endpoint)), wanted, store.base, _NAMES)
    return Response(body, headers={"Content-Type": content_type(wanted), "Vary": "Accept"})
