"""Whatever the bytes: a source text whose spans lie in it, or a ReadError."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from itertools import pairwise
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import SourceText, Span
from loaders.readers import read

CODES = {
    "encrypted",
    "corrupt",
    "empty",
    "binary",
    "scanned",
    "unsupported",
    "too_large",
    "zip_bomb",
}
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.csv", "a.docx", "a.pdf", "a.doc", "a.xlsx"])
WORDS = st.text(
    alphabet="一二三、（）人和镇司法所牵头单位：；，。 \t\n\r　•|【】打印首页来源发布时间:12-/ab,#-—<>&\"'\x0b\x00",
    max_size=200,
)
TAGS = [
    "p",
    "div",
    "span",
    "br",
    "table",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "a",
    "h1",
    "nav",
    "script",
    "style",
    "form",
    "pre",
    "html",
    "body",
    "head",
]
MARKUP = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
        st.tuples(st.sampled_from(["rowspan", "colspan"]), st.integers(-2, 70000)).map(
            lambda pair: f"<td {pair[0]}={pair[1]}>"
        ),
        st.sampled_from(
            ["<div id=zoom>", "<ol start=9>", "<p style='display:none'>", "<!--", "&nbsp;"]
        ),
    ),
    max_size=40,
).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])


def check(data: bytes, name: str) -> SourceText | None:
    try:
        source = read(data, name)
    except ReadError as error:
        assert error.code in CODES
        assert error.message
        assert error.hint
        return None
    spans = [*source.asides, *(span for _, span in source.boxes)]
    for table in source.tables:
        spans.append(table.span)
        for cell in table.cells:
            spans.append(cell.span)
            assert table.span.start <= cell.span.start <= cell.span.end <= table.span.end
            assert cell.rowspan >= 1 <= cell.colspan
    assert all(0 <= span.start <= span.end <= len(source.text) for span in spans)
    assert all(label.strip() and span.start < span.end for label, span in source.boxes)
    assert disjoint(source.asides)
    assert source.text.strip()
    assert read(data, name) == source
    return source


def disjoint(spans: tuple[Span, ...]) -> bool:
    return all(a.end < b.start for a, b in pairwise(spans))


@settings(deadline=None)
@given(st.binary(max_size=600), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    check(data, name)


@settings(deadline=None)
@given(WORDS, ENCODINGS, NAMES)
def test_any_text(text: str, encoding: str, name: str) -> None:
    check(text.encode(encoding), name)


@settings(deadline=None)
@given(WORDS)
def test_plain_text_is_kept_exactly(text: str) -> None:
    prefix = "各镇人民政府：现将有关事项通知如下。\n"
    clean = text.translate({0: None, ord("<"): None, ord("|"): None, ord("#"): None})
    source = check((prefix + clean).encode(), "a.txt")
    assert source is not None
    if source.media_type == "text/plain":
        assert source.text == prefix + clean


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_markup(markup: str) -> None:
    check(f"<div>{markup}".encode(), "a.html")


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("一、总体要求", style="List Number")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "责任单位"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "任务"])
    sheet.append([1, "普法"])
    sheet.merge_cells("A1:B1")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def originals(make_pdf: Any, make_doc: Any, make_ole: Any) -> list[bytes]:
    return [
        _docx(),
        _xlsx(),
        make_pdf([["人和镇工作要点", "— 1 —"], ["落实责任", "— 2 —"]]),
        make_doc("工作要点\r一、加强领导\r"),
        make_ole({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(40)}),
    ]


# What is damaged is drawn apart from the files: they hold the hour they were written, and a draw that
# depends on their length is not the same draw twice.
WHERE = st.floats(0, 1, exclude_max=True)
DAMAGE = st.lists(st.tuples(WHERE, st.integers(0, 255)), max_size=8)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 4), DAMAGE, WHERE, st.booleans())
def test_damaged_files(
    originals: list[bytes], which: int, damage: list[tuple[float, int]], cut: float, whole: bool
) -> None:
    data = bytearray(originals[which])
    for at, value in damage:
        data[int(at * len(data))] = value
    check(bytes(data) if whole else bytes(data[: int(cut * len(data))]), "a")


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1), st.dictionaries(st.integers(0, 30), st.tuples(WHERE, st.integers(32, 126)))
)
def test_damaged_xml_parts(
    originals: list[bytes], which: int, damage: dict[int, tuple[float, int]]
) -> None:
    """Damage inside the package, where the checksum does not catch it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(originals[which])) as old, zipfile.ZipFile(buffer, "w") as new:
        for index, name in enumerate(old.namelist()):
            part = bytearray(old.read(name))
            if part and index in damage:
                at, value = damage[index]
                part[int(at * len(part))] = value
            new.writestr(name, bytes(part))
    check(buffer.getvalue(), "a")


HOSTILE = {
    "comments never closed": "# x\n" + "<!--" * 100_000,
    "blank lines": "\n" * 300_000 + "一、总体要求\n",
    "pipes": "|--" * 100_000 + "\n|a|b|\n|--|--|\n",
    "labels": "来源：" * 100_000,
    "brackets": "（" * 300_000,
    "lists in lists": "<ol><li>" * 5_000 + "x",
    "tables in tables": "<table><tr><td>a<td>" * 2_000,
    "links": "<a href=x>首页</a><p>" * 20_000,
    "spans": "<table>" + "<tr><td rowspan=5000 colspan=200>a<td>b" * 500,
    "quotes": 'a,b,"' * 50_000,
    "tags without end": "<p" * 100_000,
    "attributes": "<p " + "a=b " * 50_000 + ">x</p>",
    "headers": "Content-Type: multipart/related\n" + "a:b\n c\n" * 1_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_read_in_time(kind: str) -> None:
    started = time.perf_counter()
    for name in ("a.html", "a.csv"):
        with contextlib.suppress(ReadError):
            read(HOSTILE[kind].encode(), name)
    assert time.perf_counter() - started < 10
