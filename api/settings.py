"""The service's settings: one frozen object, read from ``ZHIZE_*`` variables, passed by hand.

Nothing reads the environment except ``Settings()``; every part receives the object it needs.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.ids import DEFAULT_BASE


class Settings(BaseSettings):
    """What an operator may change. Seconds and bytes are what the names say."""

    model_config = SettingsConfigDict(env_prefix="ZHIZE_", frozen=True, extra="ignore")

    store: str | None = Field(default=None, description="folder of the store; empty: in memory")
    base_iri: str = Field(default=DEFAULT_BASE, description="base of every id, ends in /")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    places: Path | None = Field(default=None, description="the user's own CSV of places")
    query_seconds: float = Field(default=10.0, gt=0, le=3600)
    query_bytes: int = Field(default=64_000_000, ge=1_000)
    query_memory: int = Field(default=2_000_000_000, ge=900_000_000)
    query_workers: int = Field(default=4, ge=1, le=64)

    @field_validator("store")
    @classmethod
    def _empty_means_memory(cls, value: str | None) -> str | None:
        return value or None

    @field_validator("base_iri")
    @classmethod
    def _base_ends_in_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or not value.endswith("/"):
            raise ValueError("base_iri must be an http(s) IRI that ends in /")
        return value
