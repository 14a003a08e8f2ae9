"""``/sparql`` over a real server: formats, dataset, refusals, encodings."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from pydantic import SecretStr
from rdflib.query import Result

from api.settings import Settings
from kg import ids
from kg.outgoing import Outgoing
from kg.questions import question
from kg.store import open_store

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
UNIT = ids.iri("unit/440111103/人和司法所")


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    store = open_store(None)
    for name in ("甲", "乙"):
        graph = ox.NamedNode(ids.iri(f"graph/{name}"))
        label = ox.Literal(f"人和司法所{name}", language="zh")
        store.replace([], [ox.Quad(ox.NamedNode(UNIT), ox.NamedNode(LABEL), label, graph)])
    with serve(Settings(query_seconds=2), store) as running:
        yield running


QUERY = f"SELECT ?l {{ <{UNIT}> <{LABEL}> ?l }} ORDER BY ?l"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/json;q=0.1, text/*;q=0.9", "text/csv"),
    ],
)
def test_results_come_in_the_format_asked_for(
    client: httpx.Client, accept: str | None, media_type: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", params={"query": QUERY}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert "人和司法所甲" in response.content.decode("utf-8")
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"],
)
def test_graphs_come_in_the_format_asked_for(client: httpx.Client, media_type: str) -> None:
    query = f"CONSTRUCT WHERE {{ <{UNIT}> ?p ?o }}"
    response = client.post("/sparql", data={"query": query}, headers={"Accept": media_type})
    assert response.headers["content-type"].split(";")[0] == media_type
    format_ = ox.RdfFormat.from_media_type(media_type)
    assert len(set(ox.parse(response.content, format=format_))) == 2


def test_the_default_graph_is_the_union_unless_the_request_names_one(client: httpx.Client) -> None:
    count = {"query": f"SELECT (COUNT(*) AS ?n) {{ <{UNIT}> ?p ?o }}", "format": "csv"}
    assert client.get("/sparql", params=count).text.split()[1] == "2"
    one = {**count, "default-graph-uri": ids.iri("graph/甲")}
    assert client.get("/sparql", params=one).text.split()[1] == "1"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", 403, "query_refused"),
        ("INSERT DATA { <a:a> <a:b> 1 }", 403, "read_only"),
        ("SELECT * {", 400, "query_syntax"),
        ("", 400, "query_syntax"),
        ("ASK {} ; DROP ALL", 400, "query_syntax"),
    ],
)
def test_refusals_are_problems(client: httpx.Client, query: str, status: int, code: str) -> None:
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    always = {"type", "title", "status", "detail", "code", "hint"}
    assert always <= set(response.json()) <= always | {"line", "column"}


def test_nothing_acceptable_is_406(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"})
    assert response.status_code == 406


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", content=b"CLEAR ALL")
    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["/sparql", "/store?default", "/api/units"])
def test_options_say_what_an_address_takes(client: httpx.Client, path: str) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert {"GET", "OPTIONS"} <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize(
    ("field", "kind"),
    [("using-graph-uri", "query"), ("default-graph-uri", "update"), ("named-graph-uri", "update")],
)
def test_a_dataset_of_the_other_kind_is_refused(
    client: httpx.Client, field: str, kind: str
) -> None:
    text = {"query": "ASK { ?s ?p ?o }", "update": "CLEAR ALL"}[kind]
    answer = client.post("/sparql", data={kind: text, field: ids.iri("graph/甲")})
    assert (answer.status_code, answer.json()["code"]) == (400, "protocol")
    assert field in answer.json()["detail"]


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("FROM <{甲}>", "甲"),
        ("from <{甲}> FROM <{乙}>", "甲乙"),
        ("FROM <a:none>", ""),
        ("FROM NAMED <{甲}>", ""),
        ("# FROM <{甲}>\n", "甲乙"),
    ],
)
def test_a_query_may_name_its_dataset(client: httpx.Client, said: str, labels: str) -> None:
    for name in "甲乙":
        said = said.replace(f"{{{name}}}", ids.iri(f"graph/{name}"))
    query = f"SELECT ?o {said} WHERE {{ <{UNIT}> ?p ?o }}"
    rows = client.post("/sparql", data={"query": query, "format": "csv"}).text.split()[1:]
    assert sorted(row[-1] for row in rows) == sorted(labels)


def test_a_percent_sign_in_the_text_is_decoded_once(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "SELECT ('%E4%BA%BA' AS ?x) {}"})
    assert response.json()["results"]["bindings"][0]["x"]["value"] == "%E4%BA%BA"


def test_a_body_that_is_too_long_is_413(client: httpx.Client) -> None:
    body = b"ASK {} #" + b"x" * 1_000_001
    response = client.post(
        "/sparql", content=body, headers={"Content-Type": "application/sparql-query"}
    )
    assert response.status_code == 413


def test_without_a_query_people_get_the_editor_and_machines_a_description(
    client: httpx.Client,
) -> None:
    browser = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (browser.status_code, browser.headers["location"]) == (303, "/sparql-ui")
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    triples = list(ox.parse(described.content, format=ox.RdfFormat.TURTLE))
    endpoint = "http://www.w3.org/ns/sparql-service-description#endpoint"
    assert [t.object.value for t in triples if t.predicate.value == endpoint] == [
        f"{str(client.base_url).rstrip('/')}/sparql"
    ]
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_a_client_that_hangs_up_frees_its_worker(serve: Callable[..., Any]) -> None:
    store = open_store(None)
    graph, label = ox.NamedNode(ids.iri("graph/丙")), ox.NamedNode(LABEL)
    things = [ox.NamedNode(ids.iri(f"unit/{n}")) for n in range(3000)]
    store.load(ox.Quad(thing, label, ox.Literal("x"), graph) for thing in things)
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serve(Settings(query_seconds=20, query_workers=1), store) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        started = time.monotonic()
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": cross}, timeout=0.5)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert time.monotonic() - started < 5


def test_strict_headers_on_every_answer(client: httpx.Client) -> None:
    for path in ("/healthz", "/nope", "/sparql?query=ASK%20%7B%7D"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"


def test_the_docs_page_names_no_other_host(client: httpx.Client) -> None:
    page = client.get("/docs").text
    assert "://" not in page.replace(str(client.base_url), "")
    assert client.get("/static-offline-docs/swagger-ui-bundle.js").status_code == 200
    assert json.loads(client.get("/api/openapi.json").content)["openapi"].startswith("3.")


def test_head_tells_what_get_would(client: httpx.Client) -> None:
    for params in ({"query": QUERY}, {}):
        head, get = (client.request(m, "/sparql", params=params) for m in ("HEAD", "GET"))
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
    assert client.head("/sparql", params={"query": "SELECT * {"}).status_code == 400


def test_long_answers_are_compressed_for_those_who_can_read_it(client: httpx.Client) -> None:
    query = {"query": "SELECT ?x { VALUES ?x { " + "'人和镇司法所' " * 500 + "} }"}
    packed = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 10


def test_other_pages_may_ask_only_where_the_operator_says(
    serve: Callable[..., Any], client: httpx.Client
) -> None:
    origin = {"Origin": "https://yasgui.example"}
    assert "access-control-allow-origin" not in client.get("/sparql", headers=origin).headers
    settings = Settings(cors="https://yasgui.example", host="0.0.0.0", read_token=SecretStr("r"))
    with serve(settings, open_store(None)) as open_:
        asks = {**origin, "Access-Control-Request-Method": "POST"}
        asks["Access-Control-Request-Headers"] = "authorization"
        preflight = open_.options("/sparql", headers=asks)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == origin["Origin"]
        query = {"query": "ASK {}"}
        answer = open_.get("/sparql", params=query, headers={**origin, "Authorization": "Bearer r"})
        assert answer.headers["access-control-allow-origin"] == origin["Origin"]
        other = {"Origin": "https://evil.example", "Authorization": "Bearer r"}
        refused = open_.get("/sparql", params=query, headers=other)
        assert "access-control-allow-origin" not in refused.headers


def test_errors_say_where_in_both_languages(client: httpx.Client) -> None:
    wrong = client.get("/sparql", params={"query": "SELECT * {\n ?s ?p }"}).json()
    assert (wrong["line"], wrong["column"]) == (2, 9)
    assert "第 2 行第 9 列" in wrong["detail"] and "does not parse" in wrong["title"]
    refused = {"query": "SELECT * {\n SERVICE <http://127.0.0.1:1/> {} }"}
    problem = client.get("/sparql", params=refused).json()
    assert (problem["line"], problem["column"]) == (2, 2)
    assert "不允许 SERVICE" in problem["detail"] and "SERVICE" in problem["title"]


def test_service_and_load_ask_only_hosts_on_the_list(
    serve: Callable[..., Any], oxigraph: Callable[[], str]
) -> None:
    there = oxigraph()
    httpx.post(
        there.replace("/query", "/update"), data={"update": "INSERT DATA { <a:s> <a:p> '远' }"}
    )
    query = {"query": f"SELECT ?o {{ SERVICE <{there}> {{ ?s ?p ?o }} }}", "format": "csv"}
    load = {"update": f"LOAD <{there.replace('query', 'store?default')}> INTO GRAPH <a:g>"}
    writer = {"Authorization": "Bearer write-0123456789"}
    token = SecretStr("write-0123456789")
    for hosts in ("other.example", f"other.example {there.split('/')[2]}"):
        with serve(Settings(service_hosts=hosts, token=token), open_store(None)) as client:
            asked = client.get("/sparql", params=query)
            loaded = client.post("/sparql", data=load, headers=writer)
            if hosts == "other.example":
                assert (asked.status_code, loaded.status_code) == (403, 403)
            else:
                assert asked.text.split() == ["o", "远"]
                assert loaded.status_code == 204, loaded.text
                found = client.get(
                    "/sparql", params={"query": "ASK { GRAPH <a:g> { ?s ?p '远' } }"}
                )
                assert found.json()["boolean"]


def test_a_question_that_tells_of_so_many_things_at_most_says_so(client: httpx.Client) -> None:
    asked = question("requirements")
    text = {"query": asked.bind({"force": "prohibition"})}
    kinds = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")
    for kind in (*kinds, *kinds):  # computed, then kept
        answer = client.post("/sparql", data=text, headers={"Accept": kind})
        assert answer.status_code == 200
        assert answer.headers["x-sparql-maxrows"] == str(asked.most)
        link = answer.headers["link"].partition(">")[0][1:]
        assert link.endswith("/api/questions") and 'rel="describedby"' in answer.headers["link"]
        if kind.endswith("json"):
            assert answer.json()["head"] == {"vars": list(asked.columns), "link": [link]}
        elif kind.endswith("xml"):
            head = ElementTree.fromstring(answer.text)[0]
            assert [child.get("href") for child in head if child.tag.endswith("link")] == [link]
        rdflib = Result.parse(io.BytesIO(answer.content), content_type=kind)
        assert [str(name) for name in rdflib.vars or ()] == list(asked.columns)
    for other in (question("documents").bind({}), "SELECT * { ?s ?p ?o } LIMIT 5", "ASK {}"):
        answer = client.post("/sparql", data={"query": other})
        assert "x-sparql-maxrows" not in answer.headers and "link" not in answer.json()["head"]


def test_the_head_of_an_answer_may_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.outgoing._PATIENCE", -1.0)  # each piece is passed on at once
    found = ox.Store().query("SELECT ?a { VALUES ?a { 1 2 } }")
    assert isinstance(found, ox.QuerySolutions)
    sent: list[bytes] = []
    Outgoing(sent.append, "application/sparql-results+json", 1000, 10, "http://e/?a&b").results(
        found
    )
    said = json.loads(b"".join(sent))
    assert said["head"] == {"vars": ["a"], "link": ["http://e/?a&b"]}
    assert len(said["results"]["bindings"]) == 2
