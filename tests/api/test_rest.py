"""The REST API over a real server, on the invented county."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph

from api.settings import Settings
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store
from ontology.terms import ZHIZE

UNIT, DOC = "unit/440111103/司法所", "doc/人和镇2022年工作要点"
TASK, POLICY = DOC + "/task/1.1", "policy/重大行政决策程序暂行条例"


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record]) -> Iterator[httpx.Client]:
    store = open_store(None)
    deliveries = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    Library(store).load(deliveries, registry_quads())
    with serve(Settings(), store) as running:
        yield running


def get(client: httpx.Client, path: str, **params: str | int) -> Any:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def texts(client: httpx.Client) -> dict[str, str]:
    items = get(client, "/api/documents")["items"]
    return {d["id"]: get(client, f"/api/documents/{d['id']}/text")["text"] for d in items}


def test_stats_count_what_the_records_hold(client: httpx.Client, county: list[Record]) -> None:
    stats = get(client, "/api/stats")
    assert stats["documents"] == len(county)
    for kind in ("tasks", "statements", "quantities", "deadlines", "citations", "warnings"):
        assert stats[kind] == sum(len(getattr(r, kind)) for r in county), kind
    assert stats["assignments"] == sum(len(t.assignments) for r in county for t in r.tasks)
    assert (stats["units"], stats["policies"]) == (6, 1)


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 3),
        ({"genre": "plan"}, 1),
        ({"year": 2022}, 1),
        ({"place": "440111"}, 3),
        ({"place": "440111103"}, 2),
        ({"q": "年度报告"}, 1),
        ({"q": "没有这样的"}, 0),
    ],
)
def test_documents_filter(client: httpx.Client, params: dict[str, Any], count: int) -> None:
    assert get(client, "/api/documents", **params)["total"] == count


def test_pages_join_to_the_whole_list(client: httpx.Client) -> None:
    whole = [u["id"] for u in get(client, "/api/units")["items"]]
    found, cursor = [], None
    while True:
        page = get(client, "/api/units", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [u["id"] for u in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole
    assert len(set(found)) == 6


def test_a_document_with_its_structure(client: httpx.Client) -> None:
    document = get(client, f"/api/documents/{DOC}")
    assert (document["genre"], document["issued"], document["period"]) == (
        "work_points",
        "2022-03",
        [2022, 2022],
    )
    assert document["place"]["path"] == ["广东省", "广州市", "白云区", "人和镇"]
    assert [h["title"] for h in document["headings"] if h["level"] == 1] == [
        "加强组织领导",
        "推进依法行政",
    ]
    assert [len(t["assignments"]) for t in document["tasks"]] == [3, 2, 1, 0]
    assert document["tasks"][0]["deadline"]["date"] == "2022-09-30"
    assert document["warnings"][0]["code"] == "suspect_text"


def test_every_fact_points_at_its_characters(client: httpx.Client, county: list[Record]) -> None:
    answer = get(client, f"/api/documents/{DOC}/text")
    text, facts = answer["text"], answer["facts"]
    assert text == county[0].source.text
    kinds = {fact["type"] for fact in facts}
    assert kinds == {
        *("heading", "task", "statement", "assignment", "quantity", "deadline", "recurrence"),
        *("citation", "warning"),
    }
    for fact in facts:
        assert 0 <= fact["start"] < fact["end"] <= len(text)
    words = {text[f["start"] : f["end"]] for f in facts if f["type"] == "assignment"}
    assert words == {"司法所", "综和治理办", "党政综合办"}


def test_offsets_for_javascript(client: httpx.Client) -> None:
    answer = get(client, f"/api/documents/{DOC}/text", units="utf16")
    units = answer["text"].encode("utf-16-le")
    fact = next(f for f in answer["facts"] if f["type"] == "quantity")
    assert units[2 * fact["start"] : 2 * fact["end"]].decode("utf-16-le") == "不少于12场"


def test_units_are_found_by_other_spellings(client: httpx.Client) -> None:
    found = get(client, "/api/units", q="综和治理办")["items"]
    assert [u["name"] for u in found] == ["综合治理办"]
    unit = get(client, f"/api/units/{found[0]['id']}")
    assert unit["aliases"] == [{"label": "综和治理办", "kind": "hidden"}]
    assert unit["merged_because"]
    assert {p["label"] for p in unit["partners"]} == {"人和镇司法所", "人和镇党政综合办"}
    assert unit["documents"] == [{"id": DOC, "label": "人和镇2022年法治工作要点", "year": 2022}]


def test_duties_carry_the_sentence_that_says_so(client: httpx.Client) -> None:
    source = texts(client)
    answer = get(client, f"/api/units/{UNIT}/duties")
    assert answer["total"] == 3
    assert answer["facets"]["role"] == {"lead": 2, "responsible": 1}
    for duty in answer["items"]:
        text = source[duty["document"]["id"]]
        assert text[duty["start"] : duty["end"]] == duty["quote"] == duty["surface"]
        assert text[duty["sentence_start"] : duty["sentence_end"]] == duty["sentence"]
        assert duty["quote"] in duty["sentence"]
    first = answer["items"][0]
    assert (first["rank"], first["of"], first["section"]) == (1, 3, "加强组织领导")
    assert (first["nth"], first["of_role"]) == (1, 2)  # another leads too, one supports
    assert first["deadline"]["wording"] == "2022年9月底前"
    assert [p["role"] for p in first["partners"]] == ["lead", "cooperate"]


@pytest.mark.parametrize(
    ("params", "count"),
    [({"role": "lead"}, 2), ({"year": 2022}, 3), ({"year": 2021}, 0), ({"document": DOC}, 3)],
)
def test_duties_filter(client: httpx.Client, params: dict[str, Any], count: int) -> None:
    answer = get(client, f"/api/units/{UNIT}/duties", **params)
    assert len(answer["items"]) == answer["total"] == count
    if "role" in params:
        assert answer["facets"]["role"] == {"lead": 2, "responsible": 1}


def test_a_task_with_all_that_is_said_of_it(client: httpx.Client) -> None:
    task = get(client, f"/api/tasks/{TASK}")
    assert [a["surface"] for a in task["assignments"]] == ["司法所", "综和治理办", "党政综合办"]
    assert task["assignments"][1]["normalised"] == "typo"
    assert len(task["statements"]) == 2
    assert task["deadlines"][0]["date"] == "2022-09-30"
    assert task["recurrences"][0]["every"] == "quarter"
    assert [p["label"] for p in task["path"]] == ["一 加强组织领导"]
    assert task["text"].startswith("（一）落实述法制度")
    cites = get(client, f"/api/tasks/{DOC}/task/2.1")["citations"]
    assert [c["policy"]["id"] for c in cites] == [POLICY]
    assert get(client, f"/api/tasks/{DOC}/task/2.2")["quantities"][0]["value"] == 12


def test_gaps(client: httpx.Client) -> None:
    gaps = get(client, "/api/gaps")
    assert [g["label"] for g in gaps["unowned"]] == ["健全应急预案"]
    assert gaps["counts"] == {"unowned": 1, "undated": 3, "tasks": 5, "datable": 5}
    none = {"unowned": 0, "undated": 0, "tasks": 0, "datable": 0}
    assert get(client, "/api/gaps", place="440112")["counts"] == none


def test_places(client: httpx.Client) -> None:
    assert [p["name"] for p in get(client, "/api/places")["items"]] == [
        *("广东省", "广州市", "白云区", "人和镇"),
    ]
    place = get(client, "/api/places/440111")
    assert [c["name"] for c in place["children"]] == ["人和镇"]
    assert {u["label"] for u in place["units"]} == {"区司法局", "区政府办公室"}


def test_policies(client: httpx.Client) -> None:
    first = get(client, "/api/policies")["items"][0]
    assert (first["id"], first["counts"]["documents"]) == (POLICY, 2)
    policy = get(client, f"/api/policies/{POLICY}")
    assert [c["document"]["id"] for c in policy["cited_by"]] == [DOC, "doc/白云区2021年规划"]
    source = texts(client)
    for hit in policy["cited_by"]:
        assert source[hit["document"]["id"]][hit["start"] : hit["end"]] == hit["surface"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("司法所", UNIT),
        ("sfs", UNIT),
        ("rhsfs", UNIT),
        ("综和", "unit/440111103/综合治理办"),
        ("述法", TASK),
        ("决策程序暂行", POLICY),
        ("人和镇", "place/440111103"),
        ("人和镇 司法所", UNIT),
    ],
)
def test_search(client: httpx.Client, words: str, first: str) -> None:
    found = get(client, "/api/search", q=words)
    assert found["items"][0]["id"] == first
    assert found["total"] == sum(found["facets"].values())


def test_search_finds_any_two_characters_of_a_sentence(
    client: httpx.Client, county: list[Record]
) -> None:
    statement = county[0].statements[0]
    words = [statement.text[i : i + 2] for i in range(len(statement.text) - 1)]
    for word in words:
        found = get(client, "/api/search", q=word, type="statement", limit=50)
        assert statement.id in {hit["id"] for hit in found["items"]}, word


def test_a_neighbourhood_keeps_its_budget(client: httpx.Client) -> None:
    graph = get(client, "/api/graph", focus=UNIT)
    assert {n["type"] for n in graph["nodes"]} >= {"unit", "task", "place"}
    assert {link["role"] for link in graph["links"] if link["type"] == "assignment"} == {
        *("lead", "responsible"),
    }
    small = get(client, "/api/graph", focus=UNIT, depth=3, budget=3)
    assert len(small["nodes"]) == 3
    assert small["truncated"] is True
    ids = {n["id"] for n in small["nodes"]}
    assert all(link["source"] in ids and link["target"] in ids for link in small["links"])
    assert len(get(client, "/api/graph")["nodes"]) == 9


def test_questions_are_listed_and_answered(client: httpx.Client) -> None:
    listed = get(client, "/api/questions")
    assert listed["total"] >= 12
    answer = get(client, "/api/questions/unit-duties", unit=UNIT, role="lead")
    assert len(answer["rows"]) == 2
    assert answer["rows"][0]["surface"] == "司法所"
    table = client.get("/api/questions/unit-load", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert (rows[0]["unitLabel"], rows[0]["tasks"]) == ("人和镇司法所", "3")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("id_", [UNIT, DOC, TASK, POLICY, "place/440111103", TASK + "/a/1"])
def test_every_thing_answers_as_rdf(
    client: httpx.Client, id_: str, accept: str, media_type: str
) -> None:
    response = client.get(f"/id/{id_}", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    format_ = ox.RdfFormat.from_media_type(media_type)
    triples = {
        (str(q.subject), str(q.predicate), str(q.object))
        for q in ox.parse(response.content, format=format_)
    }
    subject = str(ox.NamedNode(f"https://w3id.org/zhize{response.request.url.raw_path.decode()}"))
    assert any(s == subject for s, _, _ in triples)
    again = client.get(
        f"/id/{id_}", headers={"Accept": accept, "If-None-Match": response.headers["etag"]}
    )
    assert again.status_code == 304
    assert 'rel="alternate"' in response.headers["link"]


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "status", "zh", "en"),
    [
        ("/nope", 404, "这里没有页面：/nope", "There is nothing at this address: /nope"),
        ("/<b>", 404, "&lt;b&gt;", "&lt;b&gt;"),
        ("/d/none", 404, "没有找到", "There is nothing at this address: /d/none"),
        ("/id/unit/1/none", 404, "没有找到", "There is nothing at this address"),
        ("/search?q=" + "长" * 5000, 422, "地址里的这些值不对：q", "are wrong: q"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_page_for_people(
    client: httpx.Client, path: str, status: int, zh: str, en: str
) -> None:
    for headers, said in ((BROWSER, zh), ({**BROWSER, "Cookie": "lang=en"}, en)):
        answer = client.get(path, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert said in answer.text and 'href="/"' in answer.text and "：<b>" not in answer.text


def test_programs_are_told_as_before(client: httpx.Client) -> None:
    for path, headers in (("/nope", {}), ("/api/nope", BROWSER), ("/api/tasks/none", BROWSER)):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_people_are_sent_to_the_page(client: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    response = client.get(f"/id/{UNIT}", headers=browser)
    assert response.status_code == 303
    graph = client.get(f"/id/{DOC.replace('doc/', 'graph/')}", headers=browser)
    assert (graph.status_code, graph.headers["location"]) == (
        303,
        f"/d/{quote(DOC.removeprefix('doc/'))}",
    )
    turtle = client.get(f"/id/{DOC.replace('doc/', 'graph/')}", follow_redirects=True)
    assert len(list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE))) > 20
    assert client.get("/id/graph/registry").status_code == 200, "it is described, itself"
    evidence = client.get(f"/id/{DOC}/e/67-70", headers=browser)
    assert evidence.status_code in (200, 303)
    assert client.get(f"/id/{UNIT}", headers={"Accept": "image/png"}).status_code == 406
    assert client.head(f"/id/{UNIT}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/units/unit/440111103/没有", 404, "not_found"),
        ("/api/documents/doc/没有", 404, "not_found"),
        ("/api/documents/doc/没有/text", 404, "not_found"),
        ("/api/tasks/doc/没有/task/1", 404, "not_found"),
        ("/api/places/000000", 404, "not_found"),
        ("/api/policies/policy/没有", 404, "not_found"),
        ("/api/policies/policy/没有/coverage", 404, "not_found"),
        ("/api/graph?focus=unit/x", 404, "not_found"),
        ("/api/questions/none", 404, "not_found"),
        ("/api/questions/unit-duties", 400, "parameter"),
        ("/api/questions/parts%2Ftasks", 404, "not_found"),
        ("/api/units?limit=0", 422, "invalid_parameter"),
        ("/api/units?cursor=-1", 422, "invalid_parameter"),
        ("/api/units/unit/x/duties?role=boss", 422, "invalid_parameter"),
        ("/id/unit/none", 404, "not_found"),
        ("/id/%3Cscript%3E", 404, "not_found"),
        ("/api/timetable", 404, "not_found"),
    ],
)
def test_errors_have_one_shape(client: httpx.Client, path: str, status: int, code: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    assert set(response.json()) == {"type", "title", "status", "detail", "code", "hint"}


def test_openapi_describes_every_route(client: httpx.Client) -> None:
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    assert {"/sparql", "/api/stats", "/api/units/{id}/duties", "/id/{id}"} <= set(paths)


# rdflib's own serializer of JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
@pytest.mark.parametrize("thing", [UNIT, DOC, TASK, POLICY])
def test_json_ld_is_the_same_triples_also_in_the_words_of_our_context(
    client: httpx.Client, thing: str
) -> None:
    """Read by rdflib, a JSON-LD processor of its own."""

    def read(data: bytes | str, format_: str) -> Graph:
        return Graph().parse(data=data, format=format_)

    asked = {
        media: client.get(f"/id/{thing}", headers={"Accept": media}).content
        for media in ("text/turtle", "application/ld+json")
    }
    said = read(asked["text/turtle"], "turtle")
    assert len(said) > 5
    assert set(read(asked["application/ld+json"], "json-ld")) == set(said)
    context = json.loads(client.get("/context.jsonld").content)["@context"]
    compact = said.serialize(format="json-ld", context=context, auto_compact=False)
    assert set(read(compact, "json-ld")) == set(said)
    # No full name of ours is left: the context has a word for each.
    things = json.loads(compact)
    del things["@context"]
    assert f'"{ZHIZE}' not in json.dumps(things)


def test_an_address_that_is_none_says_where_to_look(client: httpx.Client) -> None:
    said = client.get("/api/timetable").json()
    assert said["detail"] == "没有这个地址：/api/timetable"
    assert "/docs" in said["hint"] and "/api/questions" in said["hint"]
