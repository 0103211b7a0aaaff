"""The operations loop itself, against platforms that know much or little of what was done to them."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduler.operations import OperationsLoop
from scheduler.platform_looks import Job
from scheduler.platform_writes import PlatformWrites
from tests.scheduler.operations_world import ORDERS, Outcome, history
from tests.scheduler.simulated_platform import Knows

SEEDS = {Knows.KEYS: 50, Knows.REFERENCE: 50, Knows.COUNT: 50, Knows.BLIND: 4}
ENOUGH_TO_CATCH = 40


@pytest.mark.parametrize("knows", Knows)
def test_no_order_is_sent_twice_and_what_is_said_is_what_is(knows: Knows) -> None:
    outcomes = {seed: history(seed, knows=knows) for seed in range(SEEDS[knows])}
    assert {seed: o for seed, o in outcomes.items() if not o.kept} == {}
    assert all(o.unknown == (ORDERS if knows is Knows.BLIND else 0) for o in outcomes.values())
    assert sum(o.kills for o in outcomes.values()) > 4 * SEEDS[knows]


def stormy(seed: int, *, kind: type[OperationsLoop] = OperationsLoop, broken: str | None = None) -> Outcome:
    """Long stalls and few kills: what breaks a fence that is not looked at."""
    return history(seed, kind=kind, knows=Knows.COUNT, stalls=0.05, most_kills=1, broken=broken)


class SkipsTheIntent(PlatformWrites):
    async def _intended(self, job: Job) -> bool:
        return True


class CallsAlthoughRefused(PlatformWrites):
    async def _intended(self, job: Job) -> bool:
        await self._operations.intend(job.claim)
        return True


class CallsAfterStandingStill(PlatformWrites):
    async def _intended(self, job: Job) -> bool:
        return await self._operations.intend(job.claim)


class NeverWaits(PlatformWrites):
    def _surely_over(self, operation: Any) -> bool:
        return True


class SendsAgainWithoutLooking(PlatformWrites):
    async def _follow(self, job: Job) -> None:
        if job.accepted:
            await super()._follow(job)
        else:
            await self._send(job)


@pytest.mark.parametrize(
    "writes",
    [SkipsTheIntent, CallsAlthoughRefused, CallsAfterStandingStill, NeverWaits, SendsAgainWithoutLooking],
)
def test_a_loop_that_leaves_a_step_out_sends_an_order_twice(writes: type[PlatformWrites]) -> None:
    class Broken(OperationsLoop):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._writes.__class__ = writes

    assert any(stormy(seed, kind=Broken).double for seed in range(ENOUGH_TO_CATCH))


@pytest.mark.parametrize(
    ("knob", "breaks"),
    [("without_fence", lambda o: o.double), ("without_intent", lambda o: o.double)],
)
def test_a_store_that_breaks_its_promise_is_caught(knob: str, breaks: Callable[[Outcome], int]) -> None:
    assert any(breaks(stormy(seed, broken=knob)) for seed in range(ENOUGH_TO_CATCH))


def test_the_loop_as_it_is_stands_the_weather_in_which_the_broken_ones_fail() -> None:
    assert all(stormy(seed).kept for seed in range(ENOUGH_TO_CATCH))
