"""Plain text and Markdown stay exactly as they are; furniture and wrapping are noted."""

from __future__ import annotations

import pytest

from kg.model import SourceText
from loaders.readers import read


def of(text: str, name: str = "a.txt") -> SourceText:
    source = read(text.encode(), name)
    assert source.text == text
    return source


def asides(source: SourceText) -> list[str]:
    return [source.text[span.start : span.end] for span in source.asides]


def boxes(source: SourceText) -> dict[str, str]:
    return {label: source.text[span.start : span.end] for label, span in source.boxes}


BODY = (
    "2022年，全县坚持以习近平法治思想为指导，深入推进依法行政，现将有关情况报告如下：\n一、工作举措\n"
    * 3
)


def test_saved_page_head_and_foot() -> None:
    head = "• 设为首页|\n  • 长辈版|\n\n某县关于法治建设情况的报告\n\n"
    line = "浏览次数: 来源:市司法局 发布时间:2023-03-07 16:49\n"
    source = of(head + line + BODY + "\n扫一扫在手机打开当前页")
    assert asides(source) == ["设为首页", "长辈版", line.strip(), "扫一扫在手机打开当前页"]
    assert boxes(source) == {"来源": "市司法局", "发布时间": "2023-03-07 16:49"}


def test_label_and_value_on_lines_of_their_own_and_a_torn_date() -> None:
    head = "2021\n09/01\n16:43\n来源:\n市司法局\n扫一扫在手机打开当前页\n《某市规划》\n"
    source = of(head + BODY + "附件下载>>\n相关链接>>")
    assert boxes(source) == {"发布时间": "2021\n09/01\n16:43", "来源": "市司法局"}
    assert asides(source)[-2:] == ["附件下载>>", "相关链接>>"]
    assert "《某市规划》" not in asides(source)


def test_metadata_box_in_front() -> None:
    head = (
        "索 引 号：0001/2018-2　主题分类：综合\n发文机关：国务院办公厅 成文日期：2018年10月27日\n"
    )
    head += "标　　题：国务院办公厅关于试点的通知\n发文字号：国办函〔2018〕71号\n"
    source = of(head + BODY)
    assert boxes(source) == {
        "索引号": "0001/2018-2",
        "主题分类": "综合",
        "发文机关": "国务院办公厅",
        "成文日期": "2018年10月27日",
        "标题": "国务院办公厅关于试点的通知",
        "发文字号": "国办函〔2018〕71号",
    }


@pytest.mark.parametrize(
    "line",
    ["某市人民政府对市十届人大", "某市人民政府令", "某市人民政府对市十届人大\n四次会议建议的答复"],
)
def test_an_empty_box_does_not_take_the_head_below_it(line: str) -> None:
    head = "标 题：\n某市人民政府对市十届人大四次会议建议的答复\n发布日期：\n2018年12月24日\n主 题 词：\n"
    source = of(head + line + "\n第12号\n" + BODY)
    assert boxes(source) == {
        "标题": "某市人民政府对市十届人大四次会议建议的答复",
        "发布日期": "2018年12月24日",
    }


def test_words_of_the_body_are_no_chrome() -> None:
    body = BODY + "打印\n来源：财政拨款\n首页\n" + BODY
    assert asides(of(body)) == []


def test_page_marks_close_up_the_sentence_they_interrupt() -> None:
    source = of("把消费摆在优\n\n# Page 118:\n先位置，聚焦深化。\n— 2 —\n第 3 页 共 9 页\n" + BODY)
    left = source.text
    for span in reversed(source.asides):
        left = left[: span.start] + left[span.end :]
    assert left.startswith("把消费摆在优\n\n先位置，聚焦深化。\n\n\n")


def test_hard_wrapped_lines_are_told_from_paragraphs() -> None:
    sentence = (
        "为深入贯彻落实关于优化营商环境的决策部署持续激发市场主体活力结合实际制定本方案并认真执行。"
    )
    prose = sentence * 30
    wrapped = "\n".join(prose[at : at + 38] for at in range(0, len(prose), 38))
    assert of(wrapped).hard_wrapped
    assert not of("\n".join([sentence] * 30)).hard_wrapped
    titles = "\n".join(
        f"某省人民政府办公厅关于印发第{n}批重点工作任务分工方案的通知" for n in range(40)
    )
    assert not of(titles).hard_wrapped
    assert not of(prose * 20).hard_wrapped  # one line of many thousand characters


def test_markdown_tables_and_marks() -> None:
    text = "# 要点\n\n| 序号 | 任务 |\n|---|:--:|\n| 1 | 开展普法 |\n| 2 | a\\|b |\n\n<!-- END -->\n- 抓好落实\n"
    source = of(text, "a.md")
    (table,) = source.tables
    cells = [text[c.span.start : c.span.end] for c in table.cells]
    assert cells == ["序号", "任务", "1", "开展普法", "2", "a\\|b"]
    assert [(c.row, c.col, c.header) for c in table.cells][:3] == [
        (0, 0, True),
        (0, 1, True),
        (1, 0, False),
    ]
    assert text[table.span.start : table.span.end].startswith("| 序号")
    hidden = {i for span in source.asides for i in range(span.start, span.end)}
    left = "".join("" if i in hidden else c for i, c in enumerate(text))
    assert left.split() == ["要点", "序号任务1开展普法2a\\|b", "抓好落实"]


def test_text_under_the_name_of_an_archive_or_a_pdf_says_so() -> None:
    """A failed download leaves its error message in a.zip: read, but worth a look."""
    for name in ("a.zip", "年报.PDF"):
        assert [w.code for w in of("登录后才能下载\n", name).warnings] == ["other_kind"]
    assert of("登录后才能下载\n", "a.txt").warnings == ()
