"""The Record: what a document says, with the characters that say so.

Plain frozen dataclasses and nothing else: readers, extractors, the graph builder and the pages
all meet here and nowhere else. Field names are those of the JSON record (see ``kg.record``).

Every ``Span`` is a pair of code point offsets ``[start, end)`` into ``SourceText.text``, the text
as decoded from the file before any cleaning, so that ``text[start:end]`` is the quote.
Every ``id`` is a path relative to the base IRI (``doc/…/task/4.1``); ``kg.ids`` makes them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kg.frozen import quick

Role = Literal["lead", "responsible", "cooperate", "supervise"]
Kind = Literal["directive", "achievement", "problem", "context"]
Force = Literal["obligation", "prohibition", "permission", "recommendation"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Every = Literal["day", "week", "month", "quarter", "half-year", "year"]
Normalised = Literal["typo", "abbreviation", "relative"]
Status = Literal["draft", "final"]
AlignmentStatus = Literal["proposed", "accepted", "rejected"]
Genre = Literal[
    "plan",
    "outline",
    "implementation_plan",
    "work_points",
    "annual_report",
    "notice",
    "opinion",
    "assignment_table",
    "regulation",
    "other",
]
UnitType = Literal[
    "party",
    "government",
    "congress",
    "consultative",
    "department",
    "internal_office",
    "court",
    "procuratorate",
    "town",
    "enterprise",
    "institution",
    "social",
    "temporary",
    "collective",
    "other",
]


class Span(NamedTuple):
    """Half-open range of code point offsets into the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Warning:  # the record's own word; nothing here uses the builtin
    """Something the reader or extractor did not understand, or mended."""

    code: str
    message: str
    span: Span | None = None


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; ``row`` and ``col`` count from 0 in the grid after spans are laid out."""

    row: int
    col: int
    span: Span
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file itself declares it (HTML, DOCX, XLSX, CSV, Markdown)."""

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file's text and layout, as a reader hands it over.

    ``asides`` are page chrome, page marks and running headers: still in ``text``, but not content.
    ``boxes`` are labelled page fields such as ``("发文机关", Span(…))``: label as written, span of the
    value. ``hard_wrapped`` says that line ends are the page's, not the author's (PDF).
    """

    text: str
    sha256: str
    media_type: str
    name: str
    tables: tuple[Table, ...] = ()
    asides: tuple[Span, ...] = ()
    boxes: tuple[tuple[str, Span], ...] = ()
    hard_wrapped: bool = False
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601, as precise as what is known: ``2025``, ``2025-06``, ``2025-06-30``."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The inverse of ``str``; raises ValueError on anything else."""
        parts = [int(p) for p in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(text)
        return cls(*parts)


_NUMBERED = re.compile(r"[〔\[【(（](20\d\d|19\d\d)[〕\]】)）]")


def year_of_number(number: str | None) -> int | None:
    """The year in a document number, in which the document was issued: 渝府发〔2019〕17号 → 2019."""
    found = _NUMBERED.search(number or "")
    return int(found[1]) if found else None


@quick
@dataclass(frozen=True, slots=True)
class Block:
    """A numbered structural heading. ``path`` includes its own number; ``children`` are heading ids."""

    id: str
    kind: str
    level: int
    number: str
    title: str
    span: Span
    path: tuple[str, ...]
    children: tuple[str, ...] = ()
    parent: str | None = None
    inferred: bool = False
    rule: str = "heading"
    confidence: float = 0.99


@quick
@dataclass(frozen=True, slots=True)
class Unit:
    """A unit this document names, resolved. ``place`` is a place code, None while open."""

    id: str
    name: str
    label: str
    type: UnitType
    place: str | None = None
    collective: bool = False
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    merged_because: tuple[str, ...] = ()
    parent: str | None = None
    spans: tuple[Span, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Assignment:
    """Who, as what, for which task, since which words.

    ``covers``: ids of the task's statements that are its own, when it has not the whole task; else empty.
    """

    unit: str
    unit_id: str
    unit_label: str
    role: Role
    rank: int
    surface: str
    span: Span
    rule: str
    confidence: float
    inherited_from: str | None = None
    normalised: Normalised | None = None
    covers: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Task:
    """A numbered block, or table row, that states work. ``heading`` is its heading's id, if any.

    ``timing``: what stands for a deadline without being a date (长期坚持, 全年).
    """

    id: str
    path: tuple[str, ...]
    title: str
    span: Span
    assignments: tuple[Assignment, ...] = ()
    deadline: PartialDate | None = None
    heading: str | None = None
    rule: str = "task.heading"
    confidence: float = 0.99
    timing: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation that is the explicit grammatical agent of a statement.

    ``action`` and ``object``: what a clause of its own tells it to do, where that is not the statement's; else None.
    """

    surface: str
    unit: str
    unit_id: str | None
    span: Span
    action: str | None = None
    object: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the body."""

    id: str
    task: str | None
    path: tuple[str, ...]
    text: str
    span: Span
    kind: Kind
    force: Force | None
    action: str | None
    object: str | None
    actors: tuple[Actor, ...]
    rule: str
    confidence: float
    heading: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Citation:
    """A named policy, law or document. ``target`` is a policy id when it resolves."""

    title: str
    surface: str
    target: str | None
    bracketed: bool
    span: Span
    statement: str | None = None
    rule: str = "citation.bracket"
    confidence: float = 0.95


@quick
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that measures something; ``value`` as written, 万 and 亿 stay in ``unit``."""

    text: str
    value: float
    unit: str
    comparator: Comparator
    of: str | None
    span: Span
    statement: str | None = None
    rule: str = "quantity"
    confidence: float = 0.9


@quick
@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something must be done. ``task`` is set when the date stands in a tag."""

    text: str
    date: PartialDate
    span: Span
    statement: str | None = None
    task: str | None = None
    rule: str = "deadline"
    confidence: float = 0.9


@quick
@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something recurs."""

    text: str
    every: Every
    span: Span
    statement: str | None = None
    task: str | None = None
    rule: str = "frequency"
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The lowest place a document is about. ``candidates``: (code, score), best first, while open."""

    name: str
    code: str | None = None
    path: tuple[str, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself; ``evidence`` maps a field to the characters that say so."""

    title: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    issued: PartialDate | None = None
    jurisdiction: Jurisdiction | None = None
    genre: Genre = "other"
    period: tuple[int, int] | None = None
    status: Status | None = None
    cover_title: str | None = None
    evidence: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything one document says."""

    id: str
    source: SourceText
    metadata: Metadata
    span: Span
    headings: tuple[Block, ...] = ()
    tasks: tuple[Task, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    units: tuple[Unit, ...] = ()
    warnings: tuple[Warning, ...] = ()
    version: str = field(default="0.1.0")
