"""Whatever the text: a record comes out, every span is exact, ids are its own, and twice is the same."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Cell, Record, SourceText, Span, Table, Warning
from loaders.pipeline import extract
from loaders.widths import PLAIN

Read = Callable[..., list[Record]]
_BLANK = re.compile(r"[\s\u00a0\u200b-\u200f\ufeff\u2060\u00ad]+")

DOCUMENT = """泾县人民政府办公室关于印发2023年普法工作要点的通知
泾政办〔2023〕12号
各镇人民政府，县政府各部门：
《泾县2023年普法工作要点》已经县政府同意，现印发给你们，请认真贯彻执行。
泾县人民政府办公室
2023年3月1日
（此件公开发布）
泾县2023年普法工作要点
目录
一、加强组织领导
二、推进普法
一、加强组织领导（牵头单位：县政府办）
（一）健全机制。完善普法责任制，每季度调度1次，到2023年底覆盖率达到95%以上。（牵头单位：县司法局、综合治理办、综治办；配合单位：县公安局；完成时限：2023年6月底前）
（二）落实《中华人民共和国宪法》宣传。我市、我县各部门要开展宣传。〔县司法局牵头，县教育局、县市监局配合〕
二、推进普法
1.举办培训班。一是选好人。二是用好人。（1）考核。由县司法局牵头，县财政局配合。
3.开展考试。（责任单位：各县（市、区）政府、
县医保局，列第一位者为牵头单位，下同）
第二章 保障
第一节 经费
牵头单位：县财政局
责任单位：各镇人民政府。
完成时限：2023年12月
四、责任分工
序号
重点任务
牵头部门
责任单位
1
开展法治宣传。
县司法局
县教育局、各镇政府
2
组织法律考试。
县委组织部
县司法局
泾县人民政府办公室
2023年3月1日
"""


def words(text: str) -> str:
    return _BLANK.sub("", text)


def quotes(record: Record) -> Iterator[tuple[Span, str]]:
    """(span, words it claims) of everything that quotes the source."""
    yield from ((h.span, h.title) for h in record.headings if h.title and not h.inferred)
    yield from ((a.span, a.surface) for t in record.tasks for a in t.assignments)
    yield from ((s.span, s.text) for s in record.statements)
    yield from ((a.span, a.surface) for s in record.statements for a in s.actors)
    yield from ((c.span, c.surface) for c in record.citations)
    yield from ((q.span, q.text) for q in record.quantities)
    yield from ((d.span, d.text) for d in record.deadlines)
    yield from ((f.span, f.text) for f in record.frequencies)


def places(record: Record) -> Iterator[Span]:
    """Every span of a record."""
    yield record.span
    yield from (span for span, _ in quotes(record))
    yield from (t.span for t in record.tasks)
    yield from (s for u in record.units for s in u.spans)
    yield from (w.span for w in record.warnings if w.span is not None)
    yield from (span for _, span in record.metadata.evidence)


def ids(record: Record) -> list[str]:
    return [
        *(h.id for h in record.headings),
        *(t.id for t in record.tasks),
        *(s.id for s in record.statements),
        *(u.id for u in record.units),
    ]


def check_quotes(record: Record) -> None:
    source = record.source
    size = len(source.text)
    assert all(0 <= span.start <= span.end <= size for span in places(record))
    starts = {(h.span.start, h.span.end) for h in record.headings}
    for span, claimed in quotes(record):
        said = words(source.text[span.start : span.end])
        for aside in source.asides:
            if span.start < aside.end and aside.start < span.end:
                said = ""  # a page mark in mid-sentence stands in the span and not in the words
        if said and (span.start, span.end) in starts:
            assert words(claimed) in said  # a heading's span begins with its number
        elif said:
            assert said == words(claimed)


def check_ids(record: Record) -> None:
    found = ids(record)
    assert len(found) == len(set(found))
    units = {u.id for u in record.units}
    headings = {h.id: h for h in record.headings}
    tasks = {t.id for t in record.tasks}
    for task in record.tasks:
        assert [a.rank for a in task.assignments] == list(range(1, len(task.assignments) + 1))
        assert task.heading is None or task.heading in headings
        for given_ in task.assignments:
            assert given_.unit_id in units
            assert given_.inherited_from is None or given_.inherited_from in tasks | set(headings)
    for statement in record.statements:
        assert statement.task is None or statement.task in tasks
        assert statement.heading is None or statement.heading in headings
        assert all(a.unit_id is None or a.unit_id in units for a in statement.actors)


def check_tree(record: Record) -> None:
    headings = {h.id: h for h in record.headings}
    for heading in record.headings:
        assert heading.level == len(heading.path) and heading.path[-1] == heading.number
        for child in heading.children:
            assert headings[child].parent == heading.id
        if heading.parent is not None:
            assert heading.id in headings[heading.parent].children
            assert headings[heading.parent].path == heading.path[:-1]


def check(source: SourceText) -> list[Record]:
    """All promises at once; returns the records."""
    records = extract(source)
    assert records
    for record in records:
        check_quotes(record)
        check_ids(record)
        check_tree(record)
    if len(records) > 1:
        assert len({r.id for r in records}) == len(records)
        scoped = [{u.id for u in r.units if u.id.startswith("unit/doc-")} for r in records]
        assert sum(map(len, scoped)) == len(set().union(*scoped))
    assert extract(source) == records
    return records


def text_source(text: str, **layout: object) -> SourceText:
    return SourceText(text, "0" * 64, "text/plain", "样本.txt", **layout)  # type: ignore[arg-type]


def test_the_document_as_it_is() -> None:
    records = check(text_source(DOCUMENT))
    assert sum(len(t.assignments) for r in records for t in r.tasks) >= 12
    assert any(r.metadata.document_number == "泾政办〔2023〕12号" for r in records)


def test_a_month_takes_the_year_of_the_number_where_nothing_else_says_one() -> None:
    text = "泾县优化营商环境若干措施\n泾政发〔2019〕17号\n一、优化服务\n6月底前建成服务中心。\n二、加强监管\n开展检查。\n"
    (record,) = extract(text_source(text))
    assert record.metadata.issued is None
    assert [str(found.date) for found in record.deadlines] == ["2019-06-30"]


def test_the_document_as_a_page_wraps_it() -> None:
    records = check(text_source(DOCUMENT, hard_wrapped=True))
    rows = [t for r in records for t in r.tasks if t.rule == "task.row"]
    assert [t.title for t in rows] == ["开展法治宣传。", "组织法律考试。"]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028", "\n\n\n"])
def test_line_ends_do_not_matter(ending: str) -> None:
    plain = extract(text_source(DOCUMENT))
    other = check(text_source(DOCUMENT.replace("\n", ending)))
    assert [[t.path for t in r.tasks] for r in other] == [[t.path for t in r.tasks] for r in plain]
    assert [ids(r) for r in other] == [ids(r) for r in plain]


def test_widths_do_not_matter_to_what_is_understood() -> None:
    plain = extract(text_source(DOCUMENT))
    half = check(text_source(DOCUMENT.translate(PLAIN)))
    assert [
        [(a.role, a.unit_id) for t in r.tasks for a in t.assignments] for r in half
    ] == [[(a.role, a.unit_id) for t in r.tasks for a in t.assignments] for r in plain]  # fmt: skip


# --- mutilated documents ---------------------------------------------------------------------

_INSERTS = "（）()〔〕[]【】《》“”、，,；;：:。.\n\r\t 　\u200b一二三十第章节条123０９①市县省局委办和及等由负责牵头配合2023年月日\ufeff\U00020000⼀"


def _lines(chance: random.Random) -> list[str]:
    lines = DOCUMENT.split("\n")
    kind = chance.randrange(6)
    if kind == 0:
        chance.shuffle(lines)
    elif kind == 1:
        for _ in range(chance.randrange(1, 9)):
            at = chance.randrange(len(lines))
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
    elif kind == 2:
        lines = [line for line in lines if chance.random() < 0.6]
    elif kind == 3:
        lines = [line for line in lines for _ in range(chance.choice([1, 1, 2]))]
    return lines


def mutilated(chance: random.Random) -> str:
    """The document with lines shuffled, cut, dropped or doubled, then glued, then sprinkled."""
    text = chance.choice(["\n", "\n", "", "\r\n", "\u3000\u3000", " "]).join(_lines(chance))
    for _ in range(chance.randrange(30)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randrange(12)) if chance.random() < 0.4 else at
        text = text[:at] + "".join(chance.choices(_INSERTS, k=chance.randrange(4))) + text[end:]
    return text


def layout(chance: random.Random, text: str) -> dict[str, object]:
    """Asides anywhere, and a table over the first lines."""
    out: dict[str, object] = {"hard_wrapped": chance.random() < 0.4}
    if chance.random() < 0.3 and len(text) > 4:
        cut = sorted(chance.sample(range(len(text) + 1), 4))
        out["asides"] = (Span(cut[0], cut[1]), Span(cut[2], cut[3]))
    if chance.random() < 0.3:
        at, cells = 0, []
        for index, line in enumerate(text.split("\n")[:12]):
            span = Span(at, at + len(line))
            cells.append(Cell(index // 3, index % 3, span, rowspan=chance.choice([1, 1, 2])))
            at += len(line) + 1
        out["tables"] = (Table(Span(0, min(at, len(text))), tuple(cells)),)
    return out


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_mutilated_documents(seed: int) -> None:
    chance = random.Random(seed)
    text = mutilated(chance)
    check(text_source(text, **layout(chance, text)))


@functools.cache
def _pieces() -> st.SearchStrategy[str]:
    known = re.findall(r"[\u4e00-\u9fff]{2,6}|[^\u4e00-\u9fff]", DOCUMENT)
    return st.sampled_from(sorted(set(known)) + list(_INSERTS))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.one_of(st.text(max_size=200), st.lists(_pieces(), max_size=80).map("".join)), st.booleans()
)
def test_any_text(text: str, wrapped: bool) -> None:
    check(text_source(text, hard_wrapped=wrapped))


def test_a_long_hostile_line_is_read_in_time() -> None:
    for piece in ("（", "、县司法局", "一、", "《", "2023年", "由", "责任单位：", "第"):
        check(text_source(piece * 3000))


# --- nothing crosses from one document into another ------------------------------------------


def test_what_a_list_forbids_may_be_a_verb_only_there(read: Read) -> None:
    text = "某县渡口管理办法\n第一条 船员不得有下列行为：\n（一）挤占、干扰航道标志；\n（二）擅自操作渡船闸门。\n"
    said = {s.action: s.object for s in read(text)[0].statements}
    assert {"挤占、干扰": "航道标志", "操作": "渡船闸门"}.items() <= said.items()


def test_documents_of_one_file_share_no_scoped_unit(read: Read) -> None:
    part = "2024年{0}工作要点\n一、加强{0}\n落实责任。（牵头单位：综治办、党政办）\n二、保障{0}\n安排经费。（责任单位：司法所）\n"
    first, second = read(f"某镇{part.format('普法')}\n某镇{part.format('信访')}")
    assert {u.name for u in first.units} == {u.name for u in second.units}
    assert not {u.id for u in first.units} & {u.id for u in second.units}


def test_an_open_place_keeps_units_in_their_document(read: Read) -> None:
    tag = "一、任务\n做好工作。（牵头单位：综治办）\n"
    (first,) = read(f"某镇普法要点\n{tag}", name="甲.txt")
    (second,) = read(f"某镇信访要点\n{tag}", name="乙.txt")
    assert not {u.id for u in first.units} & {u.id for u in second.units}


def test_a_merge_reason_belongs_to_its_document(read: Read) -> None:
    one = "泾县普法要点\n一、任务\n做好工作。（牵头单位：综治办、综合治理办）\n"
    other = "泾县信访要点\n一、任务\n做好工作。（牵头单位：综治办）\n"
    (merged,), (alone,) = read(one), read(other)
    assert any(u.merged_because for u in merged.units)
    assert not any(u.merged_because for u in alone.units)


def test_records_do_not_depend_on_what_was_read_before(read: Read) -> None:
    before = read(DOCUMENT)
    for seed in range(5):
        read(mutilated(random.Random(seed)))
    assert read(DOCUMENT) == before


def test_readers_warnings_are_kept(read: Read) -> None:
    note = Warning("encoding", "按 GB18030 解码。", None)
    (record,) = read("泾县普法要点\n一、任务\n做好工作。\n", warnings=(note,))
    assert note in record.warnings


def test_a_date_that_no_calendar_has_is_said() -> None:
    text = (
        "某县2023年工作要点\n一、重点任务\n2月30日前完成清理。13月底前建立台账。2023年02月29日前报送。\n"
        "2024年2月29日前总结，12月30日前验收，满18月的项目除外，第13月底考核，2月28日前通报。"
    )
    record = extract(text_source(text))[0]
    said = [w for w in record.warnings if w.code == "impossible_date"]
    assert [text[slice(*w.span)] for w in said if w.span] == ["2月30日", "13月底", "02月29日"]
    assert "2月30日" in said[0].message
    dates = {str(d.date) for d in record.deadlines}
    assert dates == {"2024-02-29", "2023-12-30", "2023-02-28"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("培育3—5个示范点", ("ge", 3, "个")),
        ("2—3天内办结", ("le", 3, "天")),
        ("培育3个示范点", ("eq", 3, "个")),
        ("成员总数控制在5到20家", ("le", 20, "家")),
        ("每户可申请购买1—2个泊位", ("le", 2, "个")),
    ],
)
def test_a_range_binds_from_its_first_number_or_within_its_second(
    read: Read, said: str, found: tuple[str, float, str]
) -> None:
    (quantity,) = read(f"一、加强服务\n{said}。\n")[0].quantities
    assert (quantity.comparator, quantity.value, quantity.unit) == found


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("船东2024年6月30日前购买新船，并报废旧船的，给予补贴", []),
        ("船东2024年6月30日前生产的船只的，按原标准发放补贴", []),
        ("2024年6月30日前完成旧船报废，给予补贴", ["2024-06-30"]),
    ],
)
def test_by_when_a_case_falls_under_a_rule_is_no_date_due(
    read: Read, said: str, due: list[str]
) -> None:
    (record,) = read(f"霁川县2024年工作要点\n一、加强服务\n{said}。\n")
    assert [str(d.date) for d in record.deadlines] == due


def test_a_bound_behind_the_second_of_two_holds_for_both(read: Read) -> None:
    text = "一、加强服务\n渡口和码头达标率分别提高到55%、70%以上。事故分别下降3%、4%。\n"
    found = [(q.comparator, q.value) for q in read(text)[0].quantities]
    assert found == [("ge", 55), ("ge", 70), ("eq", 3), ("eq", 4)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("分别给予不低于600、800、1200元补助", [("ge", 600), ("ge", 800), ("ge", 1200)]),
        ("给予不超过3万元、2万元、1万元奖励", [("le", 3), ("le", 2), ("le", 1)]),
        ("培训不少于2期，检查渡口5处、7处", [("ge", 2), ("eq", 5), ("eq", 7)]),
        ("分别在第3、5、7个工作日公布，分别填报附件1、2、3份表格", []),
        ("完成第3、5、7项任务，费用由6万元压缩至4万元", [("eq", 7), ("eq", 6), ("eq", 4)]),
    ],
)
def test_figures_in_a_row_share_the_unit_behind_and_the_bound_before_them(
    read: Read, said: str, found: list[tuple[str, float]]
) -> None:
    record = read(f"一、加强服务\n{said}。\n")[0]
    assert [(q.comparator, q.value) for q in record.quantities] == found


def test_nothing_of_a_report_of_work_done_is_due(read: Read) -> None:
    (record,) = read(
        "泾县2025年法治建设情况报告\n一、工作成效\n（一）普法。2025年底前完成培训3次。\n"
    )
    assert [s.kind for s in record.statements] == ["achievement"]
    assert record.deadlines == () and [t.deadline for t in record.tasks] == [None]


def test_pages_from_the_middle_of_a_plan_that_name_owners_say_duties(read: Read) -> None:
    text = "".join(
        f"{number}.渔业{name}。2025年{number}月底前将{name}时限压缩至5个工作日。（县渔业局牵头）\n"
        for number, name in ((4, "登记"), (5, "检验"), (6, "备案"))
    )
    said = [s.kind for s in read(text)[0].statements if "压缩" in s.text]
    assert said == ["directive"] * 3


def test_an_item_that_is_nothing_but_its_title_is_work(read: Read) -> None:
    """A planner looks for what nobody owns: (二)建设法治公园1处。 said so little that it was no task."""
    head = "松州县2025年平安建设工作要点\n一、社会治安\n"
    items = "（一）开展法律援助进村活动。\n（二）建设法治公园1处。\n（三）群众满意情况。\n（四）落实重点人员管控\n"
    (record,) = read(f"{head}{items}二、矛盾化解\n1.推进信访积案化解，全年化解30件。\n")
    assert [task.path[-1] for task in record.tasks] == ["(一)", "(二)", "(四)", "1"]
    said = {s.text: (s.kind, s.action, s.object) for s in record.statements}
    assert said["建设法治公园1处"] == ("directive", "建设", "法治公园1处")
    assert "群众满意情况" not in said


@pytest.mark.parametrize("second", ["2026年重点工作", "聚力攻坚，开创县域发展新局面"])
def test_a_report_to_the_congress_plans_behind_what_it_looks_back_on(
    read: Read, second: str
) -> None:
    """2026年重点工作 in the report named after 2026 was read as done, and so was what no year stands above."""
    text = (
        "2026年松州县政府工作报告\n各位代表：现在，我代表县人民政府报告工作。\n一、2025年工作回顾\n新建村道八条。\n"
        "一、二、三产业分别增长2%。\n（一）产业发展\n改造老旧厂房五处。\n"
        f"二、{second}\n（一）做强产业\n新建冷链仓库两座。\n各位代表，前景令人鼓舞。\n三、加强自身建设\n规范执法检查。\n"
    )
    kinds = {s.text: s.kind for s in read(text)[0].statements}
    done = ["新建村道八条", "改造老旧厂房五处"]
    planned = ["新建冷链仓库两座", "规范执法检查"]
    assert [kinds[said] for said in done + planned] == ["achievement"] * 2 + ["directive"] * 2
    assert kinds["各位代表，前景令人鼓舞"] == "context"
    plain = text.replace("一、2025年工作回顾", "2025年工作回顾").replace(
        f"二、{second}", "2026年重点工作"
    )
    kinds = {s.text: s.kind for s in read(plain)[0].statements}
    assert [kinds[said] for said in planned] == ["directive"] * 2
    (other,) = read(text.replace("县政府工作报告", "县法治政府建设报告"))
    assert {s.text: s.kind for s in other.statements}["规范执法检查"] == "achievement"
