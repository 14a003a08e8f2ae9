"""Workbooks (XLSX, XLS): one table a sheet, merged cells laid out, header row marked."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
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

_MEDIA = {
    b"PK": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"\xd0\xcf": "application/vnd.ms-excel",
}
_MAX_CELLS = 5_000_000
_WIDEST = 1000
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
# a cell with content (an empty formatted one ends in />) and its address
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>(?!</)')
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?![^<>]*\sr=)(?:\s[^<>]*)?(?<!/)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^<>]*?\s)?r="([0-9]{1,7})"')


def read(data: bytes, name: str) -> SourceText:
    """Every visible sheet as a table; a sheet's name stands above it as an aside.

    Raises ReadError ``encrypted``, ``corrupt`` or ``too_large`` (more cells than any real table).
    """
    _check_ranges(data)
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
        _sheet(book.get_sheet_by_name(sheet.name), layout)
    return layout.source(data, name, _MEDIA.get(data[:2], _MEDIA[b"PK"]))


def _check_ranges(data: bytes) -> None:
    """Refuse an XLSX whose cells span too much: calamine lays out the whole rectangle before it answers.

    One value in XFD1048576 makes it ask for 550 GB and end the process.
    """
    if not is_zip(data):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not _SHEET_PART.fullmatch(name):
                continue
            part = archive.read(name)
            cells = _CELL.findall(part)
            rows = [int(row) for _, row in cells]
            if _UNPLACED.search(part):
                rows += [int(row) for row in _ROW.findall(part)]
            columns = [_column(letters) for letters in {letters for letters, _ in cells}]
            if rows and (max(rows) - min(rows) + 1) * _extent(columns) > _MAX_CELLS:
                raise refusal("sheet_range", f"直到第 {max(rows)} 行")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extent(columns: list[int]) -> int:
    return max(columns) - min(columns) + 1 if columns else 1


def _sheet(sheet: CalamineSheet, layout: Layout) -> None:
    if sheet.height * sheet.width > _MAX_CELLS:
        raise refusal("sheet_range")
    rows = [[shown(value) for value in row] for row in sheet.to_python()]
    first_row, first_col = sheet.start or (0, 0)
    merges = {
        (top - first_row, left - first_col): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    cells = with_headers(grid(rows, merges))
    if any(cell.text for cell in cells):
        layout.boxes.append(("工作表", layout.line(sheet.name, aside=True)))
        layout.table(cells)


def grid(
    rows: Sequence[Sequence[str]], merges: dict[tuple[int, int], tuple[int, int]]
) -> list[GridCell]:
    """The cells of a sheet; cells covered by a merged one are left out, as are wholly empty rows."""
    if sum(height * min(width, _WIDEST) for height, width in merges.values()) > _MAX_CELLS:
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
