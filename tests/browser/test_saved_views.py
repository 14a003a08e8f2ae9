"""Saved views: an address with a name in this browser, taken along and brought in as a file; hostile files stay out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import Page, expect

Visit = Callable[..., Any]
UNIT = "unit/440111103/司法所"
EXPLORE = f"/explore?focus={quote(UNIT)}"
NO_STORAGE = (
    """Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })"""
)


def save(page: Page, name: str) -> None:
    page.click("#saved summary")
    page.fill("#saved input[name=name]", name)
    page.keyboard.press("Enter")
    expect(page.locator("#saved [role=status]")).to_contain_text(f"已收藏“{name}”")
    page.keyboard.press("Escape")


def test_a_view_is_saved_opened_and_deleted(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    watched = visit(server + EXPLORE + "&role=lead&view=table")
    page = watched.page
    page.click("#saved summary")
    expect(page.locator("#saved input[name=name]")).to_have_value(re.compile("^人和镇司法所"))
    page.keyboard.press("Escape")
    assert not page.is_visible("#saved form")
    assert page.evaluate("document.activeElement.closest('#saved') !== null")
    save(page, "司法所牵头")
    page.goto(server + "/matrix?cols=year&lang=en")
    watched.settle()
    page.click("#saved summary")
    keep(page, "views-menu")
    page.fill("#saved input[name=name]", "按年份")
    page.keyboard.press("Enter")
    expect(page.locator("#saved li")).to_have_count(2)
    page.goto(server + "/?lang=zh")
    watched.settle()
    assert page.locator("#mine a").all_inner_texts() == ["按年份", "司法所牵头"]
    keep(page, "views-home")
    page.click("#mine a:has-text('按年份')")
    expect(page.locator(".controls .seg a.on")).to_have_text("年份")
    assert "lang" not in page.url, "a view opens in the reader's language"
    page.click("#saved summary")
    page.click("#saved li a:has-text('司法所牵头')")
    page.wait_for_url("**/explore**")
    assert "role=lead" in page.url and UNIT in unquote(page.url)
    page.click("#saved summary")
    page.click("#saved li:has-text('司法所牵头') button")
    expect(page.locator("#saved li")).to_have_count(1)
    page.click("#saved [role=status] button")
    expect(page.locator("#saved li")).to_have_count(2)
    page.click("#saved li:has-text('按年份') button")
    page.reload()
    watched.settle()
    page.click("#saved summary")
    assert page.locator("#saved li a").all_inner_texts() == ["司法所牵头"]


def test_views_are_taken_along_and_brought_in(server: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(server + EXPLORE).page
    save(page, "带走")
    page.click("#saved summary")
    with page.expect_download() as waiting:
        page.click("[data-views=export]")
    assert waiting.value.suggested_filename == "职责图谱-收藏的视图.json"
    file = tmp_path / "views.json"
    waiting.value.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["format"] == "zhize-views" and told["views"][0]["name"] == "带走"
    other = visit(server + "/").page  # another computer
    assert not other.is_visible("#mine")
    other.click("#saved summary")
    other.set_input_files("#saved input[type=file]", str(file))
    expect(other.locator("#saved [role=status]")).to_contain_text("导入了 1 个视图")
    other.click("#mine a")
    other.wait_for_url("**/explore**")
    assert UNIT in unquote(other.url)


def test_a_hostile_file_brings_no_address_of_others(
    server: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit(server + "/").page
    views: list[Any] = [
        {"name": "<img src=x onerror=window.PWN=1>", "url": "/matrix"},
        {"name": "脚本", "url": "javascript:window.PWN=2"},
        {"name": "别处", "url": "//evil.example/x"},
        {"name": "别处", "url": "/\\evil.example"},
        {"name": "别处", "url": "https://evil.example/"},
        {"name": "别处", "url": "/.//evil.example/x"},
        {"name": "再说一次", "url": "/matrix"},
        {"name": "", "url": "/units"},
        {"name": "长", "url": "/" + "x" * 5000},
        {"name": 3, "url": 4},
        None,
        "x",
    ]
    file = tmp_path / "views.json"
    file.write_text(json.dumps({"format": "zhize-views", "version": 1, "views": views}))
    page.click("#saved summary")
    page.set_input_files("#saved input[type=file]", str(file))
    expect(page.locator("#saved [role=status]")).to_contain_text("导入了 1 个视图，11 个不能用")
    assert page.locator("#saved li a").get_attribute("href") == "/matrix"
    for wrong in ("[]", "{", '{"format": "other", "views": []}', ""):
        file.write_text(wrong)
        page.set_input_files("#saved input[type=file]", str(file))
        expect(page.locator("#saved [role=status]")).to_contain_text("不是导出的视图文件")
    assert page.locator("#saved li").count() == 1
    assert page.evaluate("typeof window.PWN") == "undefined"
    page.evaluate("localStorage.setItem('zhize.views', '{broken')")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")


def test_a_browser_that_keeps_nothing_says_so(server: str, visit: Visit) -> None:
    watched = visit(server + "/")
    page = watched.page
    page.add_init_script(NO_STORAGE)
    page.goto(server + EXPLORE)
    watched.settle()
    page.click("#saved summary")
    page.fill("#saved input[name=name]", "一时的")
    page.keyboard.press("Enter")
    expect(page.locator("#saved [role=status]")).to_contain_text("不保存数据")
    with page.expect_download() as waiting:
        page.click("[data-views=export]")
    assert "一时的" in Path(waiting.value.path()).read_text(encoding="utf-8")


def test_what_has_no_room_takes_nothing_away(server: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(server + EXPLORE).page
    save(page, "自己的")
    views = [{"name": f"第{n}个", "url": f"/units?q={n}"} for n in range(200)]
    file = tmp_path / "views.json"
    file.write_text(json.dumps({"format": "zhize-views", "version": 1, "views": views}))
    page.click("#saved summary")
    page.set_input_files("#saved input[type=file]", str(file))
    told = page.locator("#saved [role=status]")
    expect(told).to_contain_text("导入了 199 个视图")
    expect(told).to_contain_text("还有 1 个放不下")
    assert page.locator("#saved li").count() == 200
    assert page.locator("#saved li a:has-text('自己的')").count() == 1
    page.goto(server + "/matrix")
    page.click("#saved summary")
    page.fill("#saved input[name=name]", "再多一个")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("最多收藏 200 个视图")
    assert page.locator("#saved li").count() == 200
