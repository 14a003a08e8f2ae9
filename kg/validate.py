"""Is this graph publishable? ``shapes.ttl``, checked two ways, and every quote against its text.

``validate(…)`` checks the rules compiled by ``kg.shapes`` and is fast enough to run on every document as it is
built; ``engine="pyshacl"`` asks pySHACL itself. Tests hold both to the same answers. SHACL cannot compare an
evidence's quote with the document's text, so that is checked here in both cases.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from typing import Literal as Choice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.shapes import SH, Rule, load_rules
from ontology import terms as t
from ontology.catalog import compact, load_catalog

if TYPE_CHECKING:
    from rdflib import Graph

Engine = Choice["compiled", "pyshacl"]
SHAPES = "https://w3id.org/zhize/shape/"
_QUOTE = SHAPES + "Evidence-quote"
_TEMPORAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_PARTS = {t.XSD + "gYear": 1, t.XSD + "gYearMonth": 2, t.XSD + "date": 3}


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule broken. ``focus`` is an IRI, ``shape`` a local name (``Assignment-role``)."""

    focus: str
    shape: str
    path: str
    value: str
    message: str
    quote: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes say about one graph; ``violations`` by focus and shape."""

    graph: str
    violations: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether the graph may be published."""
        return not self.violations


Values = dict[str, list[NamedNode | BlankNode | Literal]]


class _Things:
    """The quads by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.by_subject: dict[str, Values] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if isinstance(quad.object, Triple) or isinstance(quad.subject, Triple):
                raise ValueError("a quoted triple is no fact of a document")
            self.by_subject[quad.subject.value][quad.predicate.value].append(quad.object)
        self.types = {
            subject: {node.value for node in values.get(t.TYPE, ())}
            for subject, values in self.by_subject.items()
        }

    def quote(self, subject: str) -> str:
        """The characters that say a thing, '' when none do."""
        values = self.by_subject.get(subject, {})
        for node in values.get(t.EVIDENCE_OF, ()):
            values = self.by_subject.get(node.value, {})
            break
        exact = values.get(t.EXACT)
        return exact[0].value if exact else ""


def validate(quads: Iterable[Quad], graph: str = "", *, engine: Engine = "compiled") -> Report:
    """Check a document's quads, whatever graph they carry. ``graph`` only names the report.

    Never raises for what a graph says; a graph that breaks no rule gives an empty report.
    """
    listed = list(quads)
    things = _Things(listed)
    found = set(_pyshacl(listed, things) if engine == "pyshacl" else _compiled(things))
    found |= set(_quotes(things))
    return Report(graph, tuple(sorted(found)))


def _compiled(things: _Things) -> Iterator[Violation]:
    rules = load_rules()
    for subject, types in things.types.items():
        for class_ in types:
            for rule in rules.get(class_, ()):
                values = things.by_subject[subject].get(rule.path, [])
                if len(values) < rule.least:
                    yield _violation(things, subject, rule, "", f"缺少{_label(rule.path)}")
                if rule.most is not None and len(values) > rule.most:
                    said = f"有{len(values)}个{_label(rule.path)}，至多{rule.most}个"
                    yield _violation(things, subject, rule, "", said)
                for value in values:
                    wrong = _wrong(rule, value, things)
                    if wrong:
                        said = f"{_label(rule.path)}“{_short(value.value)}”{wrong}"
                        yield _violation(things, subject, rule, value.value, said)


def _wrong(rule: Rule, value: NamedNode | BlankNode | Literal, things: _Things) -> str:
    """Why a value breaks a rule, '' when it does not."""
    if rule.datatypes and not (
        isinstance(value, Literal)
        and value.datatype.value in rule.datatypes
        and _well_formed(value.datatype.value, value.value)
    ):
        return f"应为{'或'.join(sorted(map(compact, rule.datatypes)))}"
    if rule.iri and not isinstance(value, NamedNode):
        return "应为标识"
    if rule.classes and not rule.classes & things.types.get(value.value, set()):
        return f"应为{'或'.join(sorted(map(_label, rule.classes)))}"
    if rule.values and value.value not in rule.values:
        return "不在词表中"
    if rule.pattern is not None and not rule.pattern.search(value.value):
        return "格式不对"
    if rule.low is not None or rule.high is not None:
        number = Decimal(value.value)
        if rule.low is not None and number < rule.low:
            return f"应不小于{rule.low}"
        if rule.high is not None and number > rule.high:
            return f"应不大于{rule.high}"
    return ""


def _well_formed(datatype: str, lexical: str) -> bool:
    parts = _PARTS.get(datatype)
    if parts is not None:
        match = _TEMPORAL.fullmatch(lexical)
        if match is None or match.lastindex != parts:
            return False
        year, month, day = (int(group) if group else 1 for group in match.groups())
        return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    if datatype in (t.XSD + "integer", t.XSD + "decimal"):
        try:
            number = Decimal(lexical)
        except InvalidOperation:
            return False
        whole = number == number.to_integral_value() and "." not in lexical
        return "e" not in lexical.lower() and (datatype.endswith("decimal") or whole)
    if datatype == t.XSD + "boolean":
        return lexical in ("true", "false", "1", "0")
    return True


def _quotes(things: _Things) -> Iterator[Violation]:
    """Every quote stands in its document's text where its offsets say."""
    texts: dict[str, str] = {}  # ``.value`` copies all of it: once a document, not a quote
    for subject, types in things.types.items():
        if t.EVIDENCE not in types:
            continue
        said = things.by_subject[subject]
        try:
            start, end = int(said[t.START][0].value), int(said[t.END][0].value)
            source = said[t.HAS_SOURCE][0].value
            if source not in texts:
                texts[source] = things.by_subject[source][t.SOURCE_TEXT][0].value
            text = texts[source]
            quote = said[t.EXACT][0].value
        except (IndexError, ValueError):
            continue  # the shapes say what is missing
        if text[start:end] != quote:
            message = f"出处[{start}, {end})处的原文与引文不符"
            yield Violation(subject, "Evidence-quote", compact(t.EXACT), quote, message, quote)


def _violation(things: _Things, subject: str, rule: Rule, value: str, said: str) -> Violation:
    shape = rule.shape.removeprefix(SHAPES)
    message = f"{_label(t.ZHIZE + shape.partition('-')[0])}{said}"
    return Violation(subject, shape, compact(rule.path), value, message, things.quote(subject))


def _label(iri: str) -> str:
    return load_catalog().label(iri)


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _pyshacl(quads: list[Quad], things: _Things) -> Iterator[Violation]:
    from pyshacl import validate as run
    from rdflib import Graph, URIRef

    triples = [quad.triple for quad in quads]
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    data = Graph().parse(data=lines, format="nt")
    _, results, _ = run(data, shacl_graph=_shapes(), inference="none", advanced=False)
    rules = {rule.shape: rule for listed in load_rules().values() for rule in listed}
    result, shape_of = URIRef(SH + "result"), URIRef(SH + "sourceShape")
    focus_of, value_of = URIRef(SH + "focusNode"), URIRef(SH + "value")
    component_of = URIRef(SH + "sourceConstraintComponent")
    for node in _objects(results, result):
        shape, focus = results.value(node, shape_of), results.value(node, focus_of)
        rule = rules[str(shape)]
        value = results.value(node, value_of)
        component = str(results.value(node, component_of)).removeprefix(SH)
        said = f"{_label(rule.path)}{'' if value is None else f'“{_short(str(value))}”'}不合 {component}"
        yield _violation(things, str(focus), rule, "" if value is None else str(value), said)


def _objects(graph: Any, predicate: Any) -> Iterator[Any]:
    yield from graph.objects(None, predicate)


@lru_cache(maxsize=1)
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=(files("ontology") / "shapes.ttl").read_bytes(), format="turtle")
