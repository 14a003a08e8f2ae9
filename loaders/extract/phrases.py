"""The phrases and subjects that stand before a verb or fill a clause of their own: 按照…要求, 以…为目标, 工作人员."""

from __future__ import annotations

import re
from typing import Final

from loaders.rules import lexicon, seeking

MEANS: Final = re.compile(r"(?:措施|方式|形式|手段|办法|方法|步骤|模式)$")
# Phrases that say the work itself when no other verb follows: 应当|采取书面形式
WAYS_DONE: Final = frozenset(["采取", "采用", "适用", "配合", "作为", "运用", "对照"])
PHRASE_ENDS: Final = frozenset("素准定规求则序道台径段内前后中下门位构")
FORMS: Final = ("形式", "方式")
SURE_ENDS: Final = frozenset("内前后起中下门位构")
AFTER_PHRASE: Final = frozenset(
    "素门位构道台径段域面后前内外中上下时起底日间定求则序式况要责工件准划位限际质等据"
)
# 大型企业的划定|按现有规定执行: what leads to the verb also behind a subject
INSIDE: Final = frozenset(
    ["把", "将", "由", "持", "凭", "按", "按照", "依照", "参照", "对", "向", "采用", "采取"]
)
# 自决定生效之日起五日内|通知…: the phrase ends there
SINCE: Final = re.compile(
    r"(?:自|从|于|在)[^,]{1,40}?(?:之日起|日起|起(?<![提发引]起)(?!诉|草))(?:[^,]{0,10}?[内前])?"
)
# 向人民法院|申请司法确认: the first verb behind these is the one.
BEFORE_ITS_VERB: Final = frozenset(["向", "与", "同", "从", "由", "给", "跟", "会同", "商"])
PLACES: Final = ("下", "中", "上", "内", "方面", "领域", "环节")
OCCASIONS: Final = (
    "的",
    "时",
    "后",
    "前",
    "外",
    "以来",
    "期间",
    "过程中",
    "基础上",
    "同时",
    "之际",
    "上下功夫",
)
HOURS: Final = ("小时", "学时", "课时")  # end in 时 and say how long, not when
WORKING: Final = frozenset(["依托", "结合", "利用", "按照", "根据", "依照", "依据", "立足", "通过"])
# 围绕…等方面, 按照…原则, 通过…方式
CIRCUMSTANTIAL: Final = re.compile(
    r"方面|原则|形式|方式|要求|部署|精神|规定|途径|渠道|手段|契机|机遇|抓手|主线|重点|目标|导向|优势|平台|资源|机制|基础|实际|需求|需要|情况|特点|等$|思路|理念|政策|措施|行动|工作|活动|体系|系统|标准|方法|模式|职责|法律|法规|方案|计划|规划|任务|条件|程序|办法|意见|制度|项目|力量|作用|分工|状况|因素|安排"
)
# 以降本增效为目标|推动改革: the phrase ends there, and the work follows
AS_AIM: Final = re.compile(
    r"以[^,]{2,80}?为(?:工作)?(?:目标|导向|抓手|契机|牵引|引领|重点|核心|主线|基础|依托|载体|突破口|切入点|统领|统揽|指引|指导|中心|根本|支撑|纽带|动力|遵循|原则|关键|平台|依据|试点|主体|主)|(?:根据|按照|依据|依照|遵照|结合)[^,]{2,40}?(?:实际|要求|部署|原则|规定|精神|安排|情况|需要|方案|标准)(?:和[^,]{2,10}?(?:实际|要求|部署|原则|规定|精神|安排|情况|需要))?(?!要求|部署|安排|情况|需要|原则|规定|标准|规范|[和与的、及])"
)
FACED: Final = (
    "问题",
    "情况",
    "需求",
    "现状",
    "特点",
    "短板",
    "堵点",
    "难点",
    "痛点",
)  # 针对…等问题
OF_THINGS: Final = frozenset(["具体", "统一", "专项", "综合", "基本", "普遍", "专门"])  # 具体|政策
WAY: Final = re.compile(r"(?:方式|形式|手段|办法|方法|模式)$")  # 采用座谈等方法
ACTS: Final = frozenset(["工作", "活动", "事项", "业务"])  # 招聘工作|贯彻公开原则
NO_HAVING: Final = frozenset("关效序利力权机")  # 有关, 有效
WHO_ACTS: Final = seeking(
    rf"(?:{'|'.join(lexicon('predicates')['subjects'])})[^,]{{0,2}}$|(?:个人|家属|行人|群众|居民|村民|警察|民警|法官|律师|职工|家长|学生|考生|用户|(?<!或)者|[案请事告权租保管护理表领援诉]人|法人|其他组织|[一双各三]方)\)?$"
)
# 以A、B记录|为重点: a phrase to its end
AS_KEY: Final = re.compile(
    "为(?:重点|目标|导向|抓手|契机|主线|牵引|引领|核心|基础|依托|载体|突破口|切入点|(?:唯一)?标识|标准|原则|依据|主体|单位|中心|统领)$|之[举力策]$"
)
# 报县司法局, but 报县政府批准
_REPORTS: Final = re.compile(
    r"报(?![告送])[^,的]{1,30}(?:[厅局委办](?:公室)?|政府|小组|部门|指挥部)$"
)
_STATE: Final = f"(?:{'|'.join(lexicon('predicates')['states'])})"
_IDIOM: Final = f"(?:{'|'.join(word for word in lexicon('predicates')['states'] if len(word) > 3)})"
# 真实、清晰、完整; 专款专用、专账核算
STATE_ROW: Final = re.compile(
    rf"{_IDIOM}(?:、[一-鿿]{{4}}(?=[,、]|$))+|{_STATE}(?:[、和与且并]{_STATE})*"
)
# …等重点领域, 长效机制为重点, 分步实施|原则: what a phrase ends in that fills its clause
CLOSES: Final = re.compile(
    r"(?:等(?:[^,的]{0,4}(?:方面|领域|环节|因素|流程|问题|特点|原则|要求|方式|形式|情况|需求|阶段|重点|工程|能力|手段|平台|资源|载体|渠道|机构|基地|媒体))?"
    r"|为[^,]{2,8}"
    r"|的[^,的]{0,8}(?:问题|需求|要求|原则|精神|特点|情况))$"
)
# What such a phrase is filled with: 按照[规定], 根据[实际]
FILLS: Final = re.compile(
    rf"{CIRCUMSTANTIAL.pattern}|[权期时年]限|[》”)]|状况|结果|约定|比例|顺序|类别|分类|[级次]|内容|性质|规模|规范|制度|清单|目录|\d"
)


def only_needs(text: str, at: int, end: int) -> bool:
    """按照等级和航道保护|实际需要,…: what stands behind a verb in a clause that only says what is gone by."""
    return text.startswith(",", end) and text[at:end] in ("需要", "实际需要")


AS_THERE: Final = ("参照执行", "参照实施", "参照办理")


def is_reported(text: str, start: int, at: int, end: int) -> bool:
    """一律|报县司法局, not 报县政府批准; 参照|执行, which is no phrase either."""
    if text.startswith(AS_THERE, at):
        return True
    if text[at] != "报" or at == start or text[at - 1] == "并":
        return False
    return _REPORTS.match(text, at, end) is not None


_NOUN: Final = re.compile("的[^的,、]{2,10}$")


def describes(text: str, at: int, end: int) -> bool:
    """对进入特别审查程序|的器械,落实辅导机制: a verb of what the clause but names."""
    return text.startswith(",", end) and _NOUN.search(text, at, end) is not None


# 向社会|公开开设账户的服务标准
PUBLISHED: Final = re.compile(
    r"(?<=社会)公开[^,]*的[^,]*(?:标准|情况|信息|结果|期限|时限|条件|清单|内容|事项|名单|方式|目录)$"
    r"|公开(?:促进|保障|支持|就业|采购|招生|服务|办理|监管|执法|检查|处罚|审批|涉)[^,]*(?:情况|信息|结果|清单|目录|标准)$"
)
HONOURED: Final = re.compile("的(?:单位|个人|集体|人员|组织|企业)[^,的]{0,12}(?:给予|予以|进行)")
FINED: Final = re.compile(r"对([^,]{1,40}?)(处以?)(?=[^,]{0,30}(?:罚款|罚金|拘留)$)")
