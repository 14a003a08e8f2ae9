"""One self-contained page of a graph, drawn by pyvis through our own template.

pyvis' own page calls CDNs in every mode and runs what a document smuggles into headings, ids and
options. Ours names no host, carries vis-network from the installed wheel, allows only its own two
scripts (by digest) and hands all text over as JSON that reaches the page through ``textContent``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.errors import ZhizeError
from visualize import assets, scene
from visualize.i18n import Lang, Words, figure

# Document text cannot imitate this: its < is always escaped.
_VIS_MARK = "<script>/*vis-network*/</script>"
_LOOK: Mapping[str, tuple[str, str, str, str]] = {
    # kind: sign (shape in words, survives grey printing), fill, line, ink
    "unit": ("■", "#fdf1e7", "#b9501a", "#86390c"),
    "task": ("●", "#e9f2fb", "#1f68a8", "#15507f"),
    "statement": ("○", "#e9f2fb", "#1f68a8", "#15507f"),
    "policy": ("▮", "#f3effa", "#6a4c9c", "#523681"),
    "item": ("▯", "#f3effa", "#6a4c9c", "#523681"),
    "deadline": ("◆", "#fdf5da", "#a87400", "#6d4b00"),
    "place": ("⬢", "#e6f4ec", "#23714f", "#185639"),
    "document": ("▤", "#edf1f5", "#3f566d", "#2f4356"),
}
_OTHER = ("○", "#f2f4f6", "#8490a0", "#465463")
_LINES: Mapping[str, tuple[str, object, float]] = {
    "lead": ("#4d8bc9", False, 2.2),
    "responsible": ("#7fa9d3", False, 1.5),
    "cooperate": ("#7fa9d3", [8, 6], 1.5),
    "supervise": ("#9279bf", [2, 5], 2.0),
    "cites": ("#b9a6da", False, 1.2),
    "deadline": ("#d9b64a", False, 1.2),
}
_PLAIN_LINE: tuple[str, object, float] = ("#b4c1cf", False, 1.2)
_NAME, _MANY = 30, 200


def graph_page(
    ask: Any,
    focus: str | None,
    *,
    budget: int = 300,
    title: str | None = None,
    lang: Lang = "zh",
    drawn: Mapping[str, Any] | None = None,
) -> bytes:
    """The page around ``focus`` (an id), or an overview of the store, or of a scene already ``drawn``, as UTF-8 bytes.

    Raises TooManyNodesError beyond 800 nodes, NotFoundError for an unknown id, and ZhizeError
    ``no_vis`` when the installed pyvis does not bring the vis-network we know.
    """
    if drawn is None:
        drawn = scene.around(ask, focus, budget) if focus else scene.overview(ask, budget)
    words = Words(lang)
    documents = ask.stats().get("documents", 0)
    page = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "title": title or drawn["label"] or words("graph.all"),
        "app": words("app.name"),
        "filter": drawn["label"] or words("graph.all"),
        "counts": scene.kinds(drawn["nodes"]),
        "total": drawn["total"],
        "centre": drawn["nodes"][0]["id"] if focus and drawn["nodes"] else None,
        "documents": f"{figure(documents)} {words('home.count.documents', n=documents)}",
        "words": _words(words),
        "names": {n["id"]: _detail(n) for n in drawn["nodes"]},
    }
    return _render(drawn, page)


def write_page(ask: Any, focus: str | None, out: Path, *, budget: int = 300) -> int:
    """Write ``graph_page`` to ``out``; returns the number of bytes."""
    return out.write_bytes(graph_page(ask, focus, budget=budget))


def _words(words: Words) -> dict[str, str]:
    keys = (
        "search",
        "legend",
        "hint",
        "nodes",
        "hidden",
        "none",
        "neighbours",
        "truncated",
        "filter",
    )
    found = {key: words(f"graph.{key}") for key in keys}
    found.update({f"type.{k}": words.of("type", k) for k in _LOOK})
    found.update({f"role.{k}": words.of("role", k) for k in _LINES})
    found.update({k: words(f"sign.{k}") for k in ("open", "close", "join", "colon")})
    found["source"], found["chars"] = words("panel.source"), words("panel.chars")
    found["print"], found["data"] = words("print"), words("print.date")
    return found


def _detail(node: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel shows for a node; found by id, never put into vis-network's own pop-ups."""
    sign = _LOOK.get(node["type"], _OTHER)[0]
    return {
        "label": node["label"],
        "type": node["type"],
        "sign": sign,
        "detail": node.get("detail") or "",
        "source": node.get("source"),
    }


def _vis_node(node: Mapping[str, Any], focus: bool) -> dict[str, Any]:
    sign, fill, line, ink = _LOOK.get(node["type"], _OTHER)
    return {
        "id": node["id"],
        "label": f"{sign} {_two_lines(str(node['label']))}",
        "x": node["x"],
        "y": node["y"],
        "shape": "box",
        "color": {
            "background": fill,
            "border": line,
            "highlight": {"background": "#fff", "border": line},
        },
        "borderWidth": 2.5 if focus else 1,
        "font": {"color": ink, "size": 19 if focus else 14},
        "kind": node["type"],
    }


def _two_lines(label: str) -> str:
    flat = " ".join(label.split()) or "…"
    if len(flat) > _NAME:
        flat = flat[: _NAME - 1] + "…"
    half = _NAME // 2
    return flat if len(flat) <= half + 2 else flat[:half] + "\n" + flat[half:]


def _vis_edge(link: Mapping[str, Any], number: int, faint: bool) -> dict[str, Any]:
    colour, dashes, width = _LINES.get(link["role"], _PLAIN_LINE)
    return {
        "id": number,
        "from": link["source"],
        "to": link["target"],
        "role": link["role"],
        "color": {"color": colour + "55" if faint else colour, "highlight": "#b9501a"},
        "dashes": dashes,
        "width": width,
    }


def _render(drawn: Mapping[str, Any], page: dict[str, Any]) -> bytes:
    from pyvis.network import Network  # a heavy import (IPython) that only this function needs

    library = assets.vendor().get("vis-network.min.js")
    if library is None:
        raise ZhizeError(
            "pyvis 0.3.2 没有安装完整，缺少 vis-network。", "重新安装 pyvis==0.3.2。", code="no_vis"
        )
    vis = _as_parsed(library.body.decode("utf-8")).replace("</script", "<\\/script")
    script = (files("visualize") / "web" / "standalone.js").read_text("utf-8")
    net = Network(height="100%", width="100%", directed=False)
    net.path = "graph.html"
    net.templateEnv = Environment(
        loader=PackageLoader("visualize", "templates"), autoescape=True, undefined=StrictUndefined
    )
    net.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    centre = drawn["nodes"][0]["id"] if drawn["label"] and drawn["nodes"] else None
    # Lists assigned directly: add_node and add_edge are quadratic, and turn empty labels into ids.
    net.nodes = [_vis_node(n, n["id"] == centre) for n in drawn["nodes"]]
    # Many lines stand back behind the boxes; a selected box brings its own forward.
    faint = len(drawn["links"]) > _MANY
    net.edges = [_vis_edge(link, i, faint) for i, link in enumerate(drawn["links"])]
    net.templateEnv.globals.update(
        page=page, script=_inline(script), script_digest=_digest(script), vis_digest=_digest(vis)
    )
    html: str = net.generate_html()
    before, _, after = html.partition(_VIS_MARK)
    return f"{before}<script>{vis}</script>{after}".encode()


def _as_parsed(script: str) -> str:
    """Line ends as an HTML parser leaves them, or the digest would not match what the page holds."""
    return script.replace("\r\n", "\n").replace("\r", "\n")


def _inline(script: str) -> Any:
    """Our own script, as it stands; it holds no closing tag (a test looks)."""
    from markupsafe import Markup

    return Markup(script)  # noqa: S704 - a file of ours, not data


def _digest(script: str) -> str:
    """The source expression that lets exactly this script run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
