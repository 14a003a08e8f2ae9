"""What calamine does not say about an XLSX: how far its cells reach, and which of them are percentages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from loaders.readers.refusals import refusal

MAX_CELLS = 5_000_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
# a cell with content (an empty formatted one ends in />) and its address
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>(?!</)')
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?![^<>]*\sr=)(?:\s[^<>]*)?(?<!/)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^<>]*?\s)?r="([0-9]{1,7})"')
_STYLE = re.compile(rb'\ss="([0-9]{1,5})"')
_BUILT_IN = {9: 0, 10: 2}
_PERCENT = re.compile(r"(?:\.(0+))?%")

Decimals = dict[tuple[int, int], int]


def percentages(data: bytes) -> dict[str, Decimals]:
    """Sheet name → (row, column) counted from 0 → decimals shown, for cells formatted as percentages.

    Raises ReadError ``too_large`` when a sheet's cells span more than any table does: calamine lays out
    the whole rectangle before it answers, and one value in XFD1048576 makes it ask for 550 GB.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = _percent_styles(_xml(archive, "xl/styles.xml"))
        names = _sheet_names(archive)
        found: dict[str, Decimals] = {}
        for part in archive.namelist():
            if not _SHEET_PART.fullmatch(part):
                continue
            content = archive.read(part)
            _check_range(content)
            if styles and part in names:
                found[names[part]] = _percent_cells(content, styles)
    return found


def _check_range(content: bytes) -> None:
    letters, numbers = set(), set()
    for found in _CELL.finditer(content):
        letters.add(found[1])
        numbers.add(found[2])
    rows = [int(number) for number in numbers]
    if _UNPLACED.search(content):
        rows += [int(row) for row in _ROW.findall(content)]
    columns = [column(one) for one in letters] or [0]
    if rows and (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > MAX_CELLS:
        raise refusal("sheet_range", f"直到第 {max(rows)} 行")


def column(letters: bytes) -> int:
    """Column letters to a number from 0: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _percent_cells(content: bytes, styles: dict[int, int]) -> Decimals:
    found: Decimals = {}
    for cell in _CELL.finditer(content):
        style = _STYLE.search(cell[0])
        if style is not None and int(style[1]) in styles:
            found[int(cell[2]) - 1, column(cell[1])] = styles[int(style[1])]
    return found


def _percent_styles(root: ET.Element | None) -> dict[int, int]:
    """Index of a cell style → decimals, for the styles that show a percentage."""
    if root is None:
        return {}
    formats = dict(_BUILT_IN)
    for one in root.iter(f"{_MAIN}numFmt"):
        shown = _PERCENT.search(one.get("formatCode", ""))
        if shown and one.get("numFmtId", "").isdigit():
            formats[int(one.get("numFmtId", "0"))] = len(shown[1] or "")
    styles = root.find(f"{_MAIN}cellXfs")
    found: dict[int, int] = {}
    for index, one in enumerate(styles if styles is not None else ()):
        number = one.get("numFmtId", "")
        if number.isdigit() and int(number) in formats:
            found[index] = formats[int(number)]
    return found


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name → sheet name."""
    targets = {one.get("Id"): one.get("Target", "") for one in _relations(archive)}
    book = _xml(archive, "xl/workbook.xml")
    found: dict[str, str] = {}
    for sheet in book.iter(f"{_MAIN}sheet") if book is not None else ():
        target = targets.get(sheet.get(_REL_ID), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        found[part] = sheet.get("name", "")
    return found


def _relations(archive: zipfile.ZipFile) -> Iterator[ET.Element]:
    root = _xml(archive, "xl/_rels/workbook.xml.rels")
    return root.iter(_RELATION) if root is not None else iter(())


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    """A part as XML, None when it is missing, broken or carries a DOCTYPE: then formats stay unknown."""
    try:
        data = archive.read(name)
        return None if b"<!DOCTYPE" in data else ET.fromstring(data)  # noqa: S314 - no entities
    except (KeyError, ET.ParseError):
        return None
