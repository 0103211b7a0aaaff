"""The delivery loop itself, through thousands of bad days in virtual time; and proof that a bad loop is caught."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from core.errors import OutcomeUnknown
from core.ports.deliveries import CardWork, DeliveryClaim
from core.ports.second_looks import SecondLook
from scheduler.delivery import DeliveryLoop, Stage
from scheduler.second_look import Healer
from scheduler.senders import Sending, Sent
from tests.scheduler.delivery_world import BELATED, ROUGH, Outcome, history
from tests.scheduler.simulation import simulate

SEEDS = 400
ENOUGH_TO_CATCH = 200
"""Most are caught by the first or second seed; these are for the rare ones."""


def test_nothing_is_lost_posted_twice_reordered_or_limited_through_kills_stalls_and_faults() -> None:
    outcomes = {seed: history(seed) for seed in range(SEEDS)}
    assert {seed: o for seed, o in outcomes.items() if not o.kept} == {}
    assert sum(o.kills for o in outcomes.values()) > SEEDS * 4


def test_the_same_seed_gives_the_same_history() -> None:
    assert history(7) == history(7)


def stormy(seed: int, *, kind: type[DeliveryLoop] = DeliveryLoop, broken: str | None = None) -> Outcome:
    """Long stalls and few kills, more late landings: what finds the rare faults soonest."""
    faults = replace(ROUGH, late=0.1, reset=0.08)
    return history(seed, kind=kind, faults=faults, stalls=0.03, most_kills=2, broken=broken)


class SkipsTheIntent(DeliveryLoop):
    async def _intended(self, claim: DeliveryClaim) -> bool:
        return True


class CallsAlthoughRefused(DeliveryLoop):
    async def _intended(self, claim: DeliveryClaim) -> bool:
        await self._deliveries.intend(claim)
        return True


class CallsAfterStandingStill(DeliveryLoop):
    async def _intended(self, claim: DeliveryClaim) -> bool:
        return await self._deliveries.intend(claim)


class NeverLooks(DeliveryLoop):
    async def _probe(self, claim: DeliveryClaim, sending: Sending) -> Sent | None:
        return None


class TakesUnknownForNo(DeliveryLoop):
    async def _carry(self, claim: DeliveryClaim) -> None:
        sending = self._senders.sending(claim)
        try:
            await self._deliver(claim, sending, Stage(maybe_sent=False))
        except Exception as error:
            await self._failures.follow(claim, sending.method, error, False)


class SettlesBeforeTheCall(DeliveryLoop):
    async def _deliver(self, claim: DeliveryClaim, sending: Sending, stage: Stage) -> None:
        await sending.prepare()
        await self._settle(claim, Sent(ts="1.0", revision=99))
        await sending.send()


class TakesAnUnknownRedrawForDone(DeliveryLoop):
    async def _carry(self, claim: DeliveryClaim) -> None:
        work = claim.work
        sending = self._senders.sending(claim)
        stage = Stage(maybe_sent=claim.maybe_sent)
        try:
            await self._deliver(claim, sending, stage)
        except (OutcomeUnknown, TimeoutError) as error:
            if isinstance(work, CardWork) and work.ts is not None and stage.called:
                await self._settle(claim, Sent(ts=work.ts, revision=work.shown_revision + 1))
            else:
                await self._failures.follow(claim, sending.method, error, stage.after(error))
        except Exception as error:
            await self._failures.follow(claim, sending.method, error, stage.after(error))


@pytest.mark.parametrize(
    ("kind", "breaks"),
    [
        (SkipsTheIntent, lambda o: o.twice),
        (CallsAlthoughRefused, lambda o: o.twice),
        (CallsAfterStandingStill, lambda o: o.twice),
        (NeverLooks, lambda o: o.twice),
        (TakesUnknownForNo, lambda o: o.twice),
        (SettlesBeforeTheCall, lambda o: o.lost),
        (TakesAnUnknownRedrawForDone, lambda o: o.stale_cards),
    ],
)
def test_a_loop_that_leaves_a_step_out_is_caught(
    kind: type[DeliveryLoop], breaks: Callable[[Outcome], int]
) -> None:
    assert any(breaks(stormy(seed, kind=kind)) for seed in range(ENOUGH_TO_CATCH))


@pytest.mark.parametrize(
    ("knob", "breaks"),
    [
        ("without_fence", lambda o: o.twice or o.out_of_order),
        ("without_intent", lambda o: o.twice),
        ("without_settling", lambda o: o.twice),
        ("without_second_probe", lambda o: o.twice),
        ("without_lanes", lambda o: o.twice or o.out_of_order or o.limited),
    ],
)
def test_a_store_that_breaks_its_promise_is_caught(knob: str, breaks: Callable[[Outcome], int]) -> None:
    assert any(breaks(stormy(seed, broken=knob)) for seed in range(ENOUGH_TO_CATCH))


def belated(seed: int, *, healer: type[Healer] | None = Healer, broken: str | None = None) -> Outcome:
    return history(seed, healer=healer, faults=BELATED, most_kills=4, broken=broken)


class KeepsTheNewest(Healer):
    def _kept(self, look: SecondLook, found: Sequence[str]) -> str | None:
        return max(found, default=None)


class TakesEverythingBack(Healer):
    def _kept(self, look: SecondLook, found: Sequence[str]) -> str | None:
        return None


class ForgetsBeforeItLooks(Healer):
    async def _look(self, look: SecondLook) -> None:
        await self._looks.forget(look.delivery_id)
        await super()._look(look)


def test_what_lands_after_its_repeat_is_taken_back_and_exactly_one_stands() -> None:
    outcomes = {seed: belated(seed) for seed in range(SEEDS)}
    assert {seed: o for seed, o in outcomes.items() if not o.kept} == {}
    assert sum(o.taken_back for o in outcomes.values()) > SEEDS / 4


@pytest.mark.parametrize(
    ("healer", "breaks"),
    [
        (None, lambda o: o.twice),
        (KeepsTheNewest, lambda o: o.stale_cards),
        (TakesEverythingBack, lambda o: o.lost),
        (ForgetsBeforeItLooks, lambda o: o.twice),
    ],
)
def test_a_healing_that_goes_wrong_is_caught(healer: type[Healer], breaks: Callable[[Outcome], int]) -> None:
    assert any(breaks(belated(seed, healer=healer)) for seed in range(ENOUGH_TO_CATCH))


def test_where_slack_is_only_as_slow_as_assumed_nothing_is_taken_back() -> None:
    outcomes = [history(seed, healer=Healer) for seed in range(SEEDS // 8)]
    assert all(o.kept and not o.taken_back for o in outcomes)


def test_a_store_that_forgets_the_first_try_when_the_second_is_refused_is_caught() -> None:
    assert any(belated(seed, broken="without_memory").twice for seed in range(SEEDS))


def test_the_loop_as_it_is_stands_the_weather_in_which_the_broken_ones_fail() -> None:
    assert all(stormy(seed).kept for seed in range(ENOUGH_TO_CATCH))


def test_the_simulated_clock_moves_without_waiting() -> None:
    async def an_hour() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    assert simulate(an_hour()) == pytest.approx(3600)
