"""Answers that are computed once: the same query over the same state of the store gives the same bytes.

A key names all that decides an answer: the text, the base, the dataset, what format is wanted and the
store's revision, so a write makes every former answer unfindable at once. Queries that may answer
differently each time (``NOW()``, ``RAND()``, ``SERVICE`` …) are never kept. Whoever asks what is just
being computed waits for it: a page that everybody opens at nine o'clock costs one query.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple, cast

import anyio.to_thread
from fastapi import Request, Response

from api.negotiation import content_type, has_it
from kg.errors import ZhizeError
from kg.flow import Flow

LARGEST = 2_000_000  # bytes of one answer; what is longer is streamed, not kept
# Words of functions that answer differently each time; ``\u0041`` may spell any of them.
_UNSTEADY = re.compile(r"\\u|\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
_LONG = 256  # keys remembered because their answers are too long to keep
_TEXT = 20_000  # characters of a query whose answer is kept; longer ones come once
_PLACE = 1000  # bytes of memory that an answer takes besides its body
_WORTH_PACKING = 1000
# What went wrong and would again, for whoever waited for the same answer.
_SHARED = frozenset(
    {"query_timeout", "query_memory", "query_too_large", "query_too_many_rows", "query_syntax"}
)


class Key(NamedTuple):
    """All that decides an answer; ``digest`` (SHA-256) of what the request says, however long that is."""

    revision: int
    digest: bytes

    @classmethod
    def of(
        cls,
        revision: int,
        text: str,
        base: str,
        default: tuple[str, ...] | None,
        named: tuple[str, ...] | None,
        wanted: tuple[str | None, str | None],
    ) -> Key:
        """The key of one request."""
        said = repr((text, base, default, named, wanted))
        return cls(revision, hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest())


@dataclass(slots=True)
class Kept:
    """One answer; ``packed`` once somebody wanted it so."""

    body: bytes
    media_type: str
    tag: str
    packed: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes of memory, its place among the others counted."""
        return len(self.body) + len(self.packed or b"") + _PLACE


class Answers:
    """At most ``size`` bytes of answers, the least recently asked go first; 0 keeps none.

    Belongs to one event loop.
    """

    def __init__(self, size: int) -> None:
        self.largest = min(LARGEST, size // 8)
        self.hits = self.misses = self.joined = self.held = 0
        self._size = size
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._long: OrderedDict[Key, None] = OrderedDict()
        self._computed: dict[Key, asyncio.Future[ZhizeError | None]] = {}

    def keeps(self, text: str) -> bool:
        """Whether the answer to a query may be kept."""
        return self.largest > 0 and len(text) <= _TEXT and _UNSTEADY.search(text) is None

    async def find(self, key: Key) -> Kept | None:
        """The answer, waited for if somebody computes it now; None: compute it.

        Raises what the one who was waited for met, if everybody would.
        """
        while True:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                self.hits += 1
                return kept
            computed = self._computed.get(key)
            if computed is None or key in self._long:
                self.misses += 1
                return None
            self.joined += 1
            await asyncio.wait({computed})  # unlike await, leaves it alone when we are cancelled
            error = computed.result()
            if error is not None and error.code in _SHARED:
                raise error

    def begin(self, key: Key) -> Remember:
        """It is computed now: others wait until the result is told."""
        return Remember(self, key, self._computed.setdefault(key, asyncio.Future()))

    def too_long(self, key: Key) -> None:
        """Its answer is not going to be kept: nobody needs to wait."""
        self._long[key] = None
        while len(self._long) > _LONG:
            self._long.popitem(last=False)

    def computed(self, key: Key) -> None:
        """Nobody computes it any more."""
        self._computed.pop(key, None)

    def keep(self, key: Key, body: bytes, media_type: str) -> Kept:
        """Its answer."""
        kept = Kept(body, media_type, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"')
        self._keep(key, kept)
        return kept

    def _keep(self, key: Key, kept: Kept) -> None:
        newest = next(reversed(self._kept), key)
        if key.revision < newest.revision:
            return  # the store was changed meanwhile
        if key.revision > newest.revision:
            self._kept.clear()  # nobody can find them any more
            self.held = 0
        self._drop(key)
        self._kept[key] = kept
        self.held += kept.size
        self._evict()

    def _evict(self) -> None:
        while self.held > self._size:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.held -= kept.size

    async def response(self, request: Request, key: Key, kept: Kept) -> Response:
        """The answer, packed where the client takes that; 304 when it has it already."""
        headers = {
            "Content-Type": content_type(kept.media_type),
            "ETag": kept.tag,
            "Cache-Control": "no-cache",
            "Cache-Status": "zhize; hit",
            "Vary": "Accept",
        }
        packable = len(kept.body) >= _WORTH_PACKING
        if packable:
            headers["Vary"] = "Accept, Accept-Encoding"
        if has_it(request, kept.tag):
            return Response(status_code=304, headers=headers)
        if not packable:
            return Response(kept.body, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(kept.body, headers=headers)
        if kept.packed is None:
            packed = await anyio.to_thread.run_sync(gzip.compress, kept.body, 4)
            if kept.packed is None:
                kept.packed = packed
                if self._kept.get(key) is kept:
                    self.held += len(packed)
                    self._evict()
        return Response(kept.packed, headers={**headers, "Content-Encoding": "gzip"})


class Remember:
    """The answer to one key on its way: whoever computes it tells, once, how that ended."""

    def __init__(self, answers: Answers, key: Key, told: asyncio.Future[ZhizeError | None]) -> None:
        self.tag = (
            ""  # of the answer that was kept; not the answer: a slow client would hold on to it
        )
        self.largest = answers.largest
        self._answers, self._key, self._told = answers, key, told
        self._loop = asyncio.get_running_loop()

    def grown(self) -> None:
        """From the thread that writes: the answer is longer than what is kept."""
        self._loop.call_soon_threadsafe(self._too_long)

    def _too_long(self) -> None:
        self._answers.too_long(self._key)
        self._tell(None)

    def settle(self, flow: Flow) -> None:
        """The flow has ended, or nobody wants the rest of it."""
        held = flow.let_go()
        if self._told.done():
            return
        if flow.ended and flow.error is None and held is not None:
            self.tag = self._answers.keep(self._key, held, flow.media_type).tag
        self._tell(flow.error)

    def _tell(self, error: ZhizeError | None) -> None:
        self._answers.computed(self._key)
        if not self._told.done():
            self._told.set_result(error)


def answers_of(request: Request) -> Answers:
    """The application's kept answers."""
    return cast(Answers, request.app.state.answers)
