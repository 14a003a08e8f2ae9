"""What a document says of itself: title, issuer, number, dates, genre, period, draft or final.

The head (before the first heading) and the tail are read line by line; page boxes (索引号, 发文机关, 成文日期) come
before the text, the text before the page's own dates. Every field carries its evidence span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.model import Genre, PartialDate, SourceText, Span, Status
from loaders.fold import Folded
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]

_NOUN = (
    "通知|意见|方案|要点|计划|规划|纲要|报告|条例|办法|规定|规则|清单|措施|举措|决定|批复|复函|函|通报|公告|细则|总结|分工|工作任务|任务书|"
    "责任制|机制|分工表|责任表|台账|标准|预案|指南|制度|公报|要求|建议|政策|意见稿|法|任务分解表|任务|安排|指引|通告|命令|章程"
)
_TAIL_NOTE = r"(?:\((?:[^()]{1,40})\)|〔[^〔〕]{1,20}〕|\[[^\[\]]{1,20}\])*"
_TITLE = re.compile(rf"^[^。;!?]{{2,110}}(?:{_NOUN})》?{_TAIL_NOTE}(?:[的全]文)?$")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]\))?\s?[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\s?(?:第\s?)?\d{1,5}\s?号|(?:中华人民共和国)?(?:国务院|[\u4e00-\u9fff]{2,12}(?:政府|部|委员会|局))令\s?\(?第\s?\d{1,4}\s?号\)?"
)
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s?(?:年|[-/.])\s?(?P<m>\d{1,2})\s?(?:月|[-/.])\s?(?P<d>\d{1,2})\s?日?(?!\d)|(?P<y2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月|(?P<hy>二[〇○零0O]{1,2}[一二三四五六七八九〇○零]{1,2})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日"
)
_DATE_LINE = re.compile(
    rf"^\(?(?:{_DATE.pattern})\s*\)?(?:印发|\d{{1,2}}:\d\d(?::\d\d)?)?$".replace("?P<", "?P<l")
)
_ADOPTED = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?(?:经)?(?P<body>[\u4e00-\u9fff]{2,40}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府|国务院))(?:第[一二三四五六七八九十百〇零\d]{1,6}(?:次|届)[^,。;()]{0,20})?(?:常务会议|全体会议|会议)?[^,。;()]{0,12}(?:通过|公布|批准)"
)
_COVER = re.compile(
    r"(?:关于)?(?:印发|转发|下发|公布|发布)(?:实施)?(?P<inner>.+?)的?(?:通知|公告|函|决定)(?:\(.*\))?$"
)
_READ_OFF = re.compile(
    r"现(?:提出|制定|将|就|拟定)(?:以下|如下)?(?P<title>[^,。;《]{3,40}?(?:工作要点|要点|方案|计划|规划|清单|措施))(?=[。:,;]|如下|$)|《(?P<book>[^《》]{6,60})》(?:\([^()]*\))?,?(?:已经|已于|经).{2,60}?(?:现|予以)(?:予以)?(?:印发|发布|公布)|现将《(?P<sent>[^《》]{6,60})》(?:印发|发)"
)
_SALUTATION = re.compile(
    r"^(?:各|市|省|县|区|厅|局|[\u4e00-\u9fff]{2,8}(?:市|县|区|镇)).{0,160}[:]$"
)
_YEARBOOK = re.compile(r"^\d{1,3}\.\s?")
_DATE_NOTE = re.compile(r"\((?:19|20)\d\d\s?年\s?\d[^()]{0,12}\)$")
_DRAFT = re.compile(r"征求意见|意见稿|草案|送审稿|讨论稿|初稿")
_DRAFT_NOTE = re.compile(r"\((?:公开)?(?:征求意见稿?|征求意见|草案|送审稿|讨论稿|初稿)[^()]*\)$")
_BOX = {
    "issuer": (
        "发文机关",
        "发布机构",
        "发文单位",
        "制发机关",
        "印发机关",
        "发布单位",
        "发文机构",
        "制定机关",
    ),
    "issued": ("成文日期", "生成日期", "发文日期", "印发日期", "公布日期", "制发日期"),
    "published": ("发布日期", "发布时间", "公开日期", "时间", "日期"),
    "document_number": ("发文字号", "文号", "文件编号", "文件号", "发文文号"),
    "title": ("标题", "文件名称", "名称", "信息名称"),
}
_GENRES: tuple[tuple[str, Genre], ...] = (
    (
        r"工作要点|年度要点|要点$|工作任务(?:的通知)?$|重点工作(?:安排|清单)?$|重点工作任务$",
        "work_points",
    ),
    (
        r"分工方案|责任分工|任务分工|责任清单|任务清单|分工表|责任表|任务分解|重点任务清单|考核细则|推广举措|改革举措的通知",
        "assignment_table",
    ),
    (r"年度报告|情况(?:的)?报告|工作报告|工作总结|情况汇报|总结$|年报$|报告$", "annual_report"),
    (r"行动计划|规划|计划|规划纲要", "plan"),
    (r"纲要", "outline"),
    (r"实施方案|工作方案|行动方案|改革方案|试点方案|方案", "implementation_plan"),
    (r"条例|办法|规定|规则|细则|章程|(?:[\u4e00-\u9fff]{2,}法)$|标准", "regulation"),
    (r"实施意见|指导意见|若干意见|意见", "opinion"),
    (r"批复|复函|函$|通报|公报|决定|命令|预案", "other"),
    (r"通知|措施|举措|机制|公告|政策|通告|安排|清单|制度|要求", "notice"),
)
_PLAN_YEARS = {
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
}
_RANGE = re.compile(r"((?:19|20)\d\d)年?\s?[-—–~至到－─―]{1,2}\s?((?:19|20)\d\d)年?")
_YEAR = re.compile(r"((?:19|20)\d\d)\s?(?:年|版)")
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "0": 0,
}


@dataclass(slots=True)
class Head:
    """What was read off the head and tail, before the place is known."""

    title: str | None = None
    cover_title: str | None = None
    issuer: str | None = None
    number: str | None = None
    issued: PartialDate | None = None
    genre: Genre = "other"
    period: tuple[int, int] | None = None
    status: Status | None = None
    own_titles: tuple[str, ...] = ()
    furniture: frozenset[int] = frozenset()
    evidence: dict[str, Span] = field(default_factory=dict)

    def follow(self, cover: Head) -> None:
        """A further document of the same file: what its own head does not say, the cover says."""
        for name, key in (
            ("issuer", "issuer"),
            ("number", "document_number"),
            ("issued", "issued"),
        ):
            if getattr(self, name) is None and getattr(cover, name) is not None:
                setattr(self, name, getattr(cover, name))
                if key in cover.evidence:
                    self.evidence[key] = cover.evidence[key]
        self.cover_title = self.cover_title or cover.cover_title
        self.status = self.status or cover.status
        self.period = self.period or cover.period


def is_title(words: str) -> bool:
    """Does a folded line read like a document's title?"""
    return _TITLE.match(words) is not None and _SALUTATION.match(words) is None


def read_head(source: SourceText, folded: Folded, lines: list[Range], first_heading: int) -> Head:
    """Read the metadata; ``first_heading`` is the folded start of the first heading (or the text's length)."""
    return _Reader(source, folded, lines, first_heading).read()


class _Reader:
    def __init__(self, source: SourceText, folded: Folded, lines: list[Range], first: int) -> None:
        self.source, self.folded, self.lines = source, folded, lines
        self.text = folded.text
        self.head_lines = [line for line in lines if line[0] < first][:60]
        self.tail_lines = [line for line in lines if line[0] >= first][-14:]
        self.out = Head()
        self.used: set[int] = set()

    def read(self) -> Head:
        titles = self._titles()
        self._title(titles)
        self._number()
        self._issuer_and_date()
        self._boxes()
        self._page_date()
        self._kind()
        self.out.furniture = frozenset(self.used)
        return self.out

    def _words(self, line: Range) -> str:
        return self.text[slice(*line)].strip()

    def _note(self, name: str, start: int, end: int) -> None:
        self.out.evidence[name] = self.folded.span(start, end)

    def _titles(self) -> list[tuple[int, Range, str]]:
        """(line index, range, words) of the title-like lines of the head; a title broken over lines is one."""
        found: list[tuple[int, Range, str]] = []
        index = 0
        while index < len(self.head_lines):
            start, end = self.head_lines[index]
            skip = _YEARBOOK.match(self.text, start, end) if not found else None
            start = skip.end() if skip else start
            used, words = self._whole_title(index, start)
            if used:
                end = self.head_lines[index + used - 1][1]
                found.append((index, (start, end), words))
                self.used.update(line[0] for line in self.head_lines[index : index + used])
            index += max(used, 1)
        return found

    def _whole_title(self, index: int, start: int) -> tuple[int, str]:
        """(number of lines, words) of the title that begins here; (0, '') when none does."""
        words = ""
        for used in range(1, 5):
            if index + used > len(self.head_lines):
                break
            line = self.head_lines[index + used - 1]
            part = self.text[start if used == 1 else line[0] : line[1]].strip()
            words += part
            if (
                len(words) > 140
                or _SALUTATION.match(part)
                or re.search(r"[。;]$", part)
                or _DATE_LINE.match(part)
            ):
                break
            closed = all(words.count(a) <= words.count(b) for a, b in ("《》", "()"))
            if (
                len(words) >= 5
                and closed
                and _TITLE.match(words)
                and not self._goes_on(index + used, words)
            ):
                return used, words
            if (
                used == 1
                and not re.search(r"关于|印发|20\d\d|^《|十[二三四五]五", words)
                and len(words) < 18
            ):
                break
        return 0, ""

    def _goes_on(self, following: int, words: str) -> bool:
        """…关于印发…行动方案 ⏎ (2023版)的通知: the notice's own noun is still to come."""
        if not re.search(r"关于.{0,4}(?:印发|转发)", words) or re.search(
            r"(?:通知|公告|函|决定)(?:\(.*\))?$", words
        ):
            return False
        if following >= len(self.head_lines):
            return False
        return (
            re.search(r"的(?:通知|公告|函|决定)(?:\(|$)", self._words(self.head_lines[following]))
            is not None
        )

    def _title(self, titles: list[tuple[int, Range, str]]) -> None:
        """The document's own title: the plan's when a cover notice wraps it."""
        cover = next((t for t in titles if _COVER.search(_bare(t[2]))), None)
        if cover:
            inner = _COVER.search(_bare(cover[2]))
            self.out.cover_title = self._raw_title(cover[1])
            wanted = _key(_unbook(inner.group("inner"))) if inner else ""
            plan = next((t for t in titles if t[0] > cover[0] and _alike(_key(t[2]), wanted)), None)
            if plan is None:
                plan = next(
                    (
                        t
                        for t in titles
                        if t[0] > cover[0] + 1
                        and not _COVER.search(_bare(t[2]))
                        and "关于" not in t[2][:12]
                    ),
                    None,
                )
            if plan is not None:
                self._set_title(plan[1])
            elif inner is not None:
                at = self.text.find(inner.group("inner"), *cover[1])
                self._set_title((at, at + len(inner.group("inner"))) if at >= 0 else cover[1])
            self.out.own_titles = (
                self.out.cover_title or "",
                inner.group("inner") if inner else "",
            )
        elif titles:
            plain = [t for t in titles if not t[2].startswith("《")] or titles
            best = max(plain[:3], key=lambda t: (not t[2].startswith(("附件", "来源")), -t[0]))
            self._set_title(best[1])
            self.out.own_titles = tuple(t[2] for t in titles)
        else:
            zone_end = self.head_lines[-1][1] if self.head_lines else 0
            found = _READ_OFF.search(self.text, 0, min(zone_end, 4000))
            if found:
                self._set_title(found.span(found.lastgroup or "title"))
        if self.out.title:
            self.out.own_titles = (*self.out.own_titles, self.out.title)

    def _set_title(self, where: Range) -> None:
        start, end = where
        words = self.text[start:end]
        for note in (_DATE_NOTE, _DRAFT_NOTE):
            found = note.search(words)
            if found:
                end -= len(words) - found.start()
                words = self.text[start:end]
        while words.startswith("《") and words.endswith("》") and words.count("《") == 1:
            start, end = start + 1, end - 1
            words = self.text[start:end]
        self.out.title = _one_line(self.folded.raw[start:end])
        self._note("title", start, end)

    def _raw_title(self, where: Range) -> str:
        words = self.text[slice(*where)]
        found = _DATE_NOTE.search(words)
        end = where[0] + (found.start() if found else len(words))
        self._note("cover_title", where[0], end)
        return _one_line(self.folded.raw[where[0] : end])

    def _number(self) -> None:
        for line in [*self.head_lines[:30], *self.tail_lines[-4:]]:
            words = self.text[slice(*line)]
            if len(words) > 120:
                continue
            found = _NUMBER.search(words)
            if (
                found
                and len(words) - len(found.group()) <= 40
                and "《" not in words[: found.start()]
                and "根据" not in words
            ):
                start = line[0] + found.start()
                start, end = _strip_label(self.text, start, line[0] + found.end())
                self.out.number = self.folded.raw[start:end].replace(" ", "")
                self._note("document_number", start, end)
                self.used.add(line[0])
                return

    def _issuer_and_date(self) -> None:
        """Signature lines stand right above a line that is only a date."""
        zone = self._signature_zone()
        if zone is not None:
            names, date_line = zone
            self._set_date(date_line)
            if names:
                self.out.issuer = "、".join(_signed(self.folded.raw[slice(*n)]) for n in names)
                self._note("issuer", names[0][0], names[-1][1])
        if self.out.issuer is None:
            self._adoption()
        if self.out.issuer is None:
            self._issuer_from_title()
        if self.out.issued is None:
            self._date_beside_title()

    def _adoption(self) -> None:
        """(2025年9月12日第十四届全国人民代表大会常务委员会第十七次会议通过) · 中山市人民政府令 ⏎ (第16号)."""
        for line in self.head_lines[:8]:
            found = _ADOPTED.search(self.text, *line)
            if found:
                start, end = found.span("body")
                self.out.issuer = _session(self.folded.raw[start:end])
                self._note("issuer", start, end)
                date = _DATE.search(self.text, *line)
                if date and self.out.issued is None:
                    self.out.issued = _date(date)
                    self._note("issued", date.start(), date.end())
                self.used.add(line[0])
                return
            order = re.match(
                r"(?P<body>[\u4e00-\u9fff]{2,16}(?:政府|国务院|委员会|部))令$|(?P<council>国务院)令$",
                self._words(line),
            )
            if order:
                start = line[0]
                end = start + len(order.group("body") or order.group("council"))
                self.out.issuer = self.folded.raw[start:end]
                self._note("issuer", start, end)
                self.used.add(line[0])
                return

    def _signature_zone(self) -> tuple[list[Range], Range] | None:
        for lines in (self.head_lines, self.tail_lines):
            dated = [i for i, line in enumerate(lines) if _DATE_LINE.match(self._words(line))]
            for index in dated if lines is self.head_lines else reversed(dated):
                names: list[Range] = []
                for above in range(index - 1, max(-1, index - 12), -1):
                    words = self._words(lines[above])
                    if names and len(names) == 1 and self._halved(words, lines[above], names[0]):
                        names[0] = (lines[above][0], names[0][1])
                        continue
                    if not 3 <= len(words) <= 40 or not _is_signature(words):
                        break
                    names.insert(0, lines[above])
                if names or (lines is self.head_lines and index >= 2):
                    for line in [*names, lines[index]]:
                        self.used.add(line[0])
                    return names, lines[index]
        return None

    def _halved(self, words: str, line: Range, below: Range) -> bool:
        """市推进政府职能转变和“放管服”改革 ⏎ 协调领导小组办公室: one signature over two lines."""
        lower = self.text[slice(*below)]
        starts = re.match(
            r"^(?:[\u4e00-\u9fff]{2,8}?[省市区县州镇乡]|省|市|县|区|国|中共|中国|自治区)", lower
        )
        whole = 6 <= len(words) <= 40 and re.match(
            r"^(?:[\u4e00-\u9fff]{1,8}?[省市区县州镇乡]|国|中共|中国|自治区)", words
        )
        return (
            starts is None
            and whole is not None
            and not re.search(r"[。,;:!?《》]", words)
            and not looks_like_unit(words)
        )

    def _set_date(self, line: Range) -> None:
        found = _DATE.search(self.text, *line)
        date = _date(found) if found else None
        if found and date:
            self.out.issued = date
            self._note("issued", found.start(), found.end())

    def _issuer_from_title(self) -> None:
        for name in ("cover_title", "title"):
            words = getattr(self.out, name)
            span = self.out.evidence.get(name)
            if not words or span is None:
                continue
            found = re.match(
                r"^[\d.\s]*(?P<issuer>[\u4e00-\u9fff()（） 、]{3,60}?)(?:关于|印发|转发)", words
            )
            if found and _is_signature(found.group("issuer")):
                self.out.issuer = "、".join(_glued(found.group("issuer").strip()))
                self.out.evidence["issuer"] = span
                return
        for line in self.head_lines[:12]:
            words = self._words(line)
            if (
                line[0] not in self.used
                and 4 <= len(words) <= 30
                and _is_signature(words)
                and re.search(r"[省市区县镇乡]|国务院|自治区", words)
            ):
                self.out.issuer = self.folded.raw[slice(*line)].strip()
                self._note("issuer", *line)
                self.used.add(line[0])
                return

    def _date_beside_title(self) -> None:
        for line in self.head_lines[:6]:
            found = re.search(rf"\((?:{_DATE.pattern})[^()]{{0,60}}\)\s*$", self.text[slice(*line)])
            inner = _DATE.search(self.text, line[0] + found.start(), line[1]) if found else None
            if inner and len(self._words(line)) < 140:
                self.out.issued = _date(inner)
                self._note("issued", inner.start(), inner.end())
                return

    def _boxes(self) -> None:
        """Page boxes: the issuing body and date as the site states them."""
        values = {label.strip(" :：[]【】"): span for label, span in self.source.boxes}
        for name, labels in _BOX.items():
            for label in labels:
                span = values.get(label)
                if span is None or span.end <= span.start:
                    continue
                self._box(name, span)
                break

    def _box(self, name: str, span: Span) -> None:
        value = re.sub(r"\s+", " ", self.source.text[span.start : span.end]).strip()
        out = self.out
        if name in ("issued", "published"):
            found = _DATE.search(value)
            if found and (name == "issued" or out.issued is None):
                out.issued = _date(found)
                out.evidence["issued"] = span
        elif name == "document_number" and _NUMBER.search(
            value.replace("（", "(").replace("）", ")")
        ):
            out.number, out.evidence["document_number"] = value.replace(" ", ""), span
        elif name == "issuer" and out.issuer is None and 2 <= len(value) <= 60:
            out.issuer, out.evidence["issuer"] = value, span
        elif name == "title" and out.title is None and len(value) >= 4:
            out.title, out.evidence["title"] = value, span
            out.own_titles = (*out.own_titles, value)

    def _page_date(self) -> None:
        """2021 ⏎ 09/01 ⏎ 16:43: a page's date spread over lines."""
        if self.out.issued is not None:
            return
        source = self.source.text[:1500]
        found = re.search(r"(20\d\d)\s*\n\s*(\d{1,2})[/-](\d{1,2})\s*\n", source)
        if found:
            self.out.issued = PartialDate(*(int(g) for g in found.groups()))
            self.out.evidence["issued"] = Span(found.start(1), found.end(3))

    def _kind(self) -> None:
        out = self.out
        title = (out.title or "").translate(_WIDTH)
        head = self.text[: self.head_lines[-1][1] if self.head_lines else 300][:1500]
        titled = f"{out.title or ''}{out.cover_title or ''}{head[:160]}{self.source.name}"
        out.status = (
            "draft"
            if _DRAFT.search(titled)
            else "final"
            if out.number or out.issued or out.issuer
            else None
        )
        out.genre = _genre(title, out.cover_title or "", self.text)
        out.period = _period(title) or _period((out.cover_title or "").translate(_WIDTH))
        if out.period is None and not out.title:
            out.period = _body_period(self.text)


_WIDTH = {ord("（"): "(", ord("）"): ")", ord("，"): ",", ord("："): ":"}


def _signed(words: str) -> str:
    """A signature without its note (代章) and line breaks; a blank between two bodies is a separator."""
    whole = re.sub(r"[（(](?:代章?|印章|盖章|章)[）)]$", "", words.replace("\n", "").strip())
    return whole.replace(" ", "、")


def _session(words: str) -> str:
    """山东省第十二届人民代表大会常务委员会 → 山东省人民代表大会常务委员会."""
    return re.sub(r"第[一二三四五六七八九十]{1,4}届", "", words)


def _one_line(words: str) -> str:
    return words.replace("\n", "").strip()


def _bare(words: str) -> str:
    return _DATE_NOTE.sub("", words)


def _unbook(words: str) -> str:
    inner = re.search(r"《(.+)》", words)
    return inner.group(1) if inner else words


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", "", _DATE_NOTE.sub("", words).replace("关于印发", ""))


def _alike(a: str, b: str) -> bool:
    if not a or not b:
        return False
    if a == b or (len(a) >= 6 and a in b) or (len(b) >= 6 and b in a):
        return True
    common = sum(1 for i in range(len(a) - 1) if a[i : i + 2] in b)
    return common >= 0.75 * max(len(a) - 1, 1)


def _is_signature(words: str) -> bool:
    if _SALUTATION.match(words) or re.search(r"[。,;:!?《》“”]|同志|如下|附件|联系|^各", words):
        return False
    words = re.sub(r"\([^()]*\)$", "", words).strip()
    return looks_like_unit(words.split(" ")[-1]) and not re.search(r"(?:部门|单位)$", words)


def _glued(words: str) -> list[str]:
    """北京市发展和改革委员会北京市商务局: two issuers written without a separator."""
    if " " in words or "、" in words:
        return [w for w in re.split(r"[ 、]+", words) if w]
    head = re.match(r"[\u4e00-\u9fff]{2,4}?(?:省|市|区|县)", words)
    if head:
        again = words.find(head.group(), head.end())
        if again > 0:
            return [words[:again], *_glued(words[again:])]
        party = re.match(r"(?:中共)([\u4e00-\u9fff]{2,4}?(?:省|市|区|县))", words)
        again = words.find(party.group(1), party.end()) if party else -1
        if again > 0:
            return [words[:again], words[again:]]
    return [words]


def _strip_label(text: str, start: int, end: int) -> Range:
    """文号京发改〔2023〕20号: a label stuck to the number."""
    found = re.match(r"(?:发文字号|文件编号|发文文号|文号|字号)[:\s]*", text[start:end])
    return (start + found.end(), end) if found else (start, end)


def _date(found: re.Match[str]) -> PartialDate | None:
    groups = found.groupdict()
    try:
        if groups["y"]:
            return _checked(int(groups["y"]), int(groups["m"]), int(groups["d"]))
        if groups["y2"]:
            return _checked(int(groups["y2"]), int(groups["m2"]), None)
        year = int("".join(str(_HAN_DIGITS[c]) for c in groups["hy"].replace("二", "二")))
        from kg.ids import numeral

        return _checked(year, numeral(groups["hm"]) or 0, numeral(groups["hd"]) or 0)
    except (KeyError, ValueError):
        return None


def _checked(year: int, month: int, day: int | None) -> PartialDate | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return PartialDate(year, month, day)


def _genre(title: str, cover: str, text: str) -> Genre:
    for words in (title, cover):
        bare = re.sub(r"(?:\([^()]*\)|〔[^〔〕]*〕)+$", "", words.strip("《》"))
        inner = _COVER.search(bare)
        bare = _unbook(inner.group("inner")) if inner else bare
        bare = re.sub(r"(?:\([^()]*\))+$", "", bare)
        if re.search(r"(?:方案|要点|计划|规划|清单|意见|办法|细则)的通知$", bare):
            bare = bare[:-3]  # …工作方案的通知: the notice is only the cover
        tail = bare[-14:]
        best: tuple[int, Genre] | None = None
        for pattern, genre in _GENRES:
            last = max((m.end() for m in re.finditer(pattern, tail)), default=0)
            if last and (best is None or last > best[0]):
                best = (last, genre)
        if best:
            return best[1]
    opening = text[:400]
    if re.search(r"今年以来|过去一年|一年来|情况报告如下|情况汇报如下", opening):
        return "annual_report"
    return "work_points" if "工作要点" in opening else "other"


def _period(title: str) -> tuple[int, int] | None:
    found = _RANGE.search(title)
    if found:
        return int(found.group(1)), int(found.group(2))
    for name, years in _PLAN_YEARS.items():
        if name in title:
            return years
    years = [int(y) for y in _YEAR.findall(_DATE_NOTE.sub("", title))]
    return (min(years), max(years)) if years else None


def _body_period(text: str) -> tuple[int, int] | None:
    """No title: the year that the text speaks of most."""
    years = [int(y) for y in _YEAR.findall(text[:20_000])]
    if not years:
        return None
    best = max(sorted(set(years)), key=lambda y: (years.count(y), y))
    return (best, best) if years.count(best) >= 2 else None
