"""Tasks and directives → the headings of 一规划两纲要 they seem to carry out: a proposal, never a fact.

Lexical and explainable: BM25 over pairs of characters of a heading, its part and its words of work, plus three
times the weight of the words of work that stand in the text whole, per square root of length. Nothing is
proposed below a threshold; otherwise up to three headings, each with the words both sides share. Measured on
130 labelled tasks and directives (70 of the five sample documents, 60 of others of which 35 have no heading to
go to): see docs and ``tests/kg/test_align.py``. Scores are rounded decimals, so the same text gives the same
quads; the outlines' words are data (``ontology/outlines/keywords.toml``).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import ahocorasick_rs
from pyoxigraph import Quad

from kg import ids
from kg.ids import DEFAULT_BASE
from kg.literals import decimal, integer, string
from kg.model import Record
from kg.sink import Sink, term
from ontology import terms as t
from ontology.outlines import Item, load_outlines

GRAPH = "graph/alignments"
METHOD = "lexical-1"
THRESHOLD = 3.3
"""Raw score from which a heading is proposed; it becomes the published score 0.5."""
_LIMIT = 600  # characters of a task's sentences that are read
_PROPOSALS = 3
_K, _B, _WHOLE = 1.2, 0.5, 3.0
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# 指导思想, 总体要求 … head every document; nothing is carried out under them.
_GENERAL = frozenset({"指导思想", "主要原则", "总体目标", "总体要求"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """One proposed link. ``score`` is between 0 and 1, 0.5 at the threshold; ``order`` counts from 1."""

    subject: str
    item: str
    score: float
    order: int
    shared_terms: tuple[str, ...]
    method: str = METHOD


class _Index:
    """The headings' pairs of characters and words of work, weighed once."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.ids = [ids.outline_item(item.policy, item.path) for item in items]
        parts = {(i.policy, i.path): i.title for i in load_outlines() if i.level == 1}
        texts = [
            "。".join((i.title, i.title, *i.keywords, parts[i.policy, i.path[:1]])) for i in items
        ]
        pairs = [_pairs(text) for text in texts]
        seen = Counter(pair for counted in pairs for pair in counted)
        mean = sum(counted.total() for counted in pairs) / len(pairs)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counted in enumerate(pairs):
            scale = _K * (1 - _B + _B * counted.total() / mean)
            for pair, times in counted.items():
                rare = math.log(1 + (len(items) - seen[pair] + 0.5) / (seen[pair] + 0.5))
                weight = rare * times * (_K + 1) / (times + scale)
                self.postings[pair].append((place, weight))
        owners: dict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            for word in dict.fromkeys((item.title, *item.keywords)):
                owners[word].append(place)
        self.words = list(owners)
        self.owners = list(owners.values())
        self.rare = [
            math.log(len(items) / len(places)) * min(len(word), 6) / 4
            for word, places in owners.items()
        ]
        self.search = ahocorasick_rs.AhoCorasick(self.words)

    def scores(self, text: str) -> tuple[list[float], Counter[int]]:
        """The raw score of every heading, and which words of work stand in the text how often."""
        scores = [0.0] * len(self.ids)
        counted = _pairs(text)
        for pair, times in counted.items():
            for place, weight in self.postings.get(pair, ()):
                scores[place] += weight * min(times, 3)
        found = Counter(
            word for word, _, _ in self.search.find_matches_as_indexes(text, overlapping=True)
        )
        for word, times in sorted(found.items()):
            for place in self.owners[word]:
                scores[place] += _WHOLE * self.rare[word] * (1 + math.log(times))
        letters = sum(map(len, _HAN.findall(text)))
        per = math.sqrt(30 + letters)
        return [score / per for score in scores], found

    def shared(self, place: int, found: Counter[int]) -> tuple[str, ...]:
        """The words of work of a heading that stand in the text, longest first, none inside another."""
        words = sorted(
            (self.words[word] for word in found if place in self.owners[word]),
            key=lambda word: (-len(word), word),
        )
        kept: list[str] = []
        for word in words:
            if not any(word in longer for longer in kept):
                kept.append(word)
        return tuple(kept)


def _pairs(text: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for run in _HAN.findall(text):
        counted.update(map("".join, pairwise(run)))
    return counted


@lru_cache(maxsize=1)
def _index() -> _Index:
    return _Index(
        tuple(item for item in load_outlines() if item.leaf and item.title not in _GENERAL)
    )


def align(record: Record) -> list[Alignment]:
    """Up to three proposals for every task and directive, best first; none where unsure."""
    titles = {heading.id: heading.title for heading in record.headings}
    said: dict[str, list[str]] = defaultdict(list)
    for statement in record.statements:
        if statement.task is not None:
            said[statement.task].append(statement.text)
    found: list[Alignment] = []
    for task in record.tasks:
        above = titles.get(task.heading or "", "")
        body = " ".join(said[task.id])[:_LIMIT]
        found += propose(task.id, "。".join((task.title, task.title, body, above)))
    for statement in record.statements:
        if statement.kind == "directive":
            above = titles.get(statement.heading or "", "")
            found += propose(statement.id, f"{statement.text}。{above}")
    return found


def propose(subject: str, text: str) -> list[Alignment]:
    """The headings a text seems to belong under; [] when the best is below the threshold."""
    index = _index()
    scores, words = index.scores(text)
    ranked = sorted(range(len(scores)), key=lambda place: (-round(scores[place], 6), place))
    best = scores[ranked[0]]
    if best < THRESHOLD:
        return []
    return [
        Alignment(
            subject,
            index.ids[place],
            round(scores[place] / (scores[place] + THRESHOLD), 3),
            order,
            index.shared(place, words),
        )
        for order, place in enumerate(ranked[:_PROPOSALS], 1)
        if scores[place] >= max(best / 2, THRESHOLD * 0.7)
    ]


def quads(
    alignments: Iterable[Alignment], record: Record, *, base: str = DEFAULT_BASE
) -> Iterator[Quad]:
    """The alignments in ``graph/alignments``, each with ``zhize:inDocument``, in the order given."""
    sink = Sink(GRAPH, base)
    doc = sink.node(record.id)
    for alignment in alignments:
        node = sink.node(ids.alignment(record.id, alignment.subject, alignment.item))
        sink.add(node, t.TYPE, term(t.ALIGNMENT))
        sink.add(node, t.IN_DOCUMENT, doc)
        sink.add(node, t.ALIGNED, sink.node(alignment.subject))
        sink.add(node, t.OUTLINE_ITEM_OF, sink.node(alignment.item))
        sink.add(node, t.SCORE, decimal(alignment.score))
        sink.add(node, t.ORDER, integer(alignment.order))
        sink.add(node, t.METHOD, string(alignment.method))
        sink.add(node, t.STATUS, term(t.concept("alignment-status", "proposed")))
        for word in alignment.shared_terms:
            sink.add(node, t.SHARED_TERM, string(word))
    yield from sink.out
