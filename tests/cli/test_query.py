"""zhize query and export: SPARQL in, tables and graphs out."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from api.exporting import with_prefixes
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
