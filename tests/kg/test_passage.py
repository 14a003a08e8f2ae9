"""The passage around a quote: the whole tag or the whole sentence, never more than a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.passage import passage


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("完善制度。(牵头单位:甲、乙)\n二、", "乙", "(牵头单位:甲、乙)"),
        ("（牵头单位：甲（盖章）、乙）", "乙", "（牵头单位：甲（盖章）、乙）"),
        ("完成整改。由甲牵头,乙配合。另起。", "甲", "由甲牵头,乙配合。"),
        ("标题\n甲负责落实\n下一段", "甲", "甲负责落实"),
        ("一行（没有收尾\n甲负责", "甲", "甲负责"),
        ("甲", "甲", "甲"),
    ],
)
def test_passage(text: str, quote: str, expected: str) -> None:
    start = text.index(quote)
    first, last = passage(text, start, start + len(quote))
    assert text[first:last] == expected


@given(st.text(alphabet="甲乙()（）。\n；x", max_size=60), st.data())
def test_the_passage_always_holds_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = passage(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
