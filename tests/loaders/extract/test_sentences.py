"""Sentences: where they split, what is cut in front and behind."""

from __future__ import annotations

import pytest

from loaders.extract import sentences


def _split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences.split(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健全机制。加强监督;推进公开!", ["健全机制", "加强监督", "推进公开"]),
        ("做到“应办尽办。马上就办”,不留死角。", ["做到“应办尽办。马上就办”,不留死角"]),
        ("落实《关于“八五”普法;规划的决议》。", ["落实《关于“八五”普法;规划的决议》"]),
        ("推进改革(含试点;示范)。完", ["推进改革(含试点;示范)", "完"]),
        ("误开的(括号。不吞后文。", ["误开的(括号", "不吞后文"]),
        ("〔含一;二)加强监督。再说", ["〔含一;二)加强监督", "再说"]),
        ("一是健全机制。二要加强监督。", ["健全机制", "要加强监督"]),
        (
            "第一,健全机制;首先,加强监督;1.推进公开;(2)规范执法;③压实责任",
            ["健全机制", "加强监督", "推进公开", "规范执法", "压实责任"],
        ),
        ("一是否履职到位", ["一是否履职到位"]),
        ("2.5倍以上", ["2.5倍以上"]),
        ("三要素齐全", ["三要素齐全"]),
        ("答:①船员可以换证。", ["船员可以换证"]),
        ("前文\n后文", ["前文", "后文"]),
        ("现将情况报告如下:", ["现将情况报告如下:"]),
        (" 。。;", []),
        ("", []),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert expected == _split(text)


def test_split_keeps_to_its_range() -> None:
    text = "甲甲。乙乙。丙丙。"
    assert sentences.split(text, 3, 6) == [(3, 5)]
