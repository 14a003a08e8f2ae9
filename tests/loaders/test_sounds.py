"""Characters that sound alike."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypinyin import Style, pinyin

from loaders.sounds import sounds_alike


@pytest.mark.parametrize(("one", "other"), [("和", "合"), ("重", "中"), ("绿", "律"), ("A", "A")])
def test_a_shared_reading_is_enough(one: str, other: str) -> None:
    assert sounds_alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("局", "厅"), ("绿", "青"), ("A", "B"), ("A", "阿")])
def test_other_readings_are_not_alike(one: str, other: str) -> None:
    assert not sounds_alike(one, other)


def test_the_readings_are_those_of_the_package() -> None:
    written = "综合治理办和重庆市乐山区绿化率会计局长"
    for one in written:
        for other in written:
            ours, theirs = (set(pinyin(c, Style.NORMAL, heteronym=True)[0]) for c in (one, other))
            assert sounds_alike(one, other) == bool(ours & theirs), one + other


def test_the_phrases_are_not_read() -> None:
    code = "import sys, loaders.sounds as s; s.sounds_alike('和', '合'); print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
