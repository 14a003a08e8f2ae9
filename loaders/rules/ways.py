"""The ways of a regular expression, and how a search is made to skip what none of them can begin with.

``re`` jumps from one possible beginning to the next, twice to five times as fast, only where every outermost way of a
pattern begins with a plain character: 牵头|负责. (?:主办|牵头)(?:单位)? or (?<!有关)部门|机关 are tried at every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# what is no way of its own: an escape, a set of characters, a bracket
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|[()|]")
_PLAIN = re.compile(r"[^\\()\[\]{}?*+.|^$]|\\\W")
_ONE_OF = re.compile(r"\[((?:[^\]\\^-]|\\d)+)\]")
_LOOK = re.compile(r"\(\?(?P<behind><?)(?P<not>[=!])")
_MOST = 400  # ways; more would take longer to compile than they save


def ways_of(pattern: str) -> list[str]:
    """The outermost ways of a pattern: a(?:b|c)|d → a(?:b|c), d."""
    begins = [0, *(sign.end() for sign, depth in _signs(pattern) if sign[0] == "|" and not depth)]
    ends = [at - 1 for at in begins[1:]]
    return [pattern[start:end] for start, end in zip(begins, [*ends, None], strict=True)]


def _signs(pattern: str) -> Iterator[tuple[re.Match[str], int]]:
    """The signs of a pattern, and how many brackets are open behind each."""
    depth = 0
    for sign in _SIGNS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        yield sign, depth


def opened(pattern: str) -> list[str] | None:
    """The ways of a pattern, each beginning with a plain character; None where one cannot (white space, a range of Han).

    In their order, so that they match the same: (?:主办|牵头)方 → 主办方, 牵头方; (?<!有关)部门 → 部(?<!(?:有关)部)门.
    """
    if "(?P" in pattern or "(?(" in pattern or _counts(pattern):
        return None  # a group that is named or counted cannot stand in two ways
    out: list[str] = []
    for way in ways_of(pattern):
        for plain in _opened(way):
            if plain is None or len(out) == _MOST:
                return None
            out.append(plain)
    return out


def openings(ways: Iterable[str]) -> Iterator[str]:
    """The first two characters of ``opened`` ways, one where any may follow: 负(?:责|总责), 应(?!付) → 负责, 负总, 应."""
    for way in ways:
        first = _PLAIN.match(way)
        if first is None:
            raise ValueError(way)
        for rest in _opened(way[first.end() :]):
            then = rest and _PLAIN.match(rest)
            yield first[0][-1] + (then[0][-1] if then else "")


def _counts(pattern: str) -> bool:
    return any(
        sign[0] == "(" and not pattern.startswith("?", sign.end())
        for sign in _SIGNS.finditer(pattern)
    )


def _opened(way: str) -> Iterator[str | None]:
    if found := _LOOK.match(way):
        end = _closing(way)
        look = f"(?{'=:'[bool(found['behind'])]}{way[found.end() : end - 1]})"  # what it looks at
        for rest in _opened(way[end:]):
            yield rest and _behind(rest, f"(?<{found['not']}{look}")
    elif way.startswith("(?:"):
        end = _closing(way)
        yield from _either(ways_of(way[3 : end - 1]), way[end:])
    elif found := _ONE_OF.match(way):
        listed = found[1].replace("\\d", "0123456789")
        yield from _either([re.escape(one) for one in listed], way[found.end() :])
    elif way.startswith("^"):
        for rest in _opened(way[1:]):
            yield rest and _behind(rest, "(?<=^")
    elif way.startswith("\\d"):
        yield from _either(list("0123456789"), way[2:])
    elif found := _PLAIN.match(way):
        yield from _either([found[0]], way[found.end() :], plain=True)
    else:
        yield None


def _behind(way: str, look: str) -> str | None:
    """What is looked at before the first character, looked at behind it: (?<!有关)部门 → 部(?<!有关部)门."""
    first = _PLAIN.match(way)
    return first and f"{first[0]}{look}{first[0]}){way[first.end() :]}"


def _either(listed: list[str], rest: str, *, plain: bool = False) -> Iterator[str | None]:
    """Each of the ways in front of the rest, which may begin with the ``?`` that makes them optional."""
    optional = rest[:1] == "?"
    if rest[:1] in ("*", "+", "{") or (optional and rest[1:2] in ("?", "+")):
        yield None
        return
    rest = rest[optional:]
    for one in listed:
        if plain:
            yield one + rest
        else:
            yield from _opened(one + rest)
    if optional:
        yield from _opened(rest)


def _closing(way: str) -> int:
    """Behind the bracket that closes the one it begins with."""
    for sign, depth in _signs(way):
        if not depth:
            return sign.end()
    raise ValueError(way)
