"""After a merge every address of the old unit leads to the one it became; after taking it back, to itself again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from pydantic import SecretStr

from api.settings import Settings
from kg.store import Store

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
OFFICE, COURT = "unit/440111103/综合治理办", "unit/440111103/司法所"
PARTY = "unit/440111103/党政综合办"
ADDRESSES = (
    "/u/{bare}",
    "/u/{bare}?year=2022",
    "/explore?focus={unit}&view=table",
    "/matrix?unit={unit}",
    "/path?from={unit}&to=policy/重大行政决策程序暂行条例",
    "/api/units/{unit}",
    "/api/units/{unit}/duties?role=lead",
    "/api/focus/{unit}",
    "/timeline.ics?unit={unit}",
)


def at(pattern: str, unit: str) -> str:
    return quote(pattern.format(unit=unit, bare=unit[5:]), safe="/?&=.")


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_an_old_address_leads_on_and_only_while_the_merge_holds(
    serve: Callable[..., Any], store: Store, pattern: str
) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        for unit, into in ((OFFICE, COURT), (COURT, PARTY)):
            done = client.post(
                "/api/corrections", json={"unit": unit, "becomes": into}, headers=WRITER
            )
            assert done.status_code == 201
        answer = client.get(at(pattern, OFFICE))
        assert (answer.status_code, answer.headers["cache-control"]) == (307, "no-store")
        assert unquote(answer.headers["location"]).replace("+", " ") == pattern.format(
            unit=PARTY, bare=PARTY[5:]
        )
        assert client.get(answer.headers["location"]).status_code == 200
        for told in client.get("/api/corrections").json()["items"]:
            assert client.delete(
                f"/api/corrections/{told['id'].partition('/')[2]}", headers=WRITER
            ).is_success
        assert client.get(at(pattern, OFFICE)).status_code == 200


def test_the_old_unit_is_called_as_it_was(serve: Callable[..., Any], store: Store) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        client.post("/api/corrections", json={"unit": OFFICE, "becomes": COURT}, headers=WRITER)
        (told,) = client.get("/api/corrections").json()["items"]
        assert told["unit"] == {"id": OFFICE, "label": "人和镇综合治理办"}


def test_what_never_was_stays_unknown(serve: Callable[..., Any], store: Store) -> None:
    with serve(Settings(token=SecretStr(TOKEN)), store) as client:
        client.post("/api/corrections", json={"unit": OFFICE, "becomes": COURT}, headers=WRITER)
        for path in ("/u/440111103/没有", "/api/units/unit/440111103/没有", "/u/综合治理办"):
            assert client.get(quote(path)).status_code == 404
