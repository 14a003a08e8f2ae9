"""Pairs of brackets in a folded text, those left open at a line's end included: every bracketed tag is one of them."""

from __future__ import annotations

import re
from typing import Final

from loaders.rules import seeking
from loaders.signs import Signs
from loaders.tag_cues import Range, cues

OPEN, CLOSE = "([〔【〖{「『<〈", ")]〕】〗}」』>〉"
_BRACKET: Final = Signs(OPEN + CLOSE)
CUE: Final = seeking(
    r"牵头|责任|职责|任务分解|负责|配合|落实|参与|参加|协助|协同|协作|承办|承担|主责|会办|联办|督办|督导|督查|监督|协办|主办|时限|期限|分工|实施|支持|指导|主管(?:单位|部门)|办理(?:单位|部门)|(?:经办|执行|完成|整改|起草|考核)(?:单位|部门|科室)"
)
LIMIT: Final = 900


def bracket_groups(text: str) -> list[Range]:
    """Bracket pairs, outermost first at equal starts; a closing bracket closes whatever is open.

    A bracket still open at the line's end counts when it begins with a label: (牵头单位:A⏎
    """
    groups: list[Range] = []
    stack: list[int] = []
    last = 0
    for at in _BRACKET.places(text, 0, len(text)):
        # line ends are asked for where a bracket is open: most lines have none
        line_end = text.find("\n", last, at) if stack else -1
        if line_end >= 0:
            groups += [(s, line_end) for s in stack if _unclosed(text, s, line_end)]
            stack.clear()
        last = at
        if text[at] in OPEN:
            stack.append(at)
        elif stack:
            start = stack.pop()
            if 4 <= at - start <= LIMIT:
                groups.append((start, at + 1))
    line_end = text.find("\n", last) if stack else -1
    if line_end >= 0:
        groups += [(s, line_end) for s in stack if _unclosed(text, s, line_end)]
    return sorted(groups, key=lambda g: (g[0], -g[1]))


_CLOSING_WORDS: Final = re.compile(r"(?:完成|负责|推进|配合|牵头|落实|参与|坚持|实施|监督)[。;]?$")


def _unclosed(text: str, start: int, end: int) -> bool:
    """A tag whose closing bracket is missing: (牵头单位:A⏎ · (A牵头,B按职责分工负责,2023年9月底前完成⏎"""
    if end - start > 400 or end - start < 5:
        return False
    if cues().inside.match(text, start + 1):
        return True
    return (
        _CLOSING_WORDS.search(text, start, end) is not None
        and CUE.search(text, start, end) is not None
    )
