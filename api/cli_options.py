"""The options several commands share, and where the graph lives when nobody says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from kg.errors import StoreError
from kg.ids import DEFAULT_BASE
from kg.store import Store, open_store

StoreOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--store",
        "-s",
        envvar="ZHIZE_STORE",
        metavar="文件夹",
        show_default=False,
        help="图库所在文件夹（默认 ~/.local/share/zhize/store）。Folder of the graph.",
    ),
]
BaseOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--base-iri", envvar="ZHIZE_BASE_IRI", hidden=True, help="标识符的前缀。Base IRI."
    ),
]
PlacesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--places",
        envvar="ZHIZE_PLACES",
        metavar="CSV",
        show_default=False,
        help="自己的辖区表（补充内置的全国区划）。Your own CSV of places.",
    ),
]
UnitsOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--units",
        envvar="ZHIZE_UNITS",
        metavar="CSV",
        show_default=False,
        help="自己的单位表。Your own CSV of units.",
    ),
]
PlaceOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--place", metavar="辖区", help="只看这个辖区（名称或代码）。Only this place."),
]
YearOption: TypeAlias = Annotated[
    int | None, typer.Option("--year", metavar="年份", help="只看这一年的文件。Only this year.")
]
CsvOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--csv", metavar="文件", help="另存为 CSV（可用 Excel 打开）。Write a CSV."),
]
XlsxOption: TypeAlias = Annotated[
    Path | None, typer.Option("--xlsx", metavar="文件", help="另存为 Excel。Write an XLSX.")
]


def data_home() -> Path:
    """The user's own folder for graphs: ``$XDG_DATA_HOME/zhize``, normally ~/.local/share/zhize."""
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "zhize"


def store_folder(chosen: str | None) -> Path:
    """The folder a command works on. Raises StoreError for an address it cannot work on yet."""
    if chosen and "://" in chosen:
        raise StoreError(
            f"还不能使用远程图库 {chosen}", "请给出本机文件夹，例如 --store data/store"
        )
    return Path(chosen).expanduser() if chosen else data_home() / "store"


def reading(chosen: str | None, base: str = DEFAULT_BASE) -> Store:
    """The existing graph, for reading; StoreError ``store_missing`` when there is none."""
    return open_store(store_folder(chosen), base, read_only=True)


def writing(chosen: str | None, base: str = DEFAULT_BASE) -> Store:
    """The graph, for writing; made when there is none."""
    return open_store(store_folder(chosen), base)
