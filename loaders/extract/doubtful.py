"""Whether the verb with which a clause opens is one, or begins a noun or a subject: 采购人, 建设项目应当…, 补贴采取…."""

from __future__ import annotations

from typing import Final

from loaders.extract.grammar import adverbs_end, verb_at
from loaders.extract.lexemes import (
    MANNERS,
    NO_VERB,
    NOUN_END,
    NOUN_HEADS,
    NOUNY,
    OPENERS,
    RELATIVE,
    SAYS,
    bound_behind,
    noun_begins,
    subject_end,
)
from loaders.extract.lexemes import MODAL as ANY_MODAL
from loaders.extract.predicates import BINDING, CONDITION
from loaders.rules import seeking


def _past_adverbs(clause: str, at: int) -> int:
    """Where the adverbs at ``at`` end, the end of the clause where there are none."""
    end = adverbs_end(clause, at)
    return end if end > at else len(clause)


_HELPS: Final = frozenset(["支持", "引导"])


def _quoted(clause: str, at: int) -> bool:
    return clause.rfind("“", 0, at) > clause.rfind("”", 0, at)


def _ends_noun(clause: str, verb: str, end: int) -> bool:
    """推广|平台; not 支持|中心城区提质增效, 引导|机构开展评估: what is helped does what follows."""
    noun = NOUN_END.match(clause, end)
    if noun is None or verb not in _HELPS:
        return noun is not None
    return not any(verb_at(clause, at) for at in range(noun.end(), len(clause) - 1))


def is_doubtful(clause: str, start: int, end: int) -> bool:
    """Whether the verb a clause opens with may be part of a noun or of a subject: 采购人, 建设项目应当…, 具有…户籍的父母."""
    nouny = clause[end : end + 1] in NOUN_HEADS
    if (nouny and NO_VERB.match(clause, end)) or bound_behind(clause, start, end, len(clause)):
        return True
    if noun_begins(clause, start):
        return True
    verb = clause[start:end]
    if verb in RELATIVE or verb in OPENERS:
        return True
    if verb in MANNERS and (
        verb_at(clause, end)
        or (clause[end : end + 1] == "、" and verb_at(clause, _past_adverbs(clause, end + 1)))
    ):
        return True  # 公开|征集意见; 规范、集中|公开信息
    modal = ANY_MODAL.search(clause, end)
    if modal is not None and _quoted(clause, modal.start()):
        modal = None  # 压实“三个必须”责任
    if (
        modal is not None
        and (
            (
                (modal[0] in BINDING or modal[0] == "要") and verb not in SAYS
            )  # 查处违法行为|应当遵守…
            or CONDITION.search(clause[end : modal.start()])  # 提交意向前|需上传承诺书
        )
    ):
        return True
    if (nouny or verb in NOUNY) and subject_end(clause, start, end, len(clause)):
        return True
    if verb not in NOUNY:
        return False
    if modal is not None or (nouny and _ends_noun(clause, verb, end)):
        return True
    if clause.startswith(_SAID_AT_ONCE, end):
        return True  # 补贴|采取社会化形式发放
    if clause[end : end + 1] == "对" or verb_at(clause, end):
        return False  # 研究|对企业实行优惠
    return _SAID_OF_NOUN.search(clause, end + 2) is not None


_SAID_AT_ONCE: Final = ("采取", "采用", "实行", "适用", "纳入", "由")
# 监管事项清单|实行动态调整, 评审结论|按照要求编写
_SAID_OF_NOUN: Final = seeking(
    r"实行|包[括含]|分为|设在|按|依照|参照|(?:提高|降低|压缩|缩短|压减|控制|扩大|增加|减少)[至到在]|不(?:低于|高于|超过|少于)"
)
