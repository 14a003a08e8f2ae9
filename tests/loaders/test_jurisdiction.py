"""Which place a document is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Jurisdiction, Record, SourceText
from loaders.jurisdiction import chain_at_start, locate
from loaders.pipeline import extract
from loaders.readers import read as read_file
from ontology.places import load_places

Read = Callable[..., list[Record]]
PLACES = load_places()


def found(text: str = "", title: str = "", issuer: str = "", number: str = "") -> Jurisdiction:
    record = locate(PLACES, text=text, title=title, issuer=issuer, number=number).record
    assert record is not None
    return record


@pytest.mark.parametrize(
    "deed", ["县行政审批局要会同县政府各部门推进共享", "高标准完成县政务中心建设", "传达县委精神"]
)
def test_a_verb_and_its_object_are_no_place(deed: str) -> None:
    text = f"关于加快数据共享的意见\n我县要抓好落实。\n{deed}。\n全县各单位要加强配合，县委、县政府定期督查。\n"
    found = locate(load_places(), text=text, title="", issuer="", number="")
    assert found.place is None


@pytest.mark.parametrize(
    ("issuer", "name", "code"),
    [
        ("泾县人民政府", "泾县", "341823"),
        ("宣城市泾县人民政府", "泾县", "341823"),
        ("第八师石河子市教育局", "石河子市", "659001"),
        ("广州市白云区人和镇人民政府", "人和镇", "440111103"),
        ("安徽省司法厅", "安徽省", "340000"),
        ("北京市发展和改革委员会", "北京市", "110000"),
        ("宁夏市场监管厅", "宁夏回族自治区", "640000"),
        ("红河州人民政府", "红河哈尼族彝族自治州", "532500"),
        ("湘西自治州人民政府", "湘西土家族苗族自治州", "433100"),
        ("国家税务总局安徽省税务局", "安徽省", "340000"),
    ],
)
def test_the_issuer_says_the_place(issuer: str, name: str, code: str) -> None:
    place = found(issuer=issuer)
    assert (place.name, place.code) == (name, code)
    assert place.path[-1] == name and place.candidates in ((), place.candidates)


@pytest.mark.parametrize(
    "issuer", ["国务院办公厅", "中共中央办公厅", "公安部", "国家发展改革委", "水利部办公厅"]
)
def test_national_documents_have_no_code(issuer: str) -> None:
    assert found(issuer=issuer) == Jurisdiction("中华人民共和国")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("泾县2023年法治工作要点", "泾县"),
        ("关于印发象州县农村道路工作方案的通知", "象州县"),
        ("宣城市泾县普法规划", "泾县"),
        ("(湖北省)2023年咸宁市重点任务责任分解方案", "咸宁市"),
    ],
)
def test_the_title_says_the_place(title: str, name: str) -> None:
    assert found(title=title).name == name


def test_the_number_says_the_province_of_a_nameless_department() -> None:
    assert found(title="省司法厅关于普法的通知", number="鄂司发〔2021〕3号").name == "湖北省"


def test_ancestors_in_the_text_settle_a_name_of_several_towns() -> None:
    place = found(title="人和镇2022年工作要点", text="建设法治白云、法治广州,对接广州市、白云区。")
    assert place.code == "440111103"
    scores = dict(place.candidates)
    assert scores["440111103"] == max(scores.values()) and len(scores) >= 3


def test_without_ancestors_the_candidates_stay_open() -> None:
    place = found(title="人和镇2022年工作要点", text="我镇加强领导。")
    assert place.name == "人和镇" and place.code is None and place.path == ()
    assert "440111103" in dict(place.candidates)


def test_a_text_without_title_is_where_it_says_we() -> None:
    text = "我县推进普法。泾县举办讲座,泾县开展检查。全县落实责任。"
    assert found(text=text).code == "341823"


def test_a_county_of_a_region_is_no_region() -> None:
    text = "为解决我县人手紧缺问题，根据《广西壮族自治区招聘办法》，执行自治区规定的待遇。陆川县马坡镇招聘1名。陆川县人社局监督。"
    place = locate(PLACES, text=text, title="", issuer="", number="").record
    assert place is not None and place.name == "陆川县"


@pytest.mark.parametrize(
    "text",
    [
        "会同县政府法制机构检查。高标准完成县政务中心建设。适应城市智能治理。",
        "推进和平安宁建设,合作共享资源。",
        "",
    ],
)
def test_words_alone_are_no_place(text: str) -> None:
    assert locate(PLACES, text=text, title="", issuer="", number="").place is None


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("广东省广州市白云区政府", ["440111"]),
        ("广东省宣城市", ["440000"]),  # the chain ends where the next name lies elsewhere
        ("推进普法", []),
    ],
)
def test_a_chain_of_places_at_the_start(words: str, codes: list[str]) -> None:
    assert [p.code for p in chain_at_start(PLACES, words)] == codes


def test_parts_of_one_file_share_the_covers_place(read: Read) -> None:
    part = "一、加强领导\n落实责任。\n二、做好保障\n安排经费。\n"
    first, second = read(f"泾县2024年普法工作要点\n{part}\n信访工作要点任务清单\n{part}")
    assert first.metadata.jurisdiction == second.metadata.jurisdiction
    assert second.metadata.jurisdiction is not None
    assert second.metadata.jurisdiction.code == "341823"


def test_neighbours_settle_a_town() -> None:
    """茂林镇 is the name of three towns; 名山 is a town beside only one of them."""
    place = found(text="由茂林派出所、名山派出所负责。我镇各社区。", title="茂林镇演出工作方案")
    assert place.code == "450902101"


def test_a_towns_own_offices_say_nothing_of_its_neighbours() -> None:
    """城关镇 is the name of a hundred towns, and one of them lies beside a 城关乡."""
    place = found(text="城关镇2025年工作要点\n由城关司法所牵头。", title="城关镇2025年工作要点")
    assert place.code is None and len(place.candidates) > 1


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("各省、自治区、直辖市人民政府：\n加强环境保护。", "", "中华人民共和国"),
        ("加强环境保护。", "国办发〔2020〕43号", "中华人民共和国"),
        ("国务院有关部门负责全国气象工作，本条例自公布之日起施行。", "", "中华人民共和国"),
        ("全省各地要抓好落实。", "赣府厅字〔2023〕4号", "江西省"),
        ("市人民政府各部门要抓好落实。", "津市场监管〔2021〕5号", "天津市"),
        ("广州市已开通网上办理，广州市民可到广州市政务大厅办理。", "", "广州市"),
    ],
)
def test_places_no_title_names(text: str, number: str, name: str) -> None:
    assert found(text=text, number=number).name == name


@pytest.mark.parametrize(
    ("name", "title", "place"),
    [
        ("05_人和镇任务.csv", "", "人和镇"),
        ("任务.csv", "", None),
        ("05_人和镇任务.csv", "泾县任务分工表", "泾县"),
    ],
)
def test_a_table_without_a_title_has_its_place_in_its_name(
    name: str, title: str, place: str | None
) -> None:
    table = "序号,任务,责任单位\n1,修订规则,白云区司法局\n2,巡查河道,镇农办\n"
    (record,) = extract(read_file(f"{title}\n{table}".encode(), name))
    said = record.metadata.jurisdiction
    assert (said.name if said else None) == place


def test_a_city_number_is_no_provinces() -> None:
    """吉府办 may be 吉安's: without 全省 in the text nothing is decided by one character."""
    place = locate(PLACES, text="抓好落实。", title="", issuer="", number="吉府办〔2023〕4号")
    assert place.record is None


def test_a_person_may_say_which_place_it_is() -> None:
    text = "泾县2023年法治工作要点\n（一）落实责任。（牵头单位：县司法局）\n"
    (record,) = extract(SourceText(text, "0" * 64, "text/plain", "要点.txt"), place="130208")
    place = record.metadata.jurisdiction
    assert place is not None and (place.name, place.code) == ("丰润区", "130208")
    assert {u.id.split("/")[1] for u in record.units} == {"130208"}
    assert [w.code for w in record.warnings if w.code == "place_given"] == ["place_given"]
    with pytest.raises(KeyError):
        extract(SourceText(text, "0" * 64, "text/plain", "要点.txt"), place="999999")
