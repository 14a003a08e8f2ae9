"""The matrix: every cell's number is the number of tasks behind it, and the query says the same."""

from __future__ import annotations

import csv
import io
import re
import urllib.parse
from collections.abc import Callable

import httpx
import pytest

from kg.ask import Ask
from kg.ask_matrix import COLUMNS
from kg.build import quads
from kg.errors import QueryError
from kg.store import open_store
from loaders.pipeline import extract
from loaders.readers import read
from visualize import matrix

Get = Callable[..., httpx.Response]
UNIT = "unit/440111103/司法所"
DOC = "doc/人和镇2022年工作要点"


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_cell_counts_what_opens_behind_it(ask: Ask, columns: str) -> None:
    answer = ask.matrix(columns)
    assert answer["rows"]
    for row in answer["rows"]:
        for key, cell in row["cells"].items():
            choice = matrix.Choice(cols=columns, unit=row["id"], col=key)
            behind = matrix.values(ask, choice)["cell"]
            assert behind["tasks"] == cell["tasks"]
            assert sum(cell["roles"].values()) == len(behind["duties"])
            for duty in behind["duties"]:
                assert duty["surface"] in duty["sentence"]


def test_totals_are_tasks_not_owners(ask: Ask) -> None:
    answer = ask.matrix()
    heads = {head["key"]: head["count"] for head in answer["columns"]}
    assert sum(heads.values()) == answer["tasks"]
    row = next(row for row in answer["rows"] if row["id"] == UNIT)
    assert (row["count"], row["roles"]) == (3, {"lead": 2, "responsible": 1})
    assert row["count"] == ask.duties(UNIT)["total"]
    assert row["cells"]["推进依法行政"]["tasks"] == 2


PLAN = """霁川县2024年法治政府建设实施方案
一、主要任务
（一）规范行政执法
1.修订裁量基准。（责任单位：县司法局）
2.公示执法信息。（责任单位：县市场监管局）
（二）化解矛盾纠纷
1.培训调解员。（责任单位：县司法局）
二、重点工作任务及分工
1.编印普法读本。（责任单位：县司法局）
三、工作保障
1.落实经费。（责任单位：县财政局）
"""


def test_a_heading_that_names_no_field_is_looked_below() -> None:
    store = open_store(None)
    for record in extract(read(PLAN.encode(), "方案.txt")):
        store.replace([record.id], quads(record))
    ask = Ask(store)
    heads = {head["key"]: head["count"] for head in ask.matrix()["columns"]}
    assert heads == {
        "规范行政执法": 2, "化解矛盾纠纷": 1, "重点工作任务及分工": 1, "工作保障": 1,
    }  # fmt: skip
    for theme, count in heads.items():
        assert len(ask.answer("duty-matrix", {"theme": theme})["rows"]) == count


def test_filters_are_those_of_the_duties(ask: Ask) -> None:
    lead = ask.matrix(role="lead", document=DOC)
    row = next(row for row in lead["rows"] if row["id"] == UNIT)
    assert row["count"] == ask.duties(UNIT, role="lead", document=DOC)["total"]
    assert ask.matrix(year=1999)["rows"] == []
    within = {row["id"] for row in ask.matrix(place="440111103")["rows"]}
    assert UNIT in within and len(within) < len(ask.matrix()["rows"])
    with pytest.raises(QueryError):
        ask.matrix("colour")


def test_the_query_behind_a_cell_asks_for_that_cell(get: Get, ask: Ask) -> None:
    html = get(f"/matrix?unit={UNIT}&col=推进依法行政&role=lead").text
    link = re.search(r'href="(/sparql-ui\?question=duty-matrix[^"]+)"', html)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
    assert given == {
        "question": "duty-matrix", "unit": UNIT, "theme": "推进依法行政", "role": "lead",
    }  # fmt: skip
    page = get(address).text
    assert 'class="problem"' not in page and "VALUES ?theme" in page
    given.pop("question")
    rows = ask.answer("duty-matrix", {**given})["rows"]
    assert rows and {(row["unit"], row["theme"], row["role"]) for row in rows} == {
        (UNIT, "推进依法行政", "lead")
    }
    assert html.count('<li class="duty">') == len(rows)


def test_the_whole_matrix_is_a_table(get: Get) -> None:
    answer = get("/matrix.csv?cols=year")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {"2022", "2021"} <= set(rows[0])
    assert len(rows) == 1 + 6 and all(len(row) == len(rows[0]) for row in rows)


def test_nonsense_is_not_a_crash(get: Get) -> None:
    bad = urllib.parse.quote("<b>'\"%00")
    for path in (
        f"/matrix?cols={bad}&place={bad}&year={bad}&role={bad}&col={bad}&all={bad}",
        "/matrix?year=99999999&place=1",
        "/matrix?unit=unit/1/none&col=x",
        f"/matrix?unit={bad}&cols=document&col={bad}",
    ):
        assert get(path).status_code in (200, 400, 404, 422), path


def test_shades_grow_and_stay_within_five() -> None:
    shades = [matrix.shade(n, 40) for n in range(1, 41)]
    assert shades == sorted(shades) and shades[0] == 1 and shades[-1] == 5


@pytest.mark.parametrize("most", [1, 3])  # the sample has four headings
def test_every_row_adds_up_with_what_is_not_shown(
    ask: Ask, get: Get, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(matrix, "_HEADS", most)
    shown = matrix.values(ask, matrix.Choice(cols="section"))
    for row in shown["rows"]:
        assert sum(cell["tasks"] for cell in row["cells"] if cell) + row["beyond"] == row["count"]
    assert sum(head["count"] for head in shown["heads"]) + shown["elsewhere"] == shown["tasks"]
    assert (shown["elsewhere"] > 0) == (most == 1) == (shown["more_heads"] > 0)
    html = get("/matrix?cols=section").text
    assert (f"没有列出的 {shown['more_heads']} 列" in html) == (">其余<" in html) == (most == 1)
    if most > 1:  # the fullest column of a row that would else stand empty comes with it
        assert all(any(row["cells"]) for row in shown["rows"])
