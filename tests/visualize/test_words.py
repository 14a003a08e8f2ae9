"""Both languages say the same things, and pages ask only for words that exist."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kg import questions
from ontology import terms
from ontology.catalog import load_catalog
from visualize.i18n import LANGUAGES, Words, catalogue, choose
from visualize.numbers import circled, headed, numbered, tells

FAMILIES = (
    "type",
    "role",
    "genre",
    "kind",
    "force",
    "status",
    "normalised",
    "unittype",
    "panel.status",
    "rule",
    "method",
    "basis",
)
NAMES_OF_LANGUAGES = {"lang.other", "lang.switch"}


def sources() -> str:
    root = files("visualize")
    parts = [
        e.read_text("utf-8") for e in (root / "templates").iterdir() if e.name.endswith(".html")
    ]
    parts += [e.read_text("utf-8") for e in (root / "web").iterdir() if e.name.endswith(".js")]
    parts += [e.read_text("utf-8") for e in root.iterdir() if e.name.endswith(".py")]
    return "\n".join(parts)


def test_the_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert list(zh) == list(en)
    for key in zh:
        assert set(re.findall(r"{(\w+)}", zh[key])) == set(re.findall(r"{(\w+)}", en[key])), key


def test_english_has_no_chinese_words() -> None:
    han = {k for k, v in catalogue("en").items() if re.search(r"[\u4e00-\u9fff]", v)}
    assert han == NAMES_OF_LANGUAGES


def test_every_word_a_page_asks_for_exists() -> None:
    asked = set(re.findall(r"""\bt\(\s*["']([\w.-]+)["'][,)\s]""", sources()))
    whole = {key for key in asked if not key.endswith(".")}
    assert whole - set(catalogue("zh")) == set()


def test_no_word_is_left_over() -> None:
    text = sources()
    prefixes = set(re.findall(r"""["'`]([\w.]+\.)["'`]? ?(?:~|\$\{|\+)""", text)) | {
        f"{f}." for f in FAMILIES
    }
    prefixes |= set(re.findall(r'f"([\w.]+\.)\{', text)) | set(re.findall(r"`([\w.]+\.)\$\{", text))
    unused = [
        key
        for key in catalogue("zh")
        if f'"{key}"' not in text and f"'{key}'" not in text and not key.startswith(tuple(prefixes))
    ]
    assert unused == []


def test_numbers_of_things_are_grouped_and_words_go_with_them() -> None:
    zh, en = Words("zh"), Words("en")
    assert zh("list.total", n=1381) == "共 1,381 项"
    assert (en("matrix.count", n=1), en("matrix.count", n=1200)) == ("1 task", "1,200 tasks")
    assert zh("panel.chars", start=3275, end=3530) == "字符 3275–3530", "a place is no amount"


def test_choosing_takes_the_first_known_language() -> None:
    assert choose("en-GB") == "en"
    assert choose("fr", "zh-CN") == "zh"
    assert choose(None, "", "de") == "zh"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_of_closed_lists_have_words_and_new_ones_show_themselves(lang: str) -> None:
    words = Words(choose(lang))
    assert words.of("role", "lead") != "lead"
    assert words.of("role", "brand-new") == "brand-new"
    assert words.of("genre", None) == ""


def test_unknown_words_are_our_mistake() -> None:
    with pytest.raises(KeyError):
        Words("zh")("no.such.word")


@pytest.mark.parametrize(
    ("number", "title", "shown"),
    [
        ("四", "全民守法", "四、全民守法"),
        ("(一)", "宣传", "(一)宣传"),
        ("第三章", "责任", "第三章 责任"),
        ("3.1", "督查", "3.1. 督查"),
        ("①", "通报", "①通报"),
        ("二", "", "二"),
        (None, "总则", "总则"),
        ("(1)", "（1）", "（1）"),
    ],
)
def test_headings_are_numbered_as_documents_number_them(
    number: str | None, title: str, shown: str
) -> None:
    assert numbered(number, title) == shown


def test_places_in_a_tag_are_circled_up_to_twenty() -> None:
    assert (circled(1), circled(20), circled(21), circled(None)) == ("①", "⑳", "21", "")


@pytest.mark.parametrize("kind", ["typo", "abbreviation", "alias", "relative", "spelling"])
def test_why_spellings_are_one_unit_is_said_in_words(kind: str) -> None:
    for language in ("zh", "en"):
        assert Words(language).reason(f"{kind}:甲→乙") != f"{kind}:甲→乙"


def test_every_column_of_a_shipped_question_has_a_word() -> None:
    columns = {name for q in questions.shipped() for name in q.columns}
    merged = {c for c in columns if c.endswith("Label") and c.removesuffix("Label") in columns}
    assert {c for c in columns - merged if f"column.{c}" not in catalogue("zh")} == set()


def test_a_heading_says_its_number_once() -> None:
    assert headed("一 加强组织领导") == "一、加强组织领导"
    assert headed("(一) （一）") == "(一)"
    assert headed("(二) 落实责任") == "(二)落实责任"
    assert headed("第三章 附则") == "第三章 附则"
    assert headed("重点 任务") == "重点 任务", "no number"


@pytest.mark.parametrize("family", ["status", "panel.status", "role", "every"])
def test_a_term_is_called_as_the_vocabulary_calls_it(family: str) -> None:
    """定稿 in a table of a query and 正式 on the document's page would be two facts to a reader."""
    scheme = {"panel.status": "alignment-status"}.get(family, family)
    for name in terms.VOCABULARIES[scheme]:
        assert Words("zh").of(family, name) == load_catalog().label(terms.concept(scheme, name))


@pytest.mark.parametrize(
    ("wording", "date", "same"),
    [
        ("2025 年6 月30 日前", "2025-06-30", True),
        ("2025年6月", "2025-06", True),
        ("2025年底前", "2025-12-31", False),
        ("6月底前", "2025-06-30", False),
        ("三季度", "2025-09-30", False),
    ],
)
def test_a_date_is_said_once(wording: str, date: str, same: bool) -> None:
    assert tells(wording, date) is same
