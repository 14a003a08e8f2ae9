"""The service's settings: one frozen object, read from ``ZHIZE_*`` variables, passed by hand.

Nothing reads the environment except ``Settings()``; every part receives the object it needs.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import ZhizeError
from kg.ids import DEFAULT_BASE


class Settings(BaseSettings):
    """What an operator may change. Seconds and bytes are what the names say."""

    model_config = SettingsConfigDict(env_prefix="ZHIZE_", frozen=True, extra="ignore")

    store: str | None = Field(
        default=None, description="folder of the store or a SPARQL server's URL; empty: in memory"
    )
    store_token: SecretStr | None = Field(default=None, description="the remote store's token")
    base_iri: str = Field(default=DEFAULT_BASE, description="base of every id, ends in /")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    places: Path | None = Field(default=None, description="the user's own CSV of places")
    units: Path | None = Field(default=None, description="the user's own CSV of units")
    query_seconds: float = Field(default=10.0, gt=0, le=3600)
    query_bytes: int = Field(default=1_000_000_000, ge=1_000)
    query_rows: int = Field(default=10_000_000, ge=1)
    query_memory: int = Field(default=2_000_000_000, ge=900_000_000)
    query_workers: int = Field(default=4, ge=1, le=64, description="long queries at once")
    query_waiting: int = Field(default=16, ge=0, le=256, description="long queries that wait")
    query_patience: float = Field(default=30.0, gt=0, le=3600, description="seconds they wait")
    query_spool: int = Field(default=4_000_000_000, ge=1_000_000)
    query_cache: int = Field(default=64_000_000, ge=0, description="bytes of kept answers; 0: none")

    upload_files: int = Field(default=1000, ge=1, description="files of one upload")
    upload_bytes: int = Field(
        default=1_000_000_000, ge=1_000, description="of all uploads together"
    )
    upload_seconds: float = Field(default=120.0, gt=0, description="to read one file")
    upload_memory: int = Field(
        default=3_000_000_000, ge=900_000_000, description="to read one file"
    )
    upload_minutes: float = Field(default=120.0, gt=0, description="an undecided upload is kept")

    token: SecretStr | None = Field(default=None, description="the write token")
    token_file: Path | None = Field(default=None, description="file that holds the write token")
    read_token: SecretStr | None = Field(default=None, description="the read token")
    read_token_file: Path | None = Field(default=None, description="file with the read token")
    public: bool = Field(default=False, description="anybody may read, whatever the address")
    hosts: str = Field(
        default="", description="names a server on loopback answers to, by blanks; * is any"
    )
    service_hosts: str = Field(default="", description="hosts SERVICE and LOAD may ask, by blanks")
    cors: str = Field(default="", description="origins whose pages may ask, by blanks; * is all")
    failures_per_minute: int = Field(default=10, ge=1)
    writes_per_minute: int = Field(default=600, ge=1)
    audit_log: Path | None = Field(default=None, description="default: beside the store")
    access_log: bool = Field(default=False, description="one JSON line a request to stderr")

    def write_secret(self) -> str | None:
        """The token that may write; None: nobody may. Raises ZhizeError for an unreadable file."""
        return _secret(self.token, self.token_file)

    def read_secret(self) -> str | None:
        """The token that may read; None: there is none."""
        return _secret(self.read_token, self.read_token_file)

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


def _secret(value: SecretStr | None, file: Path | None) -> str | None:
    if value is not None and value.get_secret_value().strip():
        return value.get_secret_value().strip()
    if file is None:
        return None
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ZhizeError(f"读不了口令文件 {file}", "检查路径和权限", code="token_file") from error
    if not text:
        raise ZhizeError(f"口令文件 {file} 是空的", "写入一行口令", code="token_file")
    return text
