"""Requests to a SPARQL server: credentials, time-outs, tries again, answers that are whole.

Servers lie: a query cut off by their own time-out is often a 200 with half a JSON body or with no
rows at all. An answer counts only when it parses to its end.
"""

from __future__ import annotations

import io
import socket
import time
import weakref
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn, TypeAlias, TypeVar, cast
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.outgoing import Outgoing
from kg.store_text import Row, syntax_error

JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
FORM = "application/x-www-form-urlencoded"
_BUSY = frozenset({429, 500, 502, 503, 504})
_CONNECT = 5.0  # seconds
_WORDS = 100_000  # bytes of an error that are read
Dataset: TypeAlias = Sequence[tuple[str, str]]
T = TypeVar("T")
# Virtuoso's word; unescaped quotes cannot be inside a string, so this is structure.
_ASKED = "__ASK_RETVAL"  # its answer to an ASK: a row with a number
_TYPED = (b'"type": "typed-literal"', b'"type":"typed-literal"')


class CutOffError(StoreError):
    """An answer that is not whole, or did not come in time."""

    code = "store_cut_off"


class TooLongError(StoreError):
    """An answer of more bytes than allowed."""

    code = "query_too_large"


@dataclass(frozen=True, slots=True)
class Patience:
    """``seconds`` for one answer, ``tries`` in all, ``wait`` seconds before the second (doubled)."""

    seconds: float = 60.0
    tries: int = 4
    wait: float = 0.2


class Wire:
    """One server's connections; safe to use from several threads."""

    def __init__(
        self, address: str, token: str | None = None, patience: Patience | None = None
    ) -> None:
        parts = urlsplit(address)
        auth = (
            _Credentials(unquote(parts.username), unquote(parts.password or ""))
            if parts.username
            else None
        )
        host = parts.netloc.rpartition("@")[2]
        self.address = urlunsplit(parts._replace(netloc=host))
        self.patience = patience or Patience()
        headers = {"User-Agent": "zhize"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # No proxies from the environment: a store is near, and its data is nobody else's.
        self._client = httpx.Client(
            auth=auth,
            headers=headers,
            timeout=httpx.Timeout(self.patience.seconds, connect=_CONNECT),
            trust_env=False,
        )
        weakref.finalize(self, self._client.close)

    def post(
        self,
        url: str,
        body: bytes,
        content_type: str,
        *,
        accept: str = "*/*",
        again: bool = True,
    ) -> bytes:
        """The body of the answer. With ``again`` the request may be sent twice: it is idempotent.

        Raises StoreError (unreachable, refused, cut off, too long) and QueryError (a 400).
        """
        headers = {"Content-Type": content_type, "Accept": accept}
        return self._exchange(url, body, headers, Reply.whole, again=again)

    def _exchange(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        use: Callable[[Reply], T],
        *,
        again: bool = True,
        seconds: float | None = None,
        size: int | None = None,
    ) -> T:
        """What ``use`` makes of the answer, tried again while the server is busy or unreachable."""
        deadline = time.monotonic() + (seconds or self.patience.seconds)
        wait = self.patience.wait
        for left in reversed(range(self.patience.tries)):
            try:
                with self._sent(url, body, headers, deadline) as response:
                    if response.status_code < 300:
                        return use(Reply(response, deadline, size))
                    self._refuse(response, deadline, again=again)
            except httpx.TimeoutException:
                raise CutOffError("远程图库没有按时回答", "简化查询, 或提高时限") from None
            except httpx.DecodingError:
                raise cut_off() from None
            except httpx.TransportError as error:
                # A connection that was never made has changed nothing.
                harmless = again or isinstance(error, httpx.ConnectError)
                if not harmless or not left or time.monotonic() + wait >= deadline:
                    raise self._silent(str(error) or type(error).__name__) from None
            time.sleep(wait)
            wait *= 2
        raise AssertionError("the last try returns or raises")

    def _refuse(self, response: httpx.Response, deadline: float, *, again: bool) -> NoReturn:
        """Raise for an answer that is none: httpx.TransportError where another try may help."""
        words = Reply(response, deadline, _WORDS).some()
        problem = f"{response.status_code} {words[:300].decode(errors='replace')}"
        if response.status_code in _BUSY and again:
            raise httpx.TransportError(problem)
        raise self._refused(response.status_code, problem)

    def _silent(self, problem: str) -> StoreError:
        return StoreError(
            f"远程图库 {self.address} 没有回答: {problem[:200]}",
            "检查地址、网络和服务是否在运行",
            code="store_unreachable",
        )

    def _sent(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: float
    ) -> AbstractContextManager[httpx.Response]:
        left = max(deadline - time.monotonic(), 0.01)
        timeout = httpx.Timeout(left, connect=min(left, _CONNECT))
        return self._client.stream(
            "POST", url, content=body, headers=dict(headers), timeout=timeout
        )

    def _refused(self, status: int, problem: str) -> StoreError | QueryError:
        if status == 400:
            return syntax_error(SyntaxError(problem))
        if status in (401, 403):
            hint = "地址里写 用户:密码@, 或设置 ZHIZE_STORE_TOKEN"
            return StoreError(f"远程图库 {self.address} 不允许", hint, code="store_refused")
        return StoreError(f"远程图库 {self.address} 出错: {problem[:200]}", code="store_remote")

    def results(self, url: str, query: str, dataset: Dataset = ()) -> bytes:
        """The whole answer of a SELECT or ASK as SPARQL JSON."""
        body = urlencode([("query", query), *dataset]).encode()
        return _plain(self.post(url, body, FORM, accept=JSON))

    def triples(self, url: str, query: str, dataset: Dataset = ()) -> list[ox.Triple]:
        """The whole answer of a CONSTRUCT or DESCRIBE."""
        body = urlencode([("query", query), *dataset]).encode()
        answer = self.post(url, body, FORM, accept=N_TRIPLES)
        try:
            return [q.triple for q in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)]
        except SyntaxError:
            raise cut_off() from None

    def stream(
        self,
        url: str,
        query: str,
        dataset: Dataset,
        use: Callable[[Reply], None],
        *,
        accept: str,
        seconds: float,
        size: int,
    ) -> None:
        """Let ``use`` read the answer as it comes; ``size`` bytes at most, within ``seconds``."""
        body = urlencode([("query", query), *dataset]).encode()
        headers = {"Content-Type": FORM, "Accept": accept}
        self._exchange(url, body, headers, use, seconds=seconds, size=size)

    def headers(self) -> Mapping[str, str]:
        """What the server says of itself in answer to a small query; nothing when it does not answer."""
        try:
            with self._client.stream(
                "GET", self.address, params={"query": "ASK { }"}, timeout=_CONNECT
            ) as response:
                return response.headers
        except httpx.HTTPError:
            return {}


class Reply(io.RawIOBase):
    """The body of an answer, read as it comes; its own limits of bytes and time."""

    def __init__(self, response: httpx.Response, deadline: float, size: int | None) -> None:
        if response.headers.get("x-sql-state", "").startswith("S1T"):
            raise CutOffError("远程图库中断了查询", "简化查询, 或提高服务端的时限")
        self._response = response
        self._parts = response.iter_bytes()
        self._deadline, self._left = deadline, size
        self._held = b""

    def _next(self) -> bytes:
        """The next bytes, b'' at the end."""
        part = next(self._parts, b"")
        if self._left is not None:
            self._left -= len(part)
            if self._left < 0:
                raise TooLongError("远程图库的回答过长", "加上 LIMIT")
        if time.monotonic() > self._deadline:
            raise CutOffError("远程图库没有按时回答", "简化查询, 或提高时限")
        return part

    def whole(self) -> bytes:
        """All of it."""
        return b"".join(iter(self._next, b""))

    def some(self) -> bytes:
        """Its beginning; what is longer is not needed."""
        try:
            return self.whole()
        except TooLongError:
            return b""

    def abort(self) -> None:
        """From another thread: no more bytes will come."""
        stream = self._response.extensions.get("network_stream")
        line = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(line, socket.socket):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            part = self._next()
            if not part:
                return 0
            self._held = part
        given = self._held[: len(buffer)]
        buffer[: len(given)] = given
        self._held = self._held[len(given) :]
        return len(given)


class _Plain(io.RawIOBase):
    """SPARQL JSON without the old name of typed literals, as it comes."""

    def __init__(self, source: Reply) -> None:
        self._source = source
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # A word cut in two is put together with its second half.
        keep, given = max(map(len, _TYPED)) - 1, b""
        while not given:
            piece = self._source.read(max(len(buffer) - keep, 1)) or b""
            seen = _plain(self._rest + piece)
            ready = min(len(seen) - keep if piece else len(seen), len(buffer))
            given, self._rest = seen[: max(ready, 0)], seen[max(ready, 0) :]
            if not piece:
                break
        buffer[: len(given)] = given
        return len(given)


class _Credentials(httpx.Auth):
    """A name and a password: Basic, until a server asks for Digest."""

    def __init__(self, name: str, password: str) -> None:
        self._basic = httpx.BasicAuth(name, password)
        self._digest = httpx.DigestAuth(name, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx.Auth."""
        if not self._wants_digest:
            response = yield from _last(self._basic.auth_flow(request))
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code != 401 or asked.startswith("basic"):
                return
            # Virtuoso says that it wants Digest only to those who offer nothing.
            del request.headers["Authorization"]
        response = yield from _last(self._digest.auth_flow(request))
        self._wants_digest = response.status_code != 401


def _last(
    flow: Generator[httpx.Request, httpx.Response, None],
) -> Generator[httpx.Request, httpx.Response, httpx.Response]:
    """The flow's requests; the response to its last one."""
    response = yield next(flow)
    while True:
        try:
            request = flow.send(response)
        except StopIteration:
            return response
        response = yield request


# The engine's results may only be dropped by the thread that made them. An error keeps the frames it
# passed alive, and the collector that frees them may run anywhere: no frame that raises holds one.


def rows_of(answer: bytes) -> list[Row] | None:
    """The rows in SPARQL JSON, None when it is a boolean. Raises CutOffError when it is not whole."""
    rows = _rows(answer)
    if isinstance(rows, str):
        raise cut_off()
    return rows


def _rows(answer: bytes) -> list[Row] | str | None:
    try:
        found = _parsed(answer)
        if not isinstance(found, ox.QuerySolutions):
            return None
        names = [variable.value for variable in found.variables]
        rows = []
        for solution in found:
            values = ((name, solution[name]) for name in names)
            rows.append({name: value for name, value in values if value is not None})
        return rows
    except SyntaxError as error:
        return str(error) or "?"


def truth_of(answer: bytes) -> bool | None:
    """The boolean in SPARQL JSON, None when it holds rows. Raises CutOffError."""
    try:
        found = _parsed(answer)
    except SyntaxError:
        raise cut_off() from None
    return bool(found) if isinstance(found, ox.QueryBoolean) else None


def rewrite(reply: Reply, output: Outgoing) -> None:
    """Results on their way, in another format or anew in their own: only so are they known to be whole."""
    source = cast(BinaryIO, _Plain(reply))
    try:
        output.results(_parsed(source))
    except SyntaxError:
        raise cut_off() from None


def rewrite_graph(reply: Reply, output: Outgoing) -> None:
    """Triples on their way, in another format."""
    found = ox.parse(cast(BinaryIO, reply), format=ox.RdfFormat.N_TRIPLES)
    try:
        output.graph(quad.triple for quad in found)
    except SyntaxError:
        raise cut_off() from None


def _plain(answer: bytes) -> bytes:
    for word in _TYPED:
        answer = answer.replace(word, word.replace(b"typed-", b""))
    return answer


def _parsed(answer: bytes | BinaryIO) -> ox.QuerySolutions | ox.QueryBoolean:
    found = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QuerySolutions) and [v.value for v in found.variables] == [_ASKED]:
        said = [row[_ASKED] for row in found]
        true = any(isinstance(value, ox.Literal) and value.value == "1" for value in said)
        written = f'{{"head":{{}},"boolean":{str(true).lower()}}}'.encode()
        return ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
    return found


def cut_off() -> CutOffError:
    """The error for half an answer."""
    return CutOffError("远程图库的回答不完整, 可能被它的时限中断", "简化查询, 或提高服务端的时限")
