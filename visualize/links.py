"""Addresses of pages: which route shows which id, and how an id becomes a safe path.

Ids are base-relative paths in plain Unicode (``unit/440111103/综合治理办``); every segment is
percent-encoded once, so that nothing a document says can leave the path or name another scheme.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

_ROUTES = {"unit": "/u/", "place": "/p/", "policy": "/policy/"}


def kind_of(id_: str) -> str:
    """The kind of thing an id names: unit, place, policy, document, task, section, item or other."""
    head, _, rest = id_.partition("/")
    if head == "doc":
        part = rest.split("/")
        if len(part) == 1:
            return "document"
        if len(part) == 3 and part[1] in ("task", "section"):
            return part[1]
        return {"s": "statement", "task": "assignment"}.get(part[1], "other")
    if head == "policy" and "/item/" in rest:
        return "item"
    return head if head in _ROUTES else "other"


def page(id_: str) -> str:
    """The page of an id; things without a page of their own lead to the page they stand on.

    ``doc/X`` → ``/d/X``, ``doc/X/task/4.1`` → ``/t/X/4.1``, ``unit/P/N`` → ``/u/P/N``.
    """
    kind = kind_of(id_)
    head, _, rest = id_.partition("/")
    if kind == "task" or kind == "assignment":
        parts = rest.split("/")
        return f"/t/{_safe(parts[0])}/{_safe(parts[2])}" if len(parts) > 2 else f"/d/{_safe(rest)}"
    if head == "doc":
        return f"/d/{_safe(rest.split('/')[0])}"
    if kind == "item":
        policy, _, item = rest.partition("/item/")
        return f"/policy/{_safe(policy)}#item-{_safe(item)}"
    if head in _ROUTES:
        return _ROUTES[head] + _safe(rest)
    return "/id/" + _safe(id_)


def characters(document: str, start: int, end: int) -> str:
    """The document page opened at the characters ``[start, end)``, marked and scrolled to."""
    return f"{page(document)}?at={start}-{end}#c{start}"


def explore(focus: str, **state: str | None) -> str:
    """The explorer around ``focus``; empty state is left out, so equal views have equal addresses."""
    kept = {k: v for k, v in state.items() if v}
    return "/explore?" + urlencode({"focus": focus, **kept})


def query(path: str, state: dict[str, str]) -> str:
    """``path`` with a query string of the non-empty items of ``state``, in their order."""
    kept = {k: v for k, v in state.items() if v}
    return f"{path}?{urlencode(kept)}" if kept else path


def turned(path: str, state: dict[str, str], key: str, start: int | str) -> str:
    """``path`` at another page of the list ``key``, scrolled to that list."""
    return query(path, {**state, key: str(start) if start else ""}) + f"#{key}"


def _safe(text: str) -> str:
    return quote(text, safe="/~.-_")
