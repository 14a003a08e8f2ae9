"""Places as the graph knows them: the tree of those its documents name."""

from __future__ import annotations

from kg import ids
from kg.errors import NotFoundError
from kg.rows import Json, Reader


class Places:
    """Questions about places, and the place references other answers carry."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def known(self) -> dict[str, Json]:
        """Place id → ``{id, code, name, level, parent}`` of every place the graph names."""

        def make() -> dict[str, Json]:
            found: dict[str, Json] = {}
            for row in self._reader.rows("parts/places"):
                place = {"id": row["place"], "code": row["code"], "name": row["name"]}
                found.setdefault(
                    row["place"], {**place, "level": row.get("level"), "parent": row.get("parent")}
                )
            return found

        return self._reader.kept("places", make)

    def ref(self, id_: str | None) -> Json | None:
        """``{id, code, name, path}`` with the names from the outermost place to this one."""
        place = self.known().get(id_) if id_ else None
        if place is None:
            return None
        path = [self.known()[above]["name"] for above in reversed(self.above(place["id"]))]
        return {key: place[key] for key in ("id", "code", "name")} | {"path": path}

    def above(self, id_: str) -> list[str]:
        """The ids of the place and all above it, innermost first."""
        known, chain = self.known(), list[str]()
        current: str | None = id_
        while current in known and current not in chain:
            chain.append(current)
            current = known[current]["parent"]
        return chain

    def within(self, id_: str | None, outer: str | None) -> bool:
        """Whether the place lies in ``outer`` (an id or a code), or is it; no ``outer`` holds all."""
        if not outer:
            return True
        return id_ is not None and place_id(outer) in self.above(id_)

    def listing(self) -> list[Json]:
        """Every named place with its reference, level, parent and counts, by code."""
        counts = self._counts()
        empty = {"documents": 0, "units": 0, "tasks": 0}
        return [
            {**(self.ref(id_) or {}), "level": place["level"], "parent": place["parent"]}
            | {"counts": {**empty, **counts.get(id_, {})}}
            for id_, place in sorted(self.known().items(), key=lambda pair: str(pair[1]["code"]))
        ]

    def one(self, code: str) -> Json:
        """One place of ``listing`` with ``children`` (each such a place). Raises NotFoundError."""
        id_ = place_id(code)
        places = self.listing()
        found = next((place for place in places if place["id"] == id_), None)
        if found is None:
            raise NotFoundError(f"图中没有辖区 {code}", "见 /api/places")
        children = [place for place in places if place["parent"] == id_]
        return {**found, "children": children}

    def _counts(self) -> dict[str, dict[str, int]]:
        def make() -> dict[str, dict[str, int]]:
            found: dict[str, dict[str, int]] = {}
            for row in self._reader.rows("parts/place-counts"):
                found[row["place"]] = {
                    key: row.get(key) or 0 for key in ("documents", "units", "tasks")
                }
            return found

        return self._reader.kept("place-counts", make)


def place_id(code: str) -> str:
    """The id of a code; an id stays as it is."""
    return code if code.startswith("place/") else ids.place(code)
