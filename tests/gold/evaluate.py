"""Score extraction against the annotations of this folder (see README.md for their rules).

    python tests/gold/evaluate.py [--split dev|test] [--records DIR] [-v]

Runs ``loaders.pipeline.extract`` on the documents beside the repository (``../shared/corpus/real``), or
reads finished records (``stem.json``) from ``--records``. Keys are the ones of the project's scorer: text
is compared after NFKC without whitespace and outer punctuation; where an annotation lists alternatives any
of them counts; owners marked ``optional`` are neither required nor wrong. The interval beside each score is
the 95 % range of 2,000 resamples of documents (fixed seed).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REAL = HERE.parents[1].parent / "shared" / "corpus" / "real"
Json = dict[str, Any]
Key = tuple[Any, ...]
Layer = tuple[int, int, int]  # matched, predicted, annotated
LAYERS = (
    "assignments",
    "assign_unit_role",
    "headings",
    "heading_level",
    "task_deadline",
    "metadata",
    "statements",
    "kind",
    "force",
    "actors",
    "citations",
    "quantities",
    "frequencies",
)


def norm(text: object) -> str:
    """The text as compared: NFKC, no whitespace, no page marks, no outer punctuation."""
    bare = re.sub(r"#\s*Page\s*\d+:", "", str(text))
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare))
    return bare.strip("。;；.!?！？,，:：、")


def sha(text: object) -> str:
    """SHA-1 of the normalised text: how annotations keep titles longer than 20 characters."""
    return hashlib.sha1(norm(text).encode(), usedforsecurity=False).hexdigest()


def number(text: object) -> str:
    """A heading number without brackets and dots."""
    return norm(text).strip("()（）.、")


def title_keys(item: Mapping[str, Any]) -> set[str]:
    """The hashes of every title an annotated heading or task may have."""
    forms: list[Mapping[str, Any]] = [item, *item.get("alts", [])]
    return {form.get("title_sha1") or sha(form.get("title") or "") for form in forms}


def matched(gold: Sequence[set[Key]], predicted: Iterable[Key]) -> int:
    """How many annotations find a prediction of their own; the narrowest annotation chooses first."""
    left, hits = Counter(predicted), 0
    for accept in sorted(gold, key=len):
        for key in sorted(accept, key=str):
            if left[key] > 0:
                left[key] -= 1
                hits += 1
                break
    return hits


def headings(gold: Json, record: Json) -> dict[str, Layer]:
    """Headings by number and title, and the level of those found; nothing when not annotated."""
    if not gold.get("headings"):
        return {}
    accepts = [{(number(h["number"]), t) for t in title_keys(h)} for h in gold["headings"]]
    found = [h for h in record.get("headings", []) if not h.get("inferred")]
    keys = [(number(h.get("number")), sha(h.get("title") or "")) for h in found]
    levels: dict[Key, set[int]] = {}
    for heading, accept in zip(gold["headings"], accepts, strict=True):
        for key in accept:
            levels.setdefault(key, set()).add(heading["level"])
    hit = [h.get("level") in levels[k] for h, k in zip(found, keys, strict=True) if k in levels]
    return {
        "headings": (matched(accepts, keys), len(keys), len(accepts)),
        "heading_level": (sum(hit), len(hit), len(hit)),
    }


def owner_keys(task: Json, owner: Json, with_task: bool) -> set[Key]:
    """Every (task title, unit, role) that reads this owner right."""
    titles: set[str | None] = set(title_keys(task)) if with_task else {None}
    names = [owner["unit"], owner.get("surface"), *owner.get("alts", [])]
    units = {norm(name) for name in names if name}
    roles = {owner["role"], *owner.get("role_alts", [])}
    return {(t, u, r) for t in titles for u in units for r in roles}


def scoped(gold: Json, record: Json) -> list[Json]:
    """The record's tasks inside the annotated part of the document."""
    tasks: list[Json] = record.get("tasks", [])
    scope = gold.get("scope")
    if not scope:
        return tasks
    return [t for t in tasks if number((t.get("path") or [""])[0]) in set(scope)]


def owners(gold: Json, record: Json, with_task: bool) -> tuple[Layer, list[Key], list[Key]]:
    """The layer, the wrong predictions and the missed annotations."""
    required: list[set[Key]] = []
    optional: list[set[Key]] = []
    for task in gold["tasks"]:
        for owner in task["assignments"]:
            side = optional if owner.get("optional") else required
            side.append(owner_keys(task, owner, with_task))
    predicted: list[Key] = [
        (sha(t.get("title") or "") if with_task else None, norm(a.get("unit")), a.get("role"))
        for t in scoped(gold, record)
        for a in t.get("assignments", [])
    ]
    hits = matched(required, predicted)
    free = matched(required + optional, predicted) - hits
    known = set().union(*required, *optional)
    wrong = [key for key in predicted if key not in known]
    missed = [min(accept, key=str) for accept in required if not accept & set(predicted)]
    return (hits, len(predicted) - free, len(required)), wrong, missed


def deadlines(gold: Json, record: Json) -> Layer:
    """Task deadlines by task title and date."""
    accepts = [
        {(t, d) for t in title_keys(task) for d in (task["deadline"], *task.get("date_alts", []))}
        for task in gold["tasks"]
        if task.get("deadline")
    ]
    free = {
        (title, date)
        for task in gold["tasks"]
        for title in title_keys(task)
        for date in task.get("date_optional", [])
    }
    found = [
        (sha(t.get("title") or ""), t["deadline"])
        for t in scoped(gold, record)
        if t.get("deadline")
    ]
    found = [key for key in found if key not in free]
    return matched(accepts, found), len(found), len(accepts)


def same_code(gold: object, found: object) -> bool:
    """Town codes differ between the official lists: the county part decides."""
    if not gold:
        return True
    left, right = str(gold), str(found or "")
    return left == right or (len(left) == len(right) == 9 and left[:6] == right[:6])


def metadata(gold: Json, record: Json) -> tuple[Layer, list[tuple[str, object, object]]]:
    """Seven fields, each counted once; and the ones that differ."""
    want, have = gold["metadata"], record.get("metadata") or {}
    missed: list[tuple[str, object, object]] = []
    for field in ("title", "issuer", "document_number", "issued", "genre"):
        accept = {
            v if str(v).startswith("sha1:") else v and norm(v)
            for v in (want.get(field), *want.get(f"{field}_alts", []))
        }
        value = have.get(field) and norm(have[field])
        if not {value, value and f"sha1:{sha(value)}"} & accept:
            missed.append((field, want.get(field), have.get(field)))
    place, found = want["jurisdiction"], have.get("jurisdiction") or {}
    if norm(found.get("name")) != norm(place["name"]) or not same_code(
        place.get("code"), found.get("code")
    ):
        missed.append(("jurisdiction", place, (found.get("name"), found.get("code"))))
    years = [want.get("period"), *want.get("period_alts", [])]
    span = have.get("period") or None
    if (span and {"start": span["start"], "end": span["end"]}) not in years:
        missed.append(("period", want.get("period"), span))
    return (7 - len(missed), 7, 7), missed


def statements(gold: Json, record: Json) -> dict[str, Layer]:
    """Statements by text; kind, force and actors of those found; nothing when not annotated."""
    if not gold.get("statements"):
        return {}
    want = {s["text_sha1"]: s for s in gold["statements"]}
    start = gold.get("statements_from", 0)  # what stands on the cover before is not annotated
    body = [s for s in record.get("statements", []) if s["span"][1] > start]
    have = {sha(s.get("text") or ""): s for s in body}
    both = [(want[key], have[key]) for key in want if key in have]
    kinds = [h.get("kind") in {w["kind"], *w.get("kind_alts", [])} for w, h in both]
    forces = [
        h.get("force") in {w.get("force"), *w.get("force_alts", [])}
        for w, h in both
        if w["kind"] == h.get("kind") == "directive"
    ]
    named = [(w["text_sha1"], norm(a)) for w, _ in both for a in w.get("actors", [])]
    free = {(w["text_sha1"], norm(a)) for w, _ in both for a in w.get("actors_optional", [])}
    found = [(w["text_sha1"], norm(a["surface"])) for w, h in both for a in h.get("actors", [])]
    found = [key for key in found if key not in free]
    hits = sum((Counter(named) & Counter(found)).values())
    return {
        "statements": (len(both), len(have), len(want)),
        "kind": (sum(kinds), len(kinds), len(kinds)),
        "force": (sum(forces), len(forces), len(forces)),
        "actors": (hits, len(found), len(named)),
    }


def facts(gold: Json, record: Json) -> dict[str, Layer]:
    """Citations (distinct titles), quantities (value and unit) and frequencies, where annotated."""
    out: dict[str, Layer] = {}
    if "citations" in gold:
        want = {c if c.startswith("sha1:") else f"sha1:{sha(c)}" for c in gold["citations"]}
        bracketed = [c for c in record.get("citations", []) if c.get("bracketed", True)]
        have = {f"sha1:{sha(norm(c['title']).strip('《》'))}" for c in bracketed}
        out["citations"] = (len(want & have), len(have), len(want))
    if "quantities" in gold:
        sides: dict[bool, list[set[Key]]] = {True: [], False: []}
        for q in gold["quantities"]:
            sides[bool(q.get("optional"))].append({(float(q["value"]), norm(q["unit"]))})
        keys = [(float(q["value"]), norm(q["unit"])) for q in record.get("quantities", [])]
        hits = matched(sides[False], keys)
        free = matched(sides[False] + sides[True], keys) - hits
        out["quantities"] = (hits, len(keys) - free, len(sides[False]))
    if "frequencies" in gold:
        every = [(f["every"],) for f in record.get("frequencies", [])]
        accepts: list[set[Key]] = [{(f,)} for f in gold["frequencies"]]
        out["frequencies"] = (matched(accepts, every), len(every), len(accepts))
    return out


def layers(gold: Json, record: Json) -> tuple[dict[str, Layer], Json]:
    """All layers of one document, and what went wrong for ``-v``."""
    full, wrong, missed = owners(gold, record, with_task=True)
    loose, wrong_unit, missed_unit = owners(gold, record, with_task=False)
    fields, differ = metadata(gold, record)
    out = {
        "assignments": full,
        "assign_unit_role": loose,
        **headings(gold, record),
        "task_deadline": deadlines(gold, record),
        "metadata": fields,
        **statements(gold, record),
        **facts(gold, record),
    }
    note = {
        "metadata": differ,
        "wrong": [k[1:] for k in wrong][:20],
        "missed": [k[1:] for k in missed][:20],
        "wrong_unit_role": [k[1:] for k in wrong_unit][:20],
        "missed_unit_role": [k[1:] for k in missed_unit][:20],
    }
    return out, note


def prf(layer: Layer) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits, predicted, annotated = layer
    p = hits / predicted if predicted else float(not annotated)
    r = hits / annotated if annotated else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def total(parts: Iterable[Layer]) -> Layer:
    """Counts added up."""
    rows = list(parts)
    return sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows)


def interval(parts: Sequence[Layer], pick: int = 2, rounds: int = 2000) -> tuple[float, float]:
    """95 % range of a score (0 precision, 1 recall, 2 F1) over resampled documents."""
    draw = random.Random(20220101)
    scores = sorted(prf(total(draw.choices(parts, k=len(parts))))[pick] for _ in range(rounds))
    return scores[int(0.025 * rounds)], scores[int(0.975 * rounds)]


def golds(split: str | None = None) -> list[Json]:
    """The annotations of this folder, of one split or all, by file name."""
    found = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(HERE.glob("*.json"))]
    return [g for g in found if split in (None, g["split"])]


def joined(records: Sequence[Json]) -> Json:
    """Several documents of one file as one record: their layers one after the other."""
    out = dict(records[0]) if records else {}
    for record in records[1:]:
        for key, value in record.items():
            if isinstance(value, list):
                out[key] = [*out.get(key, []), *value]
    return out


def extracted(name: str, folder: Path = REAL) -> Json:
    """The record our own pipeline makes of a document."""
    from kg.record import to_json
    from loaders.pipeline import extract
    from loaders.readers import read

    path = folder / name
    return joined([to_json(r) for r in extract(read(path.read_bytes(), path.name))])


def score(
    split: str | None, records: Path | None = None
) -> dict[str, tuple[dict[str, Layer], Json]]:
    """File name → (layers, errors) for a split."""
    out = {}
    for gold in golds(split):
        if records:
            path = records / f"{Path(gold['file']).stem}.json"
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            record = joined([json.loads(line) for line in lines if line.strip()])
        else:
            record = extracted(gold["file"])
        out[gold["file"]] = layers(gold, record)
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="score extraction against tests/gold")
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--records", type=Path)
    parser.add_argument("-v", action="store_true")
    args = parser.parse_args()
    results = score(args.split, args.records)
    for name, (_, errors) in results.items():
        if args.v:
            print(name, json.dumps(errors, ensure_ascii=False, default=str), file=sys.stderr)
    for layer in LAYERS:
        parts = [found[layer] for found, _ in results.values() if layer in found]
        if not parts:
            continue
        p, r, f = prf(total(parts))
        low, high = interval(parts)
        hits, predicted, annotated = total(parts)
        print(
            f"{layer:17s} P {p:.3f}  R {r:.3f}  F1 {f:.3f} [{low:.3f}, {high:.3f}]"
            f"  matched {hits} predicted {predicted} annotated {annotated}"
        )
    for name, (found, _) in results.items():
        cells = " ".join(f"{layer}={prf(part)[2]:.2f}" for layer, part in found.items())
        print(name[:40].ljust(40), cells)


if __name__ == "__main__":
    main()
