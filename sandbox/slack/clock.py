"""The sandbox's own time, which a test may push forward.

Everything that dies of age here (triggers, response urls, rate limits, event retries) reads this clock; the
3 s that an app has for its ack is real time, since the app lives in it, unless a fault holds the ack back.
"""

import asyncio
import time
from contextlib import suppress


class Clock:
    """Epoch seconds; `advance` moves it forward and wakes whoever waits on it."""

    def __init__(self) -> None:
        self._offset_s = 0.0
        self._moved = asyncio.Event()
        self._slept = asyncio.Event()
        self._waited_for: list[float] = []

    def now_s(self) -> float:
        return time.time() + self._offset_s

    def advance(self, seconds: float) -> None:
        """Jump forward. A clock that goes back would break the order of messages, so it never does."""
        self._offset_s += max(0.0, seconds)
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_s(self, seconds: float) -> None:
        """Return when that much of this clock's time has passed, by waiting or by a jump."""
        until_s = self.now_s() + seconds
        self._waited_for.append(until_s)
        self._slept.set()
        self._slept = asyncio.Event()
        try:
            while (left_s := until_s - self.now_s()) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(left_s):
                        await self._moved.wait()
        finally:
            self._waited_for.remove(until_s)

    async def wait_due(self, within_s: float) -> None:
        """Return once somebody waits for a moment that a jump of `within_s` reaches; none jumps too early then."""
        while not any(until_s <= self.now_s() + within_s for until_s in self._waited_for):
            await self._slept.wait()

    def due_in_s(self) -> list[float]:
        """How far away the moments are that somebody waits for, soonest first."""
        return sorted(until_s - self.now_s() for until_s in self._waited_for)
