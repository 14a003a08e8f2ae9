"""PDF and Word 97: text, page marks, running lines, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from kg.errors import ReadError
from kg.model import SourceText
from loaders.readers import read


def asides(source: SourceText) -> list[str]:
    return [source.text[span.start : span.end] for span in source.asides]


def test_pages_with_marks_and_running_lines(make_pdf: Any) -> None:
    pages = [
        [
            "某县司法局文件",
            f"{word}工作要点已经县政府研究同意现",
            f"{word}事项印发给你们，请认真落实。",
            f"— {n} —",
        ]
        for n, word in enumerate("普法信访调解复议"[::2], 1)
    ]
    source = read(make_pdf(pages), "要点.pdf")
    assert source.hard_wrapped
    assert source.media_type == "application/pdf"
    assert source.text.split("\n")[:4] == pages[0]
    assert asides(source) == [line for page in pages for line in (page[0], page[-1])]


def test_bare_page_numbers_count_with_the_pages(make_pdf: Any) -> None:
    pages = [[f"{'甲乙丙'[n]}部分要做好普法工作并落实责任", str(n + 6)] for n in range(3)]
    assert asides(read(make_pdf(pages), "a.pdf")) == ["6", "7", "8"]
    years = [["2022年工作要点如下各单位落实", "2022"], ["继续推进普法工作落实责任", "12"]]
    assert asides(read(make_pdf(years), "a.pdf")) == []


def test_a_metadata_box_printed_in_mid_sentence(make_pdf: Any) -> None:
    page = [
        "一、总体要求",
        "为加强管理，推动制造业全要素智能化发展，实现全方位、深层次赋能，推动传",
    ]
    page += [
        "某市科技局政府信息公开",
        "索引号： 1144/2026-1 分类：",
        "发布机构： 某市科技局 成文日期： 2026-02-12",
    ]
    page += [
        "名称： 关于印发《某市先进制造业行动计划（2026-2027年）》的",
        "通知",
        "文号： 发布日期： 2026-02-12",
    ]
    page += ["统产业焕新升级，形成一基地、一中心、一联盟、多应用的发展格局。", "二、工作任务"] * 3
    source = read(make_pdf([page]), "a.pdf")
    found = {label: source.text[span.start : span.end] for label, span in source.boxes}
    assert found == {
        "索引号": "1144/2026-1",
        "发布机构": "某市科技局",
        "成文日期": "2026-02-12",
        "名称": "关于印发《某市先进制造业行动计划（2026-2027年）》的\n通知",
        "发布日期": "2026-02-12",
    }
    assert asides(source) == page[2:8]


@pytest.mark.parametrize(
    ("options", "expected"), [({"encrypted": True}, "encrypted"), ({}, "scanned")]
)
def test_refused_pdfs(make_pdf: Any, options: dict[str, bool], expected: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(make_pdf([[], []], **options), "a.pdf")
    assert caught.value.code == expected


def test_a_cut_pdf_is_corrupt(make_pdf: Any) -> None:
    with pytest.raises(ReadError) as caught:
        read(make_pdf([["工作要点"]])[:90], "a.pdf")
    assert caught.value.code == "corrupt"


def test_word_97(make_doc: Any) -> None:
    text = "人和镇2022年工作要点\r一、总体要求\r\x07加强领导，落实责任。\x0b抓好落实。\r— 1 —\r"
    source = read(make_doc(text), "要点.doc")
    assert source.media_type == "application/msword"
    lines = ["人和镇2022年工作要点", "一、总体要求", "加强领导，落实责任。", "抓好落实。", "— 1 —"]
    assert source.text.splitlines() == lines
    assert asides(source) == ["— 1 —"]


def test_a_damaged_word_97_file(make_ole: Any) -> None:
    for body in (b"", b"\xec\xa5\xc1\x00" + bytes(2000)):
        with pytest.raises(ReadError) as caught:
            read(make_ole({"WordDocument": body, "1Table": b""}), "a.doc")
        assert caught.value.code == "corrupt"
