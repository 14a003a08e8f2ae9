"""The offline bundle: each machine gets what its own markers ask for; the scripts are sound.

That a written bundle installs without network is shown by ``make bundle ARGS=--check``: it needs the
package index to write one.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (3, 11)


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "scripts" / "bundle.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bundle"] = module
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, *needs: str, tag: str = "py3-none-any") -> None:
    project = name.replace("-", "_")
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    metadata += "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(folder / f"{project}-1.0-{tag}.whl", "w") as archive:
        archive.writestr(f"{project}-1.0.dist-info/METADATA", metadata + "\n")
        archive.writestr(f"{project}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")


def missing(bundle: ModuleType, folder: Path, target: str) -> list[str]:
    wheels = bundle.Wheels(folder, PYTHON)
    chosen = next(t for t in bundle.TARGETS if t.name == target)
    return sorted(r.name for r in wheels.missing("zhize", chosen))


def test_each_target_is_asked_by_its_own_markers(bundle: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "zhize", "shell", "reader; platform_machine != 'aarch64'", "web[fast]")
    wheel(tmp_path, "shell", "colorama; sys_platform == 'win32'", "old; python_version < '3'")
    wheel(tmp_path, "web", "speed; extra == 'fast'", "docs; extra == 'docs'")
    wheel(tmp_path, "speed", tag="cp311-cp311-manylinux2014_x86_64")
    wheel(tmp_path, "reader", tag="cp38-abi3-win_amd64")
    assert missing(bundle, tmp_path, "windows-amd64") == ["colorama", "speed"]
    assert missing(bundle, tmp_path, "linux-x86_64") == ["reader"]
    assert missing(bundle, tmp_path, "linux-aarch64") == ["speed"]


def test_a_newer_glibc_or_another_python_is_not_taken(bundle: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "zhize", "one", "two", "three")
    wheel(tmp_path, "one", tag="cp311-cp311-manylinux_2_99_x86_64")
    wheel(tmp_path, "two", tag="cp312-cp312-manylinux2014_x86_64")
    wheel(tmp_path, "three", tag="cp38-abi3-manylinux_2_28_x86_64")
    assert missing(bundle, tmp_path, "linux-x86_64") == ["one", "two"]


def test_what_is_written_beside_the_wheels(bundle: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    wheel(tmp_path / "wheels", "zhize")
    wheel(tmp_path / "wheels", "zhize", tag="cp311-cp311-manylinux_2_17_x86_64")
    bundle.write(tmp_path, {"linux-x86_64": [], "linux-aarch64": ["reader"]}, PYTHON)
    assert subprocess.run(["sh", "-n", str(tmp_path / "start.sh")], check=False).returncode == 0
    assert (tmp_path / "start.sh").stat().st_mode & 0o111
    assert b"\r\n" in (tmp_path / "start.bat").read_bytes()
    for name in ("start.sh", "start.bat"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "--no-index" in text and "3.11" in text and "MAJOR" not in text
    note = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert "linux-aarch64: 缺 / missing: reader" in note
    assert "zhize-1.0-cp311-cp311-manylinux_2_17_x86_64.whl: 编译版" in note
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("platform", "taken"),
    [("manylinux_2_17_x86_64", "cp311-cp311-manylinux_2_17_x86_64"), ("win_amd64", "py3-none-any")],
)
def test_pip_takes_the_compiled_wheel_where_it_runs(
    tmp_path: Path, platform: str, taken: str
) -> None:
    wheels, out = tmp_path / "wheels", tmp_path / "out"
    wheels.mkdir()
    wheel(wheels, "zhize")
    wheel(wheels, "zhize", tag="cp311-cp311-manylinux_2_17_x86_64")
    here = ["--no-index", "--find-links", str(wheels), "--only-binary=:all:", "--no-deps"]
    machine = ["--platform", platform, "--python-version", "3.11", "--implementation", "cp"]
    words = ["-m", "pip", "download", *here, *machine, "--dest", str(out), "zhize"]
    done = subprocess.run([sys.executable, *words], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in out.iterdir()] == [f"zhize-1.0-{taken}.whl"]


def test_a_machine_without_the_doc_reader_reads_the_rest() -> None:
    code = (
        "import sys; sys.modules['unword'] = None\n"
        "from loaders import readers; from loaders.readers import doc\n"
        "print(readers.read('甲镇工作要点'.encode(), 'a.txt').text)\n"
        "try: doc.read(b'', 'a.doc')\n"
        "except Exception as error: print(error.code, error.hint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "甲镇工作要点" in done.stdout and "unsupported" in done.stdout and "docx" in done.stdout
