"""Characters that mean the same: full-width forms, CJK radicals and compatibility ideographs, one for one."""

from __future__ import annotations

import unicodedata
from typing import Final

from loaders.signs import Signs

# NFKC leaves these CJK radicals as they are (U+2E80–2EFF); PDF fonts put them in place of the character.
_RADICALS: Final = dict(
    zip(
        "⺠⻓⻚⻅⻋⻔⻣⻬⺎⺏⺟⺩⻁⻄⻆⻉⻝⻢⻥⻦⻨⻩⻮⻰⻳⻛⻜⻘⻙⻑⺁⺃⺇⺈⺊⺌⺍⺋⻝",
        "民长页见车门骨齐尢尣母王虎西角贝食马鱼鸟麦黄齿龙龟风飞青韦長厂乙几刀卜小小㔾食",
        strict=True,
    )
)
_HALF: Final = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_SIGNS: Final = {
    "﹝": "〔",
    "﹞": "〕",
    "⟨": "〈",
    "⟩": "〉",
    "‧": "·",
    "•": "·",
    "．": ".",
    "﹒": ".",
    "\u2014": "—",
    "\u2015": "—",
    "〇": "〇",
    "︰": ":",
    "∶": ":",
    "｡": "。",
}
PLAIN: Final = {ord(k): v for k, v in _RADICALS.items()} | _HALF
PLAIN.update(
    {
        c: unicodedata.normalize("NFKC", chr(c))
        for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFAD9), range(0xFE50, 0xFE6C))
        for c in block
        if len(unicodedata.normalize("NFKC", chr(c))) == 1
    }
)
PLAIN.update({ord(k): v for k, v in _SIGNS.items()})

# Nearly every text has these; any other character of PLAIN is rare.
_COMMON: Final = tuple((wide, PLAIN[ord(wide)]) for wide in "，（）：；！？")
_OTHERS: Final = Signs(
    "".join(chr(c) for c, v in PLAIN.items() if chr(c) != v and chr(c) not in dict(_COMMON))
)
WIDE: Final = Signs("".join(map(chr, PLAIN)))


def plain(text: str) -> str:
    """``text.translate(PLAIN)``, ten times faster: what is replaced is found at memory speed.

    ``translate`` asks a dictionary about every character; ``replace`` scans for one.
    """
    for wide, narrow in _COMMON:
        text = text.replace(wide, narrow)
    for other in sorted({text[at] for at in _OTHERS.places(text, 0, len(text))}):
        text = text.replace(other, PLAIN[ord(other)])
    return text


def half_width(text: str) -> str:
    """Full-width forms of ASCII made half-width, and nothing else: titles and names as the folded text has them."""
    return text.translate(_HALF)
