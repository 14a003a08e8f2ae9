"""Sentences that say whose the items around them are: 以上任务由A负责 · 第1—3项由A牵头,第4项由B负责.

Such a sentence stands behind the items it speaks of; what it names is theirs and not the last item's alone.
"""

from __future__ import annotations

import re
from typing import Final

from kg.ids import numeral
from loaders.prose import find_owners
from loaders.structure import Node
from loaders.tag_cues import Mention, Range

_ABOVE: Final = re.compile(
    r"(?:以上|上述|前述)(?:各项|各条|所有|全部|\d{1,2}项|[一二三四五六七八九十]{1,3}项)?(?:重点)?(?:任务|工作|事项|措施|内容|项目|举措|职责)?(?:均|都|全部)?(?=由)"
)
_NUMBER: Final = r"[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)]?"
# 第1—3项 · 第1、2项 · 第(一)至(三)项 · 第4项任务
_ITEMS: Final = re.compile(
    rf"(?:其中,?)?第(?P<list>{_NUMBER}(?:项|条)?(?:(?:[—\-–~至到]+|、|和|及)第?{_NUMBER}(?:项|条)?)*)(?:项|条)?(?:任务|工作|措施)?(?:均)?(?=由|[省市县区州镇各])"
)
_PART: Final = re.compile(
    r"(?P<join>[—\-–~至到]+|、|和|及)?第?[(]?(?P<value>\d{1,3}|[一二三四五六七八九十]{1,3})[)]?(?:项|条)?"
)
_OPENS: Final = frozenset("以上前第其")
_MOST: Final = 200


def is_scope(text: str, start: int) -> bool:
    """Whether the sentence that begins here speaks of the items around it."""
    if text[start] not in _OPENS:
        return False
    return _ABOVE.match(text, start) is not None or _ITEMS.match(text, start) is not None


def scoped(text: str, sentence: Range, node: Node) -> list[tuple[Node, list[Mention]]]:
    """Who owns what by a sentence in the body of ``node``, the last of its items."""
    above = _ABOVE.match(text, *sentence)
    siblings = _items(node)
    if above is not None:
        mentions = find_owners(text, (above.end(), sentence[1]))
        if not mentions:
            return []
        section = node.parent
        if section is not None and section.family is not None and len(siblings) > 1:
            return [(section, mentions)]
        return [(item, mentions) for item in siblings]
    out: list[tuple[Node, list[Mention]]] = []
    parts = list(_ITEMS.finditer(text, *sentence))
    for index, part in enumerate(parts):
        end = parts[index + 1].start() if index + 1 < len(parts) else sentence[1]
        mentions = find_owners(text, (part.end(), end))
        wanted = _values(part["list"])
        if mentions:
            out += [(item, mentions) for item in siblings if item.value in wanted]
    return out


def _items(node: Node) -> list[Node]:
    """The items of the list that ``node`` belongs to, up to and with it."""
    if node.parent is None:
        return [node]
    same = [n for n in node.parent.children if n.family == node.family and not n.inferred]
    return same[: same.index(node) + 1] if node in same else [node]


def _values(words: str) -> frozenset[int]:
    """The numbers of 1—3, 1、2 or (一)至(三)."""
    out: list[int] = []
    for part in _PART.finditer(words):
        value = numeral(part["value"]) or 0
        joined = part["join"] or ""
        if out and joined and joined not in "、和及":
            out += range(out[-1] + 1, min(value, out[-1] + _MOST) + 1)
        else:
            out.append(value)
    return frozenset(out)
