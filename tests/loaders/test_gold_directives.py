"""Single directives judged by hand on drawn samples: what is read right must stay right.

The bars are what was measured when the last sample was judged. The judgements were used to find errors, so this is no
estimate for new documents: a fresh sample is (see tests/gold/README.md).
"""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

GOLD = Path(__file__).resolve().parents[1] / "gold"
BARS = {"plan": 0.91, "regulation": 0.92, "other": 0.91}


@functools.cache
def scorer() -> ModuleType:
    """tests/gold/directives.py, without putting its folder on the path."""
    spec = importlib.util.spec_from_file_location("gold_directives", GOLD / "directives.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@functools.cache
def results() -> list[tuple[dict[str, Any], str]]:
    """Every judgement with the field that is wrong."""
    found: list[tuple[dict[str, Any], str]] = scorer().score()
    return found


@pytest.mark.parametrize("stratum", BARS)
def test_directives_stay_right(shared: Path, stratum: str) -> None:
    part = [error for want, error in results() if want["stratum"] == stratum]
    assert len(part) > 100
    assert part.count("") / len(part) >= BARS[stratum], part


def test_one_wrong_field_makes_a_directive_wrong() -> None:
    want = {
        "kind": "directive",
        "force": ["obligation"],
        "action": ["健全"],
        "object": ["议事规则"],
        "actors": ["县司法局"],
    }
    found = {
        "kind": "directive",
        "force": "obligation",
        "action": "健全",
        "object": "议事规则和程序",
        "actors": [{"surface": "县司法局"}],
    }
    wrong = scorer().wrong
    assert wrong(want, found) == ""
    assert wrong(want, None) == "lost"
    assert wrong(want, {**found, "kind": "context"}) == "kind"
    assert wrong(want, {**found, "force": "permission"}) == "force"
    assert wrong(want, {**found, "actors": []}) == "actors"
    assert wrong(want, {**found, "action": "完善"}) == "action"
    assert wrong(want, {**found, "object": None}) == "object"
    assert wrong({**want, "exact": True}, found) == "object"
