"""``/api/uploads``: hand over files, see what was understood, keep or discard; nothing enters the store unasked.

Adding, keeping and discarding want the write token as ``Authorization: Bearer``, which a browser never sends
by itself: a foreign page cannot upload. Reading an upload wants its id, which nobody can guess.
"""

from __future__ import annotations

from typing import Annotated, Any, cast

import anyio.to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message

from api.access import require_writer
from api.audit import Content
from api.deps import Json, said_in
from api.errors import MEDIA_TYPE
from api.sparql import content_kind, read_body
from api.uploads.keeping import Keeper, Kept, allowed
from api.uploads.names import visible
from api.uploads.reader import told
from api.uploads.staging import MOST_DROPPED, OPEN_STATES, Item, Staging, Upload, UploadError
from api.writes import MAX_BODY, count_write, write
from kg.errors import NotFoundError
from kg.model import Genre
from kg.store import Store
from loaders.given import Given
from ontology.places import load_places

router = APIRouter(prefix="/api/uploads", tags=["uploads"])
Files = Annotated[
    list[int] | None, Query(alias="file", description="只对这些文件 (编号) · only these, by id")
]
_FORM: Json = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}
_WHY = {
    400: "No files, or a form that is not whole (`no_files`, `bad_form`)",
    401: "No write token, or a wrong one (`token_required`, `token_wrong`)",
    403: "The service has no write token (`read_only`)",
    404: "No such upload, or it has expired (`upload_gone`)",
    409: "The file is not in a state for that (`not_understood`, `quarantined`, `being_kept`)",
    413: "More than 64 MB at once, or too many files (`too_large`, `too_many`)",
    415: "Not `multipart/form-data` (`media_type`)",
    429: "Too many writes in a minute (`too_many_writes`)",
    507: "The staging area is full (`staging_full`)",
}
_MOST_SAID = 10_000  # bytes of a correction
_NO_STORE = {"Cache-Control": "no-store"}


def _refusals(*statuses: int) -> dict[int | str, Json]:
    """Problems a route answers with, for the API's description."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {s: {"description": _WHY[s], "content": {MEDIA_TYPE: schema}} for s in statuses}


def staging_of(request: Request) -> Staging:
    """The application's staging area."""
    return cast(Staging, request.app.state.staging)


def shown(upload: Upload) -> Json:
    """An upload as the API gives it: ``{id, reading, counts, items}``."""
    items = [item.shown() for item in upload.items]
    counts: dict[str, int] = {}
    for item in items:
        counts[item["state"]] = counts.get(item["state"], 0) + 1
    reading = any(i["state"] in OPEN_STATES for i in items)
    return {"id": upload.id, "reading": reading, "counts": counts, "items": items}


_SENDING = _refusals(400, 401, 403, 404, 413, 415, 429, 507)
_DECIDING = _refusals(401, 403, 404, 409, 429)


@router.get("", summary="未决定的上传 (需要写口令)", responses=_refusals(401, 403))
def uploads(request: Request) -> Json:
    """``{items: [{id, reading, counts}]}``: what still waits for a decision."""
    require_writer(request)
    waiting = [shown(u) for u in staging_of(request).waiting()]
    return {"items": [{k: u[k] for k in ("id", "reading", "counts")} for u in waiting]}


@router.post(
    "", summary="上传文件 (需要写口令)", status_code=201, openapi_extra=_FORM, responses=_SENDING
)
async def begin(request: Request) -> Response:
    """Files as ``multipart/form-data``, field ``files``, at most 64 MB at once; they are read in the background.

    Answers the new upload, its address in ``Location``. A ZIP is taken apart; folders are part of the file name.
    """
    files = await _files(request)
    staging = staging_of(request)
    upload = staging.begin()
    await _add(staging, upload, files)
    headers = {**_NO_STORE, "Location": f"/api/uploads/{upload.id}"}
    return JSONResponse(shown(upload), status_code=201, headers=headers)


@router.get("/{id}", summary="一次上传的进度与结果", responses=_refusals(404))
def upload(request: Request, id: str) -> Response:
    """``{id, reading, counts, items: [{id, name, state, documents, error, verdict}]}``.

    ``state``: waiting, reading, archive, understood, refused, known, duplicate, kept, discarded.
    """
    found = staging_of(request).get(id)
    return JSONResponse(shown(found), headers=_NO_STORE)


@router.post("/{id}", summary="再加文件 (需要写口令)", openapi_extra=_FORM, responses=_SENDING)
async def add(request: Request, id: str) -> Response:
    """More files into the same upload."""
    files = await _files(request)
    staging = staging_of(request)
    found = staging.get(id)
    await _add(staging, found, files)
    return JSONResponse(shown(found), headers=_NO_STORE)


class Said(BaseModel):
    """What a document is, where it was read wrongly; '' says that it has none, what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    document: int = Field(0, ge=0, le=999, description="文件里的第几份, 从 0 · which of the file's")
    title: str | None = Field(None, max_length=300, description="标题 · title")
    number: str | None = Field(None, max_length=100, description="文号 · document number")
    issuer: str | None = Field(None, max_length=200, description="发文机关, 多个用、隔开 · issuer")
    issued: str | None = Field(None, max_length=10, description="成文日期, 如 2023-05-16 · date")
    period: str | None = Field(None, max_length=9, description="适用年份, 如 2023-2025 · years")
    genre: Genre | None = Field(None, description="文种 · genre")
    drop: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        [], max_length=MOST_DROPPED, description="读成单位而不是单位的词 · words that are no unit"
    )

    def given(self) -> Json:
        """What is said, checked. Raises ReadError ``metadata``."""
        values: Json = {k: " ".join(visible(v).split()) for k, v in self if isinstance(v, str)}
        Given(**values).checked()
        return {**values, **({"drop": self.drop} if self.drop else {})}


_SAID: Json = {
    "requestBody": {"content": {"application/json": {"schema": Said.model_json_schema()}}}
}


@router.post(
    "/{id}/correct",
    summary="改正辖区、标题、文号等, 重新读 (需要写口令)",
    openapi_extra=_SAID,
    responses={**_DECIDING, **_refusals(413, 415)},
)
async def correct(
    request: Request,
    id: str,
    file: Annotated[int, Query(description="文件编号 · the file's id")],
    place: Annotated[
        str | None, Query(max_length=12, description="辖区代码 · code of the place")
    ] = None,
) -> Response:
    """The file is about another place than the one read, or the body says what its document is: it is read again so.

    Units then belong to that place, 9月底前 is of that year, the document gets that title's id, and a note in it
    tells that a person said so. With neither a place nor a body it is read again as it says itself.
    """
    require_writer(request)  # before the body is read
    body = await read_body(request, _MOST_SAID)
    said = _said(request, body) if body else None
    staging = staging_of(request)
    found = staging.get(id)
    if place is not None and load_places(staging.setup.places).get(place) is None:
        raise NotFoundError(f"没有辖区 {place[:20]}", "用 /api/registry/places?q= 查代码")
    staging.correct(found, found.item(file), place, said)
    return JSONResponse(shown(found), headers=_NO_STORE)


def _said(request: Request, body: bytes) -> dict[int, Json]:
    if content_kind(request.headers.get("content-type", ""))[0] != "application/json":
        raise UploadError(415, "media_type", "改正要用 JSON 说明", "Content-Type: application/json")
    said = said_in(Said, body)
    return {said.document: said.given()}


@router.post("/{id}/keep", summary="保留 (需要写口令)", responses=_DECIDING)
async def keep(request: Request, id: str, file: Files = None, beside: bool = False) -> Response:
    """Put the understood files, or only ``file``, into the store: each in one atomic update.

    ``beside=true`` keeps a new version beside the old one instead of replacing it.
    Answers ``{kept: [{file, source, documents, replaced}], failed: [{file, code, message, hint}]}``.
    """
    require_writer(request)
    staging = staging_of(request)
    found = staging.get(id)
    items = [found.item(n) for n in file] if file else list(found.items)
    kept, failed = [], []
    for item in items:
        if not file and (
            item.state != "understood" or any(d["violations"] for d in item.documents)
        ):
            continue
        try:
            kept.append(await _keep(request, found, item, beside))
        except UploadError as error:
            if file and len(file) == 1:
                raise
            failed.append({"file": item.id, **told(error)})
    return JSONResponse({"kept": kept, "failed": failed}, headers=_NO_STORE)


async def _keep(request: Request, upload: Upload, item: Item, beside: bool) -> Json:
    staging = staging_of(request)
    keeper = cast(Keeper, request.app.state.keeper)
    just_kept = frozenset(i.verdict["source"] for i in upload.items if i.state == "kept")
    done: list[Kept] = []

    def change(store: Store) -> None:
        done.append(keeper.keep(item, beside=beside, just_kept=just_kept))

    with staging.keeping(item):
        allowed(item)  # before it counts as a write
        await write(request, "import", item.name, Content(item.size, item.sha256), change)
        with staging.lock:
            item.state = "kept"
            item.verdict = {"source": done[0].name, "documents": list(done[0].documents)}
    staging.clean(item)
    return {
        "file": item.id,
        "source": done[0].name,
        "documents": list(done[0].documents),
        "replaced": done[0].replaced,
    }


@router.delete(
    "/{id}",
    summary="放弃 (需要写口令)",
    status_code=204,
    response_class=Response,
    responses=_DECIDING,
)
def discard(request: Request, id: str, file: Files = None) -> Response:
    """Throw away the whole upload, or only ``file``; what was kept stays kept."""
    require_writer(request)
    staging = staging_of(request)
    found = staging.get(id)
    if file is None:
        staging.drop(found)
    else:
        for number in file:
            staging.discard(found.item(number))
    return Response(status_code=204)


async def _files(request: Request) -> list[UploadFile]:
    """The files of the form. Permission comes first: a stranger's body is not even read."""
    require_writer(request)
    count_write(request)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UploadError(
            415, "media_type", "要用 multipart/form-data 上传", "字段名 files，可以有多个"
        )
    staging = staging_of(request)
    try:
        form = await _bounded(request).form(max_files=staging.limits.files, max_fields=20)
    except (MultiPartException, HTTPException, KeyError) as error:
        said = getattr(error, "detail", None) or getattr(error, "message", None) or str(error)
        raise UploadError(400, "bad_form", f"上传的内容不完整（{said}）", "请重新上传") from error
    files = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
    if not files:
        await form.close()
        raise UploadError(400, "no_files", "没有收到文件", "字段名 files，可以有多个")
    return files


def _bounded(request: Request) -> Request:
    """The request with a body that ends in UploadError 413 when it grows too long, whatever it claims."""
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise UploadError(
                413, "too_large", f"一次请求最多 {MAX_BODY // 1_000_000} MB", "请分几次上传，或用 zhize build"
            )  # fmt: skip
        return message

    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > MAX_BODY:
        size = MAX_BODY  # refused at the first byte
    return Request(request.scope, receive)


async def _add(staging: Staging, upload: Upload, files: list[UploadFile]) -> None:
    pairs: list[tuple[str, Any]] = [(file.filename or "", file.file) for file in files]
    try:
        await anyio.to_thread.run_sync(staging.add, upload, pairs)
    finally:
        for file in files:
            await file.close()
