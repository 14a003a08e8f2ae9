"""A document's page shows paragraphs, not the lines of the paper it was typed on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.loading import load
from kg.ask import Ask
from kg.store import Store, open_store
from visualize.document_page import document

Get = Callable[..., httpx.Response]
TEXT = """霁川县2024年普法工作要点

一、
加强宣传。
各镇要用好公共法律服务站，组织律师、人民调解员和法律明白人走村入户，
让群众就近得到帮助，把矛盾化解在基层、化解在萌芽状态，不断提高群众办
事的
便利程度，形成人人学法的
# Page 2:
良好风尚。
二、落实责任
县司法局负责督促检查各镇和各部门落实普法责任制的情况，每半年通报一次
结果。县教育局要把法治教育纳入学校教学计划，保证每学期不少于四个课
时，办好法治副校长讲堂，每学期组织一次模拟法庭活动，请家长一同参加活
动。县融媒体中心要开设法治专栏，每周刊发一篇以案释法文章，讲好身边的
法治故事，让群众听得懂、记得住、用得上，推动形成尊法学法守法用法的良
好氛围。县财政局要把普法经费列入预算，按时足额拨付，并加强对经费使用
情况的监督检查。
"""


def test_a_sentence_that_short_lines_part_is_one_paragraph(tmp_path: Path) -> None:
    """事的 alone on its line tells nothing by its length: that the sentence goes on does."""
    path = tmp_path / "要点.txt"
    path.write_text(TEXT, encoding="utf-8")
    store = open_store(None)
    load([str(path)], store)
    ask = Ask(store)
    id_ = ask.documents()["items"][0]["id"]
    shown = document(ask, id_, None)["paragraphs"]
    said = ["".join(TEXT[line.start :].split("\n")[0] for line in lines) for lines in shown]
    whole = TEXT[TEXT.index("各镇") : TEXT.index("# Page")]
    assert whole.replace("\n", "") in said
    assert "# Page 2:" in said
    assert "一、加强宣传。" in said


def test_a_row_of_a_table_is_one_line_of_cells(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text(
        "序号,工作任务,责任单位,完成时限\n1,建设法治公园,县司法局,2024年6月底\n2,办好普法夜校,县教育局,2024年9月底\n",
        encoding="utf-8",
    )
    store = open_store(None)
    load([str(path)], store)
    ask = Ask(store)
    id_ = ask.documents()["items"][0]["id"]
    values = document(ask, id_, None)
    text = ask.document_text(id_)["text"]
    rows = [
        [text[line.start :].split("\n")[0] for line in lines]
        for lines in values["paragraphs"]
        if len(lines) > 1
    ]
    assert ["1", "建设法治公园", "县司法局", "2024年6月底"] in rows
    assert ["序号", "工作任务", "责任单位", "完成时限"] in rows
    assert all(
        line.start in values["cells"] for lines in values["paragraphs"] for line in lines[1:]
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "表.md",
            "# 霁川县2025年任务分工表\n\n| 序号 | 工作任务 | 责任单位 |\n|:--|---|---|\n"
            "| 1 | 办好<b>普法</b>夜校 | 县教育局 |\n| 2 | 建设法治公园 | 县司法局 |\n\n各单位要抓好落实。\n",
        ),
        (
            "表.txt",
            "霁川县2025年任务分工表\n\n序号 | 工作任务 | 责任单位 |\n"
            "1 | 办好<b>普法</b>夜校 | 县教育局 |\n2｜建设法治公园｜县司法局｜\n\n各单位要抓好落实。\n",
        ),
        (
            "制表.txt",
            "霁川县2025年任务分工表\n\n序号\t工作任务\t责任单位\n"
            "1\t办好<b>普法</b>夜校\t县教育局\n2\t建设法治公园\t县司法局\n\n各单位要抓好落实。\n",
        ),
        (
            "逐行.txt",
            "霁川县2025年任务分工表\n\n第1页\n序号\n工作任务\n责任单位\n完成时限\n1\n办好<b>普法</b>夜校\n县教育局\n年底前\n"
            "2\n建设法治公园\n县司法局\n6月底前\n3\n开展法治体检\n县司法局 县工商联\n全年\n\n各单位要抓好落实。\n",
        ),
    ],
)
def test_a_row_between_bars_is_a_row_of_cells(
    tmp_path: Path, name: str, text: str, served: Callable[[Store], Get]
) -> None:
    """They ran into one paragraph with their bars; what a cell holds stays text."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    store = open_store(None)
    load([str(tmp_path / name)], store)
    ask = Ask(store)
    values = document(ask, ask.documents()["items"][0]["id"], None)
    shown = [
        ["".join(piece.text for piece in line.pieces).strip() for line in lines]
        for lines in values["paragraphs"]
        if not lines[0].blank
    ]
    dated = name == "逐行.txt"
    assert ["1", "办好<b>普法</b>夜校", "县教育局", *["年底前"] * dated] in shown
    assert ["2", "建设法治公园", "县司法局", *["6月底前"] * dated] in shown
    assert ["序号", "工作任务", "责任单位", *["完成时限"] * dated] in shown
    assert ["各单位要抓好落实。"] in shown
    page = served(store)("/d/" + quote(values["doc"]["id"].removeprefix("doc/"))).text
    assert "<b>普法" not in page and "办好&lt;b&gt;普法&lt;/b&gt;夜校" in page
    assert page.count(' row" id="L') == 3 + dated and 'id="L0"' not in page
