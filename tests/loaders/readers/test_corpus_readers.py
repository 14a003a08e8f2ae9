"""All of the corpus is read: nothing crashes, spans are exact, furniture stays out of the content."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kg.model import SourceText
from loaders.inputs import walk
from loaders.readers import read

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
PROBES = (
    "设为首页",
    "浏览次数",
    "扫一扫",
    "网站标识码",
    "公网安备",
    "打印本页",
    "当前位置",
    "分享到",
)


@pytest.fixture(scope="module")
def sources() -> dict[str, SourceText]:
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs the corpus at {CORPUS}")
        pytest.skip(f"no corpus at {CORPUS}")
    found: dict[str, SourceText] = {}
    refused: dict[str, str] = {}
    for item in walk([CORPUS]):
        assert item.data is not None, item.path
        started = time.perf_counter()
        try:
            found[item.name] = read(item.data, item.name)
        except Exception as error:
            refused[item.name] = getattr(error, "code", repr(error))
        assert time.perf_counter() - started < 5 + 10 * len(item.data) / 1e6, item.name
    assert refused == {"shenzhen-pingshan-shiti.pdf": "scanned", "tern-zj-01.html": "scanned"}
    return found


def content(source: SourceText) -> str:
    parts, at = [], 0
    for span in source.asides:
        parts.append(source.text[at : span.start])
        at = span.end
    return "".join([*parts, source.text[at:]])


def test_no_furniture_is_left_in_the_content(sources: dict[str, SourceText]) -> None:
    left = [
        (name, probe)
        for name, source in sources.items()
        if source.media_type in ("text/html", "application/pdf") or name[:3] in ("003", "004")
        for probe in PROBES
        if probe in content(source).replace("扫一扫下方", "")
    ]
    assert left == []


def test_hardly_anything_of_plain_text_is_an_aside(sources: dict[str, SourceText]) -> None:
    for name, source in sources.items():
        if source.media_type == "text/plain":
            aside = sum(span.end - span.start for span in source.asides)
            assert aside < max(200, 0.02 * len(source.text)), name


def test_pages_of_the_state_council_have_their_boxes(sources: dict[str, SourceText]) -> None:
    pages = [s for name, s in sources.items() if name.startswith(("guowuyuan", "national-gov"))]
    assert len(pages) > 50
    for source in pages:
        labels = {label for label, _ in source.boxes}
        assert {"发文机关", "成文日期", "标题"} <= labels, source.name


def test_yearbook_texts_are_hard_wrapped_and_one_line_texts_are_not(
    sources: dict[str, SourceText],
) -> None:
    yearbook = [s for name, s in sources.items() if name.startswith("rhine-")]
    assert sum(source.hard_wrapped for source in yearbook) >= len(yearbook) - 5
    for name, source in sources.items():
        if name.startswith(("000", "001", "002", "003", "004", "huang", "tern", "law")):
            assert not source.hard_wrapped, name
