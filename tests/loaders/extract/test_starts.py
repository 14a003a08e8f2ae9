"""One scan finds what a search of each pattern would."""

from __future__ import annotations

import re

from loaders.extract import starts

_PATTERN = re.compile("(?<!第)(?:季度|半年)(?:报告|通报)|年报")
_KIND = starts.words(["季度", "半年", "年报"])


def test_matches_are_those_of_a_search() -> None:
    lines = ["第季度报告,按季度通报半年报告。", "半年半年报半年通报季度季度报告", "无关"] * 7_000
    for text in ("\n".join(lines), "".join(lines), "", "年报"):
        found = starts.Starts(text).matches(_PATTERN, _KIND)
        assert [m.span() for m in found] == [m.span() for m in _PATTERN.finditer(text)]


def test_positions_come_in_order_of_the_text() -> None:
    assert starts.Starts("半年报,季度").of(_KIND) == [0, 1, 4]


def test_words_between_two_positions() -> None:
    starts.named(["甲乙", "甲乙丙丁", "丙丁"])
    found = starts.Starts("子甲乙丙丁,甲乙\n丙丁")
    assert found.between(0, 5) == ["甲乙", "甲乙丙丁", "丙丁"]
    assert found.between(1, 4) == ["甲乙"]  # a word that goes on beyond the end is none
    assert found.between(2, 8) == ["丙丁", "甲乙"]  # nor one that began before
    assert found.between(9, 11) == ["丙丁"]
    assert found.between(5, 5) == []
