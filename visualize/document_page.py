"""What a document's page shows: its text line by line, each line with the facts read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from kg.passage import cell_ends, is_row, page_breaks
from visualize import links, marks, quotes
from visualize.numbers import numbered

# but the marks that a page begins with (# Page 12:) stand alone
_LINE_END = re.compile(r"(?:^|\n)#[^\n]*\n|\n(?!\s*[\n#])")
_RULED = re.compile(r"[\s|｜:-]+")  # |:---|---|
_FRONT = 200  # characters: a number, a field of work
# What the names of columns end in.
_COLUMNS = (
    "序号",
    "编号",
    "任务",
    "内容",
    "事项",
    "措施",
    "单位",
    "部门",
    "时限",
    "时间",
    "备注",
    "责任人",
)
_WIDEST = 12
Values = dict[str, Any]
Row = dict[str, Any]
MARKED = ("assignment", "quantity", "deadline", "recurrence", "citation", "statement", "warning")


def document(ask: Any, id_: str, at: str | None) -> Values:
    """The text line by line with its facts; ``at`` (``3275-3530``) is marked as asked for."""
    doc = ask.document(id_)
    answer = ask.document_text(id_)
    text = answer["text"]
    facts = [f for f in answer["facts"] if f["type"] in MARKED and quotes.is_mark(f)]
    span = _span(at, len(text))
    shown = list(facts)
    if span:
        shown.append({"type": "hot", "start": span[0], "end": span[1]})
    headings = doc.get("headings") or ()
    levels = _levels(headings, text)
    statements = [fact for fact in facts if fact["type"] == "statement"]
    broken = {at + 1 for at in page_breaks(text)} | _lines_within(text, statements)
    begun = {heading["start"] for heading in headings}
    rows = _rows(text, [t for t in doc.get("tasks") or () if t["start"] not in begun])
    rows += [head for row in rows if (head := _names_above(text, row["start"])) is not None]
    # 县市场监管局、 ⏎ 县应急局 is one cell
    cells = {at for at in _lines_within(text, rows) if _before(text, at) not in "、，,"}
    broken -= cells
    joined = _lines_within(text, headings) | cells
    paragraphs = _paragraphs(marks.lines(text, shown), broken, levels, joined)
    paragraphs = [_between_bars(lines, cells) for lines in paragraphs]
    return {
        "doc": doc,
        "paragraphs": paragraphs,
        "cells": cells,
        "facts": shown,
        "outline_labels": _outline_labels(doc),
        "levels": levels,
        "counts": {k: sum(f["type"] == k for f in facts) for k in MARKED},
        "span": span,
        "brief": _brief(facts),
        "rules": sorted({fact["rule"] for fact in facts if fact.get("rule")}),
    }


def _rows(text: str, tasks: Iterable[Row]) -> list[Row]:
    """The rows of tables that tasks are read from, with the cells in front that stand for several tasks.

    Readers put a blank line between two rows; pasted text has none, and then the names of the columns
    stand in front of the first row, or of the first on a page.
    """
    found: list[Row] = []
    done = 0
    for task in sorted(tasks, key=lambda task: int(task["start"])):
        start = text.rfind("\n\n", max(done, task["start"] - _FRONT), task["start"]) + 2
        start = start if start > 1 else task["start"]
        names = _names_in(text, start, task["start"])
        if names is not None:
            found.append({"start": names, "end": task["start"] - 1})
            start = task["start"]
        found.append({"start": start, "end": task["end"]})
        done = task["end"]
    return found


def _names_in(text: str, start: int, end: int) -> int | None:
    """Where the names of columns begin that fill the lines up to ``end``: 第 1 页 ⏎ |序号 ⏎ 工作任务 ⏎ 责任单位 ⏎ 1."""
    first, told, at = end, 0, end
    while start < at:
        at = text.rfind("\n", start, at - 1) + 1 or start
        if not text[at:first].strip().endswith(_COLUMNS):
            break
        first, told = at, told + 1
    return first if 1 < told <= _WIDEST else None


def _names_above(text: str, start: int) -> Row | None:
    """The row of column names above the row that begins at ``start``: 序号 ⏎ 工作任务 ⏎ 责任单位."""
    if not text.endswith("\n\n", 0, start):
        return None
    above = text.rfind("\n\n", max(0, start - _FRONT), start - 2)
    if above < 0 and start > _FRONT:
        return None
    first = above + 2 if above >= 0 else 0
    names = [line.strip() for line in text[first : start - 2].split("\n")]
    told = sum(name.endswith(_COLUMNS) for name in names)
    return {"start": first, "end": start - 2} if 1 < told <= len(names) <= _WIDEST else None


def _before(text: str, at: int) -> str:
    """The last character in front of a line that is no blank; "" at the beginning."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1] if at else ""


def _lines_within(text: str, read: Iterable[Row]) -> set[int]:
    """Where lines begin inside a sentence or heading that was read: only the page parted them from the one before."""
    begins: set[int] = set()
    for fact in read:
        said = text[fact["start"] : fact["end"]]
        ends = (end for end in _LINE_END.finditer(said) if "#" not in end[0])
        begins.update(fact["start"] + end.end() for end in ends)
    return begins


def _paragraphs(
    lines: Sequence[marks.Line], broken: Set[int], levels: Mapping[int, int], joined: Set[int]
) -> list[list[marks.Line]]:
    """Lines as they are read: what only the page broke stands in one paragraph; headings stand alone.

    ``joined``: the lines that a heading goes on with (一、 ⏎ 加强宣传), and the cells behind the first of a row.
    """
    found: list[list[marks.Line]] = []
    for line in lines:
        goes_on = line.start in broken and line.start not in levels and not line.blank
        after_text = found and not found[-1][-1].blank and found[-1][0].start not in levels
        barred = _is_barred(line) or (found and _is_barred(found[-1][-1]))
        if not barred and ((goes_on and after_text) or (line.start in joined and found)):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_barred(line: marks.Line) -> bool:
    return is_row("".join(piece.text for piece in line.pieces))


def _between_bars(lines: list[marks.Line], cells: set[int]) -> list[marks.Line]:
    """| 1 | 开展检查 | 县司法局 |, or with tabs between, as the cells of a row, whose beginnings are added to ``cells``; |---| as a blank line.

    Of the line only its first cell has the number.
    """
    line = lines[0]
    if not _is_barred(line):
        return lines
    said = "".join(piece.text for piece in line.pieces)
    if not _RULED.sub("", said):
        return [marks.Line(line.number, line.start, ())]
    row: list[list[marks.Piece]] = []
    at = line.start
    for start, end in (*cell_ends(said), (len(said), len(said))):
        row.append(list(_clipped(line.pieces, at, line.start + start)))
        at = line.start + end
    filled = [cell for cell in row if any(piece.text.strip() for piece in cell)]
    cells.update(cell[0].start for cell in filled[1:])
    return [
        marks.Line(0 if number else line.number, cell[0].start, tuple(cell))
        for number, cell in enumerate(filled)
    ]


def _clipped(pieces: Iterable[marks.Piece], start: int, end: int) -> Iterator[marks.Piece]:
    """The pieces within ``[start, end)``, those at its borders cut."""
    for piece in pieces:
        low, high = max(piece.start, start), min(piece.end, end)
        if low < high:
            words = piece.text[low - piece.start : high - piece.start]
            yield marks.Piece(words, low, piece.facts, piece.anchor and low == piece.start)


def _outline_labels(doc: Row) -> list[str]:
    """What the outline calls each heading: its number and title, or what the task there is called."""
    tasks = {task["start"]: task["label"] for task in doc.get("tasks") or ()}
    labels = []
    for h in doc.get("headings") or ():
        label = numbered(h["number"], h["title"])
        titled = label not in (h["number"], h["title"]) or not h["number"]
        labels.append(label if titled else tasks.get(h["start"], label))
    return labels


_BRIEF = ("type", "start", "end", "label", "detail", "rule", "confidence", "href")


def _brief(facts: Sequence[Row]) -> Row:
    """The facts as the page's script needs them: ``{keys, rows}``; thousands of them, so no key twice."""
    rows = [
        [*(fact.get(k) for k in _BRIEF[:-1]), _leads_to(fact.get("id") or "")] for fact in facts
    ]
    return {"keys": _BRIEF, "rows": rows}


def _leads_to(id_: str) -> str:
    """Where a fact leads besides its characters: a task's owner to the task."""
    address = links.page(id_)
    return "" if address.startswith("/d/") else address


def _span(at: str | None, length: int) -> tuple[int, int] | None:
    low, _, high = (at or "").partition("-")
    if not (low.isascii() and low.isdigit() and high.isascii() and high.isdigit()):
        return None
    start, end = min(int(low), length), min(int(high), length)
    return (start, end) if start < end else None


def _levels(headings: Any, text: str) -> dict[int, int]:
    """Heading level by the offset of its line, for lines that are headings from end to end."""
    levels = {}
    for h in headings:
        line = text.rfind("\n", 0, h["start"]) + 1
        stop = text.find("\n", h["start"])
        # A run-in heading ((一)标题。正文…) shares its line with the text: that line is a paragraph.
        if not h.get("inferred") and not text[h["end"] : max(stop, 0) or None].strip(
            "。.:： \u3000\r"
        ):
            levels[line] = h["level"]
    return levels
