"""Several documents in one file: where the next one begins.

A notice may carry two work plans, an opinion its annexed table; each with a title of its own and numbering that starts
again at 一、. A list of annexes or a restarted 1. is not a new document.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.numbering import Mark, marks_of
from loaders.titles import is_title

Range = tuple[int, int]

_TOP: Final = ("part", "chapter", "han")
_BEGINNINGS: Final = (*_TOP, "article")
_ANNEX: Final = re.compile(r"^附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[::]?$")
_LOOK_AHEAD: Final = 25


def split(
    text: str, lines: list[Range], marks: list[Mark | None] | None = None
) -> list[list[Range]]:
    """The lines of each document, in order; one list when the file is one document. ``marks``: those of the lines."""
    marks = marks_of(text, lines) if marks is None else marks
    out: list[list[Range]] = []
    begin, highest = 0, 0
    for index, mark in enumerate(marks):
        if mark is not None and mark.family in _TOP:
            highest = max(highest, mark.value)
        elif highest >= 2 and index - begin > 3 and _begins(text, lines, marks, index):
            cut = (
                index - 1
                if index - 1 > begin and _ANNEX.match(text[slice(*lines[index - 1])].strip())
                else index
            )
            out.append(lines[begin:cut])
            begin, highest = cut, 0
    out.append(lines[begin:])
    return out


def _begins(text: str, lines: list[Range], marks: list[Mark | None], index: int) -> bool:
    """A title line behind which the outer numbering starts again at one."""
    words = text[slice(*lines[index])].strip()
    if not 6 <= len(words) <= 60 or not is_title(words) or words.startswith(("附件", "《")):
        return False
    if _is_annexed(text, lines, marks, index):
        return False
    for mark in marks[index + 1 : index + _LOOK_AHEAD]:
        if mark is not None and mark.family in _BEGINNINGS:
            return mark.value == 1
    return False


def _is_annexed(text: str, lines: list[Range], marks: list[Mark | None], index: int) -> bool:
    """附件:1.…方案 ⏎ 2.…清单: whether a numbered title stands in the list of what is sent along."""
    while (
        index and (mark := marks[index]) is not None and mark.family == "digit" and mark.value > 1
    ):
        index -= 1
    return text.startswith("附件", lines[index][0]) and marks[index] is None
