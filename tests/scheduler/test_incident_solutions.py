"""A solution on its way to a carrier: taken once, read back, and never repeated on a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.platform_facts import Incident
from core.errors import OutcomeUnknown, Permanent
from core.services.operations import WriteResult
from scheduler.platform_writes import _write
from tests.scheduler.operations_scene import RESOLVE, end, played, was_sent
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import Knows
from tests.scheduler.simulation import BEGIN

TAKEN = frozenset({"retry_delivery", "provide_solution"})


def stands(world: World, status: str = "pending", **more: object) -> None:
    incident = Incident(incident_id="inc-1", status=status, allowed_resolutions=TAKEN, checked_at=BEGIN)
    world.platform.incidents["inc-1"] = replace(incident, **more)  # type: ignore[arg-type]


def asked(world: World, resolution: str = "retry_delivery") -> object:
    return world.want("op", RESOLVE, "inc-1", resolution=resolution, note="Deliver tomorrow.")


@pytest.mark.parametrize("knows", list(Knows))
@pytest.mark.parametrize("before", ["pending", "carrier_replied"])
def test_a_solution_is_done_when_the_incident_says_so(knows: Knows, before: str) -> None:
    def scene(world: World) -> None:
        stands(world, before)
        asked(world)

    world = played(scene, knows=knows)
    assert end(world) == (WriteResult.DONE, None)
    assert [w.arguments["resolution"] for w in world.platform.sent] == ["retry_delivery"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [("solution_sent", "already_resolved"), ("delivered", "already_resolved"), ("lost", "already_resolved")],
)
def test_what_is_solved_or_over_is_not_sent(status: str, reason: str) -> None:
    def scene(world: World) -> None:
        stands(world, status)
        asked(world)

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, reason)
    assert world.platform.sent == []


def test_a_resolution_the_platform_does_not_take_now_is_not_sent() -> None:
    def scene(world: World) -> None:
        stands(world)
        asked(world, "destroy")

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "not_allowed_in_state")
    assert world.platform.sent == []


def test_a_refusal_is_told_with_its_reason() -> None:
    def scene(world: World) -> None:
        stands(world)
        world.platform.refuses = [Permanent("validation")]
        asked(world)

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "validation")


def test_an_answer_that_was_lost_is_read_and_not_sent_twice() -> None:
    def scene(world: World) -> None:
        stands(world)
        held = asked(world)

        async def lose(_: object) -> None:
            world.platform._resolve_incident(_write(held.operation))  # type: ignore[attr-defined]
            raise OutcomeUnknown("answer_lost")

        world.platform.carry_out = lose  # type: ignore[assignment, method-assign]

    world = played(scene, knows=Knows.COUNT)
    assert end(world) == (WriteResult.DONE, None)


def test_after_a_crash_what_has_not_landed_is_sent_again() -> None:
    def scene(world: World) -> None:
        stands(world)
        held = asked(world)
        was_sent(held, {"status": "pending", "allowed": True, "changed_at": None})  # type: ignore[arg-type]

    world = played(scene)
    assert end(world) == (WriteResult.DONE, None)
    assert len(world.platform.sent) == 1


def test_a_carrier_that_answered_again_in_between_is_not_taken_for_a_success() -> None:
    def scene(world: World) -> None:
        stands(world, "carrier_replied", changed_at=BEGIN + timedelta(seconds=1))
        held = asked(world)
        was_sent(held, {"status": "pending", "allowed": True, "changed_at": None})  # type: ignore[arg-type]

    world = played(scene, knows=Knows.COUNT)
    assert end(world) == (WriteResult.FAILED, "changed_meanwhile")
    assert world.platform.sent == []
