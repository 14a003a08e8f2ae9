"""The numbering of Chinese official documents: which marks there are and what they count.

Works on folded text (half-width punctuation). A mark is a candidate only; ``loaders.structure`` decides by sequence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal, cast

from kg.ids import numeral
from loaders.widths import PLAIN, WIDE

Family = Literal[
    "part", "chapter", "section", "article", "han", "han_bracket", "digit", "digit2", "digit3",
    "digit_bracket", "digit_paren", "circled",
]  # fmt: skip

# 1.5万元, 3个月: a measure, not the number of a heading
_MEASURE: Final = "(?:[个项月日年万亿元条家次人名件种类级所座吨米公里小时分钟周天倍%度℃版期批台套辆亩户路号]|[平立]方|千[瓦克])"
_HAN: Final = "[一二三四五六七八九十百零〇]{1,6}"
_CHAPTERS: Final = rf"""
    (?P<part>第{_HAN}(?:编|部分(?!由)|篇)) |
    (?P<chapter>第(?:{_HAN}|\d{{1,2}})章) |
    (?P<section>第(?:{_HAN}|\d{{1,2}})节) |
    (?P<article>第(?:{_HAN}|\d{{1,3}})条)
    """
_NUMERALS: Final = rf"""
    (?P<han>{_HAN})(?=、|[.,](?!\d)|\s(?=[\u4e00-\u9fff“《])(?!\s{_MEASURE})) |
    (?P<han_paren>{_HAN})\)(?=[\u4e00-\u9fff“《])
    """
_BRACKETS: Final = rf"\((?P<han_bracket>{_HAN})\) | \((?P<digit_bracket>\d{{1,3}})\)"
_NUMBERS: Final = rf"""
    (?P<digit3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})(?=[.、\s]?(?!{_MEASURE})[\u4e00-\u9fff“《]) |
    (?P<digit2>\d{{1,2}}\.\d{{1,2}})(?=[.、\s]?(?!{_MEASURE})[\u4e00-\u9fff“《]) |
    (?P<digit>\d{{1,3}})(?=[.、](?:(?![\d年])|(?=20\d\d\s?年|年[底内]))|\s(?!{_MEASURE})(?=[\u4e00-\u9fff“《])) |
    (?P<digit_paren>\d{{1,2}})\)(?=[\u4e00-\u9fff“《])
    """
_ONES: Final = "(?P<circled>[①-⑳]) | (?P<one_char>[㈠-㈩⒈-⒛⑴-⒇])"
# What a mark can be, by the character it begins with.
_MARKS: Final[dict[str, re.Pattern[str]]] = {
    first: re.compile(written, re.X)
    for heads, written in (
        ("第", _CHAPTERS),
        ("一二三四五六七八九十百零〇", _NUMERALS),
        ("(", _BRACKETS),
        ("0123456789", _NUMBERS),
    )
    for first in heads
}
_ONE: Final = re.compile(_ONES, re.X)
# 35.5个地级市要…: 35 and a sentence that begins with a number, where the document has counted to 34
_COUNTED: Final = re.compile(rf"(?P<digit>\d{{1,3}})\.(?=\d{{1,3}}\s?{_MEASURE})")
# 30 不断优化税务服务。: the number lost its dot; 2.年龄符合要求: what follows looks like a measure
_SLIPPED: Final = re.compile(
    rf"(?P<digit>\d{{1,3}})(?:、(?=\d)|[.、](?=年|20\d\d[、年])|(?!{_MEASURE})(?=[\u4e00-\u9fff“《][^,;:。\n]{{3,40}}(?:。|$)))"
)
_OVER: Final = re.compile(r"(?P<digit>\d{1,2})(?=[\u4e00-\u9fff][^,;:。\n]{1,20}\Z)")
_ONE_CHAR: Final = [
    chr(c) for first, last in ("①⑳", "㈠㈩", "⒈⒛", "⑴⒇") for c in range(ord(first), ord(last) + 1)
]
_FIRST: Final = frozenset("第一二三四五六七八九十百零〇(0123456789").union(_ONE_CHAR)
_FIRST_WRITTEN: Final = _FIRST | frozenset("（０１２３４５６７８９⼀⼆")
# 第五条规定的, 第五条第二款, but 第五条规划…, 第六条中央…, 第七条所得…
_REFERS: Final = re.compile(
    r"规定(?=[的,、。;)处]|情形|予以|执行|办理|实施|进行)|所[列称规述指涉]|中(?=[的,、。规所])"
    r"|第(?=[一二三四五六七八九十\d]{1,3}[款项条目])|项(?!目)|[的和与至到、之,。;)款》”]"
)
_ORDER: Final[tuple[Family, ...]] = (
    "part", "chapter", "section", "article", "han", "han_bracket", "digit", "digit2", "digit3",
    "digit_bracket", "digit_paren", "circled",
)  # fmt: skip


_RANKS: Final = {family: index for index, family in enumerate(_ORDER)}


class Mark:  # no dataclass: mypyc makes a native class of this
    """A numbering mark: ``number`` as written without trailing 、 or . ; ``body`` where its words begin."""

    __slots__ = ("body", "family", "number", "start", "value")

    def __init__(self, family: Family, number: str, value: int, start: int, body: int) -> None:
        self.family, self.number, self.value = family, number, value
        self.start, self.body = start, body


def mark_at(text: str, start: int, end: int) -> Mark | None:
    """The mark that begins at ``start``, if any; ``end`` bounds the line."""
    if start >= end or text[start] not in _FIRST:
        return None
    found = _MARKS.get(text[start], _ONE).match(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    if found.lastgroup == "one_char":
        return _one_char(text, start, end)
    name = found.lastgroup
    # 二) counts with (一): the bracket that opens is lost
    family = cast(Family, "han_bracket" if name == "han_paren" else name)
    number = found.group(name)
    value = numeral(number.rpartition(".")[2] if "." in number else number)
    if value is None:
        return None
    body = _behind(text, found.end(), end)
    if family in ("part", "chapter", "section", "article") and not _stands_alone(
        text, found.end(), end
    ):
        return None
    return Mark(family, found.group(), value, start, body)


def marks_of(text: str, lines: Iterable[tuple[int, int]]) -> list[Mark | None]:
    """The mark that each line begins with: asked once, as several passes go by it."""
    return [mark_at(text, start, end) for start, end in lines]


def counted(text: str, start: int, end: int, value: int) -> Mark | None:
    """The number ``value`` in front of a measure (35.5个…), which only the sequence tells from a decimal number."""
    return _proven(_COUNTED.match(text, start, end), value) if text[start].isdecimal() else None


def over(text: str, start: int, end: int, value: int) -> Mark | None:
    """1总则 above 1.1编制目的: a number without a sign behind it, which only the one below tells from a measure."""
    return _proven(_OVER.match(text, start, end), value)


def slipped(text: str, start: int, end: int, value: int) -> Mark | None:
    """The number ``value`` written badly, which only the numbers before and behind it prove to be one."""
    mark = _proven(_SLIPPED.match(text, start, end), value)
    if mark is not None:
        mark.body = _behind(text, mark.body, end)
    return mark


def _proven(found: re.Match[str] | None, value: int) -> Mark | None:
    """The mark of a number that only its place in the sequence proves to be one, None where it is another."""
    if found is None or int(found["digit"]) != value:
        return None
    return Mark("digit", found["digit"], value, found.start(), found.end())


def _one_char(text: str, start: int, end: int) -> Mark:
    """㈠ ⒈ ⑴: one character that looks like a mark of three."""
    char = text[start]
    family: Family = (
        "han_bracket"
        if char in "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
        else "digit"
        if char >= "⒈"
        else "digit_bracket"
    )
    body = _behind(text, start + 1, end)
    return Mark(family, char, int(unicodedata.numeric(char)), start, body)


def _behind(text: str, at: int, end: int) -> int:
    """Where the words begin behind a number and its 、 or blank."""
    while at < end and (text[at] in "、.,:" or text[at].isspace()):
        at += 1
    return at


def _stands_alone(text: str, at: int, end: int) -> bool:
    """第三条规定, 第一章的 refer to a place in a law; they do not open one."""
    return at >= end or _REFERS.match(text, at, end) is None


def starts_with_mark(line: str) -> bool:
    """Does a line without leading blanks begin with a numbering mark, in any width?"""
    if line[:1] not in _FIRST_WRITTEN:
        return False
    head = line[:16]
    if WIDE.first(head, 0, len(head)) >= 0:
        head = head.translate(PLAIN)  # too short for the other way to pay
    return mark_at(head, 0, len(head)) is not None


def rank(family: Family) -> int:
    """Usual depth of a family; used only to break ties."""
    return _RANKS[family]
