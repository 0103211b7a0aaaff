"""The engine of both loops: claim what is due, carry it out in tracked tasks, wake at once, never die."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Generic, TypeVar

from scheduler.backoff import backoff_s
from scheduler.trouble import log_bug

POLL_S = 1.0
"""The truth when no wake-up comes: another process wrote, or a lease ran out."""

GAP_S = 0.02
"""Between two looks. The first wake-up after a rest is followed at once; those of the next 20 ms share one look,
since each look is a transaction of the one writer: without it every commit under load would bring two."""

STOP_WITHIN_S = 10.0
"""What is under way may end by itself for that long: no call to Slack or to a platform takes longer."""

ALARM_SLACK_S = 0.02
"""An alarm a moment early finds nothing due and loses a whole poll."""

LONGEST_ALARM_S = 30.0
"""Beyond that the poll is exact enough."""

logger = logging.getLogger(__name__)

C = TypeVar("C")


class ClaimLoop(Generic[C]):
    """Runs until `stop`. `claim(room)` takes up to that many; `carry` handles one and its own failures."""

    def __init__(
        self,
        name: str,
        *,
        claim: Callable[[int], Awaitable[Sequence[C]]],
        carry: Callable[[C], Awaitable[None]],
        in_flight: int,
        random: Random,
        poll_s: float = POLL_S,
    ) -> None:
        self._name = name
        self._claim = claim
        self._carry = carry
        self._in_flight = in_flight
        self._random = random
        self._poll_s = poll_s
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarms: set[asyncio.TimerHandle] = set()
        self._stopping = False
        self._failures = 0
        self._ended = asyncio.Event()
        self._ended.set()

    def wake(self) -> None:
        """Something was committed. To be called on the loop's own thread."""
        self._wake.set()

    def alarm(self, in_s: float) -> None:
        """Look again after *in_s*: something falls due then."""
        if in_s > LONGEST_ALARM_S or self._stopping:
            return
        loop = asyncio.get_running_loop()
        handle: asyncio.TimerHandle

        def ring() -> None:
            self._alarms.discard(handle)
            self._wake.set()

        handle = loop.call_later(in_s + ALARM_SLACK_S, ring)
        self._alarms.add(handle)

    async def run(self) -> None:
        """Claim and carry until `stop`; then wait for what is under way. Cancelling it is a kill."""
        self._ended.clear()
        try:
            while not self._stopping:
                looked_at = asyncio.get_running_loop().time()
                self._wake.clear()
                await self._take()
                await self._rest()
                await self._gather(looked_at)
            await self._drain()
        finally:
            for alarm in self._alarms:
                alarm.cancel()
            for task in self._tasks:
                task.cancel()
            self._ended.set()

    async def stop(self) -> None:
        """Claim no more, and return when what was under way has ended, STOP_WITHIN_S at the latest."""
        self._stopping = True
        self._wake.set()
        await self._ended.wait()

    async def _take(self) -> None:
        room = self._in_flight - len(self._tasks)
        if room <= 0:
            return
        try:
            claims = await self._claim(room)
            self._failures = 0
        except Exception as error:  # the border: whatever the database does, the loop goes on
            self._failures += 1
            log_bug(logger, f"{self._name}: claiming", error)
            return
        for claim in claims:
            task = asyncio.create_task(self._carried(claim))
            self._tasks.add(task)
            task.add_done_callback(self._finished)

    async def _rest(self) -> None:
        wait_s = self._poll_s
        if self._failures:
            wait_s += backoff_s(self._failures, self._random, longest_s=30.0)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._wake.wait()

    async def _gather(self, looked_at: float) -> None:
        """Wait out the gap since the last look, unless it is time to stop."""
        gap_s = looked_at + GAP_S - asyncio.get_running_loop().time()
        if gap_s > 0 and not self._stopping:
            await asyncio.sleep(gap_s)

    async def _carried(self, claim: C) -> None:
        try:
            await self._carry(claim)
        except Exception as error:  # the last border: the claim comes back when its lease has run out
            log_bug(logger, f"{self._name}: carrying out", error)

    def _finished(self, task: asyncio.Task[None]) -> None:
        was_full = len(self._tasks) >= self._in_flight
        self._tasks.discard(task)
        if was_full:
            self._wake.set()

    async def _drain(self) -> None:
        if not self._tasks:
            return
        _, left = await asyncio.wait(self._tasks, timeout=STOP_WITHIN_S)
        for task in left:
            task.cancel()
        if left:
            logger.warning(
                "%s: %d still under way at the stop; their leases will run out", self._name, len(left)
            )
            await asyncio.gather(*left, return_exceptions=True)
