"""An optional build hook: ``ZHIZE_COMPILE=1`` compiles the modules that read sentences with mypyc, as Black and mypy do.

The source stays plain Python and is what runs in an editable install, on a machine without a C compiler and wherever
nobody asks: a compiled wheel holds the same modules a second time, as machine code, and Python prefers those.
``ZHIZE_COMPILE_LEVEL`` is the compiler's optimisation level (3).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging import tags

# Where the time goes; what is asked once a document stays as it is.
MODULES = (
    "kg/ids.py",
    "loaders/brackets.py",
    "loaders/compounds.py",
    "loaders/covering.py",
    "loaders/extract/*.py",
    "loaders/facts.py",
    "loaders/flat_cells.py",
    "loaders/flat_tables.py",
    "loaders/fold.py",
    "loaders/folding.py",
    "loaders/head_lines.py",
    "loaders/heading_titles.py",
    "loaders/jurisdiction.py",
    "loaders/label_lines.py",
    "loaders/line_joins.py",
    "loaders/measures.py",
    "loaders/metadata.py",
    "loaders/next_items.py",
    "loaders/numbering.py",
    "loaders/owner_words.py",
    "loaders/owners.py",
    "loaders/page_boxes.py",
    "loaders/parts.py",
    "loaders/pipeline.py",
    "loaders/prose.py",
    "loaders/prose_scope.py",
    "loaders/role_notes.py",
    "loaders/run_ins.py",
    "loaders/scope.py",
    "loaders/short_names.py",
    "loaders/signatures.py",
    "loaders/signs.py",
    "loaders/spaced_rows.py",
    "loaders/statements.py",
    "loaders/structure.py",
    "loaders/tables.py",
    "loaders/tag_cues.py",
    "loaders/tag_dates.py",
    "loaders/tag_habits.py",
    "loaders/tags.py",
    "loaders/titles.py",
    "loaders/unit_labels.py",
    "loaders/unit_lines.py",
    "loaders/unit_lists.py",
    "loaders/unit_spellings.py",
    "loaders/units.py",
    "loaders/unread.py",
    "loaders/widths.py",
    "ontology/places.py",
    "ontology/policies.py",
    "ontology/unit_names.py",
)
_GLIBC = (17, 24, 28, 31, 34)  # the versions scripts/bundle.py asks for
_NEEDED = ("kg", "loaders", "ontology")  # packages whose types the compiler must know
_SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

config, level, *modules = sys.argv[1:]
sys.argv[1:] = ["build_ext", "--inplace"]
extensions = mypycify([f"--config-file={config}", *modules], opt_level=level, debug_level="0")
if sys.platform.startswith("linux"):
    # The modules' names are their own: they call each other directly, and may become part of each other.
    for one in extensions:
        one.extra_compile_args += ["-fvisibility=hidden", "-fno-plt"]
setup(name="zhize-compiled", packages=[], ext_modules=extensions)
"""


class CompiledModules(BuildHookInterface):
    """Adds the machine code to a wheel and says which machines the wheel is then for."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build itself needs."""
        return ["mypy[mypyc]>=1.13", "setuptools"] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, when asked to and not for an editable install."""
        if not _wanted() or version == "editable":
            return
        self._folder = Path(tempfile.mkdtemp())
        try:
            made = compiled(Path(self.root), self._folder)
        except BaseException:
            shutil.rmtree(self._folder)  # finalize comes after a success only
            raise
        for path in made:
            build_data["force_include"][str(path)] = str(path.relative_to(self._folder))
        build_data["pure_python"] = False
        build_data["tag"] = _tag(self._folder)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder)


def _tag(folder: Path) -> str:
    """What the machine code runs on: this Python on this kind of machine, with a C library as old as it can be."""
    own = next(tags.sys_tags())
    platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
    if platform.startswith("linux_"):
        needed = {
            int(minor)
            for path in folder.rglob("*.so")
            for minor in re.findall(rb"GLIBC_2\.(\d+)", path.read_bytes())
        }
        # None named: another C library (musl), for which a manylinux wheel would be a false promise.
        fitting = [version for version in _GLIBC if needed and version >= max(needed)]
        if fitting:
            oldest = fitting[0]
            platform = platform.replace("linux_", f"manylinux_2_{oldest}_")
    return f"{own.interpreter}-{own.abi}-{platform}"


def _wanted() -> bool:
    return os.environ.get("ZHIZE_COMPILE") == "1"


def modules(root: Path) -> list[str]:
    """The modules to compile, as paths below ``root``."""
    found = (path for pattern in MODULES for path in sorted(root.glob(pattern)))
    return [p.relative_to(root).as_posix() for p in found if p.name != "__init__.py"]


def compiled(root: Path, folder: Path) -> list[Path]:
    """The extension modules, built in ``folder`` from a copy. Raises CalledProcessError where they cannot be."""
    for package in _NEEDED:
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("*.so"))
    (folder / "setup.py").write_text(_SETUP, encoding="utf-8")
    level = os.environ.get("ZHIZE_COMPILE_LEVEL", "3")
    config = str((root / "pyproject.toml").resolve())
    words = [sys.executable, "setup.py", config, level, *modules(folder)]
    # What the compiler complains of is for whoever builds.
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own words
    found = [*folder.rglob("*.so"), *folder.rglob("*.pyd")]
    return sorted(p for p in found if "build" not in p.relative_to(folder).parts)
