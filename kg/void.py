"""What the graph holds, in VoID: counts, classes, properties, vocabularies, where to ask."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg import ids, questions
from kg.literals import integer
from kg.rows import Reader
from kg.store import Store
from ontology import terms

VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_NAMESPACE = re.compile(r"[^/]+://[^/]+/(?:.*[/#])?")
PATH = ".well-known/void"


class Void:
    """The description of one store's dataset; the counts are made once a write."""

    def __init__(self, store: Store) -> None:
        self._reader = Reader(store)

    def triples(self, home: str) -> list[ox.Triple]:
        """The description for a service whose address is ``home`` (ends in ``/``), sorted."""
        classes, properties = self.counts()
        dataset = ox.NamedNode(home + PATH + "#dataset")
        found: list[ox.Triple] = []

        def say(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal | str) -> None:
            target = ox.NamedNode(value) if isinstance(value, str) else value
            found.append(ox.Triple(subject, ox.NamedNode(name), target))

        say(dataset, terms.TYPE, VOID + "Dataset")
        say(dataset, terms.TYPE, SD + "Dataset")
        say(dataset, _DCTERMS + "title", ox.Literal("职责图谱", language="zh"))
        say(dataset, _DCTERMS + "title", ox.Literal("Graph of duties", language="en"))
        say(dataset, _FOAF + "homepage", home)
        say(dataset, VOID + "sparqlEndpoint", home + "sparql")
        say(dataset, VOID + "uriSpace", ox.Literal(self._reader.store.base))
        say(dataset, VOID + "triples", integer(sum(n for _, n in properties)))
        say(dataset, VOID + "classes", integer(len(classes)))
        say(dataset, VOID + "properties", integer(len(properties)))
        for vocabulary in sorted({_namespace(name) for name, _ in properties} - {""}):
            say(dataset, VOID + "vocabulary", vocabulary)
        for kind, rows, count in (
            ("class", classes, "entities"),
            ("property", properties, "triples"),
        ):
            for name, n in rows:
                # Two vocabularies may have the same word: the digest keeps them apart.
                part = ox.NamedNode(f"{home}{PATH}#{kind}-{ids.digest(name)[:12]}")
                say(dataset, f"{VOID}{kind}Partition", part)
                say(part, VOID + kind, name)
                say(part, VOID + count, integer(n))
        return sorted(set(found), key=str)

    def counts(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        """Classes and properties with how often they occur; counted once a write."""
        return self._reader.kept("void", self._counts)

    def _counts(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
        return self._pairs("classes", "class"), self._pairs("properties", "property")

    def _pairs(self, question: str, column: str) -> list[tuple[str, int]]:
        store = self._reader.store
        asked = questions.question(f"parts/{question}").bind({}, store.base)
        found = []
        for row in store.query(asked):
            name, n = row[column], row["n"]
            if isinstance(name, ox.NamedNode) and isinstance(n, ox.Literal):
                found.append((name.value, int(n.value)))
        return found


def _namespace(iri: str) -> str:
    """The IRI up to its last # or /, '' when that leaves nothing of use."""
    found = _NAMESPACE.match(iri)
    return found[0] if found else ""
