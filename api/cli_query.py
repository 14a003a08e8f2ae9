"""Commands for SPARQL: query."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from api.cli_console import console, safe
from api.cli_options import BaseOption, StoreOption, reading
from api.cli_tables import Value, csv_bytes
from kg.errors import NotFoundError, QueryError
from kg.ids import DEFAULT_BASE, path_of

_RESULTS = "application/sparql-results+json"
# The command line is its owner's: generous limits, so that a runaway query still ends.
_SECONDS, _BYTES, _MEMORY = 3600.0, 1_000_000_000, 8_000_000_000


class Format(StrEnum):
    """What ``--format`` takes."""

    table = "table"
    csv = "csv"
    json = "json"
    ttl = "ttl"


def query(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="文件.rq", help="查询文件、自带问题的名称，或 - 表示标准输入。A .rq file."
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--execute", "-e", metavar="SPARQL", help="直接给出查询。The query."),
    ] = None,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="输出格式。Output format.")
    ] = Format.table,
    listing: Annotated[
        bool, typer.Option("--list", help="列出自带的问题。List the shipped questions.")
    ] = False,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    if listing:
        _list_shipped()
        return
    _run(_text(file, text), format, store, base)


def _text(file: str | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise QueryError("请给出一个 .rq 文件，或用 -e 给出查询", "例：zhize query -e 'SELECT …'")
    if text is not None:
        return text
    if file == "-":
        return sys.stdin.read()
    path = Path(str(file))
    if not path.is_file():
        shipped = _shipped().get(path.stem)
        if shipped is None:
            raise NotFoundError(f"没有查询文件 {file}", "zhize query --list 列出自带的问题")
        path = shipped
    return path.read_text(encoding="utf-8-sig")


def _shipped() -> dict[str, Path]:
    import kg

    folder = Path(next(iter(kg.__path__))) / "queries"
    return {path.stem: path for path in sorted(folder.glob("*.rq"))}


def _list_shipped() -> None:
    for name, path in _shipped().items():
        lines = path.read_text(encoding="utf-8").splitlines()
        about = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
        console().print(safe(f"{name}  {about}"), soft_wrap=True)


def _run(text: str, format: Format, store: str | None, base: str) -> None:
    from kg.guard import check
    from kg.pool import Limits, Pool

    is_graph = check(text) in ("construct", "describe")
    if format is Format.ttl and not is_graph:
        raise QueryError("ttl 只用于 CONSTRUCT 或 DESCRIBE", "换成 --format table、csv 或 json")
    graph = "application/ld+json" if format is Format.json else "text/turtle"
    pool = Pool(reading(store, base), Limits(_SECONDS, _BYTES, _MEMORY, 1))
    try:
        body = pool.run(text, base=base, results=_RESULTS, graph=graph).body
    finally:
        pool.close()
    if is_graph or format is Format.json:
        sys.stdout.write(body.decode())
        if not body.endswith(b"\n"):
            sys.stdout.write("\n")
        return
    _print_rows(json.loads(body), format, base)


def _print_rows(answer: dict[str, Any], format: Format, base: str) -> None:
    if "boolean" in answer:
        typer.echo("true" if answer["boolean"] else "false")
        return
    names = answer["head"].get("vars", [])
    rows = [[row.get(name) for name in names] for row in answer["results"]["bindings"]]
    if format is Format.csv:
        cells: list[list[Value]] = [
            [None if t is None else t["value"] for t in row] for row in rows
        ]
        sys.stdout.write(csv_bytes(names, cells).decode())
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(safe(name), overflow="fold")
    for row in rows:
        table.add_row(*(safe(_cell(term, base)) for term in row))
    console().print(table)
    console().print(f"{len(rows)} 行", style="dim")


def _cell(term: dict[str, str] | None, base: str) -> str:
    """A term for reading: our own IRIs as ids, literals as their text."""
    if term is None:
        return ""
    if term["type"] == "uri" and term["value"].startswith(base):
        return path_of(term["value"], base)
    return term["value"]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_QUERY)(query)


_QUERY = """用 SPARQL 查询图库。

Ask the graph in SPARQL.

\b
例：zhize query 问题.rq --format csv > 结果.csv
    zhize query -e 'SELECT ?u ?n { ?u a zhize:Unit ; skos:prefLabel ?n } LIMIT 5'
    zhize query --list
"""
