"""What a person says of a document is followed by all that is read after it."""

from __future__ import annotations

from typing import Any

import pytest

from kg.errors import ReadError
from kg.model import Record
from loaders import readers
from loaders.given import Given
from loaders.pipeline import extract

TEXT = (
    "县司法局文件\n泾县法治工作要点\n一、加强组织领导\n"
    "（一）落实第一责任人职责。6月底前完成。（牵头单位：县司法局；配合单位：县财政局）\n"
    "（二）完善决策机制。（牵头单位：县财政局、县司法局）\n"
)


def read(given: Given | None = None) -> Record:
    source = readers.read(TEXT.encode(), "要点.txt")
    (record,) = extract(source, said={0: given} if given else None)
    return record


def test_the_year_of_a_title_resolves_its_dates_and_the_number_makes_the_id() -> None:
    assert read().deadlines == () and read().id == "doc/泾县法治工作要点"
    told = read(Given(title="泾县2024年法治工作要点", number="泾政办〔2024〕5号"))
    assert [str(d.date) for d in told.deadlines] == ["2024-06-30"]
    assert told.id == "doc/泾政办-2024-5号"
    assert all(t.id.startswith(told.id) for t in told.tasks)
    assert [w.code for w in told.warnings] == ["metadata_given"]


def test_only_what_the_text_has_is_shown_as_said_by_it() -> None:
    told = read(Given(issuer="县司法局", number="泾政办〔2024〕5号"))
    evidence = dict(told.metadata.evidence)
    assert TEXT[evidence["issuer"].start : evidence["issuer"].end] == "县司法局"
    assert "document_number" not in evidence
    assert any(u.label.endswith("司法局") for u in told.units)
    assert read(Given(title="")).metadata.title is None


def test_the_second_document_is_shown_its_own_words() -> None:
    first = TEXT.replace("（二）", "二、") + "三、加强保障\n健全保障机制。\n"
    both = first + "泾县2024年普法工作方案\n一、组织宣讲\n县财政局保障经费。\n"
    source = readers.read(both.encode(), "两份.txt")
    _, record = extract(source, said={1: Given(issuer="县财政局")})
    span = dict(record.metadata.evidence)["issuer"]
    assert span.start > len(first)
    assert both[span.start : span.end] == "县财政局"


def test_words_that_are_no_unit_leave_no_trace() -> None:
    told = read(Given(drop=("县财政局",)))
    owners = [[a.surface for a in t.assignments] for t in told.tasks]
    assert owners == [["县司法局"], ["县司法局"]]
    assert not any("财政" in u.label for u in told.units)
    assert [w.code for w in told.warnings] == ["unit_given"]
    assert read(Given(drop=("没有这样写",))).units == read().units


@pytest.mark.parametrize("wrong", [{"issued": "2024-02-40"}, {"issued": "2023-02-29"}, {"issued": "x"}, {"period": "0000"}, {"genre": "x"}])  # fmt: skip
def test_nonsense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ReadError):
        Given(**wrong).checked()
