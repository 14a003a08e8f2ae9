"""Records as JSON without a graph, one file after the other or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.work import extract_file, unexpected
from api.workers import side_by_side
from kg.errors import ReadError, ZhizeError
from kg.model import Record
from kg.record import dumped
from loaders.inputs import Input, largest, walk


@dataclass(frozen=True, slots=True)
class Texts:
    """What a worker hands back for one file: the JSON of each record, encoded, or the error that says why there is none.

    In pieces, as it was made: a long table's is as large as all else that a worker holds, and would stand there twice.
    """

    encoded: tuple[tuple[bytes, ...], ...] = ()
    error: ZhizeError | None = None


def records(item: Input, places: Path | None = None) -> list[Record]:
    """The records of one input. Raises ZhizeError, and nothing else, when there are none to be had."""
    if item.data is None:
        raise item.error or ReadError(f"{item.name} 读不出来")
    try:
        return extract_file(item.data, item.name, places)
    except ZhizeError:
        raise
    except (Exception, RecursionError) as bug:
        raise unexpected(bug) from bug


def extracted(
    paths: Sequence[str | Path], places: Path | None, indent: int | None, jobs: int
) -> Iterator[tuple[Input, Iterator[Iterator[str]]]]:
    """Each input below ``paths``, in order, with the JSON of each of its records in pieces.

    ``jobs`` < 2 works in this process, and then only when the pieces are taken. Taking them raises the ZhizeError of a
    file that gives no record.
    """
    if jobs < 2:
        for item in walk(paths):
            yield item, _here(item, places, indent)
        return
    task = partial(_texts, places=places, indent=indent)
    # the bytes of a file stay with the worker's errand: who asks wants its name
    pairs = ((Input(item.name, item.path), item) for item in walk(paths))
    for named, made in side_by_side(pairs, task, jobs, _failed, largest(paths, jobs)):
        yield named, _decoded(made)


def _here(item: Input, places: Path | None, indent: int | None) -> Iterator[Iterator[str]]:
    for record in records(item, places):
        yield dumped(record, indent=indent)


def _texts(item: Input, places: Path | None, indent: int | None) -> Texts:
    try:
        made = records(item, places)
        return Texts(
            tuple(
                tuple(piece.encode() for piece in dumped(record, indent=indent)) for record in made
            )
        )
    except ZhizeError as error:
        return Texts(error=error)


def _decoded(made: Texts) -> Iterator[Iterator[str]]:
    if made.error is not None:
        raise made.error
    for encoded in made.encoded:
        yield (piece.decode() for piece in encoded)


def _failed(error: ReadError) -> Texts:
    return Texts(error=error)
