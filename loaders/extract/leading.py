"""Which clauses at the head of a sentence only lead to its main clause: conditions, occasions, what it is about.

申请设立律师事务所,应当|提交材料; 机关招用人员的,应当|…; 调解不成的纠纷,当事人可以|….
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract import actors
from loaders.extract.grammar import (
    adverbs_end,
    circumstance,
    clauses,
    opening_verb,
    verb_at,
)
from loaders.extract.led import BINDS
from loaders.extract.lexemes import MODAL as ANY_MODAL
from loaders.extract.lexemes import NOUNY, RELATIVE, SAYS, noun_begins
from loaders.extract.modals import OUGHT_TO, WANT
from loaders.extract.named_things import (
    BEFORE_ANOTHER,
    ONLY_NOUN,
    is_bill,
    names_rules,
    only_describes,
    only_names,
    until_punished,
)
from loaders.extract.objects import FIRST
from loaders.extract.phrases import CIRCUMSTANTIAL, OCCASIONS
from loaders.rules import seeking

Ranges = tuple[tuple[int, int], ...]

BINDS_NEXT: Final = seeking(
    rf",(?:[均都也](?:应当?|可以?|须|需)|[均都](?:必须|{WANT})|{OUGHT_TO}|可以|须|需(?=提[供交]|出[具示]|填写|携带|凭|经|在|于|到|向|先|按)|必须|只能|仍需|可(?=继续|作为|自愿)|{WANT})"
)
# Each way begins with a plain character: a search then skips all others.
MODAL: Final = seeking(
    r"应当|应(?=(?:有|具[有备]|符合|满足|包[括含]|做到)(?!的)|对[^,]{2,30}(?:给予|进行|予以))(?<![相反]应)|应(?<=[一-鿿]应)(?<![相对反适供响呼]应)(?![急付变用聘邀届诉收税计约]|对|[^,]{1,24}的(?:,|$|[^,]{1,12}(?:,|$)))|必须|不得|不准|严禁|禁止|可以|可(?=由|为|向|自|在|视情|结合|根据|按|参照|依|通过|对|借助|利用|凭(?<!许可.)|(?:要求|申请|选择|采[取用]|提[出前]|享受|按|先)(?<![许认即宁方不]可..)(?<![许认即宁方不]可.))|要(?<![纪主重需摘概必]要)(?![素点件求])|须"
)
_MAY: Final = re.compile(r"(?<![许认即宁方不])可(?=[采选用申享按先])")
_PUNISHES: Final = re.compile("的,(?:予以|给予|责令|没收)")


def bound_from(sentence: str, end: int) -> int:
    """Where the first modal word stands that opens a clause, 0 when one stands before it or none does.

    申请设立律师事务所,应当|提交材料: what stands before only says when, or who. ``end`` is the end of the first clause.
    """
    if end + 1 >= len(sentence):
        return 0
    bound = BINDS_NEXT.search(sentence, end)
    if bound is not None and "“" in sentence:  # 推动数据“按需归集,应归尽归”: that is what is quoted
        ends = {stop for _, stop in clauses(sentence)}
        bound = next((b for b in BINDS_NEXT.finditer(sentence, end) if b.start() in ends), None)
    if bound is None:
        return 0
    at = bound.start()
    if at > end and opening_verb(sentence)[1] and not sentence.startswith(",以及", end):
        return 0  # 健全机制,…,符合条件的,可以免责: the first clause is work of its own
    if at > end and bound[0] == ",可以" and _RULED_SO.search(sentence, 0, end):
        return 0  # 在部分领域实施柔性监管,对存在风险的,可以划定范围
    if sentence.startswith(",也", at):
        return 0  # 各县开展自查,也可应用系统: what comes before is work too
    if sentence[at + 1] == "需" and at > end:
        return 0  # 开展评估,符合条件的,需提供…
    if _PUNISHES.search(sentence, 0, at) is not None:
        return 0  # …的,予以警告,可以处罚款
    if sentence.find(",由", 0, at) > 0:
        return 0  # …的,由登记机关责令改正,可以停止活动
    if MODAL.search(sentence, 0, at) is not None:
        return 0  # 材料选用应符合原则,应满足标准: each clause binds
    may = "可" in sentence[:at] and _MAY.search(sentence, 0, at)
    return 0 if may else at  # 可采用统建模式,也可…


_GOES_ON: Final = re.compile(r"(?:并|且|与其|又|仍|而|也|或者|但|擅自|未|不|无正当|拒不|经|没有)")


def _goes_on(sentence: str, ranges: Ranges, index: int) -> bool:
    """招用毕业生,|并签订合同的; not behind a case that is none itself: 组织清理,对不符合规定的,|或者不一致的,及时提出意见."""
    if _GOES_ON.match(sentence, ranges[index][0]) is None:
        return False
    return not index or sentence[ranges[index - 1][1] - 1] != "的"


_RULED: Final = re.compile(
    r",(?:按照?|依照|依据|适用|参照)[^,]*(?:执行|办理|处理|处罚|实施|确定|进行)$"
)
_RULED_HEADS: Final = frozenset("按依适参")
_PAPERS: Final = re.compile(r"(?<=..)(?:情况|材料|名单|总结|报告|意见|信息|清单|回执|报表)$")
_NOUN: Final = re.compile(r"的[\u4e00-\u9fff]{1,14}$")


# 按照成熟一批,推进一批的|原则: a phrase that runs on behind a comma
_PHRASE_OPENS: Final = re.compile(
    r"通过(?!率|后)|采[取用]|运用|按照?(?!期|时)|根据|本着|遵循|以(?![上下内外及后])"
)
_PHRASE_ENDS: Final = re.compile(
    r"的(?:总体|基本)?(?:原则|要求|思路|方针|目标|方式|模式|精神|规定|部署|理念|方向|标准|办法|安排|路径)$"
    r"|为(?:目标|导向|抓手|重点|契机|主线|牵引|引领|核心|基础|依托|载体|突破口|切入点|统领|指引|指导|中心)$"
)
_MEANS_END: Final = re.compile(
    r"(?:的|等(?:多种|有效|其他)?)(?:形式|方式|途径|渠道|手段|方法|措施)$"
)
_LONGEST_PHRASE: Final = 4  # clauses


def phrase(sentence: str, ranges: Ranges) -> int:
    """How many clauses a phrase fills with which the sentence opens, when it runs over a comma; else 0."""
    if len(ranges) < 3:
        return 0
    first, end = ranges[0]
    if not _PHRASE_OPENS.match(sentence, first):
        return 0
    means = sentence[first] in "通采运"  # 通过征求意见,召开座谈会等形式,…
    ending = _MEANS_END if means else _PHRASE_ENDS
    if ending.search(sentence, first, end) or (
        not means and CIRCUMSTANTIAL.search(sentence, end - 2, end)
    ):
        return 0
    for index, (start, stop) in enumerate(ranges[1:_LONGEST_PHRASE], 1):
        if _PHRASE_OPENS.match(sentence, start):
            return 0
        if ending.search(sentence, start, stop) and index + 1 < len(ranges):
            return index + 1
    return 0


# 明知有误而仍然使用,请求赔偿的|,人民法院不予支持
_SUBJECT_BOUND: Final = re.compile(r",[^,]{2,20}(?:不予|应当|不得|可以|必须)")


_VIOLATES: Final = re.compile(
    r"[^,]*违反[^,]*(?:规定|条例|办法|法),"
)  # …违反规定,造成后果的|,给予处分


def _acts_in(sentence: str, clause: tuple[int, int]) -> bool:
    """Whether a clause may be a duty of its own: somebody acts in it, or it opens with its verb."""
    return acts(sentence, *clause) or bool(verb_at(sentence, adverbs_end(sentence, clause[0])))


# 窗口|实行首问负责制,材料不齐全的,应当…: work of its own, no condition of what follows
_OWN_WORK: Final = frozenset(
    {"实行", "推行", "施行", "建立", "健全", "完善", "加强", "坚持", "公开"}
    | {"落实", "推进", "优化", "简化"}
)


def _works(sentence: str, start: int, end: int) -> bool:
    """Whether a clause plainly says a duty, whatever the next clauses are; before 应当 it may be what that is about."""
    if sentence[end - 1] in "的时后前中":
        return False
    at = start
    for agent, stop in actors.find(sentence):
        if start <= agent < end:
            at = stop
    at = adverbs_end(sentence, at)
    if sentence[at : at + 2] not in _OWN_WORK or end - at <= _SHORTEST_WORK:
        return False
    return BINDS.match(sentence, end) is None


_SHORTEST_WORK: Final = 5
# 移送检察机关的案件|,统一由…受理
_BY_NEXT: Final = re.compile(r",(?:统一|均|一律|都|也|依法)?由")
_BY_HEADS: Final = frozenset("统均一都也依由")


# 实施行政检查|,不得妨碍经营: the work in which something is forbidden
_IN_WHICH: Final = frozenset(
    ["新建", "改建", "扩建", "实施", "举办", "举行", "设立", "办理", "变更", "申请", "从事", "受理"]
)


def _forbidden_in(sentence: str, ranges: Ranges) -> bool:
    """Whether the first of two clauses is but the occasion of what the second forbids."""
    start, end = ranges[0]
    if len(ranges) != 2 or not sentence.startswith("不得", end + 1):
        return False
    at = max((stop for first, stop in actors.find(sentence) if first == start), default=start)
    return sentence[at : at + 2] in _IN_WHICH and not MODAL.search(sentence, start, end)


def _is_topic(sentence: str, start: int, end: int) -> bool:
    """Whether the first of some clauses but names what the next one, which opens so, says something of."""
    opens = sentence[end + 1 : end + 2]
    by_next = opens in _BY_HEADS and _BY_NEXT.match(sentence, end) is not None
    by_next = by_next and not acts(sentence, start, end)
    if by_next and names_rules(sentence, start, end):
        return True  # 代理国防事务的机构的管理办法,由…制定
    if by_next and not MODAL.search(sentence, start, end) and only_names(sentence, start, end):
        return True
    if is_bill(sentence, start, end):
        return True
    # 举行听证的具体规则,按照规定执行
    if opens == "请" and _PAPERS.search(sentence, start, end) is not None:
        return True  # 各单位落实情况,请|报送县司法局
    ruled = opens in _RULED_HEADS and _RULED.match(sentence, end) is not None
    if ruled and sentence.endswith("等行为", start, end):
        return True  # 实施非法买卖等行为,依照本办法处罚
    return ruled and _NOUN.search(sentence, start, end) is not None


_WORK: Final = _OWN_WORK | SAYS | FIRST | {"适用"}
# 办理…, 作出…: what rather opens a case than names work
_CASE_VERBS: Final = (
    NOUNY
    | BEFORE_ANOTHER
    | {"作出", "侵占", "申领", "收到", "产生", "造成", "破坏"}
    | {
        "请求",
        "变卖",
        "压制",
        "打击报复",
        "运输",
        "滥用",
        "泄露",
        "索取",
        "收受",
        "伪造",
        "隐瞒",
        "拖欠",
        "侵害",
        "损害",
        "危害",
        "违反",
    }
)
_NOT_WORK: Final = frozenset("已未不仍再又非擅拒")
_DEALS: Final = re.compile(r"(?:对|就)[^,]*(?:进行|予以|给予|开展)")


def one_case(sentence: str, ranges: Ranges) -> bool:
    """单位拖欠货款,供应商申请强制执行的,|法院应当执行: whether the first clauses only begin the case that a later one closes."""
    for index, (start, end) in enumerate(ranges[:-1]):
        if sentence[end - 1] == "的":
            return (
                index > 0
                and sentence[start] not in "对凡"
                and _begin_case(sentence, ranges[:index])
            )
    return False


def _begin_case(sentence: str, before: Ranges) -> bool:
    """Whether none of the clauses is plainly work of its own."""
    for start, stop in before:
        at = start
        for agent, after in actors.find(sentence):
            if start <= agent < stop:
                at = after
        if at > start and _DEALS.match(sentence, at, stop):
            return False
        first = adverbs_end(sentence, at)
        verb = sentence[first : first + verb_at(sentence, first)]
        if (
            sentence[at : at + 2] in _WORK
            or sentence.startswith("加快", at)
            or verb in _WORK
            or (
                verb and (verb not in _CASE_VERBS or (first > at and sentence[at] not in _NOT_WORK))
            )
        ):
            return False
        if _SAID_OF.search(sentence, start + 1, stop) or ANY_MODAL.search(sentence, start, stop):
            return False
    return True


def _when_by(sentence: str, ranges: Ranges) -> bool:
    """规定不一致,不能确定如何适用时,|由上级机关裁决: whether the clauses only say when the next one is to be done."""
    return (
        sentence[ranges[-1][1] - 1] == "时"
        and sentence.startswith(",由", ranges[-1][1])
        and _begin_case(sentence, ranges[:-1])
    )


# 具有本市户籍的小学毕业生|,须…; 已办理确认手续的参保病人|,按规定…: who, not what is to be done
_OF_WHOM: Final = re.compile(
    r"的[^,的]{0,40}?(?:毕业生|学生|新生|人员|人才|专家|律师|运营者|部门|病人|[请报保办领业养事]人|俱乐部|对象|居民|家庭|村|村\(居\)|老年人|残疾人|职工|考生|[一-鿿]员|[作创患]者|经营者|劳动者|企业|单位|个人|机构|组织|工商户|团体)(?:\([^()]*\))?$"
)
# 考核不合格的执法人员|,不得…; 负责安全工作的部门,|在…的基础上,应当
_WHO_BOUND: Final = re.compile(r",(?:[在经][^,]{2,30},)?(?:[^,]{2,20}后,)?(?:应当|不得|可以|必须)")
_NOT_YET: Final = re.compile(r"(?:尚未|已经|已|未|拟|现)")
_NOT_YET_HEADS: Final = frozenset("尚已未拟现")
_RECEIVES: Final = frozenset(["收到", "接到", "领取", "签订", "达到", "实施"])
_LONGEST_SUBJECT: Final = 3  # clauses


def _subject(sentence: str, ranges: Ranges) -> int:
    """How many clauses only describe who is spoken of in the next one: 符合规定,拟申报高级职称的人员|,均可参加."""
    start = ranges[0][0]
    yet = _NOT_YET.match(sentence, start) if sentence[start] in _NOT_YET_HEADS else None
    at = adverbs_end(sentence, yet.end() if yet is not None else start)
    verb = sentence[at : at + verb_at(sentence, at)]
    if verb not in RELATIVE and verb not in _RECEIVES and not (verb and yet is not None):
        bound = bool(verb) and verb not in _WORK and _WHO_BOUND.match(sentence, ranges[0][1])
        return 1 if bound and _OF_WHOM.search(sentence, *ranges[0]) is not None else 0
    for index, (first, end) in enumerate(ranges[:_LONGEST_SUBJECT]):
        if end == len(sentence) or MODAL.search(sentence, first, end) is not None:
            return 0
        if _OF_WHOM.search(sentence, first, end) is not None:
            return index + 1 if not index or BINDS.match(sentence, end) is not None else 0
    return 0


# 未在规定时间内选定|,将视作放弃
_AWAITED: Final = re.compile(r"待[^,]{2,24}(?:后|完成|结束|明确|确定|成熟)$")  # 待招生计划完成,…
_OTHERWISE: Final = re.compile(
    r",(?:将|则|即|就)?(?:视[同为作]|不再|不予|取消|按[^,]{0,6}(?:弃权|放弃)|[^,]{2,14}将[^,]{0,20}(?:中止|终止|失效|暂停|停止))"
)
# 扩大招生规模|,涉及多方面: what the verb names is spoken of
_SPOKEN_OF: Final = re.compile(r",(?:涉及|事关|关系到?|意义|是(?!否)|不仅|既)")


# 对违反规定,存在失信行为的当事人|,税务部门列入名单; 对场地较大,经常活动的俱乐部|,给予奖励
_DONE_NEXT: Final = re.compile(r",(?:按[^,]{2,20})?(?:给予|予以|免|减|优先|适当)")
_DOES: Final = re.compile("进行|开展|给予|予以|实行|加强|实施")
_BREAKS: Final = RELATIVE | {"违背", "违反", "存在"}
_OF_PLACE: Final = re.compile(r"的(?:[省市县州]|地区|区域)(?:\([^()]*\)|、|[县市区州])*$")
_LONGEST_WHOM: Final = 4  # clauses


def _whom(sentence: str, ranges: Ranges) -> int:
    """How many clauses only say to whom, when 对 opens a phrase that runs over commas."""
    at = adverbs_end(sentence, 2 if sentence[1] == "于" else 1)
    describes = sentence[at : at + verb_at(sentence, at)] in _BREAKS
    for index, (first, end) in enumerate(ranges[:_LONGEST_WHOM]):
        if end == len(sentence) or MODAL.search(sentence, first, end) is not None:
            return 0
        named = ONLY_NOUN.search(sentence, first, end) is not None
        if not index and (named or sentence[end - 1] == "的"):
            return 0
        if named and describes and _OF_WHOM.search(sentence, first, end) is not None:
            return index + 1
        if named and _DONE_NEXT.match(sentence, end) is not None:
            return index + 1
        if index and _OF_PLACE.search(sentence, first, end) is not None:
            return index + 1
        if not describes and _DOES.search(sentence, first, end) is not None:
            return 0
    return 0


# 投诉处理中发现存在违规的行为|,监管部门可采取约谈方式
_FOUND: Final = re.compile("[^,]{2,}(?:中|后|经.{0,6})发现[^,]{2,}的(?:行为|情形|问题|线索)")


def _only_leads(sentence: str, ranges: Ranges) -> int:
    """How many clauses at the head say no duty of their own, whatever verbs they hold."""
    start, end = ranges[0]
    subject = _subject(sentence, ranges)
    if not subject and sentence[0] == "对" and len(ranges) > 2:
        subject = _whom(sentence, ranges)
    if subject:
        return subject
    if len(ranges) > 1 and "发现" in sentence and _FOUND.fullmatch(sentence, start, end):
        return 1
    if sentence[start] == "待" and len(ranges) > 1 and _AWAITED.match(sentence, start, end):
        return 1
    opens = verb_at(sentence, start) > 0 and not noun_begins(sentence, start)
    for index, (first, stop) in enumerate(ranges[: 0 if opens else -1]):
        if sentence[first] in "未逾" and _OTHERWISE.match(sentence, stop) is not None:
            return index + 1
    spoken = len(ranges) > 2 and _SPOKEN_OF.match(sentence, end) is not None
    return 1 if spoken and opens else 0


_JOINS: Final = frozenset(["但是", "其中", "同时", "另外", "此外"])


def conditions(sentence: str, ranges: Ranges) -> int:
    """How many clauses at the head only say when: 企业招用…,并签订合同的|,予以扣减."""
    count = 0
    if len(ranges) < 2:
        return 0
    if (leading := _only_leads(sentence, ranges) or until_punished(sentence, ranges)) > 0:
        return leading
    if sentence[slice(*ranges[0])] in _JOINS and len(ranges) > 2:  # 但是,参与评审的专家,不得…
        later = conditions(sentence, ranges[1:])
        return later + 1 if later else 0
    modal = bound_from(sentence, ranges[0][1])
    for index, (start, end) in enumerate(ranges[:-1]):
        if index == count and _works(sentence, start, end):
            return count
        if sentence[end - 1] != "的":
            if not index and _forbidden_in(sentence, ranges):
                return 1
            if not index and _is_topic(sentence, start, end):
                count = 1
            if end <= modal or (index and _when_by(sentence, ranges[: index + 1])):
                count = index + 1
            continue
        bound = BINDS.match(sentence, end) and sentence[start] not in "对凡如"
        alone = not any(_acts_in(sentence, one) for one in ranges[count:index])
        said = (alone and _SUBJECT_BOUND.match(sentence, end)) or _VIOLATES.match(sentence)
        described = index == 1 and not count and only_describes(sentence, *ranges[0])
        told = not count and one_case(sentence, ranges[: index + 2])
        timed = index == 1 and not count and _FROM_WHEN.fullmatch(sentence, *ranges[0])
        if (
            index == count
            or timed
            or (
                (bound or said or described or told or _goes_on(sentence, ranges, index))
                and not MODAL.search(sentence, 0, start)
            )
        ):
            count = index + 1
    return _until_bound(sentence, ranges, count)


# 2023年起,|对满足支付条件的,应当…: the condition is the second clause
_FROM_WHEN: Final = re.compile(
    r"(?:自|从|到|至|在)?20\d\d年[^,的]{0,8}(?:[起底末前内间度年日]|20\d\d年[^,的]{0,8})"
)
# 当事人|可以…, but not 可以公开的信息
_STRONG: Final = seeking(r"(?:应当|应(?=予以|按)|不得|必须|可以|有权)(?![^,]{1,8}的)")


def _until_bound(sentence: str, ranges: Ranges, count: int) -> int:
    """The clause that a strong modal word makes the main one, when all before it only lead to it; else ``count``."""
    if _STRONG.search(sentence, ranges[count][1] if count < len(ranges) else 0) is None:
        return count
    for index in range(count, len(ranges)):
        start, end = ranges[index]
        modal = _STRONG.search(sentence, start, end)
        if modal is not None:
            return index
        later = ranges[index + 1] if index + 1 < len(ranges) else None
        if later is None or not _leads(sentence, (start, end), later):
            return count
    return count


_SAID_OF: Final = re.compile(r"优先|一律|统一|均|负责|实行|由")  # 器具|优先选用…的产品,其他…


# 对此类事项|实行告知承诺制, 在部分领域|实施柔性监管,…可以…: work of its own
_RULED_SO: Final = re.compile(r"(?<=..)(?:实行|推行|给予|免征|(?P<soft>实施|开展))[^,的]{2,}$")


def _leads(sentence: str, clause: tuple[int, int], later: tuple[int, int]) -> bool:
    """Whether a clause says no duty of its own: a circumstance, a noun, an occasion before another one's duty."""
    start, end = clause
    words = sentence[start:end]
    if words[0] in "依立利通":  # 依托资源|明确条件
        return False
    if words.endswith(OCCASIONS):
        return True
    if words[0] in "对就凡在除因如若当且但":
        own, bound = _RULED_SO.search(words), _STRONG.search(sentence, end)
        if own is None or bound is None:
            return True
        return bound[0] != "可以" and (own["soft"] is not None or "应当" in sentence[end:])
    if circumstance(words):  # the work itself may follow
        return CIRCUMSTANTIAL.search(words, max(0, len(words) - 2)) is not None
    if acts(sentence, start, end):
        return False
    at = adverbs_end(sentence, start)
    length = verb_at(sentence, at)
    if MODAL.search(words) or "有权" in words:
        return False
    if _SAID_OF.search(words, 1):
        return False
    if not length:
        return ONLY_NOUN.search(words) is not None
    bound = _STRONG.search(sentence, *later)
    if bound is None or bound.start() <= later[0] + 2:
        return False
    verb = sentence[at : at + length]
    return verb in BEFORE_ANOTHER or (verb in NOUNY and ONLY_NOUN.search(words) is not None)


def acts(sentence: str, start: int, end: int) -> bool:
    """Whether somebody acts in a clause."""
    return any(start <= agent < end for agent, _ in actors.find(sentence))
