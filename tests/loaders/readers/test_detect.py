"""Formats and encodings are told by content; names may lie."""

from __future__ import annotations

import codecs
import io
import zipfile
from typing import Any

import pytest

from kg.errors import ReadError
from kg.model import SourceText
from loaders.readers import MAX_BYTES, read

TEXT = "人和镇2022年工作要点\r\n一、强化党建引领。\n\n（牵头单位：综合治理办、人和司法所）\n"


def code(data: bytes, name: str = "x") -> str:
    with pytest.raises(ReadError) as caught:
        read(data, name)
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16le-bom", "utf-16be-bom", "utf-16le", "utf-16be"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a"])
def test_every_encoding_gives_the_same_text_whatever_the_name(data: bytes, name: str) -> None:
    source = read(data, name)
    assert source.text == TEXT
    assert source.media_type == "text/plain"
    assert source.name == name
    # Text under the name of another kind of file is read, and worth a look.
    expected = ["other_kind"] if name in ("a.docx", "a.pdf") else []
    assert [warning.code for warning in source.warnings] == expected


def test_rare_characters_survive_gb18030() -> None:
    text = "𠮷林省朱镕基题写的碑文，共三处，由市文物局负责管护。\n"
    assert read(text.encode("gb18030"), "a.txt").text == text


def test_a_few_bad_bytes_are_replaced_and_warned_about() -> None:
    data = (TEXT * 40).encode()[:-2]  # cut in mid-character
    source = read(data, "a.txt")
    (warning,) = source.warnings
    assert warning.code == "encoding"
    assert warning.span is not None
    assert source.text[warning.span.start : warning.span.end] == "\ufffd"


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", b"\x00\x00", codecs.BOM_UTF8])
def test_empty_files(data: bytes) -> None:
    assert code(data) == "empty"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "unsupported"),
        (b"BM" + bytes(50), "unsupported"),
        (b"GIF89a" + bytes(50), "unsupported"),
        (b"II*\x00" + bytes(50), "unsupported"),
        (b"{\\rtf1 hello}", "unsupported"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(20), "unsupported"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "unsupported"),
        (b"SQLite format 3\x00" + bytes(50), "unsupported"),
        (b"MZ\x90\x00" + bytes(range(256)) * 4, "binary"),
        (b"\x7fELF" + bytes(range(256)) * 4, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7\n" + bytes(range(256)), "corrupt"),
        (b"PK\x03\x04" + bytes(60), "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "corrupt"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, expected: str) -> None:
    assert code(data, "工作要点.txt") == expected


def test_office_containers(make_ole: Any) -> None:
    encrypted = make_ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})
    assert code(encrypted, "a.docx") == "encrypted"
    assert code(make_ole({"WpsContent": b"x"}), "a.doc") == "unsupported"
    assert code(make_ole({"WordDocument": b"x"}), "a.wps") == "unsupported"
    assert code(make_ole({"PowerPoint Document": b"x"}), "a.ppt") == "unsupported"
    assert code(make_ole({"Other": b"x"}), "a.doc") == "corrupt"
    assert code(make_ole({"Workbook": b"x"}), "a.xls") in ("corrupt", "empty")


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_zip_packages_that_are_not_read() -> None:
    ofd = packed({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<x/>"})
    assert code(ofd, "a.zip") == "unsupported"
    assert code(packed({"a": b"b"}), "a.ofd") == "unsupported"
    types = {"[Content_Types].xml": b"<Types/>"}
    assert code(packed(types | {"ppt/presentation.xml": b"<x/>"})) == "unsupported"
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    assert code(packed(odt)) == "unsupported"
    assert code(packed({"a.txt": b"hello"})) == "unsupported"
    assert code(packed(types | {"word/document.xml": b"<broken"})) == "corrupt"
    assert code(packed(types | {"word/other.xml": b"<x/>"})) == "corrupt"
    assert code(packed(types | {"xl/workbook.xml": b"<broken"})) == "corrupt"


def test_a_document_that_unpacks_into_gigabytes_is_refused() -> None:
    types = {"[Content_Types].xml": b"<Types/>"}
    assert code(packed(types | {"word/document.xml": b" " * 30_000_000})) == "zip_bomb"


def test_entities_cannot_expand() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    data = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": evil})
    assert code(data) == "corrupt"


def test_too_large() -> None:
    assert code(b"a" * (MAX_BYTES + 1)) == "too_large"


@pytest.mark.parametrize(
    ("text", "name", "media"),
    [
        ("<p>全镇工作要点</p>", "a.txt", "text/html"),
        ("<!DOCTYPE html><html><body>要点</body></html>", "a.md", "text/html"),
        ("# 工作要点\n\n一、加强领导\n", "a.txt", "text/markdown"),
        ("|序号|任务|\n|---|---|\n|1|开展普法|\n", "a", "text/markdown"),
        ("# Page 118:\n先位置，聚焦\n", "a.txt", "text/plain"),
        ("序号,任务\n1,普法\n", "a.csv", "text/csv"),
        ("序号,任务,单位,时限\n1,普法,司法所,6月\n2,巡查,综治办,9月\n", "a.txt", "text/csv"),
        (
            "序号\t任务\t单位\n1\t普法\t司法所\n2\t巡查\t综治办\n",
            "a.txt",
            "text/tab-separated-values",
        ),
        ("加强领导,落实责任,务求实效。\n完善机制,形成合力。\n抓好落实。\n", "a.txt", "text/plain"),
        ('{"a": 1, "b": 2, "c": 3, "d": 4}\n' * 4, "a.jsonl", "text/plain"),
        ("满意率<95%的,由A<B的单位整改。\n", "a.txt", "text/plain"),
    ],
)
def test_text_formats(text: str, name: str, media: str) -> None:
    assert read(text.encode(), name).media_type == media


def test_web_archives() -> None:
    head = "From: <saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
    head += ' boundary="b"\n\n--b\nContent-Type: text/html; charset="utf-8"\n'
    body = (
        "Content-Transfer-Encoding: 8bit\n\n<html><body><p>全镇工作要点</p></body></html>\n--b--\n"
    )
    source: SourceText = read((head + body).encode(), "a.mht")
    assert source.text == "全镇工作要点\n"
