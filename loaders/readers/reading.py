"""The one door of the readers: which reader reads the bytes, and what may come out of it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from kg.errors import ReadError
from kg.model import SourceText, Warning
from loaders.readers.detect import Kind, detect_container, detect_text
from loaders.readers.encoding import decode
from loaders.readers.refusals import refusal

MAX_BYTES = 50_000_000
"""Larger files are refused."""
# Saved under a wrong name, or a download that failed and left its error message: worth a look. A page
# or a table called .doc or .xls is what old office systems export.
_NEVER_TEXT = frozenset((".zip", ".rar", ".7z", ".pdf", ".docx", ".xlsx"))


class _Binary(Protocol):
    def read(self, data: bytes, name: str) -> SourceText: ...


class _Textual(Protocol):
    def read_text(self, data: bytes, name: str, text: str) -> SourceText: ...


_BINARY: dict[Kind, str] = {"docx": "docx", "pdf": "pdf", "doc": "doc", "sheet": "sheet"}
_TEXTUAL: dict[Kind, str] = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "mhtml": "mhtml",
    "csv": "delimited",
}


def read(data: bytes, name: str) -> SourceText:
    """The text and layout of one file, whatever its name says it is.

    ``name`` is kept as ``SourceText.name``. Raises ReadError, and nothing else, with one of the codes
    listed there, when there is no text to be had.
    """
    try:
        return _read(data, name)
    except ReadError:
        raise
    except RecursionError as error:
        raise refusal("corrupt", "嵌套过深") from error
    except Exception as error:  # hostile bytes; a parser's own error is not ours to enumerate
        raise refusal("corrupt", f"{type(error).__name__}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust parser's panic is no Exception
            raise
        raise refusal("corrupt", str(error)) from error


def _read(data: bytes, name: str) -> SourceText:
    if len(data) > MAX_BYTES:
        raise refusal("too_large")
    kind = detect_container(data, name)
    if kind is not None:
        source = cast(_Binary, _module(_BINARY[kind])).read(data, name)
    else:
        text, warnings = decode(data)
        kind = detect_text(text, name)
        source = cast(_Textual, _module(_TEXTUAL[kind])).read_text(data, name, text)
        if warnings:
            source = _with_warnings(source, warnings, exact=source.text == text)
    if not source.text.strip():
        raise refusal("empty")
    suffix = name[name.rfind(".") :].lower()
    if kind == "text" and suffix in _NEVER_TEXT:
        message = f"文件名以 {suffix} 结尾，内容却是纯文本：按内容读取，请核对是不是这份文件"
        source = _with_warnings(source, (Warning("other_kind", message),), exact=True)
    return source


def _with_warnings(source: SourceText, warnings: tuple[Warning, ...], *, exact: bool) -> SourceText:
    """Warnings about the decoded file; their spans hold only where the text is that file."""
    kept = warnings if exact else tuple(replace(one, span=None) for one in warnings)
    return replace(source, warnings=(*source.warnings, *kept))


def _module(name: str) -> object:
    """Readers are imported when first needed: a folder of text files never loads a PDF engine."""
    return import_module(f"loaders.readers.{name}")
