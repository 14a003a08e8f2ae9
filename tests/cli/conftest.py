"""One graph of the shipped samples for all command line tests, and a way to run commands in process.

Commands run through the real group with a real store in a temporary folder; nothing is mocked. A test
that changes a graph builds its own.
"""

import gc
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "loaders" / "samples"


@dataclass(frozen=True, slots=True)
class Done:
    """What a finished command left behind; ``output`` is both streams as a person sees them."""

    exit_code: int
    stdout: str
    stderr: str
    output: str


Zhize = Callable[..., Done]


@pytest.fixture(scope="session")
def zhize() -> Zhize:
    """Run a command: ``zhize("duties", "司法局", store=folder)``."""
    runner = CliRunner()

    def run(*words: object, store: Path | None = None, input: str | None = None) -> Done:
        env = {"ZHIZE_STORE": str(store) if store else None, "COLUMNS": "200", "ZHIZE_DEBUG": None}
        result = runner.invoke(app, [str(word) for word in words], env=env, input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        done = Done(result.exit_code, result.stdout, result.stderr, result.output)
        # The engine lets go of its folder when the last reference dies; a process would simply end.
        del result
        gc.collect()
        return done

    return run


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of the shipped sample documents."""
    return SAMPLES / "documents"


@pytest.fixture(scope="session")
def own() -> tuple[str, ...]:
    """The options that give the samples' own places and units."""
    return ("--places", str(SAMPLES / "places.csv"), "--units", str(SAMPLES / "units.csv"))


@pytest.fixture(scope="session")
def graph(
    tmp_path_factory: pytest.TempPathFactory, zhize: Zhize, documents: Path, own: tuple[str, ...]
) -> Path:
    """A store holding all samples; tests only read it."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    done = zhize("build", documents, *own, "--jobs", 1, store=folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def folder(tmp_path: Path, documents: Path) -> Path:
    """Three sample texts in a folder of their own, to be edited."""
    target = tmp_path / "文件 夹"
    target.mkdir()
    for path in sorted(documents.glob("*.txt")) + sorted(documents.glob("*.md")):
        shutil.copy(path, target)
    return target
