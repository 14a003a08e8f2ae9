"""Commands that serve: serve, demo."""

from __future__ import annotations

import os
import secrets
import shlex
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_ask import STATS
from api.cli_build import run_build, show_report
from api.cli_console import console, safe
from api.cli_options import (
    BaseOption,
    PlacesOption,
    StoreOption,
    UnitsOption,
    data_home,
    reading,
    store_folder,
    writing,
)
from api.work import Setup, rules_digest
from kg.errors import ZhizeError
from kg.ids import DEFAULT_BASE
from kg.library import Library
from kg.store import Store, is_address

if TYPE_CHECKING:
    from api.settings import Settings

Host = Annotated[str, typer.Option("--host", envvar="ZHIZE_HOST", help="监听地址。Address.")]
Port = Annotated[
    int, typer.Option("--port", "-p", envvar="ZHIZE_PORT", min=0, max=65535, help="端口。Port.")
]
Public = Annotated[
    bool,
    typer.Option(
        "--public", envvar="ZHIZE_PUBLIC", help="任何人都可以读，不要口令。Anybody may read."
    ),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        envvar="ZHIZE_TOKEN_FILE",
        metavar="文件",
        show_default=False,
        help="写口令所在的文件（或设 ZHIZE_TOKEN）。File with the write token.",
    ),
]
ReadTokenFile = Annotated[
    Path | None,
    typer.Option(
        "--read-token-file",
        envvar="ZHIZE_READ_TOKEN_FILE",
        metavar="文件",
        show_default=False,
        help="读口令所在的文件（或设 ZHIZE_READ_TOKEN）。File with the read token.",
    ),
]
ReadOnly = Annotated[
    bool,
    typer.Option(
        "--read-only",
        envvar="ZHIZE_READ_ONLY",
        help="与另一个进程同读一个图库，自己不写。Read beside the process that writes the store.",
    ),
]

Writable = Annotated[
    bool,
    typer.Option(
        "--writable",
        "-w",
        help="可以从网页导入：没有写口令就造一个，打印带口令的链接。Make a write token, print the link.",
    ),
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
    places: PlacesOption = None,
    units: UnitsOption = None,
    public: Public = False,
    token_file: TokenFile = None,
    read_token_file: ReadTokenFile = None,
    writable: Writable = False,
    read_only: ReadOnly = False,
) -> None:
    from api.settings import Settings

    remote = store is not None and is_address(store)
    place = str(store if remote else store_folder(store))
    if not remote and not (Path(place) / "db").is_dir():
        raise ZhizeError(f"没有图库 {place}", "先运行 zhize build", code="store_missing")
    settings = Settings(
        store=place,
        host=host,
        port=port,
        base_iri=base,
        places=places,
        units=units,
        public=public,
        token_file=token_file,
        read_token_file=read_token_file,
    )
    _require_tokens(settings)
    if writable and read_only:
        hint = "二者选其一"
        raise ZhizeError("--writable 和 --read-only 不能同时用", hint, code="options")
    if read_only:
        run_server(_reading(place, base, remote=remote), settings)
    else:
        run_server(writing(store, base), _with_token(settings) if writable else settings)


def _reading(place: str, base: str, *, remote: bool) -> Store:
    """The store that another process writes."""
    if remote:
        return reading(place, base)
    from kg.replica import open_replica

    return open_replica(place, base)


def _with_token(settings: Settings) -> Settings:
    """The settings with a write token of this run, unless there is one already."""
    from pydantic import SecretStr

    if settings.write_secret():
        return settings
    return settings.model_copy(update={"token": SecretStr(secrets.token_urlsafe(18))})


def _require_tokens(settings: Settings) -> None:
    """Beyond this machine nobody reads without a token, unless that is what was asked for."""
    from api.access import is_loopback

    tokens = settings.write_secret() or settings.read_secret()
    if not is_loopback(settings.host) and not settings.public and not tokens:
        raise ZhizeError(
            f"在 {settings.host} 上服务需要口令",
            "设置 ZHIZE_READ_TOKEN 或 ZHIZE_TOKEN，或用 --public 让任何人都可以读",
            code="token_required",
        )


def run_server(store: Store, settings: Settings) -> None:
    """Serve until Ctrl-C. Raises ZhizeError ``port`` when the port is taken."""
    from api.app import create_app
    from api.listening import listening, run

    host = settings.host
    line = listening(host, settings.port)
    port = line.getsockname()[1]  # the one we got, where any was asked for
    if not store.remote:
        store.snapshot()  # other commands read this while the server holds the store
    app = create_app(settings, store)
    shown = f"[{host}]" if ":" in host else host
    console().print(safe(f"浏览：http://{shown}:{port}/ （Ctrl-C 停止）", "bold green"))
    token = settings.write_secret()
    if token and not store.read_only:
        # Behind #, so that no server, proxy or log ever sees it; one chosen by hand is not printed.
        mine = f"#token={token}" if settings.token_file is None and not _chosen() else ""
        console().print(safe(f"导入：http://{shown}:{port}/import{mine}"), soft_wrap=True)
    run(app, line)


def _chosen() -> bool:
    return bool(os.environ.get("ZHIZE_TOKEN", "").strip())


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    public: Public = False,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="只建图，不启动服务。Stop after the build.")
    ] = False,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", "-s", metavar="文件夹", show_default=False, help="示例图库放在哪里。"
        ),
    ] = None,
) -> None:
    from api.access import is_loopback
    from api.settings import Settings

    folder = store or data_home() / "demo"
    settings = Settings(store=str(folder), host=host, port=port, public=public)
    if not no_serve:
        _require_tokens(settings)
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv")
        target = writing(str(folder))
        console().print(safe("读入随软件附带的示例文件（虚构的霁川县）…", "bold"))
        _forget_older(target, setup)
        report = run_build([str(samples / "documents")], target, setup, 1)
        show_report(report, target, folder)
        if report.failed:
            raise typer.Exit(1)
        _show_story(target, folder)
        if not no_serve:
            own = {"places": samples / "places.csv", "units": samples / "units.csv"}
            settings = settings.model_copy(update=own)
            # Who tries the demo wants to drop a file of their own; on this machine that harms nobody.
            run_server(target, _with_token(settings) if is_loopback(host) else settings)


def _forget_older(target: Store, setup: Setup) -> None:
    """Start afresh when another version of the software built this demo: its samples may be others."""
    library = Library(target)
    if any(source.rules != rules_digest(setup) for source in library.sources()):
        for document in library.documents():
            library.forget(document)


def _show_story(target: Store, folder: Path) -> None:
    """What the graph now says: its size, who carries most, what is missing, how to ask on."""
    from kg.ask import Ask

    ask, out = Ask(target), console()
    counted = ask.stats()
    sizes = " · ".join(
        f"{label} {counted[kind]:,}" for kind, label in STATS.items() if kind in counted
    )
    out.print(safe(f"图中：{sizes}"), soft_wrap=True)
    busy = sorted(ask.units(limit=500)["items"], key=lambda u: (-u["counts"]["lead"], u["id"]))[:3]
    shown = "，".join(f"{u['label']} {u['counts']['lead']} 项" for u in busy)
    missing = ask.gaps()["counts"]
    out.print(safe(f"牵头最多：{shown}"), soft_wrap=True)
    unowned, undated = missing["unowned"], missing["undated"]
    out.print(safe(f"缺口：没有写明责任单位 {unowned:,} 项，没有写明时限 {undated:,} 项"))
    out.print(safe("试一试："), soft_wrap=True)
    for command in ("duties 柳泊司法所", "gaps", "query outline-to-units"):
        out.print(safe(f"  zhize {command} --store {shlex.quote(str(folder))}"), soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_SERVE)(serve)
    app.command(help=_DEMO)(demo)


_SERVE = """启动浏览页面、API 和 SPARQL 服务（默认只读，只对本机）。

Serve the explorer, the API and SPARQL. Read-only unless there is a write token (ZHIZE_TOKEN);
on an address other machines reach, reading needs a token too, unless --public.

\b
例：zhize serve --port 8000
    zhize serve --writable
    zhize serve --host 0.0.0.0 --read-token-file 读口令.txt
    zhize serve --read-only --port 8001        （第二个进程读同一个图库）
"""
_DEMO = """用附带的示例文件建图并打开服务。

Build a graph from the shipped samples and serve it.

\b
例：zhize demo
    zhize demo --no-serve
"""
