"""Cutting text at its facts: nothing is lost, every piece knows its facts, offsets are code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from visualize import marks

TEXTS = st.text(alphabet="责任单位：司法所。\r\n 𠮷<&", max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[dict[str, int]]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(-3, 63), st.integers(-3, 63)), max_size=8))
    return text, [{"start": a, "end": b} for a, b in spans]


@given(marked(), st.integers(0, 1000))
def test_pieces_joined_give_the_text_and_know_their_facts(
    case: tuple[str, list[dict[str, int]]], offset: int
) -> None:
    text, spans = case
    facts = [{"start": s["start"] + offset, "end": s["end"] + offset} for s in spans]
    pieces = marks.cut(text, facts, offset)
    assert "".join(p.text for p in pieces) == text
    for piece in pieces:
        for position in range(piece.start, piece.end):
            covering = [i for i, f in enumerate(facts) if f["start"] <= position < f["end"]]
            assert list(piece.facts) == covering


@given(marked())
def test_lines_are_the_text_without_its_line_ends(case: tuple[str, list[dict[str, int]]]) -> None:
    text, facts = case
    lines = marks.lines(text, facts)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = plain.split("\n")
    if expected[-1] == "" and len(expected) > 1:
        expected.pop()
    assert ["".join(p.text for p in line.pieces) for line in lines] == expected
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for line in lines:
        for piece in line.pieces:
            assert text[piece.start : piece.end] == piece.text


def test_offsets_count_code_points() -> None:
    pieces = marks.cut("𠮷林省司法厅", [{"start": 3, "end": 6}])
    assert [p.text for p in pieces] == ["𠮷林省", "司法厅"]


def test_a_fact_begins_at_its_anchor_and_only_there() -> None:
    pieces = marks.cut("甲乙丙丁", [{"start": 0, "end": 3}, {"start": 1, "end": 2}])
    assert [(p.text, p.anchor) for p in pieces] == [
        ("甲", True),
        ("乙", True),
        ("丙", False),
        ("丁", False),
    ]


def test_covering_facts_share_a_character() -> None:
    facts = [{"start": 0, "end": 2}, {"start": 2, "end": 4}, {"start": 3, "end": 9}]
    assert marks.covering(facts, 1, 3) == facts[:2]
