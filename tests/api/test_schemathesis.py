"""The OpenAPI description attacked by schemathesis: no server error, nothing that it does not describe."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from api.settings import Settings
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store

TOKEN = "write-0123456789"
UNIT, TASK = "unit/440111103/司法所", "doc/人和镇2022年工作要点/task/1.1"
POLICY = "policy/法治政府建设实施纲要-2021-2025"
# Things that are there, so that more than the 404s is tested.
REAL = {
    "/api/documents/{id}": {"id": "doc/人和镇2022年工作要点"},
    "/api/documents/{id}/text": {"id": "doc/人和镇2022年工作要点"},
    "/api/units/{id}": {"id": UNIT},
    "/api/units/{id}/duties": {"id": UNIT},
    "/api/tasks/{id}": {"id": TASK},
    "/api/policies/{id}": {"id": POLICY},
    "/api/policies/{id}/coverage": {"id": POLICY},
    "/api/places/{code}": {"code": "440111103"},
    "/api/questions/{name}": {"name": "unit-load"},
    "/id/{id}": {"id": "place/440111103"},
    "/vocab/{name}": {"name": "role/lead"},
}
CHECKS = ("--checks=all", "--exclude-checks=ignored_auth,positive_data_acceptance")


def test_schemathesis_finds_nothing(
    serve: Callable[..., Any], county: list[Record], tmp_path: Path
) -> None:
    store = open_store(None)
    deliveries = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    Library(store).load(deliveries, registry_quads())
    known = "".join(
        f'[[operations]]\ninclude-path = "{path}"\nparameters = {{ {name} = {json.dumps(value)} }}\n'
        for path, values in REAL.items()
        for name, value in values.items()
    )
    # Parameters that nobody knows are ignored, as everywhere on the web.
    known += "[generation]\nallow-extra-parameters = false\n"
    (tmp_path / "schemathesis.toml").write_text(known, encoding="utf-8")
    settings = Settings(token=SecretStr(TOKEN), writes_per_minute=100_000)
    # No schema says what SPARQL is: that "valid" texts are refused (positive_data_acceptance) is right.
    # Whether the token is asked for depends on the address served (ignored_auth): see test_access.
    with serve(settings, store) as client:
        address = str(client.base_url.join("/api/openapi.json"))
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--no-color", "run", address, *CHECKS,
             f"--header=Authorization: Bearer {TOKEN}", "--phases=examples,coverage,fuzzing",
             "--max-examples=6", "--generation-deterministic", "--continue-on-failure"],
            cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False,
        )  # fmt: skip
        operations = sum(len(o) for o in client.get(address).json()["paths"].values())
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(rf"Tested: {operations}\b", done.stdout), done.stdout[-2000:]
