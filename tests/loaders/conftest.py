"""What the loader tests share: where the documents beside the repository are, and what to do without them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.model import Record, SourceText
from loaders.pipeline import extract

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """``../shared``; skips where it is absent, except on CI, where absence is a failure."""
    if not SHARED.is_dir():
        reason = f"{SHARED} is absent: the real documents are not part of the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def read() -> Callable[..., list[Record]]:
    """``read(text, **layout)``: the records of a text file with this text; layout as in ``SourceText``."""

    def records(text: str, name: str = "样本.txt", **layout: Any) -> list[Record]:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return extract(SourceText(text, digest, "text/plain", name, **layout))

    return records
