"""One shape for every error over HTTP (RFC 9457 problem+json) and the one table that makes it.

Known errors say what happened and what to do; anything else is a plain 500 without a stack trace
(the trace goes to the log).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, Protocol, TypeAlias, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match

from api import security
from api.moved import forward
from api.negotiation import choose
from kg.errors import NotFoundError, QueryError, ZhizeError

Handler: TypeAlias = Callable[[Request, Exception], Response]
MEDIA_TYPE = "application/problem+json"
_MACHINES = ("/api/", "/sparql", "/store", "/metrics", "/static/", "/vendor/")
_LOG = logging.getLogger("zhize.http")
_CODES = {404: "not_found", 405: "method_not_allowed", 406: "not_acceptable", 415: "media_type"}


class Page(Protocol):
    """What makes an error a page."""

    def __call__(
        self, request: Request, status: int, message: str = "", hint: str = "", wrong: str = ""
    ) -> Response:
        """The page."""


# Said in English once a kind; ``detail`` and ``hint`` are Chinese.
_TITLES = {
    "query_syntax": "The SPARQL text does not parse",
    "query_refused": "SERVICE and LOAD may not ask this address",
    "query_timeout": "The query ran out of its time and was stopped",
    "query_memory": "The query ran out of memory and was stopped",
    "query_too_large": "The answer has too many bytes; add a LIMIT",
    "query_too_many_rows": "The answer has too many rows; add a LIMIT",
    "busy": "Too many long queries at once; try again soon",
    "read_only": "This service is read-only",
    "protocol": "Not a request of the SPARQL protocol",
    "token_required": "A token is needed",
    "token_wrong": "The token is wrong",
    "too_many_attempts": "Too many wrong tokens; wait a minute",
    "too_many_writes": "Too many writes; wait a minute",
    "wrong_host": "This server does not answer to that name",
    "not_found": "There is no such thing",
    "invalid_parameter": "A parameter is wrong",
    "store_unreachable": "The remote store does not answer",
}


def problem(
    status: int,
    code: str,
    detail: str,
    hint: str = "",
    headers: dict[str, str] | None = None,
    position: tuple[int, int] | None = None,
) -> JSONResponse:
    """``{type, title, status, detail, code, hint}``, for a text also ``line`` and ``column``.

    ``type`` is a URN, nothing to fetch.
    """
    body: dict[str, Any] = {
        "type": f"urn:zhize:error:{code}",
        "title": _TITLES.get(code, HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
        "code": code,
        "hint": hint,
    }
    if position is not None:
        body["line"], body["column"] = position
    return JSONResponse(body, status_code=status, headers=headers, media_type=MEDIA_TYPE)


def _known(request: Request, error: Exception) -> JSONResponse:
    known = cast(ZhizeError, error)
    headers = {"WWW-Authenticate": 'Bearer realm="zhize"'} if known.status == 401 else {}
    if known.status == HTTPStatus.NOT_ACCEPTABLE:
        headers["Vary"] = "Accept"
    if known.code == "busy":
        headers["Retry-After"] = "2"
    position = known.position if isinstance(known, QueryError) else None
    return problem(known.status, known.code, known.message, known.hint, headers, position)


def _http(request: Request, error: Exception) -> Response:
    http = cast(HTTPException, error)
    code = _CODES.get(http.status_code, "http")
    headers = dict(http.headers) if http.headers else {}
    if http.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(_methods(request) | {"OPTIONS"}))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    if http.status_code == HTTPStatus.NOT_FOUND and http.detail == HTTPStatus.NOT_FOUND.phrase:
        detail = f"没有这个地址：{request.url.path[:200]}"
        return problem(404, code, detail, "接口见 /docs；内置的问题见 /api/questions")
    return problem(http.status_code, code, str(http.detail), headers=headers)


def _methods(request: Request) -> set[str]:
    """What the address takes, over all its routes: the router itself names those of the first."""
    found: set[str] = set()
    for route in _flat(request.app.routes):
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found


def _flat(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes with those of included routers, which newer FastAPI keeps as they are."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _flat(included.routes)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    invalid = cast(RequestValidationError, error)
    parts = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in invalid.errors()]
    return problem(422, "invalid_parameter", "; ".join(parts), "见 /docs 的参数说明")


def _unknown(request: Request, error: Exception) -> JSONResponse:
    id_ = getattr(request.state, "request_id", "")
    _LOG.error("unhandled error at %s, request %s", request.url.path, id_, exc_info=error)
    # This answer is made outside the middleware that adds the headers to all others.
    headers = {
        "Content-Security-Policy": security.POLICY,
        **security.HEADERS,
        **({"X-Request-ID": id_} if id_ else {}),
    }
    return problem(500, "internal", "服务器内部错误", "请把日志中的错误报告给维护者", headers)


HANDLERS: dict[type[Exception], Handler] = {
    ZhizeError: _known,
    HTTPException: _http,
    RequestValidationError: _invalid,
    Exception: _unknown,
}


def names_of(invalid: RequestValidationError) -> str:
    """The parameters that are wrong: ``q、today``."""
    return "、".join(dict.fromkeys(str(e["loc"][-1]) for e in invalid.errors()))


def _for_people(handler: Handler) -> Handler:
    """``handler``, but a page for a browser whose address leads nowhere: who mistypes one is no program."""

    def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, NotFoundError) and (elsewhere := forward(request)):
            return elsewhere
        made = handler(request, error)
        page: Page | None = getattr(request.app.state, "error_page", None)
        if page is None or made.status_code not in (404, 422) or not _browsing(request):
            return made
        if isinstance(error, ZhizeError):
            return page(request, error.status, error.message, error.hint)
        wrong = names_of(error) if isinstance(error, RequestValidationError) else ""
        return page(request, made.status_code, wrong=wrong)

    return answer


def _browsing(request: Request) -> bool:
    """Whether a page is wanted of an address that is none of the API's."""
    if request.method not in ("GET", "HEAD") or request.url.path.startswith(_MACHINES):
        return False
    return choose(request.headers.get("accept"), (MEDIA_TYPE, "text/html")) == "text/html"


def install(app: FastAPI) -> None:
    """Register the table on ``app``; ``app.state.error_page``, where there is one, makes the pages."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, _for_people(handler))
