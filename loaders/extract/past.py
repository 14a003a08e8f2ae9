"""Verbs that only open a clause: what is said of the thing they name stands behind them.

从事中介活动|实行告知承诺, 符合条件的机构|免征增值税, 鉴定费用|由当事人承担, 不得违反约定|拖欠账款.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import adverbs_end, verb_at
from loaders.extract.led import COLOURED, LED, PIVOTS, Led
from loaders.extract.lexemes import (
    LIGHT,
    LISTS,
    MODAL,
    NOUN_END,
    NOUNY,
    OPENER,
    RELATIVE,
    SAYS,
    VERB,
    Word,
    subject_end,
)
from loaders.extract.phrases import ACTS
from loaders.extract.scores import Predicate
from loaders.rules import any_of, seeking

# Verbs that rather describe a subject than say a duty when another verb follows.
_STATES: Final = frozenset(
    ["从事", "具有", "具备", "符合", "列入", "存在", "违反", "属于", "涉及", "取得"]
)
# 申领缴费费用|实行先缴后补
RULES: Final = frozenset(["实行", "适用", "包括", "包含", "设在", "接受"])
LONGEST_NAME: Final = 16  # characters
# What is done with what a noun of a verb names: 由…, 按照…
_IN_WAY: Final = frozenset(["采取", "采用"])
_OF_NOUNS: Final = frozenset(["由", "按", "按照", "依照", "参照"]) | _IN_WAY
_OF_NOUN: Final = frozenset(
    ["常态", "联合", "动态", "现场", "集中", "专项"]
)  # 常态分配|实行网上申请
_TRIES: Final = frozenset(["探索", "研究", "试点", "尝试", "试点探索"])  # 探索|在本区推行…
_ONLY_RULES: Final = frozenset(["规定", "要求"])
_BREACH: Final = re.compile(r"违反[^,的]{0,10}(?:约定|规定|要求|承诺)(?!的)")


_FIGURE: Final = re.compile(r"\d")
# 审批时间|控制在15个工作日, 评审优惠幅度|提高至4%: a measure, and what becomes of it
_BECOMES: Final = seeking(
    r"(?:提高|提升|降低|压缩|缩短|压减|精简|减少|增加|控制|扩大|延长|稳定|保持|下浮|上浮|调整)(?=[至到为在]|\d)|不(?:低于|高于|超过|少于|大于|小于)(?=[^,]{0,24}\d)"
)
_MEASURED: Final = re.compile(
    r"(?<=[^,的])(?:时间|时限|比例|幅度|标准|[^效]率|数量?|人数|额度?|规模|费用|成本|周期|期限|价格|频次|占比|总?量)"
    r"(?P<manner>(?:应当?|均|平均|原则上|要|须|可|一般|统一|最高|由[^,]{1,16}?)*)"
    rf"(?P<does>{_BECOMES.pattern})(?:[^,的]*|[^,]*的\d[^,的]*)$"
)
# 覆盖率|达到90%, 服务水平明显|提升: a goal is what the clause says, whatever comes behind it
_REACHED: Final = re.compile(
    r"(?=[^,]*(?:率|满意度|覆盖面|水平|素养|能力|效能|质量|天数|占比|比例|总量|时长))[^,的]{2,36}?(?P<manner>(?:力争|争取|要|应|均|都|全部|分别|须|总体|稳定|保持)*)"
    r"(?:(?P<does>达到|(?:降|提升|提高|压缩|压减|下降)[至到]|(?:稳定|保持|控制)在)[^,的]{0,4}\d[^,的]*|(?P<how>明显|显著|大幅度?|持续|不断|全面|稳步|有效|普遍)(?P<rises>提升|提高|增强|改善|优化|下降|降低))"
)
_RISES: Final = frozenset(["提升", "提高", "增强", "改善", "优化", "下降", "降低"])
_BY_THEN: Final = re.compile(r"(?:(?:力争|争取)?[到至]?20\d\d年[^,]{0,4},)?")
_GIVEN_NEXT: Final = re.compile(r",(?:可|给予|予以|按|应|视|不|由|奖|一次性)")
_SHOWS: Final = frozenset(["公示", "公布", "公开", "发布", "张贴"])
_SHOWN: Final = re.compile(
    "在[^,在]{2,40}(?:渠道|平台|网站|栏|窗口|场所|媒体|大厅|上)(?:集中|统一|同步|及时|主动|予以|进行)*(?=..$)"
)
# 落实情况|于12月底前报县司法局: the paper, the day, to whom
_HANDED_IN: Final = re.compile(
    r"(?<=[况单结告料话卷表案账册据见划])(?P<manner>(?:[请应须要需]?于|在)[^,的]{1,14}(?:[前内底末日]|之前))(?:一并|统一|书面|及时|分别|汇总后)*报(?![告道送名到请])[^,的]{2,}"
)
_MOVES: Final = re.compile(
    "[将把对使]|安排|新增|(?<!到)完成|确保|实现|推动|力争|保证|对于|若|如|凡"
)


_SUBJECT: Final = re.compile(any_of(LISTS["subjects"]) + "|系统(?=自动|即时)|双方(?=积极|共同|应)")
# 运用新媒体|创新宣传形式,…: work, where the clause might end as a phrase that says how
_WITH: Final = ("运用", "利用", "依托", "面向", "借助", "围绕", "结合", "聚焦")
_RENEWED: Final = re.compile(
    "(?<![的、和与及行等])创新(?!创业)[^,的、和]{2,16}(?:模式|形式|方式|机制|方法|手段|载体)$"
)
# 已经|领取…的证件: what stands before a verb that only describes
ASPECTS: Final = frozenset(["已", "已经", "未", "尚未", "拟", "不", "全额"])
_HELPS: Final = frozenset(["帮助", "协助", "使", "争取", "动员", "扶持"])
# 进入平台的项目|按照要求开展…, 接受教育的学生|享受同等政策
_SUBJECT_DOES: Final = re.compile(
    r"的[^,的“《(]{1,20}?(?=不?享受(?!的)|(?:按照|依照|参照)[^,]{2,}(?:执行|办理|开展|进行|实施|处理|确定|做好)|由[^,]{2,}(?:产生|负责|制定|决定|担任|办理|实施|承担|组成))"
)


class Past(Led):
    """One clause, read past the verb with which it opens."""

    def _of_subject(self) -> Predicate | None:
        """What is plainly said of a measure, a goal, something shown or the noun of a verb."""
        said = self._measured() or self._reached() or self._shown() or self._handed_in()
        said = said or self._held_to() or self._said_of_noun()
        if said is None and self.text.startswith(_WITH, self.start):
            renewed = _RENEWED.search(self.text, self.start + 4, self.end)
            if renewed is not None:
                return Predicate(renewed.start(), renewed.start() + 2, LED)
        return said

    def _shown(self) -> Predicate | None:
        """投诉处理时限在服务大厅|公示: what closes the clause behind a place, with its thing before both."""
        if self.text[self.end - 2 : self.end] not in _SHOWS:
            return None
        found = _SHOWN.search(self.text, self.start + 2, self.end)
        if (
            found is None
            or _MOVES.search(self.text, self.start, found.start())
            or MODAL.search(self.text, self.start, found.start())
        ):
            return None
        if self._opens_with_work():
            return None
        return Predicate(self.end - 2, self.end, LED, (self.start, found.start()), True)

    def _handed_in(self) -> Predicate | None:
        """各单位落实情况|于12月底前|报县司法局: what is to be sent, whatever verb its name begins with."""
        if self.text.find("报", self.start, self.end) < 0:
            return None
        found = _HANDED_IN.search(self.text, self.start, self.end)
        if found is None or _MOVES.search(self.text, self.start, found.start()):
            return None
        at = self.text.index("报", found.end("manner"))
        return Predicate(at, at + 1, LED, (self.start, found.start()), True)

    def _held_to(self) -> Predicate | None:
        """重点工作任务|实行|分管领导牵头负责制: the rule under which work is done, whatever its name tells."""
        if self.text[self.end - 1] != "制":
            return None
        at = self.text.find("实行", self.start, self.end)
        if at < 0 or _MOVES.search(self.text, self.start, at) or self._opens_with_work():
            return None
        return Predicate(at, at + 2, LED)

    def _measured(self) -> Predicate | None:
        """行政审批时间|控制在15个工作日以内, 评审优惠幅度|提高至4%: the subject is the measure, whatever verb it holds."""
        if (
            _BECOMES.search(self.text, self.start + 1, self.end) is None
            or _FIGURE.search(self.text, self.start, self.end) is None
        ):
            return None
        found = _MEASURED.search(self.text, self.start + 1, self.end)
        if found is None or _MOVES.search(self.text, self.start, found.start("does")):
            return None
        if self._opens_with_work():
            return None
        does = found.span("does")
        stop = found.start("manner") if found["manner"] else does[0]
        quality = COLOURED if self.start else LED
        said = Predicate(*does, quality, (self.start, stop), True)
        bound = MODAL.search(self.text, stop, does[0])
        said.modal = bound[0] if bound is not None else ""
        return said

    def _reached(self) -> Predicate | None:
        """执法覆盖率|达到90%,建成一批基地: the goal with which a sentence opens."""
        text = self.text
        if self.end == len(text) or not _BY_THEN.fullmatch(text, 0, self.start):
            return None
        if text[self.end - 2 : self.end] not in _RISES and not _FIGURE.search(
            text, self.start, self.end
        ):
            return None
        found = _REACHED.fullmatch(text, self.start, self.end)
        if found is None or _MOVES.search(text, self.start, found.start("manner")):
            return None
        if self._opens_with_work() or _GIVEN_NEXT.match(text, self.end):
            return None
        if found["does"] == "达到":
            return Predicate(*found.span("does"), LED)
        if found["rises"] and verb_at(text, adverbs_end(text, self.end + 1)):
            return None  # 摆渡能力显著提升,加快|建设渡口
        does = found.span("does" if found["does"] else "rises")
        subject = (self.start, found.start("manner" if found["does"] else "how"))
        return Predicate(*does, LED, subject, True)

    def _said_of_noun(self) -> Predicate | None:
        """评查结果|纳入考评, 资助费用|支付给机构: what is said of a noun that begins with what else is a verb."""
        at = self.behind_manners(self.start)
        word = self.word_at(at)
        if word is None or not word.kind & VERB:
            return None
        end = subject_end(self.text, at, word.end, self.end)
        if not end or self.text[end] == "为" or MODAL.match(self.text, end):
            return None  # 审批环节|不得要求…: what binds it is read by itself
        found = self._head(end, LED)
        if found is not None:
            found.before = found.before or (self.start, end)
        return found

    def _begins_noun(self, word: Word) -> bool:
        """从出版物|经营单位进货: a verb that is a noun as often, before what makes one of it."""
        light = self.text[word.start : word.end] in LIGHT
        return not light and NOUN_END.match(self.text, word.end, self.end) is not None

    def _opens_with_work(self) -> bool:
        """Whether a verb that is no noun opens the clause: 完善收费标准,… is no subject."""
        at = adverbs_end(self.text, self.start)
        length = verb_at(self.text, at)
        return length > 0 and self.text[at : at + length] not in NOUNY

    def _past_breach(self, found: Predicate | None) -> Predicate | None:
        """不得违反合同约定|拖欠账款: what breaks the rule, when it is said."""
        if found is None or not self.text.startswith("违反", found.start):
            return found
        rule = _BREACH.match(self.text, found.start, self.end)
        what = self._head(rule.end(), found.quality) if rule is not None else None
        if what is not None:
            found.start, found.end = what.start, what.end
        return found

    def _behind_subject(self) -> Predicate | None:
        """县政府主要负责人|召开…: the verb right behind who acts."""
        for subject in _SUBJECT.finditer(self.text, self.start, self.end):
            found = self._head(subject.end(), LED)
            if found is None:
                continue
            word = Word(found.start, found.end, VERB)
            if self.text[self.start] == "对" and (
                self.text[found.end : found.end + 1] in ("、", "等") or self._is_spoken_of(word)
            ):
                continue  # 对企业|关心关注的政策, 对专家|选取、专家评审等活动
            if self._is_verb(word, strict=True):
                return self._past_subject(found) or found
        return None

    def _past_subject(self, head: Predicate) -> Predicate | None:
        """机构从事中介活动许可|实行告知承诺: what opens the clause is what a plain light verb behind it is about."""
        verb = self.text[head.start : head.end]
        if head.moved or verb in SAYS or verb in RULES or verb in _TRIES:
            return None
        if verb in NOUNY and self.text[head.end : head.end + 2] in ACTS:
            behind = self._head(head.end + 2, LED)  # 招聘工作|贯彻公开原则
            if behind is not None and behind.start > head.end:
                behind.before = behind.before or (self.start, behind.start)
                return behind
        best = self._best(head.end + 2, head.end + 2)
        if best is None or best[0] < 3 or "的" in self.text[head.end : best[1].start]:
            return None
        if verb not in _STATES and self.text[best[1].start : best[1].end] not in RULES:
            return None
        return Predicate(best[1].start, best[1].end, LED, (self.start, best[1].start))

    def _past_relative(self, head: Predicate) -> Predicate | None:
        """符合条件的养老机构|免征增值税: the verb with which the clause opens only describes its subject."""
        verb = self.text[head.start : head.end]
        if head.start > self.start and self.text[self.start : head.start] not in ASPECTS:
            return None
        if verb not in SAYS and verb not in PIVOTS and verb not in _HELPS:
            does = _SUBJECT_DOES.search(self.text, head.end, self.end)
            said = self._head(does.end(), LED) if does is not None else None
            if does is not None and said is not None:
                said.before = said.before or (self.start, does.end())
                return said
        if head.start > self.start or verb not in RELATIVE:
            return None
        note = self.text.find("(", head.end, self.end)  # 招用4人以上的给予3000元(首次申请的…)
        de = self.text.rfind("的", head.end, note if note > 0 else self.end)
        best = self._best(de, de + 2) if de >= 0 else None
        if best is None or best[0] < 0 or self._is_noun_at_end(best[1]):
            return None
        kind = self.text[best[1].start - 2 : best[1].start]
        if kind in _OF_NOUN and best[1].end == self.end:
            return None  # 接受审计等部门的专项|监督
        return Predicate(best[1].start, best[1].end, LED, (self.start, best[1].start))

    def _past_noun(self, head: Predicate) -> Predicate | None:
        """鉴定费用|由当事人承担, 监管事项目录|实行动态调整: what opens the clause is a noun, and what is said of it follows."""
        verb = self.text[head.start : head.end]
        if verb[-2:] not in NOUNY or head.moved:
            return None
        if head.start > self.start and self.text[self.start : head.start] not in _OF_NOUN:
            return None
        if verb[-2:] in SAYS or verb in PIVOTS:
            return None
        for word in self.words:
            if not head.end <= word.start <= head.end + LONGEST_NAME:
                continue
            said = self.text[word.start : word.end]
            at_once = word.start == head.end and said not in _IN_WAY  # 补贴|采取…形式发放
            if (at_once and word.kind & VERB) or self.text[word.start - 1] == "的":
                return None  # 配合|开展…
            if said in RULES and said != "适用" and self._is_verb(word):
                return Predicate(word.start, word.end, LED, (self.start, word.start))
            if said in _OF_NOUNS and word.kind & OPENER:
                led = self._head(word.start, LED)
                if (
                    led is not None
                    and (led.start > word.end or said in _IN_WAY)
                    and self.text[led.start : led.end] not in _ONLY_RULES
                    and "的" not in self.text[led.end : self.end]
                ):
                    led.before = led.before or (self.start, word.start)
                    return led
        return None
