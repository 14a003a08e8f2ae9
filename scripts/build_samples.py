"""Build the two office files among the shipped samples: a responsibility table as XLSX and one as DOCX.

    python scripts/build_samples.py [FOLDER]      (default: loaders/samples/documents)

Their text is written here, about a county that exists on no map. The parts are plain OOXML written by
hand and stored uncompressed under a fixed date, so the same source always gives the same bytes, whatever
libraries are installed; ``tests/loaders/test_samples.py`` compares them with the committed files.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parents[1] / "loaders" / "samples" / "documents"
XLSX = "04-霁川县2025年法治政府建设责任清单.xlsx"
DOCX = "05-竹湾镇2025年普法任务分工表.docx"
FIXED_DATE = (2025, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

TITLE = "霁川县2025年法治政府建设重点任务责任清单"
COLUMNS = ("序号", "重点工作", "主要任务", "牵头单位", "责任单位", "完成时限")
# (重点工作, its rows: 主要任务, 牵头单位, 责任单位, 完成时限); the first column is merged over its rows.
GROUPS: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "依法履行政府职能",
        (
            (
                "完成县乡两级权责清单年度调整并向社会公布",
                "县委编办",
                "县司法局、县行政审批和数据局，各乡镇人民政府、杏陂街道办事处",
                "2025年6月底前",
            ),
            (
                "高频政务服务事项网上可办率达到97%以上",
                "县行政审批和数据局",
                "县政府各部门",
                "2025年9月底前",
            ),
            (
                "清理妨碍统一市场和公平竞争的政策措施",
                "县发展改革局、县市场监管局",
                "县政府各部门",
                "2025年8月底前",
            ),
        ),
    ),
    (
        "规范行政决策",
        (
            (
                "编制公布2025年度重大行政决策事项目录",
                "县政府办公室",
                "县司法局",
                "2025年3月底前",
            ),
            (
                "开展行政规范性文件全面清理",
                "县司法局",
                "县政府各部门，各乡镇人民政府、杏陂街道办事处",
                "2025年10月底前",
            ),
        ),
    ),
    (
        "规范行政执法",
        (
            (
                "组织行政执法案卷评查，抽查案卷不少于120件",
                "县司法局",
                "各行政执法单位",
                "2025年10月底前",
            ),
            (
                "开展食品安全、安全生产、农资市场联合检查不少于4次",
                "县市场监管局",
                "县应急管理局、县农业农村局、县公安局",
                "2025年12月底前",
            ),
        ),
    ),
    (
        "化解矛盾纠纷",
        (
            (
                "建成行政裁决服务窗口，办理自然资源权属争议案件",
                "县司法局",
                "县自然资源局",
                "2025年11月底前",
            ),
            (
                "行政机关负责人出庭应诉率达到95%以上",
                "县司法局",
                "各行政应诉单位",
                "长期坚持",
            ),
            ("修订乡镇综合应急预案", "", "各乡镇人民政府、杏陂街道办事处", "2025年7月底前"),
        ),
    ),
    (
        "建设数字法治政府",
        (
            (
                "推进执法事项、主体、人员、案件全程网上运行",
                "县司法局",
                "县行政审批和数据局、县综合行政执法局",
                "持续推进",
            ),
            (
                "归集政务共享数据不少于300项",
                "县行政审批和数据局",
                "县政府各部门",
                "2025年6月底前",
            ),
            ("组织领导干部应知应会法律法规测试", "", "", "2025年11月底前"),
        ),
    ),
)
REMARK = "备注：牵头单位应当于每季度末将进展情况报送县委依法治县办。"

LETTER = (
    "竹湾镇2025年重点普法任务分工表",
    "竹湾政办〔2025〕6号",
    "各村（社区），镇直各单位：",
    "为落实“谁执法谁普法”普法责任制，根据《霁川县法治政府建设实施方案（2022—2025年）》，现将2025年重点普法任务分工如下，请抓好落实。",
)
DUTY_COLUMNS = ("序号", "普法任务", "牵头单位", "配合单位", "完成时限")
DUTIES = (
    (
        "1",
        "开展宪法宣传周主题活动，发放宣传册不少于2000份",
        "竹湾司法所",
        "党政综合办、竹湾中心小学",
        "2025年12月10日前",
    ),
    (
        "2",
        "民法典进村入户宣讲，每村至少1场",
        "竹湾司法所",
        "各村（社区）",
        "2025年6月底前",
    ),
    (
        "3",
        "安全生产法律法规宣传，组织企业负责人培训2期",
        "应急管理站",
        "经济发展办、综合行政执法队",
        "2025年9月底前",
    ),
    (
        "4",
        "禁渔期护渔普法，在7个渡口设置警示牌",
        "农业农村办",
        "竹湾派出所",
        "2025年3月底前",
    ),
    ("5", "防范电信网络诈骗宣传", "竹湾派出所", "平安法治办、各村（社区）", "每月一次"),
    ("6", "农村宅基地审批政策解读", "村镇建设办", "", "2025年10月底前"),
)
CLOSING = (
    "各牵头单位每季度向竹湾司法所报送一次工作进展。",
    "竹湾镇人民政府办公室",
    "2025年2月26日",
)


def package(parts: Iterable[tuple[str, str]]) -> bytes:
    """A ZIP of the parts in the given order, stored, all with one fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in parts:
            info = zipfile.ZipInfo(name, FIXED_DATE)
            info.create_system = 3
            archive.writestr(info, (HEAD + xml).encode())
    return out.getvalue()


def envelope(main: str, content_type: str, more: str = "") -> list[tuple[str, str]]:
    """The two parts every office file needs: content types, and where the main part is."""
    return [
        (
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{content_type}"/>{more}</Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        ),
    ]


def cell(row: int, column: int, text: str) -> str:
    """One spreadsheet cell; numbers stay numbers, as people type 序号."""
    place = f"{'ABCDEFGH'[column]}{row}"
    if text.isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""


def sheet_rows() -> tuple[list[Sequence[str]], list[str]]:
    """Rows of the sheet, and the ranges of merged cells."""
    rows: list[Sequence[str]] = [(TITLE,), COLUMNS]
    merged = ["A1:F1"]
    for work, tasks in GROUPS:
        first = len(rows) + 1
        for index, task in enumerate(tasks):
            number = str(len(rows) - 1)
            rows.append((number, "" if index else work, *task))
        merged.append(f"B{first}:B{len(rows)}")
    rows.append((REMARK,))
    merged.append(f"A{len(rows)}:F{len(rows)}")
    return rows, merged


def xlsx() -> bytes:
    """The county's responsibility table."""
    rows, merged = sheet_rows()
    data = "".join(
        f'<row r="{r}">' + "".join(cell(r, c, text) for c, text in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, 1)
    )
    spans = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    main = "xl/workbook.xml"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheet_type = (
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
    )
    return package(
        [
            *envelope(main, f"{kind}.sheet.main+xml", sheet_type),
            (
                main,
                f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="责任清单" sheetId="1" r:id="rId1"/></sheets></workbook>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            ),
            (
                "xl/worksheets/sheet1.xml",
                f'<worksheet xmlns="{SHEET}"><cols><col min="1" max="1" width="6" customWidth="1"/>'
                '<col min="2" max="6" width="28" customWidth="1"/></cols>'
                f"<sheetData>{data}</sheetData>"
                f'<mergeCells count="{len(merged)}">{spans}</mergeCells></worksheet>',
            ),
        ]
    )


def paragraph(text: str, align: str = "", bold: bool = False) -> str:
    """One Word paragraph."""
    layout = f'<w:pPr><w:jc w:val="{align}"/></w:pPr>' if align else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{layout}<w:r>{weight}<w:t>{escape(text)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """A Word table with a header row that repeats on every page."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    border = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides)
    body = ""
    for index, row in enumerate(rows):
        head = "" if index else "<w:trPr><w:tblHeader/></w:trPr>"
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>'
            f"{paragraph(text, bold=not index)}</w:tc>"
            for text, w in zip(row, widths, strict=True)
        )
        body += f"<w:tr>{head}{cells}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{border}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def docx() -> bytes:
    """The town's division of tasks."""
    title, number, *opening = LETTER
    note, signature, day = CLOSING
    parts = [
        paragraph(title, "center", bold=True),
        paragraph(number, "center"),
        *map(paragraph, opening),
        table((DUTY_COLUMNS, *DUTIES), (700, 3300, 1700, 2000, 1600)),
        paragraph(note),
        paragraph(signature, "right"),
        paragraph(day, "right"),
    ]
    main = "word/document.xml"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return package(
        [
            *envelope(main, kind),
            (main, f'<w:document xmlns:w="{WORD}"><w:body>{"".join(parts)}</w:body></w:document>'),
        ]
    )


def build() -> dict[str, bytes]:
    """File name → bytes."""
    return {XLSX: xlsx(), DOCX: docx()}


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, data in build().items():
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
