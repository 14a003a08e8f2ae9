"""What a line or cell without a stop is when it says no work: a title, a unit, the name of a column or of a project.

制定实施方案 in a cell is a task and 某县实施方案 a name: the patterns (``[[line]]`` of statements.toml) say how names end, this
module whether a verb of work opens the line all the same.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import adverbs_end, verb_at
from loaders.extract.lexemes import NOUNY
from loaders.rules import Rule, compile_rules, finder

_ORDER: Final = ("none", "nouny", "any")  # how much of a verb may open the line
_LINES: Final = tuple(
    (_ORDER.index(rule.data["verbs"]), rule, rule.data.get("needs", ("",)), finder(rule.pattern))
    for rule in compile_rules("statements", "line")
)
# 科学|传播活动组委会, 现场|预约服务方式: adverbs that describe a noun as often
_NOUNS_TOO: Final = frozenset(
    [
        "科学",
        "专项",
        "专题",
        "现场",
        "联合",
        "动态",
        "系统",
        "协同",
        "实时",
        "集中",
        "统筹",
        "健康",
        "具体",
        "重点",
    ]
)
_NUMBER: Final = re.compile(r"\d{1,2}:")
_LONGEST: Final = 500  # characters; longer ones are torn tables


def named(line: str) -> Rule | None:
    """The rule by which a folded line without a stop is only a name; None when it may be work."""
    if len(line) > _LONGEST:
        return None
    opens = _opens(line)
    for most, rule, needs, find in _LINES:
        if most >= opens and any(word in line for word in needs) and find(line):
            return rule
    return None


def _opens(line: str) -> int:
    """What opens the line, as an index of ``_ORDER``: no verb, one that is a noun as often, or one of work."""
    numbered = _NUMBER.match(line)  # 1:加强日常检查
    first = numbered.end() if numbered else 0
    at = adverbs_end(line, first)
    length = verb_at(line, at)
    if not length:
        return 0
    coloured = at > first and line[first:at] not in _NOUNS_TOO
    return 1 if not coloured and line[at : at + length] in NOUNY else 2
