"""Offices and bodies known by the last character of their names, and lists that name two of them."""

from __future__ import annotations

import pytest

from loaders.extract import actors
from loaders.extract.actions import read


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        # offices named after what they do: a verb opens their names
        ("立案庭对临期案件逐件催办", ["立案庭"]),
        ("监察室、督察室要每月通报审限情况", ["监察室", "督察室"]),
        ("审判管理办公室定期发布质效通报", ["审判管理办公室"]),
        ("执行局牵头开展集中行动", ["执行局"]),
        ("护理部每月督导一次", ["护理部"]),
        ("鉴定委员会根据结论出具意见书", ["鉴定委员会"]),
        ("检查室内设施", []),
        ("执行局部调整方案", []),
        ("加强部门联动", []),
        # groups, stations, courts, brigades, teams
        ("技术保障组负责运维,后勤组做好供应", ["技术保障组", "后勤组"]),
        ("综合协调组每日报送进展", ["综合协调组"]),
        ("事故调查组应当提交报告", ["事故调查组"]),
        ("县农技站、乡畜牧站每季度巡查一次", ["县农技站", "乡畜牧站"]),
        ("各专职消防队开展演练", ["各专职消防队"]),
        ("商事审判团队每月通报结案情况", ["商事审判团队"]),
        ("水电站应当安装流量计", []),
        ("发电机组应当并网", []),
        # of a school, a court, a house
        ("各班级按时完成卫生清扫", ["各班级"]),
        ("机关各股室严格执行制度", ["机关各股室"]),
        ("各庭、室、队应当指定专人", ["各庭、室、队"]),
        ("德育处、教导处各司其职,做好准备", ["德育处", "教导处"]),
        ("学生会协助做好秩序维护", ["学生会"]),
        ("党委会每半年专题研究一次", ["党委会"]),
        ("村级组织协助核实信息", ["村级组织"]),
        ("各试点城市要制定方案", ["各试点城市"]),
        ("市委办、市政协办要带头落实", ["市委办", "市政协办"]),
        # one name with 和 inside; two beside each other
        ("县文体广电和旅游局、各乡镇协助做好", ["县文体广电和旅游局", "各乡镇"]),
        ("县委督查和考评办配合做好工作", ["县委督查和考评办"]),
        ("县公安局和县水利局要加强联动", ["县公安局", "县水利局"]),
        ("县委宣传部牵头、县融媒体中心参与,开展宣传", ["县委宣传部", "县融媒体中心"]),
        ("27个乡镇和40个市级部门要聘请顾问", ["乡镇", "市级部门"]),
        (
            "各乡镇人民政府、各街道办事处,县直各部门要落实",
            ["各乡镇人民政府", "各街道办事处", "县直各部门"],
        ),
        ("本市国家机关、团体、企业事业单位应当配合", ["本市国家机关", "团体", "企业事业单位"]),
        ("机关、团体、企业事业单位应当做好普法", ["机关、团体、企业事业单位"]),
        # right behind 由 a bare word acts where it tells who; 由单位 does not
        ("由园区组织企业申报", ["园区"]),
        ("各部门要精简公文,本部门的事务由部门自行发文", ["各部门"]),
        ("专家组认为不能排除风险", []),
        ("对暂时困难的企业,可以分期缴纳", []),
        # persons beside bodies, levels, and a comma between who acts and what is done
        ("机关、团体、企业事业单位和公民应当支持消防工作", ["机关、团体、企业事业单位"]),
        ("各级林业、园林行政主管部门依照职责权限负责防火工作", ["各级林业、园林行政主管部门"]),
        ("省级每年安排专项资金", ["省级"]),
        ("省级补贴资金优先发放", []),
        ("县统计部门和发改部门,定期向社会公布数据", ["县统计部门", "发改部门"]),
        ("各质量检测机构,按照规定单独组织检查", ["各质量检测机构"]),
        ("年度计划由各部门报国家主管机关审核", ["各部门"]),
    ],
)
def test_who_acts_in_an_office(sentence: str, agents: list[str]) -> None:
    assert [sentence[a:b] for a, b in actors.find(sentence)] == agents


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("单位不得因职工拒绝违章指令而解除劳动合同", "解除", "劳动合同"),
        ("各地要参照建立相应机制,加强协作", "建立", "相应机制"),
        ("其他单位可参照执行", "参照执行", None),
        ("药品和试剂应当分类存放在安全地点", "存放", "药品和试剂"),
        ("有暴力抗法情形的,可商请公安机关协助调查", "商请", "公安机关协助调查"),
        ("凝练一批重点项目,充实储备库", "凝练", "一批重点项目"),
    ],
)
def test_how_why_and_where_are_not_what(sentence: str, action: str, thing: str | None) -> None:
    found = read(sentence)
    assert (found.action, found.thing) == (action, thing)


def test_the_verb_of_who_leads_is_not_what_the_other_does() -> None:
    found = read("县委宣传部牵头、县融媒体中心参与,10月底前开展一次集中宣传")
    assert (found.action, found.thing) == ("开展", "一次集中宣传")
