"""Text with facts laid over it: where to cut, and which facts cover each piece.

Facts overlap and nest (a task holds statements that hold owners), HTML elements cannot cross. So the
text is cut at every boundary and each piece names all facts that cover it. Offsets are code points,
as everywhere in the project; Python slices count the same way, which is why pages are cut here and
not in JavaScript, whose strings count UTF-16 units (𠮷 is 1 code point and 2 units).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters covered by the same facts.

    ``facts`` are indices into the list given to ``cut``; ``anchors`` the offsets that start here and
    deserve an ``id`` in the page (a fact begins), empty for most pieces.
    """

    text: str
    start: int
    facts: tuple[int, ...]
    anchor: bool

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source without its line end; ``number`` counts from 1 as editors do."""

    number: int
    start: int
    pieces: tuple[Piece, ...]

    @property
    def blank(self) -> bool:
        """Whether the line shows nothing."""
        return not any(p.text.strip() for p in self.pieces)


def cut(text: str, facts: Sequence[Fact], start: int = 0) -> tuple[Piece, ...]:
    """Cut ``text``, whose first character has offset ``start``, at the borders of ``facts``.

    Facts carry ``start`` and ``end`` in the same count; what lies outside the text is clipped and
    facts of no length are ignored. Pieces joined give the text again. O(n log n) in the facts.
    """
    stop = start + len(text)
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    begins: set[int] = set()
    for i, fact in enumerate(facts):
        low, high = max(int(fact["start"]), start), min(int(fact["end"]), stop)
        if low >= high:
            continue
        opens.setdefault(low, []).append(i)
        closes.setdefault(high, []).append(i)
        if low == fact["start"]:
            begins.add(low)
    borders = sorted({start, stop, *opens, *closes})
    active: dict[int, None] = {}
    pieces = []
    for here, after in itertools.pairwise(borders):
        for i in closes.get(here, ()):
            active.pop(i, None)
        for i in opens.get(here, ()):
            active[i] = None
        pieces.append(
            Piece(text[here - start : after - start], here, tuple(sorted(active)), here in begins)
        )
    return tuple(pieces)


def lines(text: str, facts: Sequence[Fact], start: int = 0) -> tuple[Line, ...]:
    """The text line by line, each cut as ``cut`` does; line ends (\\n, \\r\\n, \\r) belong to no line."""
    result: list[Line] = []
    current: list[Piece] = []
    number, line_start = 1, start
    for piece in cut(text, facts, start):
        offset, anchor = piece.start, piece.anchor
        for part in piece.text.splitlines(keepends=True) if _breaks(piece.text) else [piece.text]:
            body = part.rstrip("\r\n") if _breaks(part) else part
            if body:
                current.append(Piece(body, offset, piece.facts, anchor))
                anchor = False
            offset += len(part)
            if part.endswith(("\n", "\r")) and not (
                part.endswith("\r") and _lf(text, offset, start)
            ):
                result.append(Line(number, line_start, tuple(current)))
                current, number, line_start = [], number + 1, offset
    if current or not result:
        result.append(Line(number, line_start, tuple(current)))
    return tuple(result)


def _breaks(text: str) -> bool:
    return "\n" in text or "\r" in text


def _lf(text: str, offset: int, start: int) -> bool:
    """Whether the character at ``offset`` is the \\n of a \\r\\n that a fact's border cut in two."""
    return text[offset - start : offset - start + 1] == "\n"


def context(text: str, start: int, end: int, around: int = 60) -> tuple[int, int]:
    """The widest range within ``around`` characters of ``[start, end)`` that stays in its lines."""
    low = max(text.rfind("\n", 0, start) + 1, start - around)
    stop = text.find("\n", end)
    high = min(len(text) if stop < 0 else stop, end + around)
    return low, max(high, end)


def covering(facts: Iterable[Fact], start: int, end: int) -> list[Fact]:
    """The facts that share a character with ``[start, end)``, in the order given."""
    return [f for f in facts if int(f["start"]) < end and int(f["end"]) > start]


def covered(piece: Piece, facts: Sequence[Fact]) -> str:
    """The classes of a piece's ``mark``: ``m``, one for the type of each fact that covers it, and their own."""
    names = ["m"]
    for i in piece.facts:
        names.append(f"m-{facts[i]['type']}")
        own = facts[i].get("css")
        if own:
            names.append(own)
    return " ".join(names)
