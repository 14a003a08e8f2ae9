"""``/sparql``: the SPARQL 1.1 Protocol, queries for everybody, updates for the write token.

GET, form POST and direct POST; the protocol's dataset parameters; answers in the formats asked for.
A query is guarded first, then evaluated in a worker process that can be killed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api import description
from api.access import Access, require_writer
from api.answering import answered, read
from api.audit import Content
from api.computing import desk_of
from api.deps import get_settings
from api.negotiation import HTML, ProtocolError, choose, content_type, not_acceptable
from api.remembered import Key, answers_of, steady
from api.writes import MAX_BODY, write
from kg import guard, questions
from kg.evaluators import Evaluator
from kg.store import Store
from kg.update_text import with_dataset

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
)
# What people and older clients ask for, and what they get.
_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
}
_FORMATS = {
    "json": RESULTS[0],
    "xml": RESULTS[1],
    "csv": RESULTS[2],
    "tsv": RESULTS[3],
    "ttl": GRAPHS[0],
    "nt": GRAPHS[1],
    "jsonld": GRAPHS[2],
    # the words SPARQLWrapper and others send
    "turtle": GRAPHS[0],
    "n3": GRAPHS[0],
    "json-ld": GRAPHS[2],
    "rdf+xml": GRAPHS[3],
    "rdf": GRAPHS[3],
    "rdfxml": GRAPHS[3],
    "nquads": GRAPHS[4],
    "trig": GRAPHS[5],
}
# The protocol's fields that name the dataset.
_DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_GRAPHS = frozenset(name for names in _DATASET.values() for name in names)
MAX_QUERY = 1_000_000
MOST = "X-SPARQL-MaxRows"  # as Virtuoso says that it may not have sent all
IDLE = 30.0  # seconds that a body may stand still
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"

router = APIRouter(tags=["sparql"])


@dataclass(frozen=True, slots=True)
class Operation:
    """One decoded request: the text and the protocol's dataset (None: not given)."""

    text: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    format: str | None
    update: bool = False


def decode(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation:
    """The operation in a request; everything percent-encoded is decoded exactly once.

    Raises ProtocolError (400, 415).
    """
    fields = fields_of(query_string)
    if method == "POST":
        if any(name == "update" for name, _ in fields):
            raise ProtocolError("update 参数要放在 POST 正文里")
        media_type, charset = content_kind(content_type)
        if charset not in ("", "utf-8", "utf8"):
            raise ProtocolError(f"不支持的编码 {charset}", "请用 UTF-8", 415)
        if media_type == _FORM:
            fields += fields_of(body)
        elif media_type == _DIRECT:
            fields.append(("query", _utf8(body)))
        elif media_type == _UPDATE:
            fields.append(("update", _utf8(body)))
        else:
            raise ProtocolError(
                f"不支持的 Content-Type {media_type or '(空)'}",
                f"用 {_DIRECT}, {_UPDATE} 或 {_FORM}",
                415,
            )
    elif any(name == "update" for name, _ in fields):
        raise ProtocolError("更新只能用 POST", status=405)
    return _operation(fields)


def _operation(fields: Sequence[tuple[str, str]]) -> Operation:
    texts = [(name, value) for name, value in fields if name in ("query", "update")]
    if len(texts) != 1:
        raise ProtocolError("需要恰好一个 query 或 update 参数", "例如 /sparql?query=ASK%20%7B%7D")
    ((kind, text),) = texts
    update = kind == "update"

    def graphs(name: str) -> tuple[str, ...] | None:
        return tuple(value for field, value in fields if field == name) or None

    wanted = next((value for name, value in fields if name == "format"), None)
    names = _DATASET[kind]
    for field, _ in fields:
        if field in _GRAPHS and field not in names:
            # Left out of account it would change what is read, or written, without a word.
            raise ProtocolError(f"{field} 不用于 {kind}", "可用: " + ", ".join(names))
    default, named = names
    return Operation(text, graphs(default), graphs(named), wanted, update)


def fields_of(encoded: bytes) -> list[tuple[str, str]]:
    """The fields of a query string or form, decoded once. Raises ProtocolError."""
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict"
        )
    except UnicodeDecodeError:
        # Some clients send raw UTF-8 in a form body; it is not ambiguous.
        text = _utf8(encoded)
        try:
            return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict")
        except UnicodeDecodeError:
            raise ProtocolError("百分号编码不是 UTF-8") from None


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError("查询不是 UTF-8", "请用 UTF-8 编码") from None


def content_kind(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, both in small letters, '' when not said."""
    media_type, *parameters = [piece.strip() for piece in header.split(";")]
    charset = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.lower(), charset


def media_type(form: guard.Form, accept: str | None, wanted: str | None) -> str:
    """The media type to answer with. Raises ProtocolError 406 when none is acceptable."""
    graph = form in ("construct", "describe")
    offers = GRAPHS if graph else RESULTS
    if wanted is not None:
        named = _FORMATS.get(wanted.lower(), _ALIASES.get(wanted.lower(), wanted.lower()))
        if named in offers:
            return named
        raise ProtocolError(f"不支持的格式 {wanted}", "可用: " + ", ".join(offers), 406)
    extra = tuple(a for a, target in _ALIASES.items() if target in offers)
    chosen = choose(accept, (*offers, *extra))
    if chosen is None:
        raise not_acceptable(offers)
    return _ALIASES.get(chosen, chosen)


@router.head("/sparql", include_in_schema=False, response_model=None)
@router.get("/sparql", summary="SPARQL 1.1 查询 (GET)", response_model=None)
@router.get("/sparql/", include_in_schema=False, response_model=None)
@router.post("/sparql", summary="SPARQL 1.1 查询 (POST: 表单或直接)", response_model=None)
@router.post("/sparql/", include_in_schema=False, response_model=None)
async def sparql(request: Request) -> Response:
    """Answer a query; the default graph is the union of all graphs unless the request names one.

    Without a query: the editor for people, the service description for machines.
    """
    if request.method in ("GET", "HEAD") and not request.scope["query_string"]:
        return _without_query(request)
    content_type = request.headers.get("content-type", "")
    direct = request.method == "POST" and content_kind(content_type)[0] == _UPDATE
    if direct:
        require_writer(request)  # before a long body is read
    limit = MAX_BODY if direct else MAX_QUERY
    operation = decode(
        request.method,
        request.scope["query_string"],
        content_type,
        await read_body(request, limit),
    )
    if operation.update:
        return await _update(request, operation)
    return await _query(request, operation)


@router.post("/sparql/update", summary="SPARQL 1.1 更新 (需要写口令)", response_model=None)
async def update(request: Request) -> Response:
    """The same door for clients that want an address for updates alone."""
    return await sparql(request)


async def _update(request: Request, operation: Operation) -> Response:
    """204 once the update is in the store."""
    require_writer(request)
    text = with_dataset(operation.text, operation.default or (), operation.named or ())
    base = str(request.url.replace(query=""))
    body = operation.text.encode()
    hosts = hosts_of(request)

    def change(store: Store) -> None:
        store.update(text, base, hosts=hosts)

    await write(request, "update", "/sparql", Content.of(body), change)
    return Response(status_code=204)


def hosts_of(request: Request) -> frozenset[str]:
    """Whom a query may ask over the network."""
    return frozenset(get_settings(request).service_hosts.lower().split())


async def _query(request: Request, operation: Operation) -> Response:
    # A remote server may have been written to by others: nothing says what its answers still hold for.
    store = cast(Store, request.app.state.store)
    if store.remote or not steady(operation.text):
        return await _computed(request, operation, None)
    # A look at what another process wrote opens files: not in the event loop.
    revision = (
        await anyio.to_thread.run_sync(lambda: store.revision) if store.watches else store.revision
    )
    key, answers = _key(request, operation, revision), answers_of(request)
    kept = answers.find(key)
    if kept is not None:
        return await answers.response(request, key, kept, _about(request, _most(operation.text)))
    under_way = desk_of(request).join(key)
    if under_way is not None:
        status = {"Cache-Status": "zhize; fwd=miss; collapsed"}
        return await read(request, under_way, {**_about(request, _most(operation.text)), **status})
    return await _computed(request, operation, key)


def _key(request: Request, operation: Operation, revision: int) -> Key:
    return Key.of(
        revision,
        operation.text,
        str(request.url.replace(query="")),
        operation.default,
        operation.named,
        (request.headers.get("accept"), operation.format),
    )


async def _computed(request: Request, operation: Operation, key: Key | None) -> Response:
    form = guard.check(operation.text, hosts_of(request))
    wanted = media_type(form, request.headers.get("accept"), operation.format)
    pool = cast(Evaluator, request.app.state.pool)
    most = _most(operation.text)
    run = partial(
        pool.stream,
        operation.text,
        base=str(request.url.replace(query="")),
        results=wanted if wanted in RESULTS else RESULTS[0],
        graph=wanted if wanted in GRAPHS else GRAPHS[0],
        default=operation.default,
        named=operation.named,
        link="" if most is None else _catalogue(request),
    )
    remember = None if key is None else answers_of(request).begin(key)
    return await answered(request, run, _about(request, most), remember)


def _about(request: Request, most: int | None) -> dict[str, str]:
    """Headers of an answer: of a shipped question that tells of ``most`` things at most, how many.

    Known before the first row, as a header must be: an answer of so many rows may not be all.
    """
    if most is None:
        return {"Vary": "Accept"}
    link = f'<{_catalogue(request)}>; rel="describedby"'
    return {"Vary": "Accept", MOST: str(most), "Link": link}


def _most(text: str) -> int | None:
    """How many things a shipped question tells of at most; None for others."""
    asked = questions.recognised(text)
    if asked is None or asked.most is None:
        return None
    if re.search(rf"\bLIMIT\s+{asked.most}\b", text, re.IGNORECASE) is None:
        return None  # its title stands above a query that somebody changed
    return asked.most


def _catalogue(request: Request) -> str:
    """Where it is said what each shipped question tells of at most."""
    return f"{request.base_url}api/questions"


def _without_query(request: Request) -> Response:
    chosen = choose(request.headers.get("accept"), (*description.MEDIA_TYPES, HTML))
    if chosen == HTML:
        return RedirectResponse("/sparql-ui", 303, headers={"Vary": "Accept"})
    if chosen is None:
        raise not_acceptable(description.MEDIA_TYPES)
    endpoint = str(request.base_url) + "sparql"
    writable = cast(Access, request.app.state.access).writable
    body = description.service(endpoint, RESULTS, GRAPHS, writable=writable, media_type=chosen)
    return Response(body, headers={"Content-Type": content_type(chosen), "Vary": "Accept"})


async def read_body(request: Request, limit: int) -> bytes:
    """The body. Raises ProtocolError 413 as soon as it is longer than ``limit`` bytes, 408 when it stops."""
    parts: list[bytes] = []
    size, source = 0, request.stream()
    while True:
        with anyio.move_on_after(IDLE) as patience:
            part = await anext(source, None)
        if patience.cancelled_caught:
            raise ProtocolError(f"正文停了 {IDLE:g} 秒", status=408)
        if part is None:
            return b"".join(parts)
        size += len(part)
        if size > limit:
            raise ProtocolError(f"正文超过 {limit} 字节", status=413)
        parts.append(part)
