"""Every page in a real browser: nothing foreign, no error, no refusal, no sideways scrolling, inert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SIZES = {"1366x768": (1366, 768), "1440x900": (1440, 900), "390x844": (390, 844)}


# The larger screen only where the layout differs from the small one.
LARGE = ("home", "explore-unit", "explore-network", "document", "unit", "policies")
ENGLISH = (
    "home",
    "explore-unit",
    "document",
    "unit",
    "gaps",
    "sparql",
    "matrix",
    "timeline",
    "compare",
    "quality",
    "import",
)


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_clean_and_fit(
    server: str,
    pages: dict[str, str],
    visit: Callable[..., Any],
    keep: Callable[..., None],
    size: str,
) -> None:
    watched = visit(server + "/units", *SIZES[size])
    page = watched.page
    for name, path in pages.items():
        if size == "1440x900" and name not in LARGE:
            continue
        page.goto(server + path)
        watched.settle()
        watched.check()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways"
        keep(page, f"{name}-{size}")


def test_english_pages_are_clean(
    server: str, pages: dict[str, str], visit: Callable[..., Any], keep: Callable[..., None]
) -> None:
    watched = visit(server + "/?lang=en")
    for name in ENGLISH:
        watched.page.goto(server + pages[name])
        watched.settle()
        watched.check()
        assert watched.page.get_attribute("html", "lang") == "en", "the choice is remembered"
        keep(watched.page, f"{name}-en")


def test_pages_say_everything_without_scripts(
    server: str, pages: dict[str, str], visit: Callable[..., Any]
) -> None:
    page = visit(server + "/units", java_script_enabled=False).page
    for name in (
        "home",
        "explore-unit",
        "document",
        "unit",
        "task",
        "sparql",
        "matrix",
        "timeline",
        "compare",
        "quality",
    ):
        page.goto(server + pages[name])
        text = page.inner_text("main")
        assert len(text) > 80
        if name == "explore-unit":
            assert "落实重大行政决策程序" in text
            assert page.is_visible("#list") and not page.is_visible("#canvas")


def test_the_addresses_of_scripts_and_pages_agree(server: str, visit: Callable[..., Any]) -> None:
    """web/dom.js and visualize/links.py make the same address of an id."""
    from visualize import links

    page = visit(server + "/").page
    for id_ in (
        "doc/人和镇 2022",
        "doc/X/task/4.1~2",
        "unit/44/a b/c",
        "place/440111",
        "policy/甲",
        "policy/甲/item/3.7",
        "javascript:alert(1)",
    ):
        found = page.evaluate(
            "async id => (await import(document.querySelector('script[type=module]').src.replace('app.js','dom.js'))).pageOf(id)",
            id_,
        )
        assert found == links.page(id_)
