"""Plain text: the decoded file exactly as it is; only its page furniture, wrapping and tables are noted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from kg.model import SourceText
from loaders.readers import bar_tables, chrome, line_tables, numbered_lines, ruled_lines
from loaders.readers.layout import merged
from loaders.readers.tables import apart, between

_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_FINISHED = "。；;！？!?：:.”」』）)〕】》>|…"
# 责任单位:县司法局 ⏎ 2.完善…: a line before a numbered one or a label has ended, whatever its last character
_NEXT_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节条]"
    r"|[(（〔\[【]?[牵责配主完协承][\u4e00-\u9fff]{1,5}[:：])"
)
_LONG = 20
_WIDEST_PAGE = 80
_PROSE = 1000  # a full stop in so many characters, at least
_BROKEN_SHARE = 0.35
_FEWEST = 8
_TABLES = (ruled_lines.find, bar_tables.find, line_tables.find, numbered_lines.find)


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """``text`` is ``data`` decoded; offsets of all spans are offsets into it."""
    source = plain(data, name, text, "text/plain")
    tables = apart([found for reader in _TABLES for found in reader(text)])
    if not tables:
        return source
    parting = [span for table in tables for span in between(table)]
    return replace(source, tables=tuple(tables), asides=merged([*source.asides, *parting]))


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
    open_end = False
    for line in _LINE_END.split(text):
        words = line.strip()
        if open_end and words:
            broken += _NEXT_ITEM.match(words) is None
            open_end = False
        if len(words) < _LONG or chrome.is_page_mark(words):
            continue
        lengths.append(len(words))
        open_end = words[-1] not in _FINISHED
    if len(lengths) < _FEWEST or broken < _BROKEN_SHARE * len(lengths):
        return False
    lengths.sort()
    wide = lengths[int(len(lengths) * 0.8)]
    return wide <= _WIDEST_PAGE and text.count("。") * _PROSE >= len(text)
