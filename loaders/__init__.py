"""Readers and extractors: from bytes to a Record."""
