"""kg.words: jieba and rjieba give the same words through the same three functions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import words
from kg.words import Words

TEXTS = [
    "由市司法局牵头，各镇街配合，2025年6月底前完成。",
    "健全行政裁量权基准制度，全面推行行政执法“三项制度”。",
    "2020-2025年规划，增长3.5%-5%，v3.5-4 版，T恤-2，AT&T，C++，Q&A和B-C",
    "www.example.gov.cn/index.html aria-label abc_def 1.2.3 52.5000pt 12%5 --",
    "",
    "　\t\n",
    "𠮷林省⼈⺠政府",
]


@pytest.fixture(scope="module")
def pure() -> Words:
    return words.pure()


@pytest.fixture(scope="module")
def fast() -> Words:
    found = words.fast()
    assert found is not None, "the dev extra installs rjieba"
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_both_engines_cut_alike(pure: Words, fast: Words, text: str) -> None:
    assert fast.cut(text) == pure.cut(text)
    assert fast.cut_for_search(text) == pure.cut_for_search(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="司法局人民政府办公室2025年.%-_+#&aB 、。（）", max_size=40))
def test_words_join_to_the_text_again(pure: Words, fast: Words, text: str) -> None:
    assert "".join(fast.cut(text)) == text
    assert fast.cut(text) == pure.cut(text)


def test_years_are_words_of_their_own(fast: Words) -> None:
    assert fast.cut("2020-2025年") == ["2020", "-", "2025", "年"]


def test_search_words_come_before_the_long_word(pure: Words, fast: Words) -> None:
    expected = ["办公", "公室", "办公室"]
    assert fast.cut_for_search("办公室") == expected
    assert pure.cut_for_search("办公室") == expected


@pytest.mark.parametrize("make", [words.pure, words.fast])
def test_an_added_name_is_kept_whole_and_only_there(make, pure: Words) -> None:  # type: ignore[no-untyped-def]
    own = make()
    own.add_words(["综治网格办", " "])
    assert "综治网格办" in own.cut("由综治网格办负责")
    assert "综治网格办" not in pure.cut("由综治网格办负责")


def test_module_functions_share_one_segmenter() -> None:
    assert words.cut("依法行政") == words.shared().cut("依法行政")
    assert words.cut_for_search("依法行政") == words.shared().cut_for_search("依法行政")
    words.add_words([])


def test_jieba_is_quiet_and_writes_only_into_its_own_cache(tmp_path: Path) -> None:
    """In a fresh process with warnings as errors: no output, and nothing in the temp folder."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    code = "from kg import words; assert words.pure().cut('司法局') == ['司法局']"
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(scratch)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=env, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(scratch.iterdir()) == []
    assert [p.name for p in (tmp_path / "cache" / "zhize").iterdir()] == ["jieba.cache"]


def test_without_a_home_the_cache_is_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    folder = words.cache_folder()
    assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()
