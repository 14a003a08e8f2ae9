"""A built graph is publishable; whatever is broken is named with its quote; both engines agree."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.build import quads, registry_quads
from kg.shapes import load_rules
from kg.validate import validate
from ontology import terms as t


@lru_cache(maxsize=1)
def sample() -> ModuleType:
    path = Path(__file__).with_name("test_build.py")
    spec = importlib.util.spec_from_file_location("build_sample", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=1)
def good() -> tuple[Quad, ...]:
    return tuple(quads(sample().record()))


def without(predicate: str, kind: str) -> list[Quad]:
    """The sample's quads less one predicate of all things of one class."""
    subjects = {
        str(quad.subject)
        for quad in good()
        if quad.predicate.value == t.TYPE and quad.object == NamedNode(kind)
    }
    return [
        quad
        for quad in good()
        if not (str(quad.subject) in subjects and quad.predicate.value == predicate)
    ]


def swapped(predicate: str, value: Literal | NamedNode) -> list[Quad]:
    """The sample's quads with every value of a predicate replaced."""
    return [
        Quad(q.subject, q.predicate, value, q.graph_name) if q.predicate.value == predicate else q
        for q in good()
    ]


def test_a_built_graph_conforms_to_both_engines() -> None:
    assert validate(good()).violations == ()
    assert validate(good(), engine="pyshacl").violations == ()


def test_the_registry_conforms() -> None:
    assert validate(registry_quads()).violations == ()
    assert validate(registry_quads(), engine="pyshacl").violations == ()


def test_a_violation_names_the_rule_and_quotes_the_text() -> None:
    report = validate(without(t.ROLE, t.ASSIGNMENT), "graph/x")
    assert not report.conforms and report.graph == "graph/x"
    first = report.violations[0]
    assert (first.shape, first.path, first.quote) == ("Assignment-role", "zhize:role", "县司法局")
    assert first.message == "责任缺少角色"


WRONG = [
    (without(t.FORCE, t.DIRECTIVE), "Directive-force"),
    (without(t.IN_DOCUMENT, t.TASK), "Task-inDocument"),
    (without(t.TYPE, t.UNIT), "Assignment-unit"),
    (without(t.TYPE, t.PLACE), "Document-place"),
    (swapped(t.DATE, Literal("2024-02-30", datatype=NamedNode(t.XSD + "date"))), "Deadline-date"),
    (swapped(t.DATE, Literal("2024", datatype=NamedNode(t.XSD + "date"))), "Deadline-date"),
    (swapped(t.ISSUED, Literal("2024-01")), "Document-issued"),
    (swapped(t.ROLE, NamedNode(t.VOCAB + "role/boss")), "Assignment-role"),
    (swapped(t.RANK, Literal(0)), "Assignment-rank"),
    (swapped(t.CONFIDENCE, Literal("1.5", datatype=NamedNode(t.XSD + "decimal"))), "Task-confidence"),
    (swapped(t.CODE, Literal("44011")), "Place-code"),
    (swapped(t.SHA256, Literal("abc")), "Document-sha256"),
    (swapped(t.CITES, NamedNode("http://x/law")), "Statement-cites"),
    (swapped(t.PART_OF, NamedNode("http://x/")), "Statement-partOf"),
    (swapped(t.EXACT, Literal("别的话")), "Evidence-quote"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "shape"), WRONG, ids=[shape for _, shape in WRONG])
def test_each_kind_of_mistake_is_found_alike_by_both_engines(wrong: list[Quad], shape: str) -> None:
    compiled, reference = validate(wrong), validate(wrong, engine="pyshacl")
    assert shape in {violation.shape for violation in compiled.violations}
    assert {(v.focus, v.shape, v.value) for v in compiled.violations} == {
        (v.focus, v.shape, v.value) for v in reference.violations
    }


@settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data())
def test_both_engines_agree_on_random_damage(data: st.DataObject) -> None:
    picked = data.draw(st.sets(st.integers(0, len(good()) - 1), min_size=1, max_size=8))
    values: tuple[Literal | NamedNode, ...] = (
        Literal("x"),
        Literal(-1),
        NamedNode("http://x/"),
        Literal("y", language="zh"),
    )
    damaged = []
    for place, quad in enumerate(good()):
        if place not in picked:
            damaged.append(quad)
        elif quad.predicate.value != t.TYPE:
            value = data.draw(st.sampled_from(values))
            damaged.append(Quad(quad.subject, quad.predicate, value, quad.graph_name))
    compiled, reference = validate(damaged), validate(damaged, engine="pyshacl")
    assert {(v.focus, v.shape) for v in compiled.violations} == {
        (v.focus, v.shape) for v in reference.violations
    }


def types() -> dict[str, set[str]]:
    """Subject → its classes."""
    found: dict[str, set[str]] = {}
    for quad in good():
        if quad.predicate.value == t.TYPE and isinstance(quad.object, NamedNode):
            found.setdefault(str(quad.subject), set()).add(quad.object.value)
    return found


def test_every_class_we_write_has_a_shape() -> None:
    written = set().union(*types().values())
    assert written - set(load_rules()) <= {t.COLLECTIVE_UNIT}


def test_every_property_we_write_is_in_the_shape_of_its_class() -> None:
    classes = types()
    for quad in good():
        paths = {r.path for c in classes[str(quad.subject)] for r in load_rules().get(c, ())}
        assert quad.predicate.value in paths | {t.TYPE}
