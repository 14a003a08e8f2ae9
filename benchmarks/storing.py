"""The first build's writing beside the bare engine's bulk load, and the atomic replace of a document.

Both sides get the same N-Quads of the same documents and write to a fresh folder on the same disk.
Ours goes through ``Library.load`` (bookkeeping included), the bare one through pyoxigraph's own loader.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from api.work import Document, Setup, build, extract_file, parse, registry
from benchmarks.measure import Result, middle, wall
from kg.library import Delivery, Library, rename
from kg.store import open_store

_REPLACES = 15


def measure_storing(files: list[Path], rounds: int) -> list[Result]:
    """Quads a second of both sides, their ratio, and milliseconds a replace."""
    setup = Setup(validate=False)
    shared = registry(setup)
    sources = _documents(files, setup)
    everything = b"".join(
        [
            *(zlib.decompress(d.quads) for _, made in sources for d in made),
            ox.serialize(shared, format=ox.RdfFormat.N_QUADS),
        ]
    )
    ours: list[float] = []
    bare: list[float] = []
    replaces: list[tuple[float, int]] = []
    total = 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            bare.append(wall(partial(_bare, f"{folder}/bare", everything))[0])
            store = open_store(f"{folder}/ours")
            library = Library(store)
            taken, _ = wall(partial(library.load, _deliveries(sources), shared))
            ours.append(taken)
            total = len(store)
            if number == rounds - 1:
                replaces = _replaces(library, sources)
            del store, library
    share = middle([b / o for b, o in zip(bare, ours, strict=True)])
    return [
        Result("quads", f"{total:,}"),
        Result("first build writing", f"{total / middle(ours):,.0f} quads/s"),
        Result("bare bulk load", f"{total / middle(bare):,.0f} quads/s"),
        Result("first build / bare", f"{share:.0%}", ">= 50%", share >= 0.5),
        Result("replace a document", f"{1000 * middle([r[0] for r in replaces]):.0f} ms median"),
        Result("quads of that document", f"{middle([r[1] for r in replaces]):,.0f} median"),
        Result(
            "replace 1,000 quads", f"{middle([1e6 * t / n for t, n in replaces]):.0f} ms median"
        ),
    ]


def _documents(files: list[Path], setup: Setup) -> list[tuple[Path, list[Document]]]:
    """Each file's documents under ids no other file has, as a first build gives them."""
    library = Library(open_store(None))
    made = []
    for path in files:
        records = extract_file(path.read_bytes(), path.name)
        settled = library.settle(path.name, [record.id for record in records])
        renamed = map(rename, records, settled)
        made.append((path, [build(record, setup) for record in renamed]))
    return made


def _deliveries(sources: list[tuple[Path, list[Document]]]) -> Iterator[Delivery]:
    for path, documents in sources:
        yield _delivery(path, documents)


def _delivery(path: Path, documents: list[Document]) -> Delivery:
    digest = hashlib.sha256(path.name.encode()).hexdigest()
    return Delivery(path.name, digest, {d.id: parse(d.quads) for d in documents}, "benchmark")


def _bare(folder: str, quads: bytes) -> None:
    store = ox.Store(folder)
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    store.flush()


def _replaces(
    library: Library, sources: list[tuple[Path, list[Document]]]
) -> list[tuple[float, int]]:
    """Seconds and quads of replacing documents spread over the sizes there are."""
    by_size = sorted(sources, key=lambda s: sum(len(d.quads) for d in s[1]))
    step = max(1, len(by_size) // _REPLACES)
    taken = []
    for path, documents in by_size[::step]:
        d = _delivery(path, documents)
        seconds, _ = wall(partial(library.put, d.name, d.sha256, d.documents, d.rules))
        taken.append((seconds, sum(1 for x in documents for _ in parse(x.quads))))
    return taken
