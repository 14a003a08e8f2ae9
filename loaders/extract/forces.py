"""How a directive binds: obligation, prohibition, permission or recommendation.

The modal word that governs the predicate says it (不得, 可以), or the predicate itself (鼓励), else the clause that leads.
"""

from __future__ import annotations

import re
from typing import Final

from kg.model import Force
from loaders.extract import actors
from loaders.extract.actions import read
from loaders.extract.clause_readings import Reading
from loaders.extract.grammar import (
    adverbs_end,
    circumstance,
    clauses,
    modal_in,
    opening_verb,
    verb_at,
)
from loaders.extract.led import LED
from loaders.rules import compile_rules, lexicon, seeking

_FORCES: Final = compile_rules("statements", "force")
_MODAL_FORCE: Final[dict[str, Force]] = {
    "prohibition": "prohibition",
    "permission": "permission",
    "obligation": "obligation",
}
# The modal words that decide alone, wherever the predicate stands they govern.
_GOVERNS: Final[dict[str, Force]] = {
    "不得": "prohibition",
    "严禁": "prohibition",
    "禁止": "prohibition",
    "不准": "prohibition",
    "不宜": "prohibition",
    "不应": "prohibition",
    "不应当": "prohibition",
    "不要": "prohibition",
    "不可": "prohibition",
    "可以": "permission",
    "可": "permission",
    "有权": "permission",
    "应当": "obligation",
    "应": "obligation",
    "须": "obligation",
    "必须": "obligation",
    "宜": "recommendation",
}
# What the predicate itself says: 鼓励支持, 严禁.
_GIVES: Final = re.compile(r"(?:不予|予以|给予)[^,]{0,4}(?:支持|鼓励|引导|建议)")
_MUST_HELP: Final = re.compile("要[全大]力支持")  # 各单位要|全力支持渔港建设
_TELLING: Final[tuple[tuple[str, Force], ...]] = (
    ("recommending", "recommendation"),
    ("prohibiting", "prohibition"),
    ("permitting", "permission"),
)
_SAYS: Final = {word: bound for name, bound in _TELLING for word in lexicon("statements")[name]}
# The characters a telling verb of [[force]] can begin with: most clauses need no further look.
_FORCE_HEADS: Final = frozenset(
    word[0]
    for name in ("prohibiting", "permitting", "recommending")
    for word in lexicon("statements")[name]
)


def force(sentence: str) -> Force:
    """How a directive binds, read off its first clause that has a main predicate (obligation when none tells)."""
    first, length, _ = opening_verb(sentence)
    reading = read(sentence)
    if reading.action and (reading.quality >= LED or reading.modal in _GOVERNS):
        # 因地制宜|推进: the last word of an idiom recommends nothing
        idiom = reading.modal == "宜" and "制宜" in sentence
        bound = None if idiom else _GOVERNS.get(reading.modal)
        if bound is None and "可" in sentence and _may(sentence, reading):
            return "permission"
        said = _SAYS.get(reading.action[:2]) or _SAYS.get(reading.action[:3])
        given = _GIVES.search(sentence) if said else None
        if given is not None and given[0].endswith(reading.action[:2]):
            said = None  # 对成效明显的市予以优先支持, not 鼓励社会办学,…给予支持
        if reading.action.startswith("支持") and _MUST_HELP.search(sentence):
            said = None
        asked: Force = "recommendation" if sentence.startswith("建议") else "obligation"
        return bound or said or _bound_before(sentence, reading) or asked
    if length and sentence[first] not in _FORCE_HEADS:
        return "obligation"
    for start, end in clauses(sentence):
        found = _clause_force(sentence[start:end].strip())
        if found is not None:
            return found
        stops = [stop for agent, stop in actors.find(sentence) if start <= agent < end]
        if stops:  # 本市|鼓励社会捐助
            return _clause_force(sentence[stops[-1] : end].strip()) or "obligation"
    return "obligation"


# 即可|查看, 均可参加, 可借助技术|提供服务: in the clause of the predicate, before it
_MAY: Final = seeking(
    r"(?:(?:均|都|也|还|即|便|则|仍|亦|并)可|(?<![许认])可(?=带|携|借助|凭|持|到|向|在|自|由|于|按|采[取用]|登录|申请|直接|不|暂不))(?!能|行|视|控|追)(?![^,]*的[^,]{0,12}$)"
)


def _may(sentence: str, reading: Reading) -> bool:
    """Whether the clause of the predicate says that it may be done, in a way the reading does not name."""
    until = sentence.find(reading.action or "")
    start = max((first for first, _ in clauses(sentence) if first <= until), default=0)
    return _MAY.search(sentence, start, until + 2) is not None


# 也|可以采用分阶段方式,将项目分成…; a clause that ends in 的 only says when
_OPENS_BOUND: Final = re.compile(
    r"(?:也|还|均|都|原则上|一般)*(?:(?P<permission>可以|可(?=[自由向从经通凭按根结带携借]))|(?P<prohibition>不得))"
    r"(?![^,]*的(?:,|$))"
)


# by such means one may not prove; 因故不能签订合同 is but a condition
_CANNOT: Final = re.compile(
    r"不能(?:作为|重复|转让|用于|享受|滚存|替代|代替|存在|私自|擅自|随意|低于|超过|少于)"
)


def _bound_before(sentence: str, reading: Reading) -> Force | None:
    """主席团|可以交委员会审议,提出意见: the modal word of a clause before the one that was read; 不能|作为证据."""
    if "不能" in sentence and _CANNOT.search(sentence):
        return "prohibition"
    if reading.modal or ("可" not in sentence and "不得" not in sentence):
        return None
    until = sentence.find(reading.action or "")
    starts = [start for start, _ in clauses(sentence)]
    for at in sorted((*starts, *(stop for _, stop in actors.find(sentence)))):
        found = _OPENS_BOUND.match(sentence, at) if at < until else None
        if found is not None:
            first = modal_in(sentence)  # 应当支付,不得以调整为由拖延: the first one binds
            earlier = first is not None and first.start() < at
            return None if earlier else _MODAL_FORCE[found.lastgroup or ""]
    return None


# 不得销售的药品|纳入目录: the modal word belongs to a noun
_DESCRIBES: Final = re.compile(r"[^,的]{1,6}的(?=[一-鿿])")


def _clause_force(clause: str) -> Force | None:
    """The force of one clause, None when it is a circumstance or describes a state."""
    if clause.endswith("的"):
        return None
    at = adverbs_end(clause, 0)
    if clause[at : at + 1] in _FORCE_HEADS or "可" in clause[:at]:
        for rule in _FORCES:
            # 可以 is an adverb to the grammar and the whole point here
            head = 0 if rule.data["force"] == "permission" else at
            if rule.pattern.search(clause, head, at) or rule.pattern.match(clause, at):
                bound: Force = rule.data["force"]
                return bound
    if circumstance(clause):
        return None
    if verb_at(clause, at) or clause[:1] in "把将":
        return "obligation"
    modal = modal_in(clause)
    if modal is None or _DESCRIBES.match(clause, modal.end()):
        return None
    return _MODAL_FORCE[modal.lastgroup or ""]
