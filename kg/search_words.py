"""What a searcher typed, and where it stands: quotes, words, pinyin initials, highlights.

Characters are compared without case, blanks and punctuation (人和镇 综治办 is found in 人和镇（综治办）); a
phrase in quotes is compared as it stands. Nothing is guessed: a misspelling is found only where a
document wrote it and the graph keeps it as a hidden label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from kg import words

Spans = list[tuple[int, int]]
_PARTS = re.compile(r'"([^"]+)"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|([^\s"“”「」『』]+)')
_LATIN = re.compile(r"[a-z]{2,12}")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """One part of a search; ``exact`` when it stood in quotes."""

    text: str
    exact: bool = False

    @property
    def latin(self) -> bool:
        """Whether it may be pinyin initials."""
        return not self.exact and bool(_LATIN.fullmatch(self.text.casefold()))


def parse(q: str) -> list[Wanted]:
    """The parts of ``q``: phrases in quotes as they stand, the rest at blanks; at most twelve."""
    found = []
    for *quoted, plain in _PARTS.findall(q):
        phrase = "".join(quoted)
        text = phrase or plain
        if characters(text):
            found.append(Wanted(text, exact=bool(phrase)))
    return found[:_MOST]


def split(wanted: Iterable[Wanted]) -> list[Wanted]:
    """The same search by jieba's words of two characters or more; quoted phrases stay whole."""
    out: dict[Wanted, None] = {}
    for part in wanted:
        if part.exact:
            out[part] = None
            continue
        for word in words.cut(part.text):
            if len(characters(word).split()) >= 2:
                out[Wanted(word)] = None
    return list(out)[:_MOST]


def characters(text: str) -> str:
    """The text as one token a character: ``司法所`` → ``司 法 所``."""
    return " ".join(char for char in text.casefold() if char.isalnum())


@lru_cache(maxsize=65536)
def initials(text: str) -> str:
    """Pinyin initials: ``人和司法所`` → ``rhsfs``; what has none stays as it is."""
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")
    return "".join(char for char in "".join(letters).casefold() if char.isalnum())


def holds(text: str | None, phrase: str) -> bool:
    """Whether ``text`` holds ``phrase`` as it stands, whatever the case."""
    return text is not None and phrase.casefold() in text.casefold()


def highlights(text: str, wanted: Sequence[Wanted]) -> Spans:
    """Where the parts stand in ``text``, as spans of characters: sorted, never overlapping."""
    found: Spans = []
    for part in wanted:
        found += _phrase(text, part.text) if part.exact else _word(text, part.text)
        if part.latin:
            found += _letters(text, part.text.casefold())
    merged: Spans = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _phrase(text: str, phrase: str) -> Spans:
    found = re.finditer(re.escape(phrase), text, re.IGNORECASE)
    return [match.span() for match in found]


def _word(text: str, word: str) -> Spans:
    """Every place of ``word``, with whatever punctuation stands in between."""
    folded = [
        (char, at) for at, own in enumerate(text) for char in own.casefold() if char.isalnum()
    ]
    return _places("".join(char for char, _ in folded), characters(word).replace(" ", ""), folded)


def _letters(text: str, letters: str) -> Spans:
    """The characters whose initials are ``letters``; a text whose letters do not line up has none."""
    spoken = [(own, at) for at, own in enumerate(text) if own.isalnum()]
    known = initials("".join(own for own, _ in spoken))
    return _places(known, letters, spoken) if len(known) == len(spoken) else []


def _places(line: str, word: str, folded: Sequence[tuple[str, int]]) -> Spans:
    found, start = [], line.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        found.append((folded[start][1], folded[end - 1][1] + 1))
        start = line.find(word, end)
    return found
