"""The numbered headings of 一规划两纲要, with how sure we are of each and the words of work under it.

Owns ``outlines/items.tsv`` (headings and their verification status) and ``outlines/keywords.toml`` (our
words); ``outlines/*.ttl`` is written from both by ``scripts/build_outlines.py``. Loads without rdflib.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ontology.policies import load_policies

# Statuses as recorded with the headings → concepts of the vocabulary "verification".
_STATUSES = {
    "issuer and month verified by several documents": "verified",
    "verified by a full-text opening": "verified",
    "verified by press summary": "press-summary",
    "repeated in a province's plan": "repeated",
    "from memory": "from-memory",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One heading. ``path`` ends in its own ``number``; ``status`` is a verification concept."""

    policy: str
    path: tuple[str, ...]
    title: str
    level: int
    status: str
    keywords: tuple[str, ...] = ()
    leaf: bool = True

    @property
    def number(self) -> str:
        """The heading's own number, as written."""
        return self.path[-1]


@lru_cache(maxsize=1)
def weak_words() -> frozenset[str]:
    """Words of work that alone do not show under which heading work belongs."""
    text = (files("ontology") / "outlines" / "keywords.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["脆弱词"]["单独不足"])


@lru_cache(maxsize=1)
def load_outlines() -> tuple[Item, ...]:
    """All headings, outline by outline, in their order. Raises KeyError when the two files disagree."""
    folder = files("ontology") / "outlines"
    words = tomllib.loads((folder / "keywords.toml").read_text(encoding="utf-8"))
    text = (folder / "items.tsv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines(), delimiter="\t") if row["level"] != "0"]
    items = []
    above = ""
    for place, row in enumerate(rows):
        policy = load_policies().resolve(row["policy"])
        if policy is None:
            raise KeyError(row["policy"])
        level = int(row["level"])
        path = (row["number"],) if level == 1 else (above, row["number"])
        if level == 1:
            above = row["number"]
        after = rows[place + 1] if place + 1 < len(rows) else None
        leaf = level == 2 or after is None or int(after["level"]) <= level
        keywords = tuple(words[row["policy"]].get(row["number"], ()))
        if leaf and not keywords:
            raise KeyError(f"{row['policy']} {row['number']}")
        status = _STATUSES[row["status"]]
        items.append(Item(policy.id, path, row["title"], level, status, keywords, leaf))
    return tuple(items)
