"""Lines that begin with a label of owners (责任单位:…), and whether the page broke one inside a name.

The sign behind a label is a colon, a closing bracket, or a blank (责任单位 市教育局). A label line ends without a full stop, so only its names tell where it ends: 责任单位:市人力资源 ⏎ 和社会保障局 goes on,
责任单位:市财政局 ⏎ 各区要加强领导 does not. Works on lines as written, in any width.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.owner_words import FIRST, LABEL, WORD, ending
from loaders.rules import heads_of, seeking
from loaders.signs import Signs
from loaders.widths import half_width
from ontology.unit_names import is_collective, looks_like_unit

# what parts a label from its value; a blank does where a name begins behind it
_SIGN: Final = r"(?:[:：]|[】\]][:：]?|\t|[ \u3000\u00a0]+(?=[省市县区州镇乡各国中]))"
_LINE: Final = re.compile(
    rf"(?:[(（〔【]|\[)?(?:(?:{FIRST})?{LABEL}|(?:完成|时限)(?:时限|时间|要求)){_SIGN}|(?:牵头|责任|配合)[:：]"
)
_LABEL: Final = re.compile(LABEL)
_BLANKS: Final = (" ", "\u3000")  # 责 任 单 位：市财政局
_HEADS: Final = frozenset("(（〔[【完时") | heads_of(re.compile(FIRST), re.compile(WORD))
_OWNERS: Final = seeking(
    rf"(?:{LABEL}|^(?:牵头|责任|配合)(?=[:：]))(?:[(（][^()（）]{{1,6}}[)）])?{_SIGN}(?:[^。:：()（）〔〕【】]|[(（〔][^()（）〔〕]{{1,12}}[)）〕])*$"
)
_OPEN: Final = re.compile(r"(?:单位|部门|处室|科室|时限|时间)(?:[(（][^()（）]{1,6}[)）])?[:：]$")
_BETWEEN: Final = re.compile(r"[、,，;；:：]|\s+")
_HEAD_END: Final = re.compile(r"[、,，;；:：。\s]")
# 市财政局按|职责分工负责 · 各科室、各直属|单位配合
_VERBS: Final = re.compile(
    r"(?:(?:按照?|依据?)(?:各自)?(?:工作)?(?:职责|职能)?(?:分工|分别)?|共同|分别|具体)?(?:负责|落实|配合|参与|牵头|组织实施)$"
)
_EACH: Final = re.compile(r"各[省市州县区旗镇乡]{1,2}$")  # 各县|区政府
_BRACKETED: Final = re.compile(r"[(（〔][^()（）〔〕]{1,12}[)）〕]")  # 各县（市、区）政府
_PLACE: Final = re.compile(r"(?!各)[\u4e00-\u9fff]{2,4}[市县区州](?:人民政府|政府)?$")
_GLUED: Final = re.compile(rf"(?<=[\u4e00-\u9fff])(?:{WORD})(?:单位|部门)$")
_GLUED_ENDS: Final = Signs(("位:", "门:"))
# 主要责任单位, 牵头责任单位, 各责任单位: a word of the label, or no label
_QUALIFIED: Final = re.compile(
    r"(?:要|头|级|一|体|接|各|关|的|总|务|标|同|作|主|副|及|和|或|实|确|施|办|合|等)$"
)
_OPENINGS: Final = "：:（(〔【["
_VALUE_END: Final = re.compile(r"[)）〕】\]。；;]")
_OWNS: Final = re.compile(r"牵头|负责|配合|落实")
_HEADQUARTERS: Final = frozenset(("省委", "市委", "县委", "区委", "州委", "镇党委", "乡党委"))
_LONGEST_LIST: Final = 200  # characters on each side of a blank
_LONGEST_NAME: Final = 26
_LONGEST_LINE: Final = 60
_REST_OF_NAME: Final = 8  # what may stand in front of the next 、 when the first half is a name too
_REST_ALONE: Final = 3  # 市政府办 ⏎ 公室
NAME_ENDS: Final = frozenset(
    "局委办厅府会院部室处科股所站心司队团行关区县市州镇乡道位门社署校组厂联班"
)  # of names
_GOES_ON: Final = "等及和与并、，。；：（(〔）)〕】”》"
_DATE_SIGNS: Final = "年月日"


def is_label(words: str) -> bool:
    """责任单位:市财政局: most lines begin with none of the few characters such a label begins with."""
    if words[0] not in _HEADS:
        return False
    return _LINE.match(words) is not None or (
        words[1:2] in _BLANKS and _LINE.match("".join(words.split())) is not None
    )


def opens_label(words: str) -> bool:
    """责任单位: ⏎ 市财政局: does the line end in a label whose value follows?"""
    return _OPEN.search(words) is not None


def names_owners(words: str) -> bool:
    """Does a label of owners stand in the line, with nothing but its value behind it?"""
    signed = "：" in words or ":" in words or "】" in words or "\t" in words
    signed = signed or "位 " in words or "位\u3000" in words
    return signed and _OWNERS.search(words) is not None


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
    """责任单位:市财政局 教育局, 责任单位 市财政局: does the blank before ``text[at]`` part two names of owners, or a label and a name?

    ``start`` and ``end`` bound the line; ``text[at - 2]`` is one of ``NAME_ENDS``. Not in a list that has 、 of its own: there a blank is the page's.
    """
    start, end = max(start, at - _LONGEST_LIST), min(end, at + _LONGEST_LIST)
    line, at = text[start:end], at - start
    if line[at - 2] in "位门室" and _LABEL.fullmatch(line[: at - 1].strip()):
        return True
    bare = _BRACKETED.sub(_masked, line)
    opened = max(bare.rfind(mark, 0, at) for mark in _OPENINGS)
    if opened < 0 and bare[at - 1] != "·":
        return _only_names(line)
    if bare[at - 1] == "·":
        return False
    closed = _VALUE_END.search(bare, at)
    value = bare[opened + 1 : closed.start() if closed else len(bare)]
    if "、" in value or not (names_owners(line[: opened + 1]) or _OWNS.search(value)):
        return False
    last = len(bare[:at].rstrip())
    left = half_width(line[last - len(_BETWEEN.split(bare[opened + 1 : last])[-1]) : last])
    right = half_width(line[at : at + len(_BETWEEN.split(value[at - opened - 1 :])[0])])
    right = _VERBS.sub("", right)
    within = right.startswith("办公") or left in _HEADQUARTERS  # 市政府 办公室, 市委 组织部
    if len(right) <= 2 or within:
        return False
    placed = _PLACE.match(right) is not None  # 市商务局 霁州市 青川市政府
    return placed if _PLACE.match(left) else _named(left) and (placed or _named(right))


def _only_names(line: str) -> bool:
    """市司法局 市直各部门: a cell whose blank stands for the comma, where each of both says whose it is."""
    names = half_width(line).split()
    return len(line) <= _LONGEST_LINE and all(_level(n) and _named(n) for n in names)


def glued_labels(text: str) -> list[int]:
    """Where a label of owners begins whose line end is gone: 提升服务水平|责任单位:市司法局. ``text`` is folded.

    Not where a line has the same label twice: its items run together too, and whose they are is not known.
    """
    out: list[int] = []
    if "位:" not in text and "门:" not in text:
        return out
    for label in ending(text, _GLUED_ENDS, _GLUED, 2, len(text)):
        at, behind = label.start(), label.end() + 1
        if not _QUALIFIED.search(text, at - 2, at):
            end = _HEAD_END.search(text, behind)
            named = _named(text[behind : end.start() if end else len(text)])
            start, stop = text.rfind("\n", 0, at) + 1, text.find("\n", behind)
            once = text.count(text[at:behind], start, stop if stop >= 0 else len(text)) == 1
            if named and once and not _inside(text, start, at):
                out.append(at)
    return out


def _inside(text: str, start: int, at: int) -> bool:
    """Whether a bracket of the line that begins at ``start`` is open at ``at``."""
    pairs = (("(", ")"), ("[", "]"), ("〔", "〕"), ("【", "】"))
    return any(text.count(o, start, at) > text.count(c, start, at) for o, c in pairs)


def _masked(bracketed: re.Match[str]) -> str:
    return "·" * len(bracketed[0])


def _named(words: str) -> bool:
    return len(words) > 1 and (looks_like_unit(words) or is_collective(words))


def _whole(half: str) -> bool:
    """市财政局, 各科室: a name that may end the line; 各县 and 各直属 want a word more."""
    return _named(half) and (half[0] != "各" or (_EACH.match(half) is None and _named(half[1:])))


def _level(words: str) -> bool:
    """市财政局, 各镇: the next name of a list, whose comma the page lost, not the rest of one."""
    return words[0] in "省市县区镇乡各国"
