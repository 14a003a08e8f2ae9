"""Extraction against hand annotations: the shared gold with its own scorer, and ours in tests/gold.

The bars on tests/gold are a regression bar: what was measured, less a little. Its test split is never run here.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SAMPLES = {
    "headings": 0.97,
    "assignments": 1.0,
    "normalised": 1.0,
    "statements": 0.95,
    "kind": 0.90,
    "force": 0.95,
    "actors": 0.70,
    "citations": 0.95,
    "quantities": 0.85,
    "metadata": 0.85,
}
REAL = {"assignments": 0.90, "headings": 0.95}
OWN_DEV = {
    "assignments": 0.98,
    "assign_unit_role": 0.98,
    "headings": 0.98,
    "heading_level": 0.97,
    "task_deadline": 0.90,
    "metadata": 0.95,
    "statements": 0.95,
    "kind": 0.90,
    "force": 0.95,
}
GOLD = Path(__file__).resolve().parents[1] / "gold"


@functools.cache
def module(path: Path) -> ModuleType:
    """A script as a module, without putting its folder on the path."""
    spec = importlib.util.spec_from_file_location(f"gold_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@functools.cache
def scores(shared: Path, real: bool) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 a layer over the shared gold's samples, or its real documents."""
    scorer = module(shared / "gold-dev" / "score.py")
    evaluate = module(GOLD / "evaluate.py")
    folder = shared / "corpus" / "real" if real else shared / "corpus"
    counts: dict[str, list[int]] = {}
    for path in sorted((shared / "gold-dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if (folder / gold["file"]).is_file():
            found, _ = scorer.layers(gold, evaluate.extracted(gold["file"], folder))
            for layer, part in found.items():
                have = counts.setdefault(layer, [0, 0, 0])
                for index in range(3):
                    have[index] += part[index]
    return {layer: scorer.prf(*part) for layer, part in counts.items()}


@functools.cache
def own_scores() -> dict[str, float]:
    """F1 a layer over the dev half of tests/gold."""
    evaluate = module(GOLD / "evaluate.py")
    results: dict[str, Any] = evaluate.score("dev")
    return {
        layer: evaluate.prf(evaluate.total(r[layer] for r, _ in results.values() if layer in r))[2]
        for layer in evaluate.LAYERS
    }


@pytest.mark.parametrize("layer", SAMPLES)
def test_samples_reach_the_bar(shared: Path, layer: str) -> None:
    assert scores(shared, False)[layer][2] >= SAMPLES[layer]


@pytest.mark.parametrize("layer", REAL)
def test_annotated_real_documents_reach_the_bar(shared: Path, layer: str) -> None:
    assert scores(shared, True)[layer][2] >= REAL[layer]


@pytest.mark.parametrize("layer", OWN_DEV)
def test_own_annotations_do_not_get_worse(shared: Path, layer: str) -> None:
    assert own_scores()[layer] >= OWN_DEV[layer]


def test_annotations_are_well_formed(shared: Path) -> None:
    evaluate = module(GOLD / "evaluate.py")
    golds = evaluate.golds()
    assert len({g["file"] for g in golds}) >= 12
    assert sum(g["split"] == "test" for g in golds) >= 6
    for gold in golds:
        data = (shared / "corpus" / "real" / gold["file"]).resolve().read_bytes()
        assert gold["sha256"] == evaluate.hashlib.sha256(data).hexdigest()
        for task in gold["tasks"]:
            for owner in task["assignments"]:
                if "span" in owner:
                    text = data.decode("utf-8-sig")
                    start, end = owner["span"]
                    assert evaluate.norm(text[start:end]) == evaluate.norm(owner["surface"])


def test_a_perfect_record_scores_one_and_an_empty_one_zero() -> None:
    evaluate = module(GOLD / "evaluate.py")
    heading = {"level": 1, "number": "(一)", "title": "加强领导"}
    owner = {"unit": "综合治理办", "surface": "综治办", "role": "lead"}
    place = {"name": "人和镇", "code": "440111103"}
    meta = {"title": "要点", "jurisdiction": place, "genre": "work_points", "period": None}
    task = {"path": ["一"], "title": "加强领导", "deadline": "2022-06-30", "assignments": [owner]}
    gold = {"metadata": meta, "headings": [heading], "tasks": [task]}
    found, _ = evaluate.layers(gold, gold)
    assert all(evaluate.prf(part)[2] == 1.0 for part in found.values())
    nothing, errors = evaluate.layers(gold, {})
    assert evaluate.prf(nothing["assignments"])[2] == 0.0
    assert len(errors["missed"]) == 1
    spare = {**owner, "unit": "司法所", "surface": "司法所", "optional": True}
    optional = {**gold, "tasks": [{**task, "assignments": [owner, spare]}]}
    assert evaluate.layers(optional, gold)[0]["assignments"] == (1, 1, 1)
    assert evaluate.layers(optional, optional)[0]["assignments"] == (1, 1, 1)
