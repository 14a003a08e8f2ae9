"""Patterns written so that a search skips what they cannot begin with match the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import signs
from loaders.rules import finder, seekable, seeking
from loaders.rules.ways import opened, openings, ways_of
from loaders.signs import Signs

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


_TEXT = st.text("主办管牵头单位有关部门机时间比例不高低于达到各0月日一二(),的理😀", max_size=24)


def _span(found: re.Match[str] | None) -> tuple[int, int] | None:
    return found and found.span()


@pytest.fixture(params=[False, True], ids=["pure", "compiled"], autouse=True, scope="module")
def both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """What compiled modules do (a look into a table), and what the pure ones do (``re``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signs, "COMPILED", request.param)
        yield


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(text=_TEXT, start=st.integers(-8, 8), length=st.integers(0, 24))
def test_the_same_is_found(pattern: str, text: str, start: int, length: int) -> None:
    assert seekable(pattern) != pattern
    within = (text, start, start + length)
    mine, plain = seeking(pattern), re.compile(pattern)
    assert [m.span() for m in mine.finditer(*within)] == [m.span() for m in plain.finditer(*within)]
    assert _span(mine.search(*within)) == _span(plain.search(*within))
    assert _span(mine.match(*within)) == _span(plain.match(*within))
    assert _span(mine.fullmatch(*within)) == _span(plain.fullmatch(*within))


@given(text=_TEXT, start=st.integers(-8, 8), length=st.integers(0, 24))
def test_signs_are_found_where_they_stand(text: str, start: int, length: int) -> None:
    end = start + length
    inside = range(max(start, 0), min(end, len(text)))
    either = [at for at in inside if text[at] in "的,"]
    assert Signs("的,").places(text, start, end) == either
    assert Signs("的,").first(text, start, end) == (either or [-1])[0]
    pairs = [
        at for at in inside if text[at] in "部单" and (at == inside[-1] or text[at + 1] in "门位")
    ]
    assert Signs(("部门", "单位")).places(text, start, end) == pairs


@pytest.mark.parametrize(
    ("pattern", "begin"),
    [
        ("负(?:责|总责)(?!人)|应当|应(?!付)", ["负责", "负总", "应当", "应"]),
        ("(?<!有关)部门|机关?", ["部门", "机关", "机"]),
        (r",?要|\(\d", [",要", "要", *(f"({digit}" for digit in "0123456789")]),
        ("甲*乙|丙", None),
    ],
)
def test_what_a_way_begins_with(pattern: str, begin: list[str] | None) -> None:
    ways = opened(pattern)
    assert (ways and list(openings(ways))) == begin


def test_a_pattern_that_may_begin_with_anything_is_refused() -> None:
    with pytest.raises(ValueError):
        seeking(".?部门")


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
