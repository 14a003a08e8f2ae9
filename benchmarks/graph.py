"""A graph in our own shape, as large as asked: the shipped county, copied under other codes.

Every copy has its own documents, units and places, so that the answer to one question stays as large
as it was while the graph grows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import pyoxigraph as ox

from api.work import Document, Setup, build, extract_file, registry
from kg import ids
from kg.library import Delivery
from kg.packed import Packed

UNIT = "unit/100000/司法局"
"""A unit of the first copy."""
_CODE, _FIRST = b"990121", 100000


@dataclass(frozen=True, slots=True)
class County:
    """The documents that are copied, and what all share."""

    documents: tuple[Document, ...]
    shared: tuple[ox.Quad, ...]

    def copies(self, count: int) -> Iterator[tuple[str, bytes]]:
        """Document id and N-Quads of every document of every copy."""
        for number in range(count):
            for document in self.documents:
                name = ids.iri(document.id, "").removeprefix("doc/").encode()
                moved = zlib.decompress(document.quads).replace(name, name + b"-c%d" % number)
                yield f"{document.id}-c{number}", moved.replace(_CODE, b"%06d" % (_FIRST + number))

    def deliveries(self, count: int) -> Iterator[Delivery]:
        """The same as a build stores it."""
        for id_, quads in self.copies(count):
            yield delivery(id_, quads)

    def text(self, count: int) -> Iterator[bytes]:
        """The same as N-Quads, what is shared first."""
        yield ox.serialize(self.shared, format=ox.RdfFormat.N_QUADS) or b""
        yield from (quads for _, quads in self.copies(count))


def delivery(id_: str, quads: bytes) -> Delivery:
    """One document as a build stores it."""
    digest = f"{zlib.crc32(id_.encode()):064x}"
    return Delivery(id_, digest, {id_: Packed(zlib.compress(quads, 0))}, "benchmark")


def county() -> County:
    """The shipped samples, read."""
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv", validate=False)
        files = [(p.name, p.read_bytes()) for p in sorted((samples / "documents").iterdir())]
        records = [
            r for name, data in files for r in extract_file(data, name, setup.places, setup.units)
        ]
        documents = tuple(build(record, setup) for record in records)
        return County(documents, tuple(registry(setup)))
