"""What importing a package drags in, seen in a fresh process: import-linter cannot see ``__init__`` files."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kg", "ontology", "loaders", "api", "visualize")

# package or module → what must not be loaded by importing it
RULES = {
    "kg": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "jieba", "pyshacl"},
    "kg.model": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "jieba", "pyshacl"},
    "kg.ids": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "jieba", "pyshacl"},
    "kg.record": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "jieba"},
    "kg.words": {"jieba", "rjieba", "rdflib"},
    "ontology": {"rdflib", "pyoxigraph", "kg"},
    "ontology.places": {"rdflib", "pyoxigraph", "pyshacl"},
    "ontology.policies": {"rdflib", "pyoxigraph", "pyshacl"},
    "ontology.terms": {"rdflib", "pyoxigraph", "pyshacl"},
    "loaders": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "api", "visualize"},
    "loaders.pipeline": {
        "rdflib",
        "pyoxigraph",
        "networkx",
        "fastapi",
        "pyvis",
        "api",
        "visualize",
    },
    "loaders.readers": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "api"},
    "loaders.inputs": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "api"},
    "visualize": {"fastapi", "loaders", "api"},
    "api": {"rdflib", "pyoxigraph", "networkx", "fastapi", "pyvis", "loaders", "visualize"},
    # `zhize --help` and `zhize extract` must not wait for a web framework or a SHACL engine
    "api.cli": {
        "rdflib",
        "networkx",
        "fastapi",
        "pyvis",
        "jieba",
        "pyshacl",
        "uvicorn",
        "openpyxl",
    },
}


def loaded_by(module: str) -> set[str]:
    """The top-level names in ``sys.modules`` after importing ``module`` in a fresh process."""
    code = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("module", RULES)
def test_importing_drags_in_nothing_forbidden(module: str) -> None:
    assert loaded_by(module) & RULES[module] == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_package_init_holds_a_docstring_only(package: str) -> None:
    import ast

    body = ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


def test_every_module_says_what_it_owns() -> None:
    import ast

    silent = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_file_grows_into_a_hub() -> None:
    """Files under 500 lines; no module called utils or helpers."""
    files = [p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py"))]
    long = {
        str(p.relative_to(ROOT)): n
        for p in files
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}
    assert [p.name for p in files if p.stem in ("utils", "helpers", "misc", "common")] == []
