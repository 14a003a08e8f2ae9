"""Whose tag it is: layouts, inheritance, standing rules, owners in prose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Record, Span, Task

Read = Callable[..., list[Record]]


def owners(task: Task) -> list[str]:
    return [f"{a.role} {a.unit}" for a in task.assignments]


def one(records: list[Record]) -> Record:
    assert len(records) == 1
    return records[0]


@pytest.mark.parametrize(
    "tag",
    [
        "（牵头单位：\n县司法局；配合单位：县财政局）",
        "（牵头单位：县司法局；配合\n单位：县财政局）",
        "（牵头单位：县司法局；配合单位：县财\n政局）",
        "（牵头单位：县司法局；配合单位：\n— 3 —\n县财政局）",
    ],
    ids=["after the label", "in a label", "in a name", "by a page mark"],
)
def test_a_tag_broken_by_layout_is_one_tag(read: Read, tag: str) -> None:
    text = f"一、总体任务\n（一）健全制度。健全有关制度。{tag}\n（二）加强培训。举办培训班。\n"
    mark = text.find("— 3 —")
    asides = (Span(mark, mark + 5),) if mark >= 0 else ()
    record = one(read(text, asides=asides))
    assert owners(record.tasks[0]) == ["lead 县司法局", "cooperate 县财政局"]
    assert record.tasks[0].path == ("一", "(一)")


def test_label_lines_of_their_own(read: Read) -> None:
    text = (
        "一、推进普法\n完善制度。\n牵头单位：县司法局\n责任单位：县财政局、\n县教育局\n"
        "配合单位：各镇人民政府\n完成时限：2024年12月\n二、其他\n做好保障。\n"
    )
    first = one(read(text)).tasks[0]
    assert owners(first) == ["lead 县司法局", "responsible 县财政局", "responsible 县教育局", "cooperate 各镇人民政府"]  # fmt: skip
    assert str(first.deadline) == "2024-12"


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        # numbered fields of an item
        ("（二）建设学校。\n1.整改措施：修缮校舍。\n2.牵头单位：县教育局\n3.配合单位：县财政局\n4.整改时限：2024年12月\n（三）甲项。\n做好保障。",
         "(二)", "lead 县教育局,cooperate 县财政局"),
        ("（二）建设学校。\n修缮校舍。\n（三）责任单位\n县教育局、各镇人民政府", "一", "responsible 县教育局,responsible 各镇人民政府"),
        ("（二）工作职责\n1.县教育局\n修缮校舍。\n2.县财政局\n落实经费。\n3.各镇人民政府\n做好保障。", "1", "responsible 县教育局"),
        ("（二）建设学校。\n修缮校舍。\n（三）整改实施主体\n云岭园区党工委、管委会", "一", "responsible 云岭园区党工委,responsible 管委会"),
        ("（二）建设学校。\n1.县教育局：会同县财政局负责修缮校舍。\n2.县水利局：负责供水。", "1", "responsible 县教育局"),
        # titles that are no names
        ("（二）工作职责\n1.县教育局\n修缮校舍。\n2.落实经费\n落实经费。\n3.做好保障\n做好保障。", "1", ""),
    ],
    ids=["numbered labels", "titled label", "units as titles", "park", "with another", "one of three titles"],
)  # fmt: skip
def test_labels_and_names_that_are_items(read: Read, lines: str, path: str, expected: str) -> None:
    record = one(read(f"霜桥县工作方案\n一、建设\n（一）甲项。\n做好保障。\n{lines}\n"))
    named = [owners(task) for task in record.tasks if task.path[-1] == path]
    assert ",".join(owner for owned in named for owner in owned) == expected


def test_a_headings_tag_is_inherited_and_says_from_where(read: Read) -> None:
    text = (
        "一、推进依法行政（牵头单位：县政府办）\n1.优化流程。压减材料。\n"
        "2.规范执法。开展评查。（责任单位：县司法局）\n二、其他\n做好保障。\n"
    )
    tasks = {task.path: task for task in one(read(text)).tasks}
    section, first, second = tasks[("一",)], tasks[("一", "1")], tasks[("一", "2")]
    assert owners(section) == ["lead 县政府办"] and section.assignments[0].inherited_from is None
    assert owners(first) == ["lead 县政府办"] and first.assignments[0].inherited_from == section.id
    assert owners(second) == ["responsible 县司法局"]
    assert tasks[("二",)].assignments == ()


PARTED = (
    "一、任务\n（一）甲项。做好甲项。完善台账。（责任单位：县司法局、县财政局）开展评查。（牵头单位：县司法局；"
    "责任单位：县教育局）\n（二）乙项（责任单位：县公安局）。做好乙项。落实保障。（责任单位：县民政局）\n"
    "（三）丙项。做好丙项。\n牵头单位：县司法局\n责任单位：县公安局\n"
)


def test_each_of_several_tags_covers_its_own_sentences(read: Read) -> None:
    record = one(read(PARTED))
    said = {s.id: s.text for s in record.statements}
    first, second, third = record.tasks
    covers = {(a.role, a.unit): [said[one] for one in a.covers] for a in first.assignments}
    assert covers == {
        ("responsible", "县司法局"): ["做好甲项", "完善台账"],
        ("responsible", "县财政局"): ["做好甲项", "完善台账"],
        ("lead", "县司法局"): ["开展评查"],
        ("responsible", "县教育局"): ["开展评查"],
    }
    # one tag right behind the heading, one at the end; labels one behind the other: all speak of the whole
    assert all(a.covers == () for task in (second, third) for a in task.assignments)


def test_a_line_of_a_list_of_duties_begins_with_its_owner(read: Read) -> None:
    text = (
        "一、指导原则\n（一）工作职责\n县司法局、县财政局：落实普法经费保障。\n县公安局：积极配合做好秩序维护。\n"
        "二、保障\n填报单位：填报日期。坚持统筹：完善工作机制。\n"
    )
    record = one(read(text))
    (task,) = [task for task in record.tasks if task.assignments]
    assert owners(task) == ["responsible 县司法局", "responsible 县财政局", "cooperate 县公安局"]
    said = {s.id: s.text for s in record.statements}
    assert [said[a.covers[0]][:4] for a in task.assignments] == ["县司法局", "县司法局", "县公安局"]


def test_whom_a_sentence_names_has_that_sentence(read: Read) -> None:
    text = (
        "第一条 县司法局负责普法规划的编制工作。健全考核机制。县财政局负责安排普法经费。县司法局应当公布结果。\n"
        "第二条 推进校园普法。此项工作由县教育局负责。\n第三条 县公安局负责交通安全宣传。\n"
    )
    record = one(read(text))
    said = {s.id: s.text for s in record.statements}
    covers = {
        a.unit: [said[one] for one in a.covers] for task in record.tasks for a in task.assignments
    }
    assert covers == {
        "县司法局": ["县司法局负责普法规划的编制工作", "健全考核机制", "县司法局应当公布结果"],
        "县财政局": ["县财政局负责安排普法经费"],
        "县教育局": [],
        "县公安局": [],
    }


def test_a_standing_rule_reaches_later_tasks_only(read: Read) -> None:
    text = (
        "一、任务\n（一）甲项。做好甲项。（责任单位：县司法局、县财政局）\n"
        "（二）乙项。做好乙项。（责任单位：县教育局、县公安局，列第一位者为牵头单位，下同）\n"
        "（三）丙项。做好丙项。（责任单位：县民政局、县公安局）\n"
    )
    tasks = one(read(text)).tasks
    assert [owners(task) for task in tasks] == [
        ["responsible 县司法局", "responsible 县财政局"],
        ["lead 县教育局", "responsible 县公安局"],
        ["lead 县民政局", "responsible 县公安局"],
    ]
    assert tasks[2].assignments[0].rule == "tag.standing.first-leads"


def test_a_county_that_is_responsible_is_no_strange_word(read: Read) -> None:
    title, items = (
        "宣城市2024年法治建设工作要点\n",
        "做好甲项。（牵头单位：市司法局；责任单位：泾县、郎溪县）\n",
    )
    record = one(read(f"{title}一、任务\n（一）甲项。{items}"))
    assert owners(record.tasks[0]) == ["lead 市司法局", "responsible 泾县", "responsible 郎溪县"]
    assert "unknown_unit" not in {w.code for w in record.warnings}


def test_empty_items_and_strange_words_are_warned_about(read: Read) -> None:
    strange = "切合实际把各项年度工作任务细化分解到每一名具体工作同志身上去"
    text = f"一、任务\n（一）甲项。做好甲项。（牵头单位：、县司法局；配合单位：{strange}）\n"
    record = one(read(text))
    assert owners(record.tasks[0]) == ["lead 县司法局"]
    codes = {w.code: text[w.span.start : w.span.end] for w in record.warnings if w.span}
    assert codes["empty_item"] == "、"
    assert codes["unknown_unit"] == strange


@pytest.mark.parametrize(
    ("name", "known"), [("松江区", True), ("共青团中央", True), ("霁川国际陆港", False)]
)
def test_a_place_below_the_documents_own_is_no_strange_owner(
    read: Read, name: str, known: bool
) -> None:
    text = f"上海市2023年普法工作要点\n一、任务。做好任务。（责任单位：市司法局、{name}、青浦区政府）\n"
    record = one(read(text))
    assert len(record.tasks[0].assignments) == 3
    assert ("unknown_unit" in {w.code for w in record.warnings}) != known


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由县司法局牵头，县财政局配合，做好统筹。", ["lead 县司法局", "cooperate 县财政局"]),
        ("县司法局负责统筹普法工作。", ["responsible 县司法局"]),
        ("普法规划由普法主管部门负责编制。", ["responsible 普法主管部门"]),
        ("县司法局会同县财政局负责统筹。", ["responsible 县司法局", "cooperate 县财政局"]),
        ("会同县财政局负责物资储备工作。", []),
        ("县司法局会同县财政局制定办法。", ["responsible 县司法局", "cooperate 县财政局"]),
        (
            "补助标准由县民政局会同县财政局、县残联等部门适时提出。",
            ["responsible 县民政局", "cooperate 县财政局", "cooperate 县残联"],
        ),
        ("普法工作实行政府组织、部门分工负责。", []),
        # what stands in front of the verb is no name alone
        ("变更规划应当经城市、县人民政府规划主管部门负责审核。", []),
        ("县人民政府有关部门商设区的市人民政府负责认定。", []),
        ("县其他有关部门依照职责负责监督。", []),
        ("认证机构及其人员对认证结果负责。", []),
        ("河道治理由县水利局负责组织。", ["responsible 县水利局"]),
        ("县局授权各分局负责名单列入工作。", ["responsible 各分局"]),
        ("县局不再授权各分局负责名单列入工作。", []),
        ("企业可以授权代理公司负责申报。", []),
        ("各级林业部门的信用监管机构负责宣传。", ["responsible 各级林业部门的信用监管机构"]),
        (
            "由作出处罚决定的林业部门的业务机构负责受理。",
            ["responsible 作出处罚决定的林业部门的业务机构"],
        ),
        ("环境保护主管部门应当依法负责水源保护。", ["responsible 环境保护主管部门"]),
        (
            "乡、镇人民政府和街道办事处负责宣传工作。",
            ["responsible 乡、镇人民政府", "responsible 街道办事处"],
        ),
        (
            "市、县人民政府财政部门与街道办事处负责宣传工作。",
            ["responsible 市、县人民政府财政部门", "responsible 街道办事处"],
        ),
        # fields that share their noun are one class
        ("教育、卫生健康主管部门会同有关部门制定办法。", ["responsible 教育、卫生健康主管部门"]),
        (
            "水利、财政部门应当会同县供电公司完善标准。",
            ["responsible 水利、财政部门", "cooperate 县供电公司"],
        ),
        (
            "县教育局会同发展改革、经济和信息化等部门制定办法。",
            ["responsible 县教育局", "cooperate 发展改革、经济和信息化等部门"],
        ),
        (
            "县水务局牵头，财政、公安等部门配合，加快建设。",
            ["lead 县水务局", "cooperate 财政、公安等部门"],
        ),
        (
            "设区的市、县（市、区）商务主管部门负责协调。",
            ["responsible 设区的市、县(市、区)商务主管部门"],
        ),
        (
            "省、自治区、直辖市人民政府司法行政部门负责考核。",
            ["responsible 省、自治区、直辖市人民政府司法行政部门"],
        ),
        (
            "镇人民政府、街道办事处负责养老服务的组织实施、资金申请等工作。",
            ["responsible 镇人民政府", "responsible 街道办事处"],
        ),
        (
            "县司法局会同自治区财政厅、自然资源厅，县统计局等部门制定办法。",
            ["responsible 县司法局", "cooperate 自治区财政厅", "cooperate 自然资源厅"],
        ),
        ("迎检工作由县委依法治县办统筹，做好准备。", ["responsible 县委依法治县办"]),
        ("县法治小组制定要点，日常工作由县司法局承担。", ["responsible 县司法局"]),
        ("制定修缮方案，所需费用由县财政局承担。", []),
        ("制定清单，由镇司法所具体抓落实。", ["responsible 镇司法所"]),
        (
            "县建设局负责验收，县公安局、县水利局按照各自职责移交处罚权。",
            ["responsible 县建设局", "responsible 县公安局", "responsible 县水利局"],
        ),
        ("由校办公室牵头修订章程，工会做好组织配合工作。", ["lead 校办公室", "cooperate 工会"]),
        (
            "县纪委监委机关会同县委组织部、县信访局对推诿扯皮的责任人追责。",
            ["responsible 县纪委监委机关", "cooperate 县委组织部", "cooperate 县信访局"],
        ),
        (
            "镇平安办要会同派出所、镇司法所深入开展排查行动。",
            ["responsible 镇平安办", "cooperate 派出所", "cooperate 镇司法所"],
        ),
        ("各部门主要负责人要亲自抓、负总责，细化举措。", []),
        ("请县人社局会同有关部门制定办法。", ["responsible 县人社局"]),
        ("县司法局会同有关部门建设信息平台。", ["responsible 县司法局"]),
        ("县司法局强调：落实普法责任。", []),
        ("坚持问题导向：完善工作机制。", []),
        (
            "县司法局会同县财政局、自然资源局、县民政局制定办法。",
            [
                "responsible 县司法局",
                "cooperate 县财政局",
                "cooperate 自然资源局",
                "cooperate 县民政局",
            ],
        ),
        (
            "县财政局会同县有关部门（单位），及时清算费用。",
            ["responsible 县财政局", "cooperate 县有关部门(单位)"],
        ),
        ("推进殡葬事业与社会同步发展，县文明委会同意后实施。", []),
        ("材料报县司法局会同县财政局审核。", []),
        ("县司法局会同有关部门共同查处，严禁拖延。", ["responsible 县司法局"]),
        (
            "县发改局、县粮食局按照各自职责，负责市场供应。",
            ["responsible 县发改局", "responsible 县粮食局"],
        ),
        (
            "县人民代表大会常务委员会办公室负责登记备案。",
            ["responsible 县人民代表大会常务委员会办公室"],
        ),
        ("县热线服务中心（以下简称县热线）负责转办诉求。", ["responsible 县热线服务中心"]),
        (
            "各镇政府、工业园区管委会（以下简称镇（街）、园区管委会）对渡口监管负总责。",
            ["responsible 各镇政府", "responsible 工业园区管委会"],
        ),
        ("县航运局主管全县渡口工作，负责组织实施本办法。", ["responsible 县航运局"]),
        ("渡口由县航运中心进行经办管理，负责登记和日常管理。", ["responsible 县航运中心"]),
        (
            "自由贸易试验区管委会主管全区渡口工作，负责组织实施本办法。",
            ["responsible 自由贸易试验区管委会"],
        ),
        (
            "县财政局负责安排预算，县审计局负责审计监督。",
            ["responsible 县财政局", "responsible 县审计局"],
        ),
        ("县工信局是专项资金的主管部门，负责组织申报。", ["responsible 县工信局"]),
        ("县教育局作为普法的牵头单位，要加强统筹协调。", ["lead 县教育局"]),
        ("县财政局：负责安排预算。", ["responsible 县财政局"]),
        (
            "县委依法治县办、县经信局负责统筹协调。",
            ["responsible 县委依法治县办", "responsible 县经信局"],
        ),
        ("县法律援助中心在县司法局领导下，具体负责组织援助。", ["responsible 县法律援助中心"]),
        ("领导小组办公室设在县司法局，负责日常工作。", ["responsible 领导小组办公室"]),
        (
            "县人社局牵头，各镇人社部门参加，建立联席会议制度。",
            ["lead 县人社局", "cooperate 各镇人社部门"],
        ),
        (
            "县水利局应加强统一规划，在开发水源时，应注意生态影响，会同县财政局做好保护工作。",
            ["responsible 县水利局", "cooperate 县财政局"],
        ),
        ("县水利局应加强监督管理，提出建设规划，负责组织验收。", ["responsible 县水利局"]),
        ("县水利局应加强监督管理，落实专职人员，负责信息报送。", []),
        ("县水利局应加强监督管理，成立渡口抢险指挥部，负责指挥调度。", []),
        (
            "省人民政府管理专利工作的部门负责本省的专利代理管理。",
            ["responsible 省人民政府管理专利工作的部门"],
        ),
        (
            "县渡口办会同县教育局依照法律、“三定”规定明确分工。",
            ["responsible 县渡口办", "cooperate 县教育局"],
        ),
        (
            "县住建局负责监督管理，其所属的县燃气管理处具体负责日常工作。",
            ["responsible 县住建局", "responsible 县燃气管理处"],
        ),
        ("县渡口办将会同县供电公司开展检查。", ["responsible 县渡口办", "cooperate 县供电公司"]),
        ("由县残联会同县财政局核准补助费用后支付。", ["responsible 县残联", "cooperate 县财政局"]),
        ("各镇人民政府配合县工信局做好申报工作。", ["cooperate 各镇人民政府"]),
        ("专家评审会的组织工作由县工信局负责。", ["responsible 县工信局"]),
        ("县政务服务局负责制发综合凭证。", ["responsible 县政务服务局"]),
        ("各项任务牵头、责任单位要研究推进措施。", []),
        ("市、县（区）财政部门负责监督。", ["responsible 市、县(区)财政部门"]),
        ("由采购人委托采购代理机构负责组织。", []),
        ("国务院有关部门负责制发的电子证照，按其规定使用。", []),
        ("行政复议机关负责法制工作的机构应当审查申请。", []),
        ("各领域牵头单位要主动作为。", []),
        ("多个部门的检查，明确由一个部门组织实施。", []),
        ("取消的事项不得转由行业协会组织实施。", []),
        ("治理工程由各部门分工协作组织实施。", []),
        ("完善政府负责、部门配合的机制。", []),
        ("各市政府应当指定专门机构负责管理。", []),
        ("信访工作机构代表本机关负责信访工作。", []),
        ("支持企业牵头组建创新联合体。", []),
        ("本县建立健全县人民政府牵头的协调机制。", []),
        ("制作该信息的行政机关负责公开。", []),
        ("由牵头部门负责统筹推进。", []),
        ("充分发挥领导小组作用，牵头抓总。", []),
        ("各单位主要负责人要亲自抓。", []),
        (
            "联席会议由县教育局、县民政局、县财政局组成，县教育局为牵头单位，县民政局为配合单位。",
            ["lead 县教育局", "cooperate 县民政局"],
        ),
        ("县数据局为牵头单位，联席会议办公室设在县数据局。", ["lead 县数据局"]),
        (
            "展会由多家协会参加，县商务局为主办单位，县贸促会为协办单位。",
            ["lead 县商务局", "cooperate 县贸促会"],
        ),
        ("由县司法局牵头会同县财政局组织实施。", ["lead 县司法局", "cooperate 县财政局"]),
        ("县司法局牵头，会同县财政局制定方案。", ["lead 县司法局", "cooperate 县财政局"]),
        ("由县司法局负责牵头抓总，县财政局配合做好落实。", ["lead 县司法局", "cooperate 县财政局"]),
        (
            "县司法局、县财政局要按照职责分工抓好落实。",
            ["responsible 县司法局", "responsible 县财政局"],
        ),
        (
            "县公安局：负责维护秩序，会同县交警大队疏导交通，县城管局予以协助。",
            ["responsible 县公安局", "cooperate 县交警大队", "cooperate 县城管局"],
        ),
        (
            "县教育局牵头组织，各中心小学抓具体落实。",
            ["lead 县教育局", "responsible 各中心小学"],
        ),
        ("其他部门按照职责做好公开工作。", []),
        ("首办部门为牵头单位，逗号前为牵头单位。", []),
        ("2023年，县教育局被评为牵头单位。", []),
    ],
)
def test_owners_in_prose(read: Read, sentence: str, expected: list[str]) -> None:
    record = one(read(f"一、总体任务\n{sentence}\n二、其他任务\n做好保障。\n"))
    found = [owners(task) for task in record.tasks if task.path == ("一",)]
    assert found == [expected] or (not found and not expected)


def test_later_paragraphs_name_owners_but_not_at_the_documents_end(read: Read) -> None:
    text = (
        "霜桥县工作方案\n一、职责\n各单位要履行职责。\n县财政局负责安排预算。\n县残联会同县民政局复核资格。\n"
        "二、要求\n各单位要抓好落实。\n县司法局负责解释。\n"
    )
    tasks = {task.path: owners(task) for task in one(read(text)).tasks}
    assert tasks[("一",)] == ["responsible 县财政局", "responsible 县残联", "cooperate 县民政局"]
    assert tasks[("二",)] == []


def test_a_list_of_duties_names_its_owner_before_the_colon(read: Read) -> None:
    text = (
        "第一条 县财政局负责以下事项：\n（一）安排预算；\n（二）拨付资金。\n"
        "第二条 县工信局履行下列职责：\n（一）组织申报；\n（二）组织评审。\n"
        "第三条 县级以上人民政府司法行政部门依法开展下列工作：\n（一）组织案卷评查；\n（二）协调执法争议。\n"
        "第四条 申请人应当提交下列材料：\n（一）申请书；\n（二）身份证明。\n"
    )
    tasks = {task.path: owners(task) for task in one(read("霜桥县专项资金管理办法\n" + text)).tasks}
    assert tasks[("第一条",)] == ["responsible 县财政局"]
    assert tasks[("第二条",)] == ["responsible 县工信局"]
    assert tasks[("第三条",)] == ["responsible 县级以上人民政府司法行政部门"]
    assert tasks[("第一条", "(一)")] == [] and not tasks.get(("第四条",))


@pytest.mark.parametrize(
    ("opening", "owner"),
    [
        ("县政务服务局是热线工作的行政主管部门，主要职责是：", "县政务服务局"),
        ("县信访局是开展信访工作的专门机构，履行下列职责：", "县信访局"),
        ("县热线中心，具体实施热线工作，主要职责包括：", "县热线中心"),
    ],
)
def test_the_body_that_opens_a_list_of_duties_owns_it(read: Read, opening: str, owner: str) -> None:
    text = f"霜桥县热线管理办法\n第一条 {opening}\n（一）受理诉求；\n（二）转办诉求。\n"
    tasks = {task.path: owners(task) for task in one(read(text)).tasks}
    assert tasks[("第一条",)] == [f"responsible {owner}"]


def test_a_unit_as_heading_owns_what_it_is_said_to_do(read: Read) -> None:
    text = (
        "一、职责分工\n（一）县财政局：负责安排预算。\n（二）县审计局。负责审计监督。\n"
        "（三）县公安局、县交通局：配合做好检查。\n（四）县司法局：加强监督。\n"
    )
    tasks = {task.path[-1]: owners(task) for task in one(read("霜桥县工作方案\n" + text)).tasks}
    assert tasks["(一)"] == ["responsible 县财政局"] and tasks["(二)"] == ["responsible 县审计局"]
    assert tasks["(三)"] == ["cooperate 县公安局", "cooperate 县交通局"]
    assert tasks["(四)"] == ["responsible 县司法局"]


def test_a_label_line_behind_several_items_closes_their_section(read: Read) -> None:
    text = "霜桥县学习制度\n一、学习内容\n（1）法律法规。\n（2）政策文件。\n责任科室：法规科牵头，各科室配合\n"
    record = one(read(text))
    tasks = {task.path: task for task in record.tasks}
    assert owners(tasks[("一",)]) == ["lead 法规科", "cooperate 各科室"]
    assert all(a.inherited_from for p, t in tasks.items() if len(p) == 2 for a in t.assignments)


def test_a_clause_in_brackets_names_nobody(read: Read) -> None:
    text = "霜桥县方案\n一、排查整治\n各镇（小散工程排查由各镇主管部门组织各村实施），严格检查。\n"
    assert not [a for task in one(read(text)).tasks for a in task.assignments]


def test_a_list_before_its_rule_may_hold_a_name_we_do_not_know(read: Read) -> None:
    tag = "〔县政府办公室，县发展改革委、县财政局、县司法局、县产业园区。逗号前为牵头单位，下同〕"
    task = one(read(f"霜桥县工作要点\n（一）激发活力。优化服务。{tag}\n")).tasks[0]
    assert owners(task)[0] == "lead 县政府办公室" and len(task.assignments) == 5


def test_a_label_line_is_its_items_where_each_item_has_one(read: Read) -> None:
    text = (
        "霜桥县工作要点\n一、宣传\n（一）开展宣讲。\n责任单位：县司法局\n（二）编印读本。\n责任单位：县教育局\n"
        "二、检查\n（一）开展自查。\n（二）开展抽查。\n责任单位：县财政局\n"
    )
    tasks = {task.path: owners(task) for task in one(read(text)).tasks}
    assert tasks[("二", "(二)")] == ["responsible 县财政局"]
    assert not tasks.get(("二", "(一)")) and not tasks.get(("二",))


def test_in_a_list_of_duties_each_title_that_is_a_name_owns_its_item(read: Read) -> None:
    text = (
        "一、职责分工\n1.县公安局：负责维护秩序。\n2.县水利局：提供水情信息，会商研判。\n"
        "3.县文旅局：依托景区开展宣传。\n4.县民政局：负责救助工作。\n二、其他\n做好保障。\n"
    )
    tasks = [t for t in one(read(text)).tasks if t.path[0] == "一"]
    assert [owners(t) for t in tasks] == [
        ["responsible 县公安局"],
        ["responsible 县水利局"],
        ["responsible 县文旅局"],
        ["responsible 县民政局"],
    ]


def test_items_of_one_paragraph_end_with_their_labels(read: Read) -> None:
    text = (
        "霜桥市工作方案\n一、主要任务\n1.加强监管。健全机制。责任单位：市委组织部、市科技局。"
        "2.优化服务。推行网办。责任单位：市财政局。3.加强宣传。责任单位：市委宣传部。\n"
    )
    assert [(t.path[-1], owners(t)) for t in one(read(text)).tasks] == [
        ("1", ["responsible 市委组织部", "responsible 市科技局"]),
        ("2", ["responsible 市财政局"]),
        ("3", ["responsible 市委宣传部"]),
    ]


def test_the_last_section_gives_duties_in_every_paragraph(read: Read) -> None:
    text = (
        "关于成立领导小组的通知\n一、主要职责\n负责统筹协调。\n二、工作机构及职责\n办公室设在市水利局。\n"
        "市水利局负责组织实施。\n各县（区）政府是工程实施的责任主体。\n市财政局负责落实资金。\n"
    )
    (last,) = [t for t in one(read(text)).tasks if t.path == ("二",)]
    names = ["市水利局", "各县（区）政府", "市财政局"]
    assert [a.surface for a in last.assignments] == names


def test_the_first_of_bare_names_leads_where_their_bracket_says_so(read: Read) -> None:
    text = (
        "霜桥市分工方案\n一、调整结构（市发改委总牵头）\n"
        "1.制订控制方案。（市经信局、市发改委。列第一位者为牵头部门，下同）\n2.加强监测。（市司法局、市政府各委、办、局）\n"
    )
    tasks = {t.path: owners(t) for t in one(read(text)).tasks}
    assert tasks[("一", "1")] == ["lead 市经信局", "responsible 市发改委"]
    assert tasks[("一", "2")] == ["lead 市司法局", "responsible 市政府各委、办、局"]


@pytest.mark.parametrize(
    ("item", "owners"),
    [
        ("改造老旧校舍3处。（县财政局、茶坪乡）", "县财政局 茶坪乡"),
        ("改造老旧校舍3处。（县财政局、松源街道，10月底前完成）", "县财政局 松源街道"),
        ("改造老旧校舍3处。（茶坪乡人民政府、县水利局）", "茶坪乡人民政府 县水利局"),
        ("改造老旧校舍3处。（党政办、渭坪司法所）", "党政办 渭坪司法所"),
        ("改造老旧校舍3处。（县教育局、霁川一中）", "县教育局 霁川一中"),
        ("改造老旧校舍3处（县财政局、县水利局）。", "县财政局 县水利局"),
        ("加强部门联动，会同有关部门（县财政局、县水利局）。", ""),
        ("在溪口建设广场1处，责任单位为渭坪司法所，配合单位为溪口村委会。", "渭坪司法所 溪口村委会"),
        ("改造老旧校舍3处。（责任领导：张某 责任单位：县教育局、县财政局 完成时限：6月底）", "县教育局 县财政局"),
        ("改造老旧校舍3处。由县教育局主抓，县财政局配合。", "县教育局 县财政局"),
        ("改造老旧校舍3处，由县教育局主办，县财政局协办。", "县教育局 县财政局"),
        ("改造老旧校舍3处。（县教育局负总责，县财政局具体负责）", "县教育局 县财政局"),
        ("县教育局对校舍安全负总责。", "县教育局"),
    ],
)  # fmt: skip
def test_owners_as_counties_and_towns_write_them(read: Read, item: str, owners: str) -> None:
    """县财政局、茶坪乡 was no list of owners, as one of the two bears no level word, and the item no task."""
    head = "霁川县2025年工作要点\n一、重点任务\n1.规范公开。（责任单位：县政府办）\n"
    (record,) = read(f"{head}2.{item}\n3.加强监督。（县财政局、县审计局）\n")
    named = [a.unit for t in record.tasks if t.path[-1] == "2" for a in t.assignments]
    assert " ".join(named) == owners
