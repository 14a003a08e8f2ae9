"""DOC (Word 97–2003): text through unword; its tables come as lines, one cell a line."""

from __future__ import annotations

import importlib
import re
from typing import Any

from kg.model import SourceText
from loaders.readers import chrome
from loaders.readers.layout import Layout
from loaders.readers.refusals import refusal, unsupported

unword: Any
try:
    unword = importlib.import_module("unword")
except ImportError:  # no wheel for Linux on arm64: all other formats are read there as well
    unword = None

_MEDIA = "application/msword"
_ENDS = re.compile(r"[\r\n\x07\x0b\x0c]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def read(data: bytes, name: str) -> SourceText:
    """The text of a .doc. Raises ReadError ``corrupt``, ``encrypted`` or ``unsupported``."""
    if unword is None:
        raise unsupported("doc")
    try:
        document = unword.parse_doc(data)
    except ValueError as error:
        words = str(error).lower()
        code = "encrypted" if "encrypt" in words or "password" in words else "corrupt"
        raise refusal(code, "" if code == "encrypted" else str(error)) from error
    layout = Layout()
    for line in _ENDS.split(document.body_text or ""):
        words = _CONTROL.sub("", line).strip(" \t")
        if words:
            layout.line(words)
    for box in document.textboxes or ():
        for line in _ENDS.split(str(box)):
            if line.strip():
                layout.line(_CONTROL.sub("", line).strip())
    furniture = chrome.find(layout.text())
    layout.asides += furniture.asides
    layout.boxes += furniture.boxes
    return layout.source(data, name, _MEDIA)
