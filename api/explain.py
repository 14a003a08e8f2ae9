"""Every fact of a record as one line: what it says, its characters, the rule, the confidence.

The order is the document's; ``--task 1.2`` keeps what belongs to one task.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg import ids
from kg.model import Citation, Deadline, Frequency, Quantity, Record, Span, Statement
from kg.record import due
from loaders.reasons import metadata_reason, reasons
from loaders.rules.catalog import told
from ontology.places import Places, load_places
from visualize.i18n import Words

KINDS = {
    "metadata": "元数据",
    "heading": "标题",
    "task": "任务",
    "assignment": "责任",
    "unit": "单位",
    "statement": "语句",
    "actor": "主体",
    "citation": "引用",
    "quantity": "数量",
    "deadline": "时限",
    "frequency": "频次",
    "warning": "提示",
}
ROLES = {"lead": "牵头", "responsible": "责任", "cooperate": "配合", "supervise": "督导"}
STATEMENTS = {"directive": "要求", "achievement": "成效", "problem": "问题", "context": "背景"}
FORCES = {
    "obligation": "应当",
    "prohibition": "禁止",
    "permission": "可以",
    "recommendation": "鼓励",
}
_FIELDS = {
    "title": "标题",
    "issuer": "发文机关",
    "document_number": "发文字号",
    "issued": "日期",
    "jurisdiction": "辖区",
    "genre": "文种",
    "period": "适用年份",
    "status": "状态",
    "cover_title": "印发通知",
}
_COMPARATORS = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
_EVERY = {
    "day": "每日",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``quote`` is ``source[start:end]``; ``task`` the id of the task it belongs to.

    ``why``: the cue that made it, whose tag it is, what a spelling was taken for.
    """

    kind: str
    says: str
    quote: str
    span: Span | None
    rule: str
    confidence: float | None
    task: str | None = None
    why: str = ""


def facts(record: Record, places: Places | None = None) -> list[Fact]:
    """All facts of the record in document order; those without characters (none found) come first.

    ``places``: what the codes of units' places are called; the built-in register when not given.
    """
    rank = {kind: i for i, kind in enumerate(KINDS)}
    why, words = reasons(record), Words("zh")
    found = [
        *_metadata(record, words),
        *_structure(record, why),
        *_body(record, why),
        *_units(record, why, words, places or load_places()),
        *_warnings(record, words),
    ]

    def place(fact: Fact) -> tuple[int, int, int]:
        if fact.span is None:
            return (-1, rank[fact.kind], 0)
        return (fact.span.start, rank[fact.kind], -fact.span.end)

    return sorted(found, key=place)


def based(fact: Fact) -> str:
    """Why the fact is there: what its rule says, what was seen here, and the rule's id for ``zhize rules``."""
    said = told(fact.rule)
    seen = fact.why if fact.why.startswith(said) else f"{said}；{fact.why}" if fact.why else said
    return f"{seen}（{fact.rule}）" if said else seen


def of_task(record: Record, found: list[Fact], number: str) -> list[Fact]:
    """The facts of the task ``number`` (``1.2``, ``一.(二)`` or its id) and of what lies inside it.

    Raises KeyError when the record has no such task; its argument lists the numbers there are.
    """
    dotted = ids.dotted(number.replace("/", ".").split(".")) if "/task/" not in number else number
    wanted = [t for t in record.tasks if dotted in (t.id, t.id.rpartition("/")[2])]
    if not wanted:
        raise KeyError("、".join(t.id.rpartition("/")[2] for t in record.tasks[:40]))
    task = wanted[0]
    return [f for f in found if f.task == task.id or _within(f.span, task.span)]


def _within(inner: Span | None, outer: Span) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _quote(record: Record, span: Span | None) -> str:
    return "" if span is None else record.source.text[span.start : span.end]


def _metadata(record: Record, words: Words) -> Iterator[Fact]:
    meta = record.metadata
    place = meta.jurisdiction
    values = {
        "title": meta.title,
        "issuer": meta.issuer,
        "document_number": meta.document_number,
        "issued": None if meta.issued is None else str(meta.issued),
        "jurisdiction": None if place is None else " › ".join(place.path) or place.name,
        "genre": words.of("genre", meta.genre),
        "period": "–".join(dict.fromkeys(map(str, meta.period or ()))) or None,
        "status": words.of("status", meta.status),
        "cover_title": meta.cover_title,
    }
    evidence = dict(meta.evidence)
    for name, value in values.items():
        if value:
            span = evidence.get(name)
            yield Fact(
                "metadata",
                f"{_FIELDS[name]}：{value}",
                _quote(record, span),
                span,
                f"metadata.{name}",
                None,
                why=metadata_reason(record, name),
            )


def _structure(record: Record, why: dict[int, str]) -> Iterator[Fact]:
    for block in record.headings:
        lost = "（按编号推断缺失）" if block.inferred and not block.title else ""
        says = f"{block.number} {block.title}{lost}".strip()
        quote = _quote(record, block.span)
        confidence, reason = block.confidence, why[id(block)]
        yield Fact("heading", says, quote, block.span, block.rule, confidence, why=reason)
    dates = due(record)
    for task in record.tasks:
        says = f"{'·'.join(task.path)} {task.title}".strip()
        until = f"，{dates[task.id]} 前" if dates[task.id] else ""
        quote = _first_line(_quote(record, task.span))
        confidence, reason = task.confidence, why[id(task)]
        yield Fact(
            "task", says + until, quote, task.span, task.rule, confidence, task.id, why=reason
        )
        for a in task.assignments:
            says = f"{ROLES[a.role]} {a.rank}. {a.unit_label}"
            quote = _quote(record, a.span)
            reason = why[id(a)]
            yield Fact("assignment", says, quote, a.span, a.rule, a.confidence, task.id, reason)


def _body(record: Record, why: dict[int, str]) -> Iterator[Fact]:
    owner = {s.id: s.task for s in record.statements}

    def fact(kind: str, says: str, one: Citation | Quantity | Deadline | Frequency) -> Fact:
        task = owner.get(one.statement or "")
        if isinstance(one, Deadline | Frequency):
            task = one.task or task
        quote = _quote(record, one.span)
        return Fact(kind, says, quote, one.span, one.rule, one.confidence, task, why[id(one)])

    for s in record.statements:
        quote, reason = _quote(record, s.span), why[id(s)]
        yield Fact("statement", _statement(s), quote, s.span, s.rule, s.confidence, s.task, reason)
        for actor in s.actors:
            says = f"{actor.surface} → {actor.unit}" if actor.unit != actor.surface else actor.unit
            if actor.action:
                says += f"：{actor.action}｜{actor.object or ''}"
            quote, reason = _quote(record, actor.span), why[id(actor)]
            yield Fact("actor", says, quote, actor.span, "actor", None, s.task, reason)
    for c in record.citations:
        yield fact("citation", c.title + (f" → {c.target}" if c.target else ""), c)
    for q in record.quantities:
        of = f"{q.of} " if q.of else ""
        yield fact("quantity", f"{of}{_COMPARATORS[q.comparator]}{q.value:g} {q.unit}", q)
    for d in record.deadlines:
        yield fact("deadline", f"{d.date} 前", d)
    for f in record.frequencies:
        yield fact("frequency", _EVERY[f.every], f)


def _units(record: Record, why: dict[int, str], words: Words, places: Places) -> Iterator[Fact]:
    """Each unit where it is first named, with its spellings and why they are one."""
    for unit in record.units:
        span = min(unit.spans, default=None)
        known = places.get(unit.place) if unit.place else None
        place = f"，{known.name if known else unit.place}" if unit.place else ""
        says = f"{unit.label}（{words.of('unittype', unit.type)}{place}）"
        yield Fact("unit", says, _quote(record, span), span, "unit", None, why=why[id(unit)])


def _statement(s: Statement) -> str:
    parts = [STATEMENTS[s.kind]]
    if s.force:
        parts.append(FORCES[s.force])
    if s.action:
        parts.append(f"{s.action}｜{s.object or ''}")
    return " ".join(parts)


def _warnings(record: Record, words: Words) -> Iterator[Fact]:
    for w in record.warnings:
        says = f"{words.of('code', w.code)}：{w.message}"
        yield Fact("warning", says, _quote(record, w.span), w.span, w.code, None)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0]
