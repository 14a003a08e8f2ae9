"""Which place a document is about, from its issuer, title, number and the places it names.

A third of town names stand for several places (人和镇: four), so a name alone decides nothing: ancestors named in the
text (法治白云, 广州街坊) settle it, or the candidates stay open with their scores. Raw substring hits are never linked
(会同县政府, 高标准完成县政务中心).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import ahocorasick_rs as ac

from kg.model import Jurisdiction
from ontology.places import Place, Places, stem

NATION: Final = "中华人民共和国"
_NATIONAL: Final = re.compile(
    r"^(?:中共中央|国务院|中国人民银行|中国银保监会|中国证监会|银保监会|工业和信息化部|国家发展改革委|全国人(?:大|民代表大会)|国家|最高人民|中华人民共和国|中央|公安部|财政部|商务部|司法部|教育部|民政部|科技部|农业农村部|交通运输部|自然资源部|生态环境部|住房城乡建设部|住房和城乡建设部|人力资源(?:和)?社会保障部|水利部|文化和旅游部|退役军人事务部|应急(?:管理)?部|外交部|审计署|市场监管总局|税务总局|海关总署)"
)
# 国家税务总局安徽省税务局, 中国人民银行银川中心支行: a national body's branch belongs to its place
_BRANCH: Final = re.compile(
    r"^(?:国家税务总局|中国人民银行|人民银行|国家统计局|中国证监会|中国银保监会|国家金融监督管理总局)([\u4e00-\u9fff]{2,9}?(?:省|市|自治区|自治州|区|县))"
)
# (湖北省)2023年咸宁市…方案: the province that a library sets before the title
_WITHIN: Final = re.compile(r"^\([\u4e00-\u9fff]{2,7}[省市区]\)")
# What only the centre says: its addressees, its numbers
_TO_ALL: Final = re.compile(r"各省、自治区、直辖市(?:、|人民|党委|及|和)")
_CENTRAL_NUMBER: Final = re.compile(r"(?:国发|国办|国函|中办|中发|国令|国务院令)")
_STATE: Final = re.compile(r"我国|全国|国务院|最高人民")
_LOCAL: Final = re.compile(r"[本我全][省市县区州旗镇乡]")
_PROVINCE_NUMBER: Final = re.compile(
    r"(?P<one>[\u4e00-\u9fff])(?:政|府|委)(?:办|发|规|厅|字|函|令|〔)"
)
_COUNTY: Final = re.compile(r"[我全]县|县委、县政府")  # a county's, whatever region it lies in
_MUNICIPAL: Final = re.compile(r"[全本我]市|市人民政府")
_NEIGHBOUR: Final = "派出所 司法所 社区 街道 镇 乡 中学 卫生院 村"
_TOWN: Final = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:镇|乡|街道)(?!街|村|区|域|政)")
_SELF: Final = {
    "province": re.compile(r"我省|全省|省委、省政府|我区(?=.{0,6}自治区)|全区各|自治区党委"),
    "city": re.compile(r"我市|全市|市委、市政府"),
    "county": re.compile(r"我县|全县|我区|全区|县委、县政府|区委、区政府"),
    "town": re.compile(r"我镇|全镇|镇党委|我乡|全乡|我街道"),
}
# The one-character names of provinces in document numbers: 鄂农发〔2021〕43号
_ABBREVIATIONS: Final = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "蒙": "内蒙古自治区", "内": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省",
    "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省",
    "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "川": "四川省",
    "黔": "贵州省", "贵": "贵州省", "滇": "云南省", "云": "云南省", "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "青": "青海省",
    "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区", "穗": "广州市", "深": "深圳市", "甬": "宁波市", "并": "太原市",
}  # fmt: skip
_NO_LEVEL: Final = ("市场", "市政", "市容", "区域", "乡村")  # 宁夏市场监管厅: no city of 宁夏
# 城区, 郊区 and 矿区 are counties' names and everybody's words
_GENERIC: Final = frozenset(("城区", "郊区", "矿区", "市辖区", "新区", "县"))
# 要会同县政府各部门, 完成县政务中心, 规范县级职权: 会同县, 成县 and 范县 only beside their city or province
_WORDS: Final = frozenset(
    ("会同县", "合作市", *(f"{one}县" for one in "成应和理高道达任兴易单费范息新房代富完开随涉文"))
)
_WEIGHT: Final = {"province": 1.0, "city": 2.0, "county": 3.0, "town": 3.0}
_LEVELS: Final = ("province", "city", "county", "town")


@dataclass(frozen=True, slots=True)
class Found:
    """The place (None while open or national), and what the record says of it."""

    place: Place | None
    path: tuple[Place, ...]
    record: Jurisdiction | None


@lru_cache(maxsize=4)
def _gazetteer(places: Places) -> tuple[ac.AhoCorasick, tuple[str, ...]]:
    """All places of county level and above, full and short names of two characters and more."""
    names: dict[str, None] = {}
    for code in places:
        if len(code) == 6:
            place = places.get(code)
            if place is not None:
                names[place.name] = None
                short = stem(place.name)
                if len(short) >= 2:
                    names[short] = None
    patterns = tuple(names)
    return ac.AhoCorasick(patterns, matchkind=ac.MatchKind.LeftmostLongest), patterns


# 第八师石河子市: a city of the corps is a place, its division none
_DIVISION: Final = re.compile(
    r"^(?:新疆生产建设)?(?:兵团)?第[一二三四五六七八九十]{1,3}师(?=[\u4e00-\u9fff]{2,4}市)"
)


def locate(places: Places, *, text: str, title: str, issuer: str, number: str) -> Found:
    """The jurisdiction of a document; ``text`` is the folded body."""
    branch = _BRANCH.match(issuer) or _BRANCH.match(title)
    if branch:
        issuer = branch.group(1)
    if _NATIONAL.match(issuer) or (not issuer and _NATIONAL.match(title)):
        return Found(None, (), Jurisdiction(NATION))
    issuer, title = _DIVISION.sub("", issuer), _DIVISION.sub("", title)
    for words in dict.fromkeys((issuer, _WITHIN.sub("", title), title)):
        chain = (
            chain_at_start(places, words) or _short_start(places, words) or _inside(places, words)
        )
        if chain:
            return _choose(places, chain, text)
    if _CENTRAL_NUMBER.match(number) or _TO_ALL.search(text, 0, 600):
        return Found(None, (), Jurisdiction(NATION))
    by_number = _by_number(places, number, issuer + title, text)
    if by_number:
        return _choose(places, by_number, text)
    return _by_body(places, text, _mentions(places, text))


def given(places: Places, code: str) -> Found:
    """The place a person says a document is about. Raises KeyError for a code there is not."""
    place = places.get(code)
    if place is None:
        raise KeyError(code)
    return _found(places, place)


def _mentions(places: Places, text: str) -> Counter[str]:
    matcher, patterns = _gazetteer(places)
    return Counter(patterns[i] for i, _, _ in matcher.find_matches_as_indexes(text))


def chain_at_start(places: Places, words: str) -> tuple[Place, ...]:
    """The candidates for the lowest place of a chain at the start: 广州市白云区人和镇政府 → (人和镇,)."""
    at = 0
    current: tuple[Place, ...] = ()
    while at < len(words):
        step = _name_at(places, words, at, current)
        if step is None:
            break
        current, at = step
    return current


def _name_at(
    places: Places, words: str, at: int, above: tuple[Place, ...]
) -> tuple[tuple[Place, ...], int] | None:
    for end in range(min(len(words), at + 12), at + 1, -1):
        name = words[at:end]
        if name[-1] not in "省市区县旗镇乡盟州道":
            continue
        found = tuple(p for p in places.named(name) if p.name == name or name in p.former_names)
        if above:
            codes = {p.code for p in above}
            found = tuple(p for p in found if codes & {a.code for a in places.path(p.code)[:-1]})
        if found:
            return found, end
    return None


def _short_start(places: Places, words: str) -> tuple[Place, ...]:
    """宁夏市场监管厅, 红河州人民政府, 湘西自治州人民政府: a province's short name, a prefecture by its stem."""
    for length in (2, 3):
        short = words[:length]
        found = tuple(
            p for p in places.named(short) if p.level == "province" and stem(p.name) == short
        )
        behind = words[length : length + 2]
        if found and (behind[:1] not in "市区县镇乡" or behind in _NO_LEVEL):
            return found
        if words.startswith(("州", "自治州"), length):
            found = tuple(
                p for p in places.named(short) if p.level == "city" and stem(p.name) == short
            )
            if found:
                return found
    return ()


def _inside(places: Places, words: str) -> tuple[Place, ...]:
    """The first chain of full names anywhere in a title: 关于印发象州县农村公路… → 象州县."""
    for at in range(len(words) - 1):
        if (
            at
            and words[at - 1] not in "年度发于《实施的、全布进印合共国在对同省市区县"
            and words[at - 1] >= "\u4e00"
        ):
            continue
        step = chain_at_start(places, words[at:])
        if step and all(p.level != "town" for p in step):
            return step
        if step and at < 12:
            return step
    return ()


def _by_number(places: Places, number: str, words: str, text: str) -> tuple[Place, ...]:
    """鄂农发〔2021〕43号 under 省农业农村厅; 赣政办发 in a text that says 全省."""
    name = _ABBREVIATIONS.get(number[:1])
    said = words.startswith(("省", "自治区", "市", "全省", "全区"))
    own = _MUNICIPAL if name and name.endswith("市") else _SELF["province"]
    if name is None or not (said or own.search(text)):
        return ()
    if not said and name.endswith(("省", "区")) and _PROVINCE_NUMBER.match(number) is None:
        return ()  # 吉安's numbers begin with 吉, 南京's with 宁
    return tuple(p for p in places.named(name) if p.name == name)


def _choose(places: Places, candidates: tuple[Place, ...], text: str) -> Found:
    """Score each candidate by the ancestors the text names; open when nothing tells them apart."""
    if len(candidates) == 1:
        return _found(places, candidates[0])  # most documents: the text need not be searched
    mentioned = _mentions(places, text)
    scored = sorted(
        (
            (_ancestry(places, p, mentioned) + _neighbours(places, p, text), p.code)
            for p in candidates
        ),
        key=lambda s: (-s[0], s[1]),
    )
    top = [(code, round(score, 2)) for score, code in scored[:6]]
    if scored[0][0] > 0 and scored[0][0] >= 1.2 * scored[1][0]:
        best = places.get(scored[0][1])
        if best is not None:
            return _found(places, best, tuple(top))
    return Found(None, (), Jurisdiction(candidates[0].name, None, (), tuple(top)))


def _ancestry(places: Places, place: Place, mentioned: Counter[str]) -> float:
    score = 0.0
    for above in places.path(place.code)[:-1]:
        hits = mentioned[above.name]
        short = stem(above.name)
        if short != above.name:
            hits += mentioned[short]
        score += _WEIGHT[above.level] * math.log1p(hits)
    return score


def _neighbours(places: Places, place: Place, text: str) -> float:
    """茂林镇 beside 名山派出所: the other towns of its county that the text names by an office of theirs."""
    if place.level != "town" or place.parent is None:
        return 0.0
    others = (stem(other.name) for other in places.children(place.parent) if other != place)
    # 城关乡 beside 城关镇, 关镇 inside it: the town's own name is no word about its neighbours.
    names = (name for name in others if name not in place.name)
    return float(
        sum(
            any(f"{name}{office}" in text for office in _NEIGHBOUR.split())
            for name in names
            if len(name) >= 2 and name in text
        )
    )


def _found(places: Places, place: Place, candidates: tuple[tuple[str, float], ...] = ()) -> Found:
    path = places.path(place.code)
    names = tuple(p.name for p in path)
    return Found(place, path, Jurisdiction(place.name, place.code, names, candidates))


def _by_body(places: Places, text: str, mentioned: Counter[str]) -> Found:
    """No title names a place: the level that the text calls its own (我市), and the place it names most."""
    own = {level: len(pattern.findall(text)) for level, pattern in _SELF.items()}
    region = text.count("自治区")
    if region >= 2 and not own["city"] and _COUNTY.search(text) is None:
        own["province"], own["county"] = (
            own["province"] + own["county"] + region,
            0,
        )  # 全区 of an autonomous region
    level = max(_LEVELS, key=lambda name: (own[name], -_LEVELS.index(name)))
    if own[level] < 3 and len(_STATE.findall(text)) >= 6 * (own[level] + 1):
        return Found(None, (), Jurisdiction(NATION))
    if not own[level]:
        return _unsaid(places, text, mentioned)
    scores: Counter[str] = Counter()
    if level == "town":
        for name, hits in Counter(_TOWN.findall(text)).items():
            for place in places.named(name):
                if place.name == name:
                    scores[place.code] += int(10 * (hits + _ancestry(places, place, mentioned)))
    else:
        for name, hits in mentioned.items():
            for place in places.named(name):
                if not _may_be(place, level, name, mentioned):
                    continue
                above = _ancestry(places, place, mentioned)
                if not above and place.name in _WORDS:
                    continue
                if name in (place.name, stem(place.name)):
                    weight = 20 if name == place.name else 10
                    scores[place.code] += weight * hits + int(above)
    best = sorted(scores.items(), key=lambda s: (-s[1], s[0]))[:6]
    if not best or best[0][1] < 20 or (len(best) > 1 and best[0][1] < 1.2 * best[1][1]):
        open_ = tuple((code, float(score)) for code, score in best)
        name = places.get(best[0][0]).name if best else ""  # type: ignore[union-attr]
        return Found(None, (), Jurisdiction(name, None, (), open_) if best else None)
    chosen = places.get(best[0][0])
    return _found(places, chosen) if chosen else Found(None, (), None)


def _unsaid(places: Places, text: str, mentioned: Counter[str]) -> Found:
    """No 我市, no 全省: the province or city the text names again and again, else the whole country's rule."""
    scores: Counter[str] = Counter()
    for name, hits in mentioned.items():
        for place in places.named(name):
            if place.level in ("province", "city") and name not in _GENERIC:
                scores[place.code] += hits * (2 if name == place.name else 1)
    best = sorted(scores.items(), key=lambda s: (-s[1], s[0]))[:2]
    first = places.get(best[0][0]) if best else None
    if first is not None and best[0][1] >= 3 and mentioned[first.name]:
        if len(best) == 1 or best[0][1] >= 2 * best[1][1]:
            return _found(places, first)
        return Found(None, (), None)
    if _STATE.search(text) and not _LOCAL.search(text):
        return Found(None, (), Jurisdiction(NATION))
    return Found(None, (), None)


def _may_be(place: Place, level: str, name: str, mentioned: Counter[str]) -> bool:
    """A county counts only with its full name (资源, 和平, 合作 are words); 北京市 is its own city."""
    if name in _GENERIC or (place.level == "county" and not mentioned[place.name]):
        return False
    return place.level == level or (
        level == "city" and place.level == "province" and place.name.endswith("市")
    )
