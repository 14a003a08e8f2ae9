"""What a sentence is about: the thing a clause names before another one says what is done to it.

对直接危害水源的企业,|一律关停; 调查取证的情况,|要及时上报.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.clause_readings import MANNER_END
from loaders.extract.grammar import adverbs_end, circumstance, verb_at
from loaders.extract.leading import MODAL, Ranges
from loaders.extract.lexemes import LISTS, NOUNY
from loaders.extract.named_things import HANDED_IN, ONLY_NOUN
from loaders.extract.objects import FIRST
from loaders.rules import seeking

# 未聘请物业企业的住宅,|由业主管理
_NOT_DONE: Final = re.compile("未(?!成年|来|必)|尚未")
# 运力动员预案,|由主管机构拟订
ENDS_AS_PAPER: Final = re.compile(
    "(?:预案|规划|方案|办法|目录|标准|清单|计划|名录|草案|名单|经费)$"
)
_BINDS_THEM: Final = re.compile(",(?:应当?|不得|必须|可以|由|不予)")


def only_topic(sentence: str, start: int, end: int) -> bool:
    """未办理登记的船只,|由…; 不具有资格者,|不得…: a clause that but names what or whom the next one is about."""
    if end >= len(sentence):
        return False
    if sentence[start] in "未尚" and _NOT_DONE.match(sentence, start) is not None:
        return True
    return sentence[end - 1] == "者" and _BINDS_THEM.match(sentence, end) is not None


SHORTEST_THING: Final = 3  # characters
_LONGEST_TOPIC: Final = 40
_IN_COURSE: Final = re.compile(r"^在[^,的]{1,12}?(?:过程中|中|期间|时)有?")  # 在工作中有任何问题


def spoken_of(words: str) -> str | None:
    """目录|由…确定, 小型项目可|由…实施: what stands before 由, without the words that bind it."""
    named = MANNER_END.sub("", (unbound(words) or "").rstrip("可应须需"))
    return named if len(named) > 1 and named not in _HOW_BY and named[0] not in "按依根参" else None


_HOW_BY: Final = frozenset(["统一", "主要", "具体", "依法", "一般", "只能", "必须", "应当", "同时"])


_AT_TIME: Final = re.compile(
    r"[^,的]{4,30}(?<![及限实临同小定按随当准届平历延错学工])时(?=应当?(?!急)|须|要(?!求)|不得|必须|一并)"
)


def past_time(sentence: str, start: int, end: int) -> int:
    """签订协议时|应当支付定金: where what is done begins, behind what is going on then."""
    on = _AT_TIME.match(sentence, start, end) if sentence.find("时", start, end) > 0 else None
    return start if on is None else on.end()


def unbound(clause: str) -> str | None:
    """本市规章|应当在公布后三十日内: what stands before the modal word, None when next to nothing does."""
    clause = clause.removesuffix("只能")
    modal = MODAL.search(clause)
    if modal is None:
        return clause
    return clause[: modal.start()] if modal.start() >= SHORTEST_THING else None


_ASKS: Final = re.compile("[^,的]{1,6}[人者](?:申请|提出|要求)(?!的)")  # 申诉人申请复查,可以…
_ASKED: Final = ("申请", "提出", "要求")
_AFTER_WHAT: Final = re.compile(r"经(?![费营济办常验销贸])")


_NO_TOPIC: Final = (
    "参照",
    "非因",
    "不受",
    "受",
    "至",
    "到20",
    "努力",
    "积极",
    "认真",
    "各负其责",
    "以及",
    "点击",
    "各司其职",
    "通力",
    "但",
    "虽",
    "在此",
    "其中",
    "此外",
    "同时",
)


# 过渡期满; 7月4日; 正式认定为基地; 讲堂可建于礼堂之内; 审查是…的依据: a clause that says something names no thing
_OPENS_SAYING: Final = re.compile(
    r"\d{1,2}月|足额|正式|尤其|特别是|以[^,]{1,8}为|要|直至|依法|[^,]{1,6}首次"
)
_SAYING_HEADS: Final = frozenset("0123456789足正尤特以要直依")
_SAYS: Final = seeking(
    r"如发现|为[单双\d]|每[副只辆人]|是(?!否)|并入|未超|[可建设]于|由[^,]{4,}组成|标准为"
)
_ENDS_SAYING: Final = ("期满", "届满", "前提下", "情况下", "条件下", "情形下")
_WHO: Final = re.compile(r"(?:[^,的](?:人|者|员|单位|企业|家庭|警察|民警)|负责人)$")
_MADE_UP_OF: Final = re.compile(r"(?<=..)由[^,]{4,}组成$")


def topic_in(clause: str) -> str | None:
    """The thing of a clause that only says to what: 对直接危害水源的企业; 调查取证的情况,要及时上报."""
    if clause[:1] == "由" or (clause[:1] == "经" and _AFTER_WHAT.match(clause)):
        return None  # 由公安机关追捕,有关单位协助; 经说明理由,可以撤回
    if any(word in clause for word in _ASKED) and _ASKS.match(clause):
        return None
    for opener in ("对于", "对", "凡"):
        if clause.startswith(opener):
            return clause[len(opener) :].rstrip("的") or None
    named = unbound(clause) or clause
    if len(named) < len(clause) and _WHO.search(named) is not None:
        return None  # 参保人|可凭证件,…: who, not what
    clause = named
    if "由" in clause:
        clause = _MADE_UP_OF.sub("", clause)  # 全体会议由…组成,由主任召集
    if clause.startswith(_NO_TOPIC) or clause.endswith(_ENDS_SAYING):
        return None
    if (clause[0] in _SAYING_HEADS or "首次" in clause) and _OPENS_SAYING.match(clause):
        return None  # 正式认定为基地
    if _SAYS.search(clause, 1):
        return None  # 不受行驶路线的限制,车辆应当让行
    if clause[0] == "在":
        clause = _IN_COURSE.sub("", clause)
    return clause if len(clause) <= _LONGEST_TOPIC and not circumstance(clause) else None


def topic_of_case(sentence: str, ranges: Ranges) -> str | None:
    """对违反规定的行为,法律另有规定的,…; 盗窃枪支,具有下列情形之一的,…: what a case of several clauses is about."""
    first = sentence[slice(*ranges[0])]
    listed = sentence.startswith(("具有下列", "有下列"), ranges[-1][0])
    named = first[0] == "对" and "进行" not in first and ONLY_NOUN.search(first) is not None
    handed_in = first[:2] in HANDED_IN and ONLY_NOUN.search(first) is not None
    if named or listed or handed_in:
        return topic_in(first)
    whole = sentence[1 : ranges[-1][1]]  # 对内容抵触,依据不明的文件,都应当|修改
    return whole if first[0] == "对" and _OF_THING.search(whole) is not None else None


_OF_THING: Final = re.compile("的[^,的]{2,12}$")


# 着装要求:参会人员着便装; not 明确要求:…, whose label is work itself
_LABEL: Final = re.compile(
    r"[^,:;的“《(]{0,8}?(?:时间|时限|期限|日期|地点|地址|场所|编号|名单|属性|对象|单位|方式|方法|要求|内容|阶段|方面|项目|金额|须知|说明|条件|抄送)(?:和[一-鿿]{2})?"
    r"(?:具体)?(?:如下|是|为|包括)?:(?=.)"
)
_LONGEST_LABEL: Final = 16
_MADE_SO: Final = FIRST | frozenset(LISTS["renews"])


def without_label(sentence: str) -> str:
    """着装要求:参会人员着便装: the sentence behind a label, which names a thing whatever verb it opens with."""
    if ":" not in sentence[:_LONGEST_LABEL] or sentence.endswith("另行通知"):
        return sentence  # 体检时间:另行通知: what is spoken of
    label = _LABEL.match(sentence)
    if label is None:
        return sentence
    at = adverbs_end(sentence, 0)
    length = verb_at(sentence, at) or 2 * (sentence[at : at + 2] in NOUNY)
    if (
        not length
        or sentence[at + length] == ":"
        or sentence[at : at + length] in _MADE_SO
        or MODAL.search(sentence, 0, label.end())
    ):
        return sentence
    return sentence[label.end() :]


# 公告要求,各市要…; 由某副市长负责,市建委牵头,…; 普法是长期任务,各单位要…: who says it, who stands above those who act, why
_TOLD: Final = re.compile(
    r"(?:就[^,]{2,40},)?(?:[^,的]{0,8}(?:会议|公告|通知|意见|方案)|《[^》]{2,40}》)(?:还|同时|最后|进一步)?(?:要求|强调|指出|提出),(?=..)"
)
_WHAT_IT_IS: Final = re.compile(
    r"[^,:]{4,40}(?<![就还也])是[^,]{2,24}(?:工作|任务|工程|举措),(?=各[^,]{2,30}要)"
)
_ABOVE_ALL: Final = re.compile(
    r"由[^,]{2,30}(?:长|主任|书记|同志|领导|负责人)(?:负责|牵头|挂帅|任组长),(?=..)"
)
_TELLS: Final = ("要求,", "强调,", "指出,", "提出,")


def without_frame(sentence: str) -> str:
    """公告要求,|各市要停止供电: what is told behind words on who tells it."""
    if "," not in sentence:
        return sentence
    frame = None
    if any(words in sentence for words in _TELLS):
        frame = _TOLD.match(sentence)
    elif sentence[0] == "由":
        frame = _ABOVE_ALL.match(sentence)
    elif ",各" in sentence and "是" in sentence:
        frame = _WHAT_IT_IS.match(sentence)
    return sentence[frame.end() :] if frame is not None else sentence


def without_note(sentence: str) -> str:
    """(办公室,电话0000)支持企业…: the sentence behind a note on who looks after it."""
    close = sentence.find(")") if sentence[:1] == "(" else -1
    return sentence[close + 1 :] if 0 < close < len(sentence) - 1 else sentence


# 2020年底前|将…压缩至…: the date before the work
WHEN: Final = re.compile(
    r"每个?(?:工作日|周[一二三四五六日末])(?:[上下中]午)?|每年(?:\d{1,2}月份?)(?:\d{1,2}日)?(?:前|底前)?(?=[一-鿿])|(?:到|至|自|在)?20\d\d(?:[—–~-]+20\d\d)?年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末初])?(?:之?前|起|内)?(?!以来|[度的间末])(?=[\u4e00-\u9fff])"
    r"|\d{1,3}(?:个?工作日|个?月|[日天年]|小时)[以之]?内(?!按)(?=[一-鿿])|年(?:内|底前)(?=[一-鿿])|第?[一二三四]季度(?:[末底]?之?前|[末底])?(?=[一-鿿])(?![的报统经])"
    r"|\d{1,2}月(?:\d{1,2}日)?(?:\([^()]{1,4}\))?[底末初]?之?前(?=[一-鿿])(?![期后述])"
)
WHEN_HEADS: Final = frozenset("第一二三四到至自在年每123456789")
# 只要没有谋取私利,|可免除追责; 发现线路火险,|要及时汇报
_BOUND_LATER: Final = re.compile(",[^,]{2,20}应当")
_ONLY_IF: Final = re.compile("只要|发现[^,]+,(?:要|应当?|须)?(?:第一时间|及时|立即|马上|迅速)")


def only_leads(sentence: str, here: int, end: int) -> bool:
    """Whether a clause that is not the last one only says of what, or when, the next one says something."""
    if sentence.endswith("受法律保护", here, end):
        return True  # 依法执法受法律保护,|任何人不得干扰
    if "违反" in sentence[here : here + 8] and _BOUND_LATER.search(sentence, end):
        return True  # 企业违反规定,|主管部门应当制止
    return sentence[here] in "只发" and _ONLY_IF.match(sentence, here) is not None


_UNASKED: Final = re.compile("未经[^,的]{0,12}?(?:批准|许可|同意|审批)(?:擅自)?")


def without_asking(sentence: str) -> str:
    """未经批准|占用渔港岸线: what is forbidden, without how."""
    unasked = _UNASKED.match(sentence) if sentence.startswith("未经") else None
    if unasked is None or not verb_at(sentence, unasked.end()):
        return sentence
    return sentence[unasked.end() :]
