"""Lists of units: separators, conjunctions, open ends, classes written as chains, and what is no name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.unit_lists import split_list


def names(text: str) -> str:
    return "|".join(item.name for item in split_list(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县司法局、县财政局,县公安局;县民政局", "县司法局|县财政局|县公安局|县民政局"),
        ("县司法局 县财政局", "县司法局|县财政局"),
        ("县司法局和县财政局", "县司法局|县财政局"),
        ("孝感市司法局应城市分局、县财政局", "孝感市司法局应城市分局|县财政局"),
        ("县发展和改革委、县文化和旅游局", "县发展和改革委|县文化和旅游局"),
        ("县司法局以及各镇人民政府", "县司法局|各镇人民政府"),
        ("区县住房和城乡建设主管部门", "区县住房和城乡建设主管部门"),
        ("各级党委和政府信访部门", "各级党委和政府信访部门"),
        ("各有关部门和单位,各镇政府", "各有关部门和单位|各镇政府"),
        ("县直相关部门和单位及各镇政府", "县直相关部门和单位|各镇政府"),
        ("县、区政府,市直有关部门、单位,市财政局", "县、区政府|市直有关部门、单位|市财政局"),
        ("市司法局、县财政局", "市司法局|县财政局"),
        ("各级政务服务和数据管理部门、各镇", "各级政务服务和数据管理部门|各镇"),
        ("党委和政府有关部门", "党委|政府有关部门"),
        # the levels of one class, as laws and plans write them
        ("省司法厅,各市、县(市、区)相关部门", "省司法厅|各市、县(市、区)相关部门"),
        ("各市、县(市、区)商务局(粮食局)", "各市、县(市、区)商务局(粮食局)"),
        ("设区的市、县(市、区)商务主管部门", "设区的市、县(市、区)商务主管部门"),
        ("省、设区的市教育主管部门", "省、设区的市教育主管部门"),
        ("县残联,为500名残疾人提供服务,新增100个网点", "县残联"),
        ("由县司法局", "县司法局"),
        ("普法规划由县司法局", "县司法局"),
        ("市自由贸易试验区管委会", "市自由贸易试验区管委会"),
        ("县司法局等", "县司法局"),
        ("县司法局等有关部门", "县司法局"),
        ("县司法局等12个部门和单位", "县司法局"),
        ("县司法局等县有关部门及各镇人民政府", "县司法局|各镇人民政府"),
        ("县司法局等县直(驻县)进驻单位,各镇人民政府", "县司法局|各镇人民政府"),
        ("县司法局等县直(驻县)进驻便民大厅单位", "县司法局"),
        ("县司法局等县直有关单位", "县司法局"),
        ("县司法局、县财政局按职责分工负责", "县司法局|县财政局"),
        ("县司法局牵头", "县司法局"),
        ("县城管局及其他监管部门", "县城管局|其他监管部门"),
        ("省商务厅和甲山市、乙河市政府", "省商务厅|甲山市政府|乙河市政府"),
        ("天河、黄埔区政府", "天河区政府|黄埔区政府"),
        # each keeps its own level: 柳泊区 before 青川市人民政府 is a 区
        ("柳泊区、青川市人民政府", "柳泊区人民政府|青川市人民政府"),
        ("东岭区、西岭区、南口县人民政府", "东岭区人民政府|西岭区人民政府|南口县人民政府"),
        ("各县(市、区)政府", "各县(市、区)政府"),
        ("党校(行政学院)", "党校(行政学院)"),
        ("“放管服”改革办", "“放管服”改革办"),
        ("、县司法局、、", "县司法局"),
        ("县司法局、县商务局(按职责分工)", "县司法局|县商务局"),
        ("县商务局(负责外资部分)、县司法局(原县法制办)", "县商务局|县司法局"),
        ("县公安局(下同),县住建局(县人防办)", "县公安局|县住建局(县人防办)"),
        ("县司法局、帮扶学校:溪口一中", "县司法局"),
    ],
)
def test_split(text: str, expected: str) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各市、州、县人民政府",
        "各区、县(市)政府",
        "各市、县、行委",
        "区、县(市)政府",
        "各市〔州〕、县〔市、区、特区〕人民政府",
        "各省、自治区、直辖市司法行政部门",
        "中央、省、市驻县有关单位",
        "市、区县(自治县)人民政府法制工作机构",
        "乡、镇人民政府",
    ],
)
def test_a_class_written_as_a_chain_is_one_item(text: str) -> None:
    (item,) = split_list(text, 0, len(text))
    assert item.certain and (item.start, item.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    ["", "、、", "持续推进", "2023年底", "下同", "详见附件", "各部门要加强领导", "不再单独列出", "充分发挥作用", "人员", "电话", "等部门"],
)  # fmt: skip
def test_what_is_no_name(text: str) -> None:
    assert names(text) == ""


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ["县司法局", "各市", "州", "县人民政府", "天河", "区政府", "等", "部门", "、", ",", "和", "及其他",
             "由", "(", ")", "〔", "负责", "按职责", " ", "甲"]
        ),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_items_lie_in_order_inside_the_text(text: str) -> None:
    items = split_list(text, 0, len(text))
    edges = [edge for item in items for edge in (item.start, item.end)]
    assert edges == sorted(edges) and all(0 <= e <= len(text) for e in edges)
    for item in items:
        quote = text[item.start : item.end].replace(" ", "")
        # 天河、黄埔区政府: only a shared ending makes a name longer than its quote
        assert item.name == quote or (item.certain and item.name.startswith(quote))
