"""Readers over HTTP while a document is replaced: whole answers, old or new, and no crash."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from api.settings import Settings
from kg.build import quads
from kg.library import Library
from kg.model import Record
from kg.store import open_store

UNIT, DOC = "unit/440111103/司法所", "doc/人和镇2022年工作要点"
PATHS = (
    f"/api/units/{UNIT}/duties",
    f"/api/documents/{DOC}",
    f"/api/documents/{DOC}/text",
    "/api/search?q=司法",
    "/api/graph?focus=" + UNIT,
    "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20500",
    f"/id/{UNIT}",
)


def test_many_readers_and_a_writer(
    serve: Callable[..., Any], county: list[Record], tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    library = Library(store)
    for record in county:
        library.put(record.source.name, record.source.sha256, {record.id: quads(record)})
    first = county[0]
    done, wrong = threading.Event(), list[str]()

    def read(client: httpx.Client, path: str) -> None:
        with httpx.Client(base_url=client.base_url, timeout=30) as own:
            while not done.is_set():
                response = own.get(path)
                if response.status_code != 200:
                    wrong.append(f"{path}: {response.status_code} {response.text[:200]}")
                elif path.endswith("duties") and response.json()["total"] != 3:
                    wrong.append(f"{path}: {response.json()['total']} duties")

    with serve(Settings(), store) as client:
        readers = [threading.Thread(target=read, args=(client, path)) for path in PATHS]
        for reader in readers:
            reader.start()
        for turn in range(15):
            library.put(first.source.name, f"{turn:064d}", {first.id: quads(first)})
        done.set()
        for reader in readers:
            reader.join()
    assert wrong == []
