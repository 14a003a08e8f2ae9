"""The explorer's columns, shaped from answers: one focus, its tasks, what they are linked to.

Nothing here asks the store; ``Questions`` is the part of ``kg.ask.Ask`` that pages need and every
function takes one. Answers have the JSON shapes of the API, so a test can hand in a small fake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from visualize import expanding, links
from visualize.numbers import numbered

Row = dict[str, Any]
ROLES = ("lead", "responsible", "cooperate", "supervise")
BUDGET = 300


class Questions(Protocol):
    """The questions pages ask; each answers plain dicts, unknown ids raise NotFoundError."""

    def document(self, id_: str, /) -> Row: ...
    def document_text(self, id_: str, /) -> Row: ...
    def unit(self, id_: str, /) -> Row: ...
    def duties(
        self,
        unit: str,
        /,
        *,
        role: str | None = ...,
        year: int | None = ...,
        document: str | None = ...,
    ) -> Row: ...
    def task(self, id_: str, /) -> Row: ...
    def place(self, code: str, /) -> Row: ...
    def policy(self, id_: str, /) -> Row: ...


class Filters:
    """What the reader has chosen in the facets: role, year, document; None is everything."""

    def __init__(
        self, *, role: str | None = None, year: str | None = None, document: str | None = None
    ) -> None:
        self.role = role or None
        self.year = year or None
        self.document = document or None

    def as_state(self) -> dict[str, str]:
        """The non-empty choices, for addresses."""
        pairs = {"role": self.role, "year": self.year, "document": self.document}
        return {k: v for k, v in pairs.items() if v}

    def keeps(self, item: Row, *, but: str = "") -> bool:
        """Whether an item passes all choices except the one named ``but`` (for facet counts)."""
        doc = item["document"] or {}
        return (
            (but == "role" or not self.role or self.role in item["roles"])
            and (but == "year" or not self.year or str(doc.get("year") or "") == self.year)
            and (but == "document" or not self.document or doc.get("id") == self.document)
        )


def focus(
    ask: Questions,
    id_: str,
    filters: Filters | None = None,
    *,
    opened: str | None = None,
    take: int = expanding.STEPS[0],
    relation: str | None = None,
) -> Row:
    """The columns around one thing.

    ``{focus, groups:[{label, document, items}], related:{units, policies, deadlines}, links, facets,
    total, shown, truncated}``; at most ``BUDGET`` tasks, in the documents' order. ``opened`` names a
    related unit whose other tasks, as ``relation`` (a role) or all, are added at the end, so that nothing
    already drawn moves: at most ``take``; its group says how many ``rest``.
    """
    filters = filters or Filters()
    head, items, others = _gather(ask, id_)
    kept = [item for item in items if filters.keeps(item)]
    shown = kept[:BUDGET]
    groups = _grouped(shown)
    related, drawn = _related(shown, id_, others)
    if opened and opened != id_:
        extra = _opened(ask, opened, {item["id"] for item in shown}, take, relation)
        if extra:
            groups.append(extra)
            _append(related, drawn, *_related(extra["items"], id_, {}))
    return {
        "focus": head,
        "groups": groups,
        "related": related,
        "links": drawn,
        "facets": _facets(items, filters),
        "total": len(items),
        "kept": len(kept),
        "shown": min(len(kept), BUDGET),
        "truncated": len(kept) > BUDGET,
        "limited": bool(head.pop("limited", False)),
    }


def _gather(ask: Questions, id_: str) -> tuple[Row, list[Row], Row]:
    """Head, all task items and the known totals of other units, for each kind of centre."""
    kind = links.kind_of(id_)
    if kind == "unit":
        unit = ask.unit(id_)
        duties = ask.duties(id_)["items"]
        head = {"id": id_, "type": "unit", "label": unit["label"], "sub": _place(unit.get("place"))}
        return head, _from_duties(duties), {p["id"]: p for p in unit.get("partners", ())}
    if kind == "document":
        doc = ask.document(id_)
        head = {"id": id_, "type": "document", "label": doc["title"] or doc["label"], "sub": ""}
        head["sub"] = _place(doc.get("place"))
        return head, _from_document(doc), {}
    if kind in ("task", "section"):
        task = ask.task(id_)
        head = {"id": id_, "type": "task", "label": task["label"], "sub": task["document"]["label"]}
        return head, [_from_task(task)], {}
    if kind == "place":
        place = ask.place(id_.removeprefix("place/"))
        head = {"id": id_, "type": "place", "label": place["name"], "sub": _place(place)}
        return head, _from_documents(ask, place.get("documents", ())), {}
    policy = ask.policy(id_)
    head = {"id": id_, "type": "policy", "label": policy.get("title") or policy["label"], "sub": ""}
    # An outline may be carried out by thousands of tasks: the answer holds the best matches only.
    linked = sum(item.get("tasks", 0) for item in policy.get("items") or ())
    head["limited"] = linked > len(policy.get("implemented_by") or ())
    return head, _from_policy(ask, policy), {}


def _place(place: Mapping[str, Any] | None) -> str:
    """``白云区 › 人和镇``: the last two names are enough beside a unit."""
    return " › ".join((place or {}).get("path", ())[-2:])


def _from_duties(duties: Iterable[Row]) -> list[Row]:
    items: dict[str, Row] = {}
    for duty in duties:
        known = items.get(duty["task"]["id"])
        if known:
            # 牵头单位 and 责任单位 of one task may both name the unit: one card, both roles.
            known["roles"].append(duty["role"])
            continue
        items[duty["task"]["id"]] = {
            "id": duty["task"]["id"],
            "label": duty["task"]["label"],
            "number": duty["task"].get("number") or "",
            "section": duty.get("section") or "",
            "document": duty["document"],
            "role": duty["role"],
            "roles": [duty["role"]],
            # 牵头 1/2: among those who lead with it, as on the unit's page
            "rank": duty.get("nth"),
            "of": duty.get("of_role"),
            "others": [dict(p) for p in duty.get("partners", ())],
            "deadlines": list(duty.get("deadlines", ())),
            "cites": list(duty.get("cites", ())),
            "start": duty.get("start"),
            "end": duty.get("end"),
        }
    return list(items.values())


def _from_task(task: Row) -> Row:
    owners = [
        {"id": a["unit"]["id"], "label": a["unit"]["label"], "role": a["role"]}
        for a in task.get("assignments", ())
    ]
    return {
        "id": task["id"],
        "label": task["label"],
        "number": task.get("number") or "",
        "section": task.get("section") or "",
        "document": task["document"],
        "role": None,
        "roles": sorted({o["role"] for o in owners}, key=ROLES.index) or ["none"],
        "rank": None,
        "of": len(owners),
        "others": owners,
        "deadlines": list({d["date"]: d for d in task.get("deadlines", ())}.values()),
        "cites": [c["policy"] for c in task.get("citations", ()) if c.get("policy")],
        "start": task.get("start"),
        "end": task.get("end"),
    }


def _from_document(doc: Row) -> list[Row]:
    ref = {"id": doc["id"], "label": doc["title"] or doc["label"], "year": _year(doc)}
    sections = _sections(doc.get("headings", ()))
    items = []
    for task in doc.get("tasks", ()):
        section = sections(task["start"])
        items.append(_from_task({**task, "document": ref, "section": section}))
    return items


def _sections(headings: Sequence[Row]) -> Any:
    """A function from an offset to the label of the outermost heading above it."""
    top = min((h["level"] for h in headings), default=1)
    outer = [
        (h["start"], numbered(h.get("number"), h.get("title")))
        for h in headings
        if h["level"] == top
    ]

    def above(offset: int) -> str:
        found = ""
        for start, label in outer:
            if start > offset:
                break
            found = label
        return found

    return above


def _year(doc: Row) -> int | None:
    if doc.get("period"):
        return int(doc["period"][0])
    return int(doc["issued"][:4]) if doc.get("issued") else None


def _from_documents(ask: Questions, refs: Iterable[Row]) -> list[Row]:
    items: list[Row] = []
    for ref in refs:
        items.extend(_from_document(ask.document(ref["id"])))
        if len(items) > BUDGET:
            break
    return items


def _from_policy(ask: Questions, policy: Row) -> list[Row]:
    """Every task that cites or implements the policy, document by document."""
    wanted: dict[str, set[str]] = {}
    for hit in [*policy.get("cited_by", ()), *policy.get("implemented_by", ())]:
        if hit.get("task"):
            wanted.setdefault(hit["document"]["id"], set()).add(hit["task"]["id"])
    return [
        item
        for document, tasks in wanted.items()
        for item in _from_document(ask.document(document))
        if item["id"] in tasks
    ]


def _opened(
    ask: Questions, unit: str, known: set[str], take: int, relation: str | None
) -> Row | None:
    answer = expanding.duties_of(ask, unit)
    if answer is None:
        return None
    found = expanding.others(_from_duties(answer["items"]), known, relation)
    return expanding.group(answer["unit"], found, take)


def expansion(ask: Questions, data: Row, unit: str) -> Row | None:
    """What one may open of ``unit`` beside a focus (see ``expanding.menu``); None for the focus itself."""
    answer = None if unit == data["focus"]["id"] else expanding.duties_of(ask, unit)
    if answer is None:
        return None
    base = (group for group in data["groups"] if "opened" not in group)
    known = {item["id"] for group in base for item in group["items"]}
    return expanding.menu(answer["unit"], _from_duties(answer["items"]), known, ROLES)


def _grouped(items: Iterable[Row]) -> list[Row]:
    groups: list[Row] = []
    for item in items:
        key = (item["document"]["id"], item["section"])
        if not groups or groups[-1]["key"] != key:
            groups.append(
                {"key": key, "label": item["section"], "document": item["document"], "items": []}
            )
        groups[-1]["items"].append(item)
    for group in groups:
        del group["key"]
    return groups


def _related(items: Sequence[Row], centre: str, totals: Row) -> tuple[Row, list[Row]]:
    units: dict[str, Row] = {}
    policies: dict[str, Row] = {}
    deadlines: dict[str, Row] = {}
    drawn: list[Row] = []
    for item in items:
        for other in item["others"]:
            if other["id"] == centre:
                continue
            _count(units, other["id"], other["label"])
            drawn.append({"source": item["id"], "target": other["id"], "role": other["role"]})
        for policy in item["cites"]:
            if policy["id"] == centre:
                continue
            _count(policies, policy["id"], policy["label"])
            drawn.append({"source": item["id"], "target": policy["id"], "role": "cites"})
        for date in item["deadlines"]:
            id_ = f"deadline/{date.get('date') or date['wording']}"
            row = _count(deadlines, id_, date["wording"] or date["date"])
            row["date"] = date.get("date")
            drawn.append({"source": item["id"], "target": id_, "role": "deadline"})
    for id_, row in units.items():
        total = totals.get(id_, {}).get("tasks")
        row["more"] = max(0, int(total) - row["shared"]) if total is not None else None
    related = {
        "units": _ranked(units),
        "policies": _ranked(policies),
        "deadlines": sorted(deadlines.values(), key=lambda d: (d["date"] or "9", d["label"])),
    }
    return related, drawn


def _append(related: Row, drawn: list[Row], more: Row, links_: list[Row]) -> None:
    """Add what opened tasks lead to, marked as such: what was drawn before keeps its place."""
    drawn += [{**link, "opened": True} for link in links_]
    for key, rows in more.items():
        known = {row["id"] for row in related[key]}
        related[key] += [{**row, "opened": True} for row in rows if row["id"] not in known]


def _count(rows: dict[str, Row], id_: str, label: str) -> Row:
    row = rows.setdefault(id_, {"id": id_, "label": label, "shared": 0})
    row["shared"] += 1
    return row


def _ranked(rows: dict[str, Row]) -> list[Row]:
    return sorted(rows.values(), key=lambda r: (-r["shared"], r["label"], r["id"]))


def _facets(items: Sequence[Row], filters: Filters) -> Row:
    """Counts per choice under the other choices, so that a count is what a click will show."""
    roles: Counter[str] = Counter()
    years: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for item in items:
        doc = item["document"]
        labels[doc["id"]] = doc["label"]
        roles.update(item["roles"] if filters.keeps(item, but="role") else ())
        if doc.get("year"):
            years[str(doc["year"])] += filters.keeps(item, but="year")
        documents[doc["id"]] += filters.keeps(item, but="document")
    order = [r for r in (*ROLES, "none") if r in roles or r == filters.role]
    return {
        "role": [{"value": r, "count": roles[r]} for r in order],
        "year": [{"value": y, "count": years[y]} for y in sorted(years)],
        "document": [
            {"value": d, "label": labels[d], "count": n}
            for d, n in sorted(documents.items(), key=lambda p: (-p[1], labels[p[0]]))
        ],
    }
