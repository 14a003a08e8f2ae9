"""Is the service alive, over what, and how busy."""

from __future__ import annotations

import mmap
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

from fastapi import APIRouter, Request, Response

from api.computing import desk_of
from api.deps import AskDep, StoreDep
from api.observing import Metrics, counter, gauge
from api.remembered import answers_of
from kg.evaluators import Evaluator

router = APIRouter(tags=["service"])
_STATM = Path("/proc/self/statm")
_SIZES = {
    "documents": "Documents in the store.",
    "tasks": "Tasks in the store.",
    "assignments": "Duties of units in the store.",
    "units": "Units in the store.",
    "triples": "Triples in the store.",
}


@router.get("/healthz")
def health(store: StoreDep) -> dict[str, str]:
    """``{"status": "ok"}`` once the store answers."""
    store.ask("ASK {}")
    return {"status": "ok"}


@router.get("/metrics", summary="Prometheus 指标", response_class=Response)
def metrics(request: Request, ask: AskDep) -> Response:
    """Requests, times, query workers, size of the store, in Prometheus's text format."""
    pool = cast(Evaluator, request.app.state.pool)
    lines = cast(Metrics, request.app.state.metrics).lines()
    lines += gauge("zhize_query_workers", "Processes for SPARQL queries.", pool.limits.workers)
    lines += gauge("zhize_query_workers_busy", "Those that work on one now.", pool.busy)
    answers = answers_of(request)
    lines += gauge("zhize_answers_kept_bytes", "Answers kept until the next write.", answers.held)
    counts = {"hit": answers.hits, "joined": desk_of(request).joined, "miss": answers.misses}
    lines += counter("zhize_answers_kept_total", "Queries by what was kept.", "result", counts)
    sizes = ask.stats()
    for kind, meaning in _SIZES.items():
        lines += gauge(f"zhize_store_{kind}", meaning, sizes[kind])
    lines += gauge("zhize_store_revision", "Grows with every write.", ask.revision)
    lines += gauge("zhize_info", "The running version.", 1, version=_version())
    cpu = "process_cpu_seconds_total"
    lines += gauge(cpu, "Seconds of processor time.", time.process_time(), "counter")
    if _STATM.exists():
        resident = int(_STATM.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE
        lines += gauge("process_resident_memory_bytes", "Memory of the server.", resident)
    body = "\n".join(lines) + "\n"
    return Response(body, media_type="text/plain; version=0.0.4; charset=utf-8")


def _version() -> str:
    try:
        return version("zhize")
    except PackageNotFoundError:
        return "unknown"
