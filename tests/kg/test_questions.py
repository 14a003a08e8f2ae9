"""The shipped questions asked of the shipped samples: rows, the characters behind each, the same as examples.

The samples are the invented county that comes with the package, and two work points of one of its towns
that hold what the samples do not: prohibitions, inherited duties, tasks without a lead.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pyoxigraph as ox
import pytest

from api.loading import load
from api.work import Setup
from kg import examples, questions
from kg.ask import Ask
from kg.guard import check
from kg.store import Store, open_store

OLD = """柳泊镇2023年法治建设工作要点

一、加强组织领导
（一）健全议事规则。每季度召开联席会议1次，举办法治讲座12场。不得以罚款代替教育。村居可以聘请法律顾问。（配合单位：司法所、党政综合办）
（二）推进案卷评查。县司法局要加强指导。办理复议案件30件。

二、规范行政执法（牵头单位：综合行政执法队）
1.开展执法检查。开展执法检查120次。
2.公示执法结果。认真贯彻《行政处罚法》，执法结果于6月底前公示。
"""
NEW = OLD.replace("2023", "2024").replace("12场", "15场").replace("30件", "45件")
OPEN = "梧桐镇2024年工作要点\n\n一、健全议事规则。镇政府办组织实施。\n"
PLAN, LIST = "doc/霁政发-2022-4号", "doc/霁川县2025年法治政府建设重点任务责任清单"
REPORT = "doc/霁川县人民政府关于2025年法治政府建设情况的报告"
TOWN, BEFORE = "doc/柳泊镇2025年法治建设工作要点", "doc/柳泊镇2023年法治建设工作要点"
AFTER = "doc/柳泊镇2024年法治建设工作要点"
COUNTY = "990121"
# Question → parameters → at least how many rows, and words some row holds.
ANSWERS: list[tuple[str, dict[str, str], int, str]] = [
    ("working-pairs", {}, 50, "霁川县司法局"),
    ("working-pairs", {"document": TOWN}, 10, "柳泊司法所"),
    ("unit-quarters", {"within": "990121100"}, 5, "柳泊司法所"),
    ("deadlines-by-month", {}, 10, "2025-06"),
    ("unit-deadlines", {"unit": "unit/990121100/柳泊司法所"}, 4, "6月底前"),
    ("coverage-by-year", {"within": COUNTY}, 50, "霁川县"),
    ("outline-gaps", {"place": COUNTY}, 20, "法治"),
    ("unreported-tasks", {"document": PLAN, "report": REPORT}, 5, "动态调整权责清单"),
    ("achievements", {"document": REPORT}, 15, "取消、合并事项37项"),
    ("tasks-to-achievements", {"document": PLAN, "report": REPORT}, 5, "取消、合并事项37项"),
    ("units-changed", {"before": PLAN, "after": LIST}, 15, "霁川县司法局"),
    ("figures-changed", {"before": BEFORE, "after": AFTER}, 3, "法治讲座"),
    ("two-leads", {}, 4, "霁川县发展改革局"),
    ("no-lead", {}, 2, "健全议事规则"),
    ("collective-only", {}, 1, "各行政执法单位"),
    ("actors-unassigned", {}, 1, "县司法局"),
    ("inherited-duties", {}, 4, "综合行政执法队"),
    ("low-confidence", {}, 1, "aims"),
    ("suspect-text", {}, 1, "平安法制办"),
    ("suspect-text", {"contains": "typo"}, 1, "平安法治办"),
    ("forbidden-allowed", {}, 4, "不得以罚款代替教育"),
    ("most-cited", {}, 5, "行政处罚法"),
    ("unregistered-citations", {}, 1, "《"),
    ("policy-owners", {"policy": "policy/行政处罚法"}, 2, "公示执法结果"),
    ("place-summary", {"place": COUNTY}, 3, "柳泊镇"),
    ("problems", {"document": REPORT}, 3, "不足"),
    ("sentences", {"contains": "权责清单"}, 2, "权责清单"),
    ("sentence-owners", {"document": PLAN}, 3, "县司法局"),
    ("targets", {"within": "990121100"}, 10, "次"),
    ("ambiguous-places", {}, 2, "梧桐镇"),
    ("tasks", {"unit": "unit/990121/司法局", "role": "lead"}, 5, "行政"),
    ("tasks", {"within": COUNTY, "year": "2025"}, 20, "柳泊镇"),
    ("statements", {"unit": "unit/990121/司法局"}, 3, "县司法局"),
    ("statements", {"kind": "problem", "document": REPORT}, 3, "不足"),
    ("alignments", {"document": PLAN}, 20, "proposed"),
]  # fmt: skip
# Older questions, whose rows test_queries.py counts on a smaller county.
OLDER = [
    ("unit-duties", {"unit": "unit/990121/司法局"}),
    ("unit-partners", {"unit": "unit/990121/司法局"}),
    ("place-duties", {"place": COUNTY}),
    ("task-owners", {"task": PLAN + "/task/2.1"}),
    ("policy-citations", {"policy": "policy/行政处罚法"}),
    ("overdue", {"date": "2026-01-01"}),
    *((name, {}) for name in ("deadlines", "documents", "merged-spellings", "outline-coverage")),
    *((name, {}) for name in ("outline-to-units", "recurring", "report-figures", "requirements")),
    *((name, {}) for name in ("undated-tasks", "unit-load", "unowned-tasks", "warnings")),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("more")
    for name, text in (("old.txt", OLD), ("new.txt", NEW), ("open.txt", OPEN)):
        (folder / name).write_text(text, encoding="utf-8")
    opened = open_store(None)
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv")
        report = load([str(samples / "documents"), str(folder)], opened, setup=setup)
    assert not report.failed
    yield opened


@pytest.fixture(scope="module")
def ask(store: Store) -> Ask:
    return Ask(store)


@pytest.fixture(scope="module")
def texts(ask: Ask) -> dict[str, str]:
    return {d["id"]: ask.document_text(d["id"])["text"] for d in ask.documents()["items"]}


def rows_of(ask: Ask, name: str, values: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask.answer(name, dict(values))["rows"]
    return found


@pytest.mark.parametrize(("name", "values", "least", "words"), ANSWERS)
def test_the_samples_answer(
    ask: Ask, texts: dict[str, str], name: str, values: dict[str, str], least: int, words: str
) -> None:
    rows = rows_of(ask, name, values)
    assert len(rows) >= least
    assert any(words in str(value) for row in rows for value in row.values())
    assert len({str(row) for row in rows}) == len(rows)
    for row in rows:
        proved(ask, row, texts)


@pytest.mark.parametrize(("name", "values"), OLDER)
def test_older_questions_are_proved_too(
    ask: Ask, texts: dict[str, str], name: str, values: dict[str, str]
) -> None:
    rows = rows_of(ask, name, values)
    assert rows
    for row in rows:
        proved(ask, row, texts)


def proved(ask: Ask, row: dict[str, Any], texts: dict[str, str]) -> None:
    """Offsets lie in the document named and hold the words shown; counts name an example that exists."""
    if isinstance(row.get("start"), int) and "end" in row and "genre" not in row:
        text = texts[row.get("report") or row.get("document") or row.get("after") or PLAN]
        shown = text[row["start"] : row["end"]]
        assert shown
        for key in ("quote", "surface"):
            if key in row and "part" not in row and row.get(key) and name_is_quote(row, key):
                assert shown == row[key]
    if row.get("example"):
        assert row["example"].split("/")[1] in {id_.removeprefix("doc/") for id_ in texts}


def name_is_quote(row: dict[str, Any], key: str) -> bool:
    """``surface`` is the quote unless a row shows both."""
    return key == "quote" or "quote" not in row


def test_counts_are_those_of_the_rows_behind_them(ask: Ask) -> None:
    owned = rows_of(ask, "unit-duties", {"unit": "unit/990121/司法局"})
    by_document = {id_: {r["task"] for r in owned if r["document"] == id_} for id_ in (PLAN, LIST)}
    changed = rows_of(ask, "units-changed", {"before": PLAN, "after": LIST})
    bureau = next(row for row in changed if row["unit"] == "unit/990121/司法局")
    assert bureau["tasksBefore"] == len(by_document[PLAN])
    assert bureau["tasksAfter"] == len(by_document[LIST])
    assert bureau["change"] == bureau["tasksAfter"] - bureau["tasksBefore"]
    months = rows_of(ask, "deadlines-by-month", {})
    assert sum(row["deadlines"] for row in months) == ask.stats()["deadlines"]


def test_a_gap_is_an_item_nothing_covers(ask: Ask) -> None:
    gaps = {row["item"] for row in rows_of(ask, "outline-gaps", {"place": COUNTY})}
    covered = {row["item"] for row in rows_of(ask, "coverage-by-year", {"within": COUNTY})}
    assert gaps and covered and not gaps & covered


def test_the_figure_that_changed_and_by_how_much(ask: Ask) -> None:
    rows = rows_of(ask, "figures-changed", {"before": BEFORE, "after": AFTER})
    lectures = next(row for row in rows if row["of"] == "举办法治讲座")
    assert (lectures["valueBefore"], lectures["valueAfter"], lectures["change"]) == (12, 15, 3)


def test_a_default_holds_until_another_value_is_given(ask: Ask) -> None:
    below = next(p for p in questions.question("low-confidence").parameters if p.name == "below")
    assert (below.required, below.default) == (False, "0.8")
    assert all(row["confidence"] < 0.8 for row in rows_of(ask, "low-confidence", {}))
    assert len(rows_of(ask, "low-confidence", {"below": "1.01"})) > 400
    others = [p for q in questions.shipped() for p in q.parameters if p.name == "within"]
    assert others and all(p.default is None for p in others)


def test_an_editor_finds_every_question_at_the_endpoint(store: Store) -> None:
    """The query such editors send, as it is published with them."""
    rows = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; "
        "sh:select|sh:ask|sh:construct|sh:describe ?query . } ORDER BY ?sq"
    )
    texts = {str(row["query"].value) for row in rows if isinstance(row["query"], ox.Literal)}
    assert len(texts) == len(questions.shipped())
    for text in texts:
        assert check(text) == "select"
        store.query(text)


def test_examples_are_the_same_every_time_and_without_blank_nodes() -> None:
    first = list(examples.triples(endpoint="http://localhost/sparql"))
    assert first == list(examples.triples(endpoint="http://localhost/sparql"))
    assert len(set(first)) == len(first)
    assert not any(isinstance(term, ox.BlankNode) for triple in first for term in triple)


def test_an_answer_says_when_it_may_not_be_all(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    most = {q.name: q.most for q in questions.shipped() if q.most}
    assert most == {
        **dict.fromkeys(("alignments", "low-confidence", "requirements", "statements"), 10_000),
        "outline-to-units": 3_000,
    }
    whole = ask.answer("requirements", {})
    assert whole["whole"] and len(whole["rows"]) > 5
    text = questions.question("requirements").text
    short = questions.parse("requirements", text.replace("LIMIT 10000", "LIMIT 5"))
    monkeypatch.setattr(questions, "question", lambda name: short)
    cut = ask.answer("requirements", {})
    assert not cut["whole"] and cut["rows"] == whole["rows"][:5]
