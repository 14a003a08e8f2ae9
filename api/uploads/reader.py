"""The process that reads strangers' files and may be killed at any moment.

Run as ``python -m api.uploads.reader MEMORY_BYTES``. Jobs come in and answers go out as the messages of
``kg.worker``. It never sees the store: it opens what it is told to and writes beside it.

- ``{do: "open", file, name, out, most, room}`` → ``{items: [{path, name, file, size, sha256} | {path, name, error}]}``:
  the file itself, or the members of an archive, each unpacked into the folder ``out``: ``most`` files and ``room``
  bytes, or an error.
- ``{do: "read", file, name, place, said, out, setup}`` → ``{documents: [summary…]}``: each document's record is written to
  ``out.N.json``, its packed quads (``kg.packed``) to ``out.N.quads``.
- Either may answer ``{error: {code, message, hint}}``.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from api.uploads.names import clean
from api.work import Setup, build, calm_collector, extract_file, facts_of, unexpected
from kg.errors import ReadError, ZhizeError
from kg.model import Record, Warning
from kg.record import to_json
from kg.worker import limit_memory, receive, send
from loaders.given import Given

Json = dict[str, Any]
_WARNINGS, _QUOTE, _AROUND, _OUTLINE = 40, 90, 16, 12


def opened(job: Json) -> Json:
    """Unpack: what the upload holds, archives already taken apart."""
    from loaders.inputs import unpacked

    found: list[Json] = []
    room: int = job["room"]
    for number, item in enumerate(unpacked(job["name"], Path(job["file"]).read_bytes())):
        if number >= job["most"]:
            raise ReadError(
                f"压缩包里的文件超过 {job['most']} 个。", "请分成几个压缩包。", code="too_many"
            )
        row: Json = {"path": clean(item.path), "name": clean(item.name)}
        if item.data is None:
            row["error"] = told(item.error or ReadError("文件读不出来。"))
        else:
            room -= len(item.data)
            if room < 0:
                raise ReadError(
                    "压缩包解开后暂存区放不下。",
                    "先保留或放弃已上传的文件，或分成几个压缩包。",
                    code="staging_full",
                )
            file = Path(job["out"]) / f"{number}.bin"
            file.write_bytes(item.data)
            row["file"], row["size"] = str(file), len(item.data)
            row["sha256"] = hashlib.sha256(item.data).hexdigest()
        found.append(row)
    return {"items": found}


def understood(job: Json) -> Json:
    """Read one file: what each of its documents says, in short; everything of it on disk."""
    setup = Setup(*_setup(job["setup"]))
    data = Path(job["file"]).read_bytes()
    name = clean(job["name"]).rpartition("/")[2]
    said = {int(number): Given(**values) for number, values in job["said"].items()}
    records = extract_file(data, name, setup.places, setup.units, job["place"], said)
    documents = []
    for number, record in enumerate(records):
        document = build(record, setup)
        Path(f"{job['out']}.{number}.json").write_text(
            json.dumps(to_json(record, with_text=True), ensure_ascii=False), encoding="utf-8"
        )
        Path(f"{job['out']}.{number}.quads").write_bytes(document.quads)
        broken = [{"message": v.message, "quote": v.quote or ""} for v in document.violations[:20]]
        documents.append({**summary(record), "violations": broken, "text": document.text})
    return {"documents": documents}


def _setup(given: Json) -> tuple[str, Path | None, Path | None, bool]:
    places, units = (Path(given[k]) if given[k] else None for k in ("places", "units"))
    return str(given["base"]), places, units, True


def summary(record: Record) -> Json:
    """What a person decides on: the head of the document, its facts by kind, its doubts with their characters."""
    meta = record.metadata
    place = meta.jurisdiction
    return {
        "id": record.id,
        "title": meta.title or "",
        "genre": meta.genre,
        "issuer": meta.issuer or "",
        "number": meta.document_number or "",
        "issued": "" if meta.issued is None else str(meta.issued),
        "period": [] if meta.period is None else list(meta.period),
        "place": [] if place is None else list(place.path) or [place.name],
        "place_open": bool(place and place.code is None),
        "characters": len(record.source.text),
        "media_type": record.source.media_type,
        "facts": dict(facts_of(record)),
        "outline": [f"{b.number} {b.title}".strip() for b in _top(record)],
        "warning_counts": dict(Counter(w.code for w in record.warnings)),
        "warnings": [_warning(record, w) for w in record.warnings[:_WARNINGS]],
    }


def _top(record: Record) -> list[Any]:
    level = min((b.level for b in record.headings), default=1)
    return [b for b in record.headings if b.level == level][:_OUTLINE]


def _warning(record: Record, warning: Warning) -> Json:
    row: Json = {"code": warning.code, "message": warning.message, "quote": "", "line": None}
    if warning.span is not None:
        start, end = warning.span.start, warning.span.end
        row["quote"] = record.source.text[start : min(end, start + _QUOTE)]
        row["start"], row["end"] = start, end
        row["before"] = record.source.text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        row["after"] = record.source.text[end : end + _AROUND].partition("\n")[0]
        row["line"] = record.source.text.count("\n", 0, start) + 1
    return row


def told(error: ZhizeError) -> Json:
    """An error as the page tells it."""
    return {"code": error.code, "message": error.message, "hint": error.hint}


def answer(job: Json) -> Json:
    """One job; never raises for what a file contains, except for want of memory."""
    try:
        return opened(job) if job["do"] == "open" else understood(job)
    except ZhizeError as error:
        return {"error": told(error)}
    except MemoryError:
        raise
    except (Exception, RecursionError) as error:
        return {"error": told(unexpected(error))}


def main() -> None:
    """Serve jobs until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not end up between two messages.
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    calm_collector()
    while (message := receive(source)) is not None:
        try:
            send(target, answer(message))
        except MemoryError:
            os._exit(9)  # the parent says so and starts another


if __name__ == "__main__":
    main()
