"""Folding: widths, blanks, broken and missing line ends, and the way back to every character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Cell, SourceText, Span, Table
from loaders.fold import Folded
from loaders.folding import fold, source_lines


def source(
    text: str,
    *,
    asides: tuple[Span, ...] = (),
    tables: tuple[Table, ...] = (),
    wrapped: bool = False,
) -> SourceText:
    return SourceText(text, "0" * 64, "text/plain", "t.txt", tables, asides, hard_wrapped=wrapped)


def folded(document: SourceText) -> Folded:
    return fold(document, source_lines(document))


def paragraphs(text: str, *, wrapped: bool = False) -> list[str]:
    return folded(source(text, wrapped=wrapped)).text.split("\n")[:-1]


def mark(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（一）甲，乙：丙；丁！", ["(一)甲,乙:丙;丁!"]),
        ("重大挑 战、抵御重大风 险", ["重大挑战、抵御重大风险"]),
        ("甲\u200b项\u00ad任\ufeff务", ["甲项任务"]),
        ("使用 Open Data 平台", ["使用Open Data平台"]),
        ("甲项\r\n乙项\r丙项\u2028丁项", ["甲项", "乙项", "丙项", "丁项"]),
        ("\n\n  \u3000\n甲项\n\n", ["甲项"]),
        ("１２３ＡＢ", ["123AB"]),
    ],
)
def test_widths_blanks_and_line_ends(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_raw_keeps_widths_and_has_the_same_length() -> None:
    whole = folded(source("（一）甲，乙：丙。"))
    assert whole.raw == "（一）甲，乙：丙。\n" and len(whole.raw) == len(whole.text)


def test_the_way_back() -> None:
    text = "　　（一）重大挑 战，要\n应对。"
    whole = folded(source(text))
    at = whole.text.index("重大挑战")
    span = whole.span(at, at + 4)
    assert text[span.start : span.end] == "重大挑 战"
    assert whole.at(span.start) == at


def test_asides_are_left_out() -> None:
    text = "首页 导航\n甲项任务\n— 2 —\n乙项任务"
    document = source(text, asides=(mark(text, "首页 导航"), mark(text, "— 2 —")))
    assert folded(document).text == "甲项任务\n乙项任务\n"


def test_an_aside_inside_a_line_parts_nothing_else() -> None:
    text = "甲项任务　打印本页　继续"
    whole = folded(source(text, asides=(mark(text, "打印本页"),)))
    assert "打印" not in whole.text and "甲项任务" in whole.text and "继续" in whole.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（牵头单位：\n县司法局）", ["(牵头单位:县司法局)"]),
        ("责任单位：\n县司法局、\n县财政局\n完成时限：年底", ["责任单位:县司法局、县财政局", "完成时限:年底"]),
        ("（一）\n加强领导", ["(一)加强领导"]),
        ("甲项（乙项）。\n丙项", ["甲项(乙项)。", "丙项"]),
    ],
)  # fmt: skip
def test_open_labels_lists_and_brackets_go_on(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_a_bracket_that_never_closes_does_not_swallow_the_document() -> None:
    text = "甲项（乙项\n" + "丙项任务要求按时完成。\n" * 300
    assert len(paragraphs(text)) > 50


PAGE = (
    "为进一步推进全镇普法工作，提升群众法治意识，现就有关\n"
    "事项安排如下，请各村各部门结合工作实际认真抓好落实。\n"
    "一、总体要求\n"
    "各村要把普法工作摆在重要位置，与中心工作同部署同落实\n"
    "同检查，确保各项任务按期完成。\n"
    "（一）健全机制。完善普法责任制，建立工作台账，明确专\n"
    "人负责，定期调度通报进展情况，及时研究解决困难问题。\n"
    "二、工作要求\n"
    "各村要加强领导。\n"
)


def test_lines_that_the_page_broke_are_joined() -> None:
    found = paragraphs(PAGE, wrapped=True)
    assert found == [
        "为进一步推进全镇普法工作,提升群众法治意识,现就有关事项安排如下,请各村各部门结合工作实际认真抓好落实。",
        "一、总体要求",
        "各村要把普法工作摆在重要位置,与中心工作同部署同落实同检查,确保各项任务按期完成。",
        "(一)健全机制。完善普法责任制,建立工作台账,明确专人负责,定期调度通报进展情况,及时研究解决困难问题。",
        "二、工作要求",
        "各村要加强领导。",
    ]
    assert len(paragraphs(PAGE)) == PAGE.count("\n")  # a text file's lines are its author's


def test_text_without_line_ends_is_cut_before_its_numbering() -> None:
    body = "落实工作责任，健全工作机制，安排工作经费，确保任务按期完成。" * 3
    text = f"一、加强领导。{body}二、加强宣传。{body}三、加强保障。{body}"
    assert [p[:6] for p in paragraphs(text)] == ["一、加强领导", "二、加强宣传", "三、加强保障"]


def test_a_glued_notice_is_cut_before_its_first_number() -> None:
    body = "落实工作责任，健全工作机制，安排工作经费，确保任务按期完成。" * 3
    text = f"现就普法有关事项通知如下：一、加强领导。{body}二、加强宣传。{body}三、加强保障。{body}"
    assert [p[:6] for p in paragraphs(text)][1:] == ["一、加强领导", "二、加强宣传", "三、加强保障"]


def test_a_dash_in_place_of_the_first_number() -> None:
    assert paragraphs("—、总体要求\n二、重点任务\n——、其他\n") == [
        "一、总体要求",
        "二、重点任务",
        "——、其他",
    ]


def test_a_blank_parts_a_title_from_its_words_in_a_text_without_line_ends() -> None:
    words = "以预防为主，健全工作机制，安排工作经费，确保任务按期完成。" * 2
    text = f"霜桥镇实施方案 各村： 为做好工作，制定本方案。一、总体要求 {words}二、工作保障 镇财政所{words}三、附则 无。"
    lines = paragraphs(text)
    assert "一、总体要求" in lines and "二、工作保障" in lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("二、成员单位联席会议由甲局、乙局等单位共同组成。", ["二、成员单位", "联席会议由甲局、乙局等单位共同组成。"]),
        ("一、总体要求以法治思想为指导,推进依法行政。", ["一、总体要求", "以法治思想为指导,推进依法行政。"]),
        ("四、工作要求和时间安排", ["四、工作要求和时间安排"]),
    ],
)  # fmt: skip
def test_titles_that_every_paper_has_are_parted_from_their_words(
    text: str, lines: list[str]
) -> None:
    assert paragraphs(text) == lines


@pytest.mark.parametrize("gap", ["　　　", " " + "\u2002" * 60])
def test_wide_gaps_stand_for_line_ends_in_a_long_line(gap: str) -> None:
    body = "落实工作责任，健全工作机制，安排工作经费，确保任务按期完成。"
    text = gap.join(["关于普法的通知", body * 2, body * 2])
    assert len(paragraphs(text)) == 3


def test_table_cells_keep_their_own_lines() -> None:
    text = "甲任务、\n县司法局\n乙任务、\n县财政局\n"
    spans = [mark(text, w) for w in ("甲任务、", "县司法局", "乙任务、", "县财政局")]
    cells = tuple(Cell(i // 2, i % 2, span) for i, span in enumerate(spans))
    whole = folded(source(text, tables=(Table(Span(0, len(text)), cells),)))
    assert whole.text == "甲任务、\n县司法局\n乙任务、\n县财政局\n"


def test_a_part_maps_back_like_the_whole() -> None:
    text = "甲 项\n乙 项（丙）\n丁 项"
    whole = folded(source(text))
    start, end = whole.text.index("乙"), whole.text.index("丁")
    part = whole.part(start, end)
    assert part.text == "乙项(丙)\n"
    assert part.span(0, 5) == whole.span(start, start + 5)
    assert part.covers(text.index("丙")) and not part.covers(0)


CHARACTERS = st.sampled_from(
    list("甲乙丙一二(（)）〔〕【】《》“”、，,；;：:。.\n\r\t \u3000\u200b\ufeff123年月第条⼀")
)


@settings(max_examples=300, deadline=None)
@given(st.text(CHARACTERS, max_size=120), st.booleans(), st.data())
def test_every_folded_character_is_a_character_of_the_source(
    text: str, wrapped: bool, data: st.DataObject
) -> None:
    cut = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    asides = tuple(
        Span(a, b) for a, b in zip(cut[::2], cut[1::2], strict=False) if a < b
    )  # in order, apart
    whole = folded(source(text, asides=asides, wrapped=wrapped))
    assert len(whole.text) == len(whole.raw)
    last = -1
    for position, char in enumerate(whole.raw):
        at = whole.source(position)
        if char in "\n ":
            continue
        assert text[at] == char and at > last
        assert not any(a.start <= at < a.end for a in asides)
        last = at
    kept = [c for i, c in enumerate(text) if not any(a.start <= i < a.end for a in asides)]
    words = [c for c in kept if not c.isspace() and c not in "\u200b\ufeff"]
    assert [c for c in whole.raw if c not in "\n "] == words
