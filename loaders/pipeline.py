"""From a source text to records: fold, outline, tags, metadata, units, statements, facts.

``extract`` is total: any text gives at least one record. Passes are pure; each works on the folded text and hands
source spans on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from kg import ids
from kg.model import Block, Metadata, Record, SourceText, Span, Warning
from loaders.drawn_tables import find_drawn_tables
from loaders.extract import no_dates, suspect
from loaders.extract.starts import Starts
from loaders.facts import Facts
from loaders.flat_tables import FlatTable, find_flat_tables
from loaders.fold import Folded
from loaders.folding import fold, source_lines
from loaders.given import Given
from loaders.jurisdiction import Found, given, locate
from loaders.metadata import Head, read_head
from loaders.numbering import Mark, marks_of
from loaders.owners import Owners
from loaders.page_boxes import box_of
from loaders.parts import split
from loaders.scope import Owned, add_prose, attach, signature_ends
from loaders.short_names import short_names
from loaders.signatures import is_signature
from loaders.spaced_rows import find_spaced_rows
from loaders.statements import Sentences
from loaders.structure import Node, gaps, outline, paragraphs
from loaders.tables import find_rows, headers
from loaders.tag_cues import Tag
from loaders.tags import find_tags
from loaders.told import follow, without
from loaders.unit_lines import find_unit_lines
from loaders.unit_spellings import spelled_out
from loaders.units import UnitBook
from loaders.unread import scripted, warned
from loaders.widths import half_width
from ontology.own import OwnUnit
from ontology.places import Places, load_places

Range = tuple[int, int]


def extract(
    source: SourceText,
    *,
    places: Places | None = None,
    units: Sequence[OwnUnit] = (),
    place: str | None = None,
    said: Mapping[int, Given] | None = None,
) -> list[Record]:
    """The records of one file, in document order; several when the file holds several documents.

    ``places`` and ``units``: the registry with the user's own places, and the user's own units. ``place``: the
    code of the place a person says it is about, instead of the one the text seems to name (KeyError: no such code).
    ``said``: what a person says of the documents themselves, by their order from 0.
    """
    known = places if places is not None else load_places()
    registry = Known(known, tuple(units), given(known, place) if place else None, said or {})
    folded, flats = _folded(source)
    lines = paragraphs(folded)
    if not lines:
        return [_empty(source)]
    marks = marks_of(folded.text, lines)
    parts = split(folded.text, lines, marks)
    if len(parts) == 1:
        whole = _Document(source, folded, registry, flats, lines=lines, marks=marks)
        return [warned(whole.record())]
    first: _Document | None = None
    records: list[Record] = []
    taken: dict[str, int] = {}
    for part in parts:
        piece = folded.part(part[0][0], part[-1][1])
        document = _Document(source, piece, registry, flats, cover=first, order=len(records))
        document.doc = ids.next_of(taken, document.doc)
        first = first or document
        records.append(document.record())
    records[0] = scripted(records[0])  # it holds what is to be told of the file
    return records


def _folded(source: SourceText) -> tuple[Folded, list[FlatTable]]:
    """The folded text and the tables that a PDF flattened into lines."""
    raw = source_lines(source)  # as many as the text has lines: not kept while it is read on
    flats = find_drawn_tables(source.text, raw)
    if not flats and not source.tables:
        flats = find_flat_tables(source.text, raw) or find_spaced_rows(source.text, raw)
        flats = flats or find_unit_lines(source.text, raw)
    return fold(source, raw, flats), flats


def _empty(source: SourceText) -> Record:
    doc = ids.document(ids.slug(PurePath(source.name).stem))
    note = Warning("empty", "文件里没有可读的正文。", None)
    return Record(
        doc, source, Metadata(), Span(0, len(source.text)), warnings=(*source.warnings, note)
    )


_MOST_NAMES: Final = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a document is read."""

    places: Places
    units: tuple[OwnUnit, ...] = ()
    found: Found | None = None
    said: Mapping[int, Given] = field(default_factory=dict)


class _Document:
    """One document being read; each method is one pass."""

    def __init__(
        self,
        source: SourceText,
        folded: Folded,
        known: Known,
        flats: list[FlatTable],
        *,
        lines: list[Range] | None = None,
        marks: list[Mark | None] | None = None,
        cover: _Document | None = None,
        order: int = 0,
    ) -> None:
        self.source, self.folded, self.places = source, folded, known.places
        self.own = known.units
        self.lines = paragraphs(folded) if lines is None else lines
        self.text = folded.text
        self.warnings: list[Warning] = [] if cover else list(source.warnings)
        self.rows, self.columns = find_rows(source, folded, self.lines, flats)
        skip = frozenset(start for row in self.rows for start in row.lines)
        self.root = outline(folded, self.lines, skip, marks)
        first = next((n.start for n in self.root.walk() if n.family is not None), len(self.text))
        named = (cover.head.title or "") if cover is not None else ""
        skip |= {folded.at(at) for at in headers(source) if folded.covers(at)}
        lines = [x for x in self.lines if x[0] not in skip]
        self.head: Head = read_head(source, folded, lines, first, named)
        if cover is not None:
            self.head.follow(cover.head)
        if order in known.said:
            own = folded.span(self.lines[0][0], self.lines[-1][1]) if self.lines else Span(0, 0)
            own = own if order else Span(0, own.end)  # a page's box stands in front of the first
            self.warnings += follow(self.head, known.said[order], source, own, self.text)
        self.no_units = known.said[order].drop if order in known.said else ()
        self.found: Found = (
            cover.found if cover is not None and cover.found.record else self._locate()
        )
        if known.found is not None:
            self.found = known.found
            if cover is None:
                message = f"辖区由导入的人指定为“{known.found.path[-1].name}”。"
                self.warnings.append(Warning("place_given", message, None))
        self.doc = ids.document(_doc_slug(source, self.head, self.found, second=cover is not None))

    def _locate(self) -> Found:
        head = self.head
        title = half_width(head.title or head.cover_title or "")
        issuer = half_width((head.issuer or "").split("、")[0])
        number = head.number or ""
        found = locate(self.places, text=self.text, title=title, issuer=issuer, number=number)
        if found.record is None and not title:
            # 茶岭乡任务.csv: a table without a title has one in its name
            named = half_width(PurePath(self.source.name).stem)
            found = locate(self.places, text=self.text, title=named, issuer=issuer, number=number)
        box = box_of(self.source, "source") if found.record is None else None
        said = self.source.text[slice(*box)].split()[:1] if box else []
        if said and is_signature(said[0]):  # 来源:霁川县政府 2024-03-05
            found = locate(self.places, text=self.text, title=title, issuer=said[0], number=number)
        return found

    def record(self) -> Record:
        tags = [t for t in find_tags(self.text) if not self._in_row(t.start)]
        signed = signature_ends(self.text, self.root)
        owned = attach(self.root, tags, signed)
        nodes = _identify(self.doc, self.root)
        starts = Starts(self.text)
        sentences = Sentences(
            self.doc,
            self.folded,
            self.root,
            nodes,
            self.head,
            tags,
            self.rows,
            self.columns,
            starts,
        )
        add_prose(self.text, self.root, owned, sentences, signed, wrapped=self.source.hard_wrapped)
        book = UnitBook(
            self.doc,
            self.found,
            self.places,
            self._names(tags, owned, sentences),
            self.head.issuer,
            own=self.own,
            called=short_names(self.text),
            regulation=self.head.genre == "regulation",
        )
        self._issuers(book)
        facts = Facts(
            self.doc,
            self.folded,
            self.head,
            sentences,
            self._dated(tags),
            self._kept(),
            self.root,
            starts,
        )
        owners = Owners(self.doc, self.folded, nodes, owned, book, facts, sentences, signed)
        tasks = owners.tasks(self.root, self.rows)
        statements = sentences.statements(tasks, book)
        self._warn(tags, starts)
        read = Record(
            id=self.doc,
            source=self.source,
            metadata=self._metadata(),
            span=self.folded.span(self.lines[0][0], self.lines[-1][1]),
            headings=_in_order(self._headings(nodes), owners.groups.values()),
            tasks=tuple(tasks),
            statements=statements,
            citations=facts.citations(),
            quantities=facts.quantities(),
            deadlines=facts.deadlines(tasks, owners.cells),
            frequencies=facts.frequencies(tasks),
            units=book.units(),
            warnings=tuple(sorted(self.warnings + owners.warnings, key=_by_span)),
        )
        # what points both ways is left to the collector: for it to find nothing
        for node in self.root.walk():
            node.parent = None
        return without(read, self.no_units)

    def _names(
        self, tags: list[Tag], owned: dict[int, Owned], sentences: Sentences
    ) -> Counter[str]:
        """How often tags, rows and sentences name each owner, issuer or agent: of two spellings the longer one holds."""
        names = Counter(m.item.name for tag in tags for m in tag.mentions)
        names.update(m.item.name for row in self.rows for m in row.mentions)
        for entry in owned.values():
            for mention, origin in entry.mentions:
                if origin is None and mention.rule.startswith("prose"):
                    names[mention.item.name] += 1
        if names:
            names.update(half_width(self.head.issuer or "").split("、") if self.head.issuer else [])
            acting = {
                self.text[found.start + start : found.start + end]
                for found, agents in zip(sentences.found, sentences.agents, strict=True)
                for start, end in agents
            }
            if len(acting) <= _MOST_NAMES:  # each is held against each
                names.update(name for name in acting if "人民" not in name)
            names.update(spelled_out(list(names), self.text))
        return names

    def _issuers(self, book: UnitBook) -> None:
        """The issuing bodies are units of the document too."""
        span = self.head.evidence.get("issuer")
        for name in (self.head.issuer or "").split("、"):
            if span is not None and 2 <= len(name) <= 40:
                book.resolve(half_width(name), span, surface=name)

    def _dated(self, tags: list[Tag]) -> list[Range]:
        """Where tags and rows say a date."""
        dates = [tag.deadline for tag in tags] + [row.deadline for row in self.rows]
        return [date for date in dates if date is not None]

    def _in_row(self, at: int) -> bool:
        return any(row.start <= at < row.end for row in self.rows)

    def _kept(self) -> list[Range]:
        """Folded ranges whose quantities and dates count: headings; statements are added by ``Facts``."""
        return [
            (n.start, n.head_end)
            for n in self.root.walk()
            if n.family is not None and not n.inferred
        ]

    def _metadata(self) -> Metadata:
        head = self.head
        return Metadata(
            title=head.title,
            issuer=head.issuer,
            document_number=head.number,
            issued=head.issued,
            jurisdiction=self.found.record,
            genre=head.genre,
            period=head.period,
            status=head.status,
            cover_title=head.cover_title,
            evidence=tuple(sorted(head.evidence.items())),
        )

    def _headings(self, nodes: dict[int, str]) -> tuple[Block, ...]:
        out = []
        for node in self.root.walk():
            if node.family is None:
                continue
            title = self.folded.raw[slice(*node.title)].strip() if node.title else ""
            end = node.title[1] if node.title else max(node.head_end, node.start + 1)
            out.append(
                Block(  # by position: names would be packed and unpacked for every heading
                    nodes[id(node)],
                    "heading",
                    node.level,
                    node.number,
                    title,
                    self.folded.span(node.start, min(end, len(self.text))),
                    node.path,
                    tuple([nodes[id(c)] for c in node.children]),
                    nodes.get(id(node.parent)),
                    node.inferred,
                    node.rule,
                    0.8 if node.inferred else 0.99,
                )
            )
        return tuple(out)

    def _warn(self, tags: list[Tag], starts: Starts) -> None:
        for node in self.root.walk():
            if node.inferred:
                message = f"序号不连续：此处应有“{node.number}”标题，原文缺失，已补为推断标题。"
                end = min(max(node.head_end, node.start + 1), len(self.text))
                self.warnings.append(
                    Warning("lost_heading", message, self.folded.span(node.start, end))
                )
        for before, node in gaps(self.root):
            missing = node.value - 1
            message = f"序号不连续：“{before.number}”之后是“{node.number}”，没有找到“{missing}”，其内容可能并入了“{before.number}”，请核对。"
            at = self.folded.span(node.start, max(node.head_end, node.start + 1))
            self.warnings.append(Warning("number_gap", message, at))
        self._warn_tags(tags)
        for hit in suspect.find(self.text, starts):
            words = self.folded.raw[hit.start : hit.end]
            message = (
                f"“{words}”疑为网页被篡改的词"
                + (f",可能原为“{hit.suggestion}”" if hit.suggestion else "")
                + ",请核对原件。"
            )
            self.warnings.append(
                Warning("suspect_text", message, self.folded.span(hit.start, hit.end))
            )
        for start, end in no_dates.find(self.text, starts):
            message = f"“{self.folded.raw[start:end]}”不是日历上有的日期，未作为期限，请核对原件。"
            self.warnings.append(Warning("impossible_date", message, self.folded.span(start, end)))
        place = self.found.record
        if place is not None and place.code is None and place.candidates:
            span = dict(self.head.evidence).get("title")
            self.warnings.append(
                Warning(
                    "ambiguous_place",
                    f"“{place.name}”可能是 {len(place.candidates)} 个地方之一，未能确定。",
                    span,
                )
            )

    def _warn_tags(self, tags: list[Tag]) -> None:
        """Empty items of a list (牵头单位:、综合治理办) and words of a tag that are no unit's name."""
        for tag in tags:
            strays = _STRAY.search(self.text, tag.start, tag.end) is not None  # in hardly any
            for stray in _STRAY.finditer(self.text, tag.start, tag.end) if strays else ():
                message = "责任标注里有空项（多余的“、”），请核对是否漏写单位。"
                self.warnings.append(
                    Warning("empty_item", message, self.folded.span(*stray.span()))
                )
            for start, end in tag.odd:
                message = (
                    f"责任标注里的“{self.folded.raw[start:end]}”不像单位名称，未作为责任单位。"
                )
                self.warnings.append(Warning("unknown_unit", message, self.folded.span(start, end)))


_STRAY: Final = re.compile(r"、(?<=[:(〔\[【、]、)|、(?=[)〕\]】;])")


def _by_span(warning: Warning) -> tuple[int, str, str]:
    return (warning.span.start if warning.span else -1, warning.code, warning.message)


def _doc_slug(source: SourceText, head: Head, found: Found, *, second: bool) -> str:
    """文号 when known; else place + title; else the file's name."""
    if head.number and not second:
        return ids.slug(head.number)
    if head.title:
        title = half_width(head.title)
        place = found.record.name if found.record else ""
        short = place[:-1] if len(place) > 2 else place
        return ids.slug(title if not place or short in title else place + title)
    return ids.slug(PurePath(source.name).stem)


def _in_order(headings: tuple[Block, ...], groups: Collection[Block]) -> tuple[Block, ...]:
    """The headings with those that cells of tables are, each where it stands."""
    if not groups:
        return headings
    below: dict[str | None, list[str]] = {}
    for group in groups:
        below.setdefault(group.parent, []).append(group.id)
    whole = [
        replace(h, children=(*h.children, *below[h.id])) if h.id in below else h for h in headings
    ]
    return tuple(sorted([*whole, *groups], key=lambda h: h.span.start))


def _identify(doc: str, root: Node) -> dict[int, str]:
    """Section ids by ``id(node)``; equal paths get ~2."""
    seen: dict[str, int] = {}
    out: dict[int, str] = {}
    for node in root.walk():
        if node.family is None:
            continue
        out[id(node)] = ids.next_of(seen, ids.section(doc, node.path))
    return out
