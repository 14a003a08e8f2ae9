"""Whatever the text: no annotator raises, ranges lie inside it and do not overlap."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.extract import actions, actors, citations, dates, quantities, sentences, suspect
from loaders.extract.numerals import value_of
from loaders.extract.statements import Context, action_object, classify

_PIECES = st.sampled_from(
    [
        "《",
        "》",
        "〈",
        "〉",
        "(",
        ")",
        "“",
        "”",
        "。",
        ";",
        ",",
        "、",
        ":",
        "\n",
        "2023年",
        "12月",
        "31日",
        "前",
        "底",
        "到",
        "截至",
        "每",
        "季度",
        "月",
        "100%",
        "30余个",
        "十项",
        "七大",
        "一个",
        "至少",
        "不得",
        "应当",
        "可以",
        "鼓励",
        "市委",
        "县政府",
        "各级",
        "部门",
        "和",
        "及其",
        "常委会",
        "由",
        "负责",
        "健全",
        "机制",
        "的",
        "为",
        "了",
        "沙巴体育",
        "条例",
        "关于",
        "以下简称",
        "一是",
        "(1)",
        "完成时限:",
        "将",
        "把",
        "对",
        "一",
        "第",
        "二〇二五年",
    ]
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=80))


def _ordered(ranges: list[tuple[int, int]], size: int) -> bool:
    edges = [edge for pair in ranges for edge in pair]
    return (
        edges == sorted(edges)
        and all(a < b for a, b in ranges)
        and all(0 <= e <= size for e in edges)
    )


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_ranges_are_inside_and_apart(text: str) -> None:
    size = len(text)
    assert _ordered(sentences.split(text, 0, size), size)
    assert _ordered(actors.find(text), size)
    for found in (
        quantities.find(text),
        dates.find_deadlines(text, 2023),
        dates.find_deadlines(text, None),
        dates.find_frequencies(text),
        citations.find(text, ["条例"]),
        suspect.find(text),
    ):
        assert _ordered([(hit.start, hit.end) for hit in found], size)
    for citation in citations.find(text, []):
        assert citation.start <= citation.title_start <= citation.title_end <= citation.end


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.sampled_from(["plan", "annual_report", "regulation", "other"]), st.booleans())
def test_every_sentence_gets_a_verdict(text: str, genre: str, preamble: bool) -> None:
    verdict = classify(text, Context(genre, 2023, (text[:12],), preamble))  # type: ignore[arg-type]
    assert (verdict.kind == "directive") == (verdict.force is not None)
    assert 0 < verdict.confidence <= 1
    action, thing = action_object(text)
    assert action or thing is None
    dates.parse_date(text, None)


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿〇", max_size=12))
def test_numerals_never_raise(numeral: str) -> None:
    value = value_of(numeral)
    assert value is None or value >= 0


def test_numerals() -> None:
    assert [value_of(n) for n in ("十", "十二", "一百二十", "二〇二五", "三万", "两", "甲")] == [
        10,
        12,
        120,
        2025,
        30_000,
        2,
        None,
    ]


def test_what_never_ends_is_read_all_the_same() -> None:
    """Rows of words that could each be a verb, an occasion or a deed: as a hostile paper has them."""
    assert actions.read("对" + "企业报" * 60)
    assert actions.read("按照" + "凭底规定按照报" * 40)
    assert actions.read("县政府应当" + "更正后" * 3000 + "更正材料")
    actors.find("市政府应当检查," + "且造成的," * 3000)
