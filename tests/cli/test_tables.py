"""api.cli_tables: what leaves for a spreadsheet opens rightly and carries no formula."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from api.cli_tables import csv_bytes, inert, write_csv, write_xlsx

ATTACKS = [
    '=HYPERLINK("http://x","点我")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    "\n=1",
    " =1+1",
    "＝1+1",
    "－1",
    "＠x",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_formula_becomes_text(text: str) -> None:
    assert str(inert(text)).startswith("'")


@pytest.mark.parametrize("text", ["司法局", "2025年", "（一）", "", "a=b"])
def test_plain_text_stays(text: str) -> None:
    assert inert(text) == text


def test_numbers_stay_numbers_and_nothing_is_empty() -> None:
    assert [inert(v) for v in (-3, 0.5, None, True)] == [-3, 0.5, "", "是"]


def test_control_characters_are_shown_not_obeyed() -> None:
    assert inert("a\x1b[31mb\x00") == "a�[31mb�"


def test_csv_has_a_bom_and_reads_back() -> None:
    body = csv_bytes(("单位", "句"), [("司法局", '他说“好”, "行"\n第二行')])
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows == [["单位", "句"], ["司法局", '他说“好”, "行" 第二行']]


def test_csv_makes_its_folder(tmp_path: Path) -> None:
    write_csv(tmp_path / "新" / "表.csv", ("甲",), [("乙",)])
    assert (tmp_path / "新" / "表.csv").is_file()


def test_xlsx_cells_are_strings_even_when_they_look_like_formulas(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    rows = [(text, 3) for text in ATTACKS] + [("x" * 40_000, None)]
    write_xlsx(path, "责任/清单[1]", ("内容", "数"), rows)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None and sheet.title == "责任 清单 1"
    body = list(sheet.iter_rows(min_row=2))
    assert {row[0].data_type for row in body} == {"s"}
    assert all(str(row[0].value).startswith("'") for row in body[:-1])
    assert len(str(body[-1][0].value)) == 32_767
    assert sheet.freeze_panes == "A2"


def test_xlsx_is_ready_to_be_printed_and_whole_days_are_dates(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    rows = [("2025-09-30",), ("2025-12",), ("2025-02-30",), ("1899-01-01",)]
    write_xlsx(path, "表", ("时限",), rows, [("第二", ("甲",), [("乙",)])])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["表", "第二"]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    widths = [sheet.column_dimensions["A"].width for sheet in book.worksheets]
    assert widths == [12, 8], "a day takes ten digits, not twice as many"
    cells = [book["表"].cell(row, 1) for row in range(2, 6)]
    assert cells[0].is_date and cells[0].value == datetime(2025, 9, 30)
    assert [cell.value for cell in cells[1:]] == ["2025-12", "2025-02-30", "1899-01-01"]


def test_a_broad_table_keeps_its_first_column_and_its_counts_narrow(tmp_path: Path) -> None:
    path = tmp_path / "矩阵.xlsx"
    heads = ["单位", *(f"进一步优化第{n}项政务服务，推动降低办事成本" for n in range(40))]
    write_xlsx(path, "矩阵", heads, [["县司法局", *([""] * 39), 3]])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.freeze_panes == "B2" and sheet.print_title_cols == "$A:$A"
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is None or not fit.fitToPage, "forty columns on one page cannot be read"
    assert sheet.column_dimensions["C"].width <= 14 and sheet["C1"].alignment.wrap_text
    with zipfile.ZipFile(path) as packed:
        written = packed.read("xl/worksheets/sheet1.xml").decode()
    assert written.count("<c ") == len(heads) + 2, "empty cells are not written"
    assert sheet["AO2"].value == 3
