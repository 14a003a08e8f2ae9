"""The object behind a verb, and the verbs that share it: 建立健全|机制; 侵占、损毁或者移动|设施."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import VERBS, adverbs_end, verb_at
from loaders.extract.lexemes import (
    HARD_END,
    LISTS,
    NO_VERB,
    NOUN_END,
    NOUNY,
    SAYS,
    THING_END,
    noun_begins,
)

_FUTURE: Final = frozenset("将可应须要不")
_JOIN_HEADS: Final = frozenset("、和与并及以或")
_PARTLY: Final = re.compile(
    r"(?<=[者或、并])(?:综合|部分|变相|全部|擅自|违法|非法|另行)"
)  # 下达或者|变相|下达
_JOIN: Final = re.compile(r"以及|并且|或者|[、和与并及或]")
# 制定|实施细则: the second verb belongs to the thing.
_COMPOUND_NOUN: Final = re.compile(
    r"优化营商环境|实施规范(?=$|[、和及,])|..(?:细则|方案|办法|意见|计划|规划|条例|制度|机制|体系|清单|标准|指南|工作|活动|行动|流程|政策|措施|范围|渠道|场景|主体|路径|成效)|(?:规范|整合)[性化型]|处理能力"
)
# 规范自由裁量标准|并予以公示: more work, not the thing
_TAIL: Final = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<![合兼吞归一撤])(?<!编制)(?<!制定)(?<!统计)(?<!汇总)(?<!梳理)并(?:予以|及时|向社会|依法|按|报|(?:书面|当场|主动|公开|适时|同步|在|将|向|对)?"
    r"(?:说明|告知|通知|通报|反馈|注明|公示|公布|公开|抄送|抄告|报送|报告|交[给由]|发给|送达|上传|录入|存档|备案|签字|签订|附|做好|作出|给予|出具))[^,]*$"
)
# 签署意见|并加盖公章: the same with any other verb, where what stands before it is a thing
_MORE: Final = re.compile(
    r"^(?P<thing>[^,的]{2,24}?)(?<![合兼吞归一撤租比])(?:并|(?<![售灾课事术产幕])后(?:再|(?=发送|启动|重新|确定|报送|提交|上传|办理)))(?:同步|全面|明确|适时|定期|统一|相应|及时|重新)?(?P<verb>..)[^,]+$"
)
_ON_OTHERS: Final = SAYS | frozenset(LISTS["on_others"])


_PAPER_END: Final = re.compile("(?:意见|方案|办法|制度|机制|政策|措施|规定|标准)$")


def _without_more(thing: str) -> str:
    """意见|并加盖公章: the thing without the work that follows it."""
    more = _MORE.match(thing)
    if more is not None and thing[more.end("thing")] == "后" and _PAPER_END.search(thing):
        return thing  # 制定|合同到期后再续签的办法
    if more is None or not verb_at(thing, more.start("verb")) or more["thing"][-2:] in VERBS:
        return thing
    if thing[more.end("thing")] == "后" and more.end("thing") < _SHORTEST_RUN:
        return thing  # 注明|入境后办理证件的时限
    return more["thing"] if not verb_at(more["thing"], 0) or more["thing"][:2] in NOUNY else thing


# 更正|后签字确认: only when the work is done that the next verb says
_AFTERWARDS: Final = re.compile(
    r"后(?![续勤台期备方果评面端代继盾]|半年|一年)(?:再次?|及时|再行|重新|统一|如实|(?P<bound>即可|方可|可以?|应当?|须))*"
)
_PARTICLES: Final = frozenset("了好到过起")
_PARTICLE: Final = re.compile(r"^(?!了解)[了好到过起]+(?!岗|期|度|程|渡|户|草|诉|步|点|源|因|止)")
FIRST: Final = frozenset(LISTS["first"])
_SECOND: Final = frozenset(LISTS["second"])
_SECOND_OF_WORK: Final = frozenset(LISTS["second_of_work"])
_OF_OTHERS: Final = frozenset(LISTS["of_others"])
# 调查|评估水源环境: work of one process
_PROCESS: Final = frozenset(LISTS["process"])
_SECOND_OF_PROCESS: Final = frozenset(LISTS["second_of_process"])
# 侵占、损毁或者|移动: verbs only beside another one
_IN_ROW: Final = frozenset([*LISTS["in_row"], *LISTS["after_modal"], *LISTS["heads"]])
# 加强|与签约居民的联系, 深化|与沿线地区合作
_WITH: Final = frozenset(LISTS["with"])


# 生产、销售…的行为, 宣传、培训等工作: the verbs belong to one thing
_ONE_THING: Final = re.compile(
    r"[的等”]|(?:行为|工作|活动|机制|制度|情况|服务|能力|水平|力度|改革|体系|政策|原则|方针|理念|精神|职能职责)$"
)


# 明确|工作职责、完善联动机制: each with a thing of its own
_WORKS: Final = re.compile(
    r"^[^的等”、]{2,}、(?:完善|健全|建立|加强|强化|明确|落实|优化|规范|推进|提升|提高|加快|加大|做好)[^的等”、]{2,}$"
)


# …的环境, 等活动: what a light verb behind 、 shares with those before it
_SHARED: Final = re.compile("[的等”]")
_OWN: Final = frozenset(LISTS["own_thing"])
_SETS_UP: Final = frozenset(["健全", "完善", "建立", "构建"])  # 健全|放管结合、优化服务改革机制
_WITH_WORK: Final = (_ON_OTHERS - _OWN) | {"纳入", "列入", "包括"}
_VERB_AND_THING: Final = 3  # characters


def _first_of(thing: str, verb: str) -> str:
    """优化|工作流程、压缩工作时限: the second verb has a thing of its own."""
    at = thing.find("、", 2)
    while at > 0:
        length = verb_at(thing, at + 1)
        word = thing[at + 1 : at + 1 + length]
        rest = thing[at + 1 + length :]
        alone = length and len(rest) > 1 and rest[0] not in "、和与及化性" and word not in NOUNY
        # 优化|政策衔接、加大资金投入, but 鼓励|企业参与评估、开展研究
        light = word in _OWN and verb not in _WITH_WORK
        if alone and (thing[at - 2 : at] not in VERBS or (light and at > _VERB_AND_THING)):
            shared = _SHARED if light and verb[-2:] not in _SETS_UP else _ONE_THING
            one = shared.search(rest) and not _WORKS.search(rest)
            return thing if one else thing[:at]
        at = thing.find("、", at + 1)
    return thing


# 建立|优化营商环境奖惩机制, but 建立健全|奖惩机制; 审议通过|议案, but 探索|通过新建等方式
_ONLY_WITH: Final = {
    "建立": frozenset(["健全", "完善", "落实", "推行", "实施"]),
    "出台": frozenset(["实施", "完善"]),
    "提升": frozenset(["完善", "打造", "优化", "拓展", "改造"]),
    "审议": frozenset(["通过"]),
}
_ONLY_BEHIND: Final = {
    "通过": frozenset(["审议"]),
    "引进": frozenset(["培养", "培育", "吸引"]),
    "扩大": frozenset(["巩固", "推广"]),
    "建设": frozenset(["规划", "开发", "设计"]),
}


def _goes_with(clause: str, verb: str, end: int) -> bool:
    """梳理|集成同一阶段事项: whether the verb behind the first one says the same work, and is no part of its thing."""
    second = clause[end : end + 2]
    if verb in _PROCESS and (second in _SECOND_OF_PROCESS or verb not in FIRST):
        other = second in _SECOND_OF_PROCESS or second in _SECOND or second in _SECOND_OF_WORK
        if other and second != "实施" and _is_process(clause, verb, end + 2):
            return True
    if verb not in FIRST:
        return False
    if second not in _SECOND and (second not in _SECOND_OF_WORK or verb in _OF_OTHERS):
        return False
    only = _ONLY_WITH.get(verb)
    if (only is not None and second not in only) or len(clause) == end + 3:
        return False
    if second in _ONLY_BEHIND and verb not in _ONLY_BEHIND[second]:
        return False
    if noun_begins(clause, end):
        return False  # 拓展|应用场景
    if verb == "建立" and second in ("健全", "完善"):
        return True  # 建立健全|工作机制
    if second == "规范" and verb_at(clause, end + 2) and "的" in clause[end + 2 :]:
        return False  # 制定|规范管理、优化服务的具体措施
    return not _COMPOUND_NOUN.match(clause, end)


_SHORTEST_RUN: Final = 3  # characters


def _is_process(clause: str, verb: str, end: int) -> bool:
    """调查评估|水源环境: whether a thing of its own follows the two verbs, and the second is no part of its name."""
    if len(clause) - end < _SHORTEST_RUN or clause[end] in "、和与及并或的化性者":
        return False
    if noun_begins(clause, end - 2) or NO_VERB.match(clause, end) or HARD_END.match(clause, end):
        return False
    if clause[end - 2 : end] in _ONLY_BEHIND and verb not in _ONLY_BEHIND[clause[end - 2 : end]]:
        return False
    return not (THING_END.match(clause, end) or NOUN_END.match(clause, end))


_AGAIN: Final = ("同步", "统一", "共同", "联合", "集中", "优先", "严格", "依法", "及时", "定期")
# 制定|并向社会公开|事项清单: the object stands behind both
_PUBLISHED_TOO: Final = re.compile(
    r"^并(?:及时|依法)?(?:向社会|对外)(?:及时)?(?:公布|公开|公示|发布)"
)
_OTHER_WORK: Final = (
    "或者",
    "并且",
    "并向",
    "并报",
    "并按",
    "并予以",
    "并在",
    "并将",
    "并对",
    "并由",
)


_WITH_AND: Final = frozenset("入联网购轨发行存排处")  # 并联, 并网, 并购, 并处


def with_object(clause: str, start: int, end: int) -> tuple[str, str | None]:
    """Join what belongs to the verb (建立健全; 梳理、规范和精简); the rest of the clause is the object."""
    while True:
        end = _joined(clause, start, end)
        after = _AFTERWARDS.match(clause, end) if clause[end : end + 1] == "后" else None
        length = verb_at(clause, after.end()) if after is not None else 0
        if after is None or not length:
            break
        if len(clause) <= after.end() + length and after["bound"] is None:
            break
        start, end = after.end(), after.end() + length
    if clause[start:end] == "适用" and clause[end : end + 1] == "于":
        end += 1
    rest = clause[end:]
    if rest[:1] in _PARTICLES:
        rest = _PARTICLE.sub("", rest)
    if "并" in rest:
        rest = _TAIL.sub("", _PUBLISHED_TOO.sub("", rest))
    if rest.startswith(_OTHER_WORK) or (rest[:1] == "或" and adverbs_end(rest, 1) > 1):
        rest = ""  # 违规收费或者强制要求捐赠, 查处或及时移送有关单位, 确定并向社会公布
    if rest[:1] == "并" and rest[1:2] not in _WITH_AND:
        rest = ""  # 办理|并作出决定: each its own thing
    elif ("并" in rest or "后" in rest) and clause[start:end] not in _ON_OTHERS:
        rest = _without_more(rest)
    if rest in _SECOND_OF_PROCESS and clause[start:end] in _PROCESS:
        return clause[start:end] + rest, None  # 通过新闻发布会等形式及时|宣传解读
    if rest[:1] == "(" and rest.find(")") == len(rest) - 1:
        rest = ""  # 可合并|计算(中断的除外)
    if "、" in rest and (bound := _BOUND_NEXT.search(rest)) is not None:
        rest = rest[: bound.start()]  # 改变原状|、不得危害安全
    if "、" in rest and clause[start:end] != "负责":
        rest = _first_of(rest, clause[start:end])
    return clause[start:end], rest.strip(" 、,。") or None


_CONCERNING: Final = re.compile("与[^,、]{1,16}(?:[有相无]关|相?适应|相匹配|相?对应|相应)")
_BOUND_NEXT: Final = re.compile("、(?:不得|严禁)(?!.*的[^的]{1,8}$)")
_TO_DO: Final = frozenset(LISTS["to_do"])
_DONE_WITH: Final = frozenset(
    ["考核", "考评", "检查", "验收", "评比", "演练", "听证", "终止", "中止", "终结", "完毕", "讨论"]
)  # 组织|听证, 审查|终止


def _joined(clause: str, start: int, end: int) -> int:
    """Where the verb from ``start`` to ``end`` ends together with those of its row."""
    if (
        len(clause) - end == 2
        and clause[start:end] in _TO_DO
        and (verb_at(clause, end) == 2 or clause.endswith("产生", end))
        and clause[end:] not in _DONE_WITH
    ):
        return len(clause)  # 由县教育局组织|制定
    if clause[start:end] in FIRST or clause[end - 2 : end] in _PROCESS:
        while _goes_with(clause, clause[end - 2 : end], end):
            end += 2
    while clause[end : end + 1] in _JOIN_HEADS:
        join = _JOIN.match(clause, end)
        if join is None or (join[0] == "与" and clause[end - 2 : end] in _WITH):
            break
        if join[0] == "与" and _CONCERNING.match(clause, end):
            break  # 复制|与检疫有关的资料
        # 确定并动态调整|认定标准
        at = join.end()
        part = _PARTLY.match(clause, at)
        at = part.end() if part else at
        if clause.startswith(_AGAIN, at) and clause[at : at + 2] == clause[start - 2 : start]:
            at += 2  # 同步规划、|同步设计
        length = 0 if noun_begins(clause, at) else verb_at(clause, at)
        length = length or 2 * (clause[at : at + 2] in _IN_ROW or _between(clause, at))
        coloured = clause[at : at + 1] not in _FUTURE or clause.startswith("不断", at)
        if coloured and join[0][0] in _EACH_ITS_WAY:
            skipped = adverbs_end(clause, at)  # 编制、及时更新|目录
            inner = verb_at(clause, skipped)
            at, length = (skipped, inner) if inner else (at, length)
        if not length:
            idiom = end - start == IDIOM or clause[end - IDIOM - 1] == "、"
            closes = _CLOSES_IDIOMS if idiom else _CLOSES
            return len(clause) if closes.fullmatch(clause, join.start()) else end
        end = at + length
    return end


def _between(clause: str, at: int) -> bool:
    """敲诈、|勒索、侵吞财物: whether two characters stand in a row between two verbs."""
    join = _JOIN.match(clause, at + 2) if clause[at - 1] == "、" else None
    if join is None or clause[at] in "其有各":
        return False
    return verb_at(clause, join.end()) == 2 or clause[join.end() : join.end() + 2] in _IN_ROW


_EACH_ITS_WAY: Final = frozenset("、和并")
# 应当依法采纳|和认可, 定期维护|、保养、检测: nothing stands between them, so that all words up to the end are verbs
_CLOSES: Final = re.compile(
    rf"(?:(?:{_JOIN.pattern})(?!其他|有关|相关|上述)[\u4e00-\u9fff]{{2}}(?<!等)(?<!条件)){{1,6}}"
)

IDIOM: Final = 4  # characters
# 挂图作战|、打表推进
_CLOSES_IDIOMS: Final = re.compile("(?:、[\u4e00-\u9fff]{4}){1,4}")


# 公安部门|对妨碍执法的行为,应当制止; 机关收到|信访请求,应当登记
_DEALT_WITH: Final = re.compile(r"(?:对于?(?![外口象策方照应])|(?:收到|接到))([^,]{2,40})$")
_DONE_IN_CLAUSE: Final = re.compile(
    r"进行|复查|作出|予以|实施|实行|认为|发现|有关的?规定|不服|[时后前中的]$"
)
_RECEIVED: Final = re.compile(
    r"(?:申请|请求|事项|投诉|举报|材料|线索|案件|工单|建议|意见|诉求)(?=后?$)"
)


# 实施方案|经县政府常务会议审议通过后,应当公布
_PASSED: Final = re.compile(
    r"([^,的经对将由]{2,30}?(?:案|划|稿|件|单|录|告|度|法|则|定|果|表|见))经[^,]{2,40}(?:审[议核定查批]|批准|同意|通过|研究|论证|评审)[^,]{0,8}后?$"
)


def dealt_with(sentence: str, start: int, end: int, agents: list[tuple[int, int]]) -> str | None:
    """What the clause before the main one names as the thing: A|对X,应当…; A收到|X,应当…; None when it says something else."""
    at = max([stop for first, stop in agents if start <= first and stop < end], default=start)
    found = _DEALT_WITH.match(sentence, at, end)
    if found is None:
        passed = _PASSED.match(sentence, start, end) if "经" in sentence[start:end] else None
        return passed[1] if passed is not None and at == start else None
    if sentence[at] == "对":
        return None if _DONE_IN_CLAUSE.search(found[1]) else found[1]
    named = _RECEIVED.search(found[1])
    return found[1][: named.end()] if named is not None else None
