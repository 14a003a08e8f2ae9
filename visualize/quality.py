"""What a person should look at: merged spellings, unknown units, open places, lost headings, doubts.

Everything comes from the shipped questions, so that each group has its query; each row opens its
characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.questions import question
from visualize import links
from visualize.paging import ALL, cut

Row = dict[str, Any]
_LISTED = 20
_AROUND = 40
_HAN = re.compile(r"[\u4e00-\u9fff]")
BELOW = "0.8"
_MOST = question("low-confidence").most or 0  # a large graph has more: the least certain are shown
KINDS = ("merged", "unknown", "places", "headings", "suspect", "doubt", "other")
LISTS = (*KINDS, "documents")
"""The names under which an address says where a list begins."""
_WARNINGS = {"unknown_unit": "unknown", "lost_heading": "headings", "number_gap": "headings"}
_SUSPECT = ("typo_unit", "empty_item", "suspect_text", "impossible_date", "encoding")
_QUESTIONS = {
    "merged": "merged-spellings",
    "places": "ambiguous-places",
    "doubt": "low-confidence",
}


def values(ask: Any, document: str | None, starts: Mapping[str, str] | None = None) -> Row:
    """``{groups: [{key, total, more, part, rows, sparql}], documents: a Slice of [{id, label, counts, total}], …}``.

    ``starts`` says for each of ``LISTS`` where its page begins; ``more``: there are at least ``total``.
    """
    if document:
        ask.document(document)
    found = _all(ask, document)
    starts = starts or {}
    pages = {key: cut(found[key], starts.get(key), _LISTED) for key in KINDS}
    text_of: dict[str, Row] = {}
    shown = {key: [dict(row) for row in page.rows] for key, page in pages.items()}
    for rows in shown.values():
        for row in rows:
            _around(ask, row, text_of)
    narrowed = {"document": document} if document else {}
    return {
        "groups": [
            {
                "key": key,
                "total": len(found[key]),
                "more": key == "doubt" and len(found[key]) >= _MOST,
                "part": pages[key],
                "rows": shown[key],
                "sparql": links.query("/sparql-ui", _asked(key, narrowed)),
            }
            for key in KINDS
        ],
        "kinds": KINDS,
        "every": {**narrowed, **dict.fromkeys(LISTS, ALL)},
        "documents": cut(_documents(ask, found), starts.get("documents"), _LISTED),
        "document": document or "",
        "state": {**narrowed, **starts},
        "total": sum(len(rows) for rows in found.values()),
        # The rest of the list is ours: merged on purpose, or read by a weaker rule.
        "warnings": sum(len(found[key]) for key in KINDS if key not in _QUESTIONS),
    }


def _asked(key: str, narrowed: dict[str, str]) -> dict[str, str]:
    """Question and parameters behind a group; the merged spellings know no document."""
    if key == "merged":
        return {"question": "merged-spellings"}
    below = {"below": BELOW} if key == "doubt" else {}
    return {"question": _QUESTIONS.get(key, "warnings"), **below, **narrowed}


def _all(ask: Any, document: str | None) -> dict[str, list[Row]]:
    narrowed = {"document": document} if document else {}
    found: dict[str, list[Row]] = {key: [] for key in KINDS}
    for row in ask.remembered("merged-spellings"):
        if document in (None, "", row["document"]) and _worth_a_look(row):
            found["merged"].append(row)
    # 简称 are many and plain; mended spellings, which say why, are what people must see.
    found["merged"].sort(key=lambda row: (not row["reason"], row["kind"] != "hidden"))
    for row in ask.remembered("warnings", **narrowed):
        code = str(row["code"])
        kind = _WARNINGS.get(code) or ("suspect" if code.startswith(_SUSPECT) else "other")
        found[kind].append(row)
    found["places"] = _candidates(ask, ask.remembered("ambiguous-places", **narrowed))
    found["doubt"] = ask.remembered("low-confidence", below=BELOW, **narrowed)
    return found


def _candidates(ask: Any, rows: list[Row]) -> list[Row]:
    """``[{document, documentLabel, candidates: [{place, path, score, taken}]}]``: one thing to look at a document."""
    paths = {place["id"]: place["path"] for place in ask.places()["items"]}
    holdings = ask.holdings()
    found: dict[str, Row] = {}
    for row in rows:
        document = row["document"]
        taken = (holdings.get(document, {}).get("place") or {}).get("id") == row["place"]
        path = paths.get(row["place"]) or [row["placeLabel"]]
        item = {"document": document, "documentLabel": row["documentLabel"], "candidates": []}
        candidate = {"place": row["place"], "path": path, "score": row["score"], "taken": taken}
        found.setdefault(document, item)["candidates"].append(candidate)
    return list(found.values())


def _worth_a_look(row: Row) -> bool:
    """Whether a person may learn something: not that 人大办 of 人和镇 is 人和镇人大办.

    A reason (``typo:综和治理办→综合治理办``) is of the spelling it begins with, not of what that became.
    """
    if row["reason"]:
        written = row["reason"].partition("→")[0].rpartition(":")[2].strip()
        return bool(written == row["spelling"])
    return not row["unitLabel"].endswith(row["spelling"])


def _around(ask: Any, row: Row, texts: dict[str, Row]) -> None:
    """Adds ``href`` and, for rows with characters, ``before``, ``said`` and ``after``."""
    document = row["document"]
    if document not in texts:
        texts[document] = ask.document_text(document)
    text = texts[document]["text"]
    start, end = row.get("start"), row.get("end")
    if row.get("spelling"):
        start, end = _written(texts[document], row["spelling"], row["unitLabel"]) or (start, end)
    if start is None or end is None:
        row["href"], row["said"] = links.page(document), None
        return
    row["href"] = links.characters(document, start, end)
    row["said"] = text[start : min(end, start + 4 * _AROUND)]
    row["before"] = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    row["after"] = (
        text[end : end + _AROUND].partition("\n")[0] if len(row["said"]) == end - start else "…"
    )


def _written(document: Row, spelling: str, unit: str) -> tuple[int, int] | None:
    """Where a document writes a unit so: where it names it as owner, else where the words are no part of its whole name.

    政府 is not what 安徽省人民政府 writes, and 住房公积金⏎中心 of a narrow column is 住房公积金中心.
    """
    text = document["text"]
    for fact in document["facts"]:
        if (fact["type"], fact["label"]) != ("assignment", unit):
            continue
        if "".join(text[fact["start"] : fact["end"]].split()) == spelling:
            return fact["start"], fact["end"]
    found = [match.start() for match in re.finditer(re.escape(spelling), text)]
    inside = max(0, unit.find(spelling))
    whole = {at for at in found if text.startswith(unit, max(0, at - inside))}
    # 政府 of 县人民政府 is no place to look for it either, if there is a better one.
    found.sort(key=lambda at: (at in whole, _HAN.match(text, at - 1) is not None if at else False))
    return (found[0], found[0] + len(spelling)) if found else None


def _documents(ask: Any, found: dict[str, list[Row]]) -> list[Row]:
    """Every document with something to look at, the most first."""
    counts: dict[str, Counter[str]] = {}
    for key, rows in found.items():
        for row in rows:
            counts.setdefault(row["document"], Counter())[key] += 1
    labels = {d["id"]: d["title"] or d["label"] for d in ask.documents(limit=100_000)["items"]}
    rows = [
        {"id": id_, "label": labels.get(id_, id_), "counts": count, "total": sum(count.values())}
        for id_, count in counts.items()
    ]
    return sorted(rows, key=lambda r: (-r["total"], r["id"]))
