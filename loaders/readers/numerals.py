"""Ordinals as Word and browsers draw them: 一、二、…, 甲乙丙, ①②③, IV, aa."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def ordinal(number: int, style: str) -> str:
    """``number`` in an OOXML number format (``chineseCounting``, ``decimalEnclosedCircle`` …).

    Unknown formats and numbers outside a format's range come as decimal digits; ``none`` and
    ``bullet`` as "".
    """
    if style in ("none", "bullet"):
        return ""
    make = _STYLES.get(style)
    return make(number) if make and 0 < number < 100_000 else str(number)


def _counting(number: int, digits: str = _DIGITS, places: str = "十百千") -> str:
    """12 → 十二, 110 → 一百一十, 20003 → 二万零三."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return (
            _counting(high, digits, places)
            + "万"
            + (gap + _counting(low, digits, places) if low else "")
        )
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if not digit:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + digits[digit] + (places[power - 1] if power else "")
        zero = False
    if digits is _DIGITS and 10 <= number < 20:
        text = text[1:]
    return text


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, "拾佰仟")


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _cycle(symbols: str) -> Callable[[int], str]:
    return lambda number: symbols[(number - 1) % len(symbols)]


def _run(first: int, last: int) -> Callable[[int], str]:
    """A run of enclosed code points, decimal digits beyond its end."""
    return lambda n: chr(first + n - 1) if n <= last - first + 1 else str(n)


def _circled(number: int) -> str:
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else str(number)


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    """Word repeats the letter: 27 → AA, 28 → BB."""
    times, at = divmod(number - 1, 26)
    return chr(65 + at) * min(times + 1, 8)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalZero": lambda n: f"{n:02d}",
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _run(0x3280, 0x3289),
    "decimalEnclosedFullstop": _run(0x2488, 0x249B),
    "decimalEnclosedParen": _run(0x2474, 0x2487),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
}
