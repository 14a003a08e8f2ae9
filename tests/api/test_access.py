"""Who is let in: loopback, other addresses, tokens, too many attempts."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from api.access import Access, AccessError, is_loopback
from api.app import create_app
from api.settings import Settings
from kg.errors import ZhizeError
from kg.ids import DEFAULT_BASE
from kg.replica import open_replica
from kg.store import open_store

READ, WRITE = SecretStr("read-0123456789"), SecretStr("write-0123456789")


def bearer(token: SecretStr) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.get_secret_value()}"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "", "127.0.0.1.evil"])
def test_every_other_address_is_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("settings", "headers", "status"),
    [
        (Settings(), {}, 200),
        (Settings(host="0.0.0.0", read_token=READ), {}, 401),
        (Settings(host="0.0.0.0", token=WRITE), {}, 401),
        (Settings(host="0.0.0.0", read_token=READ), bearer(READ), 200),
        (Settings(host="0.0.0.0", token=WRITE), bearer(WRITE), 200),
        (Settings(host="0.0.0.0", read_token=READ), bearer(WRITE), 401),
        (Settings(host="0.0.0.0", public=True), {}, 200),
        (Settings(host="0.0.0.0", public=True, token=WRITE), {}, 200),
        (Settings(host="0.0.0.0"), {}, 401),
        (Settings(), {"Authorization": "Bearer of a proxy"}, 200),
        (Settings(token=WRITE), {"Authorization": "Bearer wrong"}, 401),
        (Settings(token=WRITE), {"Authorization": ""}, 401),
        (Settings(token=WRITE), {"Authorization": "Basic !!!"}, 401),
    ],
)
def test_who_may_read(
    serve: Callable[..., Any], settings: Settings, headers: dict[str, str], status: int
) -> None:
    with serve(settings, open_store(None)) as client:
        for path in ("/api/stats", "/sparql?query=ASK%7B%7D", "/docs", "/"):
            response = client.get(path, headers=headers)
            assert response.status_code == status, path
            assert "content-security-policy" in response.headers
        assert client.get("/healthz").status_code == 200 or "Authorization" in headers


def test_a_browser_may_send_the_token_as_a_password(serve: Callable[..., Any]) -> None:
    settings = Settings(host="0.0.0.0", read_token=READ)
    with serve(settings, open_store(None)) as client:
        challenge = client.get("/").headers["www-authenticate"]
        assert "Basic" in challenge and "Bearer" in challenge
        assert client.get("/", auth=("", READ.get_secret_value())).status_code == 200
        assert client.get("/", auth=(READ.get_secret_value(), "")).status_code == 401


def test_too_many_wrong_tokens_are_told_to_wait_and_others_are_not() -> None:
    now = [0.0]
    access = Access(Settings(token=WRITE, failures_per_minute=3), lambda: now[0])
    for _ in range(3):
        with pytest.raises(AccessError) as caught:
            access.role("Bearer wrong", "10.0.0.1")
        assert caught.value.status == 401
    with pytest.raises(AccessError) as caught:
        access.role(bearer(WRITE)["Authorization"], "10.0.0.1")
    assert caught.value.status == 429
    assert access.role(bearer(WRITE)["Authorization"], "10.0.0.2") == "writer"
    assert access.role(None, "10.0.0.1") == "reader"
    now[0] = 61.0
    assert access.role(bearer(WRITE)["Authorization"], "10.0.0.1") == "writer"


def test_too_many_writes_are_told_to_wait(serve: Callable[..., Any]) -> None:
    settings = Settings(token=WRITE, writes_per_minute=2)
    with serve(settings, open_store(None)) as client:
        answers = [
            client.post("/sparql", data={"update": "CLEAR ALL"}, headers=bearer(WRITE))
            for _ in range(3)
        ]
        assert [a.status_code for a in answers] == [204, 204, 429]
        assert answers[2].json()["code"] == "too_many_writes"
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_tokens_come_from_files_too(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("  secret-of-a-file\n")
    assert Settings(token_file=file).write_secret() == "secret-of-a-file"
    assert Settings(read_token_file=file).read_secret() == "secret-of-a-file"
    assert Settings(token=SecretStr("")).write_secret() is None
    file.write_text("\n")
    for wrong in (file, tmp_path / "none"):
        with pytest.raises(ZhizeError) as caught:
            create_app(Settings(token_file=wrong), open_store(None))
        assert caught.value.code == "token_file"


def test_tokens_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_TOKEN", "from-the-environment")
    assert Settings().write_secret() == "from-the-environment"
    assert "from-the-environment" not in repr(Settings())


@pytest.mark.parametrize(
    ("host", "hosts", "status"),
    [
        ("127.0.0.1:8000", "", 200),
        ("localhost", "", 200),
        ("[::1]:8000", "", 200),
        ("graph.localhost:1", "", 200),
        ("evil.example", "", 421),
        ("evil.example:8000", "", 421),
        ("127.0.0.1.evil.example", "", 421),
        ("localhost.evil.example", "", 421),
        ("graph.example", "graph.example", 200),
        ("GRAPH.example:443", "graph.example", 200),
        ("evil.example", "graph.example", 421),
        ("evil.example", "*", 200),
    ],
)
def test_a_foreign_name_for_this_machine_is_refused(
    serve: Callable[..., Any], host: str, hosts: str, status: int
) -> None:
    with serve(Settings(hosts=hosts), open_store(None)) as client:
        for path in ("/api/stats", "/sparql?query=ASK%7B%7D", "/", "/healthz"):
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code == status, path
        if status == 421:
            assert client.get("/", headers={"Host": host}).json()["code"] == "wrong_host"
    with serve(Settings(host="0.0.0.0", public=True), open_store(None)) as client:
        assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("settings", [Settings(), Settings(token=WRITE)])
def test_a_foreign_page_cannot_write(serve: Callable[..., Any], settings: Settings) -> None:
    # What a browser sends for a form or a simple fetch of another site: no token, whatever it knows.
    page = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    update = "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }"
    with serve(settings, open_store(None)) as client:
        kinds = (
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data; boundary=x",
        )
        for kind in kinds:
            for path, method in (
                ("/sparql", "POST"),
                ("/sparql/update", "POST"),
                ("/store?default", "POST"),
            ):
                body = f"update={update}" if "form-urlencoded" in kind else update
                answer = client.request(
                    method, path, content=body, headers={**page, "Content-Type": kind}
                )
                assert answer.status_code in (401, 403, 415), (path, kind)
                assert "access-control-allow-origin" not in answer.headers
        basic = client.post(
            "/sparql", data={"update": update}, headers=page, auth=("", WRITE.get_secret_value())
        )
        assert basic.status_code in (401, 403), "a browser sends Basic by itself: it never writes"
        asks = {
            **page,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "authorization",
        }
        assert (
            "access-control-allow-origin"
            not in client.options("/store?default", headers=asks).headers
        )
        assert client.get("/api/stats").json()["triples"] == 0


def test_a_reading_server_says_that_it_only_reads(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    """A token would change nothing: another process writes its store."""
    open_store(tmp_path).flush()
    gc.collect()  # the engine lets go of its folder with the last reference
    for settings in (Settings(), Settings(token=WRITE)):
        with serve(settings, open_replica(tmp_path, DEFAULT_BASE)) as client:
            headers = {
                "Content-Type": "application/sparql-update",
                **(bearer(WRITE) if settings.token else {}),
            }
            answer = client.post("/sparql", content="CLEAR ALL", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
            assert "--read-only" in answer.json()["hint"]
            assert "ZHIZE_TOKEN" not in answer.text
            page = client.get("/import").text
            assert "--read-only" in page and "--writable" not in page


def test_a_server_that_only_reads_another_s_store_writes_nothing(
    serve: Callable[..., Any], oxigraph: Callable[[], str]
) -> None:
    address = oxigraph()
    store = open_store(address, read_only=True)
    with serve(Settings(token=WRITE), store) as client:
        for method, path, kind in (
            ("POST", "/sparql", "application/sparql-update"),
            ("PUT", "/store?graph=a:g", "text/turtle"),
            ("POST", "/api/corrections", "application/json"),
        ):
            headers = {"Content-Type": kind, **bearer(WRITE)}
            answer = client.request(method, path, content="CLEAR ALL", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "read_only"), path
        assert "--writable" not in client.get("/import").text
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    assert not open_store(address).graphs()
