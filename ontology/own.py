"""A user's own places and units, as CSV files (UTF-8, or GB18030 as Excel writes it).

Places: columns ``code,name,parent,level`` and, optionally, ``aliases`` (split at ；;、|).
``code`` is 6 digits (county and above) or 9 (town); places that exist on no map take codes outside the
national ranges (99…, e.g. county 990101 and its town 990101100), so that they can never be taken for
real ones. ``parent`` is a code of this file or of the registry, empty at the top. ``level`` is one of
province, city, county, town (or 省, 市, 县, 乡). A code of the registry may be given again: the user's
name and parent win, the registry's name stays as a former name.

Units: columns ``place,name,aliases,type``: the place's code, the unit's short name inside its place
(司法所), other spellings, and a unit type of the ontology (empty: other).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["province", "city", "county", "town"]
_LEVELS: Mapping[str, Level] = {
    "province": "province",
    "省": "province",
    "自治区": "province",
    "直辖市": "province",
    "city": "city",
    "市": "city",
    "州": "city",
    "county": "county",
    "县": "county",
    "区": "county",
    "town": "town",
    "乡": "town",
    "镇": "town",
    "街道": "town",
}
UNIT_TYPES = (
    *("party", "government", "congress", "consultative", "department", "internal_office", "court"),
    *("procuratorate", "town", "enterprise", "institution", "social", "temporary", "collective"),
    "other",
)
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3})?")
_SPLIT = re.compile(r"[；;、|]")


class OwnDataError(ValueError):
    """A user's CSV that cannot be understood; the message says file, line and what to change."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One row of a user's places."""

    code: str
    name: str
    parent: str | None
    level: Level
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """One row of a user's units. ``place`` is a place code."""

    place: str
    name: str
    aliases: tuple[str, ...] = ()
    type: str = "other"


def read_places(path: Path, *, known: Container[str] = ()) -> dict[str, OwnPlace]:
    """The places of a CSV by code, in code order; ``known`` are codes a parent may also have.

    Raises OwnDataError naming the line.
    """
    places: dict[str, OwnPlace] = {}
    for number, row in _rows(path, ("code", "name", "parent", "level")):
        code, name, parent = row["code"], row["name"], row["parent"]
        if not _CODE.fullmatch(code):
            raise _error(path, number, f"code“{code}”应为6位（县级及以上）或9位（乡级）数字")
        if not name:
            raise _error(path, number, "name不能为空")
        if row["level"] not in _LEVELS:
            raise _error(path, number, f"level“{row['level']}”应为 province、city、county 或 town")
        if code in places:
            raise _error(path, number, f"code“{code}”重复")
        aliases = _aliases(row.get("aliases", ""))
        places[code] = OwnPlace(code, name, parent or None, _LEVELS[row["level"]], aliases)
    for place in places.values():
        if place.parent and place.parent not in places and place.parent not in known:
            raise OwnDataError(f"{path.name}：{place.name}的parent“{place.parent}”不存在")
        _refuse_cycle(path, place, places)
    return dict(sorted(places.items()))


def _refuse_cycle(path: Path, place: OwnPlace, places: Mapping[str, OwnPlace]) -> None:
    seen, parent = {place.code}, place.parent
    while parent is not None and parent in places:
        if parent in seen:
            raise OwnDataError(f"{path.name}：{place.name}的上级又回到它自己")
        seen.add(parent)
        parent = places[parent].parent


def read_units(path: Path) -> tuple[OwnUnit, ...]:
    """The units of a CSV, in file order. Raises OwnDataError naming the line."""
    units = []
    for number, row in _rows(path, ("place", "name")):
        kind = row.get("type", "") or "other"
        if not _CODE.fullmatch(row["place"]):
            raise _error(path, number, f"place“{row['place']}”应为6位或9位区划代码")
        if not row["name"]:
            raise _error(path, number, "name不能为空")
        if kind not in UNIT_TYPES:
            raise _error(path, number, f"type“{kind}”应为 {'、'.join(UNIT_TYPES)} 之一")
        units.append(OwnUnit(row["place"], row["name"], _aliases(row.get("aliases", "")), kind))
    return tuple(units)


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SPLIT.split(cell) if part.strip()))


def _rows(path: Path, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """(line number, row) of every line that is not empty; cells stripped, missing ones ''."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OwnDataError(f"{path.name}：无法读取（{error.strerror}）") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [(name or "").strip() for name in reader.fieldnames or ()]
    missing = [name for name in needed if name not in header]
    if missing:
        raise OwnDataError(f"{path.name}：缺少列 {'、'.join(missing)}（应有 {','.join(needed)}）")
    reader.fieldnames = header
    rows = []
    for raw in reader:
        row = {key: (value or "").strip() for key, value in raw.items() if isinstance(key, str)}
        if any(row.values()):
            rows.append((reader.line_num, row))
    return rows


def _error(path: Path, line: int, what: str) -> OwnDataError:
    return OwnDataError(f"{path.name} 第{line}行：{what}")
