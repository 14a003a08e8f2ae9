"""Is this graph publishable? ``shapes.ttl``, checked two ways, and every quote against its text.

``validate(…)`` checks the rules compiled by ``kg.shapes`` and is fast enough to run on every document as it is
built; ``engine="pyshacl"`` asks pySHACL itself. Tests hold both to the same answers. SHACL cannot compare an
evidence's quote with the document's text, so that is checked here in both cases.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.shapes import SH, Rule, load_rules
from kg.sink import Facts, Object, Thing
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


Values = dict[str, list[Object]]


class _Graph:
    """The facts of one or more graphs, thing by thing."""

    def __init__(self, parts: Sequence[Facts]) -> None:
        self._parts = parts
        self._types: dict[Object, frozenset[str]] = {}

    def things(self) -> Iterator[Thing]:
        return (thing for part in self._parts for thing in part.things())

    def values(self, thing: Thing) -> Values:
        values: Values = defaultdict(list)
        for part in self._parts:
            for predicate, value in part.about(thing):
                values[predicate].append(value)
        return values

    def types(self, thing: Object) -> frozenset[str]:
        """The classes of a thing; asked for by every fact that points at it."""
        types = self._types.get(thing)
        if types is None:
            types = frozenset(
                name
                for part in self._parts
                if not isinstance(thing, Literal)
                for name in part.types(thing)
            )
            if t.EVIDENCE not in types:  # pointed at once or twice, and a third of all there is
                self._types[thing] = types
        return types

    def quote(self, values: Values) -> str:
        """The characters that say a thing, '' when none do."""
        for node in values.get(t.EVIDENCE_OF, ()):
            values = {} if isinstance(node, Literal) else self.values(node)
            break
        exact = values.get(t.EXACT)
        return exact[0].value if exact else ""


def validate(quads: Iterable[Quad], graph: str = "", *, engine: Engine = "compiled") -> Report:
    """Check a document's quads, whatever graph they carry. ``graph`` only names the report.

    Never raises for what a graph says; a graph that breaks no rule gives an empty report.
    """
    if engine == "compiled":
        return check(Facts.of(quads), graph=graph)
    listed = list(quads)
    whole = _Graph([Facts.of(listed)])
    found = set(_pyshacl(listed, whole))
    texts: dict[Object, str] = {}
    for thing in whole.things():
        found.update(_misquoted(thing, whole.values(thing), whole, texts))
    return Report(graph, tuple(sorted(found)))


def check(*facts: Facts, graph: str = "") -> Report:
    """``validate`` by the compiled rules for what is gathered but not written yet."""
    whole, found = _Graph(facts), set[Violation]()
    texts: dict[Object, str] = {}  # ``.value`` copies all of it: once a document, not a quote
    for thing in whole.things():
        said = whole.values(thing)
        found.update(_compiled(thing, said, whole))
        found.update(_misquoted(thing, said, whole, texts))
    return Report(graph, tuple(sorted(found)))


def _compiled(thing: Thing, said: Values, graph: _Graph) -> Iterator[Violation]:
    rules = load_rules()
    for class_ in {node.value for node in said.get(t.TYPE, ())}:
        for rule in rules.get(class_, ()):
            for value, wrong in _broken(rule, said.get(rule.path, []), graph):
                yield _violation(graph.quote(said), thing.value, rule, value, wrong)


def _broken(rule: Rule, values: list[Object], graph: _Graph) -> Iterator[tuple[str, str]]:
    """The offending value ('' for a count) and what is wrong with it."""
    if len(values) < rule.least:
        yield "", f"缺少{_label(rule.path)}"
    if rule.most is not None and len(values) > rule.most:
        yield "", f"有{len(values)}个{_label(rule.path)}，至多{rule.most}个"
    for value in values:
        wrong = _wrong(rule, value, graph)
        if wrong:
            yield value.value, f"{_label(rule.path)}“{_short(value.value)}”{wrong}"


def _wrong(rule: Rule, value: Object, graph: _Graph) -> str:
    """Why a value breaks a rule, '' when it does not."""
    if rule.datatypes and not (
        isinstance(value, Literal)
        and value.datatype.value in rule.datatypes
        and _well_formed(value.datatype.value, value.value)
    ):
        return f"应为{'或'.join(sorted(map(compact, rule.datatypes)))}"
    if rule.iri and not isinstance(value, NamedNode):
        return "应为标识"
    if rule.classes and not rule.classes & graph.types(value):
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


def _misquoted(
    thing: Thing, said: Values, graph: _Graph, texts: dict[Object, str]
) -> Iterator[Violation]:
    """A quote that does not stand in its document's text where its offsets say."""
    if all(node.value != t.EVIDENCE for node in said.get(t.TYPE, ())):
        return
    try:
        start, end = int(said[t.START][0].value), int(said[t.END][0].value)
        source, quote = said[t.HAS_SOURCE][0], said[t.EXACT][0].value
        if source not in texts and not isinstance(source, Literal):
            texts[source] = graph.values(source)[t.SOURCE_TEXT][0].value
        text = texts[source]
    except (LookupError, ValueError):
        return  # the shapes say what is missing
    if text[start:end] != quote:
        message = f"出处[{start}, {end})处的原文与引文不符"
        yield Violation(thing.value, "Evidence-quote", compact(t.EXACT), quote, message, quote)


def _violation(quote: str, focus: str, rule: Rule, value: str, said: str) -> Violation:
    shape = rule.shape.removeprefix(SHAPES)
    message = f"{_label(t.ZHIZE + shape.partition('-')[0])}{said}"
    return Violation(focus, shape, compact(rule.path), value, message, quote)


def _label(iri: str) -> str:
    return load_catalog().label(iri)


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _pyshacl(quads: list[Quad], graph: _Graph) -> Iterator[Violation]:
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
        quote = graph.quote(graph.values(NamedNode(str(focus))))
        yield _violation(quote, str(focus), rule, "" if value is None else str(value), said)


def _objects(graph: Any, predicate: Any) -> Iterator[Any]:
    yield from graph.objects(None, predicate)


@lru_cache(maxsize=1)
def _shapes() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=(files("ontology") / "shapes.ttl").read_bytes(), format="turtle")
