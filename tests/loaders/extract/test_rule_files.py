"""Every example in a rule file fires its rule; no counter-example does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from loaders.extract import actors, citations, dates, quantities, suspect
from loaders.extract.forces import force
from loaders.extract.lines import named
from loaders.rules import (
    Rule,
    any_of,
    compile_rules,
    expand,
    finder,
    guarded,
    heads_of,
    lexicon,
    load_rules,
)

_FINDERS: dict[str, Callable[[str], set[str]]] = {
    "quantities": lambda text: {found.rule for found in quantities.find(text)},
    "citations": lambda text: {found.rule for found in citations.find(text, [])},
    "suspect": lambda text: {found.rule for found in suspect.find(text)},
    "dates": lambda text: {
        found.rule
        for many in (dates.find_deadlines(text, 2023), dates.find_frequencies(text))
        for found in many
    },
}


def _examples(kind: str) -> Iterator[tuple[str, str, str]]:
    for name in _FINDERS:
        for rule in compile_rules(name):
            for text in rule.examples if kind == "example" else rule.counter_examples:
                yield name, rule.id, text


@pytest.mark.parametrize(("name", "rule", "text"), list(_examples("example")))
def test_example_fires_its_rule(name: str, rule: str, text: str) -> None:
    assert rule in _FINDERS[name](text)


@pytest.mark.parametrize(("name", "rule", "text"), list(_examples("counter")))
def test_counter_example_does_not_fire(name: str, rule: str, text: str) -> None:
    assert rule not in _FINDERS[name](text)


@pytest.mark.parametrize("rule", compile_rules("dates"), ids=lambda rule: rule.id)
def test_dates_have_the_stated_value(rule: Rule) -> None:
    entry = next(e for e in load_rules("dates")["rule"] if e["id"] == rule.id)
    for text, date in zip(entry["example"], entry.get("date", []), strict=False):
        assert [date] == [str(found.date) for found in dates.find_deadlines(text, 2023)]
    for text, every in zip(entry["example"], entry.get("every", []), strict=False):
        assert every in [found.every for found in dates.find_frequencies(text)]


@pytest.mark.parametrize("rule", compile_rules("actors"), ids=lambda rule: rule.id)
def test_actors_of_the_examples(rule: Rule) -> None:
    entry = next(e for e in load_rules("actors")["rule"] if e["id"] == rule.id)
    text = rule.examples[0]
    assert entry["actors"] == [text[start:end] for start, end in actors.find(text)]
    for text in rule.counter_examples:
        assert actors.find(text) == []


@pytest.mark.parametrize("rule", compile_rules("statements", "force"), ids=lambda rule: rule.id)
def test_force_of_the_examples(rule: Rule) -> None:
    for text in rule.examples:
        assert rule.data["force"] == force(text)
    for text in rule.counter_examples:
        assert rule.data["force"] != force(text)


def test_needed_words_are_in_the_examples() -> None:
    for rule in compile_rules("statements"):
        for text in rule.examples:
            assert any(word in text for word in rule.data.get("needs", [""])), (rule.id, text)


@pytest.mark.parametrize("rule", compile_rules("statements", "line"), ids=lambda rule: rule.id)
def test_a_line_without_a_stop_is_a_name_or_work(rule: Rule) -> None:
    for text in rule.examples:
        assert named(text) is not None, text
    for text in rule.counter_examples:
        assert named(text) is not rule, text


@pytest.mark.parametrize("table", ["section", "rule", "list"])
def test_statement_patterns_match_their_examples(table: str) -> None:
    for rule in compile_rules("statements", table):
        assert rule.examples and rule.counter_examples, rule.id
        for text in rule.examples:
            assert rule.pattern.search(text), (rule.id, text)
        for text in rule.counter_examples:
            assert not rule.pattern.search(text), (rule.id, text)


@pytest.mark.parametrize(
    "name", ["statements", "predicates", "actors", "quantities", "dates", "citations", "suspect"]
)
def test_rule_ids_are_unique_and_every_rule_shows_both_sides(name: str) -> None:
    tables = [key for key in load_rules(name) if key != "lexicon"]
    entries = [entry for table in tables for entry in load_rules(name)[table]]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert all(entry.get("example") and entry.get("counter_example") for entry in entries)


def test_expand_names_lists_and_refuses_unknown_ones() -> None:
    assert expand("{modal}做{2,3}", {"modal": ("要", "应当")}) == "(?:要|应当)做{2,3}"
    with pytest.raises(KeyError):
        expand("{none}", {})


def test_the_dates_of_a_list_end_in_one_word() -> None:
    text = "分别于6月20日、9月20日、12月5日前报送,3月5日、4月5日召开会议。"
    found = [str(hit.date) for hit in dates.find_deadlines(text, 2023)]
    assert found == ["2023-06-20", "2023-09-20", "2023-12-05"]


def test_no_later_than_is_a_deadline_and_a_rules_life_is_none() -> None:
    text = "最迟不晚于2023年6月底完成,期限延至2024年3月31日。"
    assert [str(hit.date) for hit in dates.find_deadlines(text, 2023)] == ["2023-06-30"]


def test_what_happens_within_the_year_is_no_deadline() -> None:
    assert dates.find_deadlines("对年内举办活动的企业给予奖励", 2023) == []
    assert dates.find_deadlines("适用于2029年12月31日前退休的职工", 2023) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("主要领导年内至少听取1次汇报", "2023-12-31"),
        ("要在2025年底对执行情况进行评估", "2025-12-31"),
        ("后年年底要构建起监管格局", "2025-12-31"),
        ("实现2023年底新增备案2000项", "2023-12-31"),
    ],
)
def test_dates_that_a_deed_follows(text: str, date: str) -> None:
    assert [str(hit.date) for hit in dates.find_deadlines(text, 2023)] == [date]


def test_a_later_year_with_what_must_be_done_is_a_target() -> None:
    found = dates.find_deadlines("2025年基本完成改造,2022年完成投资5亿元。", 2023)
    assert [str(hit.date) for hit in found] == ["2025"]


def test_a_rate_is_no_recurrence() -> None:
    found = dates.find_frequencies("每人每月400元,每户每年不少于走访1次,每月15日前报送。")
    assert [hit.every for hit in found] == ["year", "month"]


def test_heads_are_what_a_match_can_begin_with() -> None:
    one = re.compile("人(?!民|工)|(?:时|期间)(?=[,、]|$)|(?<!发布)公告")
    other = re.compile("(?:到|至)?20|[机部]关")
    assert heads_of(one, other) == frozenset("人时期公到至2机部")


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("推广“一照多址”改革等24项改革举措", "改革举措"),
        ("自受理之日起三十日内向机关报告", None),
        ("审批时限压缩至5个工作日", "审批时限"),
        ("2025年6月底前归集共享数据不少于300项", "共享数据"),
        ("在重点领域各遴选5家左右", None),
    ],
)
def test_what_is_measured(text: str, of: str | None) -> None:
    assert [found.of for found in quantities.find(text)] == [of]


@pytest.mark.parametrize("pattern", ["[^,]甲|乙", r"\s甲", "[一-鿿]局", ".甲"])
def test_heads_of_a_pattern_that_begins_with_anything_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(pattern)):
        heads_of(re.compile(pattern))


@pytest.mark.parametrize("name", sorted(lexicon("actors")))
def test_words_put_together_match_as_they_did(name: str) -> None:
    listed = lexicon("actors")[name]
    plain, grouped = re.compile("|".join(listed)), re.compile(any_of(listed))
    for text in (*listed, "".join(listed), "、".join(listed)):
        assert [m.span() for m in grouped.finditer(text)] == [
            m.span() for m in plain.finditer(text)
        ]


def test_words_that_hold_ways_of_their_own_stay_apart() -> None:
    assert any_of(["市局|市委", "市"]) == "市局|市委|市"
    assert any_of(["市(?:局|委)", "县", "市"]) == "市(?:(?:局|委)|)|县"


def test_a_word_that_begins_with_one_of_several_characters_stands_with_those_of_each() -> None:
    assert any_of(["[区县]府", "县委", "市"]) == "区府|县(?:府|委)|市"
    assert any_of(["[区县]?府", "县"]) == "[区县]?府|县"


def test_a_guarded_search_finds_the_same() -> None:
    pattern = "(?P<lead>(?:按照?)?(?:职责)?牵头)|(?:共同)?(?P<does>负责|承办)"
    text = "市司法局按职责牵头,县财政局、县人社局共同负责,镇政府承办,职责按照实际"
    assert [(m.span(), m.lastgroup) for m in re.finditer(guarded(pattern), text)] == [
        (m.span(), m.lastgroup) for m in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize(
    ("pattern", "tied"),
    [
        ("^县局|^(?:市|省)局$", True),
        ("^县[|)]局|^市\\|局", True),
        ("(?:^县局)", False),
        ("^县局|市局", False),
    ],
)
def test_what_is_tied_to_the_beginning_is_matched_there(pattern: str, tied: bool) -> None:
    compiled = re.compile(pattern)
    find = finder(compiled)
    assert (find == compiled.match) is tied
    for text in ("县局", "由县局", "市局", "由市局", "县|局", "市|局", "省局", ""):
        assert bool(find(text)) == bool(compiled.search(text))
