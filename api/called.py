"""What people call things: a unit, a place or a document by its name, found in the graph they ask.

A name that means several things is refused with the list of them, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from api.explain import ROLES
from kg.errors import NotFoundError, QueryError
from kg.ids import iri, path_of
from kg.questions import Question
from kg.store import Store
from ontology.catalog import load_catalog
from ontology.terms import PREFIXES, choices
from visualize.i18n import Words

if TYPE_CHECKING:
    from kg.ask import Ask

Json: TypeAlias = dict[str, Any]
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_LABELLED = (
    _HEAD
    + """SELECT DISTINCT ?thing ?label WHERE { GRAPH ?g {
  ?thing a zhize:%s ; rdfs:label ?label } FILTER(%s) } ORDER BY ?thing"""
)
_SHOWN = 10
_CANDIDATES = 12
_PLACELESS = "；辖区未定的，建图时用 --places 辖区.csv 给出辖区就分得开"
# Kinds of a question's parameters that are things with a label: their class, and what a person calls them.
_CLASSES: Final = {
    "document": ("Document", "份文件"),
    "task": ("Task", "项任务"),
    "policy": ("Policy", "部政策法规"),
    "item": ("OutlineItem", "项纲要任务"),
}
_PREFIXES: Final = {
    "unit": "unit/",
    "document": "doc/",
    "task": "doc/",
    "policy": "policy/",
    "item": "policy/",
}


class AmbiguousError(QueryError):
    """A name that several things carry."""

    code = "ambiguous"
    status = 300


def id_of(kind: str, name: str, ask: Ask, store: Store) -> str:
    """The id of the thing meant: an id, its kind in front or not, else who is called so, as ``find_unit`` and ``labelled``.

    Raises NotFoundError or AmbiguousError.
    """
    prefix = _PREFIXES[kind]
    if name.startswith(prefix):
        return name
    thing = iri(prefix + name, store.base)
    if store.ask(f"ASK {{ GRAPH ?g {{ <{thing}> a ?type }} }}"):
        return prefix + name
    if kind == "unit":
        return str(find_unit(ask, name, None, "写全称或标识（unit/…）")["id"])
    return _only(kind, name, store)


def _only(kind: str, name: str, store: Store) -> str:
    """The thing of this label. Raises NotFoundError, and AmbiguousError for several."""
    found = labelled(kind, name, store, store.base)
    if not found:
        counted = _CLASSES[kind][1][1:]
        raise NotFoundError(f"图库中没有叫“{name}”的{counted}", "名称可只写一部分")
    return found[0]


def called_values(question: Question, values: dict[str, str], store: Store) -> None:
    """Put ids and concepts for what ``values`` names in words. Raises NotFoundError or AmbiguousError."""
    for parameter in question.parameters:
        name, kind = values.get(parameter.name, "").strip(), parameter.kind
        if not name or name.startswith(("unit/", "doc/", "place/", "policy/")):
            continue
        if kind == "unit":
            found_unit = find_unit(_asking(store), name, None, "写全称或标识（unit/…）")
            values[parameter.name] = found_unit["id"]
        elif kind == "place":
            values[parameter.name] = place_code(_asking(store), name)
        elif kind in _CLASSES:
            values[parameter.name] = _only(kind, name, store)
        elif choices(kind) is not None:
            values[parameter.name] = _concept(kind, name)


def _asking(store: Store) -> Ask:
    """The questions to a graph. Imported late: what they need takes a quarter of a second to load."""
    from kg.ask import Ask

    return Ask(store)


def _concept(vocabulary: str, name: str) -> str:
    """牵头 is ``lead``, 问题 ``problem``: by the word that pages or the vocabulary have for it; else as it is written."""
    words, catalog = Words("zh"), load_catalog()
    for known, iri_ in (choices(vocabulary) or {}).items():
        if name in (words.of(vocabulary, known), catalog.label(iri_)):
            return known
    return name


def titled(name: str, store: Store, base: str) -> list[str]:
    """The documents of exactly this title, else those whose title holds the words; [] for none.

    Raises AmbiguousError when several titles fit, and lists them.
    """
    return labelled("document", name, store, base)


def document_called(name: str, store: Store, base: str) -> str:
    """The id of the document of this title or id. Raises NotFoundError, and AmbiguousError for several."""
    if name.startswith("doc/"):
        return name
    found = titled(name, store, base)
    if not found:
        raise NotFoundError(
            f"图库中没有叫“{name}”的文件", "名称可只写一部分；zhize stats 列出所有文件"
        )
    return found[0]


def labelled(kind: str, name: str, store: Store, base: str) -> list[str]:
    """The one thing of this label, else the one whose label holds the words; [] for none. Raises AmbiguousError for several."""
    type_, counted = _CLASSES[kind]
    for test in (f"STR(?label) = {_literal(name)}", f"CONTAINS(STR(?label), {_literal(name)})"):
        found = _ask(store, _LABELLED % (type_, test), base)
        if len(found) > 1:
            raise _many(name, found, counted)
        if found:
            return [found[0][0]]
    return []


def several(name: str, documents: Sequence[str], store: Store) -> AmbiguousError:
    """The refusal of a name that all these documents bear: their ids and titles."""
    titles = dict(_ask(store, _LABELLED % ("Document", "true"), store.base))
    return _many(name, [(id_, titles.get(id_, "")) for id_ in documents])


def _many(name: str, found: Sequence[tuple[str, str]], counted: str = "份文件") -> AmbiguousError:
    listed = "；".join(f"{id_}（{label}）" for id_, label in found[:_SHOWN])
    message = f"“{name}”对应 {len(found)} {counted}"
    return AmbiguousError(message, f"请用其中一个标识：{listed}")


def _ask(store: Store, text: str, base: str) -> list[tuple[str, str]]:
    """(id, label) of each thing once."""
    rows: dict[str, str] = {}
    for row in store.query(text):
        thing, label = (str(getattr(row[name], "value", row[name])) for name in ("thing", "label"))
        rows.setdefault(path_of(thing, base), label)
    return list(rows.items())


def _literal(words: str) -> str:
    import pyoxigraph

    return str(pyoxigraph.Literal(words))


def find_unit(
    ask: Ask, name: str, place: str | None, hint: str = "用 --place、全称或标识（unit/…）"
) -> Json:
    """The one unit meant by ``name``, within ``place`` when given.

    An id or a full label that names its place; then whoever is called so in any spelling, the units of
    ``place`` itself first; then a part of a name. Raises NotFoundError or AmbiguousError with the candidates.
    """
    wanted = name.strip()
    code = place_code(ask, place) if place else None
    items: list[Json] = ask.units(q=wanted, place=code, limit=200)["items"]
    candidates = _full(items, wanted) or _bearers(ask, items, wanted, code) or items
    if not candidates and code is None:
        candidates = _of_named_place(ask, wanted) or _sounding(ask, wanted)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        where = f"（{place}）" if place else ""
        raise NotFoundError(
            f"图中没有单位 {wanted}{where}", "名称可只写一部分，如 司法；同名的写上辖区"
        )
    labels = Counter(u["label"] for u in candidates)
    shown = "；".join(
        _candidate(u, u["label"] == wanted or labels[u["label"]] > 1)
        for u in candidates[:_CANDIDATES]
    )
    more = f" 等 {len(candidates)} 个" if len(candidates) > _CANDIDATES else ""
    unplaced = any(not u.get("place") for u in candidates)
    raise AmbiguousError(
        f"“{wanted}”有 {len(candidates)} 个单位：{shown}{more}",
        hint + "来选定一个" + (_PLACELESS if unplaced else ""),
    )


_WHOLE = 100  # the score from which on letters are a name's whole sound, or all its initials


def _sounding(ask: Ask, wanted: str) -> list[Json]:
    """zwsfs, zhuwansifasuo: the units whose names sound like the letters, as the search box finds them."""
    if not (wanted.isascii() and wanted.isalpha()):
        return []
    hits = ask.search(wanted, type="unit")["items"]
    whole = [hit for hit in hits if hit["matched_by"] == "pinyin" and hit["score"] > _WHOLE]
    return [ask.unit(hit["id"]) for hit in whole or hits]


def _full(items: Sequence[Json], wanted: str) -> list[Json]:
    """The units of this id or of this label that is more than the bare name."""
    return [u for u in items if wanted == u["id"] or wanted == u["label"] != u["name"]]


def _bearers(ask: Ask, items: Sequence[Json], wanted: str, code: str | None) -> list[Json]:
    """The units called ``wanted``: 市场监管局 is one county's own name and another's short one.

    Where they are of one place, who bears it as its name comes before who bears it as an alias.
    """
    own = [u for u in items if wanted in (u["label"], u["name"])]
    found = [u for u in items if u in own or wanted in _aliases(ask, u)]
    found = [u for u in found if code and _place_of(u) == code] or found
    one_place = len({_place_of(u) for u in found}) == 1
    return [u for u in found if u in own] or found if one_place else found


def _of_named_place(ask: Ask, wanted: str) -> list[Json]:
    """合肥市市场监管局: the units called 市场监管局 or 市市场监管局 in the place that the name begins with."""
    for place in ask.places()["items"]:
        name = place["name"]
        if not wanted.startswith(name) or wanted == name:
            continue
        rest, code = wanted.removeprefix(name), str(place["code"])
        items: list[Json] = ask.units(q=rest, place=code, limit=200)["items"]
        found = _bearers(ask, items, rest, code) or _bearers(ask, items, name[-1] + rest, code)
        if found:
            return found
    return []


def _place_of(unit: Json) -> str:
    """The code of the unit's place; a unit without one is of a place of its own."""
    return str((unit["place"] or {}).get("code") or unit["id"])


def _candidate(unit: Json, alike: bool) -> str:
    """One of several; where another one is called the same, only its id tells it from the others."""
    label = f"{unit['label']} {unit['id']}" if alike else unit["label"]
    return f"{label}（{place_name(unit)}，{_sum_of(unit['counts'])} 项）"


def _aliases(ask: Ask, unit: Json) -> list[str]:
    return [a["label"] for a in ask.unit(unit["id"])["aliases"]]


def _sum_of(counts: Json) -> int:
    """How many duties the counts add up to."""
    return sum(counts.get(role, 0) for role in ROLES)


def place_name(unit: Json) -> str:
    place = unit.get("place")
    return "".join(place["path"]) if place else "辖区未定"


def place_code(ask: Ask, name: str) -> str:
    """The code of the place called ``name`` (or the code itself) that the graph knows."""
    if name.isdigit():
        return name
    # The list, not the search: its index would be built for this one answer.
    items: list[Json] = ask.places()["items"]
    exact = [p for p in items if name in (p["name"], "".join(p["path"]))]
    found = exact or [p for p in items if name in p["name"]]
    # Places that only were candidates for an open document carry nothing of their own.
    found = [p for p in found if any(p["counts"].values())] or found
    if not found:
        raise NotFoundError(
            f"图中没有辖区 {name}",
            "写全称，或用行政区划代码；内置辖区表没有的，建图时用 --places 辖区.csv 给出",
        )
    if len(found) > 1:
        shown = "；".join(f"{''.join(p['path'])}（{p['code']}）" for p in found[:_CANDIDATES])
        raise AmbiguousError(f"“{name}”有 {len(found)} 个辖区：{shown}", "用括号里的代码选定一个")
    return str(found[0]["code"])
