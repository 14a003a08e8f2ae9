"""Clauses that only name what the next one deals with, whatever verbs they hold: 移送检察机关的案件,|由…受理.

教育数据,|由教育部门负责; 代理国防事务的机构的管理办法,|由…制定; 列入议程的法规案,|….
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.extract.grammar import VERBS, adverbs_end, verb_at
from loaders.extract.led import PIVOTS
from loaders.extract.lexemes import MODAL, NOUNY, RELATIVE, SAYS

# 调解不成的民间纠纷|,当事人可以…: a noun and what describes it
ONLY_NOUN: Final = re.compile(r"的[^的,]{1,12}$")
# what may be the occasion of another one's duty: 举办展会,应当…
BEFORE_ANOTHER: Final = RELATIVE | {
    "设立",
    "举办",
    "开展",
    "起草",
    "发现",
    "变更",
    "举行",
    "实施",
    "进入",
}
_THING: Final = re.compile(
    r"的[^的,]{0,8}(?:案件|工程|项目|事项|人员|单位|企业|机构|申请|业务|费用|经费|资金|车辆|产品|活动|问题|纠纷|物品|材料)$"
)


# 列入议程的法规案,|大会听取说明后,…: no clause of a rule opens so but one that names what is dealt with
HANDED_IN: Final = frozenset(["列入", "交付", "提请", "报请", "移送"])
_BILL: Final = re.compile(
    r"的[^的,]{0,12}(?:案|法规|规章|条例|规定|决定|事项|项目|人员|案件|议题)$"
)
# 公证债权文书执行案件, 教育数据: a noun that begins with what is a verb as often
_COMPOUND: Final = re.compile(r"[^的,和]{0,20}(?:案件|数据|目录|名录|工作|费用|经费|事项|业务)$")


def only_describes(sentence: str, start: int, end: int, *, by: bool = False) -> bool:
    """移送检察机关的案件, 实施联合验收的项目: the verb a clause opens with describes the noun it ends in.

    ``by``: the next clause says by whom something is done (由…).
    """
    if not (ONLY_NOUN if by else _THING).search(sentence, start, end):
        return False
    at = adverbs_end(sentence, start)
    verb = sentence[at : at + verb_at(sentence, at)]
    return verb in NOUNY or verb in BEFORE_ANOTHER or verb in HANDED_IN or verb == "维持"


def _is_compound(sentence: str, start: int, end: int) -> bool:
    """教育数据|,由教育部门负责: a noun, whatever verb it seems to open with."""
    verb = sentence[start : start + verb_at(sentence, start)]
    if (
        verb not in NOUNY
        or (verb in PIVOTS and verb != "指定")
        or (verb in SAYS and verb != "教育")
    ):
        return False
    return _COMPOUND.fullmatch(sentence, start + len(verb), end) is not None


_NAMES_RULES: Final = re.compile(
    r"的(?:具体)?[一-鿿]{0,5}(?:办法|标准|程序|规则|范围|目录|结果|回避)$"
)
_DESCRIBES_RULED: Final = frozenset(["代理", "负责"])
_PLAIN_NOUN: Final = re.compile("的[^的,到在向至给]{1,10}$")


def names_rules(sentence: str, start: int, end: int) -> bool:
    """Whether a clause names rules, a list or somebody's standing aside, and does not make them: 制定…的办法."""
    at = adverbs_end(sentence, start)
    verb = sentence[at : at + verb_at(sentence, at)]
    if verb and verb not in NOUNY and verb not in RELATIVE and verb not in _DESCRIBES_RULED:
        return False
    return _NAMES_RULES.search(sentence, start, end) is not None


def _is_plain_noun(sentence: str, start: int, end: int) -> bool:
    """多个部门对同一企业实施|的多项检查,由县政府协调: a noun with what describes it."""
    if sentence[start] == "对" and ONLY_NOUN.search(sentence, start, end):
        return True
    noun = _PLAIN_NOUN.search(sentence, start, end)
    if noun is None or verb_at(sentence, adverbs_end(sentence, start)):
        return False
    verb = sentence[noun.start() - 2 : noun.start()]
    if verb in VERBS or verb in ("发生", "产生"):
        return True
    return _NAMES_RULES.search(sentence, start, end) is not None


def only_names(sentence: str, start: int, end: int) -> bool:
    """Whether a clause before 由 names nothing but what is dealt with."""
    return (
        only_describes(sentence, start, end, by=True)
        or _is_compound(sentence, start, end)
        or _is_plain_noun(sentence, start, end)
    )


def is_bill(sentence: str, start: int, end: int) -> bool:
    """列入议程的法规案, 由县政府提出的议案: what a body deals with by rule."""
    if sentence[start : start + 2] not in HANDED_IN and sentence[start] != "由":
        return False
    return _BILL.search(sentence, start, end) is not None


# …的,|由主管部门责令改正: what is done about it makes a breach of all that stands before
_PUNISHED: Final = re.compile(
    r",(?:由[^,]{2,60}?(?:责令|给予|处|没收|吊销|撤销|警告)|责令|依照[^,]{2,60}(?:处罚|处理|追究)|依法(?:追究|给予)|给予[^,]{0,12}(?:处分|警告)|处[^,]{1,30}罚款|没收|吊销)"
)


def until_punished(sentence: str, ranges: Sequence[tuple[int, int]]) -> int:
    """How many clauses name a breach: 船主诱使他人违规,或者使用假证|的,由航运局责令改正."""
    if "的," not in sentence:
        return 0
    for index, (start, end) in enumerate(ranges[:-1]):
        if MODAL.search(sentence, start, end) is not None:
            return 0
        if sentence[end - 1] == "的" and _PUNISHED.match(sentence, end):
            return index + 1 if index else 0
    return 0
