"""The words of one clause, and how much each of its verbs looks like the predicate.

A verb scores by its kind and by what stands around it: an adverb before it, the end of a phrase, a noun behind it that
makes a noun of it as well (登记|机关), another verb that it only colours (加快|推进).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from loaders.extract.grammar import adverbs_end
from loaders.extract.lexemes import (
    HARD_END,
    HEAD,
    LIGHT,
    MANNER,
    MANY,
    MOVED,
    NO_VERB,
    NOUN_END,
    NOUN_HEADS,
    NOUNY,
    OPENER,
    PLAIN_LIGHT,
    SAYS,
    THING_END,
    VERB,
    Word,
    begin_of,
    bound_behind,
    subject_end,
)
from loaders.extract.phrases import (
    AFTER_PHRASE,
    AS_THERE,
    FORMS,
    HONOURED,
    PHRASE_ENDS,
    PUBLISHED,
    SURE_ENDS,
)

_TO: Final = frozenset(["对", "对于"])
_OTHER_WORK: Final = frozenset("的后前时并由向对按将")
_DENIALS: Final = frozenset(["未", "非", "无"])
_GIVES: Final = frozenset(
    ["提出", "出具", "提交", "给予", "发放", "享受", "进行", "实施", "开展", "实行", "试行", "推行"]
)
# 建设|平台监管功能, 省财政|安排资金
_WORKS_ON: Final = {"建设": ("平台", "系统", "中心"), "安排": ("资金", "经费", "人员", "专人")}
_DRAWN_UP: Final = frozenset(["制定", "出台", "印发", "修订", "编制", "完善"])
_TOLD: Final = frozenset(["说明", "反映", "了解", "核实"])
_NEAR: Final = 3  # words
_LONGEST_KIND: Final = 4  # characters
_GRANTS: Final = frozenset(["给予", "予以", "不予"])
# 做好|部门联合监管: these describe no noun
_NEVER_NOUNS: Final = frozenset(
    ["做好", "加强", "加大", "强化", "推行", "完善", "健全", "优化", "打造", "构建", "给予"]
)
# 对各单位推行|情况开展督查, but 做好|情况通报
_OF_COURSE: Final = re.compile(
    "情况(?!通报|报告|说明|反馈|公示|调查|汇总)|结果(?!运用|应用|公示)|成效"
)
_SAID: Final = frozenset(["规定", "要求", "需要"])
_COLOURS: Final = frozenset(["书面", "口头", "如实", "定期", "及时"])
_NO_WORK_BEHIND: Final = frozenset(["", *"、的和与及方细条意主范期办机单规标情过后中前"])
MEASURES: Final = frozenset(["超过", "低于", "少于", "高于"])
# right behind stands a verb
_MUST: Final = frozenset(["应当", "可以", "有权", "不得", "必须", "重新", "直接", "另行"])
_WHOM: Final = ("企业", "学校", "地区", "城市")  # 结合实际|支持学校扩大规模
# 对作出突出贡献的单位|予以表彰: plain verbs that describe somebody as often
_MADE: Final = frozenset(["作出", "做出"])
_OF_SUBJECTS: Final = frozenset(["由", "按", "按照", "依照", "参照", "实行"])
_OF_NAMES: Final = ("区域", "设施", "器材")  # 停泊|区域
_PACES: Final = ("进度", "进程", "步伐", "速度")  # 加快建设|进度
_TOGETHER: Final = frozenset(["联合", "协同", "共同", "参照", "比照"])
_FIGURE: Final = 12  # characters: 费率不超过1%的业务 has its figure in a description
_MANNER_JOINS: Final = frozenset(["或者", "或", "和", "、", "并", "与"])  # 书面或者口头|反馈
_NO_VERB_AFTER: Final = frozenset("的、《“和与及或")
_FAR: Final = (
    500  # characters: no predicate stands further in; 要的推进要的推进… would cost its square
)


class Predicate:  # no named tuple: mypyc makes a native class of this
    """The range of a verb, how sure it is, and the range of the thing named before it (对…, 由 behind …)."""

    __slots__ = ("before", "end", "modal", "moved", "quality", "start")

    def __init__(
        self,
        start: int,
        end: int,
        quality: int,
        before: tuple[int, int] | None = None,
        moved: bool = False,  # 将, 把: what stands before is the object
    ) -> None:
        self.start, self.end, self.quality = start, end, quality
        self.before, self.moved = before, moved
        self.modal = ""  # the modal word that governs it


class Words:
    """The known words of one clause of a scanned sentence."""

    def __init__(self, sentence: str, words: Sequence[Word], start: int, end: int) -> None:
        self.text, self.start, self.end = sentence, start, end
        if len(words) > MANY:
            low = bisect_left(words, start, key=begin_of)
            words = words[low : bisect_left(words, min(end, start + _FAR), lo=low, key=begin_of)]
        self.words = [w for w in words if start <= w.start < start + _FAR and w.end <= end]
        self._at = {w.start: index for index, w in enumerate(self.words)}
        self.tried = 0  # places from which ``Led`` has read on

    def word_at(self, at: int) -> Word | None:
        """The known word that begins at a place."""
        return self.words[self._at[at]] if at in self._at else None

    def behind_manners(self, at: int) -> int:
        """Where the adverbs end that stand at a place: 应当|及时|调离."""
        while (word := self.word_at(at)) is not None and word.kind == MANNER:
            at = word.end
        return at

    def leave_out(self, start: int, end: int) -> bool:
        """Read on as if no verb stood between two places; False when none did."""
        kept = [word for word in self.words if not start <= word.start < end]
        fewer = len(kept) < len(self.words)
        self.words, self.tried = kept, 0
        self._at = {word.start: index for index, word in enumerate(kept)}
        return fewer

    def _is_verb(self, word: Word, *, strict: bool = False) -> bool:
        """Not 采购人, 受理后, 健全的…; a verb that is a noun as often is none before 机关, 项目.

        ``strict``: the verb does not open its clause, so that less is enough to make a noun of it.
        """
        if self.text[word.start - 1 : word.start] == "各":
            return self.text[word.end : word.end + 1].isdigit()  # 与各|参与单位签订, but 各|抽查3个
        if self.text[word.end : word.end + 1] not in NOUN_HEADS:
            return True  # nothing behind it makes a noun of it: most verbs
        if NO_VERB.match(self.text, word.end):
            return False
        verb = self.text[word.start : word.end]
        if verb in _TOLD and self.text.startswith("情况", word.end):
            return True  # 向申请人|说明情况
        before = self.text[word.start - 2 : word.start]
        if not strict and (before in _MUST or (before[1:] == "可" and before[0] not in "许认")):
            return True  # 可以|申请项目撤销
        if bound_behind(self.text, word.start, word.end, self.end):
            return False  # 听证|应当…
        if self.text[word.start - 2 : word.start] in _COLOURS:
            return True  # 书面|反馈情况
        ends = _OF_COURSE if verb in _NEVER_NOUNS else HARD_END
        if strict and ends.match(self.text, word.end):
            return False
        if word.start == self.start and subject_end(self.text, word.start, word.end, self.end):
            return False
        if verb not in NOUNY or (
            not strict and self.text.startswith(_WORKS_ON.get(verb, ("=",)), word.end)
        ):
            return True
        if strict and verb not in LIGHT and THING_END.match(self.text, word.end):
            return verb in SAYS and self.text.startswith(_WHOM, word.end)
        return NOUN_END.match(self.text, word.end, self.end) is None

    def _opens(self, word: Word) -> bool:
        """Whether a verb sought nowhere else is one here: 停泊|船舶; not 排放|标准, 采伐的树木, nor at the clause's end."""
        if self.end - word.end < 2 or not self._is_verb(word, strict=True):
            return False
        if word.start == self.start and any(w.kind & OPENER for w in self.words[1:]):
            said = {self.text[w.start : w.end] for w in self.words[1:] if w.kind & OPENER}
            if not said.isdisjoint(_OF_SUBJECTS):
                return False  # 停泊保证金|按面积交纳
        after = self.text[word.end]
        if after in "、和或及" and word.start > self.start:
            index = self._at.get(word.end + 1)  # 应仔细|阅读、理解资格条件
            return index is not None and self.words[index].kind in (VERB, HEAD)
        if after in "、和与及或的化性" or bound_behind(self.text, word.start, word.end, self.end):
            return False
        return not (
            HARD_END.match(self.text, word.end)
            or self.text.startswith(_OF_NAMES, word.end)
            or THING_END.match(self.text, word.end)
            or NOUN_END.match(self.text, word.end, self.end)
            or subject_end(self.text, word.start, word.end, self.end)
        )

    def _is_future(self, word: Word, following: Word) -> bool:
        """我们将|督促有关部门: 将 moves no object, it only says when."""
        if self.text[word.start : word.end] != "将" or following.start != word.end:
            return False
        if self.text.endswith(("应当", "不得", "可以", "必须", "应"), 0, word.start):
            return False  # 应当将|梳理后的依据向社会公布
        verb = self.text[following.start : following.end]
        if verb in _TOGETHER and self.text.startswith(("对", "向", "会同"), following.end):
            return True  # 将|联合|对项目进行审核
        if not following.kind & (VERB | MANNER) or verb in NOUNY:
            return False
        if following.kind & VERB and not self._is_verb(following):
            return False  # 不得将|承担的工作转包
        moved = MOVED.match(self.text, word.start, self.end)  # 将|同步用于评选 moves nothing
        return moved is None or adverbs_end(self.text, moved.start(1)) == moved.start(2)

    def _goes_on(self, word: Word, following: Word) -> bool:
        """加快|推进: the first of two words only colours the second; 公开|收费目录: it does not."""
        if following.start != word.end or not following.kind & (VERB | MANNER | OPENER):
            return False
        if self.text[word.end] == "并" and word.kind & VERB:
            return False  # 规范|并公开标准
        if following.kind & OPENER and self.text.startswith("严格", word.start):
            return True  # 严格|按照标准开展…
        if following.kind == OPENER:
            return following.end - following.start == 1  # 抓紧|向省局申报
        if PUBLISHED.match(self.text, word.start, self.end):
            return False  # 向社会公开|开设账户的服务标准
        if (
            self.text.startswith("公开", word.start)
            and following.kind == VERB
            and not self._is_verb(following, strict=True)
        ):
            return False  # 向社会|公开采纳情况
        if self.text.startswith("严格", word.start):
            return self._is_verb(following)  # 严格|备案事项办理流程, but 严格执行
        nouny = self.text[following.start : following.end] in NOUNY
        if not nouny or following.end >= self.end:
            return True
        if self.text.startswith("加快", word.start) and self._is_verb(following, strict=True):
            return not self.text.startswith(_PACES, following.end)  # 加快|建设农业强省
        beyond = self._at.get(following.end)  # 接续|创新|开展
        return beyond is not None and bool(self.words[beyond].kind & VERB)

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
            if (
                best is None
                or score > best[0]
                or (score == best[0] and self._plainer(word, best[1]))
            ):
                best = (score, word)
        return best

    def _plainer(self, word: Word, other: Word) -> bool:
        """投资审批有关事项|试行承诺制: of equals the one that opens no row of nouns, where no 的 makes it describe one."""
        following = self.words[self._at[other.start] + 1]
        return (
            following.start == other.end
            and following is not word
            and self.text[other.start : other.end] in NOUNY
            and self.text[following.start : following.end] in NOUNY
            and self.text[word.start : word.end] not in NOUNY
            and "的" not in self.text[other.end : self.end]
        )

    def _score(self, word: Word, verbs: Sequence[Word], phrase: bool) -> int | None:
        """How much a verb looks like the predicate; None when it is none."""
        text, verb = self.text, self.text[word.start : word.end]
        before, after = text[word.start - 1], text[word.end : word.end + 1]
        if before in _NO_VERB_AFTER and not (
            before == "的" and verb in _GRANTS and text.find("的", word.end, self.end) < 0
        ):
            return None  # 重点群体创业的|给予补贴
        if not self._is_verb(word, strict=True):
            return None
        if verb in _MADE and self._in_relative(word, verbs) and HONOURED.search(text, word.end):
            return None
        index = self._at[word.start]
        previous = self.words[index - 1] if index else None
        beside = previous is not None and previous.end == word.start
        coloured = beside and previous is not None and bool(previous.kind & MANNER)
        colour = text[previous.start : previous.end] if previous is not None and beside else ""
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if word.kind & MANNER and following is not None and self._goes_on(word, following):
            return None
        if coloured and colour in _DENIALS:
            return None  # 对未完成任务的单位|进行约谈
        if word.end == self.end and verb in NOUNY and self._is_received(index):
            return None
        if word.end == self.end and verb in NOUNY and self._is_handled(word):
            return None  # 对已售房屋办理竣工验收和不动产|首次登记
        given = verb in NOUNY or verb == "资助" or word.end == self.end
        if coloured and given and self._is_given(index):
            return None
        drawn = colour in _DRAWN_UP  # 制定|实施规范
        score = 3 if coloured or verb in PLAIN_LIGHT else 2 * (verb in LIGHT)
        score += verb == "给予"  # 批准设立的中心|给予资助
        if verb == "实施" and not drawn:
            score += 3 * self._is_carried_out(index, before, after)
        score += self._by_place(word, verbs, coloured=coloured, drawn=drawn, phrase=phrase)
        score += self._by_figure(word, verbs, phrase=phrase)
        score -= self._cost_in_row(word, following, coloured=coloured)
        if verb not in PLAIN_LIGHT and self._in_relative(word, verbs):
            score -= 3 if not coloured else 1 if self._behind_phrase(index - 1) else 2
        return score

    def _is_carried_out(self, index: int, before: str, after: str) -> bool:
        """对重点领域|实施重点监管, 对企业|实施高频次抽查及联合监管."""
        if self._closes_with(index):
            return True
        return before not in "拟已未" and after not in _NO_WORK_BEHIND and self._is_done_to(index)

    def _by_place(
        self, word: Word, verbs: Sequence[Word], *, coloured: bool, drawn: bool, phrase: bool
    ) -> int:
        """What it counts to stand where a phrase ends; a noun of a verb that stands elsewhere counts less."""
        text, verb = self.text, self.text[word.start : word.end]
        before = text[word.start - 1]
        if coloured and phrase:  # 网上|服务 closes no phrase, 有关规定|及时|清退 does
            plain = any(
                w.start < word.start
                and (text[w.start : w.end] not in NOUNY or text[w.start : w.end] == "实施")
                for w in verbs
            )
            before = "" if plain else text[self._manner_start(word) - 1]
        led = phrase and before in AFTER_PHRASE and not drawn
        led = led and not text.endswith("提起", 0, word.start)
        closed = led and (
            before in PHRASE_ENDS or text.startswith(FORMS, word.start - 2)
        )  # 以适当形式|公示
        score = 3 if led and before in SURE_ENDS else 2 * led
        return score - 2 * (verb in NOUNY and not coloured and not closed)

    def _by_figure(self, word: Word, verbs: Sequence[Word], *, phrase: bool) -> int:
        """减免30%, 控制在5个工作日, but 按照不超过12%的幅度|收取."""
        text, after = self.text, self.text[word.end : word.end + 1]
        if text[word.start : word.end] in MEASURES and text[word.start - 1] == "不":
            return -3 if phrase and verbs[-1] is not word else 0  # 给予总额|不超过100万元的补助
        figure = after.isdigit() or (
            after in "在至到" and text[word.end + 1 : word.end + 2].isdigit()
        )
        return 2 * (figure and "的" not in text[word.end : word.end + _FIGURE])

    def _cost_in_row(self, word: Word, following: Word | None, *, coloured: bool) -> int:
        """What it costs to stand in a row, which is one of nouns as often; 对安全隐患|及时研判、主动通报 is none."""
        after = self.text[word.end : word.end + 1]
        if after not in ("、", "等", "和", "与", "及"):
            return 0
        row = (
            coloured
            and after == "、"
            and following is not None
            and following.start == word.end + 1
            and following.kind == MANNER
            and "的" not in self.text[word.end : self.end]
        )
        return 0 if row else 4 if after in "、等" else 1

    def _is_given(self, index: int) -> bool:
        """给予|一次性|补贴5000元: what is given is no verb."""
        if index < 2:
            return False
        giving, manner = self.words[index - 2 : index]
        return giving.end == manner.start and self.text[giving.start : giving.end] in _GIVES

    def _is_handled(self, word: Word) -> bool:
        """办理外汇|结算: what closes the clause behind 办理 is what is handled."""
        handling = self.text.rfind("办理", self.start, word.start)
        between = self.text[handling + 2 : word.start]
        return handling >= 0 and len(between) > 1 and _OTHER_WORK.isdisjoint(between)

    def _is_received(self, index: int) -> bool:
        """实行形式|审查, 给予稳定岗位|补贴: what closes the clause is the thing of an empty verb not far before."""
        word = self.words[index]
        for giving in self.words[max(0, index - _NEAR) : index]:
            gap = word.start - giving.end
            if (
                gap <= _LONGEST_KIND
                and self.text[giving.start : giving.end] in _GIVES
                and self._is_verb(giving, strict=True)
            ):
                return gap > 0 and "的" not in self.text[giving.end : word.start]
        return False

    def _is_done_to(self, index: int) -> bool:
        """Whether the clause says before a word to whom something is done: 对失信企业…, 依托平台对重点事项…."""
        return self.text[self.start] == "对" or any(
            word.kind & OPENER and self.text[word.start : word.end] in _TO
            for word in self.words[:index]
        )

    def _closes_with(self, index: int) -> bool:
        """实施|重点|监管: whether nothing but a coloured noun of a verb stands behind a word."""
        if index + 3 != len(self.words):
            return False
        verb, manner, noun = self.words[index:]
        return (
            verb.end == manner.start
            and bool(manner.kind & MANNER)
            and manner.end == noun.start
            and noun.end == self.end
            and self.text[noun.start : noun.end] in NOUNY
        )

    def _is_listed(self, verb: Word) -> bool:
        """根据机构|设置、人员变动情况; 按照部门|要求和职责分工: one of the things that a phrase names."""
        after = self.text[verb.end : verb.end + 1]
        if after == "、":
            index = self._at.get(verb.end + 1)  # 结合实际深入|查找、整改问题
            row = index is not None and bool(self.words[index].kind & VERB)
            return not row or self._manner_start(verb) == verb.start
        return self.text[verb.start : verb.end] in _SAID and after in ("和", "与", "及")

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

    def _is_noun_at_end(self, word: Word) -> bool:
        """接受组织的旅游等活动|安排: what closes the clause right behind a noun is one as well."""
        index = self._at[word.start]
        manner = index > 0 and self.words[index - 1].kind & MANNER
        return word.end == self.end and self.text[word.start : word.end] in NOUNY and not manner

    def _is_together(self, word: Word, following: Word) -> bool:
        """可以联合|推荐, 参照|建立相应机制: how, not what."""
        return (
            following.start == word.end
            and bool(following.kind & VERB)
            and self.text[word.start : word.end] in _TOGETHER
            and not self.text.startswith(AS_THERE, word.start)
            and self._is_verb(following)
        )
