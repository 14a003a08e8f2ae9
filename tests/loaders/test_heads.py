"""Heads as pages print them: headlines above a plan, lists of annexes, numbers and dates where they do not belong."""

from __future__ import annotations

import pytest

from kg.model import Metadata
from loaders import readers
from loaders.pipeline import extract

BODY = "\n一、加强领导\n各镇落实责任。\n二、加强宣传\n县司法局开展宣传。\n"
SENT = "各镇人民政府：\n现将《泾县普法三年行动方案》印发给你们，请认真落实。\n泾县普法办公室\n2024年3月7日\n泾县普法三年行动方案"


def said(head: str) -> Metadata:
    return extract(readers.read((head + BODY).encode(), "page.txt"))[0].metadata


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"政策解读：泾县普法三年行动方案\n{SENT}", "泾县普法三年行动方案"),
        (f"6号 三年普法方案\n{SENT}", "泾县普法三年行动方案"),
        ("2024年县政府重点工作任务（泾政发〔2024〕2号）\n各镇人民政府：", "2024年县政府重点工作任务"),
        ("泾政办发〔2024〕6号\n《泾县人民政府办公室关于印发〈泾县2024年普法工作要点〉的通知》\n各镇人民政府：\n《泾县2024年普法工作要点》已经县政府同意，现印发给你们。", "泾县2024年普法工作要点"),
        ("长者助手 网站支持IPv6 繁体版 | 无障碍阅读\n首页 > 政务公开\n泾县司法局关于推进普法工作的意见\n各镇：", "泾县司法局关于推进普法工作的意见"),
        ("关于2024年普法项目的公示\n各镇：", "关于2024年普法项目的公示"),
        ("泾县人民法院文件\n泾法〔2024〕9号\n────────────\n泾县人民法院\n关于档案管理检查反馈问题的\n整 改 方 案\n各庭室：", "泾县人民法院关于档案管理检查反馈问题的整改方案"),
        ("泾县普法办公室关于印发《泾县普法三年行动方案》的通知　　泾普法办〔2024〕9号　　各镇人民政府、县直各部门、县属各企业、驻泾各单位，县普法工作领导小组各成员单位：　　现将《泾县普法三年行动方案》印发给你们，请结合各自实际认真贯彻落实，并于每季度末报送情况。　　泾县普法办公室　　2024年3月7日\n泾县普法三年行动方案", "泾县普法三年行动方案"),
        ("中共泾县县委全面依法治县委员会办公室文件\n泾法委办〔2024〕9号\n泾县法治督察反馈问题整改清单", "泾县法治督察反馈问题整改清单"),
        ("您现在所在的位置: 首页> 信息公开> 泾县人民政府办公室> 任务落实情况\n泾县人民政府关于分解普法任务的通知\n各镇：", "泾县人民政府关于分解普法任务的通知"),
        ("各镇人民政府：\n《2024年重点工作责任分解》和《六件实事责任分解》已经县政府同意，现印发给你们。\n附件：1.2024年重点工作责任分解\n2.六件实事责任分解\n泾县人民政府办公室\n2024年3月7日\n附件1\n2024年重点工作责任分解", "2024年重点工作责任分解"),
    ],
)  # fmt: skip
def test_titles(head: str, title: str) -> None:
    assert said(head).title == title


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("泾县普法工作要点\n泾县政府 www.jx.example.cn 2024-03-07 00:00\n各镇：", "2024-03-07"),
        ("泾县突发事件应急预案\n（泾政办发〔2024〕9号　2024年3月7日印发）", "2024-03-07"),
        ("泾县反馈问题整改任务分工表\n编制单位：县委依法治县办　　　编制日期：2024年3月7日", "2024-03-07"),
        ("成文日期：2021-12-14\n泾县普法规划\n各镇：\n现将《泾县普法规划》印发给你们。\n二〇一一年十一月二十五日\n泾县普法规划", "2011-11-25"),
        ("泾县人民政府令\n第3号\n现予发布。\n县长：李明\n二000年九月四日\n泾县普法办法", "2000-09-04"),
        ("成文日期：2021-12-14\n泾县普法规划\n依照2020年5月6日泾县第十届人民代表大会常务委员会第三次会议通过的决定，制定本规划。", "2021-12-14"),
    ],
)  # fmt: skip
def test_dates(head: str, date: str) -> None:
    assert str(said(head).issued) == date


def test_the_source_of_a_page_says_where_the_county_government_is() -> None:
    place = said("2024年县政府重点工作任务\n来源：泾县政府   2024-03-07 10:56\n各镇：").jurisdiction
    assert place is not None and place.name == "泾县"


def test_numbers_of_an_emergency_plan_have_no_sign_behind_them() -> None:
    text = "泾县洪水应急预案\n1总则\n1.1编制目的\n有效处置洪水。\n1.2编制依据\n依据有关规定编制本预案。\n2组织体系\n2.1领导机构\n县防汛办负责组织。\n"
    record = extract(readers.read(text.encode(), "预案.txt"))[0]
    assert [(h.number, h.title, h.level) for h in record.headings] == [
        ("1", "总则", 1),
        ("1.1", "编制目的", 2),
        ("1.2", "编制依据", 2),
        ("2", "组织体系", 1),
        ("2.1", "领导机构", 2),
    ]


def test_two_bodies_above_a_title_are_two() -> None:
    head = "中共泾县县委 泾县人民政府\n关于印发《泾县普法方案》的通知\n（2024年3月7日）\n各镇："
    assert said(head).issuer == "中共泾县县委、泾县人民政府"


def test_lines_of_the_page_and_of_the_minutes_say_nothing() -> None:
    head = "泾县人民政府办公室文件\n泾政办〔2024〕3号\n专题会议纪要"
    tail = "参加：县司法局、县财政局主要负责人\n发：各与会单位\n主办：泾县人民政府办公室　发布日期：2024-06-04　阅读：26\n上一篇：关于公示先进集体的通知"
    record = extract(readers.read((head + BODY + tail).encode(), "page.txt"))[0]
    assert [s.text for s in record.statements] == ["各镇落实责任", "县司法局开展宣传"]


def test_a_line_that_is_the_issuers_name_says_nothing() -> None:
    text = "泾县人民政府关于推进普法工作的意见" + BODY + "泾县人民政府\n附：重点任务"
    record = extract(readers.read(text.encode(), "page.txt"))[0]
    assert "泾县人民政府" not in [s.text for s in record.statements]


def test_minutes_in_one_line_that_only_their_printing_dates() -> None:
    text = "泾县人民医院 院务会会议纪要 〔2024〕3号 2024年3月5日下午，院长主持召开第三次院务会，研究食堂改造和职工培训等工作。现将会议议定事项纪要如下： 一、关于改造。由后勤科负责，6月底前完工。 二、关于培训。由宣教科负责。 泾县人民医院办公室 2024年3月7日印发"
    metadata = extract(readers.read(text.encode(), "page.txt"))[0].metadata
    assert metadata.title == "泾县人民医院院务会会议纪要"
    assert metadata.issuer == "泾县人民医院办公室"
    assert str(metadata.issued) == "2024-03-07"


def test_a_branch_of_another_place_signs_with_the_bureaus() -> None:
    head = "泾县人民检察院等部门关于印发《泾县联席会议制度》的通知\n各镇人民政府：\n现将《泾县联席会议制度》印发给你们。\n泾县人民检察院　泾县司法局\n泾县水务局　霁江州生态环境局泾县分局\n2024年3月7日\n泾县联席会议制度"
    assert said(head).issuer == "泾县人民检察院、泾县司法局、泾县水务局、霁江州生态环境局泾县分局"


def test_each_of_those_who_issue_says_nothing_by_itself() -> None:
    head = "泾县人民检察院\n泾 县 水 务 局　　文件\n霁江州生态环境局泾县分局\n泾检会〔2024〕3号\n关于推进普法工作的意见\n各镇：\n泾县人民检察院　泾县水务局\n霁江州生态环境局泾县分局\n2024年3月7日"
    (record,) = extract(readers.read((head + BODY).encode(), "page.txt"))
    assert [one.text for one in record.statements] == ["各镇落实责任", "县司法局开展宣传"]


def test_what_a_red_head_says_is_no_sentence() -> None:
    text = f"泾县人民法院文件\n泾法〔2024〕9号\n泾县人民法院整改方案{BODY}报：县委、县人大。\n（共印30份）\n"
    (record,) = extract(readers.read(text.encode(), "page.txt"))
    assert [one.text for one in record.statements] == ["各镇落实责任", "县司法局开展宣传"]
