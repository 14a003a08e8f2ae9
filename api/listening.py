"""The server's socket and its patience: a client that sends its headers drop by drop is hung up on.

The web server limits how long an idle connection is kept, but not how long a request line and headers
may take: some hundred connections that never finish theirs would hold all that a process may open.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kg.errors import ZhizeError

HEADERS = 20.0  # seconds from the first moment of a request to the end of its headers


class Patient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """The web server's own protocol, with a limit of time on headers."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """See asyncio.Protocol; the first request begins now."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        super().data_received(data)
        if self._answering():
            self._stop()
        elif self._late is None:  # the next request on this connection
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._stop()
        super().connection_lost(exc)

    def _answering(self) -> bool:
        """Whether the headers of a request are there and its answer is not yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._late = asyncio.get_running_loop().call_later(HEADERS, self._hang_up)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _hang_up(self) -> None:
        self._late = None
        if not self._answering() and not self.transport.is_closing():
            self.transport.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 is a free one. Raises ZhizeError ``port`` when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named: only then asyncio sends each piece at once (TCP_NODELAY). A head that waits
    # for the acknowledgement of the last answer costs 40 ms.
    line = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
    except OSError as error:
        line.close()
        hint = "换一个端口，例如 --port 8001（make demo PORT=8001）"
        if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            hint = "这台机器没有这个地址，检查 --host"
        message = f"不能在 {host}:{port} 上服务：{error.strerror}"
        raise ZhizeError(message, hint, code="port") from None
    return line


def run(app: FastAPI, line: socket.socket) -> None:
    """Serve until a signal says stop; what is under way is answered first."""
    config = uvicorn.Config(app, http=Patient, log_level="warning")
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C, once all is answered
        uvicorn.Server(config).run(sockets=[line])
