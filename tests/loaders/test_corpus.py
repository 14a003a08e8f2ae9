"""Every document beside the repository loads without a crash, and every span reproduces its quote."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Record, SourceText, Span
from loaders.pipeline import extract
from loaders.readers import read

NOT_DOCUMENTS = {"INDEX.tsv", "metadata.jsonl"}
FOLDERS = ("", "real", "bulk")
PARTS = 4  # bulk is split, so that several workers share it


def bare(text: str) -> str:
    """Text without what a record may drop: blanks, line ends, page marks, invisible characters."""
    text = re.sub(r"#\s*Page\s*\d+:", "", text)
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def spans(value: object) -> Iterator[Span]:
    """Every span anywhere in a record."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)


def quotes(record: Record) -> Iterator[tuple[str, Span, str]]:
    """(what, span, the words the record says stand there)."""
    for task in record.tasks:
        for owner in task.assignments:
            yield "assignment", owner.span, owner.surface
    for statement in record.statements:
        yield "statement", statement.span, statement.text
        for actor in statement.actors:
            yield "actor", actor.span, actor.surface
    for citation in record.citations:
        yield "citation", citation.span, citation.surface
    for quantity in record.quantities:
        yield "quantity", quantity.span, quantity.text
    for deadline in record.deadlines:
        yield "deadline", deadline.span, deadline.text
    for frequency in record.frequencies:
        yield "frequency", frequency.span, frequency.text


def quote(source: SourceText, span: Span) -> str:
    """The span's characters without the asides (page marks, running headers) inside it."""
    out, at = [], span.start
    for aside in source.asides:
        if span.start <= aside.start and aside.end <= span.end and aside.start >= at:
            out.append(source.text[at : aside.start])
            at = aside.end
    return "".join([*out, source.text[at : span.end]])


def check(path: Path) -> list[str]:
    """What is wrong with a document's records."""
    try:
        source = read(path.read_bytes(), path.name)
    except ReadError as error:
        return [] if error.code else [f"{path.name}: refused without a code"]
    wrong = []
    records = extract(source)
    if not records:
        wrong.append(f"{path.name}: no record")
    size = len(source.text)
    for record in records:
        for span in spans(dataclasses.replace(record, source=None)):  # type: ignore[arg-type]
            if not 0 <= span.start <= span.end <= size:
                wrong.append(f"{path.name}: {span} outside the text")
        for what, span, words in quotes(record):
            if bare(quote(source, span)) != bare(words):
                wrong.append(f"{path.name}: {what} {span} is not {words!r}")
    return wrong


def documents(shared: Path, folder: str) -> list[Path]:
    found = sorted(p for p in (shared / "corpus" / folder).iterdir() if p.is_file())
    return [p for p in found if p.name not in NOT_DOCUMENTS]


@pytest.mark.parametrize("part", [("", 0), ("real", 0), *[("bulk", n) for n in range(PARTS)]])
def test_every_document_loads_and_every_span_is_exact(shared: Path, part: tuple[str, int]) -> None:
    folder, index = part
    paths = documents(shared, folder)
    paths = paths[index::PARTS] if folder == "bulk" else paths
    assert paths
    wrong = [line for path in paths for line in check(path)]
    assert not wrong, "\n".join(wrong[:20])


def test_the_same_document_gives_the_same_record(shared: Path) -> None:
    for path in documents(shared, ""):
        data = path.read_bytes()
        assert extract(read(data, path.name)) == extract(read(data, path.name))
