"""rdflib-endpoint over the same data, so that one query that never ends spoils no other figure.

``python -m benchmarks.peer FILE`` loads the N-Quads once, says ``ready``, and for each port it reads on
standard input serves them from a forked process until the next line.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Load, then serve port after port."""
    from rdflib import Dataset

    graph = Dataset(default_union=True)
    graph.parse(sys.argv[1], format="nquads")
    gc.collect()
    gc.freeze()  # so that the forked ones share the pages
    print("ready", len(graph), flush=True)
    child = 0
    for line in sys.stdin:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        port = int(line)
        child = os.fork() if port else 0
        if port and not child:
            _serve(graph, port)
        print("serving", flush=True)


def _serve(graph: Any, port: int) -> None:
    import uvicorn
    from rdflib_endpoint import SparqlEndpoint

    app = SparqlEndpoint(graph=graph)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical")
    os._exit(0)


if __name__ == "__main__":
    main()
