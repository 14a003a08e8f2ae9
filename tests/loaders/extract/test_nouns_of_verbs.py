"""A verb that is none where it stands: in a row of nouns, in what describes one, in the words that fill a phrase."""

from __future__ import annotations

import pytest

from loaders.extract.actions import action_object
from loaders.extract.lexemes import VERB, scan


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("市大数据局要在门户网站定期发布平台运营和使用分析报告", "发布", "平台运营和使用分析报告"),
        ("代建单位应当严格按照批准的设计及概算控制造价", "控制", "造价"),
        (
            "逐项制定实施规范及操作手册,推进许可标准化",
            "制定",
            "实施规范及操作手册",
        ),
        ("各代理机构不得违规收费和变着法子收费", "收费", None),
        ("不得明示或暗示设计单位降低标准", "明示或暗示", "设计单位降低标准"),
        ("对依法作出但未兑现的承诺列明清单,明确时限", "列明", "清单"),
        ("按照统一制定并公布的权力清单,组织编制办事指南", "组织编制", "办事指南"),
        ("查封、扣押的物品拍卖后,及时上缴国库", "上缴", "国库"),
    ],
)
def test_no_object_begins_with_what_goes_on(sentence: str, action: str, thing: str | None) -> None:
    assert (action, thing) == action_object(sentence)


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("要按照全市复制推广改革举措任务清单要求,加强督促指导", "加强"),
        ("按照全面实施清单管理要求,加快编制事项目录", "编制"),
        ("依托推进有效投资协调机制,加强部门协同", "加强"),
        ("根据需要建立协调机制,解决破产中的问题", "建立"),
        ("按照要求推进试点工作,及时总结经验", "推进"),
        ("依托现有园区培育公共海外仓,带动出口", "培育"),
    ],
)
def test_a_verb_that_fills_a_phrase_is_not_the_work(sentence: str, action: str) -> None:
    assert action_object(sentence)[0] == action


def test_a_word_where_two_meet_is_parted() -> None:
    sentence = "在建筑物内设置宿舍,应邀请居民"
    verbs = [sentence[w.start : w.end] for w in scan(sentence) if w.kind & VERB]
    assert verbs == ["设置", "邀请"]


def test_what_is_quoted_binds_nothing() -> None:
    found = action_object("加快全市平台能力提升,推动数据“按需汇集,应归尽归”")
    assert found == ("加快", "全市平台能力提升")


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("对水电接入等工程审批,实行并联办理", "实行", "并联办理"),
        ("对群众普遍关心关注的政策,推动集中解读", "推动", "集中解读"),
        ("对需要现场踏勘的许可,组织联合评审", "组织", "联合评审"),
        ("对年收入超过100万元的部分,减按25%计入应税所得", "计入", "应税所得"),
        ("对稳定就业岗位的企业给予稳定岗位补贴", "给予", "稳定岗位补贴"),
        ("登记机关应当对申请材料实行形式审查,不得收费", "实行", "形式审查"),
        ("对环评等投资审批有关事项试行承诺制", "试行", "承诺制"),
        ("按照基准价格不超过12%的幅度收取电费", "收取", "电费"),
        ("要按照上级部门要求提高服务水平", "提高", "服务水平"),
        ("县商务局会同县工商联协调推动项目落地", "协调推动", "项目落地"),
        ("有权向政务服务中心运行监督科投诉", "投诉", None),
        ("代建单位不得将承担的代建工作转包或分包", "转包或分包", "承担的代建工作"),
        ("要将对方转办事项的结果及时反馈", "及时反馈", "对方转办事项的结果"),
        ("将大数据技术应用于交通监管", "应用于", "大数据技术"),
        ("市发展改革局将对标准化园区进行抽查", "进行", "抽查"),
    ],
)
def test_what_is_spoken_of_is_not_what_is_done(
    sentence: str, action: str, thing: str | None
) -> None:
    assert (action, thing) == action_object(sentence)


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        (
            "工业项目从签约到竣工验收全流程审批时间控制在15天以内",
            "控制",
            "工业项目从签约到竣工验收全流程审批时间",
        ),
        ("评审优惠幅度提高至4%,鼓励中小企业参与", "提高", "评审优惠幅度"),
        ("登记机关不对企业是否缴清税款进行审查", "不进行", "审查"),
        ("各单位要把案卷评查工作,作为年度重点任务", "作为", "案卷评查工作"),
        ("有重要情况及时向县政府报告", "报告", "重要情况"),
        (
            "依法查处供水、供电领域,以及中介服务领域的价格违法行为",
            "查处",
            "供水、供电领域,以及中介服务领域的价格违法行为",
        ),
        ("加强队伍建设,以及推进信息共享", "加强", "队伍建设"),
        ("承诺按期付款,以及时完成结算", "承诺", "按期付款"),
        ("(办理时限不超过10个工作日)", "不超过", "办理时限"),
        ("投诉需按规定格式提交投诉书,监管部门应当告知", "提交", "投诉书"),
        ("投诉处理时限、环节在服务大厅公示,接受用户监督", "公示", "投诉处理时限、环节"),
        ("以突出问题为重点,结合实际深入查找、整改普遍性问题", "查找、整改", "普遍性问题"),
        ("按季度开展信用评价,为部门实施差异化监管提供基础", "开展", "信用评价"),
        ("决策出台后10个工作日内,向社会公开采纳情况", "公开", "采纳情况"),
        ("每年预付款比例不低于计划金额的40%", "不低于", "每年预付款比例"),
        ("依托创业园、创业孵化实训基地等创业载体,安排培训场地", "安排", "培训场地"),
        ("建设平台监管功能,强化资金监管", "建设", "平台监管功能"),
        ("应及时将发现的违法行为,向主管部门报告", "报告", "发现的违法行为"),
        ("对许可事项制定实施规范,明确办理条件", "制定", "实施规范"),
        ("对符合条件的项目,相应的审批事项实行告知承诺制", "实行", "告知承诺制"),
        ("对所得不超过100万元的部分,减半征收个人所得税", "减半征收", "个人所得税"),
        ("整合调度用数需求,提高分办效率", "整合调度", "用数需求"),
    ],
)
def test_what_is_measured_denied_or_goes_on(sentence: str, action: str, thing: str | None) -> None:
    assert (action, thing) == action_object(sentence)
