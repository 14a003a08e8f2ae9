"""Fold a source text into logical paragraphs, with the way back to every character.

Three things are undone: widths (（：， become ( : ,), stray blanks inside words (重大挑 战), and page layout: lines that the
page broke are joined, and text glued into one line (48,000 characters without a break) is cut before its
numbering. Asides (page marks, chrome) are left out. Nothing is lost: the source text itself never changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kg.model import SourceText, Span
from loaders.flat_tables import find_flat_tables
from loaders.fold import Folded
from loaders.numbering import starts_with_mark

# NFKC leaves these CJK radicals as they are (U+2E80–2EFF); PDF fonts put them in place of the character.
_RADICALS = dict(
    zip(
        "⺠⻓⻚⻅⻋⻔⻣⻬⺎⺏⺟⺩⻁⻄⻆⻉⻝⻢⻥⻦⻨⻩⻮⻰⻳⻛⻜⻘⻙⻑⺁⺃⺇⺈⺊⺌⺍⺋⻝",
        "民长页见车门骨齐尢尣母王虎西角贝食马鱼鸟麦黄齿龙龟风飞青韦長厂乙几刀卜小小㔾食",
        strict=True,
    )
)
_PLAIN = {ord(k): v for k, v in _RADICALS.items()}
_PLAIN |= {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_PLAIN |= {
    c: unicodedata.normalize("NFKC", chr(c))
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFAD9), range(0xFE50, 0xFE6C))
    for c in block
    if len(unicodedata.normalize("NFKC", chr(c))) == 1
}
_PLAIN |= {
    ord("﹝"): "〔",
    ord("﹞"): "〕",
    ord("‧"): "·",
    ord("•"): "·",
    ord("．"): ".",
    ord("﹒"): ".",
}
_PLAIN |= {
    ord("\u2014"): "—",
    ord("\u2015"): "—",
    ord("〇"): "〇",
    ord("︰"): ":",
    ord("∶"): ":",
    ord("｡"): "。",
}

_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]")
_WORD = re.compile(r"[^\s\u00a0\u200b-\u200f\ufeff\u2060\u00ad]+")
_OPEN, _CLOSE = "([〔【", ")]〕】"
_TERMINAL = "。！？；!?;"
_JOINING = "，、,：:（(〔[【《“‘—-"
_DATED = re.compile(r"\d{4}\s?年\s?\d{1,2}\s?月|二[〇○0]")
_ONLY_MARK = re.compile(
    r"(?:[(（][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十]{1,3}[、.]|\d{1,3}[.、．])$"
)
_LABEL_LINE = re.compile(
    r"[(（〔\[【]?(?:市级|省级|区级|县级)?(?:牵头|责任|配合|主要责任|牵头责任|主办|协办|参与|完成|时限|协同)(?:责任)?(?:单位|部门|处室|科室|时限|时间|要求)[:：]"
)
_OPEN_LABEL = re.compile(r"(?:单位|部门|处室|科室|时限|时间)(?:[(（][^()（）]{1,6}[)）])?[:：]$")
# Gaps of three and more full-width blanks stand for line ends in database exports.
_WIDE_GAP = re.compile(r"[\u3000\u00a0 ]{3,}|\u3000\u3000")
_GLUED = re.compile(
    r"(?<=[。;!?)）】〕])(?=第[一二三四五六七八九十百]{1,4}[编章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}\.(?!\d)|\(\d{1,3}\))"
)
_LONG_LINE = 1500
_WIDE_PARAGRAPH = 400


def fold(source: SourceText) -> Folded:
    """The folded copy of ``source``; asides are left out, table cells each keep their own line."""
    lines = list(source_lines(source))
    cells = frozenset(cell.span.start for table in source.tables for cell in table.cells)
    builder = _Builder()
    at = 0
    for flat in find_flat_tables(source.text, lines) if source.hard_wrapped else ():
        _paragraphs(builder, source, lines[at : flat.first], cells)
        for row in flat.rows:
            for cell in row.cells():
                builder.paragraph(source.text, cell)
        at = flat.last
    _paragraphs(builder, source, lines[at:], cells)
    return builder.folded()


def _paragraphs(
    builder: _Builder, source: SourceText, lines: list[Span], cells: frozenset[int]
) -> None:
    width = _page_width(source.text, lines) if source.hard_wrapped else 0
    for group in _joined(source.text, lines, width, cells):
        builder.paragraph(source.text, group)


def source_lines(source: SourceText) -> Iterator[Span]:
    """Spans of the source lines without the asides, blank ones dropped."""
    text = source.text
    for start, end in _breaks(text, source):
        if text[start:end].strip():
            yield Span(start, end)


def _breaks(text: str, source: SourceText) -> Iterator[tuple[int, int]]:
    asides = sorted(source.asides)
    edges: list[tuple[int, int]] = []
    at = 0
    for found in _BREAK.finditer(text):
        edges.append((at, found.start()))
        at = found.end()
    edges.append((at, len(text)))
    index = 0
    for start, end in edges:
        while index < len(asides) and asides[index].end <= start:
            index += 1
        cursor, probe = start, index
        while probe < len(asides) and asides[probe].start < end:
            if cursor < asides[probe].start:
                yield from _gaps(text, cursor, asides[probe].start)
            cursor = max(cursor, asides[probe].end)
            probe += 1
        if cursor < end:
            yield from _gaps(text, cursor, end)


def _gaps(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a very long line at its wide gaps."""
    if end - start < _LONG_LINE:
        yield start, end
        return
    at = start
    for found in _WIDE_GAP.finditer(text, start, end):
        yield at, found.start()
        at = found.end()
    yield at, end


def _page_width(text: str, lines: list[Span]) -> int:
    """The wrap width in characters: most full lines are this long. 0 when lines are too few to tell."""
    lengths = sorted(_visible(text[line.start : line.end]) for line in lines)
    if len(lengths) < 8:
        return 0
    return lengths[int(len(lengths) * 0.97)]


def _visible(text: str) -> int:
    """Width in Han characters: two ASCII letters count as one."""
    narrow = sum(1 for c in text if c < "\u0080" and c != " ")
    blanks = sum(1 for c in text if c.isspace())
    return len(text) - blanks - narrow // 2


def _joined(
    text: str, lines: list[Span], width: int, cells: frozenset[int]
) -> Iterator[list[Span]]:
    """Groups of source lines that make one logical paragraph."""
    group: list[Span] = []
    depth = filled = 0
    for line in lines:
        words = text[line.start : line.end].strip()
        length = _visible(words)
        if group and not _continues(text, group, words, depth, filled, length, width, cells, line):
            yield group
            group, depth, filled = [], 0, 0
        filled = filled + length if filled + length <= width + 1 else length
        group.append(line)
        depth = max(0, depth + _opened(words, "《" if width else ""))
        if depth and sum(s.end - s.start for s in group) > 2000:
            depth = 0  # an opening bracket that never closes must not swallow the document
    if group:
        yield group


def _opened(words: str, also: str = "") -> int:
    """Brackets opened and not closed; in page-wrapped text an open 《 joins lines too."""
    titles = words.count("《") - words.count("》") if also else 0
    return (
        titles + sum(words.count(c) for c in "(（〔【[") - sum(words.count(c) for c in ")）〕】]")
    )


def _continues(
    text: str,
    group: list[Span],
    words: str,
    depth: int,
    filled: int,
    length: int,
    width: int,
    cells: frozenset[int],
    line: Span,
) -> bool:
    """Does this line continue the paragraph so far?"""
    if line.start in cells:
        return False
    last = text[group[-1].start : group[-1].end].strip()
    if _ONLY_MARK.search(last) and len(last) <= 6 and not starts_with_mark(words):
        return True
    if depth and last[-1] == "。" and words[0] in "(（":
        return False  # (市人社局负责,2023年10月底前完成。⏎(篇幅太长…): the bracket was never closed
    if depth and not starts_with_mark(words.translate(_PLAIN)):
        # (牵头单位: ⏎ 市司法局): a tag broken right after its label or inside its list
        return bool(width) or depth <= 2
    if _OPEN_LABEL.search(last) and not _LABEL_LINE.match(words) and not starts_with_mark(words):
        return True  # 责任单位: ⏎ 市财政局、 ⏎ 市人社局
    if last[-1] == "、" and not starts_with_mark(words):
        return True
    if not width:
        return False
    if _LABEL_LINE.match(words) and last[-1] in _TERMINAL + ")）〕】":
        return False
    plain = words.translate(_PLAIN)
    if starts_with_mark(plain) and last[-1] not in _JOINING:
        return filled >= width - 1 and last[-1] not in _TERMINAL + ")）〕】”" and not _alone(plain)
    if words[0] in "，、。；：,;:)）〕】》”":
        return True
    if last[-1] in "，、,（(〔[【《“‘" or (last[-1] in "：:" and filled >= width - 1):
        return True
    if last[-1] in _TERMINAL or last[-1] in "：:":
        return False
    return filled >= width - 2 or _mid_sentence(text, group, words)


def _mid_sentence(text: str, group: list[Span], words: str) -> bool:
    """A paragraph of several lines does not end without punctuation: …纳入国际消费中心城市领 ⏎ 导小组统筹."""
    if len(group) < 2 or _DATED.match(words):
        return False
    so_far = text[group[0].start : group[-1].end]
    return any(c in so_far for c in "，、。；,") and so_far.rstrip()[-1] not in "》”)）〕]】"


def _alone(plain: str) -> bool:
    """A chapter mark never wraps into the middle of a sentence; 一、 and 1. hardly ever do."""
    return plain.startswith("第") or plain[0] in "一二三四五六七八九十("


class _Builder:
    """Accumulates the folded and the raw text with the offset map."""

    def __init__(self) -> None:
        self._raw: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._origins: list[int] = []

    def paragraph(self, text: str, lines: list[Span]) -> None:
        before = self._length
        for line in lines:
            for found in _WORD.finditer(text, line.start, line.end):
                if self._length > before and self._blank_kept(text, found.start(), before):
                    self._put(" ", found.start() - 1)
                self._put(found.group(), found.start())
        if self._length > before:
            self._put("\n", lines[-1].end)

    def _blank_kept(self, text: str, at: int, before: int) -> bool:
        """One blank stays between Latin words and at wide gaps; blanks inside Chinese words go."""
        if at == 0 or not (text[at - 1].isspace() or text[at - 1] == "\u00a0"):
            return False
        left, right = self._raw[-1][-1], text[at]
        if left < "\u0080" and right < "\u0080" and (left.isalnum() and right.isalnum()):
            return True
        wide = at >= 2 and text[at - 1] in " \u3000\t\u00a0" and text[at - 2] in " \u3000\t\u00a0"
        return wide or (text[at - 1] == "\t")

    def _put(self, chars: str, origin: int) -> None:
        last = len(self._starts) - 1
        if last < 0 or self._origins[last] + self._length - self._starts[last] != origin:
            self._starts.append(self._length)
            self._origins.append(origin)
        self._raw.append(chars)
        self._length += len(chars)

    def folded(self) -> Folded:
        raw = "".join(self._raw)
        text = raw.translate(_PLAIN)
        if not raw:
            return Folded("", "", (0,), (0,))
        return _cut_glued(Folded(text, raw, tuple(self._starts), tuple(self._origins)))


def _cut_glued(folded: Folded) -> Folded:
    """Give numbering its own line where a text has no line ends (signature and items glued together)."""
    cuts: list[int] = []
    at = 0
    for paragraph in folded.text.split("\n"):
        if len(paragraph) > _WIDE_PARAGRAPH and _is_glued(paragraph):
            cuts += [at + found.start() for found in _GLUED.finditer(paragraph)]
        at += len(paragraph) + 1
    return folded if not cuts else _with_breaks(folded, cuts)


def _is_glued(paragraph: str) -> bool:
    """Several marks of an outer kind after full stops: items of a list run together, not one paragraph."""
    outer = len(
        re.findall(
            r"(?<=[。;)）〕】])(?:第[一二三四五六七八九十百]{1,4}[章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))",
            paragraph,
        )
    )
    return outer >= 2 or len(paragraph) > 3000


def _with_breaks(folded: Folded, cuts: list[int]) -> Folded:
    text: list[str] = []
    raw: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    shift = at = 0
    marks = list(zip(folded.starts, folded.origins, strict=True))
    index = 0
    for cut in [*cuts, len(folded.text)]:
        text.append(folded.text[at:cut])
        raw.append(folded.raw[at:cut])
        if at == 0 or not starts or starts[-1] != at + shift:
            starts.append(at + shift)
            origins.append(folded.source(at))
        while index < len(marks) and marks[index][0] < cut:
            if marks[index][0] > at:
                starts.append(marks[index][0] + shift)
                origins.append(marks[index][1])
            index += 1
        if cut < len(folded.text):
            text.append("\n")
            raw.append("\n")
            starts.append(cut + shift)
            origins.append(folded.source(cut))
            shift += 1
        at = cut
    return Folded("".join(text), "".join(raw), tuple(starts), tuple(origins))
