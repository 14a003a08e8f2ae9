"""``/take/duties.*``: a unit's duties as files, narrowed as its page is."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import duty_list
from api.cli_ask import DUTY_COLUMNS, duty_row
from api.cli_tables import csv_bytes
from api.deps import get_ask as ask_of
from api.deps import get_store
from api.routers.pages import PageRoute
from kg.errors import NotFoundError
from visualize.page import graph_page

Text = Annotated[str | None, Query(max_length=400)]
router = APIRouter(route_class=PageRoute, include_in_schema=False)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Maker = Callable[[Request, dict[str, Any], list[dict[str, Any]]], bytes]


def _rows(duties: list[dict[str, Any]]) -> list[list[Any]]:
    return [list(duty_row(duty)) for duty in duties]


def _calendar(request: Request, unit: dict[str, Any], _: list[dict[str, Any]]) -> bytes:
    base = str(request.base_url).rstrip("/")
    return duty_list.ics_bytes(ask_of(request), unit, date.today(), base)


MAKERS: dict[str, tuple[str, Maker]] = {
    "csv": ("text/csv; charset=utf-8", lambda _, u, d: csv_bytes(DUTY_COLUMNS, _rows(d))),
    "xlsx": (_SHEET, lambda _, u, d: duty_list.xlsx_bytes(u["label"], DUTY_COLUMNS, _rows(d))),
    "docx": (_WORD, lambda _, u, d: duty_list.docx_bytes(u, d)),
    "ics": ("text/calendar; charset=utf-8", _calendar),
    "ttl": (
        "text/turtle; charset=utf-8",
        lambda r, u, d: duty_list.turtle_bytes(get_store(r), u, d),
    ),
    "html": ("text/html; charset=utf-8", lambda r, u, d: graph_page(ask_of(r), u["id"])),
}


@router.get("/take/duties.{kind}")
def duties(
    request: Request,
    kind: str,
    unit: Text = None,
    role: Text = None,
    year: Text = None,
    document: Text = None,
) -> Response:
    """The duties of ``unit`` as csv, xlsx, docx, ics, ttl or html (the graph as one file)."""
    if kind not in MAKERS:
        raise NotFoundError(f"没有这种文件：{kind[:20]}", "可用：" + "、".join(MAKERS))
    ask = ask_of(request)
    found = ask.unit(unit or "")
    wanted = int(year) if year and year.isascii() and year.isdigit() else None
    answer = ask.duties(found["id"], role=role or None, year=wanted, document=document or None)
    media_type, make = MAKERS[kind]
    name = urllib.parse.quote(f"{found['label']}责任清单.{kind}", safe="")
    # The old form for old downloaders, the encoded one for the rest; always saved, never shown.
    disposition = f"attachment; filename=\"duties.{kind}\"; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition}
    return Response(make(request, found, answer["items"]), media_type=media_type, headers=headers)
