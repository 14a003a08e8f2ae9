"""Tasks and directives → the headings of 一规划两纲要 they seem to carry out: a proposal, never a fact.

Lexical and explainable: BM25 over pairs of characters of a heading, its part and its words of work, plus three
times the weight of the words of work that stand in the text whole, per square root of length. A sentence
also hears the headings above it, more softly. Nothing is proposed below a threshold; otherwise up to three headings, each with the words both sides share. Measured on
130 labelled tasks and directives (70 of the five sample documents, 60 of others of which 35 have no heading to
go to): see docs and ``tests/kg/test_align.py``. Scores are rounded decimals, so the same text gives the same
quads; the outlines' words are data (``ontology/outlines/keywords.toml``).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import ahocorasick_rs
from pyoxigraph import Quad

from kg import ids
from kg.ids import DEFAULT_BASE
from kg.literals import decimal, integer, string
from kg.model import Record, Statement, Task
from kg.sink import Sink, term
from ontology import terms as t
from ontology.outlines import Item, load_outlines, weak_words
from ontology.policies import load_policies

GRAPH = "graph/alignments"
METHOD = "lexical-2"
THRESHOLD = 3.2
"""Raw score from which a heading is proposed; it becomes the published score 0.5."""
_UNSURE = 1.3
"""How far above the threshold a heading must come that shares no word of work, or only one that any work uses."""
_LIMIT = 600  # characters of a task's sentences that are read
_PROPOSALS = 3
_RUNS = 3
_K, _B, _WHOLE = 1.2, 0.5, 3.0
_HEADING, _PART = (
    0.7,
    0.2,
)  # how loudly the heading of a sentence, and the heading above that, speak
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
        self.pairs = [frozenset(counted) for counted in pairs]
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
        self.weak = frozenset(
            place for place, word in enumerate(self.words) if word in weak_words()
        )

    def scores(self, text: str, above: Sequence[tuple[str, float]]) -> tuple[list[float], set[int]]:
        """The raw score of every heading, and which words of work stand in the text.

        ``above``: headings over the text, each with its weight.
        """
        scores = [0.0] * len(self.ids)
        found = self._add(scores, text, 1.0)
        letters = float(_letters(text))
        for title, weight in above:
            self._add(scores, title, weight)
            letters += weight * _letters(title)
        per = math.sqrt(30 + letters)
        return [score / per for score in scores], found

    def _add(self, scores: list[float], text: str, scale: float) -> set[int]:
        for pair, times in _pairs(text).items():
            for place, weight in self.postings.get(pair, ()):
                scores[place] += scale * weight * min(times, 3)
        found = Counter(
            word for word, _, _ in self.search.find_matches_as_indexes(text, overlapping=True)
        )
        for word, times in sorted(found.items()):
            for place in self.owners[word]:
                scores[place] += scale * _WHOLE * self.rare[word] * (1 + math.log(times))
        return set(found)

    def unsure(self, place: int, found: set[int]) -> bool:
        """Nothing but letters, or one word that every kind of work uses, speaks for the heading."""
        own = {word for word in found if place in self.owners[word]}
        return not own or (len(own) == 1 and own <= self.weak)

    def shared(self, place: int, found: set[int], text: str) -> tuple[str, ...]:
        """What text and heading share: words of work, longest first, none inside another; else the
        longest runs of characters (全面依法治镇 shares 全面依法治 with 全面依法治市).
        """
        words = [self.words[word] for word in found if place in self.owners[word]]
        kept = _outermost(words)
        if kept:
            return kept
        runs = self._runs(place, text)
        return _outermost([run for run in runs if len(run) > 2] or runs)[:_RUNS]

    def _runs(self, place: int, text: str) -> list[str]:
        known = self.pairs[place]
        runs: list[str] = []
        for run in _HAN.findall(text):
            start = 0
            for at in range(1, len(run) + 1):
                if at == len(run) or run[at - 1 : at + 1] not in known:
                    if at - start >= 2:
                        runs.append(run[start:at])
                    start = at
        return runs


def _outermost(words: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)


def _letters(text: str) -> int:
    return sum(map(len, _HAN.findall(text)))


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
    above = _Above(record)
    own = _own_items(record)
    said: dict[str, list[str]] = defaultdict(list)
    for statement in record.statements:
        if statement.task is not None:
            said[statement.task].append(statement.text)
    found: list[Alignment] = []
    for task in record.tasks:
        text = "。".join((task.title, task.title, " ".join(said[task.id])[:_LIMIT]))
        found += propose(task.id, text, above.task(task), but=own)
    for statement in record.statements:
        if statement.kind == "directive":
            found += propose(statement.id, statement.text, above.statement(statement), but=own)
    return found


def _own_items(record: Record) -> frozenset[str]:
    """The headings of the outline that the document itself is: it carries out others, not itself."""
    policy = load_policies().resolve(record.metadata.title or "")
    if policy is None:
        return frozenset()
    return frozenset(
        ids.outline_item(item.policy, item.path)
        for item in load_outlines()
        if item.policy == policy.id
    )


class _Above:
    """The headings over a task or a sentence, with how loudly each speaks."""

    def __init__(self, record: Record) -> None:
        self._headings = {heading.id: heading for heading in record.headings}

    def _title(self, heading: str | None) -> str:
        block = self._headings.get(heading or "")
        return block.title if block is not None else ""

    def _over(self, heading: str | None) -> tuple[str, float]:
        block = self._headings.get(heading or "")
        return self._title(block.parent if block is not None else None), _PART

    def task(self, task: Task) -> tuple[tuple[str, float], ...]:
        own = self._title(task.heading)
        if own == task.title:
            return (self._over(task.heading),)
        return (own, _HEADING), self._over(task.heading)

    def statement(self, statement: Statement) -> tuple[tuple[str, float], ...]:
        return (self._title(statement.heading), _HEADING), self._over(statement.heading)


def propose(
    subject: str,
    text: str,
    above: Sequence[tuple[str, float]] = (),
    *,
    but: frozenset[str] = frozenset(),
) -> list[Alignment]:
    """The headings a text seems to belong under, none of ``but``; [] when the best is below the threshold."""
    index = _index()
    scores, words = index.scores(text, above)
    whole = "。".join((text, *(title for title, _ in above)))
    ranked = sorted(range(len(scores)), key=lambda place: (-round(scores[place], 6), place))
    ranked = [place for place in ranked if index.ids[place] not in but] if but else ranked
    best = scores[ranked[0]]
    if best < THRESHOLD * (_UNSURE if index.unsure(ranked[0], words) else 1):
        return []
    return [
        Alignment(
            subject,
            index.ids[place],
            round(scores[place] / (scores[place] + THRESHOLD), 3),
            order,
            index.shared(place, words, whole),
        )
        for order, place in enumerate(ranked[:_PROPOSALS], 1)
        if scores[place] >= max(best / 2, THRESHOLD * 0.7)
    ]


def quads(
    alignments: Iterable[Alignment], record: Record, *, base: str = DEFAULT_BASE
) -> Iterator[Quad]:
    """The alignments in ``graph/alignments``, in the order given."""
    return facts(alignments, record, base=base).quads()


def facts(alignments: Iterable[Alignment], record: Record, *, base: str = DEFAULT_BASE) -> Sink:
    """The alignments as facts for ``graph/alignments``, each with ``zhize:inDocument``."""
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
    return sink
