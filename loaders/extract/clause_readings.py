"""What one clause says is to be done, and to what: its predicate with the object behind it, or what stands before it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from loaders.extract.grammar import VERBS, adverbs_end, verb_at
from loaders.extract.led import COLOURED, LIKELY, SURE
from loaders.extract.lexemes import (
    LIGHT,
    LISTS,
    MANNERS,
    NO_VERB,
    NOUNY,
    SAYS,
    VERB,
    Word,
)
from loaders.extract.objects import FIRST, IDIOM, with_object
from loaders.extract.phrases import OCCASIONS
from loaders.extract.predicates import BINDING, Clause
from loaders.extract.scores import Predicate
from loaders.extract.unknown import may_be_verb
from loaders.rules import guarded, heads_of


class Reading(NamedTuple):
    """What a sentence says is to be done, to what, and how sure that is (``predicates.SURE`` … 0 for nothing found)."""

    action: str | None
    thing: str | None
    quality: int
    modal: str = ""  # the modal word that governs it


# not 社会组织|开展
_ORGANISING: Final = re.compile(
    "(?<![会业济他融体团群党法人该各其际、])组织(?:开展|实施|编制|制定|起草|修订)$"
)
NOTHING: Final = Reading(None, None, 0)


_NOBODY_NEEDS: Final = re.compile(
    "无需(?:[一-鿿]{1,4}(?:人|者|业|单位)|(?:再次?|重新|另行|额外|自行|单独|提前)+)$"
)
# 不需要重复到窗口|进行登记
_NO_NEED: Final = re.compile("不需要?(?:再|另行|重新|重复|提前|单独)?(?:[到去在向][^,的]{1,6})?$")


# 原则上不对设备|进行检测: the word that denies stands before the phrase
_NOT_TO: Final = re.compile(
    r"(?:^|[,上也均都将部位关构府]|原则上|一般)不(?:再)?(?:对(?![等称应口])|将(?!来)|向|由(?!得)|以|因)"
)


def denied(text: str, at: int) -> str:
    """不 where it stands right before a verb: 不|停止执行 is not 停止执行."""
    if "不" not in text and "无" not in text:
        return ""
    if text[at - 1 : at] in "需须" and text[at - 2 : at - 1] == "无":
        return text[at - 2 : at]  # 无需|审查经济状况
    if "无需" in text[max(0, at - 7) : at] and _NOBODY_NEEDS.search(text, max(0, at - 7), at):
        return "无需"  # 无需申请人|提供
    if "不需" in text[max(0, at - 12) : at] and _NO_NEED.search(text, max(0, at - 12), at):
        return "无需"
    if text[at - 1 : at] == "不":
        return "不"
    begun = max(text.rfind(",", 0, at), text.rfind("的", 0, at), 0)
    return "不" if "不" in text[begun:at] and _NOT_TO.search(text, begun, at) else ""


# 的清单, 和数据分析报告, 但未履行的承诺: no object begins so
_GOES_ON: Final = re.compile(
    r"的|和(?![谐平睦解美田县林])|或(?!有)|以及|及(?![时第])|但|而|着(?![力重眼装])|等(?=\d+[项个]|(?:措施|事项|环节|工作))"
)
_GO_ON_HEADS: Final = heads_of(_GOES_ON)


def goes_on(thing: str | None) -> bool:
    """平台运营|和数据分析报告, 编制并公布|的清单: whether the verb before is a noun in a row or describes one."""
    return thing is not None and thing[0] in _GO_ON_HEADS and _GOES_ON.match(thing) is not None


def of_clause(sentence: str, clause: Clause, topic: str | None) -> Reading:
    """What a clause says; ``topic``: what the sentence is about, where the clause names nothing itself."""
    predicate = clause.read()
    if predicate is None:
        return _guess(sentence[clause.start : clause.end])
    if (
        sentence.startswith("组织", max(0, predicate.start - 2))
        and predicate.start > 1
        and _ORGANISING.match(sentence, predicate.start - 2, predicate.end)
    ):
        predicate.start -= 2  # 在渡口日组织|开展活动
    action, thing = with_object(sentence[: clause.end], predicate.start, predicate.end)
    if goes_on(thing):
        whole = sentence[predicate.end : clause.end]  # 制定|实施规范及办事指南
        sure = predicate.quality == SURE or (thing or "")[0] != "的"
        if sure and whole[0] not in "、和与及或并" and not goes_on(whole):
            action, thing = sentence[predicate.start : predicate.end], whole.strip(" 、")
        elif clause.leave_out(predicate.start, predicate.start + len(action)):
            other = of_clause(sentence, clause, topic)
            if other.action is not None or not predicate.modal:
                return other
            thing = None  # 不得违规|收费和不合理收费
    action, thing = _whole_verb(sentence, predicate, action, thing)
    thing = _named(sentence, predicate, action, thing, topic)
    if sentence.endswith("拒绝", 0, predicate.start) and thing is not None:
        action, thing = "拒绝", action + thing  # 不得因差异而拒绝|给予优惠待遇
    if action == "处" and thing is not None and thing[0] == "以":
        action, thing = "处以", thing[1:] or None
    if action == "统一" and thing is not None and thing.startswith(_DONE_ALIKE):
        action, thing = with_object(thing, 0, 2)  # 企业统一|受理和汇总, but 统一|建设标准
    if thing is not None and thing.endswith("并") and predicate.before is not None:
        at = adverbs_end(thing, 0)
        if (length := verb_at(thing, at)) > 0:  # 由主管部门|取消资格并予以公告
            action, thing = with_object(thing[:-1], at, at + length)
    modal = predicate.modal
    if thing is None and not modal and sentence.endswith("应当场", 0, predicate.start):
        modal = "应当"  # 应当场|受理: the words overlap
    return Reading(action, thing, predicate.quality, modal)


def _whole_verb(
    sentence: str, predicate: Predicate, action: str, thing: str | None
) -> tuple[str, str | None]:
    """The action with what denies it, closes its clause or stands before it, and the thing without."""
    closing = thing[1:] if thing is not None and thing[0] == "后" and action not in LIGHT else ""
    if closing[:2] in VERBS and (closing[2:] in VERBS or len(closing) == 2):
        action, thing = closing, None  # 由分管领导审核后|提出, not 进行|后评估
    action = denied(sentence, predicate.start) + action
    if predicate.modal == "不再":
        action = "不再" + action.removeprefix("不")
    if thing in _CLOSING or (thing in _CLOSES_PAIR and action[-2:] not in _TAKES_VERB):
        action, thing = f"{action}{thing}", None  # 按新标准计算执行
    before = sentence[predicate.start - 2 : predicate.start]
    if (
        thing is None and action[:1] != "相" and (before in FIRST or before in _STOPS)
    ):  # 生态修复与绿色发展|相结合
        action = before + action  # 请结合实际贯彻|落实
    return action, thing


def _named(
    sentence: str, predicate: Predicate, action: str, thing: str | None, topic: str | None
) -> str | None:
    """The thing, where what stands behind the verb only says up to what, into what or to whom."""
    become = thing is not None and thing[0] == "为" and action[-2:] in _BECOMES
    if (
        thing is not None
        and action[-2:] in _KEPT
        and "期限" not in sentence
        and _YEARS.match(thing)
    ):
        thing = None  # 相关资料应当留存|五年
    if thing is None or predicate.moved or become or _is_limit(thing):
        goal = thing is not None and (
            is_goal(thing) or (thing[0] == "在" and thing[-1] in "部侧旁")
        )  # 推送|至评审办公室
        thing = named_before(sentence, predicate) or topic or (None if goal or become else thing)
    if action[-2:] not in _SENT or thing is None or not _TO_WHOM.fullmatch(thing):
        return thing
    what = named_before(sentence, predicate)  # 规划应当|报送县人大备案
    if what is None or _NO_WHAT.search(what):
        what = topic  # 机构对发现的隐患,应及时|报告县政府
    if what is not None and not _TO_WHOM.fullmatch(what):
        return what
    paper = _PAPER.search(sentence, 0, predicate.start)  # 总结报告,请于年底前报送|县司法局
    return thing if paper is None else paper[1]


_KEPT: Final = frozenset(["留存", "保存", "保管"])
_YEARS: Final = re.compile("(?:不少于|至少)?[一二三四五六七八九十两0-9]{1,3}(?:年|个月)(?:以上)?$")
# 申请日期|确定|为受理日期: what becomes something stands before
_BECOMES: Final = frozenset(
    [
        "认定",
        "折算",
        "命名",
        "确定",
        "核定",
        "评定",
        "整合",
        "调整",
        "提升",
        "优化",
        "划分",
        "登记",
        "变更",
        "缩短",
        "压缩",
        "提高",
        "降低",
        "确认",
    ]
)
_NO_WHAT: Final = re.compile(r"^[应须可]|[依合]法$|(?:代表|[人者员]|企业)$")
_DONE_ALIKE: Final = ("组织", "受理", "建设全", "建设本", "领导")
_SENT: Final = frozenset(
    [
        "报送",
        "报告",
        "上报",
        "抄送",
        "抄报",
        "报",
        "寄送",
        "移送",
        "转送",
        "退回",
        "移交",
        "推送",
        "转交",
        "送交",
        "交至",
        "印发",
        "提交",
    ]
)
_TO_WHOM: Final = re.compile(
    r"[^,的]{1,36}(?:[厅局委部办院]|办公室|机关|政府|单位|部门|委员会|机构|小组|常委会|人大|组成人员)(?:备案|汇总|审[核批定查]|(?:依法)?(?:处理|查处))?"
    r"|[^,]{2,50}(?:机构|机关|部门)(?:备案|审[核批定查])"
    r"|有[^,的]{0,6}权的[^,的]{0,6}(?:机关|部门|单位|机构)"
)
_PAPER: Final = re.compile(
    r"(?:^|,)([^,]{2,60}(?:报告|情况|材料|结果|方案|总结|名单|意见|信息|数据|表|文件|计划|成果|清单))(?:,|由)[^,]{0,24}$"
)
_STOPS: Final = frozenset(["停止", "暂停", "恢复"])  # 纸质台账停止|报送
_CLOSING: Final = frozenset(["完毕", "执行", "实施", "办理", "落实", "处理", "上报", "使用"])
# 及时归档|保存, 讨论|通过; not 予以|确认, 申请|确认
_CLOSES_PAIR: Final = frozenset(
    [
        "配合",
        "保存",
        "确认",
        "核实",
        "销毁",
        "疏导",
        "应诉",
        "融合",
        "成册",
        "评比",
        "消毒",
        "取缔",
        "互认",
        "提炼",
        "接收",
        "尽责",
        "通过",
        "迁移",
    ]
)
_TAKES_VERB: Final = LIGHT | SAYS | {"申请", "请求", "提请", "可以", "不予", "停止", "恢复"}
_WHO_ACTS: Final = re.compile(
    r"(?<=..)[我本](?:局|市|县|区|委|镇|厅|院|省).*$"
)  # 问题我局将及时|予以通报
_BY_WHOM: Final = re.compile(
    r"(?<=[^,]{2})(?<![自理路事缘])由(?!于|此|[^,]{2,30}(?:承担|负责|审批|管理|实施|制定|支付)的).*$"
)
_NO_THING: Final = re.compile(
    r"逾期|请(?!求)|按|依(?!托)|结合|在|从(?!事)|向|于|根据|以(?![上下内外及前后])"
)
_ACCORDING: Final = re.compile(
    guarded(
        r"(?<=..)(?:依照|按照|根据(?<!的根据)|依据(?![和、与及的])|参照|通过(?!率|的|时间)|以[^,]{1,8}[形方]式|向社会|(?<![自存潜所内])在[^,]{1,16}[上内前中]|[自从][^,的]{1,24}起(?:至|$)|[自从][^,的]{1,24}起[^,]{1,8}[内前]$)"
    )
)
# 有|重要情况及时报告
_HAVING: Final = re.compile(r"^有(?=重[要大]|新|不同|其他|困难|疑)")
_WITH_TO: Final = frozenset("外口象策方照")  # 将|对方的答复
_WHO_ALONE: Final = re.compile("[一-鿿]{1,5}[人者员]")
_TO: Final = re.compile(r"^(?:[^,的对、]{1,10}(?:人|员|师|者|户))?对于?(?![外口象策方])")
# 最低标准均|按新标准计算: how, not what
MANNER_END: Final = re.compile(
    r"(?<=..)(?:每年|每月|及时|随时|仍|还|均|都|也|一律|原则上|分别|一并|一般|将继续|继续|优先|全部|统一|自动|逐步|进一步|相(?=$)|即时|书面|足额|按时|逐级|(?:依[法规纪]){2,3}|进行|停止|暂停|(?:定期(?:或者))?不?定期)+$"
)
# 参会人员名单|于1月14日17:00前|报县委办
_BY_DATE: Final = re.compile(
    r"(?<=..)请?[于在](?=[^,]{0,6}\d|年底)(?:20\d\d年|每年|年底)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:\([^()]*\))?"
    r"(?:[上下]午|下班)?(?:\d{1,2}(?::\d\d|[时点]))?(?:之?[前内]|[底末]前?)$"
)
_DATE_ENDS: Final = frozenset("前内底末")
# 将普法总结|于年底前向县司法局报送: to whom
_TOWARDS: Final = re.compile(
    r"(?<=..)(?<![方导去定偏面走转趋流内外双横纵单])(?:同时|同步)?向(?!导|量|阳)[^,向]{2,30}$"
)
_NO_OBJECT: Final = re.compile(
    r"[于至到给(](?!位|予)|[一两二三四五\d]+[次遍]$|在(?![线校建职编岗册押用])[^,]{2,30}(?:[上中内下里部侧旁]|备查|地点|位置)$"
)  # 公示|于办公场所, 核查|一次
_LIMIT: Final = re.compile(r"[在至到]\d")  # 审批时间控制|在5个工作日以内
_LIMIT_HEADS: Final = frozenset("在至到于给(一两二三四五0123456789")


def _is_limit(thing: str) -> bool:
    """Whether what stands behind a verb only says where, up to what or how often."""
    if thing[0] not in _LIMIT_HEADS:
        return False
    return _LIMIT.match(thing) is not None or _NO_OBJECT.match(thing) is not None


def is_goal(thing: str) -> bool:
    """至评审办公室, but 至少三家单位."""
    return (thing[0] == "至" and thing[1:2] != "少") or (
        thing[0] == "给" and thing[1:2] not in "予付"
    )


def named_before(sentence: str, predicate: Predicate) -> str | None:
    """What stands before a verb that closes its clause: 所需经费由市财政|承担."""
    if predicate.before is None:
        return None
    words = sentence[slice(*predicate.before)].strip(" 、,").removeprefix("由")
    words = words if ")" in words else words.lstrip("(")  # (办理时限|不超过10天)
    words = words if words.endswith(("事由", "理由")) else words.removesuffix("由")
    words = words if words[1:2] in _WITH_TO else words.removeprefix("对")
    words = words.removeprefix("于").removeprefix("将")
    words = _ACCORDING.split(words, maxsplit=1)[0]
    if "由" in words:
        words = _BY_WHOM.sub("", words)  # 规章由县长签署命令予以|公布
    words = _WHO_ACTS.sub("", words)
    at = max(predicate.before[0] - 1, 0)
    led = any(mark in sentence[at : at + 2] for mark in "对于将把")
    if led and "向" in words:
        words = _TOWARDS.sub("", words)
    words = MANNER_END.sub("", words)
    if words[-1:] in _DATE_ENDS:
        words = _BY_DATE.sub("", words)
    words = _HAVING.sub("", words)
    words = _TO.sub("", words)  # 各单位对审批事项|负责
    if predicate.modal and not led and "由" not in sentence and _WHO_ALONE.fullmatch(words):
        return None  # 申诉人|应当按照程序提出: who, not what
    return None if _NO_THING.match(words) else words or None


_PASSES: Final = re.compile(
    "审议|审[查核定批]|评审|验收|考试|表决|半数|法规|议案|草案|鉴定|评价|会议"
)


def past_means(sentence: str, words: list[Word], found: Reading) -> Reading | None:
    """可通过公众号|申请, 将通过网站向社会|公告: the last verb of what 通过 leads to; not 应当由大会|通过."""
    thing = found.thing or ""
    start = sentence.find("通过" + thing)
    if start < 0 or _PASSES.search(thing):
        return None
    stop = start + len(thing) + 2
    last: Word | None = None
    handling: Word | None = None
    for word in words:
        if start + 2 < word.start and word.end <= stop and word.kind & VERB:
            if sentence[word.end : word.end + 1] == "的" or NO_VERB.match(sentence, word.end):
                continue
            said = sentence[word.start : word.end]
            if said == "办理" and word.end < stop and sentence[word.end] not in "或和、":
                handling = word
            if word.end == stop and handling is not None:
                last = handling  # 可通过账户|办理外汇结算
            elif word.end == stop or said not in NOUNY:
                last = word
    if last is None:
        return None
    action, behind = with_object(sentence[:stop], last.start, last.end)
    return found._replace(action=action, thing=behind)


# verbs elsewhere only behind a modal word or in a row, which no noun begins with
_ACTS_ALONE: Final = frozenset(LISTS["in_row"]) | frozenset(
    [
        "放置",
        "堆放",
        "倾倒",
        "携带",
        "张贴",
        "悬挂",
        "伪造",
        "篡改",
        "毁损",
        "阻挠",
        "阻碍",
        "妨碍",
        "刁难",
        "索要",
        "侵占",
    ]
) - {"具体", "移动"}
_SHORTEST_ACT: Final = 4


# 在绿地内|取土、挖石, 擅自|挖坑、掘土: how and where what is forbidden is done
_PLACE: Final = re.compile(
    "在[^,在的]{2,24}(?:[内上中旁里]|两侧|周边|周围|区域|附近)|擅自|私自|故意|随意|随地|任意"
)


def _guess(clause: str) -> Reading:
    """严打|暴力伤医: a directive's clause behind an adverb opens with its verb, nearly always of two characters."""
    place = _PLACE.match(clause) if clause[0] in "在擅私故随任" else None
    at = adverbs_end(clause, 0 if place is None else place.end())
    while place is not None and clause[at : at + 2] in MANNERS:
        at += 2
    at += at > 0 and clause[at : at + 1] == "地"  # 合理|地|规定权利
    if not at and clause[:2] in _ACTS_ALONE and len(clause) > _SHORTEST_ACT:
        return Reading(*with_object(clause.rstrip("的"), 0, 2), LIKELY)  # 放置|易燃物品: forbidden
    if not at or len(clause) - at < 3 or clause.endswith(OCCASIONS):
        return NOTHING
    if clause.endswith("严格", 0, at):
        return Reading("严格", clause[at:], COLOURED)  # 严格|化学品监管
    if (
        not may_be_verb(clause, at)
        or clause[at + 2] == "的"  # 重点|审查的草案
        or clause.startswith("如实", at)
        or (clause[at - 1] == "将" and clause[at + 2] in "、和与及")  # 将|武汉、荆州
    ):
        return NOTHING
    if clause[at + 2] in "、或":
        row, thing = with_object(clause, at, at + 2)  # 擅自|挖坑、掘土
        return Reading(row, thing, LIKELY) if row != clause[at : at + 2] else NOTHING
    return Reading(clause[at : at + 2], clause[at + 2 :] or None, COLOURED)


# 应当经有关单位同意,并按照要求|进行复建
_AGREEING: Final = frozenset(
    ["同意", "批准", "审核", "审查", "审议", "许可", "核准", "要求", "规定", "需要"]
)


# 向工作人员行贿,介绍贿赂: verbs that never have an object
_NO_OBJECT_VERBS: Final = frozenset(
    [
        "行贿",
        "受贿",
        "徇私舞弊",
        "弄虚作假",
        "调查取证",
        "投诉举报",
        "履职尽责",
        "述法",
        "述职",
        "先行先试",
        "细化分解",
        "对接",
        "沟通",
        "衔接",
        "跟踪衔接",
        "过问",
        "到场",
        "值守",
        "挂钩",
        "挂图作战",
        "参照执行",
        "参照实施",
        "协商",
    ]
)


_TOLD_TO: Final = frozenset(["报告", "汇报", "报备"])


def is_whole(found: Reading, clause: str) -> bool:
    """应当反馈: a modal word governs a verb that needs no object behind it."""
    first, row, _ = (found.action or "").partition("、")
    if found.thing is None and row and len(first) == IDIOM and clause.endswith(found.action or "-"):
        return True  # 挂图作战、打表推进
    if (found.action in _NO_OBJECT_VERBS and clause.endswith(found.action)) or (
        found.action == "配合" and found.modal
    ):
        return True  # 各单位要密切配合
    if clause.endswith(f"予以{found.action}"):
        return True
    if found.action in _TOLD_TO and "向" in clause and clause.endswith(found.action):
        return True  # 要立即向市政府报告,同时通报有关部门
    if found.modal == "要" and len(found.action or "") == IDIOM:
        # 要倒排工期,每月报送进展, but 要开拓创新,作出贡献
        return found.action not in VERBS and clause.endswith(found.action or "-")
    if found.modal not in BINDING and (found.modal != "可" or "可" not in clause):
        return False
    return found.action not in _AGREEING
