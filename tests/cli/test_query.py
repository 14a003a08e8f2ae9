"""zhize query and export: SPARQL in, tables and graphs out."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from api.exporting import with_prefixes
from kg.ids import DEFAULT_BASE, path_of
from kg.questions import shipped

Zhize = Callable[..., Any]
COUNT = "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a zhize:Task }"
UNITS = "SELECT ?u ?name { ?u a zhize:Unit ; skos:prefLabel ?name } ORDER BY ?u LIMIT 3"


def test_prefixes_need_not_be_written(graph: Path, zhize: Zhize) -> None:
    done = zhize("query", "-e", COUNT, "--format", "csv", store=graph)
    assert done.exit_code == 0, done.output
    assert int(done.stdout.lstrip("\ufeff").splitlines()[1]) > 20


def test_known_prefixes_are_added_once_on_the_first_line() -> None:
    text = "PREFIX zhize: <x>\nSELECT * { ?s zhize:a rdfs:label ; <http://a/skos:x> 'b' }"
    assert with_prefixes(text).splitlines()[0].endswith("PREFIX zhize: <x>")
    assert "rdf-schema#" in with_prefixes(text) and "skos" not in with_prefixes(text)[:80]


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_rows_in_each_format(format: str, graph: Path, zhize: Zhize) -> None:
    done = zhize("query", "-e", UNITS, "-f", format, store=graph)
    assert done.exit_code == 0, done.output
    if format == "json":
        assert len(json.loads(done.stdout)["results"]["bindings"]) == 3
    elif format == "csv":
        assert len(list(csv.reader(io.StringIO(done.stdout)))) == 4
    else:
        assert "unit/" in done.output and "3 行" in done.output


def test_a_graph_as_turtle(graph: Path, zhize: Zhize) -> None:
    text = "CONSTRUCT { ?u skos:prefLabel ?n } { ?u a zhize:Unit ; skos:prefLabel ?n }"
    done = zhize("query", "-e", text, "-f", "ttl", store=graph)
    assert done.exit_code == 0, done.output
    assert list(ox.parse(done.stdout, format=ox.RdfFormat.TURTLE))


def test_from_a_file_and_from_standard_input(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    path = tmp_path / "问题.rq"
    path.write_text("\ufeff" + COUNT, encoding="utf-8")
    from_file = zhize("query", path, "-f", "csv", store=graph)
    piped = zhize("query", "-", "-f", "csv", store=graph, input=COUNT)
    assert from_file.exit_code == 0 and from_file.stdout == piped.stdout


def test_ask_answers_true_or_false(graph: Path, zhize: Zhize) -> None:
    done = zhize("query", "-e", "ASK { ?s a zhize:Nothing }", store=graph)
    assert (done.exit_code, done.stdout) == (0, "false\n")


def test_many_columns_are_printed_as_records(graph: Path, zhize: Zhize) -> None:
    names = " ".join(f"?x{i}" for i in range(30))
    done = zhize("query", "-e", f"SELECT {names} {{ BIND(1 AS ?x0) BIND(2 AS ?x29) }}", store=graph)
    assert "── 1 ──" in done.output and "x29" in done.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("-e", "SELECT ?x {"), "query_syntax"),
        (("-e", "SELECT * { SERVICE <http://a> { ?s ?p ?o } }"), "query_refused"),
        (("-e", "INSERT DATA { <a:a> <a:b> <a:c> }"), "read_only"),
        (("-e", COUNT, "-f", "ttl"), "query"),
        (("没有.rq",), "not_found"),
        ((), "query"),
        (("unit-duties",), "parameter"),
        (("unit-duties", "-p", "unit"), "parameter"),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    words: tuple[str, ...], code: str, graph: Path, zhize: Zhize
) -> None:
    done = zhize("query", *words, store=graph)
    assert done.exit_code == 1
    assert f"[{code}]" in done.output and "Traceback" not in done.output


def test_shipped_questions_are_listed_and_run_by_name(graph: Path, zhize: Zhize) -> None:
    listed = zhize("query", "--list")
    assert listed.exit_code == 0
    assert all(question.name in listed.output for question in shipped())
    done = zhize("query", "unit-load", "-f", "csv", store=graph)
    assert done.exit_code == 0 and "司法" in done.output


def test_a_shipped_question_answers_in_words_and_ones_own_as_it_is_written(
    graph: Path, zhize: Zhize
) -> None:
    unit = "unit=unit/990121100/柳泊司法所"
    shown = zhize("query", "unit-duties", "-p", unit, store=graph).output
    assert "角色" in shown and "牵头" in shown
    assert "role:" not in shown and "documentLabel" not in shown
    own = zhize("query", "-e", "SELECT ?role { ?s zhize:role ?role } LIMIT 1", store=graph).output
    assert "role:" in own and "角色" not in own
    listed = zhize("query", "documents", store=graph).output
    assert "工作要点" in listed and "vocab/genre" not in listed.replace("\n", "")


# What a required parameter is given here: names, as a clerk has them.
NAMED = {
    "unit": "柳泊司法所",
    "place": "柳泊镇",
    "policy": "优化营商环境条例",
    "document": "柳泊镇2025年法治建设工作要点",
    "date": "2030-01-01",
    "text": "执法",
    "task": "",
}
WORDS = re.compile(r"[A-Za-z]{2,}")
# File names, addresses and the ids of rules stay as they are.
_LATIN = re.compile(
    r"[\w./-]*\.(?:txt|md|docx|xlsx|html|pdf)|(?:cue|genre|section|aims|tag|prose|own|sentence|table)\.[\w.-]+"
)


def a_task(graph: Path, zhize: Zhize) -> str:
    """The id of a task, which has no name that is its own."""
    listed = zhize("query", "undated-tasks", "-f", "csv", store=graph).stdout
    first = next(csv.DictReader(io.StringIO(listed.lstrip("\ufeff"))))
    return path_of(first["task"], DEFAULT_BASE)


@pytest.mark.parametrize("name", [known.name for known in shipped()])
def test_a_person_reads_words_in_every_shipped_answer(name: str, graph: Path, zhize: Zhize) -> None:
    asked = next(known for known in shipped() if known.name == name)
    given = []
    for parameter in asked.parameters:
        if parameter.required:
            kind = parameter.kind
            value = a_task(graph, zhize) if kind == "task" else NAMED[kind]
            given += ["-p", f"{parameter.name}={value}"]
    done = zhize("query", name, *given, store=graph)
    assert done.exit_code == 0, done.output
    ids = "标识" in done.output
    shown = _LATIN.sub("", done.output)
    if ids:  # of a table with ids only the last column has them
        lines = [line.rpartition("│")[0] for line in shown.splitlines() if "│" in line]
        lines += [line for line in shown.splitlines() if "│" not in line and "标识" not in line]
        shown = "\n".join(lines)
    if name != "documents":  # the names of files are broken over its narrow cells
        assert not WORDS.findall(shown), shown
    assert "doc/" not in shown and "unit/" not in shown and "policy/" not in shown


def test_a_target_says_how_the_number_is_meant(graph: Path, zhize: Zhize) -> None:
    said = (
        zhize("query", "targets", store=graph).output
        + zhize("query", "report-figures", store=graph).output
    )
    assert "等于" in said and "不少于" in said
    told = zhize("query", "targets", "-f", "csv", store=graph).stdout
    assert "comparator/" in told and "等于" not in told  # programs read the query's own terms


def test_an_example_is_the_sentence_and_its_document(graph: Path, zhize: Zhize) -> None:
    shown = zhize("query", "deadlines-by-month", store=graph).output
    assert "举例" in shown and "（柳泊镇" in shown.replace("\n", "")


def test_the_number_of_a_task_stands_before_its_words_once(graph: Path, zhize: Zhize) -> None:
    shown = zhize("query", "undated-tasks", store=graph).output
    assert "序号" not in shown and re.search(r"^[(（]二[)）] \w", shown, re.MULTILINE)


def test_what_an_owner_was_read_from_is_said_in_words(graph: Path, zhize: Zhize) -> None:
    shown = zhize("query", "unit-duties", "-p", "unit=柳泊司法所", store=graph).output
    assert "标注里的标签" in shown and "tag." not in shown
    doubtful = zhize("query", "low-confidence", store=graph).output
    assert "在“工作目标”" in doubtful or "在目标里" in doubtful
    assert not re.search(r"(?:cue|section|sentence|aims)\.[a-z]", doubtful)
    told = zhize("query", "unit-duties", "-p", "unit=柳泊司法所", "-f", "csv", store=graph).stdout
    assert "tag.label" in told


def test_units_and_roles_are_called_by_their_names(graph: Path, zhize: Zhize) -> None:
    by_name = zhize("query", "unit-duties", "-p", "unit=柳泊司法所", "-p", "role=牵头", store=graph)
    id_ = "unit=unit/990121100/柳泊司法所"
    by_id = zhize("query", "unit-duties", "-p", id_, "-p", "role=lead", store=graph)
    assert by_name.exit_code == 0 and by_name.output == by_id.output
    several = zhize("query", "unit-partners", "-p", "unit=司法所", store=graph)
    assert (
        several.exit_code == 1
        and "[ambiguous]" in several.output
        and "--place" not in several.output
    )
    unknown = zhize("query", "unit-partners", "-p", "unit=无此局", store=graph)
    assert unknown.exit_code == 1 and "没有单位 无此局" in unknown.output
    missing = zhize("query", "unit-duties", store=graph).output
    assert "-p unit=" in missing and "| unit" not in missing


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld"])
def test_rdf_exports_hold_the_graph(suffix: str, graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    out = tmp_path / f"图{suffix}"
    done = zhize("export", "-o", out, store=graph)
    assert done.exit_code == 0, done.output
    form = ox.RdfFormat.from_extension(suffix[1:])
    assert form is not None
    assert len(list(ox.parse(out.read_bytes(), format=form))) > 1000


def test_csv_export_is_stable_and_complete(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    first, second = tmp_path / "甲.csv.zip", tmp_path / "乙.csv.zip"
    for out in (first, second):
        assert zhize("export", "-o", out, store=graph).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }
    assert all(tables.values()), {name: len(rows) for name, rows in tables.items()}
    ids = [row["id"] for row in tables["assignments.csv"]]
    assert len(ids) == len(set(ids))
    assert {row["role"] for row in tables["assignments.csv"]} >= {"lead", "cooperate"}


def test_graphml_export_opens(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    import networkx as nx

    out = tmp_path / "图.graphml"
    done = zhize("export", "-o", out, store=graph)
    assert done.exit_code == 0, done.output
    assert nx.read_graphml(out).number_of_nodes() > 20
    gephi = tmp_path / "图.gexf"
    assert zhize("export", "-o", gephi, store=graph).exit_code == 0
    assert nx.read_gexf(gephi).number_of_nodes() == nx.read_graphml(out).number_of_nodes()


def test_an_unknown_format_is_named(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    done = zhize("export", "-o", tmp_path / "图.xyz", store=graph)
    assert done.exit_code == 1 and "[format]" in done.output


def test_view_writes_one_page(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    out = tmp_path / "图.html"
    done = zhize("view", "柳泊司法所", "-o", out, store=graph)
    assert done.exit_code == 0, done.output
    text = out.read_text(encoding="utf-8")
    assert "柳泊司法所" in text and "https://cdn" not in text
    whole = zhize("view", "-o", out, store=graph)
    assert whole.exit_code == 0, whole.output


def test_view_of_a_town_whose_name_others_carry(tmp_path: Path, zhize: Zhize) -> None:
    """The 人和镇 that were only candidates for the undecided report are not asked about."""
    start, sealed = (
        "一、普法\n（一）开展宣传。（牵头单位：党政综合办）\n",
        "人和镇2024年普法工作要点\n",
    )
    (tmp_path / "a.txt").write_text(f"白云区{sealed}{start}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{sealed}{start}由办公室落实。\n", encoding="utf-8")
    store = tmp_path / "store"
    assert zhize("build", tmp_path / "a.txt", tmp_path / "b.txt", store=store).exit_code == 0
    done = zhize("view", "人和镇", "-o", tmp_path / "图.html", store=store)
    assert done.exit_code == 0, done.output


def test_view_of_something_unknown(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    done = zhize("view", "没有这个", "-o", tmp_path / "x.html", store=graph)
    assert done.exit_code == 1 and "[not_found]" in done.output


def test_a_place_may_be_called_by_its_name(graph: Path, zhize: Zhize) -> None:
    """柳泊镇 stands for place/990121100, however the clerk writes it."""
    done = zhize("query", "place-duties", "-p", "place=柳泊镇", "-f", "csv", store=graph)
    by_code = zhize("query", "place-duties", "-p", "place=990121100", "-f", "csv", store=graph)
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) > 5 and done.stdout == by_code.stdout
    unknown = zhize("query", "place-duties", "-p", "place=无此镇", store=graph)
    assert unknown.exit_code == 1 and "[not_found]" in unknown.output
