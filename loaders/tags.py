"""Responsibility tags: (牵头单位:A、B;配合单位:C;完成时限:D), 〔A牵头,B配合〕, own lines, standing rules.

Finds where a tag is and what it says; whose tag it is (scope) is decided in ``loaders.scope``. Works on folded text;
every range returned is a folded range. Precision first: a bracket that is not certainly a tag is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from loaders.brackets import CLOSE, CUE, LIMIT, OPEN, bracket_groups
from loaders.breakdowns import breakdown
from loaders.owner_words import LABEL
from loaders.role_notes import helped, reach_back, role_note
from loaders.rules import seeking
from loaders.signs import Seeker
from loaders.tag_cues import (
    CLAUSE,
    NO_COLON,
    Mention,
    Range,
    Tag,
    clauses,
    cues,
    labels_inside,
    verbs_in,
)
from loaders.tag_dates import undated
from loaders.tag_habits import (
    bare_tags,
    certainly,
    comma_leads,
    is_local,
    marked_leads,
    names_below,
    said_outside,
)
from loaders.unit_lists import Item, split_list, trim
from ontology.unit_names import is_collective, looks_like_unit

_BULLETS: Final = " -—–·●■◆▲★※*>"
# So many make a list of bare names in a bracket a tag too; two where one of them says a role.
_ENOUGH: Final = 3
# One of these stands in every standing rule: nearly all tags hold none.
_STANDING: Final = seeking("第一|首|以下|下列|均为|都为|逗号|[*※★▲△●☆]")


def find_tags(text: str) -> list[Tag]:
    """All tags of a folded text, in order, not overlapping."""
    tags: list[Tag] = []
    groups = bracket_groups(text)
    for start, end in groups:
        if tags and start < tags[-1].end:
            continue
        tag = _bracket_tag(text, start, end)
        if tag is not None:
            tags.append(tag)
    for sign in (_colon(text), _no_colon()):
        tags = sorted([*tags, *_label_lines(text, tags, sign)], key=lambda t: t.start)
    if "——" in text:
        tags = sorted([*tags, *_dashed(text, tags)], key=lambda t: t.start)
    bare = list(bare_tags(text, groups, tags))
    enough = len(tags) + len(bare) >= _ENOUGH - bool(tags)
    tags = sorted([*tags, *(t for t in bare if enough or t.deadline)], key=lambda t: t.start)
    said_outside(text, tags)
    comma_leads(text, tags)
    marked_leads(text, tags)
    return tags


def owners_in(text: str, start: int, end: int, role: str, rule: str) -> list[Mention]:
    """The owners in a table cell whose column says the role; verbs in the cell (A牵头,B配合) say more."""
    tag = Tag(start, end, own_line=False)
    start, end = trim(text, start, end)
    labels = cues().inside.search(text, start, end)
    if labels or len({v[2] for v in verbs_in(text, start, end)} - {role}) > 0:
        _read(text, start, end, tag)
    if not tag.mentions:
        _labelled(text, start, end, role, rule, tag)
    return tag.mentions


def _bracket_tag(text: str, start: int, end: int) -> Tag | None:
    inner_end = end - 1 if text[end - 1] in CLOSE else end
    if CUE.search(text, start, end) is None:
        return None
    tag = Tag(start, end, own_line=start == 0 or text[start - 1] == "\n")
    _read(text, start + 1, inner_end, tag)
    if not (tag.mentions or tag.standing or tag.first_leads or tag.comma_leads or tag.deadline):
        return None
    # 各镇均为责任单位,以下不再列出 is read first, and stands last
    tag.mentions.sort(key=lambda m: m.item.start)
    if tag.deadline and not tag.mentions and not cues().inside.match(text, start + 1):
        return None
    return tag


# …每学期组织一次。——教务处;语文组配合: who owns an item behind its last full stop
_DASHED: Final = re.compile(r"(?<=[。;)])\s?——(?P<said>[^。:—\n]{2,60})。?(?=\n|$)")


def _dashed(text: str, tags: list[Tag]) -> Iterator[Tag]:
    """Owners behind a dash at the end of a line, clause by clause, where all of it are units."""
    for found in _DASHED.finditer(text):
        at, end = found.span()
        if any(tag.start < end and at < tag.end for tag in tags):
            continue
        tag = Tag(at, end, own_line=False)
        for start, stop in _noted_apart(text, *found.span("said")):
            verbs = [v for v in verbs_in(text, start, stop) if v[1] == stop]
            for first, _, role, rule in verbs[-1:]:
                _listed(text, start, first, role, rule, tag)
            if not verbs:
                listed = [role_note(text, i, "responsible") for i in split_list(text, start, stop)]
                if listed and listed[-1][1] == "cooperate":
                    reach_back(text, listed)
                tag.mentions += [Mention(i, role, "tag.bare", 0.85) for i, role in listed]  # type: ignore[arg-type]
        if tag.mentions and all(i.certain or looks_like_unit(i.name) for i, *_ in tag.mentions):
            yield tag


# 教务处(牵头)|语文组(配合): the blank between two lists is gone
_NOTED: Final = re.compile(r"(?<=[头责办实合与助]\))(?=[一-鿿])")


def _noted_apart(text: str, start: int, end: int) -> Iterator[Range]:
    """The clauses of a list of owners, also where a name's role parts two."""
    for first, stop in clauses(text, start, end):
        for cut in _NOTED.finditer(text, first, stop):
            yield first, cut.start()
            first = cut.start()
        yield first, stop


_LABEL_WIDTH: Final = 30


class _Sign(NamedTuple):
    """What parts a label from its names: its places, the label with it, and what may stand in front of that."""

    places: Seeker
    label: re.Pattern[str]
    before: str


def _colon(text: str) -> _Sign:
    """责任单位:县司法局 · 【责任单位】县司法局"""
    boxed = "】" in text or "]" in text
    return _Sign(_LABEL_ENDS if boxed else _COLON, cues().label, "\n。;)〕】〗《“")


def _no_colon() -> _Sign:
    """责任单位——县司法局 · 责任单位为县司法局: what says less than a colon, all behind it must be units."""
    return _Sign(NO_COLON, cues().apart, "\n。;)〕】〗(—")


def _labels(text: str, sign: _Sign) -> Iterator[re.Match[str]]:
    """Every label of the text: looked for in front of the signs that may follow one, which are few."""
    behind = 0
    for place in sign.places.finditer(text):
        at = place.start()
        first = max(behind, at - _LABEL_WIDTH)
        if cues().label_needs.search(text, first, at):
            for found in sign.label.finditer(text, first, place.end()):
                if found.end() > at:  # 期限:2024年底。责任单位:…: not the one said before
                    yield found
        behind = at + 1


def _label_lines(text: str, tags: list[Tag], sign: _Sign) -> Iterator[Tag]:
    """Tags without brackets: a label at the start of a line, or after a full stop, up to the line's end."""
    at, index = 0, 0
    for found in _labels(text, sign):
        start = _label_start(text, found)
        while index < len(tags) and tags[index].end <= start:
            index += 1
        inside = index < len(tags) and tags[index].start <= start
        if start < at or inside:
            continue
        before = _before(text, start)
        if before not in sign.before and not _spoken(text, before, found):
            continue
        # 责任单位:A。(完成时限:D): the bracket is a tag of its own
        limit = tags[index].start if index < len(tags) else len(text)
        end = _value_end(text, found, before, limit)
        if end is None or end - start > LIMIT:
            continue
        while before in "(—" and text[start - 1] in "(—":
            start -= 1
        tag = Tag(start, end, own_line=before == "\n", bracketed=False)
        _read(text, _label_start(text, found), end, tag, sign.label)
        if _means_it(found, before, tag, text[found.end() : end]):
            at = end
            yield tag


def _value_end(text: str, label: re.Match[str], before: str, limit: int) -> int | None:
    """Where what stands behind a label ends; None where it cannot be a list of names."""
    start = label.start()
    end = text.find("\n", start)
    end = min(len(text) if end < 0 else end, limit)
    if label.re is cues().apart:
        value = _VALUE.match(text, label.end(), end)
        end = value.end() if value else end
        return end if text[end : end + 1] in "\n。;)" else None
    if before in "《“":  # 《责任单位:县司法局》
        end = text.find(_QUOTES[before], start, end)
        return end if end >= 0 else None
    return names_below(text, end) if before == "\n" else end


def _means_it(label: re.Match[str], before: str, tag: Tag, value: str) -> bool:
    """Whether the ``value`` read behind a label shows that it is one: in a sentence, or without a colon, units certainly follow."""
    named = [m.item for m in tag.mentions]
    apart = label.re is cues().apart
    if apart and (tag.odd or not all(i.certain or looks_like_unit(i.name) for i in named)):
        return False
    if not named:
        said = tag.deadline is not None and before not in ", "
        persons = _PERSONS.match(label.group()) is not None
        # …办结。责任领导:张某某 ⏎ 责任单位:…
        alone = before == "\n" or (before == "。" and _NAMES.fullmatch(value) is not None)
        return said or (alone and persons)
    certain = [certainly(i) or (apart and is_local(i)) for i in named]
    sign = label.group()[-1]
    if sign in _NOUN_ENDS or before in ", ":  # 责任单位市教育局
        return all(certain)
    return not apart or sign in "为是:" or any(certain)


# 责任领导:张某某: a line of a tag in a block of such lines, and no sentence
_PERSONS: Final = re.compile(r"[\u4e00-\u9fff]{0,5}(?:领导|责任人|负责人|联系人|联络员):")
_NAMES: Final = re.compile("[\u4e00-\u9fff×]{2,4}(?:、[\u4e00-\u9fff×]{2,4}){0,3}")
_NOUN_ENDS: Final = "位门室间限求"
_QUOTES: Final = {"《": "》", "“": "”"}
_COLON: Final = seeking(":")
_LABEL_ENDS: Final = seeking(r":|】|\]")
_VALUE: Final = re.compile(r"(?:[^\n。:;()]|\([^()\n]{1,24}\))*")


def _label_start(text: str, label: re.Match[str]) -> int:
    """Where a label begins: 【责任单位】 at its bracket."""
    boxed = label.group().rstrip(":")[-1] in "】]" and label.start() > 0
    return label.start() - (boxed and text[label.start() - 1] in "【[")


_LABEL: Final = re.compile(LABEL)


def _spoken(text: str, before: str, label: re.Match[str]) -> bool:
    """开展专项整治,责任单位:市司法局,完成时限:11月底。: a label in a sentence, where units certainly follow."""
    return before in ", " and _LABEL.match(text, label.start()) is not None


def _meaning(label: re.Match[str]) -> tuple[str, str]:
    """The role that a label gives, and the id of the rule that says so."""
    name, roles = label.lastgroup or "", cues().roles
    return roles[name], roles["#" + name]


def _before(text: str, at: int) -> str:
    """The character before a label, bullets and dashes at the line's start passed over."""
    first = at
    while first and text[first - 1] in _BULLETS:
        first -= 1
    if not first or text[first - 1] in "\n。":
        return text[first - 1] if first else "\n"
    if text[at - 1] in "、." and _NUMBERED.search(text, max(0, at - 8), at):
        return "\n"  # 一、责任单位:市水利局: the item begins with its owners
    return text[at - 1]


_NUMBERED: Final = re.compile(r"(?:^|\n)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、.]$")


def _read(
    text: str, start: int, end: int, tag: Tag, pattern: re.Pattern[str] | None = None
) -> None:
    """Parse the inside of a tag; ``pattern`` finds its labels where it has no brackets."""
    start, end = _standing_rules(text, start, end, tag)
    labels: list[re.Match[str]] = []
    if pattern is not None:
        labels += labels_inside(text, start, end, pattern)
    elif _may_label(text, start, end):
        labels += labels_inside(text, start, end)
    head_end = labels[0].start() if labels else end
    if head_end > start and not _sentence(text, start, head_end, tag) and not labels:
        _noted(text, start, end, tag)
    for index, label in enumerate(labels):
        stop = _label_start(text, labels[index + 1]) if index + 1 < len(labels) else end
        _labelled(text, label.end(), stop, *_meaning(label), tag)


def _may_label(text: str, start: int, end: int) -> bool:
    """Whether a label may stand in a tag: most tags (A牵头,B配合) hold none of what it ends in."""
    return any(text.find(sign, start, end) >= 0 for sign in (":", "】", "]", "为", "单位", "部门"))


def _standing_rules(text: str, start: int, end: int, tag: Tag) -> Range:
    """Cut out what the tag says about later tags: 列第一位者为牵头单位,下同 · 以下任务均需…落实."""
    words = cues()
    if _STANDING.search(text, start, end) is None:
        return start, end
    cuts: list[Range] = []
    for pattern in (words.first_leads, words.comma_leads, words.marked):
        found = pattern.search(text, start, end)
        if found:
            tag.first_leads |= pattern is words.first_leads
            tag.comma_leads |= pattern is words.comma_leads
            inside = found.end() < end and text.startswith("):", found.end())
            if not inside:  # 责任单位(排第一的为牵头单位):…
                cuts.append((_clause_start(text, start, found.start()), found.end()))
    for name, pattern in (
        ("all-below", words.all_below),
        ("all-included", words.all_included),
        ("all-responsible", words.all_responsible),
    ):
        found = pattern.search(text, start, end)
        if found:
            rule = f"tag.standing.{name}"
            for item in split_list(text, *found.span("units")):
                tag.standing.append(Mention(item, "responsible", rule, 0.85))
                if name == "all-responsible":  # 均为责任单位 says so of this task too
                    tag.mentions.append(Mention(item, "responsible", rule, 0.9))
            cuts.append((_clause_start(text, start, found.start()), end))
            break
    if not cuts:
        return start, end
    first, behind = min(cuts)
    return (start, first) if first > start else (behind, end)


def _clause_start(text: str, start: int, at: int) -> int:
    while at > start and text[at - 1] not in ",;。(":
        at -= 1
    while at > start and text[at - 1] in OPEN:
        at -= 1  # 各县政府落实(以下任务均需…: the bracket belongs to the rule
    return at


# 责任处室:科技处、规划处|2.引进团队: the next item begins where the line end is gone
_NEXT_MEASURE: Final = re.compile(
    r"(?<=[局处科室委办厅院部所府心司队。])\d{1,2}[.、](?=[\u4e00-\u9fff])"
)


def _labelled(text: str, start: int, end: int, role: str, rule: str, tag: Tag) -> None:
    """The value behind a label."""
    inner = None if tag.bracketed else _NEXT_MEASURE.search(text, start, end)
    start, end = trim(text, start, inner.start() if inner else end)
    if start >= end or role == "ignored":
        return
    if role == "deadline":
        tag.deadline = (start, end)
        return
    end = undated(text, start, end, tag)
    verbs = list(verbs_in(text, start, end))
    if role == "breakdown" and not (verbs and verbs[-1][1] == end):
        breakdown(text, start, end, tag)
        return
    if role == "breakdown" or len({v[2] for v in verbs}) > 1:
        # 责任单位:A牵头,B配合: the verbs say more than the label
        _sentence(text, start, end, tag)
        return
    leads = verbs[-1][0] if verbs and verbs[-1][2] == "lead" and verbs[-1][1] < end else start
    listed = [
        # 责任单位:县司法局牵头,县财政局、县教育局
        role_note(text, item, "lead" if item.start < leads else role)
        for item in split_list(text, start, end)
    ]
    listed = helped(text, listed, role, verbs[-1] if verbs else None, end)
    known = [item.certain or looks_like_unit(item.name) for item, _ in listed]
    strict = rule in cues().strict
    if strict and sum(known) * 2 < len(known):
        return  # 责任:压紧压实: the word is no label here
    stop = -1 if tag.bracketed else text.find("。", start, end)
    for (item, item_role), sure in zip(listed, known, strict=True):
        if not sure and 0 <= stop < item.start:
            break  # 责任单位:市司法局。加强…: what follows is no owner
        if sure or (len(item.name) <= 16 and not strict):
            confidence = 0.98 if looks_like_unit(item.name) else 0.8
            tag.mentions.append(Mention(item, item_role, _tag_rule(rule), confidence))  # type: ignore[arg-type]
        elif not strict:
            tag.odd.append((item.start, item.end))


def _noted(text: str, start: int, end: int, tag: Tag) -> None:
    """(县司法局(牵头)、县财政局(配合)): no label and no verb, a role behind each name."""
    items = split_list(text, start, end)
    listed = [role_note(text, item, "responsible") for item in items]
    # what stands in front of 逗号前为牵头单位 is a list of owners; one of them may be a name we do not know
    sure = sum(looks_like_unit(i.name) for i in items) * 4 >= len(items) * 3
    sure = (
        sure
        and sum(map(certainly, items)) * 2 > len(items)
        and _LABEL.fullmatch(items[0].name) is None
    )
    if (tag.first_leads or tag.comma_leads or tag.standing) and items and sure:
        tag.mentions += [Mention(i, "responsible", "tag.bare", 0.85) for i in items]
    elif any(noted.end < item.end for item, (noted, _) in zip(items, listed, strict=True)):
        for item, role in listed:
            if looks_like_unit(item.name):
                tag.mentions.append(Mention(item, role, "tag.noted", 0.95))  # type: ignore[arg-type]


def _tag_rule(rule: str) -> str:
    return rule.replace("label.", "tag.label.")


def _sentence(text: str, start: int, end: int, tag: Tag) -> bool:
    """A牵头,B、C按职责分工负责: each verb closes the list before it. True when something was found."""
    found_any = False
    pending = start
    resume = start
    for verb_start, verb_end, role, rule in verbs_in(text, start, end):
        if verb_start < resume:
            continue
        found_any |= _listed(text, pending, verb_start, role, rule, tag)
        stop = CLAUSE.search(text, verb_end, end)
        if verb_end < end and text[verb_end] == "、":
            pending = resume = verb_end + 1
        elif text.endswith("牵头", verb_start, verb_end) and _joined(text, verb_end, end):
            pending = resume = verb_end
        else:
            pending = resume = stop.end() if stop else end
    undated(text, pending, end, tag)
    return found_any


_HELPED: Final = re.compile(
    r"(?P<units>[省市县区州各][^,;。()]{2,60}?)(?:共同|积极)?(?:配合|参与|协助)"
)


def _joined(text: str, at: int, end: int) -> bool:
    """市政务服务局牵头|市直各部门配合: the comma between the two is missing."""
    found = _HELPED.match(text, at, end)
    return found is not None and all(map(certainly, split_list(text, *found.span("units"))))


def _listed(text: str, start: int, end: int, role: str, rule: str, tag: Tag) -> bool:
    """The units between ``start`` and a verb; all must look like units, or none is taken."""
    start, end = trim(text, start, end)
    if start >= end:
        return False
    items: list[tuple[Item, str]] = []
    for part, (part_start, part_end) in enumerate(_with(text, start, end)):
        for item in split_list(text, part_start, part_end):
            items.append((item, "cooperate" if part == 1 else role))
    good = [pair for pair in items if pair[0].certain or looks_like_unit(pair[0].name)]
    if not good or len(good) * 2 < len(items):
        return False
    for item, item_role in items:
        if (
            item.certain
            or looks_like_unit(item.name)
            or is_collective(item.name)
            or 2 <= len(item.name) <= 8
        ):
            sure = 0.97 if looks_like_unit(item.name) else 0.7
            tag.mentions.append(Mention(item, item_role, rule.replace("verb.", "tag.verb."), sure))  # type: ignore[arg-type]
        else:
            tag.odd.append((item.start, item.end))
    return True


def _with(text: str, start: int, end: int) -> list[Range]:
    """省发展改革委会同省有关部门单位,各县政府负责: before 会同 the owner, after it those who join, up to the comma."""
    at = text.find("会同", start, end)
    if at < 0:
        return [(start, end)]
    comma = text.find(",", at, end)
    if comma < 0:
        return [(start, at), (at + 2, end)]
    return [(start, at), (at + 2, comma), (comma + 1, end)]
