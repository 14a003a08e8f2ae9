"""api.workers and api.sources: order kept, no file lost when a worker dies, names that last."""

import multiprocessing
import os
import shutil
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli_build import auto_jobs
from api.sources import Sourced, SourceNames
from api.work import Setup, rules_digest
from api.workers import run
from loaders.inputs import largest, walk


def test_outcomes_come_in_the_order_of_the_files(folder: Path) -> None:
    sources = list(SourceNames(None).walk([folder]))
    single = [(s.name, len(o.documents)) for s, o in run(sources, Setup(), 1)]
    double = [(s.name, len(o.documents)) for s, o in run(sources, Setup(), 2)]
    assert single == double
    assert [name for name, _ in single] == [s.name for s in sources]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_worker_that_dies_takes_no_file_with_it(folder: Path) -> None:
    """Workers are killed while files are under way: those files are worked on again, one by one."""
    sources = list(SourceNames(None).walk([folder])) * 4

    def deadly() -> Iterator[Sourced]:
        for number, source in enumerate(sources):
            if number == 7:
                for child in multiprocessing.active_children():
                    os.kill(child.pid or 0, signal.SIGKILL)
            yield source

    outcomes = list(run(deadly(), Setup(validate=False), 2))
    assert [s.name for s, _ in outcomes] == [s.name for s in sources]
    assert [o.error for _, o in outcomes] == [None] * len(sources)


def test_a_file_has_one_name_however_it_is_given(folder: Path, tmp_path: Path) -> None:
    names = SourceNames(None)
    path = sorted(folder.iterdir())[0]
    whole = {s.name for s in names.walk([folder])}
    assert f"{folder.name}/{path.name}" in whole
    for given in ([path], [folder / "*.txt"], [tmp_path]):
        assert {s.name for s in names.walk(given)} <= whole


def test_a_file_given_twice_is_one_input(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    assert len(list(SourceNames(None).walk([folder, path, folder]))) == 3


def test_names_are_remembered_beside_the_store(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "store"
    location.mkdir()
    first = SourceNames(location)
    before = [s.name for s in first.walk([folder])]
    first.save()
    deeper = tmp_path.parent
    after = [s.name for s in SourceNames(location).walk([deeper / tmp_path.name / folder.name])]
    assert after == before


def test_a_folder_that_moved_keeps_its_names(folder: Path, tmp_path: Path) -> None:
    location = tmp_path / "store"
    location.mkdir()
    first = SourceNames(location)
    before = [s.name for s in first.walk([folder])]
    first.save()
    moved = tmp_path / "别处" / folder.name
    moved.parent.mkdir()
    shutil.move(folder, moved)
    assert [s.name for s in SourceNames(location).walk([moved])] == before


def test_a_damaged_memory_is_begun_anew(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sources.json").write_text("{", encoding="utf-8")
    assert len(list(SourceNames(tmp_path).walk([folder]))) == 3


def test_the_largest_files_are_found_wherever_they_are(folder: Path) -> None:
    (folder / "里").mkdir()
    for name, size in (("甲.txt", 400_000), ("里/乙.txt", 600_000), ("丙.txt", 500_000)):
        (folder / name).write_bytes(b"x" * size)
    with zipfile.ZipFile(folder / "丁.zip", "w") as archive:
        archive.writestr("戊.txt", b"x" * 900_000)
    found = [item.path for item in largest([folder, folder / "甲.txt", folder / "没有"], 2)]
    assert found == [str(folder / "里" / "乙.txt"), str(folder / "丙.txt")]
    assert set(found) < {item.path for item in walk([folder])}


def test_small_input_is_not_worth_a_worker(folder: Path) -> None:
    assert auto_jobs([str(folder)]) == 1


def test_the_digest_of_the_rules_changes_with_a_users_table(tmp_path: Path) -> None:
    table = tmp_path / "辖区.csv"
    table.write_text("code,name,parent,level\n", encoding="utf-8")
    assert rules_digest(Setup()) == rules_digest(Setup())
    assert rules_digest(Setup()) != rules_digest(Setup(places=table))
    assert rules_digest(Setup()) != rules_digest(Setup(base="https://example.org/"))
