"""The commands over a remote store: build, ask, forget, serve, by URL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_build_and_ask_by_address(
    zhize: Callable[..., Any], documents: Path, own: tuple[str, ...], oxigraph: Callable[[], str]
) -> None:
    address = oxigraph()
    done = zhize("build", documents, *own, "--jobs", 1, store=address)
    assert done.exit_code == 0, done.output
    assert "6 个文件" in done.output
    again = zhize("build", documents, *own, "--jobs", 1, store=address)
    assert "6 未变" in again.output
    assert "柳泊司法所" in zhize("duties", "柳泊司法所", store=address).output
    counted = zhize("query", "-e", "ASK { ?t a <https://w3id.org/zhize/ns#Task> }", store=address)
    assert counted.output.strip() == "true"
    shown = zhize("stats", store=address.replace("://", "://me:s3cret@"))
    assert "127.0.0.1" in shown.output and "s3cret" not in shown.output


def test_a_server_that_is_not_there_is_one_line(zhize: Callable[..., Any]) -> None:
    done = zhize("stats", store="http://127.0.0.1:1/query")
    assert done.exit_code == 1
    assert "[store_unreachable]" in done.output
