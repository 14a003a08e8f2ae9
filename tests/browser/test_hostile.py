"""A document whose every name is an attack stays text: on load, hover, click, search, and on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from kg.ask import Ask
from kg.store import Store
from visualize.page import graph_page

Visit = Callable[..., Any]
DOC = "doc/恶意文本"
WORDS = ("script", "img", "svg", "href", "PWN", "onmouseover", "{{", "条例")


def inert(page: Page) -> None:
    assert page.evaluate("typeof window.PWN") == "undefined"
    assert (
        page.evaluate(
            "document.querySelectorAll('img[src=x],iframe,svg[onload],[onmouseover],[onerror],a[href^=\"javascript\"]').length"
        )
        == 0
    )


@pytest.fixture
def unit(hostile_store: Store) -> str:
    units = Ask(hostile_store).units()["items"]
    return str(next(u["id"] for u in units if u["name"] == "共同单位"))


def addresses(unit: str, store: Store) -> Iterator[str]:
    ask = Ask(store)
    yield "/"
    yield f"/explore?focus={quote(DOC)}"
    for view in ("columns", "table", "network"):
        yield f"/explore?focus={quote(unit)}&view={view}"
    yield f"/d/{quote('恶意文本')}?at=0-40"
    yield f"/u/{quote(unit.removeprefix('unit/'))}"
    yield from (f"/t/{quote('恶意文本')}/{n}" for n in (1, 3, 8))
    yield from ("/units", "/documents", "/policies", "/gaps", "/p/440111103")
    yield f"/matrix?unit={quote(unit)}"
    yield "/timeline?today=2025-06-01"
    yield "/quality"
    yield f"/compare?a={quote(DOC)}&b={quote(DOC)}"
    for policy in ask.policies()["items"]:
        if "PWN" in policy["label"]:
            yield f"/policy/{quote(policy['id'].removeprefix('policy/'))}"
            break
    yield f"/path?from={quote(DOC)}&to={quote(unit)}"
    yield f"/explore?focus={quote(unit)}&path={quote(DOC)}"
    yield "/gaps?kind=undated"
    bad = quote('"><script>window.PWN=12</script><img src=x onerror=window.PWN=13>')
    yield f"/search?q={bad}"
    yield f"/explore?focus={quote(unit)}&role={bad}&year={bad}&document={bad}&sel={bad}&view={bad}&hide={bad}&open={bad}"
    yield f"/units?q={bad}&place={bad}"
    yield f"/path?fromq={bad}&toq={bad}&links={bad}"
    yield f"/quality?merged={bad}&doubt={bad}"
    yield f"/gaps?kind={bad}&start={bad}"


def test_loading_and_hovering_run_nothing(
    hostile_server: str, hostile_store: Store, unit: str, visit: Visit, keep: Callable[..., None]
) -> None:
    watched = visit(hostile_server + "/units")
    page = watched.page
    for number, address in enumerate(addresses(unit, hostile_store)):
        answer = page.goto(hostile_server + address)
        assert answer is not None and answer.status == 200, address
        watched.settle()
        for node in page.locator("main a, .node, mark").all()[:10]:
            if node.is_visible():
                node.hover(force=True, timeout=2000)
        inert(page)
        watched.check()
        if number in (1, 5, 6):
            keep(page, f"hostile-{number}")


def test_clicking_runs_nothing(hostile_server: str, unit: str, visit: Visit) -> None:
    page = visit(f"{hostile_server}/explore?focus={quote(unit)}").page
    for index in range(11):
        page.locator("#canvas .n-task").nth(index).click()
        expect(page.locator("#canvas .n-task").nth(index)).to_have_attribute("aria-pressed", "true")
        expect(page.locator("body")).not_to_have_class(re.compile("busy"))
        inert(page)
    page.locator("#canvas .n-unit").first.click()
    page.locator(".facets a").first.click()
    inert(page)
    page.goto(f"{hostile_server}/d/{quote('恶意文本')}")
    for mark in page.locator("#text .m-assignment, #text .m-warning, #text .m-deadline").all()[:30]:
        mark.click()
        inert(page)


def test_searching_runs_nothing(hostile_server: str, visit: Visit) -> None:
    page = visit(hostile_server + "/units").page
    for words in WORDS:
        page.fill("[data-find] input", words)
        page.wait_for_selector(".drop:not([hidden])")
        page.wait_for_timeout(250)
        inert(page)


def test_results_of_queries_run_nothing(hostile_server: str, visit: Visit) -> None:
    page = visit(hostile_server + "/sparql-ui").page
    page.fill(
        "#q", "SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'PWN')) } } LIMIT 300"
    )
    page.click("#query button[type=submit]")
    page.wait_for_selector("#result table")
    inert(page)


def test_the_single_file_runs_nothing(
    hostile_store: Store, unit: str, visit: Visit, tmp_path: Path, keep: Callable[..., None]
) -> None:
    folder = tmp_path / "交接 文件夹"
    folder.mkdir()
    for number, focus in enumerate((unit, DOC, None)):
        file = folder / f"图 {number}.html"
        file.write_bytes(
            graph_page(Ask(hostile_store), focus, title="<script>window.PWN=20</script>")
        )
        page = visit(file.as_uri()).page
        page.fill("#find", "PWN")
        for _ in range(4):
            page.press("#find", "Enter")
        page.mouse.move(400, 400)
        page.mouse.click(400, 400)
        for button in page.locator("#legend button, #panel li button").all()[:12]:
            if button.is_visible():
                button.click()
        inert(page)
        keep(page, f"hostile-file-{number}")
