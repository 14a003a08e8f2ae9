"""Files and paper: the single-file graph opened from disk, and pages printed to PDF."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.ask import Ask
from kg.model import Record
from kg.store import Store
from visualize.explain import explain_page
from visualize.page import graph_page

Visit = Callable[..., Any]
UNIT = "unit/440111103/司法所"


def test_the_single_file_works_without_a_server(
    store: Store, visit: Visit, tmp_path: Path, keep: Callable[..., None]
) -> None:
    file = tmp_path / "司法所 图谱.html"
    file.write_bytes(graph_page(Ask(store), UNIT))
    page = visit(file.as_uri()).page
    assert page.inner_text("h1") == "人和镇司法所"
    page.fill("#find", "重大行政")
    page.press("#find", "Enter")
    assert page.inner_text("#panel h2") in ("落实重大行政决策程序", "重大行政决策程序暂行条例")
    page.fill("#find", "落实重大")
    page.press("#find", "Enter")
    assert "严格执行《重大行政决策程序暂行条例》" in page.inner_text("#panel blockquote")
    assert "司法所" in page.locator("#panel mark.m-assignment").all_inner_texts()
    keep(page, "file-1")
    page.click("#legend button >> nth=0")
    assert "隐藏" in page.inner_text("#size")
    page.fill("#find", "没有这个")
    page.press("#find", "Enter")
    keep(page, "file-2")


def test_the_explained_record_opens_from_disk(
    county: list[Record], visit: Visit, tmp_path: Path, keep: Callable[..., None]
) -> None:
    file = tmp_path / "说明.html"
    file.write_bytes(explain_page(county[0]))
    page = visit(file.as_uri(), java_script_enabled=False).page
    page.click("td.q a >> nth=0")
    assert page.locator("mark:target").count() == 1
    keep(page, "explain")


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("explore", f"/explore?focus={quote(UNIT)}", "落实述法制度"),
        ("unit", f"/u/{quote('440111103/司法所')}", "责任清单"),
        ("document", f"/d/{quote('人和镇2022年工作要点')}", "健全应急预案"),
        ("gaps", "/gaps", "没有写明责任单位"),
        ("matrix", "/matrix", "职责矩阵"),
        (
            "path",
            f"/path?from={quote(UNIT)}&to={quote('doc/人和镇2022年工作要点')}",
            "两者怎样相连",
        ),
    ],
)
def test_paper_is_not_blank(
    server: str,
    visit: Visit,
    printed: Callable[[Path], list[str]],
    tmp_path: Path,
    name: str,
    path: str,
    words: str,
) -> None:
    page = visit(server + path).page
    file = tmp_path / f"{name}.pdf"
    page.pdf(path=str(file), format="A4", landscape=name == "explore", print_background=True)
    assert file.stat().st_size > 5000
    pages = printed(file)
    assert words in "".join(pages)
    assert 1 <= len(pages) <= 3
    folder = Path(__file__).parents[2] / "artifacts"
    folder.mkdir(exist_ok=True)
    shutil.copy(file, folder / f"print-{name}.pdf")
