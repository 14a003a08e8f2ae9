"""HTTP content negotiation: the Accept header against what we can serve (RFC 9110 § 12.5.1).

With what every negotiated answer shares: the refusal, the ``Content-Type``, the ``ETag``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from fastapi import Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from kg.describe import MEDIA_TYPES
from kg.errors import QueryError

HTML = "text/html"
_TAG = re.compile(r'"[^"]*"')
_NO_GZIP = re.compile(r"(?:x-)?gzip\s*;\s*q\s*=\s*0(?:\.0*)?", re.IGNORECASE)
# What ?format= may say where a thing is served as RDF and as a page.
FORMATS = {"ttl": MEDIA_TYPES[0], "jsonld": MEDIA_TYPES[1], "nt": MEDIA_TYPES[2], "html": HTML}


class ProtocolError(QueryError):
    """A request that is not the protocol's."""

    code = "protocol"

    def __init__(self, message: str, hint: str = "", status: int = 400) -> None:
        super().__init__(message, hint)
        self.status = status


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        pieces = [piece.strip() for piece in part.split(";")]
        kind, _, sub = pieces[0].lower().partition("/")
        if not kind or not sub:
            continue
        quality = 1.0
        for parameter in pieces[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        found.append((kind, sub, quality))
    return found


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The best of ``offers`` (our order breaks ties), None when nothing is acceptable.

    The most specific range decides the quality of each offer; ``q=0`` refuses it.
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    best: tuple[float, int] | None = None
    for index, offer in enumerate(offers):
        kind, _, sub = offer.partition("/")
        quality, specific = 0.0, -1
        for range_kind, range_sub, range_quality in ranges:
            rank = (range_kind != "*") + (range_sub != "*")
            matches = range_kind in (kind, "*") and range_sub in (sub, "*")
            if matches and rank > specific:
                quality, specific = range_quality, rank
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, index)
    return None if best is None else offers[best[1]]


def not_acceptable(offers: Sequence[str]) -> ProtocolError:
    """406, naming what there is."""
    return ProtocolError("没有可接受的格式", "可用: " + ", ".join(offers), 406)


def agreed(request: Request, offers: Sequence[str]) -> str:
    """The best of ``offers`` for the request's ``Accept``. Raises ProtocolError 406."""
    chosen = choose(request.headers.get("accept"), offers)
    if chosen is None:
        raise not_acceptable(offers)
    return chosen


def agreed_format(request: Request, format: str | None) -> str:
    """RDF or a page: by ``?format=``, else by ``Accept``. Raises ProtocolError 406."""
    offers = (*MEDIA_TYPES, HTML)
    if format is None:
        return agreed(request, offers)
    if format not in FORMATS:
        raise not_acceptable(offers)
    return FORMATS[format]


def alternates(path: str, media_type: str) -> str:
    """The ``Link`` header that names the other forms of what stands at ``path``."""
    return ", ".join(
        f'<{path}?format={name}>; rel="alternate"; type="{kind}"'
        for name, kind in FORMATS.items()
        if kind != media_type
    )


def content_type(media_type: str) -> str:
    """``media_type`` with its charset where it is text."""
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")


def tagged(request: Request, body: bytes, media_type: str, more: Mapping[str, str]) -> Response:
    """``body`` under its ETag, with the headers ``more``; 304 when the client has it already."""
    tag = '"' + hashlib.sha256(body).hexdigest()[:32] + '"'
    headers = {"ETag": tag, "Content-Type": content_type(media_type), **more}
    if has_it(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers)


def has_it(request: Request, tag: str) -> bool:
    """Whether a GET or HEAD says that its client has what ``tag`` names (RFC 9110 § 13.1.2: compared weakly)."""
    if request.method not in ("GET", "HEAD"):
        return False
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(known)


class Packing(GZipMiddleware):
    """gzip for whoever takes it; ``gzip;q=0`` says that one does not."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] == "http" and _refuses_gzip(Headers(scope=scope)):
            kept = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await super().__call__(scope, receive, send)


def _refuses_gzip(headers: Headers) -> bool:
    said = ",".join(headers.getlist("accept-encoding"))
    return any(_NO_GZIP.fullmatch(part.strip()) for part in said.split(","))
