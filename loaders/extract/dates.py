"""Deadlines and recurrences: 到2025年底, 6月底前, 完成时限:三季度; 每季度, 按月, 季度备案."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.model import Every, PartialDate
from loaders.extract import starts
from loaders.extract.numerals import value_of
from loaders.extract.starts import Starts
from loaders.rules import expand, lexicon, seeking

_LISTS: Final = lexicon("dates")
_YEAR: Final = r"(?:(?P<year>20\d\d|二[〇○零]二[〇○零一二三四五六七八九])年度?|(?P<rel>今年|本年度?|当年|明年|次年|后年))"
_PART: Final = (
    r"(?:(?P<month>1[0-2]|0?[1-9]|{han})月份?(?:(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日|(?P<mpart>月?底|末|上旬|中旬|下旬|初))?"
    r"|(?P<quarter>第?[一二三四1-4])(?:个)?季度|[Qq](?P<qn>[1-4])|(?P<half>上半年|下半年)|(?P<ypart>{ypart}))"
)
# 五月底前, 十一月二十日; 在三月内 is three months
_HAN_MONTH: Final = r"(?:十[一二]?|[一二三四五六七八九])(?=月(?:份|底|末|[上中下]旬|初|之?前|以前|[一二三四五六七八九十]{1,3}日))"
_AFTER_YEAR: Final = _PART.replace("{han}", _HAN_MONTH).replace("{ypart}", "年?底|年?末|年内")
_ALONE: Final = (  # not 1|3月底
    _PART.replace("{han}", _HAN_MONTH)
    .replace("{ypart}", r"(?<!\d)(?:年底|年末)|(?<![\d一二三四五六七八九十两半几数近多全两指])年内")
    .replace("(?P<", "(?P<x")
    .replace("(?P<xmonth>", r"(?<![\d一二三四五六七八九十两几数多前近])(?P<xmonth>")
)
_DATE: Final = re.compile(rf"(?:{_YEAR}(?:[,的]?{_AFTER_YEAR})?|{_ALONE})")
# What a date can begin with.
_DATES: Final = starts.words(
    [
        *(f"20{year:02}年" for year in range(100)),
        "二〇二", "二○二", "二零二", "今年", "本年", "当年", "明年", "次年", "后年", "上半年", "下半年", "年底", "年末", "年内",
        *(f"{month}月" for month in range(1, 13)),
        *(f"0{month}月" for month in range(1, 10)),
        *(f"{month}月" for month in ("十一", "十二", *"一二三四五六七八九十")),
        *(
            f"{first}{number}{unit}"
            for first in ("第", "")
            for number in "一二三四1234"
            for unit in ("季度", "个季度")
        ),
    ]
)  # fmt: skip
# 前期, 前列, 前置 are words of their own; in 年底前|提请审议, 月底前|列入计划 the verb begins behind 前
_BEFORE: Final = re.compile(
    r"(?:\((?:含(?:当[日天])?|(?:星期|周)[一二三四五六日天])\))?(?:底|末)?(?:之前|以前|前)(?!期|后|述|款|提(?![请交出报供高升名前级档质标取])|列(?![入支出])|瞻|端|三|两|几|沿|身|置(?!换)|往|来)"
)
_LABEL: Final = re.compile(expand(r"{label}(?:要求)?\s*[::为]\s*", _LISTS))
_LABELS: Final = starts.words(_LISTS["label"])
_PAST: Final = re.compile(expand(r"(?:{past})\s*$", _LISTS))
_TO: Final = re.compile(
    r"(?:到|至|力争(?:到|在|于)?|确保(?:到|在|于)?|争取(?:到|在)?|计划(?:到|于)?|预计|最迟|不[晚迟]于)\s*$"
)
_LAST_YEAR: Final = ("去年", "上年", "往年")  # 去年5月中旬,县法院组织…
_AT: Final = re.compile(r"(?:要|应当?|须)[在于]\s*$")  # 要在2025年底对执行情况进行评估
_RANGE_BEFORE: Final = re.compile(r"[年月日底末\d][到至—\-~～]\s*$")
_EVERY_BEFORE: Final = re.compile(r"(?:每(?:年度?|个?月|个?季度?|半年)?|历|近|上|去|往|各|首)$")
_EVERY_ENDS: Final = frozenset("每年度月季历近上去往各首\n")
# 有效期至…, 政策执行至…, 延续…政策时间至…: how long a rule holds, not when work is due.
_VALID: Final = seeking(
    r"(?:(?:期限?|执行|施行|实施|延长?|延续|顺延|政策|暂缓|调整|保留|免征|减征)(?:时间)?(?:自[^,。;]{0,14})?至|延续到|延长到|有效期[在为]?|适用于)\s*$"
)
# 整改期限延长至11月30日: it is the work that has a term
_OF_WORK: Final = seeking(
    r"(?:整改|化解|办结|完成|清理|整治|改造|销号)(?:期限|时限)[^,。;]{0,12}[延至]$"
)
# but 即日起至8月31日: the work begins with the document
_SINCE: Final = re.compile(r"(?<!即日)(?<!即)(?:日起|起)[至到]\s*$")
# 2025年6月底前,仍按原标准支付 · 2023年底前,对小规模纳税人免征增值税 · 即日起至8月31日有效: until when a rule holds
_HOLDS: Final = re.compile(
    r"[,，]?(?:仍按|继续(?:按|执行|实施|适用)|暂按|(?:对[^,，。;；]{2,40}|继续|暂)?(?:免征|减征|减按|暂免|免收|减半征收)|止?(?:有效|施行|适用)(?=[,，。;；\n]|$))"
)
# 6月底前已入住的, 2023年底前到期的贷款, 年底前入驻的按…: which ones, not by when
_WHICH: Final = re.compile(
    r"已|到期|[\u4e00-\u9fff]{2,4}的(?:按|可|给予|予以)"
    # 6月底前购买新船,并报废旧船的,给予补贴
    r"|[^,。;\n]{2,60}(?:,[并且][^,。;\n]{2,30})?的,(?:[\u4e00-\u9fff]{0,8}(?:按原|给予|予以|发放))"
)
# 重大研究计划2023年度项目指南: the plan of a year, nothing to be done by it
_OF_A_YEAR: Final = re.compile(r"(?:计划|预计)\s*$")
_SERIES: Final = frozenset("、和,及")
# 公布年内作出决定的数量: what the year brought, not by when
_OF_THE_YEAR: Final = re.compile(
    r"(?:公布|公开|公示|统计|汇总|报告|通报|上报|报送|总结|梳理|分析)$"
)
_YEAR_SAID: Final = re.compile(r"20\d\d年[^。;\n]*$")
_HISTORY: Final = re.compile(r"[^,。;]{0,14}的")
_CASE: Final = re.compile(r"[^,。;\n]{2,16}(?<!目)的,")
_GOES_ON: Final = re.compile(r"以来|起|[-—~～到]|至(?![少多迟])|[之以]?后")  # 年内至少听取1次
_DONE_VERB: Final = re.compile(
    r"[,,]?(?:基本|全面|全部|力争|要|将|底|末)?(?:完成|实现|建成|达到|出台|印发|形成|启动|投入|上线|开通|落地|取得|清零|办结|销号)"
)
_DEED: Final = re.compile("要|新增|建立|构建|培育")  # 2025年底新增备案2000项
# 三季度|召开会议, 上半年|由县司法局牵头修订: told of what is done too, so only directives count
_PLANNED: Final = re.compile(
    r"末?[,，]?(?:由|对(?!比)|向社会公|组织|开展|召开|举办|制定|修订|投入使用|总结|公布|发布|启用|编制|印发|报送?|公开|进行|评选|评估|创建)(?![的了])"
)
_OPEN: Final = re.compile(expand(r"^\s*(?:{open_ended})", _LISTS))
_ENDS: Final = re.compile(r"[;;。,,()\[\]〕】\n]|(?=责任|牵头|配合)")


PLANNED: Final = "deadline.planned"
"""The rule of a date that is a deadline in a directive only."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``[start, end)`` covers the words that say when: 到2025年底."""

    start: int
    end: int
    date: PartialDate
    rule: str


@dataclass(frozen=True, slots=True)
class FoundFrequency:
    """``[start, end)`` covers the words that say how often: 每季度."""

    start: int
    end: int
    every: Every
    rule: str


def parse_date(text: str, year: int | None) -> PartialDate | None:
    """The date a tag's value names (6月底, 2023年12月31日前, 三季度); a span yields its end, 持续推进 None.

    ``year`` is the document's own, used where the text names none.
    """
    if _OPEN.match(text):
        return None
    written = _WRITTEN.fullmatch(text.strip())
    if written:
        return _written(written)
    best: PartialDate | None = None
    known = year
    for found in _DATE.finditer(text):
        if _EVERY_BEFORE.search(text[: found.start()]):
            continue
        date = _resolve(found, known)
        if date is None:
            continue
        known = date.year
        if best is None or text[found.start() - 1 : found.start()] in (
            "-",
            "—",
            "至",
            "到",
            "~",
            "～",
            "–",
        ):
            best = date
    return best


def open_ended(text: str) -> bool:
    """Whether a deadline's value says that the work goes on: 长期坚持, 持续推进, 全年."""
    return _OPEN.match(text) is not None


# 2024-06-30, 2024.6.30前, 2024/6: as cells of a sheet have it
_WRITTEN: Final = re.compile(
    r"(?P<y>20\d\d)[-./](?P<m>1[0-2]|0?[1-9])(?:[-./](?P<d>3[01]|[12]\d|0?[1-9]))?(?:\s00:00(?::00)?)?(?:前|之前|以前|前完成|底前?)?"
)


def _written(found: re.Match[str]) -> PartialDate | None:
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"] or 0)
    if not day:
        return (
            _month_date(year, month, None, "底") if "底" in found[0] else PartialDate(year, month)
        )
    return PartialDate(year, month, day) if day <= monthrange(year, month)[1] else None


def find_deadlines(text: str, year: int | None, known: Starts | None = None) -> list[FoundDate]:
    """Dates by which something must be done, in reading order, not overlapping.

    A date needs a reason to be one: 前/底前 behind it, 到/至/力争 before it, 年内, or a 完成时限 label. What was (截至,
    自…以来) is none. ``year`` is the document's own; 6月底前 stays unfound when it is None. ``known``: the text's.
    """
    begun = known or Starts(text)
    labelled = [match.end() for match in begun.matches(_LABEL, _LABELS)]
    found: list[FoundDate] = []
    series: list[re.Match[str]] = []
    here = 0
    for match in begun.matches(_DATE, _DATES):
        if not (series and text[here : match.start()] in _SERIES):
            series = []
        here = match.end()
        hit = _deadline(text, match, year, labelled)
        if hit is None:
            series.append(match)
        elif not found or hit.start >= found[-1].end:
            found += [*_joined(text, series, year, hit), hit]
            series = []
    return found


def _joined(
    text: str, series: list[re.Match[str]], year: int | None, last: FoundDate
) -> Iterator[FoundDate]:
    """6月20日、9月20日、12月20日前: the dates of a list end in one 前."""
    if last.rule != "deadline.before" or last.date.month is None:
        return
    for match in series:
        date = _resolve(match, year)
        if date is not None and (date.day is None) == (last.date.day is None):
            yield FoundDate(match.start(), match.end(), date, last.rule)


def _deadline(
    text: str, match: re.Match[str], year: int | None, labelled: list[int]
) -> FoundDate | None:
    """The deadline a date is, None when nothing makes it one."""
    start, end = match.span()
    before = text[max(0, start - 6) : start]
    in_label = _in_label(text, start, labelled)
    if (
        (before[-1:] in _EVERY_ENDS and _EVERY_BEFORE.search(before))
        or _is_past(before, text, end)
        or (_RANGE_BEFORE.search(before) and not in_label)
        or (not in_label and _holds_until(text, start))
        or before.endswith(_LAST_YEAR)
    ):
        return None
    if match["rel"] == "当年" and _YEAR_SAID.search(text, max(0, start - 30), start):
        return None  # 2024年和2025年要在当年3月31日前报送: every one of those years
    date = _resolve(match, year)
    if date is None or (year is not None and date.year < year - 6):
        return None
    behind = _BEFORE.match(text, end)
    if in_label:
        return FoundDate(start, behind.end() if behind else end, date, "deadline.label")
    to = _TO.search(before)
    if to and _OF_A_YEAR.match(to[0]) and not _DONE_VERB.match(text, end):
        to = None
    if to and (_SINCE.search(text, max(0, start - 16), start) or _HOLDS.match(text, end)):
        return None  # 自2026年1月1日起至12月31日享受待遇: how long it holds
    begin = start - (len(before) - to.start()) if to else start
    if behind and (
        _HOLDS.match(text, behind.end())
        or _WHICH.match(text, behind.end())
        or ("含" in behind[0] and date.year < (year or 0))
    ):
        return None  # 2021年1月4日(含)前建成的: which ones, not by when
    if behind and not _is_history(text, behind, date, year):
        return FoundDate(begin, behind.end(), date, "deadline.before")
    if _GOES_ON.match(text, end):
        return None
    at = date.month is not None and _AT.search(before)
    if (to or at) and not (match["rel"] and date.month is None and match["rel"] != "今年"):
        return FoundDate(begin, end, date, "deadline.by")
    if year is not None and date.year > year and date.month is None and _DONE_VERB.match(text, end):
        return FoundDate(start, end, date, "deadline.end")  # in 2023: 2025年基本完成改造
    return _open_deadline(text, match, date)


def _holds_until(text: str, start: int) -> bool:
    """政策延续至2023年底: how long a rule holds, where it is not the term of some work."""
    first = max(0, start - 24)
    return _VALID.search(text, first, start) is not None and not _OF_WORK.search(text, first, start)


def _is_past(before: str, text: str, end: int) -> bool:
    """截至2022年底; 于2006年1月开通, but not 应于11月底前."""
    past = _PAST.search(before)
    if past is None or before.endswith(("不晚于", "不迟于")):
        return False
    if past[0].strip() != "于":
        return True
    # 清理结果于三季度|向社会公布
    term = text[end - 1] in "度年" and _PLANNED.match(text, end) is not None
    return not term and _BEFORE.match(text, end) is None


def _is_history(text: str, behind: re.Match[str], date: PartialDate, year: int | None) -> bool:
    """2000年以前建成的小区 names no deadline, nor 2011年底以前发布的文件 in 2012."""
    past = year is not None and date.year < year
    said = past or ("以前" in behind[0] and date.month is None)
    return said and bool(_HISTORY.match(text, behind.end()))


def _open_deadline(text: str, match: re.Match[str], date: PartialDate) -> FoundDate | None:
    """年内, 2023年内; 2023年上半年|完成: what ends a span and is followed by what must be done."""
    start, end = match.span()
    if text[start - 1 : start] == "对":
        return None  # 对年内组织活动的旅行社给予奖励: whose activity counts
    if match[0].endswith("年内") or (
        match["year"] and text[end : end + 1] == "内" and text[end + 1 : end + 2] != "蒙"
    ):
        if _OF_THE_YEAR.search(text, max(0, start - 2), start) and _HISTORY.match(text, end):
            return None
        if _CASE.match(text, end):
            return None  # 年内两次被通报的,取消资格: who is meant, not by when
        stop = end if match[0].endswith("内") else end + 1
        full = PartialDate(date.year, 12, 31) if date.month is None else date
        return FoundDate(start, stop, full, "deadline.within")
    if match[0].endswith(("底", "末", "半年", "季度")) and (
        _DONE_VERB.match(text, end) or _DEED.match(text, end)
    ):
        return FoundDate(start, end, date, "deadline.end")
    if match[0].endswith(("半年", "季度", "底", "末", "旬")) and (
        _PLANNED.match(text, end) or (match[0].endswith("旬") and text.startswith(",", end))
    ):
        return FoundDate(start, end, date, PLANNED)
    return None


def _in_label(text: str, start: int, labelled: list[int]) -> bool:
    """Whether ``start`` lies in the value of a 完成时限 label that is not open-ended."""
    index = bisect_right(labelled, start) - 1
    if index < 0 or start - labelled[index] > 24:
        return False
    value = text[labelled[index] : start]
    return not _ENDS.search(value) and not _OPEN.match(text, labelled[index])


def _resolve(match: re.Match[str], year: int | None) -> PartialDate | None:
    """The calendar date of a match; the last day of what 底, 前 and quarters name."""
    get = match.groupdict().get
    own = get("year")
    if own:
        year = int(own) if own.isdigit() else value_of(own.replace("○", "〇"))
    elif get("rel"):
        if year is None:
            return None
        year += {"明年": 1, "次年": 1, "后年": 2}.get(match["rel"], 0)
    if year is None:
        return None

    def part(name: str) -> str | None:
        return get(name) or get("x" + name)

    month = part("month")
    if month:
        return _month_date(year, _number(month), part("day"), part("mpart"))
    quarter = part("quarter") or part("qn")
    if quarter:
        q = value_of(quarter[-1]) if not quarter[-1].isdigit() else int(quarter[-1])
        return _month_date(year, 3 * (q or 1), None, "底")
    half = part("half")
    if half:
        return PartialDate(year, 6, 30) if half == "上半年" else PartialDate(year, 12, 31)
    return PartialDate(year, 12, 31) if part("ypart") else PartialDate(year)


def _number(written: str) -> int:
    """6, 六, 三十一: a month or a day."""
    return int(written) if written.isdigit() else value_of(written) or 0


def _month_date(year: int, month: int, day: str | None, part: str | None) -> PartialDate | None:
    last = monthrange(year, month)[1]
    if day:
        of_month = _number(day)
        return PartialDate(year, month, of_month) if of_month <= last else None
    if part is None or part == "初":
        return PartialDate(year, month)
    return PartialDate(year, month, {"上旬": 10, "中旬": 20}.get(part, last))


# ---------------------------------------------------------------- recurrence

_UNITS: Final[dict[str, Every]] = {
    "天": "day", "日": "day", "工作日": "day", "周": "week", "星期": "week", "月": "month", "月度": "month", "季": "quarter", "季度": "quarter",
    "半年": "half-year", "学期": "half-year", "年": "year", "年度": "year", "学年": "year",
}  # fmt: skip
_EACH: Final = re.compile(
    r"每(?:个|一)?(?P<unit>工作日|季度|半年|星期|年度|学[年期]|[天日周月季年])(?!底来)(?:(?<=[周期])[一二三四五六日](?!次))?(?:度)?"
)
_BY: Final = re.compile(
    r"(?:按(?P<unit>季度|半年|年度|[日周月季年])|逐(?P<more>[日周月季]))(?!饼|薪|龄|份|级|提|增|降|加|减|改|扩|推)(?:度)?"
)
_DONE: Final = "备案|通报|调度|报告|例会|评估|考核|督查|督办|会商|分析|总结|检查|研判|点评|报送|汇报|监测|评议|排名|公布|晾晒|盘点|小结|讲评|巡查|会议|抽查|更新|结算"
_DO: Final = f"(?:{_DONE})"
_ATTRIBUTE: Final = re.compile(
    rf"(?<![一二三四1234“动])(?P<unit>季度|月度|半年度?|周|月|季|双周)(?:{_DO})(?!员|会议?室)|(?P<ratio>一季度?|一月|一周|半年)一(?:{_DO}|次)"
)
_ATTRIBUTES: Final = starts.words(
    [
        *(
            unit + work
            for unit in ("季度", "月度", "半年", "半年度", "周", "月", "季", "双周")
            for work in _DONE.split("|")
        ),
        *("一季一", "一季度一", "一月一", "一周一", "半年一"),
    ]
)
_RATE: Final = re.compile(r"每[人户家张床亩台个件]$")
_BRAND: Final = re.compile(r"[“‘][^”’\n]{0,14}$")


def find_frequencies(text: str, known: Starts | None = None) -> list[FoundFrequency]:
    """Recurrences in reading order, not overlapping; 定期 and 年度报告 are none. ``known``: the text's."""
    found: list[FoundFrequency] = []
    for matches, rule in (
        (_EACH.finditer(text), "frequency.each"),
        (_begun(text, _BY, "按逐"), "frequency.by"),
        ((known or Starts(text)).matches(_ATTRIBUTE, _ATTRIBUTES), "frequency.attribute"),
    ):
        for match in matches:
            every = _every(match)
            if text[match.end() : match.end() + 1].isdigit() and _RATE.search(
                text, max(0, match.start() - 2), match.start()
            ):
                continue  # 每人每月400元 is a rate
            if every is not None and not _BRAND.search(
                text, max(0, match.start() - 15), match.start()
            ):
                found.append(FoundFrequency(match.start(), match.end(), every, rule))
    found.sort(key=lambda frequency: (frequency.start, frequency.end))
    kept: list[FoundFrequency] = []
    for frequency in found:
        if not kept or frequency.start >= kept[-1].end:
            kept.append(frequency)
    return kept


def _begun(text: str, pattern: re.Pattern[str], heads: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with one of few characters: they are found at memory speed."""
    for head in heads:
        at = text.find(head)
        while at >= 0:
            found = pattern.match(text, at)
            if found is not None:
                yield found
            at = text.find(head, at + 1)


def _every(match: re.Match[str]) -> Every | None:
    groups = match.groupdict()
    unit = (
        groups.get("unit") or groups.get("more") or (groups.get("ratio") or "").removeprefix("一")
    )
    return _UNITS.get(unit) or _UNITS.get(unit.removesuffix("度"))
