"""What the engine writes as an answer: counted against the limits, passed on in larger pieces."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

_PIECE = 65_536  # bytes passed on at once
_PATIENCE = 0.2  # seconds that bytes wait to be passed on with others
# What stands once in every row (and how often besides), counted instead of the rows themselves: the
# engine writes them. Exact but for line ends inside a CSV field and for a text that ends in ``}},{``.
_ROW = {
    "application/sparql-results+json": (b'}},{"', -1),
    "application/sparql-results+xml": (b"</result>", 0),
    "text/csv": (b"\r\n", 1),
    "text/tab-separated-values": (b"\n", 1),
}


# Where the head of results ends, and how it ends with a link in it.
_LINKED: dict[str, Callable[[str], tuple[bytes, bytes]]] = {
    "application/sparql-results+json": lambda link: (
        b'},"results":',
        f',"link":[{json.dumps(link)}]}},"results":'.encode(),
    ),
    "application/sparql-results+xml": lambda link: (
        b"</head>",
        f"<link href={quoteattr(link)}/></head>".encode(),
    ),
}


class LimitReachedError(Exception):
    """The answer outgrew its bytes or rows; the message is the error code."""


class Outgoing(io.RawIOBase):
    """One answer on its way to ``push``: ``size`` bytes and ``rows`` rows or triples at most.

    ``link`` is the IRI of something that tells more about it, put in the head of JSON and XML results.
    """

    def __init__(
        self, push: Callable[[bytes], None], media_type: str, size: int, rows: int, link: str = ""
    ) -> None:
        self._linked = _LINKED[media_type](link) if link and media_type in _LINKED else None
        self._push = push
        self._media_type = media_type
        self._mark, besides = _ROW.get(media_type, (b"", 0))
        self._left, self._rows, self._marks = size, rows, rows + besides
        self._tail = b""
        self._held: list[bytes] = []
        self._length = 0
        self._sent = time.monotonic()

    def results(self, found: ox.QuerySolutions | ox.QueryBoolean) -> None:
        """All rows, or the truth. Raises LimitReachedError and what ``push`` raises."""
        form = ox.QueryResultsFormat.from_media_type(self._media_type)
        found.serialize(cast(BinaryIO, self), format=cast(ox.QueryResultsFormat, form))
        self._pass_on()

    def graph(self, found: Iterable[ox.Triple]) -> None:
        """All triples. Raises LimitReachedError and what ``push`` raises."""
        form = cast(ox.RdfFormat, ox.RdfFormat.from_media_type(self._media_type))
        ox.serialize(self._at_most(found), cast(BinaryIO, self), format=form)
        self._pass_on()

    def _at_most(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        for number, triple in enumerate(triples):
            if number >= self._rows:
                raise LimitReachedError("query_too_many_rows")
            yield triple

    def writable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def write(self, data: Any) -> int:
        """The engine's side."""
        piece = bytes(data)
        self._left -= len(piece)
        if self._left < 0:
            raise LimitReachedError("query_too_large")
        if self._mark:
            self._count(piece)
        self._held.append(piece)
        self._length += len(piece)
        if self._linked is not None:
            self._put_link(*self._linked)
        elif self._length >= _PIECE or time.monotonic() - self._sent > _PATIENCE:
            self._pass_on()
        return len(piece)

    def _put_link(self, end: bytes, linked: bytes) -> None:
        """Nothing is passed on until the head is there."""
        so_far = b"".join(self._held)
        if end in so_far:
            so_far, self._linked = so_far.replace(end, linked, 1), None
        elif len(so_far) > _PIECE:
            self._linked = None  # no head like that
        self._held = [so_far]

    def _count(self, piece: bytes) -> None:
        seen = self._tail + piece
        self._marks -= seen.count(self._mark)
        # A mark cut in two is counted with its second half, one at the very end is not counted twice.
        end = seen.rfind(self._mark)
        rest = seen if end < 0 else seen[end + len(self._mark) :]
        self._tail = rest[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
        if self._marks < 0:
            raise LimitReachedError("query_too_many_rows")

    def _pass_on(self) -> None:
        if self._held:
            self._push(b"".join(self._held))
        self._held, self._length = [], 0
        self._sent = time.monotonic()
