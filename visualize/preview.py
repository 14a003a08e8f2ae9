"""A document that is not in the graph yet, as it would stand there: its owners table, its doubts, its marked text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.model import Record, Span, Task
from kg.record import due
from kg.sink import called, tagged
from visualize import explain
from visualize.i18n import Words

Row = dict[str, Any]
LISTED = 400
"""Rows of one kind before the page says that there are more."""
_ROLES = ("lead", "responsible", "cooperate", "supervise")


def values(record: Record, words: Words) -> Row:
    """``explain.values`` and ``owners``: one row a task, ``{number, title, start, roles, deadline, quote}``."""
    found = explain.values(record, words)
    doubts = [row for kind, rows in found["groups"] if kind == "warning" for row in rows]
    others = [
        (kind, rows) for kind, rows in found["groups"] if kind not in ("warning", "assignment")
    ]
    dates = due(record)
    tags = tagged(record)
    owners = [{**_owners(record, t, tags), "deadline": dates[t.id]} for t in record.tasks]
    # Every row leads to characters, also where no mark begins (a task's own line).
    anchors = {row["start"] for row in owners} - found["starts"]
    return {
        **found,
        "doubts": doubts,
        "others": [(kind, rows) for kind, rows in others if kind != "task"],
        "owners": owners,
        "unowned": sum(not row["roles"] for row in owners),
        "line_of": _lines(found["lines"], anchors),
        "titles": set(_lines(found["lines"], {b.span.start for b in record.headings}).values()),
    }


def _owners(record: Record, task: Task, tags: Sequence[Span]) -> Row:
    by_role: dict[str, list[Row]] = {}
    for a in sorted(task.assignments, key=lambda a: (_ROLES.index(a.role), a.rank)):
        fixed = a.surface if a.normalised else ""
        by_role.setdefault(a.role, []).append(
            {
                "label": a.unit_label or a.unit,
                "start": a.span.start,
                "surface": fixed,
                "written": a.surface,
            }
        )
    return {
        "number": "·".join(task.path),
        "title": called(record.source.text, task.title, task.span, tags),
        "start": task.span.start,
        "roles": list(by_role.items()),
    }


def _lines(lines: Any, offsets: set[int]) -> dict[int, int]:
    """Offset → number of the line it stands in."""
    wanted, found = sorted(offsets, reverse=True), {}
    for line in lines:
        end = line.start + sum(len(p.text) for p in line.pieces) + 2
        while wanted and wanted[-1] < end:
            found[wanted.pop()] = line.number
    return found
