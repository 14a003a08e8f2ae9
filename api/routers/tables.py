"""The dense pages: matrix, timeline, compare, quality; and what of them can be taken away as a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator

from api.cli_tables import Value, csv_bytes
from api.deps import get_ask as ask_of
from api.deps import iso_day
from api.duty_list import xlsx_bytes
from api.routers.pages import PageRoute, html_page, lang_of
from api.routers.takeaway import SHEET, saved
from kg.passage import unbroken
from visualize import compare, ics, matrix, quality, timeline
from visualize.i18n import Words

Text = Annotated[str | None, Query(max_length=400)]
router = APIRouter(route_class=PageRoute, include_in_schema=False)


def _cells(
    cols: Text = None,
    place: Text = None,
    year: Text = None,
    role: Text = None,
    document: Text = None,
    all: Text = None,
    unit: Text = None,
    col: Text = None,
) -> matrix.Choice:
    return matrix.Choice(cols, place, year, role, document, all, unit, col)


Cells = Annotated[matrix.Choice, Depends(_cells)]


@router.get("/matrix")
def matrix_page(request: Request, choice: Cells) -> HTMLResponse:
    """Units × themes, headings, documents, years or places; a cell opens the words behind it."""
    return html_page(request, "matrix", matrix.values(ask_of(request), choice))


@router.get("/matrix.csv")
def matrix_csv(request: Request, choice: Cells) -> Response:
    """The whole matrix as a table for Excel."""
    body = csv_bytes(*matrix.table(ask_of(request), choice, Words(lang_of(request))))
    return Response(
        body, media_type="text/csv; charset=utf-8", headers=saved("职责矩阵.csv", "matrix")
    )


@router.get("/matrix.xlsx")
def matrix_xlsx(request: Request, choice: Cells) -> Response:
    """The same as a workbook."""
    body = xlsx_bytes("职责矩阵", *matrix.table(ask_of(request), choice, Words(lang_of(request))))
    return Response(body, media_type=SHEET, headers=saved("职责矩阵.xlsx", "matrix"))


def _read_day(value: object) -> date | None:
    """A day; an emptied field of the form is none, nonsense is told rather than taken for today."""
    return iso_day(value) if value else None


def _days(
    today: Annotated[date | None, BeforeValidator(_read_day)] = None,
    place: Text = None,
    unit: Text = None,
    document: Text = None,
    late: Text = None,
    coming: Text = None,
    again: Text = None,
) -> timeline.Choice:
    return timeline.Choice(today or date.today(), place, unit, document, late, coming, again)


Days = Annotated[timeline.Choice, Depends(_days)]


@router.get("/timeline")
def timeline_page(request: Request, choice: Days) -> HTMLResponse:
    """What is due when, late first; what recurs; how much has no date."""
    return html_page(request, "timeline", timeline.values(ask_of(request), choice))


def _who(due: dict[str, Any]) -> str:
    """The owners; where none is named, who acts as the sentences say, noted as such."""
    owners = "、".join(u["label"] for u in due["units"])
    acting = "、".join(u["label"] for u in due["acting"])
    return owners or (f"{acting}（句中写明）" if acting else "")


_DUES = ("到期", "原文写法", "任务", "责任单位", "依据原句", "文件", "字符起", "字符止", "逾期")


def _dues(request: Request, choice: timeline.Choice) -> list[list[Value]]:
    return [
        [
            *(d["due"], d["wording"], d["label"], _who(d), unbroken(d["sentence"])),
            *(d["document"]["label"], d["start"], d["end"], d["late"]),
        ]
        for d in timeline.told(ask_of(request), choice)
    ]


@router.get("/timeline.csv")
def timeline_csv(request: Request, choice: Days) -> Response:
    """The same deadlines as a table, in the order of days."""
    body = csv_bytes(_DUES, _dues(request, choice))
    return Response(body, media_type="text/csv; charset=utf-8", headers=saved("时限.csv", "dues"))


@router.get("/timeline.xlsx")
def timeline_xlsx(request: Request, choice: Days) -> Response:
    """The same as a workbook."""
    body = xlsx_bytes("时限", _DUES, _dues(request, choice))
    return Response(body, media_type=SHEET, headers=saved("时限.xlsx", "dues"))


@router.get("/timeline.ics")
def timeline_ics(request: Request, choice: Days) -> Response:
    """The same deadlines for a calendar program."""
    ask = ask_of(request)
    name = ask.unit(choice.unit)["label"] if choice.unit else "职责图谱 时限"
    base = str(request.base_url).rstrip("/")
    body = ics.calendar(
        timeline.told(ask, choice), choice.today, name, base, words=Words(lang_of(request))
    )
    headers = {"Content-Disposition": 'attachment; filename="timeline.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/compare")
def compare_page(request: Request, a: Text = None, b: Text = None) -> HTMLResponse:
    """Two documents or two places: what both ask, what changed, what only one asks."""
    return html_page(request, "compare", compare.values(ask_of(request), a, b))


@router.get("/quality")
def quality_page(request: Request, document: Text = None) -> HTMLResponse:
    """What a person should look at, each with its characters; each kind is paged by its own name."""
    given = request.query_params
    starts = {kind: given[kind] for kind in quality.LISTS if kind in given}
    return html_page(request, "quality", quality.values(ask_of(request), document, starts))
