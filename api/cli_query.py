"""Commands for SPARQL: query."""

from __future__ import annotations

import json
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from api.called import called_values
from api.cli_console import console, notes, safe
from api.cli_options import BaseOption, StoreOption, reading
from api.cli_tables import Value, csv_bytes
from api.exporting import with_prefixes
from api.query_words import in_words
from kg.errors import NotFoundError, QueryError
from kg.ids import DEFAULT_BASE, path_of
from kg.questions import question, shipped
from kg.store import Store
from ontology.terms import PREFIXES

_RESULTS = "application/sparql-results+json"
_MIN_COLUMN = 11  # narrower columns than this are not readable
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
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="名称=值",
            help="自带问题的参数，写名称或标识。A question's parameter.",
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="列出自带的问题。List the shipped questions.")
    ] = False,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    if listing:
        _list_shipped()
        return
    own = file is None or Path(file).is_file() or file == "-"
    asked = with_prefixes(_text(file, text, param or [], store, base))
    rows = _run(asked, format, store, base, named=not own)
    most = None if own else question(str(file)).most
    if most is not None and rows >= most:
        notes().print(
            f"这个问题最多取 {most:,} 条，可能没有列全；用 -p 指定参数，或复制查询去掉 LIMIT"
        )


def _text(
    file: str | None, text: str | None, given: list[str], store: str | None, base: str
) -> str:
    if (file is None) == (text is None):
        raise QueryError("请给出一个 .rq 文件，或用 -e 给出查询", "例：zhize query -e 'SELECT …'")
    if text is not None:
        return text
    if file == "-":
        return sys.stdin.read()
    path = Path(str(file))
    if path.is_file():
        return path.read_text(encoding="utf-8-sig")
    try:
        shipped = question(path.stem)
    except NotFoundError:
        hint = "zhize query --list 列出自带的问题"
        raise NotFoundError(f"没有查询文件或问题 {file}", hint) from None
    values = _values(given)
    if values:
        called_values(shipped, values, reading(store, base))
    return shipped.bind(values, base)


def _values(given: list[str]) -> dict[str, str]:
    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(
                f"参数写成 名称=值：{pair}", "例：-p unit=人和司法所", code="parameter"
            )
        values[name] = value
    return values


def _list_shipped() -> None:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("名称", "问题", "参数"):
        table.add_column(heading, overflow="fold")
    for known in shipped():
        wanted = "，".join(
            f"{p.name}（{p.label.partition('|')[0].strip()}{'，必填' if p.required else ''}）"
            for p in known.parameters
        )
        table.add_row(safe(known.name, "bold"), safe(known.question[0]), safe(wanted))
    console().print(table)


def _run(text: str, format: Format, store: str | None, base: str, *, named: bool) -> int:
    """Print the answer; how many rows it had. ``named``: a table speaks in words, as the page of questions does."""
    from kg.evaluators import open_evaluator
    from kg.guard import check
    from kg.pool import Limits

    is_graph = check(text) in ("construct", "describe")
    if format is Format.ttl and not is_graph:
        raise QueryError("ttl 只用于 CONSTRUCT 或 DESCRIBE", "换成 --format table、csv 或 json")
    graph = "application/ld+json" if format is Format.json else "text/turtle"
    pool = open_evaluator(reading(store, base), Limits(_SECONDS, _BYTES, memory=_MEMORY, workers=1))
    try:
        body = pool.run(text, base=base, results=_RESULTS, graph=graph).body
    finally:
        pool.close()
    if is_graph or format is Format.json:
        sys.stdout.write(body.decode())
        if not body.endswith(b"\n"):
            sys.stdout.write("\n")
        return 0
    return _print_rows(json.loads(body), format, base, reading(store, base) if named else None)


def _print_rows(answer: dict[str, Any], format: Format, base: str, named: Store | None) -> int:
    """``named``: the graph that knows what the things of a shipped question are called."""
    if "boolean" in answer:
        typer.echo("true" if answer["boolean"] else "false")
        return 1
    names = answer["head"].get("vars", [])
    rows = [[row.get(name) for name in names] for row in answer["results"]["bindings"]]
    if format is Format.csv:
        cells: list[list[Value]] = [
            [None if t is None else t["value"] for t in row] for row in rows
        ]
        sys.stdout.write(csv_bytes(names, cells).decode())
        return len(rows)
    if named is None:
        cells_of = [[_cell(term, base) for term in row] for row in rows]
    else:
        names, cells_of = in_words(names, rows, named)
    out = console()
    if len(names) * _MIN_COLUMN > out.width:
        _print_records(out, names, cells_of)
        return len(rows)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(safe(name), overflow="fold")
    for shown in cells_of:
        table.add_row(*map(safe, shown))
    out.print(table)
    out.print(f"{len(rows)} 行", style="dim")
    return len(rows)


def _print_records(out: Console, names: list[str], rows: list[list[str]]) -> None:
    """One line a value: more columns than the terminal can show side by side."""
    width = max(map(cell_len, names))
    for number, row in enumerate(rows, start=1):
        out.print(f"── {number} ──", style="dim")
        for name, shown in zip(names, row, strict=True):
            if shown:
                blank = " " * (width - cell_len(name))
                out.print(safe(f"{name}{blank}  {shown}"), soft_wrap=True)
    out.print(f"{len(rows)} 行", style="dim")


_LOCAL: Final = re.compile(r"[\w-]+")  # genre:work_points


def _cell(term: dict[str, str] | None, base: str) -> str:
    """A term for reading: our own IRIs as ids, known ones as prefixed names, literals as their text."""
    if term is None:
        return ""
    value = term["value"]
    if term["type"] != "uri":
        return value
    if value.startswith(base):
        return path_of(value, base)
    for prefix, space in PREFIXES.items():
        if value.startswith(space) and _LOCAL.fullmatch(value, len(space)):
            return f"{prefix}:{value[len(space) :]}"
    return value


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_QUERY)(query)


_QUERY = """用 SPARQL 查询图库。

Ask the graph in SPARQL.

\b
例：zhize query 问题.rq --format csv > 结果.csv
    zhize query -e 'SELECT ?u ?n { ?u a zhize:Unit ; skos:prefLabel ?n } LIMIT 5'
    zhize query --list
    zhize query unit-duties -p unit=人和司法所 -p role=牵头
"""
