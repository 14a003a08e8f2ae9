"""``/api/questions``: the shipped questions, and their answers as JSON or CSV."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from api.deps import AskDep, Json, one_of
from api.negotiation import ProtocolError

router = APIRouter(prefix="/api/questions", tags=["questions"])
_RESERVED = "format"
Format = Annotated[str | None, one_of("json", "csv")]


@router.get("", summary="可以问的问题")
def questions(ask: AskDep) -> Json:
    """``{items: [{name, title, question, parameters, text, …}], total}``."""
    items = ask.questions()
    return {"items": items, "total": len(items)}


@router.get("/{name}", summary="一个问题的答案", response_model=None)
def answer(ask: AskDep, request: Request, name: str, format: Format = None) -> Json | Response:
    """``{question, columns, rows}``; parameters as query parameters; ``format=csv`` for a table."""
    if format not in (None, "json", "csv"):
        raise ProtocolError(f"不支持的格式 {format[:20]}", "可用: json, csv", 406)
    values = {key: value for key, value in request.query_params.items() if key != _RESERVED}
    found = ask.answer(name, {**values})
    if format != "csv":
        return found
    return Response(
        _csv(found["columns"], found["rows"]),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{found["question"]}.csv"',
        },
    )


def _csv(columns: list[str], rows: list[Json]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Text from documents must not run as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
