"""Why is this mine? Every fact says which cue made it, whose tag it is, what its spelling was taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from kg.model import Record
from loaders import pipeline, readers
from loaders.reasons import metadata_reason, reasons

SAMPLES = Path(loaders.__file__).parent / "samples" / "documents"

TEXT = """霁川县2025年法治建设工作要点
一、完善制度（牵头单位：县司法局）
（一）健全机制。鼓励各镇先行探索，到2025年底覆盖率达到95%以上。
（二）规范文件。落实《优化营商环境条例》，每季度调度一次。（综合治理办、综治办按职责分工负责；配合单位：县审计局）
（三）优化服务。由县商务局牵头，建立联席会议制度。
二、强化督导
（一）公开结果。（责任单位：综合治理办、综治办）
"""


@pytest.fixture(scope="module")
def record() -> Record:
    return pipeline.extract(readers.read(TEXT.encode(), "要点.txt"))[0]


def owner(record: Record, surface: str, path: tuple[str, ...]) -> str:
    """Why the unit written so owns the task of that number."""
    why = reasons(record)
    return next(
        why[id(a)]
        for task in record.tasks
        if task.path == path
        for a in task.assignments
        if a.surface == surface
    )


def test_the_label_and_the_scope(record: Record) -> None:
    assert owner(record, "县司法局", ("一",)) == "线索“牵头单位：”；标注在本项"
    inherited = owner(record, "县司法局", ("一", "(一)"))
    assert inherited == "线索“牵头单位：”；本项没有标注，沿用上级“一完善制度”的"


def test_the_verb_and_the_spelling(record: Record) -> None:
    assert owner(record, "综治办", ("一", "(二)")) == (
        "线索“按职责分工负责”；标注在本项；简称 综治办→综合治理办"
    )


def test_a_statement_names_what_decided_and_what_binds(record: Record) -> None:
    why = reasons(record)
    told = next(why[id(s)] for s in record.statements if s.text.startswith("鼓励"))
    assert told == "方案、要点、规划里和政府工作报告回顾之后的话是要求；“鼓励”"


def test_a_citation_says_whether_it_is_registered(record: Record) -> None:
    why = reasons(record)
    assert why[id(record.citations[0])].startswith("名录中的 policy/")


def test_a_unit_says_why_its_spellings_are_one(record: Record) -> None:
    why = reasons(record)
    told = {u.name: why[id(u)] for u in record.units}
    assert told["综合治理办"] == "简称 综治办→综合治理办"
    assert told["县审计局"] == "只有这一种写法"


def test_metadata_says_where_it_was_read(record: Record) -> None:
    assert metadata_reason(record, "title") == "正文第 1 行"
    assert metadata_reason(record, "genre") == "由全文判断"
    page = "<html><body><table><tr><td>发文机关：</td><td>霁川县司法局</td></tr></table><p>关于印发工作要点的通知</p><p>各镇：现印发给你们，请遵照执行。</p></body></html>"
    boxed = pipeline.extract(readers.read(page.encode(), "页.html"))[0]
    assert boxed.metadata.issuer == "霁川县司法局"
    assert metadata_reason(boxed, "issuer").startswith("页面栏目“发文机关")


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name[:2])
def test_no_fact_of_the_samples_is_without_a_reason(path: Path) -> None:
    for one in pipeline.extract(readers.read(path.read_bytes(), path.name)):
        why = reasons(one)
        facts = [*one.headings, *one.tasks, *one.statements, *one.citations, *one.quantities]
        facts += [*one.deadlines, *one.frequencies, *one.units]
        facts += [a for t in one.tasks for a in t.assignments]
        assert all(why[id(fact)] for fact in facts)
