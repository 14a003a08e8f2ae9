"""One record explained: every fact with its quote, rule and confidence, nothing executed."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.model import Record, SourceText
from visualize.explain import explain_page


def cells(html: str, kind: str) -> list[list[str]]:
    table = re.search(rf'(?s)<h2 id="{kind}">.*?</table>', html)
    assert table is not None
    rows = re.findall(r"(?s)<tr><td>(.*?)</tr>", table[0])
    return [[re.sub(r"<[^>]+>", " ", c).strip() for c in row.split("<td")] for row in rows]


def test_each_assignment_shows_its_quote_rule_and_confidence(county: list[Record]) -> None:
    html = explain_page(county[0]).decode()
    rows = cells(html, "assignment")
    assert len(rows) == sum(len(t.assignments) for t in county[0].tasks)
    typo = next(row for row in rows if "综和治理办" in " ".join(row))
    assert "牵头 2 · 人和镇综合治理办" in typo[0] and "错字" in typo[0]
    assert "tag.label" in typo[2] and "0.98" in typo[3]


def test_every_kind_of_fact_is_listed(county: list[Record]) -> None:
    html = explain_page(county[0]).decode()
    kinds = re.findall(r'<h2 id="(\w+)"', html)
    assert kinds == [
        *("warning", "task", "assignment", "unit", "statement", "deadline", "recurrence"),
        *("quantity", "citation", "heading"),
    ]


def test_the_text_is_whole_and_marked(county: list[Record]) -> None:
    html = explain_page(county[0]).decode()
    section = re.search(r'(?s)<section class="text".*?</section>', html)
    assert section is not None
    shown = [
        re.sub(r"<[^>]+>", "", p)
        for p in re.findall(r"(?s)<p class=\"ln\"[^>]*>(.*?)</p>", section[0])
    ]
    assert "\n".join(shown) + "\n" == county[0].source.text
    assert '<mark class="m m-assignment"' in section[0]


def test_the_same_record_gives_the_same_bytes_in_either_language(county: list[Record]) -> None:
    assert explain_page(county[0]) == explain_page(county[0])
    english = explain_page(county[0], lang="en").decode()
    assert '<html lang="en">' in english and "Lead 2 · " in english


def test_hostile_text_stays_text_and_no_script_may_run(county: list[Record]) -> None:
    payload = "</title><script>window.PWN=1</script><img src=x onerror=window.PWN=2>"
    record = county[1]
    text = payload + record.source.text[len(payload) :]
    source = SourceText(text, record.source.sha256, "text/plain", payload)
    html = explain_page(
        replace(record, source=source, metadata=replace(record.metadata, title=payload))
    ).decode()
    assert "<script" not in html and "<img" not in html
    assert "default-src 'none'" in html and "script-src" not in html


def test_each_fact_says_why(county: list[Record]) -> None:
    task = next(t for t in county[0].tasks if t.assignments)
    why = {id(task.assignments[0]): "线索“牵头单位：”；标注在本项"}
    assert (
        "<small>线索“牵头单位：”；标注在本项</small>" in explain_page(county[0], why=why).decode()
    )
