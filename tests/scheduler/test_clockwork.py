"""What happens by the clock: once, by one process, and not lost with a restart."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import pytest

from core.domain.workspace import Workspace
from core.services.job_runs import RecordDailyCheck
from core.services.reminders import RemindDue, WakeDue
from core.services.telling import TellGathered
from scheduler.clockwork import Chore, Clockwork, usual_chores
from scheduler.job_check import JobChecks
from scheduler.leadership import LEASE_S, Leadership
from scheduler.occurrences import daily, every_minute
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import OnePlatform
from tests.scheduler.simulation import BEGIN, simulate


@dataclass(kw_only=True)
class PaperLeases:
    """The port of leases on paper."""

    held: dict[str, tuple[str, float]] = field(default_factory=dict)
    rows: set[tuple[str, datetime]] = field(default_factory=set)
    broken: bool = False

    async def hold(self, name: str, owner: str, *, lease_s: float) -> bool:
        if self.broken:
            raise ConnectionError
        now = asyncio.get_running_loop().time()
        holder, until = self.held.get(name, (owner, 0.0))
        if holder != owner and until > now:
            return False
        self.held[name] = owner, now + lease_s
        return True

    async def release(self, name: str, owner: str) -> None:
        if self.held.get(name, ("", 0.0))[0] == owner:
            del self.held[name]

    async def first(self, job: str, scheduled_for: datetime) -> bool:
        if (job, scheduled_for) in self.rows:
            return False
        self.rows.add((job, scheduled_for))
        return True


@dataclass(kw_only=True)
class Wall:
    """A clock that a test sets."""

    at: datetime = BEGIN

    def now(self) -> datetime:
        return self.at


@dataclass(kw_only=True)
class Deeds:
    done: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    async def do(self) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.done.append("done")


async def leading(leases: PaperLeases, owner: str = "r1") -> Leadership:
    leadership = Leadership(leases, owner)
    await leadership.renew()
    return leadership


def test_a_chore_is_done_once_for_its_moment_by_whoever_leads() -> None:
    deeds, leases, wall = Deeds(), PaperLeases(), Wall()
    chore = Chore(name="remind", due=every_minute, do=deeds.do)

    async def main() -> list[bool]:
        clockwork = Clockwork(leases, await leading(leases), wall, (chore,))
        again = Clockwork(leases, await leading(leases), wall, (chore,))
        turns = [await clockwork.turn(chore), await clockwork.turn(chore), await again.turn(chore)]
        wall.at += timedelta(minutes=1)
        return [*turns, await again.turn(chore)]

    assert simulate(main()) == [True, False, False, True]
    assert len(deeds.done) == 2


def test_who_does_not_lead_does_nothing() -> None:
    deeds, leases = Deeds(), PaperLeases()
    chore = Chore(name="remind", due=every_minute, do=deeds.do)

    async def main() -> bool:
        await leading(leases, "somebody else")
        return await Clockwork(leases, await leading(leases), Wall(), (chore,)).turn(chore)

    assert simulate(main()) is False
    assert leases.rows == set()


def test_two_leaders_at_once_still_do_it_once() -> None:
    deeds, leases = Deeds(), PaperLeases()
    chore = Chore(name="job_check", due=daily(time(8, 30), "UTC"), do=deeds.do)

    async def main() -> list[bool]:
        split = [Clockwork(leases, await leading(PaperLeases()), Wall(), (chore,)) for _ in range(2)]
        return await asyncio.gather(*(one.turn(chore) for one in split))

    assert sorted(simulate(main())) == [False, True]
    assert deeds.done == ["done"]


def test_the_daily_check_missed_by_a_downtime_runs_once_within_its_day() -> None:
    deeds, leases, wall = Deeds(), PaperLeases(), Wall(at=BEGIN.replace(hour=17))
    chore = Chore(name="job_check", due=daily(time(8, 30), "UTC"), do=deeds.do, finishes=True)

    async def main() -> list[bool]:
        first = Clockwork(leases, await leading(leases), wall, (chore,))
        late = await first.turn(chore)
        wall.at = BEGIN.replace(hour=23, minute=59)
        restarted = Clockwork(leases, await leading(leases), wall, (chore,))
        again = await restarted.turn(chore)
        wall.at = BEGIN + timedelta(days=1) - timedelta(hours=5)
        return [late, again, await restarted.turn(chore)]

    assert simulate(main()) == [True, False, False]


def test_a_check_cut_off_in_the_middle_is_done_again_and_then_not_any_more() -> None:
    deeds, leases = Deeds(), PaperLeases()
    chore = Chore(name="job_check", due=daily(time(8, 30), "UTC"), do=deeds.do, finishes=True)
    deeds.fails.append(ConnectionError())

    async def main() -> list[bool]:
        clockwork = Clockwork(leases, await leading(leases), Wall(), (chore,))
        return [await clockwork.turn(chore) for _ in range(3)]

    assert simulate(main()) == [False, True, False]
    assert deeds.done == ["done"]


def test_a_chore_that_fails_twice_is_not_tried_all_day() -> None:
    deeds, leases = Deeds(), PaperLeases()
    chore = Chore(name="job_check", due=daily(time(8, 30), "UTC"), do=deeds.do, finishes=True)
    deeds.fails += [ConnectionError()] * 5

    async def main() -> None:
        clockwork = Clockwork(leases, await leading(leases), Wall(), (chore,))
        for _ in range(5):
            await clockwork.turn(chore)

    simulate(main())
    assert len(deeds.fails) == 3


def test_a_leader_that_cannot_renew_stops_before_its_lease_ends() -> None:
    leases = PaperLeases()

    async def main() -> list[bool]:
        leadership = await leading(leases)
        at_first = leadership.leads()
        await asyncio.sleep(LEASE_S * 0.6)
        still = leadership.leads()
        await asyncio.sleep(LEASE_S * 0.1)
        return [at_first, still, leadership.leads()]

    assert simulate(main()) == [True, True, False]


def test_a_leader_renews_and_gives_the_lead_back_when_it_stops() -> None:
    leases = PaperLeases()

    async def main() -> list[bool]:
        leadership = Leadership(leases, "r1")
        running = asyncio.create_task(leadership.run())
        await asyncio.sleep(60)
        after_a_minute = leadership.leads()
        await leadership.stop()
        await running
        return [after_a_minute, leadership.leads(), await Leadership(leases, "r2").renew()]

    assert simulate(main()) == [True, False, True]


def test_a_database_that_is_away_ends_the_lead_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    leases = PaperLeases()

    async def main() -> list[bool]:
        leadership = Leadership(leases, "r1")
        running = asyncio.create_task(leadership.run())
        await asyncio.sleep(5)
        leases.broken = True
        await asyncio.sleep(15)
        gone = leadership.leads()
        leases.broken = False
        await asyncio.sleep(5)
        back = leadership.leads()
        await leadership.stop()
        await running
        return [gone, back]

    assert simulate(main()) == [False, True]
    assert "renewing the lead" in caplog.text


def test_the_usual_chores_are_commands_through_the_door() -> None:
    world = World()
    checks = JobChecks(OnePlatform(world.platform), world.ask, world.dispatch, world.clock)
    workspace = Workspace(team_id="T1", timezone="Australia/Sydney")

    async def main() -> dict[str, object]:
        chores = usual_chores(workspace, world.dispatch, checks)
        return {chore.name: await chore.do() for chore in chores}

    done = simulate(main())
    assert set(done) == {"job_check", "remind", "wake", "gathered_news"}
    assert {type(c) for c in world.dispatch.commands} == {RecordDailyCheck, RemindDue, WakeDue, TellGathered}
    assert {a.path for a in world.dispatch.actors} == {"schedule"}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 45, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), datetime(2028, 2, 29, 1, 30, tzinfo=UTC)),
    ],
    ids=["before it", "left out by the clocks", "the first of two", "the second of two", "leap day"],
)
def test_a_daily_moment_comes_once_per_local_day(now: datetime, expected: datetime | None) -> None:
    assert daily(time(2, 30), "Europe/Amsterdam")(now) == expected


def test_every_day_of_a_year_has_exactly_one_daily_moment() -> None:
    due = daily(time(2, 30), "Europe/Amsterdam")
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    moments = {due(begin + timedelta(minutes=15 * i)) for i in range(365 * 96)} - {None}
    assert len(moments) == 365


async def test_the_clock_rings_in_a_real_loop_and_stops() -> None:
    rung = asyncio.Event()
    leases = PaperLeases()

    async def ring() -> None:
        rung.set()

    chore = Chore(name="ring", due=every_minute, do=ring)
    clockwork = Clockwork(leases, await leading(leases), Wall(), (chore,))
    clockwork.start()
    scheduler = clockwork._scheduler
    assert scheduler is not None
    (job,) = scheduler.get_jobs()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    job.modify(next_run_time=datetime.now(UTC))
    async with asyncio.timeout(5):
        await rung.wait()
    clockwork.stop()
    await asyncio.sleep(0)  # the scheduler ends itself on the loop's next turn
    assert not scheduler.running
