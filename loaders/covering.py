"""What each of several tags in one block closes: …(责任单位:A)…(责任单位:B), where B has nothing to do with A's sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.model import Role
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
