"""Tasks with their owners: the innermost numbered blocks that state work, and every block or row that owns a tag."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import Final

from kg import ids
from kg.model import Assignment, Block, PartialDate, Task, Warning
from loaders.covering import Covers, covers_of
from loaders.extract import dates
from loaders.facts import Facts
from loaders.fold import Folded
from loaders.scope import Owned
from loaders.statements import Sentences
from loaders.structure import Node
from loaders.tables import Row
from loaders.tag_cues import Mention
from loaders.unit_lists import Item, whose
from loaders.units import UnitBook
from ontology.unit_names import UnitLevel, level_of, looks_like_unit

Range = tuple[int, int]
_GROUP = 60  # characters of 农村公路提升
_TIMING = 40  # characters of 长期坚持，每季度末报送情况


_GOAL: Final = re.compile(
    r"^(?:(?!完成|落实|实现)[一-鿿]{0,2}目标(?:任务|要求)?|总体(?:要求|思路)|指导思想.{0,8})$"
)
# 二、实施阶段。2021年下半年至2025年上半年,…
_STAGE: Final = re.compile(
    r"[(]?(?=[^,。;]*[年月])[\d年月日上下半第一二三四季度初中旬末底至到\-—~～ .]{3,28}(?=[,。;:)制开组进])"
)


class Owners:
    """Builds the tasks of a document."""

    def __init__(
        self,
        doc: str,
        folded: Folded,
        nodes: dict[int, str],
        owned: dict[int, Owned],
        book: UnitBook,
        facts: Facts,
        sentences: Sentences,
        signed: list[int],
    ) -> None:
        self.doc, self.folded, self.nodes, self.owned, self.book = doc, folded, nodes, owned, book
        self.facts, self.sentences, self.signed = facts, sentences, signed
        self.warnings: list[Warning] = []
        self._seen: dict[str, int] = {}
        self._task_of: dict[int, str] = {}
        self.groups: dict[tuple[int, int], Block] = {}
        self._titled: Counter[str] = Counter()
        self._above: dict[int, str] = {}  # where a table's sections begin → their headings
        self.cells: dict[str, tuple[int, int]] = {}
        """Table rows with a deadline: task id → the folded range of the cell."""

    def tasks(self, root: Node, rows: list[Row]) -> list[Task]:
        """Tasks in document order: blocks, then table rows where they stand."""
        working = {
            id(f.node)
            for f, v in zip(self.sentences.found, self.sentences.verdicts, strict=True)
            if v.kind in ("directive", "achievement")
        }
        self._above = {row.heading: "" for row in rows if row.heading is not None}
        for node in root.walk() if self._above else ():
            if node.start in self._above and node.family is not None:
                self._above[node.start] = self.nodes[id(node)]
        chosen = [
            n
            for n in root.walk()
            if n.family is not None and not n.inferred and self._is_task(n, working)
        ]
        for node in chosen:
            self._task_of[id(node)] = ids.next_of(self._seen, ids.task(self.doc, node.path))
        tasks = [self._of_node(node) for node in chosen]
        tasks += [self._of_row(row) for row in rows]
        return sorted(tasks, key=lambda t: (t.span.start, -t.span.end))

    def _is_task(self, node: Node, working: set[int]) -> bool:
        entry = self.owned.get(id(node))
        if entry is not None and (entry.mentions or entry.deadline):
            return True
        if node.start in self._above:
            return False  # 一、优化政务服务: a row of its own over the rows that are tasks
        return not [c for c in node.children if not c.inferred] and id(node) in working

    def _of_node(self, node: Node) -> Task:
        entry = self.owned.get(id(node))
        task_id = self._task_of[id(node)]
        mentions = entry.mentions if entry else []
        covers = covers_of(entry, self.sentences) if entry else {}
        title = self.folded.raw[slice(*node.title)].strip() if node.title else ""
        end = max([node.head_end, *(line_end for _, line_end in self._said(node))])
        return Task(  # by position: names would be packed and unpacked for every task
            task_id,
            node.path,
            title,
            self.folded.span(node.start, min(end, len(self.folded.text))),
            self._assignments(mentions, covers),
            self._deadline(entry, node),
            self.nodes[id(node)],
            timing=self._timing(entry.deadline if entry else None),
        )

    def _said(self, node: Node) -> list[Range]:
        """The lines of a block: the last of a document ends before its signature and what only stands on its page."""
        later = bisect_right(self.signed, node.start)
        stop = self.signed[later] if later < len(self.signed) else len(self.folded.text)
        return [x for x in node.body if x[1] <= stop and x[0] not in self.sentences.apart]

    def _timing(self, where: tuple[int, int] | None) -> str | None:
        """长期坚持, 全年: the words of a tag's or cell's deadline that are no date and say that the work goes on."""
        if where is None or not dates.open_ended(self.folded.text[slice(*where)]):
            return None
        words = "".join(self.folded.raw[slice(*where)].split())
        return words if len(words) <= _TIMING else words[:_TIMING] + "…"

    def _deadline(self, entry: Owned | None, node: Node) -> PartialDate | None:
        """The tag's date; else the last one of the task's own sentences, by which all of it is due, or the end of a stage."""
        if entry is not None and entry.deadline is not None:
            words = self.folded.text[slice(*entry.deadline)]
            date = dates.parse_date(words, self.facts.year_at(entry.deadline[0]))
            if date is not None or not dates.find_frequencies(words):
                return date  # 按季通报 says how often, not by when
        title = self.folded.text[slice(*node.title)] if node.title else ""
        if _GOAL.search(title) and not (entry is not None and entry.mentions):
            return None  # 到2025年,…: when the goal is reached, not when a task is done
        if (
            "阶段" in title
            and node.body
            and (stage := _STAGE.match(self.folded.text, *node.body[0]))
        ):
            return dates.parse_date(stage[0], self.facts.year_at(stage.start()))
        if not self.facts.found_deadlines:
            return None
        found = {
            date for start, end in self._said(node) for date in self.facts.dates_in(start, end)
        }
        # 年内 ends with the year, after 6月底前
        return max(found, key=lambda date: f"{date}-99") if found else None

    def _assignments(
        self, mentions: list[tuple[Mention, Node | None]], covers: Covers
    ) -> tuple[Assignment, ...]:
        out: list[Assignment] = []
        carried: UnitLevel | None = None
        for mention, origin in mentions:
            name = mention.item.name
            level = level_of(name)[0]
            if level is not None and not name.startswith("各"):
                carried = level
            said: tuple[str, ...] = ()
            if covers and origin is None:
                said = covers.get((name, mention.role)) or covers.get((name, None), ())
            out.append(
                self._assignment(
                    mention, origin, len(out) + 1, carried if level is None else None, said
                )
            )
        return tuple(out)

    def _assignment(
        self,
        mention: Mention,
        origin: Node | None,
        rank: int,
        carried: UnitLevel | None,
        covers: tuple[str, ...],
    ) -> Assignment:
        item = mention.item
        span = self.folded.span(item.start, item.end)
        surface = self.folded.raw[item.start : item.end].replace(" ", "")
        of = whose(self.folded.text, item.start, item.end)
        resolved = self.book.resolve(item.name, span, carried=carried, surface=surface, of=of)
        known = item.certain or looks_like_unit(item.name)
        if not known and not self.book.is_place(resolved):
            self.warnings.append(
                Warning(
                    "unknown_unit",
                    f"“{surface}”出现在责任标注里，但不像已知的单位名称，请核对。",
                    span,
                )
            )
        if resolved.normalised == "typo":
            message = f"“{surface}”疑为“{resolved.unit}”之误，已按后者归并，原写法保留。"
            self.warnings.append(Warning("typo_unit", message, span))
        return Assignment(  # by position: thousands a file
            resolved.unit,
            resolved.unit_id,
            resolved.label,
            mention.role,
            rank,
            surface,
            span,
            mention.rule,
            round(mention.confidence * (0.97 if resolved.normalised else 1.0), 3),
            None if origin is None else self._task_of.get(id(origin)) or self.nodes[id(origin)],
            resolved.normalised or ("abbreviation" if self._shortened(item) else None),
            covers,
        )

    def _shortened(self, item: Item) -> bool:
        """南沙、天河区政府: the name is longer than what is written."""
        return len(item.name) > item.end - item.start

    def _heading(self, row: Row) -> str | None:
        """The heading above a row: the cell that says what it is part of (农村公路提升), else its section."""
        above = None if row.heading is None else self._above[row.heading] or None
        if row.group is None or row.group[1] - row.group[0] > _GROUP:
            return above
        if row.group not in self.groups:
            title = self.folded.raw[slice(*row.group)].replace("\n", "").strip().rstrip("。")
            path = (row.section,) if row.section else ()
            self._titled[title] += 1
            id_ = ids.fact(self.doc, "section", title, self._titled[title])
            self.groups[row.group] = Block(
                id_,
                "heading",
                len(path) + 1,
                "",
                title,
                self.folded.span(*row.group),
                path,
                parent=above,
                inferred=True,  # no number says so
                rule="heading.cell",
                confidence=0.9,
            )
        return self.groups[row.group].id

    def _of_row(self, row: Row) -> Task:
        path = row.path
        task_id = ids.next_of(self._seen, ids.task(self.doc, path))
        deadline = (
            dates.parse_date(
                self.folded.text[slice(*row.deadline)], self.facts.year_at(row.deadline[0])
            )
            if row.deadline
            else None
        )
        if row.deadline and deadline is not None:
            self.cells[task_id] = row.deadline
        return Task(
            id=task_id,
            path=path,
            title="".join(self.folded.raw[slice(*t)] for t in row.titles).replace("\n", "").strip(),
            span=self.folded.span(row.start, row.end),
            assignments=self._assignments([(m, None) for m in row.mentions], {}),
            deadline=deadline,
            heading=self._heading(row),
            rule="task.row",
            confidence=0.95,
            timing=None if deadline is not None else self._timing(row.deadline),
        )
