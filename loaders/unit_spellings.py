"""Names of one document that are one name: typos mended, abbreviations spelled out where the longer name stands too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kg.model import Normalised
from loaders.sounds import sounds_alike
from ontology.unit_names import UnitLevel, canonical, is_collective, level_of, unit_words


def normal_names(names: Counter[str]) -> dict[str, tuple[str, Normalised | None]]:
    """name → (normal name, why it differs). Typos first, then abbreviations."""
    out: dict[str, tuple[str, Normalised | None]] = {}
    repeated: dict[int, list[tuple[str, int]]] = {}
    for name, count in sorted(names.items()):
        if count >= 2:
            repeated.setdefault(len(name), []).append((name, count))
    for name, count in names.items():
        mended = _typo(name, count, repeated.get(len(name), ()))
        if mended:
            out[name] = (mended, "typo")
    pool: dict[UnitLevel | None, list[_Parts]] = {}
    for name in sorted(set(names) - set(out), key=lambda n: (-len(n), n)):
        if not is_collective(name):
            level, core = level_of(name)
            pool.setdefault(level, []).append(_parts(name, level, core))
    for parts in [parts for alike in pool.values() for parts in alike]:
        within: list[str] = []
        for longer in pool[parts.level]:
            if len(longer.name) <= len(parts.name):
                break
            if _abbreviates(parts, longer):
                out[parts.name] = (longer.name, "abbreviation")
                break
            if _stands_in(parts, longer):
                within.append(longer.name)
        else:
            within = within[: len(within) == 1]
        if within and parts.name not in out:
            out[parts.name] = (within[0], "abbreviation")
    for name, (target, reason) in list(out.items()):
        if target in out and reason == "typo":
            out[name] = (out[target][0], reason)
    return out


_INTRODUCE: Final = frozenset(" \n、,;:。(由经向对和与及在请以是将把")


def spelled_out(names: Iterable[str], text: str) -> list[str]:
    """区交通运输局, which the text has where it names no owner, for an owner 区交通局: of two spellings the longer one holds."""
    out: list[str] = []
    for name in names:
        core = level_of(name)[1]
        whole = canonical(core)
        if whole == core or core == name or is_collective(name):
            continue
        for spelling, stem in unit_words().stems:
            longer = name.removesuffix(core) + spelling + whole.removeprefix(stem)
            at = text.find(longer) if whole.startswith(stem) and len(longer) > len(name) else -1
            if at > 0 and text[at - 1] in _INTRODUCE:  # 霁州市|市场监管局 says whose it is
                out.append(longer)
                break
    return out


_TYPO_STEM: Final = 3


def _typo(name: str, written: int, repeated: Sequence[tuple[str, int]]) -> str | None:
    """综和治理办 beside 综合治理办: one character of the same sound, the other name oftener written.

    ``written``: how often the name is; ``repeated``: the names of its length that are written more than once.
    """
    stem_end = _SUFFIX.search(level_of(name)[1]) if repeated else None
    if stem_end is None or stem_end.start() < _TYPO_STEM:
        return None  # 市水务局 and 市税务局 sound alike and are two bureaus: short names are never mended
    for other, count in repeated:
        if other == name or count < 2 * written:
            continue
        at = _only_difference(name, other)
        if at >= 0 and sounds_alike(name[at], other[at]):
            return other
    return None


def _only_difference(one: str, other: str) -> int:
    """Where two names of one length differ, -1 when they do in more than one place: soon seen of most."""
    at = -1
    for index in range(len(one)):
        if one[index] != other[index]:
            if at >= 0:
                return -1
            at = index
    return at


_SUFFIX: Final = re.compile(
    r"(?:委员会|办公室|委|办|局|处|科|室|股|厅|中心|所|组|部|(?<![医学法察])院|(?<!公)司)$"
)
# 市政府办 is no short form of 市政府金融办: only a town's own offices are cut this way, and not these
_WHOLE_OFFICES: Final = frozenset(("政府", "党委", "人大", "政协", "纪委"))
_OF_FIELDS: Final = ("局", "司")
_PREFIXABLE: Final = ("办", "办公室", "委", "委员会")


_GOVERNMENTS: Final = re.compile("^(?:人民)?政府(?=[一-鿿]{2,})(?!办|研究|督查|发展研究)")


class _Parts(NamedTuple):
    """A name taken apart: 市综治办 is of a city, its stem 综治, its suffix 办 ("" when it has none we know)."""

    name: str
    level: UnitLevel | None
    core: str  # in its one spelling
    stem: str
    suffix: str


def _parts(name: str, level: UnitLevel | None, core: str) -> _Parts:
    core = _GOVERNMENTS.sub("", core)  # 县政府法制办 is the 县法制办
    found = _SUFFIX.search(core)
    if found is None:
        return _Parts(name, level, canonical(core), core, "")
    return _Parts(name, level, canonical(core), core[: found.start()], found.group())


def _abbreviates(short: _Parts, long: _Parts) -> bool:
    """Does ``short`` abbreviate ``long`` of its level? Same kind of suffix, and the stems agree by rule."""
    if not short.suffix or short.suffix[:1] != long.suffix[:1]:
        return short.core == long.core
    stem_a, stem_b = short.stem, long.stem
    if short.core == long.core or stem_b.removeprefix(stem_a) in ("服务", "服务管理"):
        return True  # 审批局 beside 审批服务管理局
    if short.suffix in _OF_FIELDS and stem_b == f"{stem_a}管理":
        return True  # 草原司 beside 草原管理司
    if (
        short.level is None
        and stem_a not in _WHOLE_OFFICES
        and short.suffix in _PREFIXABLE
        and len(stem_b) == len(stem_a) + 2
        and stem_b.startswith(stem_a)
        and len(stem_a) == 2
    ):
        return True  # 党政办 beside 党政综合办
    # 综治 = 综|合 治|理, 人教 = 人|事 教|育: the first character of each two-character word
    return len(stem_a) >= 2 and len(stem_b) == 2 * len(stem_a) and stem_b[::2] == stem_a


_OFFICES: Final = frozenset("处科室股部")
_LEAST: Final = (
    2  # characters of 公路; an office within a house bears three: 法规科 and 法规执法科 may be two
)
# 市水利局 and 市水利工程管理局 are two, as are 税务局 and 税务总局 and a body and its own (教育局|招生科); a word in
# brackets or before 的 is no part of a name
_OTHERS: Final = re.compile(
    r"工程|执法|监察|稽查|运输管理|交通管理|征收|储备|考试|督导|评审|综合开发|交警|消防|国库|卫生监督"
    r"|[的()商局厅省县]|总$|(?<!城)市(?![场政容民])"
)
# 霁州省|民政厅, 霁州省|人民政府办公厅: the place that both begin with abbreviates nothing
_PLACES: Final = re.compile(r"(?:自治区|[省市县区州盟旗镇乡])")


def _shared_place(one: str, other: str) -> int:
    """Where the place ends that both stems begin with, 0 if there is none."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return max((found.end() for found in _PLACES.finditer(one, 1, same)), default=0)


def _stands_in(short: _Parts, long: _Parts) -> bool:
    """省公路发展中心 of 省公路|事业|发展中心, 市规划资源局 of 市规划|和自然|资源局: the longer stem has every character, in its order."""
    place = _shared_place(short.stem, long.stem)
    written, whole = short.stem[place:], long.stem[place:]
    if not written or not whole or short.suffix[:1] != (long.suffix[:1] or "-"):
        return False  # 政务部门 bears no suffix we know
    if whole[0] != written[0]:
        whole = whole.removeprefix("行政")  # 区审批局 of 区行政审批局
    least = _LEAST + (short.suffix in _OFFICES)
    if whole[0] != written[0] or len(written) < least or written in _WHOLE_OFFICES:
        return False
    at = 0
    for char in written:
        at = whole.find(char, at) + 1
        if not at:
            return False
    # 市场监管厅标准化处 of 市场监督管理厅标准化处: the house stands in both
    return all(found[0] in written for found in _OTHERS.finditer(whole))
