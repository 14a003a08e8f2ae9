"""Temporary folders of our own that a killed process does not leave behind for ever.

Each holds a locked file. The system gives the lock back however its process ends, so the next one that
makes such a folder can tell which of the others nobody uses any more, and takes them away.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from pathlib import Path

_LOCK = ".lock"


class Scratch:
    """A private folder that goes with this object; those that killed processes left go first.

    ``kind`` is a word of its name: ``zhize-uploads-…``.
    """

    def __init__(self, kind: str) -> None:
        _sweep(f"zhize-{kind}-")
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=f"zhize-{kind}-"))
            lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            if _take(lock) and (self.path / _LOCK).exists():
                break
            os.close(lock)  # another process swept it away before it was locked
        self.close = weakref.finalize(self, _remove, self.path, lock)
        """Remove it now."""


def _remove(path: Path, lock: int) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        os.close(lock)
        shutil.rmtree(path, ignore_errors=True)
        return
    # Locked until it is gone: nobody else may take half of it for one that a killed process left.
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)


def _sweep(prefix: str) -> None:
    """Remove the folders of this kind, made by this user, whose process is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        try:
            # Nobody else's, and nothing somebody put there by that name.
            if folder.is_symlink() or (
                hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()
            ):
                continue
            lock = os.open(folder / _LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        except OSError:
            continue
        if _take(lock):
            _remove(folder, lock)
        else:
            os.close(lock)


def _take(lock: int) -> bool:
    """Whether the lock is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
