"""The description of one thing as RDF: what is said of it, where that is written, what points at it."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg import ids, questions
from kg.store import Store
from ontology import terms

MEDIA_TYPES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


def describe(store: Store, id_: str) -> list[ox.Triple]:
    """The triples, sorted; [] when the graph says nothing of ``id_``.

    A document's whole text is left out; it is one SPARQL query (or ``/api/documents/…/text``) away.
    """
    asked = questions.question("parts/describe")
    rows = store.query(asked.bind({"thing": id_}, store.base))
    found: set[ox.Triple] = set()
    for row in rows:
        subject, predicate, value = row["subject"], row["predicate"], row["object"]
        if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
            found.add(ox.Triple(subject, predicate, value))
    return sorted(found, key=str)


def serialize(
    triples: list[ox.Triple],
    media_type: str,
    base: str = ids.DEFAULT_BASE,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """``triples`` in one of ``MEDIA_TYPES``; ``more`` are prefixes beside the ontology's."""
    format_ = ox.RdfFormat.from_media_type(media_type)
    if format_ is None or media_type not in MEDIA_TYPES:
        raise ValueError(media_type)
    # Only namespaces in use: a page of prefixes would hide three triples.
    text = "\n".join(map(str, triples))
    known = {**terms.PREFIXES, **(more or {})}
    prefixes = {name: iri for name, iri in known.items() if f"<{iri}" in text}
    return ox.serialize(triples, format=format_, prefixes=prefixes) or b""
