"""Passages ready to show: the characters, what is marked in them, and the way to their page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.passage import is_row, page_breaks, page_marks
from visualize import links, marks

Row = dict[str, Any]
LONG = 1200
_LONGEST = 48
_CELLS = re.compile(r" *(?:[|｜]|\t+) *")
_ASIDE = "aside"
_FIELDS = (
    ("citations", "citation"),
    ("quantities", "quantity"),
    ("deadlines", "deadline"),
    ("recurrences", "recurrence"),
)


def quote(
    document: Row,
    text: str,
    start: int,
    end: int,
    facts: Sequence[Row],
    *,
    line: int | None = None,
    number: str | None = None,
    section: str = "",
    cells: bool = False,
) -> Row:
    """A passage for the ``source`` macro; ``number`` (文号) and ``section`` go into its citation.

    ``cells``: of a table, where each line end parts two cells and none is the page's.

    ``text`` is the passage itself (``len(text) == end - start``). Beyond ``LONG`` characters the
    middle is left out: 公文 put titles at the beginning and responsibility tags at the end.
    """
    # A line the page broke reads on; its line end stays in the text and takes no room. A name or a date
    # is never two lines (市委 / 网信办 in a narrow column).
    # The mark of a page (— 3 —) is none of its words.
    found_marks = page_marks(text)
    asides: list[Row] = [
        {"type": _ASIDE, "start": start + a, "end": start + b} for a, b in found_marks
    ]
    bare = list(_beyond(text, found_marks))
    breaks = page_breaks("".join(text[at] for at in bare)) if not cells else ()
    broken = {start + bare[at] for at in breaks} | {int(aside["end"]) for aside in asides}
    for fact in facts:
        low, high = max(int(fact["start"]), start), min(int(fact["end"]), end)
        if 0 < high - low <= _LONGEST:
            inside = text[low - start : high - start]
            broken.update(low + at for at, char in enumerate(inside) if char in "\r\n")
    soft = [{"type": "soft", "start": at, "end": at + 1, "css": ""} for at in sorted(broken)]
    facts = [*facts, *soft, *asides]
    head, tail = (text, "") if len(text) <= LONG else (text[: LONG // 2], text[-LONG // 2 :])
    parted = "\n" not in text and is_row(text)
    pieces = _said(marks.cut(head, facts, start), facts, parted)
    rest = _said(marks.cut(tail, facts, end - len(tail)), facts, parted) if tail else []
    return {
        "document": document["label"],
        "href": links.characters(document["id"], start, end),
        "line": line,
        "start": start,
        "end": end,
        "pieces": pieces,
        "rest": rest,
        "facts": facts,
        "cite": citation(document["label"], number, section),
    }


def _beyond(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The offsets of the characters outside the ranges."""
    at = 0
    for low, high in (*ranges, (len(text), len(text))):
        yield from range(at, low)
        at = high


def _said(pieces: Iterable[marks.Piece], facts: Sequence[Row], parted: bool) -> list[marks.Piece]:
    """The pieces that no page mark is; ``parted``: what parts the cells of a row is seen (a tab is not)."""
    shown = [p for p in pieces if not any(facts[i]["type"] == _ASIDE for i in p.facts)]
    return [replace(p, text=_CELLS.sub(" | ", p.text)) for p in shown] if parted else shown


def citation(title: str, number: str | None, section: str) -> str:
    """Where a quote comes from, as 公文 cite: 《题名》（文号）“四、全民守法（一）”."""
    named = title if title.startswith("《") else f"《{title}》"
    return named + (f"（{number}）" if number else "") + (f"“{section}”" if section else "")


def line_of(text: str, offset: int) -> int:
    """The line of an offset, counted from 1 as editors do."""
    return text.count("\n", 0, offset) + 1


def is_mark(fact: Row) -> bool:
    """Whether a fact's characters are worth colouring.

    A date that a task takes from its whole body (2025 for a section) stands on the whole block: colour
    there would hide what is really said about dates.
    """
    if fact["type"] not in ("deadline", "recurrence", "quantity"):
        return True
    return int(fact["end"]) - int(fact["start"]) <= _LONGEST


def of_task(task: Row, me: str | None = None) -> list[Row]:
    """The facts of a task as marks: its title, owners (``me`` stands out), dates, amounts, citations."""
    facts: list[Row] = []
    for a in task.get("assignments") or ():
        if a.get("inherited_from"):
            continue  # its characters stand under another heading
        css = f"r-{a['role']}" + (" me" if a["unit"]["id"] == me else "")
        facts.append({"type": "assignment", "start": a["start"], "end": a["end"], "css": css})
    for field, kind in _FIELDS:
        for found in task.get(field) or ():
            fact = {"type": kind, "start": found["start"], "end": found["end"], "css": ""}
            facts += [fact] if is_mark(fact) else []
    return facts


def of_duty(duty: Row, number: str | None = None) -> Row:
    """A duty's sentence with its own characters marked; ``number`` is its document's 文号.

    An inherited duty's characters stand under another heading, and so does its sentence.
    """
    start, end = int(duty["sentence_start"]), int(duty["sentence_end"])
    css = f"r-{duty['role']} me"
    fact = {"type": "assignment", "start": duty["start"], "end": duty["end"], "css": css}
    place = " ".join(p for p in (duty.get("section"), duty["task"].get("number")) if p)
    text = str(duty["sentence"])
    cells = duty["rule"].startswith("table.")
    return quote(
        duty["document"], text, start, end, [fact], number=number, section=place, cells=cells
    )


def numbers(ask: Any) -> dict[str, str | None]:
    """Document id → 文号."""
    return {id_: d["document_number"] for id_, d in ask.holdings().items()}
