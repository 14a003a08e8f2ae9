"""What a stranger's file may be called here: a label in the graph and on pages, never a path we write to."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NEVER = frozenset('<>:"|?*')  # no Windows file can be called so; <script> is no name
_DEPTH, _LENGTH, _SUFFIX = 6, 100, 12
_ARCHIVE = "!"  # what stands between an archive and its member: a.zip!/b.txt
NAMELESS = "未命名"


def clean(path: str) -> str:
    """``path`` as ``folder/name``: no way up, no drive, no control or direction marks, no endless parts.

    At most six parts of a hundred characters each; a shortened name keeps its suffix. Never empty.
    """
    text = unicodedata.normalize("NFC", path).replace("\\", "/")
    parts = [_part(part) for part in text.split("/")]
    kept = [part for part in parts if part and part != _ARCHIVE]
    return "/".join(kept[-_DEPTH:]) or NAMELESS


def _part(part: str) -> str:
    shown = "".join(_sign(char) for char in part).strip().rstrip(".")
    if not shown.strip("."):
        return ""
    return shown if len(shown) <= _LENGTH else _shortened(shown)


def visible(text: str) -> str:
    """The text without what nobody sees: control signs, marks that turn or hide letters."""
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN or c in "\t\n")


def _sign(char: str) -> str:
    # Cf holds the marks that turn 文.exe round to look like exe.文
    if unicodedata.category(char) in _UNSEEN:
        return ""
    return "_" if char in _NEVER else char


def _shortened(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= _SUFFIX else ""
    return name[: _LENGTH - len(tail) - 1] + "…" + tail
