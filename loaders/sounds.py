"""How single characters sound, without tones: 和 written for 合 is a slip, 水 written for 税 another word.

Only pypinyin's table of characters is read, as a file: importing the package reads its 47,000 phrases too, which takes
as much memory (55 MB) as everything else that extraction needs.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_TONES = frozenset("\u0304\u0301\u030c\u0300")  # as combining characters: ā á ǎ à


@lru_cache(maxsize=4096)  # the names of a document differ in the same few characters
def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters share a reading."""
    return not _sounds(one).isdisjoint(_sounds(other))


@lru_cache(maxsize=1024)
def _sounds(character: str) -> frozenset[str]:
    """The readings without their tones; a character without any stands for itself."""
    written = _readings().get(ord(character))
    if written is None:
        return frozenset((character,))
    parts = unicodedata.normalize("NFD", written)
    return frozenset("".join(c for c in parts if c not in _TONES).split(","))


@cache
def _readings() -> dict[int, str]:
    """Code point → readings parted by commas: 重 → zhòng,chóng,tóng."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ImportError("pypinyin")
    path = Path(package.submodule_search_locations[0], "pinyin_dict.py")
    table = spec_from_file_location("_pinyin_of_characters", path)
    if table is None or table.loader is None:
        raise ImportError(str(path))
    module = module_from_spec(table)
    table.loader.exec_module(module)
    readings: dict[int, str] = module.pinyin_dict
    return readings
