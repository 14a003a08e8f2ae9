"""HTML pages: content against furniture, tables laid out, boxes, visible text only."""

from __future__ import annotations

import pytest

from kg.errors import ReadError
from kg.model import SourceText
from loaders.readers import read

PARAGRAPH = "为深入贯彻落实上级部署，经县政府同意，现将有关事项通知如下，请认真组织实施。"


def of(markup: str) -> SourceText:
    return read(markup.encode(), "a.html")


def content(source: SourceText) -> list[str]:
    """Lines outside all asides."""
    hidden = {i for span in source.asides for i in range(span.start, span.end)}
    kept = "".join("" if i in hidden else c for i, c in enumerate(source.text))
    return [line for line in kept.split("\n") if line]


def boxes(source: SourceText) -> dict[str, str]:
    return {label: source.text[span.start : span.end] for label, span in source.boxes}


PAGE = f"""<!DOCTYPE html><html><head><title>关于加强普法的通知_某县人民政府</title>
<meta name="ArticleTitle" content="关于加强普法的通知"><meta name="PubDate" content="2024-03-05 10:00">
<style>.a{{}}</style></head><body>
<div class="head"><ul><li><a href="/">首页</a></li><li><a href="/z">政务公开</a></li></ul>
<select><option>全部</option></select><input value="搜索"></div>
<div>当前位置：<a>首页</a> &gt; <a>通知公告</a></div>
<h1>关于加强普法的通知</h1>
<ul><li>2024-03-05</li><li>来源：<b>某县司法局</b>浏览量： -</li></ul>
<div class="main"><div id="zoom"><p>各镇人民政府：</p><p>{PARAGRAPH}</p><p>一、开展<b>宪法</b>宣
传。<br>二、落实责任。</p><script>alert(1)</script><p style="display:none">隐藏的字</p>
<p>附件下载&gt;&gt;</p></div>
<div class="side"><a>相关新闻一则关于加强普法的解读文章在这里，欢迎阅读</a></div></div>
<div class="footer">版权所有：某县人民政府　主办单位：某县政府办公室</div></body></html>"""


def test_a_saved_page_keeps_the_document_and_sets_the_rest_aside() -> None:
    source = of(PAGE)
    assert content(source) == [
        "关于加强普法的通知",
        "各镇人民政府：",
        PARAGRAPH,
        "一、开展宪法宣传。",
        "二、落实责任。",
    ]
    assert boxes(source) == {
        "标题": "关于加强普法的通知",
        "来源": "某县司法局",
        "发布日期": "2024-03-05",
    }
    assert "首页" in source.text
    assert "版权所有" in source.text
    for gone in ("alert", "隐藏的字", "全部", "搜索"):
        assert gone not in source.text


def test_without_a_known_content_element_the_sentences_tell() -> None:
    source = of(PAGE.replace('id="zoom"', 'id="whatever"'))
    assert content(source)[1:4] == ["各镇人民政府：", PARAGRAPH, "一、开展宪法宣传。"]
    assert all("版权所有" not in line and "首页" not in line for line in content(source))


def test_the_headline_is_an_aside_when_the_document_begins_with_it() -> None:
    page = PAGE.replace(
        "<p>各镇人民政府：</p>", "<p>关于加强</p><p>普法的通知</p><p>各镇人民政府：</p>"
    )
    assert content(of(page))[:3] == ["关于加强", "普法的通知", "各镇人民政府："]


def test_the_metadata_box_of_the_state_council_pages() -> None:
    box = """<table><tr><td><table><tr><td><b>索 引 号：</b></td><td>000014349/2018-1</td>
    <td><b>主题分类：</b></td><td>综合政务</td></tr><tr><td>发文机关：</td><td>国务院办公厅</td>
    <td>成文日期：</td><td>2018年10月27日</td></tr><tr><td>标　　题：</td>
    <td colspan=3>关于试点的通知</td></tr><tr><td>发文字号：</td><td></td><td>发布日期：</td>
    <td>2018年11月09日</td></tr></table></td></tr></table>"""
    source = of(f"{box}<table><tr><td id='UCAP-CONTENT'><p>{PARAGRAPH}</p></td></tr></table>")
    assert boxes(source) == {
        "索引号": "000014349/2018-1",
        "主题分类": "综合政务",
        "发文机关": "国务院办公厅",
        "成文日期": "2018年10月27日",
        "标题": "关于试点的通知",
        "发布日期": "2018年11月09日",
    }
    assert content(source) == [PARAGRAPH]
    assert source.tables == ()


def test_tables_with_spans_are_laid_out() -> None:
    source = of(
        f"""<p>{PARAGRAPH}</p><table><tr><td rowspan=2>序号</td><td rowspan=2>重点任务</td>
        <td colspan=2>责任分工</td></tr><tr><td>牵头单位</td><td>配合单位</td></tr>
        <tr><td>1</td><td rowspan="2"><p>开展普法</p><p>宣传</p></td><td>司法局</td><td></td></tr>
        <tr><td>2</td><td>教育局</td><td>团县委</td></tr></table>"""
    )
    (table,) = source.tables
    found = [(c.row, c.col, source.text[c.span.start : c.span.end]) for c in table.cells]
    assert found == [
        (0, 0, "序号"),
        (0, 1, "重点任务"),
        (0, 2, "责任分工"),
        (1, 2, "牵头单位"),
        (1, 3, "配合单位"),
        (2, 0, "1"),
        (2, 1, "开展普法\n宣传"),
        (2, 2, "司法局"),
        (2, 3, ""),
        (3, 0, "2"),
        (3, 2, "教育局"),
        (3, 3, "团县委"),
    ]
    assert [(c.rowspan, c.colspan) for c in table.cells][:3] == [(2, 1), (2, 1), (1, 2)]
    assert {c.row for c in table.cells if c.header} == {0, 1}


def test_header_rows_repeated_on_every_page() -> None:
    head = "<tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"
    row = "<tr><td>{}</td><td>开展普法</td><td>司法局</td></tr>"
    source = of(f"<p>x</p><table>{head}{row.format(1)}{head}{row.format(2)}</table>")
    assert [c.row for c in source.tables[0].cells if c.header and c.col == 0] == [0, 2]


def test_absurd_spans_are_clipped() -> None:
    cells = '<td rowspan="65535" colspan="999999">甲</td><td rowspan="x">乙</td>'
    source = of(f"<table><tr>{cells}</tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert source.tables[0].cells[0].rowspan == 2
    assert source.tables[0].cells[0].colspan == 200


def test_lists_show_their_numbers() -> None:
    source = of('<p>通知：</p><ol start="3"><li>甲项</li><li>乙项</li><li>（一）丙项</li></ol>')
    assert content(source) == ["通知：", "3. 甲项", "4. 乙项", "（一）丙项"]
    source = of('<ol style="list-style-type: cjk-ideographic"><li>总体要求</li></ol><p>x</p>')
    assert content(source)[0] == "一、总体要求"


def test_word_exports() -> None:
    source = of(
        """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=gb2312>
<!--[if gte mso 9]><xml><o:x>no</o:x></xml><![endif]--></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp; </span></span>总体
要求<o:p></o:p></p><p class=MsoNormal>为加强管理，制定本
办法。</p></div></body></html>"""
    )
    lines = content(source)
    assert lines[0].startswith("一、")
    assert lines[0].endswith("总体要求")
    assert lines[1] == "为加强管理，制定本办法。"
    assert "no" not in source.text


def test_gbk_pages_without_and_with_a_wrong_label() -> None:
    page = f"<html><head><meta charset='utf-8'></head><body><p>{PARAGRAPH}</p></body></html>"
    assert read(page.encode("gbk"), "a.html").text.strip() == PARAGRAPH
    page = page.replace("utf-8", "gb2312")
    assert read(page.encode(), "a.html").text.strip() == PARAGRAPH


def test_a_document_exported_twice_is_read_once() -> None:
    once = "".join(f"<p>第{n}条 {PARAGRAPH}</p>" for n in "一二三四五六")
    source = of(f"<p>各镇人民政府：</p>{once}<p>附件.doc</p><p>各镇人民政府：</p>{once}")
    assert len(content(source)) == 8


def test_pictures_only() -> None:
    with pytest.raises(ReadError) as caught:
        of("<html><body><p><img src='a.png'></p></body></html>")
    assert caught.value.code == "scanned"


def test_deep_nesting() -> None:
    source = of("<div>" * 3_000 + PARAGRAPH + "</div>" * 3_000)
    assert content(source) == [PARAGRAPH]
    source = of("<table><tr><td>" * 300 + PARAGRAPH)
    assert content(source) == [PARAGRAPH]
    source = of("<p>" + "<b>" * 20_000 + PARAGRAPH)
    assert content(source) == [PARAGRAPH]
    with pytest.raises(ReadError) as caught:
        of("<DIV>" * 1_000_000)  # the parser alone would take an hour
    assert caught.value.code == "corrupt"


def test_many_blocks_side_by_side_are_not_deep() -> None:
    source = of("".join(f"<div>第{n}镇人民政府：</div>" for n in range(20_000)))
    assert len(content(source)) == 20_000


def test_a_caption_is_read_in_front_of_its_table() -> None:
    rows = "<tr><th>序号</th><th>任务</th></tr><tr><td>1</td><td>开展巡查</td></tr>"
    source = of(f"<table><caption> 某县2024年度<br>考核细则 </caption>{rows}</table>")
    assert content(source)[0] == "某县2024年度考核细则"
    assert len(source.tables) == 1
