"""What is to be done, and to what: the action and the object of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.extract import actors
from loaders.extract.grammar import (
    VERBS,
    adverbs_end,
    circumstance,
    clauses,
    modal_in,
    opening_verb,
    verb_at,
)
from loaders.rules import lexicon

_VERB_OR_ADVERB = frozenset(word[0] for word in (*VERBS, *lexicon("statements")["adverbs"]))
_JOIN_HEADS = frozenset("、和与并及以")
_JOIN = re.compile(r"[、和与并及]|以及|并且")
_FIRST = frozenset(
    [
        "谋划",
        "印发",
        "部署",
        "升级",
        "编制",
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
_BAN = re.compile(r"严禁|禁止")
_NO_VERB_HEADS = frozenset("在对为与从向以于由将把不未无非的和及或各其有本该此这那每")
# What makes a noun of the verb before it: 采购人, 管理者; 登记机关 and 许可证 only of verbs that name offices and acts.
_PERSON = re.compile(r"者|人(?=[在发应可须要不将对提按与和、,]|$)")
_NOUN = re.compile(
    r"员(?!工|额|会)|证(?!明|据|实|券|监)|费(?!用)|率|期(?!限|间|货)|方(?!案|面|便|式|法|向|针)|款(?!项)|站(?!位)"
    r"|机关|机构|单位|部门|中心|事项(?!目录|清单)"
)
_OFFICE_VERBS = frozenset(lexicon("actors")["name_verbs"]) | {"许可", "经营", "投资"}
# 制定|实施细则: the second verb belongs to the thing.
_COMPOUND_NOUN = re.compile(
    r"..(?:细则|方案|办法|意见|计划|规划|条例|制度|机制|体系|清单|标准|指南|工作|活动|行动|流程|政策|措施)|规范性"
)
_PARTICLES = frozenset("了好到过")
_PARTICLE = re.compile(r"^[了好到过]+(?!期|度|程|渡|户)")
_TOWARDS = re.compile(r"(?:对|为|向|在|与|同|给|以|从|由|于)")


def action_object(sentence: str) -> tuple[str | None, str | None]:
    """What is to be done, and to what: ``("健全", "议事规则")``; (None, None) when no predicate is recognised.

    The first clause that opens with its predicate, or with an agent and its predicate, says it; only when there is
    none, a predicate inside a clause (重点领域|取得|新突破), and at last a circumstance, is taken.
    """
    action, thing = _plain(sentence)
    if thing is not None:
        return action, thing
    parts: list[str] = []
    waiting: list[str] = []
    bare: str | None = None  # 要大力支持,及时制定措施: the clause that names an object says more
    for part in _parts(sentence):
        parts.append(part)
        if circumstance(part):
            continue
        action, thing = _head(part)
        if action is not None and thing is not None:
            return action, thing
        bare = bare or action
        waiting.append(part)
    if bare is not None:
        return bare, None
    for read, among in ((_inside, waiting), (_head, parts), (_inside, parts)):
        for part in among:
            action, thing = read(part)
            if action is not None:
                return action, thing
    return None, None


def _plain(sentence: str) -> tuple[str | None, str | None]:
    """The action of a sentence that plainly opens with its verb: 健全|议事规则."""
    at, length, end = opening_verb(sentence)
    if not length or sentence[at - 1 : at] in ("把", "将"):
        return None, None
    clause = sentence[:end].rstrip(" 、的")
    if "把" in clause or not _verb(clause, at):
        return None, None
    return _with_object(clause, at, at + length)


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
    """The predicate a clause opens with, behind adverbs, 把…, 对… or a subject with 应当."""
    first = adverbs_end(clause, 0)
    for place in (first - 1, first, clause.find("把")):
        if place >= 0 and clause[place : place + 1] in ("把", "将"):
            moved = _MOVED.match(clause, place)
            if moved is not None:
                return moved[2], moved[1]
    length = _verb(clause, first)
    if length:
        return _with_object(clause, first, first + length)
    if _TOWARDS.match(clause, first):
        at = _inner_verb(clause, first + 2, light=True)
        if at:
            return _with_object(clause, at, at + verb_at(clause, at))
    ban = _BAN.search(clause)
    if ban:
        return _with_object(clause, ban.start(), ban.end())
    at = _modal_end(clause)
    if at:
        at = at if _verb(clause, at) else _inner_verb(clause, at + 1)
        if at:
            return _with_object(clause, at, at + verb_at(clause, at))
    return _guess(clause, first) if first else (None, None)


def _verb(clause: str, at: int) -> int:
    """The length of the verb at ``at``; 采购人, 登记机关 and 管理费 only begin like one."""
    length = verb_at(clause, at)
    if length and (
        _PERSON.match(clause, at + length)
        or (clause[at : at + length] in _OFFICE_VERBS and _NOUN.match(clause, at + length))
    ):
        return 0
    return length


def _inside(clause: str) -> tuple[str | None, str | None]:
    """The first verb inside a clause."""
    at = _inner_verb(clause, 2)
    length = verb_at(clause, at) if at else 0
    return _with_object(clause, at, at + length) if length else (None, None)


def _modal_end(clause: str) -> int:
    """Where the predicate begins after a subject without a name: …会议纪要不得|作为…."""
    modal = modal_in(clause)
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
                if _verb(clause, inner):
                    return inner
        elif c in "《“(":
            quoted += 1
        elif c in "》”)":
            quoted -= 1
    return 0


def _with_object(clause: str, start: int, end: int) -> tuple[str, str | None]:
    """Join what belongs to the verb (建立健全; 梳理、规范和精简); the rest of the clause is the object."""
    if clause[start:end] in _FIRST:
        while (
            clause[end : end + 2] in _SECOND
            and len(clause) > end + 3
            and not _COMPOUND_NOUN.match(clause, end)
        ):
            end += 2
    while clause[end : end + 1] in _JOIN_HEADS:
        join = _JOIN.match(clause, end)
        length = verb_at(clause, join.end()) if join else 0
        if join is None or not length or len(clause) <= join.end() + length:
            break
        end = join.end() + length
    rest = clause[end:]
    if rest[:1] in _PARTICLES:
        rest = _PARTICLE.sub("", rest)
    return clause[start:end], rest.strip(" 、,。") or None


# 专项|资金, 可持续|城市: behind the adverb stands a thing
_THINGS = frozenset(lexicon("statements")["things"])


def _guess(clause: str, at: int) -> tuple[str | None, str | None]:
    """严打|暴力伤医: a directive's clause without a known agent opens with its verb, nearly always of two characters."""
    if len(clause) - at < 3 or not "一" <= clause[at] <= "鿿" or clause[at] in _NO_VERB_HEADS:
        return None, None
    if clause[at : at + 2] in _THINGS:
        return None, None
    return clause[at : at + 2], clause[at + 2 :] or None
