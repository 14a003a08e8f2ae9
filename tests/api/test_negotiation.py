"""Accept headers: quality, specificity, our order, and what nobody accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import choose

OFFERS = ("text/turtle", "application/ld+json", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/*, text/turtle;q=0", "text/html"),
        ("TEXT/HTML;Q=0.3", "text/html"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html;q=abc, text/turtle;q=0.1", "text/turtle"),
        ("garbage", None),
    ],
)
def test_choose(accept: str | None, expected: str | None) -> None:
    assert choose(accept, OFFERS) == expected


@given(st.text(max_size=60))
def test_any_header_is_answered(accept: str) -> None:
    assert choose(accept, OFFERS) in (*OFFERS, None)
