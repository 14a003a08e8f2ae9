"""MHTML (网页，单个文件): the HTML part of a saved web archive."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from kg.model import SourceText
from loaders.readers.encoding import decode
from loaders.readers.html import page
from loaders.readers.refusals import refusal


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """Read the first HTML part of ``data``; raises ReadError ``corrupt`` when there is none."""
    message = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return page(data, name, decode(payload)[0], "multipart/related")
    raise refusal("corrupt", "网页存档里没有 HTML 部分")
