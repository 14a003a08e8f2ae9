"""The words of a sentence that say, lead to or colour a predicate, and what makes a noun of a verb.

One scan finds all of them, leftmost longest, so that 网上报名 is no 上报 and 还应当 is one adverb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import ahocorasick_rs

from loaders.extract.grammar import VERBS, Last
from loaders.extract.modals import NOT_OUGHT, OUGHT, OUGHT_TO, WANT
from loaders.rules import heads_of, lexicon, seeking

LISTS: Final = lexicon("predicates")
NOUNY: Final = frozenset(LISTS["nouny"])
LIGHT: Final = frozenset(LISTS["light"])
PLAIN_LIGHT: Final = LIGHT - NOUNY
MANNERS: Final = frozenset(LISTS["manners"])
OPENERS: Final = frozenset(LISTS["openers"])
NOUNS: Final = frozenset(LISTS["nouns"])
RELATIVE: Final = frozenset(LISTS["relative"])
# 督促企业|必须落实…, 明确|不得…: what follows is what they say
SAYS: Final = frozenset(LISTS["says"])


def _noun_lengths() -> dict[str, tuple[int, ...]]:
    """First two characters → the lengths of the longer nouns that begin with them."""
    lengths: dict[str, set[int]] = {}
    for noun in NOUNS:
        if len(noun) > 2:
            lengths.setdefault(noun[:2], set()).add(len(noun))
    return {head: tuple(sorted(found)) for head, found in lengths.items()}


_NOUN_LENGTHS: Final = _noun_lengths()
VERB: Final = 1
MANNER: Final = 2
OPENER: Final = 4
NOUN: Final = 8
SHORT: Final = 16
HEAD: Final = 32


def noun_begins(text: str, start: int) -> bool:
    """Whether one of the longer nouns stands at ``start``: 建设项目, 采购人."""
    lengths = _NOUN_LENGTHS.get(text[start : start + 2], ())
    return any(text[start : start + length] in NOUNS for length in lengths)


MANY: Final = 40  # words of a sentence from which on looking for one by halves pays


class Word:  # no dataclass: mypyc makes a native class of this, and every sentence holds a dozen
    """A known word of a sentence; ``kind``: a sum of VERB, MANNER, OPENER, NOUN, SHORT (verbs of one character) and HEAD (only first)."""

    __slots__ = ("end", "kind", "start")

    def __init__(self, start: int, end: int, kind: int) -> None:
        self.start, self.end, self.kind = start, end, kind


def begin_of(word: Word) -> int:
    """Where a word begins: the order in which ``scan`` gives them."""
    return word.start


@cache
def _kinds() -> dict[str, int]:
    """The kind of every word."""
    kinds: dict[str, int] = {}
    plain = (word for word in lexicon("statements")["adverbs"] if "(" not in word)
    lists: tuple[tuple[int, Iterable[str]], ...] = (
        (VERB, VERBS),
        (VERB, LIGHT),
        (VERB, NOUNY),
        (MANNER, LISTS["manners"]),
        (MANNER, plain),
        (OPENER, LISTS["openers"]),
        (NOUN, LISTS["nouns"]),
        (SHORT, LISTS["short"]),
    )
    for kind, words in lists:
        for word in words:
            kinds[word] = kinds.get(word, 0) | kind
    for word in LISTS["heads"]:
        kinds.setdefault(word, HEAD)
    return {word: NOUN if kind & NOUN else kind for word, kind in kinds.items()}


@cache
def _scanner() -> tuple[ahocorasick_rs.AhoCorasick, tuple[int, ...]]:
    """The automaton over all words, and the kind of each; -1 for those that are to be parted."""
    kinds = _kinds()
    found = sorted(set(kinds) - set(_PARTED))
    automaton = ahocorasick_rs.AhoCorasick(
        [*found, *_PARTED], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return automaton, tuple([kinds[word] for word in found] + [-1 for _ in _PARTED])


_QUOTING: Final = ("《", "“", "(", "‘", "〔", "[", "【")
_QUOTED: Final = re.compile(
    r"《[^》]*》|“[^”]*”|‘[^’]*’|\([^()]*\)|〔[^〕]*〕|\[[^\]]*\]|【[^】]*】"
)


# 申请|人民法院, 物内|设置: words that seem to stand where two meet
_PARTED: Final = {word.replace("/", ""): word for word in LISTS["parted"]}


_BINDS: Final = ("应当", "必须", "不得", "应", "须", "可以")  # 行政机关应当|主动公开
_OF_OPENNESS: Final = frozenset(["", *"的范目内和、信,义职情类"])  # 主动公开|目录


def _divided(text: str, at: int) -> list[Word]:
    """申请|人民, 应|邀请: the known words of what a reader takes for two."""
    words: list[Word] = []
    for part in _PARTED[text].split("/"):
        kind = _kinds().get(part, 0)
        if kind:
            words.append(Word(at, at + len(part), kind))
        at += len(part)
    return words


def _opened(sentence: str, word: Word) -> list[Word]:
    """主动|公开办事指南, but 主动公开的信息: an adverb and its verb where no noun follows that it describes."""
    if sentence[word.start : word.end] != "主动公开":
        return [word]
    after = sentence[word.end : word.end + 1]
    if after in _OF_OPENNESS and (after == "的" or not sentence.endswith(_BINDS, 0, word.start)):
        return [word]
    middle = word.start + 2
    return [Word(word.start, middle, MANNER), Word(middle, word.end, VERB)]


# 建设单位应|对材料进行检验, but 应对突发事件
_OUGHT: Final = r"应(?=对[^,]{2,60}?(?:进行|予以|开展|实施|加强|给予|作出|提供|负责|承担))"
_OUGHT_TO: Final = re.compile(_OUGHT)


def _bound_to(sentence: str, word: Word) -> list[Word]:
    """应对 as the modal word and the preposition, where behind somebody something is done to a thing."""
    if sentence[word.start : word.end] != "应对" or word.start < 2:
        return [word]
    if sentence.startswith("接", word.end):  # 系统应|对接统一平台
        middle = word.start + 1
        return [Word(word.start, middle, MANNER), Word(middle, word.end + 1, VERB)]
    if _OUGHT_TO.match(sentence, word.start) is None:
        return [word]
    middle = word.start + 1
    return [Word(word.start, middle, MANNER), Word(middle, word.end, OPENER)]


def _accepted(sentence: str, word: Word) -> list[Word]:
    """对|接受培训的学生, no 对接."""
    if sentence[word.start : word.end + 1] != "对接受":
        return [word]
    middle = word.start + 1
    return [Word(word.start, middle, OPENER), Word(middle, word.end + 1, VERB)]


_SCANNED: Final[Last[list[Word]]] = Last()


def scan(sentence: str) -> list[Word]:
    """The known words of a sentence in reading order; what stands in quotation marks or brackets is one noun."""
    known = _SCANNED.of(sentence)
    return _SCANNED.keep(sentence, _scan(sentence)) if known is None else known


def _scan(sentence: str) -> list[Word]:
    automaton, kinds = _scanner()
    matches = automaton.find_matches_as_indexes(sentence)
    words: list[Word] = []
    for word, start, end in matches:
        kind = kinds[word]
        if kind >= 0:
            words.append(Word(start, end, kind))
        else:
            words += _divided(sentence[start:end], start)
    if "主动公开" in sentence:
        words = [part for word in words for part in _opened(sentence, word)]
    if "对接受" in sentence:
        words = [part for word in words for part in _accepted(sentence, word)]
    if "应对" in sentence:
        words = [part for word in words for part in _bound_to(sentence, word)]
    for mark in _QUOTING:
        if mark in sentence:
            return _quoted(sentence, words)
    return words  # most sentences quote nothing


def _quoted(sentence: str, words: list[Word]) -> list[Word]:
    """The words of a sentence in which each quotation is one noun."""
    quoted = [found.span() for found in _QUOTED.finditer(sentence)]
    out: list[Word] = []
    here = 0
    for first, last in quoted:
        while here < len(words) and words[here].end <= first:
            out.append(words[here])
            here += 1
        while here < len(words) and words[here].start < last:
            here += 1
        out.append(Word(first, last, NOUN))
    return out + words[here:]


# Each way begins with a plain character, what must not stand before it second: a search then skips all others.
MODAL: Final = seeking(
    r"应当(?!场(?!合))|必须|不得|严禁|禁止(?![类性]|进入|和?限制|目录|清单)|不准|不再|要(?<![纪主重需摘概首]要)(?![素点件求闻害])"
    rf"|应(?<![相对反适供响呼]应){NOT_OUGHT}|"
    + _OUGHT
    + rf"(?<=[一-鿿)]{{2}}应)|须(?<!无须)(?!知)|可以|可(?<![许认即宁不]可)(?<![^地对双]方可)(?![持行靠控研再能]|视(?!情))|不予|予以|不(?:宜|{OUGHT_TO}|{WANT}(?!紧)|可(?![抗避分少替逆预或估持再复移撤控知多]))|宜(?<![适便事不相合]宜)(?![居业商人昌宾兴春])|只能"
    r"|能够(?<!不能够)|有权(?<=.有权)(?![机部单益限利属威的]|(?:处理|管辖|受理|审批)[^,]{0,4}的)|需要(?![可应须,])|需(?<![所按急刚]需)(?![求要量的])|负责(?<![不无免级]负责)(?!人|同志|领导|制(?![定发作订造]))"
)


def has_modal(sentence: str) -> bool:
    """Whether a modal word stands in a sentence, other than inside 主要, 应急 or quotation marks."""
    if MODAL.search(sentence) is None:
        return False  # most sentences of a plan
    for modal in MODAL.finditer(sentence):
        if modal[0] not in ("需要", "能够") and not inside_word(
            sentence, scan(sentence), modal.start(), modal.end()
        ):
            return True
    return False


def inside_word(sentence: str, words: Sequence[Word], start: int, end: int) -> bool:
    """主要, 应急, “谁主管谁负责”: the characters belong to another word."""
    if sentence[start - 1 : start] == "谁":
        return True
    index = len(words) - 1  # the last that begins here or before
    if index > MANY:
        index = bisect_right(words, start, key=begin_of) - 1
    while index >= 0 and words[index].start > start:
        index -= 1
    if index < 0:
        return False
    word = words[index]
    if start >= word.end or (word.start == start and word.end == end):
        return False
    # 还应|当, 均|应当: the modal word ends the adverb or goes beyond it
    return not word.kind & MANNER or end < word.end


# 采购人, 管理者, 受理后: what makes a noun or a circumstance of any verb before it.
NO_VERB: Final = re.compile(
    r"的|者|以来|[担兼]任|人(?=[在发应可须要不将对提按与和、,持]|约定|签订|$)|员(?!工|额|会)|率|方(?=[在应可须要不将、,]|签订|$)|之[日后前时]|(?:时|前|后|期间|过程中)(?=[,、应须由不必可若遇要凡]|如[遇果有发]|$)|(?:完毕|完成|结束)之?[后时]|中(?=[,、如若遇就对予]|$|发现的|存在的|出现的|遇到的|涉及的)|后的|下(?=,|$)"
)
# 听证|应当, 监督检查|可以: a modal word right behind a verb binds it; 应 alone begins too many nouns (应纳税额)
BOUND_HEADS: Final = frozenset("应必不可须要需")
BOUND: Final = re.compile(
    rf"应当|应(?=[由按以在向从依]|对[^,]{{2,60}}(?:进行|予以))|必须|不得|可以|须(?!知)|{WANT}|需(?![求要量])"
)
# 干预|应当由企业决定的事项, 支付|应当由个人负担的费用: it belongs to what the verb is done to
_OF_THING: Final = re.compile(r"的[^的,]{1,20}$")


def bound_behind(text: str, start: int, end: int, stop: int) -> bool:
    """Whether the verb at ``start`` to ``end`` is a noun that a modal word binds; ``stop``: the end of its clause."""
    if text[end : end + 1] not in BOUND_HEADS or text[start:end] in SAYS:
        return False
    bound = BOUND.match(text, end, stop)
    if bound is None:
        return False
    if text[start:end] in NOUNY and text[bound.end() : bound.end() + 1] != "由":
        return True
    return _OF_THING.search(text, bound.end(), stop) is None


# 反馈情况, 监管制度: what makes a noun of a verb inside a clause, the second only of one that is a noun as often.
HARD_END: Final = re.compile(
    r"性|会议?精神|式(?![样各])|后(?!续|勤|台|方|备|期|果)|情况|结果|时间|机制|机关|机构|单位|部门|人员|之日|主体|工作机制|工作(?=开展|进行|实行|予以|按)|力度|成效|效果|过程|天数"
)
THING_END: Final = re.compile(
    r"方式|形式|制度|体系|机制|模式|标准|办法|方案|政策|措施|服务|行为|活动|工作|水平|质量|领域|需求|指标|协议|合同|企业|地区|城市|学校"
)
# 登记机关, 采购项目: what makes a noun of a verb that is one as often.
NOUN_END: Final = re.compile(
    r"人(?!民|工|才|力|口)|证(?!明|据|实|券|监)|费(?!用)|期(?!限|间|货)|方(?!案|面|便|式|法|向|针)|款(?!项)|站(?!位)|权(?![益属])|书|表(?![明彰示扬演])|网(?![络上站点格页])|官(?!方|网|微)|仪(?!式)|端(?![正口午])|处(?![理置罚分])|局|厅"
    r"|时限|时间|期限|机关|机构|单位|部门|中心|事项(?!目录|清单)|人员|场所|系统|平台|环节|过程|期间|时(?!间|限|效|代)|情况|结果|条件|项目|工程|资金|经费|材料|性|型|化|度(?!假)|小组|组(?!织|建)|委|范围"
    r"|后(?!续|勤|台|方|备|期|果)|前(?!款|项|期|置|沿|往|提|来|瞻|列|述)"
    r"|案件|对象|次数|金额|力度|渠道|地点|(?<!发布)公告|须知"
)
# 评价内容|包括…, 选拔工作|按照…, 整改措施|要…: a noun with what is said of it, whatever verb it begins with
_JOINED: Final = "(?:(?:成员|安排)?|[和及、与][一-鿿]{2,4})"
_WHOLLY: Final = "(?:均|都|也|一般|原则上|主要|统一|一律|全部|人均|平均)*"
# What is said of no work, but of a measure, a result or a case: 评查结果|纳入考评, 转租期限|不能超过…
_OF_NOUNS: Final = (
    "[纳列计]入|作为|确[定认]为|视[为同]|支付给|占(?![用有地位])|涉及|连同"
    "|不(?:[超低高少]|能|变|计入|作为|设|足)|最[长高低多]|无[需须]|是(?!否)|按照?规定|根据"
)
_NOUN_SUBJECT: Final = re.compile(
    r"(?:工作组?|活动|内容|比例|结果|数量|方式|标准|对象|职工|学生|时间|情况|人员|单位|项目|费用|经费|资金|过程|程序|流程|方法|办法|条件|范围|材料|名单"
    r"|(?:领导)?小组|部门|机构|次数|频次|期限|周期|地点|场所|环节|措施|意见|计划|方案|报告|证书|合同|协议|(?:验收|评估|考核)情况|原则|结论|时限|事项)"
    rf"{_JOINED}(?={_WHOLLY}(?:{_OF_NOUNS}|包[括含]|{OUGHT}|须|{WANT}|可以|不[得设受]|由|按照?|依照|参照|实行|坚持|下设|采[取用]|分为|遵循|另行|为(?=[\d一-鿿]{{2}})))"
)
# The same behind a verb that is no noun else; what is done with a plan or an office is more often said (制定方案报…)
_SUBJECT_OF_ANY: Final = re.compile(
    "(?:情况|结果|结论|期限|时限|年度|标准|比例|时间|费用|次数|数量|工作|报告|意见)"
    f"{_JOINED}(?={_WHOLLY}(?:{_OF_NOUNS}))"
)

_DONE: Final = frozenset(["通过", "完成"])
_AT_ONCE: Final = re.compile(r"(?=(?:主要|一般|原则上)(?:采[取用]|实行|由|按照?|包[括含]|分为))")


def subject_end(text: str, start: int, end: int, stop: int) -> int:
    """Where the noun ends that the verb at ``start`` begins and of which something is said: 评估结论|作为…; 0 if none."""
    verb, second = text[start:end], text[end : end + 2]
    noun, two = text[end : end + 1] in NOUN_HEADS, second in NOUNY or second in _DONE
    if not noun and not two:
        return 0  # most verbs
    found = None
    if verb in NOUNY:
        found = _NOUN_SUBJECT.match(text, end, stop) if noun else None
        if found is None and two:  # 审查|通过时间确定为…, 评议|考核主要采取…
            found = _NOUN_SUBJECT.match(text, end + 2, stop) or _AT_ONCE.match(text, end + 2, stop)
    elif text.startswith(("情况", "结果"), end) or (verb not in LIGHT and verb not in SAYS):
        found = _SUBJECT_OF_ANY.match(text, end, stop)
    return 0 if found is None else found.end()


# One look at the character behind a verb tells that none of these stands there: behind most verbs.
NOUN_HEADS: Final = (
    heads_of(NO_VERB, HARD_END, THING_END, NOUN_END, _NOUN_SUBJECT, _SUBJECT_OF_ANY) | BOUND_HEADS
)
MOVED: Final = re.compile(
    r"(?:把|将)(?!对(?![方象口外应策])|会同)(其(?=[列设归作下移推])|.{2,60}?)(?:全面|统一|及时|全部|逐步|直接)?((?:纳入|列入|作为|(?:有机|紧密|有效)?结合起来|相结合|有机结合|紧密结合|转化为|打造成|建设成(?![效果就本绩])|融入|贯穿|[存摆安停堆投]?放[在到]|摆[在到上进]|落实到|[流划前后外回调延转]?[移转运送放搬][至到入往]|用于|下放|移送(?!机关|单位|部门)|授权(?!的|经营|范围)|转交|提交|反馈(?!意见|结果|情况|有关|信息|问题|的)|延伸到?|(?:拓展|扩大|扩展|推广)(?=[至到])|拨付|推送|报送|(?<!受)委托|弃?置于|转嫁|透露|泄露|存入|移[出入]|送达|装订成册|[区划]分为|交至|下沉|上移|整合|视为|视同|列为|设为|贯彻到|细化|分解|落到|统一到|延[续长](?:实施|执行)?(?=[至到](?!期))|延续(?:实施|执行)|转化|用作|建成|打造为|评定?为|认定为|确定为|调整为|压减至|压减到|降至|降低至|降到|压减为|提升至|提升到|提高至|优化为|整合为|改为|变更为|转为|增加到|提高到|控制在|压缩到|压缩至|缩短至|集中到|送到|归集[至到]|汇[聚集总][至到]|共享至|录入|上传|(?:存档|归档)(?=$|[,、并])|应用于|合并(?=[为至到成])|报送至|投递|寄送|邮寄|发送|发给|送交(?!或)|分送|传送|设置为|上交|通报|上报|汇报|填报|申报|(?<=情况)报告(?=[省市县区州盟旗乡镇本上国党同])|(?<![通上汇申填举预情简登日晚时周专迟漏瞒谎误虚])报(?![告名价酬表销废考警道装纸刊社])))(?!的|(?<=分解)、)(.*)"
)
