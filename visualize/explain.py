"""One record as one self-contained page: every fact with its quote, rule and confidence.

For ``zhize explain --html``: no store, no server, no scripts. The text stands at the left with its
facts marked, the facts at the right, each leading to its characters and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg.model import (
    Assignment,
    Block,
    Citation,
    Deadline,
    Frequency,
    Quantity,
    Record,
    Span,
    Statement,
    Task,
    Unit,
)
from ontology.catalog import load_catalog
from ontology.terms import concept
from visualize import marks
from visualize.i18n import Lang, Words
from visualize.numbers import numbered
from visualize.render import render

Row = dict[str, Any]


def explain_page(
    record: Record,
    *,
    why: Mapping[int, str] | None = None,
    told: Callable[[str], str] = lambda rule: "",
    lang: Lang = "zh",
) -> bytes:
    """The page as UTF-8 bytes; the same record gives the same bytes.

    ``why``: ``id(fact)`` → the cue, scope and spelling that made it, shown below each fact; ``told``: a rule in words.
    """
    shown = {**values(record, Words(lang), why), "told": told}
    for _, rows in shown["groups"]:
        for row in rows:  # the rule's own sentence stands beside it
            row["note"] = row["note"].removeprefix(told(row["rule"])).lstrip("；")
    return render("explain.html", lang, shown).encode("utf-8")


def values(record: Record, words: Words, why: Mapping[int, str] | None = None) -> Row:
    """``{record, meta, groups, facts, lines, starts, count}``: the marked text and the facts by kind."""
    text = record.source.text
    groups = [(kind, rows) for kind, rows in _groups(record, words, why or {}) if rows]
    facts: list[Row] = []
    for kind, rows in groups:
        for row in rows:
            row["quote"] = text[row["start"] : row["end"]] if row["end"] is not None else ""
            row["type"] = kind
            if row["end"] is not None:
                facts.append({"type": kind, "start": row["start"], "end": row["end"], "css": ""})
    inline = [f for f in facts if f["type"] not in ("task", "heading", "statement", "unit")]
    return {
        "record": record,
        "meta": _metadata(record, words),
        "groups": groups,
        "facts": inline,
        "lines": marks.lines(text, inline),
        "starts": {f["start"] for f in inline},
        "count": sum(len(rows) for _, rows in groups),
    }


def _row(span: Span | None, label: str, rule: str, confidence: float | None, note: str = "") -> Row:
    start, end = (span.start, span.end) if span else (None, None)
    return {
        "label": label,
        "note": note,
        "start": start,
        "end": end,
        "rule": rule,
        "confidence": confidence,
    }


def _groups(
    record: Record, words: Words, why: Mapping[int, str]
) -> Iterable[tuple[str, list[Row]]]:
    """The facts by kind, doubts first."""

    def told(fact: object, row: Row) -> Row:
        return {**row, "note": why.get(id(fact)) or row["note"]}

    yield "warning", [_row(w.span, w.message, w.code, None) for w in record.warnings]
    yield "task", [told(t, _task(t)) for t in record.tasks]
    owners = [a for t in record.tasks for a in t.assignments]
    yield "assignment", [told(a, _assignment(a, words)) for a in owners]
    yield "unit", [told(u, _unit(u, words)) for u in record.units]
    yield "statement", [told(s, _statement(s, words)) for s in record.statements]
    yield "deadline", [told(d, _deadline(d)) for d in record.deadlines]
    yield "recurrence", [told(f, _frequency(f, words)) for f in record.frequencies]
    yield "quantity", [told(q, _quantity(q, words)) for q in record.quantities]
    yield "citation", [told(c, _citation(c)) for c in record.citations]
    yield "heading", [told(h, _heading(h, words)) for h in record.headings]


def _task(t: Task) -> Row:
    return _row(t.span, f"{''.join(t.path)} {t.title}".strip(), t.rule, t.confidence)


def _unit(u: Unit, words: Words) -> Row:
    span = min(u.spans, default=None)
    spellings = words("sign.join").join((*u.alt_labels, *u.hidden_labels))
    return _row(span, f"{u.label} · {words.of('unittype', u.type)}", "unit", None, spellings)


def _deadline(d: Deadline) -> Row:
    return _row(d.span, f"{d.text} → {d.date}", d.rule, d.confidence)


def _frequency(f: Frequency, words: Words) -> Row:
    return _row(f.span, f"{f.text} → {words.of('every', f.every)}", f.rule, f.confidence)


def _citation(c: Citation) -> Row:
    return _row(c.span, c.title, c.rule, c.confidence, c.target or "")


def _assignment(a: Assignment, words: Words) -> Row:
    note = ""
    if a.normalised:
        why = words.of("normalised", a.normalised)
        note = words("panel.alias", surface=a.surface, unit=a.unit, why=why)
    if a.inherited_from:
        note += words("panel.inherited")
    if a.covers:
        note += words("panel.covers", n=len(a.covers))
    label = f"{words.of('role', a.role)} {a.rank} · {a.unit_label or a.unit}"
    return _row(a.span, label, a.rule, a.confidence, note)


def _statement(s: Statement, words: Words) -> Row:
    parts = (words.of("kind", s.kind), words.of("force", s.force), s.action, s.object)
    actors = words("sign.join").join(
        f"{a.unit} ({a.action} {a.object or ''})" if a.action else a.unit for a in s.actors
    )
    return _row(s.span, " · ".join(p for p in parts if p), s.rule, s.confidence, actors)


def _quantity(q: Quantity, words: Words) -> Row:
    label = " ".join(part for part in (q.of, q.text) if part)
    how = load_catalog().label(concept("comparator", q.comparator), words.lang)
    return _row(q.span, label, q.rule, q.confidence, how)


def _heading(h: Block, words: Words) -> Row:
    lost = h.inferred and not h.title
    note = words("doc.inferred") if lost else ""
    span = None if lost else h.span
    return _row(span, numbered(h.number, h.title), h.rule, h.confidence, note)


def _metadata(record: Record, words: Words) -> list[Row]:
    meta = record.metadata
    place = meta.jurisdiction
    pairs: list[tuple[str, str, object]] = [
        ("doc.issuer", "issuer", meta.issuer),
        ("doc.number", "document_number", meta.document_number),
        ("doc.issued", "issued", meta.issued),
        ("doc.period", "period", "–".join(dict.fromkeys(map(str, meta.period or ())))),
        ("doc.genre", "genre", words.of("genre", meta.genre)),
        ("doc.status", "status", words.of("status", meta.status)),
        ("doc.place", "jurisdiction", " › ".join(place.path) or place.name if place else None),
    ]
    where = dict(meta.evidence)
    return [
        {"label": words(key), "value": str(value or ""), "span": where.get(field)}
        for key, field, value in pairs
    ]
