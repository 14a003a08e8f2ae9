"""What notices, replies and guides say otherwise than plans and rules do: labels, 不应, papers asked for, two verbs in one."""

from __future__ import annotations

import pytest

from kg.model import Force
from loaders.extract import actors
from loaders.extract.actions import action_object
from loaders.extract.statements import Context, classify, force


@pytest.mark.parametrize(
    ("sentence", "bound", "action"),
    [
        ("导线与道路的垂直距离不应小于五米", "prohibition", "小于"),
        ("保温系统应用高度不应超过100米", "prohibition", "超过"),
        ("山谷地段不宜建设应急物资仓库", "prohibition", "建设"),
        ("生活津贴每人每年只享受一次,且不可同时领取救助金", "prohibition", "领取"),
        ("各单位不要组织与工作无关的考察", "prohibition", "组织"),
        ("复审时情况未变的,可不再审核收入证明", "permission", "不再审核"),
        ("符合程序的,只要没有谋取私利,可免除问责", "permission", "免除"),
        ("编制不可移动文物名录", "obligation", "编制"),
        ("建议县政府按照专家组意见,做好监测工作", "recommendation", "做好"),
    ],
)
def test_a_modal_word_that_is_denied_forbids(sentence: str, bound: Force, action: str) -> None:
    assert (force(sentence), action_object(sentence)[0]) == (bound, action)


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("着装要求:参会人员着便装", "着", "便装"),
        ("承担单位:填写规范简称", "填写", "规范简称"),
        ("体检时间:另行通知", "通知", "体检时间"),
        ("优化办理方式:推行网上预约", "优化", "办理方式"),
    ],
)
def test_a_label_names_what_follows(sentence: str, action: str, thing: str) -> None:
    assert (action, thing) == action_object(sentence)


@pytest.mark.parametrize("sentence", ["承诺办结时限:10个工作日", "联系地址:柳泊镇人民路75号"])
def test_a_label_and_a_name_are_no_work(sentence: str) -> None:
    assert classify(sentence, Context("other")).kind == "context"


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("评审方案由县财政局制定", "制定", "评审方案"),
        ("整改计划由县财政局制定", "制定", "整改计划"),
        ("要及时跟踪了解项目进展", "跟踪了解", "项目进展"),
        ("审议通过《年度工作报告》", "审议通过", "《年度工作报告》"),
        ("出台优化服务的方案", "出台", "优化服务的方案"),
        ("收集分析社情民意", "收集分析", "社情民意"),
        ("新增加公交车辆30台", "新增加", "公交车辆30台"),
        ("展示新县城成立以来的发展成果", "展示", "新县城成立以来的发展成果"),
        ("我公司将按照批复的方案执行有序用电措施,确保平衡", "执行", "有序用电措施"),
        ("县档案局将联合对申报项目进行审核", "进行", "审核"),
        (
            "为落实工作要求,进一步压实责任,现将方案印发你们,请结合实际抓好落实",
            "抓好落实",
            None,
        ),
        ("区教育局按积分依次安排入学,直至招生计划完成", "安排", "入学"),
        ("应第一时间向社区报备", "报备", None),
        ("各单位纪律执行情况,请于月底前报送县纪委", "报送", None),
        ("科技组设在县科技局,主要负责技术攻关,推进示范工程", "负责", "技术攻关"),
        ("请将参会人员名单于1月14日17:00前报县委办", "报", "参会人员名单"),
        ("请将修改意见书面反馈至县司法局", "反馈", "修改意见"),
        ("应当将申报材料全部纳入档案", "纳入", "申报材料"),
        ("强化到岗到位和监督检查", "强化", "到岗到位和监督检查"),
        ("4月起,纸质台账停止报送", "停止报送", "纸质台账"),
        ("发现线路火险,要及时汇报政府有关部门", "汇报", "政府有关部门"),
        ("缴纳会费确有困难的人员,经支部研究,可以减免会费", "减免", "会费"),
        ("进入平台的项目按照交易规则开展采购活动", "开展", "采购活动"),
        ("全额领取津贴的残疾儿童不享受生活补贴", "不享受", "生活补贴"),
        ("不设委员会的支部书记由党员大会选举产生", "选举产生", "不设委员会的支部书记"),
        ("已经领取且处于有效期内的证件仍可继续使用", "使用", "领取且处于有效期内的证件"),
        ("甲方支持乙方参与市场交易,落实合同电量", "支持", "乙方参与市场交易"),
        (
            "省商务厅应认真审核投资事项,对需要备案的事项,应及时通知企业办理",
            "审核",
            "投资事项",
        ),
        ("报送复印件材料时须带原件,原件审验后退还本人", "带", "原件"),
        ("通信线路进户时应当架设支架", "架设", "支架"),
        ("请家长带齐资料到学校报名", "带齐", "资料到学校报名"),
        ("推荐单位应在审查意见栏内签署意见并加盖公章", "签署", "意见"),
        ("参赛单位应填写报名表后发送到协会邮箱", "填写", "报名表"),
        ("申请人可以准备完整信息后重新提出诉求", "准备", "完整信息"),
        ("市民有权要求用人单位支付款项并赔偿损失", "要求", "用人单位支付款项并赔偿损失"),
        ("评选原则坚持公开、公平、公正", "坚持", "公开、公平、公正"),
        ("整治验收情况实行季度通报", "实行", "季度通报"),
        ("通过座谈会等形式及时宣传解读", "宣传解读", None),
        ("清查后要向社会公布保留的文件目录", "公布", "保留的文件目录"),
        ("各镇要在月底前将本镇开展普法工作情况报告县司法局", "报告", "本镇开展普法工作情况"),
        ("各镇应将本镇职权分解、流程再造方案报送县政府", "报送", "本镇职权分解、流程再造方案"),
    ],
)
def test_where_the_work_of_a_notice_stands(sentence: str, action: str, thing: str | None) -> None:
    found = action_object(sentence)
    assert found[0] == action
    assert thing is None or found[1] == thing


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        ("请财政部落实有关规定", ["财政部"]),
        ("恳请贵公司启动核算程序", ["贵公司"]),
        ("请以上党组织认真做好选举工作", ["以上党组织"]),
        ("县档案馆负责接收移交的档案", ["县档案馆"]),
        ("各地、各部门一定要重视窗口建设", ["各地", "各部门"]),
        ("各地区、各部门,要对窗口进行检查", ["各地区", "各部门"]),
        ("建设、水利等主管部门,要认真清理欠款", ["建设、水利等主管部门"]),
        ("临河地区,要全面推进绿化", []),
        ("县公安、民政、教育部门和工会组织要加强配合", ["县公安、民政、教育部门", "工会组织"]),
        ("会议一致同意县供电公司转让股权", []),
        ("外地单位建议联系县公交公司协调用车", []),
        ("用人单位协助申报人员弄虚作假的,一经查实取消申报资格", []),
        ("企业招用毕业生满三个月的,按每人不超过一千元的标准给予补助", []),
    ],
)
def test_who_is_asked_acts(sentence: str, agents: list[str]) -> None:
    assert [sentence[start:end] for start, end in actors.find(sentence)] == agents
