"""The places of China to town level: codes, names, parents, and lookups by name.

Owns ``registry/places.tsv.gz`` (built by ``scripts/build_places.py``; its layers are described in
``registry/SOURCES.toml``) and how a user's own places are laid over it. Loads without rdflib.

The parent of a national code is its prefix: 440111103 (人和镇) lies in 440111 (白云区), that in 440100
(广州市), that in 440000 (广东省). Where no city stands between (北京市›朝阳区, 湖北省›仙桃市) the parent is the
province; where no county does (东莞市›石碣镇) it is the city.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from ontology.own import OwnPlace, read_places

Level = Literal["province", "city", "county", "town"]
LAYERS: Final = {"": "mca-2025", "1": "nbs-2023", "2": "gb-2260"}
USER_LAYER: Final = "user"
_FORMER: Final = "="
_SUFFIXES: Final = (
    *("特别行政区", "街道", "地区", "新区", "林区", "特区", "矿区", "苏木"),
    *("省", "市", "区", "县", "镇", "乡", "盟"),
)
_PEOPLES: Final = (
    "阿昌|白|保安|布朗|布依|朝鲜|达斡尔|傣|德昂|东乡|侗|独龙|俄罗斯|鄂伦春|鄂温克|高山|仡佬|哈尼|哈萨克|赫哲|回|基诺|京|景颇|"
    "柯尔克孜|拉祜|黎|傈僳|珞巴|满|毛南|门巴|蒙古|苗|仫佬|纳西|怒|普米|羌|撒拉|畲|水|塔吉克|塔塔尔|土家|土|佤|维吾尔|"
    "乌孜别克|锡伯|瑶|彝|裕固|藏|壮|各"
)
_AUTONOMOUS: Final = re.compile(r"(?:自治[区州县旗]|民族乡|(?<=族)[乡镇])$")
# 博尔塔拉蒙古自治州, 伊犁哈萨克自治州 and 新疆维吾尔自治区 leave 族 out; 东乡族自治县 is 东乡.
_PEOPLE_TAIL: Final = re.compile(
    rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|维吾尔|达斡尔|锡伯)+$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``parent`` is a code; ``layer`` names a layer of SOURCES.toml, or ``user``."""

    code: str
    name: str
    parent: str | None
    level: Level
    layer: str = "mca-2025"
    former_names: tuple[str, ...] = ()


@lru_cache(maxsize=8192)  # a document asks for those of its place's neighbours
def stem(name: str) -> str:
    """The short name without its generic word: 白云区 → 白云, 新疆维吾尔自治区 → 新疆.

    A name that would shrink to one character (泾县, 城区) is returned whole.
    """
    autonomous = _AUTONOMOUS.search(name)
    if autonomous is not None:
        rest = name[: autonomous.start()]
        tail = _PEOPLE_TAIL.match(rest)
        rest = tail.group(1) if tail else rest.removesuffix("族")
        return rest if len(rest) >= 2 else name
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


class Places:
    """The registry, read only. Codes are strings: 6 digits (county and above) or 9 (towns)."""

    def __init__(
        self,
        rows: Mapping[str, tuple[str, str]],
        former: Mapping[str, tuple[str, ...]],
        own: Mapping[str, OwnPlace] | None = None,
    ) -> None:
        """``rows``: code → (name, layer key), in code order; ``former``: code → former names."""
        self._rows = rows
        self._former = former
        self._own = dict(own or {})
        self._codes = list(rows)
        self._cache: dict[str, Place] = {}
        self._children: dict[str, tuple[Place, ...]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        for code, (name, _) in rows.items():
            self._by_name.setdefault(name, []).append(code)
        for code, names in former.items():
            for name in names:
                self._by_name.setdefault(name, []).append(code)
        for code, place in self._own.items():
            for name in dict.fromkeys((place.name, *place.aliases)):
                if code not in self._by_name.setdefault(name, []):
                    self._by_name[name].append(code)
        for name in self._by_name:
            # Regular short names are found by trying the suffixes; only 自治…, 民族乡 need an index.
            if "自治" in name or "族" in name:
                short = stem(name)
                if short != name:
                    self._short.setdefault(short, []).append(name)

    def __len__(self) -> int:
        return len(self._rows) + sum(code not in self._rows for code in self._own)

    def __iter__(self) -> Iterator[str]:
        """All codes, national ones first, each group in code order."""
        yield from self._codes
        yield from sorted(code for code in self._own if code not in self._rows)

    def get(self, code: str) -> Place | None:
        """The place of a code, None when there is none."""
        place = self._cache.get(code)
        if place is None:
            place = self._make(code)
            if place is not None:
                self._cache[code] = place
        return place

    def _make(self, code: str) -> Place | None:
        own = self._own.get(code)
        if own is not None:
            former = self._former.get(code, ())
            if code in self._rows and self._rows[code][0] != own.name:
                former = (self._rows[code][0], *former)
            names = tuple(dict.fromkeys((*own.aliases, *former)))
            return Place(code, own.name, own.parent, own.level, USER_LAYER, names)
        row = self._rows.get(code)
        if row is None:
            return None
        name, layer = row
        return Place(
            code, name, self._parent(code), _level(code), LAYERS[layer], self._former.get(code, ())
        )

    def _parent(self, code: str) -> str | None:
        if len(code) == 9:
            return code[:6]
        for prefix in (code[:4] + "00", code[:2] + "0000"):
            if prefix != code and prefix in self._rows:
                return prefix
        return None

    def containing(self, words: str, limit: int) -> list[Place]:
        """Places with ``words`` in their name, exact names first, then the higher ones, then by code."""
        exact = [p.code for p in self.named(words)]
        names = (
            (code, self._own[code].name if code in self._own else self._rows[code][0])
            for code in self
        )
        wanted = sorted((len(code), code) for code, name in names if words in name)
        codes = list(dict.fromkeys([*exact, *(code for _, code in wanted)]))[:limit]
        return [place for code in codes if (place := self.get(code)) is not None]

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place with this full name, former name or short name (白云 → 白云区, 白云镇 …).

        Full names come first, then by level (province … town), then by code.
        """
        found = dict.fromkeys(self._by_name.get(name, ()))
        if len(name) >= 2:
            short: list[str] = []
            for suffix in _SUFFIXES:
                short += self._by_name.get(name + suffix, ())
            for full in self._short.get(name, ()):
                short += self._by_name[full]
            found |= dict.fromkeys(sorted(short, key=_by_level))
        return tuple(place for place in map(self.get, found) if place is not None)

    def names(self) -> Iterator[str]:
        """Every full and former name, once."""
        return iter(self._by_name)

    def children(self, code: str) -> tuple[Place, ...]:
        """The places directly below, in code order; () for an unknown code."""
        children = self._children.get(
            code
        )  # a document asks for those of its own places at every unit
        if children is None:
            children = self._children[code] = self._find_children(code)
        return children

    def _find_children(self, code: str) -> tuple[Place, ...]:
        if code not in self._rows and code not in self._own:
            return ()
        below = [c for c in self._below(code) if c not in self._own and self._parent(c) == code]
        below += [c for c, place in self._own.items() if place.parent == code]
        return tuple(place for place in map(self.get, sorted(below)) if place is not None)

    def _below(self, code: str) -> list[str]:
        if len(code) != 6 or code not in self._rows:
            return []
        prefix = code
        for length in (2, 4):
            if code[length:] == "0" * (6 - length):
                prefix = code[:length]
                break
        start = bisect_left(self._codes, prefix)
        end = bisect_left(self._codes, prefix + ":")
        return self._codes[start:end]

    def path(self, code: str) -> tuple[Place, ...]:
        """The place and all above it, outermost first; () for an unknown code."""
        path: list[Place] = []
        place = self.get(code)
        while place is not None and place not in path:
            path.append(place)
            place = self.get(place.parent) if place.parent else None
        return tuple(reversed(path))


def _level(code: str) -> Level:
    if len(code) == 9:
        return "town"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _by_level(code: str) -> tuple[int, str]:
    return ("province", "city", "county", "town").index(_level(code)), code


def load_places(extra: Path | None = None) -> Places:
    """The shipped registry, with the places of a user's CSV (columns: see ``ontology.own``) laid over.

    Raises ``ontology.own.OwnDataError`` when the CSV cannot be understood.
    """
    if extra is None:
        return _shipped()
    stat = Path(extra).stat()
    return _with(Path(extra), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _with(extra: Path, _mtime: int, _size: int) -> Places:
    shipped = _shipped()
    return Places(shipped._rows, shipped._former, read_places(extra, known=shipped._rows))


@lru_cache(maxsize=1)
def _shipped() -> Places:
    packed = (files("ontology") / "registry" / "places.tsv.gz").read_bytes()
    rows: dict[str, tuple[str, str]] = {}
    former: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        code, name, layer = line.split("\t")
        if layer == _FORMER:
            former[code] = (*former.get(code, ()), name)
        else:
            rows[code] = (name, layer)
    return Places(rows, former)
