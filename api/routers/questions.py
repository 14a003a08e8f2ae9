"""``/api/questions``: the shipped questions, and their answers as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.called import called_values
from api.deps import AskDep, Json, StoreDep, known_only, one_of
from api.negotiation import ProtocolError
from api.tabled import written
from kg.questions import question

router = APIRouter(prefix="/api/questions", tags=["questions"])
_RESERVED = "format"
_MOST = 60_000_000  # bytes of an answer
Format = Annotated[str | None, one_of("json", "csv")]


@router.get("", summary="可以问的问题", dependencies=[Depends(known_only)])
def questions(ask: AskDep) -> Json:
    """``{items: [{name, title, question, parameters, text, …}], total}``."""
    items = ask.questions()
    return {"items": items, "total": len(items)}


@router.get("/{name}", summary="一个问题的答案", response_model=None)
async def answer(store: StoreDep, request: Request, name: str, format: Format = None) -> Response:
    """``{question, columns, rows, whole}``; parameters as query parameters, ids or names; ``format=csv`` for a table.

    Evaluated as every query is: within the limits, stopped beyond them. ``whole`` is false where a large
    graph may hold more than the question tells of.
    """
    if format not in (None, "json", "csv"):
        raise ProtocolError(f"不支持的格式 {format[:20]}", "可用: json, csv", 406)
    values = {key: value for key, value in request.query_params.items() if key != _RESERVED}
    asked = question(name)
    await run_in_threadpool(called_values, asked, values, store)
    write = _csv if format == "csv" else partial(_json, asked.name, asked.most)
    body = await written(request, asked.bind(values, store.base), _MOST, write)
    if format != "csv":
        return Response(body, media_type="application/json")
    named = f'attachment; filename="{asked.name}.csv"'
    return Response(
        body, headers={"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": named}
    )


def _json(name: str, most: int | None, columns: list[str], rows: list[list[Any]]) -> bytes:
    found = {
        "question": name,
        "columns": columns,
        "rows": [dict(zip(columns, row, strict=True)) for row in rows],
        "whole": most is None or len(rows) < most,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _csv(columns: list[str], rows: list[list[Any]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Text from documents must not run as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
