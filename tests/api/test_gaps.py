"""What nobody owns: only work that waits for somebody in office, and only bodies that one can ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.loading import load
from api.settings import Settings
from kg.ask import Ask
from kg.store import Store, open_store

GUIDE = """霁川县渡口改造补助办事指南

一、申请条件
1.申请人应当在本县经营渡口满两年，并按时缴纳船舶保险费。
2.同一渡口不得重复申请。

二、所需材料
1.申请人应当提交渡口平面图和船舶检验证书。

三、办理时限
1.加强审批时限管理，优化办理流程，确保二十个工作日内办结。
"""
RULES = """霁川县2025年渡口管理工作要点

一、加强巡查
1.县交通局要每月检查渡口。各部门要配合检查，企业应当如实提供材料。
2.完善渡口台账。（责任单位：县水利局）
"""
LAW = """霁川县渡口管理条例

第一条　为了保障渡运安全，制定本条例。
第二条　县交通运输部门应当加强渡口管理，建立健全安全检查制度。
第三条　渡口经营者应当保持渡船完好。
第四条　违反本条例规定的，依法给予处罚。

本条例自2025年3月1日起施行。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("gaps")
    (folder / "指南.txt").write_text(GUIDE, encoding="utf-8")
    (folder / "要点.txt").write_text(RULES, encoding="utf-8")
    (folder / "条例.txt").write_text(LAW, encoding="utf-8")
    opened = open_store(None)
    load([str(folder)], opened)
    return opened


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], store: Store) -> Iterator[httpx.Client]:
    with serve(Settings(), store) as client:
        yield client


def test_conditions_of_a_guide_wait_for_no_owner(client: httpx.Client) -> None:
    gaps = client.get("/api/gaps").json()
    tasks = client.get("/api/stats").json()["tasks"]
    for kind in ("unowned", "undated"):
        assert not any("申请" in item["quote"] for item in gaps[kind]), kind
    assert any("审批时限" in item["quote"] for item in gaps["unowned"])
    assert 0 < gaps["counts"]["tasks"] < tasks
    settled = 100 * (gaps["counts"]["tasks"] - gaps["counts"]["unowned"]) // gaps["counts"]["tasks"]
    assert f"{settled}% 的任务写明了责任单位" in client.get("/").text


def test_a_class_is_no_body_that_one_can_ask(client: httpx.Client) -> None:
    answer = client.get("/api/questions/actors-unassigned").json()
    assert {row["surface"] for row in answer["rows"]} == {"县交通局"}
    asked = client.get("/api/questions").json()["items"]
    (said,) = (q["question"] for q in asked if q["name"] == "actors-unassigned")
    assert "一类单位不算" in said


def test_the_page_of_a_unit_asks_for_its_duties_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Ask(store)
    (unit,) = (u["id"] for u in ask.units(q="水利局")["items"])
    asked: list[str] = []
    query = store.query

    def counted(text: str, *args: Any, **more: Any) -> Any:
        asked.append(text)
        return query(text, *args, **more)

    monkeypatch.setattr(store, "query", counted)
    assert ask.duties(unit)["total"] == 1 and ask.acts(unit) == []
    assert sum("# title: 单位的职责清单" in text.replace("#+", "#") for text in asked) == 1


def test_what_is_counted_twice_is_told_apart(client: httpx.Client) -> None:
    warnings = client.get("/api/stats").json()["warnings"]
    assert f"其中读取时的提示 {warnings} 条" in client.get("/quality").text
    hits = client.get("/search", params={"q": "水利局"}).text
    assert "水利局" in hits and "命中写法" not in hits


def test_what_a_law_asks_for_good_misses_no_date(client: httpx.Client) -> None:
    law = next(d for d in client.get("/api/documents").json()["items"] if "条例" in d["label"])
    assert law["genre"] == "regulation" and law["counts"]["tasks"] > 1
    gaps = client.get("/api/gaps").json()
    assert law["id"] not in {item["document"]["id"] for item in gaps["undated"]}
    assert law["id"] in {item["document"]["id"] for item in gaps["unowned"]}
    counts = gaps["counts"]
    assert counts["undated"] <= counts["datable"] == counts["tasks"] - law["counts"]["tasks"]
    dated = 100 * (counts["datable"] - counts["undated"]) // counts["datable"]
    assert f"{dated}% 写明了时限" in client.get("/").text
    assert "法规规章不算" in client.get("/gaps?kind=undated").text
    alone = client.get("/api/gaps", params={"document": law["id"]}).json()["counts"]
    assert (alone["undated"], alone["datable"]) == (0, 0)
