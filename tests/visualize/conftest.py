"""The invented county in a store, asked through ``Ask`` and served by the application."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import anyio
import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from kg.ask import Ask
from kg.build import quads, registry_quads
from kg.model import Record
from kg.store import Store, open_store

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def store(county: list[Record]) -> Store:
    """The county's three documents in memory."""
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in county:
        store.replace([record.id], quads(record))
    return store


@pytest.fixture(scope="session")
def ask(store: Store) -> Ask:
    """Questions to the county."""
    return Ask(store)


@pytest.fixture(scope="session")
def get(store: Store) -> Get:
    """``get(path, cookies=…)`` through the application, without a port."""
    transport = httpx.ASGITransport(create_app(Settings(hosts="testserver"), store))

    async def fetch(path: str, cookies: dict[str, str] | None) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver", cookies=cookies
        ) as client:
            return await client.get(path)

    def get(path: str, *, cookies: dict[str, str] | None = None) -> httpx.Response:
        return anyio.run(partial(fetch, path, cookies))

    return get
