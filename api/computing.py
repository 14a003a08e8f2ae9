"""Questions under way: how many there may be, and who waits for which.

Who asks what is just being computed waits for the same computation, however long its answer is: a page
that everybody opens at nine o'clock costs one query, whether or not answers are kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

import anyio
import anyio.to_thread
from fastapi import Request

from api.remembered import Key, Remember
from kg.errors import LimitError, StoreError
from kg.evaluators import Evaluator
from kg.flow import Flow
from kg.pool import Ticket

T = TypeVar("T")


class Desk:
    """How many questions may be here at once, computed or waiting for a process; more are sent away.

    Belongs to one event loop.
    """

    def __init__(self, most: int) -> None:
        # Its own threads: waiting queries must not use up those of the other routes.
        self._limiter = anyio.CapacityLimiter(most)
        self._most = most
        self._present = 0
        self._under_way: dict[Key, Computation] = {}
        self.joined = 0

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

    def join(self, key: Key) -> Computation | None:
        """The computation that gives the answer to ``key``, if it is under way; to be ``leave``d."""
        found = self._under_way.get(key)
        if found is not None:
            self.joined += 1
            found.readers += 1
        return found

    def begin(
        self, evaluator: Evaluator, run: Callable[..., None], remember: Remember | None
    ) -> Computation:
        """Start ``run(flow=…, ticket=…)``; to be ``leave``d. Raises LimitError when too many are here."""
        begun = Computation(evaluator, remember)
        begun.work = self.take(partial(begun.evaluate, run))
        begun.work.add_done_callback(lambda _: begun.settle())
        if remember is not None:
            self._under_way[remember.key] = begun
            begun.over = partial(self._over, remember.key, begun)
        return begun

    def _over(self, key: Key, computation: Computation) -> None:
        if self._under_way.get(key) is computation:
            del self._under_way[key]


class Computation:
    """One question and its answer as it grows; ``readers`` wait for it. Belongs to the event loop."""

    work: asyncio.Future[None]

    def __init__(self, evaluator: Evaluator, remember: Remember | None) -> None:
        self.readers = 1
        self.over: Callable[[], object] = lambda: None  # nobody can join any more
        self._event = asyncio.Event()
        self._remember = remember
        self._loop = asyncio.get_running_loop()
        self.flow = Flow(evaluator.spool, self._notify, remember.largest if remember else -1)
        self.ticket = Ticket()

    @property
    def tag(self) -> str:
        """Of the answer, if it was kept."""
        return "" if self._remember is None else self._remember.tag

    def _notify(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    def evaluate(self, run: Callable[..., None]) -> None:
        """The question, in its thread. Whatever happens the flow ends: its readers wait for that."""
        try:
            run(flow=self.flow, ticket=self.ticket)
        finally:
            if not self.flow.ended:
                self.flow.end(StoreError("查询没有做完", "见服务的日志", code="query_broken"))

    async def until(self, size: float) -> None:
        """Return when the flow has ``size`` bytes, or its end."""
        while not self.flow.ended and self.flow.size < size:
            await self._event.wait()

    def settle(self) -> None:
        """Nothing more is coming, or nobody wants the rest of it."""
        self.over()
        if self._remember is not None:
            self._remember.settle(self.flow)

    def leave(self) -> None:
        """One reader less; without any the question is taken back."""
        self.readers -= 1
        if not self.readers:
            self.ticket.cancel()
            self.settle()
            self.flow.close()


def desk_of(request: Request) -> Desk:
    """The application's desk."""
    return cast(Desk, request.app.state.desk)
