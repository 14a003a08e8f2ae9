"""Lists of duties whose lines begin with a unit and a blank: 市公安局 负责现场秩序。 ⏎ 市卫生局 组织医疗救护。

The blank is what a page left of the line between two columns. Four such lines, one below the other, are a table of units and
their duties; fewer may be anything. Where nothing numbered stands above, as in a page copied from the middle of a plan, no
heading could own what 市公安局:负责… or 市公安局负责… says: such lines are rows as well.
"""

from __future__ import annotations

import re
from typing import Final

from kg.model import Role, Span
from loaders.extract.grammar import adverbs_end, verb_at
from loaders.flat_cells import NAMES, FlatRow
from loaders.flat_tables import FlatTable
from loaders.owner_words import LABEL
from loaders.rules import seeking
from loaders.widths import half_width
from ontology.unit_names import level_of, looks_like_unit

_LINE: Final = re.compile(
    r"\s*(?P<names>[\u4e00-\u9fff、（）()]{3,40}?)[ \u3000\t]+(?P<duty>[\u4e00-\u9fff][^\n]{5,}[。；;])\s*$"
)
_SAID: Final = re.compile(
    r"\s*(?P<names>[\u4e00-\u9fff、（）()]{3,40}?)(?:[:：]\s*|(?=(?:负责|协助|配合|参与)(?!人(?!员))))(?P<duty>[^\s:：][^\n]{5,})\s*$"
)
_GATE: Final = seeking(
    "[局委办队会] ?[ \u3000\t][\u4e00-\u9fff]{2}[^\n]{4,}[。；;]\\s*\n|[局委办队会门府](?:[:：]|负责)"
)
_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、]|第[一二三四五六七八九十百]{1,4}[章条])"
)
_LABEL: Final = re.compile(LABEL)
_REACHED: Final = ("联系", "电话", "地址", "办公电话", "办公地址", "传真", "邮箱")  # no duty
_HELPS: Final = re.compile("参与|协助|配合")
_FEWEST: Final = 4


def find_unit_lines(text: str, lines: list[Span]) -> list[FlatTable]:
    """The lists among the source lines, in order."""
    if _GATE.search(text) is None:
        return []
    out: list[FlatTable] = []
    rows: list[FlatRow] = []
    sure, above = 0, True
    for index, line in enumerate([*lines, None]):
        found = _row(text, line, str(len(rows) + 1), above) if line is not None else None
        above = above and line is not None and not _NUMBERED.match(text, *line)
        if found is not None:
            rows.append(found[0])
            sure += found[1]
            continue
        begins = index == len(rows) == sure > 1  # the text itself begins with them
        if begins or (len(rows) >= _FEWEST and sure * 4 >= len(rows) * 3):
            out.append(FlatTable(index - len(rows), index, [], rows))
        rows, sure = [], 0
    return out


def _row(text: str, line: Span, number: str, first: bool) -> tuple[FlatRow, bool] | None:
    """The unit and the duty of a line, and whether both are certain: a level in front or 负责, a verb behind the blank.

    ``first``: no numbered line stands above.
    """
    start, end = line
    parted = any(text.find(blank, start, end) > 0 for blank in " \u3000\t")
    found = _LINE.match(text, start, end) if parted else None
    if found is None and first:
        found = _SAID.match(text, start, end)
    if found is None:
        return None
    names = [half_width(name) for name in NAMES.split(found["names"]) if name]
    if not all(looks_like_unit(name) and not _LABEL.fullmatch(name) for name in names):
        return None
    duty = half_width(found["duty"])
    if duty.startswith(_REACHED):
        return None
    work = adverbs_end(duty, 0)
    role: Role = "cooperate" if _HELPS.match(duty, work) else "responsible"
    task, owner = Span(*found.span("duty")), Span(*found.span("names"))
    row = FlatRow(number, None, [task], [(role, [owner])], drawn=True)
    certain = level_of(names[0])[0] is not None or names[0].endswith("部门")
    return row, (certain or duty.startswith("负责", work)) and bool(verb_at(duty, work))
