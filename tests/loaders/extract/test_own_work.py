"""What each of several who act is told to do, in a sentence that tells them different things."""

from __future__ import annotations

import pytest

from loaders.extract import actors
from loaders.extract.actions import action_object
from loaders.extract.own_work import of_each


@pytest.mark.parametrize(
    ("sentence", "each"),
    [
        # the second has work of its own
        ("县渔业局负责培训,县财政局保障工作经费", [(None, None), ("保障", "工作经费")]),
        ("建立渔情统计制度,各渔政执法机关应当每年公开数据", [("公开", "数据")]),
        (
            "县教育局要把渔业知识纳入课程,县渔业局要选派讲师",
            [(None, None), ("选派", "讲师")],
        ),
        # who leads, where the sentence says what is done
        ("由县渔业局牵头,县直有关部门配合,组织开展专项检查", [("牵头", None), (None, None)]),
        # one work of all
        ("各乡镇、各部门要高度重视,加强领导", [(None, None), (None, None)]),
        ("未按时报送的,由县渔业局责令改正,可以处罚款", [(None, None)]),
        ("县渔业局负责培训", [(None, None)]),
        ("加强培训", []),
    ],
)
def test_each_has_its_own_work(sentence: str, each: list[tuple[str | None, str | None]]) -> None:
    action, _ = action_object(sentence)
    assert of_each(sentence, actors.find(sentence), action) == each
