"""Lists longer than a page: all of them can be reached, and paper says what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.loading import load
from api.settings import Settings
from kg.store import open_store

FILES = 63


@pytest.fixture(scope="module")
def client(
    serve: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder, store = tmp_path_factory.mktemp("many"), open_store(None)
    for n in range(FILES):
        text = (
            f"泾县第{n + 1}号方案\n\n一、加强宣传。开展宣传活动。（责任单位：县司法局）\n"
            "三、建设阵地。建设法治公园。\n"
        )
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    load([str(folder)], store)
    with serve(Settings(), store) as client:
        yield client


def listed(page: str) -> list[str]:
    table = page[page.index('id="documents"') :].partition("</table>")[0]
    return re.findall(r'<td><a href="/quality\?document=[^"]*">([^<]*)<', table)


def test_every_file_with_something_to_look_at_can_be_reached(client: httpx.Client) -> None:
    pages = [client.get("/quality", params={"documents": n}).text for n in ("0", "20", "40", "60")]
    assert f"<b>{FILES}</b>" in pages[0] and f"第 1–20 项，共 {FILES} 项" in pages[0]
    assert len({name for page in pages for name in listed(page)}) == FILES
    assert len(listed(client.get("/quality", params={"documents": "all"}).text)) == FILES


@pytest.mark.parametrize("path", ["/gaps", "/quality"])
def test_paper_says_what_it_leaves_out(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    assert f"项，共 {FILES} 项；要印全部" in page
    every = re.search(r'href="([^"]*)#print"', page)
    assert every is not None
    assert "这里只印出" not in client.get(every[1].replace("&amp;", "&")).text
