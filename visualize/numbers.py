"""Numbers as 公文 write them: headings with their own punctuation, circled places in a tag."""

from __future__ import annotations

import re

_HAN_NUMBER = re.compile("[〇零一二三四五六七八九十百]+")
_NUMBER = re.compile("[（(第]?[〇零一二三四五六七八九十百0-9.]+[）)、.．章节条]*")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def circled(number: int | None) -> str:
    """① … ⑳, plain digits beyond, '' for none: the place of a unit in its tag."""
    if not number:
        return ""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else str(number)


def numbered(number: str | None, title: str | None) -> str:
    """A heading as 公文 write it: 四、…, (一)…, 第三章 …, 1. …; either part may be missing."""
    if not number or not title:
        return number or title or ""
    if begins(title, number):
        return title  # a paragraph without a title is called by its beginning: （1）按照…
    if _HAN_NUMBER.fullmatch(number):
        return f"{number}、{title}"
    if number[-1].isascii() and number[-1].isdigit():
        return f"{number}. {title}"
    return number + title if number[-1] in ")）、.．" or number in _CIRCLED else f"{number} {title}"


def headed(label: str) -> str:
    """A heading given as ``number title`` as 公文 write it; one that is only its number says it once."""
    number, blank, title = label.partition(" ")
    if not blank or not _NUMBER.fullmatch(number):
        return label
    return number if _bare(number) == _bare(title) else numbered(number, title)


def titled(title: str, number: str | None) -> str:
    """A title without the number it begins with, for where the number stands beside it."""
    if not number or not begins(title, number):
        return title
    digits = _bare(number)
    rest = title[title.index(digits) + len(digits) :].lstrip(")）、.． \u3000")
    return rest or title


def begins(title: str, number: str) -> bool:
    """Does the title open with the number, in whichever brackets? 三十 does not open with 三."""
    opening, digits = title.lstrip("(（ "), _bare(number)
    if not digits or not opening.startswith(digits):
        return False
    return opening == digits or opening[len(digits)] in ")）、.．" or digits[-1] in "章节条"


def _bare(text: str) -> str:
    return text.strip("()（）、.． ")


def tells(wording: str, date: str) -> bool:
    """Whether the words are the very date: 2025年6月30日前 beside 2025-06-30, but not 6月底 or 2025年底."""
    said, meant = ([int(n) for n in re.findall(r"[0-9]+", words)] for words in (wording, date))
    return said == meant
