"""``/api/documents``: the documents, one in full, and its text with every fact in place."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.deps import AskDep, Cursor, Json, Limit, Place, ThisDocument, Words, Year
from kg.model import Genre

router = APIRouter(prefix="/api/documents", tags=["documents"])
Units = Annotated[
    Literal["codepoints", "utf16"],
    Query(description="偏移的单位: 码点, 或 JavaScript 的 UTF-16 · unit of the offsets"),
]


@router.get("", summary="文件列表")
def documents(
    ask: AskDep,
    place: Place,
    q: Words = None,
    genre: Genre | None = None,
    year: Year = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Json:
    """Documents, newest first: ``{items, total, next, facets, sparql}``."""
    return ask.documents(q=q, genre=genre, year=year, place=place, limit=limit, cursor=cursor)


@router.get("/{id:path}/text", summary="原文与其中的事实")
def text(ask: AskDep, id: ThisDocument, units: Units = "codepoints") -> Json:
    """``{text, facts: [{id, type, start, end, label, detail}]}``."""
    answer = ask.document_text(id)
    if units == "codepoints":
        return answer
    at = utf16(answer["text"])
    facts = [{**f, "start": at[f["start"]], "end": at[f["end"]]} for f in answer["facts"]]
    return {"text": answer["text"], "facts": facts}


@router.get("/{id:path}", summary="一份文件")
def document(ask: AskDep, id: ThisDocument) -> Json:
    """The document with headings, tasks and warnings."""
    return ask.document(id)


def utf16(text: str) -> list[int]:
    """Code point offset → UTF-16 offset, for every offset up to the end of the text."""
    offsets, offset = [0], 0
    for char in text:
        offset += 2 if ord(char) > 0xFFFF else 1
        offsets.append(offset)
    return offsets
