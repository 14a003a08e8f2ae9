"""What the loader tests share: where the documents beside the repository are, and what to do without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
