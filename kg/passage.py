"""The passage around a quote: the whole tag, or the whole sentence, that says it.

Works on the source text with its own offsets and widths; an aid for reading, not a fact.
"""

from __future__ import annotations

_OPEN = "(（[【〔"
_CLOSE = ")）]】〕"
_ENDS = "。！？；!?;\n\r"
_LIMIT = 400


def passage(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the bracketed tag around ``[start, end)``, else of the sentence around it.

    Never further than ``_LIMIT`` code points to either side.
    """
    low, high = max(0, start - _LIMIT), min(len(text), end + _LIMIT)
    tag = _bracket(text, start, end, low, high)
    if tag is not None:
        return tag
    first, last = start, end
    while first > low and text[first - 1] not in _ENDS:
        first -= 1
    while last < high and text[last] not in _ENDS:
        last += 1
    while first < start and text[first].isspace():
        first += 1
    # 「。」 belongs to what people read as the sentence; a line end does not.
    if last < high and not text[last].isspace():
        last += 1
    return first, last


def _bracket(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int] | None:
    """The innermost bracket around the quote that opens and closes in the same paragraph."""
    depth, first = 0, start
    while first > low:
        first -= 1
        if text[first] in "\n\r":
            return None
        if text[first] in _CLOSE:
            depth += 1
        elif text[first] in _OPEN:
            if depth == 0:
                break
            depth -= 1
    else:
        return None
    depth, last = 0, end
    while last < high:
        if text[last] in _OPEN:
            depth += 1
        elif text[last] in _CLOSE:
            if depth == 0:
                return first, last + 1
            depth -= 1
        elif text[last] in "\n\r":
            return None
        last += 1
    return None
