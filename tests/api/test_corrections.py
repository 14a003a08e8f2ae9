"""Corrections over HTTP: everybody reads them, the write token makes them and takes them back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.settings import Settings
from kg.build import quads, registry_quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.store import Store, open_store

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
OFFICE, SELF = "unit/440111103/综合治理办", "unit/440111103/综和治理办"
COURT = "unit/440111103/司法所"
SPLIT = {"unit": OFFICE, "spelling": "综和治理办", "note": "两个办", "by": "王某"}


@pytest.fixture
def store(county: list[Record]) -> Store:
    made = open_store(None)
    known = [Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county]
    Library(made).load(known, registry_quads())
    return made


def items(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/corrections").json()["items"]
    return found


def test_without_the_token_one_reads_only(serve: Callable[..., Any], store: Store) -> None:
    for settings, status in ((Settings(), 403), (Settings(token=SecretStr(TOKEN)), 401)):
        with serve(settings, store) as client:
            assert client.post("/api/corrections", params=SPLIT).status_code == status
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
        done = client.post("/api/corrections", params=SPLIT, headers=WRITER)
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
        again = client.post("/api/corrections", params=SPLIT, headers=WRITER)
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
        assert client.post("/api/corrections", params=merge, headers=WRITER).status_code == 201
        answer = client.get(f"/u/{OFFICE[5:]}")
        assert answer.status_code == 303
        page = client.get(answer.headers["location"]).text
        assert "人和镇综合治理办就是人和镇司法所" in page or "综合治理办就是人和镇司法所" in page
        assert "人工更正" in page


NONSENSE: tuple[tuple[dict[str, str], int], ...] = (
    ({"unit": "unit/1/none", "spelling": "x"}, 404),
    ({"unit": OFFICE, "becomes": "unit/1/none"}, 404),
    ({"unit": OFFICE}, 400),
    ({"unit": OFFICE, "spelling": "无此写法"}, 400),
    ({"unit": OFFICE, "becomes": OFFICE}, 400),
    ({"unit": "<script>", "spelling": "</script>\x00'\"\\"}, 404),
    ({"spelling": "x"}, 422),
)


def test_nonsense_is_refused_and_changes_nothing(serve: Callable[..., Any], store: Store) -> None:
    before = len(store)
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        for params, status in NONSENSE:
            answer = client.post("/api/corrections", params=params, headers=WRITER)
            assert (answer.status_code, len(store)) == (status, before), params
