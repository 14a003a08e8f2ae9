"""What a page's lists offer, so that what is chosen is among it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def places(
    ask: Any, documents: Iterable[Mapping[str, Any]], *chosen: str | None
) -> list[tuple[str, str]]:
    """``(id, path)`` of the places of the documents, and of those chosen, in the order of their paths.

    甘肃省 is chosen on its own page though only 陇南市 has a document: a list without it said 全部, and lost it.
    """
    found = {d["place"]["id"]: d["place"]["path"] for d in documents if d["place"]}
    wanted = {f"place/{id_.removeprefix('place/')}" for id_ in chosen if id_} - found.keys()
    if wanted:
        found |= {p["id"]: p["path"] for p in ask.places()["items"] if p["id"] in wanted}
    return sorted(((id_, " › ".join(path)) for id_, path in found.items()), key=lambda p: p[1])
