"""Organisations that are the explicit grammatical agent of a sentence.

An agent stands at the head of a clause (我市…, 各级党委…, 由各区政府…) and a predicate follows it at once: an adverb, a
modal word or a known verb. That last test keeps out the unit that only modifies a noun (我市法治建设取得…), the
person (县委主要负责同志) and the unit inside a circumstance (在市委领导下).
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.cases import acting, acting_themselves, is_of_topic, not_spoken_of, on_occasion
from loaders.extract.coordination import AND, AND_HEADS, ETC, EXAMPLE_END, merged, once, two
from loaders.extract.grammar import VERBS, Last, adverbs_end, clauses, verb_at
from loaders.extract.heads import SUFFIX, begins_otherwise
from loaders.extract.modals import OUGHT, STRONG, WANT
from loaders.extract.names import (
    AFTER,
    BARE,
    BARE_LAST,
    CAN,
    CLASS,
    DEICTIC,
    DEPARTMENTS,
    EACH,
    HAN,
    LISTED,
    MAY_BIND,
    NAMED_BY_MODAL,
    NAMES_VERB,
    NEEDED,
    NO_START,
    NOT_UNITS,
    PAREN,
    PERSON,
    STATE,
    SUCH,
    TEAM,
    TWO_HEADS,
    before_modal,
    bound_subject,
    by_whom,
    defined,
    evened,
    is_name,
    is_team,
    that,
)
from loaders.rules import expand, heads_of, lexicon

_LISTS: Final = lexicon("actors")
_LEVEL: Final = rf"(?:所在(?:辖区)?)?(?:设区·市|自治区|直辖市|省|市|州|盟|县|区|旗|镇|乡|村|街道|乡镇)(?:{PAREN})?(?:[两三四五]级|级(?=负责|统筹|每年|建立))?"
# Verbs that end in a suffix or follow a noun too often to prove a predicate: 调解组织|调解案件.
_WEAK: Final = frozenset(_LISTS["weak"])

_TIME: Final = (
    r"(?:截至|截止|自|到)?20\d\d年(?:度)?(?:\d{1,2}月份?)?(?:\d{1,2}日)?(?:底|末|初)?(?:以来|之?前|起|内)?(?:上半年|下半年|全年)?"
    r"|\d{1,2}月份?(?:\d{1,2}日)?(?:底|末|初)?(?:以来|之?前|起)?|年底前?|年度?内|年初|本年度|目前"
)
_LEAD: Final = re.compile(
    expand(
        rf"(?:\s|{_TIME}|\d+(?:\.\d+)+(?=[\s一-鿿])|第[一二三四五六七八九十百]+条|(?:{{lead}}))*",
        _LISTS,
    )
)
_NO_BY_BEFORE: Final = frozenset("自理缘事")  # 自由, 理由, 缘由, 事由
_WORK_BEFORE: Final = frozenset(
    ["管理", "办理", "处理", "受理", "审理", "治理", "清理"]
)  # 管理|由…负责
_LEAD_HEADS: Final = frozenset(
    "第0123456789 截自到年本目" + "".join(word[0] for word in _LISTS["lead"])
)
_HOTLINE: Final = re.compile(r"1\d{4}(?=热线|平台|政务服务|便民服务|承办单位)")
_QUANTIFIER: Final = re.compile(r"\d+[个家所名]")
# 13个行政村, 27个镇乡(街道): a class is called by its number, a body is not
_COUNTED: Final = re.compile(
    rf"\d+个(?:(?:[省市县区]级|[省市县区]直)?(?:成员)?(?:部门|单位)|行政村|村|社区|地级市|设区市|县市区|县区|区县|县|市|区|乡镇|镇乡|镇街|乡|镇|街道)(?:{PAREN})?"
)
_QUOTED: Final = re.compile(r"“一府[一两][委院](?:[一两]院)?”")
# What a name can hold: Han, a number (全县26个…), a bracket; no 的, no preposition, no modal word.
_NAME: Final = re.compile(
    r"(?:[一-鿿](?<![的和与及并或是把将等了要须对被在向从由经前后报凭待到为时自行申举所临高中初日晚财以])"
    # words that hold one of these
    r"|以[上下外内]|自由|对口|行为|申报|举报|所在地?|时代|临时|[高中初]等|日报|[晚时]报|财经|经[济开信管贸办营]|后勤|前[海锋沿期]|报社"
    r"|[自行申举所临高中初日晚财0-9()·]|“[一-鿿]{2,8}”){1,34}"
)
_TAIL: Final = re.compile(
    rf"(?:{PAREN}|及其{HAN}{{2,10}}(?:、{HAN}{{2,10}})*等(?:有关|相关|主管|职能)?部门|及其(?:常务委员会|常委会|各部门|所属各部门|各有关部门|派出机关|派出机构|有关部门|相关部门|有关单位|相关单位|办公室|工作部门|所属部门|(?:合作|分支|下属|派驻)机构|(?:成员|所属|下属)单位|(?:{HAN}{{2,6}})?(?:行政|主管)?部门|工作人员)|(?:党组)?领导班子|党组班子|党委班子|有关部门|相关部门)+"
)
_TAIL_HEADS: Final = frozenset("(及党领有相")
# 县委|组织部, 各级|宣传部门: a verb with one of these behind it is part of a name.
_NAME_GOES_ON: Final = re.compile(
    expand(
        r"(?:指挥|调度|监控|监测|处置)中心|优化[一-鿿]{2,4}环境(?:工作)?(?:主管|牵头)?(?:部门|办|小组|专班)|督查(?:考核|督办)办|保密[办局委行]|(?:组织|宣传|统战|监察|执法|督查|督察|考核|研究|指导|协调|推进|检查)(?:[部局厅署处股办院所室组会委队站]|专?员|科(?![技学研普]))"
        r"|(?!会同|责[令成]|督[促导]|指[定导]|要求|委托|授权|组织|通[知过]|报请|协[调助]|支持|设立|明确|确定|加强|领导|配合|规定|提请|建立|统筹|推[动进]|作?为|[是由经按依根对向将把与])[一-鿿]{2,6}?(?:行政)?主管部门"
        r"|负责(?:人|同志)|(?:{name_verbs})(?:(?:{name_verbs})?工作)?(?:机关|部门|单位|机构|小组|中心|大队|支队|人员)",
        _LISTS,
    )
)
# 市委|全面依法治市委员会 is a name, 市委|全面部署 is none.
_NAME_ADVERB: Final = re.compile(
    r"重点(?=项目|工作|任务|领域|企业|工程|人群|单位|环节|产业|事项|实事)|专项[一-鿿]{0,4}?(?:组(?!织)|专班)|全面(?:依法治|深化改革|推进依法)|依法(?:治|行政)|联合(?:会|国|惩戒办)|专门委员会|综合|统一战线|集中采购机构|科学(?:技术|院|研究)"
)
_NAME_ADVERB_HEADS: Final = heads_of(_NAME_ADVERB)
_NOT_AGENT: Final = re.compile(
    r"分管|召集人|学习会|(?:专题|全体|常务|办公|党组|联席)会议|毕业(?:生|学年|年度)|设在|设于|位于|挂靠|挂牌在|达到?\d|超过\d|增长\d|(?:每年|最高)不超过\d|最高(?=\d|奖|补)|每年最高"
)
_NO_AGENT_HEADS: Final = heads_of(_NOT_AGENT)
_AFTER_PERSON: Final = frozenset("以在应须可将要、和")
_NO_HEADS: Final = frozenset(
    "代如属逐不表未没跨送即仍且赴求确受发退返转交紧同申委量一二三四五六七八九"
)
_NO_UNIT_HEADS: Final = heads_of(NOT_UNITS)
_BINDING: Final = re.compile(rf"{STRONG}|{WANT}")
_QUALIFIED: Final = ("具备", "具有", "符合")
_BARE_BESIDE: Final = ("商会", "协会", "学会", "公司", "园区")  # 行业协会、商会
# 监察机关依法行使监察权,司法机关公正司法的工作制度: the clauses only describe a noun.
_NOUN_END: Final = re.compile(
    r"的(?:工作|治理|良好|社会)?(?:制度|机制|体制|格局|局面|体系|关系|原则|氛围|方式|模式|问题|情形|现象)$"
)
_NOUN_LASTS: Final = frozenset("度制局面系围则式题形象")
_LEVEL_ITEM: Final = re.compile(_LEVEL)
_EACH_HEADS: Final = frozenset("各全其我本该你贵每")
_LEVEL_HEADS: Final = frozenset("所设自直省市州盟县区旗镇乡村街")
_OCCASION: Final = re.compile("[时后],")
_SHORTEST: Final = 2  # characters of a name
_LONGEST_CLAUSE: Final = 1_000  # beyond that it is noise, and 由由由… would cost its square


# Verbs that never begin a name: a clause that opens with one, as most do, has no agent in front.
_PLAIN_VERBS: Final = frozenset(
    v for v in VERBS - NAMES_VERB if len(v) == 2 and v[0] not in _LEAD_HEADS
)


_FOUND: Final[Last[list[tuple[int, int]]]] = Last()


def find(sentence: str) -> list[tuple[int, int]]:
    """Ranges of the agents' surfaces in reading order; 县委、县政府 are two, 人大及其常委会 is one."""
    known = _FOUND.of(sentence)
    return _FOUND.keep(sentence, _find(sentence)) if known is None else known


def with_whom(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """The agents named at ``start``, of which it is known that somebody acts with them."""
    text = evened(sentence)
    found = _agents_at(text, start, end + 1)
    return found or _agents_at(text[:end] + "应当", start, end + 2)  # 会同市财政局,年底前…


def _find(sentence: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    sentence = evened(sentence)
    ranges = clauses(sentence)
    by = "由" in sentence
    bound = bool(NAMED_BY_MODAL.search(sentence) or ("可" in sentence and CAN.search(sentence)))
    for index, (start, end) in enumerate(ranges):
        plain = sentence[start : start + 2] in _PLAIN_VERBS and not is_team(sentence, start)
        agents = [] if plain else _agents(sentence, start, end)
        able = bound or sentence.startswith("有条件的", start)
        if able and not agents and (not index or MAY_BIND.search(sentence, start, end + 4)):
            agents = before_modal(sentence, start, end) or bound_subject(sentence, start, end)
        if by and end - start < _LONGEST_CLAUSE:
            agents = _by(sentence, start, end, agents)
            if not agents and found and sentence[ranges[index - 1][0]] == "由":
                agents = _agents_at(sentence, start, end + 1)  # 由单位提出,|协调委确定
        if not index and not agents and "是" in sentence[start:end]:
            agents = defined(sentence, start, end)
        if agents and sentence.startswith("以及", agents[0][0]):
            agents = [(agents[0][0] + 2, agents[0][1]), *agents[1:]]
        if agents and index and LISTED.fullmatch(sentence, *ranges[index - 1]):
            agents = _beside(sentence, ranges[index - 1], agents, end)
        modifies = agents and _modifies(sentence, ranges, index, agents[-1][1])
        if agents and not modifies and not is_of_topic(sentence, agents, end):
            found.extend(agents)
    found = acting_themselves(sentence, found)
    if found and ("的," in sentence or _OCCASION.search(sentence)):
        found = acting(sentence, ranges, found)
    if by and found:
        found = not_spoken_of(sentence, found)
    return once(sentence, found) if len(found) > 1 else found


def _beside(
    text: str, before: tuple[int, int], agents: list[tuple[int, int]], end: int
) -> list[tuple[int, int]]:
    """各县(市)、区,|各部门要…: with those that the clause before names, when it names nothing else."""
    first, comma = before
    more = _agents(f"{text[:comma]}、{text[comma + 1 :]}", first, end)
    return more if more[-len(agents) :] == agents else agents


def _modifies(text: str, ranges: tuple[tuple[int, int], ...], index: int, stop: int) -> bool:
    """Whether the clause of an agent that ends at ``stop`` only describes a noun: 完善…,政府依法行政,…的工作制度."""
    start, end = ranges[index]
    if text[end - 1] in _NOUN_LASTS and _NOUN_END.search(
        text, start, end
    ):  # …应当按照鼓励创新的原则,…: a modal word binds
        how = text.startswith(_PHRASE, stop) and end < len(
            text
        )  # 各县|按照谁主管谁负责的原则,制定…
        return not (how or _BINDING.match(text, stop) or verb_at(text, adverbs_end(text, stop)))
    if not index or not begins_otherwise(text, ranges[0][0]):
        return False
    for later, until in ranges[index + 1 :]:
        if begins_otherwise(text, later):
            return False
        if _NOUN_END.search(text, later, until):
            return True
    return False


def _agents(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The agents at the head of one clause."""
    period = text.find("期间", start, end)
    if start < period < end - 4 and text[period + 2] != "的":
        start = period + 2  # 审查期间|复议机关可以…
    if text[start] not in _LEAD_HEADS:
        return [] if begins_otherwise(text, start) else _agents_at(text, start, end, looked=True)
    lead = _LEAD.match(text, start, end)
    after_lead = lead.end() if lead else start
    found = _agents_at(text, after_lead, end)
    if not found and after_lead > start and text[start] != "年":  # 年内|组织学习
        found = _agents_at(text, start, end)
        if found and text[start] == "请":  # 请|以上党组织, but 请在本地区…
            named = text.startswith(("以上", "上述"), start + 1)
            found = [(start + 1, found[0][1]), *found[1:]] if named else []
    if (
        found
        and start
        and text.endswith("建议", 0, found[0][0])
        and (text[found[0][0] - 3] == "并" or NAMED_BY_MODAL.search(text, 0, start))
    ):
        return []  # 可以与制定机关沟通,建议|制定机关修改: who suggests acts
    return found


# 由两个以上部门实施的|审批事项,不得…: who acts in a phrase that only describes
_OF_A_NOUN: Final = re.compile(r"的[一-鿿“”]{1,20}$")


# 由本机关|根据…的实际制定并公开: the 的 stands in the phrase, the verb closes the clause
_PHRASE: Final = ("根据", "依据", "按照", "依照", "结合", "参照", "本着", "遵循", "作为")


# 可以|由内设机构负责与…有关的工作, but 将应当由政府承担的费用…
_BOUND_BY: Final = re.compile(
    r"(?:^|,)(?:[^,将对把除按]*[^,将对把除按的])?(?:应当?|可以?|必须|须|只能|一般)$"
)
_SHORT_OF: Final = re.compile(r"[一-鿿]{2,6}的|[^,]*以外的")


def _by(text: str, start: int, end: int, agents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The agents of a clause that may name them behind 由; A引进人才入户|由B办理: B acts."""
    # 联席会议议定事项由办公室负责: what binds A stands before 由
    behind = text.find("由", agents[-1][1], end) if agents else -1
    if agents and NAMED_BY_MODAL.search(text, agents[-1][1], behind if behind > 0 else end):
        return agents
    if not agents and text[start] == "由" and (whom := by_whom(text, start + 1, end)):
        return whom
    own = not agents and text[start] == "由"  # 回避,|由同级政府决定: its verb closes the clause
    return _passive(text, start if own else start + 1, end) or agents


def _passive(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The agents behind 由: 工作清单由市司法局负责编制."""
    at = text.find("由", start, end)
    while at >= 0:
        if (text[at - 1 : at] not in _NO_BY_BEFORE or text[at - 2 : at] in _WORK_BEFORE) and text[
            at + 1 : at + 2
        ] != "于":
            found = _agents_at(text, at + 1, end + 1)  # 可以由建设单位|调整
            found = found or by_whom(text, at + 1, end)
            if found and text[start - 1 : start] == "对" and "的" in text[found[-1][1] : end]:
                found = []  # 对由试点地区推广的举措,…
            if found and (
                not _OF_A_NOUN.search(text, found[-1][1], end)
                or (text.startswith(_PHRASE, found[-1][1]) and text[end - 2 : end] in VERBS)
                or text.startswith("作为", found[-1][1])
                or (
                    _BOUND_BY.search(text, max(0, start - 2), at)
                    and not _SHORT_OF.match(text, found[-1][1])
                )
            ):
                return found
        at = text.find("由", at + 1, end)
    return []


def _agents_at(text: str, at: int, end: int, *, looked: bool = False) -> list[tuple[int, int]]:
    """The agents that begin at ``at``; a number before them (8个联系指导组) stays out.

    ``looked``: it is known that nothing else begins there.
    """
    quantifier = _QUANTIFIER.match(text, at, end) if text[at : at + 1].isdigit() else None
    if quantifier and _COUNTED.match(text, at, end) and (counted := _list(text, at, end)):
        return counted
    at = quantifier.end() if quantifier else at
    if text[at - 1 : at] == "由" and (described := that(text, at, end)):
        return described  # 由启动响应的人民政府|终止
    if at >= end or (quantifier is None and not looked and begins_otherwise(text, at)):
        return []
    agents = that(text, at, end) or _list(text, at, end)
    if not agents and (text.find("等", at, end) > 0 or text.find("、", at, end) > 0):
        group = CLASS.match(text, at, end) or DEPARTMENTS.match(text, at, end)
        group = group or SUCH.match(text, at, end)  # 税务等部门
        if group is None or "由" in group[0] or not is_name(group[0]):
            return []
        agents = [group.span()] if _predicate(text, group.end(), end) else []
        join = None if agents else AND.match(text, group.end(), end)
        if join is not None and (rest := _agents_at(text, join.end(), end)):
            return [group.span(), *rest]  # 教育等部门、公安等部门|要…
        if agents and TWO_HEADS.search(group[0]):
            agents = two(text, *agents[0])
    if not agents or (STATE.search(text, at, end) and not _BINDING.match(text, agents[-1][1])):
        return []  # 县区|要围绕能力提升, bound all the same
    needs = text.find("所需", at, end) > 0 or text.find("情况", at, end) > 0
    return [] if needs and NEEDED.match(text, at, end) else agents


def _list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The coordinated agents that begin at ``start`` when a predicate follows the last one, else nothing."""
    items: list[tuple[int, int, str]] = []
    at = start
    while True:
        stop, kind = _item(text, at, end, first=not items)
        if not stop:
            return []
        items.append((at, stop, kind))
        etc = ETC.match(text, stop, end) if text[stop : stop + 1] == "等" else None
        after = etc.end() if etc else stop
        if len(items) == 1 and after > stop + 1 and text.endswith(EXAMPLE_END, start, stop):
            items = [(start, after, kind)]
        if _predicate(text, after, end):
            return merged(text, items)
        join = AND.match(text, after, end) if text[after : after + 1] in AND_HEADS else None
        if join is None:
            return []
        at = join.end()
        if text[at : at + 1].isdigit() and _COUNTED.match(text, at, end) is None:
            at = of.end() if (of := _QUANTIFIER.match(text, at, end)) else at  # 村和|8个指导组


def _item(text: str, start: int, end: int, *, first: bool) -> tuple[int, str]:
    """Where the agent that begins at ``start`` ends, and what it is; (0, "") when none begins there.

    ``first``: whoever asks has looked already that no verb begins there.
    """
    head = text[start : start + 1]
    if head.isdigit() and (counted := _COUNTED.match(text, start, end)):
        return (counted.end(), "unit") if _bounded(text, counted.end(), end) else (0, "")
    if head == "“":
        quoted = _QUOTED.match(text, start, end)
        stop = quoted.end() if quoted else _named(text, start, end)  # “一窗通”项目牵头单位
        return (stop, "unit") if stop else (0, "")
    if head == "1" and _HOTLINE.match(text, start, end):
        head = "热"  # 12345热线中心
    if not first and text[start + 2 : start + 3] == "人" and text[start : start + 2] in VERBS:
        person = PERSON.match(text, start, min(end, start + 4))  # 各级财政部门和|采购人
        if person:
            return person.end(), "person"
    if not "一" <= head <= "鿿" or (not first and begins_otherwise(text, start)):
        return 0, ""
    if head in _EACH_HEADS:
        each = EACH.match(text, start, end) or DEICTIC.match(text, start, end)
        if each and text.startswith(_QUALIFIED, each.end()):
            return 0, ""  # 本市|具有户籍的老人
        if each and _bounded(text, each.end(), end):
            # 各级|保密行政管理部门
            inner = text[each.end() - 1] == "级" and verb_at(text, each.end())
            return (_named(text, start, end) if inner else 0) or each.end(), "unit"
    stop = _named(text, start, end)
    if stop:
        return stop, "unit"
    bare = None if first else BARE_LAST.match(text, start, end)
    if bare:
        return bare.end(), "unit"
    if not first and text.startswith(_BARE_BESIDE, start) and _bounded(text, start + 2, end):
        return start + 2, "unit"
    if head in _LEVEL_HEADS:
        level = _LEVEL_ITEM.match(text, start, end)
        if level and _bounded(text, level.end(), end):
            return level.end(), "level"
    if AND.search(text, max(0, start - 2), min(end, start + 20)):
        person = PERSON.match(text, start, end)
        if person:
            return person.end(), "person"
    return 0, ""


_DONE_BY_A_MAN: Final = frozenset(["办理", "委托", "申请", "经办", "受托", "持有", "投诉"])
_FARTHEST: Final = 60  # no name is longer


def _named(text: str, start: int, end: int) -> int:
    """The end of the shortest name with an organisation's suffix after which an agent can end, 0 when there is none."""
    within = min(end, start + _FARTHEST)
    found = SUFFIX.search(text, start, within)  # half of the clauses hold none
    name = _NAME.match(text, start, end) if found is not None else None
    limit = name.end() if name else start
    if limit - start < _SHORTEST:
        return 0
    while True:
        if found is None or found.end() > limit:
            return 0
        stop = found.end()
        if (
            stop - start >= _SHORTEST
            and (
                text[start:stop] not in BARE
                or text[start - 1 : stop] == "由园区"
                or TEAM.match(text, start)
            )
            and not 0
            <= text.find("“", start, stop)
            > text.find("”", start, stop)  # 制定“政府|开放日”
            and (text[start] not in _NO_HEADS or not NO_START.match(text, start))
            and (text[start] not in _NO_UNIT_HEADS or not NOT_UNITS.match(text, start))
        ):
            tail = _TAIL.match(text, stop, end) if text[stop : stop + 1] in _TAIL_HEADS else None
            for edge in ([tail.end()] if tail else []) + [stop]:
                if _bounded(text, edge, end):
                    return edge if is_name(text[start:stop]) else 0
        found = SUFFIX.search(text, found.start() + 1, within)


def _bounded(text: str, at: int, end: int) -> bool:
    """Whether an agent can end at ``at``: a coordination, 等 or a predicate follows."""
    behind = text[at : at + 1]
    if behind == "等" or (behind in AND_HEADS and AND.match(text, at, end) is not None):
        return True
    return _predicate(text, at, end)


def _predicate(text: str, at: int, end: int) -> bool:
    """Whether what only a predicate can begin with stands at ``at``: a modal word, an adverb, a verb."""
    if at == end and text.startswith(":", at):  # 县委宣传部:|负责舆情研判
        return text[at - 2 : at] not in BARE and _DUTY.match(text, at) is not None
    if at == end and text.endswith(_OFFICES, 0, at):  # 各地区、各部门|,要…
        return (_FIRST if text.find(",") == at else _NEXT).match(text, at) is not None
    if at + 1 >= end or (text[at] in _NO_AGENT_HEADS and _NOT_AGENT.match(text, at)):
        return False
    if text.startswith("者", at + 2) and text[at + 3 : at + 4] in _AFTER_PERSON:
        return False  # 医疗机构|举办者以…
    if text.startswith("人", at + 2) and text[at : at + 2] in _DONE_BY_A_MAN:
        return False  # 企业|办理人委托书
    after = AFTER.match(text, at, end)
    if after is not None or adverbs_end(text, at) - at >= 2:
        if after is not None:
            asked = verb_at(text, after.end()) if after[0] == "要求" else 0  # 总局|要求提交的材料
            if text.startswith("的", after.end() + asked):
                return False  # 有关部门|履行的职责: the verb describes another noun
        return text[at] not in _NAME_ADVERB_HEADS or _NAME_ADVERB.match(text, at) is None
    length = verb_at(text, at)
    if length == _SHORTEST and (text[at + 2 : at + 3] in ("性", "·") or is_team(text, at)):
        return False  # 各部门|规范性文件, 县委|督查和考评办, 法院|立案庭
    if not length or at + length >= end:
        return text.startswith("决定,", at)  # 国务院|决定,对先进个人给予奖励
    if text[at : at + length] in _WEAK and not on_occasion(text, at, at + length, end):
        two = text.startswith("并", at + length)  # 各地|建设并完善平台
        return two and verb_at(text, at + length + 1) > 0
    then = at + length
    if text[then : then + 1] in _NOUN_TAIL_HEADS and _BOUND_NOUN.match(text, then):
        return False  # 医院|考核应采用, 机构|研发费用应当
    more = verb_at(text, then)
    of = then + more
    if (
        more
        and text.startswith("的", of)
        and text[of + 1 : of + 2] != ","
        and text[then:of] != "统一"
        and not text.startswith("作为", at)
    ):
        return False  # 省国资委|出资监管的企业, 主管部门|审议通过的材料, not 本市|建立统一的平台
    if text[then : then + 1] in "的、" and _DESCRIBED_BY.match(text, then):
        return False  # 医疗机构|取得的收入, 主管部门|转送、交办的事项: it describes another noun
    return _NAME_GOES_ON.match(text, at, end) is None


_NEXT: Final = re.compile(",(?:[更还]?要(?!求)|将)")
_DUTY: Final = re.compile(":(?:负责|牵头|承担|组织|做好|协助|配合|会同)")
# 县统计部门|,定期向社会公布: only the first clause
_FIRST: Final = re.compile(
    _NEXT.pattern + "|,(?:定期|按照(?!本)|根据|依照|结合|对(?!于)|应当|必须|不得|可以|负责)"
)
_OFFICES: Final = tuple(_LISTS["before_comma"])
_BOUND_NOUN: Final = re.compile(
    rf"(?:费用|经费|情况|活动|行为|期限|标准|结果)?(?:应当|{OUGHT}|须|不得|必须)"
)
_NOUN_TAIL_HEADS: Final = frozenset("费经情活行期标结应须不必")
_DESCRIBED_BY: Final = re.compile(r"(?:、[一-鿿]{2})*的")
