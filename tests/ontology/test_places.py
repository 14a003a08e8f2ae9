"""The place registry: lookups, paths, layers, a user's own places, and how fast it loads."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from ontology.own import OwnDataError, OwnUnit, read_units
from ontology.places import load_places, stem

PLACES = load_places()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("白云区", "白云"),
        ("清远市", "清远"),
        ("泾县", "泾县"),
        ("城区", "城区"),
        ("广东省", "广东"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("延边朝鲜族自治州", "延边"),
        ("博尔塔拉蒙古自治州", "博尔塔拉"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("龙胜各族自治县", "龙胜"),
        ("察布查尔锡伯自治县", "察布查尔"),
        ("石梯子哈萨克民族乡", "石梯子"),
        ("浦东新区", "浦东"),
        ("香港特别行政区", "香港"),
        ("神农架林区", "神农架"),
        ("人和镇", "人和"),
    ],
)
def test_stem(name: str, short: str) -> None:
    assert stem(name) == short


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("440111103", ["广东省", "广州市", "白云区", "人和镇"]),
        ("440203100", ["广东省", "韶关市", "武江区", "西联镇"]),
        ("341823", ["安徽省", "宣城市", "泾县"]),
        ("110105", ["北京市", "朝阳区"]),
        ("500229", ["重庆市", "城口县"]),
        ("429004001", ["湖北省", "仙桃市", "沙嘴街道"]),
        ("441900101", ["广东省", "东莞市", "石碣镇"]),
        ("650100", ["新疆维吾尔自治区", "乌鲁木齐市"]),
        ("710000", ["台湾省"]),
    ],
)
def test_path(code: str, path: list[str]) -> None:
    assert [place.name for place in PLACES.path(code)] == path


def test_unknown_code() -> None:
    assert PLACES.get("999999") is None
    assert PLACES.path("999999") == ()
    assert PLACES.children("999999") == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("白云区", "440111"),
        ("白云", "440111"),
        ("清远", "441800"),
        ("新疆", "650000"),
        ("恩施", "422800"),
    ],
)
def test_named_finds_full_and_short_names(name: str, code: str) -> None:
    assert code in [place.code for place in PLACES.named(name)]


def test_full_names_come_before_short_ones() -> None:
    codes = [place.code for place in PLACES.named("人和镇")]
    assert codes == ["360502114", "371082112", "411421101", "440111103"]
    levels = [place.level for place in PLACES.named("白云")]
    assert levels[:2] == ["county", "county"] and set(levels[2:]) == {"town"}


def test_one_character_is_no_name() -> None:
    assert PLACES.named("泾") == ()


def test_an_upgraded_township_answers_to_its_former_name() -> None:
    place = PLACES.get("110105021")
    assert place is not None and "南磨房地区" in place.former_names
    assert place in PLACES.named("南磨房地区")


def test_the_older_layer_keeps_what_the_current_one_lacks() -> None:
    layers = {place.layer for place in map(PLACES.get, PLACES) if place is not None}
    assert layers == {"mca-2025", "nbs-2023", "gb-2260"}
    zone = PLACES.get("130171")
    assert zone is not None and zone.layer == "nbs-2023" and zone.parent == "130100"


def test_every_place_reaches_a_province_through_children() -> None:
    for code in PLACES:
        place = PLACES.get(code)
        assert place is not None
        path = PLACES.path(code)
        assert path[0].level == "province" and path[-1] == place
    assert {c.code for c in PLACES.children("440111")} >= {"440111103"}
    assert "110105" in {c.code for c in PLACES.children("110000")}
    assert "429004" in {c.code for c in PLACES.children("420000")}
    assert "441900101" in {c.code for c in PLACES.children("441900")}


def test_sources_name_authority_date_and_licence_of_every_layer() -> None:
    text = (files("ontology") / "registry" / "SOURCES.toml").read_text(encoding="utf-8")
    layers = tomllib.loads(text)["layer"]
    assert [layer["id"] for layer in layers] == ["mca-2025", "nbs-2023", "gb-2260"]
    assert layers[0]["date"] == "2025-12-31" and layers[0]["licence"] == "MIT"
    assert all(layer["authority"] and layer["scheme"] for layer in layers)


def test_shipped_size() -> None:
    assert len((files("ontology") / "registry" / "places.tsv.gz").read_bytes()) < 2_000_000


def test_loading_needs_no_rdf_library() -> None:
    code = (
        "import sys; from ontology.places import load_places; load_places();"
        "assert not {'rdflib', 'pyoxigraph'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def own(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_own_places_join_the_registry(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "code,name,parent,level,aliases\n990101,云溪县,440100,county,云溪\n"
        "990101100,石桥镇,990101,town,\n440111,白云新区,440100,county,\n",
    )
    places = load_places(path)
    assert [p.name for p in places.path("990101100")] == ["广东省", "广州市", "云溪县", "石桥镇"]
    assert places.named("云溪")[0].code == "990101"
    assert "990101" in {p.code for p in places.children("440100")}
    assert [p.code for p in places.children("990101")] == ["990101100"]
    renamed = places.get("440111")
    assert renamed is not None and renamed.name == "白云新区" and "白云区" in renamed.former_names
    assert len(places) == len(PLACES) + 2
    assert load_places(path) is places


def test_own_places_as_excel_writes_them(tmp_path: Path) -> None:
    text = "code,name,parent,level\r\n990101,云溪县,,县\r\n"
    assert load_places(own(tmp_path, text, encoding="gb18030")).named("云溪县")
    assert load_places(own(tmp_path, text, encoding="utf-8-sig")).named("云溪县")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,name\n990101,云溪县\n", "缺少列 parent、level"),
        ("code,name,parent,level\n99,云溪县,,county\n", "第2行"),
        ("code,name,parent,level\n990101,云溪县,,village\n", "level"),
        ("code,name,parent,level\n990101,,,county\n", "name"),
        ("code,name,parent,level\n990101,云溪县,999999,county\n", "999999"),
        ("code,name,parent,level\n990101,甲县,,county\n990101,乙县,,county\n", "重复"),
        ("code,name,parent,level\n990101,甲县,990102,county\n990102,乙县,990101,county\n", "上级"),
    ],
)
def test_own_places_that_cannot_be_understood(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(OwnDataError, match=says):
        load_places(own(tmp_path, text))


def test_own_units(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        "place,name,aliases,type\n990101,司法局,县司法局；法制办,department\n\n990101,甲办,,\n",
    )
    assert read_units(path) == (
        OwnUnit("990101", "司法局", ("县司法局", "法制办"), "department"),
        OwnUnit("990101", "甲办"),
    )
    with pytest.raises(OwnDataError, match="type"):
        read_units(own(tmp_path, "place,name,aliases,type\n990101,司法局,,bureau\n"))


def test_places_are_found_by_a_part_of_their_name() -> None:
    found = load_places().containing("白云", 10)
    assert found[0].name.startswith("白云") and len(found) == 10
    assert all("白云" in place.name for place in found)
    assert load_places().containing("没有这个地方", 5) == []
