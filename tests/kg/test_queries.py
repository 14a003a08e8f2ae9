"""Every shipped question: header, example, binding, answers on the invented county."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids, questions
from kg.build import quads
from kg.errors import NotFoundError, QueryError
from kg.guard import check
from kg.library import Delivery, Library
from kg.model import Record
from kg.store import Store, open_store

UNIT, DOC = "unit/440111103/司法所", "doc/人和镇2022年工作要点"
POLICY = "policy/重大行政决策程序暂行条例"
# Question → parameters → how many rows the county gives, and the row's words to look for.
ANSWERS: list[tuple[str, dict[str, str], int, str]] = [
    ("unit-duties", {"unit": UNIT}, 3, "司法所"),
    ("unit-duties", {"unit": UNIT, "role": "lead"}, 2, "司法所"),
    ("unit-duties", {"unit": UNIT, "year": "2021"}, 0, ""),
    ("unit-duties", {"unit": UNIT, "document": DOC}, 3, "司法所"),
    ("task-owners", {"task": DOC + "/task/1.1"}, 3, "综和治理办"),
    ("unowned-tasks", {}, 1, "健全应急预案"),
    ("unowned-tasks", {"within": "440111103"}, 1, "健全应急预案"),
    ("unowned-tasks", {"within": "440112"}, 0, ""),
    ("undated-tasks", {}, 3, "开展法治宣传教育"),
    ("unit-partners", {"unit": UNIT}, 2, "人和镇党政综合办"),
    ("unit-load", {}, 6, "人和镇司法所"),
    ("unit-load", {"within": "440111103"}, 4, "人和镇司法所"),
    ("policy-citations", {"policy": POLICY}, 2, "严格执行《重大行政决策程序暂行条例》"),
    ("report-figures", {}, 2, "345件"),
    ("report-figures", {"contains": "讲座"}, 1, "不少于12场"),
    ("place-duties", {"place": "440111"}, 9, "区司法局"),
    ("place-duties", {"place": "440111103", "role": "lead"}, 5, "人和镇司法所"),
    ("overdue", {"date": "2022-10-01"}, 3, "2022年9月底前"),
    ("overdue", {"date": "2022-09-30"}, 0, ""),
    ("overdue", {"date": "2025-12-31"}, 3, "2022年9月底前"),
    ("overdue", {"date": "2026-01-01"}, 5, "2025年前"),
    ("merged-spellings", {}, 1, "综和治理办"),
    ("deadlines", {}, 5, "各村居2022年9月底前完成述法"),
    ("deadlines", {"within": "440111103"}, 3, "2022年9月底前"),
    ("recurring", {"every": "quarter"}, 1, "每季度"),
    ("documents", {}, 3, "人和镇2022年法治工作要点"),
    ("documents", {"genre": "plan"}, 1, "白云区"),
    ("documents", {"within": "440111", "year": "2021"}, 2, "年度报告"),
    ("warnings", {}, 1, "突发事件"),
    ("requirements", {"force": "obligation"}, 6, "举办法治讲座不少于12场"),
    ("requirements", {"force": "prohibition"}, 0, ""),
    ("low-confidence", {"below": "0.5"}, 0, ""),
    ("duty-matrix", {}, 9, "推进依法行政"),
    ("duty-matrix", {"unit": UNIT, "theme": "推进依法行政"}, 2, "落实重大行政决策程序"),
    ("duty-matrix", {"unit": UNIT, "theme": "推进依法行政", "year": "2021"}, 0, ""),
    ("duty-matrix", {"place": "440111"}, 2, "区司法局"),
]


@pytest.fixture(scope="module")
def store(county: list[Record]) -> Store:
    opened = open_store(None)
    Library(opened).load(Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    return opened


@pytest.mark.parametrize(("name", "values", "count", "words"), ANSWERS)
def test_answers(store: Store, name: str, values: dict[str, str], count: int, words: str) -> None:
    rows = store.query(questions.question(name).bind(values))
    assert len(rows) == count
    assert not words or any(words in str(term) for row in rows for term in row.values())


def test_every_question_is_answered_by_a_test() -> None:
    tested = {name for name, *_ in ANSWERS} | {"outline-to-units", "outline-coverage"}
    # The others are asked of the shipped samples: test_questions.py.
    assert {q.name for q in questions.shipped()} <= tested | set(on_samples())
    assert len(questions.shipped()) >= 25


def on_samples() -> list[str]:
    source = Path(__file__).with_name("test_questions.py").read_text(encoding="utf-8")
    return re.findall(r'^    \("([a-z-]+)", ', source, re.MULTILINE)


@pytest.mark.parametrize("question", questions.shipped(), ids=lambda q: q.name)
def test_each_file_runs_as_it_stands_and_is_told_in_two_languages(
    store: Store, question: questions.Question
) -> None:
    assert check(question.text) == "select"
    store.query(question.text)
    assert all((*question.title, *question.question))
    assert all("\u4e00" <= c <= "\u9fff" for c in question.title[0][:1])
    examples = {p.name: p.example for p in question.parameters}
    store.query(question.bind(examples))
    assert question.as_json()["text"] == question.text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("unit-duties", {}),
        ("unit-duties", {"unit": "place/440111"}),
        ("unit-duties", {"unit": UNIT, "role": "boss"}),
        ("unit-duties", {"unit": UNIT, "year": "22"}),
        ("unit-duties", {"unit": UNIT, "nonsense": "x"}),
        ("overdue", {"date": "soon"}),
        ("low-confidence", {"below": "half"}),
    ],
)
def test_bad_parameters_are_clear_errors(name: str, values: dict[str, str]) -> None:
    with pytest.raises(QueryError) as caught:
        questions.question(name).bind(values)
    assert caught.value.code == "parameter"


@given(st.text(max_size=40))
def test_hostile_values_never_leave_their_place(value: str) -> None:
    bound = questions.question("unit-duties").bind({"unit": "unit/" + value})
    plain = questions.question("unit-duties").bind({"unit": "unit/x"})
    expected = str(ox.NamedNode(ids.iri("unit/" + value)))
    assert bound == plain.replace(str(ox.NamedNode(ids.iri("unit/x"))), expected)


@pytest.mark.parametrize("value", ['"} } ; DROP ALL #', "\\", "a\nb", "'", "VALUES ?of { 1 }"])
def test_hostile_text_is_only_text(store: Store, value: str) -> None:
    assert store.query(questions.question("report-figures").bind({"contains": value})) == []


def test_another_base_moves_examples_and_values() -> None:
    base = "https://example.org/kg/"
    bound = questions.question("unit-duties").bind({"unit": UNIT}, base)
    assert ids.iri(UNIT, base) in bound
    assert ids.DEFAULT_BASE not in bound


def test_an_unknown_question_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        questions.question("nope")


def test_a_header_that_does_not_fit_is_refused() -> None:
    bad: Any = "#+ title: 甲 | a\n#+ question: 乙 | b\n#+ param: x unit required 单位\nSELECT * {}"
    with pytest.raises(ValueError, match="x unit"):
        questions.parse("bad", bad)
