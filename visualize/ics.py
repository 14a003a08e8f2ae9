"""Deadlines as a calendar file (RFC 5545): one all-day event a deadline, readable by any calendar.

Written by hand because it is forty lines; text is escaped, lines are folded at 75 octets without
cutting a character, and equal deadlines give equal bytes: the stamp is the day asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kg.passage import unbroken
from visualize import links, quotes
from visualize.i18n import Words

_OCTETS = 75
_ROLES = ("lead", "responsible", "cooperate", "supervise")


def escaped(text: str) -> str:
    """Text as a property value: backslash, semicolon, comma and line ends escaped, controls dropped."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c >= " " and c not in "\x7f\x85\u2028\u2029")


def folded(line: str) -> Iterator[str]:
    """The line cut to at most 75 octets a piece; every piece after the first starts with a space."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += char
        size += octets
    yield piece


def calendar(
    dues: Iterable[dict[str, Any]],
    today: date,
    name: str,
    base: str = "",
    *,
    words: Words | None = None,
) -> bytes:
    """The deadlines of ``visualize.timeline.told`` as one calendar called ``name``.

    ``base`` is put in front of each document's address (``http://host``); without one there is no URL.
    ``words`` is the language of the labels in the notes (Chinese).
    """
    words = words or Words("zh")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//zhize//zhize//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for due in _once(dues):
        lines += _event(due, today, base, words)
    lines.append("END:VCALENDAR")
    pieces = [piece for line in lines for piece in folded(line)]
    return ("\r\n".join(pieces) + "\r\n").encode()


def _once(dues: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One event for a task and a day: a sentence and the tag below it often name the same day (5月底前…【时限：5月底】)."""
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for due in dues:
        owner = due.get("task", "")
        # a notice without tasks asks several things
        key = owner if links.kind_of(owner) == "task" else due["uid"]
        event = found.setdefault(
            (key, due["day"]), {**due, "wordings": {}, "said": {}, "acting": []}
        )
        event["acting"] += [unit for unit in due.get("acting", ()) if unit not in event["acting"]]
        event["wordings"][due["wording"]] = None
        event["said"][unbroken((due.get("sentence") or "").strip())] = None
    return list(found.values())


def _event(due: dict[str, Any], today: date, base: str, words: Words) -> list[str]:
    day: date = due["day"]
    document = due["document"]
    about = "\n".join(_about(due, words))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{due['uid']}@zhize",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{escaped(due['label'])}",
        f"DESCRIPTION:{escaped(about)}",
        "TRANSP:TRANSPARENT",
    ]
    if day < date.max:  # the day after it is where an all-day event ends
        lines.insert(4, f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}")
    if base:
        lines.append(f"URL:{base}{links.characters(document['id'], due['start'], due['end'])}")
    return [*lines, "END:VEVENT"]


def _about(due: dict[str, Any], words: Words) -> Iterator[str]:
    """The notes of an event as a person writes them: the wording, who, the sentence, the document."""
    by_role: dict[str, list[str]] = {}
    for unit in due["units"]:
        by_role.setdefault(unit["role"], []).append(unit["label"])
    rows = [
        (words("ics.wording"), words("sign.join").join(due["wordings"])),
        *(
            (words.of("role", r), words("sign.join").join(by_role[r]))
            for r in _ROLES
            if r in by_role
        ),
        (words("role.acting"), words("sign.join").join(u["label"] for u in due.get("acting", ()))),
        *((words("ics.said"), said) for said in due["said"]),
        (words("ics.from"), quotes.citation(due["document"]["label"], None, "")),
    ]
    yield from (name + words("sign.colon") + text for name, text in rows if text)
