"""The outlines: headings, how sure we are of them, and the Turtle written from them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

from kg import ids
from ontology.outlines import load_outlines
from ontology.terms import VOCABULARIES

ROOT = Path(__file__).resolve().parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_three_outlines() -> None:
    assert Counter(item.policy for item in load_outlines()) == {
        "policy/法治政府建设实施纲要-2021-2025": 45,
        "policy/法治社会建设实施纲要-2020-2025": 28,
        "policy/法治中国建设规划-2020-2025": 27,
    }


def test_every_heading_says_how_sure_we_are() -> None:
    statuses = {item.status for item in load_outlines()}
    assert statuses <= set(VOCABULARIES["verification"])
    first = load_outlines()[0]
    assert (first.number, first.status) == ("一", "verified")


def test_ids_are_unique_although_one_and_bracketed_one_are_both_1() -> None:
    items = load_outlines()
    assert len({ids.outline_item(item.policy, item.path) for item in items}) == len(items)
    eleventh = next(
        item for item in items if item.number == "(十一)" and "重大行政决策" in item.title
    )
    assert ids.outline_item(eleventh.policy, eleventh.path).endswith("/item/4.11")


def test_headings_without_parts_have_words_of_work() -> None:
    assert all(item.keywords for item in load_outlines() if item.leaf)


def test_the_shipped_turtle_is_what_the_script_writes() -> None:
    written = dict(script("build_outlines").outlines())
    folder = ROOT / "ontology" / "outlines"
    assert sorted(written) == sorted(path.name for path in folder.glob("*.ttl"))
    for name, text in written.items():
        assert (folder / name).read_text(encoding="utf-8") == text


def test_loading_needs_no_rdf_library() -> None:
    code = (
        "import sys; from ontology.outlines import load_outlines; load_outlines();"
        "assert not {'rdflib', 'pyoxigraph'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
