"""The options several commands share, and where the graph lives when nobody says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import typer

from api.cli_console import notes
from kg.errors import StoreError
from kg.ids import DEFAULT_BASE
from kg.store import Store, is_address, open_store

StoreOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--store",
        "-s",
        envvar="ZHIZE_STORE",
        metavar="文件夹|网址",
        show_default=False,
        help=(
            "图库所在文件夹（默认 ~/.local/share/zhize/store）或 SPARQL 服务的网址。"
            "Folder of the graph, or a SPARQL server's URL."
        ),
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
JobsOption: TypeAlias = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help="并行进程数，0 为自动。Worker processes.")
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
    """The folder a command works on. Raises StoreError for an address: the command needs files."""
    if chosen and "://" in chosen:
        raise StoreError(
            "这里只能用本机的图库",
            "请给出本机文件夹，例如 --store data/store",
            code="store_remote",
        )
    return Path(chosen).expanduser() if chosen else data_home() / "store"


def shown_store(chosen: str | None) -> str:
    """The store's folder or address for people, without the password an address may hold."""
    if not chosen or not is_address(chosen):
        return str(store_folder(chosen))
    parts = urlsplit(chosen)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def reading(chosen: str | None, base: str = DEFAULT_BASE) -> Store:
    """The existing graph, for reading; StoreError ``store_missing`` when there is none."""
    return open_store(_place(chosen), base, read_only=True, token=_token())


def writing(chosen: str | None, base: str = DEFAULT_BASE) -> Store:
    """The graph, for writing; made when there is none."""
    target = open_store(_place(chosen), base, token=_token())
    if not target.atomic:
        notes().print("这种服务器替换文件的一瞬间，读者可能看到新旧各半（见 docs/remote.md）")
    return target


def _place(chosen: str | None) -> str | Path:
    return chosen if chosen and is_address(chosen) else store_folder(chosen)


def _token() -> str | None:
    """The remote store's bearer token: from the environment, a command line can be seen by others."""
    return os.environ.get("ZHIZE_STORE_TOKEN") or None
