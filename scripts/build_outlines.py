"""Write ``ontology/outlines/*.ttl`` from items.tsv and keywords.toml, one file an outline.

python scripts/build_outlines.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from kg import ids
from kg.registry import GRAPH, add_outlines
from kg.sink import Sink
from ontology.outlines import Item, load_outlines
from ontology.terms import PREFIXES

FOLDER = Path(__file__).resolve().parent.parent / "ontology" / "outlines"
_HEADER = """# Written by scripts/build_outlines.py from items.tsv and keywords.toml; do not edit.
# Headings only. zhize:verification says how sure we are of each; keywords are ours.
"""
_FILES = {
    "policy/法治中国建设规划-2020-2025": "fazhi-zhongguo-2020-2025.ttl",
    "policy/法治政府建设实施纲要-2021-2025": "fazhi-zhengfu-2021-2025.ttl",
    "policy/法治社会建设实施纲要-2020-2025": "fazhi-shehui-2020-2025.ttl",
}
_USED = ("rdf", "rdfs", "skos", "zhize", "verification")


def main() -> None:
    """Write every outline."""
    for name, text in outlines():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(name, text.count("\n"), "lines")


def outlines() -> Iterator[tuple[str, str]]:
    """File name and Turtle of every outline."""
    by_policy: dict[str, list[Item]] = {}
    for item in load_outlines():
        by_policy.setdefault(item.policy, []).append(item)
    for policy, items in by_policy.items():
        sink = Sink(GRAPH, ids.DEFAULT_BASE)
        add_outlines(sink, items)
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in sink.quads()]
        yield _FILES[policy], _HEADER + turtle(triples)


def turtle(triples: list[Triple]) -> str:
    """Turtle whose prefixes stand in one order (the serialiser's own order changes from run to run)."""
    prefixes = {name: PREFIXES[name] for name in _USED}
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = data.decode().splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith("@prefix"))
    return "".join([*head, *(line for line in lines if not line.startswith("@prefix"))])


if __name__ == "__main__":
    main()
