"""Which word of a clause says what is to be done: 建设项目应当|符合|规划要求, 对…单位进行|约谈.

Each clause of a scanned sentence is read from the surest sign to the least sure: it opens with its verb, a modal word
stands before the verb, a phrase (对…, 按照…) leads to it, an adverb does, or it is merely the likeliest verb inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.extract.grammar import adverbs_end, circumstance
from loaders.extract.lexemes import (
    LISTS,
    MANNER,
    MODAL,
    MOVED,
    NOUNY,
    OPENER,
    RELATIVE,
    SHORT,
    VERB,
    Word,
    inside_word,
)
from loaders.extract.phrase_ends import ends
from loaders.extract.phrases import (
    ACTS,
    AS_AIM,
    BEFORE_ITS_VERB,
    CIRCUMSTANTIAL,
    FACED,
    INSIDE,
    MEANS,
    NO_HAVING,
    OCCASIONS,
    OF_THINGS,
    PLACES,
    SINCE,
    WAY,
    WAYS_DONE,
    WHO_ACTS,
    WORKING,
)
from loaders.extract.scores import Predicate, Words
from loaders.rules import any_of

# Verbs that rather describe a subject than say a duty when another verb follows.
_STATES: Final = frozenset(
    ["从事", "具有", "具备", "符合", "列入", "存在", "违反", "属于", "涉及", "取得"]
)
# 申领缴费费用|实行先缴后补
_RULES: Final = frozenset(["实行", "适用"])
# What a clause opens with whose subject or condition the clause before it was.
BINDS: Final = re.compile(
    r",(?:还|也|均|都|其)?(?:应|须|必须|不得|可|由|需|要|将|不予|予以|按|一律|自动|视[同为])"
)

# How sure a reading is: it opens the clause or follows a modal word; a phrase leads to it; an adverb does; a guess.
SURE, LED, COLOURED, LIKELY = 4, 3, 2, 1

# 制定合同前|应当听取…: what stands before a modal word is a condition
_AFTER_MODAL: Final = frozenset(LISTS["after_modal"])
BINDING: Final = frozenset(["应当", "必须", "不得", "可以", "须", "应"])
# 督促企业|必须落实…, 明确|不得…: what follows is what they say
SAYS: Final = frozenset(LISTS["says"])
CONDITION: Final = re.compile(r"的|[前后时](?:应当?|必须|须|需|要|不得|可以?|均)?$")
_SUBJECT: Final = re.compile(any_of(LISTS["subjects"]))
_WHEN_OPENERS: Final = frozenset(["在", "于", "自", "从"])
_WHERE_TO: Final = frozenset(["在", "于", "向", "报", "通过"])
_HOW: Final = frozenset(["通过", "以"])
_NOT_BEHIND: Final = frozenset(["规定", "要求", "需要", "领导"])
_BOUND: Final = re.compile(r"应当|可以|不得|必须")
_PIVOTS: Final = frozenset(["推荐", "委托", "指定", "邀请", "安排", "组织", "建议", "召集", "选派"])
_OF_NAME: Final = re.compile(
    r"[局厅站院]|[办处](?![理法置罚])|部(?![门署分队])|委(?![托派员])|科(?![技学研])|所(?![有在需属])|(?:[、和或与]..)*的|[及、](?!时)"
)
_SENT: Final = ("拨付", "报送", "推送", "纳入", "列入", "移送", "转交", "反馈", "通报")
_OPENS: Final = 4  # characters: 综合|运用 still opens its clause
_FINED: Final = re.compile(r"对([^,]{1,40}?)(处以?)(?=[^,]{0,30}(?:罚款|罚金|拘留)$)")


class Clause(Words):
    """One clause of a scanned sentence, read without the agents it opens with."""

    def read(self) -> Predicate | None:
        """The predicate of the clause, None when it has none."""
        words = self.text[self.start : self.end]
        if circumstance(words):
            first = adverbs_end(words, 0)
            only = words.endswith(OCCASIONS) or (
                words[first : first + 1] == "在" and words.endswith(PLACES)
            )
            only = only or (words[0] == "针" and words.endswith(FACED))
            return None if only else self._circumstance()
        head = self._head(self.start, SURE)
        modal = self._modal()
        if self._binds_before(head, modal):
            return modal
        if head is None:
            inside = modal or self._led_inside() or self._behind_subject()
            return inside or self._led_by_manner() or self._likely()
        if modal is not None and (
            modal.start == head.start
            or (modal.start > head.start and self._is_subject(head, modal))
        ):
            return modal
        return self._past_relative(head) or self._past_subject(head) or head

    def _binds_before(self, head: Predicate | None, modal: Predicate | None) -> bool:
        """在工作中不得|加重企业负担: a phrase led past a modal word that binds; not 对应当公开的事项进行|公示."""
        return (
            head is not None
            and modal is not None
            and modal.start < head.start
            and modal.modal in BINDING
            and "的" not in self.text[modal.end : head.start]
        )

    def _past_subject(self, head: Predicate) -> Predicate | None:
        """机构从事中介活动许可|实行告知承诺: what opens the clause is what a plain light verb behind it is about."""
        verb = self.text[head.start : head.end]
        if head.moved or verb in SAYS or verb in _RULES:
            return None
        if verb in NOUNY and self.text[head.end : head.end + 2] in ACTS:
            behind = self._head(head.end + 2, LED)  # 招聘工作|贯彻公开原则
            if behind is not None and behind.start > head.end:
                behind.before = behind.before or (self.start, behind.start)
                return behind
        best = self._best(head.end + 2, head.end + 2)
        if best is None or best[0] < 3 or "的" in self.text[head.end : best[1].start]:
            return None
        if verb not in _STATES and self.text[best[1].start : best[1].end] not in _RULES:
            return None
        return Predicate(best[1].start, best[1].end, LED, (self.start, best[1].start))

    def _past_relative(self, head: Predicate) -> Predicate | None:
        """符合条件的养老机构|免征增值税: the verb with which the clause opens only describes its subject."""
        if head.start > self.start or self.text[head.start : head.end] not in RELATIVE:
            return None
        note = self.text.find("(", head.end, self.end)  # 招用4人以上的给予3000元(首次申请的…)
        de = self.text.rfind("的", head.end, note if note > 0 else self.end)
        best = self._best(de, de + 2) if de >= 0 else None
        if best is None or best[0] < 0 or self._is_noun_at_end(best[1]):
            return None
        return Predicate(best[1].start, best[1].end, LED, (self.start, best[1].start))

    def _is_subject(self, head: Predicate, modal: Predicate) -> bool:
        """规划编制|要兼顾…: the verb before a modal word is part of its subject."""
        verb = self.text[head.start : head.end]
        if modal.quality < LED:
            return False
        if modal.modal in BINDING and verb not in SAYS:
            return True  # 查处违法行为|应当遵守…: what is done before it is what it is about
        if head.start > self.start:
            return False
        before = self.text[head.end : modal.start]
        return verb in NOUNY or verb in RELATIVE or CONDITION.search(before) is not None

    def _head(self, at: int, quality: int) -> Predicate | None:
        """The verb with which the text at ``at`` opens, behind adverbs and phrases."""
        while (index := self._at.get(at)) is not None:
            word = self.words[index]
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            if following is not None and self._is_future(word, following):
                at = word.end
                continue
            if following is not None and self._is_together(word, following):
                at = word.end
                continue
            if word.kind & OPENER:
                led = self._led(at, word, quality)
                if led is not None or not word.kind & (VERB | SHORT):
                    return led
                if self.text[at : word.end] not in WAYS_DONE or self._is_way(at):
                    # 会同各部门, 通过网站: mostly the way to something
                    quality = min(quality, COLOURED)
            if word.kind & SHORT and at > self.start and self._is_verb(word):
                return Predicate(at, word.end, quality)
            if word.kind & VERB and not (
                word.kind & MANNER and following is not None and self._goes_on(word, following)
            ):
                return Predicate(at, word.end, quality) if self._is_verb(word) else None
            if not word.kind & (MANNER | VERB):
                return None
            at = word.end
        return None

    def _is_way(self, at: int) -> bool:
        """采用座谈等方法,|开展宣传: only how the work of the next clause is done."""
        if at - self.start > _OPENS or self.end == len(self.text):
            return False
        modal = MODAL.search(self.text, self.start, at)
        return modal is None and WAY.search(self.text, at, self.end) is not None

    def _is_future(self, word: Word, following: Word) -> bool:
        """我们将|督促有关部门: 将 moves no object, it only says when."""
        if self.text[word.start : word.end] != "将" or following.start != word.end:
            return False
        verb = self.text[following.start : following.end]
        if not following.kind & (VERB | MANNER) or verb in NOUNY:
            return False
        return MOVED.match(self.text, word.start, self.end) is None

    def _modal(self) -> Predicate | None:
        """The verb behind a modal word: 建设项目应当|符合…."""
        for modal in MODAL.finditer(self.text, self.start, self.end):
            if inside_word(self.text, self.words, modal.start(), modal.end()):
                continue
            found: Predicate | None
            if modal[0] in ("负责", "严禁", "禁止"):
                found = Predicate(modal.start(), modal.end(), SURE)
            else:
                found = self._head(modal.end(), SURE) or self._bare(modal.end())
                if found is None and not self._is_phrase(modal.end()):
                    found = self._behind(modal.end())
            if found is not None and self.text[found.end : found.end + 1] != "的":
                found.before = found.before or self._subject(modal.start())
                found.modal = modal[0]
                return found
        return None

    def _is_phrase(self, at: int) -> bool:
        """应当|通过一窗通平台,…: all that is left of the clause says how; the verb stands in the next one."""
        while (index := self._at.get(at)) is not None and self.words[index].kind == MANNER:
            at = self.words[index].end
        if index is None or not self.words[index].kind & OPENER:
            return False
        return self._fills(self.words[index], self.text[at : self.words[index].end])

    def _fills(self, opener: Word, said: str) -> bool:
        """Whether a phrase that says how goes on to the end of the clause."""
        place = said == "在" and self.text.startswith(",", self.end)  # 应在显著位置,|公布电话
        if said not in _HOW and not place:
            return False
        stops = list(ends(self.text, said, opener.end + 1, self.end))
        return bool(stops) and stops[-1] == self.end

    def _bare(self, at: int) -> Predicate | None:
        """应当依法|保密: a word that is a verb only where one must stand."""
        while (index := self._at.get(at)) is not None and self.words[index].kind == MANNER:
            at = self.words[index].end
        if self.text[at : at + 2] in _AFTER_MODAL and at + 2 <= self.end:
            return Predicate(at, at + 2, SURE)
        if self.text[at : at + 1] == "有" and self.text[at + 1 : at + 2] not in NO_HAVING:
            return Predicate(at, at + 1, SURE)  # 不得|有下列行为, 团体应|有固定的场所
        return None

    def _behind(self, at: int) -> Predicate | None:
        """应当|三日内|移送: the likeliest verb behind a modal word whose next word is unknown."""
        best = self._best(at, at)
        if best is None or best[0] < 0:
            return None
        return Predicate(best[1].start, best[1].end, COLOURED)

    def _subject(self, stop: int, *, by: bool = False) -> tuple[int, int] | None:
        """以上工作|要在年底前完成: what a bare verb does something to; before 由 (``by``) stands nobody who acts."""
        start = self.start
        index = self._at.get(start)
        while index is not None and self.words[index].kind == MANNER:
            if self.text[start : self.words[index].end] in OF_THINGS:
                break
            start = self.words[index].end
            index = self._at.get(start)
        if self.text[start] == "的":
            start = self.start  # 有条件|的家庭
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
            or (not by and WHO_ACTS.search(self.text, stop - 6, stop))
        ):
            return None  # 主要负责人|要带头述法: who, not to what
        return start, stop

    def _led(self, at: int, opener: Word, quality: int) -> Predicate | None:
        """The verb to which a phrase leads: 对…单位进行|约谈; right behind 对 or 按 stands none."""
        said = self.text[at : opener.end]
        since = SINCE.match(self.text, at, self.end) if said[0] in "自从于在" else None
        if since is not None:
            found = self._head(since.end(), LED)
            if found is not None:
                return found
        inner = self._moved(at)
        if inner is not None:
            inner.quality = quality if said in ("将", "把") else LED
            return inner
        if said == "对" and self.text.startswith("其", opener.end):
            found = self._head(opener.end + 1, LED)  # 应当对其|劝阻、批评
            if found is not None and (found.end == self.end or self.text[found.end] in "、和或"):
                return found
        ended = self._fined(at, said) or self._past_phrase(opener, said)
        if ended is not None:
            if said in ("对", "对于") and ended.before is None:  # 对违规的企业|约谈
                ended.before = (opener.end, ended.start)
            return ended
        if self._fills(opener, said):
            return None
        if said in WAYS_DONE and MEANS.search(self.text, at, self.end):
            return None  # 采取上门监督服务等措施
        first = said in BEFORE_ITS_VERB
        floor = 2 if opener.kind & VERB else -2 if first else 0
        best = self._best(opener.end, opener.end + 1, phrase=True, first=floor if first else None)
        if best is None or best[0] < floor:
            return None
        word = self._light_behind(best[1]) if said in ("对", "对于") else best[1]
        thing: tuple[int, int] | None = None
        if said in ("对", "对于", "将", "把"):
            bound = BINDS.match(self.text, self.end)
            if (best[0] < 2 or bound) and "的" in self.text[word.end : self.end]:
                return None  # 对有综合整治需求的地区,应…: all of it is the phrase
            thing = (opener.end, self._manner_start(word))
        names = said in ("将", "把") and thing is not None and self._names_thing(*thing)
        return Predicate(word.start, word.end, min(quality, LED), thing, names)

    def _fined(self, at: int, said: str) -> Predicate | None:
        """对报关企业|处十万元以下罚款: a verb of one character, which the fine behind it tells."""
        fined = _FINED.match(self.text, at, self.end) if said in ("对", "并") else None
        return Predicate(*fined.span(2), LED, fined.span(1)) if fined is not None else None

    def _past_phrase(self, opener: Word, said: str) -> Predicate | None:
        """按照规定的程序|审批: the first end of the phrase behind which a verb stands, a plain one if there is any."""
        first: Predicate | None = None
        verbs = [w for w in self.words if w.kind & VERB and w.start >= opener.end]
        for end in ends(self.text, said, opener.end + 1, self.end):
            listed = self.text[end - 3 : end - 2] == "等"  # 通过网络公布等方式|向社会公开
            if said not in _WHEN_OPENERS and not listed and self._is_over(verbs, end):
                break  # 根据状况|确定本市法律|援助…: the verb is behind us
            if first is not None and any(first.end <= w.start < end for w in verbs):
                break
            found = self._head(end, LED)
            if found is None or self._describes(opener, found, verbs):
                continue
            if self.text[found.start : found.end] not in NOUNY:
                return found
            first = first or found
        return first

    def _is_over(self, verbs: Sequence[Word], end: int) -> bool:
        """Whether a plain verb stands in front of ``end`` that describes no noun."""
        return any(
            word.end <= end
            and not word.kind & MANNER
            and self.text[word.start : word.end] not in NOUNY
            and self.text.find("的", word.end, end) < 0
            for word in verbs
        )

    def _describes(self, opener: Word, found: Predicate, verbs: Sequence[Word]) -> bool:
        """过程中|制作、获取的信息, 期限|建成的项目不得享受…: a verb of the noun behind it; 省委|保密办: part of a name."""
        verb = self.text[found.start : found.end]
        if len(verb) < 2 or verb in _NOT_BEHIND:
            return True
        if not self._is_verb(Word(found.start, found.end, VERB), strict=True):
            return True
        if _OF_NAME.match(self.text, found.end):
            return True
        if verb in SAYS or verb in _PIVOTS or _BOUND.search(self.text, self.start, opener.start):
            return False
        de = self.text.find("的", found.end, self.end)
        return de >= 0 and any(
            word.start > de and self.text[word.start : word.end] not in NOUNY for word in verbs
        )

    def _moved(self, at: int) -> Predicate | None:
        """于六月底前|将落实情况|报市政府备案: the object that 将 or 把 moves before a telling verb."""
        for word in self.words[self._at.get(at, 0) :]:
            if word.kind & OPENER and self.text[word.start : word.end] in ("将", "把"):
                moved = MOVED.match(self.text, word.start, self.end)
                if moved is None:
                    return self._moved_by_phrase(word)
                return Predicate(*moved.span(2), LED, moved.span(1), True)
        return None

    def _moved_by_phrase(self, opener: Word) -> Predicate | None:
        """将执行制度的情况|向上级机关|报告: the object ends where the last phrase begins."""
        de = self.text.rfind("的", opener.end, self.end)
        for word in self.words:
            if word.start > max(de, opener.end + 1) and word.kind & OPENER:
                if self.text[word.start : word.end] not in _WHERE_TO:
                    continue
                found = self._head(word.start, LED)
                if found is None:
                    continue
                return Predicate(found.start, found.end, LED, (opener.end, word.start), True)
        return None

    def _names_thing(self, start: int, stop: int) -> bool:
        """将|办理时限|压减至…, not 将|在年底前|推进…."""
        index = self._at.get(start)
        return stop - start >= 2 and (
            index is None or not self.words[index].kind & (OPENER | MANNER)
        )

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

    def _behind_subject(self) -> Predicate | None:
        """县政府主要负责人|召开…: the verb right behind who acts."""
        for subject in _SUBJECT.finditer(self.text, self.start, self.end):
            found = self._head(subject.end(), LED)
            if found is not None and self._is_verb(Word(found.start, found.end, VERB), strict=True):
                return self._past_subject(found) or found
        return None

    def _circumstance(self) -> Predicate | None:
        """根据实际依法|落实…: a clause that opens like a circumstance may go on to the work itself."""
        index = self._at.get(self.start)
        while index is not None and self.words[index].kind == MANNER:
            index = self._at.get(self.words[index].end)
        if index is None:
            return None
        word = self.words[index]
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
        if modal is not None and modal.modal and self.text[modal.start : modal.end] in _HOW:
            return None  # 可以|通过询问等方式,…
        if self.text.startswith("通过", word.start) and not self._fills(word, "通过"):
            behind = self._past_phrase(word, "通过")  # 通过公告等形式向群众|宣传新政策
            if behind is not None:
                return behind
        best = self._best(word.end, word.end + 1, phrase=True)
        if self.text.startswith("坚持", word.start) or (best and self._is_listed(best[1])):
            best = None  # 坚持常态减灾和非常态救灾相统一
        if best is not None and (
            (best[0] >= 2 and (best[0] >= 3 or not self._is_occasion()))
            or (best[0] >= 0 and self._goes_to_work(word, best[1]))
        ):
            return Predicate(best[1].start, best[1].end, LED)
        if word.kind & VERB and self._is_verb(word):
            return Predicate(word.start, word.end, LIKELY)
        return None

    def _goes_to_work(self, opener: Word, verb: Word) -> bool:
        """依托现有资源|培育公共仓: a plain verb with its object, and no noun of circumstance at the end."""
        return (
            self.text[opener.start : opener.end] in WORKING
            and self.text[verb.start : verb.end] not in NOUNY
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
        return Predicate(word.start, word.end, COLOURED, self._subject(self._manner_start(word)))

    def _likely(self) -> Predicate | None:
        best = self._best(self.start, self.start + 1)
        if best is None or best[0] < 0:
            return None
        word = best[1]
        return Predicate(word.start, word.end, LIKELY, (self.start, word.start))
