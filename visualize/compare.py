"""Two documents or two places side by side: what both ask, what only one asks, what changed.

Tasks meet first by their title without blanks, marks and years (2021 and 2022 ask the same), then by
how many pairs of neighbouring characters their titles share: pairs work for Chinese without knowing
its words. A meeting is a guess for the reader to check, so its likeness is shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from kg.errors import NotFoundError
from visualize import choices, links, quotes
from visualize.numbers import titled

Row = dict[str, Any]
_ALIKE = 0.6
_ALIKE_TITLES = 0.5
_LISTED = 150
_SUGGESTED = 12
_NOISE = re.compile(r"[\W_]|\d{4}年?")


def normal(title: str) -> str:
    """The title as it is compared: no blanks, marks and years, no case."""
    return _NOISE.sub("", title).casefold()


def called(task: Row) -> str:
    """A task's title as it is compared; one that is called by its beginning leaves its number (40.推进…) behind."""
    return normal(titled(task["label"], task.get("number")))


def likeness(one: str, other: str) -> float:
    """0 … 1: twice the shared pairs of neighbouring characters over all pairs (Dice)."""
    a, b = Counter(pairwise(one)), Counter(pairwise(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else float(one == other)


def pairs(left: Sequence[Row], right: Sequence[Row]) -> list[tuple[int, int, float]]:
    """``(index left, index right, likeness)``, each task in one pair at most; the likest meet first.

    Tasks without a title of their own (only their number) meet nobody.
    """
    one, other = [called(t) for t in left], [called(t) for t in right]
    holding: dict[tuple[str, str], set[int]] = defaultdict(set)
    for j, title in enumerate(other):
        for pair in pairwise(title):
            holding[pair].add(j)
    found = []
    for i, title in enumerate(one):
        shared = Counter(j for pair in set(pairwise(title)) for j in holding[pair])
        for j, n in shared.items():
            if n < 2 and title != other[j]:
                continue
            score = 1.0 if title == other[j] else likeness(title, other[j])
            if score >= _ALIKE:
                found.append((i, j, score))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    kept = []
    # Equally alike: what stands at the same place of both documents meets.
    for i, j, score in sorted(found, key=lambda p: (-p[2], abs(p[0] - p[1]), p[0], p[1])):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            kept.append((i, j, score))
    return sorted(kept)


def values(ask: Any, a: str | None, b: str | None) -> Row:
    """The page: both sides, the pairs split into same and changed, and what stands alone."""
    known = ask.documents(limit=100_000)["items"]
    chosen = [id_ for id_ in (a, b) if id_ and links.kind_of(id_) == "place"]
    places = choices.places(ask, known, *chosen)
    # Documents by place, then year: the neighbours are what one compares.
    ordered = sorted(
        known, key=lambda d: ((d["place"] or {}).get("id") or "~", str(d["year"]), d["id"])
    )
    frame = {"documents": ordered, "places": places, "a": a or "", "b": b or ""}
    if not a or not b:
        return {**frame, "sides": None, "suggested": suggested(ordered)}
    left, right = _side(ask, a, known), _side(ask, b, known)
    met = pairs(left["tasks"], right["tasks"])
    both = [_met(left["tasks"][i], right["tasks"][j], score) for i, j, score in met]
    only = [
        [t for n, t in enumerate(side["tasks"]) if n not in {p[k] for p in met}]
        for k, side in enumerate((left, right))
    ]
    changed = [pair for pair in both if pair["changes"]]
    same = [pair for pair in both if not pair["changes"]]
    shown = _Passages(ask)
    return {
        **frame,
        "sides": (left, right),
        "changed": [_quoted(p, shown) for p in changed[:_LISTED]],
        "same": [_quoted(p, shown) for p in same[:_LISTED]],
        "only": [[{**t, "passage": shown.of(t)} for t in side[:_LISTED]] for side in only],
        "counts": {
            "changed": len(changed), "same": len(same), "a": len(only[0]), "b": len(only[1]),
        },
        "sparql": _sparql(a, b),
    }  # fmt: skip


def suggested(documents: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs worth a comparison: one place, one genre, two years that follow each other, titles alike.

    广州市老年人优待办法 and 广州市积分制入户管理办法 are two regulations of one city, and nothing to compare.
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for document in documents:
        if document["place"] and document["year"] and document["counts"]["tasks"]:
            groups[document["place"]["id"], document["genre"]].append(document)
    found = []
    for group in groups.values():
        by_year = sorted(group, key=lambda d: (d["year"], d["id"]))
        found += [
            (x, y)
            for x, y in pairwise(by_year)
            if x["year"] < y["year"] and likeness(_called(x), _called(y)) >= _ALIKE_TITLES
        ]
    most = sorted(found, key=lambda p: -min(d["counts"]["tasks"] for d in p))
    return most[:_SUGGESTED]


def _called(document: Row) -> str:
    return normal(document["title"] or document["label"])


def _sparql(a: str, b: str) -> str | None:
    """The shipped question next to this page, which compares two documents unit by unit."""
    if links.kind_of(a) == links.kind_of(b) == "document":
        return links.query("/sparql-ui", {"question": "units-changed", "before": a, "after": b})
    return None


def _side(ask: Any, id_: str, known: Sequence[Row]) -> Row:
    """``{id, label, tasks, empty}`` of a document or of all documents of a place. Raises NotFoundError."""
    if links.kind_of(id_) == "document":
        documents = [ask.document(id_)]
        label = documents[0]["title"] or documents[0]["label"]
    elif links.kind_of(id_) == "place":
        place = ask.place(id_.removeprefix("place/"))
        documents = [ask.document(d["id"]) for d in known if (d["place"] or {}).get("id") == id_]
        label = " › ".join(place["path"])
    else:
        raise NotFoundError(f"不能对照 {id_[:80]}", "选两份文件，或两个辖区。")
    tasks = [
        {**task, "document": {"id": d["id"], "label": d["label"]}}
        for d in documents
        for task in d["tasks"]
    ]
    return {"id": id_, "label": label, "tasks": tasks, "empty": not documents}


def _met(left: Row, right: Row, score: float) -> Row:
    return {"left": left, "right": right, "score": score, "changes": changes(left, right)}


def changes(left: Row, right: Row) -> list[tuple[str, Any, Any]]:
    """``[(kind, before, after)]``; kind is title, owners or date, owners are ``[(role, name)]``."""
    found: list[tuple[str, Any, Any]] = []
    if called(left) != called(right):
        found.append(("title", left["label"], right["label"]))
    owners = [_owners(task) for task in (left, right)]
    if owners[0] != owners[1]:
        gone, new = owners[0] - owners[1], owners[1] - owners[0]
        found.append(("owners", sorted(gone), sorted(new)))
    # The wording, not the date: 年底前 of two years is the same duty.
    dates = ["、".join(d["wording"] or "" for d in task["deadlines"]) for task in (left, right)]
    if normal(dates[0]) != normal(dates[1]):
        found.append(("date", dates[0], dates[1]))
    return found


def _owners(task: Row) -> set[tuple[str, str]]:
    """Who does what, by the label without the place: 甲镇司法所 and 乙镇司法所 are told apart by it."""
    return {(a["role"], a["unit"]["id"].rpartition("/")[2]) for a in task["assignments"]}


class _Passages:
    """Quotes of tasks; each document's text is asked for once."""

    def __init__(self, ask: Any) -> None:
        self._ask = ask
        self._texts: dict[str, str] = {}

    def of(self, task: Row) -> Row:
        """The task's own characters with its title's owners and date marked."""
        document, start, end = task["document"], task["start"], task["end"]
        if document["id"] not in self._texts:
            self._texts[document["id"]] = self._ask.text(document["id"])
        text = self._texts[document["id"]][start:end]
        # The list of a document's tasks says what they cite, not where.
        facts = quotes.of_task({k: task[k] for k in ("assignments", "deadlines")})
        return quotes.quote(document, text, start, end, facts)


def _quoted(pair: Row, shown: _Passages) -> Row:
    return {**pair, "quotes": [shown.of(pair["left"]), shown.of(pair["right"])]}
