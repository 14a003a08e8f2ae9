"""Whose tag is it? Attaches tags to blocks, passes owners down to items without their own, applies standing rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from loaders.prose import appointed, find_owners, headed_owners, titled
from loaders.prose_scope import is_scope, scoped
from loaders.signatures import DATE_LINE, is_signature
from loaders.statements import DATE_ENDS, Sentences
from loaders.structure import Node
from loaders.tag_cues import Mention, Tag, labelled_by
from loaders.tag_habits import certainly
from loaders.tags import owners_in
from ontology.unit_names import looks_like_unit

_MOST_STANDING: Final = 200  # units that one document may put under every later task


@dataclass(slots=True)
class Owned:
    """The owners of one block: (mention, node it is inherited from or None); ``tags`` are those that name its own."""

    node: Node
    mentions: list[tuple[Mention, Node | None]] = field(default_factory=list)
    deadline: tuple[int, int] | None = None
    tags: list[Tag] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        """One more owner of the block's own, unless it is known in that role."""
        if not any(
            m.item.name == mention.item.name and m.role == mention.role for m, _ in self.mentions
        ):
            self.mentions.append((mention, None))


def signature_ends(text: str, root: Node) -> list[int]:
    """Where signatures end, a unit's line above a date's: what stands behind one belongs to no item before it."""
    out: list[int] = []
    for node in root.walk():
        for (above, above_end), (start, end) in pairwise(node.body):
            if (
                text[end - 1] in DATE_ENDS
                and DATE_LINE.match(text[start:end].strip())
                and is_signature(text[above:above_end].strip())
            ):
                out.append(end)
    return sorted(out)


def attach(root: Node, tags: list[Tag], signed: list[int]) -> dict[int, Owned]:
    """Owners by ``id(node)``; only nodes that own or inherit something are in it.

    ``signed``: the ``signature_ends``; no tag reaches back over one.
    """
    nodes = [n for n in root.walk() if n.family is not None and not n.inferred]
    nodes.sort(key=lambda n: n.start)
    starts = [n.start for n in nodes]
    owned: dict[int, Owned] = {}
    placed: list[tuple[Tag, Node]] = []
    tagged: dict[int, Node] = {}  # id of the block that tags stand in → whose the last of them is
    at_nodes: list[tuple[Tag, Node]] = []
    for tag in tags:
        at = bisect_right(starts, tag.start) - 1
        if at >= 0 and bisect_right(signed, nodes[at].start) == bisect_right(signed, tag.start):
            at_nodes.append((tag, nodes[at]))
    singly = {node.family for tag, node in at_nodes if _labels_one(tag, node)}
    fields: set[int] = set()
    for tag, at_node in at_nodes:
        closes = tag.bracketed or not singly or _above_its_kind(at_node, singly)
        node = _section_tag(tag, at_node, tagged) if closes else at_node
        if node is at_node and _is_field(tag, node):
            fields.add(id(node))
            node = node.parent or node
        tagged[id(at_node)] = node
        placed.append((tag, node))
        _cut_title(at_node, tag)
        _add(owned, node, tag)
    _standing(
        owned, placed, at_head=any(t.first_leads and t.start < starts[0] for t in tags if starts)
    )
    _inherit(root, owned, fields)
    return owned


def _cut_title(node: Node, tag: Tag) -> None:
    """3.法治体检活动(市司法局): the owners behind a title are no part of it."""
    if node.title is not None and node.title[0] < tag.start < node.title[1] <= tag.end:
        node.title = (node.title[0], tag.start)


def _is_field(tag: Tag, node: Node) -> bool:
    """(二)建设学校 ⏎ 1.整改措施:… ⏎ 2.责任单位:A ⏎ 3.整改时限:…: a label alone behind a number is a field of the item above."""
    alone = len(node.body) == 1 and node.title is None and not node.children
    above = node.parent is not None and node.parent.family is not None
    return alone and above and node.body[0] == (tag.start, tag.end)


def _labels_one(tag: Tag, node: Node) -> bool:
    """Whether a label line (责任单位:…) stands behind an item that others follow: here each item has its own."""
    if tag.bracketed or not tag.own_line or node.parent is None:
        return False
    siblings = _items(node.parent)
    return not siblings or siblings[-1] is not node


def _above_its_kind(node: Node, singly: AbstractSet[str | None]) -> bool:
    """1、… ⏎ 责任单位:A ⏎ 2、 ⏎ (1)… ⏎ (2)… ⏎ 责任单位:B: the lines of this document close a 1、, so B's closes 2、."""
    above = node.parent.family if node.parent is not None else None
    return node.family not in singly and above in singly


def _items(section: Node) -> list[Node]:
    """What stands below a heading, without what numbering only infers."""
    return [n for n in section.children if not n.inferred]


def _section_tag(tag: Tag, node: Node, tagged: dict[int, Node]) -> Node:
    """A tag on a line of its own behind several items without tags closes their section, not the last item.

    (二)… ⏎ 5.… ⏎ 6.… ⏎ 7.… ⏎ 〔市行政审批局牵头,…〕 · (1)… ⏎ (2)… ⏎ 责任科室:办公室牵头
    """
    parent = node.parent
    if not tag.own_line or parent is None or parent.family is None or node.children:
        return node
    if not tag.bracketed and id(node) in tagged:
        return tagged[id(node)]  # 责任单位:A ⏎ 完成时间:3月底前
    siblings = _items(parent)
    if len(siblings) < 2 or siblings[-1] is not node or any(id(n) in tagged for n in siblings):
        return node
    return parent


def _add(owned: dict[int, Owned], node: Node, tag: Tag) -> None:
    entry = owned.setdefault(id(node), Owned(node))
    if tag.mentions:
        entry.tags.append(tag)
    for mention in tag.mentions:
        entry.add(mention)
    if tag.deadline is not None and entry.deadline is None:
        entry.deadline = tag.deadline


def _standing(owned: dict[int, Owned], placed: list[tuple[Tag, Node]], *, at_head: bool) -> None:
    """列第一位者为牵头单位,下同 · 以下任务均需…落实: rules that a tag states for those behind it."""
    said = min((source.start for tag, source in placed if tag.first_leads), default=None)
    said = 0 if at_head else said  # (责任单位中排在首位的为牵头单位) below the title
    if said is not None:
        for entry in owned.values():
            if entry.node.start >= said:
                _first_leads(entry)
    waiting = [(source.start, m, source) for tag, source in placed for m in tag.standing]
    waiting.sort(key=lambda one: one[0])
    everywhere: dict[str, tuple[Mention, Node]] = {}
    index = 0
    for entry in sorted(owned.values(), key=lambda one: one.node.start):
        while index < len(waiting) and waiting[index][0] < entry.node.start:
            _, mention, source = waiting[index]
            if len(everywhere) < _MOST_STANDING:
                everywhere.setdefault(mention.item.name, (mention, source))
            index += 1
        if entry.mentions:
            have = {m.item.name for m, _ in entry.mentions}
            entry.mentions += [pair for name, pair in everywhere.items() if name not in have]


def _first_leads(entry: Owned) -> None:
    if any(m.role == "lead" for m, _ in entry.mentions):
        return
    for index, (mention, origin) in enumerate(entry.mentions):
        if mention.role == "responsible":
            entry.mentions[index] = (
                Mention(mention.item, "lead", "tag.standing.first-leads", 0.9),
                origin,
            )
            return


def _inherit(
    node: Node, owned: dict[int, Owned], fields: AbstractSet[int], above: Owned | None = None
) -> None:
    """Items below a tagged heading that have no owner of their own inherit its owners."""
    entry = owned.get(id(node))
    own = entry is not None and any(origin is None for _, origin in entry.mentions)
    if (
        node.family is not None
        and not own
        and not node.inferred
        and above is not None
        and not node.children
        and id(node) not in fields
    ):
        entry = owned.setdefault(id(node), Owned(node))
        entry.mentions += [(m, above.node) for m, _ in above.mentions]
    nearest = entry if own else above
    for child in node.children:
        _inherit(child, owned, fields, nearest)


def add_prose(
    text: str,
    root: Node,
    owned: dict[int, Owned],
    sentences: Sentences,
    signed: list[int],
    *,
    wrapped: bool,
) -> None:
    """Owners named by the directives of blocks that have no tag of their own.

    Where a line is a paragraph, only a block's first one is asked: what follows the last item may be the document's
    closing words under a heading that was lost.
    """
    _add_titles(text, owned, sentences)
    _add_labelled(text, owned, root)
    _add_sentences(text, owned, sentences, signed, wrapped=wrapped)
    _add_listed(text, root, owned, sentences)


def _add_sentences(
    text: str, owned: dict[int, Owned], sentences: Sentences, signed: list[int], *, wrapped: bool
) -> None:
    """Owners that the sentences of blocks name."""
    spoken = _speak_of_items(text, owned, sentences, signed)
    for found, verdict in zip(sentences.found, sentences.verdicts, strict=True):
        node = found.node
        entry = owned.get(id(node))
        if found.start in spoken:
            continue
        # 县财政局负责以下事项: opens a list, which is no statement of work by itself
        opens_list = text[found.end - 1 : found.end + 1].find(":") >= 0
        wanted = verdict.kind == "directive" or (verdict.kind == "context" and opens_list)
        if not wanted and verdict.kind != "context":
            continue
        if node.family is None or node.inferred:
            continue
        behind = bool(node.body) and found.start >= node.body[0][1]
        later = behind and not wrapped and node.family != "article"
        later = later and _ONLY_OWNERS.fullmatch(text, found.start, found.end) is None
        if (
            later
            and _closes(node)
            and not (
                _of_duties(text, node) or _goes_on(text, node, entry, (found.start, found.end))
            )
        ):
            continue
        # (县政府督查室督办): whose the work is stands in the sentences
        if entry is not None and any(
            not m.rule.startswith("prose") and m.role != "supervise" for m, _ in entry.mentions
        ):
            continue
        if signed and bisect_right(signed, node.start) != bisect_right(signed, found.start):
            continue
        where = (found.start, found.end)
        for mention in find_owners(text, where) if wanted else appointed(text, where):
            owned.setdefault(id(node), Owned(node)).add(mention)


def _add_titles(text: str, owned: dict[int, Owned], sentences: Sentences) -> None:
    """Owners that the titles of blocks name: (二)县财政局。负责…"""
    for node in {id(f.node): f.node for f in sentences.found}.values():
        if node.title and node.body and not node.inferred and id(node) not in owned:
            mentions = headed_owners(text, node.title, node.body[0])
            if not mentions and text.find("负责", *node.title) > 0:
                mentions = find_owners(text, node.title)  # (三)县自然资源局负责用地保障。…
            if mentions:
                owned[id(node)] = Owned(node, [(m, None) for m in mentions])


def _add_listed(text: str, root: Node, owned: dict[int, Owned], sentences: Sentences) -> None:
    """1.县财政局:负责… ⏎ 2.县公安局:依托…: where items begin with their owners, each that begins with a name has one."""
    work: set[int] | None = None  # blocks that a directive stands in, asked for by few documents
    for section in reversed(root.walk()):  # of two titles that name owners the inner one holds
        siblings = section.children
        if not siblings:
            continue
        duties = _of_duties(text, section)
        named = {id(n): titled(text, _name(text, n)) for n in siblings}
        _add_of_titles(owned, siblings, named)
        if not duties and len(siblings) < _SOME:
            continue
        opened = {id(node) for node in siblings if _opens_with_owner(owned.get(id(node)))}
        if not duties and len(opened) * 2 < max(len(siblings), _SOME):
            titles = _bodies(siblings, named)
            if titles and work is None:
                work = _at_work(sentences)
            alone = bool(titles) and all(_has_work(n, work or set()) for n in titles)
        else:
            # 四、职责分工 ⏎ (一)县财政局 ⏎ 落实经费…
            said = sum(bool(mentions) or at in opened for at, mentions in named.items())
            many, most = len(siblings) > 2, said * 2 > len(siblings)
            alone = (many and (most or not duties)) or (duties and all(named.values()))
        if alone:
            for node in siblings:
                if any(id(child) in owned for child in node.children):
                    continue
                if id(node) not in owned and named[id(node)]:
                    owned[id(node)] = Owned(node, [(m, None) for m in named[id(node)]])
                    _hand_down(owned, node, named[id(node)])


def _add_of_titles(
    owned: dict[int, Owned], siblings: list[Node], named: dict[int, list[Mention]]
) -> None:
    """(七)卫生部门职责、任务 ⏎ 1.加强监督管理。: a title that says whose duties stand below it needs no company."""
    for node in siblings:
        mentions = named[id(node)]
        if not mentions or node.title is None or mentions[-1].item.end == node.title[1]:
            continue
        entry = owned.get(id(node))
        theirs = [owned[id(child)] for child in node.children if id(child) in owned]
        told = [m.role for one in (entry, *theirs) if one is not None for m, _ in one.mentions]
        if all(map(_is_body, mentions)) and not told.count("responsible") + told.count("lead"):
            # 协助单位:县交通局 below the items
            helpers = entry.mentions if entry is not None else []
            owned[id(node)] = entry = entry or Owned(node)
            entry.mentions = [*((m, None) for m in mentions), *helpers]
            for one in theirs:
                one.mentions[:0] = [(m, node) for m in mentions]
            _hand_down(owned, node, mentions)


_BODY: Final = re.compile(r"[\u4e00-\u9fff、]{2,12}(?:部门|单位)$|[\u4e00-\u9fff]{2,4}局$")


def _is_body(mention: Mention) -> bool:
    """质监部门, 科技局, 县应急办, but not 一次办, which is how a thing is done."""
    return certainly(mention.item) or _BODY.match(mention.item.name) is not None


def _bodies(siblings: list[Node], named: dict[int, list[Mention]]) -> list[Node]:
    """(三十六)质监部门。 ⏎ 1.… ⏎ (三十七)供销部门。: the titles that are nothing but names, where most of their kind are."""
    titles = [n for n in siblings if named[id(n)] and all(_is_body(m) for m in named[id(n)])]
    alike = [n for n in siblings if titles and n.family == titles[0].family]
    return titles if len(titles) >= _SOME and len(titles) * 4 >= len(alike) * 3 else []


def _at_work(sentences: Sentences) -> set[int]:
    """The blocks that a directive stands in."""
    judged = zip(sentences.found, sentences.verdicts, strict=True)
    return {id(found.node) for found, verdict in judged if verdict.kind == "directive"}


def _has_work(node: Node, work: set[int]) -> bool:
    return id(node) in work or any(id(child) in work for child in node.children)


_SOME: Final = 3
_NAME: Final = 40  # characters of 教育、卫生行政主管部门


def _name(text: str, node: Node) -> tuple[int, int]:
    """What stands in front of the text of an item: its title, or the words before its first colon (商务部门:负责…)."""
    if node.title is not None or not node.body:
        return node.title or (node.start, node.start)
    start, end = node.body[0]
    return start, max(start, text.find(":", start, min(end, start + _NAME)))


def _opens_with_owner(entry: Owned | None) -> bool:
    """Whether what a sentence or a title says of a block's owners stands where its words begin."""
    if entry is None or not entry.mentions:
        return False
    mention, origin = entry.mentions[0]
    node = entry.node
    begins = node.title[0] if node.title else node.body[0][0] if node.body else node.start
    return origin is None and mention.rule.startswith("prose") and mention.item.start == begins


def _add_labelled(text: str, owned: dict[int, Owned], root: Node) -> None:
    """二、责任单位 ⏎ 县水利局、县财政局: a title that is a label of owners, and the names below it."""
    for node in root.walk():
        if node.title is None or len(node.body) != 1 or id(node) in owned:
            continue
        role, rule = labelled_by(text[slice(*node.title)])
        names = owners_in(text, *node.body[0], role, rule) if role else []
        if names and all(certainly(m.item) or looks_like_unit(m.item.name) for m in names):
            field = node.parent is not None and node.parent.family is not None
            whose = node.parent if node.parent is not None and field else node
            entry = owned.setdefault(id(whose), Owned(whose))
            for mention in names:
                entry.add(mention)


# 县司法局牵头落实, a line of its own behind the last item: no closing words
_ONLY_OWNERS: Final = re.compile(
    r"[省市县区州镇乡由][^。;:《》\n]{2,80}(?:牵头(?:负责|落实|组织实施)?|负责(?:落实)?|配合)"
)
_DUTIES: Final = re.compile("职责|分工")


def _of_duties(text: str, node: Node) -> bool:
    """三、工作机构及其职责 · 5、…。其职责分工为: what stands below is duties, also behind the first paragraph."""
    if node.title is not None and _DUTIES.search(text, *node.title) is not None:
        return True
    start, end = node.body[0] if node.body else (0, 0)
    end = next((at for at in range(end, start, -1) if not text[at - 1].isspace()), start)
    return (
        text[end - 1 : end] == ":" and _DUTIES.search(text, max(start, end - 12), end) is not None
    )


def _goes_on(text: str, node: Node, entry: Owned | None, sentence: tuple[int, int]) -> bool:
    """县卫生局负责救治。 ⏎ 县农业局负责防疫。: a paragraph like the block's first one, or 强化防治责任, is no closing word."""
    if text.find("负责", *sentence) < 0 or not (
        _opens_with_owner(entry) or (node.title is not None and text.find("责任", *node.title) >= 0)
    ):
        return False
    named = find_owners(text, sentence)
    return bool(named) and named[0].item.start == sentence[0]


def _closes(node: Node) -> bool:
    """Whether nothing numbered follows the block: what it ends in may be the document's closing words."""
    while node.parent is not None:
        siblings = [n for n in node.parent.children if not n.inferred]
        if siblings and siblings[-1] is not node:
            return False
        node = node.parent
    return True


def _speak_of_items(
    text: str, owned: dict[int, Owned], sentences: Sentences, signed: list[int]
) -> frozenset[int]:
    """Starts of the sentences that say whose the items before them are; their owners are put where they belong."""
    starts: list[int] = []
    for found in sentences.found:
        node = found.node
        if node.family is None or node.inferred or not is_scope(text, found.start):
            continue
        if signed and bisect_right(signed, node.start) != bisect_right(signed, found.start):
            continue
        theirs = scoped(text, (found.start, found.end), node)
        if theirs:
            starts.append(found.start)
        for item, mentions in theirs:
            entry = owned.get(id(item))
            if entry is None or not entry.mentions:
                owned[id(item)] = Owned(item, [(m, None) for m in mentions])
                _hand_down(owned, item, mentions)
    return frozenset(starts)


def _hand_down(owned: dict[int, Owned], section: Node, mentions: list[Mention]) -> None:
    """The items of a section that have no owner of their own inherit the section's."""
    for item in section.children:
        if not item.children and not item.inferred and id(item) not in owned:
            owned[id(item)] = Owned(item, [(m, section) for m in mentions])
