"""The classes as one picture: a box a class, a line a relation, drawn from the Turtle alone.

Each box lists its own relations in words, so that the picture can be read without following a line.
What nearly every class has (``inDocument``, ``evidence``) is left to the caption. The same ontology
gives the same bytes: ranks follow the relations, ties the order of the Turtle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape

from markupsafe import Markup

from ontology.catalog import Term, load_catalog
from ontology.terms import EVIDENCE_OF, IN_DOCUMENT, ZHIZE
from visualize.i18n import Lang
from visualize.ontology_page import anchor

_EVERYWHERE = frozenset({IN_DOCUMENT, EVIDENCE_OF})
_COLUMNS, _WIDTH, _GAP_X, _GAP_Y = 4, 236, 84, 22
_HEAD, _LINE, _PAD = 30, 19, 6


@dataclass(frozen=True, slots=True)
class _Box:
    """A class where it stands: ``rows`` are its relations, each with the classes it leads to."""

    term: Term
    x: int
    y: int
    rows: tuple[tuple[Term, tuple[str, ...]], ...]

    @property
    def height(self) -> int:
        return _height(len(self.rows))


@cache
def class_diagram(lang: Lang) -> Markup:
    """The picture as inline SVG, labels in one language; every box and relation is a link."""
    boxes = _placed()
    width = _COLUMNS * _WIDTH + (_COLUMNS - 1) * _GAP_X + 2
    height = max(box.y + box.height for box in boxes.values()) + 2
    lines = [part for box in boxes.values() for part in _lines(box, boxes)]
    drawn = [_drawn(box, lang) for box in boxes.values()]
    body = "\n".join([*lines, *drawn])
    return Markup(  # noqa: S704 (every text in it is escaped)
        f'<svg class="classes" role="group" aria-labelledby="classes-title" viewBox="-1 -1 {width} {height}" '
        f'width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>'
    )


def _own() -> list[Term]:
    return [term for term in load_catalog() if term.kind == "class" and term.iri.startswith(ZHIZE)]


def _relations(term: Term) -> tuple[tuple[Term, tuple[str, ...]], ...]:
    """What leads from a class to others."""
    return tuple(
        (other, tuple(other.ranges))
        for other in load_catalog()
        if other.kind == "object property"
        and other.iri not in _EVERYWHERE
        and term.iri in other.domains
    )


def _after(terms: list[Term]) -> dict[str, list[str]]:
    """Class → the classes of ours its lines lead to."""
    own = {term.iri for term in terms}
    leads = {
        term.iri: [t for _, targets in _relations(term) for t in targets] + list(term.supers)
        for term in terms
    }
    return {iri: [t for t in targets if t in own and t != iri] for iri, targets in leads.items()}


def _placed() -> dict[str, _Box]:
    """Class IRI → box: columns by how far down the relations a class stands, then by order.

    Classes without a line fill the shortest column.
    """
    terms = _own()
    after = _after(terms)
    ranks = _ranks(after)
    lined = {iri for iri, targets in after.items() if targets}.union(*after.values())
    below = [0] * _COLUMNS
    boxes = {}
    for term in sorted(terms, key=lambda term: term.iri not in lined):
        column = ranks[term.iri] * (_COLUMNS - 1) // max(ranks.values())
        if term.iri not in lined:
            column = below.index(min(below))
        rows = _relations(term)
        boxes[term.iri] = _Box(term, column * (_WIDTH + _GAP_X), below[column], rows)
        below[column] += _height(len(rows)) + _GAP_Y
    return boxes


def _ranks(after: dict[str, list[str]]) -> dict[str, int]:
    """The longest way down to each class; a relation that would close a circle does not count."""
    ranks = dict.fromkeys(after, 0)

    def down(iri: str, above: tuple[str, ...]) -> None:
        for target in after[iri]:
            if target not in above and ranks[target] <= len(above):
                ranks[target] = len(above)
                down(target, (*above, target))

    pointed = set[str]().union(*after.values())
    for iri in after:
        if iri not in pointed:
            down(iri, (iri,))
    return ranks


def _height(rows: int) -> int:
    return _HEAD + (rows * _LINE + _PAD if rows else 0)


def _lines(box: _Box, boxes: dict[str, _Box]) -> list[str]:
    drawn = []
    for number, (_, targets) in enumerate(box.rows):
        y = box.y + _HEAD + number * _LINE + _LINE // 2
        drawn += [
            _line(box, y, boxes[target], "relation")
            for target in targets
            if target in boxes and target != box.term.iri
        ]
    drawn += [
        _line(box, box.y + _HEAD // 2, boxes[above], "super")
        for above in box.term.supers
        if above in boxes
    ]
    return drawn


def _line(box: _Box, y: int, target: _Box, kind: str) -> str:
    """A curve from a row to the head of another box, out of the side that is nearer."""
    if target.x > box.x:
        start, end, bend = box.x + _WIDTH, target.x, _GAP_X // 2
    elif target.x < box.x:
        start, end, bend = box.x, target.x + _WIDTH, -_GAP_X // 2
    else:
        start = end = box.x + _WIDTH
        bend = _GAP_X // 2
    to = target.y + _HEAD // 2
    other = end - bend if target.x != box.x else end + bend
    return (
        f'<path class="{kind}" d="M{start} {y} C{start + bend} {y} {other} {to} {end} {to}"/>'
        f'<circle class="{kind}" cx="{end}" cy="{to}" r="3"/>'
    )


def _drawn(box: _Box, lang: Lang) -> str:
    term = box.term
    name = escape(term.labels.get(lang) or term.name)
    parts = [
        f'<rect x="{box.x}" y="{box.y}" width="{_WIDTH}" height="{box.height}" rx="6"/>',
        f'<a href="#{escape(anchor(term.iri))}"><text class="head" x="{box.x + 12}" y="{box.y + 20}">{name}'
        f'<tspan class="name" dx="8">{escape(term.name)}</tspan></text></a>',
    ]
    for number, (relation, targets) in enumerate(box.rows):
        y = box.y + _HEAD + number * _LINE + 13
        said = escape(relation.labels.get(lang) or relation.name)
        whom = escape(" / ".join(load_catalog().label(target, lang) for target in targets))
        parts.append(
            f'<a href="#{escape(anchor(relation.iri))}"><text x="{box.x + 12}" y="{y}">{said} → {whom}</text></a>'
        )
    return "\n".join(parts)
