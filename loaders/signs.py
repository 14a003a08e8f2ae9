"""Characters looked for one by one: in compiled code a table says of each whether it is one of them.

A search for a class of characters asks the same three times as slowly, and makes an object for each it finds. As plain
Python the same questions go to ``re``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from mypy_extensions import i64  # an int of the machine; only the compiler asks

COMPILED: Final = not __file__.endswith(".py")
_TABLE: Final = 0x10000  # no sign stands above it
_END: Final = 0x7FFFFFFF  # of any text
_ALONE: Final = 1
_HEAD: Final = 2
_NEXT: Final = 4


class Signs:
    """Characters, and pairs: 。 stands anywhere, 应当 only where 当 or what another pair ends in follows, or nothing."""

    __slots__ = ("_pattern", "_table")

    def __init__(self, listed: Iterable[str]) -> None:
        """Raises IndexError for a character beyond U+FFFF."""
        table = bytearray(_TABLE)
        alone, heads, then = set[str](), set[str](), set[str]()
        for one in listed:
            table[ord(one[0])] |= _HEAD if one[1:] else _ALONE
            (heads if one[1:] else alone).add(one[0])
            if one[1:]:
                table[ord(one[1])] |= _NEXT
                then.add(one[1])
        self._table = bytes(table)
        pair = rf"{_one_of(heads)}(?:(?={_one_of(then)})|\Z)"
        self._pattern = re.compile(f"{_one_of(alone)}|{pair}" if heads else _one_of(alone))

    def first(self, text: str, start: int, end: int) -> int:
        """Where the first of them stands between ``start`` and ``end``, as ``re`` counts; -1 where none does."""
        if not COMPILED:
            found = self._pattern.search(text, start, end)
            return found.start() if found else -1
        table = self._table
        at: i64 = max(start, 0)
        stop: i64 = min(end, len(text))
        here: i64
        kind: i64
        while at < stop:
            here = ord(text[at])
            kind = table[here] if here < _TABLE else 0
            if kind and (kind & _ALONE or (kind & _HEAD and self._goes_on(text, at + 1, stop))):
                return at
            at += 1
        return -1

    def _goes_on(self, text: str, at: int, end: int) -> bool:
        if at >= end:
            return True
        here = ord(text[at])
        return here < _TABLE and self._table[here] & _NEXT != 0

    def places(self, text: str, start: int, end: int) -> list[int]:
        """Where they stand in ``text[start:end]``, in order."""
        if not COMPILED:
            return [found.start() for found in self._pattern.finditer(text, start, end)]
        out: list[int] = []
        at = self.first(text, start, end)
        while at >= 0:
            out.append(at)
            at = self.first(text, at + 1, end)
        return out


def _one_of(signs: set[str]) -> str:
    return f"[{re.escape(''.join(sorted(signs)))}]" if signs else "(?!)"


class Seeker:
    """A pattern that is asked only where one of the ``signs`` stands: it begins with one of them."""

    __slots__ = ("_compiled", "_signs", "pattern")

    def __init__(self, compiled: re.Pattern[str], signs: Signs) -> None:
        self._compiled, self._signs, self.pattern = compiled, signs, compiled.pattern

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        at = self._signs.first(text, start, end)
        return self._compiled.search(text, at, end) if at >= 0 else None

    def match(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        start = max(start, 0)
        at = self._signs.first(text, start, min(start + 2, end))
        return self._compiled.match(text, start, end) if at == start else None

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        at = self._signs.first(text, start, end)
        return self._compiled.finditer(text, at, end) if at >= 0 else iter(())

    def fullmatch(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self._compiled.fullmatch(text, start, end)


def seeker(compiled: re.Pattern[str], signs: Iterable[str]) -> Seeker:
    """A seeker; as plain Python the pattern itself, which asks sooner than we would."""
    return Seeker(compiled, Signs(signs)) if COMPILED else cast(Seeker, compiled)
