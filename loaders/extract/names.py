"""Names of agents: those that a clause opens with although they begin like a verb (the modal word tells), and their shapes.

备案审查工作机构|应当, 知识产权等有关部门|可以, 各级机关、单位及其工作人员|应当.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.compounds import compounded
from loaders.extract.grammar import VERBS, adverbs_end, verb_at
from loaders.extract.modals import STRONG, WANT
from loaders.rules import expand, lexicon, seeking

_LISTS: Final = lexicon("actors")
HAN: Final = r"[一-鿿·]"
NAME_ADVERBS: Final = frozenset(_LISTS["name_adverbs"])
NAMES_VERB: Final = frozenset(_LISTS["name_verbs"])
_STRONG: Final = seeking(expand(r"{strong_verbs}", _LISTS))
_TASK_BODY: Final = re.compile(expand(r"{task_body}$", _LISTS))
# 政府, 法院 are names by themselves; 部门, 单位, 组织 are not.
BARE: Final = frozenset(_LISTS["bare"])
# A bare word is an agent behind another one: 复核机关、|单位可以…
BARE_LAST: Final = re.compile(
    r"(?:(?:其他)?(?:有关|相关)?(?:单位|部门|机构|组织|机关)|(?:有关|相关)[区县市省])"
    r"(?=[、和](?:单位|部门|机构|组织|机关)(?:[、应要须]|不得|可以)|应|要(?!求)|须|必须|不得|可以|依法|按照|可|将|负责|提供|做好|结合|根据|协助|参与|加强|强化|落实|坚持|开展|切实|认真|严格|深入|积极|主动|密切|高度重视|把(?![关握])|对(?![口外])|在(?![岗职编册校]))"
)
# 大队|配合,制定方案: known inside its own office by no other name
TEAM: Final = re.compile(
    r"(?:[大中支]队|专班)(?:(?=应|要|须|可以)|(?:负责|牵头|配合|协助)(?![部单机人]))"
)
CLASS: Final = re.compile(
    rf"{HAN}{{1,12}}(?:、{HAN}{{2,12}}){{1,20}}(?:和{HAN}{{2,8}})?等(?:(?![和与及由]){HAN}){{0,8}}?(?:部门|单位|机关|机构|组织|团体|媒体)"
)
NAMED_BY_MODAL: Final = seeking(rf"{STRONG}|{WANT}|负责(?!人|同志)")
MAY_BIND: Final = seeking("[应不必可须要负]")  # one stands in what binds a subject
# 小微企业|可在窗口提出: binds only behind a description
CAN: Final = re.compile(r"可(?=[以向按对自委组将凭]|根据|结合|致函|依|在|通过|直接)")
_LEVELS_IN_BRACKETS: Final = re.compile(r"[县市区旗镇乡]\([^()]{1,12}\)")
_FIELDS_IN_BRACKETS: Final = re.compile(
    rf"(?:^|(?<=[,、和])){HAN}{{2,6}}(?<![省市县区旗镇乡村级委局办院门位府道])\({HAN}{{2,6}}(?<![镇村会道办])\)"
    rf"(?=[、和](?:{HAN}|[、()]){{2,60}}(?:部门|单位|机关)|等?(?:部门|单位|机关))"
)
_OF_FIELDS: Final = (")、", ")和", ")等", ")部门", ")单位", ")机关")  # behind the bracket
_NO_BRACKETS: Final = str.maketrans("()", "··")
# 备案审查工作机构|应当…: no verb opens these words although they begin like one
_NO_NAME: Final = seeking(
    r"(?<!有关)的(?!(?:派出|内设|办事|工作)机构|人民)|[对在将把时由按向与,是]|^\d|^确[因需]|^(?:会同|联合|配合|协助|指导|帮助|协调|委托|开办|设立|同一)"
)
_STAFF: Final = re.compile(
    r"及其(?:工作人员|有关部门|相关部门|各部门|所属部门|部门|常务委员会|常委会|工作部门|派出机构|派出机关)$"
)
# 获得研发费用资助的单位,应…; 承担《年度计划》任务的责任单位,要…
_THAT_BOUND: Final = re.compile(
    r"(?![对以在按经从由为向把将请除])[一-鿿·、《》“”]{2,24}的"
    rf"(?:(?P<whose>(?:各级|[省市县区]直|有关|相关|政务|责任|承办|行政|执法)*(?:部门|单位|机构|机关|市县|区县))(?<!的单位)(?<!的机构)(?<!的机关)(?=,?{WANT})"
    rf"|(?:部门|单位|机构|企业|组织)(?=,?(?:{STRONG})))"
)
_LONGEST_THAT: Final = 25  # characters to the end of its 的
_NAME_JOINS: Final = re.compile(r"、|和|与|以及|及(?!其)|或者|或")
_NAME_END: Final = re.compile(expand(r"(?:{suffix})$", _LISTS))
SUCH: Final = re.compile(
    rf"{HAN}{{2,12}}等(?:有关|相关|主管|职能|责任)*(?:政府|行政)?(?:部门|单位|机关|机构)"
)
# 各级法院和司法鉴定、资产评估等专业机构
_AND_SUCH: Final = re.compile(
    rf"({HAN}{{2,16}}?)(?:和|以及|及)({HAN}{{2,8}}(?:、{HAN}{{2,8}})+等(?:专业|有关|相关|服务)*(?:机构|部门|单位|组织|企业))"
)
_LONGEST_NAMES, _SHORTEST_NAME = 80, 4
# 各县(市)、区|,各部门要…: a clause that may be nothing but names
LISTED: Final = re.compile(
    r"(?:^|,)?(?:各|[省市县区][^,]{0,8}[、委]|[一-鿿]{2,12}、)[^,的要应须对将]*(?:部门|单位|政府|办事处|街道|[局委厅办会园]|企业|机构|[省市县区镇旗])(?:\([^()]{1,12}\))?"
)
_BOUND_LATER: Final = re.compile(
    r",(?:经|在|对|根据|按照|自|于|就)?[^,]*(?:,[^,]*)?(?:应当|可以|不得|必须)|,负责|(?<!地区),要(?!求)"
)
_NO_HEAD: Final = frozenset("对以在按经从由为向把将请除")


def is_team(text: str, start: int) -> bool:
    """检查组|对项目提出意见, 立案庭|逐件催办, but 检查|组织情况: a verb that a team or an office is named by."""
    if text.startswith("工作领导小组办公室", start + 2):
        return True
    others = _NO_TEAM.get(text[start + 2 : start + 3])
    return others is not None and text[start + 3 : start + 4] not in others


# What ends the name of an office and, with one of these behind it, is another word: 组织, 局部.
_NO_TEAM: Final = {
    "组": "织建成合长员别",
    "庭": "审前长外",
    "室": "内外温",
    "局": "部势面限机属党",
    "队": "伍员列长",
    "部": "门署分队委级长落件位",
}


def evened(sentence: str) -> str:
    """The sentence, as long as it is, with one word for what would part a name in two."""
    if "有关的" in sentence:  # 有关的专门委员会, one character for another
        sentence = sentence.replace("有关的专门", "有关·专门").replace("有关的部门", "有关·部门")
    if "和" in sentence or "与" in sentence:
        sentence = compounded(sentence)
    if "(" in sentence:
        sentence = unbracketed(sentence)
    if "设区的市" in sentence:
        sentence = sentence.replace("设区的市的人", "设区·市·人").replace("设区的市", "设区·市")
    return sentence


def unbracketed(sentence: str) -> str:
    """县(市、区)人民政府 without the mark that parts a list; 公安、农业(农机)、教育等部门 without brackets."""
    sentence = _LEVELS_IN_BRACKETS.sub(lambda found: found[0].replace("、", "·"), sentence)
    if not any(word in sentence for word in _OF_FIELDS):
        return sentence
    return _FIELDS_IN_BRACKETS.sub(lambda found: found[0].translate(_NO_BRACKETS), sentence)


def is_name(words: str) -> bool:
    """Whether no verb stands in a name, but for a body named after its task."""
    return _STRONG.search(words) is None or _TASK_BODY.search(words) is not None


# 有条件的区|可适当提高标准
_ABLE: Final = re.compile(
    r"有条件的(?:地区|地方|城市|地市|[省市县区镇乡村]|乡镇|街道|部门|单位|机构|企业|学校|医疗机构)(?:\([^()]{1,12}\))?"
    rf"(?:[和、](?:部门|单位|地方|企业|[市县区镇乡村]))?(?=也?(?:{STRONG}|{WANT}|可(?!行)))"
)


_THEIR_WORK: Final = re.compile("负责[^,的]{2,6}的[^,的]{2,16}(?:应当|须|不得|必须)")


def before_modal(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """备案审查工作机构|应当, 知识产权等有关部门|可以: names that begin like a verb, known by the modal word behind them."""
    able = _ABLE.match(text, start, end + 3) if text[start] == "有" else None
    if able is not None:
        return [able.span()]
    that = None
    if text.find("的", start, min(end, start + _LONGEST_THAT)) >= 0:
        that = _THAT_BOUND.match(text, start, min(len(text), end + 4))
    if that is not None:
        if len(that["whose"] or "") > _SHORTEST_NAME:  # 制发电子证照的|省直相关部门
            return [that.span("whose")]
        return parts(that[0], start)
    if text[start] == "【":  # 【监察监督】监察机关应当
        start = 1 + max(start, text.find("】", start, end))
    modal = NAMED_BY_MODAL.search(text, start, min(end, start + _LONGEST_NAMES))
    if modal is not None and _THEIR_WORK.match(text, modal.start()):
        return []  # 工作部门|负责起草的文件应当报县政府
    # 专门委员会或者工作机构,经审查…,应当: nothing but names up to the comma
    whole = modal is None and end - start < _LONGEST_NAMES and _only_names(text, start, end)
    stop = modal.start() if modal is not None else end if whole else start
    occasion = _ON.match(text, start, stop)
    start = occasion.end() if occasion is not None else start
    if stop - start < _SHORTEST_NAME:
        return []
    words = text[start:stop]
    if _NO_NAME.search(words) or not is_name(words):
        return []
    both = _AND_SUCH.fullmatch(words)
    if both is not None and _NAME_END.search(both[1]):
        return [(start + both.start(group), start + both.end(group)) for group in (1, 2)]
    if "等" in words and (CLASS.fullmatch(words) or SUCH.fullmatch(words)):
        return [(start, stop)]
    return _each_named(words, start)


# 论证时|建设单位应提供…, 不动产登记后|企业可以…
_ON: Final = re.compile(
    rf"{HAN}{{2,10}}?(?<![小临即及同定按售随平暂届适])(?:时(?![代限效间任期尚])|后(?![勤备续方台期]))"
)
# 收到复核请求的|机关、单位|应当: what stands before a strong modal word, up to who it ends in
_BOUND: Final = rf"{STRONG}|{CAN.pattern}"
_BINDS: Final = seeking(
    rf",(?:{_BOUND})|{_BOUND}"
)  # plain characters first: a search skips all others
# 中央和地方各级政府|要…, 遗址所在地的区人民政府|负责…: what binds less surely, behind nothing but a name
_BINDS_WEAKLY: Final = seeking(rf",?{WANT}|负责(?![人制的、,]|同志)")
_WEAK_WORDS: Final = ("要", "负责")
_NO_NAME_WEAKLY: Final = seeking("[由是对为并]|设[在立置]|会同|协助|指定|确定(?!的)|委托")
_LEADING: Final = re.compile(
    rf"(?:\s|第[一二三四五六七八九十百]+条|(?:原则上|同时|其中|另外|现在|必要时|特殊情况下|但是?|且|并且)|{HAN}{{2,10}}期间|{_ON.pattern})+"
)
_BETWEEN_ENDS, _PEOPLE_ENDS = frozenset("均都也还般上法自时并则亦"), frozenset("人者员民表家师")
_BETWEEN: Final = re.compile(r"(?:均|都|也|还|一般|原则上|依法|各自|同时|并|则|亦)+$")
_ORG_END: Final = seeking(
    r"(?:机关|部门|单位|机构|政府|委员会|国务院|法院|检察院|(?<![布格结大])局|厅|办事处|街道办|大会|组织|公司|银行|企业|协会|学校|高校|院所|智库|中心|办公室|(?<=[管法税出理])所|事务所|集团|院校|医院|媒体|商会|清算组|小组|团体|(?:试点|帮扶|所在|地级)(?:城市|地区|省市|市县|[省市县区])|(?:主任|委员长|全体|常务|联席|债权人)会议)(?:\([^()]{1,20}\))?$"
)
_NO_SUBJECT: Final = re.compile(
    r"^(?:对(?![^,的]{2,12}有权)|在(?!本|中国|境|建)|按|由|将|把|为了?|从(?!事)|向|自|于|根据|依照|经(?!营|济|依法|批准|授权)|除|因|如|凡|若|以|与|确[因需]|(?:开办|设立)企业|属于|下列|以下|上述|同一|其|就|包括|授权)|[:;是]|“|》"
)
_PERSON_END: Final = re.compile(
    r"(?:人|员|者|方|个人|公民|代表|专家|律师|群众|村民|居民|家庭|负责同志)$"
)
# 主管机关|或者利害关系人|可以: no joining word inside a name, or a long list would be tried in every way
_PEOPLE: Final = re.compile(
    r"(?:(?>、|和|以及|或者|或|与|及)(?:(?![和与及或])[\u4e00-\u9fff]){0,8}?(?:人|者|员|公民|代表|专家|律师)(?:员|师)?)+$"
)
_COORDINATION: Final = re.compile(r"、|和|以及|或者|与|及(?!其)|或")
_LONGEST_SUBJECT: Final = 60


# 主管部门的信用监管机构|负责: one part of another, or one it has chosen
_OF_ANOTHER: Final = re.compile(
    rf"(?:(?![由是]){HAN}|、){{4,24}}?(?:政府|部门|委员会|机关)"
    rf"(?:确定|指定|设立|(?:管理|负责){HAN}{{2,8}}工作)?的{HAN}{{0,12}}?(?:机构|部门|机关)(?=负责(?!人|同志))"
)


def bound_subject(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Who a strong modal word binds, described by what it does: 收到复核请求的机关、单位|应当; nobody for 信息|应当."""
    reach = min(end + 3, start + _LONGEST_SUBJECT + 10, len(text))
    modal = _BINDS.search(text, start, reach)
    weak = None
    if modal is None and any(text.find(word, start, reach) >= 0 for word in _WEAK_WORDS):
        weak = _BINDS_WEAKLY.search(text, start, reach)
    if weak is not None and not _NO_NAME_WEAKLY.search(text, start, weak.start()):
        modal = weak
    if modal is None:
        of = _OF_ANOTHER.match(text, start, end) if "的" in text[start:end] else None
        return [of.span()] if of is not None and not _NO_SUBJECT.search(of[0]) else []
    lead = _LEADING.match(text, start, modal.start())
    start = lead.end() if lead else start
    stop = modal.start()
    if text[stop - 1] in _BETWEEN_ENDS and (between := _BETWEEN.search(text, start, stop)):
        stop = between.start()
    people = _PEOPLE.search(text, start, stop) if text[stop - 1] in _PEOPLE_ENDS else None
    words = text[start : people.start() if people else stop]
    if "的" in words and (before := _BEFORE_PHRASE.match(words)) is not None:
        words = before[0]
    if (
        not _SHORTEST_NAME <= len(words) <= _LONGEST_SUBJECT
        or _ORG_END.search(words) is None
        or _NO_SUBJECT.search(words)
        or words.count("(") != words.count(")")
        or not "一" <= words[0] <= "鿿"
        or ("的" not in words and not _is_noun(text, start, words, modal[0]))
        or _describes_noun(text, modal.end())
        or (words.endswith("其他组织") and "法人" in words)  # anybody
    ):
        return []
    return parts(words, start)


# 从事食品经营的单位|对过期食品,应当…; 受委托的组织|除另有规定外,不得…
_BEFORE_PHRASE: Final = re.compile(
    r"(?:对[^,的]{2,12}有权[^,的]{2,4}的|(?:(?!或者)[^对除在向将,]){1,30}的)[^对除在向将的,]{0,10}"
    r"(?:机关|部门|单位|机构|政府|委员会|组织|企业|学校)"
    r"(?=对(?!外|口|象|策|接)|除[^,]+外|根据|按照|依照|收到|接到|发现|认为|办理|经(?:调查|审查|核实|审核))"
)
_STRONGEST: Final = frozenset(["应当", "不得", "可以", "必须"])


def _is_noun(text: str, start: int, words: str, modal: str) -> bool:
    """Not 确保企业|应享尽享; before a comma no verb may open it: 设立律师事务所|,应当…."""
    if modal[-2:] in _STRONGEST and modal[0] != ",":
        return True
    if not is_name(words):
        return False
    return modal[0] != "," or not verb_at(text, start) or words[:2] in NAMES_VERB


_OF_NOUN: Final = re.compile(r"[^,]{2,30}的[一-鿿]{2,8},(?:应当|不得|可以|必须|由)")


def _describes_noun(text: str, at: int) -> bool:
    """各级部门可以|通过共享获取的信息,不得…: the modal word belongs to what describes a noun."""
    return _OF_NOUN.match(text, at) is not None


_SHORT: Final = frozenset(["国务院", "团体", "智库", "各高校"])


def parts(words: str, start: int) -> list[tuple[int, int]]:
    """The parts of a description that are names, without people: 采购人或者|代理机构, 专利部门|和|管理专利工作的部门."""
    parts: list[tuple[int, int]] = []
    at = 0
    listed = words.rfind("等")  # 供水、供电等|公用企事业单位 is one
    for join in _COORDINATION.finditer(words, max(listed, 0)):
        part = words[at : join.start()]
        if _PERSON_END.search(part) and "的" not in part:
            at = join.end()
        elif part.endswith("团体") and "、" in part:
            continue  # 机关、团体、企业事业单位: known by no other name
        elif _ORG_END.search(part) and (len(part) >= _SHORTEST_NAME or part in _SHORT):
            parts.append((start + at, start + join.start()))
            at = join.end()
    last = words[at:]
    if (len(last) < _SHORTEST_NAME and last not in _SHORT) or last in BARE:
        return [(parts[0][0], start + len(words))] if parts else []
    return [*parts, (start + at, start + len(words))]


def _only_names(text: str, start: int, end: int) -> bool:
    """Whether a sentence may open with nothing but names, as far as its first words tell."""
    head = text[start : start + 2]
    return (
        not text[:start].strip()
        and _BOUND_LATER.match(text, end) is not None
        and head[:1] not in _NO_HEAD
        and (head not in VERBS or head in NAMES_VERB)
        and (adverbs_end(text, start) == start or head in NAME_ADVERBS)
    )


_LEVEL_WORD: Final = re.compile(r"(?:设区·市|省|自治区|直辖市|市|州|县|区|旗|乡|镇)级?")


def _each_named(words: str, start: int) -> list[tuple[int, int]]:
    """The names of a list that begins at ``start``, none when one of its items is no name."""
    tail = _STAFF.search(words)  # 各级机关、单位及其工作人员
    listed = words[: tail.start()] if tail else words
    found: list[tuple[int, int]] = []
    at = 0
    level = -1  # where 市级、|县级人民政府 begins
    for item in _NAME_JOINS.split(listed):
        at = listed.index(item, at)
        if _LEVEL_WORD.fullmatch(item):
            level = at if level < 0 else level
            at += len(item)
            continue
        bare = len(item) < _SHORTEST_NAME or item in BARE
        if (bare and not found) or not _NAME_END.search(item):
            return []  # 备案机关、单位|可以: a bare word is a name behind another one
        found.append((start + (at if level < 0 else level), start + at + len(item)))
        at += len(item)
        level = -1
    if tail:
        found[-1] = (found[-1][0], start + len(words))
    return found


# 县防汛办公室(以下称县防汛办)|是本县防汛工作的主管部门,负责…: who acts in what follows
_DEFINED: Final = re.compile(
    r"([^,是的]{4,30}?)(?:\([^()]{2,24}\))?是[^,]{4,60}(?:机构|部门|机关|单位|组织|主体),(?:在[^,]{2,40}下,)?"
    r"(?=负责|承担|履行|统筹|组织|具体|依法|行使|牵头|协调|指导|主要)"
)


def defined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The body of which a clause only says what it is, when the next one says what it does."""
    found = _DEFINED.match(text, start, end + _LONGEST_SUBJECT)
    if found is None or not _ORG_END.search(found[1]) or _NO_SUBJECT.search(found[1]):
        return []
    return _each_named(found[1], found.start(1)) or parts(found[1], found.start(1))


# Right behind 由 stands who acts, however the name begins or is described
_BY_END: Final = seeking(
    r"(?:机关|部门|机构|单位|政府|委员会|国务院|法院|检察院|(?<![布格结大])局|厅|办事处|派出所|事务所|中心|大厅"
    r"|(?<=[管法税])所|管理所|(?<=[会济他联解众体])组织|企业|协会|商会|公司|医院|银行|学校|法庭|管委会|海关|主席团|(?<=[访规制政法务事财监督查])[科处]"
    r"|(?:代表|职工)大会|(?:主任|委员长|全体|常务|联席|债权人|村民|居民)会议)(?:\([^()]{1,20}\))?"
)
_BY_THEN: Final = re.compile(
    r"予以|给予|处[以一二三四五六七八九十\d理罚置]|自[^,]{2,40}之日|视(?![为同])|立即|及时|先(?!行)|径行|直接|代为|派[^出驻]|吊销|暂扣|初审|交由"
    r"|报(?![告名价酬刊社废销警装税关建批表])|(?:管辖|管理|调解|规定|裁决|登记|使用|解释|追捕)(?=[,;]|$)"
)
_PART_OF_NAME: Final = re.compile(
    r"(?!会同|责[令成]|督促|指定|要求|委托|授权|组织|通知|报请)[一-鿿]{2,6}?(?:行政)?主管部门|[一-鿿]{2}(?:机关|部门|机构|单位|人员|中心|组织|小组|大队|支队|协会|企业)|组织[和、]|采购"
)
# 政府|管理专利工作的部门责令: the name goes on
_GOES_ON: Final = re.compile(
    r"(?:管理|负责|主管|确定|指定|选定|设立|授权|委托)[一-鿿]{0,6}的[一-鿿]{0,12}?(?:部门|机关|机构|单位|政府)"
)
_PERSONS: Final = re.compile(
    r"(?:分管[一-鿿]{0,10}?|[一-鿿]{0,4}?)(?:负责人|负责同志|领导(?!小组|机构)|同志)"
)
_HANDED: Final = frozenset("转改交")
_NO_BY_NAME: Final = re.compile(
    r"^[于此]|(?<!相)应|[须由]|可以|不得|[将向][^口外]|等[与同]|[人者员](?:代表|围绕|对|就)"
)
AFTER: Final = re.compile(expand(r"(?:{auxiliary})", _LISTS))


def by_whom(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """The agents right behind 由 whom no stricter rule knows: 由建设主管部门|给予, 由最先收到申请的行政机关|受理.

    A name may begin like a verb or be described; it ends before the first verb that is no part of it.
    """
    if text[end - 1] == "的" or text.startswith("同一", at) or text.endswith("规定", 0, at - 1):
        return []  # 应当由其他机关处理的,…; 由同一家机构承担; 法律规定由法院受理的除外
    # 转由协会承担, 将权限交由能够承接的乡镇人民政府行使
    handed = text[at - 2 : at - 1] in _HANDED
    moved = handed and text.find("将", text.rfind(",", 0, at) + 1, at) >= 0
    for last in _BY_END.finditer(text, at, min(end, at + _LONGEST_SUBJECT)):
        stop = last.end()
        if stop >= end or text[stop] in "的、和与及或(" or _GOES_ON.match(text, stop, end):
            continue
        does = _does_at(text, stop, end)
        if does is None:
            continue
        words = text[at:stop]
        if not does or moved or _NO_BY_NAME.search(words):
            return []
        if "的" in words:
            return parts(words, at)
        return [] if handed or not is_name(words) else _each_named(words, at) or parts(words, at)
    return []


def _does_at(text: str, at: int, end: int) -> bool | None:
    """Whether what somebody does begins at ``at``; False for what describes (单位支付|的所得), None for more of a name."""
    if _PERSONS.match(text, at, end):
        return False
    length = verb_at(text, at)
    after = AFTER.match(text, at, end)
    behind = max(at + length, after.end() if after is not None else at)
    if behind > at and text[behind : behind + 1] == "的":
        return False
    if after is not None or _BY_THEN.match(text, at, end) or adverbs_end(text, at) > at:
        return True
    return True if length and _PART_OF_NAME.match(text, at, end) is None else None


PAREN: Final = r"(?:\((?:[^()]|\([^()]{1,6}\)){1,24}\))"
EACH: Final = re.compile(
    rf"(?:(?:全[省市县区镇国乡])?各|其[他余]各?|每个)(?:相关|有关|试点|主要责任|责任|成员|牵头|参与|配合|汇总|级各|级|地各)?"
    rf"(?:地级以上市|设区市|县\(市\)区|县\(区\)市|旗县市区|旗县区|旗县|县市区|县市|功能区|片区|涉农区|盟市|地市|市州|州市|市县|区县|县区|市区|苏木乡镇|苏木镇|苏木|嘎查|村\(居\)委会|村\(居\)|村委会|居委会|[庭室队科股所站处组局院系](?:、[庭室队科股所站处组局院系]){{1,4}}|年级|镇街|街镇|乡镇|街道|行政村|地区|地方|城市|省份|地|省|市|州|盟|县|区|旗|镇|乡|村|行业|园区|社区|网点|班|科室|处室|股室|单位|部门|级)(?:{PAREN})?"
    rf"(?:(?:各|有关|相关)?(?:部门|单位|乡镇|街道|级)(?:单位)?(?:{PAREN})?)?(?:人民政府|政府)?"
)
DEICTIC: Final = re.compile(
    r"(?:我|本|该|你|贵)(?:行政(?:执法)?机关|自治区|省|市|州|盟|县|区|旗|镇|乡|街道|局|厅|委|院|校|村|社区|所|部门|部|单位|机关|公司|办|中心|府)"
)
# 自然资源、住房城乡建设部门|要…
DEPARTMENTS: Final = re.compile(
    rf"(?!有(?!关)){HAN}{{2,14}}(?:、{HAN}{{1,12}}){{1,8}}(?:和{HAN}{{2,10}})?(?:(?:主管)?部门|担保机构|医疗机构|金融机构|燃气企业|企业|单位)(?=应|还?需(?!求)|要(?!求)|须|必须|不得|可以|按照|依[照据法]|对(?![口外应])|结合|根据|负责|另行|会同|修订|制定|明确|审核|确定|共同|联合|研究|组织|牵头|[和及与](?:各|工会|(?:有关|相关)))"
)
TWO_HEADS: Final = re.compile(r"(?:部门|机关|政府|单位|机构|[局院])[、和及]|会同|要")
THAT: Final = re.compile(
    rf"{HAN}{{2,16}}?的(?:部门|单位|机构|地区|地方)(?:、(?:部门|单位|机构|地区|地方))*(?=[,要应须可将不])(?!应[缴收付税])"
    rf"|(?<=由){HAN}{{2,16}}?的(?:人民政府|部门|单位|机构|(?:行政|执法|登记|主管)?机关|委员会)(?=负责|依法|按照|会同|终止|予以|给予|[决审批][定核准查])"
)
# 机关履行职责所需经费|纳入预算: what they need is the subject, 县财政局将…所需经费纳入预算 has an agent.
NEEDED: Final = re.compile(
    r"[^将把对,]{2,60}?所需的?(?:经费|资金|费用)(?:应|由|纳入|列入|按)|[^将把对为,]{2,24}?(?:所需[一-鿿]{2,8}?(?:纳入|列入|由)|情况,?(?:纳入|列入|作为|与[^,]*挂钩))"
)
PERSON: Final = re.compile(
    expand(
        rf"{HAN}{{0,14}}?(?:{{person}})(?=$|[和与及、或等要应须将必不均都依自认积带严切定加全在对深可发有向因通])",
        _LISTS,
    )
)
ORG_INSIDE: Final = re.compile(
    r"[省市县区镇乡]委|政府|党委|部门|机关|[省市县区]直|委员会|局|各级各|单位"
)


def shape(surface: str, *, before: str = "") -> str:
    """Which ``[[rule]]`` of actors.toml an agent's words satisfy; ``before``: what stands in front of them."""
    if surface.startswith("“"):
        return "actor.quoted"
    if before.endswith(("严禁", "禁止", "不允许")):
        return "actor.prohibited"
    if DEICTIC.fullmatch(surface):
        return "actor.deictic"
    if EACH.match(surface):
        return "actor.each"
    if CLASS.fullmatch(surface):
        return "actor.class"
    return "actor.levels" if surface.endswith("级") else "actor.name"


# 复议机关负责法制工作的机构|具体办理: an office of the body
_OFFICE: Final = re.compile(
    rf"(?:(?!自(?!治)){HAN}){{2,14}}(?:机关|部门|政府|委员会)负责{HAN}{{2,10}}的(?:机构|部门)(?=具体|发现|依|对|办理|收到|认为|审[理查]|[应可负])"
)


def that(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """规划任务涉及到的部门、单位: a class made by a relative clause."""
    if text.find("负责", start, start + 18) > 0 and (office := _OFFICE.match(text, start, end)):
        return [office.span()]
    if text.find("的", start + 2, min(end, start + 18)) < 0:
        return []
    found = THAT.match(text, start, min(len(text), end + 1))
    return parts(found[0], found.start()) if found else []


# 成功率97.2%; 意识和能力还不够强; 组织领导机构健全: the unit only modifies the real subject.
STATE: Final = seeking(
    r"率(?:为|达到?|超过)?\d|率(?:均|都|已|稳定|持续|不断)|(?:意识|能力|水平|素质|机制|机构|体系|结构|质量|形象|面貌|力度|格局|秩序)(?:和{0,1}[一-鿿]{0,6})?(?:还|仍|不断|明显|显著|持续|大幅|进一步|更加|有效|有待|健全|得到|较|比较|基本)"
    r"|窗口设置|[关构位门府]所需|所属.{0,10}的|(?:健全|到位|有力|提升|提高|增强|浓厚|突出|薄弱|滞后|不足|明显)$"
)
# No name begins so: 发回|原承办单位, 申请|人民法院
NO_START: Final = re.compile(
    r"[一二三四五六七八九]成(?=以上|以下|左右|的)|如?属(?!地)|逐[级个项户人]|代表(?=[本我全省市县区州国])|发展(?=企业)|不(?!动产)|表明|[未没跨送即仍且赴求确]|受(?!理|托|移送|委托)|[发退返]回|转[交送]|交(?:由|(?![通警管易投运控流互汇叉])(?=[^交]{2}))|紧密|同协|申[请报](?=国家|人民法院|法院)|委托(?=国家|有关|其他|第三方)|量\("
)
NOT_UNITS: Final = re.compile(
    r"处所|同一|我代表|[省市州县区旗镇乡]长(?!办公|专题会|热线|公开)|县机构(?=编制)|开办企业|设立企业|国家(?:建立|健全|完善|实行|推进|加强|鼓励|支持)|(?:法治|服务型|数字|阳光|效能|廉洁|责任|诚信|有为)政府|(?:全年|每年|每月|每季度|每半年|定期|统一|集中|分期|分批|迅速|立即|及时|认真|精心|积极|科学|分级|分类)组织"
)
