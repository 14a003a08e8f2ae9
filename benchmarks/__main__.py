"""``python -m benchmarks [--small] [--browser] [--corpus DIR] [--repeat N]``: run all, print one table.

Without a corpus beside the checkout the shipped samples are read, repeated; the numbers then say
little about real documents, and the output says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from api.work import calm_collector
from benchmarks.browsing import measure_browsing
from benchmarks.extraction import measure_extraction
from benchmarks.measure import Result
from benchmarks.serving import measure_serving
from benchmarks.storing import measure_storing

_STORED = 80
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--small", action="store_true", help="a tenth of the data, two rounds")
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--repeat", type=int, default=None, help="rounds; medians are reported")
    parser.add_argument("--browser", action="store_true", help="also the explorer in Chromium")
    options = parser.parse_args()
    rounds = options.repeat or (2 if options.small else 3)
    files = text_files(options.corpus, small=options.small)
    core = one_core()
    calm_collector()  # as the command line and its workers do; both sides run under it
    print(
        f"Python {platform.python_version()} · {platform.machine()} · core {core} · {rounds} rounds"
    )
    print(f"data: {len(files)} text files, {sum(p.stat().st_size for p in files):,} bytes")
    if not options.corpus.is_dir():
        print("no corpus beside the checkout: shipped samples only")
    results = measure_extraction(files, rounds)
    report(results)
    stored = measure_storing(spread(files), rounds)
    report(stored)
    copies, requests = (1, 20) if options.small else (70, 300)
    served = measure_serving(copies=copies, requests=requests)
    report(served)
    browsed = measure_browsing(copies=copies, rounds=rounds) if options.browser else []
    report(browsed)
    if any(r.met is False for r in [*results, *stored, *served, *browsed]):
        sys.exit(1)


def text_files(corpus: Path, *, small: bool) -> list[Path]:
    """The corpus' text files in order; every tenth and the five samples when ``small``."""
    if not corpus.is_dir():
        return sorted((ROOT / "loaders" / "samples" / "documents").glob("*.txt"))
    samples = sorted(corpus.glob("*.txt"))
    others = sorted([*(corpus / "real").glob("*.txt"), *(corpus / "bulk").glob("*.txt")])
    return samples + (others[::10] if small else others)


def spread(files: list[Path]) -> list[Path]:
    """At most ``_STORED`` files over the whole list: enough quads for a rate, few enough to wait for."""
    step = -(-len(files) // _STORED)
    return files[::step]


def one_core() -> str:
    """Pin the process to one core where the system allows it, so that no thread helps either side."""
    if not hasattr(os, "sched_setaffinity"):
        return "any"
    chosen = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {chosen})
    return str(chosen)


def report(results: list[Result]) -> None:
    """One line a result: value, budget, whether it is met."""
    width = 24
    for r in results:
        verdict = {True: "met", False: "MISSED", None: ""}[r.met]
        budget = f"budget {r.budget}" if r.budget else ""
        print(f"{r.name:<{width}}  {r.value:>16}  {budget:<16} {verdict}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
