"""The first build's writing beside the bare engine's bulk load, and one document replaced.

Both sides write the same generated graph to the same disk, each in a fresh process, in turns. Ours goes
through ``Library`` (bookkeeping, all-or-nothing, merging included), the bare one is pyoxigraph told the
same: one ``bulk_load`` of a file of N-Quads, one ``DROP GRAPH; INSERT DATA`` whose text is ready made.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks.graph import County, county, delivery
from benchmarks.measure import Result, middle, wall
from kg import ids
from kg.library import Library
from kg.store import open_store

_REPLACES = 20


def measure_storing(folder: Path, *, copies: int, rounds: int) -> list[Result]:
    """Quads a second of both sides and milliseconds a replace; leaves ``folder/store`` behind."""
    shipped = county()
    lines = folder / "graph.nq"
    with lines.open("wb") as file:
        file.writelines(shipped.text(copies))
    ours: list[tuple[float, int]] = []
    bare: list[tuple[float, int]] = []
    for number in range(rounds):
        bare.append(_apart(_bare_load, folder / f"bare{number}", lines))
        last = number == rounds - 1
        ours.append(_apart(_our_load, folder / ("store" if last else f"ours{number}"), copies))
    total = len(ox.Store.read_only(str(folder / "store" / "db")))
    seconds = middle([taken for taken, _ in ours]), middle([taken for taken, _ in bare])
    share = seconds[1] / seconds[0]
    return [
        Result("quads", f"{total:,}"),
        Result("first build writing", f"{total / seconds[0]:,.0f} quads/s"),
        Result("bare bulk load", f"{total / seconds[1]:,.0f} quads/s"),
        Result("first build / bare", f"{share:.0%}", ">= 70%", share >= 0.7),
        Result("its memory", f"{max(peak for _, peak in ours):,} MB"),
        Result("memory of the bare", f"{max(peak for _, peak in bare):,} MB"),
        *_replaces(shipped, folder),
    ]


def _apart(load: Callable[..., float], *arguments: object) -> tuple[float, int]:
    """Seconds and peak megabytes of one load in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, peak = pool.apply(_measured, (load, arguments))
        return seconds, peak


def _measured(load: Callable[..., float], arguments: tuple[object, ...]) -> tuple[float, int]:
    seconds = load(*arguments)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _bare_load(folder: Path, lines: Path) -> float:
    store = ox.Store(str(folder))
    started = time.perf_counter()
    store.bulk_load(path=str(lines), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return time.perf_counter() - started


def _our_load(folder: Path, copies: int) -> float:
    shipped = county()
    library = Library(open_store(folder))
    started = time.perf_counter()
    library.load(shipped.deliveries(copies), shipped.shared)
    return time.perf_counter() - started


def _replaces(shipped: County, folder: Path) -> list[Result]:
    """Both sides in turns, each in its own store of the same size."""
    store = open_store(folder / "store")
    library = Library(store)
    bare = ox.Store(str(folder / "bare0"))
    ours: list[float] = []
    theirs: list[float] = []
    size: list[int] = []
    documents = list(shipped.copies(1))
    for number in range(_REPLACES):
        id_, quads = documents[number % len(documents)]
        text = _update(id_, quads)
        theirs.append(wall(partial(bare.update, text))[0])
        new = delivery(id_, quads)
        ours.append(wall(partial(library.put, new.name, new.sha256, new.documents, new.rules))[0])
        size.append(quads.count(b"\n"))
    store.flush()  # as a build and a server do at their end
    ratio = middle([a / b for a, b in zip(ours, theirs, strict=True)])
    return [
        Result("replace a document", f"{1000 * middle(ours):.0f} ms median"),
        Result("the bare update", f"{1000 * middle(theirs):.0f} ms median"),
        Result("replace / bare", f"{ratio:.2f}", "<= 1.50", ratio <= 1.5),
        Result("quads of that document", f"{middle([float(n) for n in size]):,.0f} median"),
    ]


def _update(id_: str, quads: bytes) -> str:
    """The update a program of its own would send: drop the graph, insert it anew."""
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS):
        graphs.setdefault(str(quad.graph_name), []).append(str(quad.triple))
    inserted = "\n".join(f"GRAPH {g} {{ {' . '.join(said)} }}" for g, said in graphs.items())
    return f"DROP SILENT GRAPH <{ids.iri(ids.graph(id_))}> ;\nINSERT DATA {{ {inserted} }}"
