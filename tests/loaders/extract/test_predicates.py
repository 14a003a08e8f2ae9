"""The predicate of a clause: every example of predicates.toml, and sentences in which a wrong verb lies nearer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from loaders.extract.actions import action_object, read
from loaders.extract.lexemes import NOUN, scan
from loaders.extract.predicates import LED, LIKELY, SURE
from loaders.rules import lexicon, load_rules


def _examples() -> Iterator[tuple[str, str, str]]:
    for entry in load_rules("predicates")["rule"]:
        yield from zip(entry["example"], entry["action"], entry["object"], strict=True)


@pytest.mark.parametrize(("sentence", "action", "thing"), list(_examples()))
def test_examples_have_their_action_and_object(sentence: str, action: str, thing: str) -> None:
    assert (action, thing or None) == action_object(sentence)


@pytest.mark.parametrize(
    "text",
    [text for entry in load_rules("predicates")["rule"] for text in entry["counter_example"]],
)
def test_counter_examples_have_no_sure_predicate(text: str) -> None:
    assert read(text).quality < LED


@pytest.mark.parametrize("entry", load_rules("predicates")["phrase"], ids=lambda entry: entry["id"])
def test_the_verb_stands_behind_the_right_end_of_its_phrase(entry: dict[str, Any]) -> None:
    read_ = [action_object(text)[0] for text in entry["example"]]
    assert entry["action"] == read_
    for text in entry["counter_example"]:
        assert read(text).quality < LED


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("各单位在日常工作中不得加重企业负担", "加重", "企业负担"),
        ("接受中介组织的旅游等活动安排", "接受", "中介组织的旅游等活动安排"),
        ("当事人可联合推荐一家机构", "推荐", "一家机构"),
        ("工作人员不得有下列行为:", "有", "下列行为"),
        ("决定作出之前,有关人员不停止工作", "不停止", "工作"),
        ("申请年度补助应当提交:", "提交", None),
        ("应当将执行制度的情况在十二月向上级机关报告", "报告", "执行制度的情况"),
        ("机关应当在会议召开的五日前,将草案文本发给与会代表", "发给", "草案文本"),
        ("调解不成的民间纠纷,当事人可以向法院提起诉讼", "提起", "诉讼"),
        ("对文件进行审查,备案机关应当加强调查研究", "加强", "调查研究"),
        ("信访机构收到请求,应当予以登记,在十五日内答复", "登记", None),
        ("受援人有权了解办理进度", "了解", "办理进度"),
        ("申请人可以申请人民法院强制执行", "申请", "人民法院强制执行"),
        ("收到建议的机关应当在三十日内书面反馈情况", "反馈", "情况"),
        ("依托规划明确用地条件,未确定条件的地块,不得出让", "明确", "用地条件"),
        ("因工程需要迁移的,应当经主管单位同意,并按照技术要求进行复建", "进行", "复建"),
        ("不得下达或者变相下达处罚指标", "下达或者变相下达", "处罚指标"),
        ("当事人明知证书有误而使用,请求机构赔偿的,法院不予支持", "不予", "支持"),
        ("可以对报关企业处十万元以下罚款", "处", "十万元以下罚款"),
        ("机关应当通过媒体报道等方式向社会公开,并由专人解读", "公开", None),
        ("企业对同一行为不再重复申报", "不再申报", "同一行为"),
        ("部门应当通过统一平台,集中受理申请", "受理", "申请"),
        ("用具出现损坏的,由定点机构提供保修,对行动不便的,定点机构应当予以协助", "提供", "保修"),
        ("有关人员应当对其劝阻", "劝阻", None),
        ("部门应当定期组织法治宣传评估", "组织", "法治宣传评估"),
        ("大会有权改变它的不当决定,有权撤销其他决定", "改变", "它的不当决定"),
    ],
)
def test_a_modal_word_makes_the_main_clause(sentence: str, action: str, thing: str | None) -> None:
    assert (action, thing) == action_object(sentence)


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("对《实施细则》没有要求的情形,支持各部门开展评估", "支持", "各部门开展评估"),
        ("各单位应于六月底前将落实情况报市政府备案", "报", "落实情况"),
        ("会务组负责会场安全保卫工作", "负责", "会场安全保卫工作"),
        ("未参加登记,擅自开展活动的,责令停止活动", "责令", "停止活动"),
        ("承租公共住房的家庭,应当在期满前完成续签工作", "完成", "续签工作"),
        ("项目审批事项清单原则上应与上级清单保持一致", "保持", "一致"),
        ("符合条件的养老机构免征增值税", "免征", "增值税"),
        ("依托平台加强监管,不断提升服务水平", "加强", "监管"),
        ("各县要坚持因地制宜的原则,建立便民服务中心", "建立", "便民服务中心"),
        ("2024年底前将审查周期压缩至4个月以内", "压缩至", "审查周期"),
        ("相关负责人召开专题会议三次", "召开", "专题会议三次"),
        ("企业招用退役士兵,并依法缴纳社会保险的,予以扣减", "扣减", None),
        ("查处违法行为应当遵守规定", "遵守", "规定"),
        ("申请设立机构,应当提交下列材料", "提交", "下列材料"),
        ("列入议程的草案,主席团可以组织讨论", "组织", "讨论"),
        ("执法职责应当公示于办公场所", "公示", "执法职责"),
        ("每季度对重点场所至少检查一次", "检查", "重点场所"),
        ("项目审批采用告知承诺方式办理", "办理", "项目审批"),
        ("建立健全优化营商环境工作机制", "建立健全", "优化营商环境工作机制"),
        ("法院应当通过平台向社会及时公开审理的案件数量", "公开", "审理的案件数量"),
        ("审批时间控制在5个工作日以内", "控制", "审批时间"),
        ("机关制定政策,起草涉及企业的文件,应当听取企业意见", "听取", "企业意见"),
        ("健全容错机制,对符合规定条件的个人,可以免责", "健全", "容错机制"),
        ("供电线路平均停电时间不超过2小时", "不超过", "供电线路平均停电时间"),
        ("严格备案事项办理流程,防止变相审批", "严格", "备案事项办理流程"),
        ("资助费用由县政府每月支付给服务机构", "支付", "资助费用"),
        ("各部门应当及时登记并调查处理,告知举报人", "登记并调查处理", None),
        ("依托现有仓储资源培育公共仓库,支持企业发展", "培育", "公共仓库"),
        ("对现场踏勘、技术审查等程序实施清单管理", "实施", "清单管理"),
        ("机构从事中介活动许可实行告知承诺制", "实行", "告知承诺制"),
        ("各单位应当优化流程、压缩时限", "优化", "流程"),
        ("推广利用网上渠道申请、发放通行证", "推广", "利用网上渠道申请、发放通行证"),
        ("对未完成任务的单位负责人进行约谈", "进行", "约谈"),
        ("法院举行听证的具体规则,按照有关规定执行", "执行", "法院举行听证的具体规则"),
        ("大龄人员申领缴费费用实行先缴后补方式", "实行", "先缴后补方式"),
        ("各地要承担起主体责任", "承担", "主体责任"),
        ("合理确定并动态调整认定标准", "确定并动态调整", "认定标准"),
        ("本市规章应当在公布后三十日内,向常务委员会备案", "备案", "本市规章"),
        ("审批凭证由县政务局收回", "收回", "审批凭证"),
        ("县政府应当会同有关部门组织培训和演练", "组织", "培训和演练"),
        ("在领导小组统筹指导下,县政府要履行主体责任", "履行", "主体责任"),
        ("拓展应用场景", "拓展", "应用场景"),
        ("支持举办各类赛事", "支持", "举办各类赛事"),
        ("对违规线索,要坚决予以查处或及时移送有关单位处理", "查处", "违规线索"),
        ("各部门对本部门的审批事项负责", "负责", "本部门的审批事项"),
        ("最低标准自2025年6月1日起按新标准执行", "执行", "最低标准"),
        ("有条件的家庭也可以自行申请", "申请", "有条件的家庭"),
        ("力争到2023年11月底,在全市推行一业一证改革", "推行", "一业一证改革"),
        ("采用座谈、培训等方法,对工作人员开展业务宣传", "开展", "业务宣传"),
        ("申请应当采用书面形式,载明事项", "采用", "书面形式"),
        ("团体应当有固定的活动场所", "有", "固定的活动场所"),
        ("为保证公平,招聘工作贯彻公开原则", "贯彻", "公开原则"),
        ("应当将有关材料转交援助机构", "转交", "有关材料"),
        ("按照成熟一批,推进一批的原则,持续拓展事项覆盖面", "拓展", "事项覆盖面"),
        ("对认定为完成计划、成效显著的县,在分配资金时给予一定奖励", "给予", "一定奖励"),
        ("各单位应当严格按照《标准》开展互认工作", "开展", "互认工作"),
        ("具体政策由县财政局另行明确", "明确", "具体政策"),
        ("对标先进水平,进行流程再造", "对标", "先进水平"),
        ("(办公室,电话00000)支持企业设立窗口", "支持", "企业设立窗口"),
        ("针对处置不及时、不合理等问题,县政务局要制定处置办法", "制定", "处置办法"),
        ("高度应满足上午9:00后的采光需求", "满足", "上午9:00后的采光需求"),
        ("县财政局根据公示结果将专项资金拨付到账户", "拨付", "专项资金"),
        ("根据机构设置、人员变动情况,县政府决定调整成员", "决定", "调整成员"),
        ("审核通过后,推送至评审办公室", "推送", None),
        ("对违规行为,任何单位和个人有权举报", "举报", "违规行为"),
    ],
)
def test_the_nearest_verb_is_not_always_the_predicate(
    sentence: str, action: str, thing: str | None
) -> None:
    assert (action, thing) == action_object(sentence)


def test_a_verb_behind_its_object_is_found() -> None:
    assert action_object("专利代理师对其签名办理的业务负责")[0] == "负责"


def test_a_word_inside_a_longer_one_or_in_quotation_marks_is_none() -> None:
    assert [w.kind for w in scan("网上报名“加强监管”")] == [NOUN, NOUN]


def test_a_guess_is_told_from_a_sure_reading() -> None:
    assert read("健全议事规则").quality == SURE
    assert read("重点领域取得突破").quality == LIKELY
    assert read("工作机制").quality == 0


def test_word_lists_are_plain_words() -> None:
    for name, words in lexicon("predicates").items():
        assert not [w for w in words if any(c in w for c in "()|[]?*+")], name


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("对成功申报省级园区的乡镇,县财政给予50万元奖励", "给予", "50万元奖励"),
        ("对新引进符合环保标准,且产值达到1亿元的项目进行重点扶持", "进行", "重点扶持"),
        ("对企业参加列入名录的境外展会,以及广交会给予支持", "给予", "支持"),
        ("对信用良好的企业减少检查频次", "减少", "检查频次"),
        ("对重点行业开展检查,对违规的企业给予处罚", "开展", "检查"),
        ("支持高校根据产业需求,探索开展联合培养", "支持", "高校根据产业需求,探索开展联合培养"),
        ("引导社会力量通过捐赠等方式,参与乡村建设", "引导", "社会力量通过捐赠等方式,参与乡村建设"),
        ("支持企业依托园区建设实验平台,提升研发能力", "支持", "企业依托园区建设实验平台"),
        ("支持商户采用灵活机制,引导社区参与服务", "支持", "商户采用灵活机制"),
        ("支持企业依托园区平台,县政府给予场地补贴", "支持", "企业依托园区平台"),
        ("将房租减免、社保缓缴政策,延续实施至2024年底", "延续实施", "房租减免、社保缓缴政策"),
        ("将普惠贷款贴息政策延续执行到年底", "延续执行", "普惠贷款贴息政策"),
        ("将农村公路养护工作,纳入年度考核", "纳入", "农村公路养护工作"),
        ("应将供应商的报价明细纳入评审记录", "纳入", "供应商的报价明细"),
        ("要密切配合,真正取得实效", "配合", None),
        ("反渗透膜应定期更换", "更换", "反渗透膜"),
    ],
)
def test_what_runs_over_a_comma_is_read_whole(
    sentence: str, action: str, thing: str | None
) -> None:
    assert (action, thing) == action_object(sentence)
