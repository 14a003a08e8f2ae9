"""The README cannot lie: every command and every query in it is run, in its order, on the samples."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLES = ROOT / "loaders" / "samples"


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command line in the shell blocks and every ``zhize …`` in the running text, in order."""
    lines = [line.strip() for block in blocks("sh") for line in block.splitlines()]
    inline = re.findall(r"`((?:zhize|make) [^`]+)`", README)
    return list(dict.fromkeys(line for line in [*lines, *inline] if line))


ZHIZE = [c for c in commands() if c.startswith("zhize ") and not c.startswith("zhize serve")]
MAKE = [c for c in commands() if c.startswith("make ")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the README's commands name."""
    folder = tmp_path_factory.mktemp("读者")
    documents = folder / "我的文件夹"
    shutil.copytree(SAMPLES / "documents", documents)
    shutil.copy(next(documents.glob("02-*.txt")), folder / "要点.txt")
    shutil.copy(folder / "要点.txt", folder / "文件")
    next(documents.glob("02-*.txt")).rename(documents / "要点.txt")
    shutil.copy(SAMPLES / "places.csv", folder / "辖区.csv")
    shutil.copy(SAMPLES / "units.csv", folder / "单位.csv")
    (folder / "查询.rq").write_text(blocks("sparql")[0], encoding="utf-8")
    return folder


def environment(desk: Path) -> dict[str, str]:
    """A reader's environment: own home, nothing of ours set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIZE_")}
    return {**kept, "XDG_DATA_HOME": str(desk / "home"), "PYTHONIOENCODING": "utf-8"}


def run(command: str, desk: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command, comments=True)
    assert words[0] == "zhize"
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words[1:]],
        cwd=desk,
        env={**environment(desk), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def story(desk: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """All commands run one after the other, as a reader would."""
    return {command: run(command, desk) for command in ZHIZE}


def test_the_readme_shows_what_was_asked_for() -> None:
    shown = " ".join(commands())
    for name in ("build", "duties", "query", "gaps", "explain", "extract", "export", "view"):
        assert f"zhize {name}" in shown
    assert len(blocks("sparql")) == 1


@pytest.mark.parametrize("command", ZHIZE)
def test_command_of_the_readme(
    command: str, story: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    done = story[command]
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() or done.stderr.strip() or "-o" in command or "--out" in command


def test_the_query_of_the_readme_has_rows(
    story: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    shown = story["zhize query 查询.rq"].stdout
    assert "单位" in shown and "司法" in shown
    assert not shown.rstrip().endswith(" 0 行")


@pytest.mark.parametrize("command", MAKE)
def test_make_command_of_the_readme(command: str) -> None:
    words = shlex.split(command, comments=True)
    done = subprocess.run(
        ["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    for word in words[1:]:
        if word.startswith("PORT="):
            assert f"--port {word[5:]}" in done.stdout


def test_serve_of_the_readme(
    desk: Path, story: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    (command,) = [c for c in commands() if c.startswith("zhize serve")]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = shlex.split(command.replace("8000", str(port)), comments=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words[1:]],
        cwd=desk,
        env={**environment(desk), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        body = wait_for(f"http://127.0.0.1:{port}/", server)
        assert "职责" in body
        assert "霁川" in wait_for(f"http://127.0.0.1:{port}/api/documents", server)
    finally:
        server.terminate()
        server.communicate(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> str:
    """The page at ``address`` as soon as the server answers."""
    for _ in range(150):
        assert server.poll() is None, server.communicate()[0].decode()
        try:
            with urllib.request.urlopen(address, timeout=20) as reply:
                return str(reply.read().decode())
        except ConnectionError:
            time.sleep(0.2)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.2)
    raise AssertionError("no answer")


def test_links_and_pictures_exist() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [t for t in targets if "://" not in t and not (ROOT / t).exists()]
    assert missing == []


def test_the_folders_named_exist() -> None:
    for name in re.findall(r"`((?:loaders|ontology|kg|docs)/[\w/]*)", README):
        assert (ROOT / name).exists(), name


def test_the_changelog_knows_this_version() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_english_only_paragraph_comes_before_its_chinese() -> None:
    """Chinese first, English beside."""
    first = next(line for line in README.splitlines() if line and not line.startswith("#"))
    assert re.search(r"[\u4e00-\u9fff]", first)
