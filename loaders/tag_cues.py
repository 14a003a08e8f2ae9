"""What a tag is made of, and the words of ``rules/tags.toml`` compiled: labels, verbs, standing rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple, get_args

from kg.model import Role
from loaders.owner_words import FIRST, label_of
from loaders.rules import expand, guarded, lexicon, load_rules, seeking
from loaders.rules import words as rule_words
from loaders.signs import Seeker, seeker
from loaders.unit_lists import Item

Range = tuple[int, int]
# 县司法局配合单位:县财政局: the line end or blank between two labels is gone, the name before it is whole
_BEFORE: Final = r",;。、.|/\s(\[〔【〖{「『<〈《“)\]〕】〗}」>\n\d—–\-·●■◆▲★※*局委办府厅会院部署室所站心司队处科镇乡门联组社校道港团区县市州"
_SAID: Final = "[为是](?![牵责配主多两几第])"  # not 责任单位为多个的, 列首位的责任单位为牵头单位
_LEVEL: Final = "[省市县区州镇乡各国]"
# what stands for the colon: 责任单位——县司法局 · 责任单位(县司法局) · (责任单位)县司法局 · 责任单位 县司法局 · 责任单位为县司法局
_NO_COLON: Final = rf"[—–|-]{{1,2}}|[()]|{_SAID}:?| (?=20\d\d年)| ?(?={_LEVEL})"
NO_COLON: Final = seeker(
    re.compile(rf"[位门室间限求](?:[—–|()-]|[为是].?| 20\d\d年| ?{_LEVEL})", re.S),
    [end + then for end in "位门室间限求" for then in "—–|()-为是 " + _LEVEL[1:-1]],
)  # with the end of its label
CLAUSE: Final = re.compile(r"[,;。]")
_SHORT: Final = expand("{short}", lexicon("tags"))


class Mention(NamedTuple):
    """One unit named as an owner."""

    item: Item
    role: Role
    rule: str
    confidence: float


@dataclass(slots=True)
class Tag:
    """One tag: where it stands, who is in it, and what it says about later tags."""

    start: int
    end: int
    own_line: bool
    mentions: list[Mention] = field(default_factory=list)
    deadline: Range | None = None
    first_leads: bool = False
    comma_leads: bool = False
    standing: list[Mention] = field(default_factory=list)
    bracketed: bool = True
    odd: list[Range] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled words; ``roles`` maps a group's name to its role, and ``#`` with the name to the rule's id."""

    label: re.Pattern[str]
    roles: dict[str, str]
    verb: re.Pattern[str]
    label_needs: Seeker  # a word that any label holds
    verb_needs: Seeker
    apart: re.Pattern[str]  # a label with what stands for its colon
    inside: re.Pattern[str]
    anywhere: re.Pattern[str]  # behind a person's name, whose end nothing tells
    weak: frozenset[str]
    strict: frozenset[str]
    first_leads: re.Pattern[str]
    comma_leads: re.Pattern[str]
    all_below: re.Pattern[str]
    all_included: re.Pattern[str]
    all_responsible: re.Pattern[str]
    marked: re.Pattern[str]


def _any_of(rules: list[dict[str, Any]]) -> Seeker:
    """A word that one of the rules cannot do without."""
    return seeking("|".join(dict.fromkeys(w for r in rules for w in rule_words(r["needs"]))))


_WRITTEN: Final = ("pattern", "needs")  # with the lists of the file in them


@cache
def cues() -> Cues:
    """The rules of ``rules/tags.toml``, compiled: one alternation for labels, one for verbs."""
    rules = [
        {
            name: expand(said, lexicon("tags")) if name in _WRITTEN else said
            for name, said in r.items()
        }
        for r in load_rules("tags")["rule"]
    ]
    labels = [r for r in rules if r["kind"] == "label"]
    verbs = [r for r in rules if r["kind"] == "verb"]
    group = {r["id"]: re.sub(r"\W", "_", r["id"]) for r in [*labels, *verbs]}
    standing = {r["id"]: re.compile(r["pattern"]) for r in rules if r["kind"] == "standing"}
    ways = {r["id"]: f"(?P<{group[r['id']]}>{r['pattern']})" for r in [*labels, *verbs]}
    words = "|".join(ways[r["id"]] for r in labels if "noun" in r)
    other = "|".join(ways[r["id"]] for r in labels if "noun" not in r)
    # 责任单位和部门
    label = rf"(?:{FIRST})?{label_of(words)}(?:[和及、/](?:单位|部门))?|{other}"
    verb = "|".join(ways[r["id"]] for r in verbs)
    alone = rf"(?:^|(?<=[{_BEFORE}])|(?<=海关|银行|分行|支行)){guarded(label)}"
    behind = rf"{alone}(?:\([^()]{{1,24}}\))?\s?"
    return Cues(
        # 责任单位:县司法局 · 【责任单位】县司法局
        re.compile(behind + r"(?::|】:?|\](?!\():?)", re.M),
        {group[r["id"]]: r["role"] for r in [*labels, *verbs]}
        | {"#" + group[r["id"]]: r["id"] for r in [*labels, *verbs]},
        re.compile(guarded(verb)),
        _any_of(labels),
        _any_of(verbs),
        re.compile(rf"{alone}(?:{_NO_COLON})", re.M),
        # (牵头单位县司法局): inside a bracket the colon may be missing
        re.compile(
            behind + rf"(?::|】:?|{_SAID}|(?<=(?:单位|部门))(?={_LEVEL}))",
            re.M,
        ),
        re.compile(rf"{guarded(label.replace(_SHORT, ''))}:"),  # 挂点领导:副镇长牵头:镇水务所
        frozenset(group[r["id"]] for r in verbs if not r["strong"]),
        frozenset(r["id"] for r in labels if r.get("strict")),
        standing["standing.first-leads"],
        standing["standing.comma-leads"],
        standing["standing.all-below"],
        standing["standing.all-included"],
        standing["standing.all-responsible"],
        standing["standing.marked-leads"],
    )


def labelled_by(words: str) -> tuple[str, str]:
    """The role of owners that words which are a whole label (责任单位) give, and the rule; "" where they are none."""
    found = cues().label.fullmatch(words + ":")
    name, roles = (found.lastgroup or "") if found else "", cues().roles
    role = roles.get(name, "")
    return (role, roles["#" + name]) if role in _OWNERS else ("", "")


_OWNERS: Final = frozenset(get_args(Role))


def labels_inside(
    text: str, start: int, end: int, label: re.Pattern[str] | None = None
) -> Iterator[re.Match[str]]:
    """The labels in a bracket, or the ``label`` of a line; behind that of a person (责任领导:张某 责任单位:县司法局) a blank may be all that parts two."""
    words = cues()
    label = label or words.inside
    for found in label.finditer(text, start, end):
        yield found
        if found.lastgroup == "label_ignored":
            hidden = words.anywhere.search(text, found.end() + 1, min(end, found.end() + _NAMES))
            if hidden is not None and label.match(text, hidden.start(), end) is None:
                yield hidden


_NAMES: Final = 24  # characters: the names of persons, and a label


_LEADERS: Final = ("市领导", "市级领导", "市长", "市分管领导")


def verbs_in(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, role, rule) of each role verb that stands behind a list."""
    words = cues()
    if words.verb_needs.search(text, start, end) is None:
        return
    for found in words.verb.finditer(text, start, end):
        name = found.lastgroup or ""
        if not found.group() or found.start() == start:
            continue
        boundary = found.end() >= end or text[found.end()] in ",;。、)〕】]"
        if name in words.weak and not boundary:
            continue
        if not boundary and (
            text[found.end()] in "单部处领人小科" or text.startswith(_LEADERS, found.end())
        ):
            continue  # 牵头单位, 牵头部门, 牵头市领导: a label or a noun, not the verb
        if text[found.start() - 1] in "各、" and not boundary:
            continue
        if text[found.start() - 1] == "(":
            continue  # 县司法局(牵头): the name's own role
        yield found.start(), found.end(), words.roles[name], words.roles["#" + name]


def clauses(text: str, start: int, end: int) -> Iterator[Range]:
    """The parts of a range between commas, semicolons and full stops."""
    at = start
    for found in CLAUSE.finditer(text, start, end):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < end:
        yield at, end
