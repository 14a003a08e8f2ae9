"""A drawable scene: nodes and links of an answer with positions of ours, and the text behind them.

Columns, as in the explorer: the centre, its tasks, what they are linked to. Nothing is laid out in the
reader's browser, so a page shows at once and looks the same each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from kg.errors import ZhizeError
from visualize import marks, quotes, views

Row = dict[str, Any]
MOST = 800
_STEP, _TALL, _WIDE, _GAP = 58, 34, 290, 170
_MARKED = ("assignment", "deadline", "recurrence", "quantity", "citation", "warning")
_ORDER = ("document", "place", "task", "statement", "unit", "policy", "item", "deadline")


class TooManyNodesError(ZhizeError):
    """More nodes than a page can show readably; the hint names filters that would help."""

    code = "too_many_nodes"
    status = 422


def refuse_beyond(count: int, focus: str | None) -> None:
    """Raise TooManyNodesError when ``count`` is beyond what one page can carry."""
    if count <= MOST:
        return
    advice = "请指定一个单位、文件或辖区作为中心，或减小 --budget。"
    if focus:
        advice = "请改以其中一份文件或一个单位为中心，或用年份、角色缩小范围，或减小 --budget。"
    raise TooManyNodesError(f"{count} 个节点超过一页能看清的 {MOST} 个。", advice)


def around(
    ask: Any,
    focus: str,
    budget: int,
    *,
    filters: views.Filters | None = None,
    hidden: Collection[str] = (),
) -> Row:
    """The focus, its tasks and what they are linked to, at most ``budget`` nodes; narrowed as the explorer is.

    ``{nodes, links, total, label}``; task nodes carry ``sources``.
    """
    data = views.focus(ask, focus, filters)
    tasks, related = _narrowed(data, hidden)
    head = data["focus"]
    total = len({head["id"], *(i["id"] for i in tasks), *(r["id"] for r in related)})
    refuse_beyond(min(total, budget), focus)
    tasks = [i for i in tasks if i["id"] != focus]
    direct = "task" in hidden
    tasks, related = _within(budget, data, tasks, related, direct=direct)
    nodes = [
        {"id": head["id"], "type": head["type"], "label": head["label"], "detail": head["sub"]},
        *(_task(item) for item in tasks),
        *({"id": r["id"], "type": r["type"], "label": r["label"], "detail": ""} for r in related),
    ]
    drawn = _direct(focus, related) if direct else _led(data, focus, tasks, related)
    _attach(ask, nodes, [*tasks, *([i] if (i := _own(data, focus)) else [])])
    placed = _placed(nodes, drawn, focus)
    return {"nodes": placed, "links": drawn, "total": total, "label": head["label"]}


def _narrowed(data: Row, hidden: Collection[str]) -> tuple[list[Row], list[Row]]:
    """The tasks and the related things of the kinds the legend shows."""
    items = [item for group in data["groups"] for item in group["items"]]
    related = [
        {**row, "type": kind}
        for kind, key in (("unit", "units"), ("policy", "policies"), ("deadline", "deadlines"))
        for row in data["related"][key]
        if kind not in hidden
    ]
    return [] if "task" in hidden else items, related


def _led(data: Row, focus: str, tasks: list[Row], related: list[Row]) -> list[Row]:
    """The lines: centre to task, task to what it names."""
    drawn = [
        {"source": focus, "target": i["id"], "role": i["role"] or "task"}
        for i in tasks
        if i["role"] or data["focus"]["type"] != "unit"
    ]
    known = {focus, *(i["id"] for i in tasks), *(r["id"] for r in related)}
    return drawn + [k for k in data["links"] if k["source"] in known and k["target"] in known]


def _direct(focus: str, related: list[Row]) -> list[Row]:
    """The lines where no task is shown: centre to what its tasks name."""
    role = {"policy": "cites", "deadline": "deadline"}
    return [
        {"source": focus, "target": r["id"], "role": role.get(r["type"], "shared")} for r in related
    ]


def _within(
    budget: int, data: Row, tasks: list[Row], related: list[Row], *, direct: bool
) -> tuple[list[Row], list[Row]]:
    """The tasks and neighbours that fit; a task without its owners says little, so both get a part."""
    related = sorted(related, key=lambda r: (-r["shared"], r["id"]))
    room = max(0, budget - 1)
    if direct:
        return [], related[:room]
    tasks = tasks[: max(room * 6 // 10, room - len(related))]
    shown = {data["focus"]["id"], *(i["id"] for i in tasks)}
    led = {k["target"] for k in data["links"] if k["source"] in shown}
    return tasks, [r for r in related if r["id"] in led][: room - len(tasks)]


def overview(ask: Any, budget: int) -> Row:
    """The most connected nodes of the store, at most ``budget``; same shape as ``around``."""
    data = ask.graph(None, depth=1, budget=budget)
    refuse_beyond(len(data["nodes"]), None)
    nodes = [
        {"id": n["id"], "type": n["type"], "label": n["label"], "detail": ""} for n in data["nodes"]
    ]
    known = {n["id"] for n in nodes}
    drawn = [
        {"source": k["source"], "target": k["target"], "role": k.get("role") or k.get("type") or ""}
        for k in data["links"]
        if k["source"] in known and k["target"] in known
    ]
    items = []
    for node in nodes:
        if node["type"] == "task":
            task = ask.task(node["id"])
            items.append({"id": task["id"], "document": task["document"]})
    _attach(ask, nodes, items)
    return {
        "nodes": _placed(nodes, drawn, None),
        "links": drawn,
        "total": data["total"],
        "label": "",
    }


def _own(data: Row, focus: str) -> Row | None:
    """The item of a focus that is itself a task."""
    items = (i for group in data["groups"] for i in group["items"])
    return next((i for i in items if i["id"] == focus), None)


def _task(item: Row) -> Row:
    detail = " · ".join(p for p in (item["document"]["label"], item["section"]) if p)
    return {"id": item["id"], "type": "task", "label": item["label"], "detail": detail}


def _attach(ask: Any, nodes: Sequence[Row], items: Iterable[Row]) -> None:
    """Give each task node the characters of its whole block, with their marks."""
    by_id = {n["id"]: n for n in nodes}
    texts: dict[str, Row] = {}
    spans: dict[str, tuple[int, int]] = {}
    for item in items:
        doc = item["document"]
        if doc["id"] not in texts:
            texts[doc["id"]] = ask.document_text(doc["id"])
            spans |= {t["id"]: (t["start"], t["end"]) for t in ask.document(doc["id"])["tasks"]}
        if item["id"] not in spans:
            continue
        answer, (start, end) = texts[doc["id"]], spans[item["id"]]
        shown = [f for f in answer["facts"] if f["type"] in _MARKED and quotes.is_mark(f)]
        inside = marks.covering(shown, start, end)
        pieces = marks.cut(answer["text"][start:end], inside, start)
        by_id[item["id"]]["source"] = {
            "document": doc["label"],
            "start": start,
            "end": end,
            "pieces": [[p.text, inside[p.facts[-1]]["type"] if p.facts else ""] for p in pieces],
        }


def _placed(nodes: list[Row], drawn: Sequence[Row], focus: str | None) -> list[Row]:
    """Positions by column; a tall column becomes several beside each other."""
    columns: list[list[Row]] = []
    rest = [n for n in nodes if n["id"] != focus]
    kinds = [k for k in _ORDER if any(n["type"] == k for n in rest)]
    kinds += sorted({n["type"] for n in rest} - set(kinds))
    if focus:
        columns.append([n for n in nodes if n["id"] == focus])
        columns.append([n for n in rest if n["type"] == "task"])
        columns.append([n for n in rest if n["type"] != "task"])
    else:
        columns = [[n for n in rest if n["type"] == k] for k in kinds]
    x = 0.0
    height: dict[str, float] = {}
    for column in (c for c in columns if c):
        if height:
            column = sorted(column, key=_by_neighbours(drawn, height, column))
        parts = -(-len(column) // _TALL)
        rows = -(-len(column) // parts)
        for i, node in enumerate(column):
            node["x"] = x + (i // rows) * _WIDE
            node["y"] = (i % rows - (min(rows, len(column)) - 1) / 2) * _STEP
            height[node["id"]] = node["y"]
        x += parts * _WIDE + _GAP
    return nodes


def _by_neighbours(drawn: Sequence[Row], height: Mapping[str, float], column: Sequence[Row]) -> Any:
    """Sort key: mean height of what is already placed (fewer crossings); tasks keep their order."""
    place = {n["id"]: i for i, n in enumerate(column)}
    seen: dict[str, list[float]] = {}
    for link in drawn:
        for one, other in ((link["source"], link["target"]), (link["target"], link["source"])):
            if one in place and other in height:
                seen.setdefault(one, []).append(height[other])

    def key(node: Row) -> tuple[float, int]:
        found = seen.get(node["id"])
        mean = sum(found) / len(found) if found and node["type"] != "task" else 0.0
        return (mean, place[node["id"]])

    return key


def kinds(nodes: Iterable[Row]) -> list[tuple[str, int]]:
    """How many nodes of each kind, in the legend's order."""
    count: dict[str, int] = {}
    for node in nodes:
        count[node["type"]] = count.get(node["type"], 0) + 1
    known = [k for k in _ORDER if k in count]
    return [(k, count[k]) for k in (*known, *sorted(count.keys() - set(known)))]
