"""The sentences of the body, each with its block: who says what, as which kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from kg import ids
from kg.model import Actor, Genre, Statement, Task
from loaders.extract import actors, sentences, together
from loaders.extract.grammar import opening_verb
from loaders.extract.modals import WANT
from loaders.extract.own_work import Said, of_each
from loaders.extract.starts import Starts
from loaders.extract.statements import (
    Classifier,
    Context,
    Verdict,
    action_object,
    items_of,
    section,
)
from loaders.fold import Folded
from loaders.metadata import Head
from loaders.structure import Node
from loaders.tables import Row
from loaders.tag_cues import Tag
from loaders.titles import WIDTH
from loaders.unit_lists import whose
from loaders.units import UnitBook
from ontology.unit_names import level_of, looks_like_unit

Range = tuple[int, int]

# 此件公开发布, 附件:1.…, 联系人:…: lines of the page, not of the text
_FURNITURE: Final = re.compile(
    r"^(?:\(?此件.{0,12}\)?|\((?:公开)?(?:征求意见稿?|草案|送审稿|讨论稿)\)|附件?\s?\d{0,2}\s?[:：.].*|附件\s?\d{0,2}|\(?联\s?系\s?(?:人|电话|方式).*|(?:(?:电子)?(?:邮箱|邮件)|[通联办邮][信系公寄]?地\s?址|地\s?址|邮(?:政编)?[编码]|传真)(?:\(.{1,8}\))?:.{0,60}|\(.{0,40}(?:公开|印发|略)\)|(?:抄送|主送|主题词|出席|列席|参会人员|记录|分送|印发|公开方式|信息公开选项|责任编辑|编辑|来源|作者|发布时间|发布日期|签发人|特此(?:通知|公告|批复|报告))\s?[:：。.]?.{0,80}|\(略\)|目\s?录|\(?共印\d+份\)?|(?:参加(?:人员)?|与会人员|[报发送](?!.*(?:要|应|须))|编制(?:单位|部门)|填报(?:单位|部门)):.{2,300}|(?!.*(?:贯彻|落实|学习|传达|执行|按照|根据|发|送|起草))[\u4e00-\u9fff]{4,30}(?:政府|办公室|委员会|[局办厅委]|法院|检察院|公司|学校|医院) ?文件|.{0,30}\d{4}年\d{1,2}月\d{1,2}日印发|[-—·.\s\d]+|页码.*)$"
)
_CASES: Final = re.compile("(?:下列|以下|所列)[^,:;]{0,12}(?:情形|行为|条件|情况|事由)之一")
_STOPPED: Final = re.compile(
    "[。;!?,:]"
)  # a sentence ends before this one, or it is a piece of one
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_WORDS: Final = re.compile("(?:[\u4e00-\u9fff][^\u4e00-\u9fff]*){3}")  # not only 三、
# 县直各单位制定清单: a class of units that does something
_EACH_DOES: Final = re.compile("各[一-鿿]{0,4}?(?:单位|部门|乡镇|街道|机关)(?![和及与])[一-鿿]{4}")
# 县教育局牵头,团县委协办: no office that ends in 办
_HANDLES: Final = ("协办", "承办", "主办", "督办")
_SALUTATION: Final = re.compile(r"^[^。;]{2,160}:$")
_OPENS_BODY: Final = re.compile("如下|通知|报告|以下")
_DATE_LINE: Final = re.compile(
    r"^\(?(?:19|20)\d\d\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?\)?(?:\s?\d{1,2}:\d\d(?::\d\d)?)?$|^(?:二[〇○零O0]|一九)[^,]{1,12}日$"
)
_DATE_HEADS: Final = frozenset("(12二一")
DATE_ENDS: Final = frozenset("日)0123456789")  # what a line that is a date can end in
_UNIT_LINE: Final = re.compile(
    r"^[\u4e00-\u9fff()、 ]{2,36}(?:政府|办公室|办公厅|委员会|局|厅|委|部|领导小组|司|院|会)(?:\(.*\))?$"
)


_FURNITURE_FIRST: Final = frozenset(
    "(此附联抄主分送报印公信责编来作发签特目共页出列参与填记电邮通办地传-—·. 二一0123456789"
)


_SCORE: Final = re.compile(r"^\(?\d+(?:\.\d+)?分\)?$")


# 一、总则.......12: a line of a table of contents
_LEADERS: Final = re.compile(r"[.·…](?:[.·…]{4}|(?<=\.) (?:\. ){3})")


_FEW: Final = 3  # tags of owners; a letter or a story may quote one
_ASSIGNING: Final = frozenset(
    ["plan", "work_points", "implementation_plan", "assignment_table", "opinion", "notice"]
)


# (二)县教育局对校舍安全负总责。: an item that begins with who acts
_BOUND: Final = re.compile(rf"负总责|负责|牵头|配合|应当|必须|{WANT}")
# 接受境外资助情况, 管理体制创新方面(共3项), 落实规划传导 26: what a list names, and a line of contents
_THINGS: Final = re.compile(r"(?:情况|材料|方面|证明|名单|\d)(?:\([^()]*\))?$")


def _is_sentence(words: str) -> bool:
    """Not (25分), 县科技局, 计划 or 总则……3: cells of a table that lost its lines, lines of contents."""
    if not words:
        return False
    if len(words) > 14:
        written = "一" <= words[0] <= "鿿" or _HAN.search(words) is not None
        dotted = "." in words or "·" in words or "…" in words
        return written and not (dotted and _LEADERS.search(words))
    if (words[-1] in "分)" and _SCORE.match(words)) or _WORDS.search(words) is None:
        return False
    if ("," in words and words.endswith(_HANDLES)) or _EACH_DOES.search(words):
        return True
    return not (looks_like_unit(words) and level_of(words)[0] is not None)


# 各区人民政府、市直各单位:根据…: the addressees, glued to the first sentence
_ADDRESSEES: Final = re.compile(
    r"(?:各|市|县|区|省)[^:。;]{3,160}(?:政府|单位|部门|办事处|委员会|公司|机构|局|厅|委|院|校|组织|企业)(?:\([^()]*\))?:\s*(?=根据|为|现|经|按照|依据|近|你|《|关于|随着|党的|国务院)"
)


def _addressed(words: str) -> int:
    """The length of the addressees before a sentence, 0 when there are none."""
    if words[0] not in "各市县区省" or ":" not in words:
        return 0
    found = _ADDRESSEES.match(words)
    return found.end() if found else 0


def _is_furniture(words: str) -> bool:
    """Lines of the page: most begin with one of few characters, so most text is passed at once."""
    if words[0] not in _FURNITURE_FIRST and not words.endswith(("日印发", "文件")):
        return False
    return _FURNITURE.match(words) is not None or _is_date(words)


def _is_date(words: str) -> bool:
    """2024年3月5日: a line that is nothing but a date."""
    return words[0] in _DATE_HEADS and _DATE_LINE.match(words) is not None


def _said(words: str, verdict: Verdict) -> tuple[str | None, str | None]:
    """Action and object; what a list forbids (挤占、干扰频率) may be known as verbs only behind its 不得."""
    action, thing = action_object(words)
    if action is None and verdict.rule == "list.prohibited" and not words.startswith("其他"):
        return action_object("不得" + words.removesuffix("的"))
    return action, thing


class Found:  # no dataclass: mypyc makes a native class of this
    """One sentence: folded range, and the block or the table row it stands in."""

    __slots__ = ("end", "node", "preamble", "row", "start")

    def __init__(
        self, start: int, end: int, node: Node, preamble: bool, row: Row | None = None
    ) -> None:
        self.start, self.end = start, end
        self.node, self.preamble, self.row = node, preamble, row

    @property
    def path(self) -> tuple[str, ...]:
        """The numbers above the sentence."""
        return self.node.path if self.row is None else self.row.path


class _Lists:
    """What a sentence with a colon (有下列情形之一的,应当…:) makes of the items below it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._below: dict[int, str | None] = {}  # id of a node → what its last sentence announced
        self._running: set[int] = set()  # ids of nodes whose items end in semicolons
        self._cases: int | None = None  # id of the node whose last sentences speak of 下列行为之一

    def of(self, found: Found, words: str) -> str | None:
        """What the sentence is an item of, None when of nothing; asked in the order of the text."""
        node = found.node
        if found.row is not None:
            return None
        key = id(node)
        if key in self._below:
            items = self._below[key]  # lines of the same block: a;b;c.
            if items is not None and self._text[found.end : found.end + 1] != ";":
                self._below[key] = None
        else:
            above = node.parent
            # what the preamble announces (现将情况报告如下:) are sections, not items
            listed = above is not None and above.family is not None and node.family is not None
            items = self._below.get(id(above)) if listed else None
            # 不得有下列行为:…(三)威胁工作人员;故意损坏设施: all that the item lists
            more = items == "prohibition" and self._text[found.end : found.end + 1] == ";"
            self._below[key] = items if more else None
            if items == "things" and self._goes_on(id(above), found):
                items = "case"
        announced = items_of(words)
        if "之一" in words and _CASES.search(words):
            self._cases = key
        if words.endswith(":"):
            if self._cases == key:  # 有下列行为之一的,予以警告;情节严重的,吊销执照:
                announced = "things"
            self._below[key] = announced or items
        return items

    def _goes_on(self, above: int, found: Found) -> bool:
        """Whether an item is one of a running list: it, or one before it, ends in a semicolon."""
        if self._text[found.end : found.end + 1] == ";":
            self._running.add(above)
        return above in self._running


# 标题, 发文机构, 发文字号 as the heads of columns: a register of documents, whose cells are names
_REGISTER: Final = re.compile(
    r"^(?:[^\n]{1,12}\n){0,6}(?:文件)?(?:标题|名称)\n(?:[^\n]{1,12}\n){0,5}(?:发文字号|发文机[构关]|文号)\n"
)
_NAMES: Final = Verdict("context", None, "line.register", 0.85)
_FAULT: Final = Verdict("problem", None, "labelled.problem", 0.9)  # a cell of 存在问题
# 县科技局转发《…》的通知, 县政府办公室: a title or a name on its line says of nobody that he acts.
_TITLES: Final = frozenset(
    ["line.register", "line.title", "line.unit", "sentence.title", "sentence.forwarded"]
)


_TO_CONGRESS: Final = "政府工作报告"
_PLANS_FROM: Final = re.compile(
    r"^[^\n。,]{0,16}20\d\d年的?(?:政府)?(?:重点工作|主要工作|主要任务|工作安排|工作任务)[^\n。,]{0,4}$",
    re.M,
)


class Sentences:
    """All sentences of a document in order; ``at`` finds the one that holds a folded position."""

    def __init__(
        self,
        doc: str,
        folded: Folded,
        root: Node,
        nodes: dict[int, str],
        head: Head,
        tags: list[Tag],
        rows: list[Row],
        columns: frozenset[int],
        begun: Starts,
    ) -> None:
        self.doc, self.folded, self.nodes, self.head = doc, folded, nodes, head
        self.text = folded.text
        self._tags = [(t.start, t.end) for t in tags]
        self._tag_starts = [t.start for t in tags]
        self._rows = [(row.start, row.end) for row in rows]
        issuer = (head.issuer or "").translate(WIDTH)
        # as a line of its own each says nothing
        self._issuers = frozenset([issuer, *issuer.split("、")] if issuer else [])
        self._columns = columns  # where cells that name columns begin
        # pages that begin in the middle of a plan: their items name owners all the same
        assigns = head.genre == "other" and len(tags) >= _FEW
        self._genre: Genre = "implementation_plan" if assigns else head.genre
        self.found: list[Found] = []
        self.apart: set[int] = set()  # starts of the lines of the page: its signature, 抄送:…
        # without a single heading there is no preamble: the whole document is body
        self._numbered = any(node.family is not None for node in root.walk())
        self._planned = self._plans(root)
        for node in root.walk():
            self._of(node)
        for row in rows:
            for cell in row.words:
                for s, e in sentences.split(self.text, *cell):
                    self.found.append(Found(s, e, root, False, row))
        self.found.sort(key=lambda f: f.start)
        self.starts = [f.start for f in self.found]
        self._titles: dict[int, tuple[str, ...]] = {}
        self.verdicts: list[Verdict] = []
        self.said: list[tuple[str | None, str | None]] = []  # action and object
        self.agents: list[list[Range]] = []  # relative to the sentence
        self._classify(begun)
        self.ids: list[str] = self._make_ids()

    def _plans(self, root: Node) -> range:
        """Where a report to the people's congress plans, whatever its headings say: behind 一、2025年工作回顾."""
        if not (self.head.title or "").endswith(_TO_CONGRESS) or not root.children:
            return range(0)
        first, end = root.children[0], len(self.text)
        if first.title is not None:
            back = Context("annual_report", None, (self.text[slice(*first.title)],))
            if section(back) == "done":
                # 一、二、三产业均有增长 looks like another 一
                later = [node.start for node in root.children if node.value > first.value]
                return range(later[0], end) if later else range(0)
        line = _PLANS_FROM.search(self.text)  # no number before it
        return range(line.start(), end) if line is not None else range(0)

    def _is_entry(self, node: Node) -> bool:
        """Whether a block is one entry of a table of contents: a title that breaks over lines, leaders in the last."""
        if len(node.body) < 2:
            return False
        last = self.text[slice(*node.body[-1])]
        if last[-1:] == "。" or ("...." not in last and "……" not in last and "···" not in last):
            return False
        return _LEADERS.search(last) is not None and not any(
            self.text[end - 1] in "。;" for _, end in node.body
        )

    def _of(self, node: Node) -> None:
        if self._is_entry(node):
            return
        before = len(self.found)
        last_lines = self._closing(node)
        for start, end in node.body:
            if start in self._columns:
                continue
            words = self.text[start:end].strip()
            if (
                start in self.head.furniture
                or start in last_lines
                or words in self._issuers
                or _is_furniture(words)
            ):
                self.apart.add(start)
                continue
            if (
                node.family is None
                and len(words) < 170
                and _SALUTATION.match(words)
                and not _OPENS_BODY.search(words)
            ):
                continue
            for piece_start, piece_end in self._without_tags(start, end):
                for s, e in sentences.split(self.text, piece_start, piece_end):
                    if node.family is None:
                        s += _addressed(self.text[s:e])
                    if _is_sentence(self.text[s:e]):
                        preamble = node.family is None and self._numbered
                        self.found.append(Found(s, e, node, preamble))
        said = self.found[before:]
        alone = not node.children and all(self.text[found.start] == "(" for found in said)
        if alone and node.title and self._is_work(*node.title):
            self.found.append(Found(*node.title, node, False))

    def _is_work(self, start: int, end: int) -> bool:
        """(二)建设法治公园1处。: whether an item that is nothing but its title says what is to be done."""
        words = self.text[start:end]
        if self._genre not in _ASSIGNING or not _is_sentence(words) or _THINGS.search(words):
            return False
        action, thing = action_object(words)
        if action is None or thing is None:
            return False
        if opening_verb(words)[1] > 0:
            return True
        return _BOUND.search(words) is not None and actors.find(words)[:1] != []

    def _closing(self, node: Node) -> set[int]:
        """Starts of the signature lines at the end of a block: unit lines above a date line."""
        out: set[int] = set()
        for index, line in enumerate(node.body):
            if self.text[line[1] - 1] not in DATE_ENDS:
                continue
            if _is_date(self.text[line[0] : line[1]].strip()):
                for above in reversed(node.body[max(0, index - 40) : index]):
                    if not _UNIT_LINE.match(self.text[slice(*above)].strip()):
                        break
                    out.add(above[0])
        return out

    def _without_tags(self, start: int, end: int) -> list[Range]:
        """The range without tags and table rows."""
        if not self._tags and not self._rows:
            return [(start, end)]
        out: list[Range] = []
        at = start
        index = max(0, bisect_right(self._tag_starts, start) - 1)
        cuts = [t for t in self._tags[index : index + 40] if t[1] > start and t[0] < end]
        cuts += [r for r in self._rows if r[1] > start and r[0] < end]
        for cut_start, cut_end in sorted(cuts):
            if cut_start > at:
                out.append((at, cut_start))
            at = max(at, cut_end)
        if at < end:
            out.append((at, end))
        return out

    def titles(self, node: Node) -> tuple[str, ...]:
        """Heading titles above and at a node, outermost first."""
        key = id(node)
        if key not in self._titles:
            own = (self.text[slice(*node.title)],) if node.title else ("",)
            above = self.titles(node.parent) if node.parent is not None else ()
            self._titles[key] = above + (own if node.family is not None else ())
        return self._titles[key]

    def _classify(self, begun: Starts) -> None:
        """What each sentence is, says and who acts; the sentences of a block are read by one classifier."""
        year = self.head.period[1] if self.head.period else None
        readers: dict[tuple[int, bool], Classifier] = {}
        register = _REGISTER.match(self.text) is not None
        lists = _Lists(self.text)
        for found in self.found:
            key = (id(found.node), found.preamble)
            reader = readers.get(key)
            if reader is None:
                titles = self.titles(found.node)
                genre = "work_points" if found.start in self._planned else self._genre
                reader = Classifier(Context(genre, year, titles, found.preamble))
                readers[key] = reader
            words = self.text[found.start : found.end]
            items = lists.of(found, words)
            alone, needed = self._alone(found), begun.between(found.start, found.end)
            verdict = reader.read(words, items, alone=alone, words=needed)
            if found.row is not None and (at := found.row.fault) and at[0] <= found.start < at[1]:
                verdict = _FAULT
            if register and alone and verdict.kind == "directive":
                verdict = _NAMES
            work = verdict.kind in ("directive", "achievement")
            self.verdicts.append(verdict)
            self.said.append(_said(words, verdict) if work else (None, None))
            self.agents.append([] if verdict.rule in _TITLES else together.find(words))

    def _alone(self, found: Found) -> bool:
        """Whether a sentence is a whole line or cell that ends without a stop; what a table lists as a task is none."""
        if found.row is not None or self.text[found.end : found.end + 1] not in ("\n", ""):
            return False
        line = self.text.rfind("\n", 0, found.start) + 1
        return not _STOPPED.search(self.text, line, found.start)

    def _make_ids(self) -> list[str]:
        seen: dict[tuple[str, str], int] = {}
        out = []
        path: tuple[str, ...] | None = None
        above = ""
        for found in self.found:
            text = self.folded.raw[found.start : found.end]
            if found.path is not path:  # the sentences of a block share theirs
                path = found.path
                above = ids.dotted(path)
            # 第三章 › 二 › 1 and 第三章 › 第二节 › 一 are both 3.2.1
            key = (above, text)
            times = seen[key] = seen.get(key, 0) + 1
            out.append(ids.statement_below(self.doc, above, text, times))
        return out

    def at(self, position: int) -> int | None:
        """The index of the sentence that holds a folded position, None outside sentences."""
        index = bisect_right(self.starts, position) - 1
        return index if index >= 0 and position < self.found[index].end else None

    def of(self, node: Node) -> list[int]:
        """The indexes of the sentences that stand in a block itself, not in those below it."""
        # an item that is nothing but its title may be a sentence itself
        first = bisect_left(self.starts, node.start)
        last = bisect_left(self.starts, node.body[-1][1] if node.body else node.head_end)
        return [i for i in range(first, last) if self.found[i].node is node]

    def acting(self, index: int) -> list[str]:
        """The names of those who act in a sentence."""
        start = self.found[index].start
        return [self.text[start + s : start + e] for s, e in self.agents[index]]

    def id_at(self, position: int) -> str | None:
        """The id of the statement that holds a folded position."""
        index = self.at(position)
        return None if index is None else self.ids[index]

    def statements(self, tasks: list[Task], book: UnitBook) -> tuple[Statement, ...]:
        """The statements, with actors resolved and linked to their tasks."""
        by_heading = {t.heading: t.id for t in tasks if t.heading and t.rule != "task.row"}
        self._asked: Node | None = None
        self._answer: str | None = None
        self._by_row = {t.span.start: t.id for t in tasks if t.rule == "task.row"}
        return tuple(self._statement(i, by_heading, book) for i in range(len(self.found)))

    def _statement(self, index: int, by_heading: dict[str, str], book: UnitBook) -> Statement:
        found, verdict = self.found[index], self.verdicts[index]
        action, object_ = self.said[index]
        heading = self.nodes.get(id(found.node))
        ranges = self.agents[index]
        each = of_each(self.text[found.start : found.end], ranges, action)
        agents = [
            self._actor(found.start + s, found.start + e, book, own)
            for (s, e), own in zip(ranges, each, strict=True)
        ]
        return Statement(  # by position: names would be packed and unpacked for every sentence
            self.ids[index],
            self._of_row(found.row) or self._task(found.node, by_heading),
            found.path,
            self.folded.raw[found.start : found.end],
            self.folded.span(found.start, found.end),
            verdict.kind,
            verdict.force,
            action,
            object_,
            tuple(agents),
            verdict.rule,
            verdict.confidence,
            heading,
        )

    def _of_row(self, row: Row | None) -> str | None:
        return None if row is None else self._by_row.get(self.folded.source(row.start))

    def _task(self, node: Node | None, by_heading: dict[str, str]) -> str | None:
        """The innermost task around a node; a block's sentences ask one after the other."""
        if node is not self._asked:
            self._asked, self._answer = node, None
            while node is not None and node.family is not None and self._answer is None:
                self._answer = by_heading.get(self.nodes[id(node)])
                node = node.parent
        return self._answer

    def _actor(self, start: int, end: int, book: UnitBook, own: Said) -> Actor:
        called = self.text.find("(以下", start, end) if self.text[end - 1] == ")" else -1
        # 县航运局|(以下简称航运局): no part of the unit's name
        stop = called if called > start else end
        name, span = self.text[start:stop], self.folded.span(start, end)
        written, of = self.folded.raw[start:stop], whose(self.text, start, stop)
        resolved = book.relative(name, span) or book.resolve(name, span, surface=written, of=of)
        return Actor(self.folded.raw[start:end], resolved.unit, resolved.unit_id, span, *own)
