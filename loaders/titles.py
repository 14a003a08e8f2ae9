"""Titles of official documents: what reads like one, whose it is, and what it says of genre and period."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from kg.model import Genre

_NOUN: Final = (
    "通知|意见|方案|要点|计划|规划|纲要|报告|条例|办法|规定|规则|清单|措施|举措|决定|批复|复函|函|通报|公告|公示|细则|总结|分工|工作任务|任务书|"
    "责任制|机制|分工表|责任表|台账|标准|预案|指南|制度|公报|要求|建议|政策|意见稿|法|任务分解表|任务|安排|纪要|指引|通告|命令|章程|解释|规范|准则|守则|导则|基准|答复|实事|实事项目|职责|分解表|任务分解|责任分解|改革事项|重点事项|工作事项|交办单|任务单|评分表|考核表|评价表|事项目录|落实情况|完成情况|进展情况|推进情况"
)
_TAIL_NOTE: Final = r"(?:\((?:[^()]{1,40})\)|〔[^〔〕]{1,20}〕|\[[^\[\]]{1,20}\])*"
# a look at one character first: the noun is tried at every place of a line
_NOUN_HEADS: Final = "".join(dict.fromkeys(noun[0] for noun in _NOUN.split("|")))
TITLE: Final = re.compile(
    rf"^[^。;!?]{{2,110}}(?=[{_NOUN_HEADS}])(?:{_NOUN})》?{_TAIL_NOTE}(?:[的全]文)?$"
    # 霁川县第十七届人民政府第28次常务会议召开
    r"|^[^。;!?,:]{0,40}第[\d一二三四五六七八九十]{1,4}次[^。;!?,:]{0,8}会议(?:召开)?$"
    r"|^[一-鿿()]{4,24}召开[^。;!?,:]{4,40}会议?$"  # 霁川县河长办召开成员单位联络员会议
)
# What a TITLE can end in: most lines do not.
_TITLE_ENDS: Final = frozenset([noun[-1] for noun in _NOUN.split("|")] + list("》)〕]文议开会\n"))
COVER: Final = re.compile(
    r"(?:关于)?(?:印发|转发|下发|公布|发布)(?:实施)?(?P<inner>.+?)的?(?:通知|公告|函|决定|通报)(?:\(.*\))?$|(?:印发|征求)(?P<book>《[^《》]{6,90}》)(?:$|(?:的?(?:公众|社会|修改))?意见(?:建议)?的(?:公告|通知|函|启事))"
)
# 中共中央 国务院印发《法治社会建设实施纲要(2020—2025年)》: the headline under which the press prints a plan
HEADLINE: Final = re.compile(
    r"^[\u4e00-\u9fff、 ()]{2,40}(?:印发|发布|公布|出台)《[^《》]{4,80}》$"
)
# 近日,县委、县政府印发了《…》,并发出通知
PRINTED: Final = re.compile(
    r"(?:电|近日|日前|[\n。,])\s?,?(?P<body>[\u4e00-\u9fff、 ]{2,40}?)(?:联合|正式|共同)?(?:印发|发布|公布|出台)了?《(?P<title>[^《》]{6,80})》"
)
READ_OFF: Final = re.compile(
    r"现(?:提出|制定|将|就|拟定)(?:以下|如下)?(?P<title>(?!以下|如下|[^,。;《]{2,40}制[定订])[^,。;《]{3,40}?(?:工作要点|要点|方案|计划|规划|清单|措施))(?=[。:,;]|如下|$)|《(?P<book>[^《》]{6,60})》(?:\([^()]*\))?,?(?:已经|已于|经)[^《]{2,60}?(?:现|予以)(?:予以)?(?:印发|发布|公布)|现将\s?《(?P<sent>[^《》]{6,60})》(?:\s?\([^()]*\))?(?:印发|发|全文|予以)|《(?P<printed>[^《》]{6,80})》(?:全文|主要内容|内容)?如下(?=[。:\n]|$)"
)
# 霁川县司法局关于…, 霁川市水务局2019年度工作报告: who reports on its own year; 人和镇2022年工作要点 names none
NAMES_ISSUER: Final = re.compile(
    r"[\d.\s]*(?P<issuer>[\u4e00-\u9fff()（） 、]{3,60}?)(?:关于|印发|转发|(?<![省市县区州旗镇乡村])20\d\d年.*(?:报告|总结|要点|计划|安排)$|(?<=政府)工作规则$)"
)
# 关于支持创业的十条意见。为落实…: a page without line ends opens with its title
OPENING: Final = re.compile(
    rf"\s*(?P<title>[^。;:,《》\n]{{0,20}}关于[^。;:,\n]{{4,60}}?(?:{_NOUN}))。(?=为|根据|按照|各)"
)
# 第二章 重点任务: a line of a table of contents ends like a title
CONTENTS: Final = re.compile(r"^第[一二三四五六七八九十百零〇\d]{1,4}[编章节](?!的)")
SALUTATION: Final = re.compile(
    r"^(?:各|市|省|县|区|厅|局|[\u4e00-\u9fff]{2,8}(?:市|县|区|镇)).{0,160}[:]$"
)
# 24.上海市…: the number of a year book's entry; (转载)广州市…: the page that copies it; 【任务进展】霁川县…: a page's column
YEARBOOK: Final = re.compile(
    r"(?:\d{1,3}\.\s?(?!\d)|【[\u4e00-\u9fff]{2,6}】|\((?:转载|转发|摘编|节选|原文)\))"
)
# 附件 2024年度霁川县…: the word in front of the title of an annex
ANNEX: Final = re.compile(
    r"附件(?:\d{1,2}(?!\d)|[一二三四五六七八九十])?[: ]?(?=[\u4e00-\u9fff\d]{6})"
)
DATE_NOTE: Final = re.compile(r"\((?:19|20)\d\d\s?年\s?\d[^()]{0,12}(?<!版)\)$")
# 2021年重点工作任务(霁政发〔2021〕2号)
NUMBER_NOTE: Final = re.compile(r"\([\u4e00-\u9fff]{2,10}〔(?:19|20)\d\d〕\d{1,4}号\)$")
DRAFT: Final = re.compile(r"征求意见|意见稿|草案|送审稿|讨论稿|初稿")
DRAFT_NOTE: Final = re.compile(
    r"\((?:公开)?(?:征求意见稿?|征求意见|草案|送审稿|讨论稿|初稿)[^()]*\)$"
)
_NOUNS_OF_GENRES: Final[tuple[tuple[str, Genre], ...]] = (
    (
        r"工作要点|年度要点|要点$|工作安排$|工作任务(?:的通知)?$|重点工作(?:安排|清单)?$|重点工作任务$",
        "work_points",
    ),
    (
        r"(?:责任|任务)?(?:分工|分解)(?:落实)?方案|责任分工|任务分工|责任清单|任务清单|分工表|责任表|分解表|责任分解|任务分解|重点任务清单|任务台账|工作台账|任务交办单|任务单$|整改(?:任务)?清单|承诺事项清单|考核细则|(?:考核|评分|评价)表$",
        "assignment_table",
    ),
    (
        r"年度报告|情况(?:的)?报告|(?:落实|完成|进展|推进)情况$|工作报告|工作总结|情况汇报|总结$|年报$|报告$",
        "annual_report",
    ),
    (r"行动计划|规划|计划|规划纲要", "plan"),
    (r"纲要", "outline"),
    (r"实施方案|工作方案|行动方案|改革方案|试点方案|方案", "implementation_plan"),
    (
        r"条例|办法|规定|规则|细则|章程|(?:[\u4e00-\u9fff]{2,}法)$|标准|(?:问题的|若干|的)解释$|规范$|准则$|守则$",
        "regulation",
    ),
    (r"实施意见|指导意见|若干意见|意见", "opinion"),
    (r"(?:公布|发布|出炉|解读|答记者问|来了)$", "other"),  # a page's headline
    (r"批复|复函|函$|通报|公报|决定|命令|预案|纪要", "other"),
    (r"通知|措施|举措|机制|公告|政策|通告|安排|清单|制度|要求", "notice"),
)
_GENRES: Final = tuple((re.compile(nouns), genre) for nouns, genre in _NOUNS_OF_GENRES)
# 为…,现制定如下分工方案。: what a document whose title is lost calls itself
_CALLS_ITSELF: Final = re.compile(
    r"(?:制[定订]|编制|拟[定订]|现提出)了?(?:本|如下|以下|此)([^,。;:、\n]{2,14})"
)
_PLAN_YEARS: Final = {
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
}
_RANGE: Final = re.compile(r"((?:19|20)\d\d)年?\s?[-—–~至到－─―]{1,2}\s?((?:19|20)\d\d)年?")
_SPOKEN: Final = re.compile(r"(?<![到至])((?:19|20)\d\d)\s?年")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s?(?:年|版|(?=[一-鿿]{4,8}年(?!度)))")
WIDTH: Final = {ord("（"): "(", ord("）"): ")", ord("，"): ",", ord("："): ":"}


def is_title(words: str) -> bool:
    """Does a folded line read like a document's title?"""
    if words[-1:] not in _TITLE_ENDS:
        return False
    return TITLE.match(words) is not None and SALUTATION.match(words) is None


def one_line(words: str) -> str:
    """A title without the line ends that break it."""
    return words.replace("\n", "").strip()


def without_date(words: str) -> str:
    """A title without the date in brackets behind it: 工作要点(2024年5月)."""
    return DATE_NOTE.sub("", words)


def unbook(words: str) -> str:
    """区政务办制订的《2023年工作要点》 → 2023年工作要点; 贯彻落实《细则》措施 stays whole."""
    inner = _BOOK.search(words)
    return inner["title"] if inner else words


_BOOK: Final = re.compile(
    r"^(?:.{0,30}[制编拟起][定订制草]的)?[《〈](?P<title>.+)[》〉](?:\([^()]*\))?$"
)


def inner_title(cover: str) -> str | None:
    """The title of the plan that a cover notice names, None when the words are no cover."""
    if "发" not in cover and "公布" not in cover and "征求" not in cover:
        return None  # one of these stands in every cover: most lines are none
    if cover[0] == "《" and cover[-1] == "》" and cover.count("《") == 1:
        cover = cover[1:-1]  # 《县政府关于印发〈…方案〉的通知》
    found = COVER.search(without_date(cover))
    return unbook(found["inner"] or found["book"]) if found else None


_PUNCTUATION: Final = re.compile(r"[\W_]+")


def title_key(words: str) -> str:
    """What two spellings of one title share: no punctuation, no date, no 关于印发."""
    return _PUNCTUATION.sub("", DATE_NOTE.sub("", words).replace("关于印发", ""))


def alike(a: str, b: str) -> bool:
    """Whether two keys name one document: one holds the other, or three of four pairs of characters agree."""
    if not a or not b:
        return False
    if a == b or (len(a) >= 6 and a in b) or (len(b) >= 6 and b in a):
        return True
    common = sum(1 for i in range(len(a) - 1) if a[i : i + 2] in b)
    return common >= 0.75 * max(len(a) - 1, 1)


_OPENING: Final = 2_000  # characters


def _genre_named(words: str) -> Genre | None:
    """The genre whose noun stands last."""
    best: tuple[int, Genre] | None = None
    for pattern, genre in _GENRES:
        last = max((m.end() for m in pattern.finditer(words)), default=0)
        if last and (best is None or last > best[0]):
            best = (last, genre)
    return best[1] if best else None


def genre_of(title: str, cover: str, text: str) -> Genre:
    """The genre by the last noun of the title, else of its cover notice, else by how the text opens."""
    for words in (title, cover):
        bare = re.sub(r"(?:\([^()]*\)|〔[^〔〕]*〕)+$", "", words.strip("《》"))
        bare = inner_title(bare) or bare
        bare = re.sub(r"(?<=[\u4e00-\u9fff])“[^“”]*”$", "", bare)  # 责任制“三张清单一办法”
        bare = re.sub(r"(?:\([^()]*\))+$|[和及](?:实施|任务|责任)?清单$", "", bare)
        if (
            re.search(r"(?:方案|要点|计划|规划|清单|意见|办法|细则)的通知$", bare)
            and "征求意见" not in bare
        ):
            bare = bare[:-3]  # …工作方案的通知: the notice is only the cover
        named = _genre_named(bare[-14:])
        if named is not None:
            return named
    if re.search(r"通知$", re.sub(r"(?:\([^()]*\))+$", "", cover or title)):
        return "notice"
    opening = text[:400]
    if re.search(r"今年以来|过去一年|一年来|情况报告如下|情况汇报如下", opening):
        return "annual_report"
    if "工作要点" in opening:
        return "work_points"
    if re.search(r"通知如下|特此通知|本通知", text):
        return "notice"
    called = None if title else _CALLS_ITSELF.search(text[:_OPENING])
    return (_genre_named(called[1]) if called else None) or "other"


def period_of(title: str) -> tuple[int, int] | None:
    """The years a title names: 2021-2025年, “十四五”, 2022年; not those of a plan that it carries out."""
    title = re.sub(r"(?<=.)[《〈<][^《》〈〉<>]*[》〉>](?=.)", "", title)
    found = _RANGE.search(title)
    if found:
        return int(found.group(1)), int(found.group(2))
    for name, plan in _PLAN_YEARS.items():
        if name in title:
            return plan
    years = [int(y) for y in _YEAR.findall(DATE_NOTE.sub("", title))]
    return (min(years), max(years)) if years else None


# 根据《…关于2020年度考核细则的通知》(国办发〔2020〕2号): the year is another's
_OTHERS: Final = re.compile(r"《[^《》]{1,120}》")


def body_period(text: str) -> tuple[int, int] | None:
    """No title: the year that the text speaks of most, 到2035年 not counted; None where others are named as often."""
    years = Counter(int(y) for y in _SPOKEN.findall(_OTHERS.sub("", text[:20_000])))
    (best, often), (_, next_best) = (*years.most_common(2), (0, 0), (0, 0))[:2]
    return (best, best) if often > max(1, next_best) and 2 * often >= years.total() else None
