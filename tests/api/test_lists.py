"""Documents, tasks, statements, alignments, matrix and timeline as JSON, over the shipped samples: the pages join to the
whole, a facet counts what a click on it shows, and the query that a list gives finds the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.loading import load
from api.settings import Settings
from api.work import Setup
from kg.store import open_store

BUREAU, COUNTY = "unit/990121/司法局", "990121"
PLAN = "doc/霁政发-2022-4号"
OUTLINE = "policy/法治政府建设实施纲要-2021-2025"
TODAY = "2025-07-01"
LISTS: list[tuple[str, dict[str, str], str]] = [
    ("documents", {}, "document"),
    ("documents", {"q": "霁川县", "place": COUNTY}, "document"),
    ("documents", {"q": " 霁川县 "}, "document"),
    ("documents", {"genre": "work_points", "year": "2025"}, "document"),
    ("tasks", {}, "task"),
    ("tasks", {"unit": BUREAU}, "task"),
    ("tasks", {"unit": BUREAU, "role": "lead"}, "task"),
    ("tasks", {"role": "cooperate", "place": COUNTY}, "task"),
    ("tasks", {"year": "2025"}, "task"),
    ("tasks", {"document": PLAN}, "task"),
    ("statements", {}, "statement"),
    ("statements", {"kind": "achievement"}, "statement"),
    ("statements", {"force": "obligation", "place": COUNTY}, "statement"),
    ("statements", {"unit": BUREAU, "document": PLAN}, "statement"),
    ("alignments", {}, "alignment"),
    ("alignments", {"policy": OUTLINE, "place": COUNTY}, "alignment"),
    ("alignments", {"item": OUTLINE + "/item/2.5", "status": "proposed"}, "alignment"),
]


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    store = open_store(None)
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv")
        assert not load([str(samples / "documents")], store, setup=setup).failed
    with serve(Settings(), store) as running:
        yield running


def get(client: httpx.Client, path: str, params: dict[str, Any] | None = None) -> Any:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def whole(client: httpx.Client, path: str, params: dict[str, Any], limit: int) -> list[Any]:
    found, cursor = [], "0"
    while cursor is not None:
        page = get(client, path, {**params, "limit": limit, "cursor": cursor})
        assert len(page["items"]) == min(limit, page["total"] - len(found))
        found += page["items"]
        cursor = page["next"]
    assert len(found) == page["total"]
    return found


@pytest.mark.parametrize(("name", "params", "column"), LISTS)
def test_a_list_is_what_its_query_finds(
    client: httpx.Client, name: str, params: dict[str, str], column: str
) -> None:
    path = f"/api/{name}"
    first = get(client, path, params)
    items = whole(client, path, params, 33)
    assert items[:50] == first["items"]
    ids = [item["id"] for item in items]
    assert ids
    assert len(set(ids)) == len(ids)
    answer = get(client, "/sparql", {"query": first["sparql"], "format": "json"})
    asked = {row[column]["value"] for row in answer["results"]["bindings"]}
    assert {requested(iri) for iri in asked} == set(ids)


def test_a_sentence_that_names_a_unit_twice_is_listed_once(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    """Its two spellings gave two rows, and a page after the first began with what was shown already."""
    plan = tmp_path / "霁川县2025年工作要点.txt"
    plan.write_text(
        "霁川县2025年工作要点\n一、加强监管\n（一）开展检查。县市场监管局、县市场监督管理局要开展检查。\n",
        encoding="utf-8",
    )
    store = open_store(None)
    assert not load([str(plan)], store).failed
    with serve(Settings(), store) as running:
        (unit,) = get(running, "/api/units", {"q": "县市场监管局"})["items"]
        found = get(running, "/api/statements", {"unit": unit["id"]})
    assert [item["text"] for item in found["items"]] == ["县市场监管局、县市场监督管理局要开展检查"]
    assert found["total"] == 1


def requested(iri: str) -> str:
    """The id of an IRI, as the API writes it."""
    return httpx.URL(iri).path.removeprefix("/zhize/id/")


@pytest.mark.parametrize(
    ("name", "params", "column"), [*LISTS, ("units", {"place": COUNTY}, "unit")]
)
def test_a_facet_counts_what_a_click_on_it_shows(
    client: httpx.Client, name: str, params: dict[str, str], column: str
) -> None:
    facets = get(client, f"/api/{name}", params)["facets"]
    assert facets
    for key, counts in facets.items():
        for value, count in counts.items():
            clicked = get(client, f"/api/{name}", {**params, key: value, "limit": 1})
            assert clicked["total"] == count, (column, key, value)


def test_a_task_of_a_list_says_who_owns_it_and_who_acts_is_told_of_a_statement(
    client: httpx.Client,
) -> None:
    for item in get(client, "/api/tasks", {"unit": BUREAU, "role": "lead"})["items"]:
        owners = {(a["unit"]["id"], a["role"]) for a in item["assignments"]}
        assert (BUREAU, "lead") in owners
        full = get(client, f"/api/tasks/{item['id']}")
        assert {a["id"] for a in full["assignments"]} == {a["id"] for a in item["assignments"]}
    for item in get(client, "/api/statements", {"unit": BUREAU})["items"]:
        assert BUREAU in {actor["id"] for actor in item["actors"]}
        text = get(client, f"/api/documents/{item['document']['id']}/text")["text"]
        assert "".join(text[item["start"] : item["end"]].split()).startswith(item["text"][:4])


@pytest.mark.parametrize("columns", ["theme", "section", "document", "year", "place"])
def test_the_matrix_counts_what_its_query_finds(client: httpx.Client, columns: str) -> None:
    found = get(client, "/api/matrix", {"columns": columns, "place": COUNTY})
    rows = get(client, "/sparql", {"query": found["sparql"], "format": "json"})["results"]
    assert found["tasks"] == len({row["task"]["value"] for row in rows["bindings"]})
    assert len(found["rows"]) == len({row["unit"]["value"] for row in rows["bindings"]})
    keys = {head["key"] for head in found["columns"]}
    assert all(set(row["cells"]) <= keys for row in found["rows"])


def test_the_timeline_is_in_order_of_days_overdue_first(client: httpx.Client) -> None:
    every = whole(client, "/api/timeline", {"today": TODAY}, 7)
    states = [due["late"] for due in every]
    assert states == sorted(states, reverse=True)
    assert [due["day"] for due in every] == sorted(due["day"] for due in every)
    assert {True, False} == set(states)
    assert all(due["wording"].strip() and due["sentence"] for due in every)
    facets = get(client, "/api/timeline", {"today": TODAY})["facets"]["state"]
    for state, count in facets.items():
        assert len(whole(client, "/api/timeline", {"today": TODAY, "state": state}, 50)) == count
    assert facets["recurring"] > 0
    mine = get(client, "/api/timeline", {"today": TODAY, "unit": BUREAU})["items"]
    assert mine
    assert all(BUREAU in {u["id"] for u in due["units"] + due["acting"]} for due in mine)


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/api/tasks", {"role": "boss"}),
        ("/api/tasks", {"cursor": "x"}),
        ("/api/statements", {"kind": "planet"}),
        ("/api/alignments", {"status": "maybe"}),
        ("/api/matrix", {"columns": "moon"}),
        ("/api/timeline", {"today": "tomorrow"}),
        ("/api/timeline", {"limit": "0"}),
    ],
)
def test_nonsense_is_refused(client: httpx.Client, path: str, params: dict[str, str]) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"]


def test_what_no_document_holds_is_an_empty_list(client: httpx.Client) -> None:
    for name in ("tasks", "statements", "alignments", "timeline"):
        found = get(client, f"/api/{name}", {"document": "doc/没有"})
        assert (found["items"], found["total"], found["next"]) == ([], 0, None)


@pytest.mark.parametrize(
    ("path", "named", "meant"),
    [
        ("tasks", {"unit": "霁川县司法局"}, {"unit": BUREAU}),
        ("tasks", {"unit": "990121/司法局"}, {"unit": BUREAU}),
        ("tasks", {"place": "霁川县"}, {"place": COUNTY}),
        ("statements", {"document": PLAN.removeprefix("doc/")}, {"document": PLAN}),
        ("alignments", {"policy": "法治政府建设实施纲要(2021-2025年)"}, {"policy": OUTLINE}),
        ("matrix", {"place": "霁川县"}, {"place": COUNTY}),
        (f"units/{BUREAU}/duties", {"document": PLAN.removeprefix("doc/")}, {"document": PLAN}),
        ("questions/unit-duties", {"unit": "霁川县司法局"}, {"unit": BUREAU}),
        ("questions/statements", {"kind": "问题"}, {"kind": "problem"}),
        ("tasks", {"unit": "", "place": ""}, {}),
    ],
)
def test_a_filter_takes_a_name_for_an_id(
    client: httpx.Client, path: str, named: dict[str, str], meant: dict[str, str]
) -> None:
    found = get(client, f"/api/{path}", named)
    assert found == get(client, f"/api/{path}", meant)
    assert found.get("items") or found.get("rows")


def test_an_address_takes_a_name_for_an_id(client: httpx.Client) -> None:
    assert get(client, "/api/units/霁川县司法局") == get(
        client, f"/api/{BUREAU.replace('unit', 'units', 1)}"
    )
    plan = get(client, f"/api/documents/{PLAN}")
    assert get(client, f"/api/documents/{plan['title']}") == plan


@pytest.mark.parametrize(
    ("path", "params", "status", "said"),
    [
        ("tasks", {"unti": BUREAU}, 422, "是不是 unit"),
        ("tasks", {"q": "司法"}, 422, "没有参数 q"),
        ("stats", {"place": COUNTY}, 422, "不带参数"),
        ("search", {"q": "司法", "page": "2"}, 422, "没有参数 page"),
        ("path", {"from": BUREAU, "to": PLAN, "lang": "en"}, 422, "没有参数 lang"),
        ("tasks", {"unit": "司法"}, 300, "个单位"),
        ("tasks", {"unit": "没有这样的局"}, 404, "没有单位"),
        ("units/没有这样的局", {}, 404, "没有单位"),
        ("tasks", {"document": "工作"}, 300, "份文件"),
        ("tasks", {"place": "没有这个县"}, 404, "没有辖区"),
        ("questions/unit-duties", {"unit": "没有这样的局"}, 404, "没有单位"),
    ],
)
def test_what_names_nothing_is_refused(
    client: httpx.Client, path: str, params: dict[str, str], status: int, said: str
) -> None:
    answer = client.get(f"/api/{path}", params=params)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert said in problem["detail"] + problem["hint"]
    assert problem["hint"]
