"""Answers that are computed once: the same query over the same state of the store gives the same bytes.

A key names all that decides an answer: the text, the base, the dataset, what format is wanted and the
store's revision, so a write makes every former answer unfindable at once. Queries that may answer
differently each time (``NOW()``, ``RAND()``, ``SERVICE`` …) are never kept.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

import anyio.to_thread
from fastapi import Request, Response

from api.negotiation import content_type, has_it
from kg.flow import Flow

LARGEST = 2_000_000  # bytes of one answer; what is longer is streamed, not kept
# Words of functions that answer differently each time; ``\u0041`` may spell any of them.
_UNSTEADY = re.compile(r"\\u|\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
_TEXT = 20_000  # characters of a query whose answer is kept; longer ones come once
_PLACE = 1000  # bytes of memory that an answer takes besides its body
_WORTH_PACKING = 1000


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
        self.hits = self.misses = self.held = 0
        self._size = size
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def find(self, key: Key) -> Kept | None:
        """The answer; None: it is not here."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            self.hits += 1
        return kept

    def begin(self, key: Key) -> Remember:
        """It is computed now."""
        self.misses += 1
        return Remember(self, key)

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

    async def response(
        self, request: Request, key: Key, kept: Kept, about: Mapping[str, str]
    ) -> Response:
        """The answer with the headers ``about`` it, packed where the client takes that; 304 when it has it already."""
        headers = {
            "Content-Type": content_type(kept.media_type),
            "ETag": kept.tag,
            "Cache-Control": "no-cache",
            "Cache-Status": "zhize; hit",
            **about,
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
    """The answer to ``key`` on its way: how it ended is told once."""

    def __init__(self, answers: Answers, key: Key) -> None:
        # Of the answer that was kept; not the answer: a slow client would hold on to it.
        self.tag = ""
        self.key = key
        self.largest = answers.largest
        self._answers = answers

    def settle(self, flow: Flow) -> None:
        """The flow has ended, or nobody wants the rest of it."""
        held = flow.let_go()
        if flow.ended and flow.error is None and held is not None and self.largest:
            self.tag = self._answers.keep(self.key, held, flow.media_type).tag


def steady(text: str) -> bool:
    """Whether a query gives the same answer whenever it is asked over the same state of the store."""
    return len(text) <= _TEXT and _UNSTEADY.search(text) is None


def answers_of(request: Request) -> Answers:
    """The application's kept answers."""
    return cast(Answers, request.app.state.answers)
