"""Rules as data: the TOML files of this folder, read, expanded and compiled.

A file holds a ``[lexicon]`` of word lists (words parted by blanks) and ``[[rule]]`` entries with an ``id``, a
``pattern`` (a regular expression in which ``{name}`` stands for any word of that list), an ``example`` in which the
rule must fire and a ``counter_example`` in which it must not. Every example is a test, so an expert can extend a file
without reading Python. All patterns are written for the folded text (half-width punctuation; 。、《》“” as they are).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from loaders.rules.ways import opened, openings, ways_of
from loaders.signs import Seeker, seeker

_GROUP = re.compile(r"\(\?[^()]*\)")
_PLAIN = re.compile(r"(?:[^\\()\[\]{}?*+.|^$](?![?*+{]))+")
_LOOK = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")
_FIRST = re.compile(
    r"(?:^|[|)?*^]|\(\?(?::|P<\w+>)|\((?!\?))(?:([^\\()\[\]{}?*+.|^$])|\[([^\]]+)\]|\\(.)|(\.))"
)
_BRACKETED = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]")
_ONE_OF = re.compile(r"\[([^\]\\^-]+)\](?![*+?{])")
_KINDS = frozenset("swDSWbB")  # escapes that stand for many characters
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file; ``data`` holds the fields that only its own extractor understands."""

    id: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    confidence: float = 0.9
    data: Mapping[str, Any] = field(default_factory=dict)


@cache
def load_rules(name: str) -> Mapping[str, Any]:
    """The parsed rule file ``name`` (without ``.toml``); raises FileNotFoundError when there is none."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def lexicon(name: str) -> Mapping[str, tuple[str, ...]]:
    """The word lists of a rule file, longest word first, so that an alternation prefers it."""
    lists = load_rules(name).get("lexicon", {})
    return {
        key: tuple(sorted(dict.fromkeys(words(value)), key=lambda word: (-_weight(word), word)))
        for key, value in lists.items()
    }


def _weight(word: str) -> int:
    """How many characters a word takes up: 更(?![新换]) is shorter than 更好."""
    return len(_GROUP.sub("", word))


def words(value: str | list[str]) -> list[str]:
    """A word list as written: a list, or one string of words parted by white space."""
    return value.split() if isinstance(value, str) else list(value)


def expand(pattern: str, lists: Mapping[str, tuple[str, ...]]) -> str:
    """``pattern`` with each ``{name}`` made a group of that list's words; raises KeyError for an unknown list.

    Words are regular expressions themselves, so that a list may hold ``有(?!关)``.
    """
    return _PLACEHOLDER.sub(lambda found: f"(?:{any_of(lists[found[1]])})", pattern)


def any_of(listed: Sequence[str]) -> str:
    """An alternation of words, those of one first character together: a match tries a few ways instead of hundreds.

    What it matches stays the same: only words of one first character compete, and those keep their order.
    """
    by_head: dict[str, list[str]] = {}
    for word in listed:
        one_of = _ONE_OF.match(word)  # [区县]府 is 区府 and 县府
        if not (one_of or head_of(word)) or "|" in _BRACKETED.sub("", word):
            return "|".join(listed)
        for head in one_of[1] if one_of else word[0]:
            by_head.setdefault(head, []).append(word[one_of.end() if one_of else 1 :])
    return "|".join(
        head + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")
        for head, rest in by_head.items()
    )


def head_of(word: str) -> str:
    """The plain characters that a word of a list begins with: 代开发票(?:电话|微信) → 代开发票."""
    found = _PLAIN.match(word)
    return found.group() if found else ""


def heads_of(*patterns: re.Pattern[str]) -> frozenset[str]:
    """The characters that a match of one of the patterns can begin with, and a few more.

    For ways that begin with a plain character, a class of such or a digit (nothing that ``{0,2}`` makes optional in
    front); raises ValueError for any other. One look then saves most of the matching.
    """
    heads: set[str] = set()
    for pattern in patterns:
        for plain, listed, escaped, any_at_all in _FIRST.findall(_LOOK.sub("", pattern.pattern)):
            if any_at_all or listed[:1] == "^" or set("-\\") & set(listed) or escaped in _KINDS:
                raise ValueError(pattern.pattern)
            heads.update("0123456789" if escaped == "d" else plain or listed or escaped)
    return frozenset(heads)


@cache  # the sets of rules of many places share most rules
def finder(pattern: re.Pattern[str]) -> Callable[[str], re.Match[str] | None]:
    """``pattern.search``, or ``match`` where each way is tied to the beginning: a search would try it everywhere."""
    if pattern.flags & ~re.UNICODE:
        return pattern.search
    tied = all(way.startswith("^") for way in ways_of(pattern.pattern))
    return pattern.match if tied else re.compile(seekable(pattern.pattern)).search


def seekable(pattern: str) -> str:
    """``pattern`` so written that a search skips what no way of it begins with; as it is where it cannot be.

    It matches the same, but digits of ``\\d`` only where they are ASCII: for folded text.
    """
    ways = opened(pattern)
    return any_of(ways) if ways else pattern


def seeking(pattern: str) -> Seeker:
    """``pattern`` compiled for searches (``seekable``). Raises ValueError where its ways begin with no plain characters."""
    ways = opened(pattern)
    if ways is None:
        raise ValueError(pattern)
    return seeker(re.compile(any_of(ways)), openings(ways))


def guarded(pattern: str) -> str:
    """``pattern`` as a group that a search tries only where it can begin: ``seekable``, or behind a look (``heads_of``)."""
    if ways := opened(pattern):
        return f"(?:{any_of(ways)})"
    heads = re.escape("".join(sorted(heads_of(re.compile(pattern)))))
    return f"(?=[{heads}])(?:{pattern})"


@cache
def compile_rules(name: str, table: str = "rule") -> tuple[Rule, ...]:
    """The ``[[table]]`` entries of a rule file in file order, which is their order of precedence."""
    lists = lexicon(name)
    return tuple(_rule(entry, lists) for entry in load_rules(name).get(table, ()))


def _rule(entry: Mapping[str, Any], lists: Mapping[str, tuple[str, ...]]) -> Rule:
    known = {"id", "pattern", "example", "counter_example", "confidence"}
    return Rule(
        id=entry["id"],
        pattern=re.compile(expand(entry["pattern"], lists)),
        examples=_texts(entry.get("example", ())),
        counter_examples=_texts(entry.get("counter_example", ())),
        confidence=entry.get("confidence", 0.9),
        data={key: value for key, value in entry.items() if key not in known},
    )


def _texts(value: str | list[str] | tuple[()]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
