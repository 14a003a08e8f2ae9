"""The passage around a quote: the whole tag, or the whole sentence, that says it.

Works on the source text with its own offsets and widths; an aid for reading, not a fact.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

_OPEN = "(（[【〔"
_CLOSE = ")）]】〕"
_ENDS = "。！？；!?;"
_NUMBERED = (
    r"第[一二三四五六七八九十百]{1,4}[编章节条]|[一二三四五六七八九十]{1,3}、"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、]|#|\s*$"
)
# A line of the page goes on unless it ends a sentence or the next one opens with numbering or a label.
_OPENS = re.compile(rf"\s*(?:[\u4e00-\u9fff]{{2,6}}(?:单位|部门|时限)[:：]|{_NUMBERED})")
# The head of a notice: its number, its date or whom it addresses stands on a line of its own, and its title ends one.
_HEAD_LINE = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{2,12}\s?[〔\[（(](?:19|20)\d\d[〕\]）)]\s?第?\d{1,5}\s?号|20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|各[^。；]{2,36}[:：])\s*$"
)
_TITLE_END = re.compile(
    r"关于.*(?:通知|意见|决定|批复|函|公告|通报|方案|办法|规定|报告)(?:[（(][^()（）]{1,8}[)）])?$"
)
# 霁川县2024年普法工作要点 ⏎ 为深入贯彻…: a title without 关于, and how a text begins
_TITLE_ALONE = re.compile(
    r"(?!按照|根据|依据|为|对|将|与)[^。，,；;：:]{6,60}(?:方案|要点|计划|规划|意见|办法|报告|清单|措施|通知)(?:[（(][^()（）]{1,12}[)）])?"
)
_TEXT_OPENS = re.compile(
    r"\s*(?:为(?:了|深入|全面|切实|进一步|认真|贯彻|加[强快]|推[进动]|做好|落实|规范)|根据|按照|现[将就]|经[^，。]{2,16}(?:同意|研究)|各[^。，]{1,30}[:：])"
)
_LONGEST_TITLE = 120
_WITHIN = (
    "》”，、。；：的和与及等中要"  # what a line begins with that only the page parted from a title
)
# Inside a bracket only these end what it belongs to: 牵头单位:市司法局,责任单位: ⏎ 市财政局) goes on.
_NEW_ITEM = re.compile(rf"\s*(?:{_NUMBERED})")
_UNCLOSED = re.compile(r"[（(〔【\[][^（(〔【\[）)〕】\]]*$")
_DASH = "[—–―－\\-·•.]{1,3}"
# Alone on a line inside what is quoted; the readers' own rules (chrome.toml) say what is read as the text's.
_PAGE_MARK = re.compile(
    rf"\n[ \t\u3000]*(?:#\s*Page\s*\d+\s*:?|{_DASH}\s*\d{{1,4}}\s*{_DASH}"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*页?|Page\s*\d+(?:\s*of\s*\d+)?)"
    r"[ \t\u3000\r]*(?=\n)"
)
_BARS = re.compile("[|｜]")
_TABS = re.compile("\t+")
_EDGE = " \t\u3000\r|｜"
_FULL_LINE = 14
_LIMIT = 400
_TABLE = 20_000  # how far below its first row a joined cell reaches
_BLOCK = 4000  # how far in front of its owners the words of a task are looked for


def passage(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the bracketed tag around ``[start, end)``, else of the row or the sentence around it.

    Never further than ``_LIMIT`` code points to either side.
    """
    low, high = max(0, start - _LIMIT), min(len(text), end + _LIMIT)
    tag = _bracket(text, start, end, low, high)
    if tag is not None:
        return tag
    row = _row_around(text, start, end)
    if row is not None:
        return row
    first, last = start, end
    while first > low and not _stops(text, first - 1):
        first -= 1
    while last < high and not _stops(text, last):
        last += 1
    while first < start and text[first].isspace():
        first += 1
    # 「。」 belongs to what people read as the sentence; a line end does not.
    if last < high and not text[last].isspace():
        last += 1
    return first, last


def _row_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The row whose cells stand on the quote's line: a ; in a cell ends no sentence of it."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    if len(line) > 2 * _LIMIT or "\n" in text[start:end] or not is_row(line):
        return None
    shift = len(line) - len(line.lstrip(_EDGE))
    return min(first + shift, start), max(first + len(line.rstrip(_EDGE)), end)


def _stops(text: str, at: int) -> bool:
    """Does a sentence end at this character? A line end only counts where the page did not break the line."""
    return text[at] in _ENDS or (text[at] in "\n\r" and _ends_line(*_around(text, at)))


def _ends_line(before: str, following: str) -> bool:
    """Did the writer end the line ``before``, and not the page?"""
    if not before or before[-1] in _ENDS + "：:" or _OPENS.match(following):
        return True
    if is_row(before) or is_row(following):
        return True
    if _HEAD_LINE.match(following) or following.strip() == "序号":  # a table begins
        return True
    if _TITLE_ALONE.fullmatch(before.strip()) and _TEXT_OPENS.match(following):
        return True
    if following.strip()[:1] not in _WITHIN and _TITLE_END.search(before[-_LONGEST_TITLE:]):
        return True
    return before[-1] not in "，、,（(" and len(before) < _FULL_LINE


def page_marks(text: str) -> list[tuple[int, int]]:
    """Ranges of the page marks that stand inside a passage, each with the line end before it: 市财政 ⏎ — 1 — ⏎ 局."""
    return [found.span() for found in _PAGE_MARK.finditer(text)] if "\n" in text else []


def unmarked(text: str) -> str:
    """The passage without the marks of the pages that end inside it."""
    return _PAGE_MARK.sub("", text) if "\n" in text else text


def is_row(line: str) -> bool:
    """| 1 | 开展检查 | 县司法局 |, 1｜开展检查｜县司法局, 1⇥开展检查⇥县司法局: a row of a table, all cells on one line.

    Tabs that only push a line in part no cells.
    """
    return _has_bars(line) or len(_TABS.findall(line.strip())) > 1


def _has_bars(line: str) -> bool:
    return line.count("|") + line.count("｜") > 1


def cell_ends(line: str) -> list[tuple[int, int]]:
    """Where the bars of a row stand in its line, or the tabs of one without bars."""
    parts = _BARS if _has_bars(line) else _TABS
    return [found.span() for found in parts.finditer(line)]


def _around(text: str, at: int) -> tuple[str, str]:
    """The line that ends at ``at`` and the beginning of the next."""
    line = text.rfind("\n", 0, at) + 1
    return text[line:at].rstrip(), text[at + 1 : at + 60].split("\n", 1)[0]


def page_breaks(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Offsets of the line ends in ``[start, end)`` where only the page broke the line, not the writer."""
    found, at = [], text.find("\n", start, end)
    while at >= 0:
        before, following = _around(text, at)
        if not _ends_line(before, following) or _opened(before, following):
            found.append(at)
        at = text.find("\n", at + 1, end)
    return found


def _opened(before: str, following: str) -> bool:
    """（责任单位：县司法⏎局）: does a bracket of this line go on behind its end?"""
    open_ = _UNCLOSED.search(before) is not None and following.strip() != ""
    return open_ and not _leaves(before, following)


def _bracket(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int] | None:
    """The innermost bracket around the quote; the page may break lines inside it."""
    depth, first = 0, start
    while first > low:
        first -= 1
        if text[first] in "\n\r" and _leaves(*_around(text, first)):
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
        elif text[last] in "\n\r" and _leaves(*_around(text, last)):
            return None
        last += 1
    return None


def _leaves(before: str, following: str) -> bool:
    """Does this line end also end what an open bracket holds?"""
    return not before or before[-1] in "。！？!?" or _NEW_ITEM.match(following) is not None


def asked(text: str, label: str, start: int, said: tuple[int, int]) -> str:
    """What a task asks, in full: its label, or, where that is the cut beginning of its words, the words.

    An owner is named at ``start``, and ``said`` is the passage around it: a tag behind the words ends them.
    At most ``_LIMIT`` characters.
    """
    if not label.endswith("…"):
        return label
    head = _words(label)
    at = None
    first, last = said
    for found in head.finditer(text, max(0, start - _BLOCK), last + len(label)):
        at = found.start() if found.start() <= start else at
    if at is None:
        return label
    words = "".join(_item(text[at : first if first > at else last], len(label)).split())
    return words if len(words) <= _LIMIT else words[:_LIMIT] + "…"


def _item(text: str, start: int) -> str:
    """The item that the text begins with, up to the line that begins the next: the tag may stand below several."""
    at = text.find("\n", start)
    while at >= 0 and not _NEW_ITEM.match(text[at + 1 : at + 40].split("\n", 1)[0]):
        at = text.find("\n", at + 1)
    return text if at < 0 else text[:at]


def _words(label: str) -> re.Pattern[str]:
    """A label as it stands in the text, whose line ends it has lost."""
    return re.compile(r"\s*".join(map(re.escape, label.removesuffix("…"))))


def found_below(text: str, at: int, label: str) -> tuple[int, int] | None:
    """Where the next cell begins that says the label, behind ``at``."""
    found = _words(label).search(text, at, at + _TABLE) if label else None
    return found and found.span()


def cells_around(text: str, start: int, end: int, label: str) -> list[str]:
    """The cells of the table row that ``[start, end)`` stands in, when it is the row of the task ``label``.

    Readers put a cell on a line and a blank line behind a row; a Markdown row is one line. [] for a cell that
    stands for several rows (its line is another task's) and for what is no row.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    if is_row(line):
        cells = _parted(line)
    else:
        low = text.rfind("\n\n", max(0, start - _BLOCK), start)
        high = text.find("\n\n", end, end + _BLOCK)
        if low < 0 or high < 0:
            return []
        cells = text[low:high].split("\n")
    shown = [" ".join(cell.split()) for cell in cells]  # 县司法局 县林业局 are two
    named = "".join(label.removesuffix("…").split())
    return [cell for cell in shown if cell] if named in "".join("".join(shown).split()) else []


def cells_of_lines(text: str) -> str:
    """The cells of a row that has one on each line, joined by |; a name behind a 、 is of the same cell."""
    lines = [line.strip() for line in re.sub(r"(?<=[、，,])\s*\n\s*", "", text).split("\n")]
    return " | ".join(line for line in lines if line)


def _parted(line: str) -> list[str]:
    """The words of a row's cells."""
    ends = [(0, 0), *cell_ends(line), (len(line), len(line))]
    return [line[end:start] for (_, end), (start, _) in itertools.pairwise(ends)]


# One blank inside a name is the page's; two part (牵头：县司法局  配合：县法院), and so does one before a label.
_STRAY: Final = re.compile(
    r"(?<=[\u4e00-\u9fff、，；：（）〔〕]) (?=[\u4e00-\u9fff、，；：（）〔〕])(?![\u4e00-\u9fff]{2,6}[：:])"
)


def unbroken(text: str) -> str:
    """The quote without the page's line ends and the blanks that they left: 市财政⏎局 and 市财政 局 are 市财政局.

    The cells of a row are parted by |, whatever parts them there; names with a blank between stay two.
    """
    if "\n" not in text and is_row(text):
        return " | ".join(said for cell in _parted(text) if (said := " ".join(cell.split())))
    return _STRAY.sub("", re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", unmarked(text)))


def block(text: str) -> str:
    """The words of a whole block without the page's line ends, its heading and its cells kept apart by a blank."""
    text = unmarked(text)
    broken = set(page_breaks(text))
    joined = "".join("" if at in broken else char for at, char in enumerate(text))
    lines = [_STRAY.sub("", line.strip(" \t\u3000")) for line in re.split(r"[\r\n]+", joined)]
    return " ".join(line for line in lines if line)
