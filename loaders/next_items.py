"""The next item glued to the one before: the line end between two items of a plan is gone.

…落实。(市司法局负责)(三)推进…: behind a tag or a full stop stands the number that the document counts to next, and
what begins there is an item of its own. A list inside one item, 包括:(一)…。(二)…。, is left as it is.
"""

from __future__ import annotations

import re
from typing import Final

from kg.ids import numeral
from loaders.measures import behind_tag
from loaders.signs import seeker
from ontology.unit_names import looks_like_unit

_HAN: Final = "[一二三四五六七八九十]{1,3}"
_NUMBER: Final = rf"(?:(?P<outer>{_HAN})、|\((?P<inner>{_HAN})\)|(?P<digit>\d{{1,3}})[.、](?!\d)|\((?P<bracket>\d{{1,3}})\))(?=[\u4e00-\u9fff“])"
_AT_START: Final = re.compile(_NUMBER)
_HEADS: Final = frozenset("(0123456789一二三四五六七八九十")
_BEHIND: Final = re.compile(r"[。)\]〕】〗](?<!\([一二三四五六七八九十\d][。)\]〕】〗])" + _NUMBER)
# What every such place looks like: most texts have none, and are asked only once
_MAY_GLUE: Final = seeker(
    re.compile(r"[。)\]〕】〗](?:\([一二三四五六七八九十\d]|[一二三四五六七八九十\d]{1,3}[、.])"),
    [end + then for end in "。)]〕】〗" for then in "(一二三四五六七八九十0123456789"],
)
# …职责如下:1.河务部门。…2.气象部门。…: the items of a list by unit
_UNIT_ITEM: Final = re.compile(
    r"(?<=[。;:])(?P<digit>\d{1,2})[.、](?P<name>[\u4e00-\u9fff、()]{3,24})[。:]"
)
_FEWEST_UNITS: Final = 3
_LISTED: Final = re.compile(r"[:;,、]\(一\)")
_TITLE: Final = 48  # characters of a run-in title
_STOPPED: Final = frozenset(("outer", "inner"))  # what needs no tag before it


def may_glue(text: str) -> bool:
    """Whether items of a text may be glued to those before them."""
    return _MAY_GLUE.search(text) is not None


class NextItems:
    """How far each numbering of a document has counted; paragraphs are shown to it in order."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def cuts(self, paragraph: str, below: str) -> list[int]:
        """Where further items begin in a paragraph; ``below`` is the paragraph that follows."""
        first = _AT_START.match(paragraph) if paragraph[:1] in _HEADS else None
        if first:
            self._count(first)
        headed = first is not None and first.lastgroup == "outer"
        out: list[int] = []
        if ":1" in paragraph and (units := _units(paragraph)):
            self._last["digit"] = len(units)
            return [found.start() for found in units]
        marks = list(_BEHIND.finditer(paragraph))
        listed = bool(marks) and _LISTED.search(paragraph) is not None
        for found in marks:
            at = found.start() + 1
            tagged = behind_tag(paragraph, at)
            opens = not tagged and (
                _opens_list(first, found, below) or self._runs_on(first, found, marks, paragraph)
            )
            if not (tagged or opens or (_stopped(found) and not listed)):
                continue
            if self._is_next(found, begins=tagged or opens or headed):
                self._count(found)
                headed = headed or found.lastgroup == "outer"
                out.append(at)
        return out

    def _runs_on(
        self,
        heading: re.Match[str] | None,
        found: re.Match[str],
        marks: list[re.Match[str]],
        paragraph: str,
    ) -> bool:
        """二、优化环境。3.深化改革。【牵头:…】4.…: the numbers run through the sections, and the one behind it follows a tag."""
        style = found.lastgroup or ""
        if heading is None or heading.lastgroup == style or found.start() - heading.end() > _TITLE:
            return False
        value = numeral(found.group(style)) or 0
        return found.group()[0] == "。" and any(
            mark.lastgroup == style
            and numeral(mark.group(style)) == value + 1
            and behind_tag(paragraph, mark.start() + 1)
            for mark in marks
        )

    def _is_next(self, found: re.Match[str], *, begins: bool) -> bool:
        """Whether the document counts to this number now; ``begins``: a list may begin here with its first one."""
        style = found.lastgroup or ""
        value = numeral(found.group(style)) or 0
        last = self._last.get(style, 0)
        if value != 1:
            return value == last + 1
        return not last if style == "outer" else begins

    def _count(self, found: re.Match[str]) -> None:
        style = found.lastgroup or ""
        self._last[style] = numeral(found.group(style)) or 0
        if style == "outer":
            self._last.pop("inner", None)


def _units(paragraph: str) -> list[re.Match[str]]:
    """The items of a list by unit, from 1. on, that run on in one paragraph; [] where it has none."""
    found = [
        m for m in _UNIT_ITEM.finditer(paragraph) if looks_like_unit(m["name"].split("、")[-1])
    ]
    counted = [int(m["digit"]) for m in found] == list(range(1, len(found) + 1))
    return found if counted and len(found) >= _FEWEST_UNITS else []


def _stopped(found: re.Match[str]) -> bool:
    """Behind a full stop, of a kind that needs no tag before it."""
    return found.group()[0] == "。" and found.lastgroup in _STOPPED


def _opens_list(heading: re.Match[str] | None, found: re.Match[str], below: str) -> bool:
    """(一)落实清单制度。1.全面…: the first item behind a run-in title, and the second one begins the next paragraph."""
    style = found.lastgroup or ""
    if heading is None or heading.lastgroup == style or found.start() - heading.end() > _TITLE:
        return False
    following = _AT_START.match(below)
    if following is None or following.lastgroup != style or found.group()[0] != "。":
        return False
    return numeral(found.group(style)) == 1 and numeral(following.group(style)) == 2
