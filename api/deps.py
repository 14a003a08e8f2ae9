"""What routes may ask for: the store and the settings of the running application."""

from __future__ import annotations

from typing import cast

from fastapi import Request

from api.settings import Settings
from kg.store import Store


def get_store(request: Request) -> Store:
    """The application's store."""
    return cast(Store, request.app.state.store)


def get_settings(request: Request) -> Settings:
    """The application's settings."""
    return cast(Settings, request.app.state.settings)
