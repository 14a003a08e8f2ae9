"""A SPARQL update as text: what it may not say, and the protocol's dataset written into it.

The engine's update takes no dataset argument, so ``using-graph-uri`` becomes ``USING`` in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from kg import guard
from kg.errors import QueryError

_SILENT = ("comment", "other")


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with ``USING`` before every WHERE of its own; unchanged when both are empty.

    ``DELETE WHERE {P}`` takes no USING and becomes ``DELETE {P} USING … WHERE {P}``. Raises
    QueryError when the text already names a dataset (USING, WITH) or a graph is no IRI.
    """
    if not default and not named:
        return text
    clause = "".join([f"USING {_iri(g)} " for g in default])
    clause += "".join([f"USING NAMED {_iri(g)} " for g in named])
    parts, done, depth, before = [], 0, 0, ""
    for token in guard.tokens(text):
        said = token.group()
        if said in "{}":
            depth += 1 if said == "{" else -1
        if token.lastgroup in _SILENT and said not in ("{", "}"):
            continue
        word = said.upper() if token.lastgroup == "word" and depth == 0 else ""
        if word in ("USING", "WITH"):
            raise QueryError(
                f"更新中已有 {word}, 不能再用 using-graph-uri", "二者只用其一", code="protocol"
            )
        if word == "WHERE":
            pattern = _block(text, token.end()) + " " if before == "DELETE" else ""
            parts += [text[done : token.start()], pattern, clause]
            done = token.start()
        before = word
    return "".join([*parts, text[done:]])


def joined(text: str, more: str) -> str:
    """Two updates as one; a comment, a closing ``;`` or nothing at all at the end of ``text`` is fine."""
    last = ""
    for token in guard.tokens(text):
        if token.lastgroup != "comment" and not token.group().isspace():
            last = token.group()
    separator = "" if last in ("", ";") else ";"
    return f"{text}\n{separator}\n{more}"


def _iri(name: str) -> str:
    try:
        return str(ox.NamedNode(name))
    except ValueError:
        raise QueryError(f"不是 IRI: {name[:80]}", code="protocol") from None


def _block(text: str, start: int) -> str:
    """The text from the first ``{`` at or after ``start`` to its ``}``; '' when it never closes."""
    depth, first = 0, -1
    for token in _braces(text, start):
        if token.group() == "{":
            first = token.start() if depth == 0 else first
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return text[first : token.end()]
    return ""


def _braces(text: str, start: int) -> list[re.Match[str]]:
    return [t for t in guard.tokens(text) if t.start() >= start and t.group() in ("{", "}")]
