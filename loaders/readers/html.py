"""HTML: saved government pages, fragments and Word exports, as plain lines, tables and page furniture.

Everything visible is kept in reading order; what stands outside the element that holds the document is
an aside. That element is found by the selectors of the common government systems (rules/chrome.toml), or
by where the sentences are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from kg.model import SourceText, Span
from loaders.readers import chrome
from loaders.readers.layout import GridCell, Layout
from loaders.readers.page_walk import Line, Piece, TablePiece, walk
from loaders.readers.refusals import refusal
from loaders.rules import compile_rules

_BLANKS = re.compile(r"\s+")
_DATE = re.compile(r"(20\d\d[-/.年][01]?\d[-/.月][0-3]?\d日?)(?:\s+[0-2]?\d:[0-5]\d(?::[0-5]\d)?)?")
_TITLE_END = re.compile(r"\s*[-_|—–]+\s*")
_GOOD_SHARE = 0.6
_LCA_SHARE = 0.85
_HEADLINE_WINDOW = 400
_REPEAT_MIN = 200
_REPEAT_STARTS = 50
_MAX_OPEN = 4000
_BLOCK_TAG = re.compile(
    r"<(/?)(address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figure|footer"
    r"|form|header|hgroup|main|menu|nav|ol|pre|search|section|summary|ul)\b",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 120


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """``text`` is ``data`` decoded. Raises ReadError ``empty`` (in ``read``) when nothing is visible."""
    return page(data, name, text, "text/html")


def page(data: bytes, name: str, markup: str, media_type: str) -> SourceText:
    """The visible text of an HTML page; ``data`` are the bytes of the file that held it."""
    if _is_too_deep(markup):
        raise refusal("corrupt", "网页元素嵌套过深")
    tree = LexborHTMLParser(markup.replace("\x00", " "))
    titles = _titles(tree)
    root = tree.body or tree.root
    if root is None:
        return Layout().source(data, name, media_type)
    pieces = walk(root)
    if not pieces and tree.css_first("img") is not None:
        raise refusal("pictures")
    content = _content(tree, pieces)
    layout = _Writer(pieces, content, titles).write()
    return layout.source(data, name, media_type)


def _is_too_deep(markup: str) -> bool:
    """More open blocks than any page has: the parser's time grows with the square of their number."""
    if markup.count("<") < _MAX_OPEN:
        return False
    depth: Counter[str] = Counter()
    for found in _BLOCK_TAG.finditer(markup):
        tag = found[2].lower()
        if not found[1]:
            depth[tag] += 1
            if depth[tag] > _MAX_OPEN:
                return True
        elif depth[tag]:
            depth[tag] -= 1
    return False


@dataclass(frozen=True, slots=True)
class _Titles:
    """What the page says its headline is, and the date it was published."""

    headlines: tuple[str, ...]
    published: str | None


def _titles(tree: LexborHTMLParser) -> _Titles:
    found: list[str] = []
    published = None
    for node in tree.css("meta[name]"):
        key = (node.attributes.get("name") or "").lower()
        value = node.attributes.get("content") or ""
        if key == "articletitle":
            found.append(value)
        elif key == "pubdate":
            published = re.sub(r"\D", "", value)[:8] or None
    for node in tree.css("head title, h1"):
        words = node.text() or ""
        found += [words, _TITLE_END.split(words)[0]]
    keys = [_BLANKS.sub("", one) for one in found]
    return _Titles(tuple(key for key in keys if len(key) >= 4), published)


def _content(tree: LexborHTMLParser, pieces: Sequence[Piece]) -> int | None:
    """``mem_id`` of the element that holds the document; None when the whole page does."""
    weights: dict[int, int] = {}
    total = 0
    for piece in pieces:
        weight = piece.weight
        if not weight or piece.furniture or _is_furniture_line(piece):
            continue
        total += weight
        for ancestor in piece.ancestors:
            weights[ancestor] = weights.get(ancestor, 0) + weight
    if not total:
        return None
    for rule in compile_rules("chrome", "content"):
        nodes = [node.mem_id for node in tree.css(rule.pattern.pattern)]
        best = max(nodes, key=lambda mem: weights.get(mem, 0), default=None)
        if best is not None and weights.get(best, 0) >= _GOOD_SHARE * total:
            return best
    return _densest(pieces, weights, total)


def _densest(pieces: Sequence[Piece], weights: dict[int, int], total: int) -> int | None:
    """The deepest element that holds nearly all sentences, grown until it would take in a menu."""
    path: tuple[int, ...] = ()
    for piece in pieces:
        heavy = sum(1 for mem in piece.ancestors if weights.get(mem, 0) >= _LCA_SHARE * total)
        if heavy > len(path):
            path = piece.ancestors[:heavy]
    for depth in range(len(path) - 1, 0, -1):
        added = [
            p for p in pieces if path[depth - 1] in p.ancestors and path[depth] not in p.ancestors
        ]
        menus = sum(1 for piece in added if _is_menu(piece))
        if menus >= 2 or (menus and menus * 3 >= len(added)):
            return path[depth]
    return None


def _is_menu(piece: Piece) -> bool:
    return piece.furniture or piece.linked or _is_furniture_line(piece)


def _is_furniture_line(piece: Piece) -> bool:
    """来源：某县司法局 浏览量：- and 版权所有：某县人民政府 have a colon too, but are no sentences."""
    if not isinstance(piece, Line) or len(piece.text) > _LONGEST_FURNITURE:
        return False
    return chrome.is_chrome(piece.text, edge=True) or chrome.is_labelled(piece.text)


class _Writer:
    """Writes the pieces of a page, content and furniture told apart."""

    def __init__(self, pieces: Sequence[Piece], content: int | None, titles: _Titles) -> None:
        self._pieces = pieces
        self._content = content
        self._titles = titles
        self._layout = Layout()
        self._inside: list[Span] = []
        self._outside: list[Span] = []

    def write(self) -> Layout:
        first = self._first_inside()
        headline = self._headline(first)
        for index, piece in enumerate(self._pieces):
            inside = self._is_inside(piece)
            if isinstance(piece, TablePiece):
                self._table(piece, inside=inside)
            else:
                span = self._layout.line(piece.text)
                (self._inside if inside else self._outside).append(span)
                if index == headline:
                    self._title(span, first)
        self._furniture()
        self._repetition()
        return self._layout

    def _is_inside(self, piece: Piece) -> bool:
        if piece.furniture:
            return False
        return self._content is None or self._content in piece.ancestors

    def _first_inside(self) -> int:
        inside = (i for i, piece in enumerate(self._pieces) if self._is_inside(piece))
        return next(inside, len(self._pieces))

    def _headline(self, first: int) -> int | None:
        """Index of the line above the content that is the page's own headline."""
        for index in range(first - 1, -1, -1):
            piece = self._pieces[index]
            if isinstance(piece, Line):
                key = _BLANKS.sub("", piece.text)
                if len(key) >= 4 and key in self._titles.headlines:
                    return index
        return None

    def _title(self, span: Span, first: int) -> None:
        """A headline is content, unless the document below begins with it again."""
        self._layout.boxes.append(("标题", span))
        opening = ""
        for piece in self._pieces[first:]:
            if isinstance(piece, Line):
                opening += _BLANKS.sub("", piece.text)
            if len(opening) > _HEADLINE_WINDOW:
                break
        key = _BLANKS.sub("", self._layout.text()[span.start : span.end])
        if key not in opening[:_HEADLINE_WINDOW]:
            self._outside.remove(span)

    def _table(self, piece: TablePiece, *, inside: bool) -> None:
        boxes = _box_cells(piece.cells)
        table = self._layout.table(piece.cells, aside=bool(boxes) or not inside)
        if table is None:
            return
        spans = {(cell.row, cell.col): cell.span for cell in table.cells}
        for label, where in boxes:
            self._layout.boxes.append((label, spans[where]))

    def _furniture(self) -> None:
        """Everything outside is aside; chrome and boxes are looked for on both sides."""
        text = self._layout.text()
        layout = self._layout
        blocked = sorted([*self._outside, *layout.asides, *(t.span for t in layout.tables)])
        inside = chrome.find(text, taken=blocked)
        blocked = sorted([*self._inside, *layout.asides, *(t.span for t in layout.tables)])
        outside = chrome.find(text, taken=blocked, everywhere=True)
        layout.asides += [*inside.asides, *self._outside]
        known = {label for label, _ in layout.boxes}
        layout.boxes += [box for box in outside.boxes if box[0] not in known]
        known = {label for label, _ in layout.boxes}
        layout.boxes += [box for box in inside.boxes if box[0] not in known]
        self._date(text, known)

    def _date(self, text: str, known: set[str]) -> None:
        """A bare date in the page's head (2021-02-09) is its publication date when the meta tag agrees."""
        if self._titles.published is None or known & {"发布日期", "发布时间", "发表时间"}:
            return
        for span in self._outside:
            found = _DATE.fullmatch(text[span.start : span.end].strip())
            if found and _digits(found[1]) == self._titles.published:
                start = text.index(found[0], span.start)
                self._layout.boxes.append(("发布日期", Span(start, start + len(found[0]))))
                return

    def _repetition(self) -> None:
        """Some exports hold the same document twice over: the second copy is set aside."""
        if self._outside or len(self._inside) < 4:
            return
        text = self._layout.text()
        lines = [text[span.start : span.end] for span in self._inside]
        starts = (i for i in range(1, len(lines)) if lines[i] == lines[0])
        for start in islice(starts, _REPEAT_STARTS):
            rest = lines[start:]
            if rest == lines[: len(rest)] and len(rest) * 2 >= len(lines) - 1:
                if sum(map(len, rest)) >= _REPEAT_MIN:
                    span = Span(self._inside[start].start, self._layout.length)
                    self._layout.asides.append(span)
                    kept = [t for t in self._layout.tables if t.span.start < span.start]
                    self._layout.tables[:] = kept
                return


def _digits(date: str) -> str:
    parts = [part for part in re.split(r"\D+", date) if part]
    return parts[0] + "".join(part.zfill(2) for part in parts[1:])


def _box_cells(cells: Sequence[GridCell]) -> list[tuple[str, tuple[int, int]]]:
    """Label → position of the value cell, when the table is a metadata box; [] when it is not.

    A box has its labels in the cells (发文机关： | 国务院办公厅), and at least two of them.
    """
    found: list[tuple[str, tuple[int, int]]] = []
    labels = filled = 0
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if not cell.text.strip():
            continue
        filled += 1
        label = chrome.label_of(cell.text)
        if label is None:
            continue
        labels += 1
        if following is None or following.row != cell.row or not following.text.strip():
            continue
        if chrome.label_of(following.text) is None and not chrome.is_noise(label):
            found.append((label, (following.row, following.col)))
    is_box = labels >= 2 and labels * 3 >= filled and len(found) >= 2
    return found if is_box or (labels >= 1 and labels == filled) else []
