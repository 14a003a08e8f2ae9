"""zhize duties, gaps, stats: answers with their sentences, tables that open in Excel."""

import csv
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

Zhize = Callable[..., Any]
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"


def rows_of(path: Path) -> list[dict[str, str]]:
    body = path.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_duties_show_the_sentence_that_says_so(graph: Path, zhize: Zhize) -> None:
    done = zhize("duties", "柳泊司法所", store=graph)
    assert done.exit_code == 0, done.output
    assert "柳泊司法所" in done.output and "牵头" in done.output


def test_duties_as_csv_and_xlsx_hold_the_same_rows(
    graph: Path, tmp_path: Path, zhize: Zhize
) -> None:
    table, book = tmp_path / "清单.csv", tmp_path / "清单.xlsx"
    done = zhize("duties", "柳泊司法所", "--csv", table, "--xlsx", book, store=graph)
    assert done.exit_code == 0, done.output
    rows = rows_of(table)
    assert rows
    assert all("司法所" in row["依据原句"] for row in rows if row["角色"] == "牵头")
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None and sheet.max_row == len(rows) + 1


def test_duties_as_word_and_calendar(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    word, dates = tmp_path / "清单" / "责任.docx", tmp_path / "时限.ics"
    done = zhize("duties", "柳泊司法所", "--docx", word, "--ics", dates, store=graph)
    assert done.exit_code == 0
    assert word.read_bytes().startswith(b"PK")
    assert dates.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"BEGIN:VEVENT" in dates.read_bytes()


PLAN = """霁川县2025年法治工作要点

一、规范执法

（一）强化执法监督。开展执法案卷评查，每季度通报结果。（牵头单位：县司法局；配合单位：县财政局）

（二）举办宪法宣传周活动。2025年9月30日前完成。（责任单位：县司法局）

县司法局应当向县政府报告执行情况。
"""


@pytest.fixture
def plan(tmp_path: Path, zhize: Zhize, own: tuple[str, ...]) -> Path:
    """A store with a plan whose headings are titles, and with a sentence that has a unit act."""
    (tmp_path / "要点.txt").write_text(PLAN, encoding="utf-8")
    built = zhize("build", tmp_path / "要点.txt", *own, store=tmp_path / "store")
    assert built.exit_code == 0, built.output
    return tmp_path / "store"


def test_a_list_says_what_a_task_asks_where_its_heading_is_a_title(
    plan: Path, tmp_path: Path, zhize: Zhize
) -> None:
    book, word, table = tmp_path / "a.xlsx", tmp_path / "a.docx", tmp_path / "a.csv"
    outputs = ("--xlsx", book, "--docx", word, "--csv", table)
    done = zhize("duties", "县司法局", *outputs, store=plan)
    assert done.exit_code == 0, done.output
    first = rows_of(table)[0]
    assert (
        first["内容"].startswith("开展执法案卷评查，每季度通报结果") and "牵头" not in first["内容"]
    )
    sheet = openpyxl.load_workbook(book).worksheets[0]
    row = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
    assert row["内容"] == first["内容"]
    assert first["内容"] in docx.Document(str(word)).tables[0].rows[1].cells[2].text


def test_sentences_that_have_a_unit_act_are_printed_and_exported(
    plan: Path, tmp_path: Path, zhize: Zhize
) -> None:
    said, book, word = "应当向县政府报告执行情况", tmp_path / "a.xlsx", tmp_path / "a.docx"
    assert said in zhize("duties", "县司法局", store=plan).output
    done = zhize("duties", "县司法局", "--xlsx", book, "--docx", word, store=plan)
    assert "正文要求" in done.output
    sheet = openpyxl.load_workbook(book)["正文要求"]
    assert any(said in str(cell.value) for cell in sheet[2])
    assert any(said in paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    table = zhize("duties", "县司法局", "--csv", tmp_path / "a.csv", store=plan)
    assert "--xlsx 和 --docx 里有" in table.output


def test_a_sentence_that_is_a_row_is_not_counted_again(
    tmp_path: Path, zhize: Zhize, own: tuple[str, ...]
) -> None:
    """县司法局负责… is a duty of the list; only what else the text has it do is told below."""
    text = "霁川县2025年普法工作方案\n\n一、组织实施\n\n（一）县司法局负责统筹协调全县普法工作。\n"
    (tmp_path / "方案.txt").write_text(text, encoding="utf-8")
    store = tmp_path / "store"
    assert zhize("build", tmp_path / "方案.txt", *own, store=store).exit_code == 0
    done = zhize("duties", "县司法局", store=store)
    assert "共 1 项" in done.output and "统筹协调" in done.output, done.output
    assert "正文另有" not in done.output


def test_units_called_alike_are_listed_with_their_ids(tmp_path: Path, zhize: Zhize) -> None:
    for number, town in enumerate(("甲", "乙"), 1):
        (tmp_path / f"{number}.txt").write_text(
            f"2025年法治工作要点（{town}）\n\n一、规范执法\n\n1.开展案卷评查。（责任单位：司法局）\n",
            encoding="utf-8",
        )
    built = zhize("build", tmp_path / "1.txt", tmp_path / "2.txt", store=tmp_path / "store")
    assert built.exit_code == 0, built.output
    done = zhize("duties", "司法", store=tmp_path / "store")
    assert done.exit_code == 1 and "[ambiguous]" in done.output, done.output
    assert done.output.count("unit/") >= 3 and "--places" in done.output, done.output
    ids = re.findall(r"unit/[^（ ]+/司法局", done.output)
    assert len(set(ids)) == 2
    assert zhize("duties", ids[0], store=tmp_path / "store").exit_code == 0


@pytest.mark.parametrize("option", ["--csv", "--xlsx", "--docx", "--ics"])
def test_a_folder_for_an_output_file_is_one_line(
    option: str, graph: Path, tmp_path: Path, zhize: Zhize
) -> None:
    done = zhize("duties", "柳泊司法所", option, tmp_path, store=graph)
    assert done.exit_code == 1
    assert "[io] 这是文件夹" in done.output and str(tmp_path) in done.output
    assert "已写入" not in done.output
    below = tmp_path / "一个文件"
    below.write_text("x", encoding="utf-8")
    done = zhize("duties", "柳泊司法所", option, below / "清单", store=graph)
    assert done.exit_code == 1 and "[io]" in done.output


def test_gaps_of_a_document_called_by_its_title(graph: Path, zhize: Zhize) -> None:
    by_title = zhize("gaps", "--document", "柳泊镇2025年法治建设", store=graph)
    by_id = zhize("gaps", "--document", "doc/柳泊镇2025年法治建设工作要点", store=graph)
    assert by_title.exit_code == 0 and by_title.output == by_id.output
    unknown = zhize("gaps", "--document", "没有这份", store=graph)
    assert unknown.exit_code == 1 and "没有叫“没有这份”的文件" in unknown.output


def test_what_the_unit_leads_comes_first(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    """As on its page and in the Word list; the sheet had the order of the documents."""
    table = tmp_path / "清单.csv"
    assert zhize("duties", "柳泊司法所", "--csv", table, store=graph).exit_code == 0
    roles = [row["角色"] for row in rows_of(table)]
    order = ["牵头", "责任", "配合", "督导"]
    assert len(set(roles)) > 1 and roles == sorted(roles, key=order.index)


def test_a_content_that_the_title_says_already_is_left_out(
    tmp_path: Path, zhize: Zhize, own: tuple[str, ...]
) -> None:
    """Two sentences in a cell: its label parts them by 。 and the content did by ；."""
    book, table = openpyxl.Workbook(), tmp_path / "a.csv"
    sheet = book.active
    assert sheet is not None
    for row in (
        ("霁川县2025年重点任务清单",),
        ("序号", "工作任务", "责任单位"),
        (1, "建设法治公园。办好普法夜校。", "县司法局"),
        (2, "修订村规民约。", "县民政局"),
    ):
        sheet.append(row)
    book.save(tmp_path / "清单.xlsx")
    store = tmp_path / "store"
    assert zhize("build", tmp_path / "清单.xlsx", *own, store=store).exit_code == 0
    assert zhize("duties", "县司法局", "--csv", table, store=store).exit_code == 0
    (row,) = rows_of(table)
    assert "普法夜校" in row["任务"] and row["内容"] == ""


def test_duties_by_role(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    table = tmp_path / "清单.csv"
    assert (
        zhize("duties", "柳泊司法所", "--role", "配合", "--csv", table, store=graph).exit_code == 0
    )
    assert {row["角色"] for row in rows_of(table)} == {"配合"}


def test_an_ambiguous_name_lists_the_candidates(graph: Path, zhize: Zhize) -> None:
    done = zhize("duties", "司法所", store=graph)
    assert done.exit_code == 1
    assert "[ambiguous]" in done.output
    assert "柳泊" in done.output and "竹湾" in done.output and "--place" in done.output


@pytest.mark.parametrize("letters", ["zhuwansifasuo", "zwsfs"])
def test_a_unit_is_found_by_the_sound_of_its_name(graph: Path, zhize: Zhize, letters: str) -> None:
    spelled = zhize("duties", "竹湾司法所", store=graph)
    assert zhize("duties", letters, store=graph).stdout == spelled.stdout
    assert zhize("duties", "zzzx", store=graph).exit_code == 1


def test_a_place_settles_an_ambiguous_name(graph: Path, zhize: Zhize) -> None:
    done = zhize("duties", "司法所", "--place", "竹湾镇", store=graph)
    assert done.exit_code == 0, done.output
    assert "竹湾司法所" in done.output


def test_one_units_name_that_is_anothers_short_name_lists_both(
    tmp_path: Path, zhize: Zhize, own: tuple[str, ...]
) -> None:
    units, store, texts = tmp_path / "units.csv", tmp_path / "store", tmp_path / "文件"
    units.write_text(
        "place,name,aliases,type\n990121100,执法协调办,,internal_office\n"
        "990121101,行政执法协调办公室,执法协调办,internal_office\n",
        encoding="utf-8",
    )
    texts.mkdir()
    for town in ("柳泊镇", "竹湾镇"):
        (texts / f"{town}.txt").write_text(
            f"霁川县{town}2025年法治工作要点\n\n一、规范执法\n\n"
            "1.开展执法案卷评查。（责任单位：执法协调办）\n",
            encoding="utf-8",
        )
    built = zhize("build", texts, *own[:2], "--units", units, store=store)
    assert built.exit_code == 0, built.output
    done = zhize("duties", "执法协调办", store=store)
    assert done.exit_code == 1 and "[ambiguous]" in done.output, done.output
    assert "柳泊镇执法协调办（" in done.output and "竹湾镇行政执法协调办公室（" in done.output
    for words in (
        ("柳泊镇执法协调办",),
        ("unit/990121100/执法协调办",),
        ("执法协调办", "--place", "竹湾镇"),
    ):
        found = zhize("duties", *words, store=store)
        assert found.exit_code == 0 and "共 1 项" in found.output, found.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("duties", "没有这个单位"), "not_found"),
        (("duties", "柳泊司法所", "--role", "x"), "role"),
        (("duties", "柳泊司法所", "--place", "没有此地"), "not_found"),
    ],
)
def test_what_is_not_there_is_one_line(
    words: tuple[str, ...], code: str, graph: Path, zhize: Zhize
) -> None:
    done = zhize(*words, store=graph)
    assert done.exit_code == 1
    assert f"[{code}]" in done.output and "Traceback" not in done.output


def test_gaps_name_tasks_without_owner_or_date(graph: Path, tmp_path: Path, zhize: Zhize) -> None:
    done = zhize("gaps", store=graph)
    assert done.exit_code == 0, done.output
    assert "没有写明责任单位 " in done.output and "没有写明时限 " in done.output
    table = tmp_path / "缺口.csv"
    assert zhize("gaps", "--place", "柳泊镇", "--csv", table, store=graph).exit_code == 0
    rows = rows_of(table)
    assert rows and {row["缺口"] for row in rows} <= {"没有写明责任单位", "没有写明时限"}
    assert all(row["任务"] and row["文件"] for row in rows)


def test_stats_count_and_list_documents(graph: Path, zhize: Zhize) -> None:
    done = zhize("stats", store=graph)
    assert done.exit_code == 0, done.output
    assert "责任" in done.output and "三元组" in done.output and "霁川县" in done.output


def test_the_town_of_renhe(tmp_path: Path, zhize: Zhize) -> None:
    """人和司法所 leads eight tasks of its town's work points, each with its tag."""
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CORPUS} is absent")
        pytest.skip(f"{CORPUS} is absent: the real documents are not part of the repository")
    store, table = tmp_path / "store", tmp_path / "清单.csv"
    built = zhize("build", *sorted(CORPUS.glob("00*.txt")), store=store)
    assert built.exit_code == 0, built.output
    assert zhize("duties", "人和司法所", "--csv", table, store=store).exit_code == 0
    rows = rows_of(table)
    assert [row["角色"] for row in rows] == ["牵头"] * 8
    assert all("人和司法所" in row["依据原句"] for row in rows)


def test_who_acts_in_sentences_only_has_those_sentences(tmp_path: Path, zhize: Zhize) -> None:
    text = (
        "霜桥县公证办法\n第一条 县司法局应当建立公证员名册。\n第二条 公证机构应当公开收费标准。\n"
    )
    (tmp_path / "办法.txt").write_text(text, encoding="utf-8")
    assert zhize("build", tmp_path / "办法.txt", store=tmp_path / "图").exit_code == 0
    done = zhize("duties", "县司法局", store=tmp_path / "图")
    assert done.exit_code == 0, done.output
    assert "没有职责" in done.output and "县司法局应当建立公证员名册" in done.output
    assert "收费标准" not in done.output


def test_the_evidence_of_a_tables_row_is_its_cells(
    tmp_path: Path, zhize: Zhize, own: tuple[str, ...]
) -> None:
    book, table = openpyxl.Workbook(), tmp_path / "a.csv"
    sheet = book.active
    assert sheet is not None
    sheet.append(("霁川县2025年法治工作任务分工表",))
    sheet.append(("序号", "工作任务", "责任单位", "完成时限"))
    sheet.append((1, "评查案卷120件", "县司法局", "2025/9/30"))
    sheet.append((2, "开展宣传活动", "县教育局", "长期坚持"))
    sheet.append((3, "举办宣讲活动", None, "长期坚持"))
    sheet.merge_cells("C4:C5")
    book.save(tmp_path / "分工表.xlsx")
    built = zhize("build", tmp_path / "分工表.xlsx", *own, store=tmp_path / "store")
    assert built.exit_code == 0, built.output
    assert zhize("duties", "县司法局", "--csv", table, store=tmp_path / "store").exit_code == 0
    assert [r["依据原句"] for r in rows_of(table)] == ["1 | 评查案卷120件 | 县司法局 | 2025/9/30"]
    assert zhize("duties", "县教育局", "--csv", table, store=tmp_path / "store").exit_code == 0
    said = {r["任务"]: r["依据原句"] for r in rows_of(table)}
    assert said["2 开展宣传活动"] == "2 | 开展宣传活动 | 县教育局 | 长期坚持"
    # Its cell stands in the row above: 县教育局 alone would say nothing of the task.
    assert said["3 举办宣讲活动"] == "3 | 举办宣讲活动 | 长期坚持 | 县教育局（合并单元格）"


@pytest.fixture
def told(tmp_path: Path, zhize: Zhize) -> Callable[..., list[dict[str, str]]]:
    """``told(text)`` builds a plan of that text; ``told(None, "duties", unit)`` the rows that a command lists of it."""
    store, table, plan = tmp_path / "store", tmp_path / "清单.csv", tmp_path / "方案.txt"

    def told(text: str | None, *command: str) -> list[dict[str, str]]:
        if text is not None:
            plan.write_text(f"霁川县2025年普法工作要点\n{text}\n", "utf-8")
            assert zhize("build", plan, store=store).exit_code == 0
        if command[:1] == ("query",):
            asked = zhize(*command, "--format", "csv", store=store)
            return list(csv.DictReader(io.StringIO(asked.output)))
        if command:
            assert zhize(*command, "--csv", table, store=store).exit_code == 0
        return rows_of(table) if command else []

    return told


Told = Callable[..., list[dict[str, str]]]


def test_a_quote_over_lines_reads_as_words_and_not_as_one(told: Told) -> None:
    """A heading on its own line is parted from its text; a line that only the page broke is not."""
    text = (
        "一、工作目标\n办件压缩40%以上。\n二、重点任务\n（一）强化组织领导\n完善主要负责人亲自抓、分管负责人具体抓的工作机\n"
        "制，压紧压实普法责任。\n（二）办好校园讲堂。编写读本。（责任单位：县教\n育局、县 司法局、县财政局、县公安局、县民政局）"
    )
    (row,) = told(text, "duties", "县教育局")
    assert row["依据原句"] == "（责任单位：县教育局、县司法局、县财政局、县公安局、县民政局）"
    quotes = {row["原句"] for row in told(None, "gaps")}
    assert not any("压缩40%" in said for said in quotes)  # a goal waits for no owner
    assert (
        "（一）强化组织领导 完善主要负责人亲自抓、分管负责人具体抓的工作机制，压紧压实普法责任。"
        in quotes
    )


def test_a_duty_is_what_its_own_tag_closes(told: Told) -> None:
    """Where several tags share a task, a unit is told its own sentences and its own partners."""
    told(
        "一、深化宣传教育。编制普法读本。（责任单位：县司法局、县财政局）办好校园讲堂。（责任单位：县教育局）"
    )
    said = {unit: told(None, "duties", unit)[0] for unit in ("县司法局", "县教育局")}
    assert {unit: (row["内容"], row["共同承担"]) for unit, row in said.items()} == {
        "县司法局": ("编制普法读本", "责任：县财政局"),
        "县教育局": ("办好校园讲堂", ""),
    }
    document = "document=doc/霁川县2025年普法工作要点"
    rows = told(None, "query", "sentence-owners", "-p", document)
    assert [(row["sentence"], row["unitLabel"]) for row in rows] == [
        ("编制普法读本", "县司法局"),
        ("编制普法读本", "县财政局"),
        ("办好校园讲堂", "县教育局"),
    ]


def test_words_that_stand_for_a_title_end_before_the_tag(told: Told) -> None:
    text = "一、重点任务\n1.编制读本并且办好讲堂，建立台账，做好宣传。（牵头单位：县教育局）"
    (row,) = told(text, "duties", "县教育局")
    assert row["任务"] == "1.编制读本并且办好讲堂，建立台账，做好宣传。"
