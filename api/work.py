"""The work on one file that needs no store: read → extract → build → validate.

Runs in this process or in a worker, so everything in and out can be pickled and nothing is global but
caches. ``rules_digest`` names the version of everything that decides what comes out.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ReadError, ZhizeError
from kg.ids import DEFAULT_BASE, graph
from kg.library import text_digest
from kg.model import Record
from kg.packed import pack
from loaders.given import Given
from loaders.inputs import Input
from ontology.own import OwnUnit

# What decides the facts and the quads: the code and data of these, and nothing else.
_DECIDING = ("loaders", "ontology", "kg")
_COMPILED = frozenset({".so", ".pyd"})  # a compiled module says what its source beside it says
_NOT_DECIDING = frozenset({"samples", "queries", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Setup:
    """How to work: the base IRI of ids, the user's own CSVs, whether to check the shapes."""

    base: str = DEFAULT_BASE
    places: Path | None = None
    units: Path | None = None
    validate: bool = True


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken shape: what is wrong, in which thing, with its quote."""

    message: str
    focus: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file, packed: what waits to be stored is small, however much it says.

    ``facts`` counts by kind and ``warnings`` by code; ``quads`` is the whole graph with its alignments
    as compressed N-Quads, see ``kg.packed``; ``packed`` is the record, see ``record``; ``text`` is the
    ``text_digest`` of what the file says.
    """

    id: str
    facts: Counter[str]
    warnings: Counter[str]
    quads: bytes
    packed: bytes
    violations: tuple[Violation, ...] = ()
    text: str = ""

    @property
    def record(self) -> Record:
        """The record, unpacked anew."""
        record: Record = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 (our own bytes)
        return record


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file gave: its documents, or the error that says why there are none."""

    documents: tuple[Document, ...] = ()
    error: ZhizeError | None = None


def calm_collector() -> None:
    """Let the garbage collector look less often: records are trees of many small parts, never cycles.

    For processes of our own (the command line, workers, benchmarks); about 5 % of extraction.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)


def extract_file(
    data: bytes,
    name: str,
    places: Path | None = None,
    units: Path | None = None,
    place: str | None = None,
    said: Mapping[int, Given] | None = None,
) -> list[Record]:
    """The records of one file. Raises ReadError when unreadable.

    ``place``, the code of the place it is about, and what is ``said`` of its documents come from a person.
    """
    from loaders import pipeline, readers
    from ontology.places import load_places

    source = readers.read(data, name)
    known = load_places(places)
    return list(
        pipeline.extract(source, places=known, units=own_units(units), place=place, said=said)
    )


@lru_cache(maxsize=4)
def own_units(path: Path | None) -> tuple[OwnUnit, ...]:
    """The user's own units, read once a process; () without a list."""
    from ontology.own import read_units

    return read_units(path) if path is not None else ()


def build(record: Record, setup: Setup) -> Document:
    """The record as a checked graph."""
    from kg import align
    from kg.build import facts
    from kg.validate import check
    from ontology.places import load_places

    said = facts(record, base=setup.base, places=load_places(setup.places))
    aligned = align.facts(align.align(record), record, base=setup.base)
    report = check(said, aligned, graph=graph(record.id)) if setup.validate else None
    return Document(
        record.id,
        facts_of(record),
        Counter(warning.code for warning in record.warnings),
        pack(chain(said.quads(), aligned.quads())),
        zlib.compress(pickle.dumps(record), 1),
        tuple(Violation(v.message, v.focus, v.quote) for v in report.violations) if report else (),
        text_digest(record.source.text),
    )


def facts_of(record: Record) -> Counter[str]:
    """How many facts of each kind a record holds; kinds in the order of RECORD.md."""
    counts = {
        "headings": len(record.headings),
        "tasks": len(record.tasks),
        "assignments": sum(len(t.assignments) for t in record.tasks),
        "statements": len(record.statements),
        "citations": len(record.citations),
        "quantities": len(record.quantities),
        "deadlines": len(record.deadlines),
        "frequencies": len(record.frequencies),
        "units": len(record.units),
    }
    return Counter(counts)


def registry(setup: Setup) -> list[ox.Quad]:
    """What all documents share. Raises ZhizeError ``own_data`` for a CSV that is not understood."""
    from kg.build import registry_quads
    from ontology.own import OwnDataError, read_units
    from ontology.places import load_places

    try:
        places = load_places(setup.places)
        units = read_units(setup.units) if setup.units is not None else ()
    except (OwnDataError, OSError) as error:
        hint = "列名见 zhize build --help"
        raise ZhizeError(f"自己的辖区或单位表读不了：{error}", hint, code="own_data") from error
    return list(registry_quads(base=setup.base, places=places, units=units))


def work(item: Input, setup: Setup) -> Outcome:
    """All of it for one file; never raises for what a file contains."""
    if item.error is not None or item.data is None:
        return Outcome(error=item.error or ReadError(f"{item.path} 读不出来"))
    try:
        records = extract_file(item.data, item.name, setup.places, setup.units)
        return Outcome(tuple(build(record, setup) for record in records))
    except ZhizeError as error:
        return Outcome(error=error)
    except (Exception, RecursionError) as error:
        return Outcome(error=unexpected(error))


def unexpected(error: BaseException) -> ZhizeError:
    """A bug of ours met while working on a file, as one line."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
    what = " ".join(str(error).split())[:120]
    return ZhizeError(
        f"程序内部错误 {type(error).__name__}（{where}）{what}",
        "这是 zhize 的缺陷，请附上文件报告",
        code="internal",
    )


@lru_cache(maxsize=8)
def rules_digest(setup: Setup) -> str:
    """The digest of the code and data that turn bytes into quads: a new one means load again."""
    import kg

    root = Path(next(iter(kg.__path__))).parent
    hasher = hashlib.sha256(setup.base.encode())
    for package in _DECIDING:
        for path in sorted((root / package).rglob("*")):
            relative = path.relative_to(root)
            if not _NOT_DECIDING.isdisjoint(relative.parts) or not path.is_file():
                continue
            if path.suffix in _COMPILED:
                continue
            hasher.update(f"\n{relative.as_posix()}\n".encode())
            hasher.update(path.read_bytes())
    for own in (setup.places, setup.units):
        hasher.update(b"\nown\n" + (own.read_bytes() if own is not None else b""))
    return hasher.hexdigest()[:32]
