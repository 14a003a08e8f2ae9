"""The one way a request changes the graph: permission first, then the store, then the audit log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import anyio.to_thread
from fastapi import Request

from api.access import Access, client_of, require_writer
from api.audit import Audit, Content
from kg.errors import ZhizeError
from kg.evaluators import Evaluator
from kg.store import Store

MAX_BODY = 64_000_000


async def write(
    request: Request, operation: str, target: str, content: Content, change: Callable[[Store], None]
) -> None:
    """Let ``change`` write to the store and note ``operation`` on ``target``.

    Raises AccessError, QueryError, StoreError. A write that fails is noted too; one without the
    token is not: a stranger must not be able to fill the log.
    """
    require_writer(request)
    count_write(request)
    note = partial(
        cast(Audit, request.app.state.audit).write, client_of(request), operation, target, content
    )
    try:
        await anyio.to_thread.run_sync(partial(_apply, request, change))
    except ZhizeError as error:
        note(error.code)
        raise
    note("ok")


def count_write(request: Request) -> None:
    """One write more of this client, also when it is none to the store. Raises AccessError 429."""
    cast(Access, request.app.state.access).count_write(client_of(request))


def _apply(request: Request, change: Callable[[Store], None]) -> None:
    state = request.app.state
    change(cast(Store, state.store))
    # Queries and commands beside the server see what was acknowledged.
    cast(Evaluator, state.pool).refresh()
