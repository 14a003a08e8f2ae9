"""The page that is handed over as one file: whole, inert, deterministic, never a hairball."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.ask import Ask
from kg.errors import NotFoundError
from visualize import scene
from visualize.page import graph_page, write_page

UNIT = "unit/440111103/司法所"
DOC = "doc/人和镇2022年工作要点"


def carried(page: bytes, name: str) -> Any:
    found = re.search(
        rf'(?s)<script type="application/json" id="{name}">(.*?)</script>', page.decode()
    )
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("focus", [UNIT, DOC, "place/440111103", f"{DOC}/task/1.1", None])
def test_every_centre_gives_a_whole_page(ask: Ask, focus: str | None) -> None:
    page = graph_page(ask, focus)
    nodes, edges = carried(page, "nodes"), carried(page, "edges")
    ids = {n["id"] for n in nodes}
    assert len(ids) == len(nodes) > 1
    assert {e["from"] for e in edges} | {e["to"] for e in edges} <= ids
    assert len({(n["x"], n["y"]) for n in nodes}) == len(nodes), "no two boxes in one place"


def test_the_page_asks_no_host_for_anything(ask: Ask) -> None:
    text = graph_page(ask, UNIT).decode()
    ours = re.sub(r"(?s)<script>.*?</script>", "", text)
    assert re.findall(r"(?:src|href)=|https?://", ours) == []


def test_only_our_two_scripts_may_run(ask: Ask) -> None:
    text = graph_page(ask, UNIT).decode()
    policy = re.search(r"script-src ([^;]+);", text)
    assert policy is not None and "unsafe" not in policy[1]
    scripts = re.findall(r"(?s)<script>(.*?)</script>", text)
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert sorted(policy[1].split()) == sorted(f"'sha256-{d}'" for d in digests)


def test_a_task_carries_its_sentence_with_its_owners_marked(ask: Ask) -> None:
    names = carried(graph_page(ask, UNIT), "page")["names"]
    source = names[f"{DOC}/task/1.1"]["source"]
    assert "".join(text for text, _ in source["pieces"]).startswith("（一）落实述法制度。")
    assert ["综和治理办", "assignment"] in source["pieces"]
    assert source["document"] == "人和镇2022年法治工作要点"


def test_the_same_graph_gives_the_same_bytes(ask: Ask, tmp_path: Path) -> None:
    page = graph_page(ask, UNIT)
    assert graph_page(ask, UNIT) == page
    assert write_page(ask, UNIT, tmp_path / "图.html") == len(page)
    assert (tmp_path / "图.html").read_bytes() == page


def test_the_budget_holds_and_says_so(ask: Ask) -> None:
    page = graph_page(ask, DOC, budget=4)
    assert len(carried(page, "nodes")) == 4
    assert carried(page, "page")["total"] > 4


def test_beyond_800_nodes_advice_is_given_instead_of_a_hairball(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.refuse_beyond(800, None)
    with pytest.raises(scene.TooManyNodesError, match="801") as refused:
        scene.refuse_beyond(801, UNIT)
    assert "年份" in refused.value.hint and refused.value.status == 422
    monkeypatch.setattr(scene, "MOST", 3)
    with pytest.raises(scene.TooManyNodesError):
        graph_page(ask, DOC, budget=1000)
    assert graph_page(ask, DOC, budget=3)


def test_titles_and_language_can_be_chosen(ask: Ask) -> None:
    text = graph_page(ask, UNIT, title="<b>&", lang="en").decode()
    assert "<title>&lt;b&gt;&amp; · Zhize" in text and '<html lang="en">' in text


def test_unknown_centres_are_not_found(ask: Ask) -> None:
    with pytest.raises(NotFoundError):
        graph_page(ask, "unit/1/none")
