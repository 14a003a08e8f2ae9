"""Questions as files: read a ``.rq``, say what it answers, bind its parameters safely.

A question is a whole SPARQL query that runs as it stands. Its header is comment lines::

    #+ title: 单位的职责清单 | Duties of a unit
    #+ question: 人和司法所有哪些职责? 依据哪一句话? | Which duties …?
    #+ param: unit unit required 单位 | the unit
    #+ param: role role optional 角色 | lead, responsible …
    #+ route: /api/units/{unit}/duties

Each parameter has one ``VALUES ?name { … }`` in the query whose content is the example. Binding
replaces that content by terms the engine's own types have escaped, never by raw text. A line that
ends in ``#? name`` is there only when that optional parameter is given; an optional parameter whose
``VALUES`` has no such mark keeps its example as the default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg import ids
from kg.errors import NotFoundError, QueryError
from ontology import terms

Value: TypeAlias = str | int | Sequence[str]
FOLDER, PARTS = "queries", "parts"
_HEADER = re.compile(r"^#\+ (\w+): (.*)$", re.MULTILINE)
_TITLE = re.compile(r"^#\+ title: (.*)$", re.MULTILINE)
_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{([^{}]*)\}")
_TAG = re.compile(r"#\? (\w+)$")
_MOST = re.compile(r"^\s*LIMIT (\d+)$", re.MULTILINE)
_XSD_YEAR = ox.NamedNode(terms.XSD + "gYear")
_XSD_DATE = ox.NamedNode(terms.XSD + "date")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_XSD_DECIMAL = ox.NamedNode(terms.XSD + "decimal")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
# Kinds of parameters whose value is an id below the base IRI, and what it must begin with.
_IDS = {
    "unit": "unit/",
    "document": "doc/",
    "task": "doc/",
    "thing": "",
    "place": "place/",
    "policy": "policy/",
    "item": "policy/",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``kind`` is a key of the table above, a vocabulary, or text/year/date/number/kind.

    ``default`` is what holds when an optional one is not given: None means that it narrows nothing.
    """

    name: str
    kind: str
    required: bool
    label: str
    example: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One ``.rq`` file. Titles and questions hold Chinese and English, in that order."""

    name: str
    title: tuple[str, str]
    question: tuple[str, str]
    parameters: tuple[Parameter, ...]
    route: str | None
    text: str
    columns: tuple[str, ...]

    @property
    def most(self) -> int | None:
        """How many things the answer tells of at most: an answer of so many rows may not be all."""
        found = _MOST.search(self.text)
        return int(found[1]) if found else None

    def bind(self, values: Mapping[str, Value | None], base: str = ids.DEFAULT_BASE) -> str:
        """The query text with ``values`` in place of the examples.

        Raises QueryError ``parameter`` for an unknown name, a missing required one or a bad value.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        given = {name: value for name, value in values.items() if value not in (None, "", ())}
        for name in given:
            if name not in known:
                raise QueryError(f"问题 {self.name} 没有参数 {name}", code="parameter")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise QueryError(
                    f"缺少参数 {parameter.name}",
                    f"{parameter.label.partition('|')[0].strip()}；命令行写 -p {parameter.name}=值",
                    code="parameter",
                )

        def values_block(found: re.Match[str]) -> str:
            name = found[1]
            if name not in given:
                return found[0]
            return f"VALUES ?{name} {{ {terms_of(known[name], given[name], base)} }}"

        lines = self.based(base).splitlines()
        kept = [line for line in lines if (tag := _TAG.search(line)) is None or tag[1] in given]
        return _VALUES.sub(values_block, "\n".join(kept))

    def based(self, base: str) -> str:
        """The file's text with example ids below another base IRI."""
        if base == ids.DEFAULT_BASE:
            return self.text
        return self.text.replace("<" + ids.DEFAULT_BASE, "<" + base)

    def as_json(self, base: str = ids.DEFAULT_BASE) -> dict[str, Any]:
        """``{name, title, title_en, question, question_en, parameters, route, most, text}``."""
        return {
            "name": self.name,
            "title": self.title[0],
            "title_en": self.title[1],
            "question": self.question[0],
            "question_en": self.question[1],
            "parameters": [
                {
                    "name": p.name,
                    "kind": p.kind,
                    "required": p.required,
                    "label": p.label,
                    "example": p.example,
                    "default": p.default,
                }
                for p in self.parameters
            ],
            "route": self.route,
            "most": self.most,
            "text": self.based(base),
        }


def terms_of(parameter: Parameter, value: Value, base: str) -> str:
    """The SPARQL terms of one value, or of several, escaped by the engine's own types."""
    several = [value] if isinstance(value, str | int) else list(value)
    return " ".join(str(_term(parameter, str(item), base)) for item in several)


def _term(parameter: Parameter, value: str, base: str) -> ox.NamedNode | ox.Literal:
    kind = parameter.kind
    if kind in _IDS:
        id_ = value
        if kind == "place" and not value.startswith("place/"):
            id_ = ids.place(value)
        if not id_.startswith(_IDS[kind]):
            raise QueryError(
                f"{parameter.name} 应以 {_IDS[kind]} 开头: {value[:80]}", code="parameter"
            )
        return ox.NamedNode(ids.iri(id_, base))
    allowed = terms.choices(kind)
    if allowed is not None:
        if value not in allowed:
            raise QueryError(f"{parameter.name} 只能是 {', '.join(allowed)}", code="parameter")
        return ox.NamedNode(allowed[value])
    if kind == "year":
        if not re.fullmatch(r"\d{4}", value):
            raise QueryError(f"{parameter.name} 应为四位年份: {value[:20]}", code="parameter")
        return ox.Literal(value, datatype=_XSD_YEAR)
    if kind == "date":
        if not _DATE.fullmatch(value):
            raise QueryError(f"{parameter.name} 应为 YYYY-MM-DD: {value[:20]}", code="parameter")
        return ox.Literal(value, datatype=_XSD_DATE)
    if kind == "number":
        if not _NUMBER.fullmatch(value):
            raise QueryError(f"{parameter.name} 应为数字: {value[:20]}", code="parameter")
        return ox.Literal(value, datatype=_XSD_DECIMAL)
    return ox.Literal(value)


def parse(name: str, text: str) -> Question:
    """Read one file. Raises ValueError when header and VALUES do not fit together."""
    header: dict[str, list[str]] = {}
    for key, value in _HEADER.findall(text):
        header.setdefault(key, []).append(value.strip())
    examples = {found[1]: found[2].strip() for found in _VALUES.finditer(text)}
    parameters = []
    for line in header.get("param", []):
        parts = line.split(None, 3)
        if len(parts) < 4 or parts[2] not in ("required", "optional") or parts[0] not in examples:
            raise ValueError(f"{name}: {line}")
        required, example = parts[2] == "required", _plain(examples[parts[0]])
        default = None if required or f"#? {parts[0]}\n" in text else example
        parameters.append(Parameter(parts[0], parts[1], required, parts[3], example, default))
    return Question(
        name,
        _pair(header["title"][0]),
        _pair(header["question"][0]),
        tuple(parameters),
        header.get("route", [None])[0],
        text,
        _columns(text),
    )


def _columns(text: str) -> tuple[str, ...]:
    """The variables a SELECT projects: bare ones, and those after AS inside one pair of brackets."""
    clause = re.search(r"^SELECT\b(.*?)\bWHERE\b", text, re.DOTALL | re.MULTILINE)
    columns, depth, named = [], 0, False
    for word in re.findall(r"\?\w+|\w+|[()]", clause[1] if clause else ""):
        depth += (word == "(") - (word == ")")
        if word.startswith("?") and (depth == 0 or (depth == 1 and named)):
            columns.append(word[1:])
        named = word == "AS"
    return tuple(columns)


def _pair(text: str) -> tuple[str, str]:
    zh, _, en = text.partition("|")
    return zh.strip(), en.strip()


def _plain(example: str) -> str:
    """The example as a person would give it: an id, a concept's name, a plain text."""
    if example.startswith("<" + ids.DEFAULT_BASE):
        return ids.path_of(example.split()[0][1:-1])
    if example.startswith("<" + terms.VOCAB):
        return example.split()[0][1:-1].rsplit("/", 1)[1]
    if example.startswith("zhize:"):
        return example.split()[0].removeprefix("zhize:").lower()
    return example.split('"')[1] if '"' in example else example


@cache
def _all(folder: str) -> dict[str, Question]:
    found = {}
    for entry in resources.files("kg").joinpath(folder).iterdir():
        if entry.name.endswith(".rq"):
            name = entry.name.removesuffix(".rq")
            found[name] = parse(name, entry.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


def shipped() -> list[Question]:
    """All questions for people, by name."""
    return list(_all(FOLDER).values())


def recognised(text: str) -> Question | None:
    """The shipped question that a query text is, whatever its parameters: its header says which."""
    found = _TITLE.search(text)
    return None if found is None else _by_title().get(found[1].strip())


@cache
def _by_title() -> dict[str, Question]:
    return {f"{asked.title[0]} | {asked.title[1]}": asked for asked in shipped()}


def question(name: str) -> Question:
    """One question; ``parts/…`` are those only our own pages ask. Raises NotFoundError."""
    folder, _, short = name.rpartition("/")
    known = _all(f"{FOLDER}/{folder}" if folder else FOLDER) if folder in ("", PARTS) else {}
    found = known.get(short)
    if found is None:
        raise NotFoundError(f"没有问题 {name}", "见 /api/questions")
    return found
