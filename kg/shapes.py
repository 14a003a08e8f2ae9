"""``shapes.ttl`` read into plain rules, so that every document can be checked as it is built.

Only the SHACL our shapes use is read (target class, path, counts, datatype, class, in, pattern, bounds, node
kind, and ``sh:or`` over datatypes or classes); anything else in the file is an error here, not a gap.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology.terms import RDF

SH = "http://www.w3.org/ns/shacl#"
_READ = {
    *("path", "minCount", "maxCount", "datatype", "class", "in", "pattern", "or", "nodeKind"),
    *("minInclusive", "maxInclusive"),
}
Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One property shape. Empty sets and None mean: not asked."""

    shape: str
    path: str
    least: int = 0
    most: int | None = None
    datatypes: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    iri: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(slots=True)
class _Draft:
    said: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))

    def one(self, name: str) -> str | None:
        nodes = self.said.get(SH + name)
        return nodes[0].value if nodes else None


@lru_cache(maxsize=1)
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """Class → its rules, in the order of the file. Raises ValueError for SHACL we do not read."""
    data = (files("ontology") / "shapes.ttl").read_bytes()
    drafts: dict[Node, _Draft] = defaultdict(_Draft)
    for quad in parse(data, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode | BlankNode) and not isinstance(
            quad.object, NamedNode | BlankNode | Literal
        ):
            raise ValueError("a quoted triple in shapes.ttl")
        drafts[quad.subject].said[quad.predicate.value].append(quad.object)
    rules: dict[str, tuple[Rule, ...]] = {}
    for draft in list(drafts.values()):
        target = draft.one("targetClass")
        if target is not None:
            shapes = draft.said[SH + "property"]
            rules[target] = tuple(_rule(shape, drafts) for shape in shapes)
    return rules


def _rule(shape: Node, drafts: dict[Node, _Draft]) -> Rule:
    draft = drafts[shape]
    unread = {p.removeprefix(SH) for p in draft.said if p.startswith(SH)} - _READ
    path = draft.one("path")
    if unread or path is None:
        raise ValueError(f"{shape.value}: {sorted(unread) or 'no path'}")
    options = [drafts[node] for head in draft.said[SH + "or"] for node in _list(head, drafts)]
    options.append(draft)
    most, low, high = draft.one("maxCount"), draft.one("minInclusive"), draft.one("maxInclusive")
    pattern = draft.one("pattern")
    members = [node.value for head in draft.said[SH + "in"] for node in _list(head, drafts)]
    return Rule(
        shape.value,
        path,
        int(draft.one("minCount") or 0),
        None if most is None else int(most),
        frozenset(value for option in options if (value := option.one("datatype"))),
        frozenset(value for option in options if (value := option.one("class"))),
        frozenset(members),
        None if pattern is None else re.compile(pattern),
        draft.one("nodeKind") == SH + "IRI",
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
    )


def _list(head: Node, drafts: dict[Node, _Draft]) -> list[Node]:
    members = []
    while head.value != RDF + "nil":
        said = drafts[head].said
        members.append(said[RDF + "first"][0])
        head = said[RDF + "rest"][0]
    return members
