"""Which sentences of a block are an owner's: those its tag closes (…(责任单位:A)…(责任单位:B)), or the one that names it.

A has nothing to do with B's sentences, though both are owners of the one task that the block is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from kg.model import Role
from loaders.scope import Owned
from loaders.statements import Sentences
from loaders.tag_cues import Mention, Tag

# name of a unit, with its role or None for any → ids of the statements that are its own
Covers = Mapping[tuple[str, Role | None], tuple[str, ...]]
_Indexes = dict[tuple[str, Role | None], Sequence[int]]


def covers_of(owned: Owned, sentences: Sentences) -> Covers:
    """The statements of each owner that has not its whole block; most blocks have a single tag, and none of these."""
    named = [mention for mention, origin in owned.mentions if origin is None]
    told = [mention for mention in named if mention.rule.startswith("prose.")]
    if len(owned.tags) < 2 and not told:
        return {}
    own = sentences.of(owned.node)
    found = _closed(owned.tags, own, sentences)
    if not found and told:
        at = {sentences.at(mention.item.start) for mention in named}
        found = {(m.item.name, m.role): _spoken(m, own, at, sentences) for m in told}
    return {key: tuple(sentences.ids[i] for i in said) for key, said in found.items()}


def _closed(tags: Sequence[Tag], own: Sequence[int], sentences: Sentences) -> _Indexes:
    """The sentences of a block that each owner's tags close. ``own``: the indexes of the block's sentences, in order.

    Empty unless sentences part two tags: a single tag, or labels one behind the other, speak of the whole block, and
    so does a tag right behind the heading.
    """
    starts = [sentences.starts[index] for index in own]
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
                found.setdefault((name, role), set()).update(own[begins[end] : end])
    return {key: sorted(said) for key, said in found.items() if key[0] not in whole}


# 此项工作由县司法局负责, 由县司法局牵头: who does what the sentences before say
_BEFORE: Final = ("此", "该", "上述", "以上", "本项", "这")


def _spoken(
    mention: Mention, own: Sequence[int], named: AbstractSet[int | None], sentences: Sentences
) -> Sequence[int]:
    """The sentences of a block that are an owner's whom one of them names: 市司法局负责…。市财政局负责…。

    Those are that one, others in which the owner acts, and what goes on with either. ``named``: the sentences that
    name an owner. Empty when the owner has the whole block.
    """
    at = sentences.at(mention.item.start)
    if at is None or at not in own:
        return ()
    action, thing = sentences.said[at]
    if action is None or thing is None or thing.startswith(_BEFORE):
        return ()
    said: list[int] = []
    mine = False
    for index in own:
        if index == at or mention.item.name in sentences.acting(index):
            mine = True
        elif index in named or sentences.agents[index]:
            mine = False
        if mine:
            said.append(index)
    return () if len(said) == len(own) else said
