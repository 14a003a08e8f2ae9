"""The next item glued to the one before: the line end between two items of a plan is gone.

…落实。(市司法局负责)(三)推进…: behind a tag or a full stop stands the number that the document counts to next, and
what begins there is an item of its own. A list inside one item, 包括:(一)…。(二)…。, is left as it is.
"""

from __future__ import annotations

import re
from typing import Final

from kg.ids import numeral
from loaders.measures import behind_tag

_HAN: Final = "[一二三四五六七八九十]{1,3}"
_NUMBER: Final = rf"(?:(?P<outer>{_HAN})、|\((?P<inner>{_HAN})\)|(?P<digit>\d{{1,3}})[.、](?!\d)|\((?P<bracket>\d{{1,3}})\))(?=[\u4e00-\u9fff“])"
_AT_START: Final = re.compile(_NUMBER)
_BEHIND: Final = re.compile(
    r"(?=[。)\]〕】〗])(?<!\([一二三四五六七八九十\d])[。)\]〕】〗]" + _NUMBER
)
# What every such place looks like: most texts have none, and are asked only once
_MAY_GLUE: Final = re.compile(
    r"[。)\]〕】〗](?:\([一二三四五六七八九十\d]|[一二三四五六七八九十\d]{1,3}[、.])"
)
_LISTED: Final = re.compile(r"[:;,、]\(一\)")
_STOPPED: Final = frozenset(("outer", "inner"))  # what needs no tag before it


def may_glue(text: str) -> bool:
    """Whether items of a text may be glued to those before them."""
    return _MAY_GLUE.search(text) is not None


class NextItems:
    """How far each numbering of a document has counted; paragraphs are shown to it in order."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def cuts(self, paragraph: str) -> list[int]:
        """Where further items begin in a paragraph."""
        first = _AT_START.match(paragraph)
        if first:
            self._count(first)
        headed = first is not None and first.lastgroup == "outer"
        out: list[int] = []
        listed: bool | None = None
        for found in _BEHIND.finditer(paragraph):
            style = found.lastgroup or ""
            value = numeral(found.group(style)) or 0
            at = found.start() + 1
            tagged = behind_tag(paragraph, at)
            if not tagged and (style not in _STOPPED or paragraph[found.start()] != "。"):
                continue
            if value != self._last.get(style, 0) + 1:
                continue
            if value == 1 and style == "inner" and not tagged and not headed:
                continue
            if listed is None:
                listed = _LISTED.search(paragraph) is not None
            if listed and not tagged:
                continue
            self._count(found)
            headed = headed or style == "outer"
            out.append(at)
        return out

    def _count(self, found: re.Match[str]) -> None:
        style = found.lastgroup or ""
        self._last[style] = numeral(found.group(style)) or 0
        if style == "outer":
            self._last.pop("inner", None)
