"""What documents share: the ontology, instruments, outlines, and a user's own places and units."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg import ids
from kg.build import registry_quads
from kg.validate import validate
from ontology import terms as t
from ontology.outlines import load_outlines
from ontology.own import OwnUnit, read_units
from ontology.places import Places, load_places
from ontology.policies import load_policies


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    path = tmp_path_factory.mktemp("own") / "places.csv"
    path.write_text(
        "code,name,parent,level\n990000,云岫省,,province\n990101,霁川县,990000,county\n"
        "440111999,新设镇,440111,town\n",
        encoding="utf-8",
    )
    return load_places(path)


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {p}: <{ns}> " for p, ns in t.PREFIXES.items())
    found = store.query(prefixes + query, use_default_graph_as_union=True)
    return [tuple(v.value if v else "" for v in row) for row in found]  # type: ignore[union-attr]


def filled(places: Places | None = None, units: tuple[OwnUnit, ...] = ()) -> Store:
    store = Store()
    store.extend(registry_quads(places=places, units=units))
    return store


def test_the_same_registry_twice(places: Places) -> None:
    units = (OwnUnit("990101", "司法局", ("县司法局",), "department"),)
    first = list(registry_quads(places=places, units=units))
    assert first == list(registry_quads(places=places, units=units))
    assert validate(first).conforms


def test_own_places_bring_those_above_them(places: Places) -> None:
    found = rows(
        filled(places),
        "SELECT ?name ?up WHERE { ?p a zhize:Place ; rdfs:label ?name ; zhize:codeSource 'user'"
        " OPTIONAL { ?p zhize:containedIn/rdfs:label ?up } } ORDER BY ?name",
    )
    assert found == [("云岫省", ""), ("新设镇", "白云区"), ("霁川县", "云岫省")]


def test_national_places_are_not_listed() -> None:
    assert rows(filled(), "SELECT ?p WHERE { ?p a zhize:Place }") == []


def test_own_units_sit_in_their_place(places: Places, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(
        "place,name,aliases,type\n990101,司法局,县司法局,department\n", encoding="utf-8"
    )
    found = rows(
        filled(places, read_units(path)),
        "SELECT ?u ?label ?alias ?place WHERE { ?u a zhize:Unit ; rdfs:label ?label ;"
        " skos:altLabel ?alias ; zhize:place/rdfs:label ?place ; dcterms:type unit-type:department }",
    )
    iri = ids.iri(ids.unit("990101", "司法局", ""))
    assert found == [(iri, "霁川县司法局", "县司法局", "霁川县")]


def test_instruments_and_outlines_are_all_there() -> None:
    store = filled()
    policies = rows(store, "SELECT ?p WHERE { ?p a zhize:Policy ; zhize:registered true }")
    assert len(policies) == len(load_policies().all)
    items = rows(
        store,
        "SELECT ?i WHERE { ?i a zhize:OutlineItem ; skos:inScheme ?s ; zhize:policy ?p ; zhize:verification ?v ."
        " ?s zhize:policy ?p . ?p a zhize:Policy }",
    )
    assert len(items) == len(load_outlines())


def test_second_level_headings_lie_under_their_part() -> None:
    found = rows(
        filled(),
        "SELECT ?up WHERE { ?i rdfs:label '严格落实重大行政决策程序'@zh ; skos:broader/zhize:number ?up }",
    )
    assert found == [("四",)]


def test_roles_have_names_in_both_languages() -> None:
    found = rows(
        filled(),
        "SELECT ?name WHERE { role:lead skos:prefLabel ?name } ORDER BY LANG(?name)",
    )
    assert found == [("lead",), ("牵头",)]


def test_another_base_keeps_the_ontology_where_it_is() -> None:
    subjects = {quad.subject for quad in registry_quads(base="http://localhost/id/")}
    assert NamedNode(t.TASK) in subjects
    assert not any(str(subject).startswith("<https://w3id.org/zhize/id/") for subject in subjects)
