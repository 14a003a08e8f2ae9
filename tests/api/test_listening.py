"""The socket: any free port, a taken one, and clients that never finish their headers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from api import listening as module
from api.app import create_app
from api.listening import Patient, listening
from api.settings import Settings
from kg.errors import ZhizeError
from kg.store import open_store

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(module, "HEADERS", 0.6)
    line = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        create_app(Settings(), open_store(None)), http=Patient, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([line],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield int(line.getsockname()[1])
    server.should_exit = True
    thread.join(10)


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def answer(line: socket.socket, end: bytes) -> bytes:
    said = b""
    while not said.endswith(end) and (more := line.recv(4000)):
        said += more
    return said


def dripped(line: socket.socket, text: bytes) -> bool:
    """Whether the server hung up while ``text`` came byte by byte."""
    try:
        for byte in text:
            line.sendall(bytes([byte]))
            time.sleep(0.05)
        return line.recv(100) == b""
    except ConnectionError:
        return True


def test_headers_drop_by_drop_are_cut_off(port: int) -> None:
    with connected(port) as line:
        assert dripped(line, REQUEST + b"X-Slow: " + b"a" * 100)


def test_a_connection_that_says_nothing_is_cut_off(port: int) -> None:
    with connected(port) as line:
        assert line.recv(100) == b""


def test_the_second_request_has_a_limit_as_the_first(port: int) -> None:
    with connected(port) as line:
        line.sendall(REQUEST + b"\r\n")
        assert answer(line, b'"ok"}').startswith(b"HTTP/1.1 200")
        assert dripped(line, REQUEST + b"X-Slow: " + b"a" * 100)


def test_whoever_comes_a_little_late_is_answered(port: int) -> None:
    with connected(port) as line:
        for _ in range(3):
            line.sendall(REQUEST)
            time.sleep(0.2)
            line.sendall(b"\r\n")
            assert answer(line, b'"ok"}').startswith(b"HTTP/1.1 200")


def test_a_body_has_patience_of_its_own(port: int) -> None:
    """A slow body is limited by how long it stands still, not by the time of the headers."""
    with connected(port) as line:
        head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        line.sendall(head + b"Content-Length: 6\r\n\r\nAS")
        time.sleep(1.0)
        line.sendall(b"K {}")
        assert answer(line, b"true}").startswith(b"HTTP/1.1 200")


def test_a_taken_port_is_one_clear_error() -> None:
    with listening("127.0.0.1", 0) as line:
        line.listen()
        with pytest.raises(ZhizeError) as caught:
            listening("127.0.0.1", line.getsockname()[1])
        assert caught.value.code == "port"
    with pytest.raises(ZhizeError) as caught:
        listening("192.0.2.1", 0)
    assert "--host" in caught.value.hint


def test_pieces_of_an_answer_are_sent_at_once() -> None:
    """asyncio switches Nagle's algorithm off only where the socket names its protocol."""
    with listening("127.0.0.1", 0) as line:
        assert line.proto == socket.IPPROTO_TCP
