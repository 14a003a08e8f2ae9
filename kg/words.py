"""Words: the only door to jieba, and the same words whether or not rjieba is installed.

Three functions: ``cut``, ``cut_for_search``, ``add_words``. rjieba (the ``fast`` extra, about 28 times
faster) is used when it is installed, jieba otherwise. They share one dictionary but cut mixed Latin
text differently (``2020-2025`` is one word to rjieba, three to jieba), so what rjieba joins is split
here as jieba does: the graph must not depend on which of the two a machine happens to have.

Words rank search hits and compare headings. They never decide who owns a duty: 由市司法局牵头 is cut
由市/司法局 by either of them.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

_LATIN = re.compile(r"[a-zA-Z0-9+#&._%\-]{2,}")
_LATIN_WORD = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_MIXED = re.compile(r"[a-zA-Z0-9][+#&._%\-]|[+#&._%\-][a-zA-Z0-9]")


class Engine(Protocol):
    """One segmenter with its own dictionary: what both libraries can do."""

    def cut(self, text: str) -> list[str]:
        """The words of ``text``; joined they are ``text`` again."""

    def has(self, word: str) -> bool:
        """Whether the dictionary holds ``word``."""

    def add(self, word: str) -> None:
        """Put ``word`` into the dictionary, as frequent as it takes to be kept whole."""


class Words:
    """The three functions over one engine; two ``Words`` never share added words."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` in order, punctuation and blanks included."""
        return self._engine.cut(text)

    def cut_for_search(self, text: str) -> list[str]:
        """``cut`` plus, in front of each long word, the dictionary words of 2 and 3 letters in it."""
        has, out = self._engine.has, list[str]()
        for word in self._engine.cut(text):
            for size in (2, 3):
                if len(word) > size:
                    grams = (word[i : i + size] for i in range(len(word) - size + 1))
                    out.extend(gram for gram in grams if has(gram))
            out.append(word)
        return out

    def add_words(self, words: Iterable[str]) -> None:
        """Add names the dictionary lacks (综合治理办); longer ones first, each kept whole."""
        for word in sorted(set(words), key=lambda w: (-len(w), w)):
            if word.strip():
                self._engine.add(word)


class _Jieba:
    """jieba with its own tokenizer, its own cache folder and no log lines."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # jieba 0.42.1 imports pkg_resources and has invalid escapes in its regexes
            warnings.simplefilter("ignore")
            import jieba

        jieba.setLogLevel(logging.CRITICAL)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = str(cache_folder())
        self._tokenizer.initialize()

    def cut(self, text: str) -> list[str]:
        return list(self._tokenizer.cut(text))

    def has(self, word: str) -> bool:
        return bool(self._tokenizer.FREQ.get(word))

    def add(self, word: str) -> None:
        self._tokenizer.add_word(word)


class _Rjieba:
    """rjieba, its Latin words split as jieba splits them."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._jieba.cut(text)
        if not _MIXED.search(text):
            return words
        out = list[str]()
        for word in words:
            if _LATIN.fullmatch(word) and not self._jieba.has_word(word):
                out.extend(part for part in _LATIN_WORD.split(word) if part)
            else:
                out.append(word)
        return out

    def has(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))

    def add(self, word: str) -> None:
        self._jieba.add_word(word, None, None)


def cache_folder() -> Path:
    """Where jieba keeps its compiled dictionary: the user's cache, else a fresh private folder.

    jieba's default is a fixed name in the shared temp folder, read back with ``marshal``: any
    other user of the machine could put a file there first.
    """
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(home).expanduser() / "zhize"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except (OSError, RuntimeError):  # a read-only home, or none at all
        pass
    return Path(tempfile.mkdtemp(prefix="zhize-"))


def pure() -> Words:
    """A new segmenter on jieba."""
    return Words(_Jieba())


def fast() -> Words | None:
    """A new segmenter on rjieba, None when it is not installed."""
    try:
        return Words(_Rjieba())
    except ImportError:
        return None


@lru_cache(maxsize=1)
def shared() -> Words:
    """The process's segmenter, made on first use."""
    return fast() or pure()


def cut(text: str) -> list[str]:
    """``Words.cut`` of the shared segmenter."""
    return shared().cut(text)


def cut_for_search(text: str) -> list[str]:
    """``Words.cut_for_search`` of the shared segmenter."""
    return shared().cut_for_search(text)


def add_words(words: Iterable[str]) -> None:
    """``Words.add_words`` of the shared segmenter."""
    shared().add_words(words)
