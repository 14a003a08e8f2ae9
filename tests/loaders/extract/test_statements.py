"""Kind, force, action and object of a sentence in its place."""

from __future__ import annotations

import pytest

from loaders.extract.statements import (
    Classifier,
    Context,
    action_object,
    classify,
    force,
    items_of,
    section,
)

PLAN = Context("plan", 2023, ("主要任务", "健全机制"))
REPORT = Context("annual_report", 2022, ("主要工作", "强化监督"))


@pytest.mark.parametrize(
    ("sentence", "context", "kind"),
    [
        ("健全议事规则和决策程序", PLAN, "directive"),
        ("健全议事规则和决策程序", REPORT, "achievement"),
        (
            "打造特色品牌",
            Context("annual_report", 2022, ("2023年度主要工作安排", "强化服务")),
            "directive",
        ),
        (
            "打造特色品牌",
            Context("annual_report", 2022, ("2022年工作安排落实情况",)),
            "achievement",
        ),
        ("规范化水平仍有待提升", Context("annual_report", 2022, ("存在的不足和原因",)), "problem"),
        ("坚持统筹兼顾", Context("plan", 2023, ("总体要求", "基本原则")), "context"),
        ("以高质量发展为主线", Context("plan", 2023, (), True), "context"),
        (
            "对此,我县将高度重视,加以解决",
            Context("annual_report", 2022, ("存在问题",)),
            "directive",
        ),
        ("治理能力显著提高", Context("plan", 2023, ("总体目标",)), "context"),
        ("编制年度立法计划", Context("plan", 2023, ("总体目标",)), "directive"),
        (
            "到2024年底,重点领域取得突破",
            Context("plan", 2021, ("总体目标和实施阶段", "集中攻坚阶段")),
            "directive",
        ),
        ("请各单位认真贯彻落实", Context("notice", 2023, (), True), "directive"),
        ("各县要抓紧制定工作方案", Context("notice", 2023, (), True), "directive"),
        ("各部门要坚持以人民为中心,改进作风", Context("plan", 2023, ("基本原则",)), "context"),
        (
            "各地各部门要以新发展理念为指导,统筹推进",
            Context("plan", 2023, ("指导思想",)),
            "context",
        ),
        ("县财政局应合理确定补助规模", Context("plan", 2023, ("基本原则",)), "directive"),
        ("各部门落实情况将纳入考核", Context("notice", 2023, (), True), "context"),
        ("各级部门要抓紧制定工作方案", Context("notice", 2023, (), True), "directive"),
        (
            "研究制定学习发展指南",
            Context("plan", 2023, ("主要任务", "逐步扩展特殊教育服务对象")),
            "directive",
        ),
        (
            "新增管线的费用由县财政承担",
            Context("regulation", 2024, ("分担机制实施原则",)),
            "directive",
        ),
        (
            "县科技局发布申请指南",
            Context("regulation", 2024, ("资助范围和方式", "指南发布")),
            "directive",
        ),
        ("资助资金由县科技局拨付", Context("regulation", 2024, ("资助范围和方式",)), "directive"),
        ("县科技局认定的企业", Context("regulation", 2024, ("资助对象",)), "context"),
        ("补贴对象:符合条件的创业者", Context("other", 2024), "context"),
        ("近年来,我县落实渔业政策,涌现了一批好企业", Context("other", 2024), "achievement"),
        ("希望被命名的企业再接再厉,作出新贡献", Context("other", 2024), "context"),
        ("本条例自2024年1月1日起施行", Context("regulation", 2024, ("附则",)), "context"),
    ],
)
def test_kind(sentence: str, context: Context, kind: str) -> None:
    verdict = classify(sentence, context)
    assert kind == verdict.kind
    assert (verdict.force is not None) == (kind == "directive")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("完善党委依法决策机制", "obligation"),
        ("除有法定依据外,严禁地方政府采取停产停业的措施", "prohibition"),
        ("内部会议纪要不得作为执法依据", "prohibition"),
        ("落实审查制度,坚决禁止滥用行政权力", "obligation"),
        ("结合发展实际,探索推动配套制度建设", "recommendation"),
        ("充分发挥公证制度的作用,鼓励公证机构提供服务", "recommendation"),
        ("加强网络安全教育,引导青少年理性上网", "obligation"),
        ("有条件的地方可以先行先试", "permission"),
        ("允许企业容缺办理", "permission"),
        ("可以当场办结的,应当当场办结", "obligation"),
        ("任何单位和个人不得泄露", "prohibition"),
        ("建设单位取得意见的,可以先期开展施工", "permission"),
        ("符合规定的项目均可实行分期验收", "permission"),
        ("当事人可以自收到决定之日起十日内,向上级机关申请复查", "permission"),
        ("未经批准,审批部门不得将结果设置为前置条件", "prohibition"),
        ("县政府应当引导企业诚信经营", "obligation"),
        ("办理注册手续后,方可开展活动", "obligation"),
        ("体检宜参照录用标准进行", "recommendation"),
        ("因地制宜推进花溪建设", "obligation"),
        ("用胁迫办法取得的证言不能作为定案依据", "prohibition"),
        ("也可以采用分阶段方式,将项目分成两段分别委托单位管理", "permission"),
        ("列入议程的法规案,主席团可以交委员会审议,提出审议意见", "permission"),
        ("可以当场办结的,提供一次办结服务", "obligation"),
        ("物业服务企业应积极支持企业申请补贴", "obligation"),
        ("根据需要可安排有关人员列席会议", "permission"),
        ("商会违反规定的,由登记机关责令改正,可以限期停止活动", "obligation"),
        ("严格规范办事流程,杜绝变相审批", "obligation"),
        ("乡镇人民政府可以根据需要,委托有资质的机构承担", "permission"),
        ("各部门可以结合实际,探索便民措施", "recommendation"),
        ("各部门应当结合实际,探索便民措施", "obligation"),
        ("鼓励社会力量办学,依法给予政策支持", "recommendation"),
        ("对成效明显的乡镇予以优先支持", "obligation"),
        ("各部门要全力支持渔港建设", "obligation"),
        ("居民人均可支配收入增长8%", "obligation"),
    ],
)
def test_force(sentence: str, expected: str) -> None:
    assert expected == force(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("进一步健全议事规则和决策程序", ("健全", "议事规则和决策程序")),
        ("建立健全常态化机制,提升水平", ("建立健全", "常态化机制")),
        ("全面梳理、规范和精简执法事项", ("梳理、规范和精简", "执法事项")),
        ("按照职权法定的原则,科学界定执法司法责任", ("界定", "执法司法责任")),
        ("将法治建设成效纳入考核指标体系", ("纳入", "法治建设成效")),
        ("市司法局要牵头制定实施细则", ("牵头制定", "实施细则")),
    ],
)
def test_action_object(sentence: str, expected: tuple[str, str]) -> None:
    assert expected == action_object(sentence)


def test_section_takes_the_innermost_telling_heading() -> None:
    assert section(Context("plan", 2021, ("总体目标", "实施阶段", "第一步"))) == "stage"
    assert section(Context("plan", 2021, ("主要任务",))) == "none"
    assert section(Context("plan", 2021, ("总体目标",), True)) == "preamble"


@pytest.mark.parametrize(
    ("sentence", "genre", "kind"),
    [
        ("王某某镇综治中心干部", "implementation_plan", "context"),
        ("有稳定的经费来源", "notice", "context"),
        ("乡镇综合行政执法队", "work_points", "context"),
        ("审批时间压缩至三个工作日", "work_points", "directive"),
        ("联席会议制度", "regulation", "context"),
        ("企业登记事项发生变化", "regulation", "context"),
        ("县级民政部门主管养老服务工作", "regulation", "directive"),
        ("使用暴力手段执法的", "regulation", "context"),
        (
            "本细则由市住房和城乡建设局会同市发展和改革委员会、市财政局、市公安局负责解释",
            "regulation",
            "directive",
        ),
        ("报名人员,年龄需在35周岁以下", "regulation", "context"),
        ("经营主体依法享有自主退出协会的权利", "regulation", "context"),
        ("经营者享有经营自主权,任何单位不得干涉", "regulation", "directive"),
        ("某市人民政府关于加强养老服务工作的意见", "opinion", "context"),
        ("律师协会是律师的自律性组织", "regulation", "context"),
        ("某市交通政务服务一次性告知制度", "notice", "context"),
        ("地方性法规实施情况实行报告制度", "regulation", "directive"),
        ("续约率=续约居民数/签约居民数", "implementation_plan", "context"),
        ("登录平台→提交申请→窗口受理", "notice", "context"),
        ("某省科技工作办公室公告第92号", "other", "context"),
        ("符合集中采购限额标准相关规定", "regulation", "context"),
        ("装配式建筑指用预制部件建成的建筑", "other", "context"),
        ("办理业务时,还要带实体证件吗", "other", "context"),
        ("县政府办公室印发《年度工作要点》的通知", "other", "context"),
        ("是否违法设定收费项目", "opinion", "context"),
        ("审查所用时间不计入办理期限", "regulation", "context"),
        ("截至2024年底,全市享受补贴3万人,累计发放约2亿元", "notice", "achievement"),
        ("截至2025年底,确保累计培育企业100家", "notice", "directive"),
        ("学科建设能力体现医院的发展水平,是重要指标", "opinion", "context"),
        ("注:2022年为试点年度", "notice", "context"),
        ("本市对行政许可事项实施清单管理制度", "regulation", "directive"),
        ("县司法局监督管理本行政区域的法律援助工作", "regulation", "directive"),
        ("主要负责人对本单位信访工作负总责", "regulation", "directive"),
        ("对于申报存在差错的,按照容错机制处理", "regulation", "directive"),
        ("印章刻制企业办理人委托书原件", "regulation", "context"),
        ("依法答复信访人的查询,涉及国家秘密的除外", "regulation", "directive"),
        ("服务内容主要包括上门巡诊、随访等服务", "notice", "context"),
        ("服务包分为三类,实行分类签约", "notice", "directive"),
        ("你省请求,将该工程纳入国家规划", "other", "context"),
        ("结合存在的问题,我厅完善了管理系统", "notice", "achievement"),
    ],
)
def test_what_says_no_duty_is_context(sentence: str, genre: str, kind: str) -> None:
    assert kind == classify(sentence, Context(genre, 2023, ("主要内容",))).kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("above", "item", "kind", "bound"),
    [
        ("有下列情形之一的,应当终止调解:", "收取当事人财物", "context", None),
        ("有下列情形之一的,依法给予处分:", "应当公开而不公开的", "context", None),
        ("申请时应当提交下列材料:", "证明经济状况的材料", "context", None),
        ("不得有下列行为:", "收取当事人财物", "directive", "prohibition"),
        ("有下列情形之一的,先行适用简易程序:", "债权人为三十人以下", "context", None),
        ("法院受理下列信访事项:", "应当由法院受理的其他信访事项", "context", None),
        ("有下列情形之一的,应当回避:", "负责人的回避,由县政府决定", "directive", "obligation"),
        ("乡镇人民政府履行下列职责:", "组织矛盾纠纷排查", "directive", "obligation"),
        ("有下列情形之一的,应当终止调解:", "应当书面告知当事人", "directive", "obligation"),
        ("其他事项:", "由各镇确定巡查时间,并填写登记表", "directive", "obligation"),
        ("其他事项:", "由县政府确定的其他事项", "context", None),
        ("下列比例:", "绿地厚度不小于一米的,可按实际面积的二成折算", "directive", "permission"),
        ("结算方式为:", "具体周期由县残联与县财政局确定", "directive", "obligation"),
    ],
)
def test_a_colon_tells_what_its_items_are(
    above: str, item: str, kind: str, bound: str | None
) -> None:
    verdict = Classifier(Context("regulation", 2023, ("总则",))).read(item, items_of(above))
    assert (kind, bound) == (verdict.kind, verdict.force)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("某省科学技术厅关于举办培训班的预通知", "context"),
        ("某市高新技术企业认定管理领导小组办公室", "context"),
        ("专栏3 应急能力提升工程", "context"),
        ("城市污水处理率(%)", "context"),
        ("监测设备类型", "context"),
        ("渔船检验报道应当", "context"),
        ("持续推进", "context"),
        ("加强河湖保护教育", "directive"),
        ("制定人才引进实施方案", "directive"),
        ("成立县创建工作领导小组", "directive"),
        ("开展“一件事”改革", "directive"),
    ],
)
def test_a_line_without_a_stop_may_be_a_mere_name(line: str, kind: str) -> None:
    reader = Classifier(Context("implementation_plan", 2023, ("主要内容",)))
    assert kind == reader.read(line, alone=True).kind
    assert reader.read("加强河湖保护教育", alone=True).rule == "genre.plan"


@pytest.mark.parametrize(
    ("sentence", "action", "thing"),
    [
        ("拒不改正的,处五万元以下的罚款", "处", "五万元以下的罚款"),
        ("情节严重的,处五日以上十日以下拘留", "处", "五日以上十日以下拘留"),
        ("县司法局监督管理全县的法律援助工作", "监督管理", "全县的法律援助工作"),
        ("行政处罚遵循公正、公开的原则", "遵循", "公正、公开的原则"),
        ("对于申报存在差错的,按照有关机制处理", "处理", "申报存在差错"),
    ],
)
def test_rules_tell_in_set_ways(sentence: str, action: str, thing: str) -> None:
    assert action_object(sentence) == (action, thing)


def test_only_a_colon_announces_items() -> None:
    assert items_of("有下列情形之一的,应当终止调解") is None
    assert items_of("一要加强领导:") is None


def test_conditions_and_questions_bind_nobody_without_a_modal_word() -> None:
    place = Context("notice", 2023, ("申请条件",))
    assert classify("具有本市户籍的居民", place).kind == "context"
    assert classify("申请人应当提交书面材料", place).kind == "directive"
    assert section(Context("notice", 2023, ("怎样才能申请补贴?",))) == "question"


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("登录后即可办理", "permission"),
        ("有条件的地方可对渔船保险给予补贴", "permission"),
        ("可带齐资料到窗口办理", "permission"),
        ("经检验合格方可下水作业", "obligation"),
        ("优先将按规定在零售点不得销售的渔药,纳入医院目录", "obligation"),
        ("主席团可以就重大的专门性问题,召集代表讨论", "permission"),
        ("扫描二维码,即可查看附近网点", "permission"),
        ("有条件的镇可借助新技术引进设备,为居民提供服务", "permission"),
        ("各类主体均可依法平等进入渔港", "permission"),
        ("涉及国家秘密的船员名单,可不予公示", "permission"),
        ("渔船许可凭证要及时公示", "obligation"),
        ("可供分配的泊位由渔政部门登记", "obligation"),
    ],
)
def test_what_may_be_done_is_permitted_however_it_is_said(sentence: str, bound: str) -> None:
    assert force(sentence) == bound


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("对行政规范性文件进行全面清理,并向社会公布目录", "directive"),
        ("县政府应当对已建成的人工湿地,明确运营主体", "directive"),
        ("分行业领域发布渡口管理办法", "directive"),
        ("某某省某市平山县多措并举,解决村民出行难", "achievement"),
        ("养殖塘四周的堤岸多为土质", "context"),
    ],
)
def test_below_a_heading_a_phrase_leads_to_a_duty_in_any_genre(sentence: str, kind: str) -> None:
    assert classify(sentence, Context("other", 2023, ("有关事项",))).kind == kind


def test_what_the_other_side_asked_for_commands_nothing() -> None:
    place = Context("other", 2023)
    assert classify("你县请求国家加大对渔港建设的支持力度", place).kind == "context"
    assert classify("预计改造完成后,每年可实现效益一千万元", place).kind == "context"
    assert classify("县政府办正在牵头组织建设渔业网站", place).kind == "achievement"
