"""One look at a platform: everything that a closing needs, or why it could not be had."""

import asyncio
from dataclasses import replace

import pytest

from core.domain.platform_facts import Capabilities, Connection, ConnectionStatus, Reading, Run, RunState
from core.errors import AdapterError, NotFound, Permanent, Temporary
from scheduler.platform_reading import READING_S, read_job
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import OnePlatform
from tests.scheduler.simulation import BEGIN, SimulatedClock, simulate


def read(world: World, *, platform_id: str = "shop", connection_id: str | None = None) -> Reading:
    return simulate(
        read_job(OnePlatform(world.platform), platform_id, "job-1", connection_id, SimulatedClock())
    )


def prepared() -> World:
    world = World()
    world.job("job-1", connection_id="conn-1")
    world.platform.connections["conn-1"] = Connection(
        connection_id="conn-1", status=ConnectionStatus.ACTIVE, checked_at=BEGIN
    )
    world.platform.runs_of["job-1"].append(Run(run_id="1", job_id="job-1", state=RunState.FAILED))
    world.platform.can = Capabilities(pause=True, reports_forced=True)
    return world


def test_a_reading_has_the_job_its_connection_its_runs_and_what_the_platform_can() -> None:
    reading = read(prepared())
    assert reading.problem is None
    assert reading.job is not None
    assert reading.connection is not None
    assert reading.connection.status is ConnectionStatus.ACTIVE
    assert [r.run_id for r in reading.runs] == ["1"]
    assert reading.capabilities.reports_forced
    assert reading.checked_at == BEGIN, "the moment the look began, not when the answer came"


def test_the_tickets_own_connection_is_looked_at_even_if_the_job_names_another() -> None:
    world = prepared()
    reading = read(world, connection_id="conn-7")
    assert reading.connection is None
    assert reading.connection_gone


def test_a_job_that_the_platform_does_not_know_is_gone_and_that_is_no_problem() -> None:
    world = prepared()
    world.platform.jobs.clear()
    reading = read(world, connection_id="conn-1")
    assert (reading.job_gone, reading.problem, reading.connection_gone) == (True, None, False)


def test_a_job_without_a_connection_misses_none() -> None:
    world = prepared()
    world.job("job-1", connection_id=None)
    assert not read(world).connection_gone


def test_a_platform_that_is_not_configured_is_no_connector() -> None:
    assert read(prepared(), platform_id="elsewhere").problem == "no_connector"


@pytest.mark.parametrize("error", [Temporary("unreachable"), Permanent("answer_invalid")])
def test_a_platform_that_does_not_answer_is_the_problem_by_name(error: AdapterError) -> None:
    world = prepared()
    world.platform.unreadable = error
    reading = read(world)
    assert (reading.problem, reading.job, reading.runs) == (error.reason, None, ())
    assert not reading.job_gone


def test_a_platform_that_is_too_slow_is_a_problem_after_twelve_seconds() -> None:
    world = prepared()

    async def never(_: str) -> None:
        await asyncio.sleep(3600)

    world.platform.job = never  # type: ignore[assignment, method-assign]

    async def main() -> tuple[str | None, float]:
        reading = await read_job(OnePlatform(world.platform), "shop", "job-1", None, SimulatedClock())
        return reading.problem, asyncio.get_running_loop().time()

    assert simulate(main()) == ("timed_out", READING_S)


def test_a_job_whose_runs_are_gone_has_none() -> None:
    world = prepared()

    async def gone(_: str, *, limit: int = 50) -> tuple[Run, ...]:
        raise NotFound("runs")

    world.platform.runs = gone  # type: ignore[assignment, method-assign]
    assert replace(read(world), checked_at=BEGIN).runs == ()
