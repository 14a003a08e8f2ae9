"""Where a document's quads are gathered: nodes are made once, evidence is written once."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from kg import ids
from kg.literals import decimal, integer, string
from kg.model import Span
from ontology import terms as t

CONTEXT = 20
"""Code points kept before and after a quote, to find it again in another version of the text."""

Object = NamedNode | Literal


@lru_cache(maxsize=1024)
def term(iri: str) -> NamedNode:
    """The node of a vocabulary term."""
    return NamedNode(iri)


class Sink:
    """The quads of one named graph, in the order they are said."""

    def __init__(self, graph: str, base: str) -> None:
        self.base = base
        self.out: list[Quad] = []
        self._nodes: dict[str, NamedNode] = {}
        self.graph = self.node(graph)

    def node(self, id_: str) -> NamedNode:
        """The node of an id."""
        node = self._nodes.get(id_)
        if node is None:
            node = self._nodes[id_] = NamedNode(ids.iri(id_, self.base))
        return node

    def add(self, subject: NamedNode, predicate: str, value: Object) -> None:
        """One quad."""
        self.out.append(Quad(subject, term(predicate), value, self.graph))

    def text(self, subject: NamedNode, predicate: str, value: str | None) -> None:
        """One quad with a plain string, nothing when there is none."""
        if value:
            self.add(subject, predicate, string(value))


class DocumentSink(Sink):
    """The sink of a document: knows its text, so that facts can be given their characters."""

    def __init__(self, doc: str, text: str, base: str) -> None:
        super().__init__(ids.graph(doc), base)
        self.id = doc
        self.doc = self.node(doc)
        self._text = text
        self._evidence: dict[tuple[int, int], NamedNode] = {}
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
        """The evidence of a span, described on first use."""
        start, end = span.start, span.end
        node = self._evidence.get((start, end))
        if node is not None:
            return node
        node = self._evidence[start, end] = NamedNode(f"{self._stem}{start}-{end}")
        text = self._text
        self.add(node, t.TYPE, term(t.EVIDENCE))
        self.add(node, t.HAS_SOURCE, self.doc)
        self.add(node, t.START, integer(start))
        self.add(node, t.END, integer(end))
        self.add(node, t.EXACT, string(text[start:end]))
        self.text(node, t.PREFIX, text[max(0, start - CONTEXT) : start])
        self.text(node, t.SUFFIX, text[end : end + CONTEXT])
        return node

    def label(self, title: str, span: Span, limit: int = 30) -> str:
        """The title, or, when a block has none, the first words of its text."""
        if title:
            return title
        head = "".join(self._text[span.start : min(span.end, span.start + 4 * limit)].split())
        return head if len(head) <= limit else head[:limit] + "…"
