"""A clerk finds two offices merged into one, sets them apart, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect

Visit = Callable[..., Any]
TOKEN = "write-0123456789"
OFFICE = "/u/440111103/" + quote("综合治理办")


def test_a_merge_is_undone_and_made_again(
    writable: str, visit: Visit, keep: Callable[..., None]
) -> None:
    watched = visit(writable + OFFICE)
    page = watched.page
    before = page.locator(".duty").count()
    page.click(".aliases li:has-text('综和治理办') .fix summary")
    page.fill(".aliases .fix[open] input[name=note]", "镇里确有两个办")
    page.click(".aliases .fix[open] .btn")
    expect(page.locator(".aliases .fix[open] [data-token]")).to_be_visible()
    page.fill(".aliases .fix[open] input[name=token]", "wrong-0123456789")
    page.click(".aliases .fix[open] .btn")
    expect(page.locator(".aliases .fix[open] [role=status]")).not_to_be_empty()
    page.fill(".aliases .fix[open] input[name=token]", TOKEN)
    keep(page, "corrections-form")
    page.click(".aliases .fix[open] .btn")
    expect(page.locator(".decided")).to_contain_text("「综和治理办」不是人和镇综合治理办")
    expect(page.locator(".decided")).to_contain_text("镇里确有两个办")
    assert page.locator(".duty").count() == before - 1
    page.goto(writable + "/corrections")
    watched.settle()
    keep(page, "corrections-made")
    page.click(".undo .btn")  # the token is known in this tab
    expect(page.locator(".nothing")).to_be_visible()
    page.goto(writable + OFFICE)
    expect(page.locator(".duty")).to_have_count(before)
    # Chromium writes the expected 401 into the console; nothing else may be there.
    watched.troubles = [t for t in watched.troubles if "401" not in t]


def test_a_unit_is_merged_into_one_that_was_searched(writable: str, visit: Visit) -> None:
    watched = visit(f"{writable}/u/440111103/{quote('综合执法办')}")
    page = watched.page
    page.click(".correct .fix summary")
    page.click(".correct .btn")
    expect(page.locator(".correct [role=status]")).to_contain_text("选一个单位")
    page.click(".correct input[type=search]")
    page.keyboard.type("司法所", delay=20)
    page.click(".correct .drop a:has-text('司法所') >> nth=0")
    page.click(".correct .btn")
    page.fill(".correct input[name=token]", TOKEN)
    page.click(".correct .btn")
    page.wait_for_url("**/u/440111103/" + quote("司法所"))
    expect(page.locator(".decided")).to_contain_text("综合执法办就是人和镇司法所")
    page.click(".decided .undo .btn")
    expect(page.locator(".decided")).to_have_count(0)
    page.goto(f"{writable}/u/440111103/{quote('综合执法办')}")
    assert page.locator(".duty").count() > 0
