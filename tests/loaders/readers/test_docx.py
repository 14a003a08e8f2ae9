"""DOCX: text with its automatic numbers, tables, running lines, text boxes, tracked changes."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg.model import SourceText
from loaders.readers import read

W = nsdecls("w")


def saved(document: Any) -> SourceText:
    buffer = io.BytesIO()
    document.save(buffer)
    return read(buffer.getvalue(), "要点.docx")


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


def level(at: int, style: str, text: str, *, suffix: str = "nothing", extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def add_list(document: Any, number: int, levels: str, override: str = "") -> None:
    part = document.part.numbering_part.element
    abstract = f'<w:abstractNum {W} w:abstractNumId="{number}">{levels}</w:abstractNum>'
    part.insert(0, parse_xml(abstract))
    part.append(
        parse_xml(
            f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{override}</w:num>'
        )
    )


def add(document: Any, text: str, number: int | None = None, at: int = 0) -> Any:
    paragraph = document.add_paragraph(text)
    if number is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')
        )
    return paragraph


def test_automatic_numbers_become_text() -> None:
    document = docx.Document()
    chapters = level(0, "chineseCountingThousand", "第%1章", suffix="space")
    add_list(document, 91, chapters)
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
    levels += level(2, "decimal", "%3.") + level(3, "decimalEnclosedCircle", "%4")
    levels += level(4, "bullet", "\uf06c")
    add_list(document, 92, levels)
    add(document, "总则", 91)
    add(document, "总体要求", 92)
    add(document, "指导思想。坚持党的领导。", 92, 1)
    add(document, "开展普法。", 92, 2)
    add(document, "进机关；", 92, 3)
    add(document, "进校园。", 92, 3)
    add(document, "落实责任。", 92, 2)
    add(document, "圆点", 92, 4)
    add(document, "基本原则。", 92, 1)
    add(document, "细化任务。", 92, 2)
    add(document, "", 92)  # an empty numbered paragraph counts for nobody
    add(document, "重点任务", 92)
    add(document, "附则", 91)
    for _ in range(8):
        add(document, "条目", 92)
    assert lines(saved(document)) == [
        "第一章 总则",
        "一、总体要求",
        "（一）指导思想。坚持党的领导。",
        "1.开展普法。",
        "①进机关；",
        "②进校园。",
        "2.落实责任。",
        "圆点",
        "（二）基本原则。",
        "1.细化任务。",
        "二、重点任务",
        "第二章 附则",
        *[f"{n}、条目" for n in "三四五六七八九十"],
    ]


def test_numbers_from_styles_start_overrides_and_legal_levels() -> None:
    document = docx.Document()
    levels = level(0, "chineseCounting", "%1、", extra='<w:pStyle w:val="Heading1"/>')
    levels += level(1, "decimal", "%1.%2", suffix="space", extra="<w:isLgl/>")
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    add_list(document, 93, levels, override)
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {W}><w:numId w:val="93"/></w:numPr>'))
    document.add_heading("保障措施", 1)
    add(document, "加强领导", 93, 1)
    document.add_heading("附则", 1)
    add(document, "本办法自印发之日起施行。", 93, 1)
    assert lines(saved(document)) == [
        "四、保障措施",
        "4.1 加强领导",
        "五、附则",
        "5.1 本办法自印发之日起施行。",
    ]


def test_tables_with_merged_cells() -> None:
    document = docx.Document()
    document.add_paragraph("重点任务分工表")
    table = document.add_table(rows=4, cols=4)
    head = ["序号", "重点任务", "责任单位", "完成时限"]
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "1"
    table.cell(1, 1).text = "开展普法"
    table.cell(1, 1).add_paragraph("组织宣传")
    table.cell(1, 2).merge(table.cell(1, 3)).text = "司法所"
    table.cell(2, 1).text = "依法巡查"
    table.cell(3, 0).text = "2"
    source = saved(document)
    (found,) = source.tables
    cells = [(c.row, c.col, source.text[c.span.start : c.span.end]) for c in found.cells]
    assert cells == [
        (0, 0, "序号"),
        (0, 1, "重点任务"),
        (0, 2, "责任单位"),
        (0, 3, "完成时限"),
        (1, 0, "1"),
        (1, 1, "开展普法\n组织宣传"),
        (1, 2, "司法所"),
        (2, 1, "依法巡查"),
        (2, 2, ""),
        (2, 3, ""),
        (3, 0, "2"),
        (3, 1, ""),
        (3, 2, ""),
        (3, 3, ""),
    ]
    shapes = {(c.row, c.col): (c.rowspan, c.colspan) for c in found.cells}
    assert shapes[1, 0] == (2, 1)
    assert shapes[1, 2] == (1, 2)
    assert {c.row for c in found.cells if c.header} == {0}
    assert source.text.startswith("重点任务分工表\n")


def test_a_frame_round_paragraphs_is_no_table() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "某县人民政府文件"
    source = saved(document)
    assert source.tables == ()
    assert lines(source) == ["某县人民政府文件"]


def test_headers_and_footers_are_asides() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某县司法局文件"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.add_paragraph("各镇人民政府：")
    source = saved(document)
    assert lines(source) == ["某县司法局文件", "各镇人民政府：", "— 1 —"]
    asides = [source.text[s.start : s.end] for s in source.asides]
    assert asides == ["某县司法局文件", "— 1 —"]


def test_runs_breaks_hidden_text_tracked_changes_and_text_boxes() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    inner = (
        "<w:r><w:t>加强</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>统筹</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>协调</w:t><w:br/><w:t>落实</w:t><w:tab/><w:t>责任</w:t></w:r></w:hyperlink>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    for node in parse_xml(f"<w:p {W}>{inner}</w:p>"):
        paragraph._p.append(node)
    assert lines(saved(document)) == ["加强统筹协调", "落实\t责任", "框内文字"]


def test_content_controls() -> None:
    document = docx.Document()
    inner = "<w:sdtContent><w:p><w:r><w:t>目录内文字</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(0, parse_xml(f"<w:sdt {W}>{inner}</w:sdt>"))
    assert lines(saved(document)) == ["目录内文字"]
