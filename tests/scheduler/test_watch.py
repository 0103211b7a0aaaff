"""Looking at platforms by ourselves."""

import asyncio
from dataclasses import replace

import pytest

from core.domain.platform_facts import Capabilities, Run, RunState
from core.errors import NotFound, Temporary
from core.services.job_runs import RecordReading, WatchedTicket, WatchedTickets
from scheduler.known_platforms import KnownPlatforms
from scheduler.watch import PlatformWatch
from tests.scheduler.doors import ANDON
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import OnePlatform
from tests.scheduler.simulation import simulate

TICKET = WatchedTicket(case_id="case-1", platform_id="shop", job_id="job-1", connection_id=None)


def watched(world: World, *, leads: bool = True) -> tuple[PlatformWatch, KnownPlatforms]:
    known = KnownPlatforms()
    world.ask.answers.setdefault(WatchedTickets, lambda _: (TICKET,))
    watch = PlatformWatch(
        OnePlatform(world.platform),
        world.ask,
        world.dispatch,
        world.clock,
        known,
        by=ANDON,
        leads=lambda: leads,
    )
    return watch, known


def prepared() -> World:
    world = World()
    world.job("job-1")
    return world


def test_a_waiting_ticket_is_read_and_told_once_while_nothing_changes() -> None:
    world = prepared()

    async def main() -> list[int]:
        watch, _ = watched(world)
        told = []
        for _ in range(3):
            await watch.look()
            told.append(len(world.dispatch.of(RecordReading)))
        world.platform.runs_of["job-1"].append(Run(run_id="1", job_id="job-1", state=RunState.FAILED))
        await watch.look()
        told.append(len(world.dispatch.of(RecordReading)))
        await asyncio.sleep(61)
        await watch.look()
        return [*told, len(world.dispatch.of(RecordReading))]

    assert simulate(main()) == [1, 1, 1, 2, 3]
    newest = world.dispatch.of(RecordReading)[-1]
    assert newest.case_id == "case-1"
    assert [r.run_id for r in newest.reading.runs] == ["1"]


def test_a_word_that_the_core_would_not_take_is_told_again() -> None:
    world = prepared()
    world.dispatch.answers[RecordReading] = lambda _: NotFound("case")

    async def main() -> int:
        watch, _ = watched(world)
        await watch.look()
        await watch.look()
        return len(world.dispatch.of(RecordReading))

    assert simulate(main()) == 2


def test_a_platform_that_is_down_is_asked_once_a_round_and_nothing_is_recorded() -> None:
    world = prepared()
    tickets = tuple(replace(TICKET, case_id=f"case-{i}") for i in range(40))
    world.ask.answers[WatchedTickets] = lambda _: tickets
    world.platform.unreadable = Temporary("unreachable")
    reads = 0
    job = world.platform.job

    async def counted(job_id: str) -> object:
        nonlocal reads
        reads += 1
        return await job(job_id)

    world.platform.job = counted  # type: ignore[assignment, method-assign]

    async def main() -> KnownPlatforms:
        watch, known = watched(world)
        await watch.look()
        return known

    known = simulate(main())
    assert known.problems == {"shop": "unreachable"}
    assert world.dispatch.commands == []
    assert reads <= 4


def test_capabilities_are_known_in_every_process_and_outlive_an_outage() -> None:
    world = prepared()
    world.platform.can = Capabilities(retry_order=True)

    async def main() -> tuple[bool, bool, dict[str, str]]:
        watch, known = watched(world, leads=False)
        await watch.look()
        first = known.capabilities["shop"].retry_order
        world.platform.unreadable = Temporary("unreachable")
        await asyncio.sleep(61)
        await watch.look()
        return first, known.capabilities["shop"].retry_order, dict(known.problems)

    assert simulate(main()) == (True, True, {"shop": "unreachable"})
    assert world.dispatch.commands == [], "a process that does not lead records nothing"


def test_the_watch_goes_on_after_a_bug_and_ends_when_told(caplog: pytest.LogCaptureFixture) -> None:
    world = prepared()
    rounds = 0

    def broken(_: object) -> object:
        nonlocal rounds
        rounds += 1
        return ValueError("secret words")

    world.ask.answers[WatchedTickets] = broken

    async def main() -> None:
        watch, _ = watched(world)
        running = asyncio.create_task(watch.run())
        await asyncio.sleep(21)
        await watch.stop()
        await running

    simulate(main())
    assert rounds >= 4
    assert "secret" not in caplog.text
