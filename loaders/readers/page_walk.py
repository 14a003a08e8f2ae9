"""The visible lines and tables of an HTML tree in reading order, each with the elements it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborNode

from loaders.readers.html_grid import is_data_table, laid_out
from loaders.readers.layout import GridCell
from loaders.readers.numerals import ordinal
from loaders.readers.tables import with_headers
from loaders.rules import compile_rules

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "area",
        "xml",
        "datalist",
        "applet",
        "frame",
        "frameset",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BLANK_RUN = re.compile(r"[ \t\r\n\f]+")
_BREAK_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n][ \t\r\n]*(?=[{_HAN}])")
_EDGE_BLANKS = " \t\r\n\f\v\u3000\xa0\u2002\u2003\u200b\ufeff"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]|第.{1,4}[章节条])")
_SENTENCE = re.compile(r"[。；：，]")
_LONG_LINE = 25
_MAX_DEPTH = 120
_MAX_TABLE_DEPTH = 12
_FIRST_WORDS_STEPS = 12
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_CHINESE_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|chinese|japanese)")
_NO_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*none")


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line. ``weight``: characters of sentences outside links, 0 for menu-like lines.

    ``linked``: more than half of it is links.
    """

    text: str
    ancestors: tuple[int, ...]
    furniture: bool
    hidden: bool
    linked: bool
    weight: int


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A data table with its grid laid out."""

    cells: tuple[GridCell, ...]
    ancestors: tuple[int, ...]
    furniture: bool
    hidden: bool
    linked: bool
    weight: int


Piece = Line | TablePiece


def walk(root: LexborNode) -> list[Piece]:
    """Pieces below ``root``, in reading order; what the page hides is dropped, unless it hides all."""
    pieces = _Walker(root).pieces()
    shown = sum(piece.weight for piece in pieces if not piece.hidden)
    if shown * 3 < sum(piece.weight for piece in pieces):
        return pieces
    return [piece for piece in pieces if not piece.hidden]


def cell_text(node: LexborNode) -> str:
    """The lines of one table cell, joined by line ends."""
    pieces = _Walker(node, flat=True).pieces()
    return "\n".join(piece.text for piece in pieces if isinstance(piece, Line))


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element."""

    mem_id: int
    block: bool
    link: bool
    furniture: bool
    hidden: bool
    table: bool
    numbering: bool


class _Walker:
    """A depth-first walk with its own stack: hostile pages nest elements 100,000 deep."""

    def __init__(self, root: LexborNode, *, flat: bool = False) -> None:
        self._root = root
        self._flat = flat
        self._open: list[_Frame] = []
        self._counters: list[tuple[int, str]] = []
        self._links = self._furniture = self._hidden = self._tables = 0
        self._parts: list[str] = []
        self._linked = 0
        self._found: list[Piece] = []

    def pieces(self) -> list[Piece]:
        node: LexborNode | None = self._root
        root = self._root.mem_id
        while node is not None:
            descend = self._enter(node)
            child = node.child if descend else None
            if child is not None:
                node = child
                continue
            if descend:
                self._leave()
            following = None
            while node is not None and node.mem_id != root:
                following = node.next
                if following is not None:
                    break
                node = node.parent
                self._leave()
            node = following
        self._line()
        return self._found

    def _enter(self, node: LexborNode) -> bool:
        """Take a node in; True when its children are to be walked (then ``_leave`` must follow)."""
        if node.is_text_node:
            words = node.text_content or ""
            self._parts.append(words)
            if self._links:
                self._linked += len(words.strip())
            return False
        tag = node.tag
        if not node.is_element_node or tag is None or tag in _SKIPPED:
            return False
        if tag == "br":
            self._line()
            return False
        attributes = node.attributes
        if tag == "table" and self._table(node, attributes):
            return False
        self._push(node, tag, attributes)
        return True

    def _push(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _BLOCKS:
            self._line()
        frame = _Frame(
            mem_id=node.mem_id,
            block=tag in _BLOCKS,
            link=tag == "a",
            furniture=tag in _FURNITURE_TAGS or _is_furniture(attributes),
            hidden="hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or "")),
            table=tag == "table",
            numbering=tag in ("ol", "ul", "menu"),
        )
        self._open.append(frame)
        self._count(frame, 1)
        if frame.numbering:
            self._counters.append(_list_start(tag, attributes))
        elif tag == "li" and self._counters and not _NUMBERED.match(_first_words(node)):
            self._number()

    def _number(self) -> None:
        value, style = self._counters[-1]
        self._counters[-1] = (value + 1, style)
        if style:
            mark = ordinal(value, style)
            self._parts.append(mark + ("、" if style == "chineseCounting" else ". "))

    def _leave(self) -> None:
        if not self._open:
            return
        frame = self._open[-1]
        if frame.block:
            self._line()
        self._open.pop()
        self._count(frame, -1)
        if frame.numbering:
            self._counters.pop()

    def _count(self, frame: _Frame, step: int) -> None:
        self._links += step * frame.link
        self._furniture += step * frame.furniture
        self._hidden += step * frame.hidden
        self._tables += step * frame.table

    def _line(self) -> None:
        if not self._parts:
            return
        text = _BREAK_BETWEEN_HAN.sub("", "".join(self._parts))
        linked = self._linked
        self._parts.clear()
        self._linked = 0
        text = _BLANK_RUN.sub(" ", text).strip(_EDGE_BLANKS)
        if not text:
            return
        sentence = len(text) >= _LONG_LINE or bool(_SENTENCE.search(text))
        weight = max(0, len(text) - 2 * linked) if sentence else 0
        self._found.append(
            Line(
                text,
                self._ancestors(),
                self._furniture > 0,
                self._hidden > 0,
                linked * 2 > len(text),
                weight,
            )
        )

    def _table(self, node: LexborNode, attributes: dict[str, str | None]) -> bool:
        if self._flat or self._tables >= _MAX_TABLE_DEPTH or not is_data_table(node):
            return False
        self._line()
        cells = with_headers(laid_out(node, cell_text))
        linked = sum(len(link.text() or "") for link in node.css("a"))
        size = sum(len(cell.text) for cell in cells)
        weight = max(0, size - 2 * linked)
        furniture = self._furniture > 0 or _is_furniture(attributes)
        hidden = self._hidden > 0
        where = (*self._ancestors(), node.mem_id)
        caption = node.css_first("caption")
        if caption is not None and (named := cell_text(caption).replace("\n", "")):
            # a page that is one table has its title here
            self._found.append(
                Line(named, where, furniture, hidden, linked=False, weight=len(named))
            )
        self._found.append(
            TablePiece(tuple(cells), where, furniture, hidden, linked * 2 > size, weight)
        )
        return True

    def _ancestors(self) -> tuple[int, ...]:
        return tuple(frame.mem_id for frame in self._open[:_MAX_DEPTH])


def _first_words(node: LexborNode) -> str:
    """The first text below ``node``, looked for a few levels down."""
    current: LexborNode | None = node.child
    for _ in range(_FIRST_WORDS_STEPS):
        if current is None:
            break
        if current.is_text_node and (current.text_content or "").strip():
            return (current.text_content or "").strip()[:60]
        current = current.child or current.next
    return ""


def _list_start(tag: str, attributes: dict[str, str | None]) -> tuple[int, str]:
    """First number and style of a list; style "" when its items carry no number."""
    css = attributes.get("style") or ""
    if tag != "ol" or _NO_LIST.search(css):
        return 1, ""
    start = (attributes.get("start") or "1").strip()
    first = int(start[:6]) if start.isascii() and start.isdigit() else 1
    if _CHINESE_LIST.search(css):
        return first, "chineseCounting"
    return first, _LIST_STYLES.get(attributes.get("type") or "1", "decimal")


def _is_furniture(attributes: dict[str, str | None]) -> bool:
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    return bool(words) and bool(_furniture().search(words))


@cache
def _furniture() -> re.Pattern[str]:
    rules = compile_rules("chrome", "furniture")
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules))
