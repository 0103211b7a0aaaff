"""Writes whose outcome is not known, or that cannot be carried out."""

import asyncio
from dataclasses import replace

import pytest

from core.domain.operation import Operation
from core.errors import OutcomeUnknown, Temporary
from core.ports.platform import Write
from core.services.operations import WriteResult
from scheduler.platform_writes import PlatformWrites
from tests.scheduler.operations_scene import (
    PAUSE,
    RUN,
    end,
    played,
    was_sent,
)
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import Knows
from tests.scheduler.simulation import simulate


def test_a_run_that_may_have_been_started_is_not_started_again_without_the_platforms_word() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.platform.refuses.append(OutcomeUnknown("timed_out"))
        world.want("op", RUN, "job-1", purpose="verification")

    world = played(scene, knows=Knows.COUNT, for_s=1200)
    assert end(world) == (WriteResult.UNKNOWN, "no_answer")
    assert len(world.platform.sent) == 1


def test_a_write_that_the_platform_never_received_is_sent_again_with_the_same_id() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.platform.refuses.append(OutcomeUnknown("timed_out"))
        world.want("op", RUN, "job-1", purpose="verification")

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    assert [w.id for w in world.platform.sent] == ["op", "op"]


def test_nothing_is_sent_again_while_the_first_may_still_land() -> None:
    async def scene(world: World) -> None:
        world.job("job-1")
        world.platform.refuses.append(OutcomeUnknown("timed_out"))
        world.want("op", PAUSE, "job-1")
        await asyncio.sleep(15.5)
        assert len(world.platform.sent) == 1

    assert len(played(scene).platform.sent) == 2


def test_what_was_certainly_not_done_need_not_wait_for_that() -> None:
    async def scene(world: World) -> None:
        world.job("job-1")
        world.platform.refuses.append(Temporary("unreachable", retry_in_s=1.0))
        world.want("op", PAUSE, "job-1")
        await asyncio.sleep(6)
        assert len(world.platform.sent) == 2

    assert end(played(scene)) == (WriteResult.DONE, None)


def test_what_the_platform_took_is_never_sent_again_although_nothing_moves() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.want("op", PAUSE, "job-1")

        async def take(write: Write) -> None:
            world.platform.sent.append(write)

        world.platform.carry_out = take  # type: ignore[method-assign]

    world = played(scene, for_s=1200)
    assert end(world) == (WriteResult.UNKNOWN, "no_answer")
    assert len(world.platform.sent) == 1
    assert (world.operations.rows["op"].operation.baseline or {})["accepted"] is True


def test_a_platform_that_cannot_be_reached_is_asked_again_and_then_the_step_fails() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        world.platform.unreadable = Temporary("unreachable")
        world.want("op", PAUSE, "job-1")

    world = played(scene, for_s=1200)
    assert end(world) == (WriteResult.FAILED, "unreachable")
    assert world.platform.sent == []


def test_a_write_whose_outcome_cannot_be_read_for_long_is_unknown_not_failed() -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        was_sent(world.want("op", PAUSE, "job-1"), {"paused": False, "in_flight": 0})
        world.platform.unreadable = Temporary("unreachable")

    assert end(played(scene, for_s=1200)) == (WriteResult.UNKNOWN, "unreachable")


def test_a_platform_that_nobody_configured_is_said_to_be_missing() -> None:
    def scene(world: World) -> None:
        held = world.want("op", PAUSE, "job-1")
        held.operation = replace(held.operation, platform_id="elsewhere")

    assert end(played(scene)) == (WriteResult.FAILED, "no_connector")


def test_who_lost_the_right_since_the_click_is_refused_when_it_is_carried_out() -> None:
    async def main() -> World:
        world = World()
        world.job("job-1")
        world.want("op", PAUSE, "job-1")
        loop = world.replica("r1")

        async def refuse(_: Operation) -> str | None:
            return "not_allowed"

        assert isinstance(loop._writes, PlatformWrites)
        loop._writes._permit = refuse
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(5)
        await loop.stop()
        await running
        return world

    world = simulate(main())
    assert end(world) == (WriteResult.FAILED, "not_allowed")
    assert world.platform.sent == []


def test_a_bug_in_one_operation_leaves_the_others_alone(caplog: pytest.LogCaptureFixture) -> None:
    def scene(world: World) -> None:
        world.job("job-1")
        held = world.want("bad", PAUSE, "job-1")
        held.operation = replace(held.operation, kind="no.such.kind")
        world.want("op", PAUSE, "job-1")

    world = played(scene, for_s=20)
    assert end(world) == (WriteResult.DONE, None)
    assert "bug" in world.operations.rows["bad"].reasons[0]
    assert "reference" in caplog.text
