"""The words of the graph: defined once, in two languages, standing on terms that really exist."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import model
from kg.build import registry_quads
from kg.shapes import load_rules
from ontology import terms as t
from ontology.catalog import Term, compact, context, load_catalog, ontology_triples
from ontology.own import UNIT_TYPES

LISTS = Path(__file__).parent / "terms"
STANDARD = {t.RDF, t.RDFS, t.OWL, t.XSD}
SUPERLESS = {"Candidacy", "Alignment", "Deadline", "Recurrence", "Citation", "Mention", "Warning"}


@lru_cache(maxsize=1)
def borrowed() -> dict[str, set[str]]:
    """Namespace → its terms."""
    found = {}
    for path in LISTS.glob("*.txt"):
        head, _, *names = path.read_text(encoding="utf-8").splitlines()
        found[head.removeprefix("# ")] = set(names)
    return found


def ours() -> list[Term]:
    return [term for term in load_catalog() if term.iri.startswith(t.ZHIZE)]


def check(iri: str) -> None:
    """The IRI is ours and defined, or stands in the list of its vocabulary."""
    if iri.startswith((t.ZHIZE, t.VOCAB)):
        assert load_catalog().get(iri) is not None or iri in schemes(), iri
        return
    if any(iri.startswith(namespace) for namespace in STANDARD):
        return
    namespace = max((n for n in borrowed() if iri.startswith(n)), key=len, default=None)
    assert namespace is not None, f"no term list for {iri}"
    assert iri.removeprefix(namespace) in borrowed()[namespace], iri


def schemes() -> set[str]:
    return {t.scheme(name) for name in t.VOCABULARIES}


@pytest.mark.parametrize("term", ours(), ids=lambda term: term.name)
def test_every_term_is_explained_in_chinese_and_english(term: Term) -> None:
    assert term.labels.keys() == term.definitions.keys() == {"zh", "en"}
    assert all(term.labels.values()) and all(term.definitions.values())
    assert term.examples
    if term.kind == "class":
        assert term.supers or term.iri.removeprefix(t.ZHIZE) in SUPERLESS
    else:
        assert term.domains and term.ranges


def test_every_borrowed_term_exists() -> None:
    for triple in ontology_triples():
        for node in (triple.subject, triple.predicate, triple.object):
            if isinstance(node, NamedNode) and node.value != t.ZHIZE.rstrip("#"):
                check(node.value)


def test_every_term_of_the_shapes_exists() -> None:
    for class_, rules in load_rules().items():
        check(class_)
        for rule in rules:
            check(rule.path)
            for iri in (*rule.classes, *rule.datatypes):
                check(iri)
            for value in rule.values:
                if value.startswith("http"):
                    check(value)


def test_every_constant_exists() -> None:
    for name, value in vars(t).items():
        if name.isupper() and isinstance(value, str) and not value.endswith(("#", "/")):
            check(value)


def test_every_predicate_and_class_of_the_registry_exists() -> None:
    for quad in registry_quads():
        check(quad.predicate.value)
        if quad.predicate.value == t.TYPE and isinstance(quad.object, NamedNode):
            check(quad.object.value)


def test_the_check_finds_an_invented_term() -> None:
    for iri in (t.ELI + "was_invented", t.ZHIZE + "invented", "http://example.org/x"):
        with pytest.raises(AssertionError):
            check(iri)


def test_constants_and_core_name_the_same_terms() -> None:
    constants = {v for k, v in vars(t).items() if isinstance(v, str) and v.startswith(t.ZHIZE)}
    assert constants - {t.ZHIZE} == {term.iri for term in ours()}


def test_vocabularies_are_what_the_record_says() -> None:
    pairs = {
        "role": model.Role,
        "force": model.Force,
        "comparator": model.Comparator,
        "every": model.Every,
        "normalised": model.Normalised,
        "status": model.Status,
        "genre": model.Genre,
        "unit-type": model.UnitType,
    }
    for name, choice in pairs.items():
        assert t.VOCABULARIES[name] == get_args(choice)
    assert t.KIND_CLASSES.keys() == set(get_args(model.Kind))
    assert t.VOCABULARIES["unit-type"] == UNIT_TYPES


@pytest.mark.parametrize("name", t.VOCABULARIES)
def test_every_concept_is_labelled(name: str) -> None:
    concepts = load_catalog().concepts(name)
    assert tuple(c.iri for c in concepts) == tuple(t.concept(name, c) for c in t.VOCABULARIES[name])
    for concept in concepts:
        assert concept.labels.keys() == {"zh", "en"} and concept.kind == "concept"
    with pytest.raises(KeyError):
        t.concept(name, "no-such")


def test_labels_and_names() -> None:
    catalog = load_catalog()
    assert catalog.label(t.TASK) == "任务"
    assert catalog.label(t.concept("role", "lead"), "en") == "lead"
    assert catalog.label("http://example.org/x") == "http://example.org/x"
    assert compact(t.concept("role", "lead")) == "role:lead"
    assert compact(t.TASK) == "zhize:Task"


def test_the_shipped_context_is_the_one_the_ontology_gives() -> None:
    shipped = json.loads((files("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    assert shipped == context()
    terms = shipped["@context"]
    assert terms["role"] == {"@id": "zhize:role", "@type": "@id"}
    assert terms["rank"] == {"@id": "zhize:rank", "@type": "xsd:integer"}
    names = {term.iri.removeprefix(t.ZHIZE) for term in ours()}
    assert names <= terms.keys()


def test_no_blank_nodes_in_the_ontology() -> None:
    for path in [files("ontology") / "core.ttl", *(files("ontology") / "vocab").iterdir()]:
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            assert isinstance(quad.subject, NamedNode)
            assert not str(quad.object).startswith("_:")


def test_terms_need_no_rdf_library() -> None:
    code = (
        "import sys, ontology.terms; assert not {'rdflib', 'pyoxigraph', 'json'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
