"""Which rules a corpus fires, how often, in how many documents, and which never: for ``zhize rules``.

Most rules put their id on a fact of the record. Those that only read the page (chrome.toml), name an agent's shape
(actors.toml), or introduce a value (完成时限:) leave none; they are found again by their pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from kg.model import Actor, Record, SourceText, Span
from loaders.extract import names, suspect
from loaders.readers import chrome
from loaders.rules import compile_rules
from loaders.rules.catalog import Entry, catalog
from loaders.widths import plain

_SILENT_ROLES = ("deadline", "breakdown", "ignored")
_LONGEST = 60


@dataclass(slots=True)
class Count:
    """What one rule did: ``example`` is the first place where it did it, as the document writes it."""

    rule: Entry
    hits: int = 0
    documents: int = 0
    example: str = ""
    source: str = ""


class Coverage:
    """Counts over the files given to ``add``; ``counts`` has every rule of the catalogue, in its order."""

    def __init__(self) -> None:
        self.counts = {id_: Count(rule) for id_, rule in catalog().items()}
        self.files = 0

    def add(self, data: bytes, records: list[Record]) -> None:
        """One file: its bytes and what was read in it."""
        if not records:
            return
        self.files += 1
        source = records[0].source
        seen: set[str] = set()
        for id_, words in self._words(data, source, records):
            count = self.counts.get(id_)
            if count is None:
                continue
            count.hits += 1
            if id_ not in seen:
                seen.add(id_)
                count.documents += 1
            if not count.example:
                count.example, count.source = _short(words), source.name

    def _words(
        self, data: bytes, source: SourceText, records: Iterable[Record]
    ) -> Iterator[tuple[str, str]]:
        for record in records:
            for id_, span in fired(record):
                yield id_, source.text[span.start : span.end]
        yield from _of_page(source)
        yield from _of_labels(source)
        if source.media_type == "text/html":
            yield from _of_html(data)

    def dead(self) -> list[Count]:
        """The rules that nothing fired."""
        return [count for count in self.counts.values() if not count.hits]


def fired(record: Record) -> Iterator[tuple[str, Span]]:
    """(rule id, place) of every fact of a record that a rule made."""
    yield from ((fact.rule, fact.span) for fact in record.headings)
    for task in record.tasks:
        yield task.rule, task.span
        yield from ((owner.rule, owner.span) for owner in task.assignments)
    yield from ((fact.rule, fact.span) for fact in record.statements)
    yield from ((fact.rule, fact.span) for fact in record.citations)
    yield from ((fact.rule, fact.span) for fact in record.quantities)
    yield from ((fact.rule, fact.span) for fact in record.deadlines)
    yield from ((fact.rule, fact.span) for fact in record.frequencies)
    for statement in record.statements:
        if statement.force not in (None, "obligation"):
            yield f"force.{statement.force}", statement.span
        yield from ((_shape(record, actor), actor.span) for actor in statement.actors)
    for warning in record.warnings:
        if warning.code == "suspect_text" and warning.span is not None:
            words = record.source.text[slice(*warning.span)]
            yield from ((hit.rule, warning.span) for hit in suspect.find(plain(words)))


def _shape(record: Record, actor: Actor) -> str:
    start, end = actor.span
    text = record.source.text
    return names.shape(plain(text[start:end]), before=text[max(0, start - 3) : start])


def _of_page(source: SourceText) -> Iterator[tuple[str, str]]:
    """The page rules that the asides and boxes of a text satisfy."""
    lines = [
        line.strip()
        for aside in source.asides
        for line in source.text[slice(*aside)].splitlines()
        if line.strip()
    ]
    labels = [label.strip(" :：[]【】") for label, _ in source.boxes]
    parts = [part for line in lines for part in chrome.parts(line)]
    for table, among in (("phrase", parts), ("line", lines), ("mark", lines), ("box", labels)):
        for rule in compile_rules("chrome", table):
            yield from ((rule.id, words) for words in among if rule.pattern.fullmatch(words))


def _of_labels(source: SourceText) -> Iterator[tuple[str, str]]:
    """The labels of tags whose value is no unit: 完成时限:…, 联系人:…."""
    text = plain(source.text)
    for id_, label in _labels():
        yield from ((id_, found.group()) for found in label.finditer(text))


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (f"tag.{rule.id}", re.compile(rf"(?:{rule.pattern.pattern})\s?:"))
        for rule in compile_rules("tags")
        if rule.data["kind"] == "label" and rule.data["role"] in _SILENT_ROLES
    )


def _of_html(data: bytes) -> Iterator[tuple[str, str]]:
    """The rules that look at a page's elements: where the document is, what stands around it, the table columns."""
    tree = LexborHTMLParser(data)
    for rule in compile_rules("chrome", "content"):
        if tree.css_first(rule.pattern.pattern) is not None:
            yield rule.id, rule.pattern.pattern
    names = [
        f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        for node in tree.css("[class], [id]")
    ]
    for rule in compile_rules("chrome", "furniture"):
        yield from ((rule.id, name) for name in names if rule.pattern.search(name))
    heads = ["".join(cell.text().split()) for cell in tree.css("td, th")]
    for rule in compile_rules("chrome", "column"):
        yield from ((rule.id, head) for head in heads if rule.pattern.fullmatch(head))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
