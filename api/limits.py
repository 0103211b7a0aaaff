"""The front door: how many may stand in it, and how long without saying what they want.

aiohttp waits an hour for the head of a request (aio-libs/aiohttp#9285), so 300 silent sockets stay for as
long as they like. Here a connection has a few seconds to bring each request's whole head, one address has
a share of the connections, and whoever comes when the house is full is told when to come back.

The timer sits in the protocol, since nothing above it sees a request whose head is not complete.
"""

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from api.problems import Refused, problem

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class DoorLimits:
    """RELIABILITY 5, row DoS. Behind a reverse proxy all come from one address: set per_address to 0 (no share).

    keepalive_s is longer than the 60 s after which common proxies drop an idle connection, so that it is
    they who close and no request meets a closing socket.
    """

    connections: int = 512
    per_address: int = 64
    head_s: float = 5.0
    keepalive_s: float = 75.0
    linger_s: float = 2.0
    """How long the unread rest of a refused body is drained, so that the refusal can be read."""
    shutdown_s: float = 10.0


class Door:
    """Counts who is inside."""

    def __init__(self, limits: DoorLimits) -> None:
        self.limits = limits
        self._inside: Counter[str] = Counter()
        self.refused = 0
        self.timed_out = 0

    @property
    def inside(self) -> int:
        return self._inside.total()

    def admit(self, address: str) -> bool:
        limits = self.limits
        full = self.inside >= limits.connections
        share_used = limits.per_address and self._inside[address] >= limits.per_address
        if full or share_used:
            self.refused += 1
            log.warning("connection refused: %s", "house full" if full else "one address has its share")
            return False
        self._inside[address] += 1
        return True

    def leave(self, address: str) -> None:
        self._inside[address] -= 1
        if not self._inside[address]:
            del self._inside[address]


class TimedRequestHandler(web.RequestHandler):
    """aiohttp's protocol with a deadline for each request's head."""

    __slots__ = ("_address", "_door", "_head_timer")

    def __init__(
        self, server: web.Server, door: Door, loop: asyncio.AbstractEventLoop, **options: Any
    ) -> None:
        super().__init__(server, loop=loop, **options)
        self._door = door
        self._address: str | None = None
        """Set while we are counted."""
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        address = _address_of(transport)
        if not self._door.admit(address):
            _turn_away(transport)
            return
        self._address = address
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        if self._address is None:
            return  # turned away; what it still says is not read
        heads = self._request_count
        super().data_received(data)
        if self._request_count > heads:
            self._stop_waiting()
        elif self._head_timer is None and self._current_request is None and not self._messages:
            self._await_head()  # the next request on this connection has begun

    def connection_lost(self, exc: BaseException | None) -> None:
        self._stop_waiting()
        if self._address is not None:
            self._door.leave(self._address)
            self._address = None
            super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What is not HTTP is refused in our words: aiohttp would log the bad line, and send it back."""
        if not 400 <= status < 500 or request.writer.output_size > 0:
            return super().handle_error(request, status, exc, message)
        unreadable = Refused(status, "not_http", "The request is not valid HTTP.", hang_up=True)
        return problem(unreadable, of="a connection")

    def _await_head(self) -> None:
        self._head_timer = self._loop.call_later(self._door.limits.head_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        self._door.timed_out += 1
        self.force_close()


@dataclass(frozen=True, kw_only=True)
class Listening:
    """An open server; `port` is the real one when 0 was asked for."""

    host: str
    port: int
    door: Door


@asynccontextmanager
async def listening(
    app: web.Application,
    *,
    host: str,
    port: int,
    limits: DoorLimits | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Listening]:
    """Serve `app` until the block ends; then stop accepting, let requests finish (shutdown_s), clean up."""
    limits = limits or DoorLimits()
    door = Door(limits)
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=limits.shutdown_s)
    await runner.setup()
    try:
        server = await _open(runner, door, host, port, tls)
        try:
            bound_host, bound_port = server.sockets[0].getsockname()[:2]
            yield Listening(host=bound_host, port=bound_port, door=door)
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def _open(
    runner: web.AppRunner, door: Door, host: str, port: int, tls: ssl.SSLContext | None
) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    manager = runner.server
    if manager is None:
        raise RuntimeError("the runner is not set up")
    limits = door.limits

    def protocol() -> TimedRequestHandler:
        return TimedRequestHandler(
            manager,
            door,
            loop,
            keepalive_timeout=limits.keepalive_s,
            lingering_time=limits.linger_s,
            access_log=None,  # paths and times are counted by the metrics; a log of them says no more
        )

    return await loop.create_server(
        protocol, host, port, ssl=tls, ssl_handshake_timeout=limits.head_s if tls else None, backlog=1024
    )


def _address_of(transport: asyncio.BaseTransport) -> str:
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if isinstance(peer, tuple) and peer else "local"


def _turn_away(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.write(_FULL)
    transport.close()


_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)
