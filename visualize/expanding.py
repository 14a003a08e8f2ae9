"""Expanding: the other tasks of a unit beside a focus, by role, ten, fifty or all that may be drawn.

An expansion always brings something new: what is shown already is left out, the order is the
documents' own, and the counts say beforehand what a choice will bring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from kg.errors import NotFoundError

Row = dict[str, Any]
LIMIT = 300
"""Nodes a picture may hold, and so the most one expansion brings."""
STEPS = (10, 50)


def asked(text: str | None) -> int:
    """How many an address asks for: a number, ``all``, or (also for nonsense) the first step."""
    if text == "all":
        return LIMIT
    known = int(text[:6]) if text and text.isascii() and text.isdigit() else 0
    return min(known, LIMIT) or STEPS[0]


def others(items: Iterable[Row], known: Collection[str], role: str | None) -> list[Row]:
    """The tasks among ``items`` that are not ``known``, as ``role`` only where one is given."""
    return [i for i in items if i["id"] not in known and (not role or role in i["roles"])]


def group(unit: Row, found: Sequence[Row], take: int) -> Row | None:
    """The group of an opened unit's other tasks; None when it has none. ``rest``: what is not taken."""
    fresh = found[: min(take, LIMIT)]
    for item in fresh:
        # Seen from the centre the opened unit is one of the others, and the centre has no role here.
        item["others"] = [
            {"id": unit["id"], "label": unit["label"], "role": item["role"]},
            *item["others"],
        ]
        item["role"] = None
    if not fresh:
        return None
    return {
        "label": unit["label"],
        "opened": unit["id"],
        "document": None,
        "items": fresh,
        "rest": len(found) - len(fresh),
    }


def menu(unit: Row, items: Sequence[Row], known: Collection[str], roles: Sequence[str]) -> Row:
    """What one may choose: ``{unit, total, rows: [{role, n, choices: [{take, n}]}]}``, role None first.

    ``take`` is what the address says, ``n`` what it brings; a unit without other tasks has no rows.
    """
    found = others(items, known, None)
    counts = Counter(role for item in found for role in item["roles"])
    kinds = [role for role in roles if counts[role]]
    rows: list[Row] = (
        [{"role": None, "n": len(found), "choices": choices(len(found))}] if found else []
    )
    if len(kinds) > 1:
        rows += [{"role": r, "n": counts[r], "choices": choices(counts[r])} for r in kinds]
    return {"unit": unit, "total": len(found), "rows": rows}


def choices(n: int) -> list[Row]:
    """10, 50 and all of ``n``; all is what a picture may hold at most."""
    steps = [{"take": str(step), "n": step} for step in STEPS if step < n]
    return [*steps, {"take": "all", "n": min(n, LIMIT)}]


def duties_of(ask: Any, unit: str) -> Row | None:
    """The unit's duties; None for one that is gone: an old address may name it."""
    try:
        found: Row = ask.duties(unit)
    except NotFoundError:
        return None
    return found
