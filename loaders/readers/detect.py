"""What kind of file the bytes are: by their content; the name only settles what content leaves open."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from kg.errors import ReadError
from loaders.readers.refusals import refusal, unsupported

Kind = Literal["text", "markdown", "html", "mhtml", "csv", "docx", "pdf", "doc", "sheet"]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")

_FOREIGN = (
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"SQLite format 3\x00", "database"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm")
_PDF_WINDOW = 1024
_RATIO_LIMIT, _RATIO_FLOOR, _TOTAL_LIMIT, _MEMBER_LIMIT = 200, 10_000_000, 400_000_000, 20_000


def is_zip(data: bytes) -> bool:
    """Do the bytes begin like a ZIP file (also DOCX, XLSX, OFD)?"""
    return data.startswith(ZIP_MAGICS)


def is_archive(data: bytes) -> bool:
    """A ZIP that is not itself a document; False when it cannot be opened."""
    if not is_zip(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(set(archive.namelist())) == "zip"
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False


def detect_container(data: bytes, name: str) -> Kind | None:
    """The kind of a binary format, None when the bytes must be text; raises ReadError."""
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal("empty")
    if data.startswith(OLE_MAGIC):
        return _ole(data, name)
    if is_zip(data):
        return _zipped(data, name)
    if b"%PDF-" in data[:_PDF_WINDOW]:
        return "pdf"
    for magic, kind in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or _is_binary(data)):
            raise unsupported(kind)
    if data.startswith(_PROGRAMS) and _is_binary(data):
        raise refusal("binary")
    return None


def _is_binary(data: bytes) -> bool:
    head = data[:4096]
    return sum(1 for byte in head if byte < 9 or 13 < byte < 32) * 50 > len(head)


def _ole(data: bytes, name: str) -> Kind:
    """Old Office files: a directory of streams whose names are UTF-16 in the bytes."""
    if _stream(data, "EncryptedPackage") or _stream(data, "EncryptionInfo"):
        raise refusal("encrypted")
    if name.lower().endswith((".wps", ".wpt")) or _stream(data, "WpsContent"):
        raise unsupported("wps")
    if _stream(data, "WordDocument"):
        return "doc"
    if _stream(data, "Workbook") or _stream(data, "Book"):
        return "sheet"
    if _stream(data, "PowerPoint Document"):
        raise unsupported("slides")
    if _stream(data, "__properties_version1.0"):
        raise unsupported("mail")
    raise refusal("corrupt", "OLE 容器里没有 Word 或 Excel 内容")


def _stream(data: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in data


def _zipped(data: bytes, name: str) -> Kind:
    if name.lower().endswith(".ofd"):
        raise unsupported("ofd")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = _package(names)
            if kind == "odf":
                kind = _open_document(archive)
            check_zip(archive)
    except ReadError:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise refusal("corrupt", str(error)) from error
    if kind == "docx":
        return "docx"
    if kind == "sheet":
        return "sheet"
    raise unsupported(kind)


def _package(names: set[str]) -> str:
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return "docx"
        if "xl/workbook.bin" in names:
            return "workbook"
        if any(n.startswith("xl/") for n in names):
            return "sheet"
        if any(n.startswith("ppt/") for n in names):
            return "slides"
    if "mimetype" in names and "content.xml" in names:
        return "odf"
    return "zip"


def _open_document(archive: zipfile.ZipFile) -> str:
    mimetype = archive.read("mimetype")[:100].decode("ascii", "replace")
    if "spreadsheet" in mimetype:
        return "workbook"
    return "slides" if "presentation" in mimetype else "odt"


def check_zip(archive: zipfile.ZipFile) -> None:
    """Raise ReadError ``zip_bomb`` or ``encrypted`` before anything of the archive is unpacked."""
    members = archive.infolist()
    packed = sum(m.compress_size for m in members)
    total = sum(m.file_size for m in members)
    if len(members) > _MEMBER_LIMIT or total > _TOTAL_LIMIT:
        raise refusal("zip_bomb")
    if total > _RATIO_FLOOR and total > _RATIO_LIMIT * max(1, packed):
        raise refusal("zip_bomb")
    if members and all(m.flag_bits & 1 for m in members if not m.is_dir()):
        raise refusal("encrypted")


_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|table|tbody|tr|td|span|br|meta|h[1-6]|center|font|ul|ol|li|section|article)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_MD_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_PAGE_MARK = re.compile(r"^# Page \d+:?[ \t]*$", re.MULTILINE)
# Possessive (*+): nothing is given back, so that a line of 10⁵ blanks costs 10⁵ steps and not their square.
_MD_TABLE = re.compile(
    r"^[ \t]*+\|?[ \t]*+:?-{3,}+:?[ \t]*+(?:\|[ \t]*+:?-{3,}+:?[ \t]*+)+\|?[ \t]*+$", re.MULTILINE
)
_MAIL_HEAD = re.compile(r"\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){1,60}?MIME-Version:", re.IGNORECASE)
_HEAD = 200_000


def detect_text(text: str, name: str) -> Kind:
    """The kind of a decoded text: HTML, a web archive, Markdown, a delimited table or plain text."""
    head = text[:_HEAD]
    if _is_html(head):
        return "html"
    if "multipart/related" in head[:4000] and _MAIL_HEAD.match(head[:8000]):
        return "mhtml"
    if delimiter(text, name) is not None:
        return "csv"
    headings = len(_MD_HEADING.findall(head)) - len(_PAGE_MARK.findall(head))
    if headings > 0 or _MD_TABLE.search(head):
        return "markdown"
    return "text"


def _is_html(head: str) -> bool:
    start = head[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")) and "<html" in head[:20_000].lower():
        return True
    tags = _TAG.findall(head)
    if start.startswith("<") and tags:
        return True
    return len(tags) >= 6 and sum(map(len, tags)) * 60 > len(head)


def delimiter(text: str, name: str) -> str | None:
    """The delimiter of a CSV or TSV text; None when the lines are prose.

    Prose with half-width commas (加强领导,落实责任) has another count in every line; a table has the
    same count in all. A file called .csv or .tsv needs less proof than one that is not.
    """
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    lines = [line for line in text[:_HEAD].splitlines() if line.strip()][:200]
    if len(text) > _HEAD:
        lines = lines[:-1]
    if len(lines) < (1 if named else 3) or (lines and lines[0].lstrip().startswith(("{", "["))):
        return None
    for mark in ("\t", ",", ";"):
        counts = [_outside_quotes(line, mark) for line in lines]
        first = counts[0]
        if named and first >= 1:
            return mark
        same = sum(1 for count in counts if count == first)
        if (
            first >= 2
            and same >= 0.95 * len(lines)
            and (mark == "\t" or first >= 3 or _short(lines))
        ):
            return mark
    return None


def _short(lines: list[str]) -> bool:
    return sum(map(len, lines)) < 60 * len(lines)


def _outside_quotes(line: str, mark: str) -> int:
    if '"' not in line:
        return line.count(mark)
    return sum(part.count(mark) for part in line.split('"')[::2])
