"""The ontology over HTTP: a page for people in two languages, the same facts as RDF for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api.settings import Settings
from kg.store import open_store
from ontology.catalog import load_catalog, ontology_triples
from ontology.terms import VOCAB, ZHIZE


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serve(Settings(), open_store(None)) as running:
        yield running


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_term_stands_on_the_page(client: httpx.Client, lang: str) -> None:
    answer = client.get("/ns", params={"lang": lang}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "unsafe-inline" not in answer.headers["content-security-policy"].split("style-src")[0]
    ids = set(re.findall(r'\bid="([^"]+)"', answer.text))
    shown = answer.text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    for term in load_catalog():
        if not term.iri.startswith((ZHIZE, VOCAB)):
            continue
        assert term.iri.removeprefix(ZHIZE).removeprefix(VOCAB) in ids
        assert term.labels[lang] in shown
        assert term.definitions.get(lang, "") in shown, term.iri
        if term.kind in ("class", "object property", "data property"):
            assert all(example in shown for example in term.examples)
            assert all(f"#{s.removeprefix(ZHIZE)}" in shown or s in shown for s in term.supers)


def test_links_on_the_page_lead_somewhere_and_nothing_is_loaded_from_elsewhere(
    client: httpx.Client,
) -> None:
    text = client.get("/ns", headers={"Accept": "text/html"}).text
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids
    assert re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="https?:', text) == []
    assert 'href="/ns"' in client.get("/", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"],
)
def test_machines_get_the_same_triples(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/ns", headers={"Accept": media_type})
    assert answer.headers["content-type"].split(";")[0] == media_type
    format_ = ox.RdfFormat.from_media_type(media_type)
    assert format_ is not None
    served = {quad.triple for quad in ox.parse(answer.content, format=format_)}
    assert served == set(ontology_triples())
    again = client.get(
        "/ns", headers={"Accept": media_type, "If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_formats_by_name_head_and_refusal(client: httpx.Client) -> None:
    assert client.get("/ns?format=ttl").headers["content-type"].startswith("text/turtle")
    assert client.get("/ns?format=docx").status_code == 406
    assert client.get("/ns", headers={"Accept": "image/png"}).status_code == 406
    head = client.head("/ns", headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")


def test_concepts_have_addresses(client: httpx.Client) -> None:
    page = client.get("/vocab/role/lead", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/ns#role/lead")
    turtle = client.get("/vocab/role/lead", headers={"Accept": "text/turtle"}).text
    assert "牵头" in turtle and "配合" not in turtle
    whole = client.get("/vocab/role", headers={"Accept": "text/turtle"}).text
    assert "牵头" in whole and "配合" in whole
    for name in ("nope", "role/boss", "role/lead/x", "%2e%2e/ns"):
        assert client.get(f"/vocab/{name}").status_code == 404


def test_the_context_reads_our_json(client: httpx.Client) -> None:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    document = {
        **json.loads(answer.content), "@id": "http://x/t", "@type": "Task", "number": "(一)",
    }  # fmt: skip
    quads = list(ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD))
    assert {quad.predicate.value for quad in quads} >= {ZHIZE + "number"}
    assert any(getattr(quad.object, "value", "") == ZHIZE + "Task" for quad in quads)


@pytest.mark.parametrize("path", ["/ns", "/vocab/role", "/vocab/role/lead"])
def test_the_other_forms_are_linked(client: httpx.Client, path: str) -> None:
    for kind in ("text/turtle", "application/ld+json"):
        link = client.get(path, headers={"Accept": kind}).headers["link"]
        assert f'<{path}?format=html>; rel="alternate"; type="text/html"' in link
        assert kind not in link
