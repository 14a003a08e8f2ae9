"""Ordinals of Word and browser lists."""

from __future__ import annotations

import pytest

from loaders.readers.numerals import ordinal


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (330, "japaneseCounting", "三百三十"),
        (20003, "chineseCountingThousand", "二万零三"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (12, "ideographDigital", "一二"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographZodiac", "亥"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (2, "decimalEnclosedParen", "⑵"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (30, "decimalEnclosedFullstop", "30"),
        (4, "decimalFullWidth", "４"),
        (7, "decimalZero", "07"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (5000, "upperRoman", "5000"),
        (28, "upperLetter", "BB"),
        (3, "lowerLetter", "c"),
        (3, "decimal", "3"),
        (3, "hindiVowels", "3"),
        (0, "chineseCounting", "0"),
        (3, "none", ""),
        (3, "bullet", ""),
    ],
)
def test_ordinals(number: int, style: str, expected: str) -> None:
    assert ordinal(number, style) == expected
