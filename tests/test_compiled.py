"""The optional compiled wheel: the modules are such as mypyc takes, and nobody gets it unasked.

That compiled and pure modules give the same records is shown by ``make bench``: it takes a C compiler and minutes.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from api.work import Setup, rules_digest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_pattern_names_modules(hook: ModuleType) -> None:
    chosen = hook.modules(ROOT)
    assert "loaders/extract/predicates.py" in chosen and "loaders/__init__.py" not in chosen
    for pattern in hook.MODULES:
        assert list(ROOT.glob(pattern)), pattern


def test_mypyc_takes_the_modules(hook: ModuleType, tmp_path: Path) -> None:
    """To C, not to machine code: what mypyc cannot translate is seen where there is no compiler."""
    for package in ("kg", "loaders", "ontology"):
        ignored = shutil.ignore_patterns("*.so", "__pycache__", "samples", "registry")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    code = "import sys; from mypyc.build import mypycify; print(len(mypycify(sys.argv[1:])))"
    config = f"--config-file={ROOT / 'pyproject.toml'}"
    done = subprocess.run(
        [sys.executable, "-c", code, config, *hook.modules(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[-1]) > len(hook.modules(tmp_path))  # and what they share


def test_machine_code_beside_a_module_is_no_new_version(tmp_path: Path) -> None:
    """A folder loaded by the pure modules is not loaded again by the compiled ones."""
    before = rules_digest(Setup())
    beside = ROOT / "loaders" / f"nothing-{tmp_path.name}.so"
    beside.write_bytes(b"")
    try:
        rules_digest.cache_clear()
        assert rules_digest(Setup()) == before
    finally:
        beside.unlink()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of Linux")
def test_a_wheel_promises_only_the_c_library_it_names(hook: ModuleType, tmp_path: Path) -> None:
    module = tmp_path / "x.so"
    for needs, promised in (
        (b"GLIBC_2.2.5 GLIBC_2.14", "manylinux_2_17_"),
        (b"GLIBC_2.17\0GLIBC_2.28", "manylinux_2_28_"),
        (b"GLIBC_2.99", "linux_"),
        (b"libc.musl-x86_64.so.1", "linux_"),
    ):
        module.write_bytes(needs)
        assert hook._tag(tmp_path).split("-")[2].startswith(promised), needs


def test_a_build_that_fails_leaves_nothing_behind(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("ZHIZE_COMPILE", "1")
    empty = tmp_path / "nothing here"
    builder = hook.CompiledModules(str(empty), {}, None, None, str(tmp_path), "wheel")
    with pytest.raises(OSError):
        builder.initialize("standard", {"force_include": {}})
    assert list(tmp_path.iterdir()) == []
