"""Markdown: the text kept as it is; pipe tables noted as tables; comments, rules and the
marks at line starts (#, >, -) are asides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.model import Cell, SourceText, Span, Table
from loaders.readers.layout import merged
from loaders.readers.tables import between
from loaders.readers.text import plain

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n]|\Z)")
_RULE_ROW = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*\|?\s*+")
_BREAK = re.compile(r"<br\s?/?>", re.I)
_PIPE = re.compile(r"(?<!\\)\|")
_MARKUP = re.compile(
    r"^[ \t]*+(?:(?:-[ \t]*+){3,}|(?:\*[ \t]*+){3,}|(?:_[ \t]*+){3,}|```.*|~~~.*)$", re.MULTILINE
)
_PREFIX = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*+](?=[ \t]+\S))[ \t]+", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:[^\r\n]*\r?\n){1,60}?---[ \t]*(?=\r?\n)")


def read_text(data: bytes, name: str, text: str) -> SourceText:
    """``text`` is ``data`` decoded and stays exactly as it is."""
    source = plain(data, name, text, "text/markdown")
    tables = tuple(_tables(text))
    marks = list(_comments(text))
    marks += [Span(*found.span()) for found in _MARKUP.finditer(text)]
    marks += [Span(*found.span()) for found in _PREFIX.finditer(text)]
    front = _FRONT.match(text)
    if front:
        marks.append(Span(*front.span()))
    for table in tables:
        marks += between(table)
        # 县司法局<br>县财政局: the only line end a cell can hold
        marks += [Span(*found.span()) for found in _BREAK.finditer(text, *table.span)]
    return replace(source, tables=tables, asides=merged([*source.asides, *marks]))


def _comments(text: str) -> Iterator[Span]:
    """HTML comments; one that is never closed is text."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield Span(start, end + 3)
        start = text.find("<!--", end + 3)


def _tables(text: str) -> Iterator[Table]:
    """Pipe rows around a |---|---| row."""
    lines = [(found.start(), found.group().rstrip("\r\n")) for found in _LINE.finditer(text)]
    index = 1
    while index < len(lines):
        if _is_rule(lines[index][1]) and "|" in lines[index - 1][1]:
            last = index
            while last + 1 < len(lines) and "|" in lines[last + 1][1]:
                last += 1
            rows = [index - 1, *range(index + 1, last + 1)]
            yield _table([lines[row] for row in rows], lines[index - 1][0], lines[last])
            index = last
        index += 1


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and bool(_RULE_ROW.fullmatch(line))


def _table(rows: list[tuple[int, str]], start: int, last: tuple[int, str]) -> Table:
    cells: list[Cell] = []
    for row, (offset, line) in enumerate(rows):
        for col, (begin, end) in enumerate(_parts(line)):
            span = Span(offset + begin, offset + end)
            cells.append(Cell(row, col, span, header=row == 0))
    return Table(Span(start, last[0] + len(last[1])), tuple(cells))


def _parts(line: str) -> list[tuple[int, int]]:
    """Trimmed ranges of the cells of one pipe row."""
    edges = [-1, *(found.start() for found in _PIPE.finditer(line)), len(line)]
    parts = [(left + 1, right) for left, right in pairwise(edges)]
    if parts and not line[parts[0][0] : parts[0][1]].strip():
        parts = parts[1:]
    if parts and not line[parts[-1][0] : parts[-1][1]].strip():
        parts = parts[:-1]
    return [_shrunk(line, begin, end) for begin, end in parts]


def _shrunk(line: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and line[begin].isspace():
        begin += 1
    while end > begin and line[end - 1].isspace():
        end -= 1
    return begin, end
