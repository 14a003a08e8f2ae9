"""Plain text: the decoded file exactly as it is; only its page furniture and wrapping are noted."""

from __future__ import annotations

import hashlib
import re

from kg.model import SourceText
from loaders.readers import chrome

_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_FINISHED = "。；;！？!?：:.”」』）)〕】》>|…"
_LONG = 20
_WIDEST_PAGE = 80
_PROSE = 1000  # a full stop in so many characters, at least
_BROKEN_SHARE = 0.35
_FEWEST = 8


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """``text`` is ``data`` decoded; offsets of all spans are offsets into it."""
    return plain(data, name, text, "text/plain")


def plain(data: bytes, name: str, text: str, media_type: str) -> SourceText:
    """A source text that is the file itself, with chrome, boxes and hard wrapping noted."""
    furniture = chrome.find(text)
    return SourceText(
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        name=name,
        asides=furniture.asides,
        boxes=furniture.boxes,
        hard_wrapped=is_hard_wrapped(text),
    )


def is_hard_wrapped(text: str) -> bool:
    """Are the line ends the page's? Then long lines are of page width and many end in mid-sentence.

    A list of titles also ends its lines without punctuation, but it has no full stops.
    """
    lengths: list[int] = []
    broken = 0
    for line in _LINE_END.split(text):
        words = line.strip()
        if len(words) < _LONG or chrome.is_page_mark(words):
            continue
        lengths.append(len(words))
        broken += words[-1] not in _FINISHED
    if len(lengths) < _FEWEST or broken < _BROKEN_SHARE * len(lengths):
        return False
    lengths.sort()
    wide = lengths[int(len(lengths) * 0.8)]
    return wide <= _WIDEST_PAGE and text.count("。") * _PROSE >= len(text)
