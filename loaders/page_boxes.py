"""What the page around a document says of it: labelled boxes (发文机关, 成文日期) and the date by the title."""

from __future__ import annotations

import re
from functools import cache

from kg.model import PartialDate, SourceText, Span
from loaders.rules import compile_rules
from loaders.signatures import DATE, read_date

# 上传时间 of a library, 实施日期 and 活动时间 are not the document's
_DATED = "(?:填报|填表|制表|发布|公布|印发|发表|发稿|更新|发文|成文|生成|公开|信息)?(?:时间|日期)"
_LABELLED = re.compile(rf"(?<![\u4e00-\u9fff]){_DATED}\s*[:：]\s*(?P<date>{DATE.pattern})")
_OTHERS = re.compile(rf"(?!{_DATED}$)[\u4e00-\u9fff]{{2,8}}(?:时间|日期)$")
# 2022-11-16 来源:…, 2023年4月8日 浏览次数:…: the line that a page sets under its title
_BYLINE = re.compile(
    rf"(?:^|\n)[^\S\n]*(?P<date>{DATE.pattern})[^\n]{{0,40}}?(?:来源|作者|浏览|阅读|点击|字号|字体)"
)
# 霁川县政府 www.jichuan.gov.cn 2016-03-21 00:00: a date with the clock ends the line below a title
_CLOCKED = re.compile(rf"(?P<date>{DATE.pattern})\s+\d{{1,2}}:\d\d(?::\d\d)?[^\S\n]*(?:\n|$)")
_SPREAD = re.compile(r"(20\d\d)\s*\n\s*(\d{1,2})[/-](\d{1,2})\s*\n")
_NEAR = 400


def box_of(source: SourceText, name: str) -> Span | None:
    """The value of the first box whose label names the field, None when there is none."""
    values = {label.strip(" :：[]【】"): span for label, span in source.boxes}
    for labels in _labels_of(name):
        for label, span in values.items():
            if span.end > span.start and labels.fullmatch(label):
                return span
    return None


@cache
def _labels_of(name: str) -> tuple[re.Pattern[str], ...]:
    """The labels of the boxes that tell a field (chrome.toml), those that are asked first in front."""
    rules = compile_rules("chrome", "box")
    return tuple(rule.pattern for rule in rules if rule.data.get("field") == name)


def is_others(line: str) -> bool:
    """Whether a line is the label of a date that is not the document's: 上传时间, the date below it."""
    return _OTHERS.match(line.rstrip(" :：")) is not None


def in_table(source: SourceText, at: int) -> bool:
    """Whether a place is in a cell of a table of three columns or more: a unit there signs nothing."""
    return any(
        max(cell.col for cell in table.cells) > 1
        for table in source.tables
        if table.cells and table.cells[0].span.start <= at < table.cells[-1].span.end
    )


def page_date(source: SourceText, title: Span | None) -> tuple[PartialDate, Span] | None:
    """The date of the page, by its label or in the line by the title; 2021 ⏎ 09/01 ⏎ 16:43 too."""
    zones = [(0, 1500)]
    if title is not None:
        zones.insert(0, (max(0, title.start - _NEAR), title.end + _NEAR))
    for pattern in (_LABELLED, _BYLINE, _CLOCKED):
        for start, end in zones:
            found = pattern.search(source.text, start, end)
            inner = DATE.search(found["date"]) if found else None
            date = read_date(inner) if inner else None
            if found and date:
                return date, Span(*found.span("date"))
    spread = _SPREAD.search(source.text, 0, 1500)
    if spread:
        year, month, day = (int(group) for group in spread.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return PartialDate(year, month, day), Span(spread.start(1), spread.end(3))
    return None
