"""What a query editor needs to complete a query: our words with labels and counts, and what goes with what.

Labels and definitions come from the ontology, which properties a class has from the shapes, counts from the
data (those of VoID, made once a write).
"""

from __future__ import annotations

from typing import Any

from kg.shapes import load_rules
from kg.void import Void
from ontology.catalog import Catalog, Term, compact, load_catalog
from ontology.terms import PREFIXES, RDFS, VOCAB, XSD

Json = dict[str, Any]
_WORDS = {
    RDFS + "label": ("名称", "label"),
    PREFIXES["rdf"] + "type": ("类型", "type"),
}


def schema_terms(void: Void) -> Json:
    """``{prefixes, classes, properties, concepts}``; terms are called by their compact names.

    A class: ``{name, zh, en, says, count, supers, properties}``; a property: ``{name, zh, en, says, count, domains,
    ranges, values, datatypes}``; a concept: ``{name, zh, en, scheme}``. Most frequent first.
    """
    catalog = load_catalog()
    classes, properties = (dict(found) for found in void.counts())
    return {
        "prefixes": PREFIXES,
        "classes": _classes(catalog, classes),
        "properties": _properties(catalog, properties),
        "concepts": [
            {**_named(term.iri, term), "scheme": compact(term.scheme)}
            for term in catalog
            if term.kind == "concept" and term.scheme
        ],
    }


def _named(iri: str, term: Term | None) -> Json:
    zh, en = _WORDS.get(iri, ("", ""))
    if term is not None:
        zh, en = term.labels.get("zh", zh), term.labels.get("en", en)
    return {"name": compact(iri), "zh": zh, "en": en}


def _said(iri: str, term: Term | None, count: int) -> Json:
    says = term.definitions if term is not None else {}
    return {
        **_named(iri, term),
        "says": [says.get("zh", ""), says.get("en", "")],
        "count": count,
    }


def _classes(catalog: Catalog, counts: dict[str, int]) -> list[Json]:
    rules = load_rules()
    ours = [term.iri for term in catalog if term.kind == "class"]
    known, rows = {*ours, *rules}, []
    for iri in dict.fromkeys([*ours, *rules, *counts]):
        held = dict.fromkeys(compact(rule.path) for rule in rules.get(iri, ()))
        term = catalog.get(iri)
        supers = [compact(above) for above in term.supers if above in known] if term else []
        row = _said(iri, term, counts.get(iri, 0))
        rows.append({**row, "supers": supers, "properties": list(held)})
    return sorted(rows, key=lambda row: -row["count"])


def _properties(catalog: Catalog, counts: dict[str, int]) -> list[Json]:
    domains: dict[str, dict[str, None]] = {}
    ranges: dict[str, dict[str, None]] = {}
    values: dict[str, dict[str, None]] = {}
    datatypes: dict[str, dict[str, None]] = {}
    for name, rules in load_rules().items():
        for rule in rules:
            domains.setdefault(rule.path, {})[compact(name)] = None
            ranges.setdefault(rule.path, {}).update(
                dict.fromkeys(map(compact, sorted(rule.classes)))
            )
            datatypes.setdefault(rule.path, {}).update(
                dict.fromkeys(map(compact, sorted(rule.datatypes)))
            )
            # Only IRIs: literal choices (placeLevel "town") are quoted when inserted.
            values.setdefault(rule.path, {}).update(
                dict.fromkeys(_value(v) for v in sorted(rule.values))
            )
    ours = [term.iri for term in catalog if term.kind in ("object property", "data property")]
    rows = []
    for iri in dict.fromkeys([*ours, *domains, *counts]):
        term = catalog.get(iri)
        named = [compact(name) for name in term.ranges if not name.startswith(XSD)] if term else []
        rows.append(
            {
                **_said(iri, term, counts.get(iri, 0)),
                "domains": list(domains.get(iri, ())),
                "ranges": list(ranges.get(iri) or named),
                "values": list(values.get(iri, ())),
                "datatypes": list(datatypes.get(iri, ())),
            }
        )
    return sorted(rows, key=lambda row: -row["count"])


def _value(value: str) -> str:
    return compact(value) if value.startswith((VOCAB, "http")) else f'"{value}"'
