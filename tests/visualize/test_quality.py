"""Data quality: what the questions find, nothing lost, each row at its characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from kg.ask import Ask
from kg.errors import NotFoundError
from visualize import quality

Get = Callable[..., httpx.Response]
DOC = "doc/人和镇2022年工作要点"


def test_groups_hold_what_the_questions_say(ask: Ask) -> None:
    shown = quality.values(ask, None)
    totals = {group["key"]: group["total"] for group in shown["groups"]}
    warnings = ask.answer("warnings", {})["rows"]
    sorted_out = sum(totals[k] for k in ("unknown", "headings", "suspect", "other"))
    assert sorted_out == len(warnings) > 0
    merged = [
        r
        for r in ask.answer("merged-spellings", {})["rows"]
        if r["reason"] or not r["unitLabel"].endswith(r["spelling"])
    ]
    assert totals["merged"] == len(merged) > 0, (
        "that 人大办 of 人和镇 is 人和镇人大办 teaches nobody"
    )
    assert totals["doubt"] == len(ask.answer("low-confidence", {"below": quality.BELOW})["rows"])
    assert shown["total"] == sum(row["total"] for row in shown["documents"].rows)


def test_every_row_opens_its_characters(ask: Ask) -> None:
    for group in quality.values(ask, None)["groups"]:
        for row in group["rows"]:
            if row["said"] is None:
                assert "?at=" not in row["href"]
                continue
            at = re.search(r"\?at=(\d+)-(\d+)", row["href"])
            assert at is not None
            text = ask.document_text(row["document"])["text"]
            assert text[int(at[1]) : int(at[2])].startswith(row["said"])
            assert row["before"] + row["said"] in text


def test_one_document_has_its_own_page(get: Get, ask: Ask) -> None:
    whole = quality.values(ask, None)
    counted = {row["id"]: row["total"] for row in whole["documents"].rows}
    assert quality.values(ask, DOC)["total"] == counted[DOC]
    html = get("/quality?document=" + quote(DOC)).text
    assert "综和治理办" in html and "question=merged-spellings" in html
    with pytest.raises(NotFoundError):
        quality.values(ask, "doc/none")
    assert get("/quality?document=%3Cb%3E").status_code == 404
