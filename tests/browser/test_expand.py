"""Opening a unit beside the centre: counts first, ten, fifty or all, by role; nothing moves, and never above 300 nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, expect

from api.work import Setup, build, extract_file
from kg.build import registry_quads
from kg.packed import Packed
from kg.store import open_store

Visit = Callable[..., Any]
Serving = Callable[[Any], AbstractContextManager[str]]
CENTRE, BUSY = "unit/440111103/司法所", "unit/440111103/党政综合办"
EXPLORE = f"/explore?focus={quote(CENTRE)}"
NUMBERS = "一二三四五六七八九"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll('#canvas .node:not(.n-fold)')].map(n => {
  const b = n.querySelector('.box').getBBox(); return [n.dataset.id, [b.x, b.y]] }))"""


def _points(name: str, own: int, shared: int, cooperating: int) -> bytes:
    """Work points of a town in which one office has ``own`` tasks more than the ``shared`` two, and helps in some."""
    lines = [f"广州市白云区人和镇2025年{name}工作要点"]
    for number in range(1, own + shared + 1):
        if number % 60 == 1:
            lines.append(f"{NUMBERS[number // 60]}、推进第{NUMBERS[number // 60]}批工作")
        role = (
            "牵头单位：司法所；配合单位：党政综合办"
            if number <= shared
            else "牵头单位：党政综合办"
            if number > cooperating + shared
            else "牵头单位：综合治理办；配合单位：党政综合办"
        )
        lines.append(f"{number}.推进第{number}项网格事项办理。各村居按时办结。（{role}）")
    return "\n".join(lines).encode()


@contextmanager
def _served(serving: Serving, points: bytes) -> Iterator[str]:
    """A document read from its bytes, built and served."""
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in extract_file(points, "要点.txt", None, None):
        store.replace([record.id], Packed(build(record, Setup(validate=False)).quads))
    with serving(store) as address:
        yield address


@pytest.fixture(scope="module")
def busy(serving: Serving) -> Iterator[str]:
    """An office with 64 tasks more."""
    with _served(serving, _points("法治", 64, 3, 14)) as address:
        yield address


@pytest.fixture(scope="module")
def crowded(serving: Serving) -> Iterator[str]:
    """An office with 420 tasks more."""
    with _served(serving, _points("平安", 420, 30, 0)) as address:
        yield address


def drawn(page: Page) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(DRAWN)
    return found


def test_counts_come_before_and_a_choice_brings_just_that(
    busy: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(busy + EXPLORE).page
    before = drawn(page)
    assert page.text_content(f'[data-open="{BUSY}"] text') == "+64"
    page.click(f'[data-open="{BUSY}"]')
    menu = page.locator(".popover")
    expect(menu).to_contain_text("人和镇党政综合办的其他任务 64")
    assert menu.locator("li").count() == 3, "any role, as lead, as helper"
    assert menu.locator("li >> nth=0").locator("a").all_inner_texts() == [
        "10 项", "50 项", "全部 64 项",
    ]  # fmt: skip
    assert menu.locator("li:has-text('配合')").inner_text().split()[1:] == ["14", "10", "项", "全部", "14", "项"]  # fmt: skip
    keep(page, "expand-menu")
    page.click(".popover a >> nth=0")
    page.wait_for_url("**take=10**")
    after = drawn(page)
    assert {k: after[k] for k in before} == before, "nothing moved"
    assert len([k for k in after if "/task/" in k and k not in before]) == 10
    expect(page.locator(".popover")).to_have_count(0)
    page.go_back()
    expect(page.locator("#canvas .n-task")).to_have_count(3)
    assert drawn(page) == before, "undone"


def test_only_one_role_is_opened_and_the_rest_is_offered_again(busy: str, visit: Visit) -> None:
    page = visit(busy + EXPLORE).page
    page.focus(f'[data-open="{BUSY}"]')
    page.keyboard.press("Enter")
    expect(page.locator(".popover a >> nth=0")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.open") == BUSY
    page.keyboard.press("Enter")
    page.locator(".popover li:has-text('配合') a >> nth=0").click()
    page.wait_for_url("**rel=cooperate**")
    expect(page.locator("#canvas .n-task")).to_have_count(3 + 10)
    rest = page.locator('[data-fold="opened"]')
    assert "还有 4 项" in (rest.text_content() or "")
    rest.click()
    page.locator(".popover li:has-text('配合') a >> nth=1").click()
    page.wait_for_url("**take=all**")
    expect(page.locator("#canvas .n-task")).to_have_count(3 + 14)
    assert page.locator('[data-fold="opened"]').count() == 0
    page.reload()
    expect(page.locator("#canvas .n-task")).to_have_count(3 + 14)


def test_the_panel_and_the_table_offer_the_same(busy: str, visit: Visit) -> None:
    page = visit(busy + EXPLORE + f"&sel={quote(BUSY)}", java_script_enabled=False).page
    assert page.locator("#panel .expand a").count() >= 5, "without scripts too"
    page = visit(busy + EXPLORE + f"&view=table&open={quote(BUSY)}").page
    assert page.locator("#list tbody tr[data-id]").count() == 3 + 10
    page.locator("#list .expand a:has-text('全部 64')").click()
    page.wait_for_url("**take=all**")
    expect(page.locator("#list tbody tr[data-id]")).to_have_count(3 + 64)
    assert page.locator("#list .expand a[aria-current]").inner_text() == "全部 64 项"
    assert unquote(page.url).endswith("take=all") or "take=all" in page.url


def test_all_is_what_a_picture_may_hold_and_says_so(
    crowded: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(crowded + EXPLORE + f"&sel={quote(BUSY)}").page
    assert "最多画 300 个节点" in page.inner_text("#panel .expand")
    page.click("#panel .expand a:has-text('前 300 项')")
    page.wait_for_url("**take=all**")
    page.wait_for_selector('[data-fold="opened"]', state="attached")
    nodes = page.locator("#canvas .node").count()
    assert 200 < nodes <= 300
    assert "见表格" in (page.text_content('[data-fold="opened"]') or "")
    keep(page, "expand-limit")
    page.click('[data-v="network"]')
    page.wait_for_selector("#network[data-ready]")
    count = page.evaluate(
        """async () => {
          const base = document.querySelector('script[type=module]').src;
          const { shown } = await import(base.replace('app.js', 'network.js'));
          return shown().nodes.length;
        }"""
    )
    assert 100 < count <= 300


def test_what_came_below_is_said_and_found(crowded: str, visit: Visit) -> None:
    page = visit(crowded + EXPLORE).page
    page.click(f'[data-open="{BUSY}"]')
    page.click(".popover a >> nth=0")
    page.wait_for_url("**take=10**")
    note = page.locator(".fresh")
    expect(note).to_contain_text("人和镇党政综合办的 10 项任务在下面")
    note.click()
    expect(note).to_have_count(0)
    first = page.locator("#canvas .n-task >> nth=30")
    expect(first).to_be_in_viewport()


def test_a_line_leads_to_the_words_that_draw_it(busy: str, visit: Visit) -> None:
    page = visit(busy + EXPLORE).page
    line = page.locator(f'#canvas .far .edge[data-b="{BUSY}"] >> nth=1')
    task = line.get_attribute("data-a")
    line.dispatch_event("click")
    page.wait_for_url(lambda url: str(task) in unquote(url))
    expect(page.locator("#panel blockquote mark.me")).to_have_text("司法所")
