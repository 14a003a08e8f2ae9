"""Who acts in a sentence that also names others in its conditions: A需要协助的,B应当协助; A有下列行为的,责令改正."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.modals import WANT
from loaders.extract.names import NAMED_BY_MODAL
from loaders.extract.phrases import HOURS
from loaders.rules import heads_of

_PERSON_BOUND: Final = re.compile(
    r"(?:[一-鿿]{1,6}[人者方员师]|公民、法人(?:和|或者?|以及)其他组织|(?:市场|经营)主体)也?(?:应当|可以|不得|必须|有权)"
)


_VIOLATES: Final = re.compile(
    r"^[^,]*违反[^,]*(?:规定|条例|办法|法)[^,]*,(?![^,]*(?:应当|不得|可以))"
)
_PUNISHED: Final = re.compile(
    r",(?:依法|依规|依纪|分别|一律|一?经查实,?|立即|将(?=退回|取消|视|不予)|(?:按照?|依照|依据|根据)[^,]*)*"
    r"(?:即?视[为同]|对符合[^,]*免[征收]|不再|免收|免征|无需|不作负面|不予追究|免予|从轻|减轻|责令|处(?!理的)|给予|追究|没收|吊销|予以处[理罚分]|对其|对(?:直接)?负[有责]|对直接|取消|通报批评|撤销其|视情节"
    # 企业招用毕业生的,每月按标准给予补贴: who gets it
    r"|(?:按[^,]{2,40}标准)?[^,的]{0,40}(?:给予|发放)[^,]{0,16}(?:补贴|补助|奖励|资助|支持|贴息))"
)
_FINDS: Final = re.compile(
    r"(?:在[^,]*[中时])?(?:对(?![^,]*(?:不予|拒不|而[未不]|不及时|未按))|发现|认为|查|经(?!认定)|收到|接到|认定|作出|决定)"
)  # who finds, acts


def acting(
    text: str, ranges: tuple[tuple[int, int], ...], found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Without those of a condition or an occasion when others act: A需要协助的,B应当在职责范围内协助."""
    return _of_no_occasion(text, ranges, _of_no_condition(text, ranges, found))


# 单位有违法行为,情节严重,|拒不改正的: the condition has more clauses than the one that closes it
_CONDITION_GOES_ON: Final = re.compile(
    r"且|致使|需要|申请|并|又|仍|而|未|已|拒不|逾期|情节|造成|后果|数额|影响|运营|当年|累计|成立|注册|实现|达到|吸纳|带动|经[^,]{0,8}后|经[^,]{0,20}仍"
)


_OWN_WORK: Final = re.compile(r"由|应当|不得|必须|可以|[应须要]")


def _cases(text: str, ranges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The clauses that say under which condition: those that end in 的, and what they go on from."""
    cases: list[tuple[int, int]] = []
    done = 0  # clauses told to be or not to be of a condition: none is looked at twice
    for index, (_, end) in enumerate(ranges[:-1]):
        if text[end - 1] != "的":
            continue
        first = index
        while (
            first > done
            and _CONDITION_GOES_ON.match(text, ranges[first][0])
            and not _OWN_WORK.search(text, *ranges[first - 1])
        ):
            first -= 1
        cases += ranges[first : index + 1]
        done = index + 1
    return cases


def _of_no_condition(
    text: str, ranges: tuple[tuple[int, int], ...], found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    cases = _cases(text, ranges)
    if not cases:
        return found
    if _VIOLATES.search(text, 0, cases[0][1]):
        cases.insert(0, (0, cases[0][1]))  # 单位违反本条例,未履行义务的,主管部门应当…
    those = [a for a in found if not any(start <= a[0] < end for start, end in cases)]
    if not those and _PUNISHED.match(text, cases[-1][1]):
        return [a for a in found if _FINDS.match(text, a[1])]  # 机关有下列情形的,责令改正
    if not those and any(_PERSON_BOUND.match(text, end + 1) for _, end in cases):
        return []  # 机构都可以受理的,申请人应当向其中一个提出: a person acts
    if not those and _ANYBODY.match(text):
        return []  # 公民、法人或者其他组织申请复议,复议机关已经受理的,…: anybody acts
    if those and _MAY.match(text, cases[-1][1]):
        # 机关认为不当的,可以提出审查要求,由工作机构接收: who finds, acts
        who = [
            (s, e) for s, e in cases if any(s <= a < e and _THINKS.match(text, b) for a, b in found)
        ]
        those = [a for a in found if a in those or any(s <= a[0] < e for s, e in who)]
    return those or found


_MAY: Final = re.compile(r",(?:可以|应当|有权)")
_THINKS: Final = re.compile(r"认为|发现")
_ANYBODY: Final = re.compile(r"(?:\s|第[一二三四五六七八九十百]+条)*(?:公民|法人)[、和或]")


def _of_no_occasion(
    text: str, ranges: tuple[tuple[int, int], ...], found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Without those of a clause that only says when, where another one acts next: 企业办理登记时,登记机关应当…, 提案人应当…."""
    on: list[tuple[int, int]] = []
    alone = False
    for index, (start, end) in enumerate(ranges[:-1]):
        if text[end - 1] not in "时后" or text.endswith(_HOURS, start, end):
            continue
        later, until = next(
            (one for one in ranges[index + 1 :] if text[one[0]] not in _ON_WHAT), ranges[-1]
        )
        person = text[later] not in "应不可必须要向对告" and bool(_PERSON_BOUND.match(text, later))
        # 移交后,应当由县教育局办成公办园: who is named behind 由 acts, not what is handed over
        by = any(later < first < until and text[first - 1] == "由" for first, _ in found)
        if person or by or any(first in (later, later + 1) for first, _ in found):
            on.append((start, end))
            alone = alone or person
    kept = [a for a in found if not any(start <= a[0] < end for start, end in on)]
    return kept if kept or alone else found


_HOURS: Final = (*HOURS, "工时")  # 各单位每年组织培训40学时,|县司法局…: how long
# …时,|根据代表团的要求,有关机关应当…
_ON_WHAT: Final = frozenset("根按依经")
_TOPIC: Final = re.compile(r"的[一-鿿]{1,8}$")
_BY_RULE: Final = re.compile(
    r",(?:(?:按照?|依照|依据|适用|参照)[^,]*(?:执行|办理|处理|实施|进行)(?:,|$)|由)"
)


def is_of_topic(text: str, agents: list[tuple[int, int]], end: int) -> bool:
    """法院举行听证的具体规则,按照规定执行; 企业开展研发中发生的费用,可以扣除: who only describes what is spoken of."""
    last = agents[-1][1]
    if text[agents[0][0] - 1 : agents[0][0]] == "由" or "的" not in text[last:end]:
        return False
    if text[last] not in _LEADS and _ITS_TERM.search(text, last, end):
        return True
    if _WHOSE.match(text, last, end) and _OTHER_ACTS.match(text, end):
        return True
    if _BY_RULE.match(text, end):
        if text.startswith("对于", last) and not text.startswith(",由", end):
            return False  # 检察院对于移送的案件,依照本规定办理
        named = _TOPIC.search(text, last, end)
    else:
        told = text[last] in "对收接"  # 机关收到当事人提出的申请,应当…
        named = None if told else _BINDS_TOPIC.match(text, end) and _MADE.search(text, last, end)
    return named is not None and not NAMED_BY_MODAL.search(text, last, end)


# 海关扣留货物|的期限不得超过一年: the term is bound, nobody
_ITS_TERM: Final = re.compile(
    r"的[一-鿿]{0,4}(?:期限|时间|时限|费用|金额|数额|比例|次数|标准|程序|范围|期间|人数)(?:一般|原则上)?(?:不得|应当|必须|可以|须)"
)
_LEADS: Final = frozenset("对就将在按根依经向会与为由应不可必须要")
_BINDS_TOPIC: Final = re.compile(r",[均都也]?(?:应当?|可以?|不得|必须|须|未|不予|由|按照?|依法)")
# 省直部门|负责制发的证照,市直对口部门要跟踪衔接: another acts
_OTHER_ACTS: Final = re.compile(
    r",[一-鿿]{2,14}(?:部门|[局委厅办署]|单位|机构|政府|中心)(?:应当?|要(?!求)|须|不得)"
)
_WHOSE: Final = re.compile(r"(?:负责|主管)[^,]{0,24}的[一-鿿]{1,8}$")
_MADE: Final = re.compile(
    r"(?:发生|产生|作出|形成|取得|获取|获得|制定|制作|出具|颁发|提供|提交|提出|收取|签订|投资|举办|收集|发布)的[一-鿿]{1,10}$"
    r"|的[^的,]{0,6}(?:法规案|法律案|草案|议案)$"
)


_BINDS_NEXT: Final = (",应当", ",不得", ",可以", ",必须")
_DONE_BY_BODIES: Final = frozenset(["调解", "仲裁", "通知"])


# 调解委员会|调解纠纷应当公道
_BOUND_HERE: Final = re.compile(rf"[一-鿿]{{2,6}}(?:应当|不得|可以|必须|{WANT})")
_FUNDS: Final = re.compile("[一-鿿]{0,8}?(?:经费|资金|投入)(?:$|到位|,)")


def on_occasion(text: str, start: int, stop: int, end: int) -> bool:
    """调解委员会|调解纠纷,应当…: whether a word that is a noun as often has a thing, and the next clause binds who does it."""
    if text.startswith("保障", start) and _FUNDS.match(text, stop, end):
        return True  # 县财政局|保障工作经费
    if (
        text.endswith(("时", "前", "后"), 0, end)
        and text[stop] != "、"
        and text.startswith(_BINDS_NEXT, end)
    ):
        return True  # 主管部门|审批项目时,应当…
    return (
        text[start:stop] in _DONE_BY_BODIES
        and end - stop > 1
        and (text.startswith(_BINDS_NEXT, end) or _BOUND_HERE.match(text, stop, end) is not None)
        and "的" not in text[stop:end]
    )


def not_spoken_of(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """见习单位留用学员的,由就业补助资金给予补贴: without those of the case, who are spoken of and do not act."""
    case = text.find("的,由")
    if case < 0:
        return found
    return [
        (first, stop)
        for first, stop in found
        if first > case or text[first - 1 : first] == "由" or _is_bound(text, stop)
    ]


# 否则|行政机关要赔偿: what links the sentence to the one before
_LINKS: Final = re.compile(r"否则|不仅|本案中")
# 自|海关公告之日起, 是指|机关…, 给|各级政府带来困难: a preposition or a verb governs the name
_GOVERNED: Final = re.compile(
    r"现就|自(?=人民[法检]|海关|行政|国务院|[省市县区]政府)|是?指(?![挥定导派])|给|请|商有关|[批转]转?(?=各[地市县])|同(?=人力|有关)|表明|批示|有利于"
    r"|研究(?=[细制提推])|拟|衡量"
)
_GOVERNED_HEADS: Final = heads_of(_LINKS, _GOVERNED)
# 仙居县外语学校|以东地块: only where something lies
_SIDE: Final = re.compile(r"以[东南西北内外](?![一-鿿]*(?:应|要|须))|[东南西北]侧|地块")
_SIDE_HEADS: Final = heads_of(_SIDE)


def acting_themselves(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those whom a verb governs (批示|发展改革委、科技部研究) or who only say where something lies."""
    if len(found) > 1 and "违反" in text:
        found = _no_breach(text, found)
    out: list[tuple[int, int]] = []
    governed = -1  # where the last such name ends
    for start, stop in found:
        held = False
        if text[start] in _GOVERNED_HEADS:
            links = _LINKS.match(text, start, stop)
            start = links.end() if links else start
            held = _GOVERNED.match(text, start, stop) is not None
        beside = 0 <= governed < start <= governed + 2  # 、 or 和 between them
        lies = text[stop : stop + 1] in _SIDE_HEADS and _SIDE.match(text, stop) is not None
        # 政务大厅应设|在交通便利的地方: no name holds 应设
        if beside or held or lies or text.find("应设", start, stop) >= 0:
            governed = stop
        else:
            out.append((start, stop))
    return out


def _is_bound(text: str, at: int) -> bool:
    """Whether a modal word stands in the clause of the agent that ends at ``at``."""
    comma = text.find(",", at)
    end = comma if comma > 0 else len(text)
    if _FAILS.search(text, at, end) is not None:
        return False
    return NAMED_BY_MODAL.search(text, at, end) is not None


# 部门对应当登记而未登记的,由上级机关责令改正
_FAILS: Final = re.compile(r"而[未不]|拒不|未(?:按|依|履行)|不履行")


def _no_breach(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """企业违反规定,|主管部门应当制止: without who breaks a rule, where others act."""
    return [one for one in found if not text.startswith("违反", one[1])] or found
