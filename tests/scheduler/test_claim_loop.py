"""The engine of both loops: bounded, woken at once, and not to be killed by an error."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from random import Random

import pytest

from scheduler.backoff import backoff_s
from scheduler.claim_loop import ClaimLoop
from tests.scheduler.simulation import simulate


class Queue:
    """Hands out numbers, a few at a time."""

    def __init__(self, length: int) -> None:
        self.left = list(range(length))
        self.asked: list[int] = []
        self.under_way = 0
        self.most = 0
        self.done: list[int] = []

    async def claim(self, room: int) -> list[int]:
        self.asked.append(room)
        taken, self.left = self.left[:room], self.left[room:]
        return taken

    async def carry(self, one: int) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(1.5)
        self.under_way -= 1
        self.done.append(one)


def loop_of(
    queue: Queue, *, in_flight: int = 3, carry: Callable[[int], Awaitable[None]] | None = None
) -> ClaimLoop[int]:
    return ClaimLoop(
        "test", claim=queue.claim, carry=carry or queue.carry, in_flight=in_flight, random=Random(1)
    )


async def run_for(loop: ClaimLoop[int], seconds: float) -> None:
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(seconds)
    await loop.stop()
    await running


def test_no_more_is_under_way_than_allowed_and_places_are_filled_as_they_fall_free() -> None:
    queue = Queue(10)
    simulate(run_for(loop_of(queue), 6.2))
    assert queue.most == 3
    assert sorted(queue.done) == list(range(10))
    assert max(queue.asked) == 3


def test_an_error_that_nobody_handled_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue(4)

    async def carry(one: int) -> None:
        if one == 1:
            raise RuntimeError("a customer's words")
        await queue.carry(one)

    simulate(run_for(loop_of(queue, carry=carry), 5))
    assert sorted(queue.done) == [0, 2, 3]
    assert "RuntimeError" in caplog.text
    assert "customer" not in caplog.text


def test_a_claim_that_fails_is_tried_again_ever_more_seldom() -> None:
    tries: list[float] = []

    async def failing(_: int) -> list[int]:
        tries.append(asyncio.get_running_loop().time())
        raise ConnectionError

    queue = Queue(0)
    loop: ClaimLoop[int] = ClaimLoop("test", claim=failing, carry=queue.carry, in_flight=1, random=Random(1))
    simulate(run_for(loop, 100))
    gaps = [b - a for a, b in pairwise(tries)]
    assert gaps[0] < 4
    assert gaps[-1] > 15
    assert len(tries) > 4


def test_an_alarm_brings_the_next_look_forward() -> None:
    queue = Queue(0)

    async def main() -> float:
        loop = ClaimLoop[int](
            "test", claim=queue.claim, carry=queue.carry, in_flight=1, random=Random(1), poll_s=60
        )
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(1)
        loop.alarm(5.0)
        await asyncio.sleep(4.9)
        before = len(queue.asked)
        await asyncio.sleep(0.3)
        looked = len(queue.asked) - before
        await loop.stop()
        await running
        return looked

    assert simulate(main()) == 1


def test_a_cancelled_loop_leaves_nothing_running() -> None:
    queue = Queue(3)

    async def main() -> int:
        running = asyncio.create_task(loop_of(queue).run())
        await asyncio.sleep(1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.sleep(10)
        return len(queue.done)

    assert simulate(main()) == 0


@pytest.mark.parametrize(("attempts", "low", "high"), [(0, 0.5, 1.0), (3, 4.0, 8.0), (99, 150.0, 300.0)])
def test_the_wait_doubles_up_to_five_minutes_and_is_never_the_same_for_all(
    attempts: int, low: float, high: float
) -> None:
    waits = {backoff_s(attempts, Random(seed)) for seed in range(50)}
    assert low <= min(waits) <= max(waits) <= high
    assert len(waits) > 40


def test_wake_ups_in_a_burst_share_a_look_and_the_first_is_followed_at_once() -> None:
    looked: list[float] = []

    async def claim(_: int) -> list[int]:
        looked.append(asyncio.get_running_loop().time())
        return []

    async def main() -> float:
        loop = ClaimLoop[int](
            "test", claim=claim, carry=Queue(0).carry, in_flight=1, random=Random(1), poll_s=60
        )
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(1)
        began_s = asyncio.get_running_loop().time()
        for _ in range(200):
            loop.wake()
            await asyncio.sleep(0.001)
        await loop.stop()
        await running
        return began_s

    began_s = simulate(main())
    burst = [at_s for at_s in looked if at_s >= began_s]
    assert burst[0] - began_s < 0.001
    assert 9 <= len(burst) <= 12
    assert max(later - earlier for earlier, later in pairwise(burst)) < 0.05
