"""What holds in a whole document: names alone in brackets, commas and marks behind names that say who leads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from loaders.tag_cues import DATE_CLAUSE, Mention, Range, Tag, clauses, cues
from loaders.unit_lists import Item, split_list
from ontology.unit_names import is_collective, level_of, looks_like_unit, unit_type

_BARE_LIMIT: Final = 120
_HABIT: Final = 5  # tags that say a document names its offices so
_OFFICE: Final = "处科室股"
_FIRST: Final = "省市县区州盟旗镇乡街国中自各全有相"


def comma_leads(text: str, tags: list[Tag]) -> None:
    """逗号前为牵头单位,下同: from this tag on, the names before the first comma lead; a tag without one has no lead."""
    said = next((i for i, tag in enumerate(tags) if tag.comma_leads), len(tags))
    for tag in tags[said:]:
        if not tag.mentions or any(m.role != "responsible" for m in tag.mentions):
            continue
        first, last = tag.mentions[0].item.start, tag.mentions[-1].item.end
        comma = text.find(",", first, last)
        tag.mentions = [
            m._replace(role="lead", rule="tag.standing.comma-leads") if m.item.end <= comma else m
            for m in tag.mentions
        ]


def bare_tags(text: str, groups: list[Range], tags: list[Tag]) -> Iterator[Tag]:
    """Only names behind a paragraph's last full stop: …。(县司法局、各镇政府) ⏎, in a document that has tags."""
    starts = [t.start for t in tags]
    for start, end in groups:
        before = text[start - 1] if start else "\n"
        behind = text[end : end + 1]
        if before not in "。;\n" or behind not in ("", "\n", "。") or end - start > _BARE_LIMIT:
            continue
        offices = len(tags) >= _HABIT and text[end - 2] in _OFFICE
        if text[start + 1] not in _FIRST and not offices:
            continue
        at = bisect_right(starts, start) - 1
        if at >= 0 and tags[at].end > start:
            continue
        tag = Tag(start, end, own_line=before == "\n")
        stop = _undated(text, start + 1, end - 1, tag)
        joined = text.find("会同", start + 3, stop)
        items = split_list(text, start + 1, stop if joined < 0 else joined)
        helpers = [] if joined < 0 else split_list(text, joined + 2, stop)
        named = [*items, *helpers]
        if items and (
            all(certainly(i) or (offices and _office(i)) for i in named) or _mostly(named)
        ):
            tag.mentions = [Mention(i, "responsible", "tag.bare", 0.85) for i in items]
            tag.mentions += [Mention(i, "cooperate", "tag.bare", 0.85) for i in helpers]
            yield tag


def _office(item: Item) -> bool:
    """国际合作处: an internal office, which has no level word."""
    return item.name[-1] in _OFFICE and unit_type(item.name) == "internal_office"


def certainly(item: Item) -> bool:
    """A unit's ending and a level word in front, or a class of units: no other noun reads like that."""
    levelled = item.certain or level_of(item.name)[0] is not None or is_collective(item.name)
    return levelled and looks_like_unit(item.name)


def _mostly(items: list[Item]) -> bool:
    """市商务局、市贸促会、市税务局、广元海关: of four units three have a level word, and the fourth reads like one."""
    sure = sum(map(certainly, items))
    return sure * 4 >= len(items) * 3 and all(looks_like_unit(i.name) for i in items)


def _undated(text: str, start: int, end: int, tag: Tag) -> int:
    """Where the names end: (县司法局,2024年6月底前完成) has a date behind them."""
    for clause_start, clause_end in clauses(text, start, end):
        if DATE_CLAUSE.search(text[clause_start:clause_end]):
            tag.deadline = (clause_start, clause_end)
            return clause_start
    return end


def marked_leads(text: str, tags: list[Tag]) -> None:
    """标★的为牵头单位: what a mark behind a name means is said once in the document."""
    found = cues().marked.search(text)
    if found is None:
        return
    for tag in tags:
        tag.mentions = [
            m._replace(role="lead", rule="tag.standing.marked-leads")
            if text[m.item.end : m.item.end + 1] == found.group("mark")
            else m
            for m in tag.mentions
        ]
