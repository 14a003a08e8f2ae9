"""How a duty is said in a cell of a list: its number and title, its quote, its partners."""

from __future__ import annotations

import re
from typing import Any

from api.explain import ROLES

Json = dict[str, Any]


def numbered(number: str | None, label: str | None) -> str:
    """(一) 深化改革; a task without a title is called by its words, which begin with the number already."""
    shown, bare = label or "", str.maketrans("", "", "()（）[]、.． ")
    if not number or shown[:8].translate(bare).startswith(number.translate(bare)):
        return shown
    return f"{number} {shown}".strip()


def unbroken(text: str) -> str:
    """The quote without the page's line ends: 市财政⏎局 is 市财政局."""
    return re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", text)


def partners(duty: Json) -> str:
    """责任：市教育局、市财政局；配合：各镇. Each role stands once, in the order of the list."""
    said: dict[str, list[str]] = {role: [] for role in ROLES}
    for partner in duty["partners"]:
        said.setdefault(partner["role"], []).append(partner["label"])
    return "；".join(
        f"{ROLES.get(role, role)}：{'、'.join(who)}" for role, who in said.items() if who
    )
