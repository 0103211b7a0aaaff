"""Virtual time and a seeded shuffle: the same seed gives the same history, and hours pass in milliseconds."""

import asyncio
import selectors
from collections import deque
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

A = TypeVar("A")

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class _Leap(selectors.SelectSelector):
    """Waiting is moving the clock: nothing outside the loop ever happens here."""

    loop: "SimulatedLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise AssertionError("the simulation waits for something that can never happen")
        self.loop.now_s += max(timeout, 0.0)
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own; what is ready at the same moment runs in a random order."""

    def __init__(self, seed: int) -> None:
        self.now_s = 0.0
        self.random = Random(seed)
        selector = _Leap()
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        return self.now_s

    def _run_once(self) -> None:
        ready: deque[Any] = self._ready  # type: ignore[attr-defined]
        if len(ready) > 1:
            shuffled = list(ready)
            self.random.shuffle(shuffled)
            ready.clear()
            ready.extend(shuffled)
        super()._run_once()  # type: ignore[misc]


class SimulatedClock:
    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())


class Disturbance:
    """What happens to a process at every turn to the database: a little time, and now and then a long stall."""

    def __init__(self, random: Random, *, stalls: float = 0.0) -> None:
        self._random = random
        self._stalls = stalls
        self.on = True

    async def turn(self) -> None:
        if not self.on:
            return
        await asyncio.sleep(self._random.uniform(0.001, 0.01))
        if self._random.random() < self._stalls:
            await asyncio.sleep(self._random.uniform(5, 40))


QUIET = 0


def simulate(main: Coroutine[Any, Any, A], seed: int = QUIET) -> A:
    """Run *main* to its end in virtual time."""
    loop = SimulatedLoop(seed)
    try:
        return loop.run_until_complete(main)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
