"""Patterns written so that a search skips what they cannot begin with match the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.rules import finder, seekable, seeking
from loaders.rules.ways import opened, ways_of

_PATTERNS = [
    "(?:主办|牵头)(?:单位)?",
    "(?<!有关)部门|机关",
    "(?<=[^,的])(?:时间|比例)",
    "不?[高低]于|达到?",
    "^(?:各|有关)?部门|单位$",
    r"\d个?月|\d日",
    "(?=主[办管])(?:主办|主管|主)单位",
    "(?!主办)主(?:办|管)|(?:办理?)?单位",
    r"\(部门\)|[一二]月",
]


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(
    text=st.text("主办管牵头单位有关部门机时间比例不高低于达到各0月日一二(),的理", max_size=24),
    start=st.integers(0, 8),
    length=st.integers(0, 24),
)
def test_the_same_is_found(pattern: str, text: str, start: int, length: int) -> None:
    assert seekable(pattern) != pattern
    within = (text, start, start + length)
    assert [m.span() for m in seeking(pattern).finditer(*within)] == [
        m.span() for m in re.compile(pattern).finditer(*within)
    ]


def test_flags_are_kept() -> None:
    assert finder(re.compile(r"(?:no|id)\.", re.I))("NO.1")


@pytest.mark.parametrize("pattern", _PATTERNS[:5])
def test_each_way_begins_with_a_plain_character(pattern: str) -> None:
    assert all(re.match(r"[一-鿿]", way) for way in opened(pattern) or [""])


@pytest.mark.parametrize(
    "pattern",
    ["[一-鿿]局|县局", r"\d{1,2}月", ".甲", "甲+乙", "(?P<a>甲|乙)丙", "(甲)", "(?:甲|乙)+"],
)
def test_what_cannot_be_opened_stays_as_it_is(pattern: str) -> None:
    assert opened(pattern) is None
    assert seekable(pattern) == pattern


def test_ways_are_parted_outside_brackets_only() -> None:
    assert ways_of(r"a(?:b|c)|[|d]e|\|f") == ["a(?:b|c)", "[|d]e", r"\|f"]
