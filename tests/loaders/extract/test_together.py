"""Who acts with the agent of a sentence: 县民政局会同|县司法局开展检查."""

from __future__ import annotations

import pytest

from loaders.extract import actors, together


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        ("县民政局会同县司法局抓好带头人培育", ["县民政局", "县司法局"]),
        ("渡口通告由县水务局会同县气象局发布", ["县水务局", "县气象局"]),
        ("由司法所牵头,会同林业站、经管站逐户核查", ["司法所", "林业站", "经管站"]),
        ("县法制办要会同县人民法院,第三季度召开会议", ["县法制办", "县人民法院"]),
        ("县公安局应当会同教育、卫生等部门建立机制", ["县公安局", "教育、卫生等部门"]),
        ("由规划财务司会同有关司局研究制定办法", ["规划财务司", "有关司局"]),
        (
            "县督查室会同县环保局、县发展和改革局开展督查",
            ["县督查室", "县环保局", "县发展和改革局"],
        ),
        ("各地各部门要压实责任", ["各地各部门"]),  # as written
        # not with whom they act
        ("县司法局" + "定期" * 40 + "商会同县教育局检查", ["县司法局"]),  # in no time
        ("会同县教育局做好工作", []),
        ("县司法局要配合县教育局做好工作", ["县司法局"]),
        ("县司法局制定方案,明确会同县教育局检查的事项", ["县司法局"]),
        # sentences that name nobody else are left as they are
        ("县司法局要开展检查", ["县司法局"]),
    ],
)
def test_who_acts_together(sentence: str, agents: list[str]) -> None:
    assert [sentence[a:b] for a, b in together.find(sentence)] == agents


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        ("院感科负责登记,财务科协助", ["院感科", "财务科"]),
        ("县住建局牵头负责排查,县林业局配合", ["县住建局", "县林业局"]),
        ("规划财务司牵头协调补助,草原管理司配合", ["规划财务司", "草原管理司"]),
        ("行政审批股对渡口许可实行当场办理", ["行政审批股"]),
        ("整改工作领导小组办公室每周汇总台账", ["整改工作领导小组办公室"]),
        ("各责任单位务于10月25日前报送情况", ["各责任单位"]),
        ("县直各执法单位五月底前制定清单", ["县直各执法单位"]),
        ("责任单位10日之内写出报告", ["责任单位"]),
        ("县政府法律顾问团全程参与谈判", ["县政府法律顾问团"]),
        ("建立工作专班、专项小组推进机制", []),
        ("要注重部门配合", []),
    ],
)
def test_offices_of_rarer_names_and_what_may_follow_them(sentence: str, agents: list[str]) -> None:
    assert [sentence[a:b] for a, b in actors.find(sentence)] == agents
