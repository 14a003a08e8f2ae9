"""A real document from its bytes to the screen: search, counts, the sentence, expansion, filters, sizes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Page, expect

from api.work import Setup, build, extract_file
from kg.build import registry_quads
from kg.packed import Packed
from kg.store import open_store

Visit = Callable[..., Any]
SEED = "000_18c2bf47109aa996.txt"
UNIT = "unit/440111103/人和司法所"
EXPLORE = f"/explore?focus={quote(UNIT)}"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll('#canvas .node')].map(n => {
  const b = n.querySelector('.box').getBBox(); return [n.dataset.id, [b.x, b.y]] }))"""
# Two texts in one place: measured on what is drawn, not on what was meant.
OVERLAPS = """() => {
  const texts = [...document.querySelectorAll('#canvas text')].filter(t => t.textContent.trim());
  const boxes = texts.map(t => [t.textContent, t.getBoundingClientRect()]), found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [p, q] = [boxes[i][1], boxes[j][1]];
    const x = Math.min(p.right, q.right) - Math.max(p.left, q.left), y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (x > 2 && y > 5) found.push(boxes[i][0] + ' / ' + boxes[j][0]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def seed(serving: Callable[[Any], AbstractContextManager[str]]) -> Iterator[str]:
    """The document read, built and served."""
    file = Path(__file__).parents[3] / "shared" / "corpus" / SEED
    if not file.exists():
        reason = f"{SEED} is not beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in extract_file(file.read_bytes(), SEED, None, None):
        made = build(record, Setup(validate=False))
        store.replace([record.id], Packed(made.quads))
    with serving(store) as address:
        yield address


def drawn(page: Page) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(DRAWN)
    return found


@pytest.mark.parametrize("words", ["人和司法所", "rhsfs"])
def test_search_leads_to_eight_tasks_and_eight_partners(
    seed: str, visit: Visit, words: str
) -> None:
    page = visit(seed + "/").page
    page.keyboard.press("/")
    page.keyboard.type(words, delay=15)
    page.wait_for_selector(".drop:not([hidden]) a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#canvas .n-task")
    assert UNIT in unquote(page.url)
    assert page.locator("#canvas .n-task").count() == 8
    assert page.locator("#canvas .n-unit").count() == 8


def test_a_misspelt_name_is_found_and_said(seed: str, visit: Visit) -> None:
    page = visit(seed + "/").page
    page.keyboard.press("/")
    page.keyboard.type("综和治理办", delay=15)
    hit = page.locator(".drop:not([hidden]) a").first
    expect(hit).to_contain_text("综合治理办")
    expect(hit.locator("em")).to_have_text("综和治理办 →")


def test_a_task_opens_its_exact_characters(seed: str, visit: Visit) -> None:
    page = visit(seed + EXPLORE).page
    page.locator("#canvas .n-task", has_text="持续推动宪法宣传教育常态化").click()
    expect(page.locator("#panel .where")).to_contain_text("3275–3530")
    assert page.inner_text("#panel mark.me") == "人和司法所"
    page.click("#panel .why summary")
    why = page.inner_text("#panel .reasons")
    for word in ("标注", "范围", "写法", "抽取规则", "可信度"):
        assert word in why
    page.click("#panel .acts .main")
    page.wait_for_selector(".m-hot")
    assert "at=3275-3530" in page.url
    assert "人和司法所" in "".join(page.locator(".m-hot.m-assignment").all_inner_texts())


def test_expanding_brings_two_new_and_undo_takes_them_back(seed: str, visit: Visit) -> None:
    page = visit(seed + EXPLORE).page
    before, start = drawn(page), page.url
    badge = page.locator("#canvas .more", has_text="+2").first
    badge.click()
    expect(page.locator("#canvas .n-task")).to_have_count(10)
    after = drawn(page)
    assert {id_: after[id_] for id_ in before} == before, "nothing moves"
    address, whole = page.url, page.inner_text("#explorer")
    page.reload()
    page.wait_for_selector("#canvas .n-task")
    assert (page.url, page.inner_text("#explorer"), drawn(page)) == (address, whole, after)
    page.keyboard.press("Control+z")
    expect(page.locator("#canvas .n-task")).to_have_count(8)
    assert (page.url, drawn(page)) == (start, before)


def test_a_copied_quote_says_where_it_stands(seed: str, visit: Visit) -> None:
    page = visit(seed + EXPLORE + f"&sel={quote('doc/人和镇2022年工作要点/task/4.1')}").page
    page.evaluate(
        "navigator.clipboard && (navigator.clipboard.writeText = async t => { window.TAKEN = t })"
    )
    page.click("#panel [data-copy=quote] >> visible=true")
    page.wait_for_function("window.TAKEN")
    taken = page.evaluate("window.TAKEN")
    assert taken.startswith("「(一)持续推动宪法宣传教育常态化。")
    assert "——《人和镇2022年工作要点》" in taken and taken.endswith("字符 3275–3530")


def test_facets_count_what_a_click_shows(seed: str, visit: Visit) -> None:
    page = visit(f"{seed}/explore?focus={quote('doc/人和镇2022年工作要点')}&view=table").page
    for number in range(page.locator(".f-role li a").count()):
        choice = page.locator(".f-role li a").nth(number)
        promised = int(choice.locator("b").inner_text())
        choice.click()
        expect(page.locator("#list tbody tr:not(.group)")).to_have_count(promised)
        role = page.evaluate("new URL(location.href).searchParams.get('role')")
        answer = page.evaluate(
            "r => fetch('/api/focus/doc/人和镇2022年工作要点?role=' + r).then(a => a.json())", role
        )
        assert answer["kept"] == promised
        page.go_back()
        expect(page.locator(".chip[data-turn]")).to_have_count(0)
    page.goto(f"{seed}{EXPLORE}&role=supervise")
    assert page.locator(".nothing .chip").count() == 1, "a way out is named"


@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1440, 900), (1366, 768), (1024, 576)]
)  # the last is 1280×720 at 125 %
def test_no_drawn_text_lies_on_another(seed: str, visit: Visit, width: int, height: int) -> None:
    page = visit(seed + EXPLORE, width, height).page
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_fingers_find_their_targets_on_a_phone(seed: str, visit: Visit) -> None:
    page = visit(seed + f"/u/{quote(UNIT.removeprefix('unit/'))}", 390, 844).page
    small = page.evaluate(
        "[...document.querySelectorAll('.tabs a, .btn, .find input')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 36).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
