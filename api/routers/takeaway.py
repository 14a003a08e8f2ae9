"""``/take/…``: what a page shows as files: a unit's duties, narrowed as its page is; the rows of a query."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import duty_list
from api.cli_ask import DUTY_COLUMNS, duty_row
from api.cli_tables import csv_bytes
from api.deps import get_ask as ask_of
from api.deps import get_store
from api.duty_words import GAP_COLUMNS, act_sheet, acts_of, by_role, gap_rows
from api.routers.pages import PageRoute, lang_of
from api.sparql import MAX_QUERY, hosts_of, read_body
from api.tabled import written
from kg import guard
from kg.ask_tasks import GAPS
from kg.errors import NotFoundError, QueryError
from visualize import graph_files, scene, views
from visualize.i18n import Words
from visualize.page import graph_page

Text = Annotated[str | None, Query(max_length=400)]
router = APIRouter(route_class=PageRoute, include_in_schema=False)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 20_000_000  # bytes of a query's answer
Json = dict[str, Any]
Maker = Callable[[Request, Json, list[Json], list[Json]], bytes]


def _rows(duties: list[dict[str, Any]]) -> list[list[Any]]:
    return [list(duty_row(duty)) for duty in duties]


def _calendar(request: Request, unit: Json, _: list[Json], __: list[Json]) -> bytes:
    base = str(request.base_url).rstrip("/")
    return duty_list.ics_bytes(ask_of(request), unit, date.today(), base)


MAKERS: dict[str, tuple[str, Maker]] = {
    "csv": ("text/csv; charset=utf-8", lambda _, u, d, a: csv_bytes(DUTY_COLUMNS, _rows(d))),
    "xlsx": (
        SHEET,
        lambda _, u, d, a: duty_list.xlsx_bytes(u["label"], DUTY_COLUMNS, _rows(d), act_sheet(a)),
    ),
    "docx": (_WORD, lambda _, u, d, a: duty_list.docx_bytes(u, d, a)),
    "ics": ("text/calendar; charset=utf-8", _calendar),
    "ttl": (
        "text/turtle; charset=utf-8",
        lambda r, u, d, a: duty_list.turtle_bytes(get_store(r), u, d),
    ),
    "html": ("text/html; charset=utf-8", lambda r, u, d, a: graph_page(ask_of(r), u["id"])),
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
    listed, acts = answer["items"], []
    if kind in ("csv", "xlsx", "docx"):
        listed = by_role(ask.with_contents(listed))
        acts = [] if role else acts_of(ask, found["id"], wanted, document or None)
    body = make(request, found, listed, acts)
    return Response(
        body, media_type=media_type, headers=saved(f"{found['label']}责任清单.{kind}", "duties")
    )


@router.get("/take/gaps.{kind}")
def gaps(
    request: Request, kind: str, place: Text = None, document: Text = None, lack: Text = None
) -> Response:
    """Tasks without owner and without date as csv or xlsx; ``lack``: only ``unowned`` or ``undated``."""
    answer = ask_of(request).gaps(place=place or None, document=document or None)
    rows = gap_rows(answer, [lack] if lack in GAPS else GAPS)
    if kind == "csv":
        body, media_type = csv_bytes(GAP_COLUMNS, rows), MAKERS["csv"][0]
    elif kind == "xlsx":
        body, media_type = duty_list.xlsx_bytes("缺口", GAP_COLUMNS, rows), SHEET
    else:
        raise NotFoundError(f"没有这种文件：{kind[:20]}", "可用：csv、xlsx")
    return Response(body, media_type=media_type, headers=saved(f"职责缺口.{kind}", "gaps"))


GRAPHS = ("graphml", "gexf", "ttl", "csv", "xlsx", "html")


@router.get("/take/graph.{kind}")
def graph(
    request: Request,
    kind: str,
    focus: Text = None,
    role: Text = None,
    year: Text = None,
    document: Text = None,
    hide: Text = None,
) -> Response:
    """What the explorer shows around ``focus`` with its filters, as a file for another program or a USB stick."""
    if kind not in GRAPHS:
        raise NotFoundError(f"没有这种文件：{kind[:20]}", "可用：" + "、".join(GRAPHS))
    ask, lang = ask_of(request), lang_of(request)
    filters = views.Filters(role=role, year=year, document=document)
    hidden = frozenset((hide or "").split(","))
    drawn = scene.around(ask, focus or "", scene.MOST, filters=filters, hidden=hidden)
    words = Words(lang)
    header, rows = graph_files.links(drawn, words)
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "graphml": ("application/graphml+xml", lambda: graph_files.graphml(drawn, words)),
        "gexf": ("application/gexf+xml", lambda: graph_files.gexf(drawn, words)),
        "ttl": ("text/turtle; charset=utf-8", lambda: _turtle(request, drawn)),
        "csv": ("text/csv; charset=utf-8", lambda: csv_bytes(header, rows)),
        "xlsx": (SHEET, lambda: duty_list.xlsx_bytes(drawn["label"], header, rows)),
        "html": (
            "text/html; charset=utf-8",
            lambda: graph_page(ask, focus, lang=lang, drawn=drawn),
        ),
    }
    media_type, make = made[kind]
    headers = saved(f"{drawn['label']} 图谱.{kind}", "graph")
    return Response(make(), media_type=media_type, headers=headers)


def _turtle(request: Request, drawn: dict[str, Any]) -> bytes:
    """What the graph says of every node that has an IRI (a date has none), and of the assignments between them."""
    things = [n["id"] for n in drawn["nodes"] if n["type"] not in ("deadline", "item")]
    return duty_list.described(get_store(request), things)


@router.post("/take/query.{kind}")
async def query(request: Request, kind: str) -> Response:
    """The rows of the SELECT in the body as csv or xlsx for a spreadsheet: names for our IRIs, no formulas."""
    if kind not in ("csv", "xlsx"):
        raise NotFoundError(f"没有这种文件：{kind[:20]}", "可用：csv、xlsx")
    text = (await read_body(request, MAX_QUERY)).decode("utf-8", "replace")
    if guard.check(text, hosts_of(request)) != "select":
        raise QueryError("只有 SELECT 的结果是表格", "CONSTRUCT 和 DESCRIBE 请下载 Turtle")
    if kind == "csv":
        body = await written(request, text, _MOST, csv_bytes)
        media_type = "text/csv; charset=utf-8"
    else:
        body = await written(request, text, _MOST, partial(duty_list.xlsx_bytes, "查询结果"))
        media_type = SHEET
    return Response(body, media_type=media_type, headers=saved(f"查询结果.{kind}", "result"))


def saved(name: str, plainly: str) -> dict[str, str]:
    """Headers of a file that is saved, never shown: the old form for old downloaders, the encoded one for the rest."""
    suffix = name.rpartition(".")[2]
    encoded = urllib.parse.quote(name, safe="")
    disposition = f"attachment; filename=\"{plainly}.{suffix}\"; filename*=UTF-8''{encoded}"
    return {"Content-Disposition": disposition}
