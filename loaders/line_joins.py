"""Which source lines make one paragraph.

In most files a line is a paragraph. In page-wrapped text (PDF) it is not: a line goes on where it is full, or ends in the
middle of a sentence; PDF extraction also cuts one line of the page into pieces at punctuation and digits, so pieces are
added up to the width of the page. Numbering, labels and dates always begin a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from kg.model import Span
from loaders.extract.grammar import VERBS
from loaders.label_lines import cut_in_name, has_ended, is_label, names_owners, opens_label
from loaders.numbering import starts_with_mark
from loaders.rules import seeking
from loaders.signs import Signs
from loaders.titles import TITLE
from loaders.widths import half_width

_TERMINAL: Final = "。！？；!?;"
_JOINING: Final = "，、,：:（(〔[【《“‘—-"
_CLOSING: Final = ")）〕】]"
_NOT_OPEN: Final = _TERMINAL + _CLOSING + "”"
_DATED: Final = re.compile(r"\d{4}\s?年\s?\d{1,2}\s?月|二[〇○0]")
_WHOLE_DATE: Final = re.compile(r"20\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$")
_ONLY_MARK: Final = re.compile(
    r"(?:[(（][一二三四五六七八九十百\d]{1,4}[)）]|[一二三四五六七八九十]{1,3}[、.]|\d{1,3}[.、．])$"
)
_NOT_BY: Final = re.compile(r"不得[以将把][^，,。；;：:、]{1,40}$")
_CUT_ONE: Final = re.compile(
    r"[^系传](?:统|唯)$"
)  # 管理系统 ⏎ 一、总体要求 is a title and a heading
_ONLY_CHAPTER: Final = re.compile(r"第[一二三四五六七八九十]{1,3}[编章节]")
_BRACKETS: Final = Signs("(（〔【[)）〕】]《》")
_OWNING: Final = ("牵头", "负责", "配合", "落实", "参与")
_STEP: Final = dict.fromkeys("(（〔【[《", 1) | dict.fromkeys(")）〕】]》", -1)
_SHORT_END: Final = re.compile(r"[^，。；、]{1,10}。")
_NARROW: Final = re.compile(r"[\d“”]")
_LEVELS: Final = re.compile(r"[省市县区镇乡][(（][^()（）]{1,8}[)）]$")
_OF_CLASS: Final = re.compile(r"[(（〔][省市县区旗镇街、]{1,8}[)）〕]")  # 各县 ⏎ （区）人民政府
_OF_LEVELS: Final = ("人民政府", "政府", "党委", "有关", "各级", "直属", "级")
# 以…重要讲话精神为 ⏎ 指导: no paragraph ends in such a word
_NO_END: Final = re.compile(
    r"(?:(?<![行作人有])为|(?<![共温缓])和|(?<!参)与|(?<![目标])的|(?<![核应比面])对|(?<![存潜所内])在|(?<![予加可得])以"
    r"|(?<![自理事])由|(?<![方导去定])向|(?<!普)及|(?<![合兼])并|于|或|将|把)$"
)
_NO_ENDS: Final = frozenset("为和与的对在以由向及并于或将把")  # what each of these words ends in
# 为全面贯彻落实 ⏎ 《…的意见》精神: the verb wants its document
_WANTS_TITLE: Final = re.compile(
    r"(?:落实|根据|按照|依据|依照|遵照|贯彻|执行|符合|结合|参照|对照)$"
)
# 推动公民出国 ⏎ (境) ⏎ 业务进驻 · 做好 ⏎ “技术转移中心” ⏎ 运营: the line of the page was cut around it
_CUT_OUT: Final = re.compile(r"[(（][^()（）:：]{1,6}[)）]$|“[^“”]{1,20}”$|《[^《》]{2,40}》$")
# 严格执行 ⏎ 行政许可法有关程序的规定: the page set the law's name, a link, on a line of its own
_TO_LAW: Final = seeking(
    r"(?:落实|根据|按照|依据|[依参对]照|遵照|贯彻|执行|实施|履行|符合|结合|违反|[对与和《])$"
)
_LAW: Final = re.compile("[一-鿿]{1,18}法(?![律规制治院官人定])")
# 贯彻落实 ⏎ 行政处罚法的规定, 符合 ⏎ 本办法第十条, but not 抓好落实 ⏎ 县司法局依法检查
_NAMED_LAW: Final = re.compile(
    r"(?:[本该]办|[一-鿿]{2,16}(?<![依办方做执司违合立普守非]))法典?(?=的|有关|规定|第|[》、及和]|$)"
)
_TAIL: Final = re.compile(r"[\u4e00-\u9fff、]{2,9}")
_ALONE: Final = re.compile(r"《[^《》]{2,40}》")
_ARTICLE_OF: Final = re.compile(r"第[一二三四五六七八九十百]{1,4}条(?:规定|第|的)")
# 第三条 对简单的事项,可以…: what stands behind the number is running text
_ARTICLE: Final = re.compile(r"第[一二三四五六七八九十百零]{1,7}条(?!\s*[【\[（(])")
# …(政务服务综合窗口工作人员) ⏎ 持证上岗制: no owners, no date stand in the bracket, and no stop before it
_OWNED: Final = re.compile(
    r"负责|牵头|单位|部门|配合|落实|完成|科室|处室|[局委办厅府会][)）]$|\d[年月]|日[)）]$|长期|持续"
)
# 深化“放管服” ⏎ 改革: what a name in quotation marks is the name of
_NAMED_SO: Final = (
    "改革", "事项", "模式", "机制", "平台", "渠道", "行动", "活动", "专区", "专窗", "窗口", "试点", "制度",
    "体系", "原则", "要求", "系统", "品牌", "专栏", "功能", "清单", "监管", "意识", "工程", "时期",
)  # fmt: skip
# …并明确专门责任部门,由办 ⏎ 公室负责抓好督办: words that no line ends in the middle of
_CUT_WORDS: Final = frozenset([
    "办公", "单位", "部门", "政府", "机构", "机关", "工作", "负责", "责任", "落实", "情况", "管理", "服务", "领导",
    "小组", "中心", "社区", "街道", "乡镇", "完成", "开展", "推进", "加强", "制度", "组织", "委员", "人员", "企业",
    "项目", "问题", "措施", "实施", "建设", "监督", "检查", "行政", "执法", "法治", "宣传", "教育",
])  # fmt: skip
_SWALLOW: Final = 2000
_PIECE: Final = 18


def join(
    text: str, lines: list[Span], *, wrapped: bool, cells: frozenset[int] = frozenset()
) -> Iterator[list[Span]]:
    """Groups of lines that make one paragraph each; a line whose start is in ``cells`` never goes on."""
    bare = [text[start:end].strip() for start, end in lines]
    lengths = [_visible(words) for words in bare] if wrapped else []
    joiner = _Joiner(text, _page_width(lengths), cells)
    widths = _widths(lengths, joiner.width)
    for at, line in enumerate(lines):
        if widths and at % _NEAR == 0:
            joiner.width = widths[at // _NEAR]
        said = bare[at]
        marked = joiner.width > 0 and starts_with_mark(said)
        if joiner.group and not joiner.continues(line, said, marked=marked):
            yield joiner.group
            joiner.begin(said, marked=marked)
        joiner.add(line, said, lengths[at] if lengths else 0, marked=marked)
    if joiner.group:
        yield joiner.group


def _page_width(lengths: list[int]) -> int:
    """The wrap width in characters: most full lines are this long. 0 when lines are too few to tell."""
    return _width_of(sorted(lengths))


def _width_of(lengths: list[int]) -> int:
    """The same of lengths in order."""
    return lengths[int(len(lengths) * 0.97)] if len(lengths) >= 8 else 0


_NEAR: Final = 100  # lines that are set alike
_NARROWEST: Final = 25  # characters of a page's line; what is narrower is a table
_FULL: Final = 0.25  # the share of full lines from which on lines are running text


def _widths(lengths: list[int], width: int) -> list[int]:
    """The wrap width around every hundred lines: a file may hold documents of different pages."""
    if not width or len(lengths) <= 3 * _NEAR:
        return []
    out = []
    # each sorted once: three sorted runs are soon one
    hundreds = [sorted(lengths[at : at + _NEAR]) for at in range(0, len(lengths), _NEAR)]
    for at, here in enumerate(hundreds):
        around = hundreds[at - 1] + here if at else here
        around = sorted(around + hundreds[at + 1]) if at + 1 < len(hundreds) else sorted(around)
        near = _width_of(around)
        full = bisect_right(around, near + 1) - bisect_left(around, near - 3)
        out.append(near if near >= _NARROWEST and full >= _FULL * len(around) else width)
    return out


def _visible(text: str) -> int:
    """Width in Han characters without blanks: two ASCII letters count as one."""
    bare = text if " " not in text and text.isprintable() else "".join(text.split())
    wide = (len(bare.encode()) - len(bare)) // 2  # three bytes a Han character, one an ASCII letter
    return wide + (len(bare) - wide + 1) // 2


def _cut_word(words: str, last: str) -> bool:
    """Whether running text was cut inside a word: …由办 ⏎ 公室负责; both ends alone begin and end none."""
    if last[-1] + words[0] not in _CUT_WORDS or not _pauses(last):
        return False
    alone = {last[-2:], words[:2]}
    return not (alone & _CUT_WORDS or alone & VERBS)


class _Joiner:
    """The paragraph so far: its lines, open brackets, and how full the line of the page is.

    ``flowing``: the paragraph before ended in a full stop in mid-line, so that this one is running text; ``paused``: it
    has a comma or a stop somewhere.
    """

    def __init__(self, text: str, width: int, cells: frozenset[int]) -> None:
        self.text, self.width, self.cells = text, width, cells
        # 《》 count where lines wrap only; most lines hold none of the few brackets of a text
        self.brackets = [one for one in _STEP if (width or one not in "《》") and one in text]
        self.group: list[Span] = []
        self.last = ""
        self.last_marked = (
            False  # does the last line begin with a numbering mark? known where lines wrap
        )
        self.depth = self.filled = 0
        self.shown = ""  # what stands on the line of the page so far
        self.flowing = self.paused = False
        self.owned = (
            False  # does the paragraph end in a label of owners? known where a line ends in mid-air
        )

    def begin(self, words: str, *, marked: bool) -> None:
        """Close the paragraph; ``words`` will open the next one."""
        if self.width:  # nobody asks how full a line is where a line is a paragraph
            self.flowing = self.last[-1] in _TERMINAL and not (marked or is_label(words))
            if not self.flowing:
                self.filled = 0
        self.group, self.depth, self.paused, self.owned = [], 0, False, False

    def add(self, line: Span, words: str, length: int, *, marked: bool) -> None:
        """Take a line of ``length`` into the paragraph."""
        if self.width:  # elsewhere nobody asks, and the file would pile up here
            fits = self.filled + length <= self.width + 1
            self.filled = self.filled + length if fits else length
            self.shown = self.shown + words if fits else words
            self.paused = self.paused or _pauses(words)
        if not self.group:
            self.owned = words[0] not in "(（〔[" and is_label(words)
        if self.owned and "。" in words:
            self.owned = False
        self.group.append(line)
        self.last, self.last_marked = words, marked
        for one in self.brackets:
            if one in words:
                self._open_and_close(words)
                break
        if self.depth and line.end - self.group[0].start > _SWALLOW:
            self.depth = 0  # an opening bracket that never closes must not swallow the document

    def _open_and_close(self, words: str) -> None:
        for at in _BRACKETS.places(words, 0, len(words)):
            bracket = words[at]
            if self.width or bracket not in "《》":
                self.depth = max(0, self.depth + _STEP[bracket])

    def continues(self, line: Span, words: str, *, marked: bool) -> bool:
        """Does this line continue the paragraph so far? ``marked``: it begins with a numbering mark."""
        if self.cells and line.start in self.cells:
            return False
        last = self.last
        certain = self._unfinished(words, last)
        if not self.width:  # a line is a paragraph unless something is open
            return certain is True and not starts_with_mark(words)
        if not marked and certain is not None:
            return certain
        if marked and last[-1] in ":：":
            return False  # 主要内容为: ⏎ (1)…: a list begins
        if last[-1] not in _JOINING and is_label(words):
            return False
        if last[-1] == "》" and _ARTICLE_OF.match(words):
            return True  # 按照《办法》 ⏎ 第十条规定开展调查
        if words.startswith("一、") and _CUT_ONE.search(last):
            return True  # 事项标准统 ⏎ 一、服务同质
        owned = self.owned and not self.depth and last[-1] not in _JOINING
        if owned and (marked or has_ended(last, words)):
            return False  # 责任单位:市司法局、 ⏎ 市财政局 ⏎ 2.…: a label fills no line of the page
        if marked and self.depth and has_ended(last, words):
            return False  # (责任单位:市司法局、市财政局 ⏎ 2.…: the bracket is never closed
        if marked and last[-1] not in _JOINING:
            open_end = last[-1] not in _NOT_OPEN
            return self.filled >= self.width - 1 and open_end and not _outer(words)
        return self._flows(words, last)

    def _unfinished(self, words: str, last: str) -> bool | None:
        """What holds in every file: an open bracket, label or list goes on. None when nothing is open."""
        if len(last) <= 6:
            if last[-1] in ")）、.．" and _ONLY_MARK.search(last):
                return True
            if last[0] == "第" and _ONLY_CHAPTER.fullmatch(last) and not starts_with_mark(words):
                return True  # 第一章 ⏎ 总则
        if (last in ("总", "附") and words.startswith("则")) or (words == "录" and last == "目"):
            return True  # 第一章 ⏎ 总 ⏎ 则
        if "不得" in last and _NOT_BY.search(last):
            return True  # 行政许可不得以审查合格文件 ⏎ 作为前置条件: half of it says the reverse
        if self.depth and last[-1] == "。" and words[0] in "(（":
            return False  # (市人社局负责,2023年10月底前完成。⏎(篇幅太长…): the bracket was never closed
        if self.depth and not self.width and _never_closed(last, words):
            return False
        if self.depth:
            # (牵头单位: ⏎ 市司法局): a tag broken right after its label or inside its list
            return bool(self.width) or self.depth <= 2
        if last[-1] in ":：" and opens_label(last) and not is_label(words):
            if last[0] == "各" or "、" in last or "，" in last:
                return None  # 县直各科室、各有关单位: is an address
            return True  # 责任单位: ⏎ 市财政局、 ⏎ 市人社局
        if last[-1] in "，," and is_label(last) and not is_label(words):
            return True  # 责任单位:市司法局、市委编办， ⏎ 各区政府
        if last[-1] in "、《":
            return True
        if "法" in words[:20] and _TO_LAW.search(last):
            if last[-1] in "对与和《":  # no line ends so
                law = _LAW.match(words) is not None
            else:  # but 一、抓好贯彻落实 ⏎ …: a heading has ended
                law = _NAMED_LAW.match(words) is not None
                law = law and not starts_with_mark(self._first_line())
            if law:
                return True
        if last[-1] == "第" and last.endswith(("》第", "、第")):
            return True  # 依照《 ⏎ 行政许可法》第 ⏎ 八条: the page made links of the title and the article
        return True if self._label_goes_on(words, last) or _cut_word(words, last) else None

    def _label_goes_on(self, words: str, last: str) -> bool:
        """责任单位:市人力资源 ⏎ 和社会保障局: the line broke a name of the label that the paragraph ends with."""
        if last[-1] in _NOT_OPEN or not (self.owned or names_owners(last)):
            return False
        self.owned = True
        if (words[0] in "(（〔【[" and _OF_CLASS.match(words) is None) or is_label(words):
            return False
        return cut_in_name(last, words)

    def _flows(self, words: str, last: str) -> bool:
        """Page-wrapped text: is the line full, or does it stop in mid-sentence?"""
        certain = self._by_edge(words, last)
        if certain is None:
            certain = self._by_quote(words, last)
        if certain is None:
            certain = self._by_name(words, last)
        if certain is None:
            certain = self._by_end(words, last)
        if certain is not None:
            return certain
        missing = self.width - self.filled - (len(self.group) == 1)  # the first line is set in
        # digits and quotation marks are set narrower or wider than we count them
        if missing <= 2 or (missing <= 4 and _NARROW.search(self.shown)):
            return True
        return self._mid_sentence(words)

    def _by_edge(self, words: str, last: str) -> bool | None:
        """What the characters on both sides of the line end say; None where they say nothing."""
        first, end = words[0], last[-1]
        if first in "，、。；：,;:)）〕】]》”" or last[-1] + first in ("相关", "有关"):
            return True
        if first == "的" and words[1:2] not in ("士", "确"):
            return True
        if end in "，、,（(〔[【《“‘" or (end in "：:" and self.filled >= self.width - 1):
            return True
        if end in _TERMINAL or end in "：:":
            return False
        if end == "日" and len(self.group) == 1 and first not in "起前至到召下上以后":
            whole = _WHOLE_DATE.match(last) is not None
            return False if whole else None  # 2023 年2 月22 日 ⏎ 长三角…具体措施
        if first in "年月日％%" and end.isdigit() and not last.isdigit():
            return True  # 至2023年12 ⏎ 月31日
        if first in "为根按依" and self._is_title(last):
            return False  # …建设工程实施方案 ⏎ 为全面落实…: a title, then the plan
        return None

    def _is_title(self, last: str) -> bool:
        """…实施方案, …实施方案(2023— ⏎ 2025年): the paragraph so far is a title."""
        if len(self.group) == 1:
            return not last.endswith("依法") and TITLE.match(half_width(last)) is not None
        if last[-1] not in ")）" or self.paused:
            return False
        said = "".join(self.text[start:end].strip() for start, end in self.group)
        return TITLE.match(half_width(said)) is not None

    def _by_quote(self, words: str, last: str) -> bool | None:
        """A line that is a name or a quotation, or ends inside one."""
        if (
            words[0] == "《"
            and _ALONE.fullmatch(words)
            and self.last_marked
            and last[-1] not in _CLOSING + "”》"
        ):
            return True  # 7.加强新修订 ⏎ 《安全生产条例》 ⏎ 宣传解读,
        if last[-1] == "”" and words.startswith(_NAMED_SO):
            return True  # 深化“放管服” ⏎ 改革
        if words[0] == "“" and words[-1] == "”" and len(words) <= _PIECE:
            return True  # 20.建立企业 ⏎ “一次办” ⏎ 服务体系。: the page's line cut at its quotes
        if words.startswith(_OF_LEVELS) and _LEVELS.search(last):
            return True  # 市、县（区） ⏎ 人民政府
        if "“" in last and last.count("“") > last.count("”"):
            return True  # 目录中与“全省办事免提 ⏎ 交证照清单”
        return None

    def _by_name(self, words: str, last: str) -> bool | None:
        """The lines around the name of a document."""
        running = len(self.group) > 1 or self.flowing or "，" in last
        # 为贯彻落实《…的意见》 ⏎ (国办发〔2022〕35号)和…
        running = running or (last[-1] == "》" and "〔" in words[:12])
        if words[0] in "(（《“" and running and not _is_dated(last):
            # …的实施意见》 ⏎ (晋政办发〔2022〕92号), but 依据《…规定》 ⏎ 《…办法》 ⏎ 《…条例》等
            return last[0] != "《" or (words[0] == "《" and self._opening() != "《")
        if self._tail_of_title(words, last):
            return True
        if last[-1] in "》”" and (words.startswith("已经") or _SHORT_END.match(words)):
            return True  # 《…方案》 ⏎ 已经市政府同意 · 夯实“城市大脑” ⏎ 基础平台。
        if last[-1] in "》”" and last[0] not in "《“" and words[0] in "已经的进是要及和等由规，":
            return True
        if words[0] == "《" and (
            _WANTS_TITLE.search(last) or (last[-1] == "》" and self._opening() != "《")
        ):
            return True  # 6.制定《…规则》 ⏎ 《…清单》,指导企业
        return None

    def _by_end(self, words: str, last: str) -> bool | None:
        """A line whose last word cannot end a sentence."""
        # (二)逾期十五日后重新申请的: an item of a list of cases may end so
        case = last[-1] == "的" and len(self.group) == 1 and self.last_marked
        if (
            last[-1] in _NO_ENDS
            and _NO_END.match(last, len(last) - 1)
            and words[0] not in "为根按依各"
            and not case
        ):
            return True
        if "，" in last and last[-1] + words[0] in VERBS:  # 1.推动修订，10月底前形 ⏎ 成草案
            return True if last[-2:] not in VERBS and words[:2] not in VERBS else None
        if last[0] not in "(（“《" or len(self.group) < 2:
            return None
        if _CUT_OUT.match(last) and not _is_dated(words):
            return True
        return None

    def _tail_of_title(self, words: str, last: str) -> bool:
        """五、加大金融支持,促进 ⏎ 强县、富村: a long title's last words, which no comma or stop follows."""
        return (
            len(self.group) == 1
            and "，" in last
            and self.filled >= 0.75 * self.width
            and self.last_marked
            and _TAIL.fullmatch(words) is not None
        )

    def _first_line(self) -> str:
        start, end = self.group[0]
        return self.text[start:end].strip()

    def _opening(self) -> str:
        """The first character of the paragraph."""
        return self._first_line()[:1]

    def _long_clause(self) -> bool:
        """A paragraph's first line that reads like running text: it has a comma and half the page's width."""
        titled = self.last_marked and _ARTICLE.match(self.last) is None
        if is_label(self.last) or (titled and "。" not in self.last):
            return (
                False  # (二)加强数据共享交换。相关数据要在…的 ⏎ 前提下: the run-in title has ended
            )
        share = 0.5 if "，" in self.last or "," in self.last else 0.8 if "、" in self.last else 2.0
        return self.filled >= share * self.width

    def _mid_sentence(self, words: str) -> bool:
        """Running text does not end without punctuation: …纳入国际消费中心城市领 ⏎ 导小组统筹."""
        if _is_dated(words):
            return False
        if len(self.group) < 2 and not self.flowing:
            # (四)加强协同。各县要重视企业开办 ⏎ 便利化改革: what follows a run-in title has no end yet
            return self._long_clause() or (self.last_marked and 0 < self.last.find("。") < 20)
        if not self.paused:
            return False
        if self.last[-1] in "》”":
            return words[0] not in "《“" and _pauses(words)
        return self.last[-1] not in ")）〕]】" or self._only_noted(words)

    def _only_noted(self, words: str) -> bool:
        """Whether the bracket that ends the paragraph so far stands in mid-sentence: …(即一级单位) ⏎ 应当加强管理."""
        said = "".join(self.text[start:end] for start, end in self.group).rstrip()
        at = max(said.rfind("("), said.rfind("（"))
        return (
            at > 0
            and said[at - 1] not in _TERMINAL
            and _OWNED.search(said, at) is None
            and _pauses(words)
        )


def _never_closed(last: str, words: str) -> bool:
    """三、创新领域(省科技厅牵头 ⏎ 强化…。: the tag has ended, and no bracket closes in the next line."""
    if not last.endswith(_OWNING) or words[0] in _JOINING:
        return False
    at = _BRACKETS.first(words, 0, len(words))
    return at < 0 or words[at] not in _CLOSING


def _pauses(words: str) -> bool:
    """Whether a comma or a stop stands in a line: five looks at memory speed, no search for a class."""
    return "，" in words or "、" in words or "。" in words or "；" in words or "," in words


def _is_dated(words: str) -> bool:
    """Whether a line begins with a date."""
    return (words[0] == "二" or words[0].isdecimal()) and _DATED.match(words) is not None


def _outer(words: str) -> bool:
    """A chapter mark never wraps into the middle of a sentence; 一、 and (一) hardly ever do."""
    return words[0] in "第一二三四五六七八九十(（"
