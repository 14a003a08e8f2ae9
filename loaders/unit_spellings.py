"""Names of one document that are one name: typos mended, abbreviations spelled out where the longer name stands too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.model import Normalised
from loaders.sounds import sounds_alike
from ontology.unit_names import UnitLevel, canonical, is_collective, level_of


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
        for longer in pool[parts.level]:
            if len(longer.name) <= len(parts.name):
                break
            if _abbreviates(parts, longer):
                out[parts.name] = (longer.name, "abbreviation")
                break
    for name, (target, reason) in list(out.items()):
        if target in out and reason == "typo":
            out[name] = (out[target][0], reason)
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


_SUFFIX: Final = re.compile(r"(?:委员会|办公室|委|办|局|处|科|室|股|厅|中心|所|组|部|(?<!公)司)$")
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
