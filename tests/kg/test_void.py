"""The counts of VoID are those of the graph, also after a document changed or went."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import Store, open_store
from kg.void import Void
from ontology import terms


def counted(store: Store) -> tuple[dict[str, int], dict[str, int]]:
    """Things of each class and uses of each property, by going through all graphs."""
    said = store.quads()
    kinds = {(quad.subject, quad.object) for quad in said if quad.predicate.value == terms.TYPE}
    classes = Counter(kind.value for _, kind in kinds if isinstance(kind, ox.NamedNode))
    return dict(classes), dict(Counter(quad.predicate.value for quad in said))


def test_counts_after_a_load_a_reload_and_a_forget(county: list[Record]) -> None:
    store = open_store(None)
    library, void = Library(store), Void(store)

    def put(record: Record, sha256: str, keep: int | None = None) -> None:
        said = list(quads(record))
        library.put(record.source.name, sha256, {record.id: said[:keep]})

    def check() -> tuple[dict[str, int], dict[str, int]]:
        classes, properties = void.counts()
        assert (dict(classes), dict(properties)) == counted(store)
        return dict(classes), dict(properties)

    for record in county:
        put(record, record.source.sha256)
    whole = check()
    put(county[0], "0" * 64, keep=100)
    assert check() != whole
    library.forget(county[0].id)
    without = check()
    put(county[0], county[0].source.sha256)
    assert check() == whole != without
