"""``/ns``, ``/vocab/…`` and ``/context.jsonld``: the words of the graph say what they mean.

People get the page, machines the very Turtle the page is made from. On the public names
(``https://w3id.org/zhize/ns``) a redirect only has to lead here.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import one_of
from api.negotiation import choose
from api.routers.pages import html_page
from api.sparql import ProtocolError
from kg.describe import MEDIA_TYPES, serialize
from kg.errors import NotFoundError
from ontology.catalog import ontology_triples
from ontology.terms import VOCAB, VOCABULARIES, ZHIZE
from visualize import ontology_page
from visualize.i18n import choose as language

router = APIRouter(tags=["linked data"])
_HTML = "text/html"
Format = Annotated[str | None, one_of("ttl", "jsonld", "nt", "html")]
_FORMATS = {"ttl": MEDIA_TYPES[0], "jsonld": MEDIA_TYPES[1], "nt": MEDIA_TYPES[2], "html": _HTML}


@router.head("/ns", include_in_schema=False, response_model=None)
@router.get("/ns", summary="本体: 页面、Turtle 或 JSON-LD", response_model=None)
def ontology(request: Request, format: Format = None) -> Response:
    """A page for browsers; Turtle, JSON-LD, N-Triples or RDF/XML by ``Accept`` or ``?format=``."""
    wanted = _wanted(request, format)
    if wanted == _HTML:
        lang = language(request.query_params.get("lang"), request.cookies.get("lang"))
        page = html_page(
            request, "ontology", {**ontology_page.values(lang), "iri": ZHIZE.rstrip("#")}
        )
        page.headers["Vary"] = "Accept, Cookie"
        return page
    return _rdf(request, "", wanted)


@router.head("/vocab/{name:path}", include_in_schema=False, response_model=None)
@router.get("/vocab/{name:path}", summary="词表与取值", response_model=None)
def vocabulary(request: Request, name: str, format: Format = None) -> Response:
    """A vocabulary (``role``) or one of its concepts (``role/lead``), as a page or as RDF."""
    scheme, _, concept = name.partition("/")
    if scheme not in VOCABULARIES or (concept and concept not in VOCABULARIES[scheme]):
        raise NotFoundError(f"没有词表或取值 {name[:80]}", "见 /ns")
    wanted = _wanted(request, format)
    if wanted == _HTML:
        return RedirectResponse(f"/ns#{name}", 303, headers={"Vary": "Accept"})
    return _rdf(request, name, wanted)


@router.head("/context.jsonld", include_in_schema=False, response_model=None)
@router.get("/context.jsonld", summary="JSON-LD 上下文", response_model=None)
def context(request: Request) -> Response:
    """The context our JSON-LD is read with; open to pages of any origin."""
    body = (files("ontology") / "context.jsonld").read_bytes()
    return _tagged(request, body, "application/ld+json", {"Access-Control-Allow-Origin": "*"})


def _wanted(request: Request, format: str | None) -> str:
    offers = (*MEDIA_TYPES, _HTML)
    wanted = (
        _FORMATS.get(format)
        if format is not None
        else choose(request.headers.get("accept"), offers)
    )
    if wanted is None:
        raise ProtocolError("没有可接受的格式", "可用: " + ", ".join(offers), 406)
    return wanted


def _rdf(request: Request, name: str, media_type: str) -> Response:
    return _tagged(request, _serialized(name, media_type), media_type, {"Vary": "Accept"})


@cache
def _serialized(name: str, media_type: str) -> bytes:
    """The whole ontology for '', else one vocabulary with its concepts, or one concept."""
    wanted = VOCAB + name
    triples = [
        ox.Triple(t.subject, t.predicate, t.object)
        for t in ontology_triples()
        if not name
        or (
            isinstance(t.subject, ox.NamedNode) and (t.subject.value + "/").startswith(wanted + "/")
        )
    ]
    return serialize(triples, media_type)


def _tagged(request: Request, body: bytes, media_type: str, more: dict[str, str]) -> Response:
    tag = '"' + hashlib.sha256(body).hexdigest()[:32] + '"'
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Type": media_type + charset}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={**headers, **more})
    return Response(body, headers={**headers, **more})
