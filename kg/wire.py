"""Requests to a SPARQL server: credentials, time-outs, tries again, answers that are whole.

Servers lie: a query cut off by their own time-out is often a 200 with half a JSON body or with no
rows at all. An answer counts only when it parses to its end.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.store_text import Row, syntax_error

JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
FORM = "application/x-www-form-urlencoded"
_BUSY = frozenset({429, 500, 502, 503, 504})
_CONNECT = 5.0  # seconds
# Virtuoso's word; unescaped quotes cannot be inside a string, so this is structure.
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
        auth = httpx.BasicAuth(parts.username, parts.password or "") if parts.username else None
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
        seconds: float | None = None,
        size: int | None = None,
    ) -> bytes:
        """The body of the answer. With ``again`` the request may be sent twice: it is idempotent.

        Raises StoreError (unreachable, refused, cut off, too long) and QueryError (a 400).
        """
        headers = {"Content-Type": content_type, "Accept": accept}
        deadline = time.monotonic() + (seconds or self.patience.seconds)
        wait, problem = self.patience.wait, ""
        for left in reversed(range(self.patience.tries)):
            try:
                status, answer = self._send(url, body, headers, deadline, size)
            except httpx.TimeoutException:
                raise CutOffError("远程图库没有按时回答", "简化查询, 或提高时限") from None
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
                # A connection that was never made has changed nothing.
                if not again and not isinstance(error, httpx.ConnectError):
                    break
            else:
                if status < 300:
                    return answer
                problem = f"{status} {answer[:300].decode(errors='replace')}"
                if status not in _BUSY or not again:
                    raise self._refused(status, problem)
            if left and time.monotonic() + wait < deadline:
                time.sleep(wait)
                wait *= 2
            else:
                break
        raise StoreError(
            f"远程图库 {self.address} 没有回答: {problem[:200]}",
            "检查地址、网络和服务是否在运行",
            code="store_unreachable",
        )

    def _send(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: float, size: int | None
    ) -> tuple[int, bytes]:
        left = max(deadline - time.monotonic(), 0.01)
        timeout = httpx.Timeout(left, connect=min(left, _CONNECT))
        parts, length = [], 0
        with self._client.stream(
            "POST", url, content=body, headers=dict(headers), timeout=timeout
        ) as response:
            for part in response.iter_bytes():
                length += len(part)
                if size is not None and length > size:
                    raise TooLongError(f"结果超过 {size} 字节", "加上 LIMIT")
                if time.monotonic() > deadline:
                    raise CutOffError("远程图库没有按时回答", "简化查询, 或提高时限")
                parts.append(part)
            if response.headers.get("x-sql-state", "").startswith("S1T"):
                raise CutOffError("远程图库中断了查询", "简化查询, 或提高服务端的时限")
            return response.status_code, b"".join(parts)

    def _refused(self, status: int, problem: str) -> StoreError | QueryError:
        if status == 400:
            return syntax_error(SyntaxError(problem))
        if status in (401, 403):
            hint = "地址里写 用户:密码@, 或设置 ZHIZE_STORE_TOKEN"
            return StoreError(f"远程图库 {self.address} 不允许", hint, code="store_refused")
        return StoreError(f"远程图库 {self.address} 出错: {problem[:200]}", code="store_remote")

    def results(
        self,
        url: str,
        query: str,
        dataset: Sequence[tuple[str, str]] = (),
        *,
        seconds: float | None = None,
        size: int | None = None,
    ) -> bytes:
        """The whole answer of a SELECT or ASK as SPARQL JSON."""
        body = urlencode([("query", query), *dataset]).encode()
        answer = self.post(url, body, FORM, accept=JSON, seconds=seconds, size=size)
        for word in _TYPED:
            answer = answer.replace(word, word.replace(b"typed-", b""))
        return answer

    def triples(
        self,
        url: str,
        query: str,
        dataset: Sequence[tuple[str, str]] = (),
        *,
        seconds: float | None = None,
        size: int | None = None,
    ) -> list[ox.Triple]:
        """The whole answer of a CONSTRUCT or DESCRIBE."""
        body = urlencode([("query", query), *dataset]).encode()
        answer = self.post(url, body, FORM, accept=N_TRIPLES, seconds=seconds, size=size)
        try:
            return [q.triple for q in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)]
        except SyntaxError:
            raise cut_off() from None

    def server(self, url: str) -> str:
        """What the server calls itself, '' when it does not say or does not answer."""
        try:
            headers = self._client.get(url, timeout=_CONNECT).headers
        except httpx.HTTPError:
            return ""
        return "Fuseki" if "fuseki-request-id" in headers else str(headers.get("server", ""))


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


def rewritten(answer: bytes, media_type: str) -> bytes:
    """SPARQL JSON in another results format, or anew in its own: only so is it known to be whole."""
    wanted = ox.QueryResultsFormat.from_media_type(media_type)
    if wanted is None:
        raise ValueError(media_type)
    try:
        return _parsed(answer).serialize(format=wanted) or b""
    except SyntaxError:
        raise cut_off() from None


def _parsed(answer: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)


def cut_off() -> CutOffError:
    """The error for half an answer."""
    return CutOffError("远程图库的回答不完整, 可能被它的时限中断", "简化查询, 或提高服务端的时限")
