"""Where a phrase before the verb can end: 在全市范围内|发行的报纸上|刊载, 按照规定的程序|审批.

The words such a phrase ends in are ``[[phrase]]`` of predicates.toml; which of the ends is the right one, only the verb
behind it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.rules import compile_rules, guarded, words


@cache
def _ends() -> dict[str, re.Pattern[str]]:
    """What opens a phrase → what the phrase can end in."""
    found: dict[str, re.Pattern[str]] = {}
    for rule in compile_rules("predicates", "phrase"):
        pattern = re.compile(guarded(rule.pattern.pattern))
        found.update(dict.fromkeys(words(rule.data["openers"]), pattern))
    return found


def ends(text: str, opener: str, start: int, stop: int) -> Iterator[int]:
    """The positions before ``stop`` at which a phrase that ``opener`` opens may end, what it is about from ``start``."""
    pattern = _ends().get(opener)
    if pattern is not None:
        for found in pattern.finditer(text, start, stop):
            yield found.end()
