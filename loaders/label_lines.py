"""Lines that begin with a label of owners (责任单位:…), and whether the page broke one inside a name.

A label line ends without a full stop, so only its names tell where it ends: 责任单位:市人力资源 ⏎ 和社会保障局 goes on,
责任单位:市财政局 ⏎ 各区要加强领导 does not. Works on lines as written, in any width.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.widths import half_width
from ontology.unit_names import is_collective, looks_like_unit

_LINE: Final = re.compile(
    r"[(（〔\[【]?(?:市级|省级|区级|县级)?(?:牵头|责任|配合|主要责任|牵头责任|主办|协办|参与|完成|时限|协同)(?:责任)?(?:单位|部门|处室|科室|时限|时间|要求)(?:[:：]|[】\]])"
)
_HEADS: Final = frozenset("(（〔[【市省区县牵责配主协参完时")
_OWNERS: Final = re.compile(
    r"(?:牵头|责任|配合|主办|协办|承办|落实|参与|协同)(?:责任)?(?:单位|部门|处室|科室)(?:[(（][^()（）]{1,6}[)）])?(?:[:：]|[】\]][:：]?)(?:[^。:：()（）〔〕【】]|[(（〔][^()（）〔〕]{1,12}[)）〕])*$"
)
_OPEN: Final = re.compile(r"(?:单位|部门|处室|科室|时限|时间)(?:[(（][^()（）]{1,6}[)）])?[:：]$")
_BETWEEN: Final = re.compile(r"[、,，;；:：]|\s+")
_HEAD_END: Final = re.compile(r"[、,，;；:：。\s]")
# 市财政局按|职责分工负责 · 各科室、各直属|单位配合
_VERBS: Final = re.compile(
    r"(?:(?:按照?|依据?)(?:各自)?(?:工作)?(?:职责|职能)?(?:分工|分别)?|共同|分别|具体)?(?:负责|落实|配合|参与|牵头|组织实施)$"
)
_EACH: Final = re.compile(r"各[省市州县区旗镇乡]{1,2}$")  # 各县|区政府
_OPENINGS: Final = "：:（(〔【["
_VALUE_END: Final = re.compile(r"[)）〕】\]。；;]")
_OWNS: Final = re.compile(r"牵头|负责|配合|落实")
_HEADQUARTERS: Final = frozenset(("省委", "市委", "县委", "区委", "州委", "镇党委", "乡党委"))
_LONGEST_LIST: Final = 200  # characters on each side of a blank
_LONGEST_NAME: Final = 26
_REST_OF_NAME: Final = 8  # what may stand in front of the next 、 when the first half is a name too
_REST_ALONE: Final = 3  # 市政府办 ⏎ 公室
NAME_ENDS: Final = frozenset(
    "局委办厅府会院部室处科股所站心司队团行关区县市州镇乡位门社署校组厂"
)  # of names
_GOES_ON: Final = "等及和与并、，。；：（(〔）)〕】”》"
_DATE_SIGNS: Final = "年月日"


def is_label(words: str) -> bool:
    """责任单位:市财政局: most lines begin with none of the few characters such a label begins with."""
    return words[0] in _HEADS and _LINE.match(words) is not None


def opens_label(words: str) -> bool:
    """责任单位: ⏎ 市财政局: does the line end in a label whose value follows?"""
    return _OPEN.search(words) is not None


def names_owners(words: str) -> bool:
    """Does a label of owners stand in the line, with nothing but its value behind it?"""
    colon = "：" in words or ":" in words or "】" in words
    return colon and _OWNERS.search(words) is not None


def cut_in_name(last: str, words: str) -> bool:
    """Whether the end of a label line and the head of the next one are the two halves of one name.

    市人力资源 ⏎ 和社会保障局、市财政局: the half is no name, both together are. Where the half is a name as well
    (市委 ⏎ 组织部、市财政局) the rest has to be short.
    """
    if last[-1].isdigit() and words[0] in _DATE_SIGNS:
        return True  # 完成时限:2025年12 ⏎ 月底
    half = half_width(_BETWEEN.split(last)[-1])
    end = _HEAD_END.search(words)
    rest = half_width(words[: end.start()] if end else words)
    if not half or not rest or len(half) + len(rest) > _LONGEST_NAME:
        return False
    name = half + rest
    verbs = _VERBS.search(name)
    if verbs and 1 < verbs.start() <= len(half):
        return _named(name[: verbs.start()])  # 市财政局按|职责分工负责
    name = name[: verbs.start()] if verbs else name
    if _whole(half):
        short = _REST_OF_NAME if end and words[end.start()] in "、,，;；" else _REST_ALONE
        return len(rest) <= short and not _level(rest) and looks_like_unit(name)
    return name[-1] in NAME_ENDS and _named(name)


def has_ended(last: str, words: str) -> bool:
    """Whether a label line ends in a whole name that the next line does not go on with: what follows is no owner."""
    if words[0] in _GOES_ON or cut_in_name(last, words):
        return False
    half = half_width(_BETWEEN.split(last)[-1])
    return bool(half) and len(half) <= _LONGEST_NAME and _whole(half)


def parts_names(text: str, start: int, at: int, end: int) -> bool:
    """责任单位:市财政局 教育局: does the blank before ``text[at]`` stand between two names of owners?

    ``start`` and ``end`` bound the line; ``text[at - 2]`` is one of ``NAME_ENDS``. Not in a list that has 、 of its own: there a blank is the page's.
    """
    start, end = max(start, at - _LONGEST_LIST), min(end, at + _LONGEST_LIST)
    line, at = text[start:end], at - start
    opened = max(line.rfind(mark, 0, at) for mark in _OPENINGS)
    if opened < 0:
        return False
    closed = _VALUE_END.search(line, at)
    value = line[opened + 1 : closed.start() if closed else len(line)]
    if "、" in value or not (names_owners(line[: opened + 1]) or _OWNS.search(value)):
        return False
    left = half_width(_BETWEEN.split(line[opened + 1 : at].rstrip())[-1])
    right = half_width(_BETWEEN.split(value[at - opened - 1 :])[0])
    right = _VERBS.sub("", right)
    within = right.startswith("办公") or left in _HEADQUARTERS  # 市政府 办公室, 市委 组织部
    return len(right) > 2 and not within and _named(left) and _named(right)


def _named(words: str) -> bool:
    return len(words) > 1 and (looks_like_unit(words) or is_collective(words))


def _whole(half: str) -> bool:
    """市财政局, 各科室: a name that may end the line; 各县 and 各直属 want a word more."""
    return _named(half) and (half[0] != "各" or (_EACH.match(half) is None and _named(half[1:])))


def _level(words: str) -> bool:
    """市财政局, 各镇: the next name of a list, whose comma the page lost, not the rest of one."""
    return words[0] in "省市县区镇乡各国"
