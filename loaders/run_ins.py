"""Whether the first sentences of numbered items are titles: a document writes all items of a list one way.

61 measures of one to three sentences each have no titles, also where a first sentence is as short as a title:
11.落实企业异地迁移档案移交规则。 Read alone it looks like one, among its neighbours it is work to be done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Protocol

from loaders.numbering import Family

_FEW: Final = 6  # items that make a manner
_PHRASE: Final = 12  # characters: 加强组织领导。 is a title in any company
_LONG: Final = 24  # so is 完善工作机制,做好经费保障和人员保障。


class Item(Protocol):
    """A heading as ``loaders.structure`` keeps it: ranges of the folded text, ``title`` None when it has none."""

    family: Family | None
    run_in: bool
    title: tuple[int, int] | None
    head_end: int
    line_end: int
    body: list[tuple[int, int]]


def even_out(text: str, nodes: Iterable[Item]) -> None:
    """Take the titles from the run-in headings of a numbering whose other items (two of three) have none."""
    lists: dict[Family, list[Item]] = defaultdict(list)
    for node in nodes:
        if node.run_in and node.family is not None:
            lists[node.family].append(node)
    for items in lists.values():
        untitled = sum(node.title is None for node in items)
        # where it is three of five, only what is long: 落实…目录，实现同一事项…同标准办理。
        most = untitled * 3 >= len(items) * 2
        if len(items) >= _FEW and untitled * 5 >= len(items) * 3:
            for node in items:
                if node.title is not None and _is_sentence(text, *node.title, most=most):
                    _untitle(node, node.title[0])


def _is_sentence(text: str, start: int, end: int, *, most: bool) -> bool:
    if text[end : end + 1] != "。":
        return False
    return end - start > (_PHRASE if most else _LONG) or (most and "," in text[start:end])


def _untitle(node: Item, start: int) -> None:
    """Let the item's text begin at ``start``, behind its number."""
    if node.body and node.body[0][0] == node.head_end:
        node.body[0] = (start, node.body[0][1])
    else:
        node.body.insert(0, (start, node.line_end))
    node.title, node.head_end = None, start
