"""Search: any substring of two characters or more, phrases, other spellings, pinyin.

An SQLite FTS5 index with one token a character, asked by phrases: a word segmenter would lose four
in ten words that stand inside longer ones. It is kept beside the store (in memory when there is no
place for it) and made again when the store no longer is what it was made from.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from kg.ask_documents import Documents
from kg.ask_places import Places
from kg.ask_policies import Policies
from kg.ask_units import Units
from kg.pinyin import spoken
from kg.rows import Json, Reader
from kg.search_words import Wanted, characters, highlights, holds, parse, split
from kg.store import EDITS, REGISTRY, SOURCES, Store

FORMAT = "5"
KINDS = ("unit", "task", "document", "policy", "place", "item", "statement")
_FILE = "search.sqlite"
_CANDIDATES = 60
_SHOWN = "SELECT id, type, label, detail, aliases, hidden, sounds, document, start, stop, weight FROM entry"
_BETWEEN = " zzz "  # a word nobody can ask for: no phrase reaches from one alias into the next
_SCHEMA = """
CREATE TABLE meta (generation TEXT);
CREATE TABLE entry (row INTEGER PRIMARY KEY, id TEXT, type TEXT, label TEXT, detail TEXT,
    aliases TEXT, hidden TEXT, sounds TEXT, document TEXT, start INTEGER, stop INTEGER, weight INTEGER);
CREATE TABLE kind (type TEXT PRIMARY KEY, first INTEGER, last INTEGER);
CREATE VIRTUAL TABLE words USING fts5 (label, aliases, initials, sounds, content='', tokenize='unicode61');
"""


class Entry(NamedTuple):
    """One thing to be found; ``weight`` breaks ties (a unit's tasks, a policy's citations).

    ``hidden`` are misspellings as documents wrote them; ``spoken``: whether pinyin finds it.
    """

    id: str
    type: str
    label: str
    detail: str = ""
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    spoken: bool = False
    document: str | None = None
    start: int | None = None
    stop: int | None = None
    weight: int = 0


class Search:
    """The index of one store; made on first use. Safe to use from several threads."""

    def __init__(
        self,
        reader: Reader,
        documents: Documents,
        units: Units,
        places: Places,
        policies: Policies,
    ) -> None:
        self._reader = reader
        self._documents = documents
        self._units = units
        self._places = places
        self._policies = policies
        self._lock = threading.Lock()
        self._revision = -1
        self._index: sqlite3.Connection | None = None

    def find(self, q: str, type_: str | None = None, limit: int = 20) -> Json:
        """``{items: [hit], total, facets, words}``, best first.

        Blanks separate parts that must all be there, quotes hold a phrase together as it stands. What
        nothing holds as it was typed is looked for by its words: ``words`` is what was looked for.
        A hit is ``{id, type, label, detail, matched, matched_by, highlights, matched_highlights,
        score, …}``; ``matched_by`` is label, alias, hidden (a misspelling), pinyin or words.
        """
        wanted = parse(q)
        if not wanted:
            return {"items": [], "total": 0, "facets": {}, "words": []}
        with self._lock:
            index = self._current()
            facets = _facets(index, wanted)
            if not facets and (parts := split(wanted)) and parts != wanted:
                wanted, facets = parts, _facets(index, parts)
            kinds = [type_] if type_ else [kind for kind in KINDS if kind in facets]
            rows = [row for kind in kinds for row in _candidates(index, wanted, kind)]
        hits = sorted((_hit(row, wanted) for row in rows), key=_order)
        total = facets.get(type_, 0) if type_ else sum(facets.values())
        asked = [part.text for part in wanted]
        return {"items": hits[:limit], "total": total, "facets": facets, "words": asked}

    def _current(self) -> sqlite3.Connection:
        store = self._reader.store
        if self._index is not None and self._revision == store.revision:
            return self._index
        if self._index is not None:
            self._index.close()
        revision = store.revision
        self._index = open_index(store, self._entries)
        self._revision = revision
        return self._index

    def _entries(self) -> Iterator[Entry]:
        spellings = self._units.spellings()
        for unit in self._units.known().values():
            place = "".join((unit["place"] or {}).get("path", ()))
            others = spellings.get(unit["id"], ())
            other = tuple(alias["label"] for alias in others if alias["kind"] == "alt")
            hidden = tuple(alias["label"] for alias in others if alias["kind"] == "hidden")
            aliases = (unit["name"], *_without_level(unit), *other)
            weight = unit["counts"]["tasks"]
            yield Entry(
                unit["id"], "unit", unit["label"], place, aliases, hidden, True, weight=weight
            )  # fmt: skip
        for document in self._documents.known().values():
            place = "".join((document["place"] or {}).get("path", ()))
            detail = " ".join(str(part) for part in (place, document["year"]) if part)
            names = (document["document_number"] or "", document["source"])
            yield Entry(document["id"], "document", document["label"], detail, names, (), True)
        for policy in self._policies.known().values():
            weight, aliases = policy["counts"]["documents"], tuple(policy["aliases"])
            yield Entry(
                policy["id"], "policy", policy["label"], policy["issuer"] or "", aliases, (), True,
                weight=weight,
            )  # fmt: skip
        for id_, known in self._places.known().items():
            path = "".join((self._places.ref(id_) or {}).get("path", ()))
            yield Entry(id_, "place", known["name"], path, (known["code"], path), (), True)
        yield from self._sentences()

    def _sentences(self) -> Iterator[Entry]:
        for row in self._reader.rows("parts/task-labels"):
            document = row["document"]
            detail = self._documents.ref(document)["label"]
            yield Entry(
                row["task"],
                "task",
                row["label"],
                detail,
                (),
                (),
                True,
                document,
                row["start"],
                row["end"],
            )
        for row in self._reader.rows("parts/items"):
            yield Entry(row["item"], "item", row["label"], row["policyLabel"] or "", (), (), True)
        for row in self._reader.rows("parts/statement-labels"):
            document = row["document"]
            detail = self._documents.ref(document)["label"]
            yield Entry(
                row["statement"], "statement", row["text"], detail, (), (), False, document, row["start"],
                row["end"],
            )  # fmt: skip


def _without_level(unit: Json) -> list[str]:
    """人和镇司法所 is called 人和司法所 too: the label without the 镇 of its place."""
    name = (unit["place"] or {}).get("name", "")
    stem = re.sub(r"(?<=..)(?:镇|乡|街道|县|区|市|省)$", "", name)
    if stem == name or not unit["label"].startswith(name):
        return []
    return [stem + unit["label"][len(name) :]]


def open_index(store: Store, entries: Callable[[], Iterable[Entry]]) -> sqlite3.Connection:
    """The index of the store's present content: the file beside it, or made anew from ``entries``."""
    generation = _generation(store)
    path = store.location / _FILE if store.location is not None else None
    if path is not None and path.exists():
        found = _opened(path, generation)
        if found is not None:
            return _ready(found)
    if path is not None:
        with suppress(OSError, sqlite3.Error):
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.unlink(missing_ok=True)
            _fill(sqlite3.connect(temporary), generation, entries()).close()
            temporary.replace(path)
            found = _opened(path, generation)
            if found is not None:
                return _ready(found)
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    return _ready(_fill(memory, generation, entries()))


def _ready(index: sqlite3.Connection) -> sqlite3.Connection:
    index.create_function("holds", 2, holds, deterministic=True)
    return index


def _opened(path: Path, generation: str) -> sqlite3.Connection | None:
    try:
        index = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    try:
        row = index.execute("SELECT generation FROM meta").fetchone()
        if row is not None and row[0] == generation:
            return index
    except sqlite3.Error:
        pass
    index.close()
    return None


def _generation(store: Store) -> str:
    """A digest of what the index is made from: every source's bytes and the registry's."""
    graphs = (SOURCES, REGISTRY + "-source", EDITS)
    marks = [str(quad) for graph in graphs for quad in store.quads(graph)]
    content = "\n".join([FORMAT, str(len(store)), *sorted(marks)])
    return hashlib.sha256(content.encode()).hexdigest()


def _fill(
    index: sqlite3.Connection, generation: str, entries: Iterable[Entry]
) -> sqlite3.Connection:
    index.executescript(_SCHEMA)
    rows, words = [], []
    # Kind by kind, each in the order it is shown: the first matches by number are the ones wanted.
    for number, entry in enumerate(sorted(entries, key=_rank), 1):
        aliases = tuple(dict.fromkeys(a for a in entry.aliases if a and a != entry.label))
        hidden = tuple(dict.fromkeys(h for h in entry.hidden if h not in (entry.label, *aliases)))
        names = (entry.label, *aliases) if entry.spoken else ()
        sounds = list(dict.fromkeys(filter(None, map(spoken, names))))
        rows.append(
            (number, entry.id, entry.type, entry.label, entry.detail, "\n".join(aliases),
             "\n".join(hidden), "\n".join(map(" ".join, sounds)),
             entry.document, entry.start, entry.stop, entry.weight)
        )  # fmt: skip
        spelled = _BETWEEN.join(characters(alias) for alias in (*aliases, *hidden))
        letters = _BETWEEN.join(" ".join(word[0] for word in said) for said in sounds)
        syllables = _BETWEEN.join(map(" ".join, sounds))
        words.append((number, characters(entry.label), spelled, letters, syllables))
    with index:
        index.execute("INSERT INTO meta VALUES (?)", (generation,))
        index.executemany("INSERT INTO kind VALUES (?,?,?)", _ranges(rows))
        index.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        index.executemany(
            "INSERT INTO words (rowid, label, aliases, initials, sounds) VALUES (?,?,?,?,?)", words
        )
    return index


def _match(wanted: list[Wanted]) -> tuple[str, list[str]]:
    """The condition and its values; phrases in quotes are looked at once more as they stand."""
    parts, exact = [], []
    for part in wanted:
        columns = "label aliases initials" if part.latin else "label aliases"
        ways = [f'{{{columns}}} : "{characters(part.letters if part.latin else part.text)}"']
        # The last syllable may be unfinished.
        ways += [f'sounds : "{" ".join(said)}" *' for said in part.sounds]
        parts.append(f"({' OR '.join(ways)})")
        if part.exact:
            exact.append(part.text)
    held = "(holds(entry.label, ?) OR holds(entry.aliases, ?) OR holds(entry.hidden, ?))"
    condition = "".join(f" AND {held}" for _ in exact)
    return condition, [" AND ".join(parts), *(text for text in exact for _ in range(3))]


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    """The shortest labels hold a word most exactly; heavier things first among equals."""
    return (
        KINDS.index(entry.type),
        len(entry.label) - 4 * (entry.weight > 0),
        -entry.weight,
        entry.id,
    )


def _ranges(rows: list[tuple[Any, ...]]) -> list[tuple[str, int, int]]:
    """The first and the last number of each kind."""
    kinds = {kind: [number for number, _ in found] for kind, found in groupby(
        ((row[0], row[2]) for row in rows), key=lambda one: one[1]
    )}  # fmt: skip
    return [(kind, numbers[0], numbers[-1]) for kind, numbers in kinds.items()]


def _from(condition: str) -> str:
    joined = " JOIN entry ON entry.row = words.rowid" if condition else ""
    return f"FROM words{joined} WHERE words MATCH ?{condition} AND words.rowid BETWEEN ? AND ?"


def _kinds(index: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    rows = index.execute("SELECT type, first, last FROM kind").fetchall()
    return {kind: (first, last) for kind, first, last in rows}


def _facets(index: sqlite3.Connection, wanted: list[Wanted]) -> dict[str, int]:
    condition, values = _match(wanted)
    ranges, counts = _kinds(index), {}
    for kind in KINDS:
        if kind in ranges:
            text = f"SELECT COUNT(*) {_from(condition)}"
            (counts[kind],) = index.execute(text, (*values, *ranges[kind])).fetchone()
    return {kind: count for kind, count in counts.items() if count}


def _candidates(
    index: sqlite3.Connection, wanted: list[Wanted], kind: str
) -> list[tuple[object, ...]]:
    condition, values = _match(wanted)
    first, last = _kinds(index).get(kind, (1, 0))
    # By number, which is the order they are shown in: the engine stops after the first ones.
    matches = f"SELECT words.rowid {_from(condition)} ORDER BY words.rowid LIMIT ?"
    rows = index.execute(
        f"{_SHOWN} WHERE row IN ({matches}) ORDER BY row", (*values, first, last, _CANDIDATES)
    )
    return rows.fetchall()


def _hit(row: tuple[object, ...], wanted: list[Wanted]) -> Json:
    id_, kind, label, detail, aliases, hidden, sounds, document, start, stop, weight = row
    names = {
        "label": [str(label)],
        "alias": str(aliases).split("\n") if aliases else [],
        "hidden": str(hidden).split("\n") if hidden else [],
    }
    score, matched, by = _score(names, str(sounds).split("\n"), wanted[0])
    hit: Json = {
        "id": id_, "type": kind, "label": label, "detail": detail, "matched": matched,
        "matched_by": by, "highlights": highlights(str(label), wanted),
        "matched_highlights": highlights(matched, wanted),
        "score": score - 5 * KINDS.index(str(kind)) + min(int(str(weight)), 9),
    }  # fmt: skip
    if document is not None:
        hit |= {"document": document, "start": start, "end": stop}
    return hit


_WHOLE = {"label": 130, "alias": 120, "hidden": 115}
_INSIDE = {"label": 70, "alias": 60, "hidden": 55}


def _score(names: dict[str, list[str]], sounds: list[str], wanted: Wanted) -> tuple[int, str, str]:
    """How well, by which spelling and by which kind of spelling the first part is met."""
    word = wanted.text.casefold()
    for by, base in _WHOLE.items():
        for name in names[by]:
            if name.casefold() == word:
                return base, name, by
    for by, base in _INSIDE.items():
        for name in names[by]:
            if characters(word) in characters(name):
                return base + 10 * name.casefold().startswith(word), name, by
    if wanted.latin or wanted.sounds:
        scores = [_spoken_score(said.split(), wanted.letters) for said in sounds]
        if any(scores):
            return max(scores), word, "pinyin"
    return 30, names["label"][0], "words"


def _spoken_score(said: list[str], letters: str) -> int:
    """How well letters meet a name by its initials or its whole sound; 0: not at all."""
    short, whole = "".join(word[0] for word in said), "".join(said)
    if letters in (short, whole):
        return 110
    if short.startswith(letters) or whole.startswith(letters):
        return 50
    return 40 * (letters in short or letters in whole)


def _order(hit: Json) -> tuple[int, int, str]:
    return -hit["score"], len(hit["label"]), hit["id"]
