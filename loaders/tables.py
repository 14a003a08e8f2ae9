"""Responsibility tables: rows with task, owner and deadline columns, as the file declares them.

HTML, DOCX, XLSX, CSV and Markdown tables come with their cells from the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import SourceText
from loaders.fold import Folded
from loaders.tags import Mention

Range = tuple[int, int]


@dataclass(slots=True)
class Row:
    """One task row: folded range, number, title range, owners, deadline range; ``lines`` are its line starts."""

    start: int
    end: int
    number: str
    title: Range
    section: str
    mentions: list[Mention] = field(default_factory=list)
    deadline: Range | None = None
    lines: list[int] = field(default_factory=list)


def find_rows(source: SourceText, folded: Folded, lines: list[Range]) -> list[Row]:
    """The task rows of all tables that have a task and an owner column."""
    return []
