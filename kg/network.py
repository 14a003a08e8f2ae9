"""The graph as a network: the neighbourhood of a thing within a node budget, or all of it.

Nodes are units, tasks, documents, places, policies and outline items; links are what an assignment,
a citation, a place or an alignment says. networkx is the public shape; the whole network is for
exports, never for drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import NotFoundError, QueryError
from kg.rows import Json, Reader
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx

MAX_DEPTH, MAX_BUDGET = 4, 2000
_TYPES = {
    "Unit": "unit",
    "Task": "task",
    "Document": "document",
    "Place": "place",
    "Policy": "policy",
    "OutlineItem": "item",
}
# What to keep when the budget runs out: who and what before where.
_ORDER = ("task", "unit", "document", "item", "policy", "place")


def network(store: Store) -> nx.MultiDiGraph[str]:
    """The whole network; node attributes ``type``, ``label``; link attributes ``type``, ``role``."""
    return _assemble(Reader(store), Reader(store).rows("parts/links"))


def _assemble(reader: Reader, links: Iterable[Json]) -> nx.MultiDiGraph[str]:
    import networkx as nx  # a third of a server's start, and only this function needs it

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    rows = sorted(links, key=lambda r: (r["source"], r["target"], r["type"], r["role"] or ""))
    names = labels(reader, sorted({row[end] for row in rows for end in ("source", "target")}))
    for row in rows:
        for end in ("source", "target"):
            if row[end] not in graph:
                type_, label = names.get(row[end], ("thing", row[end]))
                graph.add_node(row[end], type=type_, label=label)
        key = f"{row['type']}/{row['role'] or ''}"
        graph.add_edge(
            row["source"], row["target"], key=key, type=row["type"], role=row["role"] or ""
        )
    return graph


def labels(reader: Reader, nodes: list[str]) -> dict[str, tuple[str, str]]:
    """Kind and label of each node the network knows; others are left out."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(nodes), 1000):
        for row in reader.rows("parts/labels", node=nodes[start : start + 1000]):
            kind = _TYPES.get(row["type"])
            if kind is not None and row["node"] not in found:
                found[row["node"]] = (kind, row["label"])
    return found


def neighbourhood(reader: Reader, focus: str | None, depth: int, budget: int) -> Json:
    """``{nodes: [{id, type, label, degree}], links, total, truncated}``.

    Walks ``depth`` steps from ``focus`` and stops at ``budget`` nodes; ``total`` counts the nodes it
    saw. Without a focus: documents and the units with most tasks in them.
    """
    if not 1 <= depth <= MAX_DEPTH or not 1 <= budget <= MAX_BUDGET:
        raise QueryError(f"depth 应为 1–{MAX_DEPTH}, budget 应为 1–{MAX_BUDGET}", code="parameter")
    if focus is None:
        return _overview(reader, budget)
    if not labels(reader, [focus]):
        raise NotFoundError(f"图中没有 {focus}", "用 /api/search 找到它")
    kept, seen, links = [focus], {focus}, list[Json]()
    frontier = [focus]
    for _ in range(depth):
        rows = [
            row
            for start in range(0, len(frontier), 200)
            for chunk in [frontier[start : start + 200]]
            for row in reader.rows("parts/links", source=chunk, target=chunk)
        ]
        links += rows
        fresh = _fresh(reader, rows, seen)
        seen.update(fresh)
        frontier = fresh[: max(0, budget - len(kept))]
        kept += frontier
        if not frontier:
            break
    return _drawn(reader, kept, links, len(seen))


def _fresh(reader: Reader, rows: list[Json], seen: set[str]) -> list[str]:
    """Nodes not seen before, those kept longest first."""
    found = {row[end] for row in rows for end in ("source", "target")} - seen
    names = labels(reader, sorted(found))
    weight = dict.fromkeys(found, 0)
    for row in rows:
        for end in ("source", "target"):
            if row[end] in weight:
                weight[row[end]] += 1
    rank = {kind: place for place, kind in enumerate(_ORDER)}
    return sorted(
        (node for node in found if node in names),
        key=lambda n: (rank.get(names[n][0], 9), -weight[n], n),
    )


def _drawn(reader: Reader, kept: list[str], links: list[Json], total: int) -> Json:
    wanted = set(kept)
    inside = {
        (row["source"], row["target"], row["type"], row["role"]): row
        for row in links
        if row["source"] in wanted and row["target"] in wanted
    }
    graph = _assemble(reader, inside.values())
    names = labels(reader, [node for node in kept if node not in graph])
    nodes = []
    for node in kept:
        if node in graph:
            data = graph.nodes[node]
            nodes.append({"id": node, **data, "degree": int(graph.degree(node))})
        else:
            type_, label = names[node]
            nodes.append({"id": node, "type": type_, "label": label, "degree": 0})
    return {
        "nodes": nodes,
        "links": [
            {"source": source, "target": target, "type": data["type"], "role": data["role"] or None}
            for source, target, data in graph.edges(data=True)
        ],
        "total": total,
        "truncated": total > len(kept),
    }


def _overview(reader: Reader, budget: int) -> Json:
    rows = reader.rows("parts/overview")
    weights: dict[str, int] = {}
    for row in rows:
        for end in ("unit", "document"):
            weights[row[end]] = weights.get(row[end], 0) + row["weight"]
    order = sorted(weights, key=lambda node: (not node.startswith("doc/"), -weights[node], node))
    kept = set(order[:budget])
    names = labels(reader, sorted(kept))
    nodes = [
        {"id": node, "type": names[node][0], "label": names[node][1], "degree": weights[node]}
        for node in order[:budget]
    ]
    links = [
        {"source": row["unit"], "target": row["document"], "type": "duties", "role": None}
        | {"weight": row["weight"]}
        for row in rows
        if row["unit"] in kept and row["document"] in kept
    ]
    return {
        "nodes": nodes,
        "links": links,
        "total": len(order),
        "truncated": len(order) > len(nodes),
    }
