"""The numbers Word draws by itself (一、 / （一） / 1. / 第一条), worked out from numbering.xml and styles.xml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from loaders.readers.numerals import ordinal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SLOT = re.compile(r"%([1-9])")
_LEVELS = 9
_MAX_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    legal: bool


class Numbering:
    """Counts paragraphs as Word does: one set of counters for each abstract list."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._style_links: dict[str, str] = {}
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        self._default: str | None = None
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def mark(self, paragraph: ET.Element) -> str:
        """The number drawn before this paragraph, "" when it has none; counts it."""
        list_id, level = self._placed(paragraph)
        if list_id is None or list_id == "0" or list_id not in self._lists:
            return ""
        abstract, overrides = self._lists[list_id]
        levels = {**self._abstract.get(abstract, {}), **overrides}
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        for start_level, value in self._starts.get(list_id, {}).items():
            if (list_id, start_level) not in self._begun and start_level == level:
                counters[level] = value - 1
        self._begun.add((list_id, level))
        self._step(counters, levels, level)
        return _drawn(counters, levels, level)

    def _step(self, counters: list[int | None], levels: dict[int, _Level], level: int) -> None:
        for outer in range(level):
            if counters[outer] is None:
                counters[outer] = levels[outer].start if outer in levels else 1
        current = counters[level]
        counters[level] = levels[level].start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart != 0 and level < restart):
                counters[deeper] = None

    def _placed(self, paragraph: ET.Element) -> tuple[str | None, int]:
        """List id and level, from the paragraph or the styles it follows."""
        properties = paragraph.find(f"{W}pPr")
        list_id, level = _number_properties(properties)
        style = _attribute(properties, "pStyle") or self._default
        for _ in range(_MAX_STYLE_DEPTH):
            if style is None or (list_id is not None and level is not None):
                break
            styled_id, styled_level, parent = self._styles.get(style, (None, None, None))
            if list_id is None and styled_id is not None:
                list_id = styled_id
                if level is None and styled_level is None:
                    level = self._linked_level(styled_id, style)
            if level is None:
                level = styled_level
            style = parent
        number = int(level) if level is not None and level.isdigit() else 0
        return list_id, min(number, _LEVELS - 1)

    def _linked_level(self, list_id: str, style: str) -> str | None:
        abstract = self._lists.get(list_id, ("", {}))[0]
        return self._style_links.get(f"{abstract}\0{style}")

    def _read_styles(self, root: ET.Element) -> None:
        for style in root.iter(f"{W}style"):
            if style.get(f"{W}type") != "paragraph":
                continue
            key = style.get(f"{W}styleId", "")
            list_id, level = _number_properties(style.find(f"{W}pPr"))
            self._styles[key] = (list_id, level, _attribute(style, "basedOn"))
            if style.get(f"{W}default") in ("1", "true"):
                self._default = key

    def _read_lists(self, root: ET.Element) -> None:
        linked: dict[str, str] = {}
        for one in root.iter(f"{W}abstractNum"):
            key = one.get(f"{W}abstractNumId", "")
            self._abstract[key] = self._levels(one, key)
            style = _attribute(one, "styleLink")
            if style:
                linked[style] = key
        for one in root.iter(f"{W}abstractNum"):
            style = _attribute(one, "numStyleLink")
            if style in linked:
                self._abstract[one.get(f"{W}abstractNumId", "")] = self._abstract[linked[style]]
        for one in root.iter(f"{W}num"):
            self._read_list(one)

    def _read_list(self, one: ET.Element) -> None:
        key = one.get(f"{W}numId", "")
        overrides: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for override in one.iter(f"{W}lvlOverride"):
            at = _integer(override.get(f"{W}ilvl"), 0)
            start = _attribute(override, "startOverride")
            if start is not None:
                starts[at] = _integer(start, 1)
            overrides |= self._levels(override, key)
        self._lists[key] = (_attribute(one, "abstractNumId") or "", overrides)
        self._starts[key] = starts

    def _levels(self, parent: ET.Element, key: str) -> dict[int, _Level]:
        found: dict[int, _Level] = {}
        for node in parent.iter(f"{W}lvl"):
            at = _integer(node.get(f"{W}ilvl"), 0)
            restart = _attribute(node, "lvlRestart")
            found[at] = _Level(
                start=_integer(_attribute(node, "start"), 1),
                style=_attribute(node, "numFmt") or "decimal",
                text=_attribute(node, "lvlText") or "",
                suffix=_attribute(node, "suff") or "tab",
                restart=_integer(restart, 0) if restart is not None else None,
                legal=node.find(f"{W}isLgl") is not None,
            )
            style = _attribute(node, "pStyle")
            if style:
                self._style_links[f"{key}\0{style}"] = str(at)
        return found


def _drawn(counters: list[int | None], levels: dict[int, _Level], level: int) -> str:
    shape = levels[level]
    if shape.style in ("bullet", "none") and not _SLOT.search(shape.text):
        return ""  # a bullet says nothing, and its character is a symbol font's

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        style = levels[at].style if at in levels else "decimal"
        if shape.legal and at < level:
            style = "decimal"
        return ordinal(counters[at] or 0, style)

    text = _SLOT.sub(number, shape.text)
    # 一、总则, but 第一章 总则: after a letter or Han character the gap Word draws is kept as a blank
    gap = shape.suffix != "nothing" and text[-1:].isalnum()
    return text + (" " if gap else "")


def _number_properties(properties: ET.Element | None) -> tuple[str | None, str | None]:
    node = properties.find(f"{W}numPr") if properties is not None else None
    return _attribute(node, "numId"), _attribute(node, "ilvl")


def _attribute(parent: ET.Element | None, name: str) -> str | None:
    node = parent.find(f"{W}{name}") if parent is not None else None
    return node.get(f"{W}val") if node is not None else None


def _integer(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and value.isascii() and value.isdigit() else otherwise
