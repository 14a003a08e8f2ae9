"""Headings: every numbering family, titles that run in, what the numbering proves lost, and several documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Record

Read = Callable[..., list[Record]]


def outline(record: Record) -> list[str]:
    """``1 一 标题``: level, number (half-width) and title of each heading; an inferred one ends in ``?``."""
    return [f"{h.level} {h.number} {h.title}{'?' if h.inferred else ''}" for h in record.headings]


def one(records: list[Record]) -> Record:
    assert len(records) == 1, [r.id for r in records]
    return records[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、加强领导\n落实责任。\n（一）健全机制。\n完善制度。\n二、加强宣传\n开展宣传。\n",
         ["1 一 加强领导", "2 (一) 健全机制", "1 二 加强宣传"]),
        ("第一章 总则\n第一节 目标\n一、总体目标\n建成体系。\n第二节 任务\n健全制度。\n第二章 附则\n本规划自印发之日起施行。\n",
         ["1 第一章 总则", "2 第一节 目标", "3 一 总体目标", "2 第二节 任务", "1 第二章 附则"]),
        ("第一编 总则\n第一章 通则\n第一条【目的】为了规范工作，制定本办法。\n第二条 本办法适用于全县。\n第二编 分则\n",
         ["1 第一编 总则", "2 第一章 通则", "3 第一条 目的", "3 第二条 ", "1 第二编 分则"]),
        ("一、任务\n（一）甲项\n1.子项\n（1）孙项\n做好孙项。\n（2）曾项\n做好曾项。\n",
         ["1 一 任务", "2 (一) 甲项", "3 1 子项", "4 (1) 孙项", "4 (2) 曾项"]),
        ("一.加强领导\n落实责任。\n二.加强宣传\n开展宣传。\n", ["1 一 加强领导", "1 二 加强宣传"]),
        ("14.修订办法。健全制度。\n15.公开清单。接受监督。\n六、工作保障\n加强宣传。\n",  # a page from the middle
         ["1 14 修订办法", "1 15 公开清单", "1 六 工作保障"]),
        ("1、加强领导\n落实责任。\n2、加强宣传\n开展宣传。\n",  # as the first line, 1、 may be a list of something else
         ["1 1 加强领导", "1 2 加强宣传"]),
        ("一、加强领导\n１．落实责任\n做好工作。\n２．严格考核\n做好工作。\n",
         ["1 一 加强领导", "2 1 落实责任", "2 2 严格考核"]),
        ("1 总体要求\n1.1 工作目标\n到2025年，制度健全。\n2 主要任务\n2.1 完善制度\n2.1.1 修订规则\n修订。\n2.2 加强培训\n组织培训。\n",
         ["1 1 总体要求", "2 1.1 工作目标", "1 2 主要任务", "2 2.1 完善制度", "3 2.1.1 修订规则", "2 2.2 加强培训"]),
        ("第一部分 总体要求\n做好工作。\n第二部分 主要任务\n一、完善制度\n健全制度。\n",
         ["1 第一部分 总体要求", "1 第二部分 主要任务", "2 一 完善制度"]),
        ("㈠完善制度\n健全制度。\n㈡加强培训\n⒈组织培训\n做好组织。\n⒉加强考核\n做好考核。\n",
         ["1 ㈠ 完善制度", "1 ㈡ 加强培训", "2 ⒈ 组织培训", "2 ⒉ 加强考核"]),
        ("一 完善制度\n健全制度。\n二 加强培训\n1）组织培训\n做好组织。\n2）加强考核\n做好考核。\n",
         ["1 一 完善制度", "1 二 加强培训", "2 1) 组织培训", "2 2) 加强考核"]),
        ("一、完善制度\n1.修订规则。修订规则。\n①梳理现行规则。\n②提出修订意见。\n2.开展评查。开展评查。\n",
         ["1 一 完善制度", "2 1 修订规则", "3 ① 梳理现行规则", "3 ② 提出修订意见", "2 2 开展评查"]),
        # a sentence with items below it is their title; without, it is work to be done
        ("（一）推动政务服务场所规范化建设。\n1.整合服务窗口，统一办理标准，公开办事指南。\n（二）推动政务服务热线规范化建设。\n（三）推动政务服务平台规范化建设。\n",
         ["1 (一) 推动政务服务场所规范化建设", "2 1 ", "1 (二) ", "1 (三) "]),
        # 3 and a sentence that begins with a number, once the document has counted to 2
        ("一、任务\n1.组织自查。\n2.组织抽查。\n3.5个乡镇先行试点，逐步推广。\n4.2024年6月底前总结。\n4.5万元以上的项目另行审批。\n",
         ["1 一 任务", "2 1 组织自查", "2 2 组织抽查", "2 3 ", "2 4 2024年6月底前总结"]),
        ("一、办理服务领域（县政务服务局、县行政审批局、县大数据局牵头）\n优化流程。\n二、加强宣传\n开展宣传。\n",
         ["1 一 办理服务领域", "1 二 加强宣传"]),
        ("一、组织保障\n加强领导。\n附件（略）：\n1.任务清单\n2.考核办法\n", ["1 一 组织保障"]),
        # a standard in one line: a blank parts the numbers from what they number
        ("（试行） 1 总 则 1.1 为规范渡口建设，制定本规范。 1.2 渡口按照用途分类。" + "护栏安装牢固，定期检查维护。" * 12 + " 2 建设要求 2.1 渡口应当设置护栏。 2.2 候船室应当设置座椅。" + "座椅数量与客流相适应。" * 12 + "\n",
         ["1 1 总则", "2 1.1 ", "2 1.2 渡口按照用途分类", "1 2 建设要求", "2 2.1 ", "2 2.2 "]),
        ("一、组织保障\n加强领导。\n附件\n2024年霁川县农业龙头企业名单\n（共2家）\n1、霁川渔业有限公司\n2、霁川酿造厂\n",
         ["1 一 组织保障"]),
        ("一、组织保障\n加强领导。\n附件\n1.总体要求\n坚持公开。\n2.主要任务\n编制清单。\n",
         ["1 一 组织保障", "2 1 总体要求", "2 2 主要任务"]),
        # a case ends in 的 and has no title; a title in brackets may hold brackets
        ("第一条【住所（经营场所）登记】除另有规定外，放宽条件。\n（一）应征服兵役的\n（二）移居境外的。\n",
         ["1 第一条 住所（经营场所）登记", "2 (一) ", "2 (二) "]),
        # 第X条规…, 第X条中…, 第X章项目…: a heading; 第X条规定的, 第X条第一款: a reference
        ("第一章项目管理\n第一条规范性文件由县司法局审核。\n第二条中介机构应当公开收费。\n第三条所得款项专账管理。\n第四条规定本县重大事项。\n第六条规定的期限，自次日起算。\n第四条第一款所称文件，含附件。\n",
         ["1 第一章 项目管理", "2 第一条 ", "2 第二条 ", "2 第三条 ", "2 第四条 "]),
        ("一、完善制度\n1.5万元以下的项目，由各镇审批。\n3个月内完成整改。\n一 个都不能少。\n", ["1 一 完善制度"]),
    ],
    ids=["han", "chapters", "articles", "four levels", "dots", "from the middle", "digits", "full width", "decimals",
         "parts", "one character", "blanks and half brackets", "circled", "items below", "counted", "tag behind", "annexes", "decimals in a line", "a roster", "an annex", "cases", "references",
         "measures"],
)  # fmt: skip
def test_numbering_families(read: Read, text: str, expected: list[str]) -> None:
    assert outline(one(read("霜桥镇工作安排说明\n" + text))) == expected


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）优化办理流程。推行网上办理。", "优化办理流程"),
        ("（一）优化办理流程，压减申请材料。推行网上办理。", "优化办理流程，压减申请材料"),
        ("（一）存在问题：制度不健全，人员不足。", "存在问题"),
        ("（一）渡口护栏应满足晴天9:00后的采光要求，高度不低于一米。", ""),
        ("（一）各镇应当按月报送材料。逾期通报。", ""),
        ("（一）由县司法局牵头负责统筹推进。各镇配合。", ""),
        ("（一）征集、汇总、报送本领域典型案例。（责任单位：县司法局）", ""),
        ("（一）推进队伍建设（责任单位：县司法局）", "推进队伍建设"),
        ("（一）征集、汇总、报送本领域典型案例。（县司法局、县教育局）", ""),
        ("（一）《霁川县户外广告办法》（起草单位：县城管局；报送时间：8月底前）", "《霁川县户外广告办法》"),
        ("（一）以普法规划为统领，提升站位，落实责任。全面推进。", "以普法规划为统领，提升站位，落实责任"),
    ],
)  # fmt: skip
def test_run_in_titles_and_sentences_of_work(read: Read, line: str, title: str) -> None:
    record = one(read(f"一、任务\n{line}\n（二）其他事项。做好保障。\n"))
    assert record.headings[1].title == title


def test_numbers_that_run_through_the_document_are_not_gaps(read: Read) -> None:
    text = "一、总体\n（一）甲项。做好甲项。\n（二）乙项。做好乙项。\n二、分项\n（三）丙项。做好丙项。\n（四）丁项。做好丁项。\n"
    record = one(read(text))
    assert outline(record) == [
        "1 一 总体", "2 (一) 甲项", "2 (二) 乙项", "1 二 分项", "2 (三) 丙项", "2 (四) 丁项",
    ]  # fmt: skip
    assert record.warnings == ()


def test_numbers_that_start_again_below_each_section(read: Read) -> None:
    text = "一、总体\n1.甲项\n做好甲项。\n2.乙项\n做好乙项。\n二、分项\n1.丙项\n做好丙项。\n2.丁项\n做好丁项。\n"
    record = one(read(text))
    assert [h.level for h in record.headings] == [1, 2, 2, 1, 2, 2]
    assert len({h.id for h in record.headings}) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲项\n做好甲项。\n二、乙项\n做好乙项。\n四、丁项\n做好丁项。\n",
         ["1 一 甲项", "1 二 乙项", "1 三 ?", "1 四 丁项"]),
        ("第一章 甲编\n第一节 首节\n一、甲项\n做好甲项。\n二、乙项\n做好乙项。\n一、丙项\n做好丙项。\n",
         ["1 第一章 甲编", "2 第一节 首节", "3 一 甲项", "3 二 乙项", "2 第二节 ?", "3 一 丙项"]),
        ("第一章 甲编\n第一节 首节\n健全工作制度。\n二、乙项\n做好乙项。\n",
         ["1 第一章 甲编", "2 第一节 首节", "3 一 ?", "3 二 乙项"]),
    ],
    ids=["gap", "restart", "first lost"],
)  # fmt: skip
def test_what_the_numbering_proves_lost(read: Read, text: str, expected: list[str]) -> None:
    record = one(read(text))
    assert outline(record) == expected
    lost = [w for w in record.warnings if w.code == "lost_heading"]
    assert len(lost) == sum(h.inferred for h in record.headings) == 1
    inferred = next(h for h in record.headings if h.inferred)
    assert inferred.number in lost[0].message and inferred.confidence < 0.9


@pytest.mark.parametrize(
    "second", ["2 优化税务服务。", "2优化税务服务。", "2.年审不再提交纸质材料。"]
)
def test_a_number_without_its_dot_opens_its_item(read: Read, second: str) -> None:
    text = (
        "一、任务\n1.健全社会保障。提高覆盖面。（县人社局牵头）\n"
        f"{second}推广网上办税。（县税务局牵头）\n3.优化跨境贸易。服务企业。（县商务局牵头）\n"
    )
    record = one(read(text))
    assert [(task.path[-1], task.assignments[0].unit) for task in record.tasks] == [
        ("1", "县人社局"),
        ("2", "县税务局"),
        ("3", "县商务局"),
    ]
    assert not any(w.code == "number_gap" for w in record.warnings)


@pytest.mark.parametrize(
    "line", ["2家企业先行试点。", "2个窗口合并为一个综合窗口，统一受理。", "做好其他工作。"]
)
def test_a_missing_number_is_warned_of(read: Read, line: str) -> None:
    text = f"一、任务\n1.健全制度。健全制度。\n{line}\n3.优化服务。服务企业。\n"
    record = one(read(text))
    assert [h.number for h in record.headings] == ["一", "1", "3"]
    (gap,) = (w for w in record.warnings if w.code == "number_gap")
    assert "“2”" in gap.message and gap.span is not None


def test_a_text_begins_with_its_first_item(read: Read) -> None:
    text = "1.修缮校舍，年底前完成。（县教育局牵头）\n2.落实经费，年底前到位。（县财政局牵头）\n"
    assert outline(one(read(text))) == ["1 1 修缮校舍，年底前完成", "1 2 落实经费，年底前到位"]


def test_a_far_jump_is_no_row_of_lost_headings(read: Read) -> None:
    record = one(read("一、甲项\n做好甲项。\n九、壬项\n做好壬项。\n"))
    assert not any(h.inferred for h in record.headings)


def test_a_table_of_contents_is_not_the_outline_nor_the_title(read: Read) -> None:
    entries = "第一章 总则\n第二章 重点任务\n"
    text = (
        f"目 录\n{entries}第一章 总则\n为做好工作，制定本方案。\n第二章 重点任务\n健全普法制度。\n"
    )
    record = one(read(text))
    assert outline(record) == ["1 第一章 总则", "1 第二章 重点任务"]
    assert record.metadata.title is None
    assert not any("第一章" in s.text for s in record.statements)


@pytest.mark.parametrize(
    "sentence",
    [
        "一是选好人。二是用好人。三要管好人。",
        "第一，选好人。第二，用好人。",
        "主要有：（1）选好人；（2）用好人。",
        "首先选好人。其次用好人。",
        "第三条规定的事项按程序办理。",
        "2023年底前完成任务。",
        "3.5万人次参加培训。",
    ],
)
def test_enumeration_inside_a_paragraph_is_no_heading(read: Read, sentence: str) -> None:
    record = one(read(f"一、任务\n做好有关工作。{sentence}\n{sentence}\n二、保障\n落实经费。\n"))
    assert [h.number for h in record.headings] == ["一", "二"]


@pytest.mark.parametrize("gap", ["", "　　　", "\n"], ids=["glued", "wide blanks", "lines"])
def test_one_line_texts_have_the_same_outline(read: Read, gap: str) -> None:
    parts = [
        "霜桥镇人民政府关于推进普法工作的意见",
        "霜政发〔2023〕5号",
        "各村、各部门：",
        "为推进普法工作，提出以下意见。",
        "一、总体要求" + ("。" if not gap else ""),
        "（一）指导思想。坚持以人为本，服务全镇中心工作。",
        "（二）工作目标。到2025年，全面完成普法任务，群众满意率不低于95%。",
        "二、主要任务" + ("。" if not gap else ""),
        "（一）开展宣传。各村要组织宣传活动，形成浓厚氛围。（镇司法所负责）",
        "（二）组织考试。每年组织一次考试，参考率不低于95%。（镇党建办负责）",
        "三、保障措施。各部门要加强领导，落实责任，保证各项任务按时完成。",
        "霜桥镇人民政府",
        "2023年5月6日",
    ]
    text = gap.join(parts)
    record = one(read(text if gap == "\n" else text + gap))
    assert outline(record) == [
        "1 一 总体要求", "2 (一) 指导思想", "2 (二) 工作目标", "1 二 主要任务",
        "2 (一) 开展宣传", "2 (二) 组织考试", "1 三 保障措施",
    ]  # fmt: skip
    assert record.metadata.title == "霜桥镇人民政府关于推进普法工作的意见"
    assert record.metadata.document_number == "霜政发〔2023〕5号"
    assert [a.unit for t in record.tasks for a in t.assignments] == ["镇司法所", "镇党建办"]


def plan(title: str, section: str) -> str:
    return f"{title}\n一、{section}领导\n落实{section}责任。（牵头单位：司法所）\n二、{section}保障\n安排{section}经费。\n"


def test_several_documents_in_one_file_are_several_records(read: Read) -> None:
    text = plan("霜桥镇2024年普法工作要点", "普法") + "\n" + plan("霜桥镇2024年信访工作要点", "信访")  # fmt: skip
    first, second = read(text)
    assert first.metadata.title == "霜桥镇2024年普法工作要点"
    assert second.metadata.title == "霜桥镇2024年信访工作要点"
    assert [h.number for h in first.headings] == [h.number for h in second.headings] == ["一", "二"]  # fmt: skip
    assert first.span.end <= second.span.start
    assert all("信访" not in s.text for s in first.statements)
    assert all("普法" not in s.text for s in second.statements)
    assert first.id != second.id


def test_documents_with_one_title_keep_ids_apart(read: Read) -> None:
    records = read(plan("霜桥镇普法工作要点", "普法") + "\n\n" + plan("霜桥镇普法工作要点", "信访"))
    assert len({r.id for r in records}) == len(records) == 2


def test_a_list_of_annexes_opens_no_document(read: Read) -> None:
    text = plan("霜桥镇2024年普法工作要点", "普法") + "附件：1.任务清单\n2.考核办法（略）\n"
    assert len(read(text)) == 1


def test_a_cover_keeps_its_date_where_two_annexes_follow(read: Read) -> None:
    cover = "霁川县司法局关于开展执法行动的通知\n各镇：\n一、抓组织。请于5月20日前报送方案。\n二、抓落实。做好保障。\n"
    sent = "附件：1.霁川县执法行动方案\n2.行动督办事项清单\n霁川县司法局\n2025年4月28日\n\n附件1\n"
    records = read(
        cover + sent + "霁川县执法行动方案\n一、清理事项。做好清理。\n二、压减频次。做好压减。\n"
    )
    assert [str(r.metadata.title) for r in records] == [
        "霁川县司法局关于开展执法行动的通知", "霁川县执法行动方案",
    ]  # fmt: skip
    assert [str(d.date) for d in records[0].deadlines] == ["2025-05-20"]


def test_what_is_sent_along_is_no_part_of_the_last_chapter(read: Read) -> None:
    text = (
        "霁川县法院关于开展服务承诺的通知\n一、活动内容\n（一）查摆问题。列出清单。\n二、有关要求\n（一）加强领导。做好组织。\n（二）严肃纪律。按月通报。\n"
        "附件：便民服务承诺清单\n霁川县法院\n2018年3月26日\n附件\n便民服务承诺清单\n1.当场立案。当场登记立案。（责任部门：立案庭）\n2.延时服务。中午安排值班。（责任部门：立案庭）\n"
    )
    record = one(read(text))
    assert [t.path for t in record.tasks][-2:] == [("1",), ("2",)]
    assert [h.level for h in record.headings][-2:] == [1, 1]


def test_headings_form_one_tree(read: Read) -> None:
    text = "第一章 甲\n第一节 乙\n一、丙\n做好丙项。\n三、丁\n做好丁项。\n第二章 戊\n做好戊项。\n"
    record = one(read(text))
    by_id = {h.id: h for h in record.headings}
    for heading in record.headings:
        assert all(by_id[c].parent == heading.id for c in heading.children)
        assert all(by_id[c].level == heading.level + 1 for c in heading.children)
        assert heading.path[-1] == heading.number
        if heading.parent:
            assert heading.id in by_id[heading.parent].children
            assert by_id[heading.parent].path == heading.path[:-1]


def test_a_document_without_numbering_is_all_body(read: Read) -> None:
    record = one(read("普法工作情况\n全年举办讲座12场。下一步加强培训。\n"))
    assert record.headings == ()
    assert [s.text for s in record.statements][-2:] == ["全年举办讲座12场", "下一步加强培训"]


def test_the_last_item_of_a_list_is_no_title_when_the_others_are_none(read: Read) -> None:
    text = "第一条 本办法适用于：\n（一）行政机关；\n（二）授权组织。\n前款规定以外的除外。\n第二条 本办法自印发之日起施行。\n"
    record = one(read("霜桥镇管理办法\n" + text))
    assert outline(record) == ["1 第一条 ", "2 (一) ", "2 (二) ", "1 第二条 "]


def test_measures_numbered_inside_a_paragraph_own_their_tags(read: Read) -> None:
    text = (
        "一、规范执法\n（一）完善制度，提升水平，推进严格规范执法。（县司法局牵头）具体措施：1．修订规则，健全制度体系。"
        "（县人社局负责）2．2024年底前开展评查，规范裁量。（县公安局、县财政局负责）\n3．加强培训，提升能力。（县委党校负责）"
        "4.推进公开，接受监督。（县政府办负责）\n（二）加强普法。开展宣传：（1）进机关；（2）进学校。（县教育局负责）\n"
    )
    record = one(read("霜桥县工作方案\n" + text))
    assert [h.number for h in record.headings] == ["一", "(一)", "1", "2", "3", "4", "(二)"]
    owners = {t.path[-1]: [a.unit for a in t.assignments] for t in record.tasks}
    assert owners["1"] == ["县人社局"] and owners["2"] == ["县公安局", "县财政局"]
    assert owners["3"] == ["县委党校"] and owners["4"] == ["县政府办"]
    assert owners["(一)"] == ["县司法局"]
    assert owners["(二)"] == ["县教育局"]


def test_items_of_a_list_are_titled_one_way(read: Callable[..., list[Record]]) -> None:
    long = "梳理本地区办事事项清单，逐项明确办理条件、申请材料和办结时限，并通过政务服务网向社会公开，接受群众监督"
    items = [f"{n}.{long}。" for n in range(1, 6)] + [
        "6.落实企业异地迁移档案移交规则和措施。完善配套机制。",
        "7.加强领导。定期研究。",
    ]
    (record,) = read("霁川县若干措施\n一、主要措施\n" + "\n".join(items))
    assert [h.title for h in record.headings if h.level == 2] == [""] * 6 + ["加强领导"]
    assert "落实企业异地迁移档案移交规则和措施" in [s.text for s in record.statements]


def test_a_few_sentences_do_not_take_the_titles(read: Callable[..., list[Record]]) -> None:
    items = [f"{n}.完善县级办事事项目录清单。定期更新。" for n in range(1, 7)]
    (record,) = read("霁川县若干措施\n一、主要措施\n" + "\n".join(items))
    assert [h.title for h in record.headings if h.level == 2] == ["完善县级办事事项目录清单"] * 6


def test_an_entry_of_contents_that_breaks_over_lines_commands_nothing(read: Read) -> None:
    text = (
        "优化营商环境文件选编\n目 录\n11. 霁川市关于印发改革工作要点的通知......15\n"
        "12. 霁川市关于印发深化\n改革持续优化营商环境重点任\n务分工方案的通知（2023年2月14日）........45\n"
    )
    assert not any("持续优化" in s.text for record in read(text) for s in record.statements)
