"""The search index: any two characters, other spellings, initials, kept in step with the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import Ask
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.search import characters, initials
from kg.store import open_store


def put(library: Library, record: Record) -> None:
    library.put(record.source.name, record.source.sha256, {record.id: quads(record)})


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_the_index_follows_the_store(county: list[Record], tmp_path: Path, place: str) -> None:
    store = open_store(tmp_path if place == "disk" else None)
    library, ask = Library(store), Ask(store)
    assert ask.search("述法")["total"] == 0
    put(library, county[0])
    assert ask.search("述法")["total"] > 0
    put(library, county[1])
    assert ask.search("综合执法")["items"][0]["type"] == "unit"
    library.forget(county[0].id)
    assert ask.search("述法")["total"] == 0


def test_the_index_beside_the_store_is_used_again(county: list[Record], tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    assert Ask(store).search("述法")["total"] > 0
    kept = tmp_path / "search.sqlite"
    before = kept.stat().st_mtime_ns
    assert Ask(store).search("述法")["total"] > 0
    assert kept.stat().st_mtime_ns == before
    put(Library(store), county[1])
    assert Ask(store).search("执法结果")["total"] > 0
    assert kept.stat().st_mtime_ns != before


def test_a_broken_index_file_is_made_anew(county: list[Record], tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    (tmp_path / "search.sqlite").write_bytes(b"not a database")
    assert Ask(store).search("述法")["total"] > 0


def test_a_folder_that_cannot_be_written_gets_an_index_in_memory(
    county: list[Record], tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    put(Library(store), county[0])
    (tmp_path / "search.sqlite").mkdir()
    assert Ask(store).search("述法")["total"] > 0


@given(st.text(max_size=30))
def test_any_text_may_be_asked(text: str) -> None:
    store = open_store(None)
    assert Ask(store).search(text)["total"] == 0


def test_characters_and_initials() -> None:
    assert characters("司法所（A1）") == "司 法 所 a 1"
    assert initials("人和司法所") == "rhsfs"
    assert initials("12345热线") == "12345rx"
