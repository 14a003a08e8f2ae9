"""The SPARQL page as an analyst uses it: completion in Chinese, marked errors, forms, table, picture, files, links."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import openpyxl
import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
Keep = Callable[[Page, str], None]
LINKS = "CONSTRUCT { ?t zhize:unit ?u } WHERE { ?a zhize:task ?t ; zhize:unit ?u }"


@pytest.fixture
def watched(server: str, visit: Visit) -> Any:
    return visit(f"{server}/sparql-ui")


@pytest.fixture
def page(watched: Any) -> Page:
    found: Page = watched.page
    return found


def write(page: Page, text: str) -> None:
    page.locator("#q").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def offered(page: Page) -> list[str]:
    page.wait_for_selector("#complete li")
    return page.locator("#complete li b").all_inner_texts()


def asked(page: Page) -> list[str]:
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Space")
    return offered(page)


def test_classes_then_their_properties_then_their_values(page: Page, keep: Keep) -> None:
    write(page, "SELECT ?x WHERE { ?x a ")
    classes = asked(page)
    assert {"zhize:Task", "zhize:Assignment", "zhize:Unit"} <= set(classes)
    counts = [int(n.replace(",", "")) for n in page.locator("#complete small").all_inner_texts()]
    assert counts == sorted(counts, reverse=True) and counts[0] > 0
    page.keyboard.insert_text("责任")
    expect(page.locator("#complete li").first).to_contain_text("zhize:Assignment")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("; ")
    properties = asked(page)
    assert {"zhize:unit", "zhize:role", "zhize:task"} <= set(properties)
    assert not {"zhize:placeLevel", "zhize:code", "oa:exact"} & set(properties)
    page.keyboard.insert_text("角")
    expect(page.locator("#complete li").first).to_contain_text("角色")
    keep(page, "sparql-complete-1366x768")
    page.keyboard.press("Tab")
    assert "role:lead" in asked(page)
    page.keyboard.insert_text("牵头")
    expect(page.locator("#complete li").first).to_contain_text("role:lead")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("; zhize:unit ")
    page.keyboard.insert_text("司法所")
    expect(page.locator("#complete li").first).to_contain_text("司法所")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    text = page.input_value("#q")
    assert "PREFIX zhize:" in text and "PREFIX role:" in text and "/unit/440111103/" in text


def test_an_inferred_class_and_a_variable(page: Page) -> None:
    write(page, "SELECT * WHERE { ?a zhize:task ?t . ?t ")
    properties = asked(page)
    assert {"a", "rdfs:label", "zhize:number"} <= set(properties) and "zhize:rank" not in properties
    write(page, "SELECT ?unit WHERE { ?unit a zhize:Unit . FILTER(?u")
    assert asked(page) == ["?unit"]
    write(page, "SELECT * WHERE { ?s ?p 'zhize")
    page.keyboard.press("Control+Space")
    expect(page.locator("#complete")).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "marked", "line", "said"),
    [
        ("SELECT ?号 WHERE {\n  ?任务 rdfs:label ?号 ?多了 .\n}", "?多了", "3", "前面少了"),
        ("SELECT ?号\nWHERE { ?任务 rdfs:label 名称 }", "名称", "3", "变量前要有问号"),
        ("SELECT ?号 WHERE {\n  ?任务 rdfs:label ?号 .", "{", "2", "右括号"),
        ("SELECT ?号 WHERE { ?任务 我的:b ?号 }", "我的:b", "1", "前缀"),
        ("SELECT ?号 WHERE { ?任务 rdfs:label ?号 } LIMIT ?号", "?号", "2", "标红处"),
    ],
)
def test_errors_are_marked_where_they_are(
    watched: Any, page: Page, keep: Keep, text: str, marked: str, line: str, said: str
) -> None:
    write(page, text)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".problem")).to_contain_text(said)
    expect(page.locator(".problem b")).to_contain_text(f"第 {line} 行")
    expect(page.locator("#gutter .bad")).to_have_text(line)
    assert page.locator(".k-wrong").inner_text() == marked
    assert page.evaluate("document.activeElement.id") == "q"
    keep(page, f"sparql-error-{line}-1366x768")
    assert len(watched.troubles) == 1 and "400" in watched.troubles.pop()
    page.keyboard.insert_text(" ")
    assert page.locator(".k-wrong").count() == 0


def test_a_form_with_search_fills_the_query(server: str, visit: Visit, keep: Keep) -> None:
    page = visit(f"{server}/sparql-ui?question=unit-duties").page
    page.wait_for_selector("#result table")
    keep(page, "sparql-question-1366x768")
    years = page.locator('select[name="year"] option').all_inner_texts()
    assert "2022" in years
    page.fill("#find-question", "时限")
    shown = page.locator("#questions li:visible a").all_inner_texts()
    assert shown and len(shown) < 15 and any("时限" in words for words in shown)
    page.select_option('select[name="role"]', "lead")
    page.click("#params button")
    page.wait_for_selector("#result table")
    assert "role=lead" in page.url and "VALUES ?role" in page.input_value("#q")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("targets", "不少于"),
        ("deadlines-by-month", "举例"),
        ("undated-tasks", "辖区"),
        ("merged-spellings", "错写"),
    ],
)
def test_a_question_answers_in_words(server: str, visit: Visit, question: str, said: str) -> None:
    page = visit(f"{server}/sparql-ui?question={question}").page
    page.wait_for_selector("#result table")
    expect(page.locator("#result table")).to_contain_text(said)
    if question == "deadlines-by-month":
        expect(page.locator("#result td a").first).not_to_contain_text("/d/")


def test_a_long_list_is_searched_by_keyboard(
    hostile_server: str, visit: Visit, hostile_store: Any
) -> None:
    page = visit(f"{hostile_server}/sparql-ui?question=unit-duties").page
    box = page.locator(".pick input").first
    box.focus()
    page.keyboard.insert_text("共同")
    expect(page.locator(".pick-list li").first).to_contain_text("共同单位")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "共同单位" in unquote(page.eval_on_selector('select[name="unit"]', "s => s.value"))
    assert page.evaluate("typeof window.PWN") == "undefined"


def test_names_picture_and_text_of_a_construct(page: Page, keep: Keep) -> None:
    write(page, LINKS)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    expect(page.locator("#result tbody a", has_text="司法所").first).to_be_visible()
    page.get_by_role("button", name="关系网").click()
    page.wait_for_selector("#net[data-ready]")
    assert int(page.get_attribute("#result", "data-nodes") or 0) > 3
    keep(page, "sparql-graph-1366x768")
    shared = page.url
    page.get_by_role("button", name="Turtle").first.click()
    expect(page.locator(".turtle")).to_contain_text("w3id.org/zhize")
    page.goto("about:blank")
    page.goto(shared)
    page.wait_for_selector("#net[data-ready]")
    assert page.input_value("#q").endswith(LINKS)


def test_two_columns_of_things_are_a_picture_one_is_not(page: Page) -> None:
    write(page, "SELECT ?unit ?task WHERE { ?a zhize:unit ?unit ; zhize:task ?task }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    expect(page.get_by_role("button", name="关系网")).to_be_enabled()
    write(page, "SELECT ?unit (COUNT(*) AS ?n) WHERE { ?a zhize:unit ?unit } GROUP BY ?unit")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result th", has_text="n").last).to_be_visible()
    expect(page.get_by_role("button", name="关系网")).to_be_disabled()


def test_files_hold_all_rows_and_no_formula(page: Page) -> None:
    write(page, "SELECT ?a ?b WHERE { VALUES (?a ?b) { ('=1+1' 2) ('@x' 3.5) ('普通' 4) } }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    with page.expect_download() as saving:
        page.get_by_role("button", name="CSV").click()
    data = saving.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"'=1+1" in data
    with page.expect_download() as saving:
        page.get_by_role("button", name="Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(saving.value.path().read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("a", "b"), ("'=1+1", 2), ("'@x", 3.5), ("普通", 4)]
    with page.expect_download() as saving:
        page.get_by_role("button", name="JSON").click()
    assert saving.value.suggested_filename.endswith(".json")


def test_a_running_query_is_stopped_by_escape(watched: Any, page: Page) -> None:
    names = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
    write(page, f"SELECT (COUNT(*) AS ?n) WHERE {{ {names} }}")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="停止").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#result")).to_contain_text("已停止")


def test_undo_takes_a_completion_back(page: Page) -> None:
    write(page, "SELECT * WHERE { ?x a ")
    page.keyboard.insert_text("任务")
    offered(page)
    page.keyboard.press("Enter")
    assert "zhize:Task" in page.input_value("#q")
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert "zhize:Task" not in page.input_value("#q")


def test_on_a_phone(server: str, visit: Visit, keep: Keep) -> None:
    page = visit(f"{server}/sparql-ui?question=unit-load", width=390, height=844).page
    page.wait_for_selector("#result table")
    assert page.locator(".ask").get_attribute("open") is None
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    keep(page, "sparql-390x844")


def test_a_passage_is_a_link_and_a_rule_a_sentence(server: str, visit: Visit) -> None:
    page = visit(f"{server}/sparql-ui?question=low-confidence&below=1.01").page
    page.wait_for_selector("#result table")
    heads = page.locator("#result thead th").all_inner_texts()
    assert not {"起", "止", "事实"} & set(heads), "numbers of characters, and the quote once more"
    page.locator("#result tbody tr").first.locator("a[href*='?at=']").click()
    page.wait_for_url("**/d/**at=**")
    page.goto(f"{server}/sparql-ui?question=low-confidence&below=1.01")
    page.wait_for_selector("#result table")
    page.uncheck("#labels")
    page.wait_for_selector("#result th:has-text('start')")
    told = quote("SELECT ('cue.verb' AS ?rule) {}")
    page = visit(f"{server}/sparql-ui#q={told}").page
    page.wait_for_selector("#result td:has-text('句子以动词')")


def test_on_a_phone_a_row_is_a_card(server: str, visit: Visit) -> None:
    page = visit(f"{server}/sparql-ui?question=low-confidence&below=1.01", 390, 844).page
    page.wait_for_selector("#result table")
    for cell in page.locator("#result tbody tr").first.locator("td:visible").all():
        box = cell.bounding_box()
        assert box is not None and box["x"] + box["width"] <= 390
    assert page.locator("#result tbody tr").first.locator("[data-l='规则']").count() == 1
