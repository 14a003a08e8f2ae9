"""Predicates whose object runs over a comma: 支持高校根据需求,|探索联合培养; 将A、B政策,|延续实施至年底; 对…,且…的项目|给予."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from loaders.extract.grammar import adverbs_end, circumstance, clauses, verb_at
from loaders.extract.lexemes import LIGHT, LISTS, MODAL, MOVED, NOUNY, RELATIVE, VERB, scan
from loaders.extract.phrases import CIRCUMSTANTIAL
from loaders.rules import expand, seeking

# Who is told to do something stands behind these, and how, before the work itself is named.
_TELLS: Final = frozenset(
    ["支持", "鼓励", "引导", "推动", "督促", "指导", "允许", "倡导", "提倡", "号召", "动员", "帮助"]
)
_HOW: Final = seeking(
    r"根据|依托|按照|按(?=本[通办意方规])|依照|结合|通过(?!率)|围绕|(?<!开发)(?<!综合)利用|借助|针对|依据|立足|面向|参照|遵循|以(?![上下内外及后])|在(?![线建校职编岗])"
)
# 通过捐赠等方式, 在依法合规前提下, 按照就近原则: a phrase ends there, whatever verbs it holds
_CLOSED: Final = re.compile(
    r"(?:通过|以)[^,]*(?:方式|形式|途径|渠道|手段)$|(?:按照?|遵循|以)[^,]*原则$|在[^,]*(?:[前基][提础][下上]|(?:条件|情况)下|过程中)$"
)
_LONGEST: Final = 3  # clauses
# 依托园区|建设实验平台: these are nouns as often, but behind a noun rather the work
_NO_WORK: Final = NOUNY - {"建设", "改造", "新建", "改建", "扩建", "组织", "参加", "参与", "应用"}


# 鼓励银行对信用良好的企业,|给予优惠: to whom, but not yet what is done
_ONLY_TO: Final = re.compile(
    r"[^,对]{2,16}对(?![外口接标照象策方])[^,]*的[^,的]{0,8}(?:企业|单位|机构|人|者|个人|项目|群体|家庭|行业|领域)"
)
_DONE_TO_THEM: Final = re.compile("给予|予以|进行|实[施行]|开展|加大|提供|减|免|降低|放宽|优先")


# 督促加工企业,|严格履行义务: only who is told
_ONLY_WHO: Final = re.compile(
    r"(?!.*(?:直达|链接|创办))(?:[^,的]{2,16}的)?[^,的]{2,30}(?:企业|机构|人员|部门|职工|群众)"
)


def _is_who(sentence: str, thing: str) -> bool:
    """Whether the thing names but those who are told, and the next clause opens with its verb: 符合条件的企业职工,|提升技能."""
    if _ONLY_WHO.fullmatch(thing) is None:
        return False
    next_ = adverbs_end(sentence, sentence.find(thing) + len(thing) + 1)
    return verb_at(sentence, next_) > 0 and all(
        thing[word.start : word.end] in RELATIVE for word in scan(thing) if word.kind & VERB
    )


# 负责按照规划要求,|做好渔港建设
_AS_SAID: Final = re.compile(
    "(?:按照?|根据|依据|依照)[^,]*(?:》|规定|办法|标准|要求|需要|情况|分工|规划|方案|法规)"
)
# 鼓励渔港通过整合窗口,|开辟专线等方式便利渔民
_MEANS: Final = re.compile(
    r",[^,]{2,40}等(?:多种)?(?:方式|形式|途径|渠道|手段|办法)(?:[^,]{4,}|,[^,]{4,})"
)


def whole_object(sentence: str, action: str, thing: str) -> str:
    """鼓励|各街道按照就近原则,设置服务点: what somebody is told goes on behind the comma, when only how it is done stands before."""
    if (action == "探索" and _CLOSED.match(thing) is not None) or (
        action == "负责" and _AS_SAID.fullmatch(thing) is not None
    ):
        return _with_next(sentence, thing)
    if "等" in sentence and "通过" in thing:
        at = sentence.find(thing)
        means = _MEANS.match(sentence, at + len(thing)) if at >= 0 else None
        if means is not None:
            return sentence[at : means.end()]
    to_whom = "对" in thing and _ONLY_TO.fullmatch(thing) and not _DONE_TO_THEM.search(thing)
    if action[-2:] in _TELLS and (to_whom or _is_who(sentence, thing)):
        return _with_next(sentence, thing)
    if (
        action[-2:] not in _TELLS
        or (how := _HOW.search(thing, 2 * (thing[0] != "以"))) is None
        or verb_at(thing, 0)
    ):
        return thing
    at = sentence.find(thing)
    end = at + len(thing)
    if at < 0 or not sentence.startswith(",", end) or not _only_how(thing, how.end()):
        return thing
    for start, stop in [one for one in clauses(sentence) if one[0] > end][:_LONGEST]:
        verb = adverbs_end(sentence, start)
        if circumstance(sentence[start:stop]):
            continue
        length = verb_at(sentence, verb)
        if not length and sentence[verb : verb + 1] in ("对", "在", "向", "为", "与", "将", "把"):
            return sentence[at:stop].rstrip(" 、")  # 鼓励银行根据信用,对企业免收费用
        if not length and _CLOSED.search(thing) and not MODAL.search(sentence, start, stop):
            return sentence[at:stop].rstrip(" 、")  # 鼓励商户通过让利等方式,|销售农产品
        if not length or sentence[verb : verb + length] in _TELLS:
            return thing  # 支持企业依托平台,政府给予补贴: another one acts
        return sentence[at:stop].rstrip(" 、")
    return thing


# 查处水、电、气领域,|以及中介领域的违法行为: the thing goes on
_ADDS: Final = (",以及", ",及", ",和")
_AND_ALSO: Final = re.compile(r",(?:以及(?!时)|及(?![时早第])|和(?!谐))")


def with_the_rest(sentence: str, thing: str) -> str:
    """The thing with what a clause adds to it that names no work of its own: 对专利侵权,|以及制售假货行为的打击力度."""
    if thing[0] in "由以" and _BEGINS.fullmatch(thing) is not None:
        return _described(sentence, thing)
    if not any(word in sentence for word in _ADDS):
        return thing
    at = sentence.find(thing)
    end = at + len(thing)
    more = _AND_ALSO.match(sentence, end) if at >= 0 else None
    if more is None:
        return thing
    stop = next((stop for start, stop in clauses(sentence) if start == end + 1), 0)
    verb = adverbs_end(sentence, more.end())
    open_ = thing[0] in "对与" and "的" not in thing  # 对专利|…的打击力度: not yet what it is
    if not stop or (verb_at(sentence, verb) and not open_) or MODAL.search(sentence, end, stop):
        return thing
    return sentence[at:stop].rstrip(" 、")


# 建立|由镇政府牵头,司法所组织的联调机制; 打造|以港口为核心,渔村为拓展区的基地
_BEGINS: Final = re.compile(r"由[^,的]*(?:牵头|主导|[任为]组长)|以[^,的]*为[^,的]{2,12}")


def _described(sentence: str, thing: str) -> str:
    """The thing up to what the clauses behind it describe, when it only begins to: 由镇政府牵头,司法所组织的联调机制."""
    at = sentence.find(thing)
    for start, stop in clauses(sentence):
        if start <= at + len(thing) or at < 0:
            continue
        if sentence[start] in "并要" or verb_at(sentence, adverbs_end(sentence, start)):
            break  # 实现以产兴城,加快园区建设: work of its own
        if "的" in sentence[start:stop]:
            return sentence[at:stop]
    return thing


def _with_next(sentence: str, thing: str) -> str:
    """探索|通过购买服务等方式,保障…: with the clause behind, which says what is tried."""
    at = sentence.find(thing)
    later = [stop for start, stop in clauses(sentence) if start == at + len(thing) + 1]
    return sentence[at : later[0]] if at >= 0 and later else thing


def _only_how(thing: str, how: int) -> bool:
    """依托园区平台, 通过捐赠等方式; not 依托园区|建设平台."""
    if _CLOSED.search(thing):
        return True
    if thing.startswith("通过", how - 2):  # 引导企业通过兼并重组、体制创新,|提升…
        return not any(
            word.start >= how and word.kind & VERB and thing[word.start : word.end] not in NOUNY
            for word in scan(thing)
        )
    if thing[how - 1] == "在" or CIRCUMSTANTIAL.search(thing, max(how, len(thing) - 2)) is None:
        return False
    return not any(
        word.start >= how and word.kind & VERB and thing[word.start : word.end] not in _NO_WORK
        for word in scan(thing)
    )


_WHOLE_THING: Final = re.compile(
    "(?:工作|管理|建设|事项|情况|内容|任务|机制|制度|体系|问题|项目|活动|改革|政策)$"
)
_TO_MOVE: Final = re.compile(r"[^,将把]{2,24}(?:要|应当?|须|必须)(?=[将把])")


class Moved(NamedTuple):
    """The verb behind the comma, and the object that 将 or 把 moved before it."""

    action: str
    thing: str


_BECOME: Final = re.compile(r"[将把]([^;:。]{4,400}?),?确认为")  # 将A,B等事项,确认为地方事权


def moved_over(sentence: str) -> Moved | None:
    """将农村公路养护工作,|纳入年度考核: the object is a clause of its own."""
    begun = 0
    if sentence[:1] not in ("将", "把"):  # 各单位要把评查工作,|作为重点任务
        bound = _TO_MOVE.match(sentence)
        if bound is None:
            return None
        begun = bound.end()
        if _WHOLE_THING.search(sentence, 0, clauses(sentence)[0][1]) is None:
            return None
    become = _BECOME.match(sentence) if "确认为" in sentence else None
    if become is not None:
        return Moved("确认为", become[1])
    ranges = clauses(sentence)
    end = ranges[0][1]
    if (
        len(ranges) < 2
        or begun >= end
        or sentence[end + 1] == "并"
        or MOVED.match(sentence, begun, end)
    ):
        return None
    found = MOVED.match(sentence, begun, ranges[1][1])
    if found is None or found.start(2) != max(end + 1, adverbs_end(sentence, end + 1)):
        return None
    return Moved(found[2], sentence[begun + 1 : end])


# 应将开展宣传等情况,及时|报告…: what 将 moves ends with its clause, the verb opens the next one
_CARRIED: Final = re.compile(
    r"(?:(应当?|须|必须|可以?|不得)|(?<=[一-鿿]{2})|(?<=[)底末前内],))将"
    r"([^;:]{2,80}?(?:情况|信息|材料|资料|结果|意见|名单|内容|数据|行为|问题|线索|措施|总结)),"
    r"(?:及时|按时|定期|如实|一并|依法|书面|按照?[^,]{2,10}|以[^,]{2,16}[形方]式|向[^,]{2,40}?(?=报告))*"
    r"(报告|报送|上报|通报|反馈|抄送|告知|提交|报(?=[省市县区本上国]))"
)


# 各单位工作总结于11月底前|报送县普法办; 实施方案经主要负责人审核后|报县司法局备案: what is sent stands before, and who gets it behind
_SENT_ON: Final = re.compile(
    r"(?P<thing>[^,:;将把对由经于]{2,40}?(?P<paper>报告|情况|材料|结果|方案|总结|名单|意见|信息|数据|[表单册]|计划|成果|结论|台账|草案|安排))"
    r"(?P<modal>请|应当?|须|必须|要)?(?:均|也|统一|分别|一并|及时|按时|书面|逐级|定期|按程序|(?:经[^,]{2,30}?|审[核定查]|签字|盖章|汇总)后|[于在][^,]{2,24}?前|(?:20\d\d年)?\d+月[^,]{1,6}?前)*"
    r"(?P<verb>报送|报告|上报|抄[送报]|提交|报)[至给到]?[^,的]{1,30}?(?:[厅局委部办院室]|办公室|机关|政府|单位|部门|委员会|机构|小组|人大|常委会)(?:(?P<filed>备案)|汇总|审[核批定查议]|批准|统筹)?"
)


# 述法报告, 自查情况, 总结材料: no verbs that are nouns elsewhere, nor ones that make a paper (形成|报告)
_OF_PAPERS: Final = NOUNY | {"述法", "总结", "自查", "调研", "普查", "摸排"}


def _is_paper(thing: str, head: str) -> bool:
    """Whether what is sent is a thing, and no work on one: 评估|报告, but 制定|方案."""
    begins = adverbs_end(thing, 0)
    length = verb_at(thing, begins)
    if not length:
        return True
    verb = thing[begins : begins + length]
    return not begins and verb in _OF_PAPERS and thing == verb + head


def sent_on(sentence: str) -> Moved | None:
    """What is sent to somebody, where it stands before the verb of the first clause: 工作总结于年底前|报送县普法办."""
    found = _SENT_ON.fullmatch(sentence, *clauses(sentence)[0])
    if found is None or not _is_paper(found["thing"], found["paper"]):
        return None
    filed = found["verb"] == "报" and found["filed"]  # 应当报上级备案
    return Moved(filed or found["verb"], found["thing"])


_BINDING: Final = frozenset(["应当", "应", "须", "必须", "要"])
# 要在每季度末,|将…情况,…: the time before it
_WHEN_SENT: Final = re.compile(r"[在于][^,]{1,20}(?:[底末前内]|\))(?:\([^()]*\))?,$")


def carried(sentence: str) -> tuple[str, str, str] | None:
    """The verb, the object before the comma and the modal word (or ``""``); None when nothing is carried over one."""
    found = _CARRIED.search(sentence)
    if found is None:
        return None
    modal = MODAL.search(sentence, 0, found.start())
    if modal is None:
        return found[3], found[2], found[1] or ""
    between = sentence[modal.end() : found.start()]
    timed = between.endswith(",") and _WHEN_SENT.match(between) is not None
    if modal[0] not in _BINDING or ("," in between and not timed):
        return None
    return found[3], found[2], modal[0]  # 应当自结束之日起三十日内|将…情况,报告…


# 的项目|进行重点扶持: what is done at the end of a phrase that runs over the comma
_RUNS_ON: Final = re.compile(
    r",(?:(?:且|并且?|或者?|以及|和)[^,]{2,40}的[^,]{1,12}?|以及[^,]{2,40}?)(?:给予|予以|进行|实行|实施|开展|按)"
)


_DONE_TO: Final = re.compile(r"(?:给予|进行|予以|实行|加以|不予|作出)[^,]")
_DOES_TO: Final = LIGHT - {"完成", "设立", "建立"}
_GIVEN: Final = re.compile(r",(?:(?:按|在|依法|优先)[^,]{0,24})?(?:给予|予以)")
# …的家庭, …的处室: who, not what
WHO: Final = re.compile(
    expand(
        r"的[^的,]{0,8}(?:{subjects}|户|人|者|地方|地区|事项|情形|对象|材料|证件|车辆|产品|处室|家庭|项目|父母|人才|学生)$",
        LISTS,
    )
)
_RUNS_HEADS: Final = frozenset("且并或以和")
# 对暂不具备条件的行业, 对符合政策的办电业务
WHAT: Final = re.compile(
    r"的[^的,]{0,8}(?:行业|领域|业务|场所|园区|小区|村|镇|问题|线索|行为|区域|活动)$"
)


def only_to_whom(
    sentence: str, end: int, action: str | None, thing: str | None, modal: str
) -> bool:
    """对认定为贫困、成效显著的县|,…给予一定奖励: the verb only describes to whom something is done.

    ``end``: where the clause that 对 opens ends; then what was read in it.
    """
    if action in _DOES_TO or modal or sentence[1:2] in "标外接口照":
        return False
    if end < len(sentence) and (
        _runs_on(sentence, end) or WHO.search(sentence, 0, end) or WHAT.search(sentence, 0, end)
    ):
        return True  # 对成功申报示范园区的乡镇,|县财政给予奖励
    if _describes(sentence, end):
        return True
    later = _DONE_TO if "的" in (thing or "") else _GIVEN
    return later.search(sentence, end) is not None


_WHOSE: Final = re.compile(r",[^,]*的[^,]{2,},")


def _describes(sentence: str, end: int) -> bool:
    """对符合条件,报装容量较小的企业,|由供电公司负责投资: the clause only begins to say to whom."""
    verb = adverbs_end(sentence, 1)
    return (
        (sentence[verb : verb + verb_at(sentence, verb)] in RELATIVE or sentence[1] in "不未拒")
        and "的" not in sentence[verb:end]
        and _WHOSE.match(sentence, end) is not None
    )


def _runs_on(sentence: str, end: int) -> bool:
    """对符合A,且达到B标准的项目|给予补助: whether the phrase that 对 opens goes on behind the comma at ``end``."""
    return sentence[end + 1 : end + 2] in _RUNS_HEADS and _RUNS_ON.match(sentence, end) is not None
