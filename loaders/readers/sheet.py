"""Workbooks (XLSX, XLS): one table a sheet, merged cells laid out, header row marked."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kg.model import SourceText, Warning
from loaders.readers.detect import is_zip
from loaders.readers.layout import GridCell, Layout
from loaders.readers.refusals import refusal
from loaders.readers.tables import with_headers
from loaders.readers.xlsx_parts import MAX_CELLS, Decimals, percentages

_MEDIA = {
    b"PK": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"\xd0\xcf": "application/vnd.ms-excel",
}
_WIDEST = 1000
# What a program calls a sheet that nobody named, or a copy of one: Sheet1, 工作表1, Sheet1 (2)
_UNNAMED = re.compile(
    r"\s*(?:sheet|工作表|表)\s*\d{0,3}\s*(?:[(（]\d{1,3}[)）])?\s*", re.IGNORECASE
)


def read(data: bytes, name: str) -> SourceText:
    """Every visible sheet as a table; a name that somebody gave a sheet stands above it as an aside.

    Raises ReadError ``encrypted``, ``corrupt`` or ``too_large`` (more cells than any real table).
    """
    percent = percentages(data) if is_zip(data) else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise refusal("encrypted") from error
    except CalamineError as error:
        raise refusal("corrupt", str(error)) from error
    layout = Layout()
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != SheetVisibleEnum.Visible:
            message = f"隐藏的工作表“{sheet.name}”没有读取。"
            layout.warnings.append(Warning("hidden_sheet", message))
            continue
        _sheet(book.get_sheet_by_name(sheet.name), layout, percent.get(sheet.name, {}))
    return layout.source(data, name, _MEDIA.get(data[:2], _MEDIA[b"PK"]))


def _sheet(sheet: CalamineSheet, layout: Layout, percent: Decimals) -> None:
    if sheet.height * sheet.width > MAX_CELLS:
        raise refusal("sheet_range")
    rows = [[shown(value) for value in row] for row in sheet.to_python()]
    first_row, first_col = sheet.start or (0, 0)
    for (row, col), decimals in percent.items():
        if 0 <= row - first_row < len(rows) and 0 <= col - first_col < len(rows[row - first_row]):
            line, at = rows[row - first_row], col - first_col
            line[at] = _percentage(line[at], decimals)
    merges = {
        (top - first_row, left - first_col): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    cells = with_headers(grid(rows, merges))
    if any(cell.text for cell in cells):
        # a damaged workbook may have lost it, and a box without a value is none
        if sheet.name and not _UNNAMED.fullmatch(sheet.name):
            layout.boxes.append(("工作表", layout.line(sheet.name, aside=True)))
        layout.table(cells)


def grid(
    rows: Sequence[Sequence[str]], merges: dict[tuple[int, int], tuple[int, int]]
) -> list[GridCell]:
    """The cells of a sheet; cells covered by a merged one are left out, as are wholly empty rows."""
    if sum(height * min(width, _WIDEST) for height, width in merges.values()) > MAX_CELLS:
        raise refusal("sheet_range", "合并单元格")
    covered = {
        (row + down, col + across)
        for (row, col), (height, width) in merges.items()
        for down in range(height)
        for across in range(min(width, _WIDEST))
        if down or across
    }
    found: list[GridCell] = []
    for row, values in enumerate(rows):
        if not any(values):
            continue
        for col, value in enumerate(values):
            if (row, col) in covered:
                continue
            height, width = merges.get((row, col), (1, 1))
            found.append(GridCell(row, col, value, height, width))
    return found


def _percentage(text: str, decimals: int) -> str:
    """0.993 in a cell that shows percentages is read as 99.3%."""
    try:
        return f"{float(text) * 100:.{min(decimals, 6)}f}%"
    except ValueError:
        return text  # words in a cell formatted for numbers


def shown(value: object) -> str:
    """A cell's value as a reader of the sheet would write it: 3.0 → 3, dates as 2025-06-30."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
