"""A drawn scene as a file for other programs: GraphML, GEXF (Gephi, with positions and colours), rows for a spreadsheet.

XML allows fewer characters than documents hold: what it forbids is dropped, the rest is escaped by the writer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, Literal

import networkx as nx

from visualize.i18n import Words

Row = Mapping[str, Any]
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS = {
    "unit": (185, 80, 26),
    "task": (31, 104, 168),
    "statement": (31, 104, 168),
    "policy": (106, 76, 156),
    "item": (106, 76, 156),
    "deadline": (168, 116, 0),
    "place": (35, 113, 79),
    "document": (63, 86, 109),
}
_OTHER = (132, 144, 160)
HEADER = {
    "zh": ("起点", "起点类型", "关系", "终点", "终点类型", "起点标识", "终点标识"),
    "en": ("from", "type", "link", "to", "type", "from id", "to id"),
}


def _clean(text: object) -> str:
    return _FORBIDDEN.sub("", str(text or ""))


def network(scene: Row, words: Words) -> nx.DiGraph[str]:
    """The scene as a graph: nodes with ``label``, ``type``, ``kind`` (in words), ``x``, ``y``; links with ``role``."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in scene["nodes"]:
        red, green, blue = _COLOURS.get(node["type"], _OTHER)
        graph.add_node(
            node["id"],
            label=node["label"] or "",
            type=node["type"],
            kind=words.of("type", node["type"]),
            detail=node.get("detail") or "",
            viz={
                "color": {"r": red, "g": green, "b": blue, "a": 1.0},
                "position": {"x": node["x"], "y": -node["y"], "z": 0.0},
            },
        )
    for link in scene["links"]:
        role = link["role"]
        graph.add_edge(link["source"], link["target"], role=role, label=words.of("role", role))
    return graph


def graphml(scene: Row, words: Words) -> bytes:
    """GraphML, which knows no positions of its own: they are plain attributes."""
    graph = network(scene, words)
    for _, said in graph.nodes(data=True):
        place = said.pop("viz")["position"]
        said["x"], said["y"] = float(place["x"]), float(place["y"])
    return written(graph, "graphml")


def gexf(scene: Row, words: Words) -> bytes:
    """GEXF 1.2 for Gephi, with colours and positions."""
    return written(network(scene, words), "gexf")


def written(graph: nx.Graph[str], kind: Literal["graphml", "gexf"]) -> bytes:
    """Any of our graphs in one of the formats; without the day of writing, so that equal graphs are equal files."""
    graph, out = _writable(graph), io.BytesIO()
    if kind == "graphml":
        nx.write_graphml(graph, out, encoding="utf-8", prettyprint=True)
        return out.getvalue()
    nx.write_gexf(graph, out, encoding="utf-8", prettyprint=True, version="1.2draft")
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())


def _writable(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The graph with texts XML can hold; GEXF keeps ``type`` of a link for itself, so ours is called ``link``."""
    made: nx.Graph[str] = graph.__class__()
    for node, said in graph.nodes(data=True):
        made.add_node(_clean(node), **{k: _plain(v) for k, v in said.items()})
    for source, target, said in graph.edges(data=True):
        named = {"link" if k == "type" else k: _plain(v) for k, v in said.items()}
        made.add_edge(_clean(source), _clean(target), **named)
    return made


def _plain(value: Any) -> Any:
    return _clean(value) if isinstance(value, str) else value


def links(scene: Row, words: Words) -> tuple[list[str], list[list[str]]]:
    """Header and one row a link."""
    by_id = {node["id"]: node for node in scene["nodes"]}
    rows = []
    for link in scene["links"]:
        one, other = by_id.get(link["source"]), by_id.get(link["target"])
        if one is not None and other is not None:
            kinds = [words.of("type", node["type"]) for node in (one, other)]
            role = words.of("role", link["role"])
            rows.append(
                [one["label"], kinds[0], role, other["label"], kinds[1], one["id"], other["id"]]
            )
    return list(HEADER[words.lang]), rows
