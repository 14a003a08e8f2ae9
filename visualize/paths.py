"""The way between two things, told: one sentence, its steps with their quotes, and what it is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import NotFoundError
from visualize import links, quotes
from visualize.i18n import LANGUAGES, Words

Row = dict[str, Any]
KINDS = ("unit", "task", "document", "policy", "place", "item")
SCOPES = ("all", "duties")
_MOST_HITS = 20
_TRIED = 6


def sentence(answer: Row, words: Words) -> str:
    """The whole way as one sentence; '' when there is none."""
    steps = answer["steps"]
    if not steps:
        return ""
    parts = []
    for i, step in enumerate(steps):
        subject = (
            _name(step["from"], words) if i == 0 else words.of("path.that", step["from"]["type"])
        )
        parts.append(words("path.word", subject=subject, rest=clause(step, words)))
    return words("path.join").join(parts) + words("path.end")


def clause(step: Row, words: Words) -> str:
    """What a step says of its beginning: 牵头任务“…”, 由…牵头."""
    way = "forward" if step["forward"] else "back"
    values = {"to": _bare(step["to"]["label"])}
    if step["type"] == "assignment":
        values["verb"] = words(f"path.{'verb' if step['forward'] else 'passive'}.{step['role']}")
    key = f"path.{step['type']}.{way}"
    if key == "path.cites.back" and step["to"]["type"] == "document":
        key += ".document"
    return words(key, **values)


def _name(node: Row, words: Words) -> str:
    return words(f"path.name.{node['type']}", name=_bare(node["label"]))


def _bare(label: str) -> str:
    """A title without the brackets the sentence puts around it."""
    return label[1:-1] if label.startswith("《") and label.find("》") == len(label) - 1 else label


def with_sentences(answer: Row) -> Row:
    """The answer with ``sentence`` in every language, as ``/api/path`` gives it."""
    return {**answer, "sentence": {lang: sentence(answer, Words(lang)) for lang in LANGUAGES}}


def values(ask: Any, given: Mapping[str, str], words: Words) -> Row:
    """The page: both ends as chosen (an id, or words of which the best hit is taken) and the way.

    ``given`` holds ``from``, ``to`` (ids), ``fromq``, ``toq`` (words) and ``links``.
    """
    ends = {side: _end(ask, given, side) for side in ("from", "to")}
    scope = given.get("links") if given.get("links") in SCOPES else "all"
    page: Row = {
        "ends": ends,
        "scope": scope,
        "answer": None,
        "problem": None,
        "state": {},
        "examples": [],
    }
    page["state"] = {
        **{side: end["id"] for side, end in ends.items() if end["id"]},
        **({"links": scope} if scope != "all" else {}),
    }
    for end in ends.values():
        if end["unknown"]:
            page["problem"] = words("path.unknown", q=end["label"])
    if page["problem"] or not all(end["id"] for end in ends.values()):
        return page
    if ends["from"]["id"] == ends["to"]["id"]:
        return {**page, "problem": words("path.same")}
    answer = ask.path(ends["from"]["id"], ends["to"]["id"], links=scope)
    for side in ("from", "to"):
        ends[side] |= answer[side]
    if not answer["found"]:
        key = "path.limit" if answer["reason"] == "limit" else "path.none"
        page["problem"] = words(
            "path.none.duties" if (key, scope) == ("path.none", "duties") else key
        )
        return page
    steps = [
        {**step, "clause": clause(step, words), "passage": _passage(step)}
        for step in answer["steps"]
    ]
    return {**page, "answer": answer, "steps": steps, "sentence": sentence(answer, words)}


def _end(ask: Any, given: Mapping[str, str], side: str) -> Row:
    """``{id, label, type, unknown}`` of one end; an id wins over words."""
    id_, q = given.get(side, ""), given.get(f"{side}q", "").strip()
    if id_ and links.kind_of(id_) != "other":
        return {"id": id_, "label": q or id_, "type": links.kind_of(id_), "unknown": False}
    q = q or id_
    if not q:
        return {"id": "", "label": "", "type": "", "unknown": False}
    hits = [h for h in ask.search(q, limit=_MOST_HITS)["items"] if h["type"] in KINDS]
    if not hits:
        return {"id": "", "label": q, "type": "", "unknown": True}
    return {
        "id": hits[0]["id"],
        "label": hits[0]["label"],
        "type": hits[0]["type"],
        "unknown": False,
    }


def examples(ask: Any) -> list[Row]:
    """Pairs ``{from, to}`` that are connected, out of what is there: for a page nobody has asked yet.

    Two units of different documents that cite the same instrument, one of them and that instrument, and
    two units of one document; [] where nothing is cited or owned.
    """
    policies = [p for p in ask.policies(limit=1)["items"] if p["counts"]["documents"]]
    cited = ask.policy(policies[0]["id"])["cited_by"] if policies else []
    documents = list(dict.fromkeys(hit["document"]["id"] for hit in cited))
    if len(documents) < _TRIED:
        documents += [d["id"] for d in ask.documents(limit=_TRIED)["items"]]
    owners = [found for id_ in documents[:_TRIED] if len(found := _owners(ask, id_)) > 1]
    pairs: list[tuple[Row, Row]] = []
    if policies and owners:
        policy = {"id": policies[0]["id"], "label": policies[0]["title"], "type": "policy"}
        pairs.append((owners[0][0], policy))
    if len(owners) > 1 and cited and owners[0][0]["id"] != owners[-1][0]["id"]:
        pairs.insert(0, (owners[0][0], owners[-1][0]))
    if owners:
        pairs.append((owners[0][0], owners[0][-1]))
    return [{"from": start, "to": end} for start, end in pairs]


def _owners(ask: Any, document: str) -> list[Row]:
    """The owners a document names first and last, as ends of a way."""
    refs = {
        a["unit"]["id"]: {**a["unit"], "type": "unit"}
        for task in ask.document(document)["tasks"]
        for a in task["assignments"]
    }
    return list(refs.values())


def _passage(step: Row) -> Row | None:
    """The sentence of a step with its own characters marked."""
    said = step["evidence"]
    if said is None:
        return None
    kind = {"assignment": "assignment", "cites": "citation"}.get(step["type"], "title")
    fact = {"type": kind, "start": said["start"], "end": said["end"], "css": ""}
    if kind == "assignment":
        fact["css"] = "me"
    facts = [] if kind == "title" else [fact]
    return quotes.quote(
        said["document"], said["sentence"], said["sentence_start"], said["sentence_end"], facts
    )


def between(ask: Any, start: str, end: str) -> Row | None:
    """The way as the explorer draws it; None when there is none or an end is gone."""
    try:
        answer: Row = ask.path(start, end)
    except NotFoundError:
        return None
    return answer if answer["found"] else None
