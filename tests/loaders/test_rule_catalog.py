"""The catalogue knows every id a record can carry, and each of its own examples shows its rule."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

import loaders
from kg.model import Record
from loaders import pipeline, readers
from loaders.coverage import Coverage, fired
from loaders.numbering import Family
from loaders.rules import load_rules
from loaders.rules.catalog import LAYERS, catalog

LOADERS = Path(loaders.__file__).parent
GRAMMAR = load_rules("grammar")["rule"]
_ID = re.compile(
    r'"((?:heading|task|tag|table|prose|genre|cue|section|deadline|frequency|quantity|citation)\.[a-z_.-]*[a-z])"'
)


def records(text: str, entry: dict[str, Any]) -> list[Record]:
    source = readers.read(text.encode(), entry.get("name", "例.txt"))
    return pipeline.extract(replace(source, hard_wrapped=entry.get("wrapped", False)))


def ids(text: str, entry: dict[str, Any]) -> set[str]:
    return {rule for record in records(text, entry) for rule, _ in fired(record)}


@pytest.mark.parametrize("entry", GRAMMAR, ids=lambda entry: entry["id"])
def test_an_example_is_decided_by_its_rule_and_a_counter_example_is_not(
    entry: dict[str, Any],
) -> None:
    assert entry["id"] in ids(entry["example"], entry)
    assert entry["id"] not in ids(entry["counter_example"], entry)


def test_every_rule_shows_both_sides_and_names_its_place() -> None:
    for rule in catalog().values():
        assert rule.examples and rule.counter_examples, rule.id
        assert re.search("[一-鿿]{2}", rule.says) and rule.layer in LAYERS, rule.id
        assert not re.search(r"[\\^$*+?{}|]", rule.says), f"{rule.id}: a pattern is no sentence"
        for file in re.findall(r"loaders/\S+\.py", rule.where):
            assert (LOADERS.parent / file).is_file(), rule.where


def test_no_id_is_there_twice() -> None:
    written = sum(
        len(entries)
        for name in (
            "chrome",
            "tags",
            "statements",
            "actors",
            "quantities",
            "dates",
            "citations",
            "suspect",
            "grammar",
        )
        for table, entries in load_rules(name).items()
        if table != "lexicon"
    )
    assert len(catalog()) == written


def test_no_module_makes_an_id_the_catalogue_does_not_know() -> None:
    made = {
        found
        for path in LOADERS.rglob("*.py")
        if path.parent.name != "rules"
        for found in _ID.findall(path.read_text(encoding="utf-8"))
    }
    # the root of the tree is no heading and stands in no record
    assert made - {"heading.root"} <= set(catalog())
    assert "prose.lead" in made


def test_every_kind_of_numbering_is_listed() -> None:
    made = {f"heading.{family}{tail}" for family in get_args(Family) for tail in ("", ".run-in")}
    assert made - set(catalog()) == {"heading.article"}  # an article's line is its text


def test_every_fact_of_the_samples_names_a_known_rule() -> None:
    for path in sorted((LOADERS / "samples" / "documents").iterdir()):
        for record in pipeline.extract(readers.read(path.read_bytes(), path.name)):
            assert {rule for rule, _ in fired(record)} <= set(catalog())


def test_every_fact_of_the_real_documents_names_a_known_rule(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "bulk").glob("*.txt"))[::12]:
        for record in pipeline.extract(readers.read(path.read_bytes(), path.name)):
            assert {rule for rule, _ in fired(record)} <= set(catalog())


def test_coverage_counts_hits_documents_and_dead_rules() -> None:
    counted = Coverage()
    text = "一、完善制度\n健全审查机制。（责任单位：县司法局、县审计局）\n"
    for name in ("甲.txt", "乙.txt"):
        source = readers.read(text.encode(), name)
        counted.add(text.encode(), pipeline.extract(source))
    label = counted.counts["tag.label.responsible"]
    assert (label.hits, label.documents, label.example) == (4, 2, "县司法局")
    assert label.source == "甲.txt" and counted.files == 2
    assert "heading.part" in {count.rule.id for count in counted.dead()}
    assert label not in counted.dead()


def test_page_rules_are_counted_from_the_page() -> None:
    counted = Coverage()
    html = "<html><body><table><tr><th>序号</th><th>重点任务</th><th>责任单位</th></tr><tr><td>1</td><td>健全审查机制。</td><td>县司法局</td></tr></table><p>发文机关：某县政府</p></body></html>"
    counted.add(html.encode(), pipeline.extract(readers.read(html.encode(), "页.html")))
    assert counted.counts["column.task"].hits == 1
    assert counted.counts["table.responsible"].hits == 1
