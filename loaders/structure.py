"""From folded paragraphs to a tree of numbered headings with their bodies.

Total: every paragraph belongs to exactly one node (the root owns what stands before the first heading). The level
of a heading is its depth in this document, found by which numbering family nests in which; headings that the
numbering proves lost (一、二、四、) are put in as inferred nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from loaders.fold import Folded
from loaders.heading_titles import LABELLED, TAG_START, find_title
from loaders.numbering import Family, Mark, counted, marks_of, over, rank, slipped
from loaders.run_ins import even_out

Range = tuple[int, int]

_HAN: Final = "〇一二三四五六七八九"
_ANNEXES: Final = re.compile(r"附\s?件(?:\([^()]{1,6}\))?:?(?:$|1[.、](?!\d)|1[.、](?=20\d\d年))")
_TOC: Final = re.compile(r"^目\s?录$")
_TOC_TAIL: Final = re.compile(r"(?:[.…·\-—]{2,}\s?|\s)\(?\d{1,3}\)?$")
_ROSTER: Final = 40  # characters: the longest title of one
_LABEL: Final = 17  # characters: the longest one with its colon
_END_MATTER: Final = ("抄送", "分送", "附件", "主题词")  # behind the last item, none of its own
_CUT_HEAD: Final = 2  # lines above the first item of a page that is cut from a document
_NEXT_ITEM: Final = 60  # lines in which an item ends
_NOT_FIRST: Final = re.compile(r"的(?:通知|意见|决定|批复|报告|函|公告|通报)(?:\(|$)|关于印发")


class Node:  # no dataclass: mypyc makes a native class of this
    """A heading (or the root) with its own body: folded ranges of text before its first child.

    ``path``: the numbers from the outermost heading down to this one.
    """

    __slots__ = (
        "body", "children", "end", "family", "head_end", "inferred", "level", "line_end", "number", "parent", "path",
        "rule", "run_in", "start", "title", "value",
    )  # fmt: skip

    def __init__(
        self,
        family: Family | None,
        number: str,
        value: int,
        level: int,
        start: int,
        head_end: int,
        title: Range | None,
        parent: Node | None,
        inferred: bool = False,
        run_in: bool = False,
        rule: str = "heading.root",
        end: int = 0,
        line_end: int = 0,
    ) -> None:
        self.family, self.number, self.value, self.level = family, number, value, level
        self.start, self.head_end, self.end, self.line_end = start, head_end, end, line_end
        self.title, self.parent, self.rule = title, parent, rule
        self.inferred, self.run_in = inferred, run_in
        self.body: list[Range] = []
        self.children: list[Node] = []
        self.path: tuple[str, ...] = () if parent is None else (*parent.path, number)

    def walk(self) -> list[Node]:
        """This node and all below it, in document order."""
        out: list[Node] = []
        waiting = [self]
        while waiting:
            node = waiting.pop()
            out.append(node)
            if node.children:
                waiting += node.children[::-1]
        return out


def paragraphs(folded: Folded) -> list[Range]:
    """The folded ranges of the non-empty lines."""
    out: list[Range] = []
    text = folded.text
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end > at:
            out.append((at, end))
        at = end + 1
    return out


def outline(
    folded: Folded,
    lines: list[Range],
    skip: frozenset[int] = frozenset(),
    marks: list[Mark | None] | None = None,
) -> Node:
    """The heading tree over ``lines``; lines whose start is in ``skip`` are never headings (table cells).

    ``marks``: those that the lines begin with, where they are known already.
    """
    marks = marks_of(folded.text, lines) if marks is None else marks
    apart = skip | _contents(folded.text, lines) | _annexes(folded.text, lines, marks)
    root = _Outliner(folded.text, lines, marks, apart).root
    even_out(folded.text, root.walk())
    return root


def _contents(text: str, lines: list[Range]) -> frozenset[int]:
    """Starts of the lines of a table of contents: after 目录, up to where its first entry comes again."""
    for index, (start, end) in enumerate(lines[:80]):
        if text[start] != "目" or _TOC.match(text[start:end]) is None:
            continue
        entries: list[str] = []
        for position in range(index + 1, len(lines)):
            words = _TOC_TAIL.sub("", text[slice(*lines[position])]).replace(" ", "")
            if entries and words.startswith(entries[0]) and position - index > 2:
                return frozenset(line[0] for line in lines[index:position])
            entries.append(words)
            if len(entries) > 300:
                break
    return frozenset()


def _annexes(text: str, lines: list[Range], marks: list[Mark | None]) -> frozenset[int]:
    """Starts of the lines of a list of annexes: behind 附件: (or 附件:1.…), short numbered lines that are no sentences.

    Those of a roster too: 2023年度霁川县农业龙头企业名单 ⏎ (共12家) ⏎ 1.….
    """
    found: list[int] = []
    run: list[int] = []
    inside = alone = False
    for (start, end), mark in zip(lines, marks, strict=True):
        if text.startswith("附", start):
            inside = _ANNEXES.match(text, start, end) is not None
            alone = text[end - 1] in "件:"
        elif end - start <= _ROSTER and text.endswith("名单", start, end) and mark is None:
            inside, alone = True, False
        elif inside:
            if text[start] == "(" and text[end - 1] == ")" and not run:
                continue  # (共12家)
            inside = mark is not None and mark.family == "digit" and _is_entry(text, start, end)
            if inside:
                run.append(start)
                continue
            if alone and len(run) == 1 and text[end - 1] == "。" and text[start] not in "(此":
                run = []  # 附件 ⏎ 1.总体要求 ⏎ 坚持…。: the annex itself has begun
        found += run
        run = []
    return frozenset(found + run)


def _is_entry(text: str, start: int, end: int) -> bool:
    """The title of an annex, as a list of annexes has it."""
    return end - start < 80 and text[end - 1] not in "。;:"


_ANNEX: Final = re.compile(r"附件\s?[\d一二三四五六七八九十]{0,2}\s*")


class _Outliner:
    """Walks the lines once and keeps the open headings on a stack."""

    def __init__(
        self, text: str, lines: list[Range], marks: list[Mark | None], skip: frozenset[int]
    ) -> None:
        self.text = text
        end = lines[-1][1] if lines else 0
        start = lines[0][0] if lines else 0
        self.root = Node(None, "", 0, 0, start, start, None, None, end=end)
        self.stack = [self.root]
        self.last: dict[Family, int] = {}
        self.above: dict[Family, int] = {}  # how far the chapter before had counted
        for index, line in enumerate(lines):
            line_start, line_end = line
            mark = (
                None
                if line_start in skip
                else marks[index] or self._counted(line_start, line_end, marks, index)
            )
            if mark is not None and (
                self._accepts(mark, line_end, first=index == 0)
                or self._begins(mark, line_end, marks, index)
                or self._begins_titled(mark, lines, marks, index)
            ):
                follows = index + 1 < len(lines) and self._follows(
                    mark, lines[index + 1], marks[index + 1]
                )
                self._open(mark, line_end, follows)
            elif line_start not in skip:
                if mark is None and self._is_annex(line, marks, index):
                    self._leave()
                self._owner().body.append(line)
        self._close(self.root, end)

    def _is_annex(self, line: Range, marks: list[Mark | None], index: int) -> bool:
        """附件 ⏎ 便民服务承诺清单 ⏎ 1.…: whether a line only says that what is sent along begins; its title has no number."""
        if (
            len(self.stack) == 1
            or self.text[line[0]] != "附"
            or marks[index + 1 : index + 2] != [None]
        ):
            return False
        return _ANNEX.fullmatch(self.text, *line) is not None

    def _leave(self) -> None:
        """Close the headings of the cover: what is sent along is no part of its last one, and counts anew."""
        end = self.stack[-1].body[-1][1] if self.stack[-1].body else self.stack[-1].head_end
        while len(self.stack) > 1:
            self._close(self.stack.pop(), end)
        self.last.clear()

    def _owner(self) -> Node:
        """Whose text an un-numbered line is: behind the last (五)….。 of an article, the article's own."""
        node = self.stack[-1]
        article = self._open_of("article")
        if article is None or node is article:
            return node
        end = node.body[-1][1] if node.body else node.head_end
        if self.text[end - 1] == "。" and node.family in ("han_bracket", "digit"):
            while self.stack[-1] is not article:
                self._close(self.stack.pop(), end)
            return article
        return node

    def _counted(self, start: int, end: int, marks: list[Mark | None], index: int) -> Mark | None:
        """A number that only the sequence tells from a decimal number, or from one that opens a sentence."""
        last = self.last.get("digit", 0)
        if not self.text[start].isdecimal():
            return None
        below = marks[index + 1] if index + 1 < len(marks) else None
        if below is not None and below.number == f"{last + 1}.1":
            return over(self.text, start, end, last + 1)
        if not last:
            return None
        found = counted(self.text, start, end, last + 1)
        if found is None and (mark := slipped(self.text, start, end, last + 1)):
            near = marks[index + 1 : index + _NEXT_ITEM]
            below = next((m for m in near if m is not None and m.family == "digit"), None)
            found = mark if below is not None and below.value == last + 2 else None
        return found

    def _follows(self, mark: Mark, line: Range, below: Mark | None) -> bool:
        """Does something of the heading's own come next: un-numbered text that is no tag, or an item of a deeper kind?"""
        if below is not None:
            return rank(below.family) > rank(mark.family)
        start, end = line
        text = self.text
        if text[start] in "(〔[【" and TAG_START.match(text, start, end):
            return False
        if text.startswith(_END_MATTER, start):
            return False
        labelled = text.find(":", start, min(end, start + _LABEL)) > 0
        return not labelled or LABELLED.match(text, start, end) is None

    def _open_of(self, family: Family) -> Node | None:
        return next((n for n in reversed(self.stack) if n.family == family), None)

    def _accepts(self, mark: Mark, line_end: int, *, first: bool) -> bool:
        """Is this mark a heading? Chinese numbering nearly always; digits only in sequence."""
        text = self.text
        if mark.body >= line_end and mark.family in (
            "digit",
            "digit_bracket",
            "han",
            "han_bracket",
        ):
            return False
        if mark.family in ("part", "chapter", "section", "article"):
            # 第十条规定开展调查: a reference, unless the document has counted to nine
            refers = text.startswith("规定", mark.body)
            return not refers or self.last.get(mark.family, 0) + 1 == mark.value
        if first and mark.family in ("digit", "digit_bracket"):
            return False
        if first and _NOT_FIRST.search(text[mark.body : line_end]):
            return False
        open_node = self._open_of(mark.family)
        if mark.family in ("digit2", "digit3"):
            return self._counts_on(mark)
        if mark.family in ("han", "han_bracket") and text[mark.body - 1] != " ":
            return True
        if mark.value == 1:
            return True
        expected = {self.last.get(mark.family, 0) + 1, self.last.get(mark.family, 0) + 2}
        if open_node is not None:
            expected |= {open_node.value + 1, open_node.value + 2}
        if self.last.get(mark.family, 0) > 0:
            return mark.value in expected
        # 第一部分 … 9. ⏎ 第二部分 ⏎ 10.: the items go on counting
        return mark.value == self.above.get(mark.family, 0) + 1

    def _begins(self, mark: Mark, end: int, marks: list[Mark | None], index: int) -> bool:
        """A list that begins or goes on in the middle: 14.…。 ⏎ 15.…。, where the document has counted nothing or less before."""
        last = self.last.get(mark.family, 0)
        if mark.family not in ("digit", "digit_bracket") or mark.value <= last:
            return False
        if self.text[end - 1] not in ";:" and self.text.find("。", mark.body, end) < 0:
            return False  # 2.申报表: a list of annexes
        near = marks[index + 1 : index + _NEXT_ITEM]
        below = next((m for m in near if m is not None and m.family == mark.family), None)
        if below is None:  # 五、加强保障 ⏎ 20.…: what an office takes from a longer list
            return bool(last) and self.stack[-1].family in ("han", "han_bracket")
        taken = bool(last) or self.stack[-1].family == "han"  # 一、目标分解 ⏎ 5.… ⏎ 7.…
        return below.value == mark.value + 1 or (taken and below.value > mark.value)

    def _begins_titled(
        self, mark: Mark, lines: list[Range], marks: list[Mark | None], index: int
    ) -> bool:
        """3、管网改造项目 ⏎ 由…。 ⏎ 4、…, 2.3.6 县水利局:…。 ⏎ 2.3.7 …: what a page cut from a document begins with."""
        if self.text.find("...", mark.body, lines[index][1]) >= 0:
            return False  # 4 防灾计划......3 ⏎ 4.1 …: a table of contents
        near = marks[index + 1 : index + _NEXT_ITEM]
        if mark.family == "digit" and not self.last.get("digit"):
            chapter = self.stack[1].number.partition(".")[0] if len(self.stack) > 1 else ""
            if self.stack[-1].family == "digit2" and chapter == str(mark.value - 1):
                return True  # 6.6 ⏎ 6.7 ⏎ 7 应急保障
            if near and near[0] is not None and near[0].number == f"{mark.number}.1":
                return True  # 3 应急准备 ⏎ 3.1 资金准备
        decimal = mark.family in ("digit2", "digit3")
        if not (decimal or mark.family == "digit") or self.last:
            return False
        if index > _CUT_HEAD and not decimal:
            return False
        below = next((m for m in near if m is not None), None)
        if below is None or below.family != mark.family or below.value != mark.value + 1:
            return False
        same = below.number.rpartition(".")[0] == mark.number.rpartition(".")[0]
        if near[0] is not None:  # the item says what it has to say on its own line
            return same and decimal and self.text[lines[index][1] - 1] in "。;"
        start, end = lines[index + 1]
        return same and (decimal or end - start > _LABEL) and self.text[end - 1] in "。;:"

    def _counts_on(self, mark: Mark) -> bool:
        """1.2 below 1, behind 1.1: a decimal number is a heading only where it goes on counting."""
        above, _, _ = mark.number.rpartition(".")
        if mark.family == "digit2" and len(self.stack) > 1 and self.stack[1].family == "digit3":
            # 2.1.5 ⏎ 2.2, where the page begins with 2.1.3
            before, _, last = self.stack[1].number.rpartition(".")[0].rpartition(".")
            return before == above and mark.value == int(last) + 1
        for node in reversed(self.stack):
            if node.family == mark.family and node.number.rpartition(".")[0] == above:
                return mark.value in (node.value + 1, node.value + 2)
            counted = node.family not in (None, "digit2", "digit3") and str(node.value) == above
            if node.number == above or counted:
                return mark.value == 1
        return False

    def _open(self, mark: Mark, line_end: int, follows: bool) -> None:
        self._pop_to(mark)
        parent = self.stack[-1]
        before = next((c for c in reversed(parent.children) if c.family == mark.family), None)
        parent = self._lost(mark, parent, before, line_end)
        listed = (
            before is not None
            and before.title is None
            and self.text[before.line_end - 1 : before.line_end] == ";"
        )
        title, head_end, run_in = find_title(self.text, mark, line_end, follows, listed)
        rule = f"heading.{mark.family}" + (".run-in" if run_in else "")
        node = Node(
            mark.family,
            mark.number,
            mark.value,
            parent.level + 1,
            mark.start,
            head_end,
            title,
            parent,
            run_in=run_in,
            rule=rule,
            line_end=line_end,
        )
        parent.children.append(node)
        self.stack.append(node)
        self.last[mark.family] = mark.value
        for family in [f for f in self.last if rank(f) > rank(mark.family)]:
            if mark.family in ("part", "chapter"):
                self.above[family] = self.last.pop(family)
        if head_end < line_end:
            node.body.append((head_end, line_end))

    def _pop_to(self, mark: Mark) -> None:
        """Close what this mark cannot stand in: its own family and everything usually deeper."""
        at = next((i for i, n in enumerate(self.stack) if n.family == mark.family), None)
        if at is None:
            at = next(
                (
                    i
                    for i, n in enumerate(self.stack)
                    if n.family and rank(n.family) > rank(mark.family)
                ),
                len(self.stack),
            )
        while len(self.stack) > at:
            self._close(self.stack.pop(), mark.start)

    def _close(self, node: Node, end: int) -> None:
        for child in node.children:
            child.end = child.end or end
        node.end = node.end or end

    def _lost(self, mark: Mark, parent: Node, before: Node | None, line_end: int) -> Node:
        """Insert the headings that the numbering proves lost; returns the parent to use."""
        if mark.family not in ("chapter", "section", "han", "han_bracket"):
            return parent
        last = before.value if before else 0
        if before and mark.value <= last and parent.family in ("chapter", "section", "part"):
            parent = self._infer_parent(mark, parent, line_end)
            last = 0
        elif before and mark.value <= last:
            return parent  # numbering restarts at the top: another document, not a lost heading
        running = self.last.get(mark.family, 0) or self.above.get(mark.family, 0)
        if not before and mark.value in (running + 1, running + 2) and running:
            return parent  # (一)…(三十五) running through the parts, 一、…六十五、 through the chapters
        missing = range(last + 1, mark.value)
        if len(missing) > 3 or (not before and parent.family is None and mark.value > 2):
            return parent
        for value in missing:
            self._infer(mark, parent, value, line_end)
        return parent

    def _infer_parent(self, mark: Mark, parent: Node, line_end: int) -> Node:
        """一、 after 六、 under 第一节: 第二节 is lost; close the old parent and open the inferred one."""
        grand = parent.parent or self.root
        while self.stack[-1] is not grand:
            self._close(self.stack.pop(), mark.start)
        number = _numbered_like(parent.number, parent.value + 1)
        node = Node(
            parent.family,
            number,
            parent.value + 1,
            parent.level,
            mark.start,
            line_end,
            None,
            grand,
            inferred=True,
            rule="heading.lost",
        )
        grand.children.append(node)
        self.stack.append(node)
        if parent.family is not None:
            self.last[parent.family] = node.value
        return node

    def _infer(self, mark: Mark, parent: Node, value: int, line_end: int) -> None:
        number = _numbered_like(mark.number, value)
        node = Node(
            mark.family,
            number,
            value,
            parent.level + 1,
            mark.start,
            line_end,
            None,
            parent,
            inferred=True,
            rule="heading.lost",
            end=mark.start,
        )
        before = parent.children[-1] if parent.children else None
        if before is None and parent.body:
            # 第二节 ⏎ text ⏎ 二、…: the text is what stood under the lost 一、
            node.body, parent.body = parent.body, []
        parent.children.append(node)


def gaps(root: Node) -> Iterator[tuple[Node, Node]]:
    """Neighbours 29. and 31. of one list: what stands between them may have been read as the first one's."""
    for section in root.walk():
        for before, node in pairwise(section.children):
            same = before.family == node.family and node.family in ("digit", "digit_bracket")
            if same and node.value == before.value + 2:
                yield before, node


def _numbered_like(number: str, value: int) -> str:
    """``value`` in the style of a sibling's number: 第三节 → 第四节, (二) → (三), 2 → 3."""
    han = re.search(r"[〇一二三四五六七八九十百]+", number)
    if han:
        return number[: han.start()] + chinese(value) + number[han.end() :]
    return re.sub(r"\d+", str(value), number)


def chinese(value: int) -> str:
    """1–199 in Chinese numerals: 21 → 二十一."""
    if value >= 100:
        rest = value % 100
        return "一百" + (
            ""
            if not rest
            else ("零" if rest < 10 else "") + (("一" if 10 <= rest < 20 else "") + chinese(rest))
        )
    tens, ones = divmod(value, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
