"""What people call things: a place by its name, a document by its title, found in the graph they ask.

A name that means several things is refused with the list of them, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import NotFoundError, QueryError
from kg.ids import path_of
from kg.questions import Question
from kg.store import Store
from ontology.terms import PREFIXES

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_PLACES = (
    _HEAD
    + """SELECT DISTINCT ?thing ?label ?more WHERE { GRAPH ?g {
  ?thing a zhize:Place ; rdfs:label ?label } OPTIONAL { GRAPH ?h { ?thing zhize:containedIn/rdfs:label ?more } }
  FILTER(STR(?label) = %s) } ORDER BY ?thing"""
)
_TITLES = (
    _HEAD
    + """SELECT DISTINCT ?thing ?label WHERE { GRAPH ?g {
  ?thing a zhize:Document ; rdfs:label ?label } FILTER(%s) } ORDER BY ?thing"""
)
_SHOWN = 10


def place_values(question: Question, values: dict[str, str], store: Store, base: str) -> None:
    """Put the code for each place that ``values`` names in words. Raises NotFoundError or QueryError."""
    for parameter in question.parameters:
        name = values.get(parameter.name, "")
        if parameter.kind != "place" or not name or name[0].isascii():
            continue
        found = _ask(store, _PLACES % _literal(name), base)
        if not found:
            raise NotFoundError(
                f"图库中没有叫“{name}”的地方", "zhize query documents 列出各文件的辖区"
            )
        if len(found) > 1:
            listed = "；".join(
                f"{id_}（{more}）" if more else id_ for id_, _, more in found[:_SHOWN]
            )
            raise QueryError(
                f"“{name}”有 {len(found)} 个", f"请用其中一个：{listed}", code="parameter"
            )
        values[parameter.name] = found[0][0]


def titled(name: str, store: Store, base: str) -> list[str]:
    """The documents of exactly this title, else those whose title holds the words; [] for none.

    Raises QueryError when several titles fit, and lists them.
    """
    for test in (f"STR(?label) = {_literal(name)}", f"CONTAINS(STR(?label), {_literal(name)})"):
        found = _ask(store, _TITLES % test, base)
        if len(found) > 1:
            raise _many(name, [(id_, label) for id_, label, _ in found])
        if found:
            return [found[0][0]]
    return []


def several(name: str, documents: Sequence[str], store: Store) -> QueryError:
    """The refusal of a name that all these documents bear: their ids and titles."""
    titles = {id_: label for id_, label, _ in _ask(store, _TITLES % "true", store.base)}
    return _many(name, [(id_, titles.get(id_, "")) for id_ in documents])


def _many(name: str, found: Sequence[tuple[str, str]]) -> QueryError:
    listed = "；".join(f"{id_}（{label}）" for id_, label in found[:_SHOWN])
    message = f"“{name}”对应 {len(found)} 份文件"
    return QueryError(message, f"请用其中一个标识：{listed}", code="ambiguous")


def _ask(store: Store, text: str, base: str) -> list[tuple[str, str, str]]:
    """(id, label, more) of each thing once."""
    rows: dict[str, tuple[str, str, str]] = {}
    for row in store.query(text):
        found = {
            name: "" if term is None else str(getattr(term, "value", term))
            for name, term in row.items()
        }
        id_ = path_of(found["thing"], base)
        rows.setdefault(id_, (id_, found["label"], found.get("more", "")))
    return list(rows.values())


def _literal(words: str) -> str:
    import pyoxigraph

    return str(pyoxigraph.Literal(words))
