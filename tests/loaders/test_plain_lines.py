"""Short lines that look like something else than the sentence they are."""

from __future__ import annotations

from typing import Any

import pytest

from kg.record import to_json
from loaders.pipeline import extract
from loaders.readers import read

_HEAD = "霁川县人民政府办公室关于印发2024年工作方案的通知\n霁政办发〔2024〕5号\n各乡镇人民政府：\n现将方案印发给你们。\n\n一、重点任务\n抓好工作落实，提高工作水平。"


def _record(text: str) -> dict[str, Any]:
    return to_json(extract(read((_HEAD + text).encode(), "方案.txt"))[0])


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("要准确。", []),
        ("县直各单位制定清单。", ["县直各单位"]),
        ("认真贯彻县委办公室文件。", []),
        ("县妇联和教育局应当对接。", ["县妇联", "教育局"]),
        ("县财政和教育局要加强保障。", ["县财政", "教育局"]),
        ("县文体广电和旅游局要加强监管。", ["县文体广电和旅游局"]),
        ("中学生会要有礼貌。", []),
    ],
)
def test_a_short_sentence_is_one(text: str, agents: list[str]) -> None:
    last = _record(text)["statements"][-1]
    assert last["text"] == text.rstrip("。")
    assert last["kind"] == "directive"
    assert [a["surface"] for a in last["actors"]] == agents


def test_all_that_an_item_of_what_is_forbidden_lists_is() -> None:
    text = "\n二、信访人不得有下列行为：\n（一）围堵单位；\n（二）威胁工作人员；限制他人自由；故意损坏公共设施；\n（三）制造恐怖气氛。\n"
    found = {s["text"]: s["force"] for s in _record(text)["statements"]}
    assert found["故意损坏公共设施"] == "prohibition"
    assert found["限制他人自由"] == "prohibition"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("信访件要在三月内办结。", []),
        ("县教育局提前一月前报送名单。", []),
        ("去年5月中旬，县法院组织模拟法庭。", []),
        ("各乡镇五月底前报送。", ["2024-05-31"]),
        ("各乡镇二月二十日前报送。", ["2024-02-20"]),
        ("开展清理，结果于三季度向社会公布。", ["2024-09-30"]),
        ("县教育局组织自查，11月底评估总结。", ["2024-11-30"]),
        ("十万元以下的账款上半年清零。", ["2024-06-30"]),
        ("即日起至2024年8月31日，各乡镇开展排查。", ["2024-08-31"]),
        ("积案化解期限由原定的9月底延长至11月30日。", ["2024-11-30"]),
        ("补贴政策延长至2024年底。", []),
        ("即日起至2024年12月31日，对小微企业免征房租。", []),
        ("优惠政策即日起至2024年12月31日有效。", []),
        ("各乡镇2024年6月底前有效化解矛盾纠纷。", ["2024-06-30"]),
        ("该系统于2月下旬向社会公布了目录。", []),
        ("检查组将于11月中旬对各校进行检查。", []),
    ],
)
def test_dates_of_plain_lines(text: str, dates: list[str]) -> None:
    assert [d["date"] for d in _record(text)["deadlines"]] == dates


def test_a_title_of_nothing_but_numbers_is_no_error() -> None:
    assert extract(read(("民政府关于印发方案" + "(一)" * 33 + "。").encode(), "方案.txt"))
    assert extract(read("要准确".encode(), "方案.txt"))
