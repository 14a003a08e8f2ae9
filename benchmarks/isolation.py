"""``ASK {}`` beside eight six-way cross products that never end: how long a small question waits.

The eight ask again as soon as they were cut at the limit. ``burning`` more processes use the processor
for themselves meanwhile. Each ``ASK`` and each product is a text of its own: none is answered from what
was kept, none waits for another one's computation.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from benchmarks.measure import Result
from benchmarks.serving import served

CROSS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
)
BESIDE = 8


def measure_isolation(
    store: Path, *, seconds: float, burning: int = 0, limit: float = 10
) -> list[Result]:
    """Milliseconds of ``ASK {}``, asked again and again for ``seconds``; ``limit`` is the server's for a query."""
    done = threading.Event()
    with served(store, query_seconds=limit) as (client, _, _):
        address = str(client.base_url)
        asking = [threading.Thread(target=_cross, args=(address, done, n)) for n in range(BESIDE)]
        burners = [
            subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(burning)
        ]
        try:
            for thread in asking:
                thread.start()
            time.sleep(1)
            taken = sorted(_ask(client, seconds))
        finally:
            done.set()
            for burner in burners:
                burner.kill()
                burner.wait()
    for thread in asking:
        thread.join()
    at = [taken[int(share * (len(taken) - 1))] for share in (0.5, 0.95, 0.99)]
    name = "ASK beside 8 products" + (f" + {burning} burning" if burning else "")
    return [
        Result(name, "{:.0f} / {:.0f} / {:.0f} ms".format(*at)),
        Result("its p99", f"{at[2]:.0f} ms of {len(taken)}", "< 100", at[2] < 100),
    ]


def _ask(client: httpx.Client, seconds: float) -> list[float]:
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        started = time.perf_counter()
        client.post("/sparql", data={"query": f"ASK {{}} # {len(taken)}"}).raise_for_status()
        taken.append(1000 * (time.perf_counter() - started))
        time.sleep(0.02)  # a reader, not a load test
    return taken


def _cross(address: str, done: threading.Event, which: int) -> None:
    with httpx.Client(base_url=address, timeout=60) as client:
        number = 0
        while not done.is_set():
            number += 1
            try:
                client.post("/sparql", data={"query": f"{CROSS} # {which} {number}"})
            except httpx.TransportError:
                time.sleep(0.1)
