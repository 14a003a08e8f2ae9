"""The one family of errors: a stable code, a sentence that says what happened and what to do."""

from __future__ import annotations


class ZhizeError(Exception):
    """Base of every error we raise on purpose.

    ``code`` is stable and documented; ``message`` and ``hint`` are Chinese sentences for the person
    at the keyboard; ``status`` is the HTTP status the API answers with.
    """

    code = "error"
    status = 500

    def __init__(self, message: str, hint: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ReadError(ZhizeError):
    """A file that cannot be read: encrypted, corrupt, empty, binary, scanned, too large, unsupported.

    Codes: ``encrypted``, ``corrupt``, ``empty``, ``binary``, ``scanned``, ``unsupported``,
    ``too_large``, ``zip_bomb``, ``not_found``, ``unreadable``.
    """

    code = "unreadable"
    status = 422


class StoreError(ZhizeError):
    """The store cannot be opened, read or written."""

    code = "store"
    status = 503


class QueryError(ZhizeError):
    """A SPARQL text that does not parse, is not allowed, or ran out of its limits.

    ``position``: line and column in the text, from 1, where that is known.
    """

    code = "query"
    status = 400

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        code: str | None = None,
        position: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(message, hint, code=code)
        self.position = position


class LimitError(QueryError):
    """A query that ran out of its time, memory, rows or bytes, or found no free place."""

    status = 503


class NotFoundError(ZhizeError):
    """No such document, unit, place, task or policy."""

    code = "not_found"
    status = 404
