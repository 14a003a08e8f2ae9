"""From names as written to units: normal name, place, canonical name, type, parent.

The normal name (``unit``) stays inside the document: a typo mended (综和治理办), an abbreviation spelled out when the
document itself has the longer name (综治办 → 综合治理办). The unit's id is place + canonical name, so that 市发改委 and
市发展和改革委员会 of one city meet, while 人和镇's 党政综合办 never meets another town's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from kg import ids
from kg.model import Normalised, Span, Unit, UnitType
from loaders.jurisdiction import Found
from loaders.unit_labels import COMMITTEE, UnitLabels
from loaders.unit_spellings import normal_names
from ontology.own import OwnUnit
from ontology.places import Place, Places, stem
from ontology.unit_names import (
    UnitLevel,
    body,
    canonical,
    is_central,
    is_collective,
    is_official,
    league,
    level_of,
    principal,
    unit_type,
)

_BODY_NAMES: Final = {
    "局": ("局",), "厅": ("厅",), "委": ("委", "委员会"), "办": ("办", "办公室"), "部": ("部",), "院": ("院",), "署": ("署",), "行": ("行",),
}  # fmt: skip
_OFFICE_TYPES: Final = frozenset({"internal_office", "institution", "temporary", "collective"})
_RELATIVE: Final[dict[str, UnitLevel]] = {
    "我省": "province", "全省": "province", "本省": "province", "我市": "city", "全市": "city", "本市": "city", "我州": "city",
    "我县": "county", "全县": "county", "本县": "county", "我区": "county", "全区": "county", "本区": "county", "我旗": "county",
    "我镇": "town", "全镇": "town", "我乡": "town", "全乡": "town", "我街道": "town", "本镇": "town", "我街": "town",
}  # fmt: skip
_OWN_BODY: Final = re.compile(r"[我本][局厅委办部院署行]$")
_LEVEL_WORDS: Final[dict[str, UnitLevel]] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county",
    "镇": "town", "乡": "town", "街道": "town",
}  # fmt: skip
# what districts have no bureau of their own for: 生态环境局泾县分局, 泾县生态环境分局, 天河公安分局
_CITYS: Final = r"公安|生态环境|环境保护|环保|(?:规划和?)?自然资源(?:和?规划)?|资规|规资|国土资源"
_BRANCH: Final = re.compile(
    rf"(?P<front>[\u4e00-\u9fff]{{2,8}})??(?P<short>{_CITYS})分局|(?P<long>{_CITYS})局(?P<where>[\u4e00-\u9fff]{{2,8}})分局"
)
# in a regulation these mean whichever one has jurisdiction, not the one of the place that made it
_ANY_ONE: Final = frozenset(
    (
        "人民法院",
        "法院",
        "人民检察院",
        "检察院",
        "人民政府",
        "政府",
        "街道办事处",
        "镇人民政府",
        "镇政府",
    )
)
_NATION_CODE: Final = "CN"
_SHORT_FOR: Final = re.compile(r"\(以下[^()]*\)")
_STATE: Final = "中华人民共和国"
_Placed = tuple[Place | None, str, UnitLevel | None]


class Resolved(NamedTuple):
    """A surface resolved: ``unit`` is the normal name inside the document."""

    unit: str
    unit_id: str
    label: str
    normalised: Normalised | None


class _Entry:  # no dataclass: mypyc makes a native class of this
    """What is known of one unit while the document is read; ``surfaces``: its spellings."""

    __slots__ = (
        "because", "collective", "cores", "label", "name", "parent", "place", "spans", "surfaces", "type", "typos",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        label: str,
        kind: UnitType,
        place: str | None,
        collective: bool,
        parent: str | None,
    ) -> None:
        self.name, self.label, self.place, self.parent = name, label, place, parent
        self.type: UnitType = kind
        self.collective = collective
        self.surfaces: set[str] = set()
        self.typos: set[str] = set()
        self.because: dict[str, None] = {}
        self.cores: dict[str, str] = {}
        self.spans: list[Span] = []


# what a name means: its unit, the reasons for the merge, and the name without its level word where that is certain
_Reading = tuple[_Entry, Resolved, dict[str, None], str | None]


class UnitBook:
    """All units of one document. ``names``: how often each folded name stands in the tags.

    ``called``: the short names that the document gives some of them, and the long ones.
    """

    def __init__(
        self,
        doc: str,
        found: Found,
        places: Places,
        names: Counter[str],
        issuer: str | None,
        own: Iterable[OwnUnit] = (),
        *,
        called: Mapping[str, str],
        regulation: bool = False,
    ) -> None:
        self.doc, self.found, self.places = doc, found, places
        self.entries: dict[str, _Entry] = {}
        self._read: dict[tuple[str, UnitLevel | None], _Reading] = {}
        self.normal = normal_names(names)
        self.normal |= {short: (long, "abbreviation") for short, long in called.items()}
        self.owner = self._department(issuer)
        self.issuer = issuer if issuer and "、" not in issuer else None
        # whose own 宣传部 and 组织部 are not the party committee's
        self.apart = unit_type(issuer or "") in ("social", "institution", "enterprise")
        self.any_one = _ANY_ONE if regulation else frozenset()
        hall = any("政府办公厅" in name for name in (issuer or "", *names))
        self.labels = UnitLabels(places, hall=hall)
        self.own = {
            (unit.place, spelling): unit
            for unit in own
            for spelling in (unit.name, canonical(unit.name), *unit.aliases)
        }

    def _department(self, issuer: str | None) -> str | None:
        """The issuing department whose 处 and 科 the tags name: 安徽省住房城乡建设厅 → 住房城乡建设厅."""
        name = issuer or ""
        if unit_type(name.removesuffix("办公室")) == "department":
            name = name.removesuffix("办公室")  # 县司法局办公室 signs for its bureau
        if name.endswith("部办公厅"):
            name = name.removesuffix("办公厅")  # 水利部办公厅 signs for its ministry
        if "、" in name or unit_type(name) not in ("department", "institution"):
            return None
        for place in reversed(self.found.path):
            at = name.find(place.name)
            if at >= 0:
                name = name[at + len(place.name) :]
                break
        else:
            name = level_of(name)[1]
        return canonical(name) if len(name) >= 2 else None

    def resolve(
        self,
        name: str,
        span: Span,
        *,
        carried: UnitLevel | None = None,
        surface: str | None = None,
        of: str = "",
    ) -> Resolved:
        """Resolve a folded name; ``carried`` is the level word that the first name of its list carries.

        ``of``: whose it is, where only the first of two bodies says so; it stays off the name, not off what is named.
        """
        if of:
            return self.resolve(of + name, span, surface=surface or name)._replace(unit=name)
        read = self._read.get((name, carried))  # units come again and again
        if read is None:
            if "(以下" in name:  # 联席会议(以下简称联席会议)办公室
                surface, name = surface or name, _SHORT_FOR.sub("", name)
            if name.startswith(_STATE) and len(name) > len(_STATE) + 2:
                surface, name = surface or name, name[len(_STATE) :]  # 中华人民共和国国务院
            itself = self._itself(name)
            if itself is not None:
                return self._whole(itself, surface or name, span)
            own = name[0] in "我本" and _OWN_BODY.match(name) is not None
            if own and self.issuer and self.issuer.endswith(_BODY_NAMES[name[1]]):
                body = self.resolve(self.issuer, span, surface=surface or name)
                self.entries[body.unit_id].because[f"relative:{name}→{body.label}"] = None
                return body._replace(normalised="relative")
            read = self._read[name, carried] = self._reading(name, carried)
        entry, resolved, because, core = read
        written = surface or name
        entry.surfaces.add(written)
        if core is not None:
            entry.cores.setdefault(core, written)
        if resolved.normalised == "typo":
            entry.typos.add(written)
        entry.because.update(because)
        entry.spans.append(span)
        return resolved

    def _reading(self, name: str, carried: UnitLevel | None) -> _Reading:
        """What a name means in this document."""
        normal, reason = self.normal.get(name, (name, None))
        placed = self._find_place(whole := league(normal), carried)
        if whole != normal and placed[1] != "团委":
            placed = self._find_place(normal, carried)
        place, core, level = self._branch(placed) if normal.endswith("分局") else placed
        kind: UnitType = unit_type(normal) or "other"  # type: ignore[assignment]
        collective, written = kind == "collective" or normal in self.any_one, principal(core)
        if collective:
            kind = "collective"
        # 厅政务公开办 of a 厅; the 院 of 院办 and 院感科 is a part of the name
        own_office = self.owner is not None and not self.apart and normal[0] == self.owner[-1]
        because: dict[str, None] = {f"{reason}:{name}→{normal}": None} if reason else {}
        if not collective:
            core = COMMITTEE if core == "委" else canonical(written)
            called = self._called(written, core, place, level, bare=level is None and not carried)
            if called != core:
                because[f"spelling:{written}→{called}"] = None
            core = called
            kind = unit_type(core) or kind  # type: ignore[assignment]
        listed = self._listed(place, core, normal)
        if listed is not None:
            if core != listed.name:
                because[f"alias:{name}→{listed.name}"] = None
            core, kind = listed.name, unit_type(listed.name) or kind  # type: ignore[assignment]
        parent = None
        if self.apart:  # 护理部 of a hospital is its own; another institution is no office of it
            of_house = kind == "internal_office" or (kind == "department" and core.endswith("部"))
        else:
            of_house = kind in _OFFICE_TYPES
        inner = level is None and of_house and not collective and not carried
        if self.owner and listed is None and (own_office or inner):
            parent = ids.unit(self._code(place), self.owner, self.doc)
            core = self.owner + self._section(core[1:] if own_office and len(core) > 2 else core)
        code = _NATION_CODE if level == "country" else self._code(place)
        unit_id = ids.unit(code, core, self.doc)
        entry = self.entries.get(unit_id)
        if entry is None:
            at = place.code if place else None
            # 人民法院 of a regulation: whichever has jurisdiction, not the one of the place
            shown = written if listed is None and is_official(written) else core
            label = core if normal in self.any_one else self.labels.of(place, shown)
            entry = _Entry(core, label, kind, at, collective, parent)
            self.entries[unit_id] = entry
        written_core = None if collective or reason == "typo" else level_of(normal)[1]
        return entry, Resolved(normal, unit_id, entry.label, reason), because, written_core

    def _called(
        self, written: str, core: str, place: Place | None, level: UnitLevel | None, *, bare: bool
    ) -> str:
        """What else a name (``core``: its one spelling) is called: 编办 is the 委编办, 市法院 the 中级人民法院.

        ``bare``: nothing says whose it is; the 宣传部 of a 总工会 is its own.
        """
        if place is None:
            national = level == "country" or (level is None and self._code(None) == _NATION_CODE)
            return body(written, core, national=True) if national else core
        if core == "法院":
            return {"province": "高级法院", "city": "中级法院"}.get(place.level, core)
        own = place.level == "town" or (bare and self.apart)
        return core if own else body(written, core)

    def _section(self, core: str) -> str:
        """A section's name without its department's, where it says that too: 市场监管厅|登记处 of 市场监督管理厅."""
        owner = self.owner or ""
        at = core.find(owner[-1], 1, len(core) - 2)
        return core[at + 1 :] if at > 1 and owner.endswith(canonical(core[: at + 1])) else core

    def _listed(self, place: Place | None, *names: str) -> OwnUnit | None:
        """The unit of the user's own list that one of the names means."""
        if place is None or not self.own:
            return None
        found = (self.own.get((place.code, name)) for name in names)
        return next((unit for unit in found if unit is not None), None)

    def relative(self, word: str, span: Span) -> Resolved | None:
        """我市 in a town's document → the city two levels up; None while the place is open."""
        level = _RELATIVE.get(word)
        place = self._at_level(level) if level else None
        return self._whole(place, word, span) if place is not None else None

    def _itself(self, name: str) -> Place | None:
        """The place that a name is as a whole: 市 (the document's own), 松江区 (of the chain or below)."""
        level = _LEVEL_WORDS.get(name)
        if level is not None:
            return self._at_level(level)
        if name[-1] not in "省市区县旗镇乡州盟道" or is_collective(name):
            return None
        chain = {place.code for place in self.found.path}
        own = self.found.place
        for place in self.places.named(name):
            if place.name == name and (
                place.code in chain
                or (own and own.code in {above.code for above in self.places.path(place.code)})
            ):
                return place
        return None

    def _whole(self, place: Place, word: str, span: Span) -> Resolved:
        """The government of a place under the place's own name."""
        unit_id = ids.unit(place.code, place.name, self.doc)
        entry = self.entries.setdefault(
            unit_id, _Entry(place.name, place.name, "government", place.code, False, None)
        )
        entry.surfaces.add(word)
        entry.spans.append(span)
        if word == place.name:
            return Resolved(place.name, unit_id, place.name, None)
        entry.because[f"relative:{word}→{place.name}"] = None
        return Resolved(place.name, unit_id, place.name, "relative")

    def is_place(self, resolved: Resolved) -> bool:
        """Whether a name was resolved to the government of a place that it names: 责任单位:科尔沁区."""
        return self.entries[resolved.unit_id].type == "government"

    def _code(self, place: Place | None) -> str | None:
        if place is not None:
            return place.code
        record = self.found.record
        return _NATION_CODE if record is not None and record.name == "中华人民共和国" else None

    def _at_level(self, level: UnitLevel) -> Place | None:
        """The place of the document's chain at a level; a municipality (北京市) is its own city.

        市财政局 in a paper of 临海市, which 台州市 governs, is 临海市's.
        """
        if level == "city":
            own = next(
                (p for p in self.found.path if p.level == "county" and p.name[-1] == "市"), None
            )
            if own is not None:
                return own
        for place in self.found.path:
            if place.level == level:
                return place
        if level == "city" and self.found.path:
            first = self.found.path[0]
            return first if first.name.endswith("市") else None
        return None

    def _find_place(self, name: str, carried: UnitLevel | None) -> _Placed:
        """(place, name without its place or level word, level) of a normal name."""
        bare = name.removeprefix("国家税务总局")  # what a city calls 市税务局
        if name.startswith("中共"):
            bare = name[2:].replace("委员会", "委", 1)  # 中共泾县委员会办公室
        named = self._named_place(bare)
        if named is not None:
            place, rest = named
            if rest[0] == place.name[-1] and len(rest) > 1:
                rest = rest[1:]  # 泾县县委
            return place, rest, place.level
        whose = _RELATIVE.get(name[:2])
        if whose is not None and len(name) > 3:
            return self._at_level(whose) or self.found.place, name[2:], None  # 我市政法各单位
        level, core = level_of(name)
        if is_collective(name):
            return self.found.place, name, None
        if level == "country" or is_central(name):
            # 国家税务总局清远市税务局: the branch is of its city
            branch = next((p for p in reversed(self.found.path) if p.name in name), None)
            return (branch, name, branch.level) if branch else (None, name, "country")
        if level is None:
            above = self._at_level(carried) if carried else None
            return above or self.found.place, name, None
        own = self._at_level(level)
        if own is None:
            # 县 units in a city's document: which county is not said
            return self.found.place, name, level
        return own, core or name, level

    def _branch(self, placed: _Placed) -> _Placed:
        """泾县生态环境分局, 市生态环境局泾县分局: the city's bureau in a county, under one name."""
        place, core, _ = placed
        found = _BRANCH.fullmatch(core) if place is not None else None
        if place is None or found is None:
            return placed
        where = found["where"] or found["front"] or ""
        bureau = canonical((found["short"] or found["long"]) + "局")
        city: Place | None = place
        below: Place | None = place
        if place.level == "county":
            own = where in ("", place.name, stem(place.name))
            city = self.places.get(place.parent) if own and place.parent else None
            if city is None or not city.name.endswith(("市", "州", "盟", "地区")):
                return placed  # a user's own county may lie in nothing
        else:
            children = self.places.children(place.code)
            below = next((p for p in children if where in (p.name, stem(p.name))), None)
        if below is None:
            return placed
        return city, f"{bureau}{stem(below.name)}分局", "city"

    def _named_place(self, name: str) -> tuple[Place, str] | None:
        """天河区政府, 韶关市公安局: the name begins with a place of the chain or right below it."""
        chain = {p.code for p in self.found.path}
        own = self.found.place
        for end in range(min(9, len(name) - 1), 1, -1):
            head = name[:end]
            if head[-1] not in "省市区县旗镇乡州盟道":
                continue
            for place in self.places.named(head):
                if place.name != head:
                    continue
                if place.code in chain or (
                    own and own.code in {p.code for p in self.places.path(place.code)}
                ):
                    below = self._named_place(name[end:]) if len(name) > end + 2 else None
                    return below or (place, name[end:])
        return None

    def units(self) -> tuple[Unit, ...]:
        """The units of the document, in id order, with every spelling and the reason it was merged."""
        out = []
        for unit_id, entry in sorted(self.entries.items()):
            if len(entry.cores) > 1:  # 发改委 and 发展和改革委员会 meet in one canonical name
                for written in sorted(entry.cores.values()):
                    told = any(f":{written}→" in reason for reason in entry.because)
                    if written != entry.label and not told:
                        entry.because[f"spelling:{written}→{entry.label}"] = None
            spellings = sorted(
                s for s in entry.surfaces if s not in entry.typos and s != entry.label
            )
            out.append(
                Unit(
                    unit_id,
                    entry.name,
                    entry.label,
                    entry.type,
                    entry.place,
                    entry.collective,
                    tuple(spellings),
                    tuple(sorted(entry.typos)),
                    tuple(entry.because),
                    entry.parent,
                    tuple(
                        dict.fromkeys(entry.spans)
                    ),  # one owner and one who acts are named at one place
                )
            )
        return tuple(out)
