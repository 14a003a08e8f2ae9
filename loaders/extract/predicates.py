"""Which word of a clause says what is to be done: 建设项目应当|符合|规划要求, 对…单位进行|约谈.

Each clause of a scanned sentence is read from the surest sign to the least sure: it opens with its verb, a modal word
stands before the verb, a phrase (对…, 按照…) leads to it, an adverb does, or it is merely the likeliest verb inside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from loaders.extract.grammar import adverbs_end, circumstance, verb_at
from loaders.extract.lexemes import (
    HARD_END,
    LENGTHS,
    LIGHT,
    LISTS,
    MANNER,
    MANNERS,
    MODAL,
    MOVED,
    NO_VERB,
    NOUN_END,
    NOUNS,
    NOUNY,
    OPENER,
    OPENERS,
    PLAIN_LIGHT,
    RELATIVE,
    SHORT,
    THING_END,
    VERB,
    Word,
    inside_word,
)
from loaders.extract.phrases import (
    AFTER_PHRASE,
    AS_AIM,
    BEFORE_ITS_VERB,
    CIRCUMSTANTIAL,
    FORMS,
    INSIDE,
    MEANS,
    OCCASIONS,
    PHRASE_ENDS,
    PLACES,
    SINCE,
    SURE_ENDS,
    WAYS_DONE,
    WORKING,
)

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


class Predicate(NamedTuple):
    """The range of a verb, how sure it is, and the range of the thing named before it (对…, 由 behind …)."""

    start: int
    end: int
    quality: int
    before: tuple[int, int] | None = None
    moved: bool = False  # 将, 把: what stands before is the object
    modal: str = ""  # the modal word that governs it


# 制定合同前|应当听取…: what stands before a modal word is a condition
_AFTER_MODAL: Final = frozenset(LISTS["after_modal"])
_BINDING: Final = frozenset(["应当", "必须", "不得", "可以", "须", "应"])
# 督促企业|必须落实…, 明确|不得…: what follows is what they say
SAYS: Final = frozenset(LISTS["says"])
_CONDITION: Final = re.compile(r"的|[前后时](?:应当?|必须|须|需|要|不得|可以?|均)?$")
_SUBJECT: Final = re.compile("|".join(LISTS["subjects"]))
_DENIALS: Final = frozenset(["未", "非", "无"])
_FIGURE: Final = 12  # characters: 费率不超过1%的业务 has its figure in a description
_MANNER_JOINS: Final = frozenset(["或者", "或", "和", "、", "并", "与"])  # 书面或者口头|反馈
_NO_VERB_AFTER: Final = frozenset("的、《“和与及或")


_FAR: Final = (
    500  # characters: no predicate stands further in; 要的推进要的推进… would cost its square
)


class Clause:
    """One clause of a scanned sentence, read without the agents it opens with."""

    def __init__(self, sentence: str, words: Sequence[Word], start: int, end: int) -> None:
        self.text, self.start, self.end = sentence, start, end
        low = bisect_left(words, (start, 0, 0))
        high = bisect_left(words, (min(end, start + _FAR), 0, 0))
        self.words = [w for w in words[low:high] if w.end <= end]
        self._at = {w.start: index for index, w in enumerate(self.words)}

    def read(self) -> Predicate | None:
        """The predicate of the clause, None when it has none."""
        words = self.text[self.start : self.end]
        if circumstance(words):
            first = adverbs_end(words, 0)
            only = words.endswith(OCCASIONS) or (
                words[first : first + 1] == "在" and words.endswith(PLACES)
            )
            return None if only else self._circumstance()
        head = self._head(self.start, SURE)
        modal = self._modal()
        if head is None:
            inside = modal or self._led_inside() or self._behind_subject()
            return inside or self._led_by_manner() or self._likely()
        if modal is not None and (
            modal.start == head.start
            or (modal.start > head.start and self._is_subject(head, modal))
        ):
            return modal
        return self._past_relative(head) or self._past_subject(head) or head

    def _past_subject(self, head: Predicate) -> Predicate | None:
        """机构从事中介活动许可|实行告知承诺: what opens the clause is what a plain light verb behind it is about."""
        verb = self.text[head.start : head.end]
        if head.moved or verb in SAYS or verb in _RULES:
            return None
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
        de = self.text.rfind("的", head.end, self.end)
        best = self._best(de, de + 2) if de >= 0 else None
        if best is None or best[0] < 0:
            return None
        return Predicate(best[1].start, best[1].end, LED, (self.start, best[1].start))

    def _is_subject(self, head: Predicate, modal: Predicate) -> bool:
        """规划编制|要兼顾…: the verb before a modal word is part of its subject."""
        verb = self.text[head.start : head.end]
        if modal.quality < LED:
            return False
        if modal.modal in _BINDING and verb not in SAYS:
            return True  # 查处违法行为|应当遵守…: what is done before it is what it is about
        if head.start > self.start:
            return False
        before = self.text[head.end : modal.start]
        return verb in NOUNY or verb in RELATIVE or _CONDITION.search(before) is not None

    def _head(self, at: int, quality: int) -> Predicate | None:
        """The verb with which the text at ``at`` opens, behind adverbs and phrases."""
        while (index := self._at.get(at)) is not None:
            word = self.words[index]
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            if following is not None and self._is_future(word, following):
                at = word.end
                continue
            if word.kind & OPENER:
                led = self._led(at, word, quality)
                if led is not None or not word.kind & (VERB | SHORT):
                    return led
                if self.text[at : word.end] not in WAYS_DONE:
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

    def _is_future(self, word: Word, following: Word) -> bool:
        """我们将|督促有关部门: 将 moves no object, it only says when."""
        if self.text[word.start : word.end] != "将" or following.start != word.end:
            return False
        verb = self.text[following.start : following.end]
        if not following.kind & (VERB | MANNER) or verb in NOUNY:
            return False
        return MOVED.match(self.text, word.start, self.end) is None

    def _goes_on(self, word: Word, following: Word) -> bool:
        """加快|推进: the first of two words only colours the second; 公开|收费目录: it does not."""
        if following.start != word.end or not following.kind & (VERB | MANNER | OPENER):
            return False
        if following.kind == OPENER:
            return following.end - following.start == 1  # 抓紧|向省局申报
        if self.text.startswith("严格", word.start):
            if following.kind & OPENER:
                return True
            return self._is_verb(following)  # 严格|备案事项办理流程, but 严格执行
        nouny = self.text[following.start : following.end] in NOUNY
        if not nouny or following.end >= self.end:
            return True
        beyond = self._at.get(following.end)  # 接续|创新|开展
        return beyond is not None and bool(self.words[beyond].kind & VERB)

    def _is_verb(self, word: Word, *, strict: bool = False) -> bool:
        """Not 采购人, 受理后, 健全的…; a verb that is a noun as often is none before 机关, 项目.

        ``strict``: the verb does not open its clause, so that less is enough to make a noun of it.
        """
        if NO_VERB.match(self.text, word.end):
            return False
        verb = self.text[word.start : word.end]
        if strict and HARD_END.match(self.text, word.end):
            return False
        if verb not in NOUNY:
            return True
        if strict and verb not in LIGHT and THING_END.match(self.text, word.end):
            return False
        return NOUN_END.match(self.text, word.end, self.end) is None

    def _modal(self) -> Predicate | None:
        """The verb behind a modal word: 建设项目应当|符合…."""
        for modal in MODAL.finditer(self.text, self.start, self.end):
            if inside_word(self.text, self.words, *modal.span()):
                continue
            found: Predicate | None
            if modal[0] in ("负责", "严禁", "禁止"):
                found = Predicate(modal.start(), modal.end(), SURE)
            else:
                found = (
                    self._head(modal.end(), SURE)
                    or self._bare(modal.end())
                    or self._behind(modal.end())
                )
            if found is not None and self.text[found.end : found.end + 1] != "的":
                before = found.before or self._subject(modal.start())
                return found._replace(before=before, modal=modal[0])
        return None

    def _bare(self, at: int) -> Predicate | None:
        """应当依法|保密: a word that is a verb only where one must stand."""
        while (index := self._at.get(at)) is not None and self.words[index].kind == MANNER:
            at = self.words[index].end
        if self.text[at : at + 2] in _AFTER_MODAL and at + 2 <= self.end:
            return Predicate(at, at + 2, SURE)
        return None

    def _behind(self, at: int) -> Predicate | None:
        """应当|三日内|移送: the likeliest verb behind a modal word whose next word is unknown."""
        best = self._best(at, at)
        if best is None or best[0] < 0:
            return None
        return Predicate(best[1].start, best[1].end, COLOURED)

    def _subject(self, stop: int) -> tuple[int, int] | None:
        """以上工作|要在年底前完成: what a bare verb does something to."""
        start = self.start
        index = self._at.get(start)
        while index is not None and self.words[index].kind == MANNER:
            start = self.words[index].end
            index = self._at.get(start)
        if self.text[start] == "的":
            start = self.start  # 有条件|的家庭
        if stop - start < 2 or _SUBJECT.search(self.text, stop - 4, stop):
            return None  # 主要负责人|要带头述法: who, not to what
        return start, stop

    def _led(self, at: int, opener: Word, quality: int) -> Predicate | None:
        """The verb to which a phrase leads: 对…单位进行|约谈; right behind 对 or 按 stands none."""
        said = self.text[at : opener.end]
        since = SINCE.match(self.text, at, self.end)
        if since is not None:
            found = self._head(since.end(), LED)
            if found is not None:
                return found
        inner = self._moved(at)
        if inner is not None:
            return inner._replace(quality=quality if said in ("将", "把") else LED)
        if said in WAYS_DONE and MEANS.search(self.text, at, self.end):
            return None  # 采取上门监督服务等措施
        first = said in BEFORE_ITS_VERB
        floor = 2 if opener.kind & VERB else -2 if first else 0
        best = self._best(opener.end, opener.end + 1, phrase=True, first=floor if first else None)
        if best is None or best[0] < floor:
            return None
        word = best[1]
        thing: tuple[int, int] | None = None
        if said in ("对", "对于", "将", "把"):
            bound = BINDS.match(self.text, self.end)
            if (best[0] < 2 or bound) and "的" in self.text[word.end : self.end]:
                return None  # 对有综合整治需求的地区,应…: all of it is the phrase
            thing = (opener.end, self._manner_start(word))
        names = said in ("将", "把") and thing is not None and self._names_thing(*thing)
        return Predicate(word.start, word.end, min(quality, LED), thing, names)

    def _moved(self, at: int) -> Predicate | None:
        """于六月底前|将落实情况|报市政府备案: the object that 将 or 把 moves before a telling verb."""
        for word in self.words[self._at.get(at, 0) :]:
            if word.kind & OPENER and self.text[word.start : word.end] in ("将", "把"):
                moved = MOVED.match(self.text, word.start, self.end)
                if moved is None:
                    return None
                return Predicate(*moved.span(2), LED, moved.span(1), True)
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
                    return led._replace(before=led.before or self._subject(word.start))
        return None

    def _behind_subject(self) -> Predicate | None:
        """县政府主要负责人|召开…: the verb right behind who acts."""
        for subject in _SUBJECT.finditer(self.text, self.start, self.end):
            found = self._head(subject.end(), LED)
            if found is not None and self._is_verb(Word(found.start, found.end, VERB), strict=True):
                return self._past_subject(found) or found
        return None

    def _manner_start(self, verb: Word) -> int:
        """Where the adverbs before a verb begin."""
        index = self._at[verb.start]
        start = verb.start
        while index and self.words[index - 1].kind & MANNER:
            between = self.text[self.words[index - 1].end : start]
            if between and between not in _MANNER_JOINS:
                break
            index -= 1
            start = self.words[index].start
        return start

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
            return modal._replace(quality=LIKELY) if only else modal
        aim = AS_AIM.match(self.text, word.start, self.end)
        after = self._head(aim.end(), LED) if aim is not None else None
        if after is not None and self.text[after.start : after.end] not in NOUNY:
            return after
        best = self._best(word.end, word.end + 1, phrase=True)
        if self.text.startswith("坚持", word.start):
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

    def _best(
        self, start: int, least: int, *, phrase: bool = False, first: int | None = None
    ) -> tuple[int, Word] | None:
        """The verb from ``least`` on that most looks like the predicate, with its score; the earliest of equals.

        ``phrase``: a phrase opened at ``start``, at whose end the verb stands; ``first``: the first verb of at least
        this score is it.
        """
        best: tuple[int, Word] | None = None
        verbs = [w for w in self.words if w.start >= least and w.kind & VERB]
        for word in verbs:
            score = self._score(word, verbs, phrase)
            if score is None:
                continue
            if first is not None and score >= first:
                return score, word
            if best is None or score > best[0]:
                best = (score, word)
        return best

    def _score(self, word: Word, verbs: Sequence[Word], phrase: bool) -> int | None:
        text = self.text
        before, after = text[word.start - 1], text[word.end : word.end + 1]
        if before in _NO_VERB_AFTER or not self._is_verb(word, strict=True):
            return None
        verb = text[word.start : word.end]
        index = self._at[word.start]
        previous = self.words[index - 1] if index else None
        coloured = (
            previous is not None and previous.end == word.start and bool(previous.kind & MANNER)
        )
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if word.kind & MANNER and following is not None and self._goes_on(word, following):
            return None
        if coloured and previous is not None and text[previous.start : previous.end] in _DENIALS:
            return None  # 对未完成任务的单位|进行约谈
        score = 3 if coloured or verb in PLAIN_LIGHT else 2 * (verb in LIGHT)
        led = phrase and before in AFTER_PHRASE
        closed = led and (
            before in PHRASE_ENDS or text.startswith(FORMS, word.start - 2)
        )  # 以适当形式|公示
        score -= 2 * (verb in NOUNY and not coloured and not closed)
        if (
            after.isdigit() or (after in "在至到" and text[word.end + 1 : word.end + 2].isdigit())
        ) and "的" not in text[word.end : word.end + _FIGURE]:
            score += 2  # 减免30%, 控制在5个工作日
        score += 3 if led and before in SURE_ENDS else 2 * led
        if after in ("、", "等", "和", "与", "及"):
            score -= 4 if after in "、等" else 1
        if verb not in PLAIN_LIGHT and self._in_relative(word, verbs):
            score -= 3 if not coloured else 1 if self._behind_phrase(index - 1) else 2
        return score

    def _behind_phrase(self, manner: int) -> bool:
        """向社会|及时|公开…的信息: an adverb right behind a short phrase is no part of what describes a noun."""
        if manner < 2:
            return False
        opener, noun = self.words[manner - 2 : manner]
        return (
            bool(opener.kind & OPENER)
            and opener.end == noun.start
            and noun.end == self.words[manner].start
        )

    def _in_relative(self, word: Word, verbs: Sequence[Word]) -> bool:
        """认定公共利益的理由|进行举证: a verb with 的 behind it, and another verb behind that."""
        de = self.text.rfind("的", word.end, self.end)
        return 0 <= de < verbs[-1].start


def is_doubtful(clause: str, start: int, end: int) -> bool:
    """Whether the verb a clause opens with may be part of a noun or of a subject: 采购人, 建设项目应当…, 具有…户籍的父母."""
    if NO_VERB.match(clause, end):
        return True
    if any(clause[start : start + length] in NOUNS for length in LENGTHS):
        return True
    verb = clause[start:end]
    if verb in RELATIVE or verb in OPENERS or (verb in MANNERS and verb_at(clause, end)):
        return True
    modal = MODAL.search(clause, end)
    if (
        modal is not None
        and (
            (modal[0] in _BINDING and verb not in SAYS)  # 查处违法行为|应当遵守…
            or _CONDITION.search(clause[end : modal.start()])  # 提交意向前|需上传承诺书
        )
    ):
        return True
    return verb in NOUNY and (modal is not None or NOUN_END.match(clause, end) is not None)
