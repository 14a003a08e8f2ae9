"""The shortest path between two things, over the same links the network draws.

Both ends grow level by level, the smaller side first, so that a hub (a province with its thousand
units) is opened only when nothing else is left. All shortest paths are found; the best known of them
is the one that says most: a shared duty before a shared place.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from kg.errors import NotFoundError, QueryError
from kg.network import labels
from kg.rows import Json, Reader

DUTY_LINKS = frozenset({"assignment", "cites", "implements", "policy", "textOf"})
SCOPES = ("all", "duties")
MOST_STEPS, MOST_NODES, SECONDS = 8, 60_000, 3.0
_ALTERNATIVES = 5
_CHUNK = 200
# Of equally long paths the one of the most telling links is shown.
_WEIGHT = {"assignment": 1.0, "cites": 1.0, "implements": 1.5, "textOf": 1.2, "policy": 1.2}
_OTHER_WEIGHT = 3.0
_ROLES = ("lead", "responsible", "cooperate", "supervise")


class _Side:
    """What is known from one end: distances, and the links that lead one step back."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.distance = {start: 0}
        self.back: dict[str, list[tuple[str, Json]]] = {start: []}
        self.frontier = [start]
        self.depth = 0

    def take(self, rows: Iterable[Json]) -> None:
        """One level further along ``rows``."""
        self.depth += 1
        here, fresh = set(self.frontier), list[str]()
        for row in rows:
            for near, far in ((row["source"], row["target"]), (row["target"], row["source"])):
                if near not in here:
                    continue
                if far not in self.distance:
                    self.distance[far] = self.depth
                    self.back[far] = list[tuple[str, Json]]()
                    fresh.append(far)
                if self.distance[far] == self.depth:
                    self.back[far].append((near, row))
        self.frontier = sorted(fresh)

    def best(self, node: str) -> tuple[float, list[tuple[str, Json]]]:
        """Cost and links from ``node`` back to this side's end; ties by id."""
        cost, links = 0.0, list[tuple[str, Json]]()
        while self.back[node]:
            near, row = min(self.back[node], key=_preference)
            cost += _weight(row)
            links.append((near, row))
            node = near
        return cost, links


def shortest(
    reader: Reader, start: str, end: str, scope: str = "all", seconds: float = SECONDS
) -> Json:
    """``{from, to, found, reason, links, nodes, others, seen}``.

    ``links`` are ``{source, target, type, role}`` in the order walked with ``forward`` saying whether
    they are walked from source to target; ``others`` are the middle nodes of other equally short
    paths (at most five) with their number. ``reason`` is None, ``none`` (the ends are not connected
    within eight steps) or ``limit`` (time or node budget ended the search). Raises NotFoundError.
    """
    if scope not in SCOPES:
        raise QueryError(f"links 应为 {'、'.join(SCOPES)}", code="parameter")
    names = labels(reader, [start, end])
    for id_ in (start, end):
        if id_ not in names:
            raise NotFoundError(f"图中没有 {id_}", "用 /api/search 找到它")
    sides = (_Side(start), _Side(end))
    reason = "none"
    until = time.monotonic() + seconds
    while not (met := sides[0].distance.keys() & sides[1].distance.keys()):
        reason = _grow(reader, sides, scope, until) or ""
        if reason:
            break
    seen = len(sides[0].distance.keys() | sides[1].distance.keys())
    ends = {"from": _node(start, names), "to": _node(end, names), "scope": scope, "seen": seen}
    if not met:
        return {**ends, "found": False, "reason": reason, "links": [], "nodes": [], "others": _no()}
    return {**ends, "found": True, "reason": None, **_told(reader, sides, met)}


def _grow(reader: Reader, sides: tuple[_Side, _Side], scope: str, until: float) -> str | None:
    """Let the smaller side grow by one level; a reason when there is nothing left or allowed."""
    if sides[0].depth + sides[1].depth >= MOST_STEPS or not all(s.frontier for s in sides):
        return "none"
    side = min(sides, key=lambda s: len(s.frontier))
    rows: list[Json] = []
    for chunk in _chunks(side.frontier):
        if time.monotonic() > until or sum(len(s.distance) for s in sides) > MOST_NODES:
            return "limit"
        found = reader.rows("parts/links", source=chunk, target=chunk)
        rows += [r for r in found if scope == "all" or r["type"] in DUTY_LINKS]
    side.take(rows)
    return None


def _chunks(nodes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(nodes), _CHUNK):
        yield nodes[start : start + _CHUNK]


def _told(reader: Reader, sides: tuple[_Side, _Side], met: set[str]) -> Json:
    """The best path through one of the meeting nodes, and the other meeting nodes."""
    ranked = sorted(met, key=lambda n: (sides[0].best(n)[0] + sides[1].best(n)[0], n))
    middle = ranked[0]
    before = [(row, row["target"] != near) for near, row in sides[0].best(middle)[1]][::-1]
    after = [(row, row["target"] == near) for near, row in sides[1].best(middle)[1]]
    links = [{**row, "forward": forward} for row, forward in before + after]
    walked = [sides[0].start]
    walked += [link["target"] if link["forward"] else link["source"] for link in links]
    others = [n for n in ranked[1:] if n not in walked]
    names = labels(reader, sorted({*walked, *others[:_ALTERNATIVES]}))
    return {
        "links": links,
        "nodes": [_node(n, names) for n in walked],
        "others": {
            "n": len(others),
            "nodes": [_node(n, names) for n in others[:_ALTERNATIVES]],
        },
    }


def _no() -> Json:
    return {"n": 0, "nodes": []}


def _node(id_: str, names: dict[str, tuple[str, str]]) -> Json:
    type_, label = names.get(id_, ("thing", id_))
    return {"id": id_, "type": type_, "label": label}


def _weight(row: Json) -> float:
    return _WEIGHT.get(row["type"], _OTHER_WEIGHT)


def _preference(step: tuple[str, Json]) -> tuple[float, int, str]:
    near, row = step
    role = _ROLES.index(row["role"]) if row["role"] in _ROLES else len(_ROLES)
    return _weight(row), role, near
