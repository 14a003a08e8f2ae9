"""CSV and TSV: one table, its cells one a line."""

from __future__ import annotations

import csv
import io

from kg.model import SourceText, Warning
from loaders.readers.detect import delimiter
from loaders.readers.layout import Layout
from loaders.readers.sheet import grid, shown
from loaders.readers.tables import with_headers
from loaders.readers.text import plain

_MAX_FIELD = 1_000_000


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """``text`` is ``data`` decoded; what the csv module cannot parse stays plain text, with a warning."""
    mark = delimiter(text, name) or ","
    csv.field_size_limit(_MAX_FIELD)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        rows = [[shown(value) for value in row] for row in lines]
    except csv.Error as error:
        source = plain(data, name, text, "text/plain")
        warning = Warning("csv", f"表格格式有误，按纯文本读取：{error}")
        return SourceText(
            text=source.text,
            sha256=source.sha256,
            media_type=source.media_type,
            name=name,
            asides=source.asides,
            boxes=source.boxes,
            warnings=(warning,),
        )
    layout = Layout()
    layout.table(with_headers(grid(rows, {})))
    media = "text/tab-separated-values" if mark == "\t" else "text/csv"
    return layout.source(data, name, media)
