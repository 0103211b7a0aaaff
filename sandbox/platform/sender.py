"""Sends the events to Andon: one after the other, signed, until each is taken.

The line survives anything at the other end: an event waits until it is answered with 2xx. Only an answer that
says "this event is wrong" (400, 410, 413, 422) takes it out, since it would block the line for ever.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import ClientError, ClientSession, ClientTimeout
from standardwebhooks import Webhook

from sandbox.platform.world import Outgoing, World

LONGEST_WAIT_S = 15.0
SEND_TIMEOUT_S = 10.0
GIVEN_UP = (400, 410, 413, 422)

log = logging.getLogger(__name__)


class Sender:
    """Works through `world.events`. `address` may be set later; until then the events wait."""

    def __init__(
        self,
        world: Callable[[], World],
        changed: Callable[[], None],
        *,
        address: str | None,
        secret: str,
        first_wait_s: float,
    ) -> None:
        self._world = world
        self._changed = changed
        self._webhook = Webhook(secret)
        self._arrived = asyncio.Event()
        self._hurry = asyncio.Event()
        self._first_wait_s = first_wait_s
        self.address = address

    def arrived(self) -> None:
        """Something is in the line."""
        self._arrived.set()

    def hurry(self) -> None:
        """The other end may be back: do not rest any longer."""
        self._hurry.set()
        self._arrived.set()

    async def run(self) -> None:
        """Until cancelled."""
        wait_s = self._first_wait_s
        timeout = ClientTimeout(total=SEND_TIMEOUT_S)
        async with ClientSession(timeout=timeout, auto_decompress=False) as http:
            while True:
                self._arrived.clear()
                event = self._next()
                if event is None or self.address is None:
                    await self._arrived.wait()
                    wait_s = self._first_wait_s
                elif await self._sent(http, self.address, event):
                    wait_s = self._first_wait_s
                else:
                    await self._rest(wait_s)
                    wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    def _next(self) -> Outgoing | None:
        return next((event for event in self._world().events if event.status == "waiting"), None)

    async def _rest(self, wait_s: float) -> None:
        self._hurry.clear()
        try:
            await asyncio.wait_for(self._hurry.wait(), wait_s)
        except TimeoutError:
            return

    async def _sent(self, http: ClientSession, address: str, event: Outgoing) -> bool:
        """One attempt. True when the line may move on."""
        now = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": event.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(event.id, now, event.body),
        }
        event.attempts += 1
        try:
            async with http.post(
                address, data=event.body.encode(), headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except (ClientError, TimeoutError) as error:
            event.last_answer = type(error).__name__
            self._changed()
            return False
        event.last_answer = str(status)
        if 200 <= status < 300:
            event.status, event.sent_at = "sent", now
        elif status in GIVEN_UP:
            event.status = "refused"
            log.warning("event %s (%s) was refused with %s", event.id, event.type, status)
        self._changed()
        return event.status != "waiting"
