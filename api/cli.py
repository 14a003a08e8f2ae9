"""The command line ``zhize``: one group, one module of commands for each thing people come to do."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from api import cli_ask, cli_backup, cli_build, cli_export, cli_query, cli_rules, cli_serve
from api.cli_group import Group
from api.work import calm_collector

app = typer.Typer(
    name="zhize",
    cls=Group,
    help=(
        "职责图谱：把规划、要点、报告变成一张可问、可查、可看的图——谁负责什么、何时完成、依据哪一句话。\n\n"
        "From a folder of documents to a graph: who owns which duty, by when, and where is that written.\n\n"
        "例：zhize build 我的文件夹 ；zhize duties 司法局 ；zhize serve"
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zhize {version('zhize')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本。Show the version."),
    ] = False,
) -> None:
    """Options before the command."""


for _module in (cli_build, cli_rules, cli_ask, cli_query, cli_export, cli_serve, cli_backup):
    _module.register(app)


def main() -> None:
    """The console script. Chinese must print whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding.lower().replace("-", "")
            stream.reconfigure(
                encoding="utf-8" if encoding in ("ascii", "ansi_x3.41968") else None,
                errors="replace",
            )
    os.environ.setdefault("PYTHONIOENCODING", "utf-8")
    calm_collector()
    app()


if __name__ == "__main__":
    main()
