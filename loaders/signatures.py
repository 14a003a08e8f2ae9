"""Document numbers, dates, signatures and adoption notes, as lines of folded text write them."""

from __future__ import annotations

import re
from typing import Final

from kg.ids import numeral
from kg.model import PartialDate
from loaders.rules import seeking
from loaders.titles import SALUTATION
from ontology.unit_names import looks_like_unit

Range = tuple[int, int]
NUMBER: Final = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]\))?\s?[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\s?(?:第\s?)?\d{1,5}\s?号|(?:中华人民共和国)?(?:国务院|[\u4e00-\u9fff]{2,12}(?:政府|部|委员会|局))令\s?\(?第\s?\d{1,4}\s?号\)?"
)
# 霁川市教育局霁教〔2023〕2号: the body glued to the number of its paper
_GLUED_BODY: Final = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:人民政府|办公室|委员会|[局厅委])(?=(?![发函办党通令字文])[\u4e00-\u9fff]{2,8}\s?[〔\[(【])"
)
DATE: Final = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s?(?:年|[-/.])\s?(?P<m>\d{1,2})\s?(?:月|[-/.])\s?(?P<d>\d{1,2})(?:\s?日|(?!\d))(?!\d)|(?P<y2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月|(?P<hy>二[〇○零0O]{1,2}[一二三四五六七八九〇○零0O]{1,2}|一九[一二三四五六七八九〇○零0O]{2})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日"
)
# (2024年3月5日) · (霜政办发〔2024〕9号 2024年3月5日印发), at the end of a line
DATED_NOTE: Final = re.compile(rf"\((?:[^()\n]{{4,24}}号 ?)?(?:{DATE.pattern})[^()]{{0,60}}\)\s*$")
DATE_LINE: Final = re.compile(
    rf"^\(?(?:{DATE.pattern})\s*\)?(?:印发|\d{{1,2}}:\d\d(?::\d\d)?)?$".replace("?P<", "?P<l")
)
_PRINTED_ON: Final = re.compile(
    rf"(?:^|(?<=[\n。 ]))(?P<body>[\u4e00-\u9fff]{{4,30}})\s*(?:{DATE.pattern})\s*印发$", re.M
)
ADOPTED: Final = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?(?:经)?(?P<body>[\u4e00-\u9fff]{2,40}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府)|(?:中华人民共和国)?国务院|最高人民法院|最高人民检察院)(?:第[一二三四五六七八九十百〇零\d]{1,6}(?:次|届)[^,。;()]{0,20})?(?:审判委员会|检察委员会)?(?:第[一二三四五六七八九十百〇零\d]{1,6}次)?(?:常务会议|全体会议|会议)?[^,。;()]{0,50}?(?:通过|公布|批准)"
)
# 2021年7月30日国家市场监督管理总局令第45号公布 · 2022年2月25日中共中央、国务院发布
PROMULGATED: Final = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s?(?P<body>[\u4e00-\u9fff]{2,20}(?:、[\u4e00-\u9fff]{2,20}){0,3}?)(?:公告|(?P<order>令\s?(?:[(〔]?(?:19|20)?\d{0,2}[)〕]?\s?)?第\s?\d{1,4}\s?号))?(?:公布|发布|印发)$"
)
_HAN_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "0": 0,
}


def signed(words: str) -> str:
    """A signature without its note (代章) and line breaks; a blank between two bodies is a separator."""
    whole = re.sub(
        r"[（(](?:[^()（）]{2,24}代章|代章?|印章|盖章|章)[）)]$|(?:转发|批转).+$",
        "",
        words.replace("\n", "").strip(),
    )
    return _unspaced(whole).replace(" ", "、")


def _unspaced(words: str) -> str:
    """国  务  院 is one word set wide."""
    parts = words.split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else words


def shortens(issuer: str, titled: str) -> bool:
    """市政府办公厅 under a notice whose title says 霁川市人民政府办公厅: the title's form is whole."""
    if "、" in issuer or re.match(r"(?:省|市|县|区|州|旗|镇|乡|自治区)[^、]", issuer) is None:
        return False
    bare = issuer.replace("人民政府", "政府")
    return len(titled) > len(issuer) and titled.replace("人民政府", "政府").endswith(bare)


def without_session(words: str) -> str:
    """山东省第十二届人民代表大会常务委员会 → 山东省人民代表大会常务委员会; 中华人民共和国国务院 → 国务院."""
    if words == "中华人民共和国国务院":
        return "国务院"
    whole = re.sub(r"第?[一二三四五六七八九十]{1,4}届", "", words)
    return whole.replace("人大常委会", "人民代表大会常务委员会")


_NO_SIGNATURE: Final = seeking(r"[。,;:!?《》“”]|同志|如下|附件|联系|——|召开|举行|日在|^各")
_NOTE: Final = re.compile(r"\([^()]*\)$")


def is_signature(words: str) -> bool:
    """Whether a line is nothing but the name of a body: no addressee, no sentence, no 有关部门."""
    if SALUTATION.match(words) or _NO_SIGNATURE.search(words):
        return False
    words = _unspaced(_NOTE.sub("", words).strip())
    return looks_like_unit(words.split(" ")[-1]) and not words.endswith(("部门", "单位"))


def unglued(words: str, start: int) -> int:
    """Where the number of a paper begins behind the body that a line glued to it."""
    body = _GLUED_BODY.match(words, start)
    return body.end() if body is not None else start


MOST_SIGNERS: Final = 40  # lines; …等十九部门关于…的意见 is signed by all of them
_TAIL: Final = 14  # lines that may say who signs, when, and what the page adds


def halved(upper: str, lower: str) -> bool:
    """市推进政府职能转变和“放管服”改革 ⏎ 协调领导小组办公室: one signature over two lines."""
    if _WHOLE_LOWER.match(lower) or not 6 <= len(upper) <= 40 or not _WHOLE_UPPER.match(upper):
        return False
    return re.search(r"[。,;:!?《》]", upper) is None and not looks_like_unit(upper)


_WHOLE_LOWER: Final = re.compile(
    r"[\u4e00-\u9fff]{2,8}?[省市区县州镇乡]|省|市|县|区|国|中共|中国|自治区"
)
_WHOLE_UPPER: Final = re.compile(r"[\u4e00-\u9fff]{0,8}?[省市区县州镇乡]|国|中共|中国|自治区")


def last_lines(text: str, lines: list[Range]) -> list[Range]:
    """The last lines of a document, from the first of those who sign it."""
    at = max(0, len(lines) - _TAIL)
    while 0 < at > len(lines) - MOST_SIGNERS and is_signature(text[slice(*lines[at])].strip()):
        at -= 1
    return lines[at:]


def printed_on(text: str, lines: list[Range]) -> tuple[Range, Range]:
    """The body and the date of the last of the lines that says who printed when, two empty ranges for none."""
    for line in reversed(lines):
        found = _PRINTED_ON.search(text, *line)
        if found is not None and is_signature(found["body"]):
            return found.span("body"), (found.end("body"), line[1])
    return (0, 0), (0, 0)


_BODY_ENDS: Final = (
    "中共中央",
    "人民政府",
    "办公厅",
    "办公室",
    "委员会",
    "国务院",
    "法院",
    "检察院",
    "局",
    "厅",
    "部",
    "署",
    "支行",
    "分行",
)
_BODY_BEGINS: Final = re.compile(
    r"(?=国务院|中共|中央(?!企)|国家|中国|最高人民|财政部|教育部|科技部|公安部|司法部|民政部|商务部|农业农村部|自然资源部|生态环境部|交通运输部|水利部|工业和信息化部|人力资源社会保障部|住房城乡建设部|(?:[\u4e00-\u9fff]{2,4}?(?:省|市(?!场|政|容)|自治区|州(?!市))|[\u4e00-\u9fff]{1,4}?县)[\u4e00-\u9fff]{2})"
)


_BRANCH: Final = re.compile(r"[\u4e00-\u9fff]{1,5}[市县区旗]分局")
_NATIONAL: Final = re.compile("(?:国家|中国)[^省州县]+")  # with no place of its own yet
_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:省|市(?!场)|自治区|州|县)")


def glued_issuers(words: str) -> list[str]:
    """北京市发展和改革委员会北京市商务局, 中共中央办公厅国务院办公厅: issuers written without a separator."""
    if " " in words or "、" in words:
        return [one for w in re.split(r"[ 、]+", words) if w for one in glued_issuers(w)]
    for found in _BODY_BEGINS.finditer(words, 3):
        left, right = words[: found.start()], words[found.start() :]
        if _NATIONAL.fullmatch(left) and _PLACE.match(right):
            continue  # 国家税务总局安徽省税务局 is one body
        if _BRANCH.match(right):
            continue  # 霁江州生态环境局霁川市分局
        if left.endswith(_BODY_ENDS) and looks_like_unit(left) and looks_like_unit(right):
            return [left, *glued_issuers(right)]
    head = re.match(r"[\u4e00-\u9fff]{1,4}?(?:省|市|区|县)", words)
    again = words.find(head.group(), head.end()) if head else -1
    if again > 0 and looks_like_unit(words[:again]):
        return [words[:again], *glued_issuers(words[again:])]
    short = re.match(r"[\u4e00-\u9fff]{2}(?=省|市)", words)
    again = words.find(short.group(), 4) if short else -1
    if again > 0 and words[:again].endswith(_BODY_ENDS):
        return [words[:again], *glued_issuers(words[again:])]  # 上海市商务委员会上海海关
    party = re.match(r"中共([\u4e00-\u9fff]{1,4}?(?:省|市|区|县))", words)
    again = words.find(party.group(1), party.end()) if party else -1
    return [words[:again], words[again:]] if again > 0 else [words]


_NUMBER_LABEL: Final = re.compile(r"(?:发文字号|文件编号|发文文号|文号|字号|号)[:\s]*|日(?=国)")


def strip_label(text: str, start: int, end: int) -> Range:
    """文号京发改〔2023〕20号, 文 号 京发改〔2023〕20号: a label stuck to the number."""
    found = _NUMBER_LABEL.match(text, start, end)
    return (found.end(), end) if found else (start, end)


def read_date(found: re.Match[str]) -> PartialDate | None:
    """The date of a match of ``DATE``; None when month or day is no number of one."""
    groups = found.groupdict()
    try:
        if groups["y"]:
            return _checked(int(groups["y"]), int(groups["m"]), int(groups["d"]))
        if groups["y2"]:
            return _checked(int(groups["y2"]), int(groups["m2"]), None)
        year = int("".join(str(_HAN_DIGITS[c]) for c in groups["hy"]))
        return _checked(year, numeral(groups["hm"]) or 0, numeral(groups["hd"]) or 0)
    except (KeyError, ValueError):
        return None


def _checked(year: int, month: int, day: int | None) -> PartialDate | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return PartialDate(year, month, day)
