"""The way of an answer from its worker to the client: whole when short, streamed when long.

An answer begins once ``BEGIN`` bytes of it are there, or its end. Before that what goes wrong has a
status of its own; after it the connection is cut off before the closing chunk, so that every client
sees an error and none takes half an answer for a whole one.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Mapping
from typing import cast

import anyio
import anyio.to_thread
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from api.computing import Computation, desk_of
from api.negotiation import content_type
from api.observing import Metrics
from api.remembered import Remember
from kg.evaluators import Evaluator
from kg.flow import MEMORY
from kg.pool import cancelled

BEGIN = 65_536
STALL = 60.0  # seconds that a client may take none of what is there
_LOG = logging.getLogger("zhize.sparql")


async def answered(
    request: Request,
    run: Callable[..., None],
    headers: Mapping[str, str],
    remember: Remember | None = None,
) -> Response:
    """The response to a query; ``run(flow=…, ticket=…)`` evaluates it, ``remember`` is told the answer.

    A client that hangs up takes its question back. Raises what went wrong before the answer began.
    """
    evaluator = cast(Evaluator, request.app.state.pool)
    return await read(request, desk_of(request).begin(evaluator, run, remember), headers)


async def read(request: Request, computation: Computation, headers: Mapping[str, str]) -> Response:
    """The response of one reader of a computation, which is left in the end."""
    try:
        flow = computation.flow
        await _begun(request, computation)
        if flow.error is not None:
            await computation.work  # raises what is a bug, not an answer
            raise flow.error
        said = {"Content-Type": content_type(flow.media_type), **headers}
        if not flow.ended:
            return _Streamed(computation, request, said)
        computation.settle()
        if computation.tag:
            said |= {"ETag": computation.tag, "Cache-Control": "no-cache"}
        if flow.size > MEMORY:
            return _Streamed(computation, request, {**said, "Content-Length": str(flow.size)})
        body = flow.at(0)
        computation.leave()
        return Response(body, headers=said)
    except BaseException:
        computation.leave()
        raise


async def _begun(request: Request, computation: Computation) -> None:
    """Return when there is something to answer. Raises LimitError if the client goes first."""

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            continue

    watcher = asyncio.create_task(watch())
    # HTTP/1.0, which proxies speak, ends a long answer by closing: a cut one would look whole.
    enough = math.inf if request.scope.get("http_version") == "1.0" else BEGIN
    begun = asyncio.create_task(computation.until(enough))
    work = computation.work
    try:
        # The work ends without a word only when it was never done: the server is being closed.
        await asyncio.wait({begun, work, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.done() and work.done():
            work.result()
            await begun
        elif not begun.done():
            raise cancelled()
    finally:
        watcher.cancel()
        begun.cancel()


class _Streamed(Response):
    """The rest of a long answer, as it comes."""

    def __init__(
        self, computation: Computation, request: Request, headers: Mapping[str, str]
    ) -> None:
        self.status_code = 200
        self.background = None
        self.body = b""
        self._computation, self._request = computation, request
        # Content-Length is among them only when the answer has ended: nobody knows it before.
        self.raw_headers = [(k.lower().encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        try:
            await send(start)
            async with anyio.create_task_group() as group:
                group.start_soon(self._watch, receive, group.cancel_scope)
                if scope["method"] == "HEAD":
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                else:
                    await self._pump(send)
                group.cancel_scope.cancel()
        finally:
            self._computation.leave()
            if not self._computation.readers:
                # Soon: its process was killed. The thread must be free before another query counts on it.
                with anyio.CancelScope(shield=True):
                    await self._computation.work

    async def _watch(self, receive: Receive, scope: anyio.CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        scope.cancel()

    async def _pump(self, send: Send) -> None:
        flow, sent = self._computation.flow, 0
        while True:
            ended = flow.ended  # before the look: what is there then is all
            data = await anyio.to_thread.run_sync(flow.at, sent)
            if data:
                sent += len(data)
                with anyio.move_on_after(STALL) as patience:
                    await send({"type": "http.response.body", "body": data, "more_body": True})
                if patience.cancelled_caught:
                    self._cut("stalled")
                    return
            elif ended:
                break
            else:
                await self._computation.until(sent + 1)
        if flow.error is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            self._cut(flow.error.code)

    def _cut(self, code: str) -> None:
        """No last chunk: the server closes the connection, and the client knows."""
        cast(Metrics, self._request.app.state.metrics).cut(code)
        id_ = getattr(self._request.state, "request_id", "")
        _LOG.warning("answer cut off (%s), request %s", code, id_)
