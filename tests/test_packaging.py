"""What ships: the wheel holds our five packages with all their data, and nothing else."""

import importlib.metadata
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "kg", "loaders", "ontology", "visualize")
DATA = {".ttl", ".rq", ".toml", ".json", ".jsonld", ".tsv", ".gz", ".csv", ".txt", ".md", ".html"}
DATA |= {".js", ".css", ".svg", ".docx", ".xlsx", ".pdf", ".typed"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a freshly built wheel."""
    out = tmp_path_factory.mktemp("wheel")
    # hatchling directly: no isolated environment, hence no network
    code = (
        "import sys; from hatchling.builders.wheel import WheelBuilder;"
        "print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard'])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(out)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(done.stdout.strip()) as archive:
        return set(archive.namelist())


def shipped(package: str) -> set[str]:
    """The files of a package that git would ship."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", package],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.mark.parametrize("package", PACKAGES)
def test_wheel_has_every_file_of_the_package(wheel: set[str], package: str) -> None:
    wanted = {n for n in shipped(package) if Path(n).suffix in DATA | {".py"}}
    assert wanted - wheel == set()


def test_wheel_has_each_kind_of_data(wheel: set[str]) -> None:
    for folder, suffix in (
        ("ontology/", ".ttl"),
        ("kg/queries/", ".rq"),
        ("api/exports/", ".rq"),
        ("loaders/rules/", ".toml"),
        ("loaders/samples/documents/", ".txt"),
        ("visualize/", ".css"),
        ("visualize/", ".js"),
    ):
        assert any(n.startswith(folder) and n.endswith(suffix) for n in wheel), (folder, suffix)


def test_wheel_has_nothing_else(wheel: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {t for t in tops if not t.endswith(".dist-info")} == set(PACKAGES)
    assert not [n for n in wheel if "__pycache__" in n or n.startswith("tests/")]


def test_the_five_names_are_ours_alone() -> None:
    owners = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["zhize"])) == {"zhize"}


def test_the_command_loads() -> None:
    (command,) = importlib.metadata.entry_points(group="console_scripts", name="zhize")
    assert callable(command.load())


def test_jieba_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [
        d.partition(">")[0].partition("=")[0].partition("<")[0] for d in project["dependencies"]
    ]
    assert "jieba" in names
    assert any("rjieba" in d for d in project["optional-dependencies"]["fast"])


def test_licence_is_apache_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) > 200
