"""Measures numbered inside a paragraph, each with its own tag: …具体措施:1.…(A负责)2.…(B负责).

Such a number begins a block of its own, else all measures of the paragraph would share one task and all its owners.
A list without tags, (1)…;(2)…, stays one paragraph.
"""

from __future__ import annotations

import re
from typing import Final

from kg.ids import numeral
from loaders.owner_words import FIRST, LABEL

_WORDS: Final = "牵头|负责|责任|配合|落实|主办|承办"
_OWNING: Final = re.compile(_WORDS)
# The end of a tag: its last words and the closing bracket.
OWNED: Final = re.compile(
    rf"[(\[〔【〖][^()\[\]〔〕【】〖〗。]{{0,300}}(?:{_WORDS})(?:[^()\[\]〔〕【】〖〗。]|\([^()]{{1,12}}\)){{0,300}}[)\]〕】〗]"
)
_MARK: Final = re.compile(
    r"(?=[\s(\d①-⑳])(?:^|(?<=[:。;!)〕】\]〗]))\s?(?:\((?P<bracket>\d{1,2})\)|(?P<digit>\d{1,2})[.、](?:(?!\d)|(?=20\d\d年))|(?P<circled>[①-⑳])|\((?P<han>[一二三四五六七八九十]{1,3})\))(?=\s?[\u4e00-\u9fff“《2])"
)
_CLOSE: Final = ")]〕】〗"


def measure_cuts(paragraph: str, behind: str = "") -> list[int]:
    """Where the measures of a paragraph begin, in order; ``behind`` is the paragraph that follows.

    A run of numbers counts when every number but the first stands right behind a tag.
    """
    if not _may_own(paragraph):
        return []
    marks: dict[str, list[tuple[int, int]]] = {}
    for m in _MARK.finditer(paragraph):
        style = m.lastgroup or ""
        marks.setdefault(style, []).append((m.start(), numeral(m.group(style)) or 0))
    return sorted(
        cut
        for style, found in marks.items()
        for cut in _run(paragraph, found, _goes_on(behind, style))
    )


# …。责任单位:市司法局、市财政局。2.…: a tag without brackets, the sentence before the number
_LABELLED: Final = re.compile(rf"[。;)]?(?:{FIRST})?{LABEL}:[^。:;]{{2,200}}。?")


def _may_own(paragraph: str) -> bool:
    """Whether a tag may end in a paragraph: in most none does, and numbers need not be looked for."""
    if "位:" in paragraph or "门:" in paragraph:
        return True
    for close in _CLOSE:
        if close in paragraph:
            return _OWNING.search(paragraph) is not None
    return False


def _run(paragraph: str, marks: list[tuple[int, int]], next_value: int | None) -> list[int]:
    """The starts of the runs 1, 2, 3 … whose numbers stand behind tags; a number at the paragraph's start is no cut."""
    cuts: list[int] = []
    run: list[tuple[int, int]] = []
    for at, value in [*marks, (len(paragraph), 0)]:
        if run and value == run[-1][1] + 1 and behind_tag(paragraph, at):
            run.append((at, value))
            continue
        alone = (
            len(run) == 1 and run[0][1] + 1 == next_value and behind_tag(paragraph, len(paragraph))
        )
        if len(run) > 1 or alone:
            cuts += [start for start, _ in run if start > 0]
        run = [(at, value)] if value == 1 or at == 0 else []
    return cuts


def behind_tag(paragraph: str, at: int) -> bool:
    """Does a tag end right before ``at``?"""
    end = at
    while end and paragraph[end - 1] in " 。;,":
        end -= 1
    if not end or paragraph[end - 1] not in _CLOSE:
        stop = max(paragraph.rfind("。", 0, end), paragraph.rfind(";", 0, end), -1)
        return _LABELLED.fullmatch(paragraph, stop + 1, at) is not None
    return any(m.end() == end for m in OWNED.finditer(paragraph, max(0, end - 400), end))


def _goes_on(behind: str, style: str) -> int | None:
    """The value of the number that the next paragraph begins with."""
    found = _MARK.match(behind)
    return numeral(found.group(style)) if found and found.group(style) else None
