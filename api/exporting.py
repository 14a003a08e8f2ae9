"""The graph as plain tables: one CSV a kind of fact, from the queries in ``api/exports``."""

from __future__ import annotations

import io
import re
import zipfile
from importlib import resources

import pyoxigraph as ox

from api.cli_tables import Value, csv_bytes
from kg.ids import path_of
from kg.store import Store
from ontology.terms import PREFIXES, VOCAB, ZHIZE

# The fixed time of every member: equal graphs give equal archives.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_SELECT = re.compile(r"SELECT\s+(?:DISTINCT\s+)?((?:\?\w+\s*)+)")


def with_prefixes(text: str) -> str:
    """The query with the project's prefixes declared, those it uses and does not declare itself.

    They go in front of the first line, so that line numbers in error messages stay the author's.
    """
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text))
    used = [
        p
        for p in PREFIXES
        if p not in declared and re.search(rf"(?<![\w:/-]){re.escape(p)}:", text)
    ]
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in used) + text


def tables() -> dict[str, str]:
    """The table queries by name."""
    folder = resources.files("api") / "exports"
    found = {
        item.name.removesuffix(".rq"): item.read_text(encoding="utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".rq")
    }
    return dict(sorted(found.items()))


def table(store: Store, query: str) -> tuple[list[str], list[list[Value]]]:
    """Header and rows of one table query; our IRIs as ids, concepts as their last word."""
    found = _SELECT.search(query)
    names = re.findall(r"\?(\w+)", found[1]) if found else []
    rows = store.query(with_prefixes(query))
    return names, [[_value(row.get(name), store.base) for name in names] for row in rows]


def _value(term: object, base: str) -> Value:
    if isinstance(term, ox.Literal):
        if term.datatype.value.endswith("#integer"):
            return int(term.value)
        if term.datatype.value.endswith("#decimal"):
            return float(term.value)
        return term.value
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(base):
            return path_of(term.value, base)
        for space in (VOCAB, ZHIZE):
            if term.value.startswith(space):
                return term.value.removeprefix(space).rpartition("/")[2]
        return term.value
    return None


def csv_zip(store: Store) -> bytes:
    """All tables as one ZIP of CSV files with a BOM; equal graphs give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, query in tables().items():
            header, rows = table(store, query)
            member = zipfile.ZipInfo(f"{name}.csv", _ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, csv_bytes(header, rows))
    return buffer.getvalue()
