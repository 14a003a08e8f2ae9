"""loaders.widths: the quick way and the table give the same text."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.widths import PLAIN, plain

_MIXED = st.text(alphabet=[*map(chr, PLAIN), "司", "法", "a", "（", "，", "2", "𠮷"], max_size=40)


@given(_MIXED)
def test_plain_is_the_table(text: str) -> None:
    assert plain(text) == text.translate(PLAIN)


def test_every_character_alone() -> None:
    assert [plain(chr(c)) for c in PLAIN] == [chr(c).translate(PLAIN) for c in PLAIN]


def test_nothing_that_is_made_is_made_again() -> None:
    made = {v for c, v in PLAIN.items() if chr(c) != v}
    assert not made & {chr(c) for c, v in PLAIN.items() if chr(c) != v}


def test_lengths_never_change() -> None:
    assert {len(v) for v in PLAIN.values()} == {1}
