"""What a clause opens with that is no agent: its verb, an adverb, a preposition; and what ends an organisation's name."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import VERBS, adverbs_end
from loaders.extract.names import CLASS, NAME_ADVERBS, NAMES_VERB, is_team
from loaders.rules import expand, lexicon

_LISTS: Final = lexicon("actors")
SUFFIX: Final = re.compile(expand(r"(?:{suffix})", _LISTS))
_STRICT_END: Final = re.compile(
    r"(?:人事)?部门|单位|机构|小组|办公室|委员会|(?:专家)?[组处科办委局室站部厅](?=[要应须将负牵会对按、和拟])|中心|机关"
)
_MODAL_HEADS: Final = frozenset("应要须将可均都也还共已并需再又更")
_CIRCUMSTANCES: Final = frozenset(lexicon("statements")["prepositions"])
_STRICT: Final = frozenset(_LISTS["name_verbs_strict"])
_OBJECT: Final = frozenset("上下各有相市县省区镇我本全该对好")
_PREPOSITIONS: Final = frozenset("到除在向对从与为以于把将让使被因共按据经凭待供前后")
# 各县政府、|开发区管委会依法监管
_LIKE_VERBS: Final = ("发展改革", "发展和改革", "发展·改革", "开发区")
_WHOM: Final = ("政府", "党委", "人大", "法院")
_NAME_WHOLE: Final = frozenset(["服务", "仲裁"])
_PLACE_HEADS: Final = frozenset(_LISTS["place_heads"])


def begins_otherwise(text: str, start: int) -> bool:
    """Whether a clause opens with its verb, an adverb or a preposition: 加强部门联动, 全面推开看守所…, 向省政府报备.

    执法部门, 宣传部门 only look like it; 配合上级部门 does not.
    """
    head = text[start : start + 2]
    if head in VERBS:
        if text[start + 2 : start + 3] == "、" and CLASS.match(text, start):
            return False  # 建设、交通等行政管理部门按照…
        if is_team(text, start) or text.startswith(_LIKE_VERBS, start):
            return False
        if head not in NAMES_VERB or text[start + 2 : start + 3] in _OBJECT:
            return True
        if text.startswith(_WHOM, start + 2):
            return True  # 宣传政府在执法中的进展
        if head in _STRICT:
            return _STRICT_END.match(text, start + 2) is None
        if head in _NAME_WHOLE and SUFFIX.match(text, start):
            return False  # 服务大厅, 仲裁庭
        until = 14 if text.startswith("人", start + 2) else 9  # 采购人或采购代理机构
        return SUFFIX.search(text, start + 2, start + until) is None
    if head in _CIRCUMSTANCES or (head[:1] in _PREPOSITIONS and head not in _PLACE_HEADS):
        return True
    adverbs = adverbs_end(text, start) - start
    return (adverbs >= 2 and head not in NAME_ADVERBS) or (
        adverbs == 1 and head[0] in _MODAL_HEADS and head not in _PLACE_HEADS
    )
