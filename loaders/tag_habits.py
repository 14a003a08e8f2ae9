"""What holds in a whole document: names alone in brackets, commas and marks behind names that say who leads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from loaders.label_lines import NAME_ENDS, is_label
from loaders.numbering import starts_with_mark
from loaders.rules import seeking
from loaders.tag_cues import Mention, Range, Tag, cues
from loaders.tag_dates import undated
from loaders.unit_lists import Item, split_list
from ontology.unit_names import is_collective, level_of, looks_like_unit, unit_type

_BARE_LIMIT: Final = 120
_SAID: Final = 3  # tags in front of full stops that show where a document puts them
_HABIT: Final = 5  # tags that say a document names its offices so
_OFFICE: Final = "处科室股心"
_FIRST: Final = "省市县区州盟旗镇乡街国中自各全有相"


_HELP_BEHIND: Final = re.compile(
    r"逗号(?:之)?后(?:面)?(?:的)?(?:单位|部门)?(?:均|都)?(?:为|是)(?:配合|协办|参与|协助)"
)
_FIRST_WORDS: Final = ("第一位", "第一个", "第一名", "排第一", "首位", "首个")


def said_outside(text: str, tags: list[Tag]) -> None:
    """各项任务逗号前为牵头单位 · 注:排名第一的为牵头单位: a sentence or a note says it of all tags of the document."""
    if not tags:
        return
    if "逗号前" in text and not any(tag.comma_leads for tag in tags):
        tags[0].comma_leads = cues().comma_leads.search(text) is not None
    if any(word in text for word in _FIRST_WORDS) and not any(tag.first_leads for tag in tags):
        tags[0].first_leads = cues().first_leads.search(text) is not None


def comma_leads(text: str, tags: list[Tag]) -> None:
    """逗号前为牵头单位,下同: from this tag on, the names before the first comma lead; a tag without one has no lead."""
    said = next((i for i, tag in enumerate(tags) if tag.comma_leads), len(tags))
    helps = said < len(tags) and _HELP_BEHIND.search(text) is not None
    for tag in tags[said:]:
        if not tag.mentions or any(m.role != "responsible" for m in tag.mentions):
            continue
        first, last = tag.mentions[0].item.start, tag.mentions[-1].item.end
        comma = text.find(",", first, last)
        if comma < 0:
            continue
        rule = "tag.standing.comma-leads"
        tag.mentions = [
            m._replace(role="lead", rule=rule)
            if m.item.end <= comma
            else m._replace(role="cooperate", rule=rule)
            if helps
            else m
            for m in tag.mentions
        ]


def bare_tags(text: str, groups: list[Range], tags: list[Tag]) -> Iterator[Tag]:
    """Only names behind a paragraph's last full stop: …。(县司法局、各镇政府) ⏎, in a document that has tags."""
    starts = [t.start for t in tags]
    inside = _closing_habit(text, groups, tags)
    inner = len(tags) >= _HABIT or _inner_habit(text, groups)
    for start, end in groups:
        before = text[start - 1] if start else "\n"
        behind = text[end : end + 1]
        # (政策法规处)(财务处配合): the next one is a tag
        beside = end in starts and text[end - 2] in NAME_ENDS
        if end - start > _BARE_LIMIT or not (beside or behind in ("", "\n", "。")):
            continue
        closing = before not in "。;\n"
        if closing and not (
            (inside or _ends_words(text, start)) and _closes_item(text, start, end)
        ):
            continue
        offices = inner and (not closing or text[end - 2] in _OFFICE)
        local = _LOCAL.search(text, start + 1, end) is not None
        if text[start + 1] not in _FIRST and not offices and not local:
            continue
        at = bisect_right(starts, start) - 1
        if at >= 0 and tags[at].end > start:
            continue
        tag = Tag(start, end, own_line=before == "\n")
        stop = undated(text, start + 1, end - 1, tag)
        joined = text.find("会同", start + 3, stop)
        items = split_list(text, start + 1, stop if joined < 0 else joined)
        helpers = [] if joined < 0 else split_list(text, joined + 2, stop)
        named = [*items, *helpers]
        known = _office if closing else _unit
        sure = all(certainly(i) or (offices and known(i)) for i in named)
        alike = local and len(named) > 1 and all(certainly(i) or is_local(i) for i in named)
        if closing and not inside and (len(named) < _SEVERAL or not sure):
            continue
        if items and (sure or alike or _mostly(named)):
            tag.mentions = [Mention(i, "responsible", "tag.bare", 0.85) for i in items]
            tag.mentions += [Mention(i, "cooperate", "tag.bare", 0.85) for i in helpers]
            yield tag


# 县财政局、茶平乡; 党政办、渭田司法所; 县教育局、松溪一中: bodies of a town bear its name or none
_LOCAL: Final = seeking(
    r"(?:[镇乡]|街道|办事处|人民政府|司法所|派出所|财政所|供电所|税务所|中学|小学|学校|[一二三四五六]中|幼儿园|管委会|[村居]委会|卫生院|信访办|综治办|综治中心|党政办|应急办|文化站|[改教信科财商农民交卫]局)(?=[、,;)]|$)"
)
_SEVERAL: Final = 2
# 加强部门联动(县应急局、县财政局)。: who the word in front means
_EXPLAINED: Final = (
    "部门",
    "单位",
    "机构",
    "小组",
    "成员",
    "机关",
    "政府",
    "组织",
    "委员会",
    "等",
    "局",
    "办",
)


def is_local(item: Item) -> bool:
    """Whether the whole name ends like a body of a town, or is a town."""
    found = _LOCAL.search(item.name)
    return found is not None and found.end() == len(item.name) > _SEVERAL


def _ends_words(text: str, start: int) -> bool:
    """更换灭火器200具(县应急局、县财政局)。: whether the words before a bracket name nobody whom it explains."""
    return not text.endswith(_EXPLAINED, max(0, start - 4), start)


_ITEM: Final = re.compile(r"(?:^|\n)[^\n]{0,3}[\d一二三四五六七八九十]{1,3}[.、)]")


def _closes_item(text: str, start: int, end: int) -> bool:
    """Whether the bracket is the last thing on the line of a numbered item."""
    line = text.rfind("\n", 0, start)
    last = end >= len(text) or text[end] == "\n" or text[end + 1 : end + 2] in ("", "\n")
    return last and _ITEM.match(text, max(line, 0)) is not None


def _closing_habit(text: str, groups: list[Range], tags: list[Tag]) -> bool:
    """Whether items of this document end with their owners: 落实属地责任(各县政府)。 · 1.公益培训行动(市商务局) ⏎."""
    if sum(text[tag.end : tag.end + 1] == "。" for tag in tags if tag.bracketed) >= _SAID:
        return True
    found = 0
    for start, end in groups:
        if (
            end - start <= _BARE_LIMIT
            and text[start + 1] in _FIRST
            and text[end : end + 1] in ("", "\n", "。")
            and text[start - 1 : start] not in ("。", ";", "\n")
            and _closes_item(text, start, end)
        ):
            items = split_list(text, start + 1, end - 1)
            found += bool(items) and all(map(certainly, items))
            if found >= _HABIT:
                return True
    return False


def _inner_habit(text: str, groups: list[Range]) -> bool:
    """Whether paragraphs of this document end with offices: …不少于16学时。(医务科、护理部、院感科) ⏎, as within one house."""
    found = 0
    for start, end in groups:
        if (
            end - start <= _BARE_LIMIT
            and text[start - 1 : start] in ("。", ";")
            and text[end : end + 1] in ("", "\n")
        ):
            items = split_list(text, start + 1, end - 1)
            found += bool(items) and all(map(_unit, items))
            if found >= _SAID:
                return True
    return False


def _unit(item: Item) -> bool:
    """宣传科, 护理部, 各党支部: whatever ends like a unit."""
    return looks_like_unit(item.name)


def _office(item: Item) -> bool:
    """国际合作处, 就业中心: an internal office or a centre, which has no level word."""
    if item.name[-1] not in _OFFICE:
        return False
    return item.name.endswith("中心") or unit_type(item.name) == "internal_office"


# bodies that bear no level word: 人民银行霁州市分行, 霁州海关, 国网霁州供电公司
_OWN_NAMED: Final = re.compile(
    r"^(?:中国)?人民银行|^人行|^国网|^国家税务总局|^中国(?:移动|电信|联通|铁塔|邮政)|海关$|银保监分?局$|证监局$|税务局$"
)


def certainly(item: Item) -> bool:
    """A unit's ending and a level word in front, or a class of units: no other noun reads like that."""
    levelled = item.certain or level_of(item.name)[0] is not None or is_collective(item.name)
    return (levelled or _OWN_NAMED.search(item.name) is not None) and looks_like_unit(item.name)


def _mostly(items: list[Item]) -> bool:
    """市商务局、各区政府、广元海关: of three units two have a level word, and the third reads like one."""
    sure = sum(map(certainly, items))
    return sure * 3 >= len(items) * 2 and all(looks_like_unit(i.name) for i in items)


_MARKS: Final = "*※★▲△●☆"  # those of standing.marked-leads


def marked_leads(text: str, tags: list[Tag]) -> None:
    """标★的为牵头单位: what a mark behind a name means is said once in the document."""
    # a mark is rare, and the search for what is said of it dear
    found = cues().marked.search(text) if any(mark in text for mark in _MARKS) else None
    if found is None:
        return
    for tag in tags:
        tag.mentions = [
            m._replace(role="lead", rule="tag.standing.marked-leads")
            if text[m.item.end : m.item.end + 1] == found.group("mark")
            else m
            for m in tag.mentions
        ]


def names_below(text: str, end: int) -> int:
    """责任单位:县司法局 ⏎ 县财政局 ⏎ 2.…: where the lines end that are names too; what follows must be an item or a label."""
    last = end
    while last < len(text):
        below = text.find("\n", last + 1)
        below = len(text) if below < 0 else below
        words = text[last + 1 : below]
        if not words:
            break
        if starts_with_mark(words) or is_label(words):
            return last
        names = split_list(text, last + 1, below)
        if words[-1] not in _NAME_END or len(words) > _NAME_WIDTH or not all(map(certainly, names)):
            return end
        last = below
    return last


_NAME_WIDTH: Final = 30
_NAME_END: Final = NAME_ENDS | {
    ")"
}  # 各县区要加强领导。 is a collective to the lists, and a clause
