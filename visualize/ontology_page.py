"""The ontology as a page shows it: every class, property and concept, straight from the Turtle.

Nothing is written twice: labels, definitions, examples, super-terms, domains and ranges are what
``core.ttl`` and the vocabularies say. A term's anchor is the last part of its IRI, so that
``…/ns#Task`` opens at the class.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ontology.catalog import Catalog, Kind, Term, compact, load_catalog
from ontology.terms import PREFIXES, VOCAB, ZHIZE
from visualize.i18n import LANGUAGES, Lang

Row = dict[str, Any]
_PROPERTIES: tuple[Kind, ...] = ("object property", "data property")


@cache
def values(lang: Lang) -> Row:
    """``{classes, properties, vocabularies, prefixes}`` in the words of one language."""
    catalog = load_catalog()
    classes = [term for term in catalog if term.kind == "class"]
    properties = [term for term in catalog if term.kind in _PROPERTIES]
    schemes = [term for term in catalog if term.kind == "scheme"]
    return {
        "classes": [_class(catalog, term, properties, classes, lang) for term in classes],
        "properties": [_property(catalog, term, lang) for term in properties],
        "vocabularies": [
            {
                **_term(catalog, scheme, lang),
                "concepts": [
                    _term(catalog, concept, lang)
                    for concept in catalog.concepts(scheme.iri.removeprefix(VOCAB))
                ],
            }
            for scheme in schemes
            if scheme.iri.startswith(VOCAB)
        ],
        "prefixes": sorted(
            (name, iri) for name, iri in PREFIXES.items() if not iri.startswith(VOCAB)
        ),
    }


def _class(
    catalog: Catalog, term: Term, properties: list[Term], classes: list[Term], lang: Lang
) -> Row:
    lower = [other.iri for other in classes if term.iri in other.supers]
    return {
        **_term(catalog, term, lang),
        "lower": _links(catalog, lower, lang),
        "properties": _links(catalog, [p.iri for p in properties if term.iri in p.domains], lang),
        "pointing": _links(catalog, [p.iri for p in properties if term.iri in p.ranges], lang),
    }


def _property(catalog: Catalog, term: Term, lang: Lang) -> Row:
    return {
        **_term(catalog, term, lang),
        "kind": term.kind,
        "domains": _links(catalog, term.domains, lang),
        "ranges": _links(catalog, term.ranges, lang),
    }


def _term(catalog: Catalog, term: Term, lang: Lang) -> Row:
    other = next(language for language in LANGUAGES if language != lang)
    return {
        "iri": term.iri,
        "name": term.name,
        "anchor": anchor(term.iri),
        "label": term.labels.get(lang) or term.name,
        "other": term.labels.get(other, ""),
        "definition": term.definitions.get(lang, ""),
        "examples": list(term.examples),
        "supers": _links(catalog, term.supers, lang),
    }


def anchor(iri: str) -> str:
    """``Task``, ``role``, ``role/lead``: what stands behind our namespace."""
    return iri.removeprefix(ZHIZE).removeprefix(VOCAB)


def _links(catalog: Catalog, iris: list[str], lang: Lang) -> list[Row]:
    """Terms of ours lead to their place on the page, borrowed ones to their own IRI."""
    links = []
    for iri in iris:
        ours = iri.startswith((ZHIZE, VOCAB)) and catalog.get(iri) is not None
        href = "#" + anchor(iri) if ours else iri
        links.append({"href": href, "name": compact(iri), "label": catalog.label(iri, lang)})
    return links
