"""What a file is called in the graph, so that an edited file replaces its former self wherever it is named from.

A source's name is the path below the loaded folder with that folder's own name in front (``2022/要点.txt``):
nothing of this machine stands in the graph. Which file on this disk a name belongs to is remembered beside
the store, in ``sources.json``, never in it: two folders called 2022 must not overwrite each other, and
``build 文件夹`` followed by ``build 文件夹/要点.txt`` means one and the same file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.inputs import Input, walk

_INSIDE = "!/"  # what stands between an archive and its member in ``Input.path``


@dataclass(frozen=True, slots=True)
class Sourced:
    """One input with its name in the graph and its place on this disk."""

    item: Input
    name: str
    place: str


class SourceNames:
    """Names of files on disk ↔ sources in one store."""

    def __init__(self, location: Path | None) -> None:
        self._file = None if location is None else location / "sources.json"
        self._places = self._read()  # name → place

    def _read(self) -> dict[str, str]:
        if self._file is None:
            return {}
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none yet, or damaged: names are then given anew
            return {}
        return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}

    def save(self) -> None:
        """Write the memory beside the store, if the store has a place."""
        if self._file is None:
            return
        text = json.dumps(self._places, ensure_ascii=False, indent=0, sort_keys=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._file)

    def walk(self, paths: Sequence[str | Path]) -> Iterator[Sourced]:
        """Every input below ``paths`` once, with its name."""
        by_place = {place: name for name, place in self._places.items()}
        seen: set[str] = set()
        for given in paths:
            for item in walk([given]):
                place = _resolved(item.path)
                if place in seen:
                    continue
                seen.add(place)
                name = by_place.get(place) or self._new_name(Path(given), item, place)
                by_place[place] = name
                self._places[name] = place
                yield Sourced(item, name, place)

    def _new_name(self, given: Path, item: Input, place: str) -> str:
        parts = Path(place).parts
        root = Path(_resolved(str(given)))
        depth = len(root.parts) if root.is_dir() else len(Path(_on_disk(place)).parts) - 1
        first = max(1, depth - 1)
        while True:
            name = "/".join(parts[first:])
            owner = self._places.get(name)
            # A name whose file is gone was moved here together with its folder: the same source.
            if owner is None or owner == place or not os.path.lexists(_on_disk(owner)):
                return name
            if first == 1:
                return name + "~2"
            first -= 1


def _resolved(path: str) -> str:
    try:
        return str(Path(path).resolve())
    except (OSError, ValueError):  # a name no file can have
        return path


def _on_disk(place: str) -> str:
    """The file on disk: the archive for a member of one."""
    return place if os.path.lexists(place) else place.partition(_INSIDE)[0]
