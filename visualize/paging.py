"""A long list, one page at a time; which page stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Slice:
    """``rows`` of a list of ``total``, counted from ``start`` (0); neighbours are starts or None."""

    rows: Sequence[Any]
    start: int
    total: int
    size: int

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from 1."""
        return self.start + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.start + len(self.rows)

    @property
    def previous(self) -> int | None:
        """Where the page before begins."""
        return max(0, self.start - self.size) if self.start else None

    @property
    def next(self) -> int | None:
        """Where the page after begins."""
        return self.last if self.last < self.total else None


MOST = 2000
"""Rows of a list that is shown, and so printed, whole."""
ALL = "all"


def cut(rows: Sequence[Any], start: str | int | None, size: int) -> Slice:
    """The page that begins at ``start``; nonsense and too far give the nearest page there is.

    ``all`` is one page of everything, of the first ``MOST`` rows where there are more.
    """
    if start == ALL:
        return Slice(rows[:MOST], 0, len(rows), MOST)
    text = str(start or "0")
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if at >= len(rows):
        at = max(0, (len(rows) - 1) // size * size)
    return Slice(rows[at : at + size], at, len(rows), size)
