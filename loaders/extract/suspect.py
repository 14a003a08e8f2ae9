"""Spam words that strangers put into hacked pages: 沙巴体育 where 政务服务 stood. Flagged, never repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from loaders.extract import starts
from loaders.extract.starts import Starts
from loaders.rules import compile_rules, head_of, lexicon

_RULES: Final = compile_rules("suspect")
# What the rules' matches begin with: nearly every text holds none of it.
_HEADS: Final = starts.words(
    head_of(rule.data["begins"][1].format(word))
    for rule in _RULES
    for word in lexicon("suspect")[rule.data["begins"][0]]
)
# 打击体育博彩…: a word of the list in the mouth of the law is no spam.
_PUBLIC: Final = re.compile(rf"(?:{'|'.join(lexicon('suspect')['public'])})[^。;\n]{{0,24}}$")
# 政务服务 is what the spam replaced when one of these follows.
_SERVICE: Final = re.compile(
    r"[“”]?(?:四免|一网通办|自助办|一件事|一窗|平台|大厅|中心|事项|能力|便利)"
)


@dataclass(frozen=True, slots=True)
class FoundSuspect:
    """``suggestion`` is what probably stood there, None when nothing tells."""

    start: int
    end: int
    rule: str
    suggestion: str | None


def find(text: str, known: Starts | None = None) -> list[FoundSuspect]:
    """Injected spam words in reading order, not overlapping. ``known``: the text's."""
    if not (known or Starts(text)).of(_HEADS):
        return []
    found: list[FoundSuspect] = []
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            if _PUBLIC.search(text, max(0, match.start() - 30), match.start()):
                continue
            wanted = rule.data.get("suggestion")
            suggestion = wanted if wanted and _SERVICE.match(text, match.end()) else None
            found.append(FoundSuspect(match.start(), match.end(), rule.id, suggestion))
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[FoundSuspect] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
