"""``/store``: the SPARQL 1.1 Graph Store Protocol, whole graphs by their IRI.

``?graph=IRI`` and ``?default`` name the graph; ``/store/…`` is itself the IRI of a graph. Everybody
who may query may GET and HEAD; PUT, POST and DELETE want the write token.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast
from uuid import uuid4

import anyio.to_thread
import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from api.access import require_writer
from api.answering import answered
from api.audit import Content
from api.deps import get_store
from api.negotiation import ProtocolError, agreed
from api.sparql import GRAPHS, content_kind, fields_of, read_body
from api.writes import MAX_BODY, write
from kg.errors import NotFoundError, QueryError
from kg.evaluators import Evaluator
from kg.store import Store

router = APIRouter(tags=["sparql"])
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_OFFERS = tuple(kind for kind in GRAPHS if kind not in ("application/n-quads", "application/trig"))
_MULTIPART = "multipart/form-data"


@router.head("/store", include_in_schema=False, response_model=None)
@router.head("/store/{path:path}", include_in_schema=False, response_model=None)
@router.get("/store", summary="取一个图 (Graph Store Protocol)", response_model=None)
@router.get("/store/{path:path}", include_in_schema=False, response_model=None)
async def get_graph(request: Request) -> Response:
    """The triples of one graph, in the format asked for; 404 when there is no such graph."""
    graph = _target(request)
    wanted = agreed(request, _OFFERS)
    await anyio.to_thread.run_sync(_must_be_in, get_store(request), graph)
    pool = cast(Evaluator, request.app.state.pool)
    run = partial(pool.stream, _ALL, base=_own(request), graph=wanted, default=[graph or ""])
    return await answered(request, run, {"Vary": "Accept"})


@router.put("/store", summary="替换一个图 (需要写口令)", response_model=None)
@router.put("/store/{path:path}", include_in_schema=False, response_model=None)
async def put_graph(request: Request) -> Response:
    """Replace the graph: 201 when it is new, 204 when it was there."""
    require_writer(request)
    return await _put(request, _target(request), keep=False)


@router.post("/store", summary="并入一个图 (需要写口令)", response_model=None)
@router.post("/store/{path:path}", include_in_schema=False, response_model=None)
async def post_graph(request: Request) -> Response:
    """Add to the graph; to ``/store`` itself: make a graph, whose IRI the Location header tells."""
    require_writer(request)
    if request.scope["query_string"] or request.path_params.get("path"):
        return await _put(request, _target(request), keep=True)
    graph = f"{_own(request).rstrip('/')}/{uuid4().hex}"
    response = await _put(request, graph, keep=True)
    response.headers["Location"] = graph
    return response


@router.delete("/store", summary="删除一个图 (需要写口令)", response_model=None)
@router.delete("/store/{path:path}", include_in_schema=False, response_model=None)
async def delete_graph(request: Request) -> Response:
    """Drop the graph; 404 when there is none."""
    require_writer(request)
    graph = _target(request)
    text = "DROP DEFAULT" if graph is None else f"DROP SILENT GRAPH <{graph}>"

    def change(store: Store) -> None:
        with store.writing:
            _must_be_in(store, graph)
            store.update(text)

    await write(request, "delete", graph or "default", Content.of(b""), change)
    return Response(status_code=204)


async def _put(request: Request, graph: str | None, *, keep: bool) -> Response:
    triples, body = await _triples(request, graph or _own(request))

    def change(store: Store) -> bool:
        with store.writing:  # of two who put the same new graph one made it
            new = graph is not None and not store.has_graph(graph)
            store.write_graph(graph, triples, keep=keep)
            return new

    operation = request.method.lower()
    new = await write(request, operation, graph or "default", Content.of(body), change)
    return Response(status_code=201 if new else 204)


def _must_be_in(store: Store, graph: str | None) -> None:
    if graph is not None and not store.has_graph(graph):
        raise NotFoundError(f"没有图 {graph}", "GRAPH ?g 查询列出所有的图")


def _own(request: Request) -> str:
    """The address as it was asked for, percent signs and all, without the query."""
    path = cast(bytes, request.scope.get("raw_path") or request.scope["path"].encode())
    return str(request.base_url).rstrip("/") + path.decode("ascii", "replace")


def _target(request: Request) -> str | None:
    """The IRI of the graph meant; None is the unnamed one. Raises ProtocolError."""
    fields = fields_of(request.scope["query_string"])
    graphs = [value for name, value in fields if name == "graph"]
    default = any(name == "default" for name, _ in fields)
    if request.path_params.get("path"):
        if graphs or default:
            raise ProtocolError("图只能指明一次", "用 /store?graph=IRI 或 /store/…, 不要都用")
        graphs = [_own(request)]
    if len(graphs) + default != 1:
        raise ProtocolError("需要恰好一个图", "/store?default 或 /store?graph=IRI")
    if default:
        return None
    try:
        return ox.NamedNode(graphs[0]).value
    except ValueError:
        raise ProtocolError(f"不是 IRI: {graphs[0][:80]}") from None


async def _triples(request: Request, base: str) -> tuple[list[ox.Triple], bytes]:
    """What the body says, one or several files, and its bytes."""
    declared = request.headers.get("content-type", "")
    if content_kind(declared)[0] != _MULTIPART:
        parts = [(declared, await read_body(request, MAX_BODY))]
    else:
        parts = await _files(request)
    parse = partial(_parsed, parts, base)
    return await anyio.to_thread.run_sync(parse), b"".join(data for _, data in parts)


async def _files(request: Request) -> list[tuple[str, bytes]]:
    parts, size = [], 0
    async with request.form(max_files=100, max_fields=100) as form:
        for _, value in form.multi_items():
            if not isinstance(value, UploadFile):
                raise ProtocolError("表单的每一部分都要是文件", "写上 filename 和 Content-Type")
            data = await value.read()
            size += len(data)
            if size > MAX_BODY:
                raise ProtocolError(f"正文超过 {MAX_BODY} 字节", status=413)
            parts.append((value.content_type or "", data))
    return parts


def _parsed(parts: Sequence[tuple[str, bytes]], base: str) -> list[ox.Triple]:
    triples: list[ox.Triple] = []
    for declared, data in parts:
        kind, charset = content_kind(declared)
        format_ = ox.RdfFormat.from_media_type(kind) if kind in _OFFERS else None
        if format_ is None or charset not in ("", "utf-8", "utf8"):
            raise ProtocolError(
                f"不支持的 Content-Type {declared or '(空)'}",
                "可用: " + ", ".join(_OFFERS),
                415,
            )
        try:
            quads = ox.parse(
                data,
                format=format_,
                base_iri=base,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
            triples.extend(quad.triple for quad in quads)
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"RDF 语法错误: {str(error)[:200]}", code="rdf_syntax") from None
    return triples
