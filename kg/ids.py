"""The only maker of identifiers.

An id is a path relative to the base IRI, in plain Unicode (``unit/440111103/综合治理办``); ``iri``
percent-encodes it once and ``path_of`` decodes it once. Ids come from the document's own numbering and
content, never from positions in a list, clocks or set order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote

DEFAULT_BASE: Final = "https://w3id.org/zhize/id/"
_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_KEEP: Final = re.compile(r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_CIRCLED: Final = {chr(0x2460 + i): i + 1 for i in range(20)}
_NUMERAL: Final = re.compile(r"[〇零一二三四五六七八九十百千两]+|\d+|[\u2460-\u2473]")
_EMPTY: Final = hashlib.sha256()
_SAFE: Final = "/~.-_"


@lru_cache(maxsize=10_000)
def numeral(text: str) -> int | None:
    """The value of a Chinese or Arabic numeral (``二十三`` → 23, ``第三章`` → 3), None if there is none."""
    found = _NUMERAL.search(text)
    if found is None:
        return None
    word = found.group()
    if word.isdigit():
        return _CIRCLED.get(word) or int(word)
    if word in _CIRCLED:
        return _CIRCLED[word]
    if not any(c in _UNITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word))
    total, digit = 0, 0
    for char in word:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def slug(text: str, limit: int = 60) -> str:
    """Letters, digits and Han joined by single hyphens; '' becomes 'x'. Longer text ends in a digest."""
    cleaned = _KEEP.sub("-", text).strip("-")
    if len(cleaned) > limit:
        cleaned = cleaned[: limit - 9].rstrip("-") + "-" + digest(text)[:8]
    return cleaned or "x"


def digest(*parts: str) -> str:
    """128 bits of SHA-256 over the length-prefixed ``parts``, in hexadecimal."""
    return _hexadecimal("".join([f"{len(part)}:{part}" for part in parts]))


def _hexadecimal(packed: str) -> str:
    hasher = _EMPTY.copy()  # cheaper than asking OpenSSL for the algorithm at every sentence
    hasher.update(packed.encode())
    return hasher.hexdigest()[:32]


def dotted(path: Iterable[str]) -> str:
    """A numbering path as dotted numbers: ``("四", "(一)")`` → ``4.1``."""
    return _dotted(tuple(path))


@lru_cache(maxsize=4096)
def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(map(_number, path)) or "0"


@lru_cache(maxsize=10_000)
def _number(written: str) -> str:
    value = numeral(written.rpartition(".")[2])  # 1.2 below 1 is 1.2, not 1.1
    return slug(written) if value is None else str(value)


def document(name: str) -> str:
    """``doc/{slug}``."""
    return f"doc/{name}"


def section(doc: str, path: Sequence[str]) -> str:
    """``doc/X/section/4.1``; see ``next_of`` for equal paths."""
    return f"{doc}/section/{dotted(path)}"


def task(doc: str, path: Sequence[str]) -> str:
    """``doc/X/task/4.1``; see ``next_of`` for equal paths."""
    return f"{doc}/task/{dotted(path)}"


def again(occurrence: int) -> str:
    """The suffix of a repeated path: '' for the first, ``~2`` for the second."""
    return "" if occurrence == 1 else f"~{occurrence}"


def next_of(seen: dict[str, int], plain: str) -> str:
    """``plain`` for the first of equal ids, with ``~2`` for the second; ``seen`` counts them."""
    seen[plain] = seen.get(plain, 0) + 1
    return plain + again(seen[plain])


def task_deadline(task_id: str) -> str:
    """``…/task/4.1/d``: a task's date that stands in no sentence and no tag of its own."""
    return f"{task_id}/d"


def statement(doc: str, path: Sequence[str], text: str, occurrence: int = 1) -> str:
    """``doc/X/s/{hash of path + text + occurrence}``."""
    return statement_below(doc, dotted(path), text, occurrence)


def statement_below(doc: str, above: str, text: str, occurrence: int) -> str:
    """The same with the ``dotted`` path."""
    times = str(occurrence)
    # digest(above, text, times), written out: every sentence comes by here
    packed = f"{len(above)}:{above}{len(text)}:{text}{len(times)}:{times}"
    return f"{doc}/s/{_hexadecimal(packed)[:16]}"


def assignment(task_id: str, ordinal: int) -> str:
    """``…/task/4.1/a/3``: the ordinal is the place among the task's assignments, from 1."""
    return f"{task_id}/a/{ordinal}"


def fact(doc: str, kind: str, text: str, occurrence: int) -> str:
    """``doc/X/{kind}/{hash}`` for quantities, deadlines, recurrences and citations (kind: q, d, f, c)."""
    return f"{doc}/{kind}/{digest(text, str(occurrence))[:16]}"


def evidence(doc: str, start: int, end: int) -> str:
    """``doc/X/e/3275-3291``: offsets are what an evidence *is*, so they may name it."""
    return f"{doc}/e/{start}-{end}"


def unit(place: str | None, name: str, doc: str) -> str:
    """``unit/{place code}/{name}``, or ``unit/doc-{id}/{name}`` while the place is open."""
    scope = place or "doc-" + doc.removeprefix("doc/")
    return f"unit/{scope}/{name}"


def place(code: str) -> str:
    """``place/{code}``."""
    return f"place/{code}"


def policy(title: str) -> str:
    """``policy/{slug}``."""
    return f"policy/{slug(title)}"


def outline_item(policy_id: str, path: Sequence[str]) -> str:
    """``policy/X/item/3.7``: a numbered heading of an outline, by its own number and those above."""
    return f"{policy_id}/item/{dotted(path)}"


def outline(policy_id: str) -> str:
    """``policy/X/outline``: the scheme that holds an outline's items."""
    return f"{policy_id}/outline"


def extraction(doc: str) -> str:
    """``doc/X/extraction``: the run that made the document's facts."""
    return f"{doc}/extraction"


def warning(doc: str, code: str, message: str, occurrence: int = 1) -> str:
    """``doc/X/w/{hash of code + message + occurrence}``."""
    return f"{doc}/w/{digest(code, message, str(occurrence))[:16]}"


def candidacy(doc: str, code: str) -> str:
    """``doc/X/candidate/440111103``: a place the document may be about."""
    return f"{doc}/candidate/{code}"


def mention(statement_id: str, ordinal: int) -> str:
    """``doc/X/s/…/m/1``: the ordinal is the place among the statement's actors, from 1."""
    return f"{statement_id}/m/{ordinal}"


def alignment(doc: str, subject: str, item: str) -> str:
    """``doc/X/al/{hash of both ends}``."""
    return f"{doc}/al/{digest(subject, item)[:16]}"


def correction(unit: str, spelling: str, becomes: str) -> str:
    """``correction/{hash of what it says}``: the same decision is the same thing."""
    return f"correction/{digest(unit, spelling, becomes)[:16]}"


def sibling(unit_id: str, name: str) -> str:
    """The unit of another name in the same place: ``unit/440111103/综合治理办`` → ``unit/440111103/综治办``."""
    return f"unit/{unit_id.split('/')[1]}/{name}"


def place_of_unit(unit_id: str) -> str | None:
    """The place a unit's id names; None while its place is open."""
    scope = unit_id.split("/")[1]
    return place(scope) if scope.isdigit() else None


def question(name: str) -> str:
    """``question/unit-duties``: a shipped question."""
    return f"question/{name}"


def graph(doc: str) -> str:
    """The named graph of a document."""
    return "graph/" + doc.removeprefix("doc/")


def iri(id_: str, base: str = DEFAULT_BASE) -> str:
    """The absolute IRI of an id; everything outside the unreserved characters is percent-encoded once."""
    return base + quote(id_, safe=_SAFE)


def path_of(iri_: str, base: str = DEFAULT_BASE) -> str:
    """The id of an IRI below ``base``; raises ValueError for any other IRI."""
    if not iri_.startswith(base):
        raise ValueError(iri_)
    return unquote(iri_[len(base) :])
