"""Owners that a sentence names: 由A牵头,B配合 · A、B负责….

Only directives of blocks without a tag are asked, and only lists in which every name is certainly a unit count: a
wrong owner is worse than a missing one.
"""

from __future__ import annotations

import re

from loaders.tag_cues import Mention
from loaders.unit_lists import split_list
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]

_OPENING = re.compile(
    r"(?:由)?(?P<units>[^,。;:“”《》\n]{2,70}?)(?:要|应|应当)?(?:按照?(?:各自)?(?:职责|分工)(?:分工)?)?(?:共同|具体|统一|分别|总体)?(?P<verb>牵头|负责)(?![人同制的者])"
)
_BY = re.compile(
    r"(?:^|(?<=[,。;]))(?:[^,。;]{0,12})?由(?P<units>[^,。;:“”《》\n]{2,60}?)(?:共同|具体|统一|分别|总)?(?P<verb>牵头|负责|承办|组织实施)(?![人同制的者])"
)
# 区财政局的主要职责:(一)…, 区财政局履行下列职责: the subject of an article on duties
_DUTIES = re.compile(
    r"(?P<units>[^,。;:“”《》\n的]{3,40}?)(?:的)?(?:主要)?(?P<verb>(?:履行|承担|行使)(?:以下|下列)(?:主要)?职责|职责(?:是|为|包括|如下|分工)?(?=:))"
)
_HELP = re.compile(
    r"[,、](?P<units>[^,。;:“”《》\n]{2,60}?)(?:共同|积极|密切)?(?P<verb>配合|协助|参与)(?=[,。;做抓化开推落完实组]|$)"
)

# One of these stands in every _OPENING, _BY and _DUTIES: most sentences hold none.
_CUE = re.compile("牵头|负责|承办|组织实施|职责")
# 制作该信息的行政机关, 浦东新区应当建立区人民政府, 由牵头部门负责: a description or an open reference, no name
_DESCRIBED = re.compile(
    r"的|该|是|应当|加强|建立|健全|^(?:配合|协助|协调|组织(?!部))|^(?:牵头|责任|配合|主责|相关|有关)(?:部门|单位)$"
)


# 党委领导、政府负责、部门配合: a principle, not a duty
_SLOGAN = frozenset(
    (
        "政府",
        "党委",
        "部门",
        "单位",
        "企业",
        "学校",
        "党委政府",
        "各级",
        "主管部门",
        "有关部门",
        "牵头部门",
    )
)


def find_owners(text: str, sentence: Range) -> list[Mention]:
    """The owners that a directive names with a role verb."""
    start, end = sentence
    if _CUE.search(text, start, end) is None:
        return []
    found = (
        _OPENING.match(text, start, end)
        or _BY.search(text, start, end)
        or _DUTIES.match(text, start, end)
    )
    if found is None:
        return []
    role = "lead" if found.group("verb") == "牵头" else "responsible"
    rule = "prose.lead" if role == "lead" else "prose.responsible"
    first, last = found.span("units")
    joined = text.find(
        "会同", first + 1, last
    )  # A会同B负责: before it the owner, behind it who joins
    mentions = _named(text, (first, last if joined < 0 else joined), role, rule)
    if not mentions:
        return []
    if joined >= 0:
        mentions += _named(text, (joined + 2, last), "cooperate", "prose.cooperate")
    help_ = _HELP.search(text, found.end(), end)
    if help_:
        mentions += _named(text, help_.span("units"), "cooperate", "prose.cooperate")
    return mentions


def _named(text: str, where: Range, role: str, rule: str) -> list[Mention]:
    items = [item for item in split_list(text, *where) if item.name not in _SLOGAN]
    if (
        not items
        or not all(i.certain or looks_like_unit(i.name) for i in items)
        or any(
            len(i.name) > 22 or _DESCRIBED.search(i.name) or not _balanced(i.name) for i in items
        )
    ):
        return []
    return [Mention(item, role, rule, 0.85) for item in items]  # type: ignore[arg-type]


def _balanced(name: str) -> bool:
    return name.count("(") == name.count(")")
