"""How two things are connected, with the characters that say each step."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import paths
from kg.ask_documents import Documents
from kg.lanes import Few
from kg.passage import passage
from kg.rows import Json, Reader

_BEGINNING = re.compile(r".{4}[^。；;\n]{0,116}[。；;]?", re.S)


class Paths:
    """The question about the way between two things."""

    def __init__(self, reader: Reader, documents: Documents) -> None:
        self._reader = reader
        self._documents = documents
        self._few = Few(2, 6)  # each may take seconds of computing

    def between(self, start: str, end: str, scope: str, seconds: float) -> Json:
        """``paths.shortest`` with ``steps`` instead of its links.

        A step is ``{from, to, type, role, forward, evidence}``; evidence is ``{document, quote,
        sentence, start, end, sentence_start, sentence_end, rule, confidence}`` or None where the link
        stands in no sentence (a place in its province). Raises LimitError when too many ask at once.
        """
        with self._few:
            found = paths.shortest(self._reader, start, end, scope, seconds)
        nodes = found["nodes"]
        links = found.pop("links")
        steps = [
            {
                "from": nodes[i],
                "to": nodes[i + 1],
                **{key: link[key] for key in ("type", "role", "forward")},
                "evidence": self._evidence(link),
            }
            for i, link in enumerate(links)
        ]
        return {**found, "steps": steps}

    def _evidence(self, link: Json) -> Json | None:
        finders: dict[str, Callable[[Json], Json | None]] = {
            "assignment": self._assignment,
            "cites": self._citation,
            "document": self._task,
            "implements": self._task,
        }
        find = finders.get(link["type"])
        return find(link) if find else None

    def _assignment(self, link: Json) -> Json | None:
        rows = self._reader.rows("parts/assignments", task=link["target"])
        row = next(
            (r for r in rows if r["unit"] == link["source"] and r["role"] == link["role"]), None
        )
        return row and self._quoted(link["target"], row)

    def _citation(self, link: Json) -> Json | None:
        if "/task/" not in link["source"]:
            return self._preamble(link)
        rows = self._reader.rows("parts/citations", task=link["source"])
        row = next((r for r in rows if r["policy"] == link["target"]), None)
        return row and self._quoted(link["source"], row)

    def _preamble(self, link: Json) -> Json | None:
        """A document's citation outside its tasks (根据《…》,制定本方案)."""
        rows = self._reader.rows("policy-citations", policy=link["target"])
        row = next((r for r in rows if r["document"] == link["source"]), None)
        return row and self._quoted(link["source"], row)

    def _task(self, link: Json) -> Json | None:
        """The task's title where the document has it: that it stands there is what the link says."""
        rows = self._reader.rows("parts/tasks", task=link["source"].partition("/s/")[0])
        if not rows:
            return None
        row = rows[0]
        text = self._documents.text(row["document"])
        # The block may be long: its first sentence names it, its number alone does not.
        found = _BEGINNING.match(text, row["start"], row["end"])
        end = found.end() if found else row["end"]
        return self._quoted(row["task"], {**row, "end": end}, whole=False)

    def _quoted(self, task: str, row: Json, *, whole: bool = True) -> Json:
        document = task.partition("/task/")[0]
        text = self._documents.text(document)
        start, end = row["start"], row["end"]
        first, last = passage(text, start, end) if whole else (start, end)
        return {
            "document": self._documents.ref(document),
            "quote": text[start:end],
            "start": start,
            "end": end,
            "sentence": text[first:last],
            "sentence_start": first,
            "sentence_end": last,
            "rule": row.get("rule"),
            "confidence": row.get("confidence"),
        }
