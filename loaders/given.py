"""What a person says of a document instead of what is read off its head, checked; ``loaders.told`` follows it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields
from typing import get_args

from kg.errors import ReadError
from kg.model import Genre, PartialDate

GENRES: tuple[str, ...] = get_args(Genre)
WORDS = {
    "title": "标题", "number": "文号", "issuer": "发文机关", "issued": "成文日期", "genre": "文种",
    "period": "适用年份",
}  # fmt: skip
_YEARS = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class Given:
    """Each field as a person writes it: None as read, '' the document has none.

    ``issued`` is an ISO date (to the year, month or day), ``period`` one year or two (``2023-2025``),
    ``issuer`` one body or several joined by 、. ``drop`` are words that were taken for units and are none.
    """

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued: str | None = None
    genre: str | None = None
    period: str | None = None
    drop: tuple[str, ...] = ()

    def checked(self) -> Given:
        """Itself. Raises ReadError ``metadata`` for a date, years or a genre that are none."""
        date_of(self.issued)
        years_of(self.period)
        if self.genre is not None and self.genre not in GENRES:
            raise _wrong("genre", self.genre)
        return self

    @property
    def said(self) -> list[str]:
        """The names of the head's fields that are given."""
        return [
            f.name for f in fields(self) if f.name in WORDS and getattr(self, f.name) is not None
        ]


def date_of(text: str | None) -> PartialDate | None:
    """2023, 2023-05 or 2023-05-16; None for nothing. Raises ReadError."""
    if not text:
        return None
    try:
        found = PartialDate.parse(text)
    except ValueError:
        raise _wrong("issued", text) from None
    month, day = found.month or 1, found.day or 1
    if found.year not in _YEARS or not 1 <= month <= 12:
        raise _wrong("issued", text)
    if not 1 <= day <= monthrange(found.year, month)[1]:
        raise _wrong("issued", text)
    return found


def years_of(text: str | None) -> tuple[int, int] | None:
    """2023 or 2023-2025; None for nothing. Raises ReadError."""
    if not text:
        return None
    parts = text.replace("—", "-").replace("–", "-").split("-")
    if len(parts) > 2 or not all(p.isascii() and p.isdigit() and int(p) in _YEARS for p in parts):
        raise _wrong("period", text)
    first, last = int(parts[0]), int(parts[-1])
    if last < first:
        raise _wrong("period", text)
    return first, last


def _wrong(name: str, value: str) -> ReadError:
    hint = {"issued": "如 2023-05-16、2023-05 或 2023", "period": "如 2023 或 2023-2025"}.get(
        name, ""
    )
    return ReadError(f"{WORDS[name]}“{value[:40]}”看不懂。", hint, code="metadata")
