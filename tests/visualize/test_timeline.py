"""The timeline: late is late by the last day of what the words say, and calendars can read it."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from kg.ask import Ask
from visualize import ics, timeline

Get = Callable[..., httpx.Response]
UNIT = "unit/440111103/司法所"
DAY = date(2022, 10, 1)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2025", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2022-09-30", date(2022, 9, 30)),
        ("2022-13", None),
        ("2022-02-30", None),
        ("x", None),
    ],
)
def test_a_partly_known_date_is_over_with_its_last_day(due: str, day: date | None) -> None:
    assert timeline.last_day(due) == day


@pytest.mark.parametrize("day", ["2022-09-30", "2022-10-01", "2025-12-31", "2026-01-01"])
def test_late_agrees_with_the_question_for_it(ask: Ask, day: str) -> None:
    found = timeline.dues(ask, timeline.Choice(date.fromisoformat(day)))
    late = {(d["task"], d["due"]) for d in found if d["late"]}
    asked = ask.answer("overdue", {"date": day})["rows"]
    assert {(row["task"], str(row["due"])) for row in asked} <= late
    assert bool(asked) == bool(late)


def test_a_deadline_is_one_row_with_all_its_units(ask: Ask) -> None:
    found = timeline.dues(ask, timeline.Choice(DAY))
    assert len({d["uid"] for d in found}) == len(found) > 0
    assert max(len(d["units"]) for d in found) > 1
    mine = timeline.dues(ask, timeline.Choice(DAY, unit=UNIT))
    assert 0 < len(mine) < len(found)
    assert all(UNIT in [u["id"] for u in d["units"]] for d in mine)
    assert timeline.dues(ask, timeline.Choice(DAY, place="440112")) == []


def test_every_row_shows_the_characters_that_say_so(ask: Ask) -> None:
    shown = timeline.values(ask, timeline.Choice(DAY))
    rows = [row for _, part in shown["groups"] for row in part.rows] + [*shown["again"].rows]
    assert rows and shown["again"].total == 1
    for row in rows:
        pieces = row["passage"]["pieces"]
        assert "".join(p.text for p in pieces if p.facts) == row["wording"]
    assert shown["undated"] == ask.gaps()["counts"]["undated"]


def test_the_strip_holds_every_deadline_once(ask: Ask) -> None:
    found = timeline.dues(ask, timeline.Choice(DAY))
    for rows in (found, found * 12, [{**found[0], "day": date(1999, 1, 1)}, *found]):
        drawn = timeline.strip(rows, DAY)
        assert sum(len(s["dots"]) + s["more"] for s in drawn["slots"]) == len(rows)
        assert 0 <= drawn["today"] <= drawn["width"]
        assert len(drawn["slots"]) <= 36
        assert all(d["y"] > 0 for s in drawn["slots"] for d in s["dots"])


def unfolded(body: bytes) -> list[str]:
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_one_event_a_deadline(get: Get, ask: Ask) -> None:
    answer = get("/timeline.ics?today=2022-10-01")
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = unfolded(answer.content)
    found = timeline.dues(ask, timeline.Choice(DAY))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(found)
    assert "DTSTART;VALUE=DATE:20220930" in lines and "DTEND;VALUE=DATE:20221001" in lines
    for needed in ("UID:", "DTSTAMP:20221001T000000Z", "SUMMARY:", "URL:http://testserver/d/"):
        assert sum(line.startswith(needed) for line in lines) == len(found)
    assert get("/timeline.ics?today=2022-10-01").content == answer.content
    notes = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert any(
        "时限：2022年9月底前" in n
        and "牵头：人和镇司法所、" in n
        and "原文：" in n
        and "出处：《" in n
        for n in notes
    )
    assert not any("[" in n or "null" in n for n in notes), "offsets are for programs"
    assert "Due: " in get("/timeline.ics?today=2022-10-01&lang=en").text
    one = get("/timeline.ics?today=2022-10-01&unit=" + urllib.parse.quote(UNIT)).text
    assert "X-WR-CALNAME:人和镇司法所" in one


def test_a_day_that_the_tag_says_again_is_one_event() -> None:
    """The calendar of a unit had each such work twice on the same day; who leads stood last."""
    due: dict[str, Any] = {
        "uid": "1", "day": DAY, "label": "修订清单", "wording": "5月底前", "task": "doc/x/task/1",
        "units": [], "document": {"id": "doc/x", "label": "要点"}, "start": 0, "end": 1,
        "sentence": "5月底前修订\n清单。",
    }  # fmt: skip
    tag = {**due, "uid": "2", "wording": "5月底", "sentence": "【完成时限：5月底】"}
    elsewhere = {**tag, "uid": "3", "task": "doc/x/task/2"}
    lines = unfolded(ics.calendar([due, tag, elsewhere], DAY, "县司法局"))
    assert lines.count("BEGIN:VEVENT") == 2
    about = next(line for line in lines if line.startswith("DESCRIPTION:"))
    assert r"时限：5月底前、5月底\n原文：5月底前修订清单。\n原文：【完成时限：5月底】" in about
    acts = [{**due, "acting": [{"label": "县司法局"}]}, {**tag, "acting": [{"label": "县审计局"}]}]
    said = unfolded(ics.calendar(acts, DAY, "县司法局"))
    assert any("县司法局、县审计局" in line for line in said)
    loose = [{**due, "task": "doc/x"}, {**tag, "task": "doc/x"}]
    assert unfolded(ics.calendar(loose, DAY, "县司法局")).count("BEGIN:VEVENT") == 2


def test_hostile_words_stay_inside_their_property() -> None:
    words = "甲" * 90 + "\r\nBEGIN:VEVENT\nATTACH;X=1,2:\\evil\u2028\x07"
    due: dict[str, Any] = {
        "uid": "1", "day": date.max, "label": words, "wording": words, "units": [],
        "document": {"id": "doc/x", "label": words}, "start": 0, "end": 1,
    }  # fmt: skip
    lines = unfolded(ics.calendar([due], DAY, words))
    assert lines.count("BEGIN:VEVENT") == 1
    assert not any(line.startswith("ATTACH") for line in lines)
    summary = next(line for line in lines if line.startswith("SUMMARY:"))
    assert r"\nBEGIN:VEVENT\nATTACH\;X=1\,2:\\evil" in summary


def test_the_page_says_it_without_scripts(get: Get) -> None:
    html = get("/timeline?today=2022-10-01").text
    late = re.search(r'(?s)<section class="gap" id="late">(.*?)</section>', html)
    assert late is not None and "2022年9月底前" in re.sub(r"<[^>]+>", "", late[1])
    assert "/timeline.ics?today=2022-10-01" in html
    for bad in (
        "today=",
        "place=%3Cb%3E",
        "unit=unit/1/none",
        "today=0001-01-01",
    ):
        assert get(f"/timeline?{bad}").status_code in (200, 400, 404)


@pytest.mark.parametrize("bad", ["soon", "9999-99-99", "1664582400"])
@pytest.mark.parametrize("form", ["", ".csv", ".ics"])
def test_a_day_that_is_none_is_told(get: Get, bad: str, form: str) -> None:
    answer = get(f"/timeline{form}?today={bad}")
    assert answer.status_code == 422
    assert "地址里的这些值不对：today" in answer.text
