"""The role that stands behind a name of a tag: 县司法局(牵头), 县财政局(配合), 责任单位:县司法局、县财政局配合."""

from __future__ import annotations

import re
from typing import Final

from loaders.unit_lists import Item

_ROLE_NOTE: Final = re.compile(
    r"\((?:(?P<lead>牵头|主办|主责)|(?P<responsible>负责|责任|承办|落实)|(?P<cooperate>配合|协办|参与|协助)|(?P<supervise>监督|督办|督导|指导))(?:责任)?(?:单位|部门)?\)$"
)


def role_note(text: str, item: Item, role: str) -> tuple[Item, str]:
    """县司法局(牵头): the bracket behind a name says its role."""
    found = _ROLE_NOTE.search(text, item.start, item.end) if text[item.end - 1] == ")" else None
    if found is None or found.start() - item.start < 2:
        return item, role
    name = text[item.start : found.start()].replace(" ", "")
    return Item(item.start, found.start(), name), found.lastgroup or role


def reach_back(text: str, listed: list[tuple[Item, str]]) -> None:
    """县司法局(牵头),县财政局、县教育局(配合): the last note is that of all the names behind the one before."""
    for index in range(len(listed) - 2, -1, -1):
        item, role = listed[index]
        if role == "lead" or text[item.end : item.end + 1] != "、":
            return
        listed[index] = (item, "cooperate")


def helped(
    text: str,
    listed: list[tuple[Item, str]],
    role: str,
    verb: tuple[int, int, str, str] | None,
    end: int,
) -> list[tuple[Item, str]]:
    """The names of a label, of which those at the end may help; ``verb``: the last one of the value, which ends at ``end``."""
    if not listed or role == "cooperate":
        return listed
    if verb is not None and verb[1:3] == (end, "cooperate"):
        # 责任单位:A、B,C配合: the names behind the last comma, else the last one
        comma = max(text.rfind(sign, listed[0][0].start, end) for sign in ",;")
        behind = comma if comma >= 0 else listed[-1][0].start - 1
        return [(item, "cooperate" if item.start > behind else said) for item, said in listed]
    if listed[-1][1] == "cooperate":
        reach_back(text, listed)
    return listed
