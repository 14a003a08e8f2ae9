"""The SPARQL page: shipped questions, a form for the parameters of one, and its query text.

The server fills the text in, with the engine's own escaping, so the form works without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg import questions
from kg.errors import NotFoundError, QueryError
from kg.questions import Parameter, Question
from ontology import terms

Row = dict[str, Any]
FIRST = "unit-duties"
_OPTIONS = 400
_DOCUMENTS = 100_000


def values(ask: Any, base: str, name: str | None, given: Mapping[str, str]) -> Row:
    """``{questions, chosen, fields, text, problem}`` for question ``name`` with the values ``given``."""
    chosen = _question(name)
    fields = [_field(ask, parameter, given) for parameter in chosen.parameters]
    try:
        text = chosen.bind({f["name"]: f["value"] for f in fields if f["value"]}, base)
        problem = None
    except QueryError as error:
        text, problem = chosen.based(base), str(error)
    return {
        "questions": [_listed(question) for question in questions.shipped()],
        "chosen": _listed(chosen),
        "asked": name is not None,
        "fields": fields,
        "text": _plain(text, chosen),
        "base": base,
        "problem": problem,
    }


def _plain(text: str, question: Question) -> str:
    """The query as a person would begin it: its header of machine-read lines becomes one comment."""
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+ "))
    return f"# {question.title[0]}\n{body}"


def _question(name: str | None) -> Question:
    shipped = {question.name: question for question in questions.shipped()}
    if name is not None and name not in shipped:
        raise NotFoundError(f"没有问题 {name[:80]}", "见左边的内置问题。")
    return shipped[name or FIRST]


def _listed(question: Question) -> Row:
    return {"name": question.name, "title": question.title, "question": question.question}


def _field(ask: Any, parameter: Parameter, given: Mapping[str, str]) -> Row:
    """One input; a required one that is not given takes the first thing there is."""
    options = _options(ask, parameter.kind)
    value = given.get(parameter.name, "").strip()
    if not value and parameter.required:
        value = options[0]["value"] if options else parameter.example
    if value and options and value not in [o["value"] for o in options]:
        options = [{"value": value, "label": value}, *options]
    zh, _, en = parameter.label.partition("|")
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "required": parameter.required,
        "label": (zh.strip(), en.strip() or zh.strip()),
        "value": value,
        "options": options,
        "example": parameter.example,
    }


def _unit(unit: Row) -> str:
    """A unit with what tells it from others of its name: its place, or the document while the place is open."""
    scope = unit["id"].split("/")[1]
    where = unit["place"]["name"] if unit["place"] else scope.removeprefix("doc-")
    return unit["label"] if where in unit["label"] else f"{unit['label']}（{where}）"


def _years(ask: Any) -> list[int]:
    """The years documents are for or were issued in, newest first."""
    found: set[int] = set()
    for document in ask.documents(limit=_DOCUMENTS)["items"]:
        found.update(int(year) for year in document["period"] or () if year)
        if document["issued"]:
            found.add(int(str(document["issued"])[:4]))
    return sorted(found, reverse=True)


def _options(ask: Any, kind: str) -> list[Row]:
    """What one can choose from; [] means that it is typed in."""
    if kind == "unit":
        units = ask.units(limit=_OPTIONS)["items"]
        return [{"value": unit["id"], "label": _unit(unit)} for unit in units]
    if kind == "document":
        rows = ask.documents(limit=_OPTIONS)["items"]
    elif kind == "policy":
        rows = ask.policies(limit=_OPTIONS)["items"]
    elif kind == "place":
        rows = [{"id": p["id"], "label": " › ".join(p["path"])} for p in ask.places()["items"]]
    elif kind == "task":
        documents = ask.documents(limit=1)["items"]
        rows = ask.document(documents[0]["id"])["tasks"] if documents else []
    elif kind == "year":
        return [{"value": str(year), "label": str(year)} for year in _years(ask)]
    elif (known := terms.choices(kind)) is not None:
        return [{"value": value, "label": value, "word": kind} for value in known]
    else:
        return []
    return [{"value": row["id"], "label": row["label"]} for row in rows]
