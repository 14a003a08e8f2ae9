"""The numbering of Chinese official documents: which marks there are and what they count.

Works on folded text (half-width punctuation). A mark is a candidate only; ``loaders.structure`` decides by sequence.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from kg.ids import numeral
from loaders.widths import PLAIN

Family = Literal[
    "part", "chapter", "section", "article", "han", "han_bracket", "digit", "digit_bracket"
]

_HAN = "[一二三四五六七八九十百零〇]{1,6}"
MARK = re.compile(
    rf"""
    (?P<part>第{_HAN}编) |
    (?P<chapter>第(?:{_HAN}|\d{{1,2}})章) |
    (?P<section>第(?:{_HAN}|\d{{1,2}})节) |
    (?P<article>第(?:{_HAN}|\d{{1,3}})条) |
    (?P<han>{_HAN})(?=、|[.,](?!\d)) |
    \((?P<han_bracket>{_HAN})\) |
    (?P<digit>\d{{1,3}})(?=[.、](?:(?![\d年])|(?=20\d\d年))|\s(?=[\u4e00-\u9fff“《])) |
    \((?P<digit_bracket>\d{{1,3}})\)
    """,
    re.X,
)
_FIRST = frozenset("第一二三四五六七八九十百零〇(0123456789")
_FIRST_WRITTEN = _FIRST | frozenset("（０１２３４５６７８９⼀⼆")
_AFTER = re.compile(r"[、.,:\s]*")
_ORDER: tuple[Family, ...] = (
    "part", "chapter", "section", "article", "han", "han_bracket", "digit", "digit_bracket",
)  # fmt: skip


class Mark(NamedTuple):
    """A numbering mark: ``number`` as written without trailing 、 or . ; ``body`` where its words begin."""

    family: Family
    number: str
    value: int
    start: int
    body: int


def mark_at(text: str, start: int, end: int) -> Mark | None:
    """The mark that begins at ``start``, if any; ``end`` bounds the line."""
    if start >= end or text[start] not in _FIRST:
        return None
    found = MARK.match(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    family: Family = found.lastgroup  # type: ignore[assignment]
    value = numeral(found.group(family))
    if value is None:
        return None
    after = _AFTER.match(text, found.end(), end)
    body = after.end() if after else found.end()
    if family in ("part", "chapter", "section", "article") and not _stands_alone(
        text, found.end(), end
    ):
        return None
    return Mark(family, found.group(), value, start, body)


def _stands_alone(text: str, at: int, end: int) -> bool:
    """第三条规定, 第一章的 refer to a place in a law; they do not open one."""
    return at >= end or text[at] not in "的规所和与至到、之中,。;)款第项》”"


def starts_with_mark(line: str) -> bool:
    """Does a line without leading blanks begin with a numbering mark, in any width?"""
    if line[:1] not in _FIRST_WRITTEN:
        return False
    head = line[:16].translate(PLAIN)  # too short for the other way to pay
    return mark_at(head, 0, len(head)) is not None


def rank(family: Family) -> int:
    """Usual depth of a family; used only to break ties."""
    return _ORDER.index(family)
