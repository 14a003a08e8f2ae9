"""What a document says of itself: number, issuer, dates, titles, genre, period, status."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Metadata, Record, Span
from loaders import readers
from loaders.pipeline import extract

Read = Callable[..., list[Record]]
BODY = "\n一、加强领导\n落实责任。\n二、加强宣传\n开展宣传。\n"


def said(read: Read, head: str, tail: str = "", **layout: object) -> Metadata:
    """The metadata of a document with this head and tail; every piece of evidence is checked."""
    (record,) = read(head + BODY + tail, **layout)
    for name, span in record.metadata.evidence:
        quote = record.source.text[span.start : span.end]
        assert quote == quote.strip() and quote, name
    return record.metadata


def evidence(read: Read, field: str, head: str, tail: str = "") -> str:
    text = head + BODY + tail
    span = dict(said(read, head, tail).evidence)[field]
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("泾政发〔2023〕5号", "泾政发〔2023〕5号"),
        ("泾政办[2023]12号", "泾政办[2023]12号"),
        ("泾政办（2023）12号", "泾政办（2023）12号"),
        ("泾司发 〔 2023 〕 3 号", "泾司发〔2023〕3号"),
        ("文号：泾政函〔2023〕7号", "泾政函〔2023〕7号"),
        ("发文字号:泾政规〔2023〕1号", "泾政规〔2023〕1号"),
        ("发布机构 泾县人民政府办公室 文    号 泾政办〔2023〕1号", "泾政办〔2023〕1号"),
        ("根据泾政发〔2020〕1号文件要求，制定本意见。", None),
        ("《泾县普法办法》（泾政发〔2020〕1号）", None),
    ],
)
def test_document_numbers(read: Read, line: str, number: str | None) -> None:
    head = f"关于推进普法工作的意见\n{line}\n各镇人民政府："
    found = said(read, head)
    assert found.document_number == number
    assert found.title == "关于推进普法工作的意见"


@pytest.mark.parametrize(
    ("tail", "issuer"),
    [
        ("泾县人民政府\n2023年5月6日\n", "泾县人民政府"),
        ("泾县司法局\n泾县教育局\n2023年5月6日\n", "泾县司法局、泾县教育局"),
        ("泾县司法局　泾县教育局\n2023年5月6日\n", "泾县司法局、泾县教育局"),
        ("泾县司法局    泾县教育局\n2023年5月6日\n", "泾县司法局、泾县教育局"),
        ("泾县推进政府职能转变和“放管服”改革\n协调领导小组办公室（代章）\n2023年5月6日\n",
         "泾县推进政府职能转变和“放管服”改革协调领导小组办公室"),
        ("泾县人民政府办公室（代章）\n2023年5月6日\n（此件公开发布）\n", "泾县人民政府办公室"),
        ("泾县普法工作专班（泾县司法局代章）\n2023年5月6日\n", "泾县普法工作专班"),
        ("联系人：张三\n2023年5月6日\n", None),
        ("", None),
    ],
    ids=["one", "two lines", "one blank", "wide gap", "split", "seal", "lent seal", "a person", "none"],
)  # fmt: skip
def test_signatures(read: Read, tail: str, issuer: str | None) -> None:
    assert said(read, "关于开展普法宣传的通知\n各镇：", tail).issuer == issuer


def test_two_issuers_in_a_title(read: Read) -> None:
    found = said(read, "泾县司法局泾县教育局关于开展普法宣传的通知\n各镇：")
    assert found.issuer == "泾县司法局、泾县教育局"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023年5月6日", "2023-05-06"),
        ("2023年5月", "2023-05"),
        ("二〇二三年五月六日", "2023-05-06"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("一九九〇年十二月五日", "1990-12-05"),
        ("2023-05-06", "2023-05-06"),
        ("2023/5/6", "2023-05-06"),
        ("2023.5.6", "2023-05-06"),
        ("2023年 5月 6日", "2023-05-06"),
        ("2023年13月6日", "None"),
        ("2023年5月32日", "None"),
    ],
)
def test_dates_of_signature(read: Read, written: str, date: str) -> None:
    found = said(read, "关于开展普法宣传的通知\n各镇：", f"泾县人民政府\n{written}\n")
    assert str(found.issued) == date


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("泾县2024年普法工作要点\n（2024年1月5日）", "2024-01-05"),
        ("泾县2024年普法工作要点\n2024-01-05", "2024-01-05"),
        ("泾县2024年普法工作要点\n发布时间：2024/1/5", "2024-01-05"),
        ("普法宣传\n2021\n09/01\n16:43\n来源：县司法局", "2021-09-01"),
        ("泾县2024年普法工作要点", "None"),
    ],
)
def test_dates_of_the_head_and_the_page(read: Read, head: str, date: str) -> None:
    assert str(said(read, head).issued) == date


def test_a_signature_date_comes_before_the_pages(read: Read) -> None:
    head = "关于开展普法宣传的通知\n发布时间：2023-06-01\n各镇："
    tail = "泾县司法局\n2023年5月6日\n"
    assert str(said(read, head, tail).issued) == "2023-05-06"
    assert evidence(read, "issued", head, tail) == "2023年5月6日"


COVER = (
    "泾县人民政府办公室关于印发泾县2023年普法工作要点的通知\n泾政办〔2023〕12号\n各镇人民政府，县政府各部门：\n"
    "《泾县2023年普法工作要点》已经县政府同意，现印发给你们，请认真贯彻执行。\n"
    "泾县人民政府办公室\n2023年3月1日\n（此件公开发布）\n"
)  # fmt: skip


def test_a_cover_notice_wraps_the_plan(read: Read) -> None:
    found = said(read, COVER + "泾县2023年普法工作要点")
    assert found.title == "泾县2023年普法工作要点"
    assert found.cover_title == "泾县人民政府办公室关于印发泾县2023年普法工作要点的通知"
    assert (found.issuer, found.document_number) == ("泾县人民政府办公室", "泾政办〔2023〕12号")
    assert (str(found.issued), found.genre) == ("2023-03-01", "work_points")


def test_a_cover_notice_alone_names_the_plan(read: Read) -> None:
    assert said(read, COVER).title == "泾县2023年普法工作要点"


def test_the_covers_words_are_no_tasks(read: Read) -> None:
    (record,) = read(COVER + "泾县2023年普法工作要点" + BODY)
    assert {t.path for t in record.tasks} <= {("一",), ("二",)}
    assert not any(c.title == "泾县2023年普法工作要点" for c in record.citations)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("泾县法治乡村建设规划（2023—2025年）（征求意见稿）", "泾县法治乡村建设规划（2023—2025年）"),
        ("泾县关于推进普法依法治理\n工作的实施意见", "泾县关于推进普法依法治理工作的实施意见"),
        ("关于分解落实2024年县政府工作报告\n主要任务的通知\n各镇：", "关于分解落实2024年县政府工作报告主要任务的通知"),
        ("清单〔2024〕3号\n关于推进普法的通知", "关于推进普法的通知"),
        ("各村、各部门：\n为落实规划，现提出霜桥镇2022年工作要点如下。", "霜桥镇2022年工作要点"),
        ("《泾县普法工作方案》", "泾县普法工作方案"),
        ("【任务进展】泾县2024年普法任务上半年落实情况", "泾县2024年普法任务上半年落实情况"),
        ("各村：\n根据《决策规定》，经乡政府同意，现将《霜桥乡2024年决策事项目录》予以公布。", "霜桥乡2024年决策事项目录"),
        ("附件 2024年度霜桥镇普法责任清单", "2024年度霜桥镇普法责任清单"),
        ("落实普法规划，推进工作。", None),
        ("目 录\n第一章 总则\n第二章 重点任务", None),
    ],
    ids=["draft", "two lines", "notice on the next", "number above", "read off", "book marks", "column of a page", "made public", "annex", "none", "contents"],
)  # fmt: skip
def test_titles(read: Read, head: str, title: str | None) -> None:
    assert said(read, head).title == title


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("泾县法治规划（征求意见稿）", "draft"),
        ("泾县法治规划（草案）", "draft"),
        ("泾县法治规划\n泾政发〔2023〕5号", "final"),
        ("泾县法治规划", None),
    ],
)
def test_status(read: Read, head: str, status: str | None) -> None:
    assert said(read, head).status == status


@pytest.mark.parametrize(
    ("title", "genre", "period"),
    [
        ("泾县2023年法治工作要点", "work_points", (2023, 2023)),
        ("泾县法治建设规划（2023—2025年）", "plan", (2023, 2025)),
        ("泾县“十四五”普法规划", "plan", (2021, 2025)),
        ("泾县法治政府建设实施方案", "implementation_plan", None),
        ("泾县2022年度法治政府建设情况报告", "annual_report", (2022, 2022)),
        ("泾县普法行动2024全面提升年工作方案", "implementation_plan", (2024, 2024)),
        ("泾县普法任务分工方案", "assignment_table", None),
        ("泾县普法管理办法", "regulation", None),
        ("泾县关于推进普法的实施意见", "opinion", None),
        ("关于分解落实2024年县政府工作报告\n主要任务的通知", "notice", (2024, 2024)),
        ("关于开展普法宣传的通知", "notice", None),
        ("泾县依法治理纲要（2021-2025年）", "outline", (2021, 2025)),
        ("泾县2023年法治专题会议任务交办单", "assignment_table", (2023, 2023)),
        ("泾县医院普法规划\n（2021—2025年）", "plan", (2021, 2025)),
        ("泾县法院公开承诺事项清单\n（2024年度）", "assignment_table", (2024, 2024)),
    ],
)
def test_genre_and_period(
    read: Read, title: str, genre: str, period: tuple[int, int] | None
) -> None:
    found = said(read, title)
    assert (found.genre, found.period) == (genre, period)


def test_page_boxes_fill_what_the_text_leaves_open(read: Read) -> None:
    head = "发文机关：泾县司法局\n成文日期：2024年02月03日\n发文字号：泾司〔2024〕3号\n关于推进普法的通知"
    boxes = []
    for label in ("发文机关", "成文日期", "发文字号"):
        start = head.index(label) + len(label) + 1
        boxes.append((f"{label}：", Span(start, head.index("\n", start))))
    found = said(read, head, boxes=tuple(boxes))
    assert (found.issuer, str(found.issued), found.document_number) == (
        "泾县司法局", "2024-02-03", "泾司〔2024〕3号",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("box", "tail", "date"),
    [
        ("生成日期：2024-05-20\n", "泾县司法局\n2024年5月6日\n", "2024-05-06"),
        ("发布机构：泾县司法局 发文日期：2024-05-20\n", "泾县司法局\n2024年5月6日\n", "2024-05-06"),
        ("成文日期：2024-05-05\n", "泾县司法局\n2024年5月6日\n", "2024-05-05"),
        ("生成日期：2024-05-20\n", "", "2024-05-20"),
        ("文库首页\n上传人：小张\n上传时间：2024-05-20 10:12 浏览：20\n", "", "None"),
        ("文库首页\n上传日期\n2024-05-20\n", "", "None"),
    ],
    ids=["made later", "sent later", "stated", "made alone", "uploaded", "uploaded, below"],
)  # fmt: skip
def test_the_signed_date_comes_before_the_day_a_page_was_made(
    box: str, tail: str, date: str
) -> None:
    text = f"{box}关于开展普法宣传的通知\n各镇：{BODY}{tail}"
    (record,) = extract(readers.read(text.encode(), "通知.txt"))
    assert str(record.metadata.issued) == date


def test_adoption_notes_name_the_body_and_the_day(read: Read) -> None:
    (record,) = read(
        "泾县普法条例\n（2023年5月6日泾县第十届人民代表大会常务委员会第三次会议通过）\n"
        "第一条 为了普法，制定本条例。\n第二条 本条例适用于本县。\n"
    )
    found = record.metadata
    assert found.issuer == "泾县人民代表大会常务委员会"
    assert str(found.issued) == "2023-05-06"


def test_an_order_over_two_lines(read: Read) -> None:
    (record,) = read("泾县人民政府令\n第12号\n泾县普法办法\n第一条 为了普法，制定本办法。\n第二条 本办法适用于本县。\n")  # fmt: skip
    found = record.metadata
    assert (found.issuer, found.document_number) == ("泾县人民政府", "泾县人民政府令第12号")


def test_the_second_document_of_a_file_follows_its_cover(read: Read) -> None:
    first, second = read(COVER + "泾县2023年普法工作要点" + BODY + "\n泾县2023年信访工作要点" + BODY)  # fmt: skip
    assert first.metadata.title == "泾县2023年普法工作要点"
    assert second.metadata.title == "泾县2023年信访工作要点"
    assert second.metadata.issuer == first.metadata.issuer == "泾县人民政府办公室"
    assert second.metadata.document_number == "泾政办〔2023〕12号"


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\ufeff"])
def test_a_text_without_words_gives_one_empty_record(read: Read, text: str) -> None:
    (record,) = read(text)
    assert record.metadata == Metadata() and [w.code for w in record.warnings] == ["empty"]


@pytest.mark.parametrize(
    ("head", "title", "number"),
    [
        ("霁川县人民政府关于推进普法工作的意见霁政发〔2023〕5号各镇人民政府，县政府各部门：", "霁川县人民政府关于推进普法工作的意见", "霁政发〔2023〕5号"),
        ("霁川县司法局关于印发\n《霁川县普法方案》的通知（2023年1月28日）霁司发〔2023〕3号\n各镇：", "霁川县普法方案", "霁司发〔2023〕3号"),
        ("县司法局关于简化公证手续的通知各镇人民政府、各公证处：\n现通知如下。", "县司法局关于简化公证手续的通知", None),
        ("霁发改办法规〔2023〕9号\n关于推进普法的通知", "关于推进普法的通知", "霁发改办法规〔2023〕9号"),
    ],
    ids=["all in one", "number behind the date", "addressees", "办法 in a number"],
)  # fmt: skip
def test_glued_heads(read: Read, head: str, title: str, number: str | None) -> None:
    found = said(read, head)
    assert (found.title, found.document_number) == (title, number)


@pytest.mark.parametrize(
    ("head", "title", "cover"),
    [
        ("霁川县司法局关于印发霁川县普法方案（2023版）的通知\n霁川县司法局2023年5月6日\n霁川县普法方案（2023版）",
         "霁川县普法方案（2023版）", "霁川县司法局关于印发霁川县普法方案（2023版）的通知"),
        ("霁川县司法局关于印发普法若干措施的通知\n《关于全面推进普法工作促进治理的若干措施》已经县政府同意，现印发。\n"
         "关于全面推进普法工作\n促进治理的若干措施", "关于全面推进普法工作促进治理的若干措施", None),
        ("（转载）霁川县司法局关于印发霁川县普法方案的通知\n霁司发〔2023〕3号\n霁川县司法局关于印发霁川县普法方案的通知\n霁川县普法方案",
         "霁川县普法方案", "霁川县司法局关于印发霁川县普法方案的通知"),
        ("霁川县司法局关于公开征求《霁川县普法方案（征求意见稿）》意见的公告", "霁川县普法方案", None),
        ("霁川县普法工作方案（2025年11月版）\n2025-12-05", "霁川县普法工作方案（2025年11月版）", None),
        ("霁川县委办公室霁川县政府办公室印发《关于推进普法的意见》", "关于推进普法的意见", None),
        ("关于印发贯彻落实《普法条例》措施的通知", "贯彻落实《普法条例》措施", None),
        ("各镇：\n《霁川县人才职位设置及待遇办法》已经县政府同意，现印发给你们。\n霁川县人才职位设置\n及待遇办法", "霁川县人才职位设置及待遇办法", None),
        ("委各相关单位:现将《霁川县普法任务清单》\n印发给你们。\n附件：\n1.霁川县普法任务清单", None, None),
    ],
    ids=["edition", "two lines", "copied", "draft out for comment", "month of an edition", "printed", "carries out", "announced", "annex"],
)  # fmt: skip
def test_plans_below_their_covers(
    read: Read, head: str, title: str | None, cover: str | None
) -> None:
    found = said(read, head)
    if title:
        assert found.title == title
    else:
        assert found.title is None or "现将" not in found.title
    if cover:
        assert found.cover_title == cover


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        ("中共霁川县委办公室霁川县人民政府办公室", "中共霁川县委办公室、霁川县人民政府办公室"),
        ("四川省人民政府办公厅重庆市人民政府办公厅", "四川省人民政府办公厅、重庆市人民政府办公厅"),
        ("国家发展改革委办公厅财政部办公厅", "国家发展改革委办公厅、财政部办公厅"),
        ("上海市商务委员会上海海关", "上海市商务委员会、上海海关"),
        ("广州市人民政府办公厅秘书处", "广州市人民政府办公厅秘书处"),
        ("国家税务总局霁江州税务局", "国家税务总局霁江州税务局"),
        ("国家税务总局霁江州税务局霁江州财政局", "国家税务总局霁江州税务局、霁江州财政局"),
        ("霁江州生态环境局泾县分局泾县水务局", "霁江州生态环境局泾县分局、泾县水务局"),
        ("国 务 院", "国务院"),
    ],
)
def test_joint_issuers(read: Read, words: str, issuer: str) -> None:
    found = said(read, "关于开展普法宣传的通知\n各镇：", f"{words}\n2023年5月6日\n")
    assert found.issuer == issuer


def test_the_title_names_an_issuer_whose_signature_is_lost(read: Read) -> None:
    head = "财政部生态环境部工业和信息化部关于印发采购标准的通知\n各部门："
    tail = "附件：采购标准（略）财政部\n生态环境部\n工业和信息化部\n2023年5月6日\n"
    assert said(read, head, tail).issuer == "财政部、生态环境部、工业和信息化部"


def test_all_who_sign_are_issuers(read: Read) -> None:
    offices = "教育厅 科学技术厅 公安厅 民政厅 司法厅 财政厅 自然资源厅 生态环境厅 水利厅 商务厅 审计厅 应急管理厅 市场监管局 统计局"
    signed = [f"霁北省{office}" for office in offices.split()]
    two = "霁北省卫生健康委员会霁北省医疗保障局\n中国人民银行霁北省分行中国银保监会霁北监管局"
    head = "霁北省教育厅等十八部门关于加强普法工作的实施意见\n各市、县人民政府：\n"
    found = said(read, head, "\n".join([*signed, two, "2023年5月24日"]) + "\n").issuer
    assert found is not None and found.split("、") == [
        *signed, "霁北省卫生健康委员会", "霁北省医疗保障局", "中国人民银行霁北省分行", "中国银保监会霁北监管局",
    ]  # fmt: skip


def test_a_short_signature_takes_the_titles_form(read: Read) -> None:
    head = "深圳市人民政府办公厅关于开展普法宣传的通知\n各区："
    assert said(read, head, "市政府办公厅\n2023年5月6日\n").issuer == "深圳市人民政府办公厅"


@pytest.mark.parametrize(
    ("line", "issuer", "number", "date"),
    [
        ("2021年7月30日国家市场监督管理总局令第45号公布", "国家市场监督管理总局", "国家市场监督管理总局令第45号", "2021-07-30"),
        ("2003年7月21日 中华人民共和国国务院令第385号公布", "国务院", "中华人民共和国国务院令第385号", "2003-07-21"),
        ("2022年2月25日 中共中央、国务院发布", "中共中央、国务院", None, "2022-02-25"),
        ("2014年12月26日 市十四届人大常委会第二十次会议通过", "霁州市人民代表大会常务委员会", None, "2014-12-26"),
        ("2018年6月25日 最高人民法院审判委员会第1743次会议通过", "最高人民法院", None, "2018-06-25"),
    ],
)  # fmt: skip
def test_promulgation(read: Read, line: str, issuer: str, number: str | None, date: str) -> None:
    found = said(read, f"霁州市普法工作条例\n{line}\n")
    assert (found.issuer, found.document_number, str(found.issued)) == (issuer, number, date)


def test_an_order_of_the_state_council_is_the_state_councils(read: Read) -> None:
    found = said(read, "中华人民共和国国务院令\n第16号\n渡口条例")
    assert (found.issuer, found.document_number) == ("国务院", "中华人民共和国国务院令第16号")


def test_the_page_says_title_and_date_where_the_text_does_not(read: Read) -> None:
    head = "好消息！办证更快了\n2024-02-28 来源：县司法局\n分享到\n本县居民可以网上办证。\n如何办理？\n打开网页。\n流程怎样？\n细则对各类人群作了系统安排"
    title = "好消息！办证更快了"
    found = said(read, head, boxes=(("标题", Span(0, len(title))),))
    assert (found.title, str(found.issued)) == (title, "2024-02-28")


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("各镇：\n现将有关工作通知如下。", "notice"),
        ("霁川县2023年普法实施方案和任务清单", "implementation_plan"),
        ("霁川县关于公布第三批名录的通知", "notice"),
        ("关于印发《霁川县普法责任制“三单一办法”》的通知", "notice"),
        ("霁川县2024年普法任务完成情况", "annual_report"),
        ("最高人民法院关于适用法律若干问题的解释", "regulation"),
        ("为落实会议任务，现制定如下分工方案。一、健全机制", "assignment_table"),
        ("为优化渡口服务，经县政府同意，现提出以下意见。一、健全机制", "opinion"),
    ],
)
def test_genres_of_the_rarer_kinds(read: Read, text: str, genre: str) -> None:
    assert said(read, text).genre == genre


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年以来，我县坚持依法行政。2024年培训3次，2024年底前评查案卷，到2030年基本建成，到2030年全面覆盖。", (2024, 2024)),
        ("2023年9月召开会议。2023年部署。2024年6月底前修订办法。2024年底前完成。", None),
        ("落实《霁州市2035年远景规划》和《霁州市2035年远景规划》的分工。2024年底前完成。", None),
    ],
)  # fmt: skip
def test_the_year_of_a_text_without_a_title_is_the_one_it_speaks_of_most(
    read: Read, text: str, period: tuple[int, int] | None
) -> None:
    (record,) = read(f"{text}\n一、加强领导\n（一）健全机制。\n")
    assert record.metadata.period == period


def test_a_plan_that_is_carried_out_lends_no_period(read: Read) -> None:
    assert said(read, "霁川县贯彻落实《“十四五”普法规划》实施方案").period is None


def test_a_document_that_is_cited_lends_no_period(read: Read) -> None:
    cited = "《关于2020年度考核的通知》（国办发〔2021〕2号）、《2020年度考核细则》"
    assert said(read, f"各镇建设所：\n根据{cited}，现就有关事项通知如下。").period is None


def test_the_documents_that_a_notice_carries_are_not_cited(read: Read) -> None:
    text = (
        "霁川县人民政府关于印发《霁川县普法工作要点》和《霁川县普法责任清单》的通知\n各镇人民政府：\n"
        "现将《霁川县普法工作要点》和《霁川县普法责任清单》印发给你们。\n霁川县普法工作要点\n"
        "一、加强普法\n落实《霁川县普法办法》和《霁川县普法责任清单》，办好《普法条例》宣传月10项活动。\n"
    )
    (record,) = read(text)
    assert {c.title for c in record.citations} == {"霁川县普法办法", "普法条例"}


def test_a_number_in_a_documents_name_counts_nothing(read: Read) -> None:
    text = "霁川县便民工作要点\n一、加强服务\n落实《霁川县便民措施25条》，新建服务站3个。\n"
    (record,) = read(text)
    assert [(q.value, q.unit) for q in record.quantities] == [(3, "个")]


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        # how the press prints a plan: a headline, the news, the announcement, the text
        ("中共霜桥县委 霜桥县人民政府印发《霜桥县法治政府建设实施纲要（2021－2025年）》\n2021-09-27\n近日，县委、县政府印发了《霜桥县法治政府建设实施纲要（2021－2025年）》，要求认真落实。\n《霜桥县法治政府建设实施纲要（2021－2025年）》全文如下。",
         "中共霜桥县委、霜桥县人民政府"),
        ("中共中央 国务院印发\n《霜桥县法治政府建设实施纲要（2021－2025年）》\n《霜桥县法治政府建设实施纲要（2021－2025年）》主要内容如下。", "中共中央、国务院"),
        ("近日，县委、县政府印发了《霜桥县法治政府建设实施纲要（2021－2025年）》，并发出通知。\n《霜桥县法治政府建设实施纲要（2021－2025年）》主要内容如下。", "县委、县政府"),
    ],
)  # fmt: skip
def test_a_plan_as_the_press_prints_it(read: Read, head: str, issuer: str) -> None:
    found = said(read, head)
    assert found.title == "霜桥县法治政府建设实施纲要（2021－2025年）"
    assert (found.issuer, found.genre, found.period) == (issuer, "outline", (2021, 2025))


def test_the_line_below_a_red_head_is_no_title(read: Read) -> None:
    head = "霜桥县人民政府文件\n\n霜政发〔2024〕3号    签发人：李明\n\n霜桥县人民政府\n关于印发霜桥县普法工作方案的通知\n\n各镇人民政府：\n"
    found = said(read, head)
    assert found.title == "霜桥县普法工作方案" and found.document_number == "霜政发〔2024〕3号"
    assert found.cover_title == "关于印发霜桥县普法工作方案的通知"


def test_a_date_that_nobody_signs(read: Read) -> None:
    head = "关于报送年度总结的通知\n各镇人民政府："
    assert str(said(read, head, "2024年3月5日\n扫一扫打开当前页\n").issued) == "2024-03-05"
    assert said(read, "泾县人民政府转发县司法局\n" + head, "2024年3月5日\n").issued is None


def test_the_letter_names_the_plan_and_its_short_name(read: Read) -> None:
    (record,) = read(
        "各镇人民政府：\n现将 《泾县普法工作方案》（以下简称 《方案》）印发给你们，请认真实施。\n一、压实责任。各镇按月报送进展。\n"
    )
    assert record.metadata.title == "泾县普法工作方案"


def test_the_page_says_whose_body_the_issuer_is(read: Read) -> None:
    """区政府办公室 alone is the office of any district."""
    head = "发布机构：柳泊区政府办公室\n区政府办公室关于印发2024年普法工作安排的通知\n各镇："
    start = head.index("柳泊")
    found = said(read, head, boxes=(("发布机构：", Span(start, head.index("\n", start))),))
    assert found.issuer == "柳泊区政府办公室"
    assert (found.title, found.genre) == ("2024年普法工作安排", "work_points")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于支持普法的十条意见。为落实县委要求，现提出以下意见。", "关于支持普法的十条意见"),
        ("我县起草的意见形成送审稿，报县政府审议。", None),
    ],
)  # fmt: skip
def test_a_title_inside_a_line(read: Read, head: str, title: str | None) -> None:
    found = said(read, head)
    assert found.title == title
    assert found.status != "draft"


def test_a_plan_below_a_notice_with_items_has_the_title_the_notice_names(read: Read) -> None:
    notice = "各镇：\n《2024年县〈普法规划〉目标任务责任分解方案》已经县政府同意，现印发给你们。"
    sign = "泾县人民政府\n2024年1月22日\n"
    plan = "2024年县《普法规划》目标任务\n责任分解方案"
    records = read(notice + BODY + sign + plan + BODY)
    assert [r.metadata.title for r in records][-1] == "2024年县《普法规划》目标任务责任分解方案"
    assert records[-1].metadata.genre == "assignment_table"


def test_who_a_title_names_issued_it_whoever_adopted_what_it_follows(read: Read) -> None:
    head = "泾县人民政府关于同意普法规划的批复\n依照2023年5月6日泾县第十届人民代表大会常务委员会第三次会议通过的决定，批复如下："
    assert said(read, head).issuer == "泾县人民政府"


def test_the_number_of_an_order_is_not_that_of_the_rules_it_replaces(read: Read) -> None:
    (record,) = read("泾县人民政府令\n第12号\n泾县普法办法\n（2001年3月4日泾县人民政府令第7号发布）\n第一条 为了普法，制定本办法。\n第二条 本办法适用于本县。\n")  # fmt: skip
    assert record.metadata.document_number == "泾县人民政府令第12号"


_PAGES = [
    "- 索 引 号:370000/2024-1\n- 发布机构:泾县司法局\n- 成文时间:2024年1月5日\n- 标 题:泾县2024年普法工作要点\n泾县2024年普法工作要点\n",
    "索引号 | 370000/2024-1 | 公开方式 | 主动公开 |\n发布单位 | 泾县司法局 | 发文日期 | 2024-01-05 |\n泾县2024年普法工作要点\n",
    "泾县2024年普法工作要点\n文章属性\n•【制定机关】泾县司法局\n•【公布日期】2024.01.05\n•【时效性】现行有效\n正文\n",
    "今天是:2023年12月3日 星期日 农历十月廿一\n您的位置:首页 > 政务公开\n泾县2024年普法工作要点\n颁布时间:2024-01-05 00:00:00 发文单位:泾县司法局\n",
]


@pytest.mark.parametrize("page", _PAGES)
def test_pages_say_it_in_many_ways(page: str) -> None:
    found = extract(readers.read((page + BODY).encode(), "page.txt"))[0].metadata
    assert (found.title, found.issuer, str(found.issued)) == (
        "泾县2024年普法工作要点",
        "泾县司法局",
        "2024-01-05",
    )


def test_a_number_stands_before_the_title_and_rows_of_a_table_name_nobody(read: Read) -> None:
    found = said(read, "泾交发〔2024〕9号关于印发《泾县普法方案》的通知\n")
    assert (found.title, found.document_number) == ("泾县普法方案", "泾交发〔2024〕9号")
    table = said(
        read, "校园食品安全管理\n序号 涉及部门 职责分工\n1\n市教育局\n负责校园食品安全。\n"
    )
    assert (table.title, table.issuer) == (None, None)
