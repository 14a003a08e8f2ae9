"""What is paged on the screen is whole on paper; the matrix shows the unit one comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.work import Setup, build, extract_file
from kg.build import registry_quads
from kg.packed import Packed
from kg.store import open_store

Visit = Callable[..., Any]
UNIT = "unit/440111103/档案室"


def _points() -> bytes:
    """Seventy offices with two tasks each, one with a single task, and 130 tasks nobody owns."""
    lines = ["广州市白云区人和镇2025年法治工作要点", "一、健全分工机制"]
    digits = "零一二三四五六七八九"
    names = [f"第{digits[n // 10]}{digits[n % 10]}办公室" for n in range(70)]
    for number, name in enumerate([*names, *names, "档案室"], 1):
        lines.append(f"{number}.推进第{number}项网格事项办理。（牵头单位：{name}）")
    lines.append("二、推进其他工作")
    lines += [f"{number}.完善第{number}项无人认领的机制。" for number in range(1, 131)]
    return "\n".join(lines).encode()


@pytest.fixture(scope="module")
def long(serving: Callable[[Any], AbstractContextManager[str]]) -> Iterator[str]:
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in extract_file(_points(), "要点.txt", None, None):
        store.replace([record.id], Packed(build(record, Setup(validate=False)).quads))
    with serving(store) as address:
        yield address


def print_all(watched: Any, button: str) -> None:
    """Press what lists all and prints; it is held that the page then prints itself."""
    page = watched.page
    page.add_init_script("window.print = () => (window.PRINTED = true)")
    page.click(button)
    page.wait_for_url("**start=all**")
    watched.settle()
    assert page.evaluate("window.PRINTED") is True


def test_printing_the_gaps_prints_all_of_them(
    long: str, visit: Visit, printed: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    watched = visit(long + "/gaps")
    page = watched.page
    assert page.locator(".gap tbody tr").count() == 60
    print_all(watched, ".acts a:has-text('打印')")
    rows = page.locator(".gap tbody tr")
    assert rows.count() == int(page.inner_text(".gap h2 b")) > 100
    file = tmp_path / "gaps.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    text = "".join(printed(file))
    assert "第50项无人认领" in text and "第130项无人认领" in text


def test_the_row_of_ones_unit_is_there_marked_and_in_sight(
    long: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(f"{long}/matrix?unit={quote(UNIT)}").page
    assert page.locator(".heat tbody tr").count() == 61, "the sixty largest and one's own"
    row, grid = page.locator(".heat tr.mine"), page.locator("#grid").bounding_box()
    assert row.count() == 1 and "档案室" in row.inner_text()
    box = row.bounding_box()
    assert box is not None and grid is not None
    assert grid["y"] < box["y"] and box["y"] + box["height"] <= grid["y"] + grid["height"]
    keep(page, "matrix-own-row")
    page.click(".heat tr.mine td > a >> nth=0")
    page.wait_for_selector(".heat tr.mine td.on")
    assert page.locator("#cell .duty").count() == 1


def test_printing_the_units_prints_all_of_them(
    long: str, visit: Visit, printed: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    """Ctrl+P on a page of 60 says that it is not all; the button lists all of them first."""
    watched = visit(long + "/units")
    page = watched.page
    assert page.locator("tbody tr").count() == 60
    part = tmp_path / "part.pdf"
    page.pdf(path=str(part), prefer_css_page_size=True)
    assert "这里只印出第1–60项" in "".join("".join(printed(part)).split())
    print_all(watched, "a:has-text('打印')")
    assert page.locator("tbody tr").count() > 70
    found = visit(long + "/units?q=档案").page
    assert found.locator("tbody tr").count() == 1 and not found.locator(".pager").count()
    assert found.locator("button[data-print]").count() == 1
