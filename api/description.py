"""What the SPARQL endpoint says of itself: a SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.describe import MEDIA_TYPES, serialize
from kg.void import PATH
from ontology import terms
from ontology.terms import RDF

__all__ = ["MEDIA_TYPES", "service"]
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
}


# What the graph store takes.
INPUTS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")


def service(
    endpoint: str, results: Sequence[str], graphs: Sequence[str], *, writable: bool, media_type: str
) -> bytes:
    """The description of the service at ``endpoint`` in one of ``MEDIA_TYPES``.

    Its dataset is the one the VoID description beside it counts.
    """
    node = ox.NamedNode(endpoint + "#service")
    void = endpoint.removesuffix("sparql") + PATH
    dataset, default = ox.NamedNode(void + "#dataset"), ox.NamedNode(endpoint + "#default")

    def fact(subject: ox.NamedNode, name: str, value: str | ox.NamedNode) -> ox.Triple:
        target = value if isinstance(value, ox.NamedNode) else ox.NamedNode(value)
        return ox.Triple(subject, ox.NamedNode(name), target)

    triples = [
        fact(node, RDF + "type", _SD + "Service"),
        fact(node, _SD + "endpoint", endpoint),
        fact(node, _SD + "supportedLanguage", _SD + "SPARQL11Query"),
        fact(node, _SD + "feature", _SD + "UnionDefaultGraph"),
        fact(node, _SD + "defaultDataset", dataset),
        fact(dataset, RDF + "type", _SD + "Dataset"),
        fact(dataset, _SD + "defaultGraph", default),
        fact(dataset, terms.RDFS + "seeAlso", void),
        fact(default, RDF + "type", _SD + "Graph"),
    ]
    if writable:
        triples.append(fact(node, _SD + "supportedLanguage", _SD + "SPARQL11Update"))
    triples += [
        fact(node, _SD + "inputFormat", _FORMATS + _NAMES[name]) for name in INPUTS if writable
    ]
    triples += [
        fact(node, _SD + "resultFormat", _FORMATS + _NAMES[name]) for name in (*results, *graphs)
    ]
    return serialize(sorted(triples, key=str), media_type)
