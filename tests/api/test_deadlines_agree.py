"""A deadline is counted once and the same everywhere: the report of an import, the totals, the timeline."""

from __future__ import annotations

import csv
import datetime
import io
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import openpyxl
import pytest

from api.loading import Report, load
from api.settings import Settings
from kg.store import open_store

CELLS: tuple[Any, ...] = (
    "2025/9/30", "2025.12.4", datetime.datetime(2025, 11, 5), "第三季度", "2025年10月底前", None, "长期坚持",
)  # fmt: skip
PLAN = (
    "泾县2025年法治工作要点\n\n一、加强学习\n\n"
    "1.组织领导干部年内至少3次旁听庭审。做好登记。（责任单位：县司法局）\n\n"
    "2.完善制度。2025年6月底前修订办法。（责任单位：县司法局）\n\n"
    "3.清理清单。2025年3月底前摸清底数，2025年11月底前公布清单。（责任单位：县档案馆）\n\n"
    "4.组织考试。县教育局应当在2025年10月底前组织考试。\n"
)
Serve = Callable[..., Any]


@pytest.fixture(scope="module")
def read(
    serve: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[httpx.Client, Report]]:
    folder, store = tmp_path_factory.mktemp("dates"), open_store(None)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("泾县2025年普法任务分工表",))
    sheet.append(("序号", "工作任务", "责任单位", "完成时限"))
    for number, cell in enumerate(CELLS, 1):
        sheet.append((number, f"开展第{number}批案卷评查", "县司法局", cell))
    book.save(folder / "分工表.xlsx")
    (folder / "要点.txt").write_text(PLAN, encoding="utf-8")
    report = load([str(folder)], store)
    with serve(Settings(), store) as client:
        yield client, report


def test_import_totals_and_timeline_count_the_same(read: tuple[httpx.Client, Report]) -> None:
    client, report = read
    assert report.facts["deadlines"] == len(CELLS) - 2 + 5
    assert client.get("/api/stats").json()["deadlines"] == report.facts["deadlines"]
    rows = client.get("/timeline.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == report.facts["deadlines"]


def test_the_cells_words_stay(read: tuple[httpx.Client, Report]) -> None:
    client, _ = read
    found = client.get("/timeline.csv").content.decode("utf-8-sig")
    due = {row["原文写法"]: row["到期"] for row in csv.DictReader(io.StringIO(found))}
    assert due["第三季度"] == "2025-09-30"
    assert due["2025/9/30"] == "2025-09-30" and due["2025.12.4"] == "2025-12-04"
    assert due["年内"] == "2025-12-31"


def test_a_date_in_a_heading_is_the_headings_task(read: tuple[httpx.Client, Report]) -> None:
    client, _ = read
    undated = client.get("/api/gaps").json()["undated"]
    assert ["第6批" in task["label"] for task in undated] == [True]


def test_what_goes_on_is_not_missing_its_deadline(read: tuple[httpx.Client, Report]) -> None:
    client, _ = read
    unit = client.get("/api/units", params={"q": "司法局"}).json()["items"][0]["id"]
    duties = client.get(f"/api/units/{unit}/duties").json()["items"]
    goes_on = next(duty for duty in duties if "第7批" in duty["task"]["label"])
    assert goes_on["deadline"] is None and goes_on["timing"] == "长期坚持"
    assert client.get(f"/api/tasks/{goes_on['task']['id']}").json()["timing"] == "长期坚持"
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/take/duties.xlsx", params={"unit": unit}).content)
    ).worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "时限")
    assert "长期坚持" in {sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)}
    assert "长期坚持" in client.get(f"/u/{unit.removeprefix('unit/')}").text


def test_a_task_with_two_dates_has_both_wherever_its_dates_are_told(
    read: tuple[httpx.Client, Report],
) -> None:
    client, _ = read
    unit = client.get("/api/units", params={"q": "档案馆"}).json()["items"][0]["id"]
    (duty,) = client.get(f"/api/units/{unit}/duties").json()["items"]
    due = [(d["date"], d["wording"]) for d in duty["deadlines"]]
    assert due == [("2025-03-31", "2025年3月底前"), ("2025-11-30", "2025年11月底前")]
    assert duty["deadline"] == duty["deadlines"][0]
    page = client.get(f"/u/{unit.removeprefix('unit/')}").text
    assert '<span class="date">2025年3月底前</span><span class="date">2025年11月底前</span>' in page
    rows = client.get("/take/duties.csv", params={"unit": unit}).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(rows))
    assert row["时限"] == "2025-03-31、2025-11-30"


def test_who_acts_in_the_sentence_is_said_where_nobody_is_named(
    read: tuple[httpx.Client, Report],
) -> None:
    client, _ = read
    unit = client.get("/api/units", params={"q": "教育局"}).json()["items"][0]
    rows = client.get("/timeline.csv").content.decode("utf-8-sig")
    (row,) = [r for r in csv.DictReader(io.StringIO(rows)) if "组织考试" in r["任务"]]
    assert row["责任单位"] == f"{unit['label']}（句中写明）"
    page = client.get("/timeline", params={"today": "2025-01-01", "unit": unit["id"]}).text
    assert "组织考试" in page and "句中写明" in page and "r-none" not in page
    calendar = client.get("/timeline.ics", params={"unit": unit["id"]}).text
    assert "句中写明" in calendar.replace("\r\n ", "")


def test_a_notice_without_numbers_says_who_acts_and_a_list_of_owners_begins_with_who_leads(
    serve: Serve, tmp_path: pathlib.Path
) -> None:
    """Nobody stood at the dates of a notice, and 配合 stood in front of 牵头."""
    notice = (
        "泾县林岭镇人民政府关于做好执法证件清理的通知\n\n各行政村、镇直各单位：\n\n"
        "根据县里部署，现将有关事项通知如下。\n\n"
        "这次清理的范围是全镇各站所。林业工作站应当于2025年9月20日前将自查表报镇司法所。"
        "镇司法所要在2025年10月20日前完成汇总。\n\n泾县林岭镇人民政府\n2025年8月6日\n"
    )
    plan = (
        "泾县2025年工作要点\n\n1.修订清单。2025年5月底前修订清单。"
        "（配合单位：县档案馆、县财政局；牵头单位：县司法局）\n\n2.做好宣传。（牵头单位：县教育局）\n"
    )
    (tmp_path / "通知.txt").write_text(notice, encoding="utf-8")
    (tmp_path / "要点.txt").write_text(plan, encoding="utf-8")
    store = open_store(None)
    load([str(tmp_path)], store)
    with serve(Settings(), store) as client:
        rows = client.get("/timeline.csv").content.decode("utf-8-sig")
    who = {row["到期"]: row["责任单位"] for row in csv.DictReader(io.StringIO(rows))}
    assert who["2025-05-31"].startswith("泾县司法局、")
    assert who["2025-09-20"].endswith("林业工作站（句中写明）") and "、" not in who["2025-09-20"]
    assert "司法所" in who["2025-10-20"] and "林业" not in who["2025-10-20"]
