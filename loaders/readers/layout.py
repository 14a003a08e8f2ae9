"""A reader's own text while it grows: every line, cell and aside gets its span as it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Cell, SourceText, Span, Table, Warning


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell before it is written; ``row`` and ``col`` count from 0 after spans are laid out."""

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


class Layout:
    """Lines written one below the other, with the spans of what was written.

    A table is written cell by cell in reading order, one line (or more) a cell and a blank line
    between rows, so that ``text[cell.span.start:cell.span.end]`` is the cell's text. An empty cell
    has an empty span.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.tables: list[Table] = []
        self.asides: list[Span] = []
        self.boxes: list[tuple[str, Span]] = []
        self.warnings: list[Warning] = []

    def line(self, text: str, *, aside: bool = False) -> Span:
        """Write one line; returns the span of ``text`` without its line end."""
        span = Span(self.length, self.length + len(text))
        self._put(text + "\n")
        if aside and text:
            self.asides.append(span)
        return span

    def table(self, cells: Sequence[GridCell], *, aside: bool = False) -> Table | None:
        """Write a table; None when it has no text at all."""
        if not any(cell.text for cell in cells):
            return None
        start = self.length
        placed: list[Cell] = []
        row = cells[0].row
        for cell in cells:
            if cell.row != row and self.length > start:
                self._put("\n")
            row = cell.row
            span = self.line(cell.text) if cell.text else Span(self.length, self.length)
            placed.append(Cell(cell.row, cell.col, span, cell.rowspan, cell.colspan, cell.header))
        table = Table(Span(start, self.length), tuple(placed))
        self._put("\n")
        if aside:
            self.asides.append(table.span)
        else:
            self.tables.append(table)
        return table

    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._parts)

    def source(
        self, data: bytes, name: str, media_type: str, *, hard_wrapped: bool = False
    ) -> SourceText:
        """The finished source text; ``data`` are the file's bytes, for the digest."""
        return SourceText(
            text=self.text(),
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            name=name,
            tables=tuple(self.tables),
            asides=merged(self.asides),
            boxes=tuple(sorted(set(self.boxes), key=lambda box: (box[1], box[0]))),
            hard_wrapped=hard_wrapped,
            warnings=tuple(self.warnings),
        )

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, overlapping ones joined, empty ones dropped."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
