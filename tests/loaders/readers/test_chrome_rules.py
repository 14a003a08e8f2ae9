"""Every example and counter-example of rules/chrome.toml, and what the phrases must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from loaders.readers import chrome
from loaders.rules import Rule, compile_rules, load_rules

TABLES = ("phrase", "line", "mark", "box", "column", "content", "furniture")


def rules() -> Iterator[tuple[str, Rule]]:
    for table in TABLES:
        for rule in compile_rules("chrome", table):
            yield table, rule


def fires(table: str, rule: Rule, text: str) -> bool:
    if table == "content":
        return LexborHTMLParser(text).css_first(rule.pattern.pattern) is not None
    if table == "furniture":
        return bool(rule.pattern.search(text))
    if table == "box":
        return bool(re.compile(rf"(?:{rule.pattern.pattern})\s*[:：]").match(text))
    if table == "column":
        return bool(rule.pattern.fullmatch(text))
    if table == "phrase":
        parts = [part for part in re.split(r"[\s：:]+", text) if part]
        return all(rule.pattern.fullmatch(part) or rule.pattern.fullmatch(text) for part in parts)
    return bool(rule.pattern.fullmatch(text))


@pytest.mark.parametrize(("table", "rule"), list(rules()), ids=lambda x: getattr(x, "id", str(x)))
def test_examples(table: str, rule: Rule) -> None:
    assert rule.examples, rule.id
    assert rule.counter_examples, rule.id
    for example in rule.examples:
        assert fires(table, rule, example), example
    for counter in rule.counter_examples:
        assert not fires(table, rule, counter), counter


def test_ids_are_unique_and_no_table_is_forgotten() -> None:
    ids = [rule.id for _, rule in rules()]
    assert len(ids) == len(set(ids))
    assert set(load_rules("chrome")) == set(TABLES)


@pytest.mark.parametrize(
    "words",
    [
        "一、总体要求",
        "政务公开工作领导小组办公室",
        "打印费用由县财政承担",
        "首页",
        "大",
        "关闭非煤矿山3座",
        "附件：1.重点任务分工表",
        "来源：财政拨款",
        "2021",
        "14.",
        "司法所",
    ],
)
def test_words_of_a_document_inside_the_body(words: str) -> None:
    assert not chrome.is_chrome(words, edge=False)
    assert not chrome.is_page_mark(words)


@pytest.mark.parametrize(
    "words",
    [
        "【字体：大 中 小】 打印 关闭",
        "返回顶部打印本页关闭窗口",
        "首页 > 政务公开 > 政策文件",
        "分享到： 微信 微博",
        "×",
    ],
)
def test_furniture_at_the_edges(words: str) -> None:
    assert chrome.is_chrome(words.strip(), edge=True)


@pytest.mark.parametrize(
    "words", ["— 12 —", "- 3 -", "－１－".replace("１", "1"), "第 1 页", "3/12", "# Page 9:"]
)
def test_page_marks(words: str) -> None:
    assert chrome.is_page_mark(words)
