"""Commands that keep a graph safe: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_console import notes, safe
from api.cli_options import BaseOption, StoreOption, reading, store_folder
from kg.ids import DEFAULT_BASE

Target = Annotated[Path, typer.Argument(metavar="文件夹", help="备份写到哪里（新文件夹）。")]
Source = Annotated[Path, typer.Argument(metavar="文件夹", help="zhize backup 写的文件夹。")]


def backup(folder: Target, store: StoreOption = None, base: BaseOption = DEFAULT_BASE) -> None:
    from kg.backup import backup as copy

    store_folder(store)  # an address has no files to copy
    quads = copy(reading(store, base), folder)
    notes().print(safe(f"已备份 {quads:,} 条三元组到 {folder}"), soft_wrap=True)


def restore(folder: Source, store: StoreOption = None) -> None:
    from kg.backup import restore as copy

    place = store_folder(store)
    quads = copy(folder, place)
    notes().print(safe(f"已恢复 {quads:,} 条三元组到 {place}"), soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_BACKUP)(backup)
    app.command(help=_RESTORE)(restore)


_BACKUP = """把图库复制到一个新文件夹；服务运行时也可以。

Copy the graph to a new folder, also while it is served.

\b
例：zhize backup 备份/2025-06-01
"""
_RESTORE = """从备份恢复图库；不覆盖已有的图库。

Make the graph anew from a backup; never overwrites one.

\b
例：zhize restore 备份/2025-06-01 --store 新图库
"""
