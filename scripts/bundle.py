"""One folder that installs and serves where there is no network: ``make bundle``.

Writes ``dist/bundle``: our wheel and every wheel it needs for this machine, Linux x86-64 and arm64 and
Windows, a start script for each, and checksums. A folder copied to a closed intranet needs only Python::

    python scripts/bundle.py [--out FOLDER] [--only linux-x86_64 …] [--check]

``--check`` installs the folder into a fresh environment without network and builds the samples' graph.

pip judges environment markers by the machine it runs on, so what only Windows needs (colorama) would
be missing: the requirements are walked here, by the markers of each target.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path

from packaging import tags
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
_GLIBC = (17, 24, 28, 31, 34)


@dataclass(frozen=True)
class Target:
    """One kind of machine: what pip calls its platforms, and how markers see it."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]

    def supported(self, python: tuple[int, int]) -> frozenset[tags.Tag]:
        """Every wheel tag this machine takes."""
        abi = f"cp{python[0]}{python[1]}"
        return frozenset(
            (
                *tags.cpython_tags(python, [abi], self.platforms),
                *tags.compatible_tags(python, abi, self.platforms),
            )
        )

    def environment(self, python: tuple[int, int]) -> dict[str, str]:
        """The values markers are judged by."""
        version = f"{python[0]}.{python[1]}"
        common = {
            "python_version": version, "python_full_version": version + ".0", "extra": "",
            "implementation_name": "cpython", "implementation_version": version + ".0",
            "platform_python_implementation": "CPython", "platform_release": "",
            "platform_version": "",
        }  # fmt: skip
        return {**common, **self.markers}


def _linux(machine: str) -> Target:
    manylinux = [f"manylinux_2_{minor}_{machine}" for minor in reversed(_GLIBC)]
    markers = {
        "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux",
        "platform_machine": machine,
    }  # fmt: skip
    platforms = (*manylinux, f"manylinux2014_{machine}", f"linux_{machine}")
    return Target(f"linux-{machine}", platforms, markers)


WINDOWS = Target(
    "windows-amd64",
    ("win_amd64",),
    {
        "os_name": "nt", "sys_platform": "win32", "platform_system": "Windows",
        "platform_machine": "AMD64",
    },
)  # fmt: skip
TARGETS = (_linux("x86_64"), _linux("aarch64"), WINDOWS)


class Wheels:
    """A folder of wheels and what they require."""

    def __init__(self, folder: Path, python: tuple[int, int]) -> None:
        self.folder = folder
        self.python = python

    def find(self, name: str, target: Target) -> Path | None:
        """The wheel of a project that ``target`` takes; pure ones serve all."""
        supported = target.supported(self.python)
        for path in sorted(self.folder.glob("*.whl")):
            project, _, _, wheel_tags = parse_wheel_filename(path.name)
            if project == canonicalize_name(name) and wheel_tags & supported:
                return path
        return None

    def version(self, name: str) -> str | None:
        """The version another target has: all targets get the same."""
        for path in sorted(self.folder.glob("*.whl")):
            project, version, _, _ = parse_wheel_filename(path.name)
            if project == canonicalize_name(name):
                return str(version)
        return None

    def missing(self, root: str, target: Target) -> Iterator[Requirement]:
        """The requirements of ``root``, however deep, that no wheel here meets for ``target``."""
        waiting, seen = [Requirement(root)], set[tuple[str, frozenset[str]]]()
        while waiting:
            wanted = waiting.pop()
            key = canonicalize_name(wanted.name), frozenset(wanted.extras)
            if key in seen:
                continue
            seen.add(key)
            path = self.find(wanted.name, target)
            if path is None:
                yield wanted
                continue
            waiting += requirements(path, target.environment(self.python), wanted.extras)


def requirements(wheel: Path, environment: dict[str, str], extras: set[str]) -> list[Requirement]:
    """What a wheel asks for in ``environment`` with ``extras``."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        lines = BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist") or []
    found = []
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        cases = [{**environment, "extra": extra} for extra in ("", *sorted(extras))]
        if marker is None or any(marker.evaluate(case) for case in cases):
            found.append(requirement)
    return found


def _pip(*words: str) -> bool:
    done = subprocess.run(  # noqa: S603 our own interpreter
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words],
        check=False,
    )
    return done.returncode == 0


def collect(wheels: Wheels, targets: list[Target]) -> dict[str, list[str]]:
    """Fill the folder; target → what could not be had for it."""
    code = (
        "import sys; from hatchling.builders.wheel import WheelBuilder;"
        "list(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2], versions=['standard']))"
    )
    folder = str(wheels.folder)
    words = [sys.executable, "-c", code, str(ROOT), folder]
    subprocess.run(words, check=True)  # noqa: S603
    compiled = {**os.environ, "ZHIZE_COMPILE": "1"}
    done = subprocess.run(words, check=False, env=compiled, capture_output=True)  # noqa: S603
    if done.returncode:
        print("not compiled (no C compiler here?): all machines get the pure modules")
        print(done.stderr.decode(errors="replace")[-2000:], file=sys.stderr)
    own = next(wheels.folder.glob("zhize-*-none-any.whl"))
    if not _pip("wheel", "--wheel-dir", folder, str(own)):
        raise SystemExit("pip wheel failed: see above")
    return {target.name: _complete(wheels, target) for target in targets}


def _complete(wheels: Wheels, target: Target) -> list[str]:
    refused: dict[str, None] = {}
    while wanted := [r for r in wheels.missing("zhize", target) if str(r) not in refused]:
        for requirement in wanted:
            version = wheels.version(requirement.name)
            exact = f"{requirement.name}=={version}" if version else str(requirement).split(";")[0]
            abi = f"cp{wheels.python[0]}{wheels.python[1]}"
            platforms = [word for name in target.platforms for word in ("--platform", name)]
            got = _pip(
                "download", "--no-deps", "--only-binary=:all:", "--dest", str(wheels.folder),
                *platforms, "--python-version", f"{wheels.python[0]}.{wheels.python[1]}",
                "--implementation", "cp", *(w for a in (abi, "abi3", "none") for w in ("--abi", a)),
                exact,
            )  # fmt: skip
            if not got or wheels.find(requirement.name, target) is None:
                refused[str(requirement)] = None
    return list(refused)


START_SH = """#!/bin/sh
# 第一次运行时在本文件夹内安装(不联网), 以后直接启动。 Installs here without network, then starts.
# ./start.sh            示例图库 / the samples
# ./start.sh build 文件夹 --store data && ./start.sh serve --store data
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
if [ ! -x "$here/env/bin/zhize" ]; then
  "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (MAJOR, MINOR))' || {
    echo "需要 Python MAJOR.MINOR / Python MAJOR.MINOR is needed (PYTHON=/path/to/python $0)"; exit 1; }
  "$python" -m venv "$here/env"
  "$here/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \\
    --find-links "$here/wheels" zhize
fi
[ $# -gt 0 ] || set -- demo
exec "$here/env/bin/zhize" "$@"
"""
START_BAT = """@echo off
rem Installs here without network the first time, then starts. start.bat [build|serve ...]
setlocal
chcp 65001 >nul
set "here=%~dp0"
if exist "%here%env\\Scripts\\zhize.exe" goto run
py -MAJOR.MINOR -m venv "%here%env" || (echo Python MAJOR.MINOR is needed & exit /b 1)
"%here%env\\Scripts\\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%here%wheels" zhize || exit /b 1
:run
if "%~1"=="" ("%here%env\\Scripts\\zhize.exe" demo) else ("%here%env\\Scripts\\zhize.exe" %*)
"""
README = """zhize 职责图谱: 离线安装包 / offline bundle (Python MAJOR.MINOR)

Linux:    ./start.sh                  示例图库 / the samples: http://127.0.0.1:8000/
          ./start.sh build 文件夹 --store data
          ./start.sh serve --store data
Windows:  start.bat                   同上 / the same

只需 Python MAJOR.MINOR, 不需要网络。 Only Python MAJOR.MINOR is needed, no network.
SHA256SUMS: sha256sum -c SHA256SUMS

"""


def write(out: Path, missing: dict[str, list[str]], python: tuple[int, int]) -> None:
    """The scripts, the note on what is there, the checksums."""

    def filled(text: str) -> str:
        return text.replace("MAJOR", str(python[0])).replace("MINOR", str(python[1]))

    (out / "start.sh").write_text(filled(START_SH), encoding="utf-8", newline="\n")
    (out / "start.sh").chmod(0o755)
    (out / "start.bat").write_text(filled(START_BAT), encoding="utf-8", newline="\r\n")
    lines = [
        f"{name}: {'完整 / complete' if not gone else '缺 / missing: ' + ', '.join(gone)}\n"
        for name, gone in missing.items()
    ]
    lines += [
        f"{path.name}: 编译版, 抽取更快; 其他机器由 pip 取纯 Python 版 / compiled, reads faster; "
        "on other machines pip takes the pure one\n"
        for path in sorted((out / "wheels").glob("zhize-*.whl"))
        if not path.name.endswith("-none-any.whl")
    ]
    (out / "README.txt").write_text(filled(README) + "".join(lines), encoding="utf-8")
    files = sorted(p for p in out.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    sums = (
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(out).as_posix()}\n"
        for p in files
    )
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def check(out: Path) -> None:
    """Install a copy in an empty home, without network where the system can, and build the samples."""
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / "包 1"
        shutil.copytree(out, copy)
        command = ["sh", str(copy / "start.sh"), "demo", "--no-serve"]
        cut = shutil.which("unshare")
        alone = [cut, "-rn"] if cut and _runs([cut, "-rn", "true"]) else []
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "PYTHON": sys.executable, "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
        }  # fmt: skip
        subprocess.run([*alone, *command], env=environment, cwd=home, check=True)  # noqa: S603
        print("without network:", "shown" if alone else "not shown (no unshare here)")
        installed = (copy / "env").rglob("loaders/fold*")
        fast = any(path.suffix in (".so", ".pyd") for path in installed)
        print("modules:", "compiled" if fast else "pure")


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def main() -> int:
    """Write the bundle; 1 when a target is not complete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "bundle")
    names = [target.name for target in TARGETS]
    parser.add_argument("--only", choices=names, action="append", help="this target; repeatable")
    parser.add_argument("--check", action="store_true", help="try it without network")
    given = parser.parse_args()
    python = (sys.version_info.major, sys.version_info.minor)
    wheels = Wheels(given.out / "wheels", python)
    shutil.rmtree(wheels.folder, ignore_errors=True)
    wheels.folder.mkdir(parents=True)
    missing = collect(wheels, [t for t in TARGETS if t.name in (given.only or names)])
    write(given.out, missing, python)
    size = sum(path.stat().st_size for path in wheels.folder.iterdir()) / 1e6
    print(f"{given.out}: {len(list(wheels.folder.iterdir()))} wheels, {size:.0f} MB")
    for name, gone in missing.items():
        print(f"{name}: {'complete' if not gone else 'missing ' + ', '.join(gone)}")
    if given.check:
        check(given.out)
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
