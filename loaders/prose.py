"""Owners that a sentence names: 由A牵头,B配合 · A、B负责… · A是…主管部门 · B配合A….

Only directives of blocks without a tag are asked, clause by clause, and only lists in which every name is certainly a
unit count: a wrong owner is worse than a missing one.
"""

from __future__ import annotations

import re
from typing import Final

from kg.model import Role
from loaders.compounds import compounded
from loaders.extract import actors
from loaders.extract.grammar import adverbs_end, verb_at
from loaders.label_lines import NAME_ENDS
from loaders.rules import seeking
from loaders.tag_cues import Mention, Range
from loaders.tag_habits import certainly
from loaders.unit_lists import Item, split_list, whose
from ontology.unit_names import looks_like_unit

_UNITS: Final = r"(?P<units>(?:[^,。;:“”《》\n()]|\([^()]{1,24}\)){2,160}?)"
_MUST: Final = r"(?:要|应当|应|须|将|具体)?"
# 负责人, 负责制, 牵头、责任单位要…, but 负责制定, 负责人民防空
_NOT_A_NOUN: Final = (
    r"(?!人(?![民力口才防])|[同的者任单部]|制(?![定发作订])|、(?:责任|配合|参与|协办)(?:单位|部门))"
)
_HOW: Final = r"(?:共同|具体|统一|分别|轮流|总体?|自行|各自|认领)?"
_CALLED: Final = r"(?:\(以下(?:[^()]|\([^()]{1,6}\)){2,30}\))?"
# 由A牵头 · A负责: the clause begins with its owners
_OPENING: Final = re.compile(
    rf"(?:由|(?:[^,。;:未不可经]|经(?=[济开信])){{2,12}}授权)?(?:其(?:所属|下属)的?)?{_UNITS}{_CALLED}:?{_MUST}(?:主要|依法)?(?:按照?(?:各自)?(?:管辖)?(?:职责|分工)(?:分工)?)?{_HOW}(?:负责(?=牵头)|对[^,。;]{{2,30}}?(?=负总责))?(?P<verb>牵头|负责|负总责|主抓|主办(?=$)|承办(?![单部人机科])(?=[^,。;]{{3}})|承担(?=[^,。;的]{{0,12}}(?:日常|具体)(?:组织|协调|管理)?工作$)|主管(?![部机单负领人])(?=[^,。;]{{2,40}}工作$)){_NOT_A_NOUN}"
)
_BY: Final = re.compile(
    rf"(?:[^,。;:由]{{0,40}})?(?<!转)由{_UNITS}{_HOW}(?:负责(?=牵头))?(?P<verb>牵头|负责|承办|组织实施|负总责|主抓|主办(?=$)|统筹(?=$|协调|推进|负责)|抓好?落实|(?<=[局委办厅部室院府会科处股社])承担(?=$)){_NOT_A_NOUN}"
)
# 日常工作由县司法局承担, not 费用由县财政局承担, 法律责任由…承担
_WORK_BY: Final = re.compile("(?:工作|任务|事务|职责)由$")
# A(以下简称…)是本市热线工作的主管部门 · A为牵头单位
_IS: Final = re.compile(
    rf"{_UNITS}{_CALLED}(?:是|为|作为)(?:[^,。;:]{{0,30}}(?:的|工作))?(?:行政|业务|行业)?(?P<verb>牵头|责任|主管|承办|管理|实施)(?:责任)?(?:单位|部门|主体|机构|机关)"
)
# 区财政局的主要职责:(一)…, 区财政局履行下列职责: the subject of an article on duties
_DUTIES: Final = re.compile(
    r"(?P<units>[^,。;:“”《》\n的]{3,40}?)(?:的)?(?:应当|依法|主要|具体){0,3}(?P<verb>(?:履行|承担|行使|开展|负责|做好)(?:以下|下列)(?:主要)?(?:职责|工作|任务|事项)(?=:|$)|(?:履行|承担|行使)(?:以下|下列)(?:主要|[^,。;:的]{2,8})?职责|职责(?:是|为|包括|如下|分工)?(?=:))"
)
_DUTY_WORDS: Final = ("职责", "下列", "以下")
# 县法律援助中心在县司法局领导下,具体负责… · 县信访局是专门机构,履行下列职责: · 县热线中心,…,主要职责包括:
_SUBJECT: Final = re.compile(
    r"(?:[^,。;:由的]{1,30}(?<![自理事缘])由)?(?P<units>[^,。;:“”《》\n的]{3,70}?)(?:(?:统一)?(?:进行|实施)[^,。;:的]{2,12}|主管[^,。;:]{2,40}工作|(?:是|作?为)[^,。;:]{2,30}(?:机构|部门|单位)|依照法定职责|(?:按照?|依据?|根据)(?:各自)?(?:工作)?(?:职责|职能|权限|有关规定)(?:分工)?|在[^,。;:]{2,40}下|设在[^,。;:的]{2,20})?$"
)
_BODY: Final = re.compile(
    r"(?:局|委|办|厅|署|院|部门|单位|机构|机关|政府|中心|委员会|管委会|会议|小组|公司|室|\))$"
)
_AND_SO: Final = re.compile(
    rf"(?:主要|具体|统一|全面)?(?:负责{_NOT_A_NOUN}|(?:履行|承担|行使)(?:以下|下列)(?:主要)?职责|承担[^,。;的]{{2,30}}(?:日常工作|具体工作)(?=$)|职责(?:是|为|包括|如下)?(?=:|$))"
)
_AND_SO_HEADS: Final = frozenset("主具统全负履承行职")
# 各镇人民政府配合县工信局做好… · …,县财政局、县审计局配合
_HELP: Final = re.compile(
    rf"{_UNITS}{_MUST}(?:共同|积极|密切|主动|全力|依法|负责|予以|给予)?(?:支持)?(?P<verb>配合|协助|参与|参加|协办)(?=(?:[做抓化开推落完实组]|$|[省市县区镇州旗乡各]))"
    # 工会做好组织配合工作
    rf"|(?P<helpers>[^,。;:“”《》\n()]{{2,40}}?)(?:做好|抓好)(?:组织|协调|相关)?(?:配合|协助|协同)工作$"
)

# 市公安局、市城管局按照职责做好交通疏导
_BY_DUTY: Final = re.compile(
    rf"{_UNITS}{_MUST}(?P<verb>按照?(?:各自)?(?:工作)?(?:职责|职能|分工)(?:分工|职能)?)(?:$|做好|抓好|落实|开展|推进|加强|完善|组织|实施|承担|指导|移交|办理|履行|提供|核定|协调|监督|审核|检查|查处|处置)"
)

# 市商务局牵头,…,各县(市、区)抓好落实 · …由后勤科承办,财务科保障资金
_CARRY_OUT: Final = re.compile(
    rf"{_UNITS}{_MUST}(?P<verb>(?:抓?具体|抓好|组织|认真|贯彻)(?:落实|实施|抓好落实)|(?:及时|切实|全力|同步)?(?:保障|落实|做好|安排|拨付|解决|筹措)[^,。;:的]{{2,16}}|落实(?=$))"
)
# 县审计局对资金使用情况进行监督 · 纪检监察室全程监督
_WATCH: Final = re.compile(
    rf"(?:由)?{_UNITS}{_MUST}(?:依法|全程)?(?:对[^,。;]{{2,40}}?)?(?:全程|依法|跟踪|进行|实施|开展){{0,2}}(?P<verb>监督(?:检查)?|督办|督导|督查)"
)
_WATCH_WORDS: Final = ("监督", "监督检查", "督办", "督导", "督查")
# 联席会议由县司法局牵头,成员单位包括县公安局、县民政局等单位
_MEMBERS: Final = re.compile(rf"成员单位(?:包括|有|为){_UNITS}(?:等(?:相关|有关)?(?:部门|单位)?)?$")

# 联席会议由县教育局、县民政局组成,县教育局为牵头单位,县民政局为配合单位。: the whole clause says what A is
_APPOINTED: Final = re.compile(
    rf"(?!以){_UNITS}(?:均|都)?(?:(?<!作)为|是)(?P<verb>牵头|责任|主办|承办|配合|协办|参与)(?:单位|部门)"
)

_HELPERS: Final = r"(?P<help>(?:[^,。;:“”《》\n()]|\([^()]{1,24}\)){2,70}?)(?=$|,|等|(?:共同|联合|及时|抓紧|另行|进一步|统一|认真|适时|定期)?(?:制[定订]|组织(?!部)|建立|健全|疏导|调[解查处]|排查|化解|处置|维护|核实|深入|扎实|切实|全面|每|开展|研究|提出|对|按|根据|依[据照]|遵循|参照|结合|围绕|针对|做好|抓好|推[进动]|加[强快]|编制|拟[定订]|起草|负责|完善|审[核查定批]|[认确核]定|核[准实]|清[算理]|组建|筛选|修订|明确|出台|印发|发布|公布|落实|实施|指导|督促|监督(?!管理)|检查|协调|办理|处理|给予|评估|评定|汇总|梳理|形成|下达|安排|报|向|将|在|于|以|积极|探索|优化|规范|强化|推行|支持|签署|依托|集中|复核|核查|启动|责令|可以|整合|确定|规定|组成|逐[户一项个条村级笔]|自(?![然治贸主])|通过|跟踪|进行|依法))"
# 县财政局会同县教育局制定办法 · 由A会同B及时清算, not 县财政局会同县教育局制定的办法
_TOGETHER: Final = re.compile(
    rf"(?:(?:[^,。;:由]{{0,40}})?(?<![理自事缘])由|请|责成)?{_UNITS}{_MUST}(?:及时|负责|牵头|可以|定期|依法)?(?P<verb>(?<!社)会同(?![意步样时期类志]))"
    + _HELPERS
)
_JOINED: Final = re.compile(r"会同" + _HELPERS)
_OPEN_CLASS: Final = ("部门", "单位", "机构", "机关")
# One of these stands in every pattern: most sentences hold none.
_CUE: Final = seeking(
    "牵头|负责|负总责|会同|主办|主抓|承办|组织实施|职责|配合|协助|主管|责任主体|(?:开展|做好)(?:以下|下列)|(?:日常|具体)工作"
)
# 行政复议机关负责法制工作的机构: the verb belongs to a noun
_MODIFIER: Final = re.compile(
    r"负责(?!对(?!外))[^,。;:]{1,20}的(?:机构|部门|单位|人员|工作人员|组织(?![实协领管指推工开落、和及与])|内设机构|同志|处室|科室|(?:电子)?证照(?=[,。;]|$))"
)
_CLAUSE: Final = re.compile("[,;]")
# 制作该信息的行政机关, 浦东新区应当建立区人民政府, 由牵头部门负责: a description or an open reference, no name
_DESCRIBED: Final = seeking(
    r"的|该|是|接受|^受|^商(?!务)|合理$|实行|^各项|委托|授权|设在|下设|成立|^(?:下列|以下)|应当|加强|建立|健全|按(?:规定|照)|根据|依法(?!治)|通过|^经(?!济|信|贸|开|发|委|检|管|营)|办小区|^(?:会同|配合|协助|协调|支持|引导|推动|督促|指导|领导(?!小组|班子)|组织(?!部))|^[一两三四五六七八九\d]个|级$|代表(?!大会)|及其$|本(?:机关|单位|部门|级)|分别|日$|在.+下$|^依照|^请|^报(?![社业刊])|共同|干部$|以及|或者|设立|明确|^[要且对]|或|^(?:确定|指定|完善|实现|联合)|协作$|^(?:法人|公民|自然人)|(?:牵头|责任)(?:部门|单位)$"
    # 应经县规划局(同意), 有关部门商市政府, 有关部门依照职责, 鼓励龙头企业, 县财政部门会同有关部门, 机构对结果: no name
    r"|^(?:应(?!急)|协同|鼓励)|部门商(?!务)|依照|组成|会同(?!县)|对(?![外口台应])"
    r"|^各?责任主体$|^其[他它](?:有关|相关)?部门$|^(?:牵头|责任|配合|主责|相关|有关|承办|主办|经办|实施|各)(?:有关|相关)?(?:部门|单位)$|^各级(?!人民政府|政府|党委|党组|人民法院|法院|人民检察院|检察院|公安|市场|教育|民政|财政|司法)[^部门局委办机构]{2,8}$"
)
# 省人民政府管理专利工作的部门, 设区的市教育主管部门: how laws name a body
# 各级市场监管部门的|信用监管机构: the body within a body; 作出决定的|部门: which of them is told
_FIELD: Final = re.compile(
    r"管理[一-鿿]{2,6}工作的(?=部门$)|设区的(?=市)|(?<=[门局])的(?=[一-鿿]{2,6}机构$)|^作出[^,。;的]{2,16}决定的(?=[一-鿿]{2,16}(?:部门|机关))"
)
_HELP_WORDS: Final = ("配合", "协助", "参与", "参加", "协办")
_OPENING_VERBS: Final = ("牵头", "负责", "负总责", "主抓", "主办", "主管", "承办", "承担")
_DONE_BY: Final = ("统筹", "落实", "承担")  # 由县司法局统筹
_BY_VERBS: Final = (*_OPENING_VERBS, "组织实施", *_DONE_BY)
_IS_VERBS: Final = ("牵头", "责任", "主管", "承办", "管理", "实施")
_IS_WORDS: Final = ("单位", "部门", "主体", "机构", "机关")  # what the pattern ends in
_RULE: Final[dict[str, str]] = {
    "lead": "prose.lead",
    "responsible": "prose.responsible",
    "cooperate": "prose.cooperate",
    "supervise": "prose.supervise",
}
# 党委领导、政府负责、部门配合: a principle, not a duty
_SLOGAN: Final = frozenset(
    (
        "政府",
        "党委",
        "部门",
        "单位",
        "企业",
        "学校",
        "党委政府",
        "各级",
        "主管部门",
        "有关部门",
        "牵头部门",
    )
)


def find_owners(text: str, sentence: Range) -> list[Mention]:
    """The owners that a directive names with role verbs, clause by clause."""
    start, end = sentence
    if text.startswith("会议", start) and (decided := _DECIDED.match(text, start, end)):
        start = decided.end()
    if listed := _listed(text, start, end, text.find(":", start, min(end, start + _LONGEST_HEAD))):
        return listed + [
            mention
            for clause in _clauses(text, start, end)[1:]
            for mention in _clause(text, *clause, follows=True)
            if mention.role == "cooperate"
        ]
    by = text.find("由", start, end)
    done_by = by >= 0 and any(text.find(verb, by, end) > 0 for verb in _DONE_BY)
    done_by = done_by or text.endswith(_WATCH_WORDS, start, end)
    if not done_by and _CUE.search(text, start, end) is None:
        return []
    mentions: list[Mention] = []
    clauses = _clauses(text, start, end)
    for index, (clause_start, clause_end) in enumerate(clauses):
        found = _clause(text, clause_start, clause_end, follows=bool(mentions))
        if index and not mentions and not found:
            found = _subject(text, clauses[0], (clause_start, clause_end)) or _going_on(
                text, clauses, index
            )
        for mention in found:
            if not any(
                m.item.name == mention.item.name and m.role == mention.role for m in mentions
            ):
                mentions.append(mention)
    return mentions


_LONGEST_HEAD: Final = 40
# 会议议定:经费由财务科负责
_DECIDED: Final = re.compile(r"会议[\u4e00-\u9fff]{2,6}[:,]")
# 县财政局:按照规定,负责…
_ACCORDING: Final = re.compile(r"(?:按照?|根据|依据|结合|依照)[^,。;:]{2,20},")
_FORM: Final = re.compile(r"[一-鿿]{2}单位")  # 填报单位:填报日期
_HELPS: Final = re.compile("(?:积极|主动|共同)?(?:配合|协助|参与)")


def _listed(text: str, start: int, end: int, colon: int) -> list[Mention]:
    """县城运中心:落实技术支撑工作, a line in a list of duties: whose name stands before the colon owns it."""
    first = _ACCORDING.match(text, colon + 1, end) if colon > 0 else None
    work = adverbs_end(text, first.end() if first else colon + 1) if colon > 0 else 0
    if not work or not verb_at(text, work) or _FORM.match(text, start, colon):
        return []
    return _named(text, (start, colon), "cooperate" if _HELPS.match(text, work) else "responsible")


def appointed(text: str, sentence: Range) -> list[Mention]:
    """The owners that a sentence which demands nothing appoints: …组成,A为牵头单位."""
    if not any(text.find(word, *sentence) >= 0 for word in ("单位", "部门", "责任主体")):
        return []
    mentions: list[Mention] = []
    for clause in _clauses(text, *sentence):
        mentions += _appointed(text, *clause)
    return mentions


def _appointed(text: str, start: int, end: int) -> list[Mention]:
    """县教育局为牵头单位: the whole clause."""
    found = _APPOINTED.fullmatch(text, start, end)
    if found is None and text.endswith("责任主体", start, end):  # 各县政府是防汛工作的责任主体
        whole = _IS.fullmatch(text, start, end)
        named = _named(text, whole.span("units"), "responsible") if whole else []
        return named if all(certainly(m.item) for m in named) else []
    named = _named(text, found.span("units"), _role_of(found["verb"])) if found else []
    # 首办部门为牵头单位: which of them that is depends on the case; 县直有关部门 are those of the county
    open_class = any(m.item.name.endswith(_OPEN_CLASS) and not certainly(m.item) for m in named)
    return [] if open_class else named


def _subject(text: str, first: Range, clause: Range) -> list[Mention]:
    """The owners that open the sentence, where a later clause says what is theirs."""
    if (
        text[clause[0]] not in _AND_SO_HEADS
        or _AND_SO.match(text, *clause) is None
        or _MODIFIER.match(text, *clause)
    ):
        return []
    found = _SUBJECT.match(text, *first)
    named = _named(text, found.span("units"), "responsible") if found else []
    return named if all(_BODY.search(m.item.name) for m in named) else []


# 落实专职人员,|负责信息报送: the staff is responsible
_OF_STAFF: Final = re.compile(
    r"(?:[人员组班]|领导|同志|部门|机构|单位|机关|中心|力量|联络员|指挥部|委员会|办公室)$"
)


def _going_on(text: str, clauses: list[Range], index: int) -> list[Mention]:
    """县水利局应加强统一规划,…,会同有关部门做好保护: who acts at the head of the sentence, in what a later clause says."""
    start, end = clauses[index]
    joins = text.startswith("会同", start)
    if not joins and (
        not text.startswith("负责", start) or _AND_SO.match(text, start, end) is None
    ):
        return []
    if _MODIFIER.match(text, start, end) or _OF_STAFF.search(text, *clauses[index - 1]):
        return []
    opens = clauses[0][0]
    agents = actors.find(text[opens : clauses[-1][1]])
    if not agents or agents[0][0] or any(stop + opens > clauses[0][1] for _, stop in agents):
        return []  # nobody, or another one acts later
    named = [
        mention
        for first, stop in agents
        for mention in _named(text, (opens + first, opens + stop), "responsible")
    ]
    if len(named) < len(agents) or not all(_BODY.search(m.item.name) for m in named):
        return []
    return named + (_joined(text, start, end) if joins else [])


_HEADED: Final = re.compile(
    r"[:。\s]*(?:主要|具体|统一|共同|作为[^,。;]{2,30}(?:单位|部门),?)?(?P<verb>负责|牵头|配合|协助)"
    + _NOT_A_NOUN
)


_HEADED_HEADS: Final = frozenset(":。主具统共作负牵配协").union(" \n\t\u3000\u00a0")


def headed_owners(text: str, title: Range, body: Range) -> list[Mention]:
    """(二)县财政局。负责… · 2.县公安局:配合…: the item's title is its owner, its first word the role."""
    found = _HEADED.match(text, *body) if text[body[0]] in _HEADED_HEADS else None
    if found is not None:
        return _named(text, title, _role_of(found["verb"]))
    colon = body[0] if text[body[0]] == ":" else title[1]
    named = _listed(text, title[0], body[1], colon) if text[colon] == ":" else []
    return named if all(certainly(m.item) for m in named) else []


def titled(text: str, title: Range) -> list[Mention]:
    """县公安局 · 县公安局职责 · 县公安局主要工作任务, the whole title of an item in a list of duties."""
    start, end = title
    if end > start and text[end - 1] in "责务" and (duties := _OF_TITLE.search(text, start, end)):
        end = duties.start()
    if end <= start or text[end - 1] not in _HELPER_ENDS:
        return []  # most titles are no names
    if end < title[1] and _ANY_BODY.search(text, start, end):
        return []  # 成员单位职责 stands above the list of these
    named = _named(text, (start, end), "responsible")
    return named if all(m.item.name[-1] in _HELPER_ENDS for m in named) else []


_ANY_BODY: Final = re.compile("其他|有关|相关|单位$|机构$")
_OF_TITLE: Final = re.compile(r"的?(?:主要|工作|具体){0,2}(?:职责(?:、?任务)?|任务)$")
_LEADS: Final = frozenset(["牵头", "主办", "主抓"])


def _role_of(verb: str) -> Role:
    """牵头, 主办 and 主抓 lead, as in labels and tables; 配合, 协助, 协办 and 参与 help."""
    if verb in _LEADS:
        return "lead"
    return "responsible" if verb in ("负责", "责任", "承办") else "cooperate"


def _clauses(text: str, start: int, end: int) -> list[Range]:
    """The clauses of a sentence; a comma inside brackets parts nothing."""
    out: list[Range] = []
    at = start
    for found in _CLAUSE.finditer(text, start, end):
        part = text[at : found.start()]
        if part.count("(") <= part.count(")"):
            out.append((at, found.start()))
            at = found.end()
    return [*out, (at, end)]


def _clause(text: str, start: int, end: int, *, follows: bool) -> list[Mention]:
    """The owners of one clause; ``follows``: a clause before it has named one."""
    words = text[start:end]  # of each pattern the word it cannot do without, first
    if follows and words.startswith("会同"):
        return _joined(text, start, end)
    helps = _HELP.match(text, start, end) if _holds(words, _HELP_WORDS) else None
    if helps:
        done = helps["verb"] is None  # 做好配合工作
        named = _named(text, helps.span("helpers" if done else "units"), "cooperate")
        if named and (
            follows or done or (helps["verb"] not in ("参与", "参加") and helps.end() < end)
        ):
            return named
    if words.endswith(_OPEN_CLASS) and (named := _appointed(text, start, end)):
        return named
    if words.endswith(_WATCH_WORDS) and (watches := _watched(text, start, end)):
        return watches
    if follows and words.startswith("成员单位") and (members := _MEMBERS.match(text, start, end)):
        return _named(text, members.span("units"), "cooperate")
    found = (
        (_OPENING.match(text, start, end) if _holds(words, _OPENING_VERBS) else None)
        or (_IS.match(text, start, end) if _says_what(words) else None)
        or (_BY.match(text, start, end) if "由" in words and _holds(words, _BY_VERBS) else None)
        or (_DUTIES.match(text, start, end) if _holds(words, _DUTY_WORDS) else None)
        or (_BY_DUTY.match(text, start, end) if "按" in words else None)
    )
    if found is None and "会同" in words:
        return _together(text, start, end)
    if found is None and follows:
        found = _CARRY_OUT.fullmatch(text, start, end)
    if found is None:
        return []
    if _MODIFIER.match(text, found.start("verb"), end):
        return []
    by = found.re is _BY and found["verb"] == "承担"
    if by and not _WORK_BY.search(text[start : found.start("units")]):
        return []
    role: Role = "lead" if found.group("verb") in _LEADS else "responsible"
    if follows and _SEES_TO_IT.match(text, found.start("verb"), end):
        role = "supervise"
    first, last = found.span("units")
    joined = text.find("会同", first + 1, last)
    mentions = _named(text, (first, last if joined < 0 else joined), role)
    if mentions and joined >= 0:
        mentions += _named(text, (joined + 2, last), "cooperate")
    return mentions + _beside(text, found.end(), end) if mentions else []


# 青石镇负责拆解,|县检察院负责监督并…: another one does the work
_SEES_TO_IT: Final = re.compile("负责(?:监督(?:检查)?|督办|督导|督查)(?=$|并)")
_HELPER_ENDS: Final = NAME_ENDS | {")"}


def _watched(text: str, start: int, end: int) -> list[Mention]:
    """县审计局对资金使用情况进行监督: who sees to it that others do theirs."""
    words = text[start:end]
    if _holds(words, ("接受", "负责", "加强")):
        return []  # 各部门要接受社会监督; 县财政局负责监督, 要加强监督: it is what is to be done
    found = _WATCH.fullmatch(text, start, end)
    named = _named(text, found.span("units"), "supervise") if found else []
    return named if all(m.item.name[-1] in _HELPER_ENDS for m in named) else []


def _together(text: str, start: int, end: int) -> list[Mention]:
    """县财政局会同县教育局制定…: who does it, and with whom."""
    found = _TOGETHER.match(text, start, end)
    if found is None:
        return []
    mentions = _named(text, found.span("units"), "responsible")
    return mentions + _helpers(text, *found.span("help")) if mentions else []


def _joined(text: str, start: int, end: int) -> list[Mention]:
    """…牵头,会同县财政局、县教育局制定…: who helps."""
    found = _JOINED.match(text, start, end)
    return _helpers(text, *found.span("help")) if found else []


_AND_OTHERS: Final = re.compile("等(?:有关|相关)?部门")


def _helpers(text: str, start: int, end: int) -> list[Mention]:
    """县教育局, or 发展改革、教育|等部门, whose noun stands behind the list."""
    others = _AND_OTHERS.match(text, end)
    whole = _of_fields(text, start, others.end()) if others else None
    if whole is not None:
        return [Mention(whole, "cooperate", _RULE["cooperate"], 0.85)]
    joined = _named(text, (start, end), "cooperate")
    return [m for m in joined if m.item.name[-1] in _HELPER_ENDS]


def _says_what(words: str) -> bool:
    """是…主管部门: the clause holds what A is, and the verb that the noun is made of."""
    return (
        _holds(words, _IS_WORDS) and _holds(words, _IS_VERBS) and ("是" in words or "为" in words)
    )


def _holds(words: str, any_of: tuple[str, ...]) -> bool:
    return any(word in words for word in any_of)


def _beside(text: str, start: int, end: int) -> list[Mention]:
    """由A牵头、B配合: who helps stands behind a 、 of the same clause."""
    if text.startswith("会同", start):
        return _joined(text, start, end)
    if text[start : start + 1] != "、":
        return []
    helps = _HELP.match(text, start + 1, end)
    return _named(text, helps.span("units"), "cooperate") if helps else []


_LEVELS: Final = 4  # characters of 设区的市
_LONGEST: Final = 26  # 区县(自治县)人民政府优化营商环境工作主管部门


# 人力资源社会保障、财政部门 · 发展改革、教育等部门: fields that share their noun, one class as agents have it
_FIELDS: Final = re.compile(
    r"由?(?P<fields>[^\W等]{2,12}(?:、[^\W等]{2,12})*)(?P<others>等(?:有关|相关)?)?部门"
)
_NO_FIELD: Final = re.compile("[的由是和与及其各]|有关|相关|部门|会同|配合|组织|协调|指导")


def _of_fields(text: str, start: int, end: int) -> Item | None:
    """The bodies of several fields, where the whole list is one of fields."""
    found = _FIELDS.fullmatch(text, start, end) if text.endswith("部门", start, end) else None
    if found is None:
        return None
    fields = found["fields"].split("、")
    alone = len(fields) == 1 and found["others"] is None  # 财政部门 is a name like others
    if alone or any(_NO_FIELD.search(compounded(f)) or looks_like_unit(f) for f in fields):
        return None
    first = found.start("fields")
    name = text[first:end]
    return None if _DESCRIBED.search(name) else Item(first, end, name, certain=True)


def _named(text: str, where: Range, role: Role) -> list[Mention]:
    if (fields := _of_fields(text, *where)) is not None:
        return [Mention(fields, role, _RULE[role], 0.85)]
    named = split_list(text, *where)
    if named and text.find("、", where[0] + _LEVELS, named[0].start) >= 0:
        return []  # 应当经城市、|县政府: what begins the list is no name, but 市、|区县政府
    # 霜桥镇党委、政府负责 names two, 党委、政府负责 none
    items = [i for i in named if i.name not in _SLOGAN or whose(text, i.start, i.end)]
    if (
        not items
        or _is_governed(text, items[0].start)
        or not all(i.certain or looks_like_unit(i.name) for i in items)
        or any(
            len(i.name) > _LONGEST
            or _DESCRIBED.search(_FIELD.sub("", i.name))
            or not _balanced(i.name)
            for i in items
        )
    ):
        return []
    return [Mention(item, role, _RULE[role], 0.85) for item in items]


def _is_governed(text: str, start: int) -> bool:
    """积极协调|县财政局落实资金, 帮助|企业解决困难: whom others have do it, behind their verb."""
    at = adverbs_end(text, start)
    at += verb_at(text, at)
    return at > start and text.startswith(_OTHERS_HEADS, at)


_OTHERS_HEADS: Final = (*"各省市县州镇乡国", "企业")  # not 开发|区


def _balanced(name: str) -> bool:
    return name.count("(") == name.count(")")
