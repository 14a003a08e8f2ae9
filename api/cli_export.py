"""Commands that write the graph out: export, view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.called import AmbiguousError
from api.cli_ask import asking
from api.cli_console import notes, safe
from api.cli_options import BaseOption, StoreOption, reading
from kg.errors import NotFoundError, ZhizeError
from kg.ids import DEFAULT_BASE
from kg.store import Store

if TYPE_CHECKING:
    from kg.ask import Ask

_RDF = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
}
_NETWORKS = (".graphml", ".gexf")


def export(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="文件", help=".ttl .nq .jsonld .graphml .gexf .csv.zip"
        ),
    ],
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    from api.exporting import csv_zip

    suffix = "".join(out.suffixes[-2:]) if out.suffix == ".zip" else out.suffix
    if suffix not in (*_RDF, *_NETWORKS, ".csv.zip"):
        known = "、".join([*_RDF, *_NETWORKS, ".csv.zip"])
        raise ZhizeError(f"不认识的格式 {out.name}", f"文件名以 {known} 之一结尾", code="format")
    source = reading(store, base)
    if suffix in _RDF:
        body = source.dump(_RDF[suffix])
    elif suffix in _NETWORKS:
        body = _network(source, suffix)
    else:
        body = csv_zip(source)
    _write(out, body)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    notes().print(safe(f"已写入 {path}（{len(body):,} 字节）"), soft_wrap=True)


def _network(source: Store, suffix: str) -> bytes:
    from kg.network import network
    from visualize.graph_files import written

    return written(network(source), "gexf" if suffix == ".gexf" else "graphml")


def view(
    thing: Annotated[
        str | None,
        typer.Argument(
            metavar="单位/文件/辖区", help="从哪里看起（默认全图概览）。Where to start."
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="文件.html", help="写到哪里。Where to.")
    ] = Path("graph.html"),
    budget: Annotated[
        int,
        typer.Option("--budget", min=10, max=2000, help="最多画多少个点。At most this many nodes."),
    ] = 150,
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    from visualize.page import graph_page

    ask = asking(store, base)
    focus = _focus(ask, thing) if thing else None
    page = graph_page(ask, focus=focus, budget=budget)
    _write(out, page if isinstance(page, bytes) else page.encode())


def _focus(ask: Ask, thing: str) -> str:
    """The id of what ``thing`` names: a unit, document, place, policy or task."""
    if "/" in thing and thing.partition("/")[0] in ("unit", "doc", "place", "policy"):
        return thing
    listings = (
        ask.units(q=thing, limit=500)["items"],
        ask.documents(q=thing, limit=500)["items"],
        [p for p in ask.places()["items"] if thing in p["name"]],
        [p for p in ask.policies()["items"] if thing in p["label"]],
    )
    items = [item for listing in listings for item in listing]
    names = ("label", "name", "title")
    chosen = [i for i in items if thing in (i.get(name) for name in names)] or items
    if not chosen:
        raise NotFoundError(f"图中没有 {thing}", "zhize stats 看图中有什么")
    # Places that only were candidates for an open document carry nothing to draw.
    chosen = [i for i in chosen if any(i.get("counts", {}).values())] or chosen
    if len(chosen) > 1:
        shown = "；".join(f"{_called(i)}（{i['id']}）" for i in chosen[:12])
        raise AmbiguousError(f"“{thing}”有 {len(chosen)} 个：{shown}", "用括号里的标识选定一个")
    return str(chosen[0]["id"])


def _called(item: dict[str, Any]) -> str:
    """A place by its whole chain, for many towns share a name; others by their label."""
    return str(item.get("label") or "".join(item.get("path", ())) or item["name"])


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_EXPORT)(export)
    app.command(help=_VIEW)(view)


_EXPORT = """把图导出为 Turtle、N-Quads、JSON-LD、GraphML、GEXF（Gephi），或一包 CSV。

Write the graph as Turtle, N-Quads, JSON-LD, GraphML, GEXF or a ZIP of CSV tables.

\b
例：zhize export -o 图.nq
    zhize export -o 图.csv.zip
"""
_VIEW = """写成一个自带一切的网页：图、图例、搜索，点开看原句，不需联网。

One self-contained page of the graph.

\b
例：zhize view 人和司法所 -o 图.html
"""
