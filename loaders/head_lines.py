"""The lines of a head and tail, taken apart where a page glued them, and the titles that run over several.

Saved text sticks a title to its number and its addressees (…的意见国发〔2014〕14号各省…:), a signature to its date,
a note to the title below it ((此件公开发布)国家…预案); hard wrapping breaks a title over up to four lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.rules import seeking
from loaders.signatures import DATE, DATE_LINE, NUMBER, Range, is_signature
from loaders.titles import (
    CONTENTS,
    HEADLINE,
    SALUTATION,
    TITLE,
    YEARBOOK,
    alike,
    inner_title,
    title_key,
)

_NOTE: Final = re.compile(r"\((?:此件|本文|此文)[^()]{2,24}\)")
_NOUN: Final = re.compile(
    r"(?:通知|意见|方案|办法|规定|决定|条例|纲要|规划|要点|措施|批复|公告|通报|答复|复函|计划|细则|的函|[》)])(?=[\u4e00-\u9fff]{2,14}[〔\[(【 ])"
)
_RULE: Final = re.compile("[-─━—_=═*★ ]{4,}")
_SIGNED: Final = re.compile(rf"(?P<name>[^\d\n]{{3,60}}?)\s*(?P<date>{DATE.pattern})\s*$")
_ANNEX_ITEM: Final = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[::]")
_ANNEXES: Final = re.compile(r"附\s?件\s?:\s?1[.、]")
_ANNEX_NUMBER: Final = re.compile(r"\s*\d{1,2}[.、](?!\d)")
# 《…》已经市政府同意 · 现将《…》印发给你们: the title of the plan that the cover notice carries
_ANNOUNCED: Final = re.compile(
    r"《(?P<title>[^《》]{6,90})》(?=(?:[和及、]?《[^《》]{4,90}》){0,3}(?:\([^()]*\))?[,\s]?(?:[已业]?经|[已予]以|印发|转发|公布|发布))"
)
# 委各相关单位:现将《…清单》: an addressee and the notice's first sentence, broken where the list ends
_SENTENCE: Final = seeking(r":现|现将|印发给|(?:现|特)?通知如下")
# …有关问题的通知各区人力资源和社会保障局: · …的通知 市农科院、各涉农区农业农村委:
_ADDRESSED: Final = re.compile(
    r"(?P<title>(?:[^。:]{2,60}?)?(?:关于|印发)[^。:]{4,90}?的(?:通知|函|意见|批复|公告)(?:\([^()]{1,20}\))?) ?(?P<to>(?:各|市|省|县|区|州|有关|局|委|厅|[\u4e00-\u9fff]{2,8}?[市县区镇])[^。:]{2,200}:)"
)
# 霜政发〔2024〕3号 签发人:李明: the line below a red head
_NUMBERED: Final = re.compile(rf"(?:{NUMBER.pattern})(?:\s*签发人:?[\u4e00-\u9fff ]{{2,20}})?")
# 2024327 (a date that lost its 年月日 to the page), (此件主动公开): nothing a title begins with
_ASIDE: Final = re.compile(r"20\d{4,6}|\((?:此件|本件)[^()]{2,24}\)")
# 序号 涉及部门 职责分工, 工作任务责任单位进展情况: the heads of the columns below the title
_COLUMNS: Final = re.compile(
    r"序号|[^,。]{0,16}(?:责任|牵头|配合)(?:单位|部门) ?(?:进展|完成|备注|配合|牵头|时限)"
)
_DATE_ENDS: Final = frozenset("日月0123456789")
_SHORT_TITLE: Final = re.compile(r"[\u4e00-\u9fff]{2}(?:条例|办法|规则|细则|章程)")  # 信访条例
_LONGEST: Final = 140


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title of the head: the index of its first line, its range in the text, its words on one line."""

    index: int
    where: Range
    words: str
    lines: int


def pieces(text: str, lines: list[Range]) -> list[Range]:
    """The lines, each taken apart where a note, a number or a date was glued to its neighbour."""
    drawn = (_RULE.fullmatch(text, *line) for line in lines)  # the red line below a number
    return [
        piece
        for line, rule in zip(lines, drawn, strict=True)
        for piece in ([] if rule else _pieces(text, *line))
    ]


def _pieces(text: str, start: int, end: int) -> list[Range]:
    notes: list[Range] = []
    while text[start] == "(" and (note := _NOTE.match(text, start, end)) and note.end() < end:
        notes.append(note.span())
        start = note.end()
    return [*notes, *_parts(text, start, end)]


def _parts(text: str, start: int, end: int) -> list[Range]:
    """A title glued to its number or its addressees, a signature glued to its date; else the line whole."""
    stop = min(end, start + 200)
    # the number ends in 号: most lines have none, and the pattern is slow to give up
    number = NUMBER.search(text, start, stop) if text.find("号", start, stop) > 0 else None
    if number and number.start() == start and TITLE.match(text[number.end() : end].lstrip()):
        return [number.span(), (number.end(), end)]  # 某交发[2022]97号关于印发《…》的通知
    if number and number.start() >= start:
        at = number.start()
        for noun in _NOUN.finditer(text, start, number.end()):
            if noun.end() < number.end() and "〔" not in text[at : noun.end()]:
                at = max(at, noun.end())
        before = text[start:at]
        if at > start and before.count("《") == before.count("》") and TITLE.match(before):
            after = [(number.end(), end)] if number.end() < end else []
            return [(start, at), (at, number.end()), *after]
    stop = min(end, start + 400)
    addressed = _ADDRESSED.match(text, start, stop) if text.find(":", start, stop) > 0 else None
    if addressed and addressed["title"].count("《") == addressed["title"].count("》"):
        rest = [(addressed.end(), end)] if addressed.end() < end else []
        return [addressed.span("title"), addressed.span("to"), *rest]
    dated = end - start < 90 and text[start:end].rstrip()[-1:] in _DATE_ENDS
    signed = _SIGNED.match(text, start, end) if dated else None
    if signed and is_signature(signed["name"].strip()):
        return [signed.span("name"), signed.span("date")]
    return [(start, end)]


def announced(text: str, lines: list[Range]) -> frozenset[str]:
    """Keys of the titles that the head itself announces: …印发X的通知, 《X》已经县政府同意."""
    if not lines:
        return frozenset()
    zone = text[lines[0][0] : min(lines[-1][1], lines[0][0] + 4000)]
    keys = {title_key(found["title"]) for found in _ANNOUNCED.finditer(zone)}
    for line in lines:
        words = text[slice(*line)].strip()
        inner = inner_title(words) if len(words) <= _LONGEST else None
        if inner:
            keys.add(title_key(inner))
    return frozenset(key for key in keys if len(key) >= 5)


def titles(text: str, lines: list[Range], named: Sequence[str]) -> list[TitleLine]:
    """The title-like lines of a head, in order; a title broken over lines is one.

    ``named``: what the page or an earlier document of the file calls the document.
    """
    wanted = announced(text, lines) | {key for key in map(title_key, named) if len(key) >= 5}
    found: list[TitleLine] = []
    index = 0
    listed = False
    while index < len(lines):
        start, end = lines[index]
        listed = _ANNEXES.match(text, start, end) is not None or (
            listed and _ANNEX_NUMBER.match(text, start, end) is not None
        )
        if listed:  # 附件:1.…任务分解表 ⏎ 2.…任务分解表
            index += 1
            continue
        skip = YEARBOOK.match(text, *lines[index])
        if skip:
            start = skip.end()
        used, words = _whole(text, lines, index, start, wanted)
        if used:
            where = (start, lines[index + used - 1][1])
            found.append(TitleLine(index, where, words, used))
            inner = inner_title(words)
            if inner:
                wanted |= {title_key(inner)}
        index += max(used, 1)
    return found


def own_title(text: str, lines: list[Range], found: list[TitleLine]) -> TitleLine:
    """Of title lines none of which is a cover notice's, the document's own."""
    plain = [t for t in found if not t.words.startswith("《")] or found
    best = max(plain[:3], key=lambda t: (not t.words.startswith(("附件", "来源")), -t.index))
    if "关于" in best.words or len(found) == 1:
        return best
    # 政策解读:…方案 ⏎ 现将《…方案》印发 ⏎ …方案: the page's headline, and below it what is sent out
    sent = announced(text, lines)
    plan = next((t for t in found if title_key(t.words) in sent), best)
    if ":" in best.words or not alike(title_key(best.words), title_key(plan.words)):
        return plan
    return best


def _whole(
    text: str, lines: list[Range], index: int, start: int, wanted: frozenset[str]
) -> tuple[int, str]:
    """(number of lines, words) of the title that begins here; (0, '') when none does."""
    words, best = "", (0, "")
    for used in range(1, min(7, len(lines) - index + 1)):
        line = lines[index + used - 1]
        part = text[start if used == 1 else line[0] : line[1]].strip()
        words += part
        if len(words) > _LONGEST or _no_title(part, first=used == 1):
            break
        key = title_key(words)
        if key in wanted and inner_title(words) is None and not words.endswith("印发"):
            return used, words
        begun = len(key) >= 4 and any(title.startswith(key) and title != key for title in wanted)
        closed = all(words.count(a) <= words.count(b) for a, b in ("《》", "()"))
        whole = len(words) >= 5 or _SHORT_TITLE.fullmatch(words)
        if whole and closed and (TITLE.match(words) or HEADLINE.match(words)):
            if not begun and not _goes_on(text, lines, index + used, words):
                return _with_years(text, lines, index, used, words)
            best = best if best[0] else (used, words)
        if (
            used == 1
            and not begun
            and not re.search(r"关于|印发|20\d\d|^《|十[二三四五]五", words)
            and len(words) < 18
            and (wanted or not _titled_below(text, lines, index + 1, words))
        ):
            break
    return best


def _titled_below(text: str, lines: list[Range], following: int, words: str) -> bool:
    """霁川县人民法院 ⏎ 关于…的方案: the title begins with who issues it."""
    if following >= len(lines) or not text.startswith("关于", lines[following][0]):
        return False
    return is_signature(words)


# …法治宣传教育规划 ⏎ (2021—2025年): the years of a plan below its name
_YEARS: Final = re.compile(
    r"\((?:19|20)\d\d年?(?:(?:[-—–~～至]{1,2})(?:(?:19|20)\d\d|\d\d)年?)?(?:年|年度)?\)"
)


def _with_years(
    text: str, lines: list[Range], index: int, used: int, words: str
) -> tuple[int, str]:
    """The title, with the years of the plan where they stand on the line below it."""
    if index + used < len(lines):
        below = text[slice(*lines[index + used])].strip()
        if _YEARS.fullmatch(below) and below[-2] in "年度":
            return used + 1, words + below
    return used, words


def _no_title(part: str, *, first: bool) -> bool:
    """An addressee, a sentence, a date, a number or an item of the list of annexes."""
    return bool(
        (first and (CONTENTS.match(part) or _ANNEX_ITEM.match(part)))
        or _NUMBERED.fullmatch(part)
        or _ASIDE.fullmatch(part)
        or SALUTATION.match(part)
        or _COLUMNS.match(part)
        or part.endswith(("。", ";"))
        or _SENTENCE.search(part)
        or DATE_LINE.match(part)
    )


def _goes_on(text: str, lines: list[Range], following: int, words: str) -> bool:
    """…关于印发…行动方案 ⏎ (2023版)的通知, 关于落实…报告 ⏎ 主要任务的通知: the notice's own noun is still to come."""
    if "关于" not in words or re.search(r"(?:通知|公告|函|决定|通报)(?:\(.*\))?$", words):
        return False
    if following >= len(lines):
        return False
    return (
        re.search(
            r"^(?!.*关于).*的(?:通知|公告|函|决定|通报)(?:\(|$)",
            text[slice(*lines[following])].strip(),
        )
        is not None
    )
