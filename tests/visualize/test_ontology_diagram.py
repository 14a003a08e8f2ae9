"""The class diagram: whole, the same every time, no box over another, nothing from elsewhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from ontology.catalog import load_catalog
from ontology.terms import EVIDENCE_OF, IN_DOCUMENT, ZHIZE
from visualize.i18n import Lang
from visualize.ontology_diagram import class_diagram

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_class_and_relation_is_drawn_and_leads_to_its_definition(lang: Lang) -> None:
    root = ET.fromstring(str(class_diagram(lang)))
    links = {a.attrib["href"]: "".join(a.itertext()) for a in root.iter(f"{SVG}a")}
    classes = [t for t in load_catalog() if t.kind == "class"]
    for term in classes:
        assert links[f"#{term.iri.removeprefix(ZHIZE)}"].startswith(term.labels[lang])
    drawn = {c.iri for c in classes}
    for term in load_catalog():
        if term.kind == "object property" and drawn.intersection(term.domains):
            shown = term.iri not in (IN_DOCUMENT, EVIDENCE_OF)
            assert (f"#{term.iri.removeprefix(ZHIZE)}" in links) == shown, term.iri


def test_it_is_the_same_every_time_and_fits_a_screen() -> None:
    again = class_diagram.__wrapped__("zh")
    assert again == class_diagram("zh")
    root = ET.fromstring(str(again))
    assert int(root.attrib["width"]) <= 1250, "a page of 1366 px with its margins"
    assert "http" not in str(again).replace("http://www.w3.org/2000/svg", "")
    boxes = [
        tuple(int(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
    ]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
