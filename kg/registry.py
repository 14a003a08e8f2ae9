"""What all documents share, as quads: places, instruments, outlines, vocabularies, shipped questions.

``registry_quads`` is the whole of ``graph/registry``. The description of a place is written here once, and
used both for the user's own places in the registry and for the places a document names in its own graph.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from pyoxigraph import Quad

from kg import examples, ids
from kg.ids import DEFAULT_BASE
from kg.literals import FALSE, TRUE, date, integer, string, zh
from kg.model import PartialDate
from kg.sink import Sink, term
from ontology import terms as t
from ontology.catalog import ontology_triples
from ontology.outlines import Item, load_outlines
from ontology.own import OwnUnit
from ontology.places import USER_LAYER, Place, Places, stem
from ontology.policies import Policy, load_policies

GRAPH = "graph/registry"


def registry_quads(
    *,
    base: str = DEFAULT_BASE,
    places: Places | None = None,
    units: Iterable[OwnUnit] = (),
) -> Iterator[Quad]:
    """The quads of ``graph/registry``: the ontology, instruments, outlines, own places and units.

    ``places`` is the registry the user's CSV was laid over; national places are not listed here (there
    are 43,000): each document's graph describes those it names.
    """
    sink = Sink(GRAPH, base)
    for triple in ontology_triples():
        sink.say(triple)
    for policy in load_policies().all:
        add_policy(sink, policy)
    add_outlines(sink, load_outlines())
    if places is not None:
        own = [place for place in map(places.get, places) if place and place.layer == USER_LAYER]
        add_places(sink, [place.code for place in own], places)
    for unit in units:
        _add_unit(sink, unit, places)
    # Editors ask the endpoint itself for its example queries.
    for triple in examples.triples(base):
        sink.say(triple)
    return sink.quads()


def add_policy(sink: Sink, policy: Policy) -> None:
    """Describe a registered instrument."""
    node = sink.node(policy.id)
    sink.add(node, t.TYPE, term(t.POLICY))
    sink.add(node, t.LABEL, zh(policy.title))
    sink.add(node, t.REGISTERED, TRUE)
    sink.add(node, t.VERIFICATION, term(t.concept("verification", policy.verification)))
    for alias in policy.aliases:
        sink.add(node, t.ALT_LABEL, zh(alias))
    sink.text(node, t.ISSUER_NAME, policy.issuer)
    if policy.issued is not None:
        sink.add(node, t.ISSUED, date(PartialDate.parse(policy.issued)))


def add_outlines(sink: Sink, items: Iterable[Item]) -> None:
    """Describe the headings of outlines, one concept scheme an instrument."""
    schemes: dict[str, int] = {}
    for item in items:
        scheme = sink.node(ids.outline(item.policy))
        policy = sink.node(item.policy)
        if item.policy not in schemes:
            schemes[item.policy] = 0
            registered = load_policies().get(item.policy)
            sink.add(scheme, t.TYPE, term(t.CONCEPT_SCHEME))
            sink.add(scheme, t.LABEL, zh(registered.title if registered else item.policy))
            sink.add(scheme, t.POLICY_OF, policy)
        schemes[item.policy] += 1
        node = sink.node(ids.outline_item(item.policy, item.path))
        sink.add(node, t.TYPE, term(t.OUTLINE_ITEM))
        sink.add(node, t.TYPE, term(t.CONCEPT))
        sink.add(node, t.LABEL, zh(item.title))
        sink.add(node, t.PREF_LABEL, zh(item.title))
        sink.add(node, t.NUMBER, string(item.number))
        sink.add(node, t.NUMBER_PATH, string(" ".join(item.path)))
        sink.add(node, t.ORDER, integer(schemes[item.policy]))
        sink.add(node, t.LEVEL, integer(item.level))
        sink.add(node, t.POLICY_OF, policy)
        sink.add(node, t.IN_SCHEME, scheme)
        if item.level > 1:
            above = ids.outline_item(item.policy, item.path[:-1])
            sink.add(node, t.BROADER, sink.node(above))
        else:
            sink.add(node, t.TOP_CONCEPT_OF, scheme)
        sink.add(node, t.VERIFICATION, term(t.concept("verification", item.status)))
        for word in item.keywords:
            sink.add(node, t.KEYWORD, zh(word))


def add_unregistered_policy(sink: Sink, id_: str, title: str) -> None:
    """Describe an instrument only its citations know."""
    node = sink.node(id_)
    sink.add(node, t.TYPE, term(t.POLICY))
    sink.add(node, t.LABEL, zh(title))
    sink.add(node, t.REGISTERED, FALSE)


def add_places(sink: Sink, codes: Iterable[str], places: Places) -> None:
    """Describe places and all above them, each once."""
    done: dict[str, None] = {}
    for code in codes:
        for place in places.path(code):
            if place.code not in done:
                done[place.code] = None
                _add_place(sink, place)


def _add_place(sink: Sink, place: Place) -> None:
    node = sink.node(ids.place(place.code))
    sink.add(node, t.TYPE, term(t.PLACE))
    sink.add(node, t.LABEL, zh(place.name))
    sink.add(node, t.CODE, string(place.code))
    sink.add(node, t.PLACE_LEVEL, string(place.level))
    if place.parent is not None:
        sink.add(node, t.CONTAINED_IN, sink.node(ids.place(place.parent)))
    sink.add(node, t.CODE_SOURCE, string(place.layer))
    dated = layer_dates().get(place.layer)
    if dated is not None:
        sink.add(node, t.CODE_DATE, date(PartialDate.parse(dated)))


@lru_cache(maxsize=1)
def layer_dates() -> dict[str, str]:
    """Layer of the place registry → the date of its codes."""
    text = (files("ontology") / "registry" / "SOURCES.toml").read_text(encoding="utf-8")
    return {layer["id"]: layer["date"] for layer in tomllib.loads(text)["layer"]}


def _add_unit(sink: Sink, unit: OwnUnit, places: Places | None) -> None:
    place = places.get(unit.place) if places is not None else None
    node = sink.node(ids.unit(unit.place, unit.name, ""))
    sink.add(node, t.TYPE, term(t.UNIT))
    sink.add(node, t.PREF_LABEL, zh(unit.name))
    label = unit.name
    if place is not None and not label.startswith((place.name, stem(place.name))):
        label = (
            place.name + label
        )  # 柳泊司法所 carries its town's name already, 党政综合办 does not
    sink.add(node, t.LABEL, zh(label))
    sink.add(node, t.DCTYPE, term(t.concept("unit-type", unit.type)))
    sink.add(node, t.PLACE_OF, sink.node(ids.place(unit.place)))
    for alias in unit.aliases:
        sink.add(node, t.ALT_LABEL, zh(alias))
