"""Who acts in a sentence that also names others in its conditions: A需要协助的,B应当协助; A有下列行为的,责令改正."""

from __future__ import annotations

import re
from typing import Final

_PERSON_BOUND: Final = re.compile(r"[一-鿿]{1,6}[人者方员师](?:应当|可以|不得|必须|有权)")


_VIOLATES: Final = re.compile(
    r"^[^,]*违反[^,]*(?:规定|条例|办法|法)[^,]*,(?![^,]*(?:应当|不得|可以))"
)
_PUNISHED: Final = re.compile(
    r",(?:依法|依规|依纪|分别|一律|(?:按照?|依照|依据|根据)[^,]*)*"
    r"(?:责令|处(?!理的)|给予|追究|没收|吊销|予以处[理罚分]|对其|对(?:直接)?负[有责]|对直接|取消|通报批评|撤销其|视情节"
    # 企业招用毕业生的,每月按标准给予补贴: who gets it
    r"|[^,的]{0,40}(?:给予|发放)[^,]{0,12}(?:补贴|补助|奖励|资助))"
)
_FINDS: Final = re.compile(
    r"(?:在[^,]*[中时])?(?:对|发现|认为|查|经|收到|接到|认定|作出|决定)"
)  # who finds, acts


def acting(
    text: str, ranges: tuple[tuple[int, int], ...], found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Without those of a condition when others act: A需要协助的,B应当在职责范围内协助."""
    cases = [(start, end) for start, end in ranges[:-1] if text[end - 1] == "的"]
    if not cases:
        return found
    if _VIOLATES.search(text, 0, cases[0][1]):
        cases.insert(0, (0, cases[0][1]))  # 单位违反本条例,未履行义务的,主管部门应当…
    those = [a for a in found if not any(start <= a[0] < end for start, end in cases)]
    if not those and _PUNISHED.match(text, cases[-1][1]):
        return [a for a in found if _FINDS.match(text, a[1])]  # 机关有下列情形的,责令改正
    if not those and any(_PERSON_BOUND.match(text, end + 1) for _, end in cases):
        return []  # 机构都可以受理的,申请人应当向其中一个提出: a person acts
    return those or found
