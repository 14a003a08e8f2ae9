"""A real server on a real port: what the tests of the service talk to."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.settings import Settings
from kg.build import quads, registry_quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.store import Store, open_store


@contextmanager
def running(settings: Settings, store: Store) -> Iterator[httpx.Client]:
    """Serve ``store`` with uvicorn on a free port; yields a client whose base URL is the server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        create_app(settings, store), host="127.0.0.1", port=port, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """``with serve(settings, store) as client``."""
    return running


@pytest.fixture
def store(county: list[Record]) -> Store:
    """The county's documents as an import leaves them, in memory."""
    made = open_store(None)
    known = [Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county]
    Library(made).load(known, registry_quads())
    return made
