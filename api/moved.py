"""Where a unit is found that a person's correction made another one: its old addresses lead to the new one.

307, not 308: a correction can be taken back, and a browser never asks again where it was sent for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse

from api.deps import get_ask


def forward(request: Request) -> RedirectResponse | None:
    """The address of what ``request`` asks about with units' new names; None when nothing was renamed."""
    if request.method not in ("GET", "HEAD"):
        return None
    into = became(request)
    path, pairs = request.url.path, request.query_params.multi_items()
    new_path = _in_path(path, into)
    new_pairs = [(key, into.get(value, value)) for key, value in pairs]
    if (new_path, new_pairs) == (path, pairs):
        return None
    query = f"?{urlencode(new_pairs)}" if new_pairs else ""
    address = quote(new_path, safe="/~.-_") + query
    return RedirectResponse(address, 307, headers={"Cache-Control": "no-store"})


def became(request: Request) -> dict[str, str]:
    """Old unit → what it is by now, over several corrections, for units that are wholly another."""
    steps = {
        c["unit"]["id"]: c["becomes"]["id"]
        for c in get_ask(request).corrections()
        if not c["spelling"]
    }
    found = {}
    for old in steps:
        at, seen = steps[old], {old}
        while at in steps and at not in seen:
            seen.add(at)
            at = steps[at]
        found[old] = at
    return found


def _in_path(path: str, into: Mapping[str, str]) -> str:
    """``/u/440111103/综治办`` and ``/api/units/unit/440111103/综治办/duties`` with the new unit."""
    for old, new in into.items():
        for rest in ("", "/duties"):
            tail = old.removeprefix("unit") + rest
            if path.endswith(tail):
                return path[: -len(tail)] + new.removeprefix("unit") + rest
    return path
