"""A user's own list of units decides what an abbreviation of that place means."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.model import Record, SourceText
from loaders import pipeline
from ontology.own import OwnUnit
from ontology.places import load_places

SAMPLES = Path(__file__).parents[2] / "loaders" / "samples"
TEXT = "柳泊镇2025年工作要点\n一、抓好普法。(牵头单位:镇法治办;配合单位:财政所)\n二、抓好调解。(牵头单位:平安法治办)\n"
LISTED = OwnUnit("990121100", "平安法治办", ("镇法治办",), "internal_office")


def read(*units: OwnUnit) -> Record:
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    source = SourceText(TEXT, sha, "text/plain", "要点.txt")
    return pipeline.extract(source, places=load_places(SAMPLES / "places.csv"), units=units)[0]


def owners(record: Record) -> list[str]:
    return [a.unit_id for task in record.tasks for a in task.assignments if a.role == "lead"]


def test_alias_of_the_list_is_the_listed_unit() -> None:
    record = read(LISTED)
    assert owners(record) == ["unit/990121100/平安法治办"] * 2
    unit = next(u for u in record.units if u.id == "unit/990121100/平安法治办")
    assert "alias:镇法治办→平安法治办" in unit.merged_because
    assert "镇法治办" in unit.alt_labels


def test_without_the_list_nothing_is_guessed() -> None:
    first, second = owners(read())
    assert first != second


@pytest.mark.parametrize("county", ["石桥县", "石桥市"])
def test_the_branch_of_a_city_in_a_county_that_lies_in_nothing(county: str, tmp_path: Path) -> None:
    """A user's own county may have no parent: nobody's city has a branch there."""
    places = tmp_path / "places.csv"
    places.write_text(f"code,name,parent,level\n990999,{county},,county\n", encoding="utf-8")
    text = f"{county}2025年工作要点\n一、抓好治安。(牵头单位:公安分局)\n"
    source = SourceText(text, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "要点.txt")
    (record,) = pipeline.extract(source, places=load_places(places))
    assert owners(record) == ["unit/990999/公安分局"]


def test_bureaus_that_sound_alike_are_never_mended() -> None:
    """市水务局 beside three 市税务局 is another bureau, not a slip."""
    lines = ["甲市2025年工作要点"]
    lines += [f"{n}、做好工作。(牵头单位:市税务局)" for n in "一二三"]
    lines += ["四、做好供水。(牵头单位:市水务局)", ""]
    text = "\n".join(lines)
    source = SourceText(text, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "甲.txt")
    record = pipeline.extract(source)[0]
    assert record.tasks[3].assignments[0].unit == "市水务局"
    assert record.tasks[3].assignments[0].normalised is None


def test_government_office_is_no_short_form_of_another_office() -> None:
    text = "甲市2025年工作要点\n一、甲事。(牵头单位:市政府办)\n二、乙事。(牵头单位:市政府金融办)\n"
    source = SourceText(text, hashlib.sha256(text.encode()).hexdigest(), "text/plain", "甲.txt")
    record = pipeline.extract(source)[0]
    assert [t.assignments[0].unit for t in record.tasks] == ["市政府办", "市政府金融办"]
