"""What a stranger's SPARQL text may not do: reach the network, read files, or write.

The engine fetches SERVICE and LOAD addresses and has no switch for it, so the text is cut into
tokens first; only hosts on a list are let through, written out as ``<https://host/…>``. The tokenizer knows IRIs, strings, comments, variables and prefixed names: ``"SERVICE"``
in a string or ``ex:service`` is not the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal
from urllib.parse import urlsplit

from kg.errors import QueryError

Form = Literal["select", "ask", "construct", "describe"]

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>"{}|^`\\\x00-\x20]*)*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z0-9-]+)
    | (?P<name>(?:[\w][\w.\-]*)?:(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<word>\w+)
    | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS: dict[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_NETWORK = frozenset({"SERVICE", "LOAD"})


class RefusedError(QueryError):
    """A query text that parses but is not allowed here."""

    code = "query_refused"
    status = 403


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a SPARQL text; ``lastgroup`` names the kind, blanks and signs are ``other``."""
    return _TOKEN.finditer(text)


def says(text: str, keyword: str) -> bool:
    """Whether a keyword (large letters) stands in the text."""
    return keyword in text.upper() and any(
        token.lastgroup == "word" and token.group().upper() == keyword for token in tokens(text)
    )


def check(text: str, hosts: Collection[str] = ()) -> Form:
    """The query's form. Raises RefusedError (SERVICE, LOAD, an update) or QueryError (no query).

    ``hosts`` may be asked by SERVICE.
    """
    refuse_network(text, hosts)
    return form_of(text)


def form_of(text: str) -> Form:
    """The query's form. Raises RefusedError (an update) or QueryError (no query)."""
    for token in tokens(text):
        word = token.group().upper() if token.lastgroup == "word" else ""
        if word in _UPDATES:
            raise RefusedError("只读服务, 不接受更新", "用 zhize build 导入文件", code="read_only")
        if word in _FORMS:
            return _FORMS[word]
    raise QueryError("没有 SELECT, ASK, CONSTRUCT 或 DESCRIBE", code="query_syntax")


def refuse_network(text: str, hosts: Collection[str] = ()) -> None:
    """Raises RefusedError at the first SERVICE or LOAD of an address whose host is not in ``hosts``."""
    said = [t for t in tokens(text) if t.lastgroup != "comment" and not t.group().isspace()]
    for index, token in enumerate(said):
        word = token.group().upper() if token.lastgroup == "word" else ""
        if word in _NETWORK and not _is_allowed(said[index + 1 : index + 3], hosts):
            line, column = _where(text, token.start())
            raise RefusedError(
                f"查询中不允许 {word} (第 {line} 行第 {column} 列)",
                "本服务不代为访问网络; 请先把数据导入图库, 或请管理员在 ZHIZE_SERVICE_HOSTS 中允许",
                position=(line, column),
            )


def _is_allowed(following: list[re.Match[str]], hosts: Collection[str]) -> bool:
    """Whether ``[SILENT] <address>`` follows, with one of the hosts; no variable, no prefixed name."""
    if following and following[0].group().upper() == "SILENT":
        del following[0]
    if not following or following[0].lastgroup != "iri" or "\\" in following[0].group():
        return False
    try:
        parts = urlsplit(following[0].group()[1:-1])
        named, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = f"{named}:{port}" if port else named
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and known in hosts


def _where(text: str, position: int) -> tuple[int, int]:
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
