"""Chinese numerals: 十 → 10, 一百二十 → 120, 二〇二五 → 2025."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"万": 10_000, "亿": 100_000_000}


def value_of(numeral: str) -> int | None:
    """The whole number a numeral writes, None when it is not one; digits in a row read as positions."""
    if not numeral or any(
        c not in _DIGITS and c not in _PLACES and c not in _SCALES for c in numeral
    ):
        return None
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = part = digit = 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _PLACES:
            part += (digit or 1) * _PLACES[c]
            digit = 0
        else:
            total += ((part + digit) or 1) * _SCALES[c]
            part = digit = 0
    return total + part + digit
