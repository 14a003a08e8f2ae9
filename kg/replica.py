"""A store that another process writes, read beside it: the writer's newest snapshot, and then the next.

So several servers read one folder. What the writer acknowledged is seen within ``LOOK`` seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.packed import Said
from kg.store import EmbeddedStore, newest_snapshot, open_store

LOOK = 1.0  # seconds between two looks for a newer snapshot


class Replica(EmbeddedStore):
    """See Store; it never writes, and keeps its indexes in memory: the folder is the writer's."""

    watches = True

    def __init__(self, folder: Path, base: str) -> None:
        opened = newest_snapshot(folder)
        if opened is None:
            raise StoreError(f"没有图库 {folder}", "先运行 zhize build", code="store_missing")
        super().__init__(ox.Store.read_only(str(opened)), None, base, opened)
        self._folder = folder
        self._looking = threading.Lock()
        self._looked = time.monotonic()

    @property
    def revision(self) -> int:
        """Changes when the writer's newest snapshot does."""
        with self._looking:
            # The writer keeps its newest two: after two quick writes ours is gone.
            gone = self._opened is None or not self._opened.is_dir()
            if gone or time.monotonic() - self._looked > LOOK:
                self._look()
                self._looked = time.monotonic()
            return self._revision

    def _look(self) -> None:
        newest = newest_snapshot(self._folder)
        if newest is None or newest == self._opened:
            return
        try:
            engine = ox.Store.read_only(str(newest))
        except OSError:  # just being replaced by the next: the next look finds that
            return
        self._engine, self._opened = engine, newest
        self._revision += 1

    def _update(self, removals: Sequence[str], quads: Iterable[ox.Quad]) -> None:
        raise _refusal()

    def _edit(self, text: str, base: str, join: Callable[[str, str], str]) -> None:
        raise _refusal()

    def load(self, quads: Iterable[Said]) -> None:
        """Raises StoreError, as every write."""
        raise _refusal()


def _refusal() -> StoreError:
    return StoreError("图库只读", "写入请找写图库的那个进程", code="store_readonly")


def open_replica(location: str | Path, base: str) -> Replica:
    """Read the store in a folder beside its writer. Raises StoreError when there is none."""
    folder = Path(location)
    if not (folder / "db").is_dir():
        raise StoreError(f"没有图库 {folder}", "先运行 zhize build", code="store_missing")
    try:
        # Nobody writes: what the last writer left is the newest state.
        open_store(folder, base).snapshot()
    except StoreError as error:
        if error.code not in ("store_locked", "store_readonly"):
            raise
    return Replica(folder, base)
