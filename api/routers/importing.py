"""The import page, and the preview of a document that nobody has kept yet."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import cast

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Access
from api.cli_options import shown_store
from api.deps import get_settings
from api.routers.pages import PageRoute, html_page, lang_of
from api.routers.uploads import staging_of
from kg.errors import NotFoundError
from kg.model import Record
from kg.record import from_json
from loaders.readers import MAX_BYTES
from visualize import links, preview
from visualize.i18n import Words

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/import")
def import_page(request: Request) -> HTMLResponse:
    """Drop files here; without a write token the page says how to get one, or that another service writes."""
    settings = get_settings(request)
    store = f" --store {shlex.quote(shown_store(settings.store))}" if settings.store else ""
    values = {
        "writable": cast(Access, request.app.state.access).writable,
        "elsewhere": cast(Access, request.app.state.access).read_only,
        "store": store,
        "most": settings.upload_files,
        "megabytes": MAX_BYTES // 1_000_000,
        "minutes": f"{settings.upload_minutes:g}",
        "seconds": f"{settings.upload_seconds:g}",
    }
    return html_page(request, "import", values)


@router.get("/import/{upload}/{file}")
async def preview_page(
    request: Request, upload: str, file: int, doc: int = 0, full: bool = False
) -> Response:
    """What one staged document says, marked in its text; one that was kept has its own page.

    A kind of fact is listed up to ``preview.LISTED`` rows, and says so; with ``full`` all of them.
    """
    found = staging_of(request).get(upload)
    item = found.item(file)
    if item.state == "kept":
        return RedirectResponse(links.page(item.verdict["documents"][0]), 303)
    if item.state != "understood" or item.file is None or not 0 <= doc < len(item.documents):
        raise NotFoundError("这个文件没有预览", "回到导入页看它的状态")
    record = await anyio.to_thread.run_sync(_record, item.file.with_suffix(f".{doc}.json"))
    values = await anyio.to_thread.run_sync(preview.values, record, Words(lang_of(request)))
    place = {"upload": upload, "file": file, "doc": doc, "item": item, "many": len(item.documents)}
    place |= {"full": full, "most": preview.LISTED}
    page = html_page(request, "preview", {**values, **place})
    page.headers["Cache-Control"] = "no-store"
    return page


def _record(path: Path) -> Record:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise NotFoundError("这个文件已不在暂存区", "请重新上传", code="upload_gone") from None
