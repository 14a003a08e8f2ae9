"""Cited titles find their instruments, whatever dashes, years, brackets and issuers they carry."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids
from ontology.places import load_places
from ontology.policies import key, load_policies
from ontology.terms import VOCABULARIES

POLICIES = load_policies()


@pytest.mark.parametrize(
    ("cited", "id_"),
    [
        ("法治政府建设实施纲要(2021—2025年)", "policy/法治政府建设实施纲要-2021-2025"),
        ("《法治政府建设实施纲要（2021－2025）》", "policy/法治政府建设实施纲要-2021-2025"),
        ("法治社会建设实施纲要(2020-2025年)", "policy/法治社会建设实施纲要-2020-2025"),
        ("法治中国建设规划(2020—2025年)", "policy/法治中国建设规划-2020-2025"),
        ("中华人民共和国行政处罚法", "policy/行政处罚法"),
        ("行政处罚法", "policy/行政处罚法"),
        ("行政处罚法(2021年修订)", "policy/行政处罚法"),
        ("国务院重大行政决策程序暂行条例", "policy/重大行政决策程序暂行条例"),
        ("国务院《关于开展营商环境创新试点工作的意见》", "policy/开展营商环境创新试点工作的意见"),
        ("关于开展营商环境创新试点工作的意见", "policy/开展营商环境创新试点工作的意见"),
        ("“八五”普法规划", "policy/开展法治宣传教育的第八个五年规划-2021-2025"),
        ("广东省重大行政决策程序规定", "policy/广东省重大行政决策程序规定"),
        (
            "国务院办公厅关于印发提升行政执法质量三年行动计划(2023—2025年)的通知",
            "policy/提升行政执法质量三年行动计划-2023-2025",
        ),
    ],
)
def test_resolve(cited: str, id_: str) -> None:
    policy = POLICIES.resolve(cited)
    assert policy is not None
    assert policy.id == id_


@pytest.mark.parametrize(
    "cited",
    ["法治政府建设实施方案(2021-2025)", "法治政府建设实施纲要", "工作规则", "实施细则", "", "《》"],
)
def test_titles_that_only_look_alike_do_not_resolve(cited: str) -> None:
    assert POLICIES.resolve(cited) is None


def test_a_nickname_stands_for_several() -> None:
    assert len(POLICIES.named("“一规划两纲要”")) == 3
    assert POLICIES.named("三个规定") == ()


def test_ids_are_what_an_unregistered_citation_would_get() -> None:
    for policy in POLICIES.all:
        assert policy.id == ids.policy(key(policy.title))
        assert POLICIES.get(policy.id) is policy
        assert all(POLICIES.resolve(name) is policy for name in (policy.title, *policy.aliases))
    assert len({policy.id for policy in POLICIES.all}) == len(POLICIES.all) >= 600


@pytest.mark.parametrize(
    ("cited", "title"),
    [
        ("道路交通安全法", "中华人民共和国道路交通安全法"),
        ("公平竞争审查制度实施细则", "公平竞争审查制度实施细则"),
        ("“十四五”市场监管现代化规划", "国务院关于印发“十四五”市场监管现代化规划的通知"),
        ("关于强化知识产权保护的意见", "关于强化知识产权保护的意见"),
        ("知识产权强国建设纲要（2021—2035年）", "知识产权强国建设纲要(2021-2035年)"),
        ("上海市优化营商环境条例", "上海市优化营商环境条例"),
        ("税收征管法", "中华人民共和国税收征收管理法"),
        ("财政部等11个部门关于劳务品牌建设的指导意见", "关于劳务品牌建设的指导意见"),
        ("中华人民共和国畜牧法", "中华人民共和国畜牧法"),
        ("中华人民共和国合同法", "中华人民共和国合同法"),
        ("建设工程抗震管理条例", "建设工程抗震管理条例"),
        (
            "中共中央办公厅国务院办公厅印发关于进一步完善医疗卫生服务体系的意见",
            "关于进一步完善医疗卫生服务体系的意见",
        ),
        (
            "国务院办公厅关于转发教育部等部门“十四五”特殊教育发展提升行动计划的通知",
            "国务院办公厅转发教育部等部门“十四五”特殊教育发展提升行动计划的通知",
        ),
    ],
)
def test_listed_titles_resolve(cited: str, title: str) -> None:
    policy = POLICIES.resolve(cited)
    assert policy is not None and policy.title == title
    assert policy.verification in VOCABULARIES["verification"]


def test_kinds_and_places_are_known() -> None:
    kinds = {policy.kind for policy in POLICIES.all}
    assert kinds == {"law", "regulation", "party", "plan", "document"}
    places = load_places()
    assert all(places.get(policy.place) for policy in POLICIES.all if policy.place)


@given(st.text(alphabet="《》()（）—-关于印发国务院的通知法2021年至 ", max_size=30))
def test_key_is_total_and_settles(title: str) -> None:
    assert key(title) == key(title)
    assert key(f"《{title}》") == key(title)


def test_loading_needs_no_rdf_library() -> None:
    code = (
        "import sys; from ontology.policies import load_policies; load_policies();"
        "assert not {'rdflib', 'pyoxigraph'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
