"""The ontology as data: every term with its labels, definitions, super-terms, domains and ranges.

Read from ``core.ttl`` and ``vocab/*.ttl``, so that pages, exports and documentation derive from the one source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.terms import OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS, VOCAB, XSD, ZHIZE

Kind = Choice["class", "object property", "data property", "concept", "scheme", "borrowed"]
_KINDS: dict[str, Kind] = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    SKOS + "Concept": "concept",
    SKOS + "ConceptScheme": "scheme",
}
_LISTS = {
    RDFS + "subClassOf": "supers",
    RDFS + "subPropertyOf": "supers",
    SCHEMA + "domainIncludes": "domains",
    SCHEMA + "rangeIncludes": "ranges",
    SKOS + "example": "examples",
}
_TEXTS = {
    RDFS + "label": "labels",
    SKOS + "prefLabel": "labels",
    SKOS + "definition": "definitions",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One class, property or concept. ``labels`` and ``definitions`` are by language (zh, en)."""

    iri: str
    kind: Kind
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)
    supers: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    scheme: str | None = None

    @property
    def name(self) -> str:
        """The compact name: ``zhize:Task``, ``role:lead``."""
        return compact(self.iri)


def compact(iri: str) -> str:
    """The IRI with the longest known prefix, or the IRI itself."""
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    return iri if best is None else f"{best[0]}:{iri[len(best[1]) :]}"


class Catalog:
    """All terms by IRI, in the order of the files."""

    def __init__(self, terms: dict[str, Term]) -> None:
        self._terms = terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def get(self, iri: str) -> Term | None:
        """The term of an IRI, None when we say nothing about it."""
        return self._terms.get(iri)

    def label(self, iri: str, language: str = "zh") -> str:
        """The label of a term, its compact name when it has none."""
        term = self._terms.get(iri)
        if term is None:
            return compact(iri)
        return term.labels.get(language) or term.labels.get("zh") or term.name

    def concepts(self, vocabulary: str) -> tuple[Term, ...]:
        """The concepts of a vocabulary (``role``), in their order."""
        scheme = VOCAB + vocabulary
        return tuple(term for term in self if term.scheme == scheme)


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """The shipped ontology; cached."""
    triples = list(ontology_triples())
    kinds: dict[str, Kind] = {}
    for triple in triples:
        if triple.predicate.value == RDF + "type" and isinstance(triple.object, NamedNode):
            kind = _KINDS.get(triple.object.value)
            if kind is not None:
                kinds[_iri(triple)] = kind
    terms: dict[str, Term] = {}
    for triple in triples:
        iri, predicate = _iri(triple), triple.predicate.value
        if iri == ZHIZE.rstrip("#"):
            continue
        term = terms.setdefault(iri, Term(iri, kinds.get(iri, "borrowed")))
        value = triple.object
        if predicate in _LISTS and isinstance(value, NamedNode | Literal):
            getattr(term, _LISTS[predicate]).append(value.value)
        elif predicate in _TEXTS and isinstance(value, Literal):
            getattr(term, _TEXTS[predicate])[value.language or ""] = value.value
        elif predicate == SKOS + "inScheme" and isinstance(value, NamedNode):
            terms[iri] = Term(
                iri, term.kind, term.labels, term.definitions, term.examples, scheme=value.value
            )
    return Catalog(terms)


def _iri(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def ontology_triples() -> Iterator[Triple]:
    """The triples of ``core.ttl`` and of every vocabulary, file by file, in the files' order."""
    folder = files("ontology")
    vocabularies = sorted(
        (item for item in (folder / "vocab").iterdir() if item.name.endswith(".ttl")),
        key=lambda item: item.name,
    )
    for path in (folder / "core.ttl", *vocabularies):
        yield from _triples(path)


def _triples(path: Traversable) -> Iterator[Triple]:
    for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
        yield quad.triple


def context() -> dict[str, object]:
    """The JSON-LD context (``context.jsonld``): prefixes, and how each property's values are to be read.

    The vocabularies' prefixes stay out: ``role`` and ``status`` are properties here.
    """
    terms: dict[str, object] = {
        name: iri for name, iri in PREFIXES.items() if not iri.startswith(VOCAB)
    }
    for term in load_catalog():
        name = term.iri.removeprefix(ZHIZE)
        if term.kind == "object property":
            terms[name] = {"@id": term.name, "@type": "@id"}
        elif term.kind == "data property":
            typed = [iri for iri in term.ranges if iri.startswith(XSD) and iri != XSD + "string"]
            value = {"@id": term.name, "@type": compact(typed[0])} if len(typed) == 1 else term.name
            terms[name] = value
        elif term.kind == "class":
            terms[name] = term.name
    return {"@context": terms}
