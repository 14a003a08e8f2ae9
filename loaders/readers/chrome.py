"""Which lines of a text are page furniture and not the document: chrome, page marks, labelled boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kg.model import Span
from loaders.readers.layout import merged
from loaders.rules import Rule, compile_rules, load_rules

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CELL = re.compile(r"[^|\s][^|]*?(?=\s*(?:\||$))")
_PARTS = re.compile(r"[\s|｜•·∙●▪»>》【】\[\]()（）/、，,;；:：—_]+")
_TRIM = " \t\u3000\xa0|｜•·∙●▪"
_VALUE_TRIM = _TRIM + "【】[]()（）"
_BODY = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[编章节条]|[（(][一二三四五六七八九十]{1,3}[）)]"
)
_LONGEST_CHROME = 200
_LONGEST_VALUE = 80
_SYMBOLS = " -+×↺>»«<↑↓^_*|/—\ue000"
_LONGEST_GLUED = 40
_LONGEST_VALUE_BELOW = 30
_EDGE_LINES = 40
_SHORT_TEXT_LINES = 12
_BODY_LENGTH = 45
_FEWEST_LABELLED = 3
_FEWEST_IN_ROW = 2
_OPEN = re.compile(r"\s+(?:主动公开|依申请公开|不予公开|有效)(?!\S)")
_ONLY_BOXES = ("index", "number", "issuer", "announcer", "made", "sent", "openness", "status")
_FEWEST_IN_MENU = 4  # words side by side
_LONGEST_IN_MENU = 8  # characters of one
# A page's date torn over three lines: 2021 ⏎ 09/01 ⏎ 16:43
_YEAR, _DAY, _TIME = (
    re.compile(r"20\d\d"),
    re.compile(r"[01]?\d[-/.][0-3]?\d"),
    re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?"),
)


# 霁川县人民政府, 江苏省人民政府 霁川市政务网: the name of a site
_SITE = re.compile(r"[\u4e00-\u9fff \u3000]{2,40}(?:政府|委员会|[网局厅委办]|网站|门户|平台)")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What ``find`` found: spans of lines that are no content, and labels with their values' spans."""

    asides: tuple[Span, ...]
    boxes: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    edge: bool


def find(text: str, *, taken: Sequence[Span] = (), everywhere: bool = False) -> Furniture:
    """Chrome, page marks and boxes among the lines of ``text``.

    Lines inside ``taken`` (sorted, already asides or tables) are passed over. Phrases such as 打印 count
    only at the edges, before the first and after the last line of the body; with ``everywhere`` all
    lines are edge.
    """
    lines = _lines(text, taken, everywhere=everywhere)
    asides: list[Span] = []
    boxes: list[tuple[str, Span]] = []
    skip = -1
    asides += _above_location(lines)
    for index, line in enumerate(lines):
        if index <= skip or len(line.words) > _LONGEST_CHROME:
            continue
        if line.edge:
            torn = _torn_date(lines, index)
            if torn:
                boxes.append(("发布时间", Span(line.start, lines[index + torn - 1].end)))
                asides += [Span(one.start, one.end) for one in lines[index : index + torn]]
                skip = index + torn - 1
                continue
            used = _box_line(text, lines, index, boxes) or _box_column(lines, index, boxes)
            if used:
                asides += [Span(one.start, one.end) for one in lines[index : index + used]]
                skip = index + used - 1
                continue
        if is_page_mark(line.words):
            asides.append(_with_gap(text, line))
        elif is_chrome(line.words, edge=line.edge):
            asides.append(Span(line.start, line.end))
    return Furniture(merged(asides), tuple(boxes))


def _above_location(lines: Sequence[_Line]) -> list[Span]:
    """霁川县人民政府 above 当前位置:首页>…: whose page it is, not who issued what is on it."""
    rule = _location()
    for index, line in enumerate(lines[:_EDGE_LINES]):
        if not line.edge:
            break
        if rule.fullmatch(line.words):
            above = lines[:index]
            return [Span(one.start, one.end) for one in above if _SITE.fullmatch(one.words)]
    return []


def parts(words: str) -> list[str]:
    """What stands between the separators of a line of page furniture: 打印本页 | 关闭窗口."""
    return [part for part in _PARTS.split(words) if part]


def is_chrome(words: str, *, edge: bool) -> bool:
    """Is this trimmed line page furniture? ``edge``: it stands before or after the body."""
    for rule, only_edge in _line_rules():
        if (edge or not only_edge) and rule.fullmatch(words):
            return True
    own = parts(words)
    if not own:
        return edge and not words.strip(_SYMBOLS)
    phrases = _phrases(edge)
    if phrases.fullmatch(words) or all(phrases.fullmatch(part) for part in own):
        return True
    if edge and _is_menu(own):
        return True
    return edge and len(words) <= _LONGEST_GLUED and all(_is_glued(part) for part in own)


def _is_menu(parts: list[str]) -> bool:
    """首 页 走进汉台 新闻中心 政务服务 互动交流: short words side by side, most of which are a page's."""
    if len(parts) < _FEWEST_IN_MENU or any(len(part) > _LONGEST_IN_MENU for part in parts):
        return False
    known = sum(_phrases(True).fullmatch(part) is not None for part in parts)
    return known * 2 > len(parts)


def _is_glued(part: str) -> bool:
    """Phrases without anything between them: 返回顶部打印本页关闭窗口."""
    phrases = _phrases(True)
    at = 0
    while at < len(part):
        found = phrases.match(part, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
    return True


def is_page_mark(words: str) -> bool:
    """Is this trimmed line an unmistakable page mark such as “— 1 —”?"""
    return len(words) <= 30 and bool(_marks().fullmatch(words))


def label_of(words: str) -> str | None:
    """The label when ``words`` are a box label and nothing else (索 引 号：), without its blanks."""
    found = _labels().fullmatch(words.strip(_VALUE_TRIM).rstrip(":： \u3000\xa0"))
    return _squeezed(found.group()) if found else None


def is_labelled(words: str) -> bool:
    """Does the line begin with a box label and its colon (来源：某县司法局)?"""
    return _label_start(words) is not None


def is_noise(label: str) -> bool:
    """Is the label one whose value says nothing about the document (浏览次数)?"""
    return bool(_noise().fullmatch(label))


def _with_gap(text: str, line: _Line) -> Span:
    """A page mark with the blank lines around it, so that the sentence it interrupts closes again."""
    start, end = line.start, line.end
    while start and text[start - 1] in " \t":
        start -= 1
    while start > 1 and text[start - 1] == "\n" and text[start - 2] in "\r\n":
        start -= 1
    while end < len(text) and text[end] in " \t\r":
        end += 1
    return Span(start, end)


def _lines(text: str, taken: Sequence[Span], *, everywhere: bool) -> list[_Line]:
    raw: list[tuple[int, int, str]] = []
    blocked = iter(taken)
    current = next(blocked, None)
    for found in _LINE.finditer(text):
        words = found.group().strip(_TRIM)
        if not words:
            continue
        start = found.start() + found.group().index(words)
        while current is not None and current.end <= start:
            current = next(blocked, None)
        if current is not None and current.start <= start:
            continue
        raw.append((start, start + len(words), words))
    first, last = (len(raw), -1) if everywhere else _body(raw)
    boxed = set() if everywhere else _box_blocks(raw)
    return [_Line(s, e, w, i < first or i > last or i in boxed) for i, (s, e, w) in enumerate(raw)]


def _box_blocks(raw: list[tuple[int, int, str]]) -> set[int]:
    """Lines of metadata boxes printed in mid-text: 索引号：… or 【制定机关】… and the labelled lines that follow it."""
    found: set[int] = set()
    for start, (_, _, words) in enumerate(raw):
        if words[0] not in "索统信【":
            continue
        if (_label_start if words[0] == "【" else _index_label().match)(words) is None:
            continue
        end, labelled = start, 1
        while end + 1 < len(raw) and any(_label_start(w) for _, _, w in raw[end + 1 : end + 3]):
            end += 1
            labelled += _label_start(raw[end][2]) is not None
        if labelled >= _FEWEST_LABELLED:
            above = start and raw[start - 1][2].endswith(("信息公开", "基本信息", "文件信息"))
            found |= set(range(start - bool(above), end + 1))
    return found


def _body(raw: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Indexes of the first and the last line that must belong to the body."""
    if len(raw) <= _SHORT_TEXT_LINES and not any(_is_body(words) for _, _, words in raw):
        return len(raw), -1
    first = next((i for i, (_, _, w) in enumerate(raw[:_EDGE_LINES]) if _is_body(w)), 0)
    tail = range(len(raw) - 1, max(-1, len(raw) - 1 - _EDGE_LINES), -1)
    last = next((i for i in tail if _is_body(raw[i][2])), len(raw) - 1)
    return first, last


def _is_body(words: str) -> bool:
    if "|" in words and label_of(words.split("|")[0].strip()):
        return False  # [ 索引号 ] | 115001130093083510/2024-00007 | [ 发文字号 ] | …
    if len(words) >= _BODY_LENGTH:
        return _label_start(words) is None and not is_chrome(words, edge=True)
    return (words.endswith(("。", "；", "：")) and len(words) > 12) or bool(_BODY.match(words))


def _label_start(words: str) -> re.Match[str] | None:
    return _labelled().match(words.lstrip(_VALUE_TRIM + "-*"))  # - 索 引 号：…: an item of a list


def _torn_date(lines: list[_Line], index: int) -> int:
    """How many lines from here are a date torn apart; 0 for none."""
    if not _YEAR.fullmatch(lines[index].words) or index + 1 >= len(lines):
        return 0
    if not _DAY.fullmatch(lines[index + 1].words):
        return 0
    timed = index + 2 < len(lines) and _TIME.fullmatch(lines[index + 2].words)
    return 3 if timed else 2


def _box_line(text: str, lines: list[_Line], index: int, boxes: list[tuple[str, Span]]) -> int:
    """Read ``来源:市司法局 发布时间:…`` into ``boxes``; returns how many lines it took, 0 for none."""
    line = lines[index]
    if _label_start(line.words) is None:
        return _box_cells(line, boxes) or _box_row(text, line, boxes)
    found = list(_labelled().finditer(text, line.start, line.end))
    ends = [*(one.start() for one in found[1:]), line.end]
    ends = [_cut(text, one.end(), end) for one, end in zip(found, ends, strict=True)]
    values = [_trimmed(text, one.end(), end) for one, end in zip(found, ends, strict=True)]
    if any(value.end - value.start > _LONGEST_VALUE for value in values):
        return 0
    used = 1
    if _title_goes_on(lines, index, _squeezed(found[-1].group("label")), values[-1]):
        values[-1] = Span(values[-1].start, lines[index + 1].end)
        used = 2
    elif values[-1].start == values[-1].end and index + 1 < len(lines):
        below = lines[index + 1]
        fits = (
            below.edge
            and _is_value(below.words)
            and not _is_head(below.words, (text[v.start : v.end] for _, v in boxes))
        )
        if fits and not is_noise(_squeezed(found[-1].group("label"))):
            values[-1] = Span(below.start, below.end)
            used = 2
    for one, value in zip(found, values, strict=True):
        label = _squeezed(one.group("label"))
        if value.start < value.end and not is_noise(label):
            boxes.append((label, value))
    return used


def _box_column(lines: list[_Line], index: int, boxes: list[tuple[str, Span]]) -> int:
    """索引号 ⏎ 000014349/2023-26788 ⏎ 文件类型 ⏎ 通知 ⏎ …: labels and values in lines of their own; how many lines."""
    told: list[tuple[str, Span]] = []
    at, labels = index, list[str]()
    while at < len(lines) and lines[at].edge and (label := label_of(lines[at].words)):
        labels.append(label)
        at += 1
        if at < len(lines) and lines[at].edge and _is_value(lines[at].words):
            told.append((label, Span(lines[at].start, lines[at].end)))
            at += 1
    if len(labels) < _FEWEST_LABELLED or not told or not _only_boxes(labels):
        return 0
    boxes += [(label, value) for label, value in told if not is_noise(label)]
    return at - index


def _box_cells(line: _Line, boxes: list[tuple[str, Span]]) -> int:
    """索引号 | 000330185/2022-83945 | 公开方式 | 主动公开 |: a row of labels and values; 1 when it is one."""
    cells = list(_CELL.finditer(line.words)) if "|" in line.words else []
    labels = [label_of(cell.group()) for cell in cells[::2]]
    if len(cells) % 2 or not labels or None in labels:
        return 0
    for label, value in zip(labels, cells[1::2], strict=True):
        if label and not is_noise(label):
            boxes.append((label, Span(line.start + value.start(), line.start + value.end())))
    return 1


def _box_row(text: str, line: _Line, boxes: list[tuple[str, Span]]) -> int:
    """索 引 号 20180001  公开方式 主动公开: labels and values that only blanks part; 1 when it is such a row."""
    found = list(_blank_labels().finditer(text, line.start, line.end))
    if not found or found[0].start() > line.start:
        return 0
    if len(found) < _FEWEST_IN_ROW and not _OPEN.match(text, found[0].end()):
        return 0  # 公开形式 主动公开: one label whose value no other one has
    labels = [_squeezed(one.group()) for one in found]
    ends = [*(one.start() for one in found[1:]), line.end]
    values = [_trimmed(text, one.end(), end) for one, end in zip(found, ends, strict=True)]
    told = [
        (label, value)
        for label, value in zip(labels, values, strict=True)
        if value.end > value.start
    ]
    if not told or not _only_boxes(labels):
        return 0
    boxes += [(label, value) for label, value in told if not is_noise(label)]
    return 1


def _only_boxes(labels: list[str]) -> bool:
    """Whether one of the labels stands in boxes only: 名称 来源 时间 may be the head of a table."""
    return any(_telling().fullmatch(label) for label in labels)


def _title_goes_on(lines: list[_Line], index: int, label: str, value: Span) -> bool:
    """A long title runs on below: 名称： 关于印发…的 ⏎ 通知 ⏎ 文号：…"""
    if value.end - value.start < _LONGEST_VALUE_BELOW or not label.endswith(("标题", "名称")):
        return False
    two = lines[index + 1 : index + 3]
    return (
        len(two) == 2
        and two[0].edge
        and len(two[0].words) <= _LONGEST_VALUE_BELOW
        and _label_start(two[0].words) is None
        and _label_start(two[1].words) is not None
    )


def _cut(text: str, start: int, end: int) -> int:
    """Where a value ends when the page glues the next label to it: 区教育局浏览量：-."""
    found = _glued_labels().search(text, start, end)
    return found.start() if found else end


def _is_value(words: str) -> bool:
    """Can this line be the value of a label on the line above? 关于…的通知 is the page's title."""
    return (
        len(words) <= _LONGEST_VALUE_BELOW
        and "关于" not in words
        and _label_start(words) is None
        and label_of(words) is None
        and not is_chrome(words, edge=True)
        and not _BODY.match(words)
    )


_ORDER = re.compile(r"[\u4e00-\u9fff]{2,16}(?:国务院|政府|部|委员会)令")


def _is_head(words: str, boxed: Iterable[str]) -> bool:
    """主题词： ⏎ 国务院办公厅对十届全国人大 ⏎ …的答复: an empty box stands above the title that another one names."""
    return _ORDER.fullmatch(words) is not None or any(
        value.startswith(words) and len(value) > len(words) for value in boxed
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _VALUE_TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM + "【[(（":
        end -= 1
    return Span(start, end)


def _squeezed(label: str) -> str:
    return re.sub(r"\s+", "", label)


@cache
def _line_rules() -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple(
        (rule.pattern, rule.data["where"] == "edge") for rule in compile_rules("chrome", "line")
    )


@cache
def _location() -> re.Pattern[str]:
    return next(
        rule.pattern for rule in compile_rules("chrome", "line") if rule.id == "line.location"
    )


@cache
def _phrases(edge: bool) -> re.Pattern[str]:
    rules = compile_rules("chrome", "phrase")
    return _union([rule for rule in rules if edge or rule.data["where"] == "anywhere"])


@cache
def _marks() -> re.Pattern[str]:
    return _union(compile_rules("chrome", "mark"))


@cache
def _noise() -> re.Pattern[str]:
    rules = compile_rules("chrome", "box")
    return _union([rule for rule in rules if rule.data.get("kind") == "noise"])


@cache
def _index_label() -> re.Pattern[str]:
    rules = [rule for rule in compile_rules("chrome", "box") if rule.id == "box.index"]
    return re.compile(rf"(?:{_union(rules).pattern})\s*[:：]")


@cache
def _telling() -> re.Pattern[str]:
    """Labels that only a page's box has; 名称 and 来源 head tables as well."""
    rules = {rule.id: rule for rule in compile_rules("chrome", "box")}
    return _union([rules[f"box.{name}"] for name in _ONLY_BOXES])


@cache
def _blank_labels() -> re.Pattern[str]:
    """A box label that stands alone between blanks: 发布机构 of 关键词 发布机构 霁川县政府办."""
    return re.compile(rf"(?<!\S)(?:{_labels().pattern})(?!\S)")


@cache
def _glued_labels() -> re.Pattern[str]:
    """Labels that may follow a value without a blank, because they never end a unit's name."""
    return re.compile(
        rf"(?:浏览)?(?:{_noise().pattern}|发布时间|发布日期|更新时间|时间|日期)\s*[:：]"
    )


@cache
def _labels() -> re.Pattern[str]:
    """Box labels, blanks tolerated between their characters (索 引 号, 标　　题)."""
    patterns = [str(entry["pattern"]) for entry in load_rules("chrome")["box"]]
    spaced = [re.sub(r"([\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\1\\s*", p) for p in patterns]
    return re.compile("|".join(f"(?:{pattern})" for pattern in spaced))


@cache
def _labelled() -> re.Pattern[str]:
    """A box label with its colon, at the start of a line or after a blank or bracket; 【公布日期】2018.03.23."""
    edge = r"(?<![\u4e00-\u9fffA-Za-z0-9“《])"
    return re.compile(rf"{edge}(?P<label>{_labels().pattern})\s*(?:[】\]]?\s*[:：]|】)")


def _union(rules: Sequence[Rule]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in rules), re.IGNORECASE)
