"""Words of unit names: departments and their spellings, level words, unit types by ending.

Reads ``registry/units.toml``. Names are looked at in folded form (half-width brackets).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

UnitLevel = Literal["country", "province", "city", "county", "town"]
_LEVEL: Final = re.compile(
    r"(?P<country>国家|中央|全国|国务院)|(?P<province>自治区|省(?!级)|省级)|(?P<city>市(?!场|监[局所分]|政(?:设施|管理|公用|园林|工程|建设)|容|直(?!属?(?:机关)?工委)|域)|市级|市直|州|盟)|(?P<county>[区县旗](?!域|、)|[区县]级)|(?P<town>镇|乡|街道)"
)
_COLLECTIVE: Final = re.compile(
    r"^(?:各|每个|有条件的|项目所在|全市各|全省各|全区各|全县各|其他|其它|有关|相关|[市省区县]直(?!属?(?:机关)?工委)|市级|省级|区级|县级)|(?:有关|相关|各|责任|成员|牵头|主管|监管|组成|直属|配合|职能|驻\S{1,4}|许可|行业)(?:部门|单位|处室|地区|机构|部门单位|部委)|^(?:县市区|市县区|县区|区县|镇街|街镇|乡镇|乡镇街道|镇\(街\)|镇\(街道\)|市州|市县|地方(?:各级)?)(?:人民政府|政府|党委)?$|部门(?:、|和|及)?单位$|[两二三四五]级$"
    # 行政机关及其工作人员, 上一级人民政府, 县级以上财政部门, 市、区政府, 任何组织, (没有自己名字的) 律师事务所
    r"|及其(?!常委|常务)|^(?:任何|上一?级|下一?级|同级|本级|县级以上|乡级以上|省级以上|市级以上|设区的市)|^[省市县区州](?:、(?:[省市县区州镇乡]|自治|直辖)|\([市县区、]+\)|[县区](?!委|政府$|长|域|划))+"
    # 业主委员会, 受理法院, 报刊、广播电视等媒体: whichever it is
    r"|^(?:业主|村民|居民|村务监督|村民选举)委(?:员会)?$|^(?:村|居)委会$|(?:受理|管辖)法院$|、.*媒体$|^(?:中小学校?|产业园区|城[三四五六七八九]区)$"
    r"|^(?:本市|全市|本省|全省|本区|本县)?(?:律师事务所|会计师事务所|保险公司|商业银行|银行|公司|医院|学校|幼儿园|科研院所|医疗卫生机构|[省市县区州盟旗镇乡]|街道)$"
)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The word lists of ``units.toml``, ready for use."""

    stems: tuple[tuple[str, str], ...]
    suffixes: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    official: frozenset[str]
    local: Mapping[str, str]
    national: Mapping[str, str]


@cache
def unit_words() -> UnitWords:
    """The shipped lists; longest spelling first."""
    with (files("ontology") / "registry" / "units.toml").open("rb") as handle:
        data = tomllib.load(handle)

    def flat(table: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
        pairs = [(spelling, key) for key, spellings in table.items() for spelling in spellings]
        return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p[0])))

    return UnitWords(
        flat(data["stems"]),
        flat(data["suffixes"]),
        flat(data["endings"]),
        frozenset(data["official"]["stems"]),
        _bodies(data["bodies"]["local"]),
        _bodies(data["bodies"]["national"]),
    )


def _bodies(table: dict[str, list[str]]) -> Mapping[str, str]:
    """Spelling → body, X written out: 依法治X办 is 依法治省办, 依法治市办, ..."""
    return {
        spelling.replace("X", level): body.replace("X", level)
        for body, spellings in table.items()
        for spelling in (body, *spellings)
        for level in ("省市州盟县区旗" if "X" in spelling else "-")
    }


_OPENING: Final = {")": "(", "〕": "〔"}


@lru_cache(maxsize=20_000)
def unit_type(name: str) -> str | None:
    """The unit type that the ending of ``name`` says, None when no ending is known."""
    if is_collective(name):
        return "collective"
    bare = name
    opening = bare.rfind(_OPENING.get(bare[-1:], "\n"))
    if opening > 0:  # 县发改委(粮食局), 省政府办公厅〔省大数据管理局〕
        return unit_type(bare[:opening]) or _by_ending(bare)
    return _by_ending(bare)


@cache
def _endings() -> tuple[tuple[int, ...], dict[str, str]]:
    """The lengths of the endings, longest first, and the type that each ending says."""
    kinds = dict(reversed(unit_words().endings))  # of an ending listed twice the first one counts
    return tuple(sorted(set(map(len, kinds)), reverse=True)), kinds


_NO_OFFICES: Final = ("上司", "土司", "寿司", "官司")  # 政法司 is an office


def _by_ending(name: str) -> str | None:
    if name.endswith(_NO_OFFICES):
        return None
    lengths, kinds = _endings()
    for length in lengths:
        kind = kinds.get(name[-length:])
        if kind is not None:
            return kind
    return "government" if _REGIMENT.match(name) else None


# 一六一团, 九师: the regiments and divisions of the 兵团 govern places
_REGIMENT: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}|\d{1,2})师(?:[一二三四五六七八九〇零\d]{1,3}团)?$|(?:[一二三四五六七八九〇零十]{2,3}|\d{2,3})团$"
)


@lru_cache(maxsize=20_000)
def is_collective(name: str) -> bool:
    """各区政府, 市有关部门, 省直相关单位: a class of units, never one unit."""
    return _COLLECTIVE.search(name) is not None and _PERSONS.search(name) is None


# 各部门主要负责人, 各镇党委书记, 各单位主要 ⏎ 负责人: persons, or what a line left of them
_PERSONS: Final = re.compile(
    r"负责(?:人|同志)|(?:党委|支部|政法|第一)书记|(?:主要|分管)(?:领导(?!小组|机构)|$)|领导干部"
)


_CENTRAL: Final = re.compile(
    r"^(?:中共中央|党中央|国务院|最高人民)|^中央$|^(?:外交|国防|公安|国家安全|民政|司法|财政|教育|科技|科学技术|工业和信息化|人力资源社会保障|人力资源和社会保障|自然资源|生态环境|住房城乡建设|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人(?:事务)?|应急(?:管理)?)部$|^(?:市场监管|市场监督管理|税务|金融监管|金融监督管理|体育|广电)总局$|^(?:海关总|审计)署$"
)


def is_central(name: str) -> bool:
    """公安部, 海关总署, 最高人民法院: one body of the whole country, also where a county names it."""
    return _CENTRAL.search(name) is not None


@lru_cache(maxsize=20_000)
def level_of(name: str) -> tuple[UnitLevel | None, str]:
    """(level word's level, the rest): 市司法局 → (city, 司法局); 财政厅 → (None, 财政厅)."""
    found = _LEVEL.match(name)
    if found is None or found.end() == len(name) or name[found.end()] in "、,和及":
        return None, name
    return found.lastgroup, name[found.end() :]  # type: ignore[return-value]


_LEAGUE: Final = re.compile(
    r"(?:共青团|团)([\u4e00-\u9fff]{0,12}(?:省|自治区|市|州|盟|区|县|旗|镇|乡|街道))委(?:员会)?$"
)


def league(name: str) -> str:
    """团县委, 共青团霁川县委员会 → 县团委, 霁川县团委: the place before the body, as other names have it."""
    found = _LEAGUE.match(name) if "团" in name[:3] else None
    return found[1] + "团委" if found else name


_MANAGED: Final = "区园带城镇圈岛湖山库海江州市县"  # what a 管委会 manages: 高新区管委


@lru_cache(maxsize=20_000)
def canonical(core: str) -> str:
    """One spelling for a department without its level: 发改委, 发展和改革委员会 → 发展改革委."""
    words = unit_words()
    for spelling, suffix in words.suffixes:
        if core == spelling and suffix in _WHOLE:
            return suffix
        if not core.endswith(spelling) or len(core) <= len(spelling):
            continue
        stem = core[: -len(spelling)]
        managed = stem.endswith("机场") or (stem[-1] in _MANAGED and stem not in ("城", "城市"))
        if spelling in ("管委", "管理委员会") and not managed:
            continue  # 建管|委, 市场监管|委, 城管|委, 国有资产监督管理|委员会
        if suffix == "办" and stem in ("人民政府", "政府", "府"):
            return "政府办公室"
        if spelling == "办公厅" or core.endswith("常务委员会"):
            return core  # 国务院办公厅
        # 领导小组办公室 and 县委办公室 are never written with 办 in full
        if suffix == "办" and (stem == "委" or stem.endswith(_FORMAL)):
            return stem + "办公室"
        for written, whole in words.stems:
            if stem == written:
                return whole + suffix
        return stem + suffix if len(stem) > 1 or suffix in _WHOLE else core
    return core


def body(written: str, core: str, *, national: bool = False) -> str:
    """One name for a body that has several whole names: 编办, 委机构编制委员会办公室 → 委编办.

    ``written``: without its place; ``core``: the same in its one spelling, what is returned where no list has it;
    ``national``: of the whole country, where 发展改革委 is 国家发展改革委.
    """
    bodies = unit_words().national if national else unit_words().local
    if written.startswith("党委"):
        written = written[1:]  # 自治区党委组织部
    return bodies.get(written) or bodies.get(core, core)


# 县发改局(能源办): a second name that one department bears; 街道办事处(镇人民政府) and 开发区管委会 are other bodies
_SECOND: Final = re.compile(
    r"(?<=[局厅委办部])\((?!以下|原)[^()]+(?:局|(?<!管)委|办|办公室|中心)\)$|(?<=委员会)\([^()]+(?:局|办|办公室|中心)\)$"
)


def principal(core: str) -> str:
    """A department without the second name that it bears: 发改局(能源办) → 发改局."""
    return _SECOND.sub("", core) if core.endswith(")") else core


def is_official(core: str) -> bool:
    """Whether a department without its level bears this very name somewhere: 交通局, where 交通运输局 is another's."""
    return core[:-1] in unit_words().official


_WHOLE: Final = ("政府", "管委会", "法院", "检察院")
_FORMAL: Final = (
    "委员会",
    "领导小组",
    "联席会议",
    "指挥部",
    "小组",
    "管委会",
    "管理委员会",
    "常委会",
    "局",
    "厅",
)


def looks_like_unit(name: str) -> bool:
    """Does the name end like a unit's?"""
    return unit_type(name) is not None
