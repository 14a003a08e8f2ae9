"""Which word of a clause says what is to be done: 建设项目应当|符合|规划要求, 对…单位进行|约谈.

Each clause of a scanned sentence is read from the surest sign to the least sure: it opens with its verb, a modal word
stands before the verb, a phrase (对…, 按照…) leads to it, an adverb does, or it is merely the likeliest verb inside.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.extract.grammar import adverbs_end, circumstance, verb_at, within
from loaders.extract.led import AGREES, COLOURED, HOW, LED, LIKELY, OF_WORK, SURE, WAYS
from loaders.extract.lexemes import (
    LISTS,
    MANNER,
    MODAL,
    NO_VERB,
    NOUNY,
    OPENER,
    PLAIN_LIGHT,
    RELATIVE,
    SAYS,
    VERB,
    Word,
    inside_word,
)
from loaders.extract.past import ASPECTS, LONGEST_NAME, RULES, Past
from loaders.extract.phrases import (
    AS_AIM,
    AS_KEY,
    CIRCUMSTANTIAL,
    FACED,
    INSIDE,
    OCCASIONS,
    OF_THINGS,
    PLACES,
    WHO_ACTS,
    WORKING,
    only_needs,
)
from loaders.extract.scores import Predicate
from loaders.extract.unknown import unknown_verb
from loaders.rules import seeking

_CASE: Final = re.compile(r"的\([^()]*\)$")
# 提出请求,|一般应当采用书面形式; 提供信息,|不收取费用
_BOUND_NEXT: Final = re.compile(
    r",(?:(?:一般|原则上|还|也|均|都|其)?(?:应|须|必须|不|可|需|要)|[^,]*的,)"
)
_BINDS_SOMETHING: Final = frozenset(["应当", "必须", "不得", "可以", "须", "应", "可", "只能"])
_FORBIDS: Final = frozenset(["禁止", "严禁"])
_WHY: Final = re.compile("因[^,]{2,40}?而|被(?!告|申请|执行)")
_FAR: Final = 120  # characters: a subject is no longer, and every modal word looks that far
_WHEN_ENDS: Final = frozenset("内前后时起中下上间的")
_MAY: Final = frozenset(["可以", "可", "有权"])  # 企业可以自主选择,有关单位不得限定
_SHORT_WAY: Final = 4  # characters
BINDING: Final = frozenset(["应当", "必须", "不得", "可以", "须", "应"])
_OF_THING: Final = re.compile(r"的[^的,]{1,8}$")
_OF_THINGS: Final = re.compile(r"的[^的,]{1,20}$")
# What binds a subject wherever it stands
_STRONGLY: Final = seeking(
    r"应当|不得(?!分)|必须(?<!依法必须)|可以|[仅只]能|要(?=以|按|根据|严格)(?<![主重只]要)|应(?=[于在以按持自])(?<![相反对供适响]应)|须(?=[持在于经用带])(?<!无须)"
)
_OPENS_PHRASE: Final = re.compile("通过|向|在|按|根据|依照|自|凭|持")
_BENEFITS: Final = frozenset(["享受", "获得", "领取", "申领"])
# 相应的事项|实行告知承诺
_CONCERNED: Final = re.compile("(?:相应|相关|有关|上述|其他|其余)的[^的]*$")
_ENTERS: Final = frozenset(["纳入", "列入"])  # 履行情况|纳入信用记录
_AGREED: Final = frozenset([*LISTS["after_modal"], "许可"])
_OF_NAMED: Final = re.compile("[^,的]{2,20}的[^,的、]{2,12}?(?:应当|必须|不得|可以|要)")
_BOUND_THING: Final = re.compile(rf"的[^的、,]{{1,24}}?(?:{_STRONGLY.pattern})")
CONDITION: Final = re.compile(r"的|[前后时](?:应当?|必须|须|需|要|不得|可以?|均)?$")
_PASSED: Final = re.compile(
    r"(?:同意|批准|审[核查定批议]|评[审估议定]|研究|讨论|论证|认[定可]|鉴定|协商|备案|调[查解]|核[实查准]|决定|通过|签字|确认)后?$"
)
_WITHIN: Final = re.compile(
    r"自[^,]{1,40}?之?日起(?:[^,]{0,10}?[内前])?|在[\d一二三四五六七八九十]{1,3}(?:个?(?:工作)?[日天月]|小时)以?内"
)
_LEADING: Final = frozenset(["通过", "按", "按照", "依照", "参照", "依托"])
_AS_RULED: Final = re.compile(r"(?:规定|程序|标准|要求|规范)(?:执行|办理|实施|进行)$")
_CARRIES_OUT: Final = frozenset(["执行", "实施"])  # 按照批复的方案|执行管理措施
_SENT: Final = ("拨付", "报送", "推送", "纳入", "列入", "移送", "转交", "反馈", "通报")
_FIELD: Final = re.compile("[一-鿿、]{2,16}?(?:产业(?!集[聚群])|行业|流域|经济区|都市圈)")


class Clause(Past):
    """One clause of a scanned sentence, read without the agents it opens with."""

    def read(self) -> Predicate | None:
        """The predicate of the clause, None when it has none."""
        words = self.text[self.start : self.end]
        if words[0] == "经" and self.end < len(self.text) and _PASSED.search(words):
            return None  # 经委员会评审和科技部审核,国务院批准…
        if (said := self._of_subject()) is not None:
            return said
        if circumstance(words):
            first = adverbs_end(words, 0)
            only = (
                words.endswith(OCCASIONS)
                or within(words)
                or (words[first : first + 1] == "在" and words.endswith(PLACES))
            )
            only = only or (words[0] == "针" and words.endswith(FACED))
            only = only or (words[0] == "以" and AS_KEY.search(words) is not None)
            return None if only else self._circumstance()
        head = self._past_breach(self._head(self.start, SURE))
        modal = self._past_breach(self._modal())
        if self._binds_before(head, modal):
            return modal
        if head is None:
            inside = modal or self._led_inside() or self._behind_subject() or self._in_field()
            return inside or self._led_by_manner() or self._likely()
        if modal is not None and (
            modal.start == head.start
            or (modal.start > head.start and self._is_subject(head, modal))
        ):
            return modal
        past = self._past_relative(head) or self._past_subject(head) or self._past_noun(head)
        if past is None and self._only_subject(head):
            if modal is not None and modal.start > head.start:
                return modal
            head.quality = min(head.quality, COLOURED)
        return past or head

    def bound_to(self) -> Predicate | None:
        """应当在材料上|加盖单位公章, 可凭证件|参加保险: what a modal word binds, where no surer sign tells it."""
        modal = MODAL.search(self.text, self.start, self.end)
        if (
            modal is None
            or modal[0] not in _BINDS_SOMETHING
            or self.text[self.end - 1] in _WHEN_ENDS
        ):
            return None
        agree = AGREES.search(self.text, modal.end(), self.end)
        if agree is not None:
            return self._by(modal, agree.start(), agree.end())
        nouny: Word | None = None
        for word in self.words:
            if word.start < modal.end() or word.end > self.end or not word.kind & VERB:
                continue
            if self.text[word.start - 1] in "的被" or NO_VERB.match(self.text, word.end):
                continue
            if self.text[word.start : word.end] in NOUNY:
                if self._begins_noun(word):
                    continue  # 从出版物|经营单位进货
                nouny = word if nouny is None or nouny.end < word.start else nouny
            else:
                return self._by(modal, word.start, word.end)
        if nouny is not None:
            return self._by(modal, nouny.start, nouny.end)
        if (
            self.text.startswith("经", modal.end())
            and self.text[self.end - 2 : self.end] in _AGREED
        ):
            return self._by(modal, self.end - 2, self.end)  # 应当经工程师|签认
        if not self.text.startswith("为", modal.end()) or self.end - modal.end() <= 2:
            return None
        if self.text[modal.end() + 1] in "、”,":
            return None  # 法无授权不可为、…
        return self._by(modal, modal.end(), modal.end() + 1)  # 组织形式应当|为合伙企业

    def _by(self, modal: re.Match[str], start: int, end: int) -> Predicate:
        found = Predicate(start, end, COLOURED, self._subject(modal.start()))
        found.modal = modal[0]
        return found

    def _only_subject(self, head: Predicate) -> bool:
        """申请应于登记后一年内,向…提出: whether a strong modal word behind a verb binds all that stands before it."""
        if head.moved or head.modal or self.text[head.end - 2 : head.end] in SAYS:
            return False
        bound = _STRONGLY.search(self.text, head.end, self.end)
        if bound is None:
            return False
        led = _OPENS_PHRASE.match(self.text, bound.end())  # 可以|通过当地的平台,…
        return led is not None or _OF_THINGS.search(self.text, bound.end(), self.end) is None

    def _binds_before(self, head: Predicate | None, modal: Predicate | None) -> bool:
        """在工作中不得|加重企业负担: a phrase led past a modal word that binds; not 对应当公开的事项进行|公示."""
        return (
            head is not None
            and modal is not None
            and modal.start < head.start
            and modal.modal in BINDING
            and "的" not in self.text[modal.end : head.start]
        )

    def _is_subject(self, head: Predicate, modal: Predicate) -> bool:
        """规划编制|要兼顾…: the verb before a modal word is part of its subject."""
        verb = self.text[head.start : head.end]
        if modal.quality < LED:
            return False
        if modal.modal in _MAY and self.text[modal.start : modal.end] in _BENEFITS:
            return verb not in SAYS  # 提供送餐服务|可享受补贴
        if (
            self.text[modal.start : modal.end] in _FORBIDS
            and verb not in NOUNY
            and verb not in RELATIVE
        ):
            return False  # 制定新增产业的|禁止和限制目录
        if modal.modal and "的" + modal.modal in self.text[head.end : modal.start]:
            return modal.end - modal.start > 1  # 注册账号|的可直接登录
        if (
            modal.modal == "要"
            and verb not in SAYS
            and not _OF_THING.search(self.text, modal.end, self.end)
        ):
            return True  # 制定政策|要严格落实…
        if modal.modal in BINDING and verb not in SAYS:
            return True  # 查处违法行为|应当遵守…: what is done before it is what it is about
        before = self.text[head.end : modal.start]
        if head.start > self.start:
            return "的" in before and self.text[self.start : head.start] in ASPECTS
        return verb in NOUNY or verb in RELATIVE or CONDITION.search(before) is not None

    def _modal(self) -> Predicate | None:
        """The verb behind a modal word: 建设项目应当|符合…."""
        if MODAL.search(self.text, self.start, self.end) is None:
            return None  # most clauses of a plan
        for modal in MODAL.finditer(self.text, self.start, self.end):
            if inside_word(self.text, self.words, modal.start(), modal.end()):
                continue
            if self._in_subject(modal.end()) or self._in_topic(modal.end()):
                continue
            if modal[0] == "负责" and _OF_NAMED.match(self.text, modal.end(), self.end):
                continue  # 负责现场指挥的船舶|应当…
            found: Predicate | None
            if modal[0] in ("负责", "严禁", "禁止"):
                found = Predicate(modal.start(), modal.end(), SURE)
            else:
                why = _WHY.match(self.text, modal.end(), self.end)  # 不得因拒绝指令而|解除合同
                at = why.end() if why is not None else modal.end()
                found = self._head(at, SURE) or self._bare(at)
                if found is None and not self._is_phrase(at):
                    found = unknown_verb(self, at, modal[0]) or self._behind(at, modal[0])
                    found = found or self._copula(at)
            if found is not None and self.text[found.end : found.end + 1] != "的":
                found.before = found.before or self._subject(modal.start())
                found.modal = modal[0]
                return found
        return None

    def _in_subject(self, at: int) -> bool:
        """需要公民承担义务的法规|应当…, 必须招标的项目|不得…: a modal word of what another one binds."""
        stop = min(self.end, at + _FAR)
        if self.text.find("的", at, stop) < 0:
            return False
        bound = _BOUND_THING.search(self.text, at, stop)
        if bound is None:
            return False
        return _OF_THINGS.search(self.text, bound.end(), min(self.end, bound.end() + _FAR)) is None

    def _in_topic(self, at: int) -> bool:
        """对需要现场核查的许可,…: a modal word of what the clause but names."""
        return (
            self.text.startswith(("对", "针对"), self.start)
            and self.text.startswith(",", self.end)
            and _OF_THING.search(self.text, at, self.end) is not None
        )

    def _is_phrase(self, at: int) -> bool:
        """应当|通过一窗通平台,…: all that is left of the clause says how; the verb stands in the next one."""
        at = self.behind_manners(at)
        opener = self.word_at(at)
        if opener is None or not opener.kind & OPENER:
            return False
        if self._fills(opener, self.text[at : opener.end]):
            return True
        if self.text[at : opener.end] not in OF_WORK:
            return False
        best = self._best(opener.end, opener.end + 1, phrase=True)
        return best is not None and self._is_inside(opener, best[1])

    def _behind(self, at: int, modal: str) -> Predicate | None:
        """应当|三日内|移送: the likeliest verb behind a modal word whose next word is unknown."""
        best = self._best(at, at)
        if best is not None and best[0] >= 0:
            behind = self.text[best[1].end : best[1].end + 1]
            near = (
                best[1].start - at <= _SHORT_WAY
                and modal not in _MAY
                and behind not in "或和、"
                and not any(
                    word.kind & OPENER for word in self.words if at <= word.start < best[1].start
                )
            )  # 应同步容缺|受理, but 应当自收到…
            return Predicate(best[1].start, best[1].end, LED if near else COLOURED)
        last = self.words[-1] if self.words else None
        if last is None or not last.kind & VERB or last.end < self.end:
            return None
        if not 0 < last.start - at <= _SHORT_WAY:
            return None
        return Predicate(last.start, last.end, COLOURED)  # 可以直接变价|处理

    def _subject(self, stop: int, *, by: bool = False) -> tuple[int, int] | None:
        """以上工作|要在年底前完成: what a bare verb does something to; before 由 (``by``) stands nobody who acts."""
        start = self.start
        if self.text[start] == "请":
            return None  # 请有关方面|申报: who is asked
        index = self._at.get(start)
        while index is not None and self.words[index].kind == MANNER:
            if self.text[start : self.words[index].end] in OF_THINGS:
                break
            start = self.words[index].end
            index = self._at.get(start)
        if start >= self.end or self.text[start] == "的" or self.text[self.start] == "需":
            start = self.start  # 要准确, 有条件|的家庭, 需|国务院批准的事项
        if (
            index is not None
            and self.text[start : self.words[index].end] in RELATIVE
            and self._is_verb(self.words[index], strict=True)
        ):
            return None  # 申请资助|应当提交: the occasion
        if self.text[start] in "和或、及等":
            return None  # 任何单位|和个人|不得干预
        if (
            (self.text[stop - 1] in "时后前" and adverbs_end(self.text, stop - 2) != stop)
            or stop - start < 2
            or self.text[stop - 1] == "、"  # 举一反三、|全面整改
            or (not by and WHO_ACTS.search(self.text, stop - 6, stop))
        ):
            return None  # 主要负责人|要带头述法: who, not to what
        return start, stop

    def _led_inside(self) -> Predicate | None:
        """主管部门|把…作为…, 所需经费|由市财政承担: the object stands before the verb."""
        for word in self.words:
            said = self.text[word.start : word.end] if word.kind & OPENER else ""
            if said in INSIDE:
                led = self._head(word.start, LED)
                if led is not None:
                    led.before = led.before or self._subject(word.start, by=said == "由")
                    return led
        return None

    def _in_field(self) -> Predicate | None:
        """新材料产业|瞄准…, 黄河流域重点|控制…: a plain verb with its thing right behind the field of work."""
        field = _FIELD.match(self.text, self.start, self.end)
        if field is None or any(
            w.kind & (VERB | OPENER) for w in self.words if w.start < field.end()
        ):
            return None
        at = adverbs_end(self.text, field.end())
        end = at + verb_at(self.text, at)
        if end == at or end + 1 >= self.end or self.text[at:end] in NOUNY:
            return None
        if circumstance(self.text[at : self.end]):
            return None  # 汽车产业|聚焦…: how, not what
        return Predicate(at, end, LED)

    def _circumstance(self) -> Predicate | None:
        """根据实际依法|落实…: a clause that opens like a circumstance may go on to the work itself."""
        index = self._at.get(self.behind_manners(self.start))
        if index is None:
            return None
        if self._leads_on(index):
            index += 1  # 将|按照批复的方案|执行…
        word = self.words[index]
        first = word.start == self.start  # behind 应当 the modal word leads
        within = _WITHIN.match(self.text, word.start, self.end) if first else None
        if within is not None and (timely := self._head(within.end(), LED)) is not None:
            return timely  # 由看守所|自收到决定之日起十日内将…移送
        modal = self._modal()
        if modal is not None and modal.quality >= LED:
            only = circumstance(self.text[modal.start : self.end])  # 应坚持…的原则,建立…
            modal.quality = LIKELY if only else modal.quality
            return modal
        aim = AS_AIM.match(self.text, word.start, self.end)
        if self.text[word.start : word.end] in WORKING:
            moved = self._moved(word.start)
            if moved is not None and self.text.startswith(_SENT, moved.start):
                moved.quality = LED
                return moved  # 根据公示结果|将资金|拨付到账户
        after = self._head(aim.end(), LED) if aim is not None else None
        if after is not None and self.text[after.start : after.end] not in NOUNY:
            return after
        if modal is not None and modal.modal and self.text[modal.start : modal.end] in HOW:
            return None  # 可以|通过询问等方式,…
        said = self.text[word.start : word.end]
        if (
            said == "通过"
            and self.text.startswith(",", self.end)
            and self.text.endswith(WAYS, 0, self.end)
        ):
            return None  # 通过公益培训、网络课程等方式,…: whatever verbs are in it
        if said in _LEADING and not self._fills(word, said):
            behind = self._past_phrase(word, said)  # 通过公告等形式向群众|宣传新政策
            if behind is not None and (said == "通过" or self._does(behind)):
                return behind
        return self._work_behind(word)

    def _work_behind(self, word: Word) -> Predicate | None:
        """The verb that a phrase's own word leads to: 根据实际|落实…; the word itself where it is a verb."""
        best = self._best(word.end, word.end + 1, phrase=True)
        if self.text.startswith("坚持", word.start) or (best and self._is_listed(best[1])):
            best = None  # 坚持常态减灾和非常态救灾相统一
        if best is not None and (
            self._is_inside(word, best[1]) or only_needs(self.text, best[1].end, self.end)
        ):
            best = None
        if self.text.endswith(("的契机", "的机遇", "的优势"), 0, self.end):
            best = None  # 依托举办赛事的契机
        if best is not None and (
            (best[0] >= 2 and (best[0] >= 3 or not self._is_occasion()))
            or (best[0] >= 0 and self._goes_to_work(word, best[1]))
        ):
            return Predicate(best[1].start, best[1].end, LED)
        if word.kind & VERB and self._is_verb(word):
            return Predicate(word.start, word.end, LIKELY)
        return None

    def _leads_on(self, index: int) -> bool:
        """Whether 将 stands right before a phrase, so that it moves no object."""
        if self.text[self.words[index].start] != "将" or index + 1 == len(self.words):
            return False
        word, following = self.words[index : index + 2]
        return word.end == following.start and self.text[word.end : following.end] in WORKING

    def _does(self, found: Predicate) -> bool:
        """按照50%幅度|减免增值税; not 按修改|程序进行, 按照要求|部署: no plainer verb follows, and a thing does."""
        verb = self.text[found.start : found.end]
        later = [w for w in self.words if w.start >= found.end and w.kind & VERB]
        if any(self.text[w.start : w.end] in PLAIN_LIGHT for w in later):
            return False
        if later and (_AS_RULED.search(self.text, found.end, self.end) or verb == "规范"):
            return False
        if verb not in NOUNY or (verb in _CARRIES_OUT and self.end - found.end > 2):
            return True
        return (
            self.end - found.end > 1
            and CIRCUMSTANTIAL.search(self.text, self.end - 2, self.end) is None
        )

    def _goes_to_work(self, opener: Word, verb: Word) -> bool:
        """依托现有资源|培育公共仓: a plain verb with its object, and no noun of circumstance at the end."""
        said, does = self.text[opener.start : opener.end], self.text[verb.start : verb.end]
        return (
            # 面向重点方向|实施重大项目
            ((said in WORKING and does not in NOUNY) or (said == "面向" and does == "实施"))
            and "的" not in self.text[verb.end : self.end]
            and self.end - verb.end > 2
            and CIRCUMSTANTIAL.search(self.text, self.end - 2, self.end) is None
        )

    def _is_occasion(self) -> bool:
        """依托举办赛事的契机: a phrase to its end."""
        return self.text.rfind("的", self.start, self.end) >= self.end - 5

    def _led_by_manner(self) -> Predicate | None:
        """综合许可凭证同时|作废: a verb behind an adverb."""
        best = self._best(self.start, self.start + 1)
        if best is None or best[0] < 3:
            return None
        word = best[1]
        if self.text[self.start] == "对" and self._is_spoken_of(word):
            return None
        quality = LED if self._is_plainly_work(word) else COLOURED
        return Predicate(word.start, word.end, quality, self._subject(self._manner_start(word)))

    def _is_plainly_work(self, word: Word) -> bool:
        """入户人数|实行总量控制,…: a light verb not far in, no circumstance before it, no other one's duty behind."""
        verb, prefix = self.text[word.start : word.end], self.text[self.start : word.start]
        if verb not in PLAIN_LIGHT or verb in ("予以", "不予") or len(prefix) > LONGEST_NAME:
            return False
        if self.end - word.end < 2 or self.text[word.end] in "时后前的了":
            return False
        if _CASE.search(self.text, word.end, self.end) or "未" in prefix or "不" in prefix:
            return False  # 未按期提交材料的(不可抗力除外)
        rest = self.text[word.end : self.end]
        if "是" in rest or ("的" in rest and self.text[self.start] in "对凡以因在"):
            return False  # 对落实政策积极主动的县
        if (
            ("的" in prefix and verb not in _ENTERS and not _CONCERNED.match(prefix))
            or prefix.endswith("已")
            or any(word in prefix for word in ("通过", "关于"))
        ):
            return False
        if "的" in rest and self.text.startswith(",由", self.end):
            return False  # 进行建设行为的查处,由镇政府负责
        return verb in RULES or _BOUND_NEXT.match(self.text, self.end) is None

    def _likely(self) -> Predicate | None:
        best = self._best(self.start, self.start + 1)
        if best is None or best[0] < 0:
            return None
        word = best[1]
        if self._is_noun_at_end(word) and self.end < len(self.text):
            return None  # 会见和外事活动|安排,按有关规定办理
        on_whom = self.text[self.start] == "对" and self.end < len(self.text)
        if on_whom and "的" in self.text[word.end : self.end]:
            return None  # 对获得国外授权的商标,每件补助1万元
        return Predicate(word.start, word.end, LIKELY, (self.start, word.start))
