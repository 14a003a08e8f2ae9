"""What a phrase leads to beyond the first verb in it: an empty verb (…信息|进行审查), a fine, a verb no list of ours knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from loaders.extract.lexemes import MANNER, NOUNY, OPENER, VERB, Word
from loaders.extract.phrases import FINED
from loaders.extract.scores import Predicate, Words

_AMONG: Final = ("等", "等工作", "等活动", "等行为", "等情况", "等事项", "等问题")
_EMPTY: Final = frozenset(["进行", "予以", "加以"])
_BINDS: Final = re.compile("应当|可以|不得|必须")


class Beyond(Words):
    """One clause, read beyond a verb inside a phrase."""

    def _light_behind(self, word: Word) -> Word:
        """对拟公开信息|进行审查: an empty verb behind a verb that is a noun as often is what the phrase leads to."""
        noun = self.text[word.start : word.end] in NOUNY
        for later in self.words[self._at[word.start] + 1 :]:
            if self.text[later.start : later.end] in _EMPTY:
                between = self.text[word.end : later.start]
                if between.endswith(_AMONG):
                    return later  # 对建设、实施和查处违法建设等工作|进行监督
                return word if not noun or len(between) < 2 or "的" in between else later
        return word

    def _emptied(self, opener: Word, word: Word) -> Word:
        """将规划的用地进行|储备、供应: what an empty verb behind 将 or 把 carries is done to what they move."""
        carried, moved = self.word_at(word.end), self.word_at(opener.end)
        if self.text[opener.start] not in "将把" or self.text[word.start : word.end] != "进行":
            return word
        if moved is not None and moved.kind & OPENER:
            return word  # 将|根据要求进行补充: 将 only says when
        return carried if carried is not None and carried.kind & VERB else word

    def _names_thing(self, start: int, stop: int) -> bool:
        """将|办理时限|压减至…, not 将|在年底前|推进…."""
        index = self._at.get(start)
        return stop - start >= 2 and (
            index is None or not self.words[index].kind & (OPENER | MANNER)
        )

    def _fined(self, at: int, said: str, quality: int) -> Predicate | None:
        """对报关企业|处十万元以下罚款: a verb of one character, which the fine behind it tells."""
        fined = FINED.match(self.text, at, self.end) if said in ("对", "并") else None
        return Predicate(*fined.span(2), quality, fined.span(1)) if fined is not None else None

    def _is_over(self, verbs: Sequence[Word], end: int) -> bool:
        """Whether a plain verb stands in front of ``end`` that describes no noun."""
        return any(
            word.end < end  # the last of the phrase is none: 按照上级要求|提高…
            and not word.kind & MANNER
            and self.text[word.start : word.end] not in NOUNY
            and self.text.find("的", word.end, end) < 0
            and self._is_verb(word, strict=True)  # 到发证机关|办理
            for word in verbs
        )

    def _within(self, opener: Word, verbs: frozenset[str], quality: int) -> Predicate | None:
        """可以对运输工具|加施标志: the first of the verbs known only behind a modal word inside what a phrase leads to."""
        towards = opener.start == self.start and self.text[opener.start] == "向"  # 向水体|倾倒垃圾
        if not towards and _BINDS.search(self.text, self.start, opener.start) is None:
            return None
        for at in range(opener.end + 2, self.end - 2):
            if self.text[at : at + 2] not in verbs or self.text[at - 1] in "的、和与及或进":
                continue
            word = Word(at, at + 2, VERB)
            if self._opens(word) and "的" not in self.text[at - 2 : at]:
                return Predicate(at, at + 2, quality, (opener.end, at))
        return None
