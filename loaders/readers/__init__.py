"""Readers: the bytes of one file in, its text and layout out. ``read`` is the only door."""

from loaders.readers.reading import MAX_BYTES, read

__all__ = ["MAX_BYTES", "read"]
