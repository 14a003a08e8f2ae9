"""zhize backup and restore: the graph comes back under another name and answers the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.store import open_store


def test_there_and_back(zhize: Callable[..., Any], graph: Path, tmp_path: Path) -> None:
    done = zhize("backup", tmp_path / "备份", store=graph)
    assert done.exit_code == 0, done.output
    assert "已备份" in done.output
    done = zhize("restore", tmp_path / "备份", store=tmp_path / "新")
    assert done.exit_code == 0, done.output
    one, two = (open_store(path, read_only=True).dump() for path in (graph, tmp_path / "新"))
    assert one == two
    assert "柳泊司法所" in zhize("duties", "柳泊司法所", store=tmp_path / "新").output


def test_refusals_are_one_line(zhize: Callable[..., Any], graph: Path, tmp_path: Path) -> None:
    for words, store, code in (
        (("backup", graph), graph, "[backup]"),
        (("restore", tmp_path), tmp_path / "x", "[backup]"),
        (("backup", tmp_path / "x"), tmp_path / "none", "[store_missing]"),
        (("backup", tmp_path / "x"), "http://127.0.0.1:1/query", "[store_remote]"),
    ):
        done = zhize(*words, store=store)
        assert done.exit_code == 1
        assert code in done.output and len(done.output.splitlines()) == 1
