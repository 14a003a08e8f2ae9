"""What a sentence is (directive, achievement, problem, context) and how it binds.

Force comes mostly from where a sentence stands: 加强… under 主要任务 is a duty, in an annual report a thing done. The
heading decides first (``[[section]]`` of statements.toml), then the sentence's own words (``[[rule]]``), then the genre.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Final

from kg.model import Force, Genre, Kind
from loaders.extract import actors
from loaders.extract.actions import action_object, read
from loaders.extract.clause_readings import NOTHING, Reading
from loaders.extract.forces import force
from loaders.extract.grammar import (
    adverbs_end,
    modal_in,
    opening_verb,
    verb_at,
)
from loaders.extract.led import COLOURED, LED, LIKELY
from loaders.extract.lexemes import has_modal
from loaders.extract.lines import named
from loaders.extract.modals import OUGHT_TO
from loaders.extract.starts import Starts
from loaders.extract.starts import named as needed
from loaders.rules import Rule, compile_rules, finder, seeking

_YEAR: Final = re.compile(r"(20\d\d)年")
_SECTIONS: Final = compile_rules("statements", "section")
_LISTS: Final = compile_rules("statements", "list")
# Any word that one of the section rules needs: most headings hold none.
_SECTION_GATE: Final = re.compile(
    "|".join(re.escape(word) for rule in _SECTIONS for word in rule.data["needs"])
)

# What a section is worth to a genre: (kind, rule id, confidence); "none" is text below no telling heading.
_PLANLIKE: Final[dict[str, tuple[Kind, str, float]]] = {
    "none": ("directive", "genre.plan", 0.85),
    "problem": ("problem", "section.problem", 0.9),
    "next": ("directive", "section.next", 0.9),
    "done": ("achievement", "section.done", 0.75),
    "stage": ("directive", "section.stage", 0.85),
    "aims": ("context", "section.aims", 0.75),
    "guiding": ("context", "section.guiding", 0.9),
    "criteria": ("context", "section.criteria", 0.75),
    "question": ("context", "section.question", 0.7),
    "preamble": ("context", "preamble", 0.9),
}
_REPORT: Final[dict[str, tuple[Kind, str, float]]] = _PLANLIKE | {
    "none": ("achievement", "genre.report", 0.85),
    "stage": ("achievement", "genre.report", 0.7),
    "aims": ("achievement", "genre.report", 0.6),
    "done": ("achievement", "section.done", 0.9),
}
# …的,由司法行政部门吊销执业证书: an item that says what follows
_BINDS_ALL_THE_SAME: Final = re.compile(
    r"(?:^|,)(?:应当|不得)|由[^,]{2,40}(?:责令|给予|吊销|负责|审核|处理|决定|批准)|^由[^,的]{2,40}(?:确定|承担|组织|制定|安排)[^,的]*,|由[^,的]{2,50}(?:确定|制定|承担|组织|支付|拨付)$|将在\d"
    r"|的,(?:依法|依照|按照?)[^,]{0,40}(?:承担|处理|处罚|给予|追究|移送)"
    r"|的,(?:(?:一次性)?(?:给予|不予|予以|免予)|可(?:按|以|享受|申请))"
)
# 应当公开|而不公开: what is punished, not what is to be done
_LEFT_UNDONE: Final = re.compile(r"(?:依法)?应当?[^,:]{1,24}?(?:而|却|但)(?:未|不|没有|拒)")
# 目前已将居民进行了搬迁: plainly done, whatever the heading says
_PLAINLY_DONE: Final = seeking(
    r"(?<!为)(?:进行|完成|取得|开展|制定|出台|建立|印发|召开|组织|设立|给予|作出|提出|形成|实现)了"
    r"|正在(?:抓紧|研究|修订|制[定订]|组织|开展|进行|推进|编制|修改|牵头|会同|起草|按)"
    r"|^(?:近几?年来?|[几多]年来|长期以来),[^;]*[一-鿿]了(?!解|之)"
    r"|^已经?(?:将|委托|承诺|批复|安排|开展|设立|建立|启动|列入|同意|组织|会同|要求|责成|建成|印发|出台)"
    r"|[,现前均都也者会委部局厅府省市县院办们家门]已经?(?![知有然是能为定]|超过|满|达|被)[一-鿿]{2}"
)
_DONE: Final = re.compile(
    r"[一-鿿]了(?!解|之)|已(?:完成|建成|实现|出台|印发|取得|落实)|共(?:完成|办理|受理|开展|调解|审核)|累计|被(?:评|授|列|命)(?!名?的)|同比|截至|荣获"
)


_TOLD: Final = re.compile(r"[已曾]|[一-鿿]了|目前|^据|认为|请求|难以|可能|分析")
# 应当由法院受理的其他事项: one of the things a list names, whatever modal word describes it
_ONE_OF_THEM: Final = re.compile(
    r"(?:其他|(?:依法)?应当|可以|可能|不宜|不得|[^,]*(?:规定|影响))[^,]*的(?:其他)?[^,的]{0,8}(?:事项|情形|行为|人员|材料|单位|问题|活动|文件|情况|内容|条件|信息|资料)"
)
# 依法应当履行的其他职责: the last of a list of duties says none
_OTHER_DUTY: Final = re.compile(
    r"(?:其他(?:依法)?应当[^,的]*的|依法应当[^,的]*的(?:其他)?|应当(?:[^,的]{2,4}的|[^,的]*的其他))(?:职责|义务|规定|职能|事项|工作)"
    r"|其他[^,]*的(?:单位|个人|人员|组织)(?:[和或、]者?(?:单位|个人|组织))?"
)
# 主要职责:组织救援队伍
_DUTY: Final = re.compile(r"(?:主要|工作|具体|基本|岗位)?(?:职责|任务|分工)(?:是|为)?[:,]")
# 网上可办率达95%以上, 亩补助标准不低于1.2万元: an aim without a verb we know
_TARGET: Final = seeking(r"率[^,]{0,4}\d|(?:不低于|不少于|不超过|达到?|降至|控制在)[^,]{0,3}\d")
# 压缩至3个工作日, 全覆盖: a sentence whose verb we only guess is an aim all the same.
_AIM: Final = seeking(
    r"\d|全覆盖|(?:提升|提高|增强|改善|取得|实现|达到|突破|形成|下降|降低|缩短|压缩|增长|完成|确保|力争|到位|落实|坚持)"
)

# 企业招用毕业生的,每月按标准给予补贴
_GRANTED: Final = re.compile(r"给予[^,的]{0,16}(?:补贴|补助|奖励|资助|支持|表彰)(?!的)")

__all__ = [
    "Classifier",
    "Context",
    "Verdict",
    "action_object",
    "classify",
    "force",
    "items_of",
    "section",
]


class Context:  # no dataclass: mypyc makes a native class of this
    """Where a sentence stands. ``titles``: headings above it, outermost first; ``year``: the document's own."""

    __slots__ = ("genre", "preamble", "titles", "year")

    def __init__(
        self,
        genre: Genre,
        year: int | None = None,
        titles: tuple[str, ...] = (),
        preamble: bool = False,
    ) -> None:
        self.genre, self.year, self.titles, self.preamble = genre, year, titles, preamble


class Verdict:  # no dataclass: mypyc makes a native class of this
    """``force`` is None unless ``kind`` is directive; ``rule`` is the id of the rule that decided the kind."""

    __slots__ = ("confidence", "force", "kind", "rule")

    def __init__(self, kind: Kind, force: Force | None, rule: str, confidence: float) -> None:
        self.kind, self.force, self.rule, self.confidence = kind, force, rule, confidence


def classify(sentence: str, context: Context) -> Verdict:
    """The kind of one folded sentence; total: some verdict comes back for any text."""
    return Classifier(context).read(sentence)


class Classifier:
    """Reads the sentences of one place: what the place says is looked up once, not at every sentence."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._place = section(context)
        self._rules = _rules_for(context.genre, self._place, len(context.titles))
        self._default = _genre_default(context.genre, self._place)

    def read(
        self,
        sentence: str,
        items: str | None = None,
        *,
        alone: bool = False,
        words: Sequence[str] | None = None,
    ) -> Verdict:
        """The verdict on one folded sentence that stands in this place.

        ``items``: what the sentence above says its items are, see ``items_of``; ``case`` for one thing among more.
        ``alone``: the sentence is a line or cell without a stop, so that it may be a mere name.
        ``words``: those of the sentence that rules need, as ``Starts.between`` tells them, where they are known.
        """
        known = Starts(sentence).between(0, len(sentence)) if words is None else words
        found = self._judge(sentence, items, known)
        if alone and found.kind == "directive":
            if (name := named(sentence)) is not None:
                return Verdict("context", None, name.id, name.confidence)
            whole = found.rule == "list.prohibited" or sentence.endswith(":")
            if not whole and read(sentence).action is None:
                return Verdict("context", None, "cue.nothing", 0.6)  # 报道应当: a torn line
        return found

    def _judge(self, sentence: str, items: str | None, words: Sequence[str]) -> Verdict:
        if items == "prohibition":
            return Verdict("directive", "prohibition", "list.prohibited", 0.75)
        if sentence[:2] in ("其他", "依法", "应当") and _OTHER_DUTY.fullmatch(sentence):
            return Verdict("context", None, "list.things", 0.8)
        if items in ("case", "things") and (
            _LEFT_UNDONE.match(sentence) or _ONE_OF_THEM.fullmatch(sentence)
        ):
            return Verdict("context", None, "list.things", 0.8)
        if (items == "case" and not _BINDS_ALL_THE_SAME.search(sentence)) or (
            items == "things"
            and not has_modal(sentence)
            and sentence.find("有权") <= 0
            and not _BINDS_ALL_THE_SAME.search(sentence)
        ):
            return Verdict("context", None, "list.things", 0.8)
        for rule, find in self._rules.asked(sentence, words):
            if find(sentence):
                return _verdict(rule.data["kind"], rule.id, rule.confidence, sentence)
        found = self._default or _by_cue(sentence, self._context)
        if found[1] in _GENERAL and _binds_a_unit(sentence):
            return _verdict("directive", "cue.unit_bound", 0.7, sentence)
        if found[1] == "section.criteria" and _acts(sentence):
            return _verdict("directive", "cue.unit_bound", 0.7, sentence)
        if found[0] == "directive" and _says_nothing(sentence, self._context.genre):
            return Verdict("context", None, "cue.nothing", 0.6)
        kind, rule_id, confidence = found
        return _verdict(kind, rule_id, confidence, sentence)


def items_of(sentence: str) -> str | None:
    """What a sentence that ends in a colon makes of the list below it: ``prohibition``, ``duties``, ``things``.

    None when it does not end in one or nothing tells.
    """
    if not sentence.endswith(":"):
        return None
    for rule in _LISTS:
        if rule.pattern.search(sentence):
            return str(rule.data["items"])
    return None


# 县交通运输政务服务一次性告知制度: a title on a line of its own
_NAMED: Final = re.compile(
    r"(?!.*(?:实行|推行|采取|建立|制定|执行|按照|由|纳入|遵守|符合))[^,;:的了]{4,40}(?:制度|办法|细则|规定|方案|预案|清单|目录|流程|指南|规程|守则|流程图|一览表|明细表)"
)
_NUMBERED: Final = re.compile(
    r"[^,]{2,20}[〔\[]20\d\d[〕\]]\d+号|[^,]{2,30}(?:公告|通告|令)第\d+号"
)


_NAME_ENDS: Final = frozenset("度法则定案单录程南守图表号)")
_PERSON: Final = re.compile(
    r"[一-鿿]{2,4}\([^(),:;\d]{4,24}(?:办事处|政府|局|委|厅|院|校|会|公司|中心)\)"
)


def _is_name(sentence: str, found: Reading) -> bool:
    """A title, or the number of a document, on a line of its own."""
    if sentence[-1] == "号":
        return _NUMBERED.fullmatch(sentence) is not None
    if sentence[-1] == ")":
        return _PERSON.fullmatch(sentence) is not None  # 张某某(安洲街道办事处)
    return (
        _NAMED.fullmatch(sentence) is not None
        and not opening_verb(sentence)[1]
        and not has_modal(sentence)
        and (found.quality < LED or not actors.find(sentence))  # 本市|实施清单管理制度
    )


def _says_nothing(sentence: str, genre: Genre) -> bool:
    """Whether no duty can be read from a sentence: a name, a cell, a case of a list (有稳定的经费来源).

    In a regulation a guessed verb is not enough; in a plan it is when the sentence holds a figure or a result.
    """
    found = read(sentence)
    if sentence[-1:] in _NAME_ENDS and _is_name(sentence, found):
        return True
    if found.quality >= COLOURED or has_modal(sentence):
        return False
    plan = genre not in ("regulation", "other")
    if found.quality < LIKELY:
        return not (plan and _TARGET.search(sentence))
    if actors.find(sentence):
        return False
    return not plan or _AIM.search(sentence) is None


def _verdict(kind: Kind, rule: str, confidence: float, sentence: str) -> Verdict:
    return Verdict(kind, force(sentence) if kind == "directive" else None, rule, confidence)


def section(context: Context) -> str:
    """The class of the place: an id of ``[[section]]``, ``preamble`` or ``none``; the innermost telling heading wins."""
    if context.preamble:
        return "preamble"
    for title in reversed(context.titles):
        for rule in _sections_of(title):
            if _applies(rule, title, context):
                return rule.id
    return "none"


@lru_cache(maxsize=1024)
def _sections_of(title: str) -> tuple[Rule, ...]:
    """The section rules that a heading satisfies: asked again for every heading below it."""
    if _SECTION_GATE.search(title) is None:
        return ()
    return tuple(
        rule
        for rule in _SECTIONS
        if any(word in title for word in rule.data["needs"]) and rule.pattern.search(title)
    )


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


# Characters that stand everywhere: to find every 的 of a text costs more than to ask a sentence for it.
_COMMON: Final = frozenset(":》的了各省以将要是应须需可由奖补请视0123456789")
needed(
    word
    for rule in compile_rules("statements")
    for word in rule.data.get("needs", ())
    if word not in _COMMON
)
_MOST_KNOWN: Final = 4096  # sets of rules remembered: a few hundred in all documents we have


_Asked = tuple[Rule, Callable[[str], re.Match[str] | None]]


class _Rules:
    """Rules in their order of precedence, by the words they need."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._wanted: dict[str, int] = {}  # word → the rules that need it, a bit each
        characters: dict[str, int] = {}  # the same of _COMMON
        self._always = 0
        for index, rule in enumerate(rules):
            words = rule.data.get("needs", ())
            if not words or ("ends" in rule.data and _COMMON.issuperset(words)):
                self._always |= 1 << index  # what it ends in tells more
                continue
            for word in words:
                wanted = characters if word in _COMMON else self._wanted
                wanted[word] = wanted.get(word, 0) | 1 << index
        self._characters = list(characters.items())
        self._known: dict[int, list[tuple[str, _Asked]]] = {}  # the rules of some bits, with ends
        self._asked: list[tuple[str, _Asked]] = [
            (rule.data.get("ends", ""), (rule, finder(rule.pattern))) for rule in rules
        ]

    def asked(self, sentence: str, words: Sequence[str]) -> list[_Asked]:
        """The rules that a sentence with these words can satisfy."""
        bits = self._always
        for word in words:
            bits |= self._wanted.get(word, 0)
        for character, rules in self._characters:
            if character in sentence:
                bits |= rules
        if not bits:
            return []
        found = self._known.get(bits)
        if found is None:
            found = [asked for index, asked in enumerate(self._asked) if bits >> index & 1]
            if len(self._known) < _MOST_KNOWN:
                self._known[bits] = found
        last = sentence[-1:]
        return [asked for ends, asked in found if not ends or last in ends]


@cache
def _rules_for(genre: str, place: str, depth: int) -> _Rules:
    """The sentence rules that can fire for a genre in a section below ``depth`` headings."""
    wanted = {place, "body"} if place in ("none", "stage") else {place}
    rules = tuple(
        rule
        for rule in compile_rules("statements")
        if genre in rule.data.get("genres", [genre])
        and (rule.data.get("in") is None or wanted & set(rule.data["in"]))
        and (rule.data.get("max_depth") is None or 0 < depth <= rule.data["max_depth"])
    )
    return _compiled(tuple(rule.id for rule in rules))


@cache
def _compiled(ids: tuple[str, ...]) -> _Rules:
    """The rules of these ids, ready to ask: places and depths share a few such sets."""
    known = {rule.id: rule for rule in compile_rules("statements")}
    return _Rules(tuple(known[id_] for id_ in ids))


def _genre_default(genre: Genre, place: str) -> tuple[Kind, str, float] | None:
    """What a sentence without telling words is; None where only its grammar can tell."""
    if genre == "annual_report":
        return _REPORT[place]
    return _PLANLIKE[place] if genre != "other" or place != "none" else None


# Where sentences say what all is about: guiding thought, the words before the first heading.
_GENERAL: Final = frozenset(["section.guiding", "preamble"])
_BOUND: Final = re.compile(
    rf"(?:{OUGHT_TO}|必须|须|不得|(?<![重主必需])要(?![求素点]|(?:坚持)?以[^,]{{2,30}}为指导|坚持以)|可(?![持靠能])|将(?![^,]*纳入))"
)


_BORNE: Final = ("承担", "负责", "牵头")  # 费用由县财政|承担


def _binds_a_unit(sentence: str) -> bool:
    """Whether a modal word follows the names of units at once: 各镇(街道)|应合理确定规模 is a duty wherever it stands."""
    return any(
        _BOUND.match(sentence, stop)
        or (sentence[first - 1 : first] == "由" and sentence.startswith(_BORNE, stop))
        for first, stop in actors.find(sentence)
    )


_OFFICE: Final = ("部门", "局", "委", "厅", "办", "政府", "办事处", "中心")


def _acts(sentence: str) -> bool:
    """县民政局|发布申请指南, below 资助流程: what an office does is no condition."""
    return any(
        sentence.endswith(_OFFICE, 0, stop)
        and (verb_at(sentence, adverbs_end(sentence, stop)) or sentence[first - 1 : first] == "由")
        for first, stop in actors.find(sentence)
    )


def _by_cue(sentence: str, context: Context) -> tuple[Kind, str, float]:
    """What a sentence of no known genre is, below headings that do not tell."""
    if _PLAINLY_DONE.search(sentence) and not has_modal(sentence):
        return "achievement", "cue.plainly_done", 0.65
    if any(map(_opens_with_verb, context.titles)):
        return "directive", "genre.headings", 0.7
    duty = _DUTY.match(sentence)
    if duty is not None and _opens_with_verb(sentence[duty.end() :]):
        return "directive", "cue.verb", 0.6
    if modal_in(sentence):
        return "directive", "cue.verb", 0.6  # 应当对已建成的设施|明确运营主体
    if _DONE.search(sentence):
        return "achievement", "cue.done", 0.6
    if actors.find(sentence) or _opens_with_verb(sentence):
        return "directive", "cue.verb", 0.6
    if "给予" in sentence and _GRANTED.search(sentence):
        return "directive", "cue.verb", 0.6
    # no story has headings; 据介绍, 已纳入规划, 难以准确预测: nor does what is told bind
    told = not context.titles or _TOLD.search(sentence)
    found = NOTHING if told else read(sentence)
    if found.quality >= LED and found.thing is not None:
        return "directive", "cue.verb", 0.5  # 对规范性文件进行|清理,并向社会|公布
    return "context", "cue.none", 0.5
