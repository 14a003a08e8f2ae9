"""The process that evaluates one stranger's query at a time and may be killed at any moment.

Run as ``python -m kg.worker MEMORY_BYTES``. Reads one job after another from standard input (a
length, then JSON) and writes each answer to standard output as frames while it is being made: the
media type, bytes, the end. The first frame of all says that it is ready. It opens a read-only snapshot, never the live store, and ends at once
when whoever started it is gone, also in the middle of a query.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO, Literal, TypeAlias, cast

import pyoxigraph as ox

from kg.outgoing import LimitReachedError, Outgoing

Json = dict[str, Any]
Kind: TypeAlias = Literal["ready", "media_type", "bytes", "end"]
LENGTH = 8
_HEAD = 5  # a frame: one byte of kind, four of length, the payload
_KINDS: tuple[Kind, ...] = ("ready", "media_type", "bytes", "end")


def send(stream: BinaryIO, job: Json) -> None:
    """Write one job."""
    packed = json.dumps(job).encode()
    stream.write(len(packed).to_bytes(LENGTH, "big") + packed)
    stream.flush()


def receive(stream: BinaryIO) -> Json | None:
    """Read one job; None when the other side is gone, also in the middle of one."""
    length = stream.read(LENGTH)
    if len(length) < LENGTH:
        return None
    try:
        return cast(Json, json.loads(stream.read(int.from_bytes(length, "big"))))
    except ValueError:
        return None


def put(stream: BinaryIO, kind: Kind, payload: bytes) -> None:
    """Write one frame."""
    head = bytes([_KINDS.index(kind)]) + len(payload).to_bytes(_HEAD - 1, "big")
    stream.write(head + payload)
    stream.flush()


def frames(stream: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    """The frames of one answer (or ``ready``), its end included unless the other side died before."""
    while len(head := stream.read(_HEAD)) == _HEAD:
        size = int.from_bytes(head[1:], "big")
        payload = stream.read(size)
        if len(payload) < size:
            return
        kind = _KINDS[head[0]]
        yield kind, payload
        if kind in ("ready", "end"):
            return


def evaluate(engine: ox.Store, job: Json, target: BinaryIO) -> Json:
    """Answer one job: ``{query, base, union, default, named, results, graph, bytes, rows, link}``.

    ``union`` makes all graphs together the default one; ``results`` and ``graph`` are the media types wanted for either kind of answer; ``default`` and
    ``named`` are the protocol's graph IRIs or None; ``link`` see Outgoing. The bytes go to ``target``; what comes back is
    ``{}`` or ``{"error": code, "detail": …}``.
    """
    try:
        found = engine.query(
            job["query"],
            base_iri=job["base"],
            default_graph=_nodes(job["default"]),
            named_graphs=_nodes(job["named"]),
            use_default_graph_as_union=job["union"],
        )
        media_type = job["graph" if isinstance(found, ox.QueryTriples) else "results"]
        put(target, "media_type", media_type.encode())
        push = partial(put, target, "bytes")
        output = Outgoing(push, media_type, job["bytes"], job["rows"], job["link"])
        if isinstance(found, ox.QueryTriples):
            output.graph(found)
        else:
            output.results(found)
    except SyntaxError as error:
        return {"error": "query_syntax", "detail": error.msg or str(error)}
    except LimitReachedError as error:
        return {"error": str(error), "detail": ""}
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        return {"error": "query", "detail": str(error)}
    return {}


def _nodes(names: Sequence[str] | None) -> list[Any] | None:
    """Graph names; '' is the unnamed graph."""
    if names is None:
        return None
    return [ox.NamedNode(name) if name else ox.DefaultGraph() for name in names]


def limit_memory(limit: int) -> None:
    """Bound this process's address space; no core files. Nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _jobs(source: BinaryIO) -> Iterator[Json]:
    """The jobs as they come. At their end this process ends: nobody is left to read an answer."""
    waiting: queue.SimpleQueue[Json] = queue.SimpleQueue()

    def read() -> None:
        while (job := receive(source)) is not None:
            waiting.put(job)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield waiting.get()


def main() -> None:
    """Serve jobs until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever else prints must not end up between two frames.
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    engine: ox.Store | None = None
    opened = ""
    put(target, "ready", b"")
    for job in _jobs(source):
        try:
            if engine is None or opened != job["path"]:
                engine, opened = ox.Store.read_only(job["path"]), job["path"]
            end = evaluate(engine, job, target)
        except BrokenPipeError:
            os._exit(0)
        except OSError as error:
            end = {"error": "store", "detail": str(error)}
        except MemoryError:
            end = {"error": "query_memory", "detail": ""}
        put(target, "end", json.dumps(end).encode())


if __name__ == "__main__":
    main()
