"""What each page shows: answers of ``kg.ask`` in, values for its template out.

One function a page; a document's stands in ``document_page``. They never fail on a missing nicety (a policy without title, a place not yet
known): only an unknown id raises NotFoundError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from kg.ask_tasks import GAPS
from kg.errors import NotFoundError
from kg.passage import block, unbroken
from kg.passage import passage as passage_of
from visualize import expanding, links, paths, quotes, views
from visualize.i18n import Words
from visualize.numbers import headed, numbered
from visualize.paging import cut
from visualize.views import Filters

Values = dict[str, Any]
Row = dict[str, Any]
NAV = (
    ("explore", "/explore"),
    ("units", "/units"),
    ("documents", "/documents"),
    ("matrix", "/matrix"),
    ("timeline", "/timeline"),
    ("gaps", "/gaps"),
    ("sparql", "/sparql-ui"),
    ("import", "/import"),
)
# Behind 更多: what one needs less often; all of it stands in the foot of every page too.
MORE = (
    ("places", "/places"),
    ("policies", "/policies"),
    ("compare", "/compare"),
    ("quality", "/quality"),
    ("corrections", "/corrections"),
    ("path", "/path"),
)
NAV_OF = {
    "explore": "explore",
    "unit": "units",
    "units": "units",
    "document": "documents",
    "documents": "documents",
    "place": "places",
    "places": "places",
    "policy": "policies",
    "policies": "policies",
    "gaps": "gaps",
    "sparql": "sparql",
    "import": "import",
    "preview": "import",
    "matrix": "matrix",
    "timeline": "timeline",
    "compare": "compare",
    "quality": "quality",
    "corrections": "corrections",
    "path": "path",
}
VIEWS = ("columns", "network", "table")
KINDS = ("task", "unit", "policy", "deadline")
_LATEST, _PAGE, _TAG = 8, 60, 40
_WORDS = 6  # of a search that found nothing, looked for one by one
_WHOLE = 100_000  # of a list that is cut into pages here


@dataclass(frozen=True)
class Choice:
    """What the explorer's address says."""

    focus: str | None = None
    sel: str | None = None
    opened: str | None = None
    view: str | None = None
    hide: str | None = None
    path: str | None = None
    take: str | None = None
    relation: str | None = None
    filters: Filters = field(default_factory=Filters)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Kinds of things the legend has switched off."""
        return tuple(k for k in KINDS if k in (self.hide or "").split(","))

    @property
    def opening(self) -> Row:
        """What ``views.focus`` is told of the opened unit: which, how many of its tasks, as what."""
        role = self.relation if self.relation in views.ROLES else None
        return {"opened": self.opened, "take": expanding.asked(self.take), "relation": role}

    def state(self, **changes: str | None) -> dict[str, str]:
        """The address of this choice with some parts changed (None or '' drops a part)."""
        view = self.view if self.view in VIEWS else None
        parts: dict[str, str | None] = {
            "focus": self.focus,
            **self.filters.as_state(),
            "view": view,
            "hide": ",".join(self.hidden),
            "open": self.opened,
            "take": self.take if self.opened else None,
            "rel": self.opening["relation"] if self.opened else None,
            "sel": self.sel,
            "path": self.path,
        }
        parts.update(changes)
        return {k: v for k, v in parts.items() if v}


def home(ask: Any) -> Values:
    """Counts, latest documents, places with documents and questions made from what is there."""
    stats = ask.stats()
    latest = ask.documents(limit=_LATEST)["items"] if stats["documents"] else []
    counts = ask.gaps()["counts"] if stats["documents"] else {}
    return {
        "stats": stats,
        "latest": latest,
        "questions": _starters(ask, stats, latest, counts),
        "cover": _cover(stats, counts),
    }


def _cover(stats: Row, gaps: Row) -> Row:
    """How much of the tasks the texts settle, in whole per cent, and how many notes wait for a person."""
    tasks = gaps.get("tasks", 0)
    if not tasks:
        return {}
    settled = {
        # 99.6 % is not all of them.
        key: int(100 * (gaps[asked] - gaps[gap]) / gaps[asked])
        for key, gap, asked in _SETTLED
        if gaps[asked]
    }
    return {**settled, "warnings": stats.get("warnings", 0)}


def glimpse(ask: Any) -> Values:
    """The home page of a large store that is still being counted: its latest documents."""
    latest = ask.latest(_LATEST)
    document = max(latest, key=lambda d: (d["counts"]["tasks"], d["id"]), default=None)
    questions = [_about(document)] if document else []
    return {
        "stats": {"documents": len(ask.holdings())},
        "latest": latest,
        "questions": [*questions, _question("sparql", "/sparql-ui", 0)],
    }


_SETTLED = (("owned", "unowned", "tasks"), ("dated", "undated", "datable"))


def _about(document: Row) -> Row:
    title = document["title"] or document["label"]
    href = links.explore(document["id"])
    return _question("document", href, document["counts"]["tasks"], title=title)


def _starters(ask: Any, stats: Row, latest: list[Row], counts: Row) -> list[Row]:
    """Questions with their count and address; only those that have an answer here."""
    if not stats["documents"]:
        return []
    found: list[Row] = []
    for unit in _named(ask, 2):
        if unit["counts"]["tasks"]:
            href = links.explore(unit["id"])
            found.append(_question("unit", href, unit["counts"]["tasks"], unit=unit["label"]))
    busiest = max(latest, key=lambda d: (d["counts"]["tasks"], d["id"]), default=None)
    if busiest and busiest["counts"]["tasks"]:
        found.append(_about(busiest))
    for policy in ask.policies()["items"][:1]:
        href = links.page(policy["id"])
        found.append(_question("policy", href, 0, title=policy.get("title") or policy["label"]))
    if counts.get("unowned"):
        found.append(_question("gaps", "/gaps", counts["unowned"]))
    if counts.get("undated"):
        found.append(_question("undated", "/gaps?kind=undated", counts["undated"]))
    found.append(_question("sparql", "/sparql-ui", 0))
    return found


def _named(ask: Any, many: int) -> list[Row]:
    """The units with most duties. 各旗县市区 owns most, but nobody asks what 各旗县市区 must do."""
    found = ask.units(limit=4 * many)["items"]
    return [u for u in found if not u["collective"]][:many] or found[:many]


def _question(key: str, href: str, n: int, **words: str) -> Row:
    return {"key": key, "href": href, "n": n, "words": words}


def explore(ask: Any, choice: Choice, words: Words) -> Values:
    """The explorer; without a focus, what one could look at."""
    if not choice.focus:
        return {
            "choice": choice,
            "data": None,
            "units": _named(ask, 24),
            "documents": ask.documents(limit=12)["items"],
        }
    data = views.focus(ask, choice.focus, choice.filters, **choice.opening)
    tasks = [item for group in data["groups"] for item in group["items"]]
    sel = choice.sel or (tasks[0]["id"] if tasks else None)
    data["sel"], data["hidden"], data["opened"] = sel, list(choice.hidden), choice.opened
    view = choice.view if choice.view in VIEWS else "columns"
    way = paths.between(ask, choice.focus, choice.path) if choice.path else None
    data["path"] = way and {"nodes": way["nodes"], "links": [_ends(s) for s in way["steps"]]}
    return {
        "choice": choice,
        "way": way and paths.sentence(way, words),
        "data": data,
        "view": view,
        "sel": sel,
        "tasks": tasks,
        "panel": panel(ask, sel, data) if sel else None,
        "opened": views.expansion(ask, data, choice.opened) if choice.opened else None,
        "limit": expanding.LIMIT,
    }


def _ends(step: Row) -> Row:
    return {"source": step["from"]["id"], "target": step["to"]["id"], "role": step["role"]}


def panel_alone(ask: Any, choice: Choice) -> Values:
    """The explorer's right-hand panel by itself: what a selection changes."""
    data = None
    if choice.sel and links.kind_of(choice.sel) != "task" and choice.focus:
        data = views.focus(ask, choice.focus, choice.filters, **choice.opening)
    return {
        "choice": choice,
        "panel": panel(ask, choice.sel, data, choice.focus) if choice.sel else None,
        "limit": expanding.LIMIT,
    }


def panel(ask: Any, id_: str, data: Row | None = None, focus: str | None = None) -> Values | None:
    """The right-hand panel for a task, unit or policy; None for what has none (or is gone)."""
    focus = data["focus"]["id"] if data else focus
    kind = links.kind_of(id_)
    try:
        if kind == "task":
            return {"kind": "task", **_task(ask, id_, focus)}
        if kind == "unit":
            unit = ask.unit(id_)
            shared = _linked(data, id_)
            more = views.expansion(ask, data, id_) if data else None
            return {"kind": "unit", "unit": unit, "shared": shared, "more": more}
        if kind == "policy":
            return {"kind": "policy", "policy": ask.policy(id_), "shared": _linked(data, id_)}
    except NotFoundError:
        return None
    return None


def _linked(data: Row | None, id_: str) -> list[Row]:
    """The centre's own shown tasks that lead to ``id_``."""
    if data is None:
        return []
    wanted = {link["source"] for link in data["links"] if link["target"] == id_}
    own = (group for group in data["groups"] if "opened" not in group)
    return [i for group in own for i in group["items"] if i["id"] in wanted]


def _task(ask: Any, id_: str, me: str | None) -> Values:
    task = ask.task(id_)
    text = ask.text(task["document"]["id"])
    start, end = task["start"], task["end"]
    passage = quotes.quote(
        task["document"],
        text[start:end],
        start,
        end,
        quotes.of_task(task, me),
        line=quotes.line_of(text, start),
        number=quotes.numbers(ask).get(task["document"]["id"]),
        section=_section(task),
        cells=any(a["rule"].startswith("table.") for a in task.get("assignments") or ()),
    )
    worded = {d["date"] for d in task.get("deadlines") or () if d["wording"] != d["date"]}
    dates = [
        d
        for d in task.get("deadlines") or ()
        if d["wording"] != d["date"] or d["date"] not in worded
    ]
    cites = {c["title"]: c for c in reversed(task.get("citations") or ())}
    task = {**task, "deadlines": dates, "cites": list(cites.values())[::-1]}
    owners = [{**a, "tag": _tag(text, a)} for a in task.get("assignments") or ()]
    others = [a for a in owners if a.get("inherited_from")]
    task["assignments"] = owners
    return {"task": task, "quote": passage, "me": me, "inherited": bool(others)}


def _tag(text: str, assignment: Row) -> str:
    """The words that name the owner: the tag's bracket or the sentence, cut where it is long."""
    start, end = passage_of(text, assignment["start"], assignment["end"])
    low, high = max(start, assignment["start"] - _TAG), min(end, assignment["end"] + _TAG)
    words = text[low:high].replace("\n", "")
    return ("…" if low > start else "") + words + ("…" if high < end else "")


def _section(task: Row) -> str:
    """Headings above a task and its own number, as one cites it."""
    above = [headed(p["label"]) for p in task.get("path") or ()]
    own = numbered(task.get("number"), task["label"])
    return " ".join([*above, own] if not above or own not in above[-1] else above)


def task(ask: Any, id_: str) -> Values:
    """A task with its passage and everything read in it."""
    return _task(ask, id_, None)


def unit(ask: Any, id_: str, filters: Filters) -> Values:
    """A unit's duties by role, each with the words that say so."""
    found = ask.unit(id_)
    year = int(filters.year) if filters.year and filters.year.isdigit() else None
    answer = ask.duties(id_, role=filters.role, year=year, document=filters.document)
    groups: dict[str, list[Row]] = {}
    numbers = quotes.numbers(ask)
    for duty in ask.with_contents(answer["items"]):
        passage = quotes.of_duty(duty, numbers.get(duty["document"]["id"]))
        row = None if _says_all(duty["sentence"], duty["row"]) else duty["row"]
        groups.setdefault(duty["role"], []).append({**duty, "passage": passage, "row": row})
    order = {role: place for place, role in enumerate(views.ROLES)}
    return {
        "unit": found,
        "groups": sorted(groups.items(), key=lambda g: order.get(g[0], 9)),
        "facets": answer.get("facets") or {},
        "filters": filters,
        "total": answer["total"],
        "acts": [
            {**a, "href": links.characters(a["document"]["id"], a["start"], a["end"])}
            for a in ask.acts(id_)
        ],
        "corrections": [
            c for c in ask.corrections() if id_ in (c["unit"]["id"], c["becomes"]["id"])
        ],
    }


def _says_all(sentence: str, row: str | None) -> bool:
    """Whether a duty's quote is the row it stands in already: 1⇥开展检查⇥县司法局."""
    parts = str.maketrans("", "", " \t\n\r\u3000|｜")
    return bool(row) and str(row).translate(parts) == sentence.translate(parts)


def corrections(ask: Any) -> Values:
    """What people decided about merged units, the latest first."""
    return {"items": ask.corrections()}


def place(ask: Any, code: str) -> Values:
    """A place with its documents and units."""
    return {"place": ask.place(code)}


def policy(ask: Any, id_: str) -> Values:
    """A policy with those who cite or implement it."""
    found = ask.policy(id_)
    hits: dict[str, list[Row]] = {}
    for hit in found.get("implemented_by") or ():
        hits.setdefault(hit["item"]["id"], []).append(hit)
    items = [{**item, "hits": hits.get(item["id"], [])} for item in found.get("items") or ()]
    cited = [{**hit, "sentence": _cited(ask, hit)} for hit in found["cited_by"]]
    return {
        "policy": {**found, "cited_by": cited},
        "items": items,
        "covered": sum(bool(i["tasks"]) for i in items),
    }


def _cited(ask: Any, hit: Row) -> str:
    """The sentence that cites; what introduces a document is in none that was read, but in its text."""
    if hit["sentence"]:
        return str(hit["sentence"])
    text = ask.text(hit["document"]["id"])
    start, end = passage_of(text, hit["start"], hit["end"])
    return unbroken(text[start:end])


def units(ask: Any, q: str | None, place: str | None, start: str | None) -> Values:
    """A page of units."""
    return _list(ask.units, q, place, start)


def documents(ask: Any, q: str | None, place: str | None, start: str | None) -> Values:
    """A page of documents."""
    return _list(ask.documents, q, place, start)


def _list(asked: Callable[..., Any], q: str | None, place: str | None, start: str | None) -> Values:
    found = asked(q=q or None, place=place or None, limit=_WHOLE)["items"]
    state = {"q": q or "", "place": place or ""}
    return {"part": cut(found, start, _PAGE), "state": state}


def places(ask: Any) -> Values:
    """The tree of the places the documents name, each under the one it lies in."""
    rows = {row["id"]: {**row, "children": []} for row in ask.places()["items"]}
    roots: list[Row] = []
    for row in rows.values():
        above = rows.get(row.get("parent") or "")
        (above["children"] if above else roots).append(row)
    return {"roots": roots, "total": len(rows)}


def policies(ask: Any, q: str | None, start: str | None) -> Values:
    """A page of the policies the documents cite, most cited first; the others are named below."""
    known = ask.policies(limit=_WHOLE)["items"]
    wanted = (q or "").strip().casefold()
    if wanted:
        known = [
            p
            for p in known
            if any(wanted in (name or "").casefold() for name in (p["title"], *p["aliases"]))
        ]
    cited = [p for p in known if p["counts"]["documents"]]
    return {
        "part": cut(cited, start, 2 * _PAGE),
        "others": [p for p in known if not p["counts"]["documents"]],
        "state": {"q": q or ""},
    }


def gaps(
    ask: Any, place: str | None, document: str | None, kind: str | None, start: str | None
) -> Values:
    """Tasks without owner or without date, one page of one kind at a time, and where they stand."""
    answer = ask.gaps(place=place or None, document=document or None)
    kind = kind if kind in GAPS else GAPS[0]
    # What one narrows to stays in the list, so that it can be undone there.
    everywhere = ask.gaps(place=place or None)[kind] if document else answer[kind]
    where = Counter((r["document"]["id"], r["document"]["label"]) for r in everywhere)
    narrowed = {"within": f"place/{place}" if place else "", "document": document or ""}
    part = cut(answer[kind], start, _PAGE)
    # As in the workbook: a line that the page broke (审批机⏎制) shows no blank.
    rows = [{**row, "quote": block(row["quote"] or "")} for row in part.rows]
    return {
        "kind": kind,
        "kinds": [(key, answer["counts"][key]) for key in GAPS],
        "part": replace(part, rows=rows),
        "where": sorted(where.items(), key=lambda item: (-item[1], item[0])),
        "place": ask.place(place) if place else None,
        "state": {
            "kind": "" if kind == GAPS[0] else kind,
            "place": place or "",
            "document": document or "",
        },
        "sparql": links.query("/sparql-ui", {"question": f"{kind}-tasks", **narrowed}),
    }


def search(ask: Any, q: str, type_: str | None) -> Values:
    """Hits grouped by kind, in the order of their best hit; one kind alone shows more of it."""
    answer: Row = {"items": [], "total": 0, "facets": {}}
    if q.strip():
        answer = ask.search(q, type=type_ or None, limit=300 if type_ else 80)
    groups: dict[str, list[Row]] = {}
    for hit in answer["items"]:
        groups.setdefault(hit["type"], []).append(hit)
    counts = {kind: answer["facets"].get(kind, len(hits)) for kind, hits in groups.items()}
    return {
        "q": q,
        "type": type_ or "",
        "parts": [] if groups else _apart(ask, q),
        "groups": list(groups.items()),
        "counts": counts,
        "total": answer["total"],
    }


def _apart(ask: Any, q: str) -> list[tuple[str, int]]:
    """``(word, hits)`` of the words of a search that nothing meets as a whole, those that find something."""
    words = list(dict.fromkeys(q.split()))[:_WORDS]
    found = [(word, ask.search(word, limit=1)["total"]) for word in words if len(words) > 1]
    return [(word, n) for word, n in found if n]


def error(
    words: Words, path: str, status: int, message: str = "", hint: str = "", wrong: str = ""
) -> Values:
    """An error in the reader's language: ``{status, message, hint}``.

    ``message`` and ``hint`` are Chinese, so an English 404 has its own words. ``wrong`` names the
    parameters of a 422.
    """
    if wrong:
        message, hint = words("error.invalid", names=wrong[:200]), words("error.invalid.hint")
    elif status == 404 and (words.lang == "en" or not message or "/api/" in hint):
        # What is told to programs names ids and addresses of the API.
        message, hint = words("error.nothing", path=path[:200]), ""
    return {"status": status, "message": message, "hint": hint}
