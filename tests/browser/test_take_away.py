"""What people take along: every view as SVG and PNG with its title and data, and pages that print well on A4."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from playwright.sync_api import Page

Visit = Callable[..., Any]
UNIT = "440111103/" + quote("司法所")
VIEWS = {
    "columns": f"/explore?focus=unit/{UNIT}",
    "network": f"/explore?focus=unit/{UNIT}&view=network",
    "matrix": "/matrix",
    "timeline": "/timeline?today=2022-10-01",
}
SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    page.locator(".take summary").click()
    with page.expect_download() as saving:
        page.locator(f'[data-picture="{kind}"]').click()
    page.locator(".take summary").click()
    return saving.value.suggested_filename, saving.value.path().read_bytes()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_a_picture(server: str, visit: Visit, view: str) -> None:
    page = visit(server + VIEWS[view]).page
    if view == "network":
        page.wait_for_selector("#network[data-ready]")
    name, data = saved(page, "svg")
    assert name.endswith(".svg") and not set('\\/:*?"<>|') & set(name)
    root = ET.fromstring(data)
    words = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}title")
    assert any("数据来自" in text for text in words)
    assert any("司法所" in text for text in words)
    # Nothing that needs our style sheets, a script or the network.
    assert not any("class" in element.attrib or "href" in element.attrib for element in root.iter())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "g", "rect", "path", "text", "circle", "tspan", "line", "desc"),
    }
    name, data = saved(page, "png")
    assert name.endswith(".png") and data.startswith(b"\x89PNG") and len(data) > 8_000


def test_a_query_drawn_is_a_picture(server: str, visit: Visit) -> None:
    text = "SELECT ?unit ?task WHERE { ?a zhize:unit ?unit ; zhize:task ?task }"
    page = visit(f"{server}/sparql-ui#q={quote(text)}&view=graph").page
    page.wait_for_selector("#net[data-ready]")
    with page.expect_download() as saving:
        page.locator('[data-picture="svg"]').click()
    words = [e.text or "" for e in ET.parse(saving.value.path()).iter(f"{SVG}text")]
    assert any("司法所" in text for text in words)


def test_hostile_names_stay_text_in_a_picture(hostile_server: str, visit: Visit) -> None:
    page = visit(f"{hostile_server}/matrix").page
    _, data = saved(page, "svg")
    root = ET.fromstring(data)
    assert not {"script", "image", "foreignObject", "a"} & {
        element.tag.removeprefix(SVG) for element in root.iter()
    }
    assert page.evaluate("typeof window.PWN") == "undefined"


PRINTS = {
    # page: (address, landscape, words that must be there)
    "unit": (f"/u/{UNIT}", False, ("责任清单", "牵头", "数据来自")),
    "columns": (VIEWS["columns"], False, ("司法所", "牵头", "数据来自")),
    "network": (VIEWS["network"], False, ("司法所", "数据来自")),
    "matrix": (VIEWS["matrix"], True, ("职责矩阵", "司法所", "合计", "数据来自")),
    "timeline": (VIEWS["timeline"], False, ("期限", "数据来自")),
}


@pytest.mark.parametrize("name", PRINTS)
def test_pages_print_on_a4(server: str, visit: Visit, name: str, tmp_path: Path) -> None:
    address, landscape, wanted = PRINTS[name]
    page = visit(server + address).page
    if name == "network":
        page.wait_for_selector("#network[data-ready]")
    file = tmp_path / "print.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    try:
        width, height = document[0].get_size()
        assert (width > height) == landscape and abs(min(width, height) - 595) < 3
        assert len(document) <= 4
        first = document[0].get_textpage().get_text_range()
        text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    finally:
        document.close()
    squeezed = "".join(text.split())
    assert [word for word in (*wanted, "制表日期") if word not in squeezed] == []
    assert len("".join(first.split())) > 30, "the first sheet is blank"
    assert "下载" not in squeezed and "打印" not in squeezed


def test_long_columns_are_cut_between_boxes(server: str, visit: Callable[..., Any]) -> None:
    """On paper a drawing taller than a page goes on, and no box is cut in two."""
    page = visit(f"{server}/explore?focus=unit/{UNIT}").page
    cuts = page.evaluate(
        """async () => {
          const base = document.querySelector('script[type=module]').src;
          const { pages } = await import(base.replace('app.js', 'picture.js'));
          const boxes = Array.from({ length: 60 }, (_, i) => [44 + i * 83, 44 + i * 83 + 75]);
          return { cuts: pages(780, 44 + 60 * 83, boxes), boxes, one: pages(780, 700, boxes) };
        }"""
    )
    found = cuts["cuts"]
    assert len(cuts["one"]) == 1 and len(found) > 3
    assert [end for _, end in found[:-1]] == [start for start, _ in found[1:]]
    for _, end in found[:-1]:
        assert not any(top < end < bottom for top, bottom in cuts["boxes"])


def test_a_printed_matrix_cuts_no_name(server: str, visit: Visit) -> None:
    page = visit(server + "/matrix").page
    page.emulate_media(media="print")
    names = page.locator(".heat tbody th")
    assert names.count() > 1
    looks = names.evaluate_all(
        "all => all.map(n => [getComputedStyle(n).whiteSpace, n.scrollWidth <= n.clientWidth + 1])"
    )
    assert all(space == "normal" and whole for space, whole in looks), looks


def test_printed_line_numbers_stand_beside_the_text(server: str, visit: Visit) -> None:
    page = visit(server + "/documents").page
    page.locator("main a[href^='/d/']").first.click()
    line = page.locator(".ln[data-n]").first
    line.wait_for()
    page.emulate_media(media="print")
    left, width, room = line.evaluate(
        "n => { const own = getComputedStyle(n, '::before');"
        " return [parseFloat(own.left) - parseFloat(getComputedStyle(n).paddingLeft), parseFloat(own.width),"
        " parseFloat(getComputedStyle(n.closest('.paper')).paddingLeft)] }"
    )
    assert left + width <= 0 and -left <= room, "on the first characters, or off the paper"
