"""zhize serve and demo as processes: they answer, they share the graph, they fail in one line."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def zhize(*words: object, home: Path) -> list[str]:
    return [sys.executable, "-m", "api.cli", *map(str, words)]


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIZE_")}
    return {
        **kept,
        "XDG_DATA_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }


def run(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        zhize(*words, home=home),
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
    )


@dataclass
class Served:
    """A served copy of a graph; ``output`` is what the command printed, once it has ended."""

    address: str
    store: Path | str
    home: Path
    output: str = ""


@contextmanager
def serving(graph: Path, home: Path, *options: object) -> Iterator[Served]:
    """``zhize serve`` over a copy of ``graph`` in ``home`` until the block ends."""
    store = home / "store"
    shutil.copytree(graph, store)
    (store / "db" / "LOCK").unlink(missing_ok=True)
    with serving_at(store, home, *options) as served:
        yield served


@contextmanager
def serving_at(store: Path | str, home: Path, *options: object) -> Iterator[Served]:
    """``zhize serve`` over a store, a folder or an address, until the block ends."""
    process = subprocess.Popen(
        zhize("serve", "--port", 0, "--store", store, *options, home=home),
        env=environment(home),
        cwd=home,
        bufsize=0,  # what readline had read ahead, communicate would not find
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    said = b""
    while b"/ " not in said:  # any port was asked for: the first line says which it is
        line = process.stdout.readline()
        assert line, said.decode()
        said += line
    found = re.search(r"http://127\.0\.0\.1:([1-9]\d*)/ ", said.decode())
    assert found, said.decode()
    served = Served(f"http://127.0.0.1:{found[1]}", store, home)
    try:
        wait_for(served.address + "/healthz", process)
        yield served
    finally:
        process.terminate()
        served.output = (said + process.communicate(timeout=20)[0]).decode()
        assert "Traceback" not in served.output, served.output


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, graph: Path
) -> Iterator[tuple[str, Path, Path]]:
    """A served copy of the samples' graph: its address, its store, a home folder."""
    with serving(graph, tmp_path_factory.mktemp("home")) as served:
        yield served.address, Path(served.store), served.home


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, process.communicate()[0].decode()
        try:
            with urllib.request.urlopen(address, timeout=20):
                return
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.2)
    raise AssertionError("no answer")


def test_it_serves_the_explorer_and_the_api(server: tuple[str, Path, Path]) -> None:
    address, _, _ = server
    for path in ("/", "/api/stats", "/docs", "/sparql?query=ASK%7B%7D"):
        with urllib.request.urlopen(address + path, timeout=30) as reply:
            assert reply.status == 200, path


def test_commands_read_while_it_serves(server: tuple[str, Path, Path]) -> None:
    _, store, home = server
    done = run("stats", "--store", store, home=home)
    assert done.returncode == 0, done.stderr
    assert "柳泊镇" in done.stdout


def test_writing_while_it_serves_is_refused_in_one_line(
    server: tuple[str, Path, Path], documents: Path
) -> None:
    _, store, home = server
    done = run("build", documents, "--store", store, home=home)
    assert done.returncode == 1
    assert "[store_locked]" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_taken_port_is_one_line(server: tuple[str, Path, Path], graph: Path) -> None:
    address, _, home = server
    done = run("serve", "--port", address.rpartition(":")[2], "--store", graph, home=home)
    assert done.returncode == 1
    assert "[port]" in done.stderr and "--port" in done.stderr


def test_serving_nothing_says_what_to_do(tmp_path: Path) -> None:
    done = run("serve", home=tmp_path)
    assert done.returncode == 1
    assert "[store_missing]" in done.stderr and "zhize build" in done.stderr


def test_demo_without_serving_tells_the_story_twice(tmp_path: Path) -> None:
    for _ in range(2):
        done = run("demo", "--no-serve", home=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "6 个文件" in done.stdout
        assert "牵头最多" in done.stdout and "缺口" in done.stdout
    assert "6 未变" in done.stdout
    assert (tmp_path / "zhize" / "demo" / "db").is_dir()


def test_a_pipe_that_closes_is_no_error(tmp_path: Path, documents: Path) -> None:
    words = " ".join(f"'{w}'" for w in zhize("extract", documents, home=tmp_path))
    done = subprocess.run(
        f"{words} | head -c 100 >/dev/null",
        shell=True,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr and "Error" not in done.stderr


def test_chinese_prints_in_a_c_locale(tmp_path: Path) -> None:
    env = {**environment(tmp_path), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env.pop("PYTHONIOENCODING")
    done = subprocess.run(
        zhize("stats", "--store", tmp_path / "无", home=tmp_path), env=env, capture_output=True
    )
    assert done.returncode == 1
    assert "没有图库" in done.stderr.decode()


def test_version(tmp_path: Path) -> None:
    assert run("--version", home=tmp_path).stdout.startswith("zhize 0.")


def test_beyond_this_machine_a_token_is_asked_for(
    tmp_path: Path, server: tuple[str, Path, Path]
) -> None:
    _, store, _ = server
    done = run("serve", "--host", "0.0.0.0", "--store", store, home=tmp_path)
    assert done.returncode == 1
    assert "[token_required]" in done.stderr and "--public" in done.stderr
    done = run(
        "serve", "--host", "0.0.0.0", "--token-file", "none", "--store", store, home=tmp_path
    )
    assert "[token_file]" in done.stderr and len(done.stderr.splitlines()) == 1


def test_writable_prints_a_link_whose_token_may_import(graph: Path, tmp_path: Path) -> None:
    with serving(graph, tmp_path, "--writable") as served:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(served.address + "/api/uploads", timeout=20)
        assert refused.value.code == 401
        refused.value.close()
    output = served.output
    link = next(line for line in output.splitlines() if "/import#token=" in line)
    assert len(link.partition("#token=")[2]) >= 24 and "Traceback" not in output


def test_reading_only_holds_for_a_server_s_address_too(
    oxigraph: Callable[[], str], tmp_path: Path
) -> None:
    """A token would let this service write to the store of another one."""
    (tmp_path / "token").write_text("secret")
    change = urllib.parse.urlencode({"update": "INSERT DATA { <a:s> <a:p> 1 }"}).encode()
    options = ("--read-only", "--token-file", tmp_path / "token")
    with serving_at(oxigraph(), tmp_path, *options) as served:
        headers = {"Authorization": "Bearer secret"}
        asked = urllib.request.Request(served.address + "/sparql", change, headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=30)
        assert refused.value.code == 403 and "read_only" in refused.value.read().decode()
    assert "/import" not in served.output
