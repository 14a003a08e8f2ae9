"""What an expansion offers and brings: counts beforehand, nothing that is shown already, never too much."""

from __future__ import annotations

from typing import Any

import pytest

from visualize import expanding

UNIT = {"id": "unit/1/甲", "label": "甲"}


def tasks(count: int, role: str = "lead") -> list[dict[str, Any]]:
    return [{"id": f"t{n}", "role": role, "roles": [role], "others": []} for n in range(count)]


@pytest.mark.parametrize(
    ("text", "many"),
    [("10", 10), ("50", 50), ("all", 300), ("9999999", 300), ("0", 10), ("-1", 10), ("٣", 10), ("x", 10), (None, 10)],
)  # fmt: skip
def test_an_address_asks_for_a_number_that_can_be_drawn(text: str | None, many: int) -> None:
    assert expanding.asked(text) == many


def test_choices_are_ten_fifty_and_all_as_far_as_they_differ() -> None:
    assert [c["n"] for c in expanding.choices(8)] == [8]
    assert [c["n"] for c in expanding.choices(10)] == [10]
    assert [c["n"] for c in expanding.choices(64)] == [10, 50, 64]
    assert [c["n"] for c in expanding.choices(301)] == [10, 50, 300]


def test_what_is_shown_already_is_never_brought_again() -> None:
    found = expanding.others(tasks(20), {"t0", "t1"}, None)
    assert len(found) == 18
    opened = expanding.group(UNIT, found, 10)
    assert opened is not None and (len(opened["items"]), opened["rest"]) == (10, 8)
    assert not {"t0", "t1"} & {i["id"] for i in opened["items"]}
    assert expanding.group(UNIT, [], 10) is None


def test_the_menu_counts_by_role_and_leaves_out_what_says_nothing() -> None:
    mixed = tasks(12) + [{**t, "id": f"c{t['id']}"} for t in tasks(3, "cooperate")]
    menu = expanding.menu(UNIT, mixed, {"t0"}, ("lead", "responsible", "cooperate"))
    assert [(r["role"], r["n"]) for r in menu["rows"]] == [(None, 14), ("lead", 11), ("cooperate", 3)]  # fmt: skip
    alone = expanding.menu(UNIT, tasks(4), set(), ("lead", "cooperate"))
    assert [r["role"] for r in alone["rows"]] == [None]
    assert expanding.menu(UNIT, tasks(2), {"t0", "t1"}, ("lead",))["rows"] == []
