"""The verb to which a text leads from one place: behind adverbs, behind a phrase (对…, 按照…), behind a moved object.

``Led`` reads on from a position of a clause; which positions are tried, and how much each reading is worth, is up to
``predicates``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.extract.beyond import Beyond
from loaders.extract.grammar import verb_at
from loaders.extract.lexemes import (
    HEAD,
    LIGHT,
    LISTS,
    MANNER,
    MODAL,
    MOVED,
    NOUNY,
    OPENER,
    PLAIN_LIGHT,
    SAYS,
    SHORT,
    VERB,
    Word,
)
from loaders.extract.phrase_ends import ends
from loaders.extract.phrases import (
    AFTER_PHRASE,
    BEFORE_ITS_VERB,
    CIRCUMSTANTIAL,
    CLOSES,
    FILLS,
    MEANS,
    NO_HAVING,
    SINCE,
    STATE_ROW,
    WAY,
    WAYS_DONE,
    describes,
    is_reported,
    only_needs,
)
from loaders.extract.scores import MEASURES, Predicate

# How sure a reading is: it opens the clause or follows a modal word; a phrase leads to it; an adverb does; a guess.
SURE, LED, COLOURED, LIKELY = 4, 3, 2, 1


# What a clause opens with whose subject or condition the clause before it was.
BINDS: Final = re.compile(
    r",(?:还|也|均|都|其)?(?:应|须|必须|不得|可|由|需|要|将|不予|予以|按|一律|自动|视[同为])"
)
AGREES: Final = re.compile(
    r"(?:(?<!保持)(?<!协商)一致|相符|相适应|相对应|相衔接|相协调|分离|挂钩)$"
)
_WHEN_OPENERS: Final = frozenset(["在", "于", "自", "从"])
_WHERE_TO: Final = frozenset(["在", "于", "向", "报", "通过"])
HOW: Final = frozenset(["通过", "以"])
WAYS: Final = ("方式", "形式", "途径", "渠道", "手段", "方法")
_RULED: Final = ("规定", "要求", "标准", "程序", "办法", "方案", "规范", "制度", "目录")
_DESCRIBING: Final = NOUNY - {"实施", "执行"}
_NOT_BEHIND: Final = frozenset(["规定", "要求", "需要", "领导"])
_BOUND: Final = re.compile(r"应当|可以|不得|必须")
PIVOTS: Final = frozenset(["推荐", "委托", "指定", "邀请", "安排", "组织", "建议", "召集", "选派"])
_OF_NAME: Final = re.compile(
    r"[局厅站院]|[办处](?![理法置罚])|部(?![门署分队])|委(?![托派员])|科(?![技学研])|所(?![有在需属])|(?:[、和或与]..)*的|[及、](?!时)"
)
_ROW: Final = re.compile(r"(?:[、和或与]|或者)[一-鿿]{2}$")  # 按照规定的时限|办理、答复
_JOINING: Final = frozenset("、或和")
_MOST_TRIED: Final = 200  # places of a clause; in documents 16 at most, 对企业报企业报… would double with every phrase
_OPENS: Final = 4  # characters: 综合|运用 still opens its clause
# Openers whose phrase the work may follow in the same clause
_ACCORDING: Final = frozenset(["按照", "按", "根据", "依据", "依照", "遵照", "参照", "对照"])
OF_WORK: Final = _ACCORDING | {"结合", "依托", "围绕", "聚焦", "针对", "通过", "以", "立足"}
_WHOM: Final = re.compile(r"[^,的、]{2,16}?(?:机关|部门|单位|机构|委员会|政府|[局办院厅])对")
_AS_WHAT: Final = re.compile("为[^,]{2,8}$")
_AROUND: Final = frozenset(["围绕", "聚焦", "针对"])
_CLOSES_AT_ONCE: Final = re.compile(
    r"[^,]{0,6}(?:要求|原则|精神|规定|部署|现状|热点|特点|情况|因素|课程|计划|目标)$"
)
_GIVES: Final = frozenset(["提供", "创造", "营造", "奠定"])
_SHORT_WAY: Final = 4  # characters
_SHORTEST_MEANS: Final = 3  # characters
_OFFICE: Final = re.compile("[科局处室厅站所队组部委办院会联]")
_BY_WHAT: Final = re.compile(r"的[^的,]{1,6}$")  # 通过具体条款的约定,|落实…
_AFTER_MODAL: Final = frozenset(LISTS["after_modal"])
_HEADS: Final = frozenset(LISTS["heads"])
_BARE: Final = _AFTER_MODAL | _HEADS  # 不得|排放
_OF_HOLDING: Final = frozenset("续股有仓卡之")  # 持续, 持有
_OF_ADDING: Final = frozenset("加属近带则件")  # 附加, 附属
_FORCED: Final = frozenset(
    ["企业", "市场", "个人", "当事", "群众", "申请", "单位", "投标", "用户", "职工"]
)


class Led(Beyond):
    """One clause, read on from a place in it."""

    def _head(self, at: int, quality: int) -> Predicate | None:
        """The verb with which the text at ``at`` opens, behind adverbs and phrases."""
        self.tried += 1
        if self.tried > _MOST_TRIED:
            return None
        spare: Word | None = None
        while (index := self._at.get(at)) is not None:
            word = self.words[index]
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            if following is not None and self._is_future(word, following):
                at = word.end
                continue
            if following is not None and self._is_together(word, following):
                at = word.end
                continue
            if is_reported(self.text, self.start, at, self.end):
                return Predicate(at, word.end, quality)
            if word.kind & OPENER:
                led = self._led(at, word, quality)
                if led is not None or not word.kind & (VERB | SHORT):
                    return led
                if self.text[at : word.end] not in WAYS_DONE or self._is_way(at):
                    # 会同各部门, 通过网站: mostly the way to something
                    quality = min(quality, COLOURED)
            short = word.kind & SHORT and at > self.start and self._is_verb(word)
            short = short and self.text[at : at + 2] not in _AFTER_MODAL  # 有权|处分财产
            if short and not (self.text[at : word.end] == "按" and self._verb_behind(word)):
                return Predicate(at, word.end, quality)
            if word.kind & VERB and word.kind & MANNER and self._in_row(word, index):
                at = self.words[index + 1].start  # 规范、|集中公开
                continue
            if word.kind & VERB and not (
                word.kind & MANNER and following is not None and self._goes_on(word, following)
            ):
                return Predicate(at, word.end, quality) if self._is_verb(word) else None
            if word.kind == HEAD and self._opens(word):
                return Predicate(at, word.end, quality)
            if not word.kind & (MANNER | VERB):
                break
            spare = spare or (word if word.kind & VERB else None)
            at = self._joined_manner(word.end)
        if spare is None or not self._opens(spare):
            return None  # 加快|重点产业标准体系建设: an adverb that is a verb as well, where no other one follows
        return Predicate(spare.start, spare.end, quality)

    def _verb_behind(self, word: Word) -> bool:
        """系统按排名|检索: a plainer verb follows, so that the word before it only says how."""
        if self.text[word.start - 1] == "减":
            return False  # 减按15%的税率征收
        return any(later.start > word.end and later.kind & VERB for later in self.words)

    def _joined_manner(self, at: int) -> int:
        """及时、|认真地, 从轻或者|减轻: the next adverb where ``at`` stands between two, else ``at``."""
        if self.text[at : at + 1] == "地" and at + 1 in self._at:
            return at + 1  # 及时地|收集证据
        if self.text[at : at + 1] not in _JOINING:
            return at
        behind = at + (2 if self.text.startswith("或者", at) else 1)
        index = self._at.get(behind)
        if index is None or not self.words[index].kind & MANNER:
            return at
        if not self.words[index].kind & VERB:
            return behind
        end = self.words[index].end  # 集中、规范|发布: an adverb only before another verb
        following = self._at.get(end)
        return end if following is not None and self.words[following].kind & VERB else at

    def _bare(self, at: int) -> Predicate | None:
        """应当依法|保密: a word that is a verb only where one must stand; 报道应当|真实、客观."""
        while True:
            at = self._joined_manner(at)
            index = self._at.get(at)
            manner = index is not None and self.words[index].kind == MANNER
            state = self._state(at, alone=manner)
            if state is not None:
                return state
            if index is None or not manner:
                break
            at = self.words[index].end
        if self.text.startswith("强制", at - 2) and self.text[at : at + 2] in _FORCED:
            return Predicate(at - 2, at, SURE)  # 不得强制|企业接受服务
        long = index is not None and self.words[index].end > at + 2  # 需要|施工图
        for length in (5, 4) if long else (5, 4, 2):  # 不得|打击报复信访人
            if self.text[at : at + length] in _BARE and at + length <= self.end:
                return Predicate(at, at + length, SURE)
        if self.text[at : at + 1] == "有" and self.text[at + 1 : at + 2] not in NO_HAVING:
            return Predicate(at, at + 1, SURE)  # 不得|有下列行为, 团体应|有固定的场所
        holds = self.text[at : at + 1] == "持" and self.end == len(self.text)
        if holds and self.text[at + 1 : at + 2] not in _OF_HOLDING:
            return Predicate(at, at + 1, SURE)  # 船员须|持适任证书
        if self.text[at : at + 1] == "附" and self.text[at + 1 : at + 2] not in _OF_ADDING:
            return Predicate(at, at + 1, SURE)  # 应当|附中文译文
        return None

    def _copula(self, at: int) -> Predicate | None:
        """证据应当|是原件, 更新周期应当|为1年: what a thing must be; 为 leads to more than that (应当为企业留出时间)."""
        if self.end - at <= 2 or self.text.startswith("是否", at):
            return None
        plain = self.text[at] == "是" or (self.text[at] == "为" and self.text[at + 1].isdigit())
        return Predicate(at, at + 1, SURE) if plain else None

    def _state(self, at: int, *, alone: bool) -> Predicate | None:
        """应当|真实、客观, 应当|实事求是; ``alone``: an adverb as well, so nothing but more of them may stand behind."""
        row = STATE_ROW.match(self.text, at, self.end)
        if row is None or (
            row.end() < self.end and (alone or self.text[row.end()] not in "、且并")
        ):
            return None  # 应当合法合规|使用数据
        return Predicate(at, row.end(), SURE)

    def _in_row(self, word: Word, index: int) -> bool:
        """规范、集中|公开: an adverb beside another one, with the verb behind them."""
        if self.text[word.end : word.end + 1] != "、" or index + 2 >= len(self.words):
            return False
        manner, verb = self.words[index + 1 : index + 3]
        return (
            manner.start == word.end + 1
            and bool(manner.kind & MANNER)
            and verb.start == manner.end
            and bool(verb.kind & VERB)
        )

    def _is_way(self, at: int) -> bool:
        """采用座谈等方法,|开展宣传: only how the work of the next clause is done."""
        if at - self.start > _OPENS or self.end == len(self.text):
            return False
        modal = MODAL.search(self.text, self.start, at)
        return modal is None and WAY.search(self.text, at, self.end) is not None

    def _fills(self, opener: Word, said: str) -> bool:
        """Whether a phrase that says how goes on to the end of the clause."""
        place = said == "在" and self.text.startswith(",", self.end)  # 应在显著位置,|公布电话
        if said not in HOW and not place:
            return False
        by_what = _BY_WHAT.search(self.text, opener.end, self.end) if said == "通过" else None
        if by_what is not None and self.text.startswith(",", self.end):
            return not any(
                w.kind & VERB and w.start < by_what.start()
                for w in self.words[self._at[opener.start] + 1 :]
            )
        stops = list(ends(self.text, said, opener.end + 1, self.end))
        return bool(stops) and stops[-1] == self.end

    def _led(self, at: int, opener: Word, quality: int) -> Predicate | None:
        """The verb to which a phrase leads: 对…单位进行|约谈; right behind 对 or 按 stands none."""
        said = self.text[at : opener.end]
        if said == "与" and (agree := AGREES.search(self.text, opener.end, self.end)) is not None:
            return Predicate(agree.start(), agree.end(), LED)  # 与发展规划|相协调
        if said == "配合" and _WHOM.match(self.text, opener.end, self.end):
            return Predicate(at, opener.end, quality)  # 配合|国家机关对事项进行调查
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
        ended = self._fined(at, said, LED) or self._past_phrase(opener, said)
        if ended is not None:
            if said in ("对", "对于") and ended.before is None:  # 对违规的企业|约谈
                ended.before = (opener.end, ended.start)
            return ended
        if self._fills(opener, said):
            return None
        if said in ("持", "凭"):
            return self._with_papers(opener)
        if said in WAYS_DONE and MEANS.search(self.text, at, self.end):
            return None  # 采取上门监督服务等措施
        return self._likeliest(opener, said, quality)

    def _likeliest(self, opener: Word, said: str, quality: int) -> Predicate | None:
        """The verb of a phrase that most looks like the predicate, with the thing where the phrase names it."""
        first = said in BEFORE_ITS_VERB
        floor = 2 if opener.kind & VERB else -2 if first else 0
        best = self._best(opener.end, opener.end + 1, phrase=True, first=floor if first else None)
        if best is None and said in ("将", "把"):
            return self._at_end(opener)
        if best is None and said in ("与", "同"):
            return self._joined_with(opener)
        if best is None and said in ("对", "对于", "向"):
            return self._within(opener, _HEADS if said == "向" else _AFTER_MODAL, LED)
        if best is None or best[0] < floor:
            return self._behind_name(opener) if said == "会同" else None
        noun = best[1].end == self.end and self.text.endswith(_RULED, 0, self.end)
        noun = noun or only_needs(self.text, best[1].end, self.end)
        if said in OF_WORK and (noun or self._is_inside(opener, best[1])):
            return None  # 应当依据国家有关规范,…
        if said in WAYS_DONE and self.text[best[1].start : best[1].end] in _NOT_BEHIND:
            return None  # 适用|特别规定
        word = self._light_behind(best[1]) if said in ("对", "对于") else best[1]
        if said in ("对", "对于") and self._is_spoken_of(word):
            return None
        word = self._at_the_end(said, self._emptied(opener, word), first and best[0] < 0)
        thing: tuple[int, int] | None = None
        if said in ("对", "对于", "将", "把"):
            bound = BINDS.match(self.text, self.end) is not None
            if said[0] == "对" and self.text[word.start : word.end] in _DESCRIBING:
                bound = bound or describes(self.text, word.end, self.end)
            if (best[0] < 2 or bound) and "的" in self.text[word.end : self.end]:
                return None  # 对有综合整治需求的地区,应…: all of it is the phrase
            thing = (opener.end, self._manner_start(word))
        names = said in ("将", "把") and thing is not None and self._names_thing(*thing)
        return Predicate(word.start, word.end, min(quality, LED), thing, names)

    def _at_the_end(self, said: str, word: Word, doubtful: bool) -> Word:
        """The verb that closes the clause, where what stands before it is part of the phrase; else ``word``."""
        if said == "为":  # 为企业开展业务|提供服务
            gives = [w for w in self.words if self.text[w.start : w.end] in _GIVES]
            return gives[-1] if gives and gives[-1].start > word.end else word
        last = self.words[-1]
        if not last.kind & VERB or last.end != self.end:
            return word
        if doubtful and _OFFICE.match(self.text, last.start - 1):
            return last  # 向政务中心运行监督科|投诉
        of_whom = said == "由" and "的" in self.text[word.end : last.start]
        plain = self.text[last.start : last.end] not in NOUNY
        return last if of_whom and plain else word  # 由具有专业知识的公民|担任

    def _at_end(self, opener: Word) -> Predicate | None:
        """不得将承担的工作|转包或分包: verbs known only behind a modal word, at the end of what 将 moves."""
        start = self.end
        while self.text[start - 2 : start] in _AFTER_MODAL and start > opener.end + 2:
            start -= 3 if self.text[start - 3] in _JOINING else 2
        if start == self.end:
            return None
        start += self.text[start] in _JOINING
        return Predicate(start, self.end, LED, (opener.end, start), True)

    def _joined_with(self, opener: Word) -> Predicate | None:
        """不得与供水系统|连接: the same at the end of what 与 leads to, where a modal word binds it."""
        bound = _BOUND.search(self.text, self.start, opener.start)
        found = None if bound is None else self._at_end(opener)
        if found is not None:
            found.before, found.moved = None, False
        return found

    def _behind_name(self, opener: Word) -> Predicate | None:
        """会同县工商联|协调推动项目: a plain verb right behind an office, no part of a name itself."""
        for word in self.words[self._at[opener.start] + 1 :]:
            if not word.kind & VERB or self.text[word.start : word.end] in NOUNY:
                continue
            named = _OFFICE.match(self.text, word.start - 1)
            if named and not _OF_NAME.match(self.text, word.end):
                return Predicate(word.start, word.end, LED)
        return None

    def _is_spoken_of(self, word: Word) -> bool:
        """对水电接入等行政|审批,…; 对企业|关心关注的政策,…: the clause but names what the next one does something to."""
        if not self.text.startswith(",", self.end):
            return False
        if self._is_noun_at_end(word):
            return True
        if self.text[word.start : word.end] in MEASURES and "的" in self.text[word.end : self.end]:
            return True  # 对所得超过100万元的部分,|减按…
        index = self._at.get(word.end)
        return (
            index is not None
            and bool(self.words[index].kind & VERB)
            and self.text[self.words[index].end] == "的"
            and self.text[word.start : word.end] not in PLAIN_LIGHT
        )

    def _is_inside(self, opener: Word, verb: Word) -> bool:
        """聚焦违规收费|治理,…; 按照先易后难、分步|实施原则,…: a phrase that goes on to the comma, the work is behind it."""
        tail = self.end - verb.end
        how = self._manner_start(verb)
        if not tail or not self.text.startswith(",", self.end):
            if tail:
                return False
            # 以…思想为|指导,…; 根据当事人的共同|委托,…
            return self.text[verb.start - 1] == "为" or self.text[how - 1] == "的"
        if self._is_complement(opener, verb):
            return True
        said = self.text[verb.start : verb.end]
        if how == opener.end and self.text[opener.start : opener.end] in _AROUND:
            return True  # 围绕|加快实现愿景,…
        index = self._at.get(verb.end)
        if index is not None and self.words[index].kind & VERB:
            second = self.text[verb.end : self.words[index].end]
            if second not in NOUNY:
                return False  # 协同|做好…的防范
        if self.text[verb.end] in "和及等、":
            return True
        after = self._at[opener.start] + 1
        if self.text.startswith("通过", opener.start):  # 通过|为企业提供…服务,满足…
            return how - opener.end < _SHORTEST_MEANS or bool(self.words[after].kind & OPENER)
        if any(word.kind == OPENER for word in self.words[after : self._at[verb.start]]):
            return _AS_WHAT.search(self.text, verb.end, self.end) is not None
        light = said in LIGHT
        if light and self.text[how - 1] in AFTER_PHRASE:
            return False
        if CLOSES.search(self.text, verb.end, self.end) or _CLOSES_AT_ONCE.match(
            self.text, verb.end, self.end
        ):
            return said not in PLAIN_LIGHT
        if said not in NOUNY or self.text[how - 1] in AFTER_PHRASE:
            return False
        return not light and (how == verb.start or tail <= _SHORT_WAY)

    def _is_complement(self, opener: Word, verb: Word) -> bool:
        """按照我市|推广…的部署要求, 依托推进有效|投资…机制: nothing stands before the verb that could fill the phrase."""
        if CIRCUMSTANTIAL.search(self.text, self.end - 2, self.end) is None:
            return False
        if self.text[opener.start : opener.end] in _ACCORDING:
            return FILLS.search(self.text, opener.end, verb.start) is None
        index = self._at.get(opener.end)
        plain = self.text[verb.start : verb.end] not in NOUNY
        return index is not None and bool(self.words[index].kind & VERB) and not plain

    def _with_papers(self, opener: Word) -> Predicate | None:
        """凭身份证件、登记材料|申领补助: the papers are a row, the verb stands behind the last of them."""
        cut = self.text.find("等", opener.end, self.end)
        if cut < 0:
            cut = max(self.text.rfind(mark, opener.end, self.end) for mark in "、和或")
        best = self._best(opener.end, max(cut, opener.end) + 1, phrase=True, first=0)
        if best is None or best[0] < 0:
            return None
        word = best[1]
        rule = self.text[word.start : word.end] in _NOT_BEHIND
        return None if rule else Predicate(word.start, word.end, LED)

    def _past_phrase(self, opener: Word, said: str) -> Predicate | None:
        """按照规定的程序|审批: the first end of the phrase behind which a verb stands, a plain one if there is any."""
        first: Predicate | None = None
        verbs = [w for w in self.words if w.kind & VERB and w.start >= opener.end]
        least = opener.end + (not self.text.startswith("实际", opener.end))  # 根据实际|安排经费
        for end in ends(self.text, said, least, self.end):
            # 通过网络公布等方式|向社会公开, 通过购买服务方式|引入
            closed = self.text[end - 3 : end - 2] == "等" or (
                said in HOW and self.text[end - 2 : end] in WAYS
            )
            if said not in _WHEN_OPENERS and not closed and self._is_over(verbs, end):
                break  # 根据状况|确定本市法律|援助…: the verb is behind us
            if first is not None and any(first.end <= w.start < end for w in verbs):
                break
            found = self._head(end, LED)
            if found is None and _BOUND.search(self.text, self.start, opener.start):
                found = self._bare(end)  # 不得在保护范围内|构置建筑物
            if found is None or self._describes(opener, found, verbs):
                continue
            verb = self.text[found.start : found.end]
            if verb not in NOUNY or (said == "会同" and verb in SAYS):
                return found  # 会同有关部门|指导村委会做好选举工作
            first = first or found
        return first

    def _describes(self, opener: Word, found: Predicate, verbs: Sequence[Word]) -> bool:
        """过程中|制作、获取的信息, 期限|建成的项目不得享受…: a verb of the noun behind it; 省委|保密办: part of a name."""
        verb = self.text[found.start : found.end]
        if is_reported(self.text, self.start, found.start, self.end):
            return False  # 在1小时内|报县委办公室
        if len(verb) < 2 or verb in _NOT_BEHIND:
            return verb != "要求" or self.text[found.start - 1] != "内"  # 在…五日内|要求复议
        if verb == "统一" and self.text.startswith("依托", opener.start):
            return True  # 依托平台统一身份认证等能力
        if verb in NOUNY and self.text.startswith(_RULED, found.end):
            return True  # 按照经济状况|核对规定提交…
        if not self._is_verb(Word(found.start, found.end, VERB), strict=True):
            return True
        row = self.text.startswith("、", found.end) and verb_at(self.text, found.end + 1) > 0
        row = row or _ROW.match(self.text, found.end, self.end) is not None
        if _OF_NAME.match(self.text, found.end) and not row:
            return True  # not 以任何借口|拒绝、推诿来访
        if verb in SAYS or verb in PIVOTS or _BOUND.search(self.text, self.start, opener.start):
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
