"""What labels and columns of owners are called: the lists of ``rules/tags.toml`` for all who look for 牵头单位 or 配合部门.

Regular expressions, without brackets around them, for texts as written and folded ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, get_args

from kg.model import Role
from loaders.rules import any_of, lexicon
from loaders.signs import Signs

_LISTS: Final = lexicon("tags")
_ALONE: Final = [word for role in get_args(Role) for word in _LISTS[role]]
_ROLES: Final[dict[str, Role]] = {
    word: role for role in get_args(Role) for of in ("", "_of") for word in _LISTS[role + of]
}
_ALSO: Final = any_of(_LISTS["also"])
_NOUN: Final = any_of(_LISTS["noun"])

FIRST: Final = any_of(_LISTS["first"])
"""主要, 市级: what may stand in front of the word"""
ENDS: Final = "".join(sorted(set(re.findall(r"[\u4e00-\u9fff)）]", _NOUN))))
"""位, 门, 室: the characters of the nouns, in one of which a label ends"""
WORD: Final = any_of(list(_ROLES))
"""牵头, 责任, 配合"""


_WIDEST: Final = 12  # characters of 牵头责任单位 with what may stand in front


def ending(
    text: str, marks: Signs, label: re.Pattern[str], start: int, end: int
) -> Iterator[re.Match[str]]:
    """The labels that end in one of the ``marks``: these are few, while the words of a label begin anywhere.

    ``label`` ends in ``$``; with ``start`` and ``end`` as for ``finditer``.
    """
    for at in marks.places(text, start, end):
        found = label.search(text, max(start, at + 1 - _WIDEST), at + 1)
        if found is not None:
            yield found


def label_of(words: str, *, gap: str = "") -> str:
    """牵头单位, 配合责任部门: one of the words with its noun, which a ``gap`` may part."""
    return rf"(?:{words})(?:{_ALSO})?{gap}(?:{_NOUN})"


_OR: Final = "[/／和及或、](?:单位|部门|科室|处室)"  # 责任部门/单位
LABEL: Final = label_of(WORD)
COLUMN: Final = re.compile(
    rf"^(?:相关|有关)?(?:{FIRST}){{0,2}}(?P<word>{WORD})(?:{_ALSO})?(?:{_NOUN}|(?<=责任)清单|(?<={'|'.join(_ALONE)}))(?:{_OR})?(?:名称)?(?:[(（].*[)）])?"
    rf"(?P<joined>(?:[和及与或]|、|/)(?:{WORD})(?:单位|部门))?(?P<person>(?:和|及|、|/)?(?:责任人|负责人|联系人))?$"
)
"""The name of a column of owners."""


def role_of(column: re.Match[str]) -> Role:
    """The role that the name of a column gives; 牵头部门及责任单位 for both says no more than responsible."""
    return "responsible" if column["joined"] else _ROLES[column["word"]]


def parted(names: Sequence[str], below: Sequence[str]) -> list[str]:
    """任务 | 责任单位 | 时限 above 牵头单位 | 配合单位: the columns that are meant, where nothing says what the one stands over; [] for none."""
    over = [at for at, name in enumerate(names) if COLUMN.match(name)]
    found = [COLUMN.match(name) for name in below]
    roles = [role_of(one) for one in found if one]
    if len(over) != 1 or not 1 < len(roles) == len(below) or roles[0] != "lead":
        return []
    above = COLUMN.match(names[over[0]])
    if above is None or role_of(above) != "responsible":
        return []
    return [*names[: over[0]], *below, *names[over[0] + 1 :]]
