"""Workbooks and delimited text: one table a sheet, exact cells."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from kg.errors import ReadError
from kg.model import SourceText, Table
from loaders.readers import read


def saved(book: Any) -> SourceText:
    buffer = io.BytesIO()
    book.save(buffer)
    return read(buffer.getvalue(), "清单.xlsx")


def cells(source: SourceText, table: Table) -> list[tuple[int, int, str]]:
    return [(c.row, c.col, source.text[c.span.start : c.span.end]) for c in table.cells]


def test_a_sheet_that_lost_its_name_is_no_box() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["任务", "责任单位"])
    buffer, damaged = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="Sheet"', b'name=""'))
    source = read(damaged.getvalue(), "清单.xlsx")
    assert source.boxes == ()
    assert [words for *_, words in cells(source, source.tables[0])] == ["任务", "责任单位"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sheet1", False),
        ("工作表2", False),
        ("sheet1 (2)", False),
        ("表一 镇级", True),
        ("2025", True),
    ],
)
def test_only_a_name_that_somebody_gave_a_sheet_is_read(name: str, said: bool) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = name
    book.worksheets[0].append(["任务", "责任单位"])
    source = saved(book)
    assert (name in source.text) is bool(source.boxes) is bool(source.asides) is said


def test_a_responsibility_table() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "分工表"
    sheet.append(["2025年重点任务责任清单"])
    sheet.merge_cells("A1:D1")
    sheet.append(["序号", "重点任务", "责任单位", "完成时限"])
    sheet.append([1, "开展普法\n宣传", "司法局、教育局", dt.date(2025, 6, 30)])
    sheet.append([2, "依法巡查", None, "长期坚持"])
    sheet.append([])
    sheet.append([3, 99.5, "综治办", True])
    sheet.merge_cells("B3:B4")
    source = saved(book)
    (table,) = source.tables
    assert cells(source, table) == [
        (0, 0, "2025年重点任务责任清单"),
        (1, 0, "序号"),
        (1, 1, "重点任务"),
        (1, 2, "责任单位"),
        (1, 3, "完成时限"),
        (2, 0, "1"),
        (2, 1, "开展普法\n宣传"),
        (2, 2, "司法局、教育局"),
        (2, 3, "2025-06-30"),
        (3, 0, "2"),
        (3, 2, ""),
        (3, 3, "长期坚持"),
        (5, 0, "3"),
        (5, 1, "99.5"),
        (5, 2, "综治办"),
        (5, 3, "是"),
    ]
    assert {c.row for c in table.cells if c.header} == {1}
    assert [(c.rowspan, c.colspan) for c in table.cells if (c.row, c.col) in ((0, 0), (2, 1))] == [
        (1, 4),
        (2, 1),
    ]
    (label, span) = source.boxes[0]
    assert (label, source.text[span.start : span.end]) == ("工作表", "分工表")
    assert source.asides == (span,)


def test_several_sheets_and_hidden_ones() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["甲", "乙"])
    hidden = book.create_sheet("隐藏表")
    hidden.append(["丙", "丁"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空表")
    last = book.create_sheet("第二张")
    last["C5"] = "戊"
    source = saved(book)
    assert len(source.tables) == 2
    assert "丙" not in source.text
    assert [warning.code for warning in source.warnings] == ["hidden_sheet"]
    assert cells(source, source.tables[1]) == [(0, 0, "戊")]


def test_percentages_are_read_as_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C3"], sheet["D3"], sheet["E3"], sheet["F3"] = 1, 0.9934, "长期", 0.5
    sheet["C3"].number_format = "0%"
    sheet["D3"].number_format = "0.0%;[Red]-0.0%"
    sheet["E3"].number_format = "0.00%"
    source = saved(book)
    found = [text for _, _, text in cells(source, source.tables[0])]
    assert found == ["100%", "99.3%", "长期", "0.5"]


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ20000"])
def test_one_value_far_away_cannot_exhaust_memory(far: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "序号"
    sheet[far] = "x"
    with pytest.raises(ReadError) as caught:
        saved(book)
    assert caught.value.code == "too_large"


def test_formatted_but_empty_cells_far_away_are_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "任务"])
    sheet["XFD1048576"].number_format = "0.00"
    assert len(saved(book).tables[0].cells) == 2


def test_csv_in_gbk_with_quotes_and_line_ends_in_cells() -> None:
    text = '序号,任务,责任单位\r\n1,"开展普法,\r\n宣传","司法局、教育局"\r\n2,巡查,\r\n'
    source = read(text.encode("gb18030"), "清单.csv")
    (table,) = source.tables
    assert cells(source, table) == [
        (0, 0, "序号"),
        (0, 1, "任务"),
        (0, 2, "责任单位"),
        (1, 0, "1"),
        (1, 1, "开展普法,\n宣传"),
        (1, 2, "司法局、教育局"),
        (2, 0, "2"),
        (2, 1, "巡查"),
        (2, 2, ""),
    ]
    assert [c.header for c in table.cells[:4]] == [True, True, True, False]


def test_ragged_rows() -> None:
    source = read(b"a,b\n1\n1,2,3\n", "x.csv")
    assert [len([c for c in source.tables[0].cells if c.row == r]) for r in range(3)] == [2, 1, 3]
