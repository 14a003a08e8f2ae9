"""Fold a source text into logical paragraphs, with the way back to every character.

Three things are undone: widths (（：， become ( : ,), stray blanks inside words (重大挑 战), and page layout: lines that the
page broke are joined, and text glued into one line (48,000 characters without a break) is cut before its
numbering. Asides (page marks, chrome) are left out. Nothing is lost: the source text itself never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.model import SourceText, Span
from loaders.flat_tables import FlatTable
from loaders.fold import Folded
from loaders.label_lines import NAME_ENDS, glued_labels, parts_names
from loaders.line_joins import join
from loaders.measures import OWNED, measure_cuts
from loaders.next_items import NextItems, may_glue
from loaders.widths import plain

Range = tuple[int, int]

_OTHER_BREAKS: Final = "\r\u2028\u2029\x0b\x0c"
_WORD: Final = re.compile(r"[^\s\u00a0\u200b-\u200f\ufeff\u2060\u00ad]+")
# 1 总则, 二 主要任务: on a short line the blank parts the number from the title
_LEAD: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[.．]\d{1,2}){0,2})[ \u3000\u00a0](?![个项月日年万亿元条家次人名件种类级所座])(?=[\u4e00-\u9fff“《][^,，。;；、\n]{1,28}$)"
)
# Gaps of three and more full-width blanks stand for line ends in database exports.
_BLANKS: Final = " \u3000\u00a0"
_GAPS: Final = tuple(one + other for one in _BLANKS for other in _BLANKS)  # any wide gap has one
_WIDE_GAP: Final = re.compile(r"[\u2002\u3000\u00a0 ]{3,}|\u3000\u3000")
_BLANK: Final = re.compile("[ \u2002\u3000\u00a0]")  # what any gap begins with
# A text without line ends, a blank for each: …的通知 各县人民政府： 现将… 霁川县人民政府 2024年3月5日 霁川县…方案 一、…
_LONE_GAP: Final = re.compile(
    r"[ \u2002\u3000\u00a0]{3,}|\u3000\u3000|(?<=\d日)[ \u3000](?=[\u4e00-\u9fff（])|(?<=[府室厅局委会])[ \u2002\u3000]{1,40}(?=20\d\d年\d{1,2}月\d{1,2}日(?!印发))"
    r"|(?<=[\u4e00-\u9fff》”])(?<!第)[ \u3000](?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])[\u4e00-\u9fff]|\d{1,2}(?:[.．、] ?|\.\d{1,2} )[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff”])[ \u3000](?=[（(][一二三四五六七八九十]{1,3}[）)])"
    r"|(?<=通知)[ \u3000](?=[各市省县区]|[\u4e00-\u9fff]{2,14}〔20)|(?<=\d号)[ \u3000](?=各[\u4e00-\u9fff]|20\d\d年)|(?<=纪要)[ \u3000](?=[\u4e00-\u9fff]{0,8}[〔\[(（]20|第)|(?<=[。；）)〕】])[ \u2002\u3000]{1,40}(?!年 )(?=[\u4e00-\u9fff《（(\d])"
    # 各镇人民政府： 为…, not 牵头单位： 市司法局
    r"|(?<=：)[ \u2002\u3000]{1,40}(?!年 )(?=[为根按现经近你依随结一《（\d])"
    # 一、总体要求 坚持…
    r"|(?:(?<=[。；：）\s][一二三四五六七八九十]、[\u4e00-\u9fff]{4})|(?<=[。；：）\s][一二三四五六七八九十]、[\u4e00-\u9fff]{6}))[ \u3000](?=[\u4e00-\u9fff])"
)
_GLUED: Final = re.compile(
    r"(?<=[。;!?)）】〕\]])(?=第[一二三四五六七八九十百]{1,4}[编章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、](?!\d)|\(\d{1,3}\))"
    r"|(?<=下:)(?=一、|\(一\)|1\.(?!\d))"  # 现就有关事项通知如下:一、严格管理
)
# …普法工作要点发布日期:2016-03-18来源:县普法办…: what a page says of itself, behind its title
_PAGE_LABEL: Final = r"(?:(?:发布|发文|公开|更新)(?:日期|时间)|(?:信息|文章)?来源|作者|(?:浏览|阅读|点击)(?:次数|量)):"
_OF_PAGE: Final = re.compile(rf"(?<=[\u4e00-\u9fff)]){_PAGE_LABEL}(?=[^。]{{1,30}}?{_PAGE_LABEL})")
_DASH_FOR_ONE: Final = re.compile(r"(?<![^\n])—(?=、[\u4e00-\u9fff])")
# A notice without line ends: …的函渝府办函〔2021〕52号市教委:你委…。重庆市人民政府办公厅2021年8月17日
_HEAD_CUTS: Final = re.compile(
    r"(?<=的[通意批决公通]知)(?=[\u4e00-\u9fff]{1,10}[〔\[(](?:19|20)\d\d[〕\])]\d{1,4}号)|(?<=[函知见复定告案法])(?=[\u4e00-\u9fff]{1,10}〔(?:19|20)\d\d〕\d{1,4}号[\u4e00-\u9fff])|(?<=〕\d号)(?=[\u4e00-\u9fff])|(?<=〕\d\d号)(?=[\u4e00-\u9fff])|(?<=〕\d\d\d号)(?=[\u4e00-\u9fff])"
)
# 规划环境影响评价条例第一章总则第一条…: a title glued to its first chapter
_TITLE_GLUED: Final = re.compile(
    r"[\u4e00-\u9fff《》()〈〉、“”]{3,60}?(?:条例|办法|规定|规则|细则|章程|预案|法)(?:\([\u4e00-\u9fff]{2,6}\))?(?=第一[章编条])"
)
_TAIL_CUTS: Final = re.compile(
    r"(?<=[。;)])\s?(?=[\u4e00-\u9fff]{4,30}(?:政府|办公厅|办公室|委员会|局|厅|委)\s?(?:19|20)\d\d年\d{1,2}月\d{1,2}日)|(?<=[府厅室会局委])(?=(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:\s|\(|$|附|[\u4e00-\u9fff]{2,30}(?:方案|措施|要点|计划|办法|意见|清单)))|(?<=月\d日)(?=\s?\(?(?:此件|附件))|(?<=月\d\d日)(?=\s?\(?(?:此件|附件))"
)
# 一、持续提升投资建设便利度(一)优化再造…: the outer heading ends where the inner numbering begins
_NESTED: Final = re.compile(
    r"(?:^|(?<=[。;)】〕\]]))(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节])[^。;:]{2,60}?(?=(?:\([一二三四五六七八九十]{1,3}\)|(?<!\d)\d{1,2}[.、])[\u4e00-\u9fff])"
    # (二)完善机制5.健全制度
    r"|(?:^|(?<=[\u4e00-\u9fff。;)】〕\]]))\([一二三四五六七八九十]{1,3}\)(?!项)[^。;:()\d]{2,60}(?=\d{1,2}[.、][\u4e00-\u9fff])"
)
# 三、健全保障机制(八)加强机制建设。…: the same in a line of its own
_HEAD_AND_ITEM: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}、[^。;:()]{3,40}(?<![第按照据合])(?=\([一二三四五六七八九十]{1,3}\)(?![项款条类种点])[\u4e00-\u9fff]{2})"
)
# 二、成员单位联席会议由…组成。: a title that every such paper has, and its words
_TITLE_AND_WORDS: Final = re.compile(
    r"(?:^|(?<=[。;)]))[一二三四五六七八九十]{1,2}、(?:主要职[能责]|工作职责|成员单位|组成人员|工作规则|工作要求|总体要求|工作目标|目标任务|指导思想|基本原则|保障措施|组织保障|工作保障|有关要求)(?=(?:[在以为各按要由县市区省镇]|联席会议|贯彻|坚持|通过|建立|根据|围绕|深入|认真|进一步|切实|加强|全面)[^。;\n]{8,}。)"
)
_HAN_NUMBERS: Final = frozenset("一二三四五六七八九十")
_OUTER: Final = re.compile(
    r"(?<=[。;)）〕】\]])(?:第[一二三四五六七八九十百]{1,4}[章节条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))"
)
_SHORT_MEASURES: Final = 30
_LONG_LINE: Final = 300
_WIDE_PARAGRAPH: Final = 400
_FEW_PARAGRAPHS: Final = 10
_NAMES_END: Final = NAME_ENDS.union(")）〕")  # 省政府办公厅（省大数据局） 省财政厅
_FIRST_ITEM: Final = 60  # 一、目标任务。…。二、…。三、…: the outer items of a short text
_FIRST_LINE: Final = 121  # a cover notice in one line: …的通知　　霁办发〔2024〕3号　　各县…
_LONE_PARAGRAPH: Final = 120  # a short notice in one line


def fold(source: SourceText, lines: list[Span], flats: Sequence[FlatTable] = ()) -> Folded:
    """The folded copy of ``source``; asides are left out, table cells each keep their own line.

    ``lines`` are the ``source_lines``; ``flats`` the tables found among them.
    """
    cells = frozenset(cell.span.start for table in source.tables for cell in table.cells)
    builder = _Builder()
    at = 0
    for flat in flats:
        _paragraphs(builder, source, lines[at : flat.first], cells)
        for row in flat.rows:
            for cell in (*([line] for line in row.above), *row.cells()):
                builder.paragraph(source.text, cell)
        at = flat.last
    _paragraphs(builder, source, lines[at:], cells)
    return builder.folded()


def _paragraphs(
    builder: _Builder, source: SourceText, lines: list[Span], cells: frozenset[int]
) -> None:
    for group in join(source.text, lines, wrapped=source.hard_wrapped, cells=cells):
        builder.paragraph(source.text, _set_in(source.text, group) if len(group) > 1 else group)


def _set_in(text: str, lines: list[Span]) -> list[Span]:
    """The lines of a paragraph without the margin that all of them have: a name that runs over two is one name."""
    blanks = {end - start - len(text[start:end].lstrip()) for start, end in lines[1:]}
    margin = blanks.pop() if len(blanks) == 1 else 0
    if not margin:
        return lines
    return [lines[0], *(Span(start + margin, end) for start, end in lines[1:])]


def _unbarred(text: str, lines: list[Range]) -> list[Range]:
    """市司法局 | ⏎ 市财政局 | ⏎: the bars that part the cells of a page's table, one a line, are no content."""
    out: list[Range] = []
    for start, end in lines:
        while end > start and text[end - 1] in "| \u3000\t\r":
            end -= 1
        while start < end and text[start] == "|":
            start += 1
        if start < end:
            out.append((start, end))
    return out


def source_lines(source: SourceText) -> list[Span]:
    """Spans of the source lines without the asides, blank ones dropped; cut where an aside lies in them."""
    text = source.text
    asides = sorted(source.asides)
    index, aside = 0, asides[0].start if asides else len(text)
    long = _LONG_LINE if text.count("\n", 0, 5000) > 4 else _LONE_PARAGRAPH
    first = min(long, _FIRST_LINE)
    lines: list[Range] = []
    start = 0
    for words in _even_breaks(text).split("\n"):
        end = start + len(words)
        if end > aside:
            while index < len(asides) and asides[index].end <= start:
                index += 1
            aside = asides[index].start if index < len(asides) else len(text)
        if not words or words.isspace():
            pass
        elif end > aside:
            lines += _said(text, _around(text, start, end, asides, index, long))
        elif end - start < (long if lines else first):
            lines.append((start, end))
        else:
            lines += _said(text, _gaps(text, start, end, long if lines else first))
        start = end + 1
    if "|\n" in text:
        lines = _unbarred(text, lines)
    made = tuple.__new__  # Span(…) through two calls less, for every line
    return [made(Span, line) for line in lines]


def _even_breaks(text: str) -> str:
    """The text with ``\n`` for every character that ends a line: one for one, as blank lines count for nothing."""
    for mark in _OTHER_BREAKS:
        if mark in text:
            text = text.replace(mark, "\n")
    return text


def _said(text: str, ranges: Iterable[Range]) -> Iterator[Range]:
    """The ranges that hold more than blanks."""
    return ((start, end) for start, end in ranges if text[start:end].strip())


def _around(
    text: str, start: int, end: int, asides: list[Span], index: int, long: int
) -> Iterator[Range]:
    """What the asides from ``index`` on leave of a line."""
    for aside in map(asides.__getitem__, range(index, len(asides))):
        if aside.start >= end:
            break
        if start < aside.start:
            yield from _gaps(text, start, aside.start, long)
        start = max(start, aside.end)
    if start < end:
        yield from _gaps(text, start, end, long)


def _gaps(text: str, start: int, end: int, long: int) -> Iterator[Range]:
    """Cut a very long line at its wide gaps."""
    lone = long == _LONE_PARAGRAPH
    if end - start < long or not (lone or any(text.find(gap, start, end) >= 0 for gap in _GAPS)):
        yield start, end
        return
    at, gap = start, _LONE_GAP if lone else _WIDE_GAP
    for blank in _BLANK.finditer(text, start, end):  # a search of its own would try every character
        if blank.start() < at:
            continue
        found = gap.match(text, blank.start(), end)
        if found is not None:
            yield at, found.start()
            at = found.end()
    yield at, end


class _Builder:
    """Accumulates the folded and the raw text with the offset map."""

    def __init__(self) -> None:
        self._raw: list[str] = []
        self._length = 0
        self._next = (
            -1
        )  # where in the source the next character stands unless something is left out
        self._starts: list[int] = []
        self._origins: list[int] = []

    def paragraph(self, text: str, lines: list[Span]) -> None:
        before = self._length
        for start, end in lines:
            words = text[start:end]
            bare = words.strip()
            if bare == words and len(lines) == 1 and " " not in words and words.isprintable():
                self._put(words + "\n", start)  # nearly all lines: nothing to leave out
                return
            inside = " " in bare or not bare.isprintable()  # a blank of any kind: few lines
            if inside or (len(bare) < len(words) and self._length > before):
                self._spaced(text, start, end, before)
            else:
                self._put(bare, start + len(words) - len(words.lstrip()))
        if self._length > before:
            self._put("\n", lines[-1].end)

    def _spaced(self, text: str, start: int, end: int, before: int) -> None:
        """A line with blanks: nearly all of them go."""
        lead = _LEAD.match(text, start, end) if self._length == before else None
        marked = lead.end() if lead else -1
        for found in _WORD.finditer(text, start, end):
            at = found.start()
            if at == marked or (
                self._length > before
                and (text[at - 1] != "\t" or text[start:at].strip())  # no tab of the margin
                and (
                    self._blank_kept(text, at)
                    or (text[at - 2] in _NAMES_END and parts_names(text, start, at, end))
                )
            ):
                self._put(" ", at - 1)
            self._put(found.group(), found.start())

    def _blank_kept(self, text: str, at: int) -> bool:
        """One blank stays between Latin words and at wide gaps; blanks inside Chinese words go."""
        if at == 0 or not (text[at - 1].isspace() or text[at - 1] == "\u00a0"):
            return False
        left, right = self._raw[-1][-1], text[at]
        if left < "\u0080" and right < "\u0080" and (left.isalnum() and right.isalnum()):
            return not (right.isdigit() and text[at - 1] in "\n\r" and _cut_number(text, at))
        wide = at >= 2 and text[at - 1] in " \u3000\t\u00a0" and text[at - 2] in " \u3000\t\u00a0"
        return wide or (text[at - 1] == "\t")

    def _put(self, chars: str, origin: int) -> None:
        if origin != self._next:
            self._starts.append(self._length)
            self._origins.append(origin)
        self._raw.append(chars)
        self._length += len(chars)
        self._next = origin + len(chars)

    def folded(self) -> Folded:
        raw = "".join(self._raw)
        text = plain(raw)
        if "—、" in text:  # —、总体要求 ⏎ 二、重点任务: a dash for the number
            text = _DASH_FOR_ONE.sub("一", text)
        if not raw:
            return Folded("", "", (0,), (0,))
        return _cut_glued(Folded(text, raw, tuple(self._starts), tuple(self._origins)))


# 评价入库105 ⏎ 00 家: digits behind a word, the line's end, digits before what they count
_HALF: Final = re.compile(r"[\u4e00-\u9fff（(—](?!(?:19|20)\d\d(?!\d))\d{1,4}\s{1,3}$")
_OTHER_HALF: Final = re.compile(
    r"(?!(?:19|20)\d\d\s?年|\d{1,2}\s?[月日])\d{1,4}(?=\s?(?:[\u4e00-\u9fff%％‰]|[,，]\d{3}))"
)


def _cut_number(text: str, at: int) -> bool:
    """Whether the line that begins at ``at`` goes on with the number in which the line before it ended."""
    return (
        _OTHER_HALF.match(text, at) is not None
        and _HALF.search(text[max(0, at - 10) : at]) is not None
    )


def _cut_glued(folded: Folded) -> Folded:
    """Give numbering its own line where a text has no line ends (signature and items glued together)."""
    cuts = glued_labels(folded.text)
    at = 0
    paragraphs = folded.text.split("\n")
    limit = _WIDE_PARAGRAPH if len(paragraphs) > _FEW_PARAGRAPHS else _LONE_PARAGRAPH
    tagged = OWNED.search(folded.text) is not None or "单位:" in folded.text
    items = NextItems() if may_glue(folded.text) else None
    for index, paragraph in enumerate(paragraphs):
        if index == 0 and (titled := _TITLE_GLUED.match(paragraph)):
            cuts.append(titled.end())
        below = paragraphs[index + 1] if index + 1 < len(paragraphs) else ""
        cuts += [at + cut for cut in items.cuts(paragraph, below)] if items else []
        if tagged and len(paragraph) > _SHORT_MEASURES:
            cuts += [at + cut for cut in measure_cuts(paragraph, below)]
        if len(paragraph) > (_FIRST_ITEM if paragraph.startswith("一、") else limit):
            found_cuts = set(_head_cuts(paragraph)) if at < 600 else set()
            if _is_glued(paragraph):
                found_cuts |= {found.start() for found in _GLUED.finditer(paragraph)}
                found_cuts |= {found.end() for found in _NESTED.finditer(paragraph)}
                found_cuts |= {found.end() for found in _TITLE_AND_WORDS.finditer(paragraph)}
            cuts += [at + cut for cut in found_cuts if cut]
        if paragraph[:1] in _HAN_NUMBERS and "、" in paragraph[:4]:
            nested = _HEAD_AND_ITEM.match(paragraph)
            nested = nested or _TITLE_AND_WORDS.match(paragraph)
            cuts += [at + nested.end()] if nested else []
        if index + 4 > len(paragraphs) and "日" in paragraph[-30:]:
            cuts += [at + cut.start() for cut in _TAIL_CUTS.finditer(paragraph)]
        at += len(paragraph) + 1
    return folded if not cuts else _with_breaks(folded, sorted(set(cuts)))


def _head_cuts(paragraph: str) -> Iterator[int]:
    """Where title, number, salutation and signature of a notice without line ends part."""
    cuts: dict[int, int] = {}
    numbered = "号" in paragraph[:260]  # most paragraphs hold neither a number nor a date
    for found in _HEAD_CUTS.finditer(paragraph, 0, 260) if numbered else ():
        at = found.start()
        # 推进普法工作的意见清政发〔2023〕5号: of 法 and 见 the one nearest to the number
        cuts[at if paragraph[at - 1] == "号" else paragraph.find("20", at)] = at
    yield from cuts.values()
    if said := _OF_PAGE.search(paragraph, 0, 260):
        yield said.start()
    colon = paragraph.find(":", 0, 260)
    if (
        colon > 0
        and paragraph[colon - 1] in "市县区省厅局委府门构位会办"
        and "。" not in paragraph[:colon]
    ):
        yield colon + 1
    if "日" in paragraph:
        yield from (found.start() for found in _TAIL_CUTS.finditer(paragraph))


def _is_glued(paragraph: str) -> bool:
    """Several marks of an outer kind after full stops: items of a list run together, not one paragraph."""
    return len(paragraph) > 3000 or len(_OUTER.findall(paragraph)) >= 2


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
