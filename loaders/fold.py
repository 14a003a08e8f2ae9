"""The folded copy of a text, with the way back to the characters of the file.

Extractors search in ``Folded.text``: one logical paragraph a line, full-width forms of ASCII made half-width
(（：，→ ( : ,), Kangxi radicals made Han, soft line ends, page marks and stray blanks dropped. ``Folded.raw`` has the
same length and the characters as written (widths kept), so ``raw[a:b]`` is the cleaned quote and ``span(a, b)`` the
place in the source text.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from kg.model import Span

_new: Final = (
    tuple.__new__
)  # Span(…) through two calls less: every fact of a document comes by here


_FEW: Final = 4  # runs that are looked at one by one


class Folded:  # no dataclass: mypyc makes a native class of this
    """``text`` and ``raw`` are of equal length; ``starts[i]`` (folded) lies at ``origins[i]`` in the source."""

    __slots__ = ("_near", "origins", "raw", "starts", "text")

    def __init__(
        self, text: str, raw: str, starts: tuple[int, ...], origins: tuple[int, ...]
    ) -> None:
        self.text, self.raw, self.starts, self.origins = text, raw, starts, origins
        self._near = 0  # the run asked for last: facts come in the order of the text

    def source(self, position: int) -> int:
        """The source offset of the folded character at ``position``."""
        at = bisect_right(self.starts, position) - 1
        return self.origins[at] + position - self.starts[at]

    def span(self, start: int, end: int) -> Span:
        """The source span of the non-empty folded range ``[start, end)``."""
        at = self._near
        after = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        if not self.starts[at] <= start < after:
            at = self._near = self._run(at + 1, start)
            after = self.starts[at + 1] if at + 1 < len(self.starts) else end
        first = self.origins[at] + start - self.starts[at]
        if after >= end:
            return _new(Span, (first, first + end - start))
        return _new(Span, (first, self.source(end - 1) + 1))

    def _run(self, at: int, position: int) -> int:
        """The run that holds a position; mostly ``at`` or one of the few behind it."""
        starts = self.starts
        if at < len(starts) and starts[at] <= position:
            for near in range(at + 1, min(at + _FEW, len(starts))):
                if starts[near] > position:
                    return near - 1
        return bisect_right(starts, position) - 1

    def at(self, offset: int) -> int:
        """The folded position of the first kept character at or after source ``offset``."""
        run = bisect_right(self.origins, offset) - 1
        if run < 0:
            return 0
        end = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + offset - self.origins[run], end)

    def covers(self, offset: int) -> bool:
        """Does the source offset lie in this (part of a) text?"""
        return self.origins[0] <= offset <= self.source(max(len(self.text) - 1, 0))

    def part(self, start: int, end: int) -> Folded:
        """The folded range ``[start, end)`` as a text of its own, with the same way back to the source."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(end - 1, start))
        starts = (0, *(s - start for s in self.starts[first + 1 : last]))
        origins = (self.source(start), *self.origins[first + 1 : last])
        return Folded(self.text[start:end], self.raw[start:end], starts, origins)
