"""Instruments that documents cite: titles, aliases, and how a cited title finds its instrument.

Owns ``registry/policies.toml``. Loads without rdflib. ``key`` is the one normal form of a title: two
citations meet when their keys are equal, registered or not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

# 〈〉 inside 《》; full-width signs; 2021—2025 and 2021至2025; “ ” around 双随机.
_FOLD: Final = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "〔": "(",
        "〕": ")",
        "［": "(",
        "］": ")",
        "，": ",",
        "：": ":",
        "＋": "+",
    }
    | dict.fromkeys("—–－―─‐‑−～〜~", "-")
    | dict.fromkeys("《》〈〉<>“”‘’\"'「」『』 \t\r\n\u3000\u00a0", "")
)
_DASHES: Final = re.compile(r"-{2,}")
_YEARS: Final = re.compile(r"\((\d{4})年?(?:[-至](\d{4})年?)?\)")
_STATE: Final = "中华人民共和国"
# 国务院《关于…的意见》 and 《国务院关于…的意见》 are one; 省政府办公厅关于… stays itself.
_NATIONAL: Final = (
    "(?:中共中央办公厅|国务院办公厅|中共中央|国务院|中办|国办|全国人民代表大会常务委员会|全国人大常委会|"
    "中央全面依法治国委员会办公室|中央全面依法治国委员会|中央依法治国办|中央宣传部|中宣部|司法部)"
)
# 财政部关于印发政府采购需求管理办法的通知, 国家发展改革委等11个部门关于…: a ministry's name in front of 关于 says who, not what.
_MINISTRY: Final = (
    "(?:国家发展(?:和)?改革委(?:员会)?|国家卫生健康委(?:员会)?|国家(?:税务总局|知识产权局|市场监督管理总局|能源局|医疗保障局|医保局)|"
    "市场监管总局|税务总局|海关总署|(?:中国)?(?:人民银行|银保监会|证监会)|中共中央组织部|中央组织部|"
    "(?:财政|教育|科技|科学技术|工业和信息化|公安|民政|司法|人力资源(?:和)?社会保障|自然资源|生态环境|住房(?:和)?城乡建设|"
    "交通运输|水利|农业农村|商务|文化和旅游|应急管理|卫生|国土资源)部)(?:办公厅|办公室|综合司)?"
)
_BODY: Final = f"(?:{_NATIONAL}|{_MINISTRY})"
_ISSUERS: Final = re.compile(rf"^{_NATIONAL}(?:、?{_NATIONAL})*(?=.{{4,}})")
_ISSUER: Final = re.compile(
    rf"^{_BODY}(?:、?{_BODY})*(?:等(?:[一二三四五六七八九十\d]{{1,3}}个?)?(?:部门|部委|单位))?(?=关于|印发)"
)
_FORWARD: Final = re.compile(r"^(?:关于)?印发(.{4,})的通知$")
# 中办国办印发关于…的意见 · 国办关于转发教育部等部门…的通知, which others write 国办转发…
_PRINTED: Final = re.compile(r"^印发(?=关于)")
_NOTE: Final = re.compile(
    r"\((?:试行|暂行|修订|修正|草案|征求意见稿|\d{4}年?(?:修订|修正|版)?(?:本|版)?)\)$"
)
_NO_LETTER: Final = re.compile(r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_LONGEST_SLUG: Final = 60
_CHINESE_YEAR: Final = re.compile(
    r"二[〇○零0]([一二三四五六七八九〇○零])([一二三四五六七八九〇○零])"
)


@dataclass(frozen=True, slots=True)
class Policy:
    """One instrument. ``id`` is its path below the base IRI; dates and issuer where we are sure.

    ``verification``: how far title and issuer are verified, a concept of that vocabulary.
    """

    id: str
    title: str
    kind: str
    issuer: str | None = None
    issued: str | None = None
    place: str | None = None
    aliases: tuple[str, ...] = ()
    verification: str = "from-memory"


def key(title: str) -> str:
    """The normal form of a title: 《中华人民共和国行政处罚法》 → 行政处罚法, (2021—2025年) → (2021-2025).

    Blanks and quotes go, brackets and dashes become half-width, 二〇三五 becomes 2035, national issuers and
    a wrapping 关于印发…的通知 are cut. '' stays ''.
    """
    text = _DASHES.sub("-", title.translate(_FOLD))
    text = _CHINESE_YEAR.sub(_western_year, text)
    text = _YEARS.sub(_years, text)
    text = text.replace("关于转发", "转发", 1)
    bare = _ISSUER.sub("", text)
    bare = _PRINTED.sub("", bare)
    forwarded = _FORWARD.match(bare)
    if forwarded is not None:
        bare = _ISSUER.sub("", forwarded.group(1))
    for prefix in ("关于", _STATE):
        if bare.startswith(prefix) and len(bare) - len(prefix) >= 2:
            bare = bare[len(prefix) :]
    return bare or text


def _western_year(match: re.Match[str]) -> str:
    digits = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
    return "20" + digits[match.group(1)] + digits[match.group(2)]


def _years(match: re.Match[str]) -> str:
    first, last = match.groups()
    return f"({first}-{last})" if last else f"({first})"


class Policies:
    """The registered instruments, in file order."""

    def __init__(self, policies: tuple[Policy, ...], nicknames: dict[str, tuple[str, ...]]) -> None:
        self.all = policies
        self.nicknames = nicknames
        self._by_id = {policy.id: policy for policy in policies}
        self._by_key: dict[str, Policy] = {}
        for policy in policies:
            for name in (policy.title, *policy.aliases):
                self._by_key.setdefault(key(name), policy)

    def get(self, id_: str) -> Policy | None:
        """The instrument of an id, None when it is not registered."""
        return self._by_id.get(id_)

    def resolve(self, title: str) -> Policy | None:
        """The instrument a cited title names, None when none does.

        Dashes, 年, brackets, 中华人民共和国, national issuers, (试行) and (2018修正) do not matter.
        """
        wanted = key(title)
        found = self._by_key.get(wanted)
        if found is None:
            # 认真贯彻国务院重大行政决策程序暂行条例, 行政处罚法(2021年修订)
            found = self._by_key.get(_ISSUERS.sub("", _NOTE.sub("", wanted)))
        return found

    def named(self, nickname: str) -> tuple[Policy, ...]:
        """The instruments behind a nickname (“一规划两纲要” → three); () for any other word."""
        wanted = key(nickname)
        return tuple(self._by_id[id_] for id_ in self.nicknames.get(wanted, ()))


def _listed(lists: Iterable[dict[str, str]]) -> Iterator[Policy]:
    """The titles that stand in lists, one a line, with what holds for the whole list."""
    for row in lists:
        for title in row["titles"].split():
            yield Policy(
                id=f"policy/{_slug(key(title))}",
                title=title,
                kind=row["kind"],
                issuer=row.get("issuer"),
                verification=row["verification"],
            )


def _slug(title: str) -> str:
    """As ``kg.ids.slug``, which this layer may not import (a test compares every id)."""
    cleaned = _NO_LETTER.sub("-", title).strip("-")
    if len(cleaned) <= _LONGEST_SLUG:
        return cleaned
    digest = sha256(f"{len(title)}:{title}".encode()).hexdigest()[:8]
    return f"{cleaned[: _LONGEST_SLUG - 9].rstrip('-')}-{digest}"


@lru_cache(maxsize=1)
def load_policies() -> Policies:
    """The shipped registry; cached."""
    text = (files("ontology") / "registry" / "policies.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    policies = tuple(
        Policy(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in data["policy"]
    )
    policies += tuple(_listed(data.get("listed", ())))
    nicknames = {key(n["name"]): tuple(n["policies"]) for n in data.get("nickname", ())}
    return Policies(policies, nicknames)
