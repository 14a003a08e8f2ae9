"""What to tell of a document of which nothing, or no owner, could be read: a code and what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.model import Record, Span, Warning
from loaders.owner_words import ENDS, LABEL, ending
from loaders.signs import Signs
from ontology.unit_names import looks_like_unit

ADVICE: Final = {
    "traditional": "正文是繁体字，而各条规则按简体字写成，责任单位和任务会大量漏读；"
    "请先转为简体（如 Word 的“审阅 › 繁转简”）再读入。",
    "not_chinese": "正文几乎没有中文，没有读出任务；目前只读中文文件，请换成中文原件。",
    "nothing_read": "没有读出任务，也没有读出要求做的事；请核对文件是否完整、是否为写明工作任务的文件。",
    "table_unread": "表格里没有认出任务列和责任单位列，没有读出责任；"
    "请在表头一行写明列名（如：序号、工作任务、责任单位、完成时限）后再读入。",
    "no_owners": "这份分工表没有读出责任单位；请核对单位是否写在“责任单位：”之后，或在表格的“责任单位”列里。",
}
"""Code → message; the codes are stable, the words are for people."""

_SHEETS: Final = frozenset(
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "text/csv",
    )
)
_TRADITIONAL: Final = Signs("責單關於國務開實會發為與區縣業動規設導領門產應")
_MARKED: Final = 0.02
"""The share of these characters in a text written in them: a tenth is usual; 0 in any other."""
_BEGINS: Final = 5_000
"""Characters looked at for them."""
_FEW: Final = 0.1
"""Of the letters, the share that is Chinese in a text that is not."""


# 活动内容 责任单位: the columns of a printed table on one line
_COLUMN: Final = re.compile(rf"{LABEL}$")
_BESIDE: Final = frozenset(" \t\r\n\u3000\xa0|｜")
_COLUMN_ENDS: Final = Signs(end + then for end in ENDS for then in sorted(_BESIDE))
_PARTED: Final = re.compile(r"[\s|｜]+")
_OTHER: Final = re.compile("序号|任务|内容|事项|措施|项目|活动")
_WIDTH: Final = 80
"""Characters of a line of column names."""
_NAME: Final = 12
"""Characters of one of them."""
_BELOW: Final = 2000
"""Characters below it in which its first row stands."""


def warned(record: Record) -> Record:
    """The record with a warning when it looks read and is not; as it is otherwise."""
    told = scripted(record)
    if told is not record:
        return told
    code = _code(record)
    span = _unread_table(record) if code is None else None
    if span is not None:
        code = "table_unread"
    if code is None:
        return record
    return replace(record, warnings=(*record.warnings, Warning(code, ADVICE[code], span)))


def _unread_table(record: Record) -> Span | None:
    """The line of column names below which no row was read: what a PDF or a page printed as text."""
    text = record.source.text
    rows = [task.span.start for task in record.tasks if task.rule == "task.row"]
    for found in ending(text, _COLUMN_ENDS, _COLUMN, *record.span):
        at = found.start()
        if at and text[at - 1] not in _BESIDE:
            continue
        low, high = max(0, at - _WIDTH), min(len(text), at + _WIDTH)
        start = text.rfind("\n", low, at) + 1 or low
        end = text.find("\n", at, high)
        end = end if end >= 0 else high
        if end - start > _WIDTH:
            continue
        names = [one for one in _PARTED.split(text[start:end]) if one]
        columns = all(len(one) <= _NAME for one in names)
        columns = columns and any(_OTHER.search(one) for one in names)
        named = any(looks_like_unit(one) for one in names if _COLUMN.match(one) is None)
        if columns and not named and not any(end <= at < end + _BELOW for at in rows):
            return Span(start, end)
    return None


def _code(record: Record) -> str | None:
    if any(task.assignments for task in record.tasks):
        return None
    said = record.tasks or any(s.kind != "context" for s in record.statements)
    if not said and not _chinese(record.source.text):
        return "not_chinese"
    if record.source.tables and record.source.media_type in _SHEETS:
        return "table_unread"
    if record.metadata.genre == "assignment_table":
        return "no_owners"
    return None if said else "nothing_read"


def scripted(record: Record) -> Record:
    """The record with a warning when its file is written in Traditional characters; as it is otherwise."""
    if not _traditional(record.source.text):
        return record
    note = Warning("traditional", ADVICE["traditional"], None)
    return replace(record, warnings=(*record.warnings, note))


def _traditional(text: str) -> bool:
    begins = text[:_BEGINS]
    return len(_TRADITIONAL.places(begins, 0, len(begins))) > _MARKED * len(begins) + 4


def _chinese(text: str) -> bool:
    letters = [char for char in text[:20_000] if char.isalpha()]
    own = sum("\u4e00" <= char <= "\u9fff" for char in letters)
    return not letters or own >= _FEW * len(letters)
