"""The date that stands behind the names of a tag: (县司法局、县财政局,2024年6月底前完成), 责任单位:县司法局,年底前。

One finder for bare names, for the value of a label and for what follows a role verb.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.tag_cues import Tag, clauses

_DATE: Final = (
    r"(?:20\d\d年)?(?:1[0-2]|[1-9])月(?:\d{1,2}日|份|底|末|[上中下]旬)?(?:底|末)?(?:之?前|以前)?"
    r"|20\d\d[.-]\d{1,2}(?:[.-]\d{1,2})?(?:之?前|以前)?"
    r"|20\d\d年(?:年?底|末|[上下]半年|第?[一二三四1-4]季度)?(?:之?前|以前)?|年底(?:之?前)?|[上下]半年"
)
_DONE: Final = r"(?:基本|全面)?(?:完成|落实|建成|实施|启动)?"
# 县司法局2025年4月30日前完成: at the end, with or without a comma
_AT_END: Final = re.compile(rf"[,;、 ]?(?P<date>{_DATE}){_DONE}[。;,]?$")
# 持续推进 · 一季度启动 · 2024年6月底前取得阶段性成果: a whole clause that begins with a time
_CLAUSE: Final = re.compile(
    r"(?:即日起)?(?:到|于|在|至)?(?:(?:20)?\d\d年|20\d\d[.-]\d|\d{1,2}月|[一二三四五六七八九十]{1,2}月(?!\d)|年底|年内|当年|第?[一二三四1-4]季度|[上下]半年|[每按][年月季]|持续|长期|全年|常年)[^,;。]{0,20}"
)
_LONGEST: Final = 26
_SIGNS: Final = re.compile(r"[年月季持长]|20\d\d[.-]\d")  # one of these stands in every date


def undated(text: str, start: int, end: int, tag: Tag) -> int:
    """Where the names end; the date behind them becomes the tag's deadline, unless it has one."""
    if _SIGNS.search(text, start, end) is None:
        return end
    for clause_start, clause_end in clauses(text, start, end):
        if _CLAUSE.fullmatch(text, clause_start, clause_end):
            found = _AT_END.fullmatch(text, clause_start, clause_end)
            _date(tag, found.span("date") if found else (clause_start, clause_end))
            return clause_start
    found = _AT_END.search(text, max(start + 2, end - _LONGEST), end)
    if found is None:
        return end
    _date(tag, found.span("date"))
    return found.start()


def _date(tag: Tag, where: tuple[int, int]) -> None:
    if tag.deadline is None:
        tag.deadline = where
