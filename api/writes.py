"""The one way a request changes the graph: permission first, then the store, then the audit log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

import anyio.to_thread
from fastapi import Request

from api.access import Access, client_of, require_writer
from api.audit import Audit, Content
from kg.errors import ZhizeError
from kg.evaluators import Evaluator
from kg.store import Store

MAX_BODY = 64_000_000
T = TypeVar("T")


async def write(
    request: Request, operation: str, target: str, content: Content, change: Callable[[Store], T]
) -> T:
    """Let ``change`` write to the store and note ``operation`` on ``target``; what it gave back.

    Raises AccessError, QueryError, StoreError. A write that fails is noted too; one without the
    token is not: a stranger must not be able to fill the log.
    """
    require_writer(request)
    count_write(request)
    note = partial(
        cast(Audit, request.app.state.audit).write, client_of(request), operation, target, content
    )
    try:
        gave = await anyio.to_thread.run_sync(partial(_apply, request, change))
    except ZhizeError as error:
        note(error.code)
        raise
    note("ok")
    return gave


def count_write(request: Request) -> None:
    """One write more of this client, also when it is none to the store. Raises AccessError 429."""
    cast(Access, request.app.state.access).count_write(client_of(request))


def _apply(request: Request, change: Callable[[Store], T]) -> T:
    state = request.app.state
    gave = change(cast(Store, state.store))
    # Queries and commands beside the server see what was acknowledged.
    cast(Evaluator, state.pool).refresh()
    return gave
