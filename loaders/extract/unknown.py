"""Verbs that no list knows, where nothing but a verb can stand: 应当及时|调离有害岗位, 各单位要|倒排工期."""

from __future__ import annotations

from typing import Final

from loaders.extract.grammar import verb_at
from loaders.extract.led import LED
from loaders.extract.lexemes import MANNER, NOUNY, OPENER, VERB, noun_begins
from loaders.extract.scores import Predicate, Words
from loaders.rules import lexicon

_NO_VERB_HEADS: Final = frozenset(
    "使是有在对为与从向以于由将把不未无非的和及或各其有本该此这那每自等经持按据凭先就省县二三四五六七八九十"
    "回看到列性能随"  # 可以|回公办学校应聘: a verb of one character, no verb of two
)
# 专项|资金, 可持续|城市: behind the adverb stands a thing
_THINGS: Final = frozenset(lexicon("statements")["things"])
_BINDING: Final = frozenset(["应当", "必须", "不得", "不准", "要", "须", "应"])
# 应当|一式五份, 不得|超权限: no verb begins so behind a modal word
_NEVER_BEHIND: Final = frozenset("一尽超跨专占总急间分属没令使小我多女年季知永")
_NO_VERB_BEHIND: Final = frozenset("的、和与及或者后前时中内(本成一其总")


def may_be_verb(text: str, at: int) -> bool:
    """Whether two characters may be a verb where one must stand."""
    return (
        "一" <= text[at] <= "鿿"
        and "一" <= text[at + 1] <= "鿿"
        and text[at] not in _NO_VERB_HEADS
        and text[at : at + 2] not in _THINGS
        and not (noun_begins(text, at) and not verb_at(text, at))  # 每年|预付款比例
    )


def unknown_verb(clause: Words, at: int, modal: str) -> Predicate | None:
    """The verb right behind a modal word and its adverbs, when no other word of the clause could be one.

    A row of four characters that closes its clause is one word: 应当|诚实守信, 要|通力合作.
    """
    text = clause.text
    if modal not in _BINDING or (len(modal) == 1 and at > clause.start + 1):
        return None  # 计算应|纳税所得额, 办事指南、应|答口径
    at = clause.behind_manners(at)
    end = at + 2
    if clause.word_at(at) is not None or end + 2 > clause.end or not may_be_verb(text, at):
        return None
    if text[at] in _NEVER_BEHIND or text[end] in _NO_VERB_BEHIND or text[at + 1] in _NEVER_BEHIND:
        return None
    for word in clause.words:
        if word.start < at or word.end <= at:
            continue
        if word.start < end or (word.start == end and word.kind & (MANNER | OPENER)):
            return None
        if word.kind & OPENER or (word.kind & VERB and text[word.start : word.end] not in NOUNY):
            return None
    return Predicate(at, end + 2 if clause.end == end + 2 or text[end + 2] == "、" else end, LED)
