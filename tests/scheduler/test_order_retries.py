"""Sending an order again: once, and never on top of a copy."""

from dataclasses import replace

import pytest

from core.domain.platform_facts import Downstream
from core.errors import Permanent
from core.services.operations import WriteResult
from scheduler.platform_writes import _write
from tests.scheduler.operations_scene import RETRY, end, played, was_sent
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import Knows


def test_a_refused_repeat_is_no_refusal_when_the_first_try_had_landed() -> None:
    def scene(world: World) -> None:
        world.order("order-1", status="failed")
        held = world.want("op", RETRY, "order-1")
        was_sent(held, {"status": "failed", "attempts": 1, "key": None})

        async def refuse(_: object) -> None:  # the first try lands just before the second arrives
            world.platform._retry_order(_write(held.operation))
            raise Permanent("already_running")

        world.platform.carry_out = refuse  # type: ignore[assignment, method-assign]

    world = played(scene, knows=Knows.COUNT)
    assert end(world)[1] != "already_running"
    assert world.platform.orders["order-1"].attempts == 2


def test_an_order_that_may_stand_there_already_is_not_sent() -> None:
    def scene(world: World) -> None:
        world.order("order-1", downstream=(Downstream(id="MP-77120"),))
        world.want("op", RETRY, "order-1", duplicate_checked=False)

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "duplicate_suspected")
    settled = world.operations.rows["op"].end
    assert settled is not None
    assert settled.order is not None
    assert [d.id for d in settled.order.downstream] == ["MP-77120"]
    assert world.platform.sent == []


def test_an_order_somebody_looked_up_is_sent_in_spite_of_its_copies() -> None:
    def scene(world: World) -> None:
        world.platform.ends_at_once = True
        world.order("order-1", downstream=(Downstream(id="MP-77120"),))
        world.want("op", RETRY, "order-1", duplicate_checked=True)

    world = played(scene)
    assert [w.arguments for w in world.platform.sent] == [{"duplicate_checked": True}]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("sent", (WriteResult.DONE, None)),
        ("fulfilled", (WriteResult.DONE, None)),
        ("pending", (WriteResult.FAILED, "already_running")),
        ("cancelled", (WriteResult.FAILED, "not_allowed_in_state")),
    ],
)
def test_an_order_that_is_not_failed_any_more_is_not_sent(
    status: str, expected: tuple[WriteResult, str | None]
) -> None:
    def scene(world: World) -> None:
        world.order("order-1", status=status)
        world.want("op", RETRY, "order-1")

    world = played(scene)
    assert end(world) == expected
    assert world.platform.sent == []


def test_an_order_that_somebody_else_retried_since_the_baseline_is_left_to_them() -> None:
    def scene(world: World) -> None:
        world.order("order-1", attempts=3)
        held = world.want("op", RETRY, "order-1")
        held.operation = replace(held.operation, baseline={"status": "failed", "attempts": 2, "key": None})

    world = played(scene)
    assert end(world) == (WriteResult.FAILED, "changed_meanwhile")
    assert world.platform.sent == []


def test_an_order_that_fails_again_says_why() -> None:
    def scene(world: World) -> None:
        world.order("order-1")
        held = world.want("op", RETRY, "order-1")
        was_sent(held, {"status": "failed", "attempts": 1, "key": None})
        world.order("order-1", attempts=2, last_attempt_key="op", status="failed")
        world.platform._finish("op", "failed", "stock_out")

    assert end(played(scene)) == (WriteResult.FAILED, "stock_out")


def test_an_order_without_an_end_for_a_quarter_of_an_hour_is_for_a_person_to_look_at() -> None:
    def scene(world: World) -> None:
        held = world.want("op", RETRY, "order-1")
        was_sent(held, {"status": "failed", "attempts": 1, "key": None})
        world.order("order-1", attempts=2, last_attempt_key="op", status="pending")

    assert end(played(scene, for_s=1200)) == (WriteResult.UNKNOWN, "no_answer")
