"""The factory: settings, and what a client sees when we are at fault."""

from __future__ import annotations

import anyio
import httpx
import pytest
from pydantic import ValidationError

from api.app import create_app
from api.settings import Settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_QUERY_SECONDS", "2.5")
    monkeypatch.setenv("ZHIZE_STORE", "")
    settings = Settings()
    assert settings.query_seconds == 2.5
    assert settings.store is None
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "bad",
    [{"base_iri": "ftp://x/"}, {"base_iri": "http://x"}, {"port": 70000}, {"query_seconds": 0}],
)
def test_bad_settings_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**bad)  # type: ignore[arg-type]


def test_our_own_bug_is_a_plain_500_without_a_trace() -> None:
    app = create_app(Settings())

    @app.get("/boom")
    def boom() -> None:
        raise RuntimeError("secret detail")

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/boom")

    response = anyio.run(get)
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'self'")
