"""Promises of operations: one live per target, one holder, settled once; and of the leases beside them."""

import asyncio
from dataclasses import replace

import pytest

from core.domain.operation import OperationState
from core.errors import NotFound, Repeated, Stale
from core.ports.leases import Leases
from core.ports.operations import Operations
from tests.contracts.world import ANA, World, later, operation, ticket
from tests.fakes.clock import MONDAY_MORNING, SetClock


@pytest.fixture
def operations(world: World) -> Operations:
    return world.operations


@pytest.fixture
def leases(world: World) -> Leases:
    return world.leases


async def test_an_operation_comes_back_as_it_was(world: World) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))

    assert await world.read(lambda unit: unit.operations.get("op-1")) == operation()
    assert await world.read(lambda unit: unit.operations.of("case-1")) == (operation(),)
    assert await world.read(lambda unit: unit.operations.live("job.pause", "job-7")) == operation()
    assert await world.read(lambda unit: unit.operations.live("job.resume", "job-7")) is None


async def test_one_operation_lives_per_kind_and_target(world: World) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))

    with pytest.raises(Repeated) as refused:
        await world.run(lambda uow: uow.operations.add(operation("op-2")))

    assert refused.value.facts["by"] == ANA.id
    await world.run(lambda uow: uow.operations.add(operation("op-3", target="job-8")))
    done = replace(operation(), state=OperationState.DONE, settled_at=MONDAY_MORNING)
    await world.run(lambda uow: uow.operations.settle(done, fence=None))
    await world.run(lambda uow: uow.operations.add(operation("op-2")))
    assert await world.read(lambda unit: unit.operations.live("job.pause", "job-7")) == operation("op-2")


async def test_an_operation_nobody_can_read_still_bars_the_next(world: World) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    unknown = replace(operation(), state=OperationState.UNKNOWN)
    await world.run(lambda uow: uow.operations.settle(unknown, fence=None))

    with pytest.raises(Repeated):
        await world.run(lambda uow: uow.operations.add(operation("op-2")))


async def test_of_sixteen_clicks_at_once_one_makes_the_operation(world: World) -> None:
    async def click(number: int) -> None:
        await world.run(lambda uow: uow.operations.add(operation(f"op-{number}")))

    answers = await asyncio.gather(*(click(n) for n in range(16)), return_exceptions=True)

    assert sorted(type(a).__name__ for a in answers) == ["NoneType"] + ["Repeated"] * 15


async def test_an_operation_is_settled_once(world: World) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    done = replace(operation(), state=OperationState.DONE)
    await world.run(lambda uow: uow.operations.settle(done, fence=None))

    with pytest.raises(Stale):
        await world.run(lambda uow: uow.operations.settle(replace(done, error="late"), fence=None))


async def test_a_claim_is_held_by_one_and_the_oldest_goes_first(world: World, operations: Operations) -> None:
    await world.run(lambda uow: uow.operations.add(operation("op-b", target="job-8", at=later(1))))
    await world.run(lambda uow: uow.operations.add(operation("op-a")))

    claims = await asyncio.gather(*(operations.claim(f"loop-{n}", limit=5) for n in range(4)))

    assert [c.operation.id for claimed in claims for c in claimed] == ["op-a", "op-b"]
    assert await operations.waiting() == 2


async def test_an_intent_makes_it_sent_and_a_crash_then_waits_until_it_must_have_settled(
    world: World, operations: Operations
) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    (claim,) = await operations.claim("loop-a", limit=5)
    assert await operations.baseline(claim, {"paused": False, "attempts": 3, "note": None})
    assert await operations.intend(claim)
    sent_at = world.clock.now()
    world.clock.advance(15.9)
    assert await operations.claim("loop-b", limit=5) == ()
    world.clock.advance(0.1)

    (again,) = await operations.claim("loop-b", limit=5)

    found = again.operation
    assert (found.state, found.attempts, found.last_sent_at) == (OperationState.SENT, 1, sent_at)
    assert found.baseline == {"paused": False, "attempts": 3, "note": None}
    assert again.fence > claim.fence


async def test_a_late_holder_of_an_operation_changes_nothing(world: World, operations: Operations) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    (late,) = await operations.claim("loop-a", limit=5)
    world.clock.advance(15)
    (present,) = await operations.claim("loop-b", limit=5)

    assert not await operations.intend(late)
    assert not await operations.baseline(late, {})
    await operations.later(late, in_s=900, reason="late")
    with pytest.raises(Stale):
        done = replace(operation(), state=OperationState.DONE)
        await world.run(lambda uow: uow.operations.settle(done, fence=late.fence))
    assert await operations.intend(present)
    done = replace(present.operation, state=OperationState.DONE)
    await world.run(lambda uow: uow.operations.settle(done, fence=present.fence))
    assert await operations.waiting() == 0


async def test_nobody_calls_a_platform_on_a_lease_that_would_end_first(
    world: World, operations: Operations
) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    (claim,) = await operations.claim("loop-a", limit=5)
    world.clock.advance(5.1)

    assert not await operations.intend(claim)
    assert (await world.read(lambda unit: unit.operations.get("op-1"))).state is OperationState.PENDING


async def test_what_is_not_settled_is_looked_at_later_and_stays_what_it_is(
    world: World, operations: Operations
) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    (claim,) = await operations.claim("loop-a", limit=5)
    await operations.intend(claim)
    await operations.later(claim, in_s=2, reason="still draining")
    world.clock.advance(1.9)
    assert await operations.claim("loop-a", limit=5) == ()
    world.clock.advance(0.1)

    (again,) = await operations.claim("loop-a", limit=5)

    assert (again.operation.state, again.operation.error) == (OperationState.SENT, "still draining")


async def test_an_unknown_outcome_is_for_people_not_for_the_loop(
    world: World, operations: Operations
) -> None:
    await world.run(lambda uow: uow.operations.add(operation()))
    (claim,) = await operations.claim("loop-a", limit=5)
    unknown = replace(operation(), state=OperationState.UNKNOWN)
    await world.run(lambda uow: uow.operations.settle(unknown, fence=claim.fence))
    world.clock.advance(3600)

    assert await operations.claim("loop-a", limit=5) == ()


async def test_an_operation_of_another_case_is_not_found_by_a_wrong_name(world: World) -> None:
    await world.add(ticket())
    with pytest.raises(NotFound):
        await world.read(lambda unit: unit.operations.get("op-1"))


async def test_one_leads_until_its_lease_ends_or_it_lets_go(leases: Leases, clock: SetClock) -> None:
    assert await leases.hold("scheduler", "a", lease_s=10)
    assert not await leases.hold("scheduler", "b", lease_s=10)
    clock.advance(6)
    assert await leases.hold("scheduler", "a", lease_s=10)
    clock.advance(9)
    assert not await leases.hold("scheduler", "b", lease_s=10)
    clock.advance(1)
    assert await leases.hold("scheduler", "b", lease_s=10)
    assert not await leases.hold("scheduler", "a", lease_s=10)
    await leases.release("scheduler", "a")
    assert not await leases.hold("scheduler", "a", lease_s=10)
    await leases.release("scheduler", "b")
    assert await leases.hold("scheduler", "a", lease_s=10)


async def test_a_tick_runs_once_whoever_believes_to_lead(leases: Leases) -> None:
    answers = await asyncio.gather(*(leases.first("jobcheck", MONDAY_MORNING) for _ in range(6)))

    assert sorted(answers) == [False] * 5 + [True]
    assert await leases.first("jobcheck", later(60))
    assert await leases.first("overdue", MONDAY_MORNING)
