"""The Record as JSON (design: RECORD.md) and back.

``to_json`` gives plain dicts and lists with the field names of the contract; ``null`` for unknown, never "".
``dumped`` gives the same as text in pieces. ``from_json`` reads what ``to_json(record, with_text=True)`` wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg import model
from kg.model import (
    Actor,
    Assignment,
    Block,
    Citation,
    Deadline,
    Frequency,
    Jurisdiction,
    Metadata,
    PartialDate,
    Quantity,
    Record,
    SourceText,
    Span,
    Statement,
    Task,
    Unit,
)

Json = dict[str, Any]
EXTRACTOR = "zhize"
_AT_ONCE = 50_000  # characters of JSON handed on together


def to_json(record: Record, *, with_text: bool = False) -> Json:
    """The record as one JSON object.

    The source text is included on request, and always when it cannot be had by decoding the file
    (HTML, DOCX, PDF, XLSX …), since every span points into it.
    """
    out = _head(record)
    for name, facts in _facts(record):
        out[name] = list(facts)
    return out | _text(record, with_text=with_text)


def dumped(record: Record, *, indent: int | None = None) -> Iterator[str]:
    """``json.dumps(to_json(record), ensure_ascii=False, indent=indent)`` in pieces.

    The facts of a long table take many times the memory of the record when all are JSON at once.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, indent=indent)
    if indent is not None:
        return _gathered(encoder.iterencode(to_json(record)))
    return _gathered(_pieces(record, encoder))


def _pieces(record: Record, encoder: json.JSONEncoder) -> Iterator[str]:
    yield encoder.encode(_head(record)).removesuffix("}")
    for name, facts in _facts(record):
        yield f', "{name}": ['
        for index, fact in enumerate(facts):
            yield (", " if index else "") + encoder.encode(fact)
        yield "]"
    for name, text in _text(record).items():
        yield f', "{name}": "'
        for at in range(0, len(text), _AT_ONCE):
            yield encoder.encode(text[at : at + _AT_ONCE])[1:-1]
        yield '"'
    yield "}"


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces joined to some ten thousand characters each."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > _AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
            length = 0
    yield "".join(waiting)


def _head(record: Record) -> Json:
    source = record.source
    return {
        "id": record.id,
        "source": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "extractor": {"name": EXTRACTOR, "version": record.version},
        "span": _span(record.span),
        "metadata": _metadata(record.metadata),
    }


def _facts(record: Record) -> tuple[tuple[str, Iterator[Json]], ...]:
    """Each list of facts with its name, made as it is taken."""
    return (
        ("headings", map(_plain, record.headings)),
        ("tasks", map(_task, record.tasks)),
        ("statements", map(_statement, record.statements)),
        ("citations", map(_plain, record.citations)),
        ("quantities", ({**_plain(q), "value": _number(q.value)} for q in record.quantities)),
        ("deadlines", ({**_plain(d), "date": str(d.date)} for d in record.deadlines)),
        ("frequencies", map(_plain, record.frequencies)),
        ("units", map(_unit, record.units)),
        ("warnings", map(_plain, record.warnings)),
    )


def _text(record: Record, *, with_text: bool = False) -> Json:
    """The source text where it is wanted."""
    if with_text or not record.source.media_type.startswith("text/plain"):
        return {"source_text": record.source.text}
    return {}


def from_json(data: Json) -> Record:
    """The inverse of ``to_json``. Raises KeyError or ValueError on anything else."""
    source = SourceText(
        text=data.get("source_text", ""),
        sha256=data["sha256"],
        media_type=data["media_type"],
        name=data["source"],
    )
    return Record(
        id=data["id"],
        source=source,
        metadata=_read_metadata(data["metadata"]),
        span=Span(*data["span"]),
        headings=tuple(_read(Block, h) for h in data["headings"]),
        tasks=tuple(_read_task(t) for t in data["tasks"]),
        statements=tuple(
            _read(Statement, {**s, "actors": tuple(_read(Actor, a) for a in s["actors"])})
            for s in data["statements"]
        ),
        citations=tuple(_read(Citation, c) for c in data["citations"]),
        quantities=tuple(
            _read(Quantity, {**q, "value": float(q["value"])}) for q in data["quantities"]
        ),
        deadlines=tuple(
            _read(Deadline, {**d, "date": PartialDate.parse(d["date"])}) for d in data["deadlines"]
        ),
        frequencies=tuple(_read(Frequency, f) for f in data["frequencies"]),
        units=tuple(
            _read(Unit, {**u, "spans": tuple(Span(*s) for s in u["spans"])}) for u in data["units"]
        ),
        warnings=tuple(_read(model.Warning, w) for w in data["warnings"]),
        version=data["extractor"]["version"],
    )


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _plain(fact: Any) -> Json:
    """A flat dataclass as a dict; spans as pairs, tuples as lists."""
    out: Json = {}
    for name in fact.__slots__:
        value = getattr(fact, name)
        if isinstance(value, Span):
            value = [value.start, value.end]
        elif isinstance(value, tuple):
            value = list(value)
        out[name] = value
    return out


def _metadata(meta: Metadata) -> Json:
    place = meta.jurisdiction
    return {
        "title": meta.title,
        "issuer": meta.issuer,
        "document_number": meta.document_number,
        "issued": None if meta.issued is None else str(meta.issued),
        "jurisdiction": None
        if place is None
        else {
            "name": place.name,
            "code": place.code,
            "path": list(place.path),
            "candidates": [{"code": code, "score": score} for code, score in place.candidates],
        },
        "genre": meta.genre,
        "period": None if meta.period is None else {"start": meta.period[0], "end": meta.period[1]},
        "status": meta.status,
        "cover_title": meta.cover_title,
        "evidence": {name: _span(span) for name, span in meta.evidence},
    }


def _task(task: Task) -> Json:
    return {
        **_plain(task),
        "assignments": [_plain(a) for a in task.assignments],
        "deadline": None if task.deadline is None else str(task.deadline),
    }


def _statement(statement: Statement) -> Json:
    return {**_plain(statement), "actors": [_actor(a) for a in statement.actors]}


def _actor(actor: Actor) -> Json:
    """Without what it does, when that is what the statement says: most records would be longer by two nulls an agent."""
    plain = _plain(actor)
    if actor.action is None:
        del plain["action"], plain["object"]
    return plain


def _unit(unit: Unit) -> Json:
    return {**_plain(unit), "spans": [_span(s) for s in unit.spans]}


def _read(kind: Any, data: Json) -> Any:
    """Build a dataclass from its JSON dict: pairs become spans, lists become tuples."""
    values: Json = {}
    for name in kind.__slots__:
        if name not in data:
            continue
        value = data[name]
        if name == "span" and value is not None:
            value = Span(*value)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return kind(**values)


def _read_task(data: Json) -> Task:
    deadline = data["deadline"]
    task = {
        **data,
        "assignments": tuple(_read(Assignment, a) for a in data["assignments"]),
        "deadline": None if deadline is None else PartialDate.parse(deadline),
    }
    return _read(Task, task)  # type: ignore[no-any-return]


def _read_metadata(data: Json) -> Metadata:
    place, period, issued = data["jurisdiction"], data["period"], data["issued"]
    return Metadata(
        title=data["title"],
        issuer=data["issuer"],
        document_number=data["document_number"],
        issued=None if issued is None else PartialDate.parse(issued),
        jurisdiction=None
        if place is None
        else Jurisdiction(
            place["name"],
            place["code"],
            tuple(place["path"]),
            tuple((c["code"], c["score"]) for c in place["candidates"]),
        ),
        genre=data["genre"],
        period=None if period is None else (period["start"], period["end"]),
        status=data["status"],
        cover_title=data["cover_title"],
        evidence=tuple((name, Span(*span)) for name, span in data["evidence"].items()),
    )


def due(record: Record) -> dict[str, str]:
    """Task → its date, or all that its statements name where they are several (2025-06-30、2025-12-31)."""
    owner = {s.id: s.task for s in record.statements}
    found: dict[str, set[str]] = {}
    for deadline in record.deadlines:
        task = deadline.task or owner.get(deadline.statement or "")
        found.setdefault(task or "", set()).add(str(deadline.date))
    return {
        task.id: str(task.deadline or "、".join(sorted(found.get(task.id, ()))))
        for task in record.tasks
    }
