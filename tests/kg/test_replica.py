"""A store read beside its writer: the newest state, then the next; nothing is ever written."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.errors import StoreError
from kg.pool import Limits, Pool
from kg.replica import Replica, open_replica
from kg.store import open_store

LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def quad(turn: int) -> ox.Quad:
    graph = ox.NamedNode(ids.iri("graph/甲"))
    return ox.Quad(ox.NamedNode(ids.iri("doc/甲")), LABEL, ox.Literal(turn), graph)


@pytest.fixture(autouse=True)
def _looks_always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.replica.LOOK", -1.0)


def seen(replica: Replica, pool: Pool) -> tuple[str, str]:
    assert replica.revision >= 0
    rows = replica.query("SELECT ?o { ?s ?p ?o }")
    answer = pool.run("SELECT ?o { ?s ?p ?o }", base="http://x/", results="text/csv")
    return rows[0]["o"].value, answer.body.split()[1].decode()  # type: ignore[union-attr]


def test_several_readers_follow_one_writer(tmp_path: Path) -> None:
    writer = open_store(tmp_path)
    writer.replace(["doc/甲"], [quad(0)])
    writer.snapshot()
    replicas = [open_replica(tmp_path, ids.DEFAULT_BASE) for _ in range(2)]
    pools = [Pool(replica, Limits(workers=1)) for replica in replicas]
    try:
        for turn in range(1, 6):
            for replica, pool in zip(replicas, pools, strict=True):
                assert seen(replica, pool) == (str(turn - 1),) * 2
            # Three states at once: the one that the readers have open is no more.
            for value in (100, 101, turn):
                writer.replace(["doc/甲"], [quad(value)])
                writer.snapshot()
            for replica, pool in zip(replicas, pools, strict=True):
                assert seen(replica, pool) == (str(turn),) * 2
    finally:
        for pool in pools:
            pool.close()


def test_what_the_last_writer_left_is_read_without_one(tmp_path: Path) -> None:
    writer = open_store(tmp_path)
    writer.replace([], [quad(7)])
    del writer
    assert open_replica(tmp_path, ids.DEFAULT_BASE).ask("ASK { ?s ?p 7 }")
    open_store(tmp_path)  # the lock was given back


def test_it_never_writes(tmp_path: Path) -> None:
    open_store(tmp_path).replace([], [quad(7)])
    replica = open_replica(tmp_path, ids.DEFAULT_BASE)
    for write in (
        lambda: replica.update("CLEAR ALL"),
        lambda: replica.replace([], [quad(8)]),
        lambda: replica.load([quad(8)]),
    ):
        with pytest.raises(StoreError) as caught:
            write()
        assert caught.value.code == "store_readonly"
    with pytest.raises(StoreError) as missing:
        open_replica(tmp_path / "none", ids.DEFAULT_BASE)
    assert missing.value.code == "store_missing"
