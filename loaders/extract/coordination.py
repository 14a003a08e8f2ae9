"""Agents named together: which of a list share one head, and which fall out because they are people.

市、区(县)和部门…机构 is one, 各市|县人民政府 the governments of both, 党委|政府信访部门 the office of both.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.names import HAN, NAMED_BY_MODAL, ORG_INSIDE, PAREN
from loaders.rules import seeking

# What joins two names, and what leaves a list open
AND: Final = seeking(r"、(?:以及)?|和|与|及(?!其|时)|以及|或者|或|暨")
AND_HEADS: Final = frozenset("、和与及以或暨")
ETC: Final = re.compile(rf"等(?:{HAN}{{0,6}}?(?:部门|单位|机关|机构|组织|企业|团体|媒体))?")
# 商业银行|等金融机构: a class, of which the name is but an example
EXAMPLE_END: Final = ("银行", "企业", "机构", "单位", "机关", "学校", "医院", "公司", "组织")


def merged(text: str, items: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """市、区(县)和部门…机构 share one head; persons fall out, unless they share the units' head as well."""
    if any(
        kind == "person" and ORG_INSIDE.search(text, start, stop) for start, stop, kind in items
    ):
        return []
    kept = _sharing(text, [item for item in items if item[2] != "person"])
    if len(kept) == 1 < len(items) and text[slice(*kept[0][:2])] in _ANYBODY:
        return []  # 公民、法人和其他组织
    levels = [item for item in kept if item[2] == "level"]
    if not kept or (len(kept) == 1 and levels and not _stands_alone(text, *levels[0][:2])):
        return []
    if not levels:
        return [(start, stop) for start, stop, _ in kept]
    first = kept.index(levels[0])
    head = next((i for i in range(first, len(kept)) if kept[i][2] != "level"), None)
    if head is None:
        if not text[kept[-1][0] : kept[-1][1]].endswith("级"):
            return [(start, stop) for start, stop, _ in kept]
        head = len(kept) - 1
    one = (kept[first][0], kept[head][1])
    rest = merged(text, kept[head + 1 :]) if head + 1 < len(kept) else []
    return [(a, b) for a, b, _ in kept[:first]] + [one] + rest


_ANYBODY: Final = frozenset(["其他组织", "非法人组织"])


_ALSO: Final = frozenset("也还均都")


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """县级, 乡(镇)|也应当, 由街道(镇): a level that is an agent by itself."""
    return text[stop - 1] == "级" or (
        text[stop - 1] == ")"
        and (
            NAMED_BY_MODAL.match(text, stop + (text[stop : stop + 1] in _ALSO)) is not None
            or text[start - 1 : start] == "由"
        )
    )


_EACH_LEVEL: Final = re.compile(
    rf"(?:各|其[他余]各?)(?:省|市|州|县|区|旗|盟|地市|市州|设区市)(?:{PAREN})?(?:、(?:自治区|直辖市|自治州|[市州县区旗盟])(?:{PAREN})?)*$"
)
_OFFICE_OF_BOTH: Final = re.compile(r"政府[一-鿿]{2,8}(?:部门|机构)")
# 各区|县(市), 各省、自治区|直辖市公安机关: 各 holds for both
_ALIKE: Final = re.compile(rf"自治区|直辖市|行委$|(?:自治州|[市州县区旗盟])(?:{PAREN})?(?:政府)?$")
_OF_EACH_LEVEL: Final = re.compile(rf"[市州县区旗](?:{PAREN})?{HAN}{{1,8}}[局委办厅]$")
_RANKS: Final = "省市州盟县区旗"  # from above to below


def _is_below(level: str, first: str) -> bool:
    return 0 <= _RANKS.find(first) <= _RANKS.find(level)


_GOVERNMENT: Final = re.compile(
    r"(?:自治区、直辖市|自治区|直辖市|自治州|县|区|旗|市|乡镇|镇|乡|县级|区级)(?:\([^()]*\))?人民政府"
)


def _sharing(text: str, items: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """各市|县人民政府 is one agent: the governments of both; 各级党委|政府信访部门: the office of both."""
    out: list[tuple[int, int, str]] = []
    for start, stop, kind in items:
        if out and _OFFICE_OF_BOTH.fullmatch(text, start, stop):
            first, last, _ = out[-1]
            if text.endswith("党委", first, last):
                out[-1] = (first, stop, "unit")
                continue
        if out and (_GOVERNMENT.match(text, start, stop) or _ALIKE.match(text, start, stop)):
            first, last, _ = out[-1]
            if _EACH_LEVEL.fullmatch(text, first, last):
                out[-1] = (first, stop, "unit")
                continue
        if out and kind == "unit" and _OF_EACH_LEVEL.match(text, start, stop):
            first, last, _ = out[-1]
            if _EACH_LEVEL.fullmatch(text, first, last) and _is_below(text[start], text[first + 1]):
                out[-1] = (first, stop, "unit")  # 各市、州|县住建局
                continue
        out.append((start, stop, kind))
    return out


_TWO: Final = re.compile(
    rf"({HAN}{{2,14}}(?:、{HAN}{{1,12}}?){{1,8}}部门)(?:和|以及|及|、|与)"
    rf"({HAN}{{2,10}}(?:企业|机构|单位|部门|银行|机关)|{HAN}{{2,10}}(?:、{HAN}{{1,12}}?){{1,5}}等(?:有关|相关)?(?:企业|机构|单位|部门|组织))"
)


# 银行业金融机构|和|融资担保、再担保机构
_NAME_AND_LIST: Final = re.compile(
    rf"({HAN}{{2,10}}(?:企业|机构|单位|部门|银行|机关))(?:和|及|与)({HAN}{{2,12}}(?:、{HAN}{{1,12}}?){{1,4}}(?:机构|部门|单位|企业))"
)


def two(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """税务、银保监部门|和|金融机构: the two that a list of departments and a name make, none of what is neither."""
    both = _TWO.fullmatch(text, start, stop) or _NAME_AND_LIST.fullmatch(text, start, stop)
    return [] if both is None or "会同" in both[0] else [both.span(1), both.span(2)]


def once(sentence: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """我镇…,|我镇…: one agent, named once; the first of those who act, not the one a condition names."""
    said: dict[str, tuple[int, int]] = {}
    for agent in found:
        said.setdefault(sentence[slice(*agent)], agent)
    return list(said.values())
