"""Which sentences of a block are an owner's: those its tag closes (…(责任单位:A)…(责任单位:B)), or the one that names it.

A has nothing to do with B's sentences, though both are owners of the one task that the block is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from kg.model import Role
from loaders.statements import Sentences
from loaders.tag_cues import Tag

# name of a unit, with its role or None for any → indexes of the sentences that its tags close
Cover = dict[tuple[str, Role | None], tuple[int, ...]]


def covered(tags: Sequence[Tag], starts: Sequence[int]) -> Cover:
    """The sentences of a block that each owner's tags close, for owners that do not own it whole.

    ``tags`` of the block and the ``starts`` of its sentences, both in order. Empty unless sentences part two tags: a
    single tag, or labels one behind the other, speak of the whole block, and so does a tag right behind the heading.
    """
    ends = [bisect_left(starts, tag.start) for tag in tags]
    closing = sorted(set(ends) - {0})
    if len(closing) < 2:
        return {}
    begins = dict(zip(closing, [0, *closing], strict=False))
    found: dict[tuple[str, Role | None], set[int]] = {}
    whole: set[str] = set()
    for tag, end in zip(tags, ends, strict=True):
        for mention in tag.mentions:
            name = mention.item.name
            if end == 0:
                whole.add(name)
                continue
            for role in (mention.role, None):  # 列首位的牵头 may change the role later
                found.setdefault((name, role), set()).update(range(begins[end], end))
    return {key: tuple(sorted(said)) for key, said in found.items() if key[0] not in whole}


# 此项工作由县司法局负责, 由县司法局牵头: who does what the sentences before say
_BEFORE: Final = ("此", "该", "上述", "以上", "本项", "这")


def spoken(
    name: str, at: int, own: Sequence[int], named: AbstractSet[int | None], sentences: Sentences
) -> tuple[int, ...]:
    """The sentences of a block that are an owner's whom sentence ``at`` names ``name``.

    Those are that one, others in which the owner acts, and what goes on with either. ``own``: the indexes of the
    block's sentences; ``named``: of those that name an owner. Empty when the owner has the whole block.
    """
    action, thing = sentences.said[at]
    if action is None or thing is None or thing.startswith(_BEFORE) or at not in own:
        return ()
    said: list[int] = []
    mine = False
    for index in own:
        if index == at or name in sentences.acting(index):
            mine = True
        elif index in named or sentences.agents[index]:
            mine = False
        if mine:
            said.append(index)
    return () if len(said) == len(own) else tuple(said)
