"""``/id/…``: every IRI of the graph answers, as a page for people and as RDF for machines."""

from __future__ import annotations

import html
import re
from typing import Annotated
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import StoreDep, one_of
from api.negotiation import HTML, agreed_format, alternates, tagged
from kg import ids
from kg.describe import describe, serialize
from kg.errors import NotFoundError
from kg.rows import plain
from kg.store import ALIGNMENTS, EDITS, REGISTRY, SOURCES
from visualize import links

router = APIRouter(tags=["linked data"])
_EVIDENCE = re.compile(r"(doc/[^/]+)/e/(\d{1,9})-(\d{1,9})")
Format = Annotated[str | None, one_of("ttl", "jsonld", "nt", "html")]


@router.head("/id/{id:path}", include_in_schema=False, response_model=None)
@router.get("/id/{id:path}", summary="解引用一个标识", response_model=None)
def thing(request: Request, store: StoreDep, id: str, format: Format = None) -> Response:
    """Turtle (default), JSON-LD, N-Triples, RDF/XML or a page, by ``Accept`` or ``?format=``."""
    wanted = agreed_format(request, format)
    triples = describe(store, id)
    if not triples and store.has_graph(ids.iri(id, store.base)):
        return RedirectResponse(_graph(id, wanted, store.base), 303, headers={"Vary": "Accept"})
    if not triples:
        raise NotFoundError(f"图中没有 {id}", "用 /api/search 找到它")
    if wanted == HTML:
        page = _page_of(id)
        if page is not None:
            return RedirectResponse(page, 303, headers={"Vary": "Accept"})
        body = _table(id, triples, store.base).encode()
    else:
        body = serialize(triples, wanted, store.base)
    return tagged(request, body, wanted, {"Vary": "Accept", "Link": alternates(_path(id), wanted)})


def _graph(id_: str, media_type: str, base: str) -> str:
    """Where a graph of ours is shown: its document's page, or its triples."""
    if media_type == HTML and id_ not in (REGISTRY, ALIGNMENTS, SOURCES, EDITS):
        return links.page("doc/" + id_.removeprefix("graph/"))
    return "/store?" + urlencode({"graph": ids.iri(id_, base)})


def _path(id_: str) -> str:
    return "/id/" + ids.iri(id_, "")


def _page_of(id_: str) -> str | None:
    """The page that shows a thing; evidence opens its very characters."""
    evidence = _EVIDENCE.fullmatch(id_)
    if evidence is not None:
        return links.characters(evidence[1], int(evidence[2]), int(evidence[3]))
    page = links.page(id_)
    return None if page.startswith("/id/") else page


def _table(id_: str, triples: list[ox.Triple], base: str) -> str:
    """A plain page for things without one of their own; every text is escaped."""
    subject = ids.iri(id_, base)
    rows = []
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value == subject:
            name = triple.predicate.value.rsplit("/", 1)[-1].rpartition("#")[2] or "?"
            shown = html.escape(str(plain(triple.object, base)))
            if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(base):
                target = html.escape(_path(ids.path_of(triple.object.value, base)), quote=True)
                shown = f'<a href="{target}">{shown}</a>'
            rows.append(f"<tr><th>{html.escape(name)}</th><td>{shown}</td></tr>")
    title = html.escape(id_)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><table>{''.join(rows)}</table></html>"
    )
