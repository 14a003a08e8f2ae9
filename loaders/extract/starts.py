"""Where the words stand with which the facts of a text begin: one scan finds those of all extractors.

A date, a label, a citation begins with one of a few hundred words. Each extractor says once which they are (``words``); its
patterns are then tried where one stands and nowhere else, while a search of its own would look at every character.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

import ahocorasick_rs

_CHUNK: Final = (
    50_000  # characters: what one scan finds is a list of tuples, and a text may be a book
)

# the automaton, the kinds of each of its words, and the word itself where somebody asks for it by name
Scanner = tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[int, ...], ...], tuple[str, ...]]

_KINDS: Final[list[tuple[str, ...]]] = []
_NAMED: Final[set[str]] = set()
_SCANNERS: Final[dict[int, Scanner]] = {}  # by how much was known when it was made


def words(listed: Iterable[str]) -> int:
    """Make a kind of these plain words, none of which holds a line end; the number to ask for it."""
    _KINDS.append(tuple(listed))
    return len(_KINDS) - 1


def named(listed: Iterable[str]) -> None:
    """Have ``Starts.between`` know these plain words, none of which holds a line end."""
    _NAMED.update(listed)


def _scanner() -> Scanner:
    """The automaton over all words, and the kinds of each."""
    size = len(_KINDS) + len(_NAMED)
    known = _SCANNERS.get(size)
    if known is None:
        kinds: dict[str, list[int]] = {}
        for kind, listed in enumerate(_KINDS):
            for word in dict.fromkeys(listed):
                kinds.setdefault(word, []).append(kind)
        for word in sorted(_NAMED):
            kinds.setdefault(word, [])
        automaton = ahocorasick_rs.AhoCorasick(
            list(kinds), implementation=ahocorasick_rs.Implementation.DFA
        )
        names = tuple(word if word in _NAMED else "" for word in kinds)
        known = automaton, tuple(tuple(of_word) for of_word in kinds.values()), names
        _SCANNERS[size] = known
    return known


class Starts:
    """The words of one text: their positions by kind, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        automaton, kinds, names = _scanner()
        self._found: list[list[int]] = [[] for _ in _KINDS]
        # of the named words: which it is and where it ends, which is the order in which they come; numbers side by
        # side, as a register of titles holds a million of them
        self._names = names
        self._which, self._ends = array("i"), array("i")
        here = 0
        while here < len(text):
            stop = len(text)
            if stop - here > _CHUNK:  # no word goes over a line end
                stop = (
                    text.rfind("\n", here, here + _CHUNK) + 1 or text.find("\n", here) + 1 or stop
                )
            for word, start, end in automaton.find_matches_as_indexes(
                text[here:stop], overlapping=True
            ):
                for kind in kinds[word]:
                    self._found[kind].append(here + start)
                if names[word]:
                    self._which.append(word)
                    self._ends.append(here + end)
            here = stop
        for places in self._found:
            places.sort()  # they come by where they end

    def of(self, kind: int) -> list[int]:
        """Where the words of a kind stand."""
        return self._found[kind]

    def between(self, start: int, end: int) -> list[str]:
        """Which of the ``named`` words stand between two positions."""
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, end, first)
        if first == last:
            return []
        found = [(self._names[self._which[at]], self._ends[at]) for at in range(first, last)]
        return [word for word, stop in found if stop - len(word) >= start]

    def matches(self, pattern: re.Pattern[str], kind: int) -> list[re.Match[str]]:
        """What ``pattern.finditer`` finds, for a pattern whose matches begin with words of the kind."""
        found: list[re.Match[str]] = []
        here = 0
        for at in self._found[kind]:
            match = pattern.match(self.text, at) if at >= here else None
            if match is not None:
                found.append(match)
                here = match.end()
        return found
