"""HTTP content negotiation: the Accept header against what we can serve (RFC 9110 § 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        pieces = [piece.strip() for piece in part.split(";")]
        kind, _, sub = pieces[0].lower().partition("/")
        if not kind or not sub:
            continue
        quality = 1.0
        for parameter in pieces[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        found.append((kind, sub, quality))
    return found


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The best of ``offers`` (our order breaks ties), None when nothing is acceptable.

    The most specific range decides the quality of each offer; ``q=0`` refuses it.
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    best: tuple[float, int] | None = None
    for index, offer in enumerate(offers):
        kind, _, sub = offer.partition("/")
        quality, specific = 0.0, -1
        for range_kind, range_sub, range_quality in ranges:
            rank = (range_kind != "*") + (range_sub != "*")
            matches = range_kind in (kind, "*") and range_sub in (sub, "*")
            if matches and rank > specific:
                quality, specific = range_quality, rank
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, index)
    return None if best is None else offers[best[1]]
