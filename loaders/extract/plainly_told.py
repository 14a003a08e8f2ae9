"""What a sentence tells in one of the set ways of rules, where its clauses showed no predicate.

拒不改正的,|处五万元以下的罚款; 县司法局|监督管理本行政区域的法律援助工作; 对申报差错,按照有关规定|处理; 对信访工作|负总责.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import adverbs_end, verb_at
from loaders.extract.lexemes import NO_VERB, NOUN_END
from loaders.rules import seeking

# what is done, to what; a character each of them needs is looked for first
_FINED: Final = re.compile(
    r"(?:^|[,并]|由[^,]{2,20}?[门局关构])(?P<does>处)(?P<what>(?:以|违法|非法|货值|警告|罚款|拘留|[一二三四五六七八九十百两\d])"
    r"[^,]{0,40}?(?:罚款|罚金|拘留|有期徒刑|处罚|警告))"
)
_BEARS: Final = re.compile(
    r"对(?P<what>[^,]{2,40}?)(?P<does>负(?:总|主要|全部|直接|首要|领导|监管)?责任?)(?=,|$)"
)
_RULED_ENDS: Final = ("处理", "处罚", "执行", "办理", "结算", "返还", "计算")
_RULED: Final = re.compile(
    r"(?:^|[,的]|由[^,]{2,20}?)(?:按照?|依照|依据|根据|参照)(?!规定的)[^,]{2,60}?(?:从严|从轻|严肃|从重|予以)?"
    rf"(?P<does>{'|'.join(_RULED_ENDS)})$"
)
# 以存款|作为发放贷款的条件
_SERVES: Final = re.compile(r"以[^,]{2,40}?作为([^,]{2,40})")
# 其他领域|实施双随机监管: verbs by which a rule binds whatever stands before them
_REGULATING: Final = re.compile("实行|实施|施行|遵循|选用|不适用|坚持|健全|推行")
_REGULATES: Final = re.compile(
    r"(?:(?:按照?|根据|依照|依据|对于?|在)[^,]{2,40},)?(?:[^,的\d应须要《]{2,24})?(?<!公布)(?<!组织)"
    rf"(?P<does>{_REGULATING.pattern})"
    r"(?![和与、或]|清单|方案|细则|办法|保障|主体|意见|情况|标准|机关|单位|涉及|期限|时间|后|前)"
    r"(?P<what>(?:[^,的“]{4,}|[^,的“]*“[^”]*”[^,的]*)(?:的(?:原则|规定|要求|制度|办法))?)(?:$|,(?!应|不得|必须|可))"
)
_BOUND_NEXT: Final = re.compile(",(?:应|不得|必须|可)")
_SHORTEST: Final = 3
_OVERSEES: Final = "监督管理"
_OCCASION: Final = frozenset("时后前的)")
_NO_OBJECT: Final = frozenset("的、和与及或")
Told = tuple[str, str | None]


def told(sentence: str, agents: list[tuple[int, int]]) -> Told | None:
    """The action and the object; None when the sentence has none of these forms."""
    if "处" in sentence and (fined := _FINED.search(sentence)) is not None:
        return fined["does"], fined["what"]
    if "负" in sentence and (bears := _BEARS.search(sentence)) is not None:
        return bears["does"], bears["what"]
    if sentence[:1] == "以" and (serves := _SERVES.fullmatch(sentence)) is not None:
        return "作为", serves[1]
    if sentence.startswith(_OVERSEES):
        return _behind(sentence, 0)
    for _, stop in agents:
        if (acts := _behind(sentence, stop)) is not None:
            return acts
    regulates = _REGULATES.match(sentence) if _REGULATING.search(sentence) else None
    if regulates is not None:
        return regulates["does"], regulates["what"]
    ruled = _RULED.search(sentence) if sentence.endswith(_RULED_ENDS) else None
    if ruled is None:
        return None
    first = max((stop for _, stop in agents if stop < ruled.start()), default=0)
    return ruled["does"], _thing_before(sentence, first, ruled.start())


def _behind(sentence: str, stop: int) -> Told | None:
    """The verb right behind who acts, with the rest of its clause."""
    at = adverbs_end(sentence, stop)
    length = len(_OVERSEES) if sentence.startswith(_OVERSEES, at) else verb_at(sentence, at)
    comma = sentence.find(",", at)
    end = comma if comma > 0 else len(sentence)
    thing = sentence[at + length : end]
    if NO_VERB.match(sentence, at + length) or NOUN_END.match(sentence, at + length):
        return None  # 企业|办理人委托书
    if _BOUND_NEXT.match(sentence, end):
        return None  # 执法机关|实施行政强制,应当坚持…
    if not length or len(thing) < _SHORTEST or thing[0] in _NO_OBJECT or thing[-1] in _OCCASION:
        return None
    return sentence[at : at + length], thing


_THING: Final = re.compile(r"(?:对于?|凡)?(?P<what>[^,]{2,40}?)的?$")


def _thing_before(sentence: str, first: int, end: int) -> str | None:
    """对于申报存在差错的|,按照…处理: the clause before says to what."""
    found = _THING.search(sentence, first, end)
    return found["what"] if found is not None else None


# 平均停电时间不超过2.38小时: an aim whose verb is its measure
_MEASURE: Final = seeking(
    r"(?<![以按照])(?:不[超高低少大小]?[过于高低少]|达到|达|降至|降到|提高到|提高至|增长|控制在|压缩到|保持在|稳定在)(?=[^,]{0,4}\d)"
)


def measured(sentence: str) -> tuple[str, str | None] | None:
    """Measure and what is measured, where a sentence only names a figure to be reached; None when it names none."""
    found = _MEASURE.search(sentence)
    if found is None or found.start() < _SHORTEST:
        return None
    start = max(sentence.rfind(mark, 0, found.start()) for mark in ",:;") + 1
    thing = sentence[start : found.start()].strip(" 、应须要")
    if thing in ("原则上", "一般", "合计", "共计"):
        return None
    return found[0], thing or None
