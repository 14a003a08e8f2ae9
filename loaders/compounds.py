"""Names of offices that hold 和: 住房和城乡建设局, 各级党委和政府信访部门. Elsewhere 和 joins two things.

The words are ``compound`` of ``rules/actors.toml``; who splits a list of units and who looks for the agent of a
sentence both ask here.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.rules import expand, lexicon, seekable

_LISTS: Final = lexicon("actors")
_COMPOUND: Final = re.compile(expand(r"{compound}", _LISTS))
# What stands before the 和 of such a word.
_HEADS: Final = tuple(sorted({word.partition("和")[0] for word in _LISTS["compound"]}))
_ENDS: Final = frozenset(head[-1] for head in _HEADS)
_LONGEST: Final = max(map(len, _HEADS))
# 各级党委和政府信访部门: one of them, not the party committee and the government's office
_BOTH: Final = re.compile(r"党委和政府(?!有关|相关|各|所属|职能)[^和及与、]{2,8}部门")


# 人事与老干部处|牵头: one office of two fields
_OFFICES: Final = ("处", "科", "室", "股")
_TWO_FIELDS: Final = re.compile(
    r"[一-鿿]{2,6}(?<![局委处科厅部办院会所室府])[和与][一-鿿]{2,8}[处科室股](?=牵头|负责|会同|组织|应|要|须)"
)


# 县文体广电和旅游局: behind a level word, no other office ends before the 和
_OF_LEVEL: Final = re.compile(
    seekable(
        r"(?<![一-鿿·])(?:由)?[省市县区旗州](?![场直属级长域])[一-鿿·]{2,8}(?<!财政)(?<![联协会业体局委处科厅部办院会所室府镇乡街道门位心关组队司校级])"
        r"[和与](?!各|有关|相关|其他|[省市县区](?!场)|本|同级|所)[一-鿿]{1,8}?(?:[局委]|[评督][办组])(?=[、,。和等()牵负按配要应协会]|$)"
    )
)


def _one_word(found: re.Match[str]) -> str:
    return found[0].replace("和", "·").replace("与", "·")


def compounded(sentence: str) -> str:
    """住房和城乡建设 as one word, 住房·城乡建设; most 和 join two things."""
    if "局" in sentence or "委" in sentence:
        sentence = _OF_LEVEL.sub(_one_word, sentence)
    start = 0 if any(word in sentence for word in _OFFICES) else -1
    while start >= 0:
        if (fields := _TWO_FIELDS.match(sentence, start)) is not None:
            sentence = sentence[: fields.start()] + _one_word(fields) + sentence[fields.end() :]
            break
        start = sentence.find(",", start) + 1 or -1
    at = sentence.find("和")
    while at >= 0:
        if sentence[at - 1] in _ENDS and sentence.endswith(_HEADS, 0, at):
            return _COMPOUND.sub(_one_word, sentence)
        at = sentence.find("和", at + 1)
    return sentence


def within_name(text: str, at: int) -> bool:
    """Whether the 和 at ``at`` stands inside one name."""
    if text[at] != "和" or not at:
        return False
    if text[at - 1] == "委" and _BOTH.match(text, at - 2):
        return True
    if text[at - 1] not in _ENDS or not text.endswith(_HEADS, max(0, at - _LONGEST), at):
        return False
    return any(
        (found := _COMPOUND.match(text, start)) is not None and found.end() > at
        for start in range(max(0, at - _LONGEST), at)
    )
