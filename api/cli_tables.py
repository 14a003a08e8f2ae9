"""Rows on their way out: CSV and XLSX that open rightly in Excel and carry no formula.

A cell that starts with ``=``, ``+``, ``-`` or ``@`` (full-width ones too) or a tab is a formula to a
spreadsheet, and the text of a stranger's document stands in our cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from api.cli_console import one_line

Value: TypeAlias = str | int | float | bool | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d")
_FIRST_YEAR = 1900  # Excel's calendar begins
_MAX_CELL = 32_767  # Excel's own limit of characters a cell
_HEAD, _WIDEST = 12, 46  # widths of columns, in digits
_BROAD = 20  # more columns than fit a page
_LATIN = "\u2e7f"  # what comes after it is as wide as two digits


def inert(value: Value) -> str | int | float:
    """The value as a spreadsheet may hold it: text that would be a formula gets a leading ``'``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    text = one_line(value)
    risky = value.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return "'" + text if risky else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]], *, bom: bool = True) -> bytes:
    """The table as CSV in UTF-8; with a BOM, without which Excel reads Chinese as GBK."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([inert(name) for name in header])
    writer.writerows([inert(value) for value in row] for row in rows)
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write ``csv_bytes`` to ``path``, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes(header, rows))


Sheet: TypeAlias = tuple[str, Sequence[str], Iterable[Sequence[Value]]]


def write_xlsx(
    path: Path,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    more: Iterable[Sheet] = (),
) -> None:
    """Write a sheet, and ``more`` of them: bold frozen header, filters, wrapped text, ready to be printed.

    Whole days (2025-09-30) are dates to sort by; every other text cell is a plain string. A table of
    many columns (a matrix) keeps its first one in sight, and is printed over several pages.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, head, body in ((title, header, rows), *more):
        _fill(book.create_sheet(_sheet_name(name)), head, body)
    made_file = io.BytesIO()
    book.save(made_file)  # to memory: a path that cannot be written breaks openpyxl in its middle
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_file.getvalue())


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    # A long heading is wrapped: a column of counts is no wider for what it counts.
    widths = [max(8, min(_HEAD, _wide(name)) + 2) for name in header]
    body = [[inert(value) for value in row] for row in rows]
    for line in body[:200]:
        for i, value in enumerate(line):
            widths[i] = min(_WIDEST, max(widths[i], _wide(value) + 2))
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    broad = len(header) > _BROAD
    sheet.freeze_panes = "B2" if broad else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(header)))}{len(body) + 1}"
    _for_paper(sheet, broad=broad)
    # One for all cells: 600,000 cells of a matrix of 100 documents took 20 s.
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    sheet.append([_cell(sheet, name, wrapped, bold) for name in header])
    for line in body:
        # An empty cell is none: nine in ten cells of a matrix are.
        sheet.append([None if value == "" else _cell(sheet, value, wrapped) for value in line])


def _wide(value: str | int | float) -> int:
    """The width of a value in digits, which Excel measures columns in: 市 is two, 2025-12-31 ten."""
    return sum(1 + (char > _LATIN) for char in str(value))


def _for_paper(sheet: Any, *, broad: bool) -> None:
    """Landscape A4, as wide as the page or as many pages as it takes, the header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = not broad
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    if broad:
        sheet.print_title_cols = "A:A"


def _cell(sheet: Any, value: str | int | float, alignment: Any, font: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell

    day = _day(value)
    made = WriteOnlyCell(
        sheet, value=day or (value[:_MAX_CELL] if isinstance(value, str) else value)
    )
    if day is not None:
        made.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        made.data_type = "s"  # openpyxl takes "=…" for a formula unless told
    made.alignment = alignment
    if font is not None:
        made.font = font
    return made


def _day(value: str | int | float) -> datetime | None:
    """The day that a cell is; None for a year, a month and what Excel has no number for (before 1900)."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        day = datetime.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _sheet_name(title: str) -> str:
    cleaned = "".join(" " if c in "[]:*?/\\'" else c for c in one_line(title)).strip()
    return cleaned[:31] or "zhize"
