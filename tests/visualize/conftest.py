"""The invented county in a store, asked through ``Ask`` and served by the application."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import anyio
import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from kg.ask import Ask
from kg.build import quads, registry_quads
from kg.model import Record
from kg.store import Store, open_store
from loaders.pipeline import extract
from loaders.readers import read

Get = Callable[..., httpx.Response]
SAMPLES = Path(__file__).parents[2] / "loaders" / "samples" / "documents"


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
    return _through_the_application(store)


@pytest.fixture(scope="session")
def get_sample() -> Callable[[str], Get]:
    """``get_sample("04-*.xlsx")``: the same over one of the shipped documents."""

    def serve(pattern: str) -> Get:
        store = open_store(None)
        (path,) = SAMPLES.glob(pattern)
        for record in extract(read(path.read_bytes(), path.name)):
            store.replace([record.id], quads(record))
        return _through_the_application(store)

    return serve


@pytest.fixture(scope="session")
def served() -> Callable[[Store], Get]:
    """``served(store)``: the same over a store of the test's own."""
    return _through_the_application


def _through_the_application(store: Store) -> Get:
    transport = httpx.ASGITransport(create_app(Settings(hosts="testserver"), store))

    async def fetch(path: str, cookies: dict[str, str] | None) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver", cookies=cookies
        ) as client:
            return await client.get(path)

    def get(path: str, *, cookies: dict[str, str] | None = None) -> httpx.Response:
        return anyio.run(partial(fetch, path, cookies))

    return get
