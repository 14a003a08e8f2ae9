"""Killed at any moment: what was acknowledged is there, and no document is half old, half new.

``ZHIZE_KILLS`` says how often (10 in the ordinary run).
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ids
from kg.ask import Ask
from kg.store import open_store

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("ZHIZE_KILLS", "10"))
QUADS = 300
WRITER = """
import sys
import pyoxigraph as ox
from kg import ids
from kg.store import open_store

store = open_store(sys.argv[1])
label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
graph = ox.NamedNode(ids.iri("graph/x"))
turn = int(sys.argv[2])
while True:
    turn += 1
    things = (ox.NamedNode(ids.iri(f"doc/x/{i}")) for i in range(300))
    store.replace(["doc/x"], [ox.Quad(t, label, ox.Literal(turn), graph) for t in things])
    print(turn, flush=True)
"""
BUILDER = """
import sys
import pyoxigraph as ox
from kg import ids, store

store._SLICE = 10_000_000
label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
graph = ox.NamedNode(ids.iri("graph/x"))
text = ox.Literal("x")

def things():
    number = 0
    while True:
        yield ox.Quad(ox.NamedNode(f"a:{number}"), label, text, graph)
        number += 1
        if number == 300_000:
            print("more than one slice", flush=True)

store.open_store(sys.argv[1]).load(things())
"""
FULL = """
import resource, signal, sys
import pyoxigraph as ox
from kg import ids
from kg.errors import StoreError
from kg.store import open_store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(sys.argv[1])
label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
graph = ox.NamedNode(ids.iri("graph/x"))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for turn in range(200):
        thing = ox.NamedNode(ids.iri(f"doc/{turn}"))
        text = ox.Literal("".join(chr(0x4e00 + (turn * 7919 + i * 31) % 20000) for i in range(2000)))
        store.replace([], [ox.Quad(thing, label, text, graph)])
except StoreError as error:
    print(error.code, bool(error.hint))
"""


SEARCHER = """
import sys
from api.work import extract_file
from kg.ask import Ask
from kg.build import quads
from kg.library import Library
from kg.store import open_store

store = open_store(sys.argv[1])
library, ask = Library(store), Ask(store)
turn = int(sys.argv[2])
while True:
    turn += 1
    text = f"泾县2023年法治工作要点\\n一、加强组织领导\\n（一）落实第{turn}轮核查。各单位开展第{turn}轮核查。（牵头单位：县司法局）\\n"
    (record,) = extract_file(text.encode(), "要点.txt")
    library.put("要点.txt", f"{turn:064d}", {record.id: quads(record)})
    assert ask.search(f"第{turn}轮核查")["total"]
    print(turn, flush=True)
"""


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _killed(program: str, folder: Path, known: int, seconds: float) -> list[int]:
    """The numbers that a writing program acknowledged, killed so many seconds after the first of them."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, folder, str(known)],
        stdout=subprocess.PIPE,
        env=_environment(),
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "it has written something"
    time.sleep(seconds)
    process.kill()
    later = process.stdout.read().split("\n")[:-1]  # the last line may be half a number
    process.stdout.close()
    process.wait()
    return [int(line) for line in (first, *later)]


def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    acknowledged, chance = 0, random.Random(20)
    for _ in range(KILLS):
        said = _killed(WRITER, tmp_path, acknowledged, chance.random() * 0.15)
        acknowledged = max([acknowledged, *said])
        store = open_store(tmp_path)
        values = [int(q.object.value) for q in store.quads() if isinstance(q.object, ox.Literal)]
        assert len(values) == QUADS
        assert len(set(values)) == 1, "no mixture"
        # The last one may have been written before its word came out.
        assert acknowledged <= values[0] <= acknowledged + 1
        acknowledged = values[0]
        del store


def test_the_index_is_in_step_after_a_kill_in_the_middle_of_a_reload(tmp_path: Path) -> None:
    known, chance = 0, random.Random(7)
    for _ in range(max(2, KILLS // 4)):
        said = _killed(SEARCHER, tmp_path, known, chance.random() * 0.1)
        store = open_store(tmp_path)
        ask = Ask(store)
        texts = " ".join(q.object.value for q in store.quads() if isinstance(q.object, ox.Literal))
        found = [n for n in range(known + 100) if ask.search(f"“第{n}轮核查”")["total"]]
        assert found == sorted({int(n) for n in re.findall(r"第(\d+)轮核查", texts)})
        assert len(found) == 1 and found[0] >= max([known, *said])
        known = found[0]
        del store, ask


def test_a_first_build_killed_half_way_leaves_an_empty_store(tmp_path: Path) -> None:
    """A large build is written in slices, yet none of them is there before all are."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, tmp_path],
        stdout=subprocess.PIPE,
        env=_environment(),
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline(), "it wrote a slice"
    process.kill()
    process.wait()
    process.stdout.close()
    # The engine has them: without the mark they would count.
    assert len(ox.Store.read_only(str(tmp_path / "db"))) > 0
    store = open_store(tmp_path, read_only=True)
    assert (len(store), store.graphs()) == (0, [])
    quad = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("o"), ox.NamedNode("a:g"))
    store.load([quad])
    del store
    assert open_store(tmp_path).quads() == [quad]


def test_the_log_stays_short_however_many_documents_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the store after a kill reads the engine's log again."""
    monkeypatch.setattr("kg.store._LOG", 500_000)
    store = open_store(tmp_path / "store")
    label, graph = ox.NamedNode("a:label"), ox.NamedNode(ids.iri("graph/x"))
    sizes = []
    for turn in range(16):
        things = (ox.NamedNode(f"a:{turn}/{number}") for number in range(1000))
        store.replace(["doc/x"], [ox.Quad(t, label, ox.Literal(turn), graph) for t in things])
        logs = (tmp_path / "store" / "db").glob("*.log")
        sizes.append(max(log.stat().st_size for log in logs))
    assert sizes[1] > 300_000  # it grows by so much each time
    assert sizes[-1] < 4 * sizes[1]
    del store
    assert len(open_store(tmp_path / "store").quads("graph/x")) == 1000


def test_a_full_disk_is_one_clear_error(tmp_path: Path) -> None:
    assert resource.RLIMIT_FSIZE is not None
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "store True", done.stderr
    assert "Traceback" not in done.stderr
    assert open_store(tmp_path).ask("ASK {}")
