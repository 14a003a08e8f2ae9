"""Backups come back whole, nothing is overwritten, half a backup is refused."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.backup import backup, restore
from kg.errors import StoreError
from kg.library import Library
from kg.store import Store, open_store

LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def fill(store: Store, count: int) -> None:
    library = Library(store)
    for i in range(count):
        doc = f"doc/{i}"
        subject, graph = (ox.NamedNode(ids.iri(x)) for x in (doc, ids.graph(doc)))
        library.put(f"{i}.txt", f"{i}", {doc: [ox.Quad(subject, LABEL, ox.Literal(i), graph)]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "store")
    fill(opened, 5)
    (tmp_path / "store" / "sources.json").write_text("{}")
    return opened


def test_there_and_back(store: Store, tmp_path: Path) -> None:
    before = store.dump()
    assert backup(store, tmp_path / "copy") == len(store) == 20
    fill(store, 8)
    assert restore(tmp_path / "copy", tmp_path / "again") == 20
    again = open_store(tmp_path / "again")
    assert again.dump() == before
    assert Library(again).documents() == [f"doc/{i}" for i in range(5)]
    assert (tmp_path / "again" / "sources.json").exists()
    fill(again, 9)
    assert restore(tmp_path / "copy", tmp_path / "third") == 20, "the backup stays what it was"
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")], "no drafts left over"


def test_a_base_of_ones_own_comes_back(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s", "https://e.example/id/")
    fill(store, 1)
    backup(store, tmp_path / "copy")
    assert restore(tmp_path / "copy", tmp_path / "t") == len(store)


def test_nothing_is_overwritten(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "copy")
    for attempt in (
        lambda: backup(store, tmp_path / "copy"),
        lambda: restore(tmp_path / "copy", tmp_path / "store"),
    ):
        with pytest.raises(StoreError) as caught:
            attempt()
        assert caught.value.code == "backup" and caught.value.hint


def test_what_is_no_whole_backup_is_refused(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "copy")
    note = (tmp_path / "copy" / "backup.json").read_text()
    (tmp_path / "copy" / "backup.json").write_text(note.replace("20", "21"))
    for source in (tmp_path / "copy", tmp_path / "store", tmp_path / "none"):
        with pytest.raises(StoreError):
            restore(source, tmp_path / "new")
        assert not (tmp_path / "new").exists()


def test_only_a_folder_can_be_copied(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        backup(open_store(None), tmp_path / "copy")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_cannot_be_written_is_one_clear_error(store: Store, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(StoreError) as caught:
        backup(store, closed / "copy")
    assert caught.value.code == "backup"


def _serve(folder: str, ready: object, release: object) -> None:
    store = open_store(folder)
    fill(store, 5)
    store.snapshot()
    ready.set()  # type: ignore[attr-defined]
    release.wait(30)  # type: ignore[attr-defined]
    del store


def test_a_backup_while_it_is_served(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    holder = context.Process(target=_serve, args=(str(tmp_path / "s"), ready, release))
    holder.start()
    try:
        assert ready.wait(30)
        assert backup(open_store(tmp_path / "s", read_only=True), tmp_path / "copy") == 20
    finally:
        release.set()
        holder.join()
    shutil.rmtree(tmp_path / "s")
    gc.collect()
    assert restore(tmp_path / "copy", tmp_path / "s") == 20
