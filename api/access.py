"""Who may do what: tokens, failed attempts and writes counted, every write in the audit log.

Reading needs no token on loopback or with ``--public``; elsewhere a read or a write token. Writing
always needs the write token as ``Authorization: Bearer``: a browser never sends that by itself, so
a foreign page cannot make it write. For reading, the token is also taken as the password of Basic
credentials, which is what a browser asks its user for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal, TypeAlias, cast

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from api.settings import Settings
from kg.errors import ZhizeError

Role: TypeAlias = Literal["nobody", "reader", "writer"]
_PORT = re.compile(r":\d*$")
_WINDOW = 60.0  # seconds
_CLIENTS = 10_000  # addresses remembered at once; the oldest goes first
_OPEN = frozenset({"/healthz"})
_FOR_PROGRAMS = "程序写 Authorization: Bearer <口令>"
_CHALLENGE = 'Bearer realm="zhize", Basic realm="zhize", charset="UTF-8"'


class AccessError(ZhizeError):
    """No token, a wrong one, or too much at once."""

    code = "access"

    def __init__(self, status: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint, code=code)
        self.status = status


class Access:
    """The rules of one application; safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        *,
        read_only: bool = False,
    ) -> None:
        self.read_only = read_only  # another process writes the store: no token opens this one
        self._write, self._read = _digest(settings.write_secret()), _digest(settings.read_secret())
        self._names = frozenset(settings.hosts.lower().split())
        self._local = is_loopback(settings.host)
        self._closed = not settings.public and not is_loopback(settings.host)
        self._failures = Counted(settings.failures_per_minute, clock)
        self._writes = Counted(settings.writes_per_minute, clock)

    @property
    def writable(self) -> bool:
        """Whether there is a write token at all, and a store that takes writes."""
        return self._write is not None and not self.read_only

    def answers_to(self, host: str) -> bool:
        """Whether the ``Host`` of a request is a name of ours.

        A page of any site may point its own name at 127.0.0.1 (DNS rebinding) and read what a server
        without tokens answers: on loopback only names of this machine count, and those listed.
        """
        name = host.lower().rpartition(":")[0] if _PORT.search(host) else host.lower()
        local = is_loopback(name) or name.endswith(".localhost")
        return not self._local or not host or local or not self._names.isdisjoint({name, "*"})

    def role(self, authorization: str | None, client: str) -> Role:
        """What the bearer may do. Raises AccessError 401 for a wrong token, 429 after too many."""
        if authorization is None or (self._write is None and self._read is None):
            return "nobody" if self._closed else "reader"
        if self._failures.full(client):
            raise AccessError(429, "too_many_attempts", "口令错误次数过多", "一分钟后再试")
        scheme, _, value = authorization.partition(" ")
        token = value.strip() if scheme.lower() == "bearer" else _password(scheme, value)
        given = _digest(token)
        # Both are compared, always: the time taken tells nothing.
        writer, reader = _equal(given, self._write), _equal(given, self._read)
        if not writer and not reader:
            self._failures.add(client)
            raise AccessError(
                401, "token_wrong", "口令不对", f"口令由启动服务的人给出；{_FOR_PROGRAMS}"
            )
        return "writer" if writer and scheme.lower() == "bearer" else "reader"

    def may_write(self, role: Role) -> None:
        """Raises AccessError: 403 when writing is off, 401 without the write token."""
        if not self.writable:
            hint = "用 zhize build 导入文件, 或设置 ZHIZE_TOKEN"
            if self.read_only:
                hint = "这个服务以 --read-only 打开图库; 写入请找写图库的那个服务"
            raise AccessError(403, "read_only", "只读服务, 不接受更新", hint)
        if role != "writer":
            raise AccessError(
                401, "token_required", "写入需要写口令", f"在“导入”页里填写口令；{_FOR_PROGRAMS}"
            )

    def count_write(self, client: str) -> None:
        """One write more. Raises AccessError 429 when there were too many in the last minute."""
        if self._writes.full(client):
            raise AccessError(429, "too_many_writes", "写入过于频繁", "一分钟后再试")
        self._writes.add(client)


class Counted:
    """How often each client did something in the last minute."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[float]] = {}

    def add(self, client: str) -> None:
        """Once more."""
        with self._lock:
            times = self._times.pop(client, None) or deque(maxlen=self._limit)
            times.append(self._clock())
            self._times[client] = times
            while len(self._times) > _CLIENTS:
                self._times.pop(next(iter(self._times)))

    def full(self, client: str) -> bool:
        """Whether the limit is reached."""
        with self._lock:
            times = self._times.get(client, deque[float]())
            while times and times[0] < self._clock() - _WINDOW:
                times.popleft()
            return len(times) >= self._limit


class Guarded:
    """Lets a request in, or answers for it; what its sender may do stands in ``state.role``."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            host = request.headers.get("host", "")
            if not self._access.answers_to(host):
                hint = "用 127.0.0.1 或 localhost 打开; 反向代理的名字写进 ZHIZE_HOSTS"
                raise AccessError(421, "wrong_host", f"本服务不叫 {host[:80]}", hint)
            role = self._access.role(request.headers.get("authorization"), client_of(request))
            if role == "nobody" and scope["path"] not in _OPEN:
                raise AccessError(
                    401,
                    "token_required",
                    "需要口令",
                    f"浏览器问用户名和密码时，密码填口令；{_FOR_PROGRAMS}",
                )
        except AccessError as error:
            await refusal(error)(scope, receive, send)
            return
        scope.setdefault("state", {})["role"] = role
        await self.app(scope, receive, send)


def refusal(error: AccessError) -> ASGIApp:
    """The answer to a request that is not let in."""
    headers = {"Cache-Control": "no-store"}
    if error.status == 401:
        headers["WWW-Authenticate"] = _CHALLENGE
    if error.status == 429:
        headers["Retry-After"] = str(int(_WINDOW))
    return problem(error.status, error.code, error.message, error.hint, headers)


def require_writer(request: Request) -> None:
    """For routes that write: raises AccessError unless the request bears the write token."""
    access = cast(Access, request.app.state.access)
    access.may_write(cast(Role, request.state.role))


def client_of(request: Request) -> str:
    """The sender's address."""
    return request.client.host if request.client else "-"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _digest(token: str | None) -> bytes | None:
    return hashlib.sha256(token.encode()).digest() if token else None


def _equal(given: bytes | None, known: bytes | None) -> bool:
    return hmac.compare_digest(given or b"\0", known or b"\1")


def _password(scheme: str, value: str) -> str | None:
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
