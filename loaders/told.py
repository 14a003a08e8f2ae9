"""A head that says what a person gave instead of what was read; the rest of the reading follows it.

The title, the number and the place make the document's id; the years resolve 9月底前; the genre says
whether articles are read as rules. So what is given is set before anything but the head is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import get_args

from kg.model import Genre, Record, SourceText, Span, Statement, Task, Unit, Warning
from loaders.given import WORDS, Given, date_of, years_of
from loaders.metadata import Head
from loaders.titles import WIDTH, genre_of, period_of
from loaders.widths import half_width

_EVIDENCE = {"title": "title", "number": "document_number", "issuer": "issuer", "issued": "issued"}


def follow(head: Head, given: Given, source: SourceText, own: Span, text: str) -> list[Warning]:
    """Let the head say what was given; the notes that tell so.

    ``own`` is the document's part of the source, ``text`` the folded text.
    """
    if given.title is not None:
        head.title = given.title or None
        head.own_titles = (*head.own_titles, half_width(given.title))
        title = given.title.translate(WIDTH)
        head.genre = genre_of(title, head.cover_title or "", text)
        head.period = period_of(title) or head.period
    if given.number is not None:
        head.number = given.number or None
    if given.issuer is not None:
        head.issuer = given.issuer or None
    if given.issued is not None:
        head.issued = date_of(given.issued)
    if given.period is not None:
        head.period = years_of(given.period)
    head.genre = next((g for g in get_args(Genre) if g == given.genre), head.genre)
    for name in given.said:
        _show(head, name, getattr(given, name), source.text, own)
    words = "、".join(WORDS[name] for name in given.said)
    notes = [Warning("metadata_given", f"{words}由导入的人指定。", None)] if words else []
    no_units = "、".join(f"“{name}”" for name in given.drop)
    if no_units:
        notes.append(Warning("unit_given", f"{no_units}由导入的人判定不是单位。", None))
    return notes


def _show(head: Head, name: str, value: str, text: str, own: Span) -> None:
    """The characters that say it, where the document has the very words; else nobody claims that it does."""
    key = _EVIDENCE.get(name)
    if key is None:
        return
    head.evidence.pop(key, None)
    at = text.find(value, own.start, own.end) if value else -1
    if at >= 0:
        head.evidence[key] = Span(at, at + len(value))


def without(record: Record, names: Collection[str]) -> Record:
    """The record without owners, agents and units written as one of ``names``: words that are no unit's."""
    if not names:
        return record
    tasks = tuple(
        replace(task, assignments=tuple(a for a in task.assignments if a.surface not in names))
        for task in record.tasks
    )
    statements = tuple(
        replace(s, actors=tuple(a for a in s.actors if a.surface not in names))
        for s in record.statements
    )
    before, after = _named(record.tasks, record.statements), _named(tasks, statements)
    issuers = (record.metadata.issuer or "").split("、")
    gone = {u.id for u in record.units if u.id in before - after and u.name not in issuers}
    units = tuple(
        _known(u, names, gone, record.source.text) for u in record.units if u.id not in gone
    )
    return replace(record, tasks=tasks, statements=statements, units=units)


def _named(tasks: Iterable[Task], statements: Iterable[Statement]) -> set[str]:
    owners = {a.unit_id for task in tasks for a in task.assignments}
    return owners | {a.unit_id for s in statements for a in s.actors if a.unit_id is not None}


def _known(unit: Unit, names: Collection[str], gone: Collection[str], text: str) -> Unit:
    """A unit that stays, without the spellings and the parent that do not."""
    return replace(
        unit,
        alt_labels=tuple(x for x in unit.alt_labels if x not in names),
        hidden_labels=tuple(x for x in unit.hidden_labels if x not in names),
        merged_because=tuple(
            x for x in unit.merged_because if x.rpartition(":")[2].partition("→")[0] not in names
        ),
        parent=None if unit.parent in gone else unit.parent,
        spans=tuple(s for s in unit.spans if text[s.start : s.end] not in names),
    )
