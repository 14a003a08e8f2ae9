"""The passage around a quote: the whole tag or the whole sentence, never more than a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.passage import asked, page_breaks, passage


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("完善制度。(牵头单位:甲、乙)\n二、", "乙", "(牵头单位:甲、乙)"),
        ("（牵头单位：甲（盖章）、乙）", "乙", "（牵头单位：甲（盖章）、乙）"),
        ("完成整改。由甲牵头,乙配合。另起。", "甲", "由甲牵头,乙配合。"),
        ("标题\n甲负责落实\n下一段", "甲", "甲负责落实"),
        ("一行（没有收尾\n甲负责", "甲", "甲负责"),
        ("甲", "甲", "甲"),
        ("（牵头单位：甲，责任单位：\n乙）", "乙", "（牵头单位：甲，责任单位：\n乙）"),
        ("（牵头单位：甲，责\n任单位：乙）", "乙", "（牵头单位：甲，责\n任单位：乙）"),
        ("（没有收尾。\n二、甲负责）", "甲", "二、甲负责）"),
        ("一、整改\n1\t清理；公布\t甲\n2\t公开\t乙", "甲", "1\t清理；公布\t甲"),
        ("|1|清理；公布|甲牵头；乙配合|\n|2|公开|乙|", "乙配合", "1|清理；公布|甲牵头；乙配合"),
    ],
)
def test_passage(text: str, quote: str, expected: str) -> None:
    start = text.index(quote)
    first, last = passage(text, start, start + len(quote))
    assert text[first:last] == expected


@given(st.text(alphabet="甲乙()（）。\n；x", max_size=60), st.data())
def test_the_passage_always_holds_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = passage(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)


def test_line_ends_of_the_page_are_told_from_those_of_the_writer() -> None:
    text = "推进电子营业执照在公共资源交易平台中的应\n用，降低企业办事成本。\n二、加强监管\n市市场监管委\n"
    assert page_breaks(text) == [text.index("\n")]
    assert page_breaks(text, text.index("\n") + 1) == []
    assert page_breaks("没有行末") == []


def test_what_a_task_without_a_title_asks_is_said_in_full() -> None:
    said = "14.健全市场主体歇业制度，\n制定税务、社保等配套政策，让企业随时能办。"
    text = f"13.甲。\n{said}（牵头单位：县税务局）\n15.乙。"
    start = text.index("县税务局")
    tag = passage(text, start, start + 4)
    label = "".join(said.split())[:30] + "…"
    assert asked(text, label, start, tag) == said.replace("\n", "")
    assert asked(text, "歇业制度", start, tag) == "歇业制度"
    assert asked(text, "不在文中的话…", start, tag) == "不在文中的话…"
    below = "（一）制作短片二十部，⏎在各处播放。⏎（二）评选十佳案例。⏎（以上两项均由县司法局牵头）".replace(
        "⏎", "\n"
    )
    start = below.index("县司法局")
    said = asked(below, "制作短片二十部，在…", start, (below.index("（以上"), len(below)))
    assert said == "制作短片二十部，在各处播放。"


@pytest.mark.parametrize(
    ("lines", "broken"),
    [
        (["霁州县人民政府办公室关于做好防汛准备的通知", "霁政办〔2024〕5号"], []),
        (["霁州县人民政府办公室关于做好防汛准备的通知", "各镇人民政府，县政府各部门："], []),
        (["霁州县人民政府办公室关于做好防汛准备的通知", "现将有关事项通知如下。"], []),
        (["霁州县人民政府办公室关于做好二〇二四年度", "防汛准备工作的通知"], [0]),
        (["认真执行霁州县人民政府关于做好防汛准备的通知", "的各项要求，落实到人。"], [0]),
        (["霁州县2024年度防汛抗旱和抢险救灾工作要点", "为深入贯彻县委部署，制定本要点。"], []),
        (["霁州县2024年度防汛抗旱和抢险救灾任务分解", "序号"], []),
        (["按照《霁州县2024年度防汛抗旱工作要点》和有关规划", "根据雨情及时调整，落实到人。"], [0]),
        (["霁州县防汛抗旱指挥部办公室、霁州县应急管理局", "2024年3月5日"], []),
    ],
)
def test_the_head_of_a_notice_is_not_glued(lines: list[str], broken: list[int]) -> None:
    text = "\n".join(lines)
    ends = [len(lines[0])]
    assert page_breaks(text) == [ends[at] for at in broken]


def test_a_bracket_goes_on_behind_a_short_line() -> None:
    text = "规范收费。\n（责任单位：县司法\n局、县财政局）\n二、加强监管（试\n1.甲。"
    assert page_breaks(text) == [text.index("\n局")]
