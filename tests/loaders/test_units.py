"""Units: spellings merged with their reason, places by level, relative names, what never becomes a place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Assignment, Record, Unit

Read = Callable[..., list[Record]]


def document(read: Read, title: str, *tags: str, body: str = "", tail: str = "") -> Record:
    """A document with one task for each tag."""
    numbers = "一二三四五六七八九"
    items = "".join(
        f"（{n}）任务{n}。做好任务{n}。（{t}）\n" for n, t in zip(numbers, tags, strict=False)
    )
    (record,) = read(f"{title}\n一、重点任务\n{body}{items}{tail}")
    return record


def assigned(record: Record) -> list[Assignment]:
    return [a for task in record.tasks for a in task.assignments]


def unit(record: Record, id_: str) -> Unit:
    return next(u for u in record.units if u.id == id_)


def test_spellings_of_one_department_are_one_unit(read: Read) -> None:
    record = document(
        read,
        "清远市2023年工作要点",
        "牵头单位：市发改委",
        "牵头单位：市发展改革委",
        "牵头单位：市发展和改革委员会",
    )
    found = assigned(record)
    assert {a.unit_id for a in found} == {"unit/441800/发展改革委"}
    assert {a.unit_label for a in found} == {"清远市发展改革委"}
    assert {a.unit for a in found} == {"市发展和改革委员会"}  # the longest form of the document
    assert [a.normalised for a in found] == ["abbreviation", "abbreviation", None]
    whole = unit(record, "unit/441800/发展改革委")
    assert set(whole.alt_labels) == {"市发改委", "市发展改革委", "市发展和改革委员会"}
    assert len(whole.spans) == 3 and len(whole.merged_because) == 2


@pytest.mark.parametrize(
    ("short", "sentence", "whole"),
    [
        ("草原司", "由草原管理司、县司法局负责解释。", "草原管理司"),
        ("规财司", "由规划财务司、县司法局负责解释。", "规划财务司"),
        ("安环部", "由安全环保部、县司法局负责解释。", "安全环保部"),
        ("县法制办", "县政府法制办公室应当备案审查。", "县政府法制办公室"),
        ("县政府办", "县政府研究室应当开展调研。", "县政府办"),
        ("物业公司", "由物业管理公司、县司法局负责解释。", "物业公司"),
        ("县规划资源局", "由县规划和自然资源局、县司法局负责编制。", "县规划和自然资源局"),
        ("县审批局", "由县行政审批局、县司法局负责解释。", "县行政审批局"),
        ("县交通局", "数据由县交通运输局提供。", "县交通运输局"),
        # two bureaus, two sections, and what is no bureau
        ("县水利局", "由县水利工程管理局、县司法局负责解释。", "县水利局"),
        ("法规科", "由法规执法科、县司法局负责解释。", "法规科"),
        ("政务部门", "由政务数据部门、县司法局负责解释。", "政务部门"),
        ("县教育局", "由县教育考试局、县司法局负责解释。", "县教育局"),
        ("税务局", "由税务总局、县司法局负责解释。", "税务局"),
        # the house stands in both
        (
            "市场监管厅标准化处",
            "由市场监督管理厅标准化处、县司法局负责解释。",
            "市场监督管理厅标准化处",
        ),
        # of a name with its place, the characters of the place abbreviate nothing
        ("霁州省民政厅", "由霁州省人民政府办公厅、县司法局负责解释。", "霁州省民政厅"),
        (
            "霁州省规划资源厅",
            "由霁州省规划和自然资源厅、县司法局负责解释。",
            "霁州省规划和自然资源厅",
        ),
    ],
)
def test_who_acts_says_what_a_short_name_means(
    read: Read, short: str, sentence: str, whole: str
) -> None:
    text = f"霁川县2023年工作要点\n一、重点任务\n（一）做好任务。（牵头单位：{short}）\n（二）加强管理。{sentence}\n"
    assert assigned(read(text)[0])[0].unit == whole


@pytest.mark.parametrize(
    ("said", "short", "unit"),
    [
        ("成立霁川县渡口安全领导小组（以下简称领导小组）", "领导小组", "霁川县渡口安全领导小组"),
        (
            "成立县渡口安全领导小组（以下简称领导小组）",
            "领导小组办公室",
            "县渡口安全领导小组办公室",
        ),
        ("由县渡口管理委员会（以下简称“渡管委”）统筹", "渡管委", "县渡口管理委员会"),
        ("县渡口管理委员会（以下简称县航办）统筹", "县航办", "县航办"),
        ("县政府设立的县民船服务机构（以下简称县服务机构）", "县服务机构", "县服务机构"),
    ],
)
def test_a_short_name_that_the_document_gives(read: Read, said: str, short: str, unit: str) -> None:
    (record,) = read(f"霁川县渡口管理办法\n第一条 {said}。\n第二条 {short}负责协调渡口工作。\n")
    assert [a.unit for a in record.tasks[-1].assignments] == [unit]
    (actor,) = record.statements[-1].actors
    assert (actor.surface, actor.unit) == (short, unit)


def test_a_bracket_that_gives_a_short_name_is_no_part_of_the_name(read: Read) -> None:
    text = "霁川县渡口管理办法\n第一条 县渡口管委会（以下简称镇（街）、管委会）应当建立台账。\n"
    (record,) = read(text)
    assert [a.unit for a in record.statements[-1].actors] == ["县渡口管委会"]


def test_one_department_in_two_documents_of_a_city_is_one_unit(read: Read) -> None:
    first = document(read, "清远市2023年工作要点", "牵头单位：市发改委")
    second = document(read, "清远市2024年工作要点", "牵头单位：市发展和改革委员会")
    assert assigned(first)[0].unit_id == assigned(second)[0].unit_id
    assert first.id != second.id


def test_a_typo_is_mended_with_its_reason_and_a_warning(read: Read) -> None:
    record = document(
        read, "清远市2023年工作要点", "牵头单位：综和治理办", "牵头单位：综合治理办", "牵头单位：综合治理办", "牵头单位：综治办"
    )  # fmt: skip
    found = assigned(record)
    assert [a.unit for a in found] == ["综合治理办"] * 4
    assert len({a.unit_id for a in found}) == 1
    assert [a.normalised for a in found] == ["typo", None, None, "abbreviation"]
    assert found[0].surface == "综和治理办" and found[0].confidence < found[1].confidence
    office = unit(record, found[0].unit_id)
    assert office.hidden_labels == ("综和治理办",) and "综治办" in office.alt_labels
    assert any("综和治理办" in why for why in office.merged_because)
    assert [w.code for w in record.warnings] == ["typo_unit"]


@pytest.mark.parametrize(
    ("title", "names", "expected"),
    [
        ("泾县2023年工作要点", "县编办 县委编办 县委机构编制委员会办公室", "委编办 泾县委编办"),
        ("泾县2023年工作要点", "县政法委 县委政法委 县委政法委员会", "委政法委 泾县委政法委"),
        ("泾县2023年工作要点", "依法治县办 县委依法治县办 县委全面依法治县委员会办公室", "委依法治县办 泾县委依法治县办"),
        ("泾县2023年工作要点", "中共泾县委组织部 泾县县委组织部 县委组织部", "委组织部 泾县委组织部"),
        ("泾县2023年工作要点", "县人大办 县人大常委会办公室", "人大常委会办公室 泾县人大常委会办公室"),
        ("泾县2023年工作要点", "县直机关工委 县直工委 县委直属机关工委", "委直属机关工委 泾县委直属机关工委"),
        ("泾县2023年工作要点", "县委党校 县委党校（县行政学院）", "委党校 泾县委党校"),
        ("泾县2023年工作要点", "县妇联 县妇女联合会", "妇联 泾县妇联"),
        ("泾县2023年工作要点", "县外办 县政府外办 县委外事工作委员会办公室", "外办 泾县外办"),
        ("泾县2023年工作要点", "县生态环境分局 市生态环境局泾县分局 泾县生态环境分局", "生态环境局泾县分局 宣城市生态环境局泾县分局"),
        ("广西壮族自治区2023年工作要点", "自治区党委编办 自治区编办", "委编办 广西壮族自治区党委编办"),
        ("国务院2023年工作要点", "发展改革委 国家发展和改革委员会 国家发改委", "国家发展改革委 国家发展改革委"),
        ("国务院2023年工作要点", "住房和城乡建设部 住建部", "住房城乡建设部 住房城乡建设部"),
        ("国务院2023年工作要点", "中央网信办 国家网信办", "中央网信办 中央网信办"),
    ],
)  # fmt: skip
def test_a_body_of_several_whole_names_is_one_unit(
    read: Read, title: str, names: str, expected: str
) -> None:
    name, label = expected.split()
    record = document(read, title, *(f"牵头单位：{one}" for one in names.split()))
    assert {a.unit_label for a in assigned(record)} == {label}
    (found,) = {a.unit_id for a in assigned(record)}
    assert found.endswith(f"/{name}")
    # what the text calls it is kept, with the reason
    assert {*unit(record, found).alt_labels, label} >= set(names.split())
    assert unit(record, found).merged_because


def test_the_second_name_of_a_list_is_the_party_committees_too(read: Read) -> None:
    record = document(read, "泾县2023年工作要点", "牵头单位：县委宣传部、组织部，县司法局")
    assert [a.unit_label for a in assigned(record)] == [
        "泾县委宣传部",
        "泾县委组织部",
        "泾县司法局",
    ]


@pytest.mark.parametrize(
    ("title", "name", "label"),
    [
        ("泾县总工会2023年工作要点", "宣传部", "泾县宣传部"),  # its own
        ("宣城市泾县茂林镇2023年工作要点", "镇人大办", "茂林镇人大办"),
        ("吉安市2023年工作要点", "吉安银保监分局", "吉安银保监分局"),  # the city's, not 吉安县's
        ("广州市2023年工作要点", "市公安局开发区分局", "广州市公安局开发区分局"),
    ],
)
def test_a_name_that_is_another_bodys_stays(read: Read, title: str, name: str, label: str) -> None:
    text = f"{title}\n一、重点任务\n1.完善制度。（牵头单位：{name}）\n{title.partition('20')[0]}\n2023年3月1日"
    (record,) = read(text)
    assert [a.unit_label for a in assigned(record)] == [label]


@pytest.mark.parametrize(
    ("one", "other"),
    [("县科技局", "县司法局"), ("县文旅局", "县文广局"), ("党建办", "党政办"), ("县财政局", "县民政局")],
)  # fmt: skip
def test_different_units_stay_apart(read: Read, one: str, other: str) -> None:
    record = document(read, "泾县2023年工作要点", *[f"牵头单位：{one}、{other}"] * 2)
    assert len({a.unit_id for a in assigned(record)}) == 2
    assert all(a.normalised is None for a in assigned(record))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("省司法厅", "unit/440000/司法厅 广东省司法厅"),
        ("市司法局", "unit/441800/司法局 清远市司法局"),
        ("司法局", "unit/441800/司法局 清远市司法局"),
        ("清城区政府", "unit/441802/政府 清城区人民政府"),
        ("清远市公安局", "unit/441800/公安局 清远市公安局"),
        ("市政府办", "unit/441800/政府办公室 清远市人民政府办公室"),
        ("市委办", "unit/441800/委办公室 清远市委办公室"),
        ("市委办公室", "unit/441800/委办公室 清远市委办公室"),
        ("市中级人民法院", "unit/441800/中级法院 清远市中级人民法院"),
        ("市法院", "unit/441800/中级法院 清远市中级人民法院"),
        ("市委", "unit/441800/党委 清远市委"),
        ("国家税务总局清远市税务局", "unit/441800/税务局 清远市税务局"),
        ("团市委", "unit/441800/团委 共青团清远市委员会"),
        ("共青团清远市委", "unit/441800/团委 共青团清远市委员会"),
        ("市团委", "unit/441800/团委 共青团清远市委员会"),
        ("团省委", "unit/440000/团委 共青团广东省委员会"),
        ("公安部", "unit/CN/公安部 公安部"),
        ("海关总署", "unit/CN/海关总署 海关总署"),
        ("最高人民法院", "unit/CN/最高法院 最高人民法院"),
        ("国家发展改革委", "unit/CN/国家发展改革委 国家发展改革委"),
        # a second name that it bears, and a body that is another
        ("市发改局（能源办）", "unit/441800/发展改革局 清远市发展改革局"),
        ("市发改局（开发区管委会）", "unit/441800/发改局(开发区管委会) 清远市发改局(开发区管委会)"),
    ],
)  # fmt: skip
def test_a_unit_sits_in_the_place_of_its_level(read: Read, name: str, expected: str) -> None:
    (found,) = assigned(document(read, "清远市2023年工作要点", f"牵头单位：{name}"))
    assert f"{found.unit_id} {found.unit_label}" == expected


def test_a_carried_prefix_stays_off_the_name_but_sets_the_place(read: Read) -> None:
    record = document(
        read, "泾县2023年工作要点", "责任单位：省发展改革委、财政厅，县司法局、财政局"
    )
    assert [(a.unit, a.unit_id) for a in assigned(record)] == [
        ("省发展改革委", "unit/340000/发展改革委"),
        ("财政厅", "unit/340000/财政厅"),
        ("县司法局", "unit/341823/司法局"),
        ("财政局", "unit/341823/财政局"),
    ]


def test_a_shared_ending_is_given_to_each(read: Read) -> None:
    record = document(read, "广州市2023年工作要点", "责任单位：天河、黄埔区政府")
    assert [(a.unit, a.surface, a.unit_id) for a in assigned(record)] == [
        ("天河区政府", "天河", "unit/440106/政府"),
        ("黄埔区政府", "黄埔区政府", "unit/440112/政府"),
    ]


def test_a_citys_branch_in_a_county_is_the_citys(read: Read) -> None:
    record = document(
        read,
        "广州市白云区2023年工作要点",
        "责任单位：市生态环境局白云分局、人民银行广州分行、区司法局",
    )
    labels = [a.unit_label for a in assigned(record)]
    assert labels == ["广州市生态环境局白云分局", "人民银行广州分行", "白云区司法局"]


def test_internal_offices_are_scoped_under_their_department(read: Read) -> None:
    record = document(
        read,
        "安徽省司法厅2023年工作要点",
        "责任处室：法规处、厅办公室；配合单位：省财政厅",
        tail="安徽省司法厅\n2023年3月1日\n",
    )
    law, office, finance = assigned(record)
    assert law.unit_id == "unit/340000/司法厅法规处"
    assert law.unit_label == "安徽省司法厅法规处"
    assert unit(record, law.unit_id).parent == "unit/340000/司法厅"
    assert unit(record, office.unit_id).parent == "unit/340000/司法厅"
    assert finance.unit_id == "unit/340000/财政厅" and unit(record, finance.unit_id).parent is None
    assert "unit/340000/司法厅" in {u.id for u in record.units}


def test_offices_of_a_hospital_are_its_own(read: Read) -> None:
    record = document(
        read,
        "广州市白云区人民医院2024年法治建设工作要点",
        "责任科室：医务科、护理部、院办",
        tail="广州市白云区人民医院\n2024年3月1日\n",
    )
    labels = [a.unit_label for a in assigned(record)]
    assert labels == [f"白云区人民医院{office}" for office in ("医务科", "护理部", "院办")]
    houses = {unit(record, a.unit_id).parent for a in assigned(record)}
    assert houses == {"unit/440111/人民医院"}


def test_a_section_that_says_its_department_is_named_once(read: Read) -> None:
    record = document(
        read,
        "安徽省市场监督管理厅2023年工作要点",
        "责任处室：市场监管厅法规处、法规处、市场监督管理厅登记处",
        tail="安徽省市场监督管理厅\n2023年3月1日\n",
    )
    ids = [a.unit_id for a in assigned(record)]
    law = "unit/340000/市场监督管理厅法规处"
    assert ids == [law, law, "unit/340000/市场监督管理厅登记处"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县委组织部", "party"), ("县司法局", "department"), ("县政府", "government"), ("县人大常委会", "congress"),
        ("县政协", "consultative"), ("县法院", "court"), ("县检察院", "procuratorate"), ("县燃气公司", "enterprise"),
        ("县律师协会", "social"), ("县融媒体中心", "institution"), ("普法领导小组", "temporary"), ("各乡镇人民政府", "collective"),
        ("县有关部门", "collective"), ("党政办", "internal_office"), ("县区域经济合作局", "department"),
    ],
)  # fmt: skip
def test_types(read: Read, name: str, kind: str) -> None:
    record = document(read, "泾县2023年工作要点", f"责任单位：{name}")
    (found,) = assigned(record)
    of = unit(record, found.unit_id)
    assert of.type == kind
    assert of.collective == (kind == "collective")


def test_relative_names_two_levels_up(read: Read) -> None:
    (record,) = read(
        "人和镇2022年工作要点\n为建设法治白云、法治广州，对接广州市、白云区工作，制定要点。\n"
        "一、配合创建\n我镇要落实创建责任。市政府要求全面推进，我市各部门要抓好落实。（牵头单位：人和司法所）\n"
    )
    place = record.metadata.jurisdiction
    assert place is not None and place.path == ("广东省", "广州市", "白云区", "人和镇")
    actors = {a.surface: a.unit_id for s in record.statements for a in s.actors}
    assert actors["我镇"] == "unit/440111103/人和镇"
    assert actors["市政府"] == "unit/440100/政府"
    assert actors["我市各部门"].startswith("unit/440100/")
    assert unit(record, "unit/440111103/人和镇").merged_because == ("relative:我镇→人和镇",)


def test_an_ambiguous_town_keeps_its_candidates_and_its_units(read: Read) -> None:
    (record,) = read(
        "人和镇2022年工作要点\n一、配合创建\n我镇要落实创建责任。（牵头单位：党政综合办）\n"
    )
    place = record.metadata.jurisdiction
    assert place is not None and place.name == "人和镇" and place.code is None
    assert "440111103" in [code for code, _ in place.candidates] and len(place.candidates) >= 3
    assert "ambiguous_place" in {w.code for w in record.warnings}
    # nothing of this document may meet another town's offices
    assert all(u.id.startswith("unit/doc-") and u.place is None for u in record.units)


@pytest.mark.parametrize(
    "sentence",
    [
        "开展检查时会同县政府法制机构工作人员到场。",
        "高标准完成县政务中心建设。",
        "健全适应城市智能治理的机制。",
        "建设普法示范镇、示范村。",
        "提升品质城区管理水平。",
        "推进和平安宁建设，合作共享资源。",
    ],
)
def test_words_that_look_like_places_never_become_places(read: Read, sentence: str) -> None:
    (record,) = read(f"泾县2023年工作要点\n一、任务\n{sentence * 3}（牵头单位：县司法局）\n")
    chain = {"341823", "341800", "340000", None}
    assert {u.place for u in record.units} <= chain
    assert record.metadata.jurisdiction is not None
    assert record.metadata.jurisdiction.code == "341823"
    names = {a.surface for s in record.statements for a in s.actors}
    assert not names & {"会同县政府", "成县政务中心", "应城市"}


def test_collectives_stay_collectives(read: Read) -> None:
    record = document(
        read, "泾县2023年工作要点", "责任单位：各乡镇人民政府、县直有关部门、县司法局"
    )
    kinds = {u.name: u.collective for u in record.units}
    assert [kinds[u.name] for u in record.units if u.name == "司法局"] == [False]
    assert sum(kinds.values()) == 2


def test_every_assignment_names_a_unit_of_the_record(read: Read) -> None:
    record = document(
        read, "清远市2023年工作要点", "牵头单位：市发改委；配合单位：各县（市、区）政府、市委宣传部"
    )
    spans = {u.id: u.spans for u in record.units}
    assert all(a.span in spans[a.unit_id] for a in assigned(record))


@pytest.mark.parametrize(
    ("owner", "label", "kind"),
    [
        ("清新区", "清新区", "government"),
        ("广州海关", "广州海关", "department"),
        ("清新税务局", "清新税务局", "department"),
        ("上级人民政府", "清远市上级人民政府", "collective"),
        ("人民团体", "清远市人民团体", "collective"),
        ("律师事务所", "清远市律师事务所", "collective"),
        ("行政机关及其工作人员", "清远市行政机关及其工作人员", "collective"),
        ("人民法院", "清远市中级人民法院", "court"),
        ("中华人民共和国国务院", "国务院", "government"),
        ("市政府办公厅", "清远市人民政府办公厅", "internal_office"),
        ("示范区执委会", "清远市示范区执委会", "government"),
    ],
)
def test_types_and_labels(read: Read, owner: str, label: str, kind: str) -> None:
    record = document(read, "清远市2023年工作要点", f"责任单位：{owner}")
    (found,) = assigned(record)
    assert found.unit_label == label
    assert unit(record, found.unit_id).type == kind


def test_a_branch_of_the_centre_says_by_its_seat_where_it_is(read: Read) -> None:
    record = document(read, "广东省2023年工作要点", "责任单位：人行清远中心支行、省财政厅")
    assert [a.unit_label for a in assigned(record)] == ["人行清远中心支行", "广东省财政厅"]


@pytest.mark.parametrize(
    ("owner", "label"),
    [
        ("市国有资产监督管理委员会", "清远市国资委"),
        ("市住房城乡建设管理委员会", "清远市住房城乡建设管理委"),
        ("市高新区管理委员会", "清远市高新区管委会"),
        ("市司法局办公室", "清远市司法局办公室"),
    ],
)
def test_what_manages_no_zone_is_no_zone_committee(read: Read, owner: str, label: str) -> None:
    record = document(read, "清远市2023年工作要点", f"责任单位：{owner}")
    assert [a.unit_label for a in assigned(record)] == [label]


@pytest.mark.parametrize(
    ("owners", "label"),
    [("党工委、管委会", "管委会（清远市）"), ("园区党工委、管委会", "清远市园区管委会")],
)
def test_a_committee_of_a_zone_is_not_the_city_s(read: Read, owners: str, label: str) -> None:
    record = document(read, "清远市2023年工作要点", f"责任单位：{owners}")
    assert [a.unit_label for a in assigned(record)][-1] == label


def test_the_office_that_signs_is_its_bureau_s(read: Read) -> None:
    text = "清远市司法局2024年工作要点\n一、普法\n（一）宣传法律。（责任单位：行政复议科）\n清远市司法局办公室\n2024年3月1日\n"
    assert [a.unit_label for a in assigned(read(text)[0])] == ["清远市司法局行政复议科"]


def test_a_unit_of_an_unnamed_city_is_not_given_the_province_for_one(read: Read) -> None:
    record = document(read, "广东省2023年工作要点", "责任单位：市财政局、省财政厅")
    assert [a.unit_label for a in assigned(record)] == ["市财政局（广东省）", "广东省财政厅"]


@pytest.mark.parametrize(
    ("owner", "label"),
    [
        ("市交通局、市交通运输局", "清远市交通运输局"),
        ("市交通局", "清远市交通局"),
        ("市大数据发展局", "清远市大数据发展局"),
        ("市审批服务管理局", "清远市审批服务管理局"),
        ("市发改委", "清远市发展改革委"),
        ("市政管理局、市市政管理局", "清远市市政管理局"),
        ("市审批服务管理局、市审批局", "清远市审批服务管理局"),
        ("市监局、市市场监督管理局", "清远市市场监督管理局"),
        ("市税务局、国家税务总局清远市税务局", "清远市税务局"),
        ("中国铁路广州局集团有限公司", "中国铁路广州局集团有限公司"),
    ],
)
def test_one_unit_bears_a_name_that_is_written(read: Read, owner: str, label: str) -> None:
    record = document(read, "清远市2023年工作要点", f"责任单位：{owner}")
    assert {a.unit_label for a in assigned(record)} == {label}
    assert len({a.unit_id for a in assigned(record)}) == 1


def test_our_bureau_is_the_one_that_signs(read: Read) -> None:
    """我局 in a paper of the bureau is the bureau; in an unsigned one nothing is guessed."""
    head, tag = "清远市教育局2023年工作要点", "责任单位：我局"
    signed = document(read, head, tag, tail="清远市教育局\n2023年5月6日\n")
    (found,) = assigned(signed)
    assert (found.unit_label, found.normalised) == ("清远市教育局", "relative")
    assert "relative:我局→清远市教育局" in unit(signed, found.unit_id).merged_because
    unsigned = document(read, "清远市2023年工作要点", tag)
    assert all(a.unit_label != "清远市教育局" for a in assigned(unsigned))


def test_merged_spellings_name_every_spelling(read: Read) -> None:
    record = document(
        read, "清远市2023年工作要点", "牵头单位：市人社局", tail="清远市人力资源和社会保障局\n2023年5月6日\n"
    )  # fmt: skip
    whole = unit(record, "unit/441800/人力资源社会保障局")
    assert any(r.startswith("spelling:市人社局→") for r in whole.merged_because)


def test_a_regulation_means_any_court(read: Read) -> None:
    (record,) = read(
        "清远市普法条例\n第一条 为了普法，制定本条例。\n第二条 人民法院应当开展普法宣传。\n第三条 市人民政府应当加强领导。\n"
    )
    kinds = {u.label: u.type for u in record.units}
    assert kinds.get("人民法院") == "collective"
    assert kinds.get("清远市人民政府") == "government"


def test_whichever_it_is_and_a_name_with_its_short_name_inside(read: Read) -> None:
    (record,) = read(
        "清远市渡口管理条例\n第一条 为了管好渡口，制定本条例。\n第二条 街道办事处、村民委员会应当协助管理渡口。\n"
        "第三条 报刊、广播、电视等媒体应当开展宣传。\n第四条 市渡口管理联席会议（以下简称联席会议）办公室应当公开名单。\n"
    )
    units = {u.name: u.collective for u in record.units}
    assert units.pop("渡口管理联席会议办公室") is False
    assert all(units[name] for name in ("街道办事处", "村民委员会", "报刊、广播、电视等媒体"))


def test_a_class_below_its_place_says_the_level_once_and_a_committee_keeps_its_name(
    read: Read,
) -> None:
    record = document(
        read,
        "清远市2023年工作要点",
        "责任单位：市、县（区）民政部门",
        "责任单位：市人民代表大会常务委员会",
    )
    assert [a.unit_label for a in assigned(record)] == [
        "清远市、县(区)民政部门",
        "清远市人民代表大会常务委员会",
    ]
    assert {u.type for u in record.units} == {"collective", "congress"}


def test_the_city_of_a_county_level_city_is_itself(read: Read) -> None:
    record = document(
        read,
        "义乌市2023年工作要点",
        "牵头单位：市财政局",
        "责任单位：市公安局",
        body="我市要加强统筹。\n",
    )
    assert {a.unit_label for a in assigned(record)} == {"义乌市财政局", "义乌市公安局"}


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("市市场监管委", "清远市市场监督管理委"),
        ("市城管委", "清远市城市管理委"),
        ("市建管委", "清远市建管委"),
        ("市高新区管委", "清远市高新区管委会"),
    ],
)
def test_a_committee_that_manages_is_no_managing_committee(
    read: Read, written: str, label: str
) -> None:
    record = document(read, "清远市2023年工作要点", f"牵头单位：{written}")
    assert {a.unit_label for t in record.tasks for a in t.assignments} == {label}
