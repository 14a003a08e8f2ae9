"""The words of the interface: one JSON file a language, the same keys in each.

Only the interface is translated. What a document says stays in its own language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Lang = Literal["zh", "en"]
_PLACES = frozenset({"start", "end", "line", "column"})  # where something stands is no amount
_ALSO_IN_SCRIPTS = ("graph.missing", "panel.copied", "panel.basis")
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """All words of a language, key → text; placeholders stand in braces."""
    text = (files("visualize") / "i18n" / f"{lang}.json").read_text("utf-8")
    return cast(Mapping[str, str], json.loads(text))


def choose(*wanted: str | None) -> Lang:
    """The first of ``wanted`` that is a language of ours (``en``, ``en-GB``), else Chinese."""
    for text in wanted:
        for lang in LANGUAGES:
            if text and text.lower().split("-")[0] == lang:
                return lang
    return "zh"


class Amount(int):
    """A number in a text: ``{n}`` is 1,234; ``{n:task|tasks}`` is the word that goes with it."""

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            return spec.split("|")[self != 1]
        return figure(int(self))


def figure(number: int | None) -> str:
    """A number of things as it is written: 1,234; nothing for none."""
    return "" if number is None else f"{number:,}"


def _amount(name: str, value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and name not in _PLACES:
        return Amount(value)
    return value


class Words:
    """The words of one language: ``words("home.q.unit.detail", n=3)``.

    An unknown key is a mistake of ours and raises KeyError: a page that shows keys is worse than a
    failing test. ``words.of("genre", value)`` is for values from data and falls back to the value.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._texts = catalogue(lang)

    def __call__(self, key: str, /, **values: object) -> str:
        text = self._texts[key]
        return text.format(**{k: _amount(k, v) for k, v in values.items()}) if values else text

    def of(self, family: str, value: object) -> str:
        """The word for a value of a closed list, or the value itself when the list has grown."""
        return self._texts.get(f"{family}.{value}", str(value or ""))

    def reason(self, text: str) -> str:
        """Why two spellings are one unit, in words: ``typo:综和治理办→综合治理办``."""
        kind, colon, rest = text.partition(":")
        known = self._texts.get(f"normalised.{kind}")
        return f"{known}{self('sign.colon')}{rest}" if colon and known else text

    def for_scripts(self, *more: str) -> dict[str, str]:
        """What the page's scripts need: ``js.*``, the words for types, roles and kinds, and ``more`` families."""
        families = (
            "js.",
            "sign.",
            "help.",
            "type.",
            "role.",
            "kind.",
            "force.",
            "every.",
            "views.",
            "rule.",
            *more,
        )
        return {
            k: v for k, v in self._texts.items() if k.startswith(families) or k in _ALSO_IN_SCRIPTS
        }
