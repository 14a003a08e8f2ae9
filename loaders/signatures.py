"""Document numbers, dates, signatures and adoption notes, as lines of folded text write them."""

from __future__ import annotations

import re

from kg.ids import numeral
from kg.model import PartialDate
from loaders.titles import SALUTATION
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]\))?\s?[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\s?(?:第\s?)?\d{1,5}\s?号|(?:中华人民共和国)?(?:国务院|[\u4e00-\u9fff]{2,12}(?:政府|部|委员会|局))令\s?\(?第\s?\d{1,4}\s?号\)?"
)
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s?(?:年|[-/.])\s?(?P<m>\d{1,2})\s?(?:月|[-/.])\s?(?P<d>\d{1,2})(?:\s?日|(?!\d))(?!\d)|(?P<y2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月|(?P<hy>二[〇○零0O]{1,2}[一二三四五六七八九〇○零]{1,2})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日"
)
DATE_LINE = re.compile(
    rf"^\(?(?:{DATE.pattern})\s*\)?(?:印发|\d{{1,2}}:\d\d(?::\d\d)?)?$".replace("?P<", "?P<l")
)
ADOPTED = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?(?:经)?(?P<body>[\u4e00-\u9fff]{2,40}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府|国务院))(?:第[一二三四五六七八九十百〇零\d]{1,6}(?:次|届)[^,。;()]{0,20})?(?:常务会议|全体会议|会议)?[^,。;()]{0,12}(?:通过|公布|批准)"
)
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "0": 0,
}


def signed(words: str) -> str:
    """A signature without its note (代章) and line breaks; a blank between two bodies is a separator."""
    whole = re.sub(r"[（(](?:代章?|印章|盖章|章)[）)]$", "", words.replace("\n", "").strip())
    return whole.replace(" ", "、")


def without_session(words: str) -> str:
    """山东省第十二届人民代表大会常务委员会 → 山东省人民代表大会常务委员会."""
    return re.sub(r"第[一二三四五六七八九十]{1,4}届", "", words)


def is_signature(words: str) -> bool:
    if SALUTATION.match(words) or re.search(r"[。,;:!?《》“”]|同志|如下|附件|联系|^各", words):
        return False
    words = re.sub(r"\([^()]*\)$", "", words).strip()
    return looks_like_unit(words.split(" ")[-1]) and not re.search(r"(?:部门|单位)$", words)


def glued_issuers(words: str) -> list[str]:
    """北京市发展和改革委员会北京市商务局: two issuers written without a separator."""
    if " " in words or "、" in words:
        return [w for w in re.split(r"[ 、]+", words) if w]
    head = re.match(r"[\u4e00-\u9fff]{1,4}?(?:省|市|区|县)", words)
    if head:
        again = words.find(head.group(), head.end())
        if again > 0:
            return [words[:again], *glued_issuers(words[again:])]
        party = re.match(r"(?:中共)([\u4e00-\u9fff]{1,4}?(?:省|市|区|县))", words)
        again = words.find(party.group(1), party.end()) if party else -1
        if again > 0:
            return [words[:again], words[again:]]
    return [words]


def strip_label(text: str, start: int, end: int) -> Range:
    """文号京发改〔2023〕20号: a label stuck to the number."""
    found = re.match(r"(?:发文字号|文件编号|发文文号|文号|字号)[:\s]*", text[start:end])
    return (start + found.end(), end) if found else (start, end)


def read_date(found: re.Match[str]) -> PartialDate | None:
    groups = found.groupdict()
    try:
        if groups["y"]:
            return _checked(int(groups["y"]), int(groups["m"]), int(groups["d"]))
        if groups["y2"]:
            return _checked(int(groups["y2"]), int(groups["m2"]), None)
        year = int("".join(str(_HAN_DIGITS[c]) for c in groups["hy"].replace("二", "二")))
        return _checked(year, numeral(groups["hm"]) or 0, numeral(groups["hd"]) or 0)
    except (KeyError, ValueError):
        return None


def _checked(year: int, month: int, day: int | None) -> PartialDate | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return PartialDate(year, month, day)
