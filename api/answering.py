"""The way of an answer from its worker to the client: whole when short, streamed when long.

An answer begins once ``BEGIN`` bytes of it are there, or its end. Before that what goes wrong has a
status of its own; after it the connection is cut off before the closing chunk, so that every client
sees an error and none takes half an answer for a whole one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar, cast

import anyio
import anyio.to_thread
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from api.negotiation import content_type
from api.observing import Metrics
from api.remembered import Remember
from kg.errors import LimitError, StoreError
from kg.evaluators import Evaluator
from kg.flow import MEMORY, Flow
from kg.pool import Ticket

BEGIN = 65_536
STALL = 60.0  # seconds that a client may take none of what is there
_LOG = logging.getLogger("zhize.sparql")
T = TypeVar("T")


class Desk:
    """How many questions may be here at once, computed or waiting for a process; more are sent away."""

    def __init__(self, most: int) -> None:
        # Its own threads: waiting queries must not use up those of the other routes.
        self._limiter = anyio.CapacityLimiter(most)
        self._most = most
        self._present = 0

    def take(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Start ``work`` in a thread. Raises LimitError when too many are here."""
        if self._present >= self._most:
            raise LimitError("服务繁忙, 请稍后再试", code="busy")
        self._present += 1
        future = asyncio.ensure_future(anyio.to_thread.run_sync(work, limiter=self._limiter))
        future.add_done_callback(self._leave)
        return future

    def _leave(self, future: asyncio.Future[T]) -> None:
        self._present -= 1


class _Told:
    """A flow with the event that wakes its reader in the event loop."""

    def __init__(self, evaluator: Evaluator, remember: Remember | None) -> None:
        self._event = asyncio.Event()
        self._remember, self._grown = remember, False
        self._loop = asyncio.get_running_loop()
        self.flow = Flow(evaluator.spool, self._notify, remember.largest if remember else -1)
        self.ticket = Ticket()

    def _notify(self) -> None:
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._event.set)
        remember = self._remember
        if remember is not None and not self._grown and self.flow.size > remember.largest:
            self._grown = True
            remember.grown()

    async def until(self, size: int) -> None:
        """Return when the flow has ``size`` bytes, or its end."""
        while not self.flow.ended and self.flow.size < size:
            await self._event.wait()
            self._event.clear()

    def close(self) -> None:
        """Nobody waits for it any more."""
        self.ticket.cancel()
        self.flow.close()
        if self._remember is not None:
            self._remember.settle(self.flow)


async def answered(
    request: Request,
    run: Callable[..., None],
    headers: Mapping[str, str],
    remember: Remember | None = None,
) -> Response:
    """The response to a query; ``run(flow=…, ticket=…)`` evaluates it, ``remember`` is told the answer.

    A client that hangs up takes its question back. Raises what went wrong before the answer began.
    """
    told = _Told(cast(Evaluator, request.app.state.pool), remember)
    try:
        flow = told.flow
        desk = cast(Desk, request.app.state.desk)
        work = desk.take(partial(_evaluate, run, told))
        if remember is not None:
            work.add_done_callback(lambda _: remember.settle(flow))
        await _begun(request, told, work)
        if flow.error is not None:
            await work  # raises what is a bug, not an answer
            raise flow.error
        said = {"Content-Type": content_type(flow.media_type), **headers}
        if not flow.ended:
            return _Streamed(told, work, request, said)
        body = flow.take() if flow.size <= MEMORY else await anyio.to_thread.run_sync(flow.whole)
        told.close()
        if remember is not None and remember.tag:
            said |= {"ETag": remember.tag, "Cache-Control": "no-cache"}
        return Response(body, headers=said)
    except BaseException:
        told.close()
        raise


def _evaluate(run: Callable[..., None], told: _Told) -> None:
    """The question, in its thread. Whatever happens the flow ends: its reader waits for that."""
    try:
        run(flow=told.flow, ticket=told.ticket)
    finally:
        if not told.flow.ended:
            told.flow.end(StoreError("查询没有做完", "见服务的日志", code="query_broken"))


async def _begun(request: Request, told: _Told, work: asyncio.Future[None]) -> None:
    """Return when there is something to answer. Takes the question back if the client goes first."""

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            continue
        told.ticket.cancel()

    watcher = asyncio.create_task(watch())
    begun = asyncio.create_task(told.until(BEGIN))
    try:
        # The work ends without a word only when it was never done: the server is being closed.
        await asyncio.wait({begun, work}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.done() and work.done():
            work.result()
            await begun
    finally:
        watcher.cancel()
        begun.cancel()


class _Streamed(Response):
    """The rest of a long answer, as it comes."""

    def __init__(
        self, told: _Told, work: asyncio.Future[None], request: Request, headers: Mapping[str, str]
    ) -> None:
        self.status_code = 200
        self.background = None
        self.body = b""
        self._told, self._work, self._request = told, work, request
        # No Content-Length: nobody knows it yet.
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
            self._told.close()
            # Soon: its process was killed. The thread must be free before another query counts on it.
            with anyio.CancelScope(shield=True):
                await self._work

    async def _watch(self, receive: Receive, scope: anyio.CancelScope) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        scope.cancel()

    async def _pump(self, send: Send) -> None:
        flow, sent = self._told.flow, 0
        while True:
            ended = flow.ended  # before the look: what is there then is all
            data = await anyio.to_thread.run_sync(flow.take)
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
                await self._told.until(sent + 1)
        if flow.error is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            self._cut(flow.error.code)

    def _cut(self, code: str) -> None:
        """No last chunk: the server closes the connection, and the client knows."""
        cast(Metrics, self._request.app.state.metrics).cut(code)
        id_ = getattr(self._request.state, "request_id", "")
        _LOG.warning("answer cut off (%s), request %s", code, id_)
