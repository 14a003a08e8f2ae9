"""Numbers that measure: value as written, its unit, its bound, and what is measured.

Dates, years, ordinals (第八批), document numbers, telephone numbers and names with numbers in them (12345热线, “四免”,
三项制度) measure nothing and are left alone.
"""

from __future__ import annotations

import re
from typing import Final

from kg.model import Comparator
from loaders.extract import starts
from loaders.extract.grammar import VERBS
from loaders.extract.numerals import value_of
from loaders.extract.starts import Starts
from loaders.rules import expand, head_of, lexicon, seeking

_LISTS: Final = lexicon("quantities")
_SCALE: Final = r"(?:千亿|百亿|十亿|千万|百万|十万|万亿|亿|万|千|百)"
_MEASURE_HEADS: Final = "".join(sorted({re.escape(head_of(word)[0]) for word in _LISTS["measure"]}))
_DIGITS: Final = re.compile(
    expand(
        # the digit first and what must not stand before it second: a search then skips all that is no digit ([0-9]:
        # the text is folded, and \d asks Unicode about every character)
        r"(?P<number>[0-9](?<![0-9.A-Za-z第〔\[×*/·—\-~～][0-9])(?>\d{0,2}(?:,\d{3})+(?!\d)|\d*(?:\.\d+)?))(?:[-—–~～－至到](?P<most>\d+(?:\.\d+)?))?"
        rf"(?P<more>[余多]?)(?P<scale>{_SCALE}?)(?P<more2>[余多]?)"
        rf"(?=[{_MEASURE_HEADS}])(?P<measure>{{measure}})",
        _LISTS,
    )
)
_NUMERAL: Final = "[一二两三四五六七八九十百千万亿零〇]"
_HAN: Final = re.compile(
    expand(
        rf"(?P<number>[一二两三四五六七八九十](?<![第“初前一二两三四五六七八九十百千万亿零〇周月年].){_NUMERAL}*)(?P<more>[余多]?)(?P<measure>{{measure_han}})",
        _LISTS,
    )
)
_PERCENT: Final = re.compile(rf"百分之(?P<number>{_NUMERAL}+(?:点{_NUMERAL}+)?)")
_ONE: Final = re.compile(
    r"(?P<bound>至少(?:[一-鿿]{0,8}?)|不少于|最多(?:只?(?:跑|设|提|交|保留|申报|检查)?)|至多(?:跑)?|只(?:设|有|跑|需(?:跑)?|进|保留|留|盖|填)|仅(?:设|有|需)|不超过|每(?:[月周季年日]度?|个?季度|半年|半月|学期|学年)(?:(?!至少|至多|最多|不少于|不超过)[一-鿿]){0,14}?(?=一[次期场轮])|(?:开展|召开|组织|举办|进行)(?=一[次期场轮]))(?P<number>一)(?P<measure>个|次|名|项|场|家|件|期|处|所|份|张|条|门|轮)(?![性办门网])"
)
_ONES: Final = starts.words(
    [
        "至少",
        "不少于",
        "最多",
        "至多",
        "只设",
        "只有",
        "只跑",
        "只需",
        "只进",
        "只保留",
        "只留",
        "只盖",
        "只填",
        "仅设",
        "仅有",
        "仅需",
        "不超过",
        "每",  # 每季度开展一次
        "开展",
        "召开",
        "组织",
        "举办",
        "进行",
    ]
)
_OFTEN: Final = "每开召组举进"  # 每月通报|一次: no bound, the words only show that one is counted
_ONE_BOUND: Final[tuple[tuple[str, Comparator], ...]] = (
    ("至少", "ge"),
    ("不少于", "ge"),
    ("最多", "le"),
    ("至多", "le"),
    ("不超过", "le"),
)
_BEFORE: Final[tuple[tuple[Comparator, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(expand(rf"{{{name}_before}}[为在至到达]?(?:\(含\))?$", _LISTS)))
    for name in ("ge", "le", "gt", "lt", "approx")
)
# 至少开展1次, 最高支持1000万元, 不低于合同金额的40%: a verb or what the bound is a share of stands between
_BEFORE_VERB: Final[tuple[tuple[Comparator, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(expand(rf"{{{name}_verb}}$", _LISTS))) for name in ("ge", "le")
)
_AFTER: Final[tuple[tuple[Comparator, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(expand(rf"(?:\(含\))?{{{name}_after}}", _LISTS)))
    for name in ("ge", "gt", "le", "approx")
)
# Most numbers have no bound: one look tells.
_ANY_BEFORE, _ANY_VERB, _ANY_AFTER = (
    seeking("|".join(bound.pattern for _, bound in ways))
    for ways in (_BEFORE, _BEFORE_VERB, _AFTER)
)
_COAL: Final = re.compile(r"标准?煤")  # 5000吨标煤以上
_WITHIN: Final = re.compile(r"日|天|年|月|周|时|钟|%|元|人|个|项|次|件|米|里")
# 15分钟政务服务圈: the number names it
_NAME_AFTER: Final = re.compile(
    r"热线|青少年服务台|平台|行动计划(?!项)|工程(?=[”》])|[“”]?[^,。;、\n\d]{0,8}(?<=[务活民老事诊身动医勤电])圈"
)
_RANK_BEFORE: Final = re.compile(
    r"(?:(?<!提)前|最后|第|排名|位居|位列|(?<![账帐])号|电话|邮编|传真|房|室|楼|栋|附件|表|图|[一二三四五六七八九十][款节章条])$"
)
_COUNTS: Final = ("个", "间", "处", "座", "家", "张", "份")
_RANK_ENDS: Final = frozenset("前后第名居列号话编真房室楼栋件表图款节章条\n")
_LASTING: Final = re.compile(r"(?:之|以)?内|以上|以下|期(?!间)")
_LASTS: Final = re.compile(
    r"(?:不少于|不超过|不得少于|至少|连续|满|为期|期限为?|有效期为?|缩短至|压缩至|压减至|延长至|超过|最长|提前|每[迟逾](?:期|到|报)?)$"
)
_STOPS: Final = frozenset(",。;:、!?()《》“”\n的和与及")
_STOP: Final = re.compile(f"[{re.escape(''.join(sorted(_STOPS)))}]")


class FoundQuantity:  # no dataclass: mypyc makes a native class of this
    """``[start, end)`` covers number, unit and bound words; ``of`` is what is measured, as far as it can be read."""

    __slots__ = ("comparator", "end", "of", "rule", "start", "unit", "value")

    def __init__(
        self,
        start: int,
        end: int,
        value: float,
        unit: str,
        comparator: Comparator,
        of: str | None,
        rule: str,
    ) -> None:
        self.start, self.end, self.value, self.unit = start, end, value, unit
        self.comparator, self.of, self.rule = comparator, of, rule


def find(text: str, known: Starts | None = None) -> list[FoundQuantity]:
    """All quantities of a folded text in reading order; ranges do not overlap. ``known``: the text's."""
    ones = _ones(text, (known or Starts(text)).matches(_ONE, _ONES))
    found = [*_digits(text), *_han(text), *ones, *_percents(text)]
    found.sort(key=lambda quantity: (quantity.start, -quantity.end))
    kept: list[FoundQuantity] = []
    bound: Comparator = "eq"  # that of the row
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            if kept and _bound_alike(text, kept[-1], quantity):
                kept[-1].comparator = quantity.comparator
            elif kept and _goes_on(text, kept[-1], quantity, bound):
                quantity.comparator = bound
            if text[quantity.start] not in _FIGURES:  # the bound stands before it
                bound = quantity.comparator
            elif quantity.comparator != bound:
                bound = "eq"
            kept.append(quantity)
    return kept


_FIGURES: Final = frozenset("0123456789一二两三四五六七八九十百")


def _goes_on(text: str, first: FoundQuantity, second: FoundQuantity, bound: Comparator) -> bool:
    """不低于3万元、2万元: the bound before the first holds for those that stand in a row with it."""
    return (
        bound != "eq" == second.comparator
        and first.unit == second.unit
        and second.start == first.end + 1
        and text[first.end] == "、"
    )


def _bound_alike(text: str, first: FoundQuantity, second: FoundQuantity) -> bool:
    """分别提高到55%、70%以上: the bound behind the second holds for the first too."""
    return (
        first.comparator == "eq" != second.comparator
        and first.unit == second.unit
        and second.start == first.end + 1
        and text[first.end] == "、"
        and text.find("分别", max(0, first.start - 12), first.start) >= 0
    )


def _digits(text: str) -> list[FoundQuantity]:
    found = []
    for match in _DIGITS.finditer(text):
        if _is_name(text, match):
            continue
        unit = match["scale"] + match["measure"]
        value = float(match["number"].replace(",", ""))
        quantity = _quantity(text, match, value, unit, "quantity.digits")
        if text[match.start() - 1 : match.start()] == "、":
            row = _row(text, match.start(), quantity)
            if row is None:
                continue
            found += row
        found.append(quantity)
    return found


# 分别给予不低于50、80、|100元: figures that take their unit from the last one
_ROW: Final = re.compile(
    r"(?:分别[一-鿿]{0,8}?|不[低少高]于|不超过|至少|最高)((?:\d+(?:\.\d+)?、\s*){1,8})$"
)
_IN_ROW: Final = re.compile(r"\d+(?:\.\d+)?")


def _row(text: str, end: int, last: FoundQuantity) -> list[FoundQuantity] | None:
    """The figures in a row before the last one; None where it says which and not how many (第3、5、|7个工作日)."""
    row = _ROW.search(text, max(0, end - 60), end)
    if row is None:
        return []
    start = row.start(1)
    if _RANK_BEFORE.search(text, max(0, start - 4), start):
        return None
    return [
        _quantity(text, figure, float(figure[0]), last.unit, last.rule)
        for figure in _IN_ROW.finditer(text, start, end)
    ]


def _is_name(text: str, match: re.Match[str]) -> bool:
    """3月5日, 前10名, 12345热线, 第3期, 电话: numbers that count nothing."""
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    if _is_rest(match["number"], before):
        return True
    ranked = before[-1:] in _RANK_ENDS and _RANK_BEFORE.search(before) is not None
    if ranked and before[-1] in "室表房楼" and match["measure"] in _COUNTS:
        ranked = False  # 调解室3个, 危旧房260间
    if text[end : end + 1] == "”" or ranked or _NAME_AFTER.match(text, end):
        return True
    measure = match["measure"]
    if measure == "分" and before.endswith(("时", "点")):
        return True  # 晚8时40分
    if measure in ("年", "个月") and before.endswith("近"):
        return True  # 近3年内无违法记录: since when, not how much
    if measure in ("日", "年"):
        return not _is_duration(text, match)
    if measure in ("万", "亿") and (
        text[end : end + 1].isalnum() and not text[end : end + 1].isdigit()
    ):
        return not text[end : end + 1] >= "一"
    return (
        len(match["number"]) >= 7
        and "." not in match["number"]
        and measure in ("个", "人", "部", "号")
    )


def _is_rest(number: str, before: str) -> bool:
    """105|00家, 达到2|500台: the end of a number that a blank or a line's end cut; what it counts is not known."""
    if number[0] == "0" and number[1:2].isdigit():
        return True
    return number.isdigit() and len(number) == 3 and before[-1:] == " " and before[-2:-1].isdigit()


def _is_duration(text: str, match: re.Match[str]) -> bool:
    """30日内, 不少于5年 last; 5日, 2023年 are dates."""
    start, end = match.span()
    if len(match["number"]) > 3 or text[start - 1 : start] in ("年", "月"):
        return False
    return bool(_LASTING.match(text, end) or _LASTS.search(text, max(0, start - 6), start))


def _han(text: str) -> list[FoundQuantity]:
    found = []
    for match in _HAN.finditer(text):
        value = value_of(match["number"])
        recent = match["measure"] in ("年", "个月") or text.startswith(
            ("年度", "会计"), match.end()
        )
        if recent and text[match.start() - 1 : match.start()] == "近":
            continue
        if value is None or (
            value < 2 and not match["measure"].endswith(("元", "日", "年", "月", "时", "遍"))
        ):
            continue
        scale, number = _scaled(match["number"], match["measure"])
        found.append(_quantity(text, match, number, scale + match["measure"], "quantity.han"))
    return found


def _scaled(number: str, measure: str) -> tuple[str, float]:
    """五万元 is 5 万元: 万 and 亿 stay in the unit."""
    if len(number) > 1 and number[-1] in "万亿":
        head = value_of(number[:-1])
        if head is not None:
            return number[-1], float(head)
    return "", float(value_of(number) or 0)


def _ones(text: str, matches: list[re.Match[str]]) -> list[FoundQuantity]:
    found = []
    for match in matches:
        comparator: Comparator = next(
            (c for word, c in _ONE_BOUND if match["bound"].startswith(word)), "eq"
        )
        often = match["bound"][0] in _OFTEN
        found.append(
            FoundQuantity(
                match.start("number") if often else match.start(),
                match.end(),
                1.0,
                match["measure"],
                comparator,
                _of(text, match.start(), match.end(), match["measure"]),
                "quantity.one",
            )
        )
    return found


def _percents(text: str) -> list[FoundQuantity]:
    found = []
    for match in _PERCENT.finditer(text):
        whole, _, part = match["number"].partition("点")
        value, decimals = value_of(whole), [value_of(c) for c in part]
        if value is None or None in decimals:
            continue
        number = float(f"{value}.{''.join(str(d) for d in decimals) or 0}")
        found.append(_quantity(text, match, number, "%", "quantity.percent"))
    return found


def _quantity(text: str, match: re.Match[str], value: float, unit: str, rule: str) -> FoundQuantity:
    start, end = match.span()
    comparator: Comparator = "eq"
    groups = match.groupdict()
    ranged = groups.get("most") is not None
    if groups.get("more") or groups.get("more2"):
        comparator = "gt"
    elif ranged:
        # 3—5个: no fewer than the first; 可申请1—2个楼层: no more than the second
        comparator = "le" if _ENTITLED.search(text, max(0, start - 12), start) else "ge"
    coal = _COAL.match(text, end) if unit.endswith("吨") else None
    behind = coal.end() if coal else end
    for name, pattern in _AFTER if _ANY_AFTER.match(text, behind) else ():
        after = pattern.match(text, behind)
        if after and (after[0] != "内" or _WITHIN.search(unit)):
            comparator, end = name, after.end()
            break
    if (comparator in ("eq", "le") or ranged) and _ANY_BEFORE.search(
        text, max(0, start - 8), start
    ):
        for name, pattern in _BEFORE:
            before = pattern.search(text, max(0, start - 8), start)
            if before:
                comparator, start = name, before.start()
                break
    if comparator == "eq" and _ANY_VERB.search(text, max(0, start - 16), start):
        comparator = next(
            (c for c, bound in _BEFORE_VERB if bound.search(text, max(0, start - 16), start)), "eq"
        )
    if comparator == "le" and ranged:
        value = float(groups["most"])  # 2—3天内: within the second
    return FoundQuantity(start, end, value, unit, comparator, _of(text, start, end, unit), rule)


_ENTITLED: Final = re.compile(r"(?:可(?![再持行靠能视])|享受)[一-鿿]{0,8}$")
_REACHING: Final = re.compile(
    r"(?:(?:压缩|缩短|压减)[至到]|共计?|累计|达到?|为|至|增至|扩至|约|均|超过|到)+$"
)


# 受理之日起|三十日内, 由…遴选|5家: what stands before a number and is no noun
_NO_NOUN: Final = re.compile(
    r"(?:[起在后前各应须按至将由可被给予]|适用|给予|选择|遴选|不得|每[人日月年次户亩]|等)+$"
)
_TIME: Final = seeking(r"(?:个?工作)?日$|天$|个?月$|年$|小时$|分钟$|周$")
# 24项改革举措: nouns that are verbs elsewhere
_NOUNS: Final = frozenset(
    ("改革", "检查", "督查", "培训", "服务", "试点", "评估", "宣传", "审批", "监管")
)
_SPELLS: Final = ("时间", "时限", "期限", "周期", "时长", "工期")
_COUNTERS: Final = "项类种条件场次个批轮"


def _of(text: str, start: int, end: int, unit: str = "") -> str | None:
    """What is measured: the noun behind (158项行政审批事项), else the words before (追回被骗损失150.43万元)."""
    spell = _TIME.search(unit) is not None
    stop = _STOP.search(text, end, end + 24)
    limit = stop.start() if stop else min(len(text), end + 24)
    opens = text[end : end + 2]
    for at in range(end + 2, limit - 1):
        if text[at : at + 2] in VERBS and text[at : at + 2] not in _NOUNS:
            limit = at
            break
    noun_like = opens not in VERBS or (opens in _NOUNS and unit[-1:] in _COUNTERS)
    if limit - end >= 1 and noun_like and not spell:
        noun = text[end:limit].strip().removesuffix("等")
        if noun and "一" <= noun[0] <= "鿿":
            return noun
    here = start
    while here > max(0, start - 24) and text[here - 1] not in _STOPS:
        here -= 1
    before = _REACHING.sub("", text[here:start].strip())
    cut = _NO_NOUN.sub("", before)
    if cut != before and (len(cut) < 4 or cut[-2:] in VERBS or not before.endswith("等")):
        return None
    if cut[:1].isdigit():  # 2025年6月底前归集|共享数据不少于300项
        cut = next((cut[at + 2 :] for at in range(len(cut)) if cut[at : at + 2] in VERBS), "")
    if len(cut) < 2 or (spell and not cut.endswith(_SPELLS)):
        return None  # 三十日内向有关部门报告: a span of time measures nothing that stands beside it
    return cut
