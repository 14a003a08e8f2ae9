"""What each of several who act is told to do, where the sentence says it of each in a clause of its own.

县司法局负责培训,县财政局|保障|经费: the sentence is read as what its main clause says, 负责|培训, which is not what the
second is told.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from loaders.extract.actions import action_object
from loaders.extract.grammar import clauses

Said = tuple[str | None, str | None]
NO_OTHER: Said = (None, None)
_PARTS: Final = re.compile("[,:;]")


def of_each(sentence: str, agents: list[tuple[int, int]], action: str | None) -> list[Said]:
    """For each agent the action and object of its own clauses; (None, None) where they are those of the sentence.

    An agent's own clauses run from where it stands to the next clause that names one.
    """
    none = [NO_OTHER] * len(agents)
    if action is None or not agents or _PARTS.search(sentence, 0, agents[-1][0]) is None:
        return none  # most sentences: all who act stand before the first comma
    ranges = clauses(sentence)
    if agents[-1][0] < ranges[0][1]:
        return none
    begun = [max(start for start, _ in ranges if start <= first) for first, _ in agents]
    places = [*sorted(set(begun)), len(sentence) + 1]
    said = {start: _own(sentence[start : stop - 1], action) for start, stop in pairwise(places)}
    return [said[start] for start in begun]


def _own(clause: str, action: str) -> Said:
    """What the clauses of one agent say; nothing of their own when the sentence's action stands in them."""
    if action in clause:
        return NO_OTHER
    own, thing = action_object(clause)
    if own is None:
        return NO_OTHER
    if thing is not None and (thing in own or clause == thing + own):
        thing = None  # 县信访局|配合化解, 联席会议|确定
    return own, thing
