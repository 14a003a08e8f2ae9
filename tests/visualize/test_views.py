"""The explorer's columns: tasks by section, what they lead to, counts that a click keeps."""

from __future__ import annotations

from typing import Any

import pytest

from kg.ask import Ask
from kg.errors import NotFoundError
from visualize import views
from visualize.views import Filters, focus

DOC = "doc/人和镇2022年工作要点"
JUSTICE = "unit/440111103/司法所"


def items(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for group in data["groups"] for item in group["items"]]


def test_a_unit_stands_before_its_tasks_and_their_other_owners(ask: Ask) -> None:
    data = focus(ask, JUSTICE)
    assert data["focus"]["type"] == "unit"
    assert [i["label"] for i in items(data)] == [
        "落实述法制度",
        "落实重大行政决策程序",
        "开展法治宣传教育",
    ]
    assert [g["label"] for g in data["groups"]] == ["加强组织领导", "推进依法行政"]
    assert {u["label"] for u in data["related"]["units"]} == {
        "人和镇综合治理办",
        "人和镇党政综合办",
    }
    assert JUSTICE not in {link["target"] for link in data["links"]}


def test_items_carry_role_place_among_its_like_deadline_and_citation(ask: Ask) -> None:
    first, second, _ = items(focus(ask, JUSTICE))
    assert (first["role"], first["rank"], first["of"]) == ("lead", 1, 2)  # two lead, one supports
    assert first["deadlines"][0]["date"] == "2022-09-30"
    assert (second["role"], second["rank"], second["of"]) == ("responsible", 1, 1)
    assert second["cites"][0]["label"] == "重大行政决策程序暂行条例"


@pytest.mark.parametrize("key", ["role", "year", "document"])
def test_a_count_is_what_a_click_shows(ask: Ask, key: str) -> None:
    for facet in focus(ask, JUSTICE)["facets"][key]:
        chosen = focus(ask, JUSTICE, Filters(**{key: facet["value"]}))
        assert chosen["kept"] == facet["count"] == len(items(chosen))


def test_counts_heed_the_other_choices(ask: Ask) -> None:
    facets = focus(ask, JUSTICE, Filters(role="responsible"))["facets"]
    assert facets["document"][0]["count"] == 1
    assert {f["value"]: f["count"] for f in facets["role"]} == {"lead": 2, "responsible": 1}


def test_nothing_left_is_said_and_not_an_error(ask: Ask) -> None:
    data = focus(ask, JUSTICE, Filters(year="1999"))
    assert (data["groups"], data["kept"], data["total"]) == ([], 0, 3)


def test_opening_a_unit_adds_at_the_end_and_moves_nothing(ask: Ask) -> None:
    other = "unit/440111103/党政综合办"
    before, after = focus(ask, DOC), focus(ask, DOC, opened=other)
    assert after == before  # the document already shows all its tasks
    before = focus(ask, "unit/440111103/综合治理办")
    after = focus(ask, "unit/440111103/综合治理办", opened=JUSTICE)
    assert after["groups"][: len(before["groups"])] == before["groups"]
    assert after["links"][: len(before["links"])] == before["links"]
    assert after["groups"][-1]["opened"] == JUSTICE
    assert [u for u in after["related"]["units"] if not u.get("opened")] == before["related"][
        "units"
    ]
    assert len(items(after)) == len(items(before)) + 2


def test_a_document_shows_all_tasks_with_numbered_sections(ask: Ask) -> None:
    data = focus(ask, DOC)
    assert [g["label"] for g in data["groups"]] == ["一、加强组织领导", "二、推进依法行政"]
    assert [i["roles"] for i in items(data)][-1] == ["none"]
    assert data["facets"]["role"][-1] == {"value": "none", "count": 1}


@pytest.mark.parametrize(
    ("id_", "kind", "count"),
    [
        ("place/440111103", "place", 5),
        (f"{DOC}/task/2.1", "task", 1),
    ],
)
def test_places_and_tasks_are_centres_too(ask: Ask, id_: str, kind: str, count: int) -> None:
    data = focus(ask, id_)
    assert (data["focus"]["type"], len(items(data))) == (kind, count)


def test_a_policy_leads_to_the_tasks_that_cite_it(ask: Ask) -> None:
    policy = focus(ask, JUSTICE)["related"]["policies"][0]["id"]
    data = focus(ask, policy)
    assert data["focus"]["label"] == "重大行政决策程序暂行条例"
    assert len(items(data)) == 2


def test_more_counts_what_the_picture_does_not_show(ask: Ask) -> None:
    units = {u["label"]: u for u in focus(ask, JUSTICE)["related"]["units"]}
    assert units["人和镇综合治理办"]["more"] == 0
    assert units["人和镇党政综合办"]["shared"] == 2


def test_unknown_things_are_not_found(ask: Ask) -> None:
    with pytest.raises(NotFoundError):
        focus(ask, "unit/440111103/没有这个办")


def test_at_most_the_budget_is_drawn(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "BUDGET", 2)
    data = focus(ask, DOC)
    assert (len(items(data)), data["shown"], data["truncated"]) == (2, 2, True)
