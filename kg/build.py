"""Record → quads: one named graph a document, every fact with its characters.

Nothing here reads Chinese or looks at a clock: the same record gives the same quads in the same order.
A document's graph is whole: it also describes the units and places the document names (with the places
above them) and the instruments it cites that the registry does not know, so that dropping the graph
forgets exactly this document. What is shared (registered instruments, outlines, vocabularies, a user's
own places and units) is in ``graph/registry``, see ``kg.registry``. One description can therefore stand
in several graphs: queries over the union of graphs need DISTINCT.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg import ids
from kg.ids import DEFAULT_BASE
from kg.literals import FALSE, TRUE, date, decimal, integer, string, year, zh
from kg.model import (
    Assignment,
    Block,
    Citation,
    Metadata,
    PartialDate,
    Record,
    Statement,
    Task,
    Unit,
    year_of_number,
)
from kg.registry import add_places, add_unregistered_policy, registry_quads
from kg.sink import DocumentSink, tagged, term
from ontology import terms as t
from ontology.places import Places, load_places
from ontology.policies import key, load_policies

__all__ = ["facts", "quads", "registry_quads"]

_CODE = re.compile(r"unit/(\d{6}|\d{9})/")
_MIN_TITLE = 8
"""Shorter titles (工作要点) would make one instrument of many documents."""
_STATE = "中华人民共和国"
_OF_A_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|州|盟|县|旗|区|镇|乡|街道)(?=\d|人民|政府|委|关于)"
)
_SHORT_PLACE = 2
"""合肥 says 合肥市; 云县 is not called 云."""


def quads(
    record: Record, *, base: str = DEFAULT_BASE, places: Places | None = None
) -> Iterator[Quad]:
    """Every quad of the record, all in ``graph/{doc}``; each once. See ``facts``."""
    return facts(record, base=base, places=places).quads()


def facts(
    record: Record, *, base: str = DEFAULT_BASE, places: Places | None = None
) -> DocumentSink:
    """The record as facts for ``graph/{doc}``.

    ``places`` describes the places named (default: the shipped registry).
    """
    sink = DocumentSink(record.id, record.source.text, base, tagged(record))
    _document(sink, record)
    _metadata(sink, record.metadata, record.units)
    _sections(sink, record.headings)
    owners = _owners(record)
    _tasks(sink, record, owners)
    _statements(sink, record)
    _citations(sink, record)
    _quantities(sink, record)
    _deadlines(sink, record)
    _recurrences(sink, record)
    registry = places if places is not None else load_places()
    _places(sink, record, _units(sink, record, registry), registry)
    _warnings(sink, record)
    return sink


def _document(sink: DocumentSink, record: Record) -> None:
    source, doc = record.source, sink.doc
    sink.add(doc, t.TYPE, term(t.DOCUMENT))
    sink.add(doc, t.LABEL, zh(record.metadata.title or source.name))
    sink.text(doc, t.SOURCE_NAME, source.name)
    sink.text(doc, t.SHA256, source.sha256)
    sink.text(doc, t.FORMAT, source.media_type)
    sink.add(doc, t.SOURCE_TEXT, string(source.text))
    sink.add(doc, t.BODY_START, integer(record.span.start))
    sink.add(doc, t.BODY_END, integer(record.span.end))
    run = sink.node(ids.extraction(record.id))
    sink.add(run, t.TYPE, term(t.EXTRACTION))
    sink.add(run, t.IN_DOCUMENT, doc)
    sink.add(run, t.USED, doc)
    sink.text(run, t.VERSION, record.version)
    sink.text(run, t.SHA256, source.sha256)


def _metadata(sink: DocumentSink, metadata: Metadata, units: Iterable[Unit]) -> None:
    doc = sink.doc
    sink.add(doc, t.DCTYPE, term(t.concept("genre", metadata.genre)))
    if metadata.title:
        sink.add(doc, t.TITLE, zh(metadata.title))
        _is_text_of(sink, metadata)
    sink.text(doc, t.COVER_TITLE, metadata.cover_title)
    sink.text(doc, t.DOCUMENT_NUMBER, metadata.document_number)
    numbered = year_of_number(metadata.document_number)
    if metadata.issued is not None:
        sink.add(doc, t.ISSUED, date(metadata.issued))
    elif numbered is not None:  # 渝府发〔2019〕17号 without a date is a document of 2019
        sink.add(doc, t.ISSUED, date(PartialDate(numbered)))
    if metadata.status is not None:
        sink.add(doc, t.STATUS, term(t.concept("status", metadata.status)))
    if metadata.period is not None:
        sink.add(doc, t.PERIOD_START, year(metadata.period[0]))
        sink.add(doc, t.PERIOD_END, year(metadata.period[1]))
    if metadata.issuer:
        sink.text(doc, t.ISSUER_NAME, metadata.issuer)
        names = set(metadata.issuer.split("、"))
        for unit in units:
            if unit.label in names or unit.name in names:
                sink.add(doc, t.ISSUER, sink.node(unit.id))
    for field, span in metadata.evidence:
        evidence = sink.evidence(span)
        sink.add(doc, t.EVIDENCE_OF, evidence)
        sink.text(evidence, t.FIELD, field)


def _is_text_of(sink: DocumentSink, metadata: Metadata) -> None:
    """Join the document with those that cite it: both name the instrument by its title's key.

    A city's 2023年度政务公开重点工作清单 is not the province's of that title: a local document is known by a title
    that says whose it is, its own or its cover notice's, and else is nobody's text.
    """
    titles = (metadata.title, metadata.cover_title)
    title = next((name for name in titles if name and _says_whose(name, metadata)), None)
    if title is None:
        return
    policy = load_policies().resolve(title)
    if policy is not None:
        sink.add(sink.doc, t.IS_TEXT_OF, sink.node(policy.id))
    elif len(key(title)) >= _MIN_TITLE:
        id_ = ids.policy(key(title))
        sink.add(sink.doc, t.IS_TEXT_OF, sink.node(id_))
        add_unregistered_policy(sink, id_, title)


def _says_whose(title: str, metadata: Metadata) -> bool:
    """Whether the title names a place or the issuer; what is the state's, or of no known place, need not."""
    place = metadata.jurisdiction
    if place is None or place.name == _STATE or _OF_A_PLACE.match(title):
        return True
    names = [name[:-1] if len(name) > _SHORT_PLACE else name for name in (place.name, *place.path)]
    names += metadata.issuer.split("、") if metadata.issuer else []
    return any(name in title for name in names)


def _sections(sink: DocumentSink, headings: Iterable[Block]) -> None:
    for order, heading in enumerate(headings, 1):
        node = sink.fact(heading.id, t.SECTION, heading.span)
        sink.text(node, t.NUMBER, heading.number)
        sink.text(node, t.NUMBER_PATH, " ".join(heading.path))
        sink.add(node, t.ORDER, integer(order))
        sink.add(node, t.LEVEL, integer(heading.level))
        sink.add(node, t.LABEL, zh(_heading_label(sink, heading)))
        sink.add(node, t.PART_OF, sink.node(heading.parent) if heading.parent else sink.doc)
        if heading.inferred:
            sink.add(node, t.INFERRED, TRUE)
        sink.found(node, heading.rule, heading.confidence)


def _heading_label(sink: DocumentSink, heading: Block) -> str:
    if heading.inferred and not heading.title:
        return f"（标题缺失：{heading.number}）"
    return sink.label(heading.title, heading.span)


def _owners(record: Record) -> dict[str, str | None]:
    """Task → the section it lies in: the one above its own heading."""
    parents = {heading.id: heading.parent for heading in record.headings}
    own = {heading.id: heading.path for heading in record.headings}
    owners: dict[str, str | None] = {}
    for task in record.tasks:
        heading = task.heading
        # A table row, or a paragraph without a heading, names the heading above it as its heading.
        if heading is not None and own.get(heading) == task.path:
            heading = parents[heading]
        owners[task.id] = heading
    return owners


def _tasks(sink: DocumentSink, record: Record, owners: dict[str, str | None]) -> None:
    jurisdiction = record.metadata.jurisdiction
    place = ids.place(jurisdiction.code) if jurisdiction and jurisdiction.code else None
    for order, task in enumerate(record.tasks, 1):
        node = sink.fact(task.id, t.TASK, task.span)
        sink.add(node, t.NUMBER, string(task.path[-1] if task.path else ""))
        sink.text(node, t.NUMBER_PATH, " ".join(task.path))
        sink.add(node, t.ORDER, integer(order))
        sink.add(node, t.LABEL, zh(sink.label(task.title, task.span)))
        owner = owners[task.id]
        sink.add(node, t.PART_OF, sink.node(owner) if owner else sink.doc)
        sink.text(node, t.WORDING, task.timing)
        if task.heading:
            sink.add(node, t.HEADING, sink.node(task.heading))
        if place:
            sink.add(node, t.PLACE_OF, sink.node(place))
        sink.found(node, task.rule, task.confidence)
        for ordinal, assignment in enumerate(task.assignments, 1):
            _assignment(sink, node, ids.assignment(task.id, ordinal), assignment)


def _assignment(sink: DocumentSink, task: NamedNode, id_: str, assignment: Assignment) -> None:
    node = sink.fact(id_, t.ASSIGNMENT, assignment.span)
    sink.add(node, t.TASK_OF, task)
    sink.add(node, t.UNIT_OF, sink.node(assignment.unit_id))
    sink.add(node, t.ROLE, term(t.concept("role", assignment.role)))
    sink.add(node, t.RANK, integer(assignment.rank))
    sink.text(node, t.SURFACE, assignment.surface)
    if assignment.normalised is not None:
        sink.add(node, t.NORMALISED, term(t.concept("normalised", assignment.normalised)))
    if assignment.inherited_from is not None:
        sink.add(node, t.INHERITED_FROM, sink.node(assignment.inherited_from))
    for statement in assignment.covers:
        sink.add(node, t.COVERS, sink.node(statement))
    sink.found(node, assignment.rule, assignment.confidence)


def _statements(sink: DocumentSink, record: Record) -> None:
    for order, statement in enumerate(record.statements, 1):
        node = sink.fact(statement.id, t.STATEMENT, statement.span)
        sink.add(node, t.TYPE, term(t.KIND_CLASSES[statement.kind]))
        owner = statement.task or statement.heading
        sink.add(node, t.PART_OF, sink.node(owner) if owner else sink.doc)
        sink.add(node, t.ORDER, integer(order))
        sink.text(node, t.TEXT, statement.text)
        if statement.force is not None:
            sink.add(node, t.FORCE, term(t.concept("force", statement.force)))
        sink.text(node, t.ACTION, statement.action)
        sink.text(node, t.OBJECT, statement.object)
        sink.found(node, statement.rule, statement.confidence)
        _actors(sink, node, statement)


def _actors(sink: DocumentSink, node: NamedNode, statement: Statement) -> None:
    for ordinal, actor in enumerate(statement.actors, 1):
        mention = sink.fact(ids.mention(statement.id, ordinal), t.MENTION, actor.span)
        sink.add(node, t.MENTION_OF, mention)
        sink.text(mention, t.SURFACE, actor.surface)
        sink.text(mention, t.ACTION, actor.action)
        sink.text(mention, t.OBJECT, actor.object)
        sink.found(mention, statement.rule, statement.confidence)
        if actor.unit_id is not None:
            unit = sink.node(actor.unit_id)
            sink.add(mention, t.UNIT_OF, unit)
            sink.add(node, t.ACTOR, unit)


def _citations(sink: DocumentSink, record: Record) -> None:
    tasks = {statement.id: statement.task for statement in record.statements}
    seen: Counter[str] = Counter()
    for citation in record.citations:
        seen[citation.surface] += 1
        id_ = ids.fact(record.id, "c", citation.surface, seen[citation.surface])
        node = sink.fact(id_, t.CITATION, citation.span)
        sink.text(node, t.TITLE, citation.title)
        sink.text(node, t.SURFACE, citation.surface)
        sink.add(node, t.BRACKETED, TRUE if citation.bracketed else FALSE)
        sink.found(node, citation.rule, citation.confidence)
        citing = [sink.doc]
        if citation.statement is not None:
            statement = sink.node(citation.statement)
            sink.add(statement, t.CITATION_OF, node)
            citing.append(statement)
            task = tasks.get(citation.statement)
            if task is not None:
                citing.append(sink.node(task))
        for target in _cited(sink, citation):
            policy = sink.node(target)
            sink.add(node, t.POLICY_OF, policy)
            for subject in citing:
                sink.add(subject, t.CITES, policy)


def _cited(sink: DocumentSink, citation: Citation) -> list[str]:
    """The instruments a citation names: one, or the three of “一规划两纲要”."""
    policies = load_policies()
    several = policies.named(citation.title)
    if several:
        return [policy.id for policy in several]
    registered = policies.resolve(citation.title)
    target = citation.target or (registered.id if registered else None)
    if target is None or policies.get(target) is None:
        target = target or ids.policy(key(citation.title))
        add_unregistered_policy(sink, target, citation.title)
    return [target]


def _quantities(sink: DocumentSink, record: Record) -> None:
    seen: Counter[str] = Counter()
    for quantity in record.quantities:
        seen[quantity.text] += 1
        id_ = ids.fact(record.id, "q", quantity.text, seen[quantity.text])
        node = sink.fact(id_, t.QUANTITY, quantity.span)
        sink.add(node, t.VALUE, decimal(quantity.value))
        sink.text(node, t.UNIT_TEXT, quantity.unit)
        sink.add(node, t.COMPARATOR, term(t.concept("comparator", quantity.comparator)))
        sink.text(node, t.OF, quantity.of)
        sink.text(node, t.WORDING, quantity.text)
        sink.found(node, quantity.rule, quantity.confidence)
        if quantity.statement is not None:
            sink.add(sink.node(quantity.statement), t.QUANTITY_OF, node)


def _deadlines(sink: DocumentSink, record: Record) -> None:
    seen: Counter[str] = Counter()
    tasks = {statement.id: statement.task for statement in record.statements}
    said: dict[tuple[str, PartialDate], NamedNode] = {}
    for deadline in record.deadlines:
        seen[deadline.text] += 1
        id_ = ids.fact(record.id, "d", deadline.text, seen[deadline.text])
        node = sink.fact(id_, t.DEADLINE, deadline.span)
        sink.add(node, t.DATE, date(deadline.date))
        sink.text(node, t.WORDING, deadline.text)
        sink.found(node, deadline.rule, deadline.confidence)
        for owner in (deadline.statement, deadline.task):
            if owner is not None:
                sink.add(sink.node(owner), t.DEADLINE_OF, node)
        for task_id in (deadline.task, tasks.get(deadline.statement or "")):
            if task_id is not None:
                said.setdefault((task_id, deadline.date), node)
    for task in record.tasks:
        if task.deadline is not None:
            found = said.get((task.id, task.deadline))
            _task_deadline(sink, task, task.deadline, found)


def _task_deadline(
    sink: DocumentSink, task: Task, due: PartialDate, said: NamedNode | None
) -> None:
    """The task's own date: one said in its tag or sentences, else (a 完成时限 column) one of its own."""
    if said is None:
        said = sink.fact(ids.task_deadline(task.id), t.DEADLINE, task.span)
        sink.add(said, t.DATE, date(due))
        sink.text(said, t.WORDING, str(due))
        sink.found(said, task.rule, task.confidence)
    sink.add(sink.node(task.id), t.DEADLINE_OF, said)


def _recurrences(sink: DocumentSink, record: Record) -> None:
    seen: Counter[str] = Counter()
    for frequency in record.frequencies:
        seen[frequency.text] += 1
        id_ = ids.fact(record.id, "f", frequency.text, seen[frequency.text])
        node = sink.fact(id_, t.RECURRENCE, frequency.span)
        sink.add(node, t.EVERY, term(t.concept("every", frequency.every)))
        sink.text(node, t.WORDING, frequency.text)
        sink.found(node, frequency.rule, frequency.confidence)
        for owner in (frequency.statement, frequency.task):
            if owner is not None:
                sink.add(sink.node(owner), t.RECURRENCE_OF, node)


def _units(sink: DocumentSink, record: Record, places: Places) -> list[str]:
    """Describe the units; returns the codes of their places."""
    codes = [unit.place for unit in record.units if unit.place is not None]
    known = {unit.id for unit in record.units}
    for unit in record.units:
        node = sink.node(unit.id)
        sink.add(node, t.TYPE, term(t.UNIT))
        if unit.collective:
            sink.add(node, t.TYPE, term(t.COLLECTIVE_UNIT))
        sink.add(node, t.PREF_LABEL, zh(unit.name))
        sink.add(node, t.LABEL, zh(unit.label or unit.name))
        sink.add(node, t.DCTYPE, term(t.concept("unit-type", unit.type)))
        sink.add(node, t.NAMED_IN, sink.doc)
        for predicate, labels in (
            (t.ALT_LABEL, unit.alt_labels),
            (t.HIDDEN_LABEL, unit.hidden_labels),
        ):
            for label in labels:
                sink.add(node, predicate, zh(label))
        for reason in unit.merged_because:
            sink.add(node, t.MERGED_BECAUSE, string(reason))
        if unit.place is not None:
            sink.add(node, t.PLACE_OF, sink.node(ids.place(unit.place)))
        if unit.parent is not None:
            sink.add(node, t.SUB_ORGANIZATION_OF, sink.node(unit.parent))
        for span in unit.spans:
            sink.add(node, t.EVIDENCE_OF, sink.evidence(span))
    for id_, name in _undescribed(record, known).items():
        code, short = _CODE.match(id_), id_.rpartition("/")[2]
        place = places.get(code.group(1)) if code else None
        node = sink.node(id_)
        sink.add(node, t.TYPE, term(t.UNIT))
        sink.add(node, t.PREF_LABEL, zh(short))
        sink.add(node, t.LABEL, zh(name or (place.name + short if place else short)))
        sink.add(node, t.NAMED_IN, sink.doc)
        if place is not None:
            sink.add(node, t.PLACE_OF, sink.node(ids.place(place.code)))
            codes.append(place.code)
    return codes


def _undescribed(record: Record, known: set[str]) -> dict[str, str | None]:
    """Units the record points at without describing them (a parent nobody names): id → label."""
    pointed: list[tuple[str | None, str | None]] = [(unit.parent, None) for unit in record.units]
    pointed += [(a.unit_id, a.unit_label) for task in record.tasks for a in task.assignments]
    pointed += [(a.unit_id, None) for s in record.statements for a in s.actors]
    found: dict[str, str | None] = {}
    for id_, label in pointed:
        if id_ is not None and id_ not in known:
            found[id_] = found.get(id_) or label
    return found


def _places(sink: DocumentSink, record: Record, codes: list[str], places: Places) -> None:
    """Say what the document is about; describe its places and, by ``codes``, its units'."""
    jurisdiction = record.metadata.jurisdiction
    if jurisdiction is not None:
        sink.text(sink.doc, t.PLACE_NAME, jurisdiction.name)
        if jurisdiction.code is not None:
            codes.insert(0, jurisdiction.code)
            sink.add(sink.doc, t.PLACE_OF, sink.node(ids.place(jurisdiction.code)))
        for order, (code, score) in enumerate(jurisdiction.candidates, 1):
            codes.append(code)
            place = sink.node(ids.place(code))
            sink.add(sink.doc, t.PLACE_CANDIDATE, place)
            node = sink.node(ids.candidacy(record.id, code))
            sink.add(node, t.TYPE, term(t.CANDIDACY))
            sink.add(node, t.IN_DOCUMENT, sink.doc)
            sink.add(node, t.PLACE_OF, place)
            sink.add(node, t.SCORE, decimal(score))
            sink.add(node, t.ORDER, integer(order))
    add_places(sink, codes, places)
    for code in dict.fromkeys(codes):
        if places.get(code) is None:
            node = sink.node(ids.place(code))
            name = jurisdiction.name if jurisdiction and jurisdiction.code == code else code
            sink.add(node, t.TYPE, term(t.PLACE))
            sink.add(node, t.LABEL, zh(name))
            sink.add(node, t.CODE, string(code))


def _warnings(sink: DocumentSink, record: Record) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for warning in dict.fromkeys((*record.source.warnings, *record.warnings)):
        said = (warning.code, warning.message)
        seen[said] += 1
        id_ = ids.warning(record.id, *said, seen[said])
        node = sink.fact(id_, t.WARNING, () if warning.span is None else warning.span)
        sink.text(node, t.CODE, warning.code)
        sink.text(node, t.MESSAGE, warning.message)
