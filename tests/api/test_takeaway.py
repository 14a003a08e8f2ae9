"""What is taken away: every file opens with its own reader, says the same duties, and carries no formula."""

from __future__ import annotations

import csv
import io
import time
import urllib.parse
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest
from docx import Document

from api import duty_list
from api.loading import load
from api.settings import Settings
from api.work import Setup
from kg.store import Store, open_store
from visualize import graph_files
from visualize.i18n import Words

UNIT = "unit/990121100/柳泊司法所"
QUERY = "unit=" + urllib.parse.quote(UNIT)


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store(None)
    with resources.as_file(resources.files("loaders") / "samples") as samples:
        setup = Setup(places=samples / "places.csv", units=samples / "units.csv")
        load([str(samples / "documents")], opened, setup=setup)
    return opened


@pytest.fixture(scope="module")
def client(store: Store, serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serve(Settings(), store) as client:
        yield client


def test_every_format_holds_the_same_duties(client: httpx.Client) -> None:
    duties = client.get(f"/api/units/{UNIT}/duties").json()["items"]
    assert duties
    table = client.get(f"/take/duties.csv?{QUERY}").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) == 1 + len(duties)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/take/duties.xlsx?{QUERY}").content))
    sheet = book.worksheets[0]
    assert sheet.max_row == 1 + len(duties)
    read_from = next(cell.column for cell in sheet[1] if cell.value == "读自")
    words = {sheet.cell(row, read_from).value for row in range(2, sheet.max_row + 1)}
    assert words == {"标注里的标签", "标注里的动词"}  # in words: no rule has its id here
    word = Document(io.BytesIO(client.get(f"/take/duties.docx?{QUERY}").content))
    rows = [told(one.rows[0], row) for one in word.tables for row in one.rows[1:]]
    assert len(rows) == len(duties)
    said = {row["依据原句"] for row in rows}
    assert {duty["sentence"].replace("\n", "") for duty in duties} == said
    turtle = client.get(f"/take/duties.ttl?{QUERY}").content
    subjects = {str(quad.subject) for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert len(subjects) >= 1 + len(duties)
    html = client.get(f"/take/duties.html?{QUERY}").text
    assert html.startswith("<!") and "柳泊司法所" in html


def test_the_word_list_reads_as_an_office_writes_it() -> None:
    """No number twice, no gap where the page broke a word, each role of the partners once."""
    others = [("cooperate", "县教育局"), ("lead", "县委宣传部"), ("cooperate", "各镇")]
    duty = {
        "role": "lead",
        "task": {"number": "7", "label": "7.持续推进普法", "text": "7.持续推进普法"},
        "deadlines": [],
        "partners": [{"role": role, "label": label} for role, label in others],
        "document": {"label": "要点"},
        "sentence": "（牵头单位：县司\n— 3 —\n法局）",
        "start": 3,
        "end": 9,
    }
    word = Document(io.BytesIO(duty_list.docx_bytes({"label": "县司法局"}, [duty])))
    cells = told(*word.tables[0].rows)
    assert cells["任务"] == "7.持续推进普法"
    assert cells["共同承担"] == "牵头：县委宣传部；配合：县教育局、各镇"
    assert cells["依据原句"] == "（牵头单位：县司法局）"
    assert "内容" not in cells, "a column nothing stands in, 6 cm wide"
    more = {**duty, "content": "开展宪法宣传"}
    both = Document(io.BytesIO(duty_list.docx_bytes({"label": "县司法局"}, [duty, more]))).tables[0]
    assert [told(both.rows[0], row)["内容"] for row in both.rows[1:]] == ["", "开展宪法宣传"]
    for table in (word.tables[0], both):
        widths = [cell.width for cell in table.rows[0].cells]
        assert abs(sum(widths) / 360_000 - 26.3) < 0.1, "as wide as the paper"


@pytest.mark.parametrize(
    ("gap", "end"),
    [("\t", "\n"), ("\n", "\n")],
    ids=["a tab between cells", "a cell on each line"],
)
def test_a_pasted_table_is_quoted_by_its_row(
    gap: str, end: str, tmp_path: Path, serve: Callable[..., Any]
) -> None:
    """The whole table stood behind every duty, its cells run together; 县司法局 县林业局 are two."""
    rows = [
        ("序号", "工作任务", "责任单位", "完成时限"),
        ("1", "清理证明事项；公布保留清单", "县司法局 县林业局", "6月底前"),
        ("2", "办好普法夜校", "县教育局", "9月底前"),
        ("3", "36个园区开展法治体检", "县司法局", "年底前"),
    ]
    text = end.join(gap.join(row) for row in rows)
    path = tmp_path / "霁川县2025年任务分解表.txt"
    path.write_text(f"霁川县2025年任务分解表\n\n{text}\n", encoding="utf-8")
    opened = open_store(None)
    load([str(path)], opened)
    with serve(Settings(), opened) as client:
        unit = client.get("/api/units?q=司法局").json()["items"][0]["id"]
        asked = {"unit": unit}
        word = Document(io.BytesIO(client.get("/take/duties.docx", params=asked).content))
        (table,) = word.tables
        found = [told(table.rows[0], row) for row in table.rows[1:]]
        assert [row["依据原句"] for row in found] == [" | ".join(rows[1]), " | ".join(rows[3])]
        assert found[1]["任务"] == "3. 36个园区开展法治体检"
        page = client.get("/u/" + urllib.parse.quote(unit.removeprefix("unit/"))).text
        assert ("表格本行" in page) == (gap == "\n"), "what the quote says already"
        dates = client.get("/take/duties.ics", params=asked).text.replace("\r\n ", "")
        assert dates.count("办好普法夜校") == 0


def told(head: Any, row: Any) -> dict[str, str]:
    return {h.text: c.text for h, c in zip(head.cells, row.cells, strict=True)}


def test_files_are_saved_under_a_chinese_name_and_never_shown(client: httpx.Client) -> None:
    for kind in ("csv", "xlsx", "docx", "ics", "ttl", "html"):
        answer = client.get(f"/take/duties.{kind}?{QUERY}")
        assert answer.status_code == 200
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith("attachment;")
        assert urllib.parse.quote("责任清单") in disposition


def test_gaps_are_taken_away_as_the_page_shows_them(client: httpx.Client) -> None:
    counts = client.get("/api/gaps").json()["counts"]
    assert counts["undated"] > 0
    table = client.get("/take/gaps.csv?lack=undated").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == counts["undated"]
    assert {row["缺口"] for row in rows} == {"没有写明时限"}
    assert not any("\n" in row["原句"] for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/take/gaps.xlsx").content))
    assert book.worksheets[0].max_row == 1 + counts["unowned"] + counts["undated"]
    assert "/take/gaps.xlsx?lack=undated" in client.get("/gaps?kind=undated").text
    assert client.get("/take/gaps.docx").status_code == 404


def test_filters_of_the_page_hold(client: httpx.Client) -> None:
    duties = client.get(f"/api/units/{UNIT}/duties?role=lead").json()["items"]
    word = Document(io.BytesIO(client.get(f"/take/duties.docx?{QUERY}&role=lead").content))
    assert sum(len(table.rows) - 1 for table in word.tables) == len(duties) > 0
    assert word.paragraphs[0].text.endswith("柳泊司法所责任清单")


def test_what_is_not_there(client: httpx.Client) -> None:
    assert client.get(f"/take/duties.exe?{QUERY}").status_code == 404
    assert client.get("/take/duties.csv").status_code == 404
    assert client.get("/take/duties.docx?unit=unit/1/none").status_code == 404


def test_equal_duties_give_equal_files_and_hostile_words_are_text(client: httpx.Client) -> None:
    first = client.get(f"/take/duties.docx?{QUERY}").content
    assert first == client.get(f"/take/duties.docx?{QUERY}").content
    evil = "<w:t>&\x00\x0b=1+1\u2028</w:document>"
    ref = {"id": evil, "label": evil}
    duty = {
        "role": "lead", "task": {"number": evil, "text": evil, **ref}, "deadlines": [{"wording": evil, "date": evil}],
        "partners": [{"role": evil, **ref}], "sentence": evil, "document": ref, "start": 0, "end": 1,
    }  # fmt: skip
    word = Document(io.BytesIO(duty_list.docx_bytes({"label": evil}, [duty])))
    assert "</w:document>" in word.tables[0].rows[1].cells[5].text


FOCUS = "focus=" + urllib.parse.quote(UNIT)


def test_the_explorers_selection_opens_in_other_programs(client: httpx.Client) -> None:
    gexf = nx.read_gexf(io.BytesIO(client.get(f"/take/graph.gexf?{FOCUS}").content))
    graphml = nx.read_graphml(io.BytesIO(client.get(f"/take/graph.graphml?{FOCUS}").content))
    assert set(gexf) == set(graphml) and UNIT in gexf
    assert gexf.nodes[UNIT]["label"] == "柳泊司法所" and gexf.nodes[UNIT]["viz"]["position"]
    assert {said["role"] for _, _, said in gexf.edges(data=True)} >= {"lead"}
    rows = list(
        csv.reader(io.StringIO(client.get(f"/take/graph.csv?{FOCUS}").content.decode("utf-8-sig")))
    )
    assert len(rows) == 1 + graphml.number_of_edges()
    turtle = client.get(f"/take/graph.ttl?{FOCUS}").content
    assert any("Task" in str(q.object) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    assert client.get(f"/take/graph.html?{FOCUS}").text.startswith("<!")
    narrowed = nx.read_gexf(
        io.BytesIO(client.get(f"/take/graph.gexf?{FOCUS}&role=lead&hide=policy,deadline").content)
    )
    assert 1 < len(narrowed) < len(gexf)
    assert {said["type"] for _, said in narrowed.nodes(data=True)} == {"unit", "task"}
    assert client.get(f"/take/graph.exe?{FOCUS}").status_code == 404
    assert client.get("/take/graph.gexf").status_code == 404


def test_equal_scenes_are_equal_files_and_hostile_names_are_xml() -> None:
    evil = '<&"]]>\x00\x0b\ud83d\ude00'.encode("utf-16", "surrogatepass").decode("utf-16")
    nodes = [{"id": evil + n, "label": evil, "type": "unit", "x": 0, "y": 1} for n in "ab"]
    scene = {
        "nodes": nodes,
        "links": [{"source": evil + "a", "target": evil + "b", "role": "lead"}],
    }
    for make, read in ((graph_files.gexf, nx.read_gexf), (graph_files.graphml, nx.read_graphml)):
        data = make(scene, Words("zh"))
        assert data == make(scene, Words("zh"))
        graph = read(io.BytesIO(data))
        assert graph.number_of_edges() == 1
        assert all(said["label"].startswith('<&"]]>') for _, said in graph.nodes(data=True))


def test_matrix_and_deadlines_as_tables(client: httpx.Client) -> None:
    for path in ("/matrix", "/timeline"):
        text = client.get(f"{path}.csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}.xlsx").content))
        sheet = list(book.worksheets[0].iter_rows(values_only=True))
        assert len(rows) == len(sheet) > 3
        assert any("司法" in str(value) for row in sheet for value in row)
        assert list(sheet[0]) == rows[0]
        if path == "/matrix":
            assert (rows[0][0], rows[0][-1]) == ("单位", "合计") and "—" not in rows[0]
        else:
            said = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
            assert all(row["依据原句"] and row["文件"] for row in said)
            assert all(int(row["字符起"]) < int(row["字符止"]) for row in said)


def test_rows_of_a_query(client: httpx.Client) -> None:
    body = "SELECT ?u ?n WHERE { ?u a <https://w3id.org/zhize/ns#Unit> BIND('=1+1' AS ?n) } LIMIT 3"
    rows = list(
        csv.reader(
            io.StringIO(client.post("/take/query.csv", content=body).content.decode("utf-8-sig"))
        )
    )
    assert rows[0] == ["u", "n"] and len(rows) == 4
    assert all(row[0].startswith("unit/") and row[1] == "'=1+1" for row in rows[1:])
    for text, status in (("CONSTRUCT WHERE { ?s ?p ?o }", 400), ("SELEC", 400)):
        assert client.post("/take/query.csv", content=text).status_code == status
    assert client.post("/take/query.exe", content=body).status_code == 404
    # Far more than a table holds: stopped on the way, long before the limit of time.
    everything = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    started = time.monotonic()
    many = client.post("/take/query.csv", content=everything)
    assert many.status_code == 400 and "LIMIT" in many.text
    assert time.monotonic() - started < 9
    refused = client.post(
        "/take/query.csv", content="SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }"
    )
    assert refused.status_code == 403
