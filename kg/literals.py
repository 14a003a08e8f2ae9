"""Literals in the one spelling the graph uses, so that the same value is the same quad.

Oxigraph keeps values, not spellings ("1.50" comes back as "1.5"): everything is written canonically here.
Hostile text cannot stop a build: a lone surrogate, which no UTF-8 can hold, becomes U+FFFD.
"""

from __future__ import annotations

import calendar
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.model import PartialDate
from ontology.terms import XSD

_DATE = NamedNode(XSD + "date")
_MONTH = NamedNode(XSD + "gYearMonth")
_YEAR = NamedNode(XSD + "gYear")
_DECIMAL = NamedNode(XSD + "decimal")
_INTEGER = NamedNode(XSD + "integer")
TRUE = Literal(True)
FALSE = Literal(False)


def string(value: str) -> Literal:
    """An ``xsd:string``."""
    try:
        return Literal(value)
    except ValueError:
        return Literal(_whole(value))


def zh(value: str) -> Literal:
    """A string in Chinese."""
    try:
        return Literal(value, language="zh")
    except ValueError:
        return Literal(_whole(value), language="zh")


def _whole(value: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)


def integer(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), datatype=_INTEGER)


def decimal_text(value: float | str) -> str:
    """The canonical ``xsd:decimal`` of a number: 1.50 → ``1.5``, 7.0 → ``7``, 1e-7 → ``0.0000001``."""
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def decimal(value: float | str) -> Literal:
    """An ``xsd:decimal``, canonical."""
    return Literal(decimal_text(value), datatype=_DECIMAL)


def year(value: int) -> Literal:
    """An ``xsd:gYear``."""
    return Literal(f"{value:04d}", datatype=_YEAR)


def date(value: PartialDate) -> Literal:
    """``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``, as precise as what is known.

    A day or month no calendar has (2月30日 is written in real files) is dropped, the rest stays.
    """
    if value.month is None or not 1 <= value.month <= 12:
        return year(value.year)
    if value.day is None or not 1 <= value.day <= calendar.monthrange(value.year, value.month)[1]:
        return Literal(f"{value.year:04d}-{value.month:02d}", datatype=_MONTH)
    return Literal(str(value), datatype=_DATE)
