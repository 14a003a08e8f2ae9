"""The shipped questions as RDF: what editors of other makers read to offer them as examples.

Each is a ``sh:SPARQLExecutable`` with its text, the way the SPARQL examples of bioinformatics endpoints
are published (SHACL's executables, ``spex:`` file conventions). Stored in ``graph/registry``, they are
found by a query to the endpoint itself; served alone, they also name the endpoint they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import ids, questions
from kg.literals import zh
from kg.questions import Parameter, Question
from ontology.terms import LABEL, PREFIXES, RDFS, SCHEMA, SKOS, TYPE, XSD

SH = "http://www.w3.org/ns/shacl#"
_PREFIXES = "prefixes"


def triples(base: str = ids.DEFAULT_BASE, endpoint: str | None = None) -> Iterator[ox.Triple]:
    """Every shipped question, in the order of names; ``endpoint`` becomes their target."""
    yield from _prefixes(base)
    for question in questions.shipped():
        yield from _executable(question, base, endpoint)


def _executable(question: Question, base: str, endpoint: str | None) -> Iterator[ox.Triple]:
    node = _node(question.name, base)
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield _fact(node, TYPE, ox.NamedNode(SH + kind))
    for predicate, pair in ((LABEL, question.title), (RDFS + "comment", question.question)):
        for text in _both(pair):
            yield _fact(node, predicate, text)
    yield _fact(node, SH + "prefixes", _node(_PREFIXES, base))
    # The header is for our own pages; what is asked stands in the comment.
    lines = [line for line in question.based(base).splitlines() if not line.startswith("#+ ")]
    yield _fact(node, SH + "select", ox.Literal("\n".join(lines) + "\n"))
    if endpoint is not None:
        yield _fact(node, SCHEMA + "target", ox.NamedNode(endpoint))
    for parameter in question.parameters:
        yield from _parameter(node, parameter, f"{question.name}/{parameter.name}", base)


def _parameter(
    question: ox.NamedNode, parameter: Parameter, name: str, base: str
) -> Iterator[ox.Triple]:
    node = _node(name, base)
    label, _, english = parameter.label.partition("|")
    yield _fact(question, SH + "parameter", node)
    yield _fact(node, TYPE, ox.NamedNode(SH + "Parameter"))
    yield _fact(node, SH + "name", ox.Literal(parameter.name))
    for text in _both((label.strip(), english.strip() or label.strip())):
        yield _fact(node, SH + "description", text)
    optional = "false" if parameter.required else "true"
    yield _fact(node, SH + "optional", ox.Literal(optional, datatype=_xsd("boolean")))
    yield _fact(node, SKOS + "example", ox.Literal(parameter.example))


def _prefixes(base: str) -> Iterator[ox.Triple]:
    node = _node(_PREFIXES, base)
    for prefix, namespace in PREFIXES.items():
        declared = _node(f"{_PREFIXES}/{prefix}", base)
        yield _fact(node, SH + "declare", declared)
        yield _fact(declared, SH + "prefix", ox.Literal(prefix))
        yield _fact(declared, SH + "namespace", ox.Literal(namespace, datatype=_xsd("anyURI")))


def _node(name: str, base: str) -> ox.NamedNode:
    return ox.NamedNode(ids.iri(ids.question(name), base))


def _both(pair: tuple[str, str]) -> tuple[ox.Literal, ox.Literal]:
    return zh(pair[0]), ox.Literal(pair[1], language="en")


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(XSD + name)


def _fact(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
