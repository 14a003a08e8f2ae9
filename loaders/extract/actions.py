"""What is to be done, and to what: the action and the object of a sentence."""

from __future__ import annotations

import re
from typing import Final

from loaders.extract import actors
from loaders.extract.clause_readings import (
    NOTHING,
    Reading,
    denied,
    goes_on,
    is_goal,
    is_whole,
    named_before,
    of_clause,
    past_means,
)
from loaders.extract.doubtful import is_doubtful
from loaders.extract.grammar import (
    Last,
    adverbs_end,
    clauses,
    opening_verb,
    verb_at,
)
from loaders.extract.leading import (
    BINDS_NEXT,
    MODAL,
    Ranges,
    acts,
    bound_from,
    conditions,
    one_case,
    phrase,
)
from loaders.extract.led import BINDS, COLOURED, LED, LIKELY, SURE
from loaders.extract.lexemes import LIGHT, NOUNY, RELATIVE, SAYS, VERB, Word, noun_begins, scan
from loaders.extract.modals import OUGHT
from loaders.extract.named_things import ONLY_NOUN
from loaders.extract.objects import dealt_with, with_object
from loaders.extract.plainly_told import measured, told
from loaders.extract.predicates import Clause
from loaders.extract.spanning import (
    WHAT,
    WHO,
    carried,
    moved_over,
    only_to_whom,
    sent_on,
    whole_object,
    with_the_rest,
)
from loaders.extract.topics import (
    ENDS_AS_PAPER,
    WHEN,
    WHEN_HEADS,
    only_leads,
    only_topic,
    past_time,
    spoken_of,
    topic_in,
    topic_of_case,
    without_asking,
    without_frame,
    without_label,
    without_note,
)
from loaders.rules import lexicon


def action_object(sentence: str) -> tuple[str | None, str | None]:
    """What is to be done, and to what: ``("健全", "议事规则")``; (None, None) when no predicate is recognised."""
    found = read(sentence)
    return found.action, found.thing


_READ: Final[Last[Reading]] = Last()


def read(sentence: str) -> Reading:
    """The reading of one folded sentence.

    The first clause with a sure predicate and an object says it; a clause that only names a circumstance or the
    subject (具有…户籍的父母,应登录…) is passed over as long as another one has a predicate.
    """
    known = _READ.of(sentence)
    if known is None:
        said = without_label(without_frame(without_note(sentence)))
        if "坚持把" in said:  # 坚持把党的领导|贯穿…: how, not what
            said = said.replace("坚持把", "把", 1)
        if "后报" in said and "经" not in said:
            said = _THEN_SENT.sub("", said)
        said = without_asking(said)
        found = _moved(said) or _plain(said) or _Search(said).read()
        known = _READ.keep(sentence, _over_comma(said, found))
    return known


# 对初审意见审定|后报县政府批准: what is done before it is sent on
_THEN_SENT: Final = re.compile(
    "(?<=(?:审[核定查议]|汇总|[制拟][定订]|起草|编制|提出))后报[^,的]{2,30}(?:批准|备案|审[批定议]|同意)$"
)


def _moved(sentence: str) -> Reading | None:
    """将A、B政策,|延续实施至年底; 应将开展宣传等情况,及时|报告办公室; 工作总结于年底前|报县普法办."""
    if "将" not in sentence and "把" not in sentence:
        sent = sent_on(sentence) if "报" in sentence or "提交" in sentence else None
        return Reading(*sent, SURE) if sent is not None else None
    moved = moved_over(sentence)
    if moved is not None:
        return Reading(*moved, SURE)
    across = carried(sentence)
    return Reading(across[0], across[1], SURE, across[2]) if across is not None else None


def _over_comma(sentence: str, found: Reading) -> Reading:
    """支持高校根据需求,探索…: with the whole of what the others are told."""
    if found.thing is not None and "," in sentence:
        with_more = with_the_rest(sentence, found.thing)
        if with_more != found.thing:
            found = found._replace(thing=with_more)
    if found.thing is None or found.action is None:
        return found
    if found.action[-2:] not in SAYS and found.action not in ("探索", "负责"):
        return found
    whole = whole_object(sentence, found.action, found.thing)
    return found if whole == found.thing else found._replace(thing=whole)


def _plain(sentence: str) -> Reading | None:
    """The reading of a sentence that plainly opens with its verb: 健全|议事规则."""
    at, length, end = opening_verb(sentence)
    if not length or bound_from(sentence, end) or sentence[at - 1 : at] in ("把", "将"):
        return None
    if any(first <= at < stop for first, stop in actors.find(sentence)):
        return None  # 制定|机关按照…: the verb begins a name
    if at and noun_begins(sentence, 0):
        return None  # 常态分配|实行网上申请: the adverb begins one
    if end < len(sentence) and _names_thing(sentence, at, length, end):
        return None
    clause = sentence[:end].rstrip(" 、的")
    if "由" in clause and sentence[at : at + length] not in SAYS:
        return None  # 资助费用由县政府支付
    if "把" in clause or is_doubtful(clause, at, at + length):
        return None
    action, thing = with_object(clause, at, at + length)
    if (
        thing is None
        or is_goal(thing)
        or goes_on(thing)
        or (action in _STRIVES and _ONLY_WHEN.fullmatch(thing))
    ):
        return None
    return Reading(denied(clause, at) + action, thing, SURE)


def _names_thing(sentence: str, at: int, length: int, end: int) -> bool:
    """调解不成的民间纠纷,|当事人可以…: a verb that only describes what another one's duty is about."""
    verb = sentence[at : at + length]
    if (verb in NOUNY or verb in RELATIVE) and _STRONG_LATER.match(sentence, end):
        return ONLY_NOUN.search(sentence, at, end) is not None
    led = (",不得", ",由", ",参照", ",依照")
    if "的" not in sentence[at:end] and not sentence.startswith(led, end):
        return sentence.find("的,", end) > 0 and one_case(sentence, clauses(sentence))
    return conditions(sentence, clauses(sentence)) > 0


_STRONG_LATER: Final = re.compile(r",[^,]{2,20}(?:应当|不得|必须|可以)")


# 可以根据需要,|委托…: the clause of the modal word only says when
_LED_BY_MODAL: Final = re.compile(
    r"(?:可以?|应当?|必须|须)(?:根据|结合|按照|依据|视|借助|利用|依托)"
)
# 可以结合实际,|探索…: what such a verb says of being bound outweighs the clause before
_TELLS: Final = frozenset(lexicon("statements")["recommending"]) - {"引导"}


class _Search:
    """The clauses of a sentence, read one after the other for the first that says what is to be done."""

    def __init__(self, sentence: str) -> None:
        self.sentence, self.words = sentence, scan(sentence)
        self.agents = actors.find(sentence)
        self.ranges = clauses(sentence)
        self.best = NOTHING
        self.topic: str | None = None  # 对违反规定的企业,一律关停
        self.spoken_of = False  # 对…的事项: no other clause is what the sentence is about
        self.governing = ""  # 可以自收到决定之日起三十日内,向上级机关|申请; 可由协会|指导
        self.aims = sentence.startswith("为") and _for_doing(sentence)

    def read(self) -> Reading:
        """The first sure reading, else the best one, else what can be guessed."""
        skipped = self._conditions()
        for start, end in self.ranges[skipped:]:
            found = self._clause(start, end)
            if found is not None:
                return found
        best, sentence = self.best, self.sentence
        if best.action == "通过" and best.quality <= COLOURED:
            best = past_means(sentence, self.words, best) or best
        if best.quality > LIKELY:
            return best
        plainly = told(sentence, self.agents)
        if plainly is not None:
            return Reading(*plainly, COLOURED)
        figure = measured(sentence)
        rate = figure is not None and best.action not in _GOALS and (figure[1] or "")[-1:] == "率"
        if best.quality and not rate:
            return best
        bound = None if rate else _bound(sentence, self.words, self.ranges[skipped:])
        return bound or (NOTHING if figure is None else Reading(*figure, LIKELY))

    def _conditions(self) -> int:
        """How many clauses only lead to the first that may say something; what they name is the topic."""
        sentence, ranges = self.sentence, self.ranges
        skipped = conditions(sentence, ranges)
        if skipped and _is_thing(sentence, self.words, *ranges[skipped - 1]):
            self.topic = topic_in(sentence[slice(*ranges[skipped - 1])])
        elif skipped:
            self.topic = dealt_with(sentence, *ranges[skipped - 1], self.agents)
            if self.topic is None and sentence[ranges[skipped - 1][0]] == "经":
                # A对X,经同意,可以委托给B
                self.topic = dealt_with(sentence, *ranges[0], self.agents)
        if skipped > 1 and self.topic is None:
            self.topic = topic_of_case(sentence, ranges[:skipped])
        return max(skipped, phrase(sentence, ranges))

    def _clause(self, start: int, end: int) -> Reading | None:
        """The reading of the sentence when this clause is sure to say it; else the clause is remembered."""
        sentence, best = self.sentence, self.best
        here, last, self.topic = _said(sentence, start, end, self.agents, self.topic)
        if last - here < 2 or (best.quality and sentence.startswith(_LEST, here)):
            return None
        if end < len(sentence) and only_leads(sentence, here, end):
            return None
        if here > start and (modal := MODAL.search(sentence, start, here)):
            self.governing = modal[0]
        found = of_clause(sentence, Clause(sentence, self.words, here, last), self.topic)
        if only_topic(sentence, here, end):
            found = found._replace(quality=min(found.quality, LIKELY))
        avoids = start > self.ranges[0][0] and found.action in _AVOIDS and not found.modal
        found = self._governed(found, start, end, here, last)
        if found.action in _STRIVES and _ONLY_WHEN.fullmatch(found.thing or ""):
            return None  # 力争到2025年底,推行…改革
        if avoids:
            found = _bound_manner(sentence, self.ranges, start) or found
        if found.modal == "不得" and found.thing is None and best.modal and best.quality >= LED:
            return best  # 都要逐级上报,不得擅自处理
        if found.quality >= LED and (
            found.thing is not None
            or is_whole(found, sentence[here:last])
            or (sentence[start] == "由" and here > start and self._is_all(found, here, last))
        ):
            if self.aims and not found.modal and _bound_later(sentence, end, self.agents):
                if not best.quality:
                    self.best = found._replace(quality=LIKELY)
                return None  # 为方便群众,提升效能,各单位要优化流程
            if self._says_it(found, here, last, end):
                return found
            found = found._replace(quality=COLOURED)
        self._remember(found, here, last, end)
        return None

    def _is_all(self, found: Reading, here: int, last: int) -> bool:
        """由县政府|解释,报请省政府批准: what behind the agent the clause consists of; not 由…牵头, nor 由…决定,可以…."""
        said = self.sentence[here:last]
        if said != found.action or said in ("牵头", "提出"):
            return False
        return BINDS_NEXT.search(self.sentence, last) is None

    def _governed(self, found: Reading, start: int, end: int, here: int, last: int) -> Reading:
        """The reading with the modal word of a clause before it, where that one governs it."""
        sentence, governing = self.sentence, self.governing
        # 应当结合实际,|探索…
        if (
            governing
            and found.modal in ("", "负责", "予以")
            and (found.action not in _TELLS or governing == "应当")
        ):
            found = found._replace(modal=governing)
        if _says_how(sentence, here, last, found):
            # 应先办理…(可网上办理)后: what a note says governs nothing
            note = sentence.find("(", here, last)
            modal = MODAL.search(sentence, here, note if note >= 0 else last)
            if modal is not None and _OF_NOUN.match(sentence, modal.end(), last) is None:
                self.governing = modal[0]
        if (
            start == 0
            and sentence[0] == "对"
            and only_to_whom(sentence, end, found.action, found.thing, found.modal)
        ):
            return found._replace(quality=min(found.quality, LIKELY))
        return found

    def _says_it(self, found: Reading, here: int, last: int, end: int) -> bool:
        """Whether a clause with a predicate and its thing says the work, and not only to whom or who."""
        sentence = self.sentence
        whom = (
            not (here and _BINDS_WHO.match(sentence, here))
            and found.quality == LED
            and _is_of_whom(sentence, here, last, end)
        )
        if sentence.startswith("通过", here) and _OF_STATE.search(sentence, here, last):
            whom = whom or BINDS.match(sentence, end) is not None
        if "已" in sentence[here:last] and _DONE_ALREADY.search(sentence, here, last):
            whom = whom or any(first > end for first, _ in self.agents)
        return not whom and not _names_subject(found, sentence[here:last], sentence[end:])

    def _remember(self, found: Reading, here: int, last: int, end: int) -> None:
        """Keep the better reading, and what the clause is about if it says no more."""
        sentence, best = self.sentence, self.best
        if found.quality > best.quality and not (
            best.quality >= LED and sentence.startswith(("无需", "不需"), here)
        ):
            self.best = found  # 由企业向社会公示,无需另行申请
        of_next = sentence.startswith(",由", end) and (
            ONLY_NOUN.search(sentence, here, last)
            or (found.quality <= LIKELY and ENDS_AS_PAPER.search(sentence, here, last))
        )
        if found.quality == 0 or sentence[here] in "对凡" or of_next:
            named = topic_in(sentence[here:last])
            if named and (self.topic is None or sentence[here] in "对凡" or not self.spoken_of):
                self.topic, self.spoken_of = named, sentence[here] in "对凡"


_LEST: Final = ("以免", "以防", "以便", "直至", "直到")  # 应当提前提醒换证,以免|影响申领补贴
_OF_NOUN: Final = re.compile(
    r"(?![就依按根对向以在由经通参从自])[^,的]{1,5}的(?=[一-鿿])"
)  # 不得|销售的药品,纳入目录


def _bound(sentence: str, words: list[Word], ranges: Ranges) -> Reading | None:
    """应当在材料上|加盖单位公章: what a modal word binds, where no clause showed its predicate."""
    for start, end in ranges:
        predicate = Clause(sentence, words, start, end).bound_to()
        if predicate is not None:
            action, thing = with_object(sentence[:end], predicate.start, predicate.end)
            return Reading(
                denied(sentence, predicate.start) + action,
                thing or named_before(sentence, predicate),
                predicate.quality,
                predicate.modal,
            )
    return None


def _for_doing(sentence: str) -> bool:
    """为|方便群众,…: an aim; 为经营困难的企业|办理歇业登记: for whom the work is done."""
    return verb_at(sentence, adverbs_end(sentence, 1)) > 0 or sentence.startswith("为了")


def _says_how(sentence: str, start: int, end: int, found: Reading) -> bool:
    """可以通过询问等方式,对工作进行|监督: a clause that says when or how; what its modal word governs comes later."""
    if found.quality == 0 or found.action in ("通过", "以"):
        return True
    if found.quality in (LIKELY, COLOURED) and sentence[end - 1] in "内起前后":
        return True
    return found.quality < LED and _LED_BY_MODAL.search(sentence, start, end) is not None


_DONE_ALREADY: Final = re.compile(
    "已(?:有|将|被|纳入|列入|作为)"
)  # 已有措施将本市作为试点,|各单位要…
_OF_STATE: Final = re.compile("的[^,的]{0,4}情况$")  # 通过座谈会征求意见的情况,|也要一并公开
# 各单位应当|公布…的事项: not 应当由…的事项
_BINDS_WHO: Final = re.compile("(?:应当?|不得|可以?|必须)(?![将把由对])")


def _is_of_whom(sentence: str, here: int, last: int, end: int) -> bool:
    """对…的企业,…: whether a clause that is not the last one only says to whom something is done."""
    if end == len(sentence):
        return False
    if WHO.search(sentence, here, last) is not None:
        return True
    return sentence[0] == "对" and WHAT.search(sentence, here, last) is not None


def _bound_later(sentence: str, at: int, agents: list[tuple[int, int]]) -> bool:
    """Whether a later clause says who is to act."""
    if any(first > at for first, _ in agents) or BINDS_NEXT.search(sentence, at) is not None:
        return True
    if _SOMEBODY.search(sentence, at) is not None:
        return True
    return _ALL_ACT.search(sentence, at) is not None  # 保持一致,|我市各级窗口统一使用


# 为方便群众就医,提升效能,|参保人员无需提前办理
_SOMEBODY: Final = re.compile(
    rf",[^,]{{0,8}}(?:[人员者民户]|企业|单位|群众|机构|部门)(?:无需|可(?!持)|须|{OUGHT}|需(?!求))"
)
_ALL_ACT: Final = re.compile(
    r",[我本全][省市县区](?!域)各[^,]{4,}$|,并?请(?![求示假教])|,(?:经研究,?)?现?决定(?!的|书)"
)


def _is_thing(sentence: str, words: list[Word], start: int, end: int) -> bool:
    """Whether a clause that leads to the main one may name what that does something to: 审议意见,应当|整理."""
    if sentence[end - 1] == "的" or acts(sentence, start, end):
        return False
    plain = sentence[start] in "对凡" or not any(
        start <= word.start < end
        and word.kind & VERB
        and sentence[word.start : word.end] not in NOUNY
        for word in words
    )
    return plain or ONLY_NOUN.search(sentence, start, end) is not None


_BY: Final = re.compile(
    r"由(?:[^,]{2,20}(?:或者|和|、|或))?$"
)  # 住房由|其所有权人或者|运营单位管理


_HANDED_TO: Final = ("并交由", "后交由", "并转由")
_SHORT_WAY: Final = 5  # characters


def _said(
    sentence: str, start: int, end: int, agents: list[tuple[int, int]], topic: str | None
) -> tuple[int, int, str | None]:
    """Where what a clause says of its agents begins and ends, and what the sentence is about."""
    here = start
    for first, stop in agents:
        if sentence.endswith(_HANDED_TO, 0, first) and first - here > _SHORT_WAY:
            continue  # 回收标识并交由|检疫机构处置
        if start <= stop <= end:
            by = _BY.search(sentence, start, first) if here == start and first > start else None
            if by is not None and adverbs_end(sentence, start) < by.start() - 1:
                topic = spoken_of(sentence[start : by.start()]) or topic
            here = stop
    here = past_time(sentence, here, end)
    if sentence[here : here + 1] in WHEN_HEADS and (when := WHEN.match(sentence, here, end)):
        here = when.end()
    if sentence[here : here + 1] in _WHOLE_HEADS and (whole := _WHOLE.match(sentence, here, end)):
        at = adverbs_end(sentence, whole.end())
        verb = sentence[at : at + verb_at(sentence, at)]
        here = whole.end() if verb and verb not in _WHOSE else here
    while here < end and sentence[here] in " 、,。":
        here += 1
    if sentence.startswith(("现将", "现就"), here):
        here += 1
    last = end
    while last > here and sentence[last - 1] in " 、":
        last -= 1
    return here, last, topic


_AVOIDS: Final = frozenset(["避免", "防止"])
# 服务应|依托现有平台,避免重复建设; 要|坚持科学考核,避免增加负担
_MANNER_BOUND: Final = re.compile(
    r"(?:应当?(?<![相对反适供响]应)|必须|须|要(?<![主重需]要))(依托|坚持|遵循|立足|充分利用|注重)([^,]{3,40})$"
)


def _bound_manner(sentence: str, ranges: Ranges, before: int) -> Reading | None:
    """What a modal word binds in a clause that else would but say how, when the later one only says what that avoids."""
    for start, end in ranges:
        if start >= before:
            break
        bound = _MANNER_BOUND.search(sentence, start, end)
        if bound is not None:
            return Reading(bound[1], bound[2], LED)
    return None


_STRIVES: Final = frozenset(["力争", "争取", "确保"])
_ONLY_WHEN: Final = re.compile(
    r"[用以](?:[一-鿿0-9]{1,6})(?:年|个月)(?:左右)?时间|(?:到|在|于|至)?20\d\d年(?:\d{1,2}月)?(?:底|末|初)?(?:之?前)?"
)
# 国家|加强跨界执法, 全市|推行网上办理: whose, before the verb; 县司法局结合实际|研究制定规范: how
_WHOLE: Final = re.compile(
    r"国家|新片区|全[国省市县区镇年]|[本我](?:省|市|县|区|自治区)"
    r"|(?:结合|根据)(?:本地区?|本单位|本部门|各自|工作|自身)?实际|按照?(?:各自)?职责分工"
)
_WHOLE_HEADS: Final = frozenset("国全本我新结根按")
_WHOSE: Final = frozenset(
    ["规定", "统计", "出资", "统一", "部署", "安排", "要求", "认定"]
)  # 国家规定的领域

# 列入议程的草案,主席团可以|交…审议
_BINDS_LATER: Final = re.compile(rf"^{BINDS.pattern}|,[^,]*(?:应当|可以|不得|必须)")


_GOALS: Final = LIGHT | {"实现", "达到"}
_UNBOUND: Final = frozenset(["", "需", "需要", "负责"])  # 确需使用…的土地,可按规定办理


def _names_subject(found: Reading, clause: str, rest: str) -> bool:
    """具有本市户籍的父母|,须登录…: the clause names those whom the next one binds."""
    thing = found.thing or ""
    if found.action not in RELATIVE or "的" not in thing or found.modal not in _UNBOUND:
        return False
    if "将" + thing in clause:
        return False  # 将成效明显的项目|列入计划,优先安排资金
    return _BINDS_LATER.search(rest) is not None or (bool(rest) and WHO.search(thing) is not None)
