"""What a sentence is (directive, achievement, problem, context), how it binds, and what is to be done to what.

Force comes mostly from where a sentence stands: 加强… under 主要任务 is a duty, in an annual report a thing done. The
heading decides first (``[[section]]`` of statements.toml), then the sentence's own words (``[[rule]]``), then the genre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.model import Force, Genre, Kind
from loaders.extract import actors
from loaders.extract.grammar import VERBS, adverbs_end, circumstance, clauses, verb_at
from loaders.rules import Rule, compile_rules, lexicon

_YEAR = re.compile(r"(20\d\d)年")
_FORCES = compile_rules("statements", "force")
_SECTIONS = compile_rules("statements", "section")
_PROHIBITING = "|".join(lexicon("statements")["prohibiting"])
_MODAL = re.compile(
    rf"(?P<prohibition>{_PROHIBITING})"
    rf"|(?P<permission>{'|'.join(lexicon('statements')['permitting'])})"
    r"|(?P<obligation>应当|必须|应(?![急对付变用聘邀])|须|(?<![纪主重需摘概])要(?![素点件求闻害])|负责)"
)

_MODAL_FORCE: dict[str, Force] = {
    "prohibition": "prohibition",
    "permission": "permission",
    "obligation": "obligation",
}
# The characters a telling verb of [[force]] can begin with: most clauses need no further look.
_FORCE_HEADS = frozenset(
    word[0]
    for name in ("prohibiting", "permitting", "recommending")
    for word in lexicon("statements")[name]
)

# What a section is worth to a genre: (kind, rule id, confidence); "none" is text below no telling heading.
_PLANLIKE: dict[str, tuple[Kind, str, float]] = {
    "none": ("directive", "genre.plan", 0.85),
    "problem": ("problem", "section.problem", 0.9),
    "next": ("directive", "section.next", 0.9),
    "done": ("achievement", "section.done", 0.75),
    "stage": ("directive", "section.stage", 0.85),
    "aims": ("context", "section.aims", 0.75),
    "guiding": ("context", "section.guiding", 0.9),
    "preamble": ("context", "preamble", 0.9),
}
_REPORT: dict[str, tuple[Kind, str, float]] = _PLANLIKE | {
    "none": ("achievement", "genre.report", 0.85),
    "stage": ("achievement", "genre.report", 0.7),
    "aims": ("achievement", "genre.report", 0.6),
    "done": ("achievement", "section.done", 0.9),
}
_DONE = re.compile(
    r"[一-鿿]了(?!解)|已(?:完成|建成|实现|出台|印发|取得|落实)|共(?:完成|办理|受理|开展|调解|审核)|累计|被(?:评|授|列|命)|同比|截至|荣获"
)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a sentence stands. ``titles``: headings above it, outermost first; ``year``: the document's own."""

    genre: Genre
    year: int | None = None
    titles: tuple[str, ...] = ()
    preamble: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``force`` is None unless ``kind`` is directive; ``rule`` is the id of the rule that decided the kind."""

    kind: Kind
    force: Force | None
    rule: str
    confidence: float


def classify(sentence: str, context: Context) -> Verdict:
    """The kind of one folded sentence; total: some verdict comes back for any text."""
    place = section(context)
    gate, rules = _rules_for(context.genre, place, len(context.titles))
    if gate.search(sentence):
        for rule in rules:
            if rule.pattern.search(sentence):
                return _verdict(rule.data["kind"], sentence, rule.id, rule.confidence)
    kind, rule_id, confidence = _default(sentence, context, place)
    return _verdict(kind, sentence, rule_id, confidence)


def _verdict(kind: Kind, sentence: str, rule: str, confidence: float) -> Verdict:
    return Verdict(kind, force(sentence) if kind == "directive" else None, rule, confidence)


@lru_cache(maxsize=256)
def section(context: Context) -> str:
    """The class of the place: an id of ``[[section]]``, ``preamble`` or ``none``; the innermost telling heading wins."""
    if context.preamble:
        return "preamble"
    for title in reversed(context.titles):
        for rule in _SECTIONS:
            if rule.pattern.search(title) and _applies(rule, title, context):
                return rule.id
    return "none"


def _applies(rule: Rule, title: str, context: Context) -> bool:
    """2022年…工作安排 in a report on 2022 plans nothing; 夯实…基础 is work to do, 发展基础 is not."""
    if rule.id == "done":
        return title.endswith("情况") or title.startswith("取得") or not _opens_with_verb(title)
    years = [int(year) for year in _YEAR.findall(title)]
    if (
        rule.id == "next"
        and years
        and context.year is not None
        and context.genre == "annual_report"
    ):
        return max(years) > context.year
    return True


def _opens_with_verb(title: str) -> bool:
    return verb_at(title, adverbs_end(title, 0)) > 0


@cache
def _rules_for(genre: str, place: str, depth: int) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    """The sentence rules that can fire for a genre in a section below ``depth`` headings, and a gate before them.

    The gate matches any word that one of the rules needs: most sentences hold none, and one search tells.
    """
    wanted = {place, "body"} if place in ("none", "stage") else {place}
    rules = tuple(
        rule
        for rule in compile_rules("statements")
        if genre in rule.data.get("genres", [genre])
        and (rule.data.get("in") is None or wanted & set(rule.data["in"]))
        and (rule.data.get("max_depth") is None or 0 < depth <= rule.data["max_depth"])
    )
    words = sorted({word for rule in rules for word in rule.data.get("needs", [""])})
    return re.compile("|".join(words)), rules


def _default(sentence: str, context: Context, place: str) -> tuple[Kind, str, float]:
    if context.genre == "annual_report":
        return _REPORT[place]
    if context.genre != "other" or place != "none":
        return _PLANLIKE[place]
    if any(map(_opens_with_verb, context.titles)):
        return "directive", "genre.headings", 0.7
    if _DONE.search(sentence):
        return "achievement", "cue.done", 0.6
    if _MODAL.search(sentence) or actors.find(sentence) or _opens_with_verb(sentence):
        return "directive", "cue.verb", 0.6
    return "context", "cue.none", 0.5


def force(sentence: str) -> Force:
    """How a directive binds, read off its first clause that has a main predicate (obligation when none tells)."""
    for start, end in clauses(sentence):
        found = _clause_force(sentence[start:end].strip())
        if found is not None:
            return found
        if any(start <= agent < end for agent, _ in actors.find(sentence)):
            return "obligation"
    return "obligation"


def _clause_force(clause: str) -> Force | None:
    """The force of one clause, None when it is a circumstance or describes a state."""
    if clause.endswith("的"):
        return None
    at = adverbs_end(clause, 0)
    if clause[at : at + 1] in _FORCE_HEADS or "可" in clause[:at]:
        for rule in _FORCES:
            # 可以 is an adverb to the grammar and the whole point here
            head = 0 if rule.data["force"] == "permission" else at
            if rule.pattern.search(clause, head, at) or rule.pattern.match(clause, at):
                bound: Force = rule.data["force"]
                return bound
    if circumstance(clause):
        return None
    if verb_at(clause, at) or clause[:1] in "把将":
        return "obligation"
    modal = _MODAL.search(clause)
    return _MODAL_FORCE[modal.lastgroup or ""] if modal else None


# ---------------------------------------------------------------- action and object

_VERB_OR_ADVERB = frozenset(word[0] for word in (*VERBS, *lexicon("statements")["adverbs"]))
_JOIN = re.compile(r"[、和与并及]|以及|并且")
_FIRST = frozenset(
    [
        "牵头",
        "建立",
        "健全",
        "完善",
        "贯彻",
        "学习",
        "制定",
        "研究",
        "组织",
        "探索",
        "调整",
        "优化",
        "清理",
        "改进",
        "培育",
        "巩固",
        "扩大",
        "总结",
        "梳理",
        "排查",
        "整理",
        "推广",
        "宣传",
        "修订",
        "创新",
        "规范",
        "推动",
        "支持",
        "鼓励",
        "引导",
    ]
)
_SECOND = frozenset(
    [
        "健全",
        "完善",
        "落实",
        "贯彻",
        "制定",
        "出台",
        "开展",
        "实施",
        "建立",
        "推行",
        "推广",
        "优化",
        "规范",
        "修订",
        "汇总",
        "应用",
        "壮大",
        "拓展",
        "构建",
        "调整",
        "改进",
        "宣传",
        "执行",
        "编制",
        "整治",
        "改造",
        "废除",
        "废止",
        "推出",
        "打造",
        "设立",
    ]
)
_MOVED = re.compile(
    r"(?:把|将)(.{2,60}?)((?:全面|统一|及时|全部|逐步)?(?:纳入|列入|作为|转化为|打造成|建设成(?![效果就本绩])|融入|贯穿|摆在|摆到|落实到|用于|下放|移送|延伸到?|推送|报送|委托|下沉|整合|列为|设为|贯彻到|细化|分解|落到|统一到|转化|用作|建成|打造为|确定为|调整为|增加到|提高到|控制在|压缩到|压缩至|缩短至|集中到|送到|录入|上传|报送至|报))(.*)"
)
_TOWARDS = re.compile(r"(?:对|为|向|在|与|同|给|以|从|由|于)")


def action_object(sentence: str) -> tuple[str | None, str | None]:
    """What is to be done, and to what: ``("健全", "议事规则")``; (None, None) when no predicate is recognised.

    The first clause that opens with its predicate, or with an agent and its predicate, says it; only when there is
    none, a predicate inside a clause (重点领域|取得|新突破), and at last a circumstance, is taken.
    """
    parts: list[str] = []
    waiting: list[str] = []
    for part in _parts(sentence):
        parts.append(part)
        if circumstance(part):
            continue
        action, thing = _head(part)
        if action is not None:
            return action, thing
        waiting.append(part)
    for read, among in ((_inside, waiting), (_head, parts), (_inside, parts)):
        for part in among:
            action, thing = read(part)
            if action is not None:
                return action, thing
    return None, None


def _parts(sentence: str) -> Iterator[str]:
    """The clauses of a sentence, each without the agents it opens with."""
    agents = actors.find(sentence)
    for start, end in clauses(sentence):
        here = start
        for _, stop in agents:
            if start <= stop <= end:
                here = stop
        yield sentence[here:end].strip(" 、的")


def _head(clause: str) -> tuple[str | None, str | None]:
    """The predicate a clause opens with, behind adverbs, 把… or 对…."""
    at = adverbs_end(clause, 0)
    for place in (at - 1, at, clause.find("把")):
        if place >= 0 and clause[place : place + 1] in ("把", "将"):
            moved = _MOVED.match(clause, place)
            if moved is not None:
                return moved[2], moved[1]
    length = verb_at(clause, at)
    if not length and _TOWARDS.match(clause, at):
        at = _inner_verb(clause, at + 2, light=True)
        length = verb_at(clause, at) if at else 0
    if not length:
        at = _modal_end(clause)
        length = verb_at(clause, at) if at else 0
    if not length and adverbs_end(clause, 0) > 0:
        return _guess(clause, adverbs_end(clause, 0))
    return _with_object(clause, at, at + length) if length else (None, None)


def _inside(clause: str) -> tuple[str | None, str | None]:
    """The first verb inside a clause."""
    at = _inner_verb(clause, 2)
    length = verb_at(clause, at) if at else 0
    return _with_object(clause, at, at + length) if length else (None, None)


def _modal_end(clause: str) -> int:
    """Where the predicate begins after a subject without a name: …会议纪要不得|作为…."""
    modal = _MODAL.search(clause)
    return adverbs_end(clause, modal.end()) if modal else 0


# The verbs that follow 对…/在…/为…; any other verb there may belong to the noun (对…改革举措和…事项).
_LIGHT = re.compile(
    r"(?:进行|开展|实施|予以|给予|加以|加强|强化|作出|做出|实行|采取|提供|加大|坚持|设立|建立|设置|安排|组织|举办|完善|配备|成立|推行|发布|公布|公开|公示|报送|提出|征求|履行|做好|开设|创造|解决|营造|依法|及时|严格|定期)"
)


def _inner_verb(clause: str, start: int, *, light: bool = False) -> int:
    """The verb after a subject or a prepositional phrase: 对…人员开展集中培训; 0 when there is none.

    What stands in 《…》 or “…” belongs to a name.
    """
    quoted = 0
    for at in range(start, len(clause) - 1):
        c = clause[at]
        if c in _VERB_OR_ADVERB:
            if (
                quoted <= 0
                and clause[at - 1] not in "的、"
                and (not light or _LIGHT.match(clause, at))
            ):
                inner = adverbs_end(clause, at)
                if verb_at(clause, inner):
                    return inner
        elif c in "《“(":
            quoted += 1
        elif c in "》”)":
            quoted -= 1
    return 0


def _with_object(clause: str, start: int, end: int) -> tuple[str, str | None]:
    """Join what belongs to the verb (建立健全; 梳理、规范和精简); the rest of the clause is the object."""
    follow = clause[end : end + 2]
    if clause[start:end] in _FIRST and follow in _SECOND and len(clause) > end + 3:
        end += 2
    while True:
        join = _JOIN.match(clause, end)
        length = verb_at(clause, join.end()) if join else 0
        if join is None or not length or len(clause) <= join.end() + length:
            break
        end = join.end() + length
    thing = clause[end:].lstrip("了好到过地的").strip(" 、,。") or None
    return clause[start:end], thing


def _guess(clause: str, at: int) -> tuple[str | None, str | None]:
    """严打|暴力伤医: a directive's clause without a known agent opens with its verb, nearly always of two characters."""
    if len(clause) - at < 3 or not "一" <= clause[at] <= "鿿":
        return None, None
    return clause[at : at + 2], clause[at + 2 :] or None
