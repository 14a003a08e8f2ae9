"""The process that evaluates one stranger's query at a time and may be killed at any moment.

Run as ``python -m kg.worker MEMORY_BYTES``. Reads one job after another from standard input and
writes one answer each to standard output: a length-prefixed JSON header, then as many bytes of
body as the header's ``size`` says. It opens a read-only snapshot, never the live store.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

Json = dict[str, Any]
LENGTH = 8


class TooLargeError(Exception):
    """The answer outgrew the job's ``bytes``."""


class _Bounded(io.RawIOBase):
    """Collects what the engine writes and stops it at a limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self._left = limit

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._left -= len(piece)
        if self._left < 0:
            raise TooLargeError
        self.parts.append(piece)
        return len(piece)


def send(stream: BinaryIO, header: Json, body: bytes = b"") -> None:
    """Write one message."""
    packed = json.dumps({**header, "size": len(body)}).encode()
    stream.write(len(packed).to_bytes(LENGTH, "big") + packed + body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Json, bytes] | None:
    """Read one message; None when the other side is gone, also in the middle of one."""
    length = stream.read(LENGTH)
    if len(length) < LENGTH:
        return None
    packed = stream.read(int.from_bytes(length, "big"))
    try:
        header = cast(Json, json.loads(packed))
    except ValueError:
        return None
    body = stream.read(header["size"])
    return (header, body) if len(body) == header["size"] else None


def evaluate(engine: ox.Store, job: Json) -> tuple[Json, bytes]:
    """Answer one job: ``{query, base, default, named, results, graph, bytes}`` → header, body.

    ``results`` and ``graph`` are the media types wanted for either kind of answer; ``default`` and
    ``named`` are the protocol's graph IRIs or None. Errors become ``{"error": code, "detail": …}``.
    """
    output = _Bounded(job["bytes"])
    sink = cast(BinaryIO, output)
    try:
        found = engine.query(
            job["query"],
            base_iri=job["base"],
            default_graph=_nodes(job["default"]),
            named_graphs=_nodes(job["named"]),
            use_default_graph_as_union=job["default"] is None and job["named"] is None,
        )
        if isinstance(found, ox.QueryTriples):
            graph = cast(ox.RdfFormat, ox.RdfFormat.from_media_type(job["graph"]))
            found.serialize(sink, format=graph)
            kind, media_type = "graph", job["graph"]
        else:
            results = cast(
                ox.QueryResultsFormat, ox.QueryResultsFormat.from_media_type(job["results"])
            )
            found.serialize(sink, format=results)
            kind, media_type = "results", job["results"]
    except SyntaxError as error:
        return {"error": "query_syntax", "detail": error.msg or str(error)}, b""
    except TooLargeError:
        return {"error": "query_too_large", "detail": ""}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return {"error": "query", "detail": str(error)}, b""
    return {"kind": kind, "media_type": media_type}, b"".join(output.parts)


def _nodes(names: Sequence[str] | None) -> list[Any] | None:
    """Graph names; '' is the unnamed graph."""
    if names is None:
        return None
    return [ox.NamedNode(name) if name else ox.DefaultGraph() for name in names]


def _limit_memory(limit: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve jobs until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever else prints must not end up between two messages.
    os.dup2(2, 1)
    _limit_memory(int(sys.argv[1]))
    engine: ox.Store | None = None
    opened = ""
    while (message := receive(source)) is not None:
        job, _ = message
        try:
            if engine is None or opened != job["path"]:
                engine, opened = ox.Store.read_only(job["path"]), job["path"]
            header, body = evaluate(engine, job)
        except OSError as error:
            header, body = {"error": "store", "detail": str(error)}, b""
        except MemoryError:
            header, body = {"error": "query_memory", "detail": ""}, b""
        send(target, header, body)


if __name__ == "__main__":
    main()
