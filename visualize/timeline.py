"""The timeline: what is due when (overdue first), what recurs, and how much says nothing of time.

The day that counts as today comes from the address, so that a page can be looked at again; only the
router knows a clock.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kg.ask_units import ROLES
from kg.passage import passage
from visualize import choices, links, quotes
from visualize.paging import Slice, cut

Row = dict[str, Any]
_LISTED = 20
_STACK = 9
_WIDTH, _DOT = 1100, 12
EVERY = ("day", "week", "month", "quarter", "half-year", "year")


@dataclass(frozen=True)
class Choice:
    """What the timeline's address says; ``today`` is the day itself (an ISO date)."""

    today: date
    place: str | None = None
    unit: str | None = None
    document: str | None = None
    late: str | None = None
    coming: str | None = None
    again: str | None = None

    @property
    def narrowed(self) -> dict[str, str]:
        """The parameters of the shipped questions."""
        found = {"within": (self.place or "").removeprefix("place/"), "document": self.document}
        return {k: v for k, v in found.items() if v}

    def state(self, **changes: str | None) -> dict[str, str]:
        """The address of this choice with some parts changed."""
        parts: dict[str, str | None] = {
            "today": self.today.isoformat(),
            "place": self.place,
            "unit": self.unit,
            "document": self.document,
            "late": self.late,
            "coming": self.coming,
            "again": self.again,
        }
        parts.update(changes)
        return {k: v for k, v in parts.items() if v}


def last_day(due: str) -> date | None:
    """The day a partly known date is over: 2025 → 2025-12-31, 2025-06 → 2025-06-30; None for nonsense."""
    parts = due.split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
        day = int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except (ValueError, IndexError, calendar.IllegalMonthError):
        return None


def dues(ask: Any, choice: Choice) -> list[Row]:
    """``[{uid, day, due, wording, task, label, units, acting, document, start, end, late}]`` in order of days.

    ``acting``: who acts in the sentence, or else in the task, where no owner is named.
    """
    acting = _acting(ask, choice)
    found: dict[tuple[Any, ...], Row] = {}
    for row in ask.remembered("deadlines", **choice.narrowed):
        day = last_day(str(row["due"]))
        if day is None:
            continue
        key = tuple(str(row[k]) for k in ("document", "start", "end", "due", "task"))
        item = found.setdefault(
            key,
            {
                "uid": hashlib.sha256("\n".join(key).encode()).hexdigest()[:32],
                "day": day,
                "due": str(row["due"]),
                "wording": row["wording"],
                "task": row["task"],
                "label": row["taskLabel"],
                "units": [],
                "acting": _nearest(acting.get(row["task"], []), row["start"], row["task"]),
                "document": {"id": row["document"], "label": row["documentLabel"]},
                "start": row["start"],
                "end": row["end"],
                "late": day < choice.today,
            },
        )
        unit = {"id": row["unit"], "label": row["unitLabel"], "role": row["role"]}
        if row["unit"] and unit not in item["units"]:
            item["units"].append(unit)
    for item in found.values():
        item["units"].sort(key=_by_role)
    kept = [d for d in found.values() if _owned(d, choice.unit)]
    return sorted(kept, key=lambda d: (d["day"], d["document"]["id"], d["start"], d["task"]))


def _by_role(unit: Row) -> int:
    """Who leads stands first, as in every list of owners."""
    return ROLES.index(unit["role"]) if unit["role"] in ROLES else len(ROLES)


def _acting(ask: Any, choice: Choice) -> dict[str, list[Row]]:
    """Task, or section without tasks → what its sentences say of who acts, where no owner is named."""
    narrowed = {k: v for k, v in choice.narrowed.items() if k == "document"}
    found: dict[str, list[Row]] = {}
    for name in ("parts/acting", "parts/acting-untasked"):
        for row in ask.remembered(name, **narrowed):
            found.setdefault(row["task"], []).append(row)
    return found


def _nearest(acting: list[Row], at: int, task: str) -> list[Row]:
    """``[{id, label, role}]`` of those who act in the sentence at an offset; where nobody does in it, in its task."""
    here = [row for row in acting if row["start"] <= at < row["end"]]
    near = here or (acting if links.kind_of(task) == "task" else [])
    units = {row["unit"]: row["unitLabel"] for row in near}
    return [{"id": id_, "label": label, "role": ""} for id_, label in units.items()]


def told(ask: Any, choice: Choice) -> list[Row]:
    """``dues``, each with the ``sentence`` that says so: for a file that leaves the pages behind."""
    return with_sentences(ask, dues(ask, choice))


def with_sentences(ask: Any, rows: Iterable[Row]) -> list[Row]:
    """The rows, each with the ``sentence`` around its characters."""
    text_of = _texts(ask)
    found = []
    for row in rows:
        text = text_of(row["document"]["id"])
        start, end = passage(text, row["start"], row["end"])
        found.append({**row, "sentence": text[start:end]})
    return found


def by_state(ask: Any, choice: Choice) -> dict[str, list[Row]]:
    """``{late, coming, recurring}``: deadlines in order of days, recurring duties the most frequent first."""
    found = dues(ask, choice)
    return {
        "late": [due for due in found if due["late"]],
        "coming": [due for due in found if not due["late"]],
        "recurring": _recurring(ask, choice),
    }


def _owned(item: Row, unit: str | None) -> bool:
    return not unit or any(u["id"] == unit for u in item["units"] + item["acting"])


def values(ask: Any, choice: Choice) -> Row:
    """Late and coming deadlines with their sentences, recurring duties, the strip, and the counts."""
    text_of = _texts(ask)
    late, coming, again = by_state(ask, choice).values()
    found = late + coming
    known = list(ask.holdings().values())
    unit = ask.unit(choice.unit) if choice.unit else None
    return {
        "choice": choice,
        "unit": unit,
        # The most recently missed first: 2017 年底 concerns fewer readers than last month.
        "groups": [
            ("late", _cut(late[::-1], choice.late, text_of)),
            ("coming", _cut(coming, choice.coming, text_of)),
        ],
        "again": _cut(again, choice.again, text_of, "recurrence"),
        "undated": None if unit else _undated(ask, choice),
        "strip": strip(found, choice.today) if found else None,
        "places": choices.places(ask, known, choice.place),
        "sparql": links.query("/sparql-ui", {"question": "deadlines", **choice.narrowed}),
    }


def _cut(
    rows: list[Row], start: str | None, text_of: Callable[[str], str], kind: str = "deadline"
) -> Slice:
    """One page of the rows, each with its sentence."""
    page = cut(rows, start, _LISTED)
    return replace(page, rows=[_shown(row, text_of, kind) for row in page.rows])


def _undated(ask: Any, choice: Choice) -> int:
    within = choice.narrowed.get("within")
    return int(ask.gaps(place=within, document=choice.document)["counts"]["undated"])


def _recurring(ask: Any, choice: Choice) -> list[Row]:
    """Recurring duties, the most frequent first; narrowed by the documents of the place and by the unit."""
    narrowed = {k: v for k, v in choice.narrowed.items() if k == "document"}
    rows = ask.remembered("recurring", **narrowed)
    within = choice.narrowed.get("within")
    if within:
        inside = {d["id"] for d in ask.documents(place=within, limit=100_000)["items"]}
        rows = [row for row in rows if row["document"] in inside]
    if choice.unit:
        mine = {duty["task"]["id"] for duty in ask.duties(choice.unit)["items"]}
        rows = [row for row in rows if row["part"] in mine]
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (row["document"], row["start"], row["end"])
        document = {"id": row["document"], "label": row["documentLabel"]}
        item = {"every": row["every"], "wording": row["wording"], "document": document}
        place = {"task": row["part"], "label": row["partLabel"], "units": []}
        found.setdefault(key, {**item, **place, "start": row["start"], "end": row["end"]})
    order = {every: i for i, every in enumerate(EVERY)}
    return sorted(
        found.values(), key=lambda r: (order.get(r["every"], 9), r["document"]["id"], r["start"])
    )


def _texts(ask: Any) -> Callable[[str], str]:
    kept: dict[str, str] = {}

    def text_of(document: str) -> str:
        if document not in kept:
            kept[document] = ask.text(document)
        return kept[document]

    return text_of


def _shown(item: Row, text_of: Callable[[str], str], kind: str = "deadline") -> Row:
    """The row with the sentence around its words."""
    text = text_of(item["document"]["id"])
    start, end = passage(text, item["start"], item["end"])
    fact = {"type": kind, "start": item["start"], "end": item["end"], "css": ""}
    return {**item, "passage": quotes.quote(item["document"], text[start:end], start, end, [fact])}


def strip(found: Iterable[Row], today: date) -> Row:
    """The picture: ``{slots: [{x, label, dots, more}], today, width, height}``, one slot a month or more.

    At most three years by month, nine by quarter, else by year; a slot stacks ``_STACK`` dots.
    """
    rows = list(found)
    days = [row["day"] for row in rows] + [today]
    first, last = min(days).year, max(days).year
    months = 1 if last - first < 3 else 3 if last - first < 9 else 12
    count = (last - first + 1) * 12 // months
    wide = _WIDTH / count
    stacks: dict[int, list[Row]] = {}
    for row in rows:
        stacks.setdefault(_slot(row["day"], first, months), []).append(row)
    tall = min(_STACK, max(len(stack) for stack in stacks.values()))
    height = tall * _DOT + 44
    slots = []
    for i in range(count):
        stack = stacks.get(i, [])
        dots = [
            {**row, "x": round((i + 0.5) * wide, 1), "y": height - 34 - n * _DOT,
             "href": links.characters(row["document"]["id"], row["start"], row["end"])}
            for n, row in enumerate(stack[:_STACK])
        ]  # fmt: skip
        year, part = divmod(i * months, 12)
        label = str(first + year) if part == 0 else ""
        minor = str(part // months + 1) if months < 12 and wide > 15 else ""
        slots.append(
            {"x": round(i * wide, 1), "middle": round((i + 0.5) * wide, 1), "label": label,
             "minor": minor, "dots": dots, "more": len(stack) - len(dots)}
        )  # fmt: skip
    at = _slot(today, first, months) + ((today.month - 1) % months + today.day / 31) / months
    return {
        "slots": slots,
        "today": round(at * wide, 1),
        "width": _WIDTH,
        "height": height,
        "quarters": months == 3,
    }


def _slot(day: date, first: int, months: int) -> int:
    return ((day.year - first) * 12 + day.month - 1) // months
