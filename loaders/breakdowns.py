"""Tags that break a task down into clauses: 〔任务分解:A、B等做好…;各县区政府做好…〕, each begins with its owners."""

from __future__ import annotations

import re
from typing import Final

from kg.model import Role
from loaders.tag_cues import Mention, Tag, clauses
from loaders.unit_lists import split_list
from ontology.unit_names import looks_like_unit

_BREAKDOWN: Final = re.compile(
    r"(?P<units>(?:[^;。,()]|\([^()]*\)){2,160}?)(?P<verb>牵头)?(?:及时|共同|具体|积极|依法|认真|切实|统筹|进一步|要|全面|按(?:照)?[^,;。]{2,12}?|按(?:照)?[^,;。]{2,40}(?:原则|要求|规定|标准|部署),)?(?:负责|做好|抓好|加强|推进|推动|开展|落实|指导|组织|配合|完成|制定|督促|建立|健全|完善|提高|强化|规范|公开|发布|更新|梳理|编制|公布|优化|深化|会同|协调|督导|履行|汇总|统计)"
)


_QUOTED: Final = re.compile(r"“[^“”]{1,60}”")


def _dotted(quoted: re.Match[str]) -> str:
    return "“" + "·" * (len(quoted[0]) - 2) + "”"


def breakdown(text: str, start: int, end: int, tag: Tag) -> None:
    """〔任务分解:A、B等做好…;各县区政府做好…〕: the units that begin each clause."""
    said = _QUOTED.sub(_dotted, text[start:end])  # “谁制作,谁解读”: its comma parts no clauses
    for clause_start, _ in clauses(said, 0, len(said)):
        found = _BREAKDOWN.match(said, clause_start)
        if found is None:
            continue
        first, last = found.span("units")
        items = split_list(text, start + first, start + last)
        if not items or not all(i.certain or looks_like_unit(i.name) for i in items):
            continue
        role: Role = "lead" if found.group("verb") else "responsible"
        tag.mentions += [Mention(item, role, "tag.breakdown", 0.93) for item in items]
