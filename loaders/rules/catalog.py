"""Every rule there is, by the id under which records name it: where it stands, what shows it, what must not.

A rule is an entry of a TOML file of this folder. Most hold their words or pattern there; those of ``grammar.toml`` are
decided by Python and say which module does. Nothing else may put an id into a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from loaders.rules import load_rules

Layer = Literal[
    "page", "structure", "owner", "statement", "actor", "quantity", "date", "citation", "suspect"
]
LAYERS: dict[Layer, str] = {
    "page": "页面",
    "structure": "结构",
    "owner": "责任",
    "statement": "语句",
    "actor": "主体",
    "quantity": "数量",
    "date": "时间",
    "citation": "引用",
    "suspect": "可疑",
}
# file → layer of its rules; what grammar.toml lists says so by the first part of its id
_FILES: dict[str, Layer | None] = {
    "chrome": "page",
    "tags": "owner",
    "statements": "statement",
    "actors": "actor",
    "quantities": "quantity",
    "dates": "date",
    "citations": "citation",
    "suspect": "suspect",
    "grammar": None,
}
_GRAMMAR: dict[str, Layer] = {
    "heading": "structure",
    "task": "structure",
    "tag": "owner",
    "table": "owner",
    "prose": "owner",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule. ``id`` is what records say; ``where`` the file (and the module for ``grammar.toml``); ``says`` its sentence.

    ``kept`` says why a rule stays that no known document fires.
    """

    id: str
    layer: Layer
    where: str
    says: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    kept: str = ""


@cache
def catalog() -> Mapping[str, Entry]:
    """All rules by id, layer by layer in file order."""
    entries = [_entry(*found) for found in _all()]
    order = list(LAYERS)
    return {entry.id: entry for entry in sorted(entries, key=lambda one: order.index(one.layer))}


def told(rule: str | None) -> str:
    """A rule's sentence for people; "" for what is no rule of the catalogue."""
    entry = catalog().get(rule or "")
    return entry.says if entry else ""


def _all() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for name in _FILES:
        for table, entries in load_rules(name).items():
            if table != "lexicon":
                yield from ((name, table, entry) for entry in entries)


def _entry(name: str, table: str, raw: Mapping[str, Any]) -> Entry:
    family = raw["id"].partition(".")[0]
    code = raw["where"] if name == "grammar" else None
    return Entry(
        id=_recorded(name, table, raw["id"]),
        layer=_FILES[name] or _GRAMMAR.get(family, "statement"),
        where=f"rules/{name}.toml" + (f" · loaders/{code.replace('.', '/')}.py" if code else ""),
        says=raw.get("says", ""),
        examples=_texts(raw.get("example", ())),
        counter_examples=_texts(raw.get("counter_example", ())),
        kept=raw.get("kept", ""),
    )


def _recorded(name: str, table: str, written: str) -> str:
    """The id as records have it: tags.toml's ``label.lead`` is ``tag.label.lead``."""
    if name == "tags":
        return f"tag.{written}"
    return f"section.{written}" if table == "section" else written


def _texts(value: str | list[str] | tuple[()]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
