"""``/ns``, ``/vocab/…`` and ``/context.jsonld``: the words of the graph say what they mean.

People get the page, machines the very Turtle the page is made from. On the public names
(``https://w3id.org/zhize/ns``) a redirect only has to lead here.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import one_of
from api.negotiation import HTML, agreed_format, alternates, tagged
from api.routers.pages import html_page
from kg.describe import serialize
from kg.errors import NotFoundError
from ontology.catalog import ontology_triples
from ontology.terms import VOCAB, VOCABULARIES, ZHIZE
from visualize import ontology_page
from visualize.i18n import choose as language
from visualize.ontology_diagram import class_diagram

router = APIRouter(tags=["linked data"])
Format = Annotated[str | None, one_of("ttl", "jsonld", "nt", "html")]


@router.head("/ns", include_in_schema=False, response_model=None)
@router.get("/ns", summary="本体: 页面、Turtle 或 JSON-LD", response_model=None)
def ontology(request: Request, format: Format = None) -> Response:
    """A page for browsers; Turtle, JSON-LD, N-Triples or RDF/XML by ``Accept`` or ``?format=``."""
    wanted = agreed_format(request, format)
    if wanted == HTML:
        lang = language(request.query_params.get("lang"), request.cookies.get("lang"))
        said = {**ontology_page.values(lang), "diagram": class_diagram(lang)}
        page = html_page(request, "ontology", {**said, "iri": ZHIZE.rstrip("#")})
        page.headers["Vary"] = "Accept, Cookie"
        page.headers["Link"] = alternates("/ns", HTML)
        return page
    return _rdf(request, "", wanted)


@router.head("/vocab/{name:path}", include_in_schema=False, response_model=None)
@router.get("/vocab/{name:path}", summary="词表与取值", response_model=None)
def vocabulary(request: Request, name: str, format: Format = None) -> Response:
    """A vocabulary (``role``) or one of its concepts (``role/lead``), as a page or as RDF."""
    scheme, _, concept = name.partition("/")
    if scheme not in VOCABULARIES or (concept and concept not in VOCABULARIES[scheme]):
        raise NotFoundError(f"没有词表或取值 {name[:80]}", "见 /ns")
    wanted = agreed_format(request, format)
    if wanted == HTML:
        return RedirectResponse(f"/ns#{name}", 303, headers={"Vary": "Accept"})
    return _rdf(request, name, wanted)


@router.head("/context.jsonld", include_in_schema=False, response_model=None)
@router.get("/context.jsonld", summary="JSON-LD 上下文", response_model=None)
def context(request: Request) -> Response:
    """The context our JSON-LD is read with; open to pages of any origin."""
    body = (files("ontology") / "context.jsonld").read_bytes()
    more = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return tagged(request, body, "application/ld+json", more)


def _rdf(request: Request, name: str, media_type: str) -> Response:
    path = f"/vocab/{name}" if name else "/ns"
    more = {"Cache-Control": "no-cache", "Vary": "Accept", "Link": alternates(path, media_type)}
    return tagged(request, _serialized(name, media_type), media_type, more)


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
