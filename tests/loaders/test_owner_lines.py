"""Whose an item is where no label says so: lists of duties, offices named by a title, lines that are nothing but owners."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Record

Read = Callable[..., list[Record]]


def owners(read: Read, text: str) -> dict[str, list[str]]:
    """The last number of each task's path → its owners; those it inherits with a + in front."""
    (record,) = read(f"霜桥县2024年普法工作要点\n{text}")
    return {
        task.path[-1]: [
            "+" * bool(a.inherited_from) + f"{a.role} {a.surface}" for a in task.assignments
        ]
        for task in record.tasks
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "一、加强宣传\n1、各镇要落实责任。\n2、各部门要组织好普法工作。其职责分工为：\n县委宣传部：制订宣传方案。\n教委：负责学校普法。\n公安分局：负责查处案件。\n",
            {"1": [], "2": ["responsible 县委宣传部", "responsible 教委", "responsible 公安分局"]},
        ),
        (
            "一、责任科室及其职责\n（一）办公室职责\n1.负责组织协调；\n2.负责保密审查。\n（二）信息中心职责\n负责网站维护。\n",
            {"(一)": ["responsible 办公室"], "1": ["+responsible 办公室"], "2": ["+responsible 办公室"], "(二)": ["responsible 信息中心"]},
        ),
        (
            "一、加强宣传\n（一）加强解读。\n围绕就业政策开展解读。\n县人社局牵头落实\n围绕财政政策加强公开。\n县财政局、霜桥银监分局分别牵头落实\n",
            {"(一)": ["lead 县人社局", "lead 县财政局", "lead 霜桥银监分局"]},
        ),
        (
            "一、加强宣传\n1.开展解读。\n责任单位：县司法局、县教育局、县税务局（列第一位者为工作牵头单位或汇总单位，下同）\n2.组织培训。\n责任单位：县委党校、县司法局\n",
            {"1": ["lead 县司法局", "responsible 县教育局", "responsible 县税务局"], "2": ["lead 县委党校", "responsible 县司法局"]},
        ),
        (
            "2、小组成员：\n组长：张三\n3、小组主要职责：\n（1）研究重大事项；\n4、小组成员单位及其职责：\n（1）县司法局：负责普法。\n（2）县财政局：按照有关规定，负责落实经费。\n",
            {"(1)": ["responsible 县司法局"], "(2)": ["responsible 县财政局"]},
        ),
        (
            "一、抢险救援\n（一）抢险。县人武部、消防大队、公安局等各救援力量负责搭建帐篷。\n（二）督查。监察部门负责救援工作的组织、协调、调度。\n",
            {"(一)": ["responsible 县人武部", "responsible 消防大队", "responsible 公安局"], "(二)": ["responsible 监察部门"]},
        ),
        (
            "3.商务部门：负责规划摊点。\n4.食品监督管理部门：在过渡期间继续履行协调职责；到位后整治餐馆。\n5.财政部门：负责落实资金。\n6.各成员单位要加强协作。\n",
            {"3": ["responsible 商务部门"], "4": ["responsible 食品监督管理部门"], "5": ["responsible 财政部门"], "6": []},
        ),
        (
            "一、职责任务\n（一）县计委\n1.编制生态县规划，并组织实施。\n2.抓好示范点。\n（二）县经贸委\n1.指导企业清洁生产。\n2.推广循环用水。\n",
            {"(一)": ["responsible 县计委"], "(二)": ["responsible 县经贸委"], "1": ["+responsible 县经贸委"], "2": ["+responsible 县经贸委"]},
        ),
        (
            "霜桥县防汛预案\n2.1.3乡镇指挥机构\n各乡镇应设立防汛指挥机构，负责本地防汛工作。\n2.1.4专家组\n县指挥部成立专家组，为防汛提供技术建议。\n"
            "2.2职责分工\n2.2.1成员单位职责\n县发展和改革局：负责防汛工程投资计划。\n县水利局：负责水情监测。\n",
            {"2.1.3": [], "2.1.4": [], "2.2.1": ["responsible 县发展和改革局", "responsible 县水利局"]},
        ),
        (
            "1、管网改造项目\n由张三丰副县长负责，县住建局牵头，县财政局配合，按照有关要求完善申报材料。\n2、道路改造项目\n由县交通局牵头，尽快完成可行性研究报告。\n",
            {"1": ["lead 县住建局", "cooperate 县财政局"], "2": ["lead 县交通局"]},
        ),
        (
            "一、监管工作\n（三十六）质监部门。\n1.负责监察特种设备。\n2.负责考核人员。\n（三十七）供销部门。\n1.做好物资储存安全管理。\n（三十八）邮政部门。\n1.要严格执行收寄验视制度。\n",
            {"(三十六)": ["responsible 质监部门"], "(三十七)": ["responsible 供销部门"], "(三十八)": ["responsible 邮政部门"],
             "1": ["+responsible 邮政部门"], "2": ["+responsible 质监部门"]},
        ),
        (
            "一、优化服务\n（一）线上事项一次办。\n推行网上办理。\n（二）线下事项就近办。\n推行就近办理。\n（三）特殊群体上门办。\n推行上门办理。\n",
            {"(一)": [], "(二)": [], "(三)": []},
        ),
        (
            "2.3.6 县水利局：负责提供水情资料。\n2.3.7 县气象局：负责人工增雨作业。\n",
            {"2.3.6": ["responsible 县水利局"], "2.3.7": ["responsible 县气象局"]},
        ),
        (
            "一、组织领导\n（一）成员单位职责。各部门职责如下：1.河务部门。组织巡查堤防；负责储备物资。2.气象部门。负责监测暴雨。3.电力部门。保障抢险供电。\n",
            {"1": ["responsible 河务部门"], "2": ["responsible 气象部门"], "3": ["responsible 电力部门"]},
        ),
        (
            "第二章 职责\n第四条 县消防安全委员会应当履行下列消防工作职责：\n（一）制定消防规划。\n第五条 各镇政府负责拆除违法建设，县有关部门全力配合。\n",
            {"第四条": ["responsible 县消防安全委员会"], "(一)": [], "第五条": ["responsible 各镇政府", "cooperate 县有关部门"]},
        ),
        (
            "一、目标分解\n5.农民收入增长8%左右。（工资处、就业中心）\n7.失业率控制在4%。（就业处）\n二、任务分解\n17.继续办好实事。（综合处）\n18.转移劳动力5万人。（就业中心）\n",
            {"5": ["responsible 工资处", "responsible 就业中心"], "7": ["responsible 就业处"], "17": ["responsible 综合处"], "18": ["responsible 就业中心"]},
        ),
        (
            "6.2 应急调查\n县水利局负责水情和汛情的监测。\n6.3 医疗救护\n县卫生局负责组织救治受伤人员。\n县农业局负责动物防疫。\n7 应急保障\n7.1 队伍保障\n县公安局负责组建应急救援队伍。\n各单位要抓好落实。\n",
            {"6.2": ["responsible 县水利局"],
             "6.3": ["responsible 县卫生局", "responsible 县农业局"], "7.1": ["responsible 县公安局"]},
        ),
        (
            "二、强化防治责任\n防治实行属地管理，各镇政府负总责。\n县水利局负责指导防治工作。\n各单位要抓好落实。\n",
            {"二": ["responsible 各镇政府", "responsible 县水利局"]},
        ),
        (
            "（七）卫生部门职责、任务\n1.依法组织体检。\n（八）县公安局主要工作任务：\n1、依法整治车辆。\n协助单位：县交通局\n（九）成员单位职责\n1.按时报送材料。\n六、工作任务\n按时完成整改。\n",
            {"(七)": ["responsible 卫生部门"], "(八)": ["responsible 县公安局"], "1": ["+responsible 县公安局", "cooperate 县交通局"], "六": []},
        ),
    ],
    ids=[
        "a list under an item", "offices in titles", "lines of owners", "the first collects", "duties below bare numbers", "forces and modifiers",
        "most items begin with their owners", "titles over items", "a page cut from a document", "titles above their text",
        "offices over items", "how it is done is no office", "a page of 2.3.6", "glued to one line", "articles", "offices in brackets", "a page that begins with 6.2", "duties to the end", "duties in titles",
    ],
)  # fmt: skip
def test_owners(read: Read, text: str, said: dict[str, list[str]]) -> None:
    assert owners(read, text) == said


def test_items_taken_from_a_longer_list_keep_their_numbers_and_owners(read: Read) -> None:
    text = (
        "一、健全机制\n1.编制目录。（责任单位：县政府办）\n2.审查文件。（责任单位：县司法局）\n"
        "8.评查案卷。（责任单位：县教育局）\n9.培训人员。（责任单位：县委党校）\n"
        "二、加强保障\n20.落实经费。（责任单位：县财政局）\n"
    )
    assert owners(read, text) == {
        "1": ["responsible 县政府办"],
        "2": ["responsible 县司法局"],
        "8": ["responsible 县教育局"],
        "9": ["responsible 县委党校"],
        "20": ["responsible 县财政局"],
    }


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("（责任单位：县直及驻县有关单位，县直、驻县各单位）", ["responsible 县直及驻县有关单位", "responsible 县直、驻县各单位"]),
        ("（责任单位：县司法局牵头，县财政局、县教育局）", ["lead 县司法局", "responsible 县财政局", "responsible 县教育局"]),
        ("（牵头单位：县司法局；成员单位：县财政局、县教育局）", ["lead 县司法局", "cooperate 县财政局", "cooperate 县教育局"]),
        ("【责任单位：县司法局，配合单位：县直各部门；时间：2024年6月】", ["responsible 县司法局", "cooperate 县直各部门"]),
        ("（责任科室：法规科、宣教科；督办：办公室）", ["responsible 法规科", "responsible 宣教科", "supervise 办公室"]),
        ("（县司法局牵头，县财政局、县教育局按职责参加）", ["lead 县司法局", "cooperate 县财政局", "cooperate 县教育局"]),
        ("（县政府督查室负责督办）", ["supervise 县政府督查室"]),
        ("〈牵头：县法制办；参与：各执法单位〉", ["lead 县法制办", "cooperate 各执法单位"]),
        ("【挂点领导：副镇长　牵头：镇水务所｜配合：县水务局】", ["lead 镇水务所", "cooperate 县水务局"]),
    ],
)  # fmt: skip
def test_tags(read: Read, tag: str, said: list[str]) -> None:
    found = owners(read, f"一、加强宣传\n（一）开展培训。{tag}\n（二）开展解读。\n")
    assert found["(一)"] == said


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("编制目录。（责任单位：青石镇党委、政府）", ["青石镇党委", "青石镇政府"]),
        ("编制目录。（责任单位：园区党工委、管委会，县司法局）", ["园区党工委", "园区管委会", "县司法局"]),
        ("编制目录。各镇党委、政府负责编制目录。", ["各镇党委", "各镇政府"]),
        ("编制目录。（责任单位：青石镇党委、镇政府）", ["青石镇党委", "青石镇政府"]),
        ("编制目录。坚持党委领导、政府负责。", []),
    ],
)  # fmt: skip
def test_whose_the_second_body_is(read: Read, text: str, ids: list[str]) -> None:
    (record,) = read(f"霜桥县2024年普法工作要点\n一、加强宣传\n（一）{text}\n（二）开展解读。\n")
    (task,) = (t for t in record.tasks if t.path[-1] == "(一)")
    assert [a.unit_id.rpartition("/")[2] for a in task.assignments] == ids
    assert all(a.unit in a.surface for a in task.assignments)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("会议议定：食堂改造由后勤科牵头，膳食科、财务科配合，6月底前完工。", ["lead 后勤科", "cooperate 膳食科", "cooperate 财务科"]),
        ("设备采购由后勤科承办，财务科保障资金，纪检监察室全程监督。", ["responsible 后勤科", "responsible 财务科", "supervise 纪检监察室"]),
        ("责成宣教科会同护理部对照标准逐条自查。", ["responsible 宣教科", "cooperate 护理部"]),
        ("州水务局主管全州河道管理工作。", ["responsible 州水务局"]),
        ("由县水务局负责，积极协调县财政局落实资金，主动邀请县纪委监委全程监督。", ["responsible 县水务局"]),
        ("教育部门、监管机构和企业主管部门要加强对企业工资分配的指导和监督。", []),
        ("由县教育局牵头，各校要做好防护，县财政局应保障资金。", ["lead 县教育局", "responsible 各校", "responsible 县财政局"]),
        ("审计机关依法对资金使用情况进行监督。", ["supervise 审计机关"]),
        ("法制室负责对执法不规范的部门和个人进行通报。", ["responsible 法制室"]),
        ("抢修由县水务局牵头，县人武部、县消防大队予以支持配合。", ["lead 县水务局", "cooperate 县人武部", "cooperate 县消防大队"]),
        ("联席会议由县检察院牵头，成员单位包括县公安局、县水务局等单位。", ["lead 县检察院", "cooperate 县公安局", "cooperate 县水务局"]),
        ("局机关各科室负责细化措施。（县政府督查室督办）", ["supervise 县政府督查室", "responsible 局机关各科室"]),
        ("由县政府办牵头，各镇人民政府落实。", ["lead 县政府办", "responsible 各镇人民政府"]),
        ("由水务所牵头，会同林业站、经管站逐户核对。", ["lead 水务所", "cooperate 林业站", "cooperate 经管站"]),
        ("由县水务局会同县林业局、县信访局组成联合调查组办理。", ["responsible 县水务局", "cooperate 县林业局", "cooperate 县信访局"]),
        ("各行政执法机关承办本机关的投诉事项。", ["responsible 各行政执法机关"]),
        ("领导小组办公室设在县法制办，县法制办承担日常工作。", ["responsible 县法制办"]),
        ("由县司法局与县法院轮流承办，重大事项随时召开。", ["responsible 县司法局", "responsible 县法院"]),
        ("县司法局承担日常组织工作，县财政局、县教育局予以配合。", ["responsible 县司法局", "cooperate 县财政局", "cooperate 县教育局"]),
        ("由县信访局牵头，县公安分局、县法院按管辖分工负责。", ["lead 县信访局", "responsible 县公安分局", "responsible 县法院"]),
        ("青石镇负责全部拆解，县检察院负责监督并提起公益诉讼。", ["responsible 青石镇", "supervise 县检察院"]),
        ("本办法由县司法局负责解释。", ["responsible 县司法局"]),
        # no owners
        ("本办法的条款由负责人负责解释。", []),
        ("检查费用由县财政局承担，县水务局承担法律责任。", []),
        ("完善制度，自觉接受社会监督。", []),
        ("县政府及其有关部门要加强对库存情况的监督检查。", []),
        ("国务院水务主管部门的规定由企业落实，资金做好保障。", []),
    ],
)  # fmt: skip
def test_sentences(read: Read, sentence: str, said: list[str]) -> None:
    found = owners(
        read, f"一、加强管理\n（一）改善条件。开展检查。{sentence}\n（二）开展解读。做好宣传。\n"
    )
    assert found["(一)"] == said


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("每学期检查一次。——教务处；语文组配合", ["responsible 教务处", "cooperate 语文组"]),
        ("每学期检查一次。——教务处（牵头）　语文组、历史组（配合）", ["lead 教务处", "cooperate 语文组", "cooperate 历史组"]),
        ("每学期检查一次。——团委、德育处", ["responsible 团委", "responsible 德育处"]),
        ("每学期检查一次。——办公室牵头，监察室监督。", ["lead 办公室", "supervise 监察室"]),
        ("每学期检查一次。（政策法规处）（县财政局配合）", ["responsible 政策法规处", "cooperate 县财政局"]),
        # no owners
        ("每学期检查一次。——这是底线", []),
    ],
)  # fmt: skip
def test_what_closes_an_item(read: Read, item: str, said: list[str]) -> None:
    others = "".join(
        f"{n}.开展解读。（县司法局{w}）\n"
        for n, w in enumerate(["负责", "牵头", "办理", "组织", "落实"], 2)
    )
    others = others.replace("办理", "负责").replace("组织", "牵头")
    assert owners(read, f"一、加强宣传\n1.组织自查。{item}\n{others}")["1"] == said


def test_the_first_office_of_a_list_leads_where_the_document_says_so(read: Read) -> None:
    found = owners(
        read,
        "各任务分工中未列明牵头单位的，排在首位的处室为牵头单位。\n一、加强宣传\n1.开展培训。（法规处牵头，宣教处配合）\n2.开展解读。（责任处室：宣教处、法规处）\n",
    )
    assert found["2"] == ["lead 宣教处", "responsible 法规处"]


def test_the_actor_of_a_sentence_says_whose_it_is(read: Read) -> None:
    (record,) = read("霜桥县2024年普法工作要点\n一、加强宣传\n各镇党委和政府要加强领导。\n")
    actors = [a.unit_id or "" for s in record.statements for a in s.actors]
    assert [name.rpartition("/")[2] for name in actors] == ["各镇党委", "各镇政府"]
