"""What a stranger's SPARQL text may not do: reach the network, read files, or write.

The engine fetches SERVICE and LOAD addresses and has no switch for it, so the text is cut into
tokens first. The tokenizer knows IRIs, strings, comments, variables and prefixed names: ``"SERVICE"``
in a string or ``ex:service`` is not the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

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


def check(text: str) -> Form:
    """The query's form. Raises RefusedError (SERVICE, LOAD, an update) or QueryError (no query)."""
    form: Form | None = None
    for token in tokens(text):
        if token.lastgroup != "word":
            continue
        word = refuse_network(text, token)
        if form is None and word in _UPDATES:
            raise RefusedError("只读服务, 不接受更新", "用 zhize build 导入文件", code="read_only")
        if form is None:
            form = _FORMS.get(word)
    if form is None:
        raise QueryError("没有 SELECT, ASK, CONSTRUCT 或 DESCRIBE", code="query_syntax")
    return form


def refuse_network(text: str, token: re.Match[str]) -> str:
    """The word of a token, in capitals. Raises RefusedError when it is SERVICE or LOAD."""
    word = token.group().upper()
    if word in _NETWORK:
        raise RefusedError(
            f"查询中不允许 {word} ({_where(text, token.start())})",
            "本服务不代为访问网络; 请先把数据导入图库",
        )
    return word


def _where(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"第 {line} 行第 {column} 列"
