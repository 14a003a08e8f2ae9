"""Quads as compressed N-Quads: what waits to be stored is small, and the engine reads the text itself.

A quad of the engine made in Python costs more than reading it again from text; so a first build hands
whole lines over, never quads.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

_AT_ONCE = 10_000  # quads written to text at once
_BYTES_AT_ONCE = 4_000_000  # of that text, unpacked at once
Said: TypeAlias = ox.Quad | bytes
"""A quad, or whole lines of N-Quads."""


class Packed:
    """The quads of one document; ``data`` is what ``pack`` made. May be gone through again and again."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def lines(self) -> Iterator[bytes]:
        """The text, in pieces of whole lines, unpacked as they are taken."""
        unpacker, left, rest = zlib.decompressobj(), self.data, b""
        while left:
            text = rest + unpacker.decompress(left, _BYTES_AT_ONCE)
            left = unpacker.unconsumed_tail
            whole, end, rest = text.rpartition(b"\n")
            yield whole + end
        yield rest + unpacker.flush()

    def __iter__(self) -> Iterator[ox.Quad]:
        for text in self.lines():
            yield from ox.parse(text, format=ox.RdfFormat.N_QUADS)


def pack(quads: Iterable[ox.Quad]) -> bytes:
    """N-Quads, compressed while they are written: they repeat themselves tenfold."""
    packer = zlib.compressobj(1)
    parts = [packer.compress(text) for text in written(quads)]
    return b"".join([*parts, packer.flush()])


def said(quads: Iterable[ox.Quad]) -> Iterator[Said]:
    """The same quads, as lines where they are packed."""
    return quads.lines() if isinstance(quads, Packed) else iter(quads)


def quads_of(said: Iterable[Said]) -> Iterator[ox.Quad]:
    """The same, quad by quad."""
    for one in said:
        if isinstance(one, bytes):
            yield from ox.parse(one, format=ox.RdfFormat.N_QUADS)
        else:
            yield one


def written(said: Iterable[Said]) -> Iterator[bytes]:
    """The same as N-Quads, in pieces of whole lines and the order it comes."""
    held: list[ox.Quad] = []
    for one in said:
        if not isinstance(one, bytes):
            held.append(one)
        if held and (isinstance(one, bytes) or len(held) >= _AT_ONCE):
            yield ox.serialize(held, format=ox.RdfFormat.N_QUADS) or b""
            held = []
        if isinstance(one, bytes):
            yield one
    if held:
        yield ox.serialize(held, format=ox.RdfFormat.N_QUADS) or b""


def slices(said: Iterable[Said], size: int) -> Iterator[bytes]:
    """The same as N-Quads in pieces of at least ``size`` bytes each but the last."""
    parts: list[bytes] = []
    held = 0
    for text in written(said):
        parts.append(text)
        held += len(text)
        if held >= size:
            yield b"".join(parts)
            parts, held = [], 0
    if held:
        yield b"".join(parts)
