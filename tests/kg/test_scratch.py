"""Temporary folders: gone with their owner, and when it was killed, with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.scratch import Scratch

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from kg.scratch import Scratch
kept = Scratch("trial")
(kept.path / "upload").mkdir()
print(kept.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def held(tmp_path: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    (dead, left), (living, used) = held(tmp_path), held(tmp_path)
    strange = tmp_path / "zhize-trial-strange"  # not made by us: it has no lock
    strange.mkdir()
    (tmp_path / "zhize-trial-link").symlink_to(left)
    dead.send_signal(signal.SIGKILL)
    dead.wait()
    assert left.is_dir() and left.parent == tmp_path
    mine = Scratch("trial")
    assert not left.exists()
    assert used.is_dir() and (used / "upload").is_dir() and strange.is_dir()
    mine.close()
    assert not mine.path.exists()
    living.communicate("")
    assert not used.exists()
    dead.communicate()


def test_it_goes_with_its_owner() -> None:
    path = Scratch("trial").path
    assert not path.exists()
