"""What a unit is called on the page: its name with the place it is of, where the name does not say the place itself."""

from __future__ import annotations

from typing import Final

from ontology.places import Place, Places, stem
from ontology.unit_names import is_collective, level_of

COMMITTEE: Final = "党委"  # 县委, 市委, 泾县县委: the party committee of a place

_SHOWN: Final = {
    "政府": "人民政府", "政府办公室": "人民政府办公室", "法院": "人民法院", "检察院": "人民检察院", "中级法院": "中级人民法院",
    "高级法院": "高级人民法院", "最高法院": "最高人民法院", "最高检察院": "最高人民检察院",
}  # fmt: skip
_BRANCHES: Final = ("人行", "人民银行", "中国人民银行", "国网", "国家电网", "外汇")


class UnitLabels:
    """The labels of one document's units. ``hall``: its government has a 办公厅."""

    def __init__(self, places: Places, *, hall: bool) -> None:
        self.places, self.hall = places, hall
        self._stems: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(self, place: Place | None, core: str) -> str:
        """The label of the unit ``core`` (a name without its place) of a place: 发改委 of 临海市 is 临海市发改委."""
        if core.startswith(("国家", "全国", "中国")):
            return core  # 国家机关, 中国铁路太原局集团有限公司
        shown = self._in_full(place, core)
        if place is None:
            return shown
        if core == COMMITTEE:
            return place.name + _committee(place)
        if core.startswith("委") and place.name.endswith("自治区"):
            return place.name + "党" + shown  # 自治区党委组织部
        if core == "团委":
            return f"共青团{place.name}委员会"
        if shown[1:2] in ("、", "和") and place.name.endswith(shown[0]):
            return place.name + shown[1:]  # 霁州市、区民政部门
        if self._says_where(place, shown):
            return shown
        level = level_of(shown)[0]
        if shown[0] == place.name[-1] and level is not None:
            return place.name + shown[1:]  # 县政府各部门 of 霁川县, not 霁川县县政府各部门
        # 市财政局 in a province's plan, 园区党工委、管委会: whose it is is not said
        unnamed = level in ("city", "county") and not is_collective(shown)
        if unnamed or core == "管委会":
            return f"{shown}（{place.name}）"
        return place.name + shown

    def _in_full(self, place: Place | None, core: str) -> str:
        """政府 → 人民政府, and the office of a province's is a 办公厅."""
        if core == "政府办公室" and (
            self.hall or (place is not None and place.level == "province")
        ):
            return "人民政府办公厅"
        return _SHOWN.get(core, core)

    def _says_where(self, place: Place, shown: str) -> bool:
        """Whether a name says its place itself: 人民银行广州分行, 广东证监局; 市…局霁川分局 does not."""
        if shown.startswith((place.name, stem(place.name))):
            return True
        above, below = self._around(place)
        if any(name in shown for name in above) or shown.startswith(below):
            return True
        branch = shown.startswith(_BRANCHES) and any(name in shown for name in below)
        return branch or shown[1:].endswith("海关")  # 人行太原中心支行, 南宁海关

    def _around(self, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The short names of a place with those above it, and of those right below it."""
        names = self._stems.get(place.code)
        if names is None:
            above = tuple(stem(one.name) for one in self.places.path(place.code))
            below = (stem(one.name) for one in self.places.children(place.code))
            names = above, tuple(name for name in below if len(name) >= 2)
            self._stems[place.code] = names
        return names


def _committee(place: Place) -> str:
    """泾县县委, 临海市委, 人和镇党委, 广西壮族自治区党委."""
    if len(place.name) == 2:
        return "县委"
    return COMMITTEE if place.level == "town" or place.name.endswith("自治区") else "委"
