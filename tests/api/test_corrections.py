"""Corrections over HTTP: everybody reads them, the write token makes them and takes them back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from api.routers.corrections import meant
from api.settings import Settings
from kg import ids
from kg.ask import Ask
from kg.store import Store
from ontology.terms import PREFIXES

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
OFFICE, SELF = "unit/440111103/综合治理办", "unit/440111103/综和治理办"
COURT = "unit/440111103/司法所"
SPLIT = {"unit": OFFICE, "spelling": "综和治理办", "note": "两个办", "by": "王某"}


def items(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/corrections").json()["items"]
    return found


def test_without_the_token_one_reads_only(serve: Callable[..., Any], store: Store) -> None:
    for settings, status in ((Settings(), 403), (Settings(token=SecretStr(TOKEN)), 401)):
        with serve(settings, store) as client:
            assert client.post("/api/corrections", json=SPLIT).status_code == status
            assert client.delete("/api/corrections/x").status_code == status
            assert items(client) == []
            offered = "data-correction" in client.get(f"/u/{COURT[5:]}").text
            assert offered == (status == 401), "what cannot be done is not offered"


def test_a_decision_is_made_seen_and_taken_back(
    serve: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    log = tmp_path / "audit.jsonl"
    settings = Settings(token=SecretStr(TOKEN), audit_log=log)
    with serve(settings, store) as client:
        duties = client.get(f"/api/units/{OFFICE}/duties").json()["total"]
        done = client.post("/api/corrections", json=SPLIT, headers=WRITER)
        assert (done.status_code, done.json()["becomes"]) == (201, SELF)
        (told,) = items(client)
        assert (told["spelling"], told["note"], told["by"]) == ("综和治理办", "两个办", "王某")
        assert client.get(f"/api/units/{SELF}/duties").json()["total"] == 1
        assert client.get(f"/api/units/{OFFICE}/duties").json()["total"] == duties - 1
        for page in (f"/u/{OFFICE[5:]}", f"/u/{SELF[5:]}", "/corrections"):
            html = client.get(page).text
            assert (
                "「综和治理办」不是人和镇综合治理办，是人和镇综和治理办" in html and "王某" in html
            )
        again = client.post("/api/corrections", json=SPLIT, headers=WRITER)
        assert (again.status_code, again.json()["code"]) == (400, "correction")
        gone = client.delete(
            f"/api/{told['id'].replace('correction/', 'corrections/')}", headers=WRITER
        )
        assert (gone.status_code, gone.json()["documents"]) == (200, 1)
        assert items(client) == [] and client.get(f"/api/units/{SELF}").status_code == 404
        assert client.get(f"/api/units/{OFFICE}/duties").json()["total"] == duties
    told_log = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [e["outcome"] for e in told_log if e["operation"] == "correct"] == [
        "ok",
        "correction",
        "ok",
    ]


def test_a_unit_that_became_another_leads_there(serve: Callable[..., Any], store: Store) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        merge = {"unit": OFFICE, "becomes": COURT}
        assert client.post("/api/corrections", json=merge, headers=WRITER).status_code == 201
        answer = client.get(f"/u/{OFFICE[5:]}")
        assert answer.status_code == 307
        page = client.get(answer.headers["location"]).text
        assert "人和镇综合治理办就是人和镇司法所" in page
        assert "人工更正" in page


NONSENSE: tuple[tuple[dict[str, str], int], ...] = (
    ({"unit": "unit/1/none", "spelling": "x"}, 404),
    ({"unit": OFFICE, "becomes": "unit/1/none"}, 404),
    ({"unit": OFFICE}, 400),
    ({"unit": OFFICE, "spelling": "无此写法"}, 400),
    ({"unit": OFFICE, "becomes": OFFICE}, 400),
    ({"unit": "<script>", "spelling": "</script>\x00'\"\\"}, 404),
    ({"spelling": "x"}, 422),
    ({"unit": OFFICE, "spelling": "x", "colour": "red"}, 422),
    ({"unit": OFFICE, "spelling": "x", "note": "长" * 501}, 422),
    ({"unit": OFFICE, "spelling": "x", "note": "长" * 20_000}, 413),
)


def test_nonsense_is_refused_and_changes_nothing(serve: Callable[..., Any], store: Store) -> None:
    before = len(store)
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        for params, status in NONSENSE:
            answer = client.post("/api/corrections", json=params, headers=WRITER)
            assert (answer.status_code, len(store)) == (status, before), params


def test_what_is_no_json_is_refused(serve: Callable[..., Any], store: Store) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        for body, kind, status in (
            (b"{", "application/json", 422),
            (b'{"unit": "\\ud800", "spelling": "x"}', "application/json", 422),
            (b"unit=x", "application/x-www-form-urlencoded", 415),
        ):
            headers = {**WRITER, "Content-Type": kind}
            answer = client.post("/api/corrections", content=body, headers=headers)
            assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_the_name_of_the_place_before_a_spelling_is_the_place(store: Store) -> None:
    for spelling in ("综和治理办", "人和镇综和治理办"):
        found = meant(Ask(store), OFFICE, spelling, None)
        assert (found.becomes, found.name, found.label) == (SELF, "综和治理办", "人和镇综和治理办")


def test_who_looks_for_a_name_finds_the_unit_alone(serve: Callable[..., Any], store: Store) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        assert client.post("/api/corrections", json=SPLIT, headers=WRITER).status_code == 201
        text = "SELECT DISTINCT ?s { ?s rdfs:label|skos:prefLabel ?name FILTER(STR(?name) IN ('综和治理办', '人和镇综和治理办')) }"
        prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("rdfs", "skos"))
        rows = store.query(prefixes + text)
        assert [str(row["s"]) for row in rows] == [f"<{ids.iri(SELF)}>"]
