"""Lists of units as officials write them: separators, carried prefixes, open ends.

市工信局等市有关部门及各县(市、区)政府 → 市工信局, 各县(市、区)政府. Works on folded text with exact ranges.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from loaders.compounds import within_name
from loaders.rules import seeking
from loaders.signs import Signs
from ontology.unit_names import is_collective, looks_like_unit

Range = tuple[int, int]
_OPEN, _CLOSE = "([〔【〖{「〈《“", ")]〕】〗}」〉》”"
_SEPARATORS: Final = "、,;。/|\\\n①②③④⑤⑥⑦⑧⑨⑩+ "
_PARTING: Final = Signs(_OPEN + _CLOSE + _SEPARATORS)
_EDGE: Final = " \n、,;。:*※★▲△●☆■◆#—–>"
_EDGE_BEHIND: Final = _EDGE + "("  # 县商务局(: what was in the bracket is no name
_LEADING: Final = re.compile(
    r"^(?:[\s:·\-—]+|由|以及|及其|及(?!时)|并|其中[,:]?|(?:职责|责任|任务)分工(?=[省市县区州镇])|同时|分别由|和(?=[各市省区县其])|与(?=[各市省区县])|\d{1,2}[.、])"
)
# 县商务局(按职责分工), 县司法局(原县法制办): a bracket that explains is no part of the name; 市住建局(人防办) is one
_TRAILING: Final = re.compile(
    r"(?:[\s.·]+|\((?:(?:按|依|根据|结合|原|含|不含|包括|以下|下同)[^()]*|负责[^()]+)\)|,?(?:按照?|依据?|根据)(?:各自)?(?:工作)?(?:职责|职能|分工|任务)[^、,;]{0,12}|(?:结合|根据|按照?)(?:自身|本地|本部门|各自)?(?:工作|职责)?实际(?:情况)?|(?:按照?|根据|依据)[^、,;()]{2,16}(?:部署|要求|安排)|在(?:各自)?职责范围内|(?:分别|共同|具体|联合)?(?:负责(?:落实)?|牵头(?:负责)?|配合(?:落实)?|(?:抓好|组织)?落实|分工)|为主|下同)$"
)
# 等市有关部门 · 等部门 · 等相关单位 · 等: the open end of a list names nobody
_OPEN_END: Final = re.compile(
    r"等(?:\d{1,2}个?|多个?|[一二三四五六七八九十]{1,2}(?:个|家)?)?(?:国务院|全市|全省|省|市|区|县|州|盟)?(?:级|直|属)?(?:各)?(?:有关|相关|其他|其它|成员|涉及)?(?:的)?(?:职能|责任|业务|主管|行业|[^、,;()]{2,10}(?:行政)?主管)?(?:部门和单位|部门及单位|部门、单位|部门单位|单位部门|部门|单位|地区|方面|企业|机构|部委|处室|科室|乡镇)?(?:\((?:单位|部门|机构)\))?(?=$|[及和、,;与以(按依根共负牵配])"
    # 市税务局等市委人才工作领导小组有关成员单位 · 临沂海关等市政府有关部门
    r"|(?<=[局委办府厅会院部室处关司行队心站所团校)])等(?!级)[^、,;()及和与]{2,36}?(?:部门|单位|机构|力量)(?=$|[及和、,;与以(按依根共负牵配])"
)
# 等市直(驻市)进驻单位: the bracket belongs to the open end
_OPEN_REST: Final = re.compile(
    r"\([^()]{1,10}\)[^、,;()及和与]{0,20}?(?:部门|单位|机构)(?=$|[及和与])"
)
_JOIN: Final = seeking(r"以及|及(?!时|其(?!他|它|余))|和|与|并|·")
# 贸促会和郑州市、开封市、洛阳市政府: 政府 stands behind the last city only
_CITY: Final = re.compile(r"^[\u4e00-\u9fff]{2,5}(?:市|区|县|自治州)$")
# 城市地下空间规划由城乡规划主管部门负责, 河道治理由县水利局负责: who does it stands behind 由, which is no 理由
_BY: Final = seeking(r"(?<![自缘事来])(?<!(?<![治管办处受审])理)由(?![贸来])")
# 各市、州、县人民政府 · 各区、县(市)政府 · 各市〔州〕、县〔市、区、特区〕人民政府 · 市、县级政府: one class of units
_CLASS_HEAD: Final = re.compile(
    r"^(?:其他|全省|全市)?各(?:省|设区市|地级市|市|区|州|县|旗|盟|镇|乡|街道|地|市州|区县|县市)(?:级)?(?:[(〔][^)〕]*[)〕])?$"
)
_EACH_HEADS: Final = frozenset("其全各")  # what _CLASS_HEAD and _CLASS_ABOVE begin with
_CLASS_TAIL: Final = re.compile(
    r"^(?:自治区|直辖市|行委|市|州|县|区|旗|盟|镇|乡|街道|县级|市级|区级|区县|特区|县市区|市县区|县区|区县|旗县市区|旗县区|各?(?:省|市|县)直管县)(?:[(〔][^)〕]*[)〕])?(?:级)?(?:[市区])?(?:人民政府|政府|党委|人民法院|法院|人民检察院|检察院|政府\(管委会\)|人民政府\(管委会\)|办事处)?$"
    r"|^直辖市[\u4e00-\u9fff]{2,16}(?:部门|机构|厅|局|委|委员会)$"
)

# 各市、县〔区〕市场监管局: one class too, where the levels go down
_CLASS_ABOVE: Final = re.compile(r"^(?:其他|全省|全区)?各(?:设区市|地级市|市|州|盟)$")
_CLASS_BELOW: Final = re.compile(
    r"^(?:县|区县|旗县)(?:级)?(?:[(〔][^)〕]*[)〕])?[\u4e00-\u9fff]{2,14}(?:局|委|办|厅|部门|中心)(?:[(〔][^)〕]*[)〕])?$"
)


_LEVEL_ONLY: Final = re.compile(r"^(?:省|市|州|县|区|乡|设区的市)(?:级)?$")
_LEVEL_ON: Final = re.compile(
    r"\s*(?:市|州|县|区|县区|区县|设区的市)(?:[(〔][^)〕]{1,8}[)〕])?(?:级)?(?!委)(?:(?![和及与][各有相])[\u4e00-\u9fff]){0,18}(?:部门|政府|机关|单位|机构)(?=$|[和及与])"
    r"|\s*镇(?:人民)?政府(?=$|[和及、与])"
)


_MUNICIPAL: Final = re.compile(
    r"直辖市[\u4e00-\u9fff]{0,18}(?:部门|政府|机关|单位|机构|厅|局|委员会|法院|检察院)$"
)


class Item(NamedTuple):
    """One name of a list. ``certain``: a class of units written as a chain."""

    start: int
    end: int
    name: str
    certain: bool = False


_BODIES: Final = frozenset(("政府", "人民政府", "管委会", "管理委员会", "办事处"))
_TOWN_BODIES: Final = frozenset(("镇政府", "乡政府"))
_PARTY: Final = re.compile(
    r"(?:^|[^\u4e00-\u9fff])由?(?!坚持|完善|健全|落实|加强|强化|形成|构建)(?P<whose>[^\W要对由求和及与是]{1,20}?)(?:党工委|党委|(?<!党)工委)[、和]$"
)


def whose(text: str, start: int, end: int) -> str:
    """各镇党委、政府 · 园区党工委、管委会: the words that stand before the first only, and say whose the second is."""
    name = text[start:end]
    if name not in _BODIES and name not in _TOWN_BODIES:
        return ""
    found = _PARTY.search(text, max(0, start - 26), start)
    said = found["whose"] if found else ""
    if name in _TOWN_BODIES:  # 青石镇党委、镇政府
        return said[:-1] if said.endswith(name[:-2]) else ""
    return said


def trim(text: str, start: int, end: int) -> Range:
    """The range without blanks and punctuation at its edges."""
    while start < end and (text[start] in _EDGE or _hangs(text, start, end)):
        start += 1
    while end > start and (text[end - 1] in _EDGE_BEHIND or _strays(text, start, end)):
        end -= 1
    return start, end


def _hangs(text: str, start: int, end: int) -> bool:
    """((市司法局牵头): the first character opens a bracket that does not end in the range."""
    which = _OPEN.find(text[start])
    return which >= 0 and not any(c in _CLOSE for c in text[start:end])


def _strays(text: str, start: int, end: int) -> bool:
    """《牵头单位:A》: the last character closes a bracket that does not begin in the range."""
    if _CLOSE.find(text[end - 1]) < 0:
        return False
    inside = text[start:end]
    return sum(map(inside.count, _OPEN)) < sum(map(inside.count, _CLOSE))


def split_list(text: str, start: int, end: int) -> list[Item]:
    """The names in a list, each with its exact range; open ends dropped, classes kept whole."""
    parts = [part for s, e in _split(text, start, end) for part in _open_ends(text, s, e)]
    joined = _classes(text, parts)
    out: list[Item] = []
    for part_start, part_end, certain in joined:
        for item_start, item_end in (
            _conjunctions(text, part_start, part_end) if not certain else [(part_start, part_end)]
        ):
            cleaned = _clean(text, item_start, item_end)
            if cleaned is not None:
                for s, e in [cleaned] if certain else _glued(text, cleaned[0], cleaned[1]):
                    out.append(Item(s, e, text[s:e].replace(" ", ""), certain))
    return _shared_ending(out)


# 县司法局县财政局, 市规划资源局有关区政府: the line end or blank between two names is gone
_GLUE: Final = re.compile(
    r"[局委办府会院厅室部行](?=省(?![级内])|市(?![场政容级直域内])|县(?![级域内])|州(?!级)|各[县市区镇乡]|有关[县市区])"
)


def _glued(text: str, start: int, end: int) -> list[Range]:
    """Two whole names without anything between them, the second with a level word of its own."""
    if _GLUE.search(text, start + 2, end - 2) is None:
        return [(start, end)]  # nearly all names
    for found in _GLUE.finditer(text, start + 2, end - 2):
        left, right = text[start : found.end()], text[found.end() : end]
        if "(" not in left and looks_like_unit(left) and looks_like_unit(right):
            return [(start, found.end()), *_glued(text, found.end(), end)]
    return [(start, end)]


# 天河、黄埔、南沙区政府负责: the ending stands once, behind the last name
_PLACE_GOVERNMENT: Final = re.compile(
    r"^(?P<stem>[\u4e00-\u9fff]{2,3}?)(?P<more>等)?(?P<level>区|县|市|镇|乡|街道)(?P<body>人民政府|政府|管委会|办事处)$"
)
_LEVELLED: Final = re.compile(r"(?:区|县|市|镇|乡|街道)$")


def _shared_ending(items: list[Item]) -> list[Item]:
    out = list(items)
    for index in range(len(out) - 1, 0, -1):
        name, before = out[index].name, out[index - 1]
        found = _PLACE_GOVERNMENT.match(name) if name[-1] in "府会处" else None
        if found and len(before.name) in (2, 3) and not looks_like_unit(before.name):
            # 开封市、洛阳市政府 and 柳泊区、青川市人民政府 say each level, 天河、黄埔区政府 the last only
            level = "" if _LEVELLED.search(before.name) else found["level"]
            whole = before.name + level + found["body"]
            out[index - 1] = Item(before.start, before.end, whole, certain=True)
            if found["more"]:  # 广州、深圳、东莞等市人民政府
                last = found["stem"] + found["level"] + found["body"]
                out[index] = out[index]._replace(name=last, certain=True)
    return out


_COUNTED: Final = re.compile(r"\(\d{1,2}\)")


def _split(text: str, start: int, end: int) -> list[Range]:
    """Split at separators outside brackets."""
    out: list[Range] = []
    depth, at = 0, start
    for here in _PARTING.places(text, start, end):
        char = text[here]
        if char in _OPEN:
            if depth == 0 and char == "(" and _COUNTED.match(text, here, end):
                # (1)市司法局(2)市财政局
                out += [(at, here)] if here > at else []
                at = text.index(")", here) + 1
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            if here > at:
                out.append((at, here))
            at = here + 1
    if at < end:
        out.append((at, end))
    return out


def _open_ends(text: str, start: int, end: int) -> list[Range]:
    """Cut at 等…部门; what follows it (及各县政府) is a name of its own."""
    if text[start] == "等" and text[end - 2 : end] in ("部门", "单位", "机构") and end - start < 12:
        return []  # 运输局、海事局、等厅直单位
    if text.find("等", start, end) < 0:
        return [(start, end)]
    found = _OPEN_END.search(text, start, end)
    if found is None or (found.start() == start and found.end() == end):
        return [] if found else [(start, end)]
    out = [(start, found.start())] if found.start() > start else []
    rest = _OPEN_REST.match(text, found.end(), end)
    behind = rest.end() if rest else found.end()
    if behind < end:
        out += _open_ends(text, behind, end)
    return out


def _classes(text: str, parts: list[Range]) -> list[tuple[int, int, bool]]:
    """Join 各市、州、县人民政府 again."""
    out: list[tuple[int, int, bool]] = []
    parts = [piece for s, e in parts for piece in _joined_heads(text, s, e)]
    i = 0
    while i < len(parts):
        start, end = parts[i]
        last, stop = i, 0
        head = text[start:end].strip()
        each = head[:1] in _EACH_HEADS  # most names are of one unit
        if each and _CLASS_ABOVE.match(head) and i + 1 < len(parts):
            last += _CLASS_BELOW.match(text[slice(*parts[i + 1])].strip()) is not None
        if last == i and len(head) < 5 and _LEVEL_ONLY.match(head) and i + 1 < len(parts):
            # 市、县(区)财政部门: a level and the levels below it; 乡、镇人民政府|和街道办事处
            below_it = _LEVEL_ON.match(text, *parts[i + 1])
            if below_it is not None:
                last, stop = i + 1, below_it.end()
            if last == i and i + 2 < len(parts) and text[slice(*parts[i + 1])] == "自治区":
                # 省、自治区、直辖市司法行政部门
                last += 2 * (_MUNICIPAL.match(text, *parts[i + 2]) is not None)
        if last == i and head in _ABOVE:
            last += _stationed(text, parts[i + 1 : i + 4])
        if last == i and head.endswith("部门") and i + 1 < len(parts):
            last += text[slice(*parts[i + 1])].strip() == "单位"  # 市直有关部门、单位
        if last == i and _DIRECTLY.fullmatch(head) and i + 1 < len(parts):
            last += text.endswith(("单位", "部门", "机构"), *parts[i + 1])  # 县直、驻县各单位
        if last == i and head.endswith(_KINDS):
            # 市政府各委、办、局
            while last + 1 < len(parts) and text[slice(*parts[last + 1])].strip() in _KIND:
                last += 1
        stop = stop or parts[last][1]
        if each and last == i and _CLASS_HEAD.match(head):
            while last + 1 < len(parts) and (below := _class_below(text, *parts[last + 1])):
                last, stop = last + 1, below
                if stop < parts[last][1]:
                    break  # 各县、市、区政府|及功能区管委
        out.append((start, stop, last > i))
        if stop < parts[last][1]:
            parts[last] = (stop + (text[stop] in "和与"), parts[last][1])
            i = last
        else:
            i = last + 1
    return out


_ABOVE: Final = frozenset(("中央", "国家", "部", "省", "自治区", "市"))
_STATIONED: Final = re.compile(r"\s*[省市州县区]?级?驻[^\W、]{1,6}?(?:单位|部门|机构|企业)\s*$")


def _stationed(text: str, parts: list[Range]) -> int:
    """中央、|省、市驻县有关单位: how many of the parts behind the first belong to one class."""
    for index, part in enumerate(parts, 1):
        if _STATIONED.match(text, *part):
            return index
        if text[slice(*part)].strip() not in _ABOVE:
            break
    return 0


_DIRECTLY: Final = re.compile("各?[省市县区州旗镇]直")
_KINDS: Final = ("各委", "各部", "各厅")
_KIND: Final = frozenset("委办厅局院行")
_BEHIND_CLASS: Final = re.compile(r"(?:以及|及(?!其)|和|与)(?=[\u4e00-\u9fff]{2})")


def _joined_heads(text: str, start: int, end: int) -> list[Range]:
    """市财政局及|各区、县(市)政府: the class begins behind the word that joins it."""
    at = text.find("各", start + 3, end)
    if at > 0 and _CLASS_HEAD.match(text[at:end].strip()):
        for join in ("以及", "及", "和", "与"):
            if text.endswith(join, start, at) and _is_name(text[start : at - len(join)]):
                return [(start, at - len(join)), (at, end)]
    return [(start, end)]


def _class_below(text: str, start: int, end: int) -> int:
    """Where the next level of a class ends (县, 区政府, 区政府 of 区政府及功能区管委), 0 when the words are none."""
    if _CLASS_TAIL.match(_TRAILING.sub("", text[start:end].strip())):
        return end
    join = _BEHIND_CLASS.search(text, start, end)
    if (
        join
        and text[join.start() - 1] in "府处会"
        and _CLASS_TAIL.match(text[start : join.start()])
    ):
        return join.start()
    return 0


_REST_OF_CLASS: Final = re.compile("(?:单位|部门|机构)(?:$|[及和与])")  # 各有关部门和|单位及各地


def _conjunctions(text: str, start: int, end: int) -> list[Range]:
    """Split at 和/及/与 only where both sides are units: never inside 发展和改革委."""
    if _JOIN.search(text, start, end) is None:
        return [(start, end)]  # most names
    for found in _JOIN.finditer(text, start, end):
        depth = sum(text.count(c, start, found.start()) for c in "(〔“") - sum(
            text.count(c, start, found.start()) for c in ")〕”"
        )
        if depth > 0 or within_name(text, found.start()):
            continue
        left, right = text[start : found.start()], text[found.end() : end]
        if _REST_OF_CLASS.match(right) or _DIRECTLY.fullmatch(left):
            continue  # 县直及驻县有关单位: one class
        if _is_name(left) and (_is_name(right) or _CITY.match(right)):
            return [(start, found.start()), *_conjunctions(text, found.end(), end)]
    return [(start, end)]


def _is_name(words: str) -> bool:
    words = _TRAILING.sub("", words).strip()
    return len(words) >= 2 and (looks_like_unit(words) or is_collective(words))


def _clean(text: str, start: int, end: int) -> Range | None:
    """Strip connectives and verbs; None when nothing that can be a name is left."""
    found = _cleaned(text[start:end])
    return None if found is None else (start + found[0], start + found[1])


@lru_cache(maxsize=4096)  # a document names the same offices again and again
def _cleaned(text: str) -> Range | None:
    start, end = 0, len(text)
    while True:
        start, end = trim(text, start, end)
        words = text[start:end]
        lead = _LEADING.match(words)
        by = None if lead and lead.end() else _BY.search(words)
        if lead and lead.end():
            start += lead.end()
            continue
        if by:
            start += by.end()
            continue
        tail = _TRAILING.search(words)
        if tail and tail.start() < len(words):
            if tail.start() == 0:
                return None
            end = start + tail.start()
            continue
        break
    words = text[start:end]
    if words.endswith("等") and len(words) > 2:
        end -= 1
        words = words[:-1]
    if not 2 <= len(words) <= 42 or _NOT_A_NAME.search(words):
        return None
    return start, end


_NOT_A_NAME: Final = re.compile(
    r"^(?:持续|长期|坚持|每|全年|年底|无$|略$|详见|见附件|同上|待定|(?!\d{5}(?:热线|政务|便民|平台))\d)|[。!?:]|20\d\d年|月底|以下|下同|第一位|^(?:各自|有关|相关|其他|具体|主要)$"
    # 各部门要强化…, 由市直单位对…: a clause, not a name
    r"|(?:部门|单位|政府|各地|局|委|办|厅|室|小组|中心)(?:要|应当|将|应(?![急城]))"
    # 各区主管部门组织各街镇(实施): a clause too
    r"|(?:部门|单位)(?:组织|督促|指导)[各有辖属]"
    # 充分发挥…领导小组, 不再单独列出, 括号中为牵头部门、人员、电话: words about owners, no owner
    r"|[局委办厅室](?:牵头|配合|负责)[省市县区州各]"
    r"|充分|发挥|应当|做好|^不再|^括号|^(?:人员|电话)$"
    # 为500名残疾人提供服务, 新增100个网点: what is done, behind a tag that a page left open
    r"|\d+余?(?:名|户|辆|套|亩|万|公里|平方)|^(?:新[增建投]|改造|完成|建成)[^\d(]*\d"
)
