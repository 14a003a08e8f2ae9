"""Where one sentence of the body ends and the next begins."""

from __future__ import annotations

import re
from typing import Final

from loaders.signs import Signs

_OPENERS: Final = dict(zip("([【〔《〈“‘「『", ")]】〕》〉”’」』", strict=True))
_BRACKETS: Final = frozenset(")]】〕")
_STOPS: Final = frozenset("。!?;！？；\n")
_STOP: Final = Signs(_STOPS)
_MARKS: Final = Signs("。!?;！？；\n()[]【】〔〕《》〈〉“”‘’「」『』")
# 一是…, 二要…, 第三,…, 首先,…, 1.…, (1)…, ①…: what only counts is not part of the sentence.
_ENUMERATOR: Final = re.compile(
    r"(?:"
    r"[一二三四五六七八九十]{1,3}是(?!否)(?:要(?=[,:]))?[,:]?"
    r"|[一二三四五六七八九十]{1,2}(?=要(?!素|点|件|求|害|闻))"
    r"|第[一二三四五六七八九十]{1,3}(?:是|[,、:])"
    r"|其[一二三四五六七八九十][,是:]"
    r"|(?:首先|其次|再次|最后|再者)(?:是|[,:])"
    r"|\d{1,2}[.、．](?!\d)|\d{1,2}\)|[(]\d{1,3}[)]|[(][一二三四五六七八九十]{1,3}[)]"
    r"|[①-⑳㈠-㈩⑴-⒇❶-❿]"
    r"|答[:：]"
    r"|[•·●◆■▪◦○※★☆►➢]+|[-—–]{1,2}(?=[一-鿿])"
    r")\s*"
)
# What it can begin with: few sentences do.
_ENUMERATOR_HEADS: Final = frozenset(
    "一二三四五六七八九十第其首再最答0123456789(•·●◆■▪◦○※★☆►➢-—–"
).union(
    chr(code)
    for first, last in ("①⑳", "㈠㈩", "⑴⒇", "❶❿")
    for code in range(ord(first), ord(last) + 1)
)
_LEADING: Final = " \t　,、:。.;!?，：；"
_FIRST: Final = _ENUMERATOR_HEADS | frozenset(_LEADING)  # what no sentence begins with
_TRAILING: Final = " \t　。!?;！？；"


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as ranges, enumerators in front and full stops behind cut off.

    A stop inside brackets, quotation marks or 《》 does not split; an opening mark that its paragraph never closes is
    taken as a misprint and ignored.
    """
    sentences: list[tuple[int, int]] = []
    here = start
    for position in _stops(text, start, end):
        _append(sentences, text, here, position)
        here = position + 1
    _append(sentences, text, here, end)
    return sentences


def _stops(text: str, start: int, end: int) -> list[int]:
    """Positions of the stops that end a sentence."""
    if _STOP.first(text, start, end - 1) < 0:
        return []  # most lines are one sentence; its own stop at the end is cut off in any case
    stops: list[int] = []
    open_marks: list[
        tuple[str, int]
    ] = []  # (closing mark wanted, number of stops seen when it opened)
    for at in _MARKS.places(text, start, end):
        mark = text[at]
        if mark == "\n":
            stops.append(at)
            open_marks.clear()
        elif mark in _STOPS:
            stops.append(at)
        elif mark in _OPENERS:
            open_marks.append((_OPENERS[mark], len(stops)))
        else:
            _close(open_marks, stops, mark)
    return stops


def _close(open_marks: list[tuple[str, int]], stops: list[int], mark: str) -> None:
    """Forget the stops since the mark that ``mark`` closes; 〔责任单位:…) closes as well."""
    for index in range(len(open_marks) - 1, -1, -1):
        wanted, seen = open_marks[index]
        if wanted == mark or (wanted in _BRACKETS and mark in _BRACKETS):
            del stops[seen:]
            del open_marks[index:]
            return


# 整改措施:(1)修订…;(2)…: what the list is, and its first number
_LIST_NAME: Final = re.compile(
    r"[一-鿿]{0,4}(?:措施|任务|内容|要求|事项|职责|举措|做法|重点|步骤|目标|问题):(?=[(]1[)]|1[.、](?!\d)|①)"
)


def _append(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    if text.find(":", start, min(start + 7, end)) > 0 and (named := _LIST_NAME.match(text, start)):
        start = named.end()
    if start < end and text[start] in _FIRST:
        start = _begin(text, start, end)
    while start < end and text[end - 1] in _TRAILING:
        end -= 1
    if start < end and (text[start].isalnum() or any(map(str.isalnum, text[start:end]))):
        sentences.append((start, end))


def _begin(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind the marks and the enumerator in front of it."""
    while start < end and text[start] in _LEADING:
        start += 1
    while start < end and text[start] in _ENUMERATOR_HEADS:
        found = _ENUMERATOR.match(text, start, end)
        if found is None:
            break
        start = found.end()
    while start < end and text[start] in _LEADING:
        start += 1
    return start
