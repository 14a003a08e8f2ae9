"""Rows on their way out: CSV and XLSX that open rightly in Excel and carry no formula.

A cell that starts with ``=``, ``+``, ``-`` or ``@`` (full-width ones too) or a tab is a formula to a
spreadsheet, and the text of a stranger's document stands in our cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from api.cli_console import one_line

Value: TypeAlias = str | int | float | bool | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MAX_CELL = 32_767  # Excel's own limit of characters a cell


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


def write_xlsx(
    path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """Write one sheet: bold frozen header, filters, wrapped text; every text cell is a plain string."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    widths = [max(8, 2 * len(name) + 2) for name in header]
    body: list[list[str | int | float]] = [[inert(value) for value in row] for row in rows]
    for line in body[:200]:
        for i, value in enumerate(line):
            widths[i] = min(60, max(widths[i], 2 * len(str(value)) + 2))
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(header)))}{len(body) + 1}"

    def cell(value: str | int | float, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value[:_MAX_CELL] if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl takes "=…" for a formula unless told
        made.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in header])
    for line in body:
        sheet.append([cell(value) for value in line])
    made_file = io.BytesIO()
    book.save(made_file)  # to memory: a path that cannot be written breaks openpyxl in its middle
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made_file.getvalue())


def _sheet_name(title: str) -> str:
    cleaned = "".join(" " if c in "[]:*?/\\'" else c for c in one_line(title)).strip()
    return cleaned[:31] or "zhize"
