"""Slack's two ways in: requests that the guard has verified, and the Socket Mode connection.

slack_sdk reconnects by itself, silently, and for ever to the same address when a handshake fails; it does not
notice a connection that never said hello (SLACK 7.3). So the door is watched from outside and rebuilt.
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import Any

import orjson
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

PING_S = 10.0
"""Between pings; four without an answer are a dead connection (slack_sdk, is_ping_pong_failing)."""

DEAD_AFTER_S = 30.0
"""Without a connection that said hello. Slack says it within a second; slack_sdk's own repair takes two pings."""

LOOK_S = 5.0
"""Between two looks at the connection."""

log = logging.getLogger(__name__)


async def carry(
    app: AsyncApp, body: Mapping[str, Any], headers: Mapping[str, str]
) -> tuple[int, dict[str, Any] | None]:
    """Hand a verified body to Bolt: (HTTP status, JSON of the ack or None).

    The mode "socket_mode" tells Bolt that the body is parsed and its signature checked.
    """
    request = AsyncBoltRequest(
        body=dict(body), mode="socket_mode", headers={k: [v] for k, v in headers.items()}
    )
    response = await app.async_dispatch(request)
    return response.status, orjson.loads(response.body) if response.body.startswith("{") else None


class SocketDoor:
    """Socket Mode, kept open. The three times are in seconds; tests shorten them."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        *,
        ping_s: float = PING_S,
        dead_after_s: float = DEAD_AFTER_S,
        look_s: float = LOOK_S,
    ) -> None:
        self._app, self._app_token = app, app_token
        self._ping_s, self._dead_after_s, self._look_s = ping_s, dead_after_s, look_s
        self._link: _Link | None = None
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Returns once Slack said hello, or after `dead_after_s` without: it is tried again for ever."""
        self._link = _Link(self._app, self._app_token, self._ping_s)
        self._watch = asyncio.create_task(self._keep_open(), name="socket door")
        try:
            async with asyncio.timeout(self._dead_after_s):
                await self._link.greeted.wait()
        except TimeoutError:
            log.warning("Socket Mode: Slack has not said hello yet")

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._link is not None:
            await self._link.close()
            self._link = None

    async def connected(self) -> bool:
        """For readiness: a connection that said hello and answers pings."""
        return self._link is not None and await self._link.alive()

    async def _keep_open(self) -> None:
        clock = asyncio.get_running_loop()
        alive_at = clock.time()
        while True:
            await asyncio.sleep(self._look_s)
            if await self.connected():
                alive_at = clock.time()
            elif clock.time() - alive_at > self._dead_after_s:
                log.warning(
                    "Socket Mode: no live connection for %.0f s, building a new one", self._dead_after_s
                )
                await self._rebuild()
                alive_at = clock.time()

    async def _rebuild(self) -> None:
        """The old one first: two connections of one app share its clicks."""
        if self._link is not None:
            await self._link.close()
        self._link = _Link(self._app, self._app_token, self._ping_s)


class _Link:
    """One client of slack_sdk, from its first try to its end."""

    def __init__(self, app: AsyncApp, app_token: str, ping_s: float) -> None:
        self.greeted = asyncio.Event()
        self._said_hello: object = None
        self._handler = AsyncSocketModeHandler(app, app_token, logger=_discreet(), ping_interval=ping_s)
        self._client = self._handler.client
        self._client.message_listeners.append(self._heard)
        self._connecting = asyncio.create_task(self._handler.connect_async(), name="socket connecting")

    async def alive(self) -> bool:
        greeted = self._client.current_session is not None and (
            self._said_hello is self._client.current_session
        )
        return greeted and bool(await self._client.is_connected())

    async def close(self) -> None:
        """slack_sdk cancels its tasks and forgets them; here they are waited for."""
        client = self._client
        tasks = [self._connecting, client.message_processor, client.current_session_monitor]
        tasks.append(client.message_receiver)
        self._connecting.cancel()
        await self._handler.close_async()
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

    async def _heard(self, client: object, message: Mapping[str, Any], raw: str | None) -> None:
        if message.get("type") != "hello":
            return
        self._said_hello = self._client.current_session
        self.greeted.set()
        count = message.get("num_connections")
        if isinstance(count, int) and count > 1:
            log.warning(
                "Socket Mode: Slack counts %d connections of this app, so it gives part of the clicks to another "
                "process. Stop the other one, or give it an app of its own.",
                count,
            )


class _Discreet(logging.Filter):
    """slack_sdk logs errors with their address, which carries the ticket that opens the connection."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TICKET.sub("ticket=...", record.getMessage()), ()
        record.exc_info = None
        return True


def _discreet() -> logging.Logger:
    logger = logging.getLogger(f"{__name__}.slack_sdk")
    if not logger.filters:
        logger.addFilter(_Discreet())
    return logger


_TICKET = re.compile(r"ticket=[^&\s'\")]+")
