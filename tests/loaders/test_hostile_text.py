"""Texts made to break a reader: endless brackets, lines and labels, and two documents in one file.

The clock is generous: what grows with the square of these sizes takes minutes, what does not takes a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Record
from kg.record import to_json
from loaders import pipeline, readers

SIZE = 60_000
SECONDS = 10
ENDLESS = {
    "opening brackets": "(" * SIZE,
    "opening brackets on lines": "（\n" * (SIZE // 2),
    "opened titles": "《" * SIZE,
    "every bracket nested": "([〔【《“" * (SIZE // 12) + "”》】〕])" * (SIZE // 12),
    "tags in tags": "(牵头单位:" * (SIZE // 6),
    "one line without a stop": "推进依法行政工作" * (SIZE // 8),
    "lines that never end": "推进依法行政，工作建设完善机制推进依法行政工作建设完\n" * (SIZE // 27) + "完成。" * 300,
    "one line of blanks": " " * 2 * SIZE + "\n推进工作。",
    "labels on lines": "牵头单位：市司法局\n" * (SIZE // 10),
    "labels on one line": "牵头单位：市司法局；" * (SIZE // 10),
    "one list": "责任单位：" + "市司法局、" * (SIZE // 5),
    "by whom": "由" * SIZE,
    "agents joined": "由公民、法人、" * (SIZE // 7),
    "names and blanks": "（责任单位：" + "市财政局 市司法局 " * (SIZE // 10),
    "broken labels": "责任单位：市人力资源\n" * (SIZE // 11),
    "one broken label": "责任单位：" + "市人力资源\n" * (SIZE // 6),
    "items glued": "一、甲乙丙丁" + "。（一）甲乙（市司法局负责）" * (SIZE // 14),
    "titles of notices": "关于" * (SIZE // 2) + "\n5号",
    "people joined": ("和者" * 35 + "应当办理。\n") * (SIZE // 75),
    "owners in no table": "责任单位甲，" * (SIZE // 3),
    "modal words": "部门要" * (SIZE // 3),
    "modal words and verbs": "要的推进" * (SIZE // 4),
    "notes on one line": "（此件公开发布）" * (SIZE // 8) + "\n推进工作。",
    "dates": "2025年12月31日前" * (SIZE // 11),
    "digits": "1" * SIZE,
    "page marks": "- 1 -\n推进工作\n" * (SIZE // 11),
    "standing rules": "一、甲\n1.推进工作。(以下任务均需各镇政府落实。责任单位:市司法局)\n" * (SIZE // 40),
    "short names": "《某某规划》(以下简称《规划》)" * (SIZE // 16),
    "titles": "关于印发实施方案的通知\n" * (SIZE // 12),
    "many documents": "关于某事的实施方案\n一、甲\n二、乙\n三、丙丁\n四、戊\n" * (SIZE // 30),
    "rows": "序号,任务,责任单位\n" + "1,推进工作,市司法局\n" * (SIZE // 28),
    "bidirectional marks": "\u202e推进\u202c工作\u2066" * (SIZE // 6),
}  # fmt: skip


def places(record: Record) -> Iterator[tuple[int, int]]:
    """Every place of a fact in a record."""
    yield from ((h.span.start, h.span.end) for h in record.headings)
    for task in record.tasks:
        yield task.span
        yield from (owner.span for owner in task.assignments)
    for facts in (record.statements, record.citations, record.quantities, record.deadlines):
        yield from (fact.span for fact in facts)


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_endless_text_is_read_in_time(kind: str) -> None:
    started = time.process_time()
    records = pipeline.extract(readers.read(ENDLESS[kind].encode(), "长.txt"))
    assert time.process_time() - started < SECONDS
    size = len(records[0].source.text)
    for record in records:
        assert all(0 <= start <= end <= size for start, end in places(record))
        assert all(
            record.source.text[s.span.start : s.span.end].startswith(s.text[:1])
            for s in record.statements
        )


# Two documents that share no unit: 甲 is the county's, 乙 the city's.
FIRST = """霁川县2025年法治建设工作实施方案
霁政发〔2025〕3号
一、完善甲类制度
（一）健全甲类机制。每季度评查一次，到2025年底全部完成。（牵头单位：县司法局；配合单位：县审计局）
（二）规范甲类文件。未经审核不得提请审议。（责任单位：县财政局、县公安局）
二、强化甲类监督
（一）开展甲类检查。由县应急局牵头，县水利局配合。
（二）公开甲类结果。
1.梳理甲类清单
2.发布甲类报告（县统计局负责）
霁川县人民政府
2025年3月1日
"""
SECOND = """青川市2024年营商环境工作要点
青政办〔2024〕9号
一、优化乙类服务
（一）推行乙类网办。（牵头单位：市商务局；配合单位：市税务局）
（二）压减乙类时限。（责任单位：市住建局、市教育局）
二、保障乙类要素
（一）落实乙类政策。由市发改委牵头，市民政局配合。
青川市人民政府办公室
2024年5月6日
"""


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, len(FIRST)), st.sampled_from(["", "\n", "\n\n"]), st.booleans())
def test_a_unit_never_owns_a_task_of_the_document_glued_to_its_own(
    cut: int, glue: str, before: bool
) -> None:
    text = FIRST[:cut] + glue + SECOND if before else SECOND + glue + FIRST[cut:]
    second = range(text.index(SECOND), text.index(SECOND) + len(SECOND))
    for record in pipeline.extract(readers.read(text.encode(), "合订.txt")):
        for task in record.tasks:
            for owner in task.assignments:
                assert (task.span.start in second) == (owner.span.start in second), owner.surface


def test_what_stands_behind_a_signature_belongs_to_no_item_before_it() -> None:
    text = SECOND + "附后说明。（责任单位：县司法局）\n"
    tasks = [t for r in pipeline.extract(readers.read(text.encode(), "尾.txt")) for t in r.tasks]
    assert "县司法局" not in {owner.surface for task in tasks for owner in task.assignments}


ENCODINGS = st.sampled_from(["utf-8", "gb18030", "utf-16", "big5", "utf-16-le", "utf-8-sig"])
SPAM = ["沙巴体育", "百家乐开户", "\0", "\u202e", "\ufeff", "（" * 40, "\ud800", "□", "\x1b[31m"]


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A document cut, shuffled, widened, spammed and put into some encoding, perhaps the wrong one."""
    text = draw(st.sampled_from([FIRST, SECOND, FIRST + SECOND]))
    text = text[draw(st.integers(0, 60)) : len(text) - draw(st.integers(0, 200))]
    if draw(st.booleans()):
        text = "\n".join(draw(st.permutations(text.split("\n"))))
    if draw(st.booleans()):
        text = text.translate(
            {ord(a): b for a, b in zip("（）：，0123", "():,０１２３", strict=True)}
        )
    for word in draw(st.lists(st.sampled_from(SPAM), max_size=4)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + word + text[at:]
    data = text.encode(draw(ENCODINGS), "replace")
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=6)) + data[at:]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mutilated())
def test_a_mutilated_file_is_read_or_refused_and_always_the_same(data: bytes) -> None:
    try:
        source = readers.read(data, "残.txt")
    except ReadError as error:
        assert error.code and error.message
        return
    first, second = pipeline.extract(source), pipeline.extract(readers.read(data, "残.txt"))
    assert [to_json(r) for r in first] == [to_json(r) for r in second]
    for record in first:
        assert all(0 <= start <= end <= len(source.text) for start, end in places(record))
