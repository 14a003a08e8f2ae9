"""zhize rules: every rule, what a folder fires, and what it never does."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from loaders.rules.catalog import catalog

Zhize = Callable[..., Any]


def test_all_rules_with_both_sides(zhize: Zhize) -> None:
    done = zhize("rules")
    assert done.exit_code == 0, done.output
    assert all(
        rule in done.stdout for rule in ("tag.label.lead", "heading.han", "force.permission")
    )
    assert "牵头市领导:张某" in done.stdout


def test_hits_documents_and_dead_rules_of_a_folder(folder: Path, zhize: Zhize) -> None:
    done = zhize("rules", folder)
    assert done.exit_code == 0, done.output
    assert "3 个文件" in done.stdout
    table, dead = done.stdout.split("没有命中的规则：")
    assert "heading.part：法典分编" in dead and "heading.part" not in table


def test_what_fired_most_comes_first(folder: Path, zhize: Zhize) -> None:
    done = zhize("rules", folder, "--csv")
    hits = [int(row["hits"]) for row in csv.DictReader(io.StringIO(done.stdout))]
    assert hits == sorted(hits, reverse=True) and hits[0] > hits[-1] == 0


def test_csv_has_a_line_a_rule(folder: Path, zhize: Zhize) -> None:
    done = zhize("rules", folder, "--csv")
    rows = {row["rule"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert set(rows) == set(catalog())
    row = rows["task.heading"]
    assert int(row["hits"]) >= int(row["documents"]) >= 1 and row["example"] and row["source"]


def test_only_the_dead_ones_of_one_layer(folder: Path, zhize: Zhize) -> None:
    done = zhize("rules", folder, "--dead", "--layer", "suspect", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows and {row["layer"] for row in rows} == {"suspect"}
    assert {row["hits"] for row in rows} == {"0"}


def test_an_unknown_layer_says_which_there_are(zhize: Zhize) -> None:
    done = zhize("rules", "--layer", "没有")
    assert done.exit_code == 1 and "structure" in done.stderr


def test_a_file_that_cannot_be_read_is_one_line(folder: Path, zhize: Zhize) -> None:
    (folder / "空.txt").write_bytes(b"")
    done = zhize("rules", folder)
    assert done.exit_code == 1 and "空.txt" in done.stderr and "task.heading" in done.stdout


def test_where_nothing_could_be_read_no_rule_is_called_dead(tmp_path: Path, zhize: Zhize) -> None:
    done = zhize("rules", tmp_path / "none")
    assert done.exit_code == 1
    assert "没有命中" not in done.stdout and "0 个文件" not in done.stdout
