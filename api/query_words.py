"""A shipped question's answer as a person reads it: every column and every thing by its words.

Ids stay where one goes on with them: a list of tasks or of documents ends with a column 标识. CSV and JSON, which
programs read, keep the answer as the query gives it, with the characters where each passage stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias

from api.duty_words import numbered, read_from
from kg.ids import iri, path_of
from kg.passage import unbroken
from kg.store import Store
from loaders.rules.catalog import told
from ontology.catalog import Catalog, compact, load_catalog
from ontology.terms import PREFIXES
from visualize.i18n import Words

Term: TypeAlias = Mapping[str, str] | None
# A thing's id → the column beside it that says it in words, where that is not its own ``…Label``.
_BESIDE: Final = {
    "task": "label",
    "document": "label",
    "item": "label",
    "alignment": "sentence",
    "statement": "sentence",
    "aligned": "sentence",
    "warning": "message",
    "fact": "quote",
    "citation": "surface",
    "assignment": "quote",
}
# Where the words stand in the text: for programs, which read CSV and JSON.
_OFFSETS: Final = frozenset(f"{name}{of}" for name in ("start", "end") for of in ("", "Before")) | {
    f"{of}{end}" for of in ("sentence", "task") for end in ("Start", "End")
}
_GONE_ON_WITH: Final = ("task", "document")
_EXAMPLE: Final = "example"
_FOLDED: Final = "Label"
_SAID: Final = (
    "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
    + """SELECT ?thing (MIN(COALESCE(?own, ?sentence, ?asked, ?words)) AS ?said) (MIN(?title) AS ?in) WHERE {
  VALUES ?thing { %s }
  GRAPH ?graph {
    ?thing a ?kind .
    OPTIONAL { ?thing rdfs:label|skos:prefLabel|zhize:text ?own FILTER (LANG(?own) != "en") }
    OPTIONAL { ?statement zhize:deadline|zhize:citation ?thing ; zhize:text ?sentence }
    OPTIONAL { ?task zhize:deadline ?thing ; rdfs:label ?asked }
    OPTIONAL { ?thing zhize:surface|zhize:wording ?words }
    OPTIONAL { ?thing zhize:inDocument/rdfs:label ?title }
  }
} GROUP BY ?thing"""
)
_AT_ONCE: Final = 500


def in_words(
    names: Sequence[str], rows: Sequence[Sequence[Term]], store: Store
) -> tuple[list[str], list[list[str]]]:
    """Columns and cells: 单位 for ``unit`` with its ``unitLabel``, 不少于 for comparator:ge, a title for an id."""
    words, catalog = Words("zh"), load_catalog()
    at = {name: index for index, name in enumerate(names)}
    dropped = [n for n in names if _beside(n, at)]
    # (六) 完善立法工作格局 is one cell; 第二条 stands at the beginning of many a label already.
    joined = "number" in at and any(_BESIDE[n] == "label" for n in dropped)
    kept = [n for n in names if n not in dropped and n.removesuffix(_FOLDED) not in {*at} - {n}]
    kept = [n for n in kept if not (joined and n == "number") and n not in _OFFSETS]
    unnamed = [n for n in kept if f"{n}{_FOLDED}" not in at]
    said = _names([row[at[n]] for n in unnamed for row in rows], store)
    headed = {"label": next((n for n in dropped if _BESIDE[n] == "label"), "label")}
    shown = partial(_shown, words=words, catalog=catalog, said=said)
    heads = [words.of("column", headed.get(n, n.removesuffix(_FOLDED))) for n in kept]
    cells = [
        [shown(n, row[at.get(f"{n}{_FOLDED}", at[n])] or row[at[n]]) for n in kept] for row in rows
    ]
    if joined:
        place = kept.index("label")
        for line, row in zip(cells, rows, strict=True):
            line[place] = numbered((row[at["number"]] or {}).get("value"), line[place])
    goes_on = next((at[n] for n in _GONE_ON_WITH if n in dropped), None)
    if goes_on is not None:
        heads.append(words("column.id"))
        for line, row in zip(cells, rows, strict=True):
            line.append(_id(row[goes_on], store.base) or "")
    return heads, cells


def _beside(name: str, at: Mapping[str, int]) -> bool:
    return _BESIDE.get(name) in at and f"{name}{_FOLDED}" not in at


def _shown(
    name: str, term: Term, *, words: Words, catalog: Catalog, said: Mapping[str, tuple[str, str]]
) -> str:
    if term is None:
        return ""
    value = term["value"]
    if term["type"] != "uri":
        if name == "rule":
            family = read_from(value)
            return family if family != value else told(value) or value
        return words.reason(value) if name == "reason" else words.of(name, unbroken(value))
    label, document = said.get(value, ("", ""))
    if not label:  # a term of a vocabulary: as the pages call it, else as it calls itself
        family, _, local = compact(value).partition(":")
        paged = words.of(family, local)
        return catalog.label(value) if paged == local else paged
    return f"{unbroken(label)}（{document}）" if name == _EXAMPLE and document else unbroken(label)


def _id(term: Term, base: str) -> str | None:
    """The id of one of our own things."""
    if term is None or term["type"] != "uri" or not term["value"].startswith(base):
        return None
    return path_of(term["value"], base)


def _names(terms: Iterable[Term], store: Store) -> dict[str, tuple[str, str]]:
    """What our own things are called, and in which document they stand; those without words by their ids."""
    ids = {term["value"]: id_ for term in terms if term and (id_ := _id(term, store.base))}
    found = {thing: (id_, "") for thing, id_ in ids.items()}
    wanted = sorted(found)
    for start in range(0, len(wanted), _AT_ONCE):
        # The terms come from the answer; written anew they are escaped by the same hand.
        things = " ".join(f"<{iri(ids[t], store.base)}>" for t in wanted[start : start + _AT_ONCE])
        for row in store.query(_SAID % things):
            thing, label, title = (_value(row.get(n)) for n in ("thing", "said", "in"))
            if label:
                found[thing] = (label, title)
    return found


def _value(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
