"""What a document says of itself: title, issuer, number, dates, genre, period, draft or final.

The head (before the first heading) and the tail are read line by line; page boxes (索引号, 发文机关, 成文日期) come
before the text, the text before the page's own dates. Every field carries its evidence span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.model import Genre, PartialDate, SourceText, Span, Status
from loaders.fold import Folded
from loaders.signatures import (
    ADOPTED,
    DATE,
    DATE_LINE,
    NUMBER,
    glued_issuers,
    is_signature,
    read_date,
    signed,
    strip_label,
    without_session,
)
from loaders.titles import (
    CONTENTS,
    COVER,
    DATE_NOTE,
    DRAFT,
    DRAFT_NOTE,
    READ_OFF,
    SALUTATION,
    TITLE,
    WIDTH,
    YEARBOOK,
    alike,
    body_period,
    genre_of,
    one_line,
    period_of,
    title_key,
    unbook,
    without_date,
)
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]
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
            skip = YEARBOOK.match(self.text, start, end) if not found else None
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
                or (used == 1 and (NUMBER.fullmatch(part) or CONTENTS.match(part)))
                or SALUTATION.match(part)
                or re.search(r"[。;]$", part)
                or DATE_LINE.match(part)
            ):
                break
            closed = all(words.count(a) <= words.count(b) for a, b in ("《》", "()"))
            if (
                len(words) >= 5
                and closed
                and TITLE.match(words)
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
        cover = next((t for t in titles if COVER.search(without_date(t[2]))), None)
        if cover:
            inner = COVER.search(without_date(cover[2]))
            self.out.cover_title = self._raw_title(cover[1])
            wanted = title_key(unbook(inner.group("inner"))) if inner else ""
            plan = next(
                (t for t in titles if t[0] > cover[0] and alike(title_key(t[2]), wanted)), None
            )
            if plan is None:
                plan = next(
                    (
                        t
                        for t in titles
                        if t[0] > cover[0] + 1
                        and not COVER.search(without_date(t[2]))
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
            found = READ_OFF.search(self.text, 0, min(zone_end, 4000))
            if found:
                self._set_title(found.span(found.lastgroup or "title"))
        if self.out.title:
            self.out.own_titles = (*self.out.own_titles, self.out.title)

    def _set_title(self, where: Range) -> None:
        start, end = where
        words = self.text[start:end]
        for note in (DATE_NOTE, DRAFT_NOTE):
            found = note.search(words)
            if found:
                end -= len(words) - found.start()
                words = self.text[start:end]
        while words.startswith("《") and words.endswith("》") and words.count("《") == 1:
            start, end = start + 1, end - 1
            words = self.text[start:end]
        self.out.title = one_line(self.folded.raw[start:end])
        self._note("title", start, end)

    def _raw_title(self, where: Range) -> str:
        words = self.text[slice(*where)]
        found = DATE_NOTE.search(words)
        end = where[0] + (found.start() if found else len(words))
        self._note("cover_title", where[0], end)
        return one_line(self.folded.raw[where[0] : end])

    def _number(self) -> None:
        for line in [*self.head_lines[:30], *self.tail_lines[-4:]]:
            words = self.text[slice(*line)]
            if len(words) > 120:
                continue
            found = NUMBER.search(words)
            if (
                found
                and len(words) - len(found.group()) <= 40
                and "《" not in words[: found.start()]
                and "根据" not in words
            ):
                start = line[0] + found.start()
                start, end = strip_label(self.text, start, line[0] + found.end())
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
                self.out.issuer = "、".join(
                    one for n in names for one in glued_issuers(signed(self.folded.raw[slice(*n)]))
                )
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
            found = ADOPTED.search(self.text, *line)
            if found:
                start, end = found.span("body")
                self.out.issuer = without_session(self.folded.raw[start:end])
                self._note("issuer", start, end)
                date = DATE.search(self.text, *line)
                if date and self.out.issued is None:
                    self.out.issued = read_date(date)
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
                self._order_number(line)
                return

    def _order_number(self, order: Range) -> None:
        """清河县人民政府令 ⏎ 第12号: the number of an order stands on the line below."""
        below = next((x for x in self.head_lines if x[0] > order[0]), None)
        found = re.match(r"\(?第\s?\d{1,4}\s?号\)?$", self._words(below)) if below else None
        if below is not None and found and self.out.number is None:
            self.out.number = re.sub(r"[ \n]", "", self.folded.raw[order[0] : below[1]])
            self._note("document_number", order[0], below[1])
            self.used.add(below[0])

    def _signature_zone(self) -> tuple[list[Range], Range] | None:
        for lines in (self.head_lines, self.tail_lines):
            dated = [i for i, line in enumerate(lines) if DATE_LINE.match(self._words(line))]
            for index in dated if lines is self.head_lines else reversed(dated):
                names: list[Range] = []
                for above in range(index - 1, max(-1, index - 12), -1):
                    words = self._words(lines[above])
                    if names and len(names) == 1 and self._halved(words, lines[above], names[0]):
                        names[0] = (lines[above][0], names[0][1])
                        continue
                    if not 3 <= len(words) <= 40 or not is_signature(words):
                        break
                    names.insert(0, lines[above])
                below_title = index == 1 and lines[0][0] in self.used
                if names or (lines is self.head_lines and (index >= 2 or below_title)):
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
            r"^(?:[\u4e00-\u9fff]{0,8}?[省市区县州镇乡]|国|中共|中国|自治区)", words
        )
        return (
            starts is None
            and whole is not None
            and not re.search(r"[。,;:!?《》]", words)
            and not looks_like_unit(words)
        )

    def _set_date(self, line: Range) -> None:
        found = DATE.search(self.text, *line)
        date = read_date(found) if found else None
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
            if found and is_signature(found.group("issuer")):
                self.out.issuer = "、".join(glued_issuers(found.group("issuer").strip()))
                self.out.evidence["issuer"] = span
                return
        for line in self.head_lines[:12]:
            words = self._words(line)
            if (
                line[0] not in self.used
                and 4 <= len(words) <= 30
                and is_signature(words)
                and re.search(r"[省市区县镇乡]|国务院|自治区", words)
            ):
                self.out.issuer = self.folded.raw[slice(*line)].strip()
                self._note("issuer", *line)
                self.used.add(line[0])
                return

    def _date_beside_title(self) -> None:
        for line in self.head_lines[:6]:
            found = re.search(rf"\((?:{DATE.pattern})[^()]{{0,60}}\)\s*$", self.text[slice(*line)])
            inner = DATE.search(self.text, line[0] + found.start(), line[1]) if found else None
            if inner and len(self._words(line)) < 140:
                self.out.issued = read_date(inner)
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
            found = DATE.search(value)
            if found and (name == "issued" or out.issued is None):
                out.issued = read_date(found)
                out.evidence["issued"] = span
        elif name == "document_number" and NUMBER.search(
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
        labelled = re.search(rf"(?:发布|公布|印发)(?:时间|日期)[:：]\s*(?:{DATE.pattern})", source)
        inner = DATE.search(source, labelled.start()) if labelled else None
        if inner:
            self.out.issued = read_date(inner)
            self.out.evidence["issued"] = Span(inner.start(), inner.end())
            return
        found = re.search(r"(20\d\d)\s*\n\s*(\d{1,2})[/-](\d{1,2})\s*\n", source)
        if found:
            self.out.issued = PartialDate(*(int(g) for g in found.groups()))
            self.out.evidence["issued"] = Span(found.start(1), found.end(3))

    def _kind(self) -> None:
        out = self.out
        title = (out.title or "").translate(WIDTH)
        head = self.text[: self.head_lines[-1][1] if self.head_lines else 300][:1500]
        titled = f"{out.title or ''}{out.cover_title or ''}{head[:160]}{self.source.name}"
        out.status = (
            "draft"
            if DRAFT.search(titled)
            else "final"
            if out.number or out.issued or out.issuer
            else None
        )
        out.genre = genre_of(title, out.cover_title or "", self.text)
        out.period = period_of(title) or period_of((out.cover_title or "").translate(WIDTH))
        if out.period is None and not out.title:
            out.period = body_period(self.text)
