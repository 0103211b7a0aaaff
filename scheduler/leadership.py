"""One process leads: it alone ticks. A leader that cannot renew its lease stops before anybody else begins."""

import asyncio
import logging
from contextlib import suppress

from core.ports.leases import Leases
from scheduler.trouble import log_bug

LEASE_S = 10.0
RENEW_EVERY_S = 3.0
TRUSTED_FOR = 2 / 3
"""Of the lease: after that a leader that could not renew no longer leads (RELIABILITY 3.2)."""

logger = logging.getLogger(__name__)


class Leadership:
    """Holds the lease while it runs. `leads` is cheap and never waits."""

    def __init__(self, leases: Leases, owner: str, *, name: str = "clock") -> None:
        self._leases, self._owner, self._name = leases, owner, name
        self._until_s = 0.0
        """By the event loop's clock."""
        self._stop = asyncio.Event()

    def leads(self) -> bool:
        return not self._stop.is_set() and asyncio.get_running_loop().time() < self._until_s

    async def renew(self) -> bool:
        """Take or keep the lease. Counted from before the question, so that a slow answer shortens it."""
        asked_at_s = asyncio.get_running_loop().time()
        if await self._leases.hold(self._name, self._owner, lease_s=LEASE_S):
            self._until_s = asked_at_s + LEASE_S * TRUSTED_FOR
            return True
        self._until_s = 0.0
        return False

    async def run(self) -> None:
        while not self._stop.is_set():
            try:
                await self.renew()
            except Exception as error:  # the border: without an answer the trust runs out by itself
                log_bug(logger, "renewing the lead", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(RENEW_EVERY_S):
                    await self._stop.wait()
        if self._until_s:
            self._until_s = 0.0
            await self._leases.release(self._name, self._owner)

    async def stop(self) -> None:
        """`run` then gives the lease back, so that the next process need not wait for its end."""
        self._stop.set()
