"""The rows of a query as plain values, computed where a query can be stopped, read here few at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias, cast

from fastapi import Request
from pyoxigraph import Literal, NamedNode

from api.cli_tables import Value
from api.computing import desk_of
from api.deps import get_store
from kg.errors import QueryError
from kg.evaluators import Evaluator
from kg.flow import Flow
from kg.lanes import Few
from kg.pool import Ticket
from kg.rows import plain
from ontology.terms import XSD

Table: TypeAlias = tuple[list[str], list[list[Value]]]
# Makes a file of header and rows.
Write: TypeAlias = Callable[[list[str], list[list[Value]]], bytes]
_JSON = "application/sparql-results+json"
_FEW = Few(2, 6)  # tables read and written at once, and waiting


async def written(request: Request, text: str, most: int, write: Write) -> bytes:
    """What ``write`` makes of header and rows of a SELECT whose answer has at most ``most`` bytes.

    Reading and writing take ten times as much memory. Raises QueryError for a longer one, and what ends
    the query.
    """
    pool = cast(Evaluator, request.app.state.pool)
    asked_at = str(request.url.replace(query=""))
    ask = partial(_answer, pool, text, asked_at, get_store(request).base, most, write)
    return await desk_of(request).take(ask)


def _answer(
    pool: Evaluator,
    text: str,
    asked_at: str,
    base: str,
    most: int,
    write: Write,
) -> bytes:
    ticket = Ticket()

    def stop() -> None:
        if flow.size > most:
            ticket.cancel()

    flow = Flow(pool.spool, stop)
    try:
        pool.stream(text, flow, base=asked_at, results=_JSON, ticket=ticket)
        if flow.size > most:
            raise QueryError("结果太多，放不进一张表", "加上 LIMIT，或从 /sparql 取 CSV")
        if flow.error is not None:
            raise flow.error
        with _FEW:
            return write(*_table(json.loads(flow.whole()), base))
    finally:
        flow.close()


def _table(found: dict[str, Any], base: str) -> Table:
    header = found["head"]["vars"]
    rows = found["results"]["bindings"]
    return header, [[_value(row.get(name), base) for name in header] for row in rows]


def _value(term: dict[str, str] | None, base: str) -> Value:
    if term is None:
        return None
    if term["type"] == "literal":
        kind = NamedNode(term.get("datatype", XSD + "string"))
        read: Value = plain(Literal(term["value"], datatype=kind))
        return read
    if term["type"] != "uri":
        return term["value"]
    value: Value = plain(NamedNode(term["value"]), base)
    return value
