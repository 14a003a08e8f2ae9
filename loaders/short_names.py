"""Short names that a document gives its own units: 县渡口管理委员会(以下简称渡管委), 渡管委应当…."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import VERBS, adverbs_end
from loaders.extract.names import NAMES_VERB
from ontology.unit_names import is_collective, looks_like_unit

_CALLED: Final = re.compile(
    r"\((?:以下|下)(?:统一)?(?:简称|称)[:为]?“?(?P<short>[一-鿿0-9]{2,14})”?\)"
)
# what stands before a name in its clause: 成立|县渡口安全领导小组, 由|县航运局, 县政府设|县渡口管理委员会, 负责健全本级|…联席会议
_BEFORE: Final = re.compile(
    r"[^一-鿿0-9“”]|(?:健全|完善)(?:本级|本地区)?|第[一二三四五六七八九十百]+条|[成设建]立|组建|组成|决定|明确|作为|(?<![自理])由|[向的是]|对(?![外口])|或者?|以及|(?<=[府局])设"
)
_LONGEST: Final = 40
_SHORTEST: Final = 2
_BODIES: Final = "局委办署院组会"
_TORN: Final = ("的", ")")  # 县政府设立的|热线机构, 霁川(东岸)|渡口管委会
_NO_HEADS: Final = "在要于按为把将与经和及”"


def short_names(text: str) -> dict[str, str]:
    """Short name → the long one that stands before its bracket; one that means two units means none."""
    out: dict[str, str] = {}
    for found in _CALLED.finditer(text):
        head = text[max(0, found.start() - _LONGEST) : found.start()]
        edges = list(_BEFORE.finditer(head))
        long, short = head[edges[-1].end() if edges else 0 :], found["short"]
        if (edges and edges[-1].group() in _TORN) or not _means(short, long):
            continue
        for tail in ("", "办公室"):
            whole = long + tail
            out[short + tail] = whole if out.get(short + tail, whole) == whole else ""
    return {short: long for short, long in out.items() if long}


def _means(short: str, long: str) -> bool:
    """渡管委 of 县渡口管理委员会: every character stands in the long name, in its order."""
    at = 0
    for char in short:
        at = long.find(char, at) + 1
        if not at:
            return False
    if len(short) >= len(long):
        return False
    if len(short) == _SHORTEST and short[-1] not in _BODIES:
        return False  # 企业 of a law on one kind of them
    # 持续强化|县渡口领导小组, 要通过|渡口协会: what begins otherwise than a name is cut nowhere
    verb = long[:2] in VERBS and long[:2] not in NAMES_VERB
    if verb or long[0] in _NO_HEADS or adverbs_end(long, 0) > 0:
        return False
    return looks_like_unit(long) and not is_collective(short)
