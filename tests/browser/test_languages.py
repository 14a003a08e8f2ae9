"""One language a page: in English no Chinese but the documents' own, in Chinese no English of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from kg.store import Store
from visualize.i18n import catalogue

Visit = Callable[..., Any]
HAN = re.compile(r"[\u3400-\u9fff]+")
# Everything the reader sees or hears: texts, and the attributes that become text; the names of a
# query's columns are the query's.
SAID = """() => {
  const found = [], skip = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'CODE', 'TEXTAREA']);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('#result') && !skip.has(walk.currentNode.parentElement.tagName)) found.push(walk.currentNode.data);
  for (const e of document.body.querySelectorAll('*'))
    for (const a of ['title', 'aria-label', 'placeholder', 'alt']) if (e.getAttribute(a)) found.push(e.getAttribute(a));
  found.push(document.title);
  return found.map(t => t.trim()).filter(Boolean);
}"""
# The switch names the other language in that language.
OTHER = {"中文", "EN", "Switch to English", "切换到中文"}


@pytest.fixture(scope="module")
def data(store: Store) -> str:
    """Every literal of the graph in one text: what may stand in a page in its own language."""
    rows = store.query("SELECT DISTINCT (STR(?o) AS ?t) { GRAPH ?g { ?s ?p ?o } }")
    return "\n".join(str(row["t"].value) for row in rows)


def _one_language(pages: dict[str, str]) -> dict[str, str]:
    """The ontology page gives every term in both."""
    return {name: path for name, path in pages.items() if name != "ontology"}


def said(watched: Any, address: str) -> list[str]:
    watched.page.goto(address)
    watched.settle()
    found: list[str] = watched.page.evaluate(SAID)
    return [text for text in found if text not in OTHER]


def test_english_pages_hold_no_chinese_of_ours(
    server: str, pages: dict[str, str], visit: Visit, data: str
) -> None:
    ours = {v for v in catalogue("zh").values() if HAN.search(v)} - set(data.split("\n"))
    watched = visit(server + "/?lang=en")
    wrong = {}
    for name, path in _one_language(pages).items():
        texts = said(watched, server + path)
        wrong[name] = [t[:60] for t in texts if t in ours]
        wrong[name] += [t[:60] for t in texts if any(run not in data for run in HAN.findall(t))]
    assert {name: found for name, found in wrong.items() if found} == {}


def test_chinese_pages_hold_no_english_of_ours(
    server: str, pages: dict[str, str], visit: Visit
) -> None:
    zh, en = catalogue("zh"), catalogue("en")
    # Whole texts only: SPARQL, CSV and names of formats are the same in both.
    ours = {en[k] for k in en if en[k] not in zh.values() and re.search("[A-Za-z]{3}", en[k])}
    watched = visit(server + "/?lang=zh")
    wrong = {
        name: [t for t in said(watched, server + pages[name]) if t in ours]
        for name in _one_language(pages)
    }
    assert {name: found for name, found in wrong.items() if found} == {}
