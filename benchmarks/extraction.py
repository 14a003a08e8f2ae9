"""Decoded text → record, beside ``jieba.lcut`` line by line on the same text.

Start-up (imports, rule files, place registry, jieba's dictionary) is done before the clock starts, on
both sides. The two sides alternate file by file, so that a slow minute of the machine hits both.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import Result, cpu, middle
from kg.model import SourceText
from loaders import pipeline, readers
from ontology.places import load_places


def measure_extraction(files: list[Path], rounds: int) -> list[Result]:
    """The ratio of both sides, and each side's speed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    places = load_places()
    sources: list[SourceText] = [readers.read(path.read_bytes(), path.name) for path in files]
    pipeline.extract(sources[0], places=places)
    size = sum(len(s.text.encode()) for s in sources) / 1e6
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        mine = other = 0.0
        for source in sources:
            mine += cpu(partial(pipeline.extract, source, places=places))[0]
            lines = source.text.splitlines()
            other += cpu(partial(_by_line, jieba.lcut, lines))[0]
        ours.append(mine)
        theirs.append(other)
    ratio = middle([a / b for a, b in zip(ours, theirs, strict=True)])
    return [
        Result("text", f"{size:.2f} MB"),
        Result("extraction", f"{middle(ours):.2f} s CPU"),
        Result("jieba.lcut by line", f"{middle(theirs):.2f} s CPU"),
        Result("extraction / jieba", f"{ratio:.2f}", "<= 0.50", ratio <= 0.5),
    ]


def _by_line(cut: Callable[[str], list[str]], lines: list[str]) -> list[list[str]]:
    return [cut(line) for line in lines]
