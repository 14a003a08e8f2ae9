"""What the explorer is for: search → unit → its tasks → the sentence in its document; and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import expect

Visit = Callable[..., Any]
DOC = "doc/人和镇2022年工作要点"
UNIT = "unit/440111103/司法所"
OTHER = "unit/440111103/综合治理办"
EXPLORE = f"/explore?focus={quote(UNIT)}"


def positions(page: Any) -> dict[str, list[float]]:
    found: dict[str, list[float]] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#canvas .node')].map(n => {"
        "const b = n.querySelector('.box').getBBox(); return [n.dataset.id, [b.x, b.y]] }))"
    )
    return found


def test_search_unit_task_sentence(server: str, visit: Visit, keep: Callable[..., None]) -> None:
    page = visit(server + "/").page
    page.keyboard.press("/")
    page.keyboard.type("司法所", delay=20)
    page.wait_for_selector(".drop:not([hidden]) a")
    keep(page, "flow-1-search")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#canvas .n-task")
    assert UNIT in unquote(page.url)
    assert page.locator("#canvas .n-task").count() == 3
    assert page.locator("#canvas .n-unit").count() == 2

    page.click("#canvas .n-task >> nth=1")
    expect(page.locator("#panel h2")).to_contain_text("重大行政决策")
    assert f"{DOC}/task/2.1" in unquote(page.url)
    assert page.inner_text("#panel mark.me") == "司法所"
    keep(page, "flow-2-task")

    page.click("#panel .acts .main")
    page.wait_for_selector(".m-hot")
    hot = "".join(page.locator(".m-hot").all_inner_texts())
    assert hot.startswith("（一）落实重大行政决策程序。") and hot.endswith("责任单位：司法所）")
    box = page.locator(".m-hot").first.bounding_box()
    assert box is not None and 0 <= box["y"] < 768, "scrolled to"
    keep(page, "flow-3-sentence")

    # and back: from a mark to its fact, from the fact to the unit
    page.click("#text .m-assignment >> nth=0")
    assert "司法所" in page.inner_text("#here h3")
    assert "责任标注" in page.inner_text("#here"), "why"
    page.click("#here h3 a >> nth=0")
    page.wait_for_load_state()
    assert "/t/" in page.url or "/u/" in page.url


def test_offsets_survive_characters_outside_the_basic_plane(
    hostile_server: str, visit: Visit
) -> None:
    """Offsets count code points, JavaScript counts UTF-16 units: 𠮷 in front must not shift a mark."""
    page = visit(hostile_server + "/").page
    answer = page.evaluate("fetch('/api/documents/doc/恶意文本/text').then(r => r.json())")
    facts = [f for f in answer["facts"] if f["type"] == "assignment"]
    assert "𠮷" in answer["text"][: facts[0]["start"]]
    for fact in (facts[0], facts[-1]):
        page.goto(f"{hostile_server}/d/{quote('恶意文本')}#c{fact['start']}-{fact['end']}")
        page.reload()
        page.wait_for_selector(".lit")
        lit = "".join(page.locator(".lit").all_text_contents())
        assert lit == answer["text"][fact["start"] : fact["end"]]


def test_an_address_is_the_whole_state(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE).page
    page.click(".f-role a >> nth=0")
    page.wait_for_selector(".chip[data-turn]")
    page.click(".legend a >> nth=1")  # hide policies
    page.wait_for_selector(".legend a.off")
    page.click("#canvas .n-task >> nth=1")
    expect(page).to_have_url(re.compile(r"2\.2$"))
    expect(page.locator("#panel h2")).to_have_text("开展法治宣传教育")
    before = (positions(page), page.inner_text("#panel"), page.inner_text("#facets"))
    page.reload()
    page.wait_for_selector("#canvas .n-task")
    assert (positions(page), page.inner_text("#panel"), page.inner_text("#facets")) == before
    assert page.locator("#canvas .n-policy").count() == 0


def test_enter_opens_the_only_suggestion_only_when_it_bears_the_name(
    server: str, visit: Visit
) -> None:
    page = visit(server + "/").page
    for typed, lands in (("2021年规划司法", "/search?"), ("rhsfs", "/explore?")):
        page.goto(server + "/")
        page.keyboard.press("/")
        page.keyboard.type(typed)
        expect(page.locator(".drop:not([hidden]) a")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{lands}**")


def test_back_undoes(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE).page
    start = page.url
    page.click("#canvas .n-task >> nth=2")
    expect(page.locator("#panel h2")).to_have_text("开展法治宣传教育")
    page.click("[data-back]")
    expect(page.locator("#panel h2")).to_have_text("落实述法制度")
    assert page.url == start


def test_opening_a_unit_moves_nothing(server: str, visit: Visit, keep: Callable[..., None]) -> None:
    page = visit(f"{server}/explore?focus={quote(OTHER)}").page
    before = positions(page)
    page.click(f'[data-open="{UNIT}"]')
    expect(page.locator("#canvas .n-task")).to_have_count(3)
    after = positions(page)
    assert {k: after[k] for k in before} == before
    assert len(after) > len(before)
    keep(page, "flow-4-opened")


def test_selecting_moves_nothing_and_dims_the_rest(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE).page
    before = positions(page)
    page.click(f'#canvas [data-id="{OTHER}"] .box')
    expect(page.locator("#panel h2")).to_have_text("人和镇综合治理办")
    assert positions(page) == before
    assert page.locator("#canvas .rel:not(.hot)").count() > 0
    assert "综和治理办" in page.inner_text("#panel"), "the spelling found is said"


def test_everything_by_keyboard(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE).page
    page.focus("#canvas .n-task >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("开展法治宣传教育")
    assert page.evaluate("document.activeElement.dataset.id").endswith("/task/2.2")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.classList.contains('rel')") or page.evaluate(
        "document.activeElement.dataset.id.endsWith('/task/2.2')"
    )


def test_a_phone_shows_cards_then_a_sheet(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(server + EXPLORE, 390, 844).page
    assert page.is_visible("#list") and not page.is_visible("#canvas")
    page.click(".tasks .what a >> nth=1")
    page.wait_for_selector(".picked #panel", state="visible")
    keep(page, "flow-5-phone")
    page.click("#panel .close")
    page.wait_for_selector("#panel", state="hidden")
    page.click('.seg a[data-v="columns"]')
    page.wait_for_selector("#canvas svg", state="visible")


def test_a_filter_that_leaves_nothing_names_the_way_out(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE + "&year=1999").page
    assert "没有任务" in page.inner_text(".nothing")
    page.click(".nothing .chip")
    page.wait_for_selector("#canvas .n-task")


def test_the_language_changes_in_place(server: str, visit: Visit) -> None:
    page = visit(server + EXPLORE + "&role=lead").page
    page.click("#lang")
    page.wait_for_selector("html[lang=en]")
    assert "role=lead" in page.url and page.inner_text("#facets h2 >> nth=0").startswith("Legend")
    assert page.text_content("#canvas .n-task .tagtext >> nth=0") == "First Lead"


def test_tables_sort(server: str, visit: Visit) -> None:
    page = visit(server + "/units").page
    page.click("th:has-text('配合')")
    first = page.inner_text("tbody tr:first-child")
    page.click("th:has-text('配合')")
    assert page.get_attribute("th:has-text('配合')", "aria-sort") == "descending"
    assert page.inner_text("tbody tr:first-child") != "" and first != ""


def test_a_sparql_question_runs_and_an_error_is_explained(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    watched = visit(server + "/sparql-ui")
    page = watched.page
    page.fill("#q", "SELECT ?s ?label WHERE { GRAPH ?g { ?s a <https://w3id.org/zhize/ns#Unit> ; "
              "<http://www.w3.org/2004/02/skos/core#prefLabel> ?label } } ORDER BY ?label")  # fmt: skip
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    assert "司法所" in page.inner_text("#result")
    assert page.locator("#result a[href^='/u/']").count() > 0
    keep(page, "flow-6-sparql")
    assert "#q=" in page.url
    page.fill("#q", "SELECT * WHERE { ?s ?p }")
    page.click("#query button[type=submit]")
    page.wait_for_selector("#result .problem")
    keep(page, "flow-7-sparql-error")
    # Chromium writes the expected 400 into the console; nothing else may be there.
    watched.troubles = [t for t in watched.troubles if "400" not in t]


def test_a_cell_opens_its_words_and_a_list_is_taken_away(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(f"{server}/matrix").page
    page.click(".heat tbody tr:has-text('人和镇司法所') td:has-text('2') a >> nth=0")
    expect(page.locator("#cell .duty")).to_have_count(2)
    assert UNIT in unquote(page.url) and "col=" in page.url
    assert page.locator(".heat td.on").count() == 1
    assert "司法所" in page.locator("#cell mark.me").all_inner_texts()
    keep(page, "flow-5-matrix")
    page.go_back()
    expect(page.locator("#cell .duty")).to_have_count(0)
    page.goto(f"{server}/u/{quote(UNIT.removeprefix('unit/'))}")
    page.click(".take summary")
    with page.expect_download() as waiting:
        page.click(".take a >> nth=0")
    assert waiting.value.suggested_filename == "人和镇司法所责任清单.docx"


def test_on_a_phone_no_unit_of_the_matrix_stands_empty(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(f"{server}/matrix", 390, 844).page
    for row in page.locator(".heat tbody tr").all()[:8]:
        assert row.locator("td:visible >> a").count() > 1, "its sum and its own columns"
        box = row.locator("td:visible >> a").last.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.click(".heat tbody tr:has-text('人和镇司法所') td:not(.sum) a >> nth=0")
    expect(page.locator("#cell .duty").first).to_be_visible()
    keep(page, "matrix-390x844")


def test_the_legend_filters_tasks_too_and_says_what_is_hidden(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(server + EXPLORE).page
    page.click(".legend a >> nth=0")
    page.wait_for_selector(".legend a.off")
    expect(page.locator("#canvas .n-task")).to_have_count(0)
    assert page.locator("#canvas .n-unit").count() == 2, "what the tasks name stays"
    assert page.locator("#canvas .edge").count() >= 2, "and hangs on the centre"
    keep(page, "flow-legend-tasks")
    page.click('[data-hides="task"]')
    expect(page.locator("#canvas .n-task")).to_have_count(3)
    page.goto(server + EXPLORE + "&hide=unit,policy")
    page.wait_for_selector("#canvas .n-task")
    assert "已隐藏 2" in (page.text_content('[data-hides="unit"]') or "")


def test_the_network_opens_whole_with_the_legends_shapes(server: str, visit: Visit) -> None:
    """Every node inside the window, every kind drawn by the path its legend shows, and in the picture."""
    page = visit(server + EXPLORE + "&view=network").page
    page.wait_for_selector("#network[data-ready]")
    found = page.evaluate(
        """async () => {
          const base = document.querySelector('script[type=module]').src;
          const { shown } = await import(base.replace('app.js', 'network.js'));
          const { network } = await import(base.replace('app.js', 'picture.js'));
          const { glyphPath } = await import(base.replace('app.js', 'dom.js'));
          const { view, nodes } = shown();
          const box = document.querySelector('#network').getBoundingClientRect();
          const at = nodes.get().map((n) => view.canvasToDOM(view.getPosition(n.id)));
          const drawn = network(shown()).body.outerHTML;
          return {
            inside: at.every((p) => p.x > 0 && p.y > 0 && p.x < box.width && p.y < box.height),
            kinds: [...new Set(nodes.get().map((n) => n.kind))],
            paths: [...new Set(nodes.get().map((n) => glyphPath(n.kind)))].every((d) => drawn.includes(d)),
            labels: view.labels,
            legend: drawn,
          };
        }"""
    )
    assert found["inside"] and found["paths"] and found["labels"] > 1
    assert {"unit", "task", "policy"} <= set(found["kinds"])
    for word in ("任务", "单位", "政策依据", "牵头"):
        assert word in found["legend"], "the picture explains itself"


def test_the_keyboard_explains_itself(server: str, visit: Visit, keep: Callable[..., None]) -> None:
    page = visit(server + EXPLORE).page
    page.keyboard.press("?")
    page.wait_for_selector("dialog.help[open]")
    assert "撤销" in page.inner_text("dialog.help")
    keep(page, "help")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_have_count(0)
    page.focus("[data-find] input")
    page.keyboard.type("?")
    expect(page.locator("dialog.help")).to_have_count(0)
