"""Socket Mode: websockets that the app opens, envelopes that go down one of them, acks that come back.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TypeAlias

from aiohttp import WSMsgType, web

from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Json
from sandbox.slack.envelope import Ack, Envelope
from sandbox.slack.ids import Mint

MAX_CONNECTIONS = 10  # per app; one more is answered too_many_websockets
HEARTBEAT_S = 30.0
DEBUG_LIFETIME_S = 360.0  # of a connection whose address carries debug_reconnects=true
WARNED_S = 10.0  # how long before its end a connection is warned

DisconnectReason: TypeAlias = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class SocketLink:
    """All open connections of the app. An envelope goes to one of them, never to all.

    A ticket may be used again: slack_sdk repeats the same address when a handshake failed. A connection ends
    after hours by this Slack's clock, warned ten seconds before.
    """

    def __init__(self, config: SlackConfig, clock: Clock, mint: Mint, on_change: Callable[[], None]) -> None:
        self._config, self._clock, self._mint, self._on_change = config, clock, mint, on_change
        self._tickets: dict[str, float] = {}
        self._connections: list[web.WebSocketResponse] = []
        self._leaving: list[web.WebSocketResponse] = []
        self._transports: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Json | None]]] = {}
        self._changed = asyncio.Event()
        self.enabled = True
        self.opened_count = 0

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    @property
    def connection_count(self) -> int:
        return len(self._connections)

    def open_ticket(self) -> str:
        ticket = self._mint.secret_path()
        self._tickets[ticket] = self._clock.now_s()
        return ticket

    async def wait_connected(self, count: int = 1) -> None:
        """Return once at least `count` connections are open."""
        while len(self._connections) < count:
            self._changed.clear()
            await self._changed.wait()

    async def wait_opened(self, count: int) -> None:
        """Return once so many connections have been opened since the start, closed ones counted too."""
        while self.opened_count < count:
            self._changed.clear()
            await self._changed.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One websocket from its handshake to its end."""
        if not self._is_good(request.query.get("ticket", "")) or not self.enabled:
            return web.Response(status=404, text="unknown ticket")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=4 * 1024 * 1024)
        await socket.prepare(request)
        if len(self._connections) >= MAX_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        is_short = request.query.get("debug_reconnects") == "true"
        lifetime_s = DEBUG_LIFETIME_S if is_short else self._config.connection_lifetime_s
        self._connections.append(socket)
        self.opened_count += 1
        self._transports[socket] = request.transport
        await socket.send_json(self._hello(lifetime_s))
        self._tell_change()
        ageing = asyncio.create_task(self._age(socket, lifetime_s))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            ageing.cancel()
            self._forget(socket)
        return socket

    async def deliver(self, envelope: Envelope) -> Ack:
        if not self._connections:
            return Ack(outcome="unreachable", reason="connection_failed")
        socket = random.choice(self._connections)
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = (socket, answer)
        try:
            async with asyncio.timeout(self._config.ack_deadline_s):
                await socket.send_json(_wire(envelope))
                body = await answer
        except TimeoutError:
            return Ack(outcome="timeout", reason="http_timeout")
        except ConnectionError:
            return Ack(outcome="unreachable", reason="connection_failed")
        finally:
            self._waiting.pop(envelope.id, None)
        return Ack(outcome="acked", body=body if envelope.wants_body else None, status=200)

    async def disconnect(self, reason: DisconnectReason) -> None:
        """Tell every connection.

        After all but a `warning` it gets no more envelopes; it is the app that closes it.
        """
        for socket in list(self._connections):
            await self._tell(socket, reason)

    async def _tell(self, socket: web.WebSocketResponse, reason: DisconnectReason) -> None:
        if reason != "warning" and socket in self._connections:
            self._connections.remove(socket)
            self._leaving.append(socket)
            self._tell_change()
        with suppress(ConnectionError):  # it went before we could say so
            await socket.send_json(_disconnect(reason))

    async def _age(self, socket: web.WebSocketResponse, lifetime_s: float) -> None:
        await self._clock.sleep_s(max(0.0, lifetime_s - WARNED_S))
        await self._tell(socket, "warning")
        await self._clock.sleep_s(min(lifetime_s, WARNED_S))
        await self._tell(socket, "refresh_requested")

    def abort(self) -> None:
        """Drop the connections without a word, as a dead network does."""
        for socket in list(self._connections):
            transport = self._transports.get(socket)
            self._forget(socket)
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        for socket in [*self._connections, *self._leaving]:
            self._forget(socket)
            await socket.close()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._transports.pop(socket, None)
        for place in (self._connections, self._leaving):
            if socket in place:
                place.remove(socket)
        for waiting_on, answer in list(self._waiting.values()):
            if waiting_on is socket and not answer.done():
                answer.set_exception(ConnectionResetError("the app's connection ended"))
        self._tell_change()

    def _tell_change(self) -> None:
        self._changed.set()
        self._on_change()

    def _take(self, text: str) -> None:
        try:
            reply = json.loads(text)
        except ValueError:
            return
        if not isinstance(reply, dict):
            return
        waiting = self._waiting.get(str(reply.get("envelope_id")))
        if waiting is not None and not waiting[1].done():
            payload = reply.get("payload")
            waiting[1].set_result(payload if isinstance(payload, dict) else None)

    def _is_good(self, ticket: str) -> bool:
        made_at_s, lifetime_s = self._tickets.get(ticket), self._config.ticket_lifetime_s
        if made_at_s is None:
            return False
        return lifetime_s is None or self._clock.now_s() - made_at_s <= lifetime_s

    def _hello(self, lifetime_s: float) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": self._config.app.id},
            "debug_info": {
                "host": "sandbox",
                "started": "",
                "build_number": 1,
                "approximate_connection_time": int(lifetime_s),
            },
        }


def _wire(envelope: Envelope) -> Json:
    wire: Json = {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.wants_body,
    }
    if envelope.kind == "events_api":
        wire |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return wire


def _disconnect(reason: DisconnectReason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
