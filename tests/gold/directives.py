"""Score the reading of single directives against the judgements in directives/judged.json (see README.md).

    python tests/gold/directives.py [-v]

Each judgement is a place in a document with what must be read there: kind, force, action, object, agents. A directive is
right only when all of them are; an object is right when it begins with the words given (``exact``: when it is them).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1].parent / "shared" / "corpus"
Json = dict[str, Any]
_LONG = 20  # characters of a name that are too many to repeat


def bare(text: object) -> str:
    """The text as compared: NFKC without whitespace; "" for None."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def wrong(want: Json, found: Json | None) -> str:
    """The first field that is wrong, "" when the statement is read right, ``lost`` when there is none at the place."""
    if found is None:
        return "lost"
    if found["kind"] != want["kind"]:
        return "kind"
    if want["kind"] != "directive":
        return ""
    if found["force"] not in want["force"]:
        return "force"
    agents = {_short(bare(actor["surface"])) for actor in found["actors"]}
    if agents != {_short(bare(name)) for name in want["actors"]}:
        return "actors"
    if found["action"] not in want["action"]:
        return "action"
    thing = bare(found["object"])
    if any(_fits(thing, accepted, exact=want.get("exact", False)) for accepted in want["object"]):
        return ""
    return "object"


def _short(name: str) -> str:
    """A long list of offices by its ends, as the judgements keep it: no text of the corpus stands here."""
    return name if len(name) < _LONG else f"{name[:8]}—{name[-8:]}"


def _fits(thing: str, accepted: str | None, *, exact: bool) -> bool:
    if accepted is None or exact:
        return thing == bare(accepted)
    return thing.startswith(bare(accepted))


def statements(path: Path) -> dict[int, Json]:
    """The statements our own pipeline reads in a document, by where they begin."""
    from kg.record import to_json
    from loaders.pipeline import extract
    from loaders.readers import read

    records = [to_json(record) for record in extract(read(path.read_bytes(), path.name))]
    return {s["span"][0]: s for record in records for s in record["statements"]}


def score() -> list[tuple[Json, str]]:
    """Every judgement whose document is there as it was judged, with the field that is wrong."""
    gold = json.loads((HERE / "directives" / "judged.json").read_text(encoding="utf-8"))
    out = []
    for name, judged in gold.items():
        path = CORPUS / name
        if not path.is_file():
            continue
        assert hashlib.sha256(path.read_bytes()).hexdigest() == judged["sha256"], name
        found = statements(path)
        out += [
            ({**want, "file": name}, wrong(want, found.get(want["at"]))) for want in judged["items"]
        ]
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="score directives against tests/gold/directives")
    parser.add_argument("-v", action="store_true", help="name every judgement that fails")
    args = parser.parse_args()
    results = score()
    for stratum in ("plan", "regulation", "other"):
        part = [error for want, error in results if want["stratum"] == stratum]
        errors = Counter(filter(None, part))
        right = part.count("")
        print(f"{stratum:10s} right {right} of {len(part)}  {dict(errors)}")
    right = sum(not error for _, error in results)
    print(f"{'all':10s} right {right} of {len(results)} = {right / max(1, len(results)):.3f}")
    if args.v:
        for want, error in results:
            if error:
                print(error, want["file"], want["at"], want)


if __name__ == "__main__":
    main()
