"""``/api/corrections``: what people decided about merged units; each can be taken back.

Reading is for everybody who may read the graph. Correcting and taking back want the write token as
``Authorization: Bearer``, and both stand in the audit log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.access import require_writer
from api.audit import Content
from api.deps import AskDep, Json, said_in
from api.errors import MEDIA_TYPE
from api.negotiation import ProtocolError
from api.sparql import content_kind, read_body
from api.writes import write
from kg import ids
from kg.ask import Ask
from kg.corrections import Correction, Corrections
from kg.errors import QueryError
from kg.store import Store

router = APIRouter(prefix="/api/corrections", tags=["corrections"])
_WHY = {
    400: "It changes nothing, or is there already (`correction`)",
    401: "No write token, or a wrong one (`token_required`, `token_wrong`)",
    403: "The service has no write token (`read_only`)",
    404: "No such unit or correction (`not_found`)",
    413: "The body is too long (`protocol`)",
    415: "The body is not JSON (`protocol`)",
    429: "Too many writes in a minute (`too_many_writes`)",
}


def _refusals(*statuses: int) -> dict[int | str, Json]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {s: {"description": _WHY[s], "content": {MEDIA_TYPE: schema}} for s in statuses}


_WRITING = _refusals(400, 401, 403, 404, 429)
_DECIDING = {**_WRITING, **_refusals(413, 415)}


class Decision(BaseModel):
    """What is sent: why and by whom is nothing for an address that every proxy writes down."""

    model_config = ConfigDict(extra="forbid")

    unit: str = Field(max_length=400, description="单位的标识 · id of the unit")
    spelling: str | None = Field(
        None, min_length=1, max_length=200, description="只更正这样写的 · where written so"
    )
    becomes: str | None = Field(
        None,
        max_length=400,
        description="应是哪个单位; 不给则此写法自成一个单位 · the unit it is; without it the spelling is one of its own",
    )
    note: str = Field("", max_length=500, description="理由 · why")
    by: str = Field("", max_length=100, description="谁更正的 · who")


_BODY: Json = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Decision.model_json_schema()}},
    }
}
_MAX_BODY = 20_000  # bytes; all that may be said has some 5,000


@router.get("", summary="更正列表")
def corrections(ask: AskDep) -> Json:
    """``{items: [{id, unit, spelling, becomes, note, by, at}], total}``, the latest first."""
    items = ask.corrections()
    return {"items": items, "total": len(items)}


@router.post(
    "", summary="更正 (需要写口令)", status_code=201, openapi_extra=_BODY, responses=_DECIDING
)
async def correct(request: Request, ask: AskDep) -> Response:
    """Let a unit's mentions mean another unit; answers the correction and how many documents changed."""
    require_writer(request)  # before the body is read
    body = await read_body(request, _MAX_BODY)
    said = _decision(request, body)
    unit = await anyio.to_thread.run_sync(meant, ask, said.unit, said.spelling, said.becomes)
    wanted = replace(unit, note=said.note.strip(), by=said.by.strip())
    changed = await _done(request, wanted.id, body, lambda c: c.make(wanted))
    return JSONResponse({"id": wanted.id, "becomes": wanted.becomes, "documents": changed}, 201)


def _decision(request: Request, body: bytes) -> Decision:
    if content_kind(request.headers.get("content-type", ""))[0] != "application/json":
        raise ProtocolError("更正要用 JSON 说明", "Content-Type: application/json", 415)
    return said_in(Decision, body)


@router.delete("/{id:path}", summary="撤回更正 (需要写口令)", responses=_WRITING)
async def take_back(
    request: Request,
    id: Annotated[str, Path(max_length=100, description="更正的标识 · id of the correction")],
) -> Json:
    """Undo one correction as if it had never been; how many documents changed."""
    require_writer(request)
    name = id if id.startswith("correction/") else f"correction/{id}"
    return {"id": name, "documents": await _done(request, name, b"", lambda c: c.take_back(name))}


async def _done(
    request: Request, target: str, body: bytes, act: Callable[[Corrections], int]
) -> int:
    changed: list[int] = []

    def change(store: Store) -> None:
        changed.append(act(Corrections(store)))

    await write(request, "correct", target, Content.of(body), change)
    return changed[0]


def meant(ask: Ask, unit: str, spelling: str | None, becomes: str | None) -> Correction:
    """The correction asked for. Raises NotFoundError for a unit that is not there, QueryError."""
    old = ask.unit(unit)
    if becomes:
        new = ask.unit(becomes)
        return Correction(old["id"], spelling, new["id"], new["name"], new["label"])
    if not spelling:
        raise QueryError("没有说要更正成什么", "给出 spelling 或 becomes", code="correction")
    # 人和镇综治办 is 综治办 of 人和镇, as when it is read.
    prefix = old["label"][: -len(old["name"])] if old["label"].endswith(old["name"]) else ""
    name = spelling.removeprefix(prefix) or spelling
    return Correction(old["id"], spelling, ids.sibling(old["id"], name), name, prefix + name)
