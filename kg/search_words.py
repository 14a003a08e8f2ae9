"""What a searcher typed, and where it stands: quotes, words, pinyin, highlights.

Characters are compared without case, blanks and punctuation (人和镇 综治办 is found in 人和镇（综治办）); a
phrase in quotes is compared as it stands. Nothing is guessed: a misspelling is found only where a
document wrote it and the graph keeps it as a hidden label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg import words
from kg.pinyin import initials, readings, spoken

Spans = list[tuple[int, int]]
_PARTS = re.compile(r'"([^"]+)"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|([^\s"“”「」『』]+)')
_LATIN = re.compile(r"[a-z]{2,12}")
_SOUNDS = re.compile(r"[a-z]{3,}")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """One part of a search; ``exact`` when it stood in quotes."""

    text: str
    exact: bool = False

    @property
    def latin(self) -> bool:
        """Whether it may be pinyin initials."""
        return not self.exact and bool(_LATIN.fullmatch(self.letters))

    @property
    def letters(self) -> str:
        """What was typed as letters are compared: ``Xi'an`` as ``xian``."""
        return self.text.casefold().replace("'", "").replace("’", "")

    @property
    def sounds(self) -> list[tuple[str, ...]]:
        """The syllables it may be, the last one perhaps unfinished: see ``readings``."""
        if self.exact or not _SOUNDS.fullmatch(self.letters):
            return []
        return readings(self.letters)


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


def holds(text: str | None, phrase: str) -> bool:
    """Whether ``text`` holds ``phrase`` as it stands, whatever the case."""
    return text is not None and phrase.casefold() in text.casefold()


def highlights(text: str, wanted: Sequence[Wanted]) -> Spans:
    """Where the parts stand in ``text``, as spans of characters: sorted, never overlapping."""
    found: Spans = []
    for part in wanted:
        found += _phrase(text, part.text) if part.exact else _word(text, part.text)
        if part.latin:
            found += _letters(text, part.letters)
        if part.sounds:
            found += _sounding(text, part.letters)
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


def _sounding(text: str, letters: str) -> Spans:
    """The characters that sound like ``letters``, the last one perhaps only in its beginning."""
    at = [place for place, own in enumerate(text) if own.isalnum()]
    words = spoken("".join(text[place] for place in at))
    if len(words) != len(at):
        return []
    found, start = [], 0
    while start < len(words):
        end, rest = start, letters
        while rest and end < len(words) and rest.startswith(words[end]):
            rest, end = rest[len(words[end]) :], end + 1
        if rest and end < len(words) and words[end].startswith(rest):
            rest, end = "", end + 1
        if not rest:
            found.append((at[start], at[end - 1] + 1))
        start = end if not rest else start + 1
    return found


def _places(line: str, word: str, folded: Sequence[tuple[str, int]]) -> Spans:
    found, start = [], line.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        found.append((folded[start][1], folded[end - 1][1] + 1))
        start = line.find(word, end)
    return found
