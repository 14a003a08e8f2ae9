"""Files made by hand: PDF bytes, OLE containers, Word 97 documents."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

import pytest

PdfMaker = Callable[..., bytes]
OleMaker = Callable[[dict[str, bytes]], bytes]
DocMaker = Callable[[str], bytes]


def _pdf(pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> bytes:
    """A PDF with one content stream a page, 20 points a line, in a font every reader knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",  # pages, filled in below
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    kids = []
    for lines in pages:
        parts = [b"BT /F1 16 Tf 60 780 Td 20 TL"]
        parts += [b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*" for line in lines]
        stream = b"\n".join([*parts, b"ET"]) if lines else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b"/Root 1 0 R"
    if encrypted:
        objects.append(
            b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"11" * 32, b"22" * 32)
        )
        trailer += b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    return _assembled(objects, trailer)


def _assembled(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def _ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with the given streams, each padded past the mini stream limit."""
    sector, end = 512, 0xFFFFFFFE
    ordered = sorted(streams.items(), key=lambda one: (len(one[0]), one[0].upper()))
    bodies = {name: data.ljust(4096, b"\0") for name, data in ordered}
    directory_sectors = (len(bodies) + 1 + 3) // 4
    fat: list[int] = [0xFFFFFFFD]
    fat += [*range(2, directory_sectors + 1), end]
    entries = [_entry("Root Entry", 5, child=1 if bodies else -1, start=end, size=0)]
    blocks = b""
    for index, (name, data) in enumerate(bodies.items(), 1):
        first, count = len(fat), -(-len(data) // sector)
        fat += [*range(first + 1, first + count), end]
        blocks += data.ljust(count * sector, b"\0")
        right = index + 1 if index < len(bodies) else -1
        entries.append(_entry(name, 2, right=right, start=first, size=len(data)))
    entries += [_entry("", 0, start=0, size=0)] * (directory_sectors * 4 - len(entries))
    directory = b"".join(entries)
    assert len(fat) <= 128
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return header + struct.pack("<128I", *fat) + directory + blocks


def _entry(
    name: str, kind: int, *, start: int, size: int, child: int = -1, right: int = -1
) -> bytes:
    raw = (name + "\0").encode("utf-16-le") if name else b""
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    entry += struct.pack("<iii", -1, right, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def _doc(text: str) -> bytes:
    """The smallest Word 97 document: a FIB, one piece of UTF-16 text, its piece table."""
    raw = text.encode("utf-16-le")
    at = 0x800
    fib = bytearray(0x400)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", fib, 0x0A, 0x0200)
    struct.pack_into("<II", fib, 0x18, at, at + len(raw))
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<i", fib, 0x4C, len(text))
    struct.pack_into("<H", fib, 0x98, 93)
    table = b"\x02" + struct.pack("<I", 16) + struct.pack("<ii", 0, len(text))
    table += struct.pack("<HIH", 0, at, 0)
    struct.pack_into("<II", fib, 0x1A2, 0, len(table))
    styles = struct.pack("<H9H", 18, 0, 10, 1, 0x5B, 15, 0, 0, 0, 0)
    struct.pack_into("<II", fib, 0xA2, len(table), len(styles))
    table += styles
    page = (
        struct.pack("<II", at, at + len(raw)).ljust(511, b"\0") + b"\1"
    )  # one run, default format
    for where, number in ((0x102, 2), (0xFA, 3)):  # paragraph pages, character pages
        struct.pack_into("<II", fib, where, len(table), 12)
        table += struct.pack("<III", at, at + len(raw), number)
    fib += page * 2
    return _ole({"WordDocument": bytes(fib).ljust(at, b"\0") + raw, "1Table": table})


@pytest.fixture(scope="session")
def make_pdf() -> PdfMaker:
    """``make_pdf(pages, encrypted=False)``: pages are lists of lines."""
    return _pdf


@pytest.fixture(scope="session")
def make_ole() -> OleMaker:
    """``make_ole({stream name: bytes})``."""
    return _ole


@pytest.fixture(scope="session")
def make_doc() -> DocMaker:
    """``make_doc(text)``: paragraphs end with a carriage return."""
    return _doc
