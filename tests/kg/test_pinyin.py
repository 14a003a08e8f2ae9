"""How names sound, and how letters without blanks are cut into syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from kg.pinyin import initials, readings, spoken


@pytest.mark.parametrize(
    ("text", "sound", "short"),
    [
        ("人和司法所", "ren he si fa suo", "rhsfs"),
        ("12345热线", "1 2 3 4 5 re xian", "12345rx"),
        ("绿化（ABC）", "lv hua a b c", "lhabc"),
        ("重庆市", "chong qing shi", "cqs"),
        ("", "", ""),
    ],
)
def test_how_it_sounds(text: str, sound: str, short: str) -> None:
    assert " ".join(spoken(text)) == sound
    assert initials(text) == short


@pytest.mark.parametrize(
    ("letters", "cut"),
    [
        ("renhesifasuo", ["ren he si fa suo", "ren he si fa su o"]),
        ("renhesif", ["ren he si f"]),
        ("xian", ["xian", "xi an"]),
        ("lue", ["lve", "lu e"]),
        ("rhsfs", []),
        ("v", []),
        ("a" * 65, []),
    ],
)
def test_letters_are_cut_in_every_way(letters: str, cut: list[str]) -> None:
    assert [" ".join(said) for said in readings(letters)] == cut


def test_every_common_character_can_be_typed() -> None:
    """The first level of GB 2312: whatever it sounds like, its letters are read as one syllable."""
    common = b"".join(
        bytes((row, cell))
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
        if (row, cell) < (0xD7, 0xFA)
    ).decode("gb2312")
    for char in common:
        (sound,) = lazy_pinyin(char, style=Style.NORMAL)
        assert (sound,) in readings(sound), (char, sound)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=64))
def test_every_cut_is_the_letters_again(letters: str) -> None:
    for said in readings(letters):
        assert "".join(said).replace("lve", "lue").replace("nve", "nue") == letters.replace(
            "lve", "lue"
        ).replace("nve", "nue")
