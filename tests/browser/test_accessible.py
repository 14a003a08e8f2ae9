"""For everyone: axe-core finds nothing on any page, the keyboard reaches all, the focus is seen, 200 % fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
# Pages whose layout on a phone is another one than that of the lists.
ON_A_PHONE = ("home", "explore-unit", "document", "unit", "units", "matrix", "timeline", "path")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@cache
def axe_core() -> str:
    """The script out of the installed package (axe-core is MPL-2.0: used, not copied here)."""
    return (Path(axe_playwright_python.__path__[0]) / "axe.min.js").read_text("utf-8")


def complaints(page: Page) -> list[str]:
    """Every violation axe-core sees: rule and the first place."""
    page.evaluate(axe_core())
    found = page.evaluate("rules => axe.run(rules).then(r => r.violations)", RULES)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['any'][:1]}" for v in found]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_finds_nothing(
    server: str, pages: dict[str, str], visit: Visit, width: int, height: int
) -> None:
    watched = visit(server + "/units", width, height)
    found = {}
    for name, path in pages.items():
        if width < 600 and name not in ON_A_PHONE:
            continue
        watched.page.goto(server + path)
        watched.settle()
        found[name] = complaints(watched.page)
    assert {name: said for name, said in found.items() if said} == {}


def test_everything_fits_at_200_percent(server: str, pages: dict[str, str], visit: Visit) -> None:
    """1366×768 enlarged twice is a window of 683×384."""
    watched = visit(server + "/units", 683, 384, device_scale_factor=2)
    for name, path in pages.items():
        watched.page.goto(server + path)
        watched.settle()
        wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} scrolls sideways"


def test_the_keyboard_alone_reaches_the_sentence(server: str, visit: Visit) -> None:
    page = visit(server + "/").page
    page.keyboard.press("/")
    page.keyboard.type("zhzlb", delay=20)
    page.wait_for_selector(".drop:not([hidden]) a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#canvas .n-task")
    # Into the picture by Tab, along it by arrows, open by Enter.
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#canvas .n-task')"):
            break
    ring = page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('.box')).strokeWidth"
    )
    assert ring == "3px", "the focus is seen"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('#canvas .n-unit')")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("人和镇党政综合办")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("落实述法制度")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#panel .btn.main')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-hot")
    assert "/d/" in page.url


def test_what_has_the_focus_shows_it(server: str, pages: dict[str, str], visit: Visit) -> None:
    """Tab through a page: each stop is visible and drawn otherwise than before."""
    page = visit(f"{server}{pages['unit']}").page
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "(() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);"
            " return e === document.body ? null : [e.outerHTML.slice(0, 80), b.width * b.height > 0,"
            " s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2] })()"
        )
        if state is None:
            break
        seen += 1
        assert state[1:] == [True, True], state[0]
    assert seen > 15
