"""What a document says of itself: title, issuer, number, dates, genre, period, draft or final.

The head (before the first heading) and the tail are read line by line; page boxes (索引号, 发文机关, 成文日期) come
before the text, the text before the page's own dates. Every field carries its evidence span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.model import Genre, PartialDate, SourceText, Span, Status
from loaders.fold import Folded
from loaders.head_lines import TitleLine, announced, own_title, pieces, titles
from loaders.page_boxes import box_of, in_table, is_others, page_date
from loaders.signatures import (
    ADOPTED,
    DATE,
    DATE_LINE,
    DATED_NOTE,
    MOST_SIGNERS,
    NUMBER,
    PROMULGATED,
    Range,
    glued_issuers,
    halved,
    is_signature,
    last_lines,
    printed_on,
    read_date,
    shortens,
    signed,
    strip_label,
    unglued,
    without_session,
)
from loaders.titles import (
    ANNEX,
    DATE_NOTE,
    DRAFT,
    DRAFT_NOTE,
    NAMES_ISSUER,
    NUMBER_NOTE,
    OPENING,
    PRINTED,
    READ_OFF,
    WIDTH,
    alike,
    body_period,
    genre_of,
    inner_title,
    one_line,
    period_of,
    title_key,
)

# 现将《A》和《B》印发给你们: a notice that carries several documents
_TOGETHER: Final = re.compile(
    r"(?:现将|印发|转发|发布|[\n:。])(?P<titles>《[^《》]{4,90}》(?:[和及、]?《[^《》]{4,90}》)+)(?:,?[已业]?经|,?现?印发|的通知)"
)
_BOOKS: Final = re.compile(r"《([^《》]{4,90})》")
_ZONE: Final = 4000  # characters of a head
_TITLED: Final = 8  # lines
_NOTED: Final = 160  # characters
_SAYS: Final = re.compile(r"[。;,](?!\w{0,4}\))")
_CELL: Final = re.compile(r"\d+$|[\u4e00-\u9fff]{0,4}(?:职责|分工|单位|部门)$")
_LINE: Final = 400  # characters: a glued head line is shorter


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


def read_head(
    source: SourceText,
    folded: Folded,
    lines: list[Range],
    first_heading: int,
    named: str = "",
) -> Head:
    """Read the metadata; ``first_heading`` is the folded start of the first heading (or the text's length).

    ``named``: the title that the first document of the same file announces.
    """
    return _Reader(source, folded, lines, first_heading).read(named)


class _Reader:
    def __init__(self, source: SourceText, folded: Folded, lines: list[Range], first: int) -> None:
        self.source, self.folded = source, folded
        self.text = folded.text
        head = [line for line in lines if line[0] < first][:60]
        tail = last_lines(self.text, [line for line in lines if line[0] >= first])
        self.head_lines, self.tail_lines = pieces(self.text, head), pieces(self.text, tail)
        self.whole = [*head, *tail]
        self.out = Head()
        self.used: set[int] = set()
        self.signed_in: int | None = None

    def read(self, named: str) -> Head:
        box = box_of(self.source, "title")
        boxed = self._value(box).translate(WIDTH) if box else ""
        found = titles(self.text, self.head_lines, [boxed, named])
        for title in found:
            lines = self.head_lines[title.index : title.index + title.lines]
            self.used.update(line[0] for line in lines)
        self._title(found)
        self._number()
        self._issuer_and_date()
        self._boxes()
        if box:
            self._boxed_title(box, found)
        if self.out.issued is None:
            self._page_date()
        if self.out.issued is None:
            self._last_date()
        if self.out.issued is None:
            self._printed_on()
        self._kind()
        self.out.furniture = frozenset(self._furniture())
        return self.out

    def _last_date(self) -> None:
        """2024年3月5日 in a line of its own at the end: a notice that nobody signs."""
        dated = [line for line in self.tail_lines[-6:] if DATE_LINE.match(self._words(line))]
        zone = self.text[:_ZONE]
        forwards = "转发" in zone or "批转" in zone  # the date is another's
        if dated and not forwards:
            self._set_date(dated[-1])
            self.used.add(dated[-1][0])

    def _furniture(self) -> Iterator[int]:
        """Starts of the lines that only say what the document is; a long line says more."""
        for start, end in self.whole:
            if end - start < _LINE and any(start <= used < end for used in self.used):
                yield start

    def _words(self, line: Range) -> str:
        return self.text[slice(*line)].strip()

    def _note(self, name: str, start: int, end: int) -> None:
        self.out.evidence[name] = self.folded.span(start, end)

    def _title(self, found: list[TitleLine]) -> None:
        """The document's own title: the plan's when a cover notice wraps it."""
        cover = next((t for t in found if inner_title(t.words)), None)
        if cover:
            self._covered(cover, [t for t in found if t.index > cover.index])
        elif found:
            self._set_title(own_title(self.text, self.head_lines, found).where)
            self.out.own_titles = tuple(t.words for t in found)
        else:
            zone_end = self.head_lines[-1][1] if self.head_lines else 0
            off = OPENING.match(self.text, 0, min(zone_end, _ZONE))
            off = off or READ_OFF.search(self.text, 0, min(zone_end, _ZONE))
            if off:
                self._set_title(off.span(off.lastgroup or "title"))
        if self.out.title:
            self.out.own_titles = (*self.out.own_titles, self.out.title)

    def _covered(self, cover: TitleLine, below: list[TitleLine]) -> None:
        """The plan below its cover notice, else as the notice names it."""
        inner = inner_title(cover.words) or ""
        self.out.cover_title = self._raw_title(cover.where)
        wanted = title_key(inner)
        plans = [t for t in below if inner_title(t.words) is None]
        plan = next((t for t in plans if title_key(t.words) == wanted), None) or next(
            (t for t in plans if alike(title_key(t.words), wanted)), None
        )
        if plan is None:  # 《…》已经同意 names another plan than the cover's title, and it follows
            named = announced(self.text, self.head_lines) - {wanted}
            plan = next((t for t in plans if title_key(t.words) in named), None)
        if plan is not None:
            stuck = ":" in plan.words  # 邮箱:a@b.cn打造…意见: the line above is stuck to the title
            self._set_title(self._place(inner, plan.where) if stuck else plan.where)
        else:
            self._set_title(self._place(inner, cover.where))
        zone = self.text[cover.where[0] : self.head_lines[-1][1]][:_ZONE]
        together = _TOGETHER.search(zone)
        sent = _BOOKS.findall(together["titles"]) if together else []
        self.out.own_titles = (self.out.cover_title or "", inner, *sent)

    def _place(self, words: str, where: Range) -> Range:
        """Where ``words`` stand in a title that a line end may break; the whole title when they do not."""
        text = self.text[slice(*where)]
        at = re.search(r"\n?".join(map(re.escape, words)), text)
        return (where[0] + at.start(), where[0] + at.end()) if at else where

    def _set_title(self, where: Range) -> None:
        start, end = where
        words = self.text[start:end]
        for note in (NUMBER_NOTE, DATE_NOTE, DRAFT_NOTE):
            found = note.search(words)
            if found:
                end -= len(words) - found.start()
                words = self.text[start:end]
        if annex := ANNEX.match(words):
            start, words = start + annex.end(), words[annex.end() :]
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
            if len(words) > 120 or "号" not in words:
                continue
            found = NUMBER.search(words)
            if (
                found
                and len(words) - len(found.group()) <= 40
                and "《" not in words[: found.start()]
                and "根据" not in words
            ):
                start = line[0] + unglued(words, found.start())
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
            self.signed_in = self.out.issued.year if self.out.issued else None
            if names:
                self.out.issuer = "、".join(
                    one for n in names for one in glued_issuers(signed(self.folded.raw[slice(*n)]))
                )
                self._note("issuer", names[0][0], names[-1][1])
        unsigned = self.out.issuer is None
        if unsigned:
            self._adoption()
        titled = self._issuer_from_title()
        mine = self.out.issuer
        if titled and (
            mine is None
            or unsigned  # 国务院关于…的批复: who adopted the decision that it follows is another
            or shortens(mine, titled[0])
            or set(mine.split("、")) < set(titled[0].split("、"))
        ):
            self.out.issuer, self.out.evidence["issuer"] = titled
        if self.out.issuer is None or re.match(r"[省市县区州旗](?!$)", self.out.issuer):
            self._issuer_line()
        if self.out.issuer is None:
            self._printed()
        if self.out.issued is None:
            self._date_beside_title()

    def _adoption(self) -> None:
        """(2024年5月8日霁川市第九届人民代表大会常务委员会通过) · 霁川市人民政府令 ⏎ (第16号).

        A congress adopts; what a government or court adopted is dated by the line that makes it public.
        """
        lines = self.head_lines[:8]
        if self._order(lines):
            return
        adopted = [(line, ADOPTED.search(self.text, *line)) for line in lines]
        public = [(line, PROMULGATED.match(self.text, *line)) for line in lines]
        congress = [(x, m) for x, m in adopted if m and re.search(r"人大|人民代表大会", m["body"])]
        bodies = [(x, m) for x, m in public if m and is_signature(m["body"])]
        for line, found in (*congress[:1], *bodies, *adopted):
            if found is None:
                continue
            start, end = found.span("body")
            self.out.issuer = self._whole_body(without_session(self.folded.raw[start:end]))
            self._note("issuer", start, end)
            date = DATE.search(self.text, *line)
            if date and self.out.issued is None:
                self.out.issued = read_date(date)
                self._note("issued", date.start(), date.end())
            self.used.add(line[0])
            return

    def _whole_body(self, body: str) -> str:
        """市人民代表大会常务委员会 under 宁波市…条例 is 宁波市's."""
        own = re.match(r"[\u4e00-\u9fff]{2,7}?[市州]", self.out.title or "")
        return own.group() + body[1:] if own and body[:1] == own.group()[-1] else body

    def _order(self, lines: list[Range]) -> bool:
        """清河县人民政府令: an order names its body in a line of its own."""
        for line in lines:
            order = re.match(
                r"(?P<body>[\u4e00-\u9fff]{2,16}(?:政府|国务院|委员会|部))令$|(?P<council>国务院)令$",
                self._words(line),
            )
            if order:
                start = line[0]
                end = start + len(order.group("body") or order.group("council"))
                self.out.issuer = without_session(self.folded.raw[start:end])
                self._note("issuer", start, end)
                self.used.add(line[0])
                self._order_number(line)
                return True
        return False

    def _order_number(self, order: Range) -> None:
        """清河县人民政府令 ⏎ 第12号: the number of an order stands on the line below."""
        below = next((x for x in self.head_lines if x[0] > order[0]), None)
        found = re.match(r"\(?第\s?\d{1,4}\s?号\)?$", self._words(below)) if below else None
        if below is not None and found:  # whatever a note on its history says
            self.out.number = re.sub(r"[ \n]", "", self.folded.raw[order[0] : below[1]])
            self._note("document_number", order[0], below[1])
            self.used.add(below[0])

    def _signature_zone(self) -> tuple[list[Range], Range] | None:
        for lines in (self.head_lines, self.tail_lines):
            dated = [i for i, line in enumerate(lines) if DATE_LINE.match(self._words(line))]
            for index in dated if lines is self.head_lines else reversed(dated):
                if index and is_others(self._words(lines[index - 1])):
                    continue
                names: list[Range] = []
                for above in range(index - 1, max(-1, index - MOST_SIGNERS), -1):
                    words = self._words(lines[above])
                    if len(names) == 1 and halved(words, self._words(names[0])):
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

    def _set_date(self, line: Range) -> None:
        found = DATE.search(self.text, *line)
        date = read_date(found) if found else None
        if found and date:
            self.out.issued = date
            self._note("issued", found.start(), found.end())

    def _issuer_from_title(self) -> tuple[str, Span] | None:
        """江城市财政局江城市审计局关于印发…: the bodies that a title begins with."""
        for name in ("cover_title", "title"):
            words = getattr(self.out, name)
            span = self.out.evidence.get(name)
            if not words or span is None:
                continue
            found = NAMES_ISSUER.match(words)
            issuers = glued_issuers(found["issuer"].strip()) if found else []
            if issuers and is_signature(issuers[-1].translate(WIDTH)):
                return "、".join(issuers), span
        return None

    def _issuer_line(self) -> None:
        """A line of the head that is nothing but a body with its place."""
        lines = self.head_lines[:12]
        for index, line in enumerate(lines):
            words = self._words(line)
            if (
                line[0] not in self.used
                and (self.out.issuer or words)[1:3] in words
                and 4 <= len(words) <= 30
                and is_signature(words)
                and re.search(r"[省市区县旗州盟镇乡]|国务院|兵团", words)
                and not in_table(self.source, self.folded.span(*line).start)
                # 1 ⏎ 市教育局 · 职责分工 ⏎ 市教育局: a row of a table
                and not (index and _CELL.match(self._words(lines[index - 1])))
            ):
                self.out.issuer = "、".join(glued_issuers(signed(self.folded.raw[slice(*line)])))
                self._note("issuer", *line)
                self.used.add(line[0])
                return

    def _printed(self) -> None:
        """近日,县委、县政府印发了《…》,并发出通知: how a newspaper opens the plan that it prints."""
        end = self.head_lines[-1][1] if self.head_lines else 0
        found = PRINTED.search(self.text, 0, min(end, _ZONE)) if self.out.title else None
        if found is None or title_key(found["title"]) != title_key(self.out.title or ""):
            return
        issuers = glued_issuers(found["body"].strip())
        if all(is_signature(one) for one in issuers):
            self.out.issuer = "、".join(issuers)
            self._note("issuer", *found.span("body"))

    def _printed_on(self) -> None:
        """霁川县安委会办公室 2024年3月5日印发: the last line of minutes that nobody signs."""
        body, date = printed_on(self.text, self.tail_lines[-4:])
        if date[1] and self.out.issuer is None:
            self.out.issuer = signed(self.folded.raw[slice(*body)])
            self._note("issuer", *body)
        self._set_date(date)

    def _date_beside_title(self) -> None:
        for line in self.head_lines[:6]:
            found = DATED_NOTE.search(self.text[slice(*line)])
            inner = DATE.search(self.text, line[0] + found.start(), line[1]) if found else None
            if found and inner and len(self._words(line)) < 140 and "版)" not in found[0]:
                self.out.issued = read_date(inner)
                self._note("issued", inner.start(), inner.end())
                return

    def _boxes(self) -> None:
        """Page boxes: the issuing body, date, number and title as the site states them."""
        out = self.out
        for name in ("issued", "sent", "published"):
            span = box_of(self.source, name)
            date = DATE.search(self._value(span)) if span else None
            read = read_date(date) if date else None
            # 成文日期:2021-12-14 over 二〇一一年十一月二十五日: the site says when it set the page up
            wins = name == "issued" and self.signed_in in (None, read.year if read else None)
            if span and read and (out.issued is None or wins):
                out.issued, out.evidence["issued"] = read, span
        number = box_of(self.source, "document_number")
        if number and NUMBER.search(self._value(number).translate(WIDTH)):
            value = self._value(number).replace(" ", "")
            out.number, out.evidence["document_number"] = value, number
        issuer = box_of(self.source, "issuer")
        stated = self._value(issuer) if issuer else ""
        # 区人民政府办公室 signs, the box says 霜桥区政府办公室
        short = out.issuer is None or shortens(out.issuer, stated)
        if issuer and short and 2 <= len(stated) <= 60 and not stated.endswith("网站"):
            names = re.split(r"[,，;；、\s]+", stated)
            out.issuer, out.evidence["issuer"] = "、".join(n for n in names if n), issuer

    def _boxed_title(self, span: Span, found: list[TitleLine]) -> None:
        """The page's title, where the text has none of its own or only a late line that looks like one."""
        boxed = self._value(span)
        if len(boxed) < 4:
            return
        late = not self.out.cover_title and (not found or found[0].index > 3)
        if self.out.title is None or (
            late and not alike(title_key(boxed), title_key(self.out.title))
        ):
            self.out.title, self.out.evidence["title"] = boxed, span
            self.out.own_titles = (*self.out.own_titles, boxed)

    def _value(self, span: Span) -> str:
        return " ".join(self.source.text[span.start : span.end].split())

    def _page_date(self) -> None:
        found = page_date(self.source, self.out.evidence.get("title"))
        if found:
            self.out.issued, self.out.evidence["issued"] = found

    def _kind(self) -> None:
        out = self.out
        title = (out.title or "").translate(WIDTH)
        head = [self._words(line) for line in self.head_lines[:_TITLED]]
        # 形成送审稿,报送… is a sentence, (送审稿) below the title says what the document is
        noted = "".join(words for words in head if not _SAYS.search(words))[:_NOTED]
        titled = f"{out.title or ''}{out.cover_title or ''}{noted}{self.source.name}"
        out.status = (
            "draft"
            if DRAFT.search(titled)
            else "final"
            if out.number or out.issued or out.issuer
            else None
        )
        out.genre = genre_of(title, out.cover_title or "", self.text)
        if out.genre == "notice" and self.source.tables and "举措" in title:
            out.genre = "assignment_table"  # it spreads a table of measures and their owners
        out.period = period_of(title) or period_of((out.cover_title or "").translate(WIDTH))
        if out.period is None and not out.title:
            out.period = body_period(self.text)
