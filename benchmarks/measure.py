"""Clocks and results. CPU seconds of this process: the machine may be shared, wall time is not ours."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; ``met`` is None when there is no budget."""

    name: str
    value: str
    budget: str = ""
    met: bool | None = None


def cpu(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds of ``work`` and what it gave."""
    gc.collect()
    started = time.process_time()
    gave = work()
    return time.process_time() - started, gave


def wall(work: Callable[[], T]) -> tuple[float, T]:
    """Wall seconds of ``work`` and what it gave."""
    gc.collect()
    started = time.perf_counter()
    gave = work()
    return time.perf_counter() - started, gave


def middle(values: list[float]) -> float:
    """The median."""
    return float(median(values))
