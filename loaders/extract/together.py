"""Who acts beside the agents at the heads of clauses: 县民政局会同|县司法局开展检查."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract import actors
from loaders.extract.grammar import clauses

_WITH: Final = "会同"
# 由县司法局牵头,会同县妇联…: what may stand between who acts and with whom
_GAP: Final = re.compile(
    r"(?:应当?|要|须|可以?|必须|负责|牵头|具体|不?定期|及时|另行|,|\([^()]*\)|(?:每年|每半年|每季度?|每月)(?:至少)?)*"
)


def find(sentence: str) -> list[tuple[int, int]]:
    """``actors.find``, and with whom they act."""
    agents = actors.find(sentence)
    at = sentence.find(_WITH) if agents else -1
    if at < 0:
        return agents
    found = [part for agent in agents for part in _parted(sentence, *agent)]
    while at >= 0:
        first = max((stop for _, stop in found if stop <= at), default=-1)
        if first >= 0 and _GAP.fullmatch(sentence, first, at):
            end = next(stop for _, stop in clauses(sentence) if stop > at)
            beside = actors.with_whom(sentence, at + len(_WITH), end)
            found += [one for one in beside if one not in found]
        at = sentence.find(_WITH, at + 1)
    return sorted(found)


def _parted(sentence: str, start: int, stop: int) -> list[tuple[int, int]]:
    """规划财务司会同有关司局 as two; most are one."""
    at = sentence.find(_WITH, start + 1, stop)
    return [(start, stop)] if at < 0 else [(start, at), (at + len(_WITH), stop)]
