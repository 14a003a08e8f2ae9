"""Where a document's facts are gathered: by thing, nodes are made once, evidence is written out last.

A quad of the engine owns copies of its four terms; a spreadsheet of a hundred thousand sentences has
millions. So facts are held as shared terms, and quads are made one at a time when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg import ids
from kg.literals import decimal, integer, string
from kg.model import Record, Span
from kg.passage import passage
from ontology import terms as t

_FEW: Final = 4
"""Characters of words in front of a tag, at least, that can stand for a title."""
CONTEXT = 20
"""Code points kept before and after a quote, to find it again in another version of the text."""

Thing: TypeAlias = NamedNode | BlankNode
Object: TypeAlias = NamedNode | BlankNode | Literal


@lru_cache(maxsize=1024)
def term(iri: str) -> NamedNode:
    """The node of a vocabulary term."""
    return NamedNode(iri)


class Facts:
    """What is said of each thing, things in the order they are first spoken of."""

    def __init__(self) -> None:
        # Predicate, object, predicate, object …: a tuple for each pair would double the memory.
        self._said: dict[Thing, list[str | Object]] = {}

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Facts:
        """The quads by subject, whatever graph they carry. Raises ValueError for quoted triples."""
        facts = cls()
        for quad in quads:
            facts.say(quad)
        return facts

    def say(self, triple: Quad | Triple) -> None:
        """A triple that was made elsewhere. Raises ValueError when it quotes another one."""
        if isinstance(triple.object, Triple) or isinstance(triple.subject, Triple):
            raise ValueError("a quoted triple is no fact of a document")
        self.add(triple.subject, triple.predicate.value, triple.object)

    def add(self, thing: Thing, predicate: str, value: Object) -> None:
        """One fact."""
        said = self._said.get(thing)
        if said is None:
            self._said[thing] = [predicate, value]
        else:
            said.append(predicate)
            said.append(value)

    def things(self) -> Iterator[Thing]:
        """Everything something is said of."""
        yield from self._said

    def about(self, thing: Thing) -> Iterable[tuple[str, Object]]:
        """What is said of it: predicate IRI and value, each pair once."""
        said = self._said.get(thing, [])
        pairs = zip(said[::2], said[1::2], strict=True)
        return cast("Iterable[tuple[str, Object]]", dict.fromkeys(pairs))

    def types(self, thing: Thing) -> Iterable[str]:
        """The classes it is said to be of."""
        return (value.value for predicate, value in self.about(thing) if predicate == t.TYPE)


class Sink(Facts):
    """The facts of one named graph."""

    def __init__(self, graph: str, base: str) -> None:
        super().__init__()
        self.base = base
        self._nodes: dict[str, NamedNode] = {}
        self.graph = self.node(graph)

    def node(self, id_: str) -> NamedNode:
        """The node of an id."""
        node = self._nodes.get(id_)
        if node is None:
            node = self._nodes[id_] = NamedNode(ids.iri(id_, self.base))
        return node

    def text(self, thing: NamedNode, predicate: str, value: str | None) -> None:
        """One fact with a plain string, nothing when there is none."""
        if value:
            self.add(thing, predicate, string(value))

    def quads(self) -> Iterator[Quad]:
        """Every fact once, thing by thing."""
        graph = self.graph
        for thing in self.things():
            for predicate, value in self.about(thing):
                yield Quad(thing, term(predicate), value, graph)


class DocumentSink(Sink):
    """The sink of a document: knows its text, so that facts can be given their characters."""

    def __init__(self, doc: str, text: str, base: str, tagged: Sequence[Span] = ()) -> None:
        """``tagged``: the owners that tags name, in order."""
        super().__init__(ids.graph(doc), base)
        self._tagged = tagged
        self.id = doc
        self.doc = self.node(doc)
        self._text = text
        self._evidence: dict[Span, NamedNode] = {}
        self._stem = ids.iri(ids.evidence(doc, 0, 0), base).removesuffix("0-0")

    def fact(self, id_: str, class_: str, spans: Span | tuple[Span, ...]) -> NamedNode:
        """A thing the document says: its type, its document and its characters."""
        node = self.node(id_)
        self.add(node, t.TYPE, term(class_))
        self.add(node, t.IN_DOCUMENT, self.doc)
        for span in (spans,) if isinstance(spans, Span) else spans:
            self.add(node, t.EVIDENCE_OF, self.evidence(span))
        return node

    def found(self, node: NamedNode, rule: str, confidence: float) -> None:
        """Which rule found a fact, and how sure it is."""
        self.add(node, t.RULE, string(rule))
        self.add(node, t.CONFIDENCE, decimal(confidence))

    def evidence(self, span: Span) -> NamedNode:
        """The evidence of a span."""
        node = self._evidence.get(span)
        if node is None:
            node = self._evidence[span] = NamedNode(f"{self._stem}{span.start}-{span.end}")
        return node

    def things(self) -> Iterator[Thing]:
        """See Facts; evidence last."""
        yield from (thing for thing in self._said if not thing.value.startswith(self._stem))
        yield from self._evidence.values()

    def about(self, thing: Thing) -> Iterable[tuple[str, Object]]:
        """See Facts; what an evidence says is written out here: it would be a third of the memory."""
        said = super().about(thing)
        place = thing.value
        if not place.startswith(self._stem):
            return said
        start, _, end = place[len(self._stem) :].partition("-")
        return [*self._quoted(int(start), int(end)), *said]

    def types(self, thing: Thing) -> Iterable[str]:
        """See Facts; without writing out an evidence."""
        return (t.EVIDENCE,) if thing.value.startswith(self._stem) else super().types(thing)

    def _quoted(self, start: int, end: int) -> Iterator[tuple[str, Object]]:
        text = self._text
        yield t.TYPE, term(t.EVIDENCE)
        yield t.HAS_SOURCE, self.doc
        yield t.START, integer(start)
        yield t.END, integer(end)
        yield t.EXACT, string(text[start:end])
        around = (
            (t.PREFIX, text[max(0, start - CONTEXT) : start]),
            (t.SUFFIX, text[end : end + CONTEXT]),
        )
        yield from ((predicate, string(said)) for predicate, said in around if said)

    def label(self, title: str, span: Span, limit: int = 30) -> str:
        """See ``called``."""
        return called(self._text, title, span, self._tagged, limit)


def tagged(record: Record) -> list[Span]:
    """The owners that tags name, in order."""
    tasks = record.tasks
    return sorted({a.span for t in tasks for a in t.assignments if a.rule.startswith("tag.")})


def called(text: str, title: str, span: Span, tags: Sequence[Span], limit: int = 30) -> str:
    """The title, or, when a block has none, the first words of its text, without the tag that ends them.

    ``tags``: see ``tagged``.
    """
    if title:
        return title
    end = min(span.end, span.start + 4 * limit)
    index = bisect_left(tags, (span.start + _FEW,))
    if index < len(tags) and tags[index].end <= end:
        tag, _ = passage(text, *tags[index])
        end = tag if tag >= span.start + _FEW else end
    head = "".join(text[span.start : end].split())
    return head if len(head) <= limit else head[:limit] + "…"
