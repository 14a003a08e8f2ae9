"""``zhize rules``: every rule by which documents are read, and which of them a corpus fires."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from api.cli_console import console, one_line, progress, safe, say_error
from api.cli_options import PlacesOption
from api.work import extract_file, unexpected
from kg.errors import NotFoundError, ZhizeError
from loaders.rules.catalog import LAYERS

if TYPE_CHECKING:
    from loaders.coverage import Count, Coverage

_COLUMNS = ("rule", "layer", "hits", "documents", "example", "source", "says", "where", "kept")


def rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[路径…]",
            help="用这些文件统计每条规则的命中；不给则只列规则。Count hits in these files.",
        ),
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option("--layer", metavar="层", help=f"只看一层：{'、'.join(LAYERS)}。One layer."),
    ] = None,
    dead: Annotated[
        bool, typer.Option("--dead", help="只看没有命中的规则。Only the rules nothing fired.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV。As CSV.")] = False,
    places: PlacesOption = None,
) -> None:
    if layer is not None and layer not in LAYERS:
        raise NotFoundError(f"没有这一层 {layer}", "可用：" + "、".join(LAYERS), code="layer")
    from loaders.coverage import Coverage  # reads every rule: other commands do not wait for it

    counted = Coverage()
    failed = _count(counted, paths, places) if paths else False
    if failed and not counted.files:
        raise typer.Exit(1)  # nothing was read: every rule would seem dead
    shown = [
        count
        for count in counted.counts.values()
        if layer in (None, count.rule.layer) and not (dead and count.hits)
    ]
    if paths:
        shown.sort(key=lambda count: (-count.hits, -count.documents))  # the dead come last
    if as_csv:
        _write_csv(shown)
    else:
        _show(shown, counted, counting=bool(paths))
    if failed:
        raise typer.Exit(1)


def _count(counted: Coverage, paths: list[str], places: PlacesOption) -> bool:
    """Read every file; True when one could not be read."""
    from loaders.inputs import walk

    failed = False
    with progress("读入 reading") as bar:
        task = bar.add_task("", total=None)
        for item in walk(paths):
            bar.update(task, advance=1, description=one_line(item.path)[-40:])
            try:
                if item.data is None:
                    raise item.error or unexpected(ValueError(item.path))
                counted.add(item.data, extract_file(item.data, item.name, places))
            except ZhizeError as error:
                say_error(error, item.path)
                failed = True
    return failed


def _show(shown: list[Count], counted: Coverage, *, counting: bool) -> None:
    out = console()
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    names = (
        ("层", "规则", "命中", "文件", "例") if counting else ("层", "规则", "例", "反例", "出处")
    )
    for name in names:
        table.add_column(
            name,
            overflow="fold",
            justify="right" if name in ("命中", "文件") else "left",
            no_wrap=name in ("层", "规则", "命中", "文件"),
        )
    for count in shown:
        if counting and not count.hits:
            continue  # these have a section of their own, with the reasons
        rule = count.rule
        cells: tuple[object, ...] = (
            (f"{count.hits:,}", f"{count.documents:,}", count.example)
            if counting
            else (rule.examples[0], rule.counter_examples[0], rule.where)
        )
        table.add_row(*(safe(cell) for cell in (LAYERS[rule.layer], rule.id, *cells)))
    if table.row_count:
        out.print(table)
    if counting:
        _say_dead(counted, shown)


def _say_dead(counted: Coverage, shown: list[Count]) -> None:
    """The rules nothing fired, each with the reason why it stays, if one is written down."""
    out = console()
    silent = [count for count in shown if not count.hits]
    fired = len(shown) - len(silent)
    out.print(
        safe(
            f"{counted.files} 个文件，{len(shown)} 条规则：{fired} 条命中，{len(silent)} 条没有",
            "bold",
        ),
        soft_wrap=True,
    )
    if silent:
        out.print(safe("没有命中的规则："), soft_wrap=True)
    for count in silent:
        why = count.rule.kept or f"例：{count.rule.examples[0]}"
        layer = LAYERS[count.rule.layer]
        out.print(safe(f"  {layer}  {count.rule.id}：{one_line(why)}", "dim"), soft_wrap=True)


def _write_csv(shown: list[Count]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for count in shown:
        rule = count.rule
        row = (rule.id, rule.layer, count.hits, count.documents, count.example, count.source)
        writer.writerow([one_line(v) for v in (*row, rule.says, rule.where, rule.kept)])


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command(help=_RULES)(rules)


_RULES = """列出读文件的全部规则；给出文件时统计每条命中多少、在几个文件里、例子，以及从未命中的规则。

Every rule by which documents are read; with files: hits, documents, an example, and the rules nothing fired.

\b
例：zhize rules
    zhize rules 我的文件夹
    zhize rules 我的文件夹 --dead
    zhize rules 我的文件夹 --csv > 规则.csv
"""
