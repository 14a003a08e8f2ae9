"""Text PDF: the lines of every page; page numbers and running headers and footers become asides.

Line ends are the page's (``hard_wrapped``). A line that is set in by two characters gets two full-width
blanks in front, as a typist would have written it, so that paragraphs can be told apart later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2 as pdfium

from kg.model import SourceText, Span
from loaders.readers import chrome
from loaders.readers.layout import Layout
from loaders.readers.refusals import refusal

_MEDIA = "application/pdf"
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)", re.ASCII)
_COUNTED = re.compile("\x00-?\\d+\x00")
_EDGE_LINES = 2
_FEWEST_CHARACTERS_A_PAGE = 8
_MAX_PAGES = 3000
_SOFT_HYPHEN = re.compile(r"(?<=[0-9A-Za-z])[\xad\x02\ufffe](?=[0-9A-Za-z])")
_ODD = {0xFFFE: "", 0xFFFF: "", 0x0000: "", 0x00AD: "", 0x0002: ""}
_PASSWORD_ERROR = 4


def read(data: bytes, name: str) -> SourceText:
    """The text of a PDF. Raises ReadError ``encrypted``, ``scanned``, ``corrupt`` or ``too_large``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        encrypted = code == _PASSWORD_ERROR or "password" in str(error).lower()
        raise refusal(
            "encrypted" if encrypted else "corrupt", "" if encrypted else str(error)
        ) from error
    try:
        if len(document) > _MAX_PAGES:
            raise refusal("too_large", f"{len(document)} 页")
        pages = [_lines(document[index]) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        raise refusal("corrupt", str(error)) from error
    finally:
        document.close()
    written = sum(len(line) for page in pages for line in page)
    if written < _FEWEST_CHARACTERS_A_PAGE * len(pages) or not pages:
        raise refusal("scanned")
    return _written(data, name, pages)


def _lines(page: pdfium.PdfPage) -> list[str]:
    """The page's lines, trimmed, without the control characters PDFs put at soft hyphens."""
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range(errors="replace")
    finally:
        text_page.close()
        page.close()
    text = _SOFT_HYPHEN.sub("-", text)  # （2014-2020年）: pdfium marks the dash as a soft hyphen
    lines = (line.translate(_ODD).strip() for line in re.split(r"[\r\n\x0b\x0c]+", text))
    return [line for line in lines if line]


def _written(data: bytes, name: str, pages: Sequence[Sequence[str]]) -> SourceText:
    running = _running(pages)
    layout = Layout()
    content: list[Span] = []
    for number, page in enumerate(pages, 1):
        for index, line in enumerate(page):
            edge = index < _EDGE_LINES or index >= len(page) - _EDGE_LINES
            aside = edge and (
                not running.isdisjoint(_keys(line, number)) or chrome.is_page_mark(line)
            )
            span = layout.line(line, aside=aside)
            if not aside:
                content.append(span)
    furniture = chrome.find(layout.text(), taken=sorted(layout.asides))
    layout.asides += furniture.asides
    layout.boxes += furniture.boxes
    return layout.source(data, name, _MEDIA, hard_wrapped=True)


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the top or bottom of several pages, and page numbers that count with them."""
    seen: Counter[str] = Counter()
    for number, page in enumerate(pages, 1):
        edges = [*page[:_EDGE_LINES], *page[max(_EDGE_LINES, len(page) - _EDGE_LINES) :]]
        seen.update({key for line in edges for key in _keys(line, number)})
    least = max(3, (len(pages) + 2) // 3)
    numbers = {key for key, count in seen.items() if _COUNTED.fullmatch(key) and count >= 2}
    return frozenset(numbers | {key for key, count in seen.items() if count >= least})


def _keys(line: str, page: int) -> tuple[str, ...]:
    """What makes a line the same on every page: its words, or its words and a number counting with the pages."""
    words = "".join(line.split())
    counted = _NUMBER.sub(lambda found: f"\x00{int(found[0]) - page}\x00", words)
    return (counted,) if _NUMBER.fullmatch(words) else (words, counted)
