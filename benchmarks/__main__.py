"""``python -m benchmarks [--small] [--large] [--browser] [--corpus DIR] [--repeat N]``: run all, print one table.

Without a corpus beside the checkout the shipped samples are read, repeated; the numbers then say
little about real documents, and the output says so.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from api.work import calm_collector
from benchmarks.browsing import measure_browsing
from benchmarks.compiled import measure_compiled
from benchmarks.extraction import measure_extraction
from benchmarks.isolation import measure_isolation
from benchmarks.measure import Result
from benchmarks.serving import measure_large, measure_serving
from benchmarks.storing import measure_storing
from benchmarks.throughput import measure_throughput
from kg import questions

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--small", action="store_true", help="a tenth of the data, two rounds")
    parser.add_argument("--large", action="store_true", help="also start on 10^7 triples")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "zhize-bench")
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
    results = report(measure_extraction(files, rounds))
    if not options.small:  # compiling takes longer than all that --small measures
        results += report(measure_compiled(files, rounds))
    all_cores()  # from here on two processes share the machine
    results += measure_service(rounds, small=options.small)
    if options.browser:
        copies = 1 if options.small else 70
        results += report(measure_browsing(copies=copies, rounds=rounds))
    if options.large:
        results += report(measure_large(options.cache, copies=700, requests=50))
    if any(r.met is False for r in results):
        sys.exit(1)


def measure_service(rounds: int, *, small: bool) -> list[Result]:
    """Storing, answering and throughput on one generated graph, reported as they come."""
    names = [question.name for question in questions.shipped()]
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results += report(measure_storing(folder, copies=1 if small else 70, rounds=rounds))
        results += report(measure_serving(folder / "store", requests=20 if small else 300))
        seconds, limit = (3, 1) if small else (30, 10)
        for burning in range(1 if small else 2):
            beside = {"seconds": seconds, "burning": burning, "limit": limit}
            results += report(measure_isolation(folder / "store", **beside))
        some = names[::15] if small else names
        results += report(measure_throughput(folder, limit=2 if small else 4, names=some))
    return results


def text_files(corpus: Path, *, small: bool) -> list[Path]:
    """The corpus' text files in order; every tenth and the five samples when ``small``."""
    if not corpus.is_dir():
        return sorted((ROOT / "loaders" / "samples" / "documents").glob("*.txt"))
    samples = sorted(corpus.glob("*.txt"))
    others = sorted([*(corpus / "real").glob("*.txt"), *(corpus / "bulk").glob("*.txt")])
    return samples + (others[::10] if small else others)


def one_core() -> str:
    """Pin the process to one core where the system allows it, so that no thread helps either side."""
    if not hasattr(os, "sched_setaffinity"):
        return "any"
    chosen = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {chosen})
    return str(chosen)


def all_cores() -> None:
    """Undo ``one_core``."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


def report(results: list[Result]) -> list[Result]:
    """One line a result: value, budget, whether it is met; hands them on."""
    width = 24
    for r in results:
        verdict = {True: "met", False: "MISSED", None: ""}[r.met]
        budget = f"budget {r.budget}" if r.budget else ""
        print(f"{r.name:<{width}}  {r.value:>16}  {budget:<16} {verdict}".rstrip(), flush=True)
    return results


if __name__ == "__main__":
    main()
