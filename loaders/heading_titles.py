"""The titles of headings: which words of a numbered line are one, and where its text begins.

A heading alone on its line is its title; a run-in one (1.优化流程。…) has the words up to the first full stop or colon,
when they read like a title.
"""

from __future__ import annotations

import re
from typing import Final

from loaders.numbering import Mark
from loaders.rules import seeking

Range = tuple[int, int]

_TITLE_STOP: Final = seeking(r"[。:](?:(?<!\d:)|(?!\d\d))")  # not of 9:30
_MODAL: Final = seeking(  # 三、县财政局要保障经费。
    r"应当|必须|不得|由.{2,20}(?:牵头|负责)|(?:部门|单位|政府|各地|各级|企业|小组|委员会)(?:要|应(?!急)|须)"
    # 三、船东签订协议时应缴纳保证金。, but (二)研发费用须满足以下要求。
    r"|(?<![对响供反效适相理呼感回必无])(?:应|须)(?=按|自觉|缴|做好|根据|提供|同时提供|及时|予以|以[^,]{2,30}为)"
)
_OFFICE_MUST: Final = re.compile(r"[\u4e00-\u9fff]{2,14}[局委办厅](?:要|应(?!急)|须)")
# 四、县政府办负责汇总。: as short as a title, but it says who does what
_DOES: Final = re.compile(
    r"[\u4e00-\u9fff、]{1,24}(?:[局委办厅部室院府会科处股]|中心|单位|小组)(?:共同|具体|牵头)?(?:负责|牵头)(?![人者制单部的])"
)
_COLON_TITLE: Final = re.compile(
    r"(?:情况|方面|工作|成效|问题|措施|原则|目标|思想|要求|任务|范围|对象|内容|时间|步骤|阶段|标准|职责|组成|部门|单位|领导|保障)$"
)
# 【登记】 · (住所(经营场所)登记)
_BRACKET_TITLE: Final = re.compile(r"[【\[(](?P<title>(?:[^】\])(]|\([^()]{1,12}\)){1,40})[】\])]")
_LONG_TITLE, _SHORT_TITLE, _MAX_TITLE, _ONE_PHRASE = 48, 33, 90, 12
TAG_START: Final = re.compile(
    r"[(〔\[【](?=[^()〔〕\[\]【】]{0,12}(?:牵头|责任|配合|负责|完成时限|主办|落实|时限|(?:起草|考核)单位))"
    # 六、跨境贸易领域(省政府口岸办、省商务厅、江城海关牵头)
    r"|[(〔\[【](?=[^()〔〕\[\]【】。;]{12,160}(?:牵头|负责|配合)[)〕\]】]$)"
)
LABELLED: Final = re.compile(r"[\u4e00-\u9fff]{0,6}(?:单位|部门|处室|科室|时限)(?:\(.{1,6}\))?:")
_ONE_SENTENCE: Final = re.compile(r"[^。;]+。")
# …向社会公布。(市法制办、市编办): nothing but who does it
_NOTHING_MORE: Final = re.compile(
    r"\s*(?:\((?:[^()\d]|\([^()\d]{1,24}\)){1,120}(?:[局委办厅部室院府会科处股队所站校心团组区镇位门旗县市](?:\([^()]{1,8}\))?)\))?\s*"
)


def find_title(
    text: str, mark: Mark, line_end: int, follows: bool, listed: bool
) -> tuple[Range | None, int, bool]:
    """(title range or None, where the body begins, run-in?) of a heading line.

    ``follows``: un-numbered text or an item of a deeper kind comes on the next line. ``listed``: the item before ends in a semicolon.
    """
    body = mark.body
    if listed and _ONE_SENTENCE.fullmatch(text, body, line_end):
        return (
            None,
            body,
            True,
        )  # (一)行政机关; (二)授权组织。: the list's last item is no title either
    if mark.family == "article":
        found = _BRACKET_TITLE.match(text, body, line_end)
        if found:
            return found.span("title"), found.end(), True
        return None, body, True
    if text.find(":", body, body + 24) > 0 and LABELLED.match(text, body, line_end):
        return None, body, True  # (一)责任单位:县水利局: the item begins with its owners
    limit = _tag_or_end(text, body, line_end)
    stop = _TITLE_STOP.search(text, body, limit)
    while stop and _inside_brackets(text, body, stop.start()):
        stop = _TITLE_STOP.search(text, stop.end(), limit)
    if stop is None:
        return _whole_line(text, mark, body, limit, line_end)
    if text[stop.start()] == ":":
        return _colon_title(text, body, stop.start(), limit, line_end)
    length = stop.start() - body
    alone = _NOTHING_MORE.fullmatch(text, stop.end(), limit) is not None
    if alone and not follows and (length > _ONE_PHRASE or _DOES.match(text, body, limit)):
        # (六)征集、总结、报送…典型案例。〔责任部门:…〕: one sentence of work and its tag, no title
        return None, body, True
    return (
        ((body, stop.start()), stop.end(), True)
        if _reads_as_title(text[body : stop.start()])
        else (None, body, True)
    )


def _whole_line(
    text: str, mark: Mark, body: int, limit: int, line_end: int
) -> tuple[Range | None, int, bool]:
    """A heading without a full stop: the line is its title, unless it is a long clause list."""
    end = limit
    while end > body and text[end - 1] in " ,、;":
        end -= 1
    if end <= body:
        return None, body, True
    words = text[body:end]
    if _is_case(words):
        return None, body, True
    if text[line_end - 1] in ";；" and mark.family in ("digit", "digit_bracket", "han_bracket"):
        return None, body, True
    if len(words) > _MAX_TITLE or (len(words) > 60 and mark.family in ("digit", "digit_bracket")):
        return None, body, True
    return (body, end), limit, limit < line_end


def _colon_title(
    text: str, body: int, at: int, limit: int, line_end: int
) -> tuple[Range | None, int, bool]:
    words = text[body:at]
    if words.endswith(("是指", "包括")):
        return None, body, True  # (五)经营所得,是指:
    if "。" not in words and (
        (len(words) <= 30 and not _is_bound(words)) or _COLON_TITLE.search(words)
    ):
        return (body, at), at + 1, True
    return None, body, True


def _is_case(words: str) -> bool:
    """(二)应征服兵役的: a case, no title; but …的目的."""
    return words.endswith("的") and words[-2:-1] not in ("目", "标")


def _reads_as_title(words: str) -> bool:
    """A run-in heading is short and has no modal verb: 1.优化食品经营许可证办理流程。"""
    length = len(words)
    if length > _LONG_TITLE or ";" in words or _is_case(words) or _is_bound(words):
        return False
    if length <= _SHORT_TITLE:
        return True
    return words.count(",") <= 2


def _tag_or_end(text: str, start: int, end: int) -> int:
    if not any(text.find(bracket, start, end) >= 0 for bracket in "(〔[【"):
        return end
    found = TAG_START.search(text, start, end)
    return found.start() if found else end


def _inside_brackets(text: str, start: int, at: int) -> bool:
    part = text[start:at]
    return sum(part.count(c) for c in "([〔《“【") > sum(part.count(c) for c in ")]〕》”】")


def _is_bound(words: str) -> bool:
    """三、县财政局要保障经费: a duty with its modal word is no title."""
    return _MODAL.search(words) is not None or _OFFICE_MUST.match(words) is not None
