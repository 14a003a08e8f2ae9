"""Backups of a store folder: a whole copy that opens by itself, and the way back.

A backup is a folder like a store's own: ``db/``, the names of the sources, and ``backup.json``, which
says how many quads there must be. It appears whole or not at all: made under another name, then renamed.
Copied files are hard links where the disk allows; the engine never changes a file it has written.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import Store, open_store

_BESIDE = ("sources.json",)
_NOTE = "backup.json"
FORMAT = 1


def backup(store: Store, target: Path) -> int:
    """Copy ``store`` to the new folder ``target``; the number of quads.

    A reader beside a running server copies that server's newest snapshot. Raises StoreError
    ``backup`` when ``target`` is there already, the store has no folder, or the disk is full.
    """
    if store.location is None:
        raise StoreError("只有文件夹里的图库能备份", "远程图库请用它自己的备份", code="backup")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target} 已存在", "给出一个新的文件夹", code="backup")
    draft = _draft(target)
    try:
        store.flush()
        draft.mkdir(parents=True)
        store.copy_to(draft / "db")
        for name in _BESIDE:
            if (store.location / name).exists():
                shutil.copy2(store.location / name, draft / name)
        quads = _count(draft / "db")
        note = json.dumps({"format": FORMAT, "quads": quads, "base": store.base})
        (draft / _NOTE).write_text(note + "\n", encoding="utf-8")
        _settle(draft, target)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StoreError(f"备份失败: {error}", "检查磁盘空间和权限", code="backup") from error
    return quads


def restore(source: Path, location: Path) -> int:
    """Make the store at ``location`` from the backup ``source``; the number of quads.

    Raises StoreError: ``backup`` when ``source`` is no whole backup or ``location`` holds a graph
    already (nothing is overwritten).
    """
    note = _note(source)
    if (location / "db").exists():
        raise StoreError(
            f"{location} 已有图库", "给出一个新的文件夹 (--store), 或先移走旧的", code="backup"
        )
    draft = _draft(location)
    try:
        shutil.copytree(source, draft, copy_function=_link)
        (draft / _NOTE).unlink()
        # Opened and counted before it gets its name: half a backup must not become a store.
        quads = len(open_store(draft, str(note["base"])))
        if quads != note["quads"]:
            raise StoreError(f"备份不完整: {quads}/{note['quads']}", code="backup")
        (draft / "db" / "LOCK").unlink(missing_ok=True)
        _settle(draft, location)
    except OSError as error:
        raise StoreError(f"恢复失败: {error}", "检查磁盘空间和权限", code="backup") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return quads


def _note(source: Path) -> dict[str, object]:
    try:
        note = json.loads((source / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        note = None
    if not isinstance(note, dict) or note.get("format") != FORMAT or "base" not in note:
        raise StoreError(f"{source} 不是备份", "给出 zhize backup 写的文件夹", code="backup")
    return note


def _draft(target: Path) -> Path:
    return target.absolute().with_name(f".{target.absolute().name}.{os.getpid()}")


def _settle(draft: Path, target: Path) -> None:
    """The draft gets its name; an empty folder may be in the way, nothing else."""
    if target.is_dir():
        for path in sorted(draft.iterdir()):
            path.replace(target / path.name)
        draft.rmdir()
    else:
        draft.replace(target)


def _count(database: Path) -> int:
    return len(ox.Store.read_only(str(database)))


def _link(source: str, target: str) -> str:
    # Only the engine's tables never change; its logs do.
    if source.endswith(".sst"):
        try:
            os.link(source, target)
        except OSError:
            return str(shutil.copy2(source, target))
        return target
    return str(shutil.copy2(source, target))
