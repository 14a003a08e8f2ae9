"""How a duty is said in a cell of a list: its number and title, its quote, its partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from api.explain import FORCES, ROLES
from kg.ask_tasks import GAPS
from kg.passage import block, unbroken
from visualize.numbers import begins

if TYPE_CHECKING:
    from kg.ask import Ask

Json = dict[str, Any]
ACT_COLUMNS = ("要求", "语句", "原文写法", "文件", "年份", "字符起", "字符止", "标识")
# how an owner was read, by the first words of the rule's id
_READ_FROM = (
    ("tag.label", "标注里的标签"),
    ("tag.verb", "标注里的动词"),
    ("tag.standing", "对后文都有效的说明"),
    ("tag.bare", "括号里的单位名称"),
    ("tag.noted", "名称后注明的角色"),
    ("tag.breakdown", "任务分解"),
    ("tag", "责任标注"),
    ("table", "表格的列"),
    ("prose", "正文语句"),
)


def numbered(number: str | None, label: str | None) -> str:
    """(一) 深化改革; a task without a title is called by its words, which begin with the number already."""
    shown = label or ""
    if not number or begins(shown, number):
        return shown
    point = "." if number[-1:].isdigit() and shown[:1].isdigit() else ""  # 8. 16个镇（街道）…
    return f"{number}{point} {shown}".strip()


def evidence(duty: Json) -> str:
    """The words that say so: the sentence, or, of a table, the cells of the row parted by |."""
    return duty.get("row") or unbroken(str(duty["sentence"]))


def by_role(duties: Iterable[Json]) -> list[Json]:
    """What the unit leads first, as the pages and the Word list have it."""
    order = list(ROLES)
    return sorted(duties, key=lambda duty: order.index(duty["role"]))


def partners(duty: Json) -> str:
    """责任：市教育局、市财政局；配合：各镇. Each role stands once, in the order of the list."""
    said: dict[str, list[str]] = {role: [] for role in ROLES}
    for partner in duty["partners"]:
        said.setdefault(partner["role"], []).append(partner["label"])
    return "；".join(
        f"{ROLES.get(role, role)}：{'、'.join(who)}" for role, who in said.items() if who
    )


def read_from(rule: str | None) -> str:
    """What an owner was read from, in words: ``tag.verb.lead`` is 标注里的动词; a rule not known here stays as it is."""
    said = rule or ""
    return next((words for name, words in _READ_FROM if f"{said}.".startswith(f"{name}.")), said)


def act_rows(acts: Iterable[Json]) -> list[list[Any]]:
    """Sentences that have a unit act, as the cells of ``ACT_COLUMNS``."""
    return [
        [
            FORCES.get(act["force"], act["force"]),
            unbroken(act["text"]),
            act["surface"],
            act["document"]["label"],
            act["document"].get("year"),
            act["start"],
            act["end"],
            act["id"],
        ]
        for act in acts
    ]


def acts_of(ask: Ask, unit: str, year: int | None, document: str | None = None) -> list[Json]:
    """The sentences that have the unit act, of one year and document where they are given."""
    return [
        act
        for act in ask.acts(unit)
        if year in (None, act["document"].get("year")) and document in (None, act["document"]["id"])
    ]


def act_sheet(acts: Sequence[Json]) -> list[tuple[str, tuple[str, ...], list[list[Any]]]]:
    """The sheet of a workbook that holds them; none when there are none."""
    return [("正文要求", ACT_COLUMNS, act_rows(acts))] if acts else []


GAP_COLUMNS: Final = ("缺口", "任务", "原句", "文件", "标识")
_LACKS: Final = dict(zip(GAPS, ("没有写明责任单位", "没有写明时限"), strict=True))


def gap_rows(answer: Json, kinds: Iterable[str] = GAPS) -> list[list[Any]]:
    """Tasks without owner, then without date, as the cells of ``GAP_COLUMNS``; ``kinds``: only these."""
    return [
        [
            _LACKS[kind],
            numbered(item["number"], item["label"]),
            block(item["quote"] or ""),
            item["document"]["label"],
            item["id"],
        ]
        for kind in kinds
        for item in answer[kind]
    ]
