"""The little grammar that statements and actors share: clauses, adverbs, verbs, circumstances."""

from __future__ import annotations

import re
from typing import Final, Generic, TypeVar

from loaders.extract.modals import OUGHT, WANT
from loaders.extract.phrases import HOURS, OCCASIONS
from loaders.rules import lexicon
from loaders.signs import Signs

T = TypeVar("T")

_LISTS: Final = lexicon("statements")
VERBS: Final = frozenset(_LISTS["verbs"])
_ADVERB_HEADS: Final = frozenset(adverb[0] for adverb in _LISTS["adverbs"])
# First character → the adverbs that begin with it, longest first: a handful to try instead of two hundred.
_ADVERBS: Final = {
    head: re.compile("|".join(word for word in _LISTS["adverbs"] if word[0] == head))
    for head in sorted(_ADVERB_HEADS)
}


def _lengths() -> dict[str, tuple[int, ...]]:
    """First character → the lengths of the verbs that begin with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for verb in VERBS:
        lengths.setdefault(verb[0], set()).add(len(verb))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


_VERB_LENGTHS: Final = _lengths()

# 应当, 不得, 可以 behind a subject; lastgroup names the force.
_PROHIBITING: Final = "|".join(_LISTS["prohibiting"])
_MODAL: Final = re.compile(
    rf"(?P<prohibition>{_PROHIBITING})"
    rf"|(?P<permission>{'|'.join(_LISTS['permitting'])})"
    rf"|(?P<obligation>应当|必须|{OUGHT}|须|(?<![纪主重需摘概]){WANT}|负责)"
)
# What a modal word can begin with ((?<![许认])可 with 可): most clauses hold none of these characters.
_MODAL_HEAD: Final = re.compile(
    "[应必须要负"
    + "".join(
        re.sub(r"^\(\?[^()]*\)", "", word)[0]
        for word in (*_LISTS["prohibiting"], *_LISTS["permitting"])
    )
    + "]"
)

_MARKS: Final = Signs(",:;()[]《》“”‘’〔〕【】")
_PAIRS: Final = {"(": ")", "[": "]", "《": "》", "“": "”", "‘": "’", "〔": "〕", "【": "】"}
_CLOSING: Final = frozenset(_PAIRS.values())

# 按照…, 结合…: a clause that opens with one of these only says under which circumstances.
_ALWAYS: Final = re.compile(
    r"按照?(?!期|时|规定|要求|程序|职责|季度?|[年月周](?!度))|根据|依据|依照|遵照|结合|围绕|针对(?!性)|面[向对]|基于|对照|关于|聚焦|依托|立足|利用|借助|通过|随着|紧扣|紧盯|着眼|本着"
    r"|为(?:了|提|推|进一|加|贯|深入|全面|规范|切实|做好|落实|促|保|确|解|适|完|优|构|打|充|有效|更好|实现|方便|鼓|引|强|扎|认真|建|维|增|依法|响应|发挥|抓|积极)|除|凡|违反|如(?!期)|若|因(?!地制宜|势利导|企[施制]|材施教)|鉴于|当(?!场|事人)|每当|截至|截止|自(?!觉|主|愿|行|动|治|身|我|有|查|评|筹)|从(?![严快重轻]|源头(?:预防|减少|防止|控制|遏制|解决|治理|防范))|为了|以.*(?:为|之[举力策])|到?20\d\d年|在.*(?:领导|指导|支持|配合)下$"
    r"|(?:适应|顺应)(?!和|并|、)[^,]*(?:需求|需要|要求|形势|变化|趋势|特点)$|充分(?:发挥|利用|运用)|坚持(?!并(?:完善|健全|发展|巩固|落实|深化|改进|优化)|[和并]加强)|紧紧围绕|紧密结合|进一步发挥|(?:对|为|在|与|向|由|于).*(?:的|前|后|时|外|中|内|上|下|间|方面|领域|环节)$"
)
_ALWAYS_HEADS: Final = frozenset(
    "按根依遵结围针面基对关聚立利借通随紧着本为违除凡如若因鉴当每截自从以到2在充坚进与向由于适顺"
)
# 不得转移至境外, 应当用于医疗目的: no occasion
_PLACES: Final = ("境外", "国外", "海外", "户外", "目的")
_ENDS: Final = (*OCCASIONS, "起来")


# 把学习与实际|结合起来, 保证每天活动不低于2小时: work
_NO_OCCASION: Final = re.compile(rf"[把将].*结合起来$|\d个?(?:{'|'.join(HOURS)})$")
_LIMITS: Final = frozenset("内前")
_WITHIN: Final = re.compile(
    r"前[一两三]年内$|[后起]的?[^,的]{0,10}(?:工作日|[日天月年周])之?[内前]$"
)


class Last(Generic[T]):
    """The answer to the question asked last: a sentence is asked for the same many times in a row, then never again.

    Half the price of an ``lru_cache``, which keeps order among sentences that nobody asks for.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, T] | None = None  # one attribute: no thread sees half of it

    def of(self, sentence: str) -> T | None:
        """The answer for this sentence, None when another one was asked last."""
        kept = self._kept
        return kept[1] if kept is not None and kept[0] == sentence else None

    def keep(self, sentence: str, answer: T) -> T:
        """Remember and give back the answer."""
        self._kept = (sentence, answer)
        return answer


_CLAUSES: Final[Last[tuple[tuple[int, int], ...]]] = Last()
_OPENINGS: Final[Last[tuple[int, int, int]]] = Last()


def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """Ranges between the commas that no bracket or quotation mark encloses; a bracket never closed encloses nothing."""
    known = _CLAUSES.of(sentence)
    return _CLAUSES.keep(sentence, _clauses(sentence)) if known is None else known


_TIME: Final = re.compile(r"\d:\d")
_LEADS: Final = re.compile(
    r"牵头、(?=[^,、;]{2,24}(?:、[^,、;]{2,16}){0,6}(?:配合|参与|协助|协同|支持|负责)(?:[,;。]|$))"
)
_THOUSANDS: Final = re.compile(r"\d,\d{3}(?!\d)")


def _clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    if "“" in sentence or "(" in sentence or "《" in sentence or "‘" in sentence:
        cuts = _open_cuts(sentence)
    else:
        cuts = _plain_cuts(sentence)
    if ":" in sentence:  # 不晚于9:00时: a time of day
        cuts = [cut for cut in cuts if not _TIME.match(sentence, max(0, cut - 1))]
    if "牵头、" in sentence:  # A牵头、B配合,…: two of whom each has a part
        cuts = sorted([*cuts, *(lead.end() - 1 for lead in _LEADS.finditer(sentence))])
    if any(sentence[cut + 1 : cut + 2].isdigit() for cut in cuts):  # 办案12,386件
        cuts = [cut for cut in cuts if not _THOUSANDS.match(sentence, max(0, cut - 1))]
    ranges = []
    here = 0
    for cut in [*cuts, len(sentence)]:
        if cut > here and not sentence[here:cut].isspace():
            ranges.append((here, cut))
        here = cut + 1
    return tuple(ranges)


def _plain_cuts(sentence: str) -> list[int]:
    """Positions of the commas of a sentence without brackets and quotation marks."""
    even = sentence.replace(":", ",").replace(";", ",")
    cuts: list[int] = []
    at = even.find(",")
    while at >= 0:
        cuts.append(at)
        at = even.find(",", at + 1)
    return cuts


def _open_cuts(sentence: str) -> list[int]:
    """Positions of the commas that no bracket or quotation mark encloses."""
    cuts: list[int] = []
    opened: list[tuple[str, int]] = []
    for at in _MARKS.places(sentence, 0, len(sentence)):
        mark = sentence[at]
        if mark in _PAIRS:
            opened.append((_PAIRS[mark], len(cuts)))
        elif mark in _CLOSING:
            for index in range(len(opened) - 1, -1, -1):
                if opened[index][0] == mark:
                    del cuts[opened[index][1] :]
                    del opened[index:]
                    break
        else:
            cuts.append(at)
    return cuts


def modal_in(clause: str) -> re.Match[str] | None:
    """The first modal word of a clause; ``lastgroup`` names its force."""
    head = _MODAL_HEAD.search(clause)
    return _MODAL.search(clause, head.start()) if head else None


def adverbs_end(text: str, start: int) -> int:
    """Where the adverbs and modal words at ``start`` end (``start`` itself when there are none)."""
    here = start
    while (adverbs := _ADVERBS.get(text[here : here + 1])) is not None:
        found = adverbs.match(text, here)
        if found is None:
            break
        here = found.end()
        if text[here : here + 1] == "、" and text[here + 1 : here + 2] in _ADVERB_HEADS:
            again = _ADVERBS[text[here + 1]].match(text, here + 1)  # 全方位、全流程|保障
            here = again.end() if again and again.end() > here + 2 else here
    return here


def verb_at(text: str, start: int) -> int:
    """The length of the known verb that begins at ``start``, 0 when there is none."""
    for length in _VERB_LENGTHS.get(text[start : start + 1], ()):
        word = text[start : start + length]  # shorter where the text ends
        if word in VERBS:
            return len(word)
    return 0


def opening_verb(sentence: str) -> tuple[int, int, int]:
    """Start and length of the verb with which a sentence plainly opens, and the end of its clause; (0, 0, 0) if none.

    进一步|健全|议事规则,…: by far the commonest sentence of a plan. A clause that may be a circumstance, or whose
    verb recommends or permits, is not plain.
    """
    known = _OPENINGS.of(sentence)
    return _OPENINGS.keep(sentence, _opening_verb(sentence)) if known is None else known


def _opening_verb(sentence: str) -> tuple[int, int, int]:
    ranges = clauses(sentence)
    if not ranges:
        return 0, 0, 0
    start, end = ranges[0]
    first = adverbs_end(sentence, start)
    length = verb_at(sentence, first)
    if (
        not length
        or first + length >= end
        or sentence[start] in _ALWAYS_HEADS
        or sentence[first] in _ALWAYS_HEADS
        or (sentence.endswith(_ENDS, start, end) and not _NO_OCCASION.search(sentence, start, end))
        or (sentence[end - 1] in _LIMITS and _WITHIN.search(sentence, start, end))
        or "可" in sentence[start:first]
    ):
        return 0, 0, 0
    return first, length, end


def within(clause: str) -> bool:
    """决策文件出台后10个工作日内: whether a clause only says within which time of what."""
    if clause[-1:] not in _LIMITS or "自" in clause:
        return False
    return _WITHIN.search(clause) is not None


def circumstance(clause: str) -> bool:
    """Whether a clause only says when, how or for what: 结合我市发展实际; 对举报…的有功人员的; 要以…为契机."""
    if clause.endswith(_ENDS) and not clause.endswith(_PLACES):
        return not _NO_OCCASION.search(clause)
    if within(clause):
        return True
    if clause.endswith("前提下") and not verb_at(clause, adverbs_end(clause, 0)):
        return True  # 科技人员在完成任务前提下, but 鼓励银行在风险可控前提下
    if clause[:1] in _ALWAYS_HEADS and _ALWAYS.match(clause):
        return True
    at = adverbs_end(clause, 0)
    return at > 0 and clause[at : at + 1] in _ALWAYS_HEADS and _ALWAYS.match(clause, at) is not None
