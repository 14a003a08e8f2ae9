"""Ids become addresses that cannot leave their path."""

from __future__ import annotations

import pytest

from visualize import links

PAGES = {
    "doc/人和镇2022年工作要点": "/d/%E4%BA%BA%E5%92%8C%E9%95%872022%E5%B9%B4%E5%B7%A5%E4%BD%9C%E8%A6%81%E7%82%B9",
    "doc/X/task/4.1~2": "/t/X/4.1~2",
    "doc/X/task/4.1/a/3": "/t/X/4.1",
    "doc/X/s/abc": "/d/X",
    "doc/X/section/4": "/d/X",
    "unit/440111103/a b": "/u/440111103/a%20b",
    "place/440111": "/p/440111",
    "policy/甲": "/policy/%E7%94%B2",
    "policy/甲/item/3.7": "/policy/%E7%94%B2#item-3.7",
}


@pytest.mark.parametrize(("id_", "page"), PAGES.items())
def test_every_kind_of_id_has_its_page(id_: str, page: str) -> None:
    assert links.page(id_) == page


@pytest.mark.parametrize("id_", ["javascript:alert(1)", "//evil.example/x", 'unit/"><b>', "a?b#c"])
def test_no_id_makes_another_scheme_host_or_attribute(id_: str) -> None:
    address = links.page(id_)
    assert address.startswith("/") and not address.startswith("//")
    assert not set(address) & set("\"'<>?# ")


def test_characters_are_marked_and_scrolled_to() -> None:
    assert links.characters("doc/X", 3, 9) == "/d/X?at=3-9#c3"


def test_equal_states_have_equal_addresses() -> None:
    assert links.explore("doc/X", role=None, sel="") == "/explore?focus=doc%2FX"
    assert links.query("/units", {"q": "", "place": "44"}) == "/units?place=44"
