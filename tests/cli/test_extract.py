"""zhize extract and explain: records as JSON, facts with their characters."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.explain import facts
from kg.record import dumped, from_json, to_json
from loaders import pipeline, readers
from loaders.rules.catalog import catalog

Zhize = Callable[..., Any]


def test_json_lines_on_standard_output(folder: Path, zhize: Zhize) -> None:
    done = zhize("extract", folder)
    assert done.exit_code == 0, done.output
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 3
    assert {"id", "source", "tasks", "statements", "metadata"} <= set(records[0])


def test_one_file_a_document(folder: Path, tmp_path: Path, zhize: Zhize) -> None:
    twin = folder / "下" / "02-柳泊镇2025年法治建设工作要点.txt"
    twin.parent.mkdir()
    twin.write_text("另一个文件。\n", encoding="utf-8")
    out = tmp_path / "结果"
    assert zhize("extract", folder, "--out", out, "--indent").exit_code == 0
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 4 and "02-柳泊镇2025年法治建设工作要点.json" in names
    text = (out / "02-柳泊镇2025年法治建设工作要点.json").read_text(encoding="utf-8")
    assert text.startswith("{\n") and from_json(json.loads(text)).tasks


def test_a_bad_file_is_one_line_and_exit_code_1(folder: Path, zhize: Zhize) -> None:
    (folder / "空.txt").write_bytes(b"")
    done = zhize("extract", folder)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 3
    assert "空.txt" in done.stderr and "[empty]" in done.stderr


@pytest.mark.parametrize("indent", [(), ("--indent",)])
def test_two_processes_say_what_one_says(
    folder: Path, zhize: Zhize, indent: tuple[str, ...]
) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "长.txt").write_text("一、加强监管。\n（一）县司法局负责。\n" * 6_000, "utf-8")
    (folder / "网页.html").write_text(
        "<p>一、加强监管。</p><p>（牵头单位：县司法局）</p>", encoding="utf-8"
    )
    one, two = (zhize("extract", folder, "--jobs", jobs, *indent) for jobs in (1, 2))
    assert one.exit_code == two.exit_code == 1
    assert one.stdout == two.stdout and "县司法局" in one.stdout
    assert one.stderr == two.stderr and "[empty]" in two.stderr


@pytest.fixture
def points(folder: Path) -> Path:
    """The work points among the samples."""
    return next(folder.glob("02-*"))


def test_every_fact_quotes_its_characters(points: Path) -> None:
    for record in pipeline.extract(readers.read(points.read_bytes(), points.name)):
        found = facts(record)
        assert {f.kind for f in found} >= {"metadata", "heading", "task", "assignment", "statement"}
        for fact in found:
            if fact.span is not None and fact.kind != "task":
                quote = record.source.text[fact.span.start : fact.span.end]
                assert fact.quote == quote
            assert fact.rule


def test_explain_prints_quote_rule_and_confidence(points: Path, zhize: Zhize) -> None:
    done = zhize("explain", points, "--kind", "assignment")
    assert done.exit_code == 0, done.output
    assert "柳泊司法所" in done.output and "tag." in done.output and "0.9" in done.output


def test_explain_says_each_rule_in_words_before_its_id(points: Path, zhize: Zhize) -> None:
    whole = zhize("explain", points, "--kind", "metadata").output
    assert "标题：" in whole and not re.search(r"：\s+│\s+│", whole), (
        "nothing is told of what is not said"
    )
    done = zhize("explain", points, "--kind", "statement")
    lines = "".join(line.split("│")[4].strip() for line in done.output.splitlines() if "│" in line)
    for rule in re.findall(r"（((?:cue|genre|section|sentence)\.[a-z_.]+)）", lines):
        assert catalog()[rule].says in lines
    assert "（genre.plan）" in lines
    page = points.with_suffix(".html")
    assert zhize("explain", points, "--html", page).exit_code == 0
    shown = page.read_text(encoding="utf-8")
    assert catalog()["genre.plan"].says in shown and catalog()["heading.han"].says in shown
    assert f"<small>{catalog()['genre.plan'].says}" not in shown, "said once"


def test_explain_of_a_folder_explains_its_files_or_says_there_are_none(
    points: Path, tmp_path: Path, zhize: Zhize
) -> None:
    folder = tmp_path / "文件夹"
    folder.mkdir()
    done = zhize("explain", folder)
    assert done.exit_code == 1 and "[not_found]" in done.output
    shutil.copy(points, folder)
    assert zhize("explain", folder).stdout == zhize("explain", points).stdout


def test_explain_one_task_only(points: Path, zhize: Zhize) -> None:
    (record,) = pipeline.extract(readers.read(points.read_bytes(), points.name))
    number = record.tasks[1].id.rpartition("/")[2]
    done = zhize("explain", points, "--task", number)
    assert done.exit_code == 0, done.output
    assert record.tasks[1].title in done.output
    assert record.tasks[3].title not in done.output


def test_explain_of_an_unknown_task_lists_those_there_are(points: Path, zhize: Zhize) -> None:
    done = zhize("explain", points, "--task", "99.99")
    assert done.exit_code == 1
    assert "[not_found]" in done.output and "1.1" in done.output


def test_explain_says_genre_type_and_place_in_words(points: Path, zhize: Zhize) -> None:
    shown = zhize("explain", points).output
    assert "文种：工作要点" in shown and "发文机关：" in shown
    assert "department" not in shown and "work_points" not in shown and " = " not in shown
    units = zhize("explain", points, "--kind", "单位").output
    assert units == zhize("explain", points, "--kind", "unit").output
    assert "内设机构" in units and "990121" not in units


def test_explain_of_an_unknown_kind_lists_the_kinds(points: Path, zhize: Zhize) -> None:
    done = zhize("explain", points, "--kind", "x")
    assert done.exit_code == 1 and "assignment" in done.output


def test_explain_as_a_page(points: Path, tmp_path: Path, zhize: Zhize) -> None:
    page = tmp_path / "页" / "要点.html"
    done = zhize("explain", points, "--html", page)
    assert done.exit_code == 0, done.output
    text = page.read_text(encoding="utf-8")
    assert "柳泊司法所" in text and "http://" not in text.replace("http://www.w3.org/", "")


def test_hostile_text_reaches_the_terminal_inertly(tmp_path: Path, zhize: Zhize) -> None:
    path = tmp_path / "恶意.txt"
    path.write_text(
        "一、标题\x1b]0;x\x07\n（一）做\u202e事[bold]。（牵头单位：司法局）\n", encoding="utf-8"
    )
    done = zhize("explain", path)
    assert done.exit_code == 0, done.output
    assert "\x1b]" not in done.output and "\u202e" not in done.output


@pytest.mark.parametrize("indent", [None, 1])
def test_pieces_of_json_are_the_json(points: Path, indent: int | None) -> None:
    page = "<p>一、加强监管。</p>" + "<p>坚持“源头”治理\\n，完成3项任务😀。</p>" * 3000
    for data, name in ((points.read_bytes(), points.name), (page.encode(), "长.html")):
        (record,) = pipeline.extract(readers.read(data, name))
        pieces = list(dumped(record, indent=indent))
        whole = json.dumps(to_json(record), ensure_ascii=False, indent=indent)
        assert "".join(pieces) == whole
        assert max(map(len, pieces)) < 150_000 < len(whole) or name == points.name
