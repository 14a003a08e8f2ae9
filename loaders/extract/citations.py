"""Named policies, laws and documents: what stands in 《…》, and the few names that stand without."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.extract import starts
from loaders.extract.starts import Starts
from loaders.rules import expand, head_of, lexicon

_LISTS: Final = lexicon("citations")
_MAX: Final = 160
_VERSION: Final = r"(?:\((?:[^()]{1,24})\))*"
_KIND: Final = re.compile(expand(rf"(?:{{kind}})[”’〉》]?{_VERSION}$", _LISTS))
_FORM: Final = re.compile(expand(rf"(?:{{form}}){_VERSION}$", _LISTS))
_MEDIA: Final = re.compile(expand(r"(?:{media})$", _LISTS))
_MEDIA_AFTER: Final = re.compile(
    expand(
        r"(?:[、,]?《[^《》\n]{1,40}》){0,6}(?:{media_after}|等[一-鿿]{0,6}(?:栏目|专栏|节目|课程))",
        _LISTS,
    )
)
_MEDIA_BEFORE: Final = re.compile(expand(r"(?:{media_before})(?:《[^《》\n]{1,40}》、?)*$", _LISTS))
_CITING: Final = re.compile(expand(r"(?:{citing})[^,。;\n《》]{0,24}$", _LISTS))
_ALIAS: Final = re.compile(
    r"\((?:以下|下)(?:统一)?简称[::]?[“]?《(?P<name>[^《》()]{1,40})》[”]?\)|\((?:以下|下)(?:统一)?简称[::]?[“](?P<quoted>[^“”()]{1,30})[”]\)"
)
_ALIAS_BEFORE: Final = re.compile(r"(?:简称|称)[::]?[“]?$")
_NICKNAME: Final = re.compile(expand(r"{nickname}", _LISTS))
_NICKNAME_HEADS: Final = tuple(head_of(word) for word in _LISTS["nickname"])
_FOLLOWED: Final = "贯彻落实|贯彻执行|认真贯彻|认真落实|严格落实|严格执行|组织实施|落实|贯彻|执行|依照|按照|根据|依据|遵守|实施"
_FOLLOWING: Final = starts.words(_FOLLOWED.split("|"))
_BARE: Final = re.compile(
    expand(
        rf"(?:{_FOLLOWED})"
        r"(?P<title>(?:{issuer}(?![和、])|中华人民共和国|(?:[一-鿿](?<![的和与及等对])){2,8}?(?:省|自治区|市)(?![、场政民委级县属直]))"
        r"[一-鿿]{3,50}?(?:暂行条例|条例|暂行办法|办法|实施意见|实施细则|若干规定))(?=$|[,。;、)\n]|的?(?:精神|要求|规定|有关)|和|等)",
        _LISTS,
    )
)
_KEY: Final = re.compile(r"[\s\-—–―－~～·,,、.。()()《》〈〉“”‘’\"年度]")
_STRIP: Final = re.compile(
    r"^(?:关于印发|关于)|(?:的通知)$|\((?:试行|暂行|草案|征求意见稿|修订|[^()]{0,12}稿)\)$"
)


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """``[start, end)`` is the surface with its marks, ``[title_start, title_end)`` the title without.

    ``full_title`` is the range of the long title when this is a short name defined by 以下简称《…》.
    """

    start: int
    end: int
    title_start: int
    title_end: int
    bracketed: bool
    rule: str
    full_title: tuple[int, int] | None = None


def find(text: str, own_titles: Sequence[str], known: Starts | None = None) -> list[FoundCitation]:
    """Citations in reading order, not overlapping; the document's own titles and their short names are none.

    ``known``: the text's.
    """
    own = {_key(title) for title in own_titles if title}
    marked = _marked(text)
    short, own_short = _short_names(text, marked, own)
    found = [
        hit
        for start, end in marked
        if (hit := _bracketed(text, start, end, own | own_short, short)) is not None
    ]
    found.extend(_unbracketed(text, marked, known or Starts(text)))
    found.sort(key=lambda citation: (citation.start, -citation.end))
    kept: list[FoundCitation] = []
    for citation in found:
        if not kept or citation.start >= kept[-1].end:
            kept.append(citation)
    return kept


def _key(title: str) -> str:
    return _KEY.sub("", _STRIP.sub("", title.strip()))


def _marked(text: str) -> list[tuple[int, int]]:
    """Ranges of the outermost 《…》; nested ones (《关于印发《…》的通知》) belong to the outer title."""
    ranges = []
    at = text.find("《")
    while at >= 0:
        end = _closing(text, at)
        if end:
            ranges.append((at, end))
        at = text.find("《", end or at + 1)
    return ranges


def _closing(text: str, start: int) -> int:
    """Behind the 》 that closes ``start``, 0 when its paragraph has none near."""
    limit = min(len(text), start + _MAX)
    depth, first = 0, 0
    for at in range(start, limit):
        c = text[at]
        if c == "《":
            depth += 1
        elif c == "》":
            depth -= 1
            first = first or at + 1
            if depth == 0:
                return at + 1
        elif c == "\n":
            break
    return first


def _short_names(
    text: str, marked: list[tuple[int, int]], own: set[str]
) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """Short names that (以下简称《纲要》) defines: of other documents → the long title's range, and of this one."""
    short: dict[str, tuple[int, int]] = {}
    own_short: set[str] = set()
    ends = [end for _, end in marked]
    for match in _ALIAS.finditer(text):
        name = match["name"] or match["quoted"]
        before = bisect_right(ends, match.start()) - 1
        if before < 0 or match.start() - ends[before] > 40:
            continue
        title = (marked[before][0] + 1, marked[before][1] - 1)
        if _key(text[title[0] : title[1]]) in own:
            own_short.add(_key(name))
        else:
            short[_key(name)] = title
    return short, own_short


def _bracketed(
    text: str, start: int, end: int, own: set[str], short: dict[str, tuple[int, int]]
) -> FoundCitation | None:
    title = text[start + 1 : end - 1].strip()
    key = _key(title)
    if not key or key in own or _ALIAS_BEFORE.search(text, max(0, start - 4), start):
        return None
    if text[start - 1 : start] == "本" and text[start - 2 : start - 1] != "日":
        return None  # 本《细则》自发布之日起施行: the document itself
    if not _is_document(text, start, end, title):
        return None
    return FoundCitation(start, end, start + 1, end - 1, True, "citation.bracket", short.get(key))


def _is_document(text: str, start: int, end: int, title: str) -> bool:
    if _FORM.search(title) or _MEDIA.search(title) or _MEDIA_AFTER.match(text, end):
        return False
    if _MEDIA_BEFORE.search(text, max(0, start - 60), start):
        return False
    return bool(_KIND.search(title) or _CITING.search(text, max(0, start - 40), start))


def _unbracketed(text: str, marked: list[tuple[int, int]], known: Starts) -> list[FoundCitation]:
    found = []
    nicknamed = any(head in text for head in _NICKNAME_HEADS)
    for match in _NICKNAME.finditer(text) if nicknamed else ():
        start, end = match.span()
        trim = 1 if text[start] == "“" and text[end - 1] == "”" else 0
        found.append(
            FoundCitation(start, end, start + trim, end - trim, False, "citation.nickname")
        )
    for match in known.matches(_BARE, _FOLLOWING):
        start, end = match.span("title")
        found.append(FoundCitation(start, end, start, end, False, "citation.bare"))
    starts = [start for start, _ in marked]

    def inside(at: int) -> bool:
        nearest = bisect_right(starts, at) - 1
        return nearest >= 0 and at < marked[nearest][1]

    return [hit for hit in found if not inside(hit.start)]
