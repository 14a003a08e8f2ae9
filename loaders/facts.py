"""Quantities, dates, recurrence and citations of a document, each found once over the whole text and then placed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Final

from kg.model import (
    Citation,
    Deadline,
    Frequency,
    PartialDate,
    Quantity,
    Task,
    year_of_number,
)
from loaders.extract import citations, dates, quantities
from loaders.extract.starts import Starts
from loaders.fold import Folded
from loaders.metadata import Head
from loaders.statements import Sentences
from loaders.structure import Node
from loaders.widths import half_width
from ontology.policies import load_policies

Range = tuple[int, int]
_LONGEST_TITLE: Final = 90
# 三、2025年工作思路 · 下一步打算: where a report turns to the coming year
_COMING: Final = re.compile(
    r"(?P<year>20\d\d)年?(?:度)?[^。]{0,16}(?:思路|计划|打算|安排|重点|举措|任务|目标|措施)|下一?步|下年度|来年|明年"
)


class Facts:
    """Finds the facts; ``kept`` are ranges outside sentences that count too (headings), ``dated`` the dates of tags and rows.

    ``root``: the headings, for a report's outlook on the coming year.
    """

    def __init__(
        self,
        doc: str,
        folded: Folded,
        head: Head,
        sentences: Sentences,
        dated: list[Range],
        kept: list[Range],
        root: Node,
        starts: Starts,
    ) -> None:
        self.doc, self.folded, self.sentences, self.head = doc, folded, sentences, head
        self.year = _year(head)
        text = folded.text
        self._tags = sorted(dated)
        self._kept = sorted([*kept, *self._tags])
        self._kept_starts = [start for start, _ in self._kept]
        self._coming = _coming(text, root, head)
        self.found_deadlines = [
            d for d in self._deadlines(text, starts) if self._counts(d.start) and self._is_due(d)
        ]
        self._deadline_starts = [d.start for d in self.found_deadlines]
        self._frequencies = [
            f for f in dates.find_frequencies(text, starts) if self._counts(f.start)
        ]
        self._quantities = [
            q
            for q in quantities.find(text, starts)
            if self._counts(q.start) and not _in_title(text, q.start)
        ]
        self._citations = citations.find(text, self._own_titles(), starts)

    def year_at(self, at: int) -> int | None:
        """The year that 6月底前 takes at a folded offset: the document's, or the one its outlook speaks of."""
        return next((year for start, end, year in self._coming if start <= at < end), self.year)

    def _deadlines(self, text: str, starts: Starts) -> list[dates.FoundDate]:
        found = dates.find_deadlines(text, self.year, starts)
        for start, end, year in self._coming:
            own = dates.find_deadlines(text[start:end], year)
            found = [d for d in found if not start <= d.start < end]
            found += [replace(d, start=d.start + start, end=d.end + start) for d in own]
        return sorted(found, key=lambda d: d.start) if self._coming else found

    def _is_due(self, found: dates.FoundDate) -> bool:
        """Not 年内组织培训3次, 3月底前完成了…: in a report of work done nothing is due."""
        index = self.sentences.at(found.start)
        if index is None:
            return found.rule != dates.PLANNED
        kind = self.sentences.verdicts[index].kind
        return kind == "directive" if found.rule == dates.PLANNED else kind != "achievement"

    def dates_in(self, start: int, end: int) -> list[PartialDate]:
        """The deadlines that begin in a folded range."""
        first = bisect_left(self._deadline_starts, start)
        return [
            d.date for d in self.found_deadlines[first : bisect_left(self._deadline_starts, end)]
        ]

    def _own_titles(self) -> tuple[str, ...]:
        return tuple(half_width(t) for t in self.head.own_titles if t)

    def _counts(self, at: int) -> bool:
        """Inside a sentence, a heading or a tag's date: not in the title, the signature or the page's chrome."""
        if self.sentences.at(at) is not None:
            return True
        index = bisect_right(self._kept_starts, at) - 1
        return index >= 0 and at < self._kept[index][1]

    def citations(self) -> tuple[Citation, ...]:
        """Every mention of a named document; ``target`` when the registry knows it."""
        registry = load_policies()
        out = []
        for found in self._citations:
            title = self.folded.raw[found.title_start : found.title_end]
            # 《…》(以下简称《纲要》): the short name stands for the long title
            named = found.full_title or (found.title_start, found.title_end)
            policy = registry.resolve(self.folded.text[slice(*named)])
            out.append(
                Citation(
                    title=title,
                    surface=self.folded.raw[found.start : found.end],
                    target=policy.id if policy else None,
                    bracketed=found.bracketed,
                    span=self.folded.span(found.start, found.end),
                    statement=self.sentences.id_at(found.start),
                    rule=found.rule,
                )
            )
        return tuple(out)

    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers that measure something."""
        return tuple(
            Quantity(  # by position: thousands a file
                self.folded.raw[q.start : q.end],
                q.value,
                q.unit,
                q.comparator,
                q.of,
                self.folded.span(q.start, q.end),
                self.sentences.id_at(q.start),
                q.rule,
            )
            for q in self._quantities
        )

    def deadlines(self, tasks: list[Task], cells: dict[str, Range]) -> tuple[Deadline, ...]:
        """Dates by which something must be done; those of a tag, a heading or a row name their task.

        ``cells``: rows' deadline cells by task. A row has a deadline of its own in the cell's words (第三季度)
        where they are no date in a sentence, and where one cell stands for several rows.
        """
        by_span = [(t.span.start, t.span.end, t.id) for t in tasks]
        covered = sorted(set(cells.values()))
        out = []
        for found in self.found_deadlines:
            span = self.folded.span(found.start, found.end)
            statement = self.sentences.id_at(found.start)
            inside = any(s <= found.start < e for s, e in self._tags)
            task = _task_at(by_span, span.start) if inside or statement is None else None
            if task is None and statement is None and _within(found.start, covered):
                continue
            out.append(
                Deadline(
                    text=self.folded.raw[found.start : found.end],
                    date=found.date,
                    span=span,
                    statement=statement,
                    task=task,
                    rule=found.rule,
                )
            )
        out += self._of_cells(tasks, cells, {(d.task, d.date) for d in out})
        return tuple(sorted(out, key=lambda d: d.span.start))

    def _of_cells(
        self, tasks: list[Task], cells: dict[str, Range], said: set[tuple[str | None, PartialDate]]
    ) -> list[Deadline]:
        out = []
        for task in tasks:
            date = task.deadline
            if date is None or task.id not in cells or (task.id, date) in said:
                continue
            start, end = cells[task.id]
            words = self.folded.raw[start:end].replace("\n", "").strip()
            span = self.folded.span(start, end)
            out.append(Deadline(words, date, span, None, task.id, "deadline.cell", task.confidence))
        return out

    def frequencies(self, tasks: list[Task]) -> tuple[Frequency, ...]:
        """How often something recurs; what only a tag or a cell says (时限: 每月15日前) is its task's."""
        by_span = [(t.span.start, t.span.end, t.id) for t in tasks]
        return tuple(
            Frequency(
                text=self.folded.raw[f.start : f.end],
                every=f.every,
                span=(span := self.folded.span(f.start, f.end)),
                statement=(said := self.sentences.id_at(f.start)),
                task=_task_at(by_span, span.start) if said is None else None,
                rule=f.rule,
            )
            for f in self._frequencies
        )


def _task_at(by_span: list[tuple[int, int, str]], at: int) -> str | None:
    """The innermost task around a place of the source."""
    return next((i for s, e, i in reversed(by_span) if s <= at < e), None)


def _within(at: int, cells: list[Range]) -> bool:
    index = bisect_right(cells, at, key=lambda cell: cell[0]) - 1
    return index >= 0 and at < cells[index][1]


def _in_title(text: str, at: int) -> bool:
    """《优化营商环境25条》: a number in a document's name counts nothing."""
    opened = text.rfind("《", max(0, at - _LONGEST_TITLE), at)
    return opened >= 0 and text.find("》", opened, at) < 0


def _year(head: Head) -> int | None:
    """The year that 6月底前 takes: the period's when it is one year, else the year of issue, else that of the number."""
    if head.period and head.period[0] == head.period[1]:
        return head.period[0]
    if head.issued:
        return head.issued.year
    return head.period[0] if head.period else year_of_number(head.number)


def _coming(text: str, root: Node, head: Head) -> list[tuple[int, int, int]]:
    """(start, end, year) of the sections in which an annual report speaks of the year after it."""
    if head.genre != "annual_report" or head.period is None or head.period[0] != head.period[1]:
        return []
    out = []
    for index, node in enumerate(root.children):
        found = _COMING.search(text, *node.title) if node.title else None
        if found is None:
            continue
        year = int(found["year"]) if found["year"] else head.period[0] + 1
        late = head.issued is not None and head.issued.year == head.period[0] + 1
        if year == head.period[0] + 1 and (found["year"] or late):
            behind = root.children[index + 1 :]
            out.append((node.start, behind[0].start if behind else len(text), year))
    return out
