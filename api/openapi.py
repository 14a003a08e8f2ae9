"""The OpenAPI description says what really comes back: media types, redirects, one shape of errors.

FastAPI knows the parameters; what routes negotiate or stream it cannot know. Errors are problem+json
everywhere (``default``), so its own 422 is left out.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.sparql import GRAPHS, RESULTS
from kg.describe import MEDIA_TYPES

Node: TypeAlias = dict[str, Any]
_RDF, _PAGE = MEDIA_TYPES, (*MEDIA_TYPES, "text/html")
_MEDIA: dict[str, tuple[str, ...]] = {
    "/metrics": ("text/plain",),
    "/ns": _PAGE,
    "/vocab/{name}": _PAGE,
    "/id/{id}": _PAGE,
    "/context.jsonld": ("application/ld+json",),
    "/.well-known/sparql-examples": _RDF,
    "/.well-known/void": _RDF,
    "/sparql": (*RESULTS, *GRAPHS, "text/html"),
    "/store": GRAPHS[:4],
    "/api/questions/{name}": ("application/json", "text/csv"),
}
# Answers without a body.
_EMPTY = {
    ("/ns", "get"): ("304",),
    ("/context.jsonld", "get"): ("304",),
    ("/vocab/{name}", "get"): ("303", "304"),
    ("/id/{id}", "get"): ("303", "304"),
    ("/sparql", "get"): ("303",),
    ("/sparql", "post"): ("204",),
    ("/sparql/update", "post"): ("204",),
    ("/store", "put"): ("201", "204"),
    ("/store", "post"): ("201", "204"),
    ("/store", "delete"): ("204",),
}
_WORDS = {"201": "Made", "204": "Done", "303": "The page that shows it", "304": "Not modified"}
_PROBLEM: Node = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; `code` is stable, `detail` and `hint` are for people.",
    "required": ["type", "title", "status", "detail", "code", "hint"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}
_TEXT: Node = {"schema": {"type": "string"}}
_IRI: Node = {
    "type": "string",
    "format": "iri",
    "pattern": r"^[A-Za-z][A-Za-z0-9+.\-]*:[!#-;=?-\[\]_a-z~]+$",
}
_GRAPHS: Node = {"type": "array", "items": _IRI}
_QUERY_PARAMETERS = [
    {
        "name": "query",
        "in": "query",
        "description": "SPARQL 1.1; without it the service describes itself",
        "schema": {"type": "string", "minLength": 1},
    },
    {"name": "default-graph-uri", "in": "query", "schema": _GRAPHS},
    {"name": "named-graph-uri", "in": "query", "schema": _GRAPHS},
]
_GRAPH_PARAMETERS = [
    {"name": "graph", "in": "query", "description": "IRI", "schema": _IRI},
    {
        "name": "default", "in": "query", "allowEmptyValue": True,
        "description": "the unnamed graph", "schema": {"type": "string"},
    },
]  # fmt: skip


def install(app: FastAPI) -> None:
    """Let ``app`` serve this description; made once, on first use."""

    def described() -> Node:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                    license_info=app.license_info,
                )
            )
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _completed(schema: Node) -> Node:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _answers(path, method, operation["responses"])
    _requests(schema["paths"])
    return schema


def _answers(path: str, method: str, responses: Node) -> None:
    responses.pop("422", None)
    if path in _MEDIA and not (path == "/store" and method != "get"):
        media = {
            kind: responses["200"].get("content", {}).get(kind, {} if "json" in kind else _TEXT)
            for kind in _MEDIA[path]
        }
        responses["200"]["content"] = media
    for status in _EMPTY.get((path, method), ()):
        responses[status] = {"description": _WORDS[status]}
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses["default"] = {"description": "What went wrong and what to do", "content": problem}


def _requests(paths: Node) -> None:
    """What routes read from the raw request."""
    text: Node = {"type": "string", "minLength": 1}
    form = {"type": "object", "properties": {"query": text}, "required": ["query"]}
    change = {
        "type": "object",
        "properties": {"update": {"type": "string"}},  # empty: nothing to do
        "required": ["update"],
    }
    inputs = {kind: {"schema": {}} if "json" in kind else _TEXT for kind in GRAPHS[:4]}
    bodies: dict[tuple[str, str], Node] = {
        ("/sparql", "post"): {
            "application/sparql-query": _TEXT,
            "application/x-www-form-urlencoded": {"schema": form},
        },
        ("/sparql/update", "post"): {
            "application/sparql-update": _TEXT,
            "application/x-www-form-urlencoded": {"schema": change},
        },
        ("/store", "put"): inputs,
        ("/store", "post"): inputs,
    }
    for (path, method), content in bodies.items():
        if method in paths.get(path, {}):
            paths[path][method]["requestBody"] = {"required": True, "content": content}
    if "/sparql" in paths:
        paths["/sparql"]["get"]["parameters"] = _QUERY_PARAMETERS
    for operation in paths.get("/store", {}).values():
        operation["parameters"] = _GRAPH_PARAMETERS
