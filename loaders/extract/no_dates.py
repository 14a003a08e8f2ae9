"""Dates that no calendar has (2月30日前, 13月底): they are no deadlines, and somebody should hear of it."""

from __future__ import annotations

import re
from calendar import isleap
from typing import Final

from loaders.extract import starts
from loaders.extract.starts import Starts

_DAY_TOO_MANY: Final = ("4月31日", "6月31日", "9月31日", "11月31日", "2月30日", "2月31日")
_LEAP_DAY: Final = "2月29日"
# 第13月, 满18月: a span of months has neither a day nor an end
_SLIP: Final = re.compile(r"(?:1[3-9]|[2-9]\d)月(?:\d{1,2}日|[底末]|[上中下]旬)|\d{1,2}月\d{2}日")
_WORDS: Final = starts.words(
    [
        *(f"{month}月" for month in range(13, 100)),
        *(f"{month}月{day}日" for month in range(1, 13) for day in range(32, 40)),
        *_DAY_TOO_MANY,
        *(f"0{date}" for date in _DAY_TOO_MANY if date[1] == "月"),
        _LEAP_DAY,
        f"0{_LEAP_DAY}",
    ]
)
_YEAR: Final = re.compile(r"(20\d\d)年$")
_NO_DATE_BEFORE: Final = re.compile(r"[\d.第满每足]$")


def find(text: str, known: Starts | None = None) -> list[tuple[int, int]]:
    """Ranges of impossible dates in a folded text, in reading order. ``known``: the text's."""
    found: list[tuple[int, int]] = []
    for match in (known or Starts(text)).matches(_SLIP, _WORDS):
        start, end = match.span()
        if _NO_DATE_BEFORE.search(text, max(0, start - 1), start):
            continue
        if match.group().lstrip("0") == _LEAP_DAY:
            year = _YEAR.search(text, max(0, start - 6), start)
            if year is None or isleap(int(year[1])):
                continue
        found.append((start, end))
    return found
