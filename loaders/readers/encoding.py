"""Bytes to text: BOM, then UTF-16 by its look, then strict UTF-8, then GB18030."""

from __future__ import annotations

import codecs
import re

from kg.model import Span, Warning
from loaders.readers.refusals import refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_EXPECTED = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u203b]")
_MAX_DAMAGE = 0.01


def decode(data: bytes) -> tuple[str, tuple[Warning, ...]]:
    """The text of ``data`` without its BOM, and a warning when some bytes had to be replaced.

    Raises ReadError ``binary`` when the bytes are no text in any of these encodings.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_mended(data[len(mark) :], encoding))
    wide = _utf16(data)
    if wide is not None:
        return _checked(wide)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    return _checked(_legacy(data))


def _mended(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _legacy(data: bytes) -> str:
    """Not valid UTF-8: a damaged UTF-8 file, or GB18030, or what the page's meta tag says."""
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= len(damaged) / 500:
        return damaged  # a download cut in mid-character: GB18030 would read it all as mojibake
    label = _META.search(data[:4096])
    codec = label.group(1).decode("ascii").lower() if label else "gb18030"
    if codec in ("big5", "big5-hkscs"):
        try:
            return data.decode("big5hkscs")
        except UnicodeDecodeError:
            pass
    return data.decode("gb18030", "replace")


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a BOM: the bytes read as 16-bit units are Chinese text and nothing else."""
    if len(data) < 4 or len(data) % 2:
        return None
    best: tuple[float, str] | None = None
    sample = data[:4000]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        share = len(_EXPECTED.findall(text)) / len(text)
        if share > 0.9 and (best is None or share > best[0]):
            best = share, encoding
    if best is None or not _needs_utf16(sample):
        return None
    return _mended(data, best[1])


def _needs_utf16(sample: bytes) -> bool:
    """ASCII read as UTF-16 can look Chinese; real UTF-16 has NULs, or is not valid UTF-8."""
    if b"\x00" in sample:
        return True
    try:
        sample[: len(sample) - 4].decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _checked(text: str) -> tuple[str, tuple[Warning, ...]]:
    replaced = text.count("\ufffd")
    odd = len(_CONTROL.findall(text)) + replaced
    if odd > max(3.0, _MAX_DAMAGE * len(text)) or odd * 2 > len(text):
        raise refusal("binary")
    if not replaced:
        return text, ()
    at = text.index("\ufffd")
    message = f"有 {replaced} 处字节不是合法文字，已用 \ufffd 代替。"
    return text, (Warning("encoding", message, Span(at, at + 1)),)
