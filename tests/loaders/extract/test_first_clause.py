"""Sentences whose first clause says it, though its verb is known by little: goals, verbs without a thing, rows, offices."""

from __future__ import annotations

import pytest

from loaders.extract import actors
from loaders.extract.actions import read
from loaders.extract.statements import Context, classify


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        # a goal with which the sentence opens, not what comes behind it
        ("渔港监控覆盖率达到95%,建成两个示范渔港", "达到", "95%"),
        ("到2027年,渔民法治素养明显提升,每个渔村建成一个宣传点", "提升", "渔民法治素养"),
        ("渔船审查平均天数降至8天以内,网上办理量稳步增长", "降至", "渔船审查平均天数"),
        ("渔船检验率达到95%,给予奖励3万元", "给予", "奖励3万元"),
        # verbs that have no thing
        ("主动与渔业协会对接,推动渔具回收", "对接", None),
        ("要积极与船东沟通,争取理解支持", "沟通", None),
        ("县渔业局应当在三十日内审查完毕,作出决定", "审查完毕", None),
        ("必须对照问题清单,举一反三、全面整改", "整改", None),
        # 先进|行, 应当|面, 和解|决: words that seem to stand where two meet
        ("渔业部门应先进行现场勘验,再按程序审批", "进行", "现场勘验"),
        ("认真梳理和解决渔民反映的问题", "梳理和解决", "渔民反映的问题"),
        # the first verb of a row behind a phrase
        ("不得以任何借口拒绝、推诿渔民来访", "拒绝、推诿", "渔民来访"),
        ("依托渔港平台及时分发、处置渔民投诉", "分发、处置", "渔民投诉"),
        ("从源头减少渔船事故,每季度开展一次检查", "减少", "渔船事故"),
        # 报 whom, behind a date or an adverb
        ("渔船检查结果,6月10日前一律报县渔业局,由县政府公布", "报", "渔船检查结果"),
        ("发现险情的,应在1小时内报县指挥部", "报", "县指挥部"),
        # a report that begins with what else is a verb, and work on one
        ("渔船评估报告于6月底前报县渔业局", "报", "渔船评估报告"),
        ("评估报告于6月底前报县渔业局", "报", "评估报告"),
        ("整改方案于6月10日前报办公室", "报", "整改方案"),
        ("党政主要负责人要带头述法,述法报告于12月底前报县渔业局", "述法", None),
        ("第三季度召开一次渔港联席会议", "召开", "一次渔港联席会议"),
        ("2026—2028年每年遴选5个渔村,并推广应用", "遴选", "5个渔村"),
        ("渔业部门应当按照渔港规划和航道保护实际需要,划定范围", "划定", "范围"),
        ("渔港管理机构依法执法受法律保护,任何单位不得干扰其工作", "干扰", "其工作"),
        ("对没有法律依据的渔业收费一律取消", "取消", "没有法律依据的渔业收费"),
        ("研究制定渔船合同到期后再续签的办法", "研究制定", "渔船合同到期后再续签的办法"),
        ("继续坚持和完善渔业承包责任制", "坚持和完善", "渔业承包责任制"),
        ("承诺办结时限压缩至5个工作日", "压缩", "承诺办结时限"),
    ],
)
def test_first_clause(sentence: str, action: str, thing: str | None) -> None:
    """What is to be done, and to what."""
    found = read(sentence)
    assert (found.action, found.thing) == (action, thing)


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        ("诉讼服务中心每个工作日安排人员值班", ["诉讼服务中心"]),
        ("渔船检验所在受理申请后,应当及时通知船东", ["渔船检验所"]),
        (
            "发展和改革、公安、财政等有关部门,根据职责做好渔港工作",
            ["发展和改革、公安、财政等有关部门"],
        ),
    ],
)
def test_offices_that_begin_like_a_verb(sentence: str, agents: list[str]) -> None:
    """Who acts."""
    assert [sentence[first:stop] for first, stop in actors.find(sentence)] == agents


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("依法应当履行的其他职责", "context"),
        ("目前,个别渔村仍存在台账不全等问题,群众意见很大", "problem"),
        ("法定办结时限:20个工作日", "context"),
        ("应当履行监管职责", "directive"),
        ("应当履行的职责", "context"),
        ("应当认真履行合同约定的义务", "directive"),
    ],
)
def test_what_binds_nobody(sentence: str, kind: str) -> None:
    """The last item of a list of duties, what is wrong, a label."""
    assert classify(sentence, Context("regulation")).kind == kind


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("特殊情况下,县政府可以直接向省政府报告", "报告", None),
        ("渔港经营者应当回收废网并交由渔业机构处置", "回收", "废网"),
        ("渔业企业违反规定,主管部门应当予以制止", "制止", None),
        ("对进入渔船特别审查程序的老旧船舶,落实专人检修", "落实", "专人检修"),
        ("渔业机构应当按照规定时间营业,不得擅自停业", "营业", None),
        ("要按照时限要求挂图作战,督办单位全程跟踪", "挂图作战", None),
        ("未经批准占用渔港岸线", "占用", "渔港岸线"),
        ("将报废渔船转移至指定地点", "转移至", "报废渔船"),
    ],
)
def test_what_only_leads_to_it(sentence: str, action: str, thing: str | None) -> None:
    """What stands before the work, or is handed on behind it."""
    found = read(sentence)
    assert (found.action, found.thing) == (action, thing)


def test_who_breaks_a_rule_does_not_act_beside_another() -> None:
    """Who acts."""
    sentence = "渔业企业违反规定,县渔业局应当予以制止"
    assert [sentence[first:stop] for first, stop in actors.find(sentence)] == ["县渔业局"]


@pytest.mark.parametrize(
    "sentence",
    [
        "联席会议由县长担任召集人,县渔业局局长担任副召集人,其他单位负责人为成员",
        "其他对渔港建设作出贡献的单位和个人",
    ],
)
def test_who_sits_and_who_is_meant_bind_nobody(sentence: str) -> None:
    """Members of a body, the last item of a list."""
    assert classify(sentence, Context("notice")).kind == "context"


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("各责任单位要倒排工期,每月末向县渔业局报送进展", "倒排工期", None),
        ("渔业企业应当及时调离有害作业岗位,并安排体检", "调离", "有害作业岗位"),
        ("各渔业站要大兴调查研究之风,围绕渡口运营找准短板", "大兴", "调查研究之风"),
        ("渔业站不得以罚代管、以罚代刑", "以罚代管、以罚代刑", None),
        ("县渔业局11月底前组织考核,考核结果纳入责任书", "组织", "考核"),
        ("面向渔业重点方向实施渔港攻关工程,加快突破难题", "实施", "渔港攻关工程"),
        ("应当及时将规划的渔港用地进行储备、供应", "储备、供应", "规划的渔港用地"),
        ("运用新媒体等载体创新渔业宣传形式,向渔民普及知识", "创新", "渔业宣传形式"),
        ("不准敲诈、勒索、侵吞渔民的财物", "敲诈、勒索、侵吞", "渔民的财物"),
        ("在渡口内取土、挖石、填埋物品", "取土、挖石、填埋", "物品"),
        ("擅自挖坑、掘土、打桩", "挖坑、掘土、打桩", None),
        ("擅自移动或者损害渡口设施", "移动或者损害", "渡口设施"),
        ("要照单全收、坚决整改、举一反三,提升质效", "照单全收、坚决整改、举一反三", None),
        ("按照渡口评估要点,挂图作战、打表推进,力争年底完成", "挂图作战、打表推进", None),
        ("各渔业站参照执行,并于4月底前将清单报县渔业局", "参照执行", None),
        ("全年收集渡口案例不少于20个,由县渔业局汇编成册", "收集", "渡口案例不少于20个"),
        ("任何船主有权举报工程建设违法行为,投诉渡口事故", "举报", "工程建设违法行为"),
        ("对渔港实施改造和查处违法建设等工作进行监督,并提出建议", "进行", "监督"),
        ("渔业站对渔船安全负总责,分管负责人负主管责任", "负总责", "渔船安全"),
        ("各渔业站要开拓创新,为渡口建设作出贡献", "作出", "贡献"),
    ],
)
def test_a_verb_that_no_list_knows(sentence: str, action: str, thing: str | None) -> None:
    """Behind a modal word nothing but a verb can stand."""
    found = read(sentence)
    assert (found.action, found.thing) == (action, thing)
